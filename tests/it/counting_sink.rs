//! A mail server that counts what it takes, and now and then drops a connection: before it has a letter, or after it and before it says so.

use std::collections::BTreeMap;
use std::collections::hash_map::DefaultHasher;
use std::hash::{Hash, Hasher};
use std::io::{BufRead, BufReader, ErrorKind, Result, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::{Arc, Condvar, Mutex};
use std::thread;
use std::time::Duration;

/// What was taken, by Message-ID without its brackets: how often, and a hash of the bytes each time.
pub type Arrivals = BTreeMap<String, Vec<u64>>;

/// The server; it ends with the process.
pub struct CountingSink {
    pub port: u16,
    counted: Arc<(Mutex<Counted>, Condvar)>,
}

#[derive(Default)]
struct Counted {
    arrivals: Arrivals,
    count: usize,
    mails: usize,
    drops: usize,
}

impl CountingSink {
    /// Listens on a port the kernel chose. Of so many letters one is dropped.
    pub fn start(one_in: usize) -> CountingSink {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let port = listener.local_addr().expect("an address").port();
        let counted = Arc::new((Mutex::default(), Condvar::new()));
        let sink = CountingSink { port, counted: Arc::clone(&counted) };
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                let counted = Arc::clone(&counted);
                // A client that is killed hangs up: an end like any other.
                thread::spawn(move || Talk { counted: &counted, one_in }.run(stream));
            }
        });
        sink
    }

    /// How many letters have come.
    pub fn count(&self) -> usize {
        self.counted.0.lock().expect("no talk panicked").count
    }

    /// How many connections were dropped.
    pub fn drops(&self) -> usize {
        self.counted.0.lock().expect("no talk panicked").drops
    }

    /// Waits until so many letters have come, or none comes any more.
    pub fn wait_for(&self, count: usize, patience: Duration) {
        let (counted, news) = &*self.counted;
        let mut now = counted.lock().expect("no talk panicked");
        while now.count < count {
            let (next, waited) = news.wait_timeout(now, patience).expect("no talk panicked");
            now = next;
            if waited.timed_out() {
                return;
            }
        }
    }

    /// Everything that came.
    pub fn arrivals(&self) -> Arrivals {
        self.counted.0.lock().expect("no talk panicked").arrivals.clone()
    }
}

/// One connection.
struct Talk<'s> {
    counted: &'s (Mutex<Counted>, Condvar),
    one_in: usize,
}

impl Talk<'_> {
    fn run(&self, stream: TcpStream) -> Result<()> {
        stream.set_nodelay(true)?;
        let mut out = stream.try_clone()?;
        let mut input = BufReader::new(stream);
        out.write_all(b"220 counting ESMTP\r\n")?;
        let mut line = String::new();
        loop {
            line.clear();
            if input.read_line(&mut line)? == 0 {
                return Ok(());
            }
            match line.get(..4).unwrap_or_default() {
                "EHLO" => out.write_all(b"250-counting\r\n250-PIPELINING\r\n250 ENHANCEDSTATUSCODES\r\n")?,
                "MAIL" if self.drops_now() => return Ok(()),
                "DATA" => {
                    out.write_all(b"354 go on\r\n")?;
                    self.take(&mut input)?;
                    if self.drops_after() {
                        return Ok(());
                    }
                    out.write_all(b"250 2.0.0 counted\r\n")?;
                }
                "QUIT" => return out.write_all(b"221 2.0.0 bye\r\n"),
                _ => out.write_all(b"250 2.0.0 ok\r\n")?,
            }
        }
    }

    /// Every so often a connection ends at MAIL ...
    fn drops_now(&self) -> bool {
        let mut counted = self.counted.0.lock().expect("no talk panicked");
        counted.mails += 1;
        let drops = counted.mails.is_multiple_of(self.one_in);
        counted.drops += usize::from(drops);
        drops
    }

    /// ... and every so often after a letter was taken.
    fn drops_after(&self) -> bool {
        let mut counted = self.counted.0.lock().expect("no talk panicked");
        let drops = counted.count % self.one_in == self.one_in / 2;
        counted.drops += usize::from(drops);
        drops
    }

    fn take(&self, input: &mut BufReader<TcpStream>) -> Result<()> {
        let (mut id, mut bytes) = (String::new(), DefaultHasher::new());
        let mut line = Vec::new();
        loop {
            line.clear();
            if input.read_until(b'\n', &mut line)? == 0 {
                return Err(ErrorKind::UnexpectedEof.into());
            }
            if line == b".\r\n" {
                break;
            }
            line.hash(&mut bytes);
            if let Some(name) = line.strip_prefix(b"Message-ID: ").filter(|_| id.is_empty()) {
                id = String::from_utf8_lossy(name).trim().trim_matches(['<', '>']).to_owned();
            }
        }
        let mut counted = self.counted.0.lock().expect("no talk panicked");
        counted.count += 1;
        counted.arrivals.entry(id).or_default().push(bytes.finish());
        self.counted.1.notify_all();
        Ok(())
    }
}
