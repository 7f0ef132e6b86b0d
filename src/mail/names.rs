//! Questions to the name service (RFC 1035), for `check --online`: TXT, addresses and mail exchangers, and whether a name is there at all.
//!
//! A stub: it asks the servers this system names in `/etc/resolv.conf`, which do the work, and believes them as every other program here does.
//! Everything is bounded: time, size, the number of names followed. The edge is the trait [`Names`]; tests answer themselves.

use std::future::Future;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::pin::Pin;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpStream, UdpSocket};
use tokio::time::timeout;

/// How long one server may take for one question.
const PATIENCE: Duration = Duration::from_secs(3);
/// How often all servers are asked.
const ROUNDS: usize = 2;
/// What fits through the net in one piece (RFC 9715).
const LARGEST: u16 = 1232;
/// Names in one message point at each other at most so often.
const JUMPS: usize = 16;

/// What there is under a name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Records<T> {
    /// These; at least one.
    Found(Vec<T>),
    /// The name is there, and has none of that kind.
    Nothing,
    /// There is no such name, nor any below it (RFC 8020).
    NoName,
}

impl<T> Records<T> {
    /// What was found; nothing else.
    pub fn found(self) -> Vec<T> {
        match self {
            Records::Found(records) => records,
            Records::Nothing | Records::NoName => Vec::new(),
        }
    }
}

/// A question under way; the fault says in words why nobody answered.
pub type Question<'a, T> = Pin<Box<dyn Future<Output = Result<Records<T>, String>> + Send + 'a>>;

/// Who answers.
pub trait Names: Send + Sync {
    /// The texts under a name, each put together from its pieces.
    fn texts<'a>(&'a self, name: &'a str) -> Question<'a, String>;
    /// The addresses of a host, of both kinds.
    fn addresses<'a>(&'a self, name: &'a str) -> Question<'a, IpAddr>;
    /// The hosts that take mail for a domain.
    fn exchangers<'a>(&'a self, name: &'a str) -> Question<'a, String>;
}

/// The name service of this system.
pub struct NameService {
    servers: Vec<SocketAddr>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Record {
    Text(String),
    Address(IpAddr),
    Exchanger(String),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    A = 1,
    Mx = 15,
    Txt = 16,
    Aaaa = 28,
}

impl NameService {
    /// The servers this system names; the one on this machine where it names none.
    pub fn of_system() -> NameService {
        let text = std::fs::read_to_string("/etc/resolv.conf").unwrap_or_default();
        NameService { servers: servers(&text) }
    }

    /// Those servers.
    #[cfg(test)]
    pub(in crate::mail) fn asking(servers: Vec<SocketAddr>) -> NameService {
        NameService { servers }
    }

    async fn ask(&self, name: &str, kind: Kind) -> Result<Records<Record>, String> {
        let mut why = "no name server is set up".to_owned();
        for server in self.servers.iter().cycle().take(self.servers.len() * ROUNDS) {
            match timeout(PATIENCE, ask_server(*server, name, kind)).await {
                Ok(Ok(records)) => return Ok(records),
                Ok(Err(fault)) => why = fault,
                Err(_) => "the name server does not answer".clone_into(&mut why),
            }
        }
        Err(why)
    }
}

impl Names for NameService {
    fn texts<'a>(&'a self, name: &'a str) -> Question<'a, String> {
        Box::pin(async move {
            let text = |record| if let Record::Text(text) = record { Some(text) } else { None };
            Ok(only(self.ask(name, Kind::Txt).await?, text))
        })
    }

    fn addresses<'a>(&'a self, name: &'a str) -> Question<'a, IpAddr> {
        Box::pin(async move {
            let address = |record| if let Record::Address(address) = record { Some(address) } else { None };
            let (four, six) = (self.ask(name, Kind::A).await?, self.ask(name, Kind::Aaaa).await?);
            Ok(match (only(four, address), only(six, address)) {
                (Records::Found(four), six) => Records::Found([four, six.found()].concat()),
                (_, six) => six,
            })
        })
    }

    fn exchangers<'a>(&'a self, name: &'a str) -> Question<'a, String> {
        Box::pin(async move {
            let host = |record| if let Record::Exchanger(host) = record { Some(host) } else { None };
            Ok(only(self.ask(name, Kind::Mx).await?, host))
        })
    }
}

fn only<T>(records: Records<Record>, pick: impl Fn(Record) -> Option<T>) -> Records<T> {
    match records {
        Records::NoName => Records::NoName,
        Records::Nothing => Records::Nothing,
        Records::Found(records) => {
            let picked: Vec<T> = records.into_iter().filter_map(pick).collect();
            if picked.is_empty() { Records::Nothing } else { Records::Found(picked) }
        }
    }
}

fn servers(resolv_conf: &str) -> Vec<SocketAddr> {
    let words = resolv_conf.lines().map(str::split_whitespace);
    let named = words.filter_map(|mut words| words.next().filter(|word| *word == "nameserver").and(words.next()));
    let addresses = named.filter_map(|address| address.split('%').next().and_then(|address| address.parse().ok()));
    let mut servers: Vec<SocketAddr> = addresses.take(3).map(|address: IpAddr| SocketAddr::new(address, 53)).collect();
    if servers.is_empty() {
        servers.push(SocketAddr::new(Ipv4Addr::LOCALHOST.into(), 53));
    }
    servers
}

async fn ask_server(server: SocketAddr, name: &str, kind: Kind) -> Result<Records<Record>, String> {
    let question = question(name, kind)?;
    let fault = |error: std::io::Error| format!("the name server cannot be asked: {error}");
    let local: IpAddr = if server.is_ipv4() { Ipv4Addr::UNSPECIFIED.into() } else { Ipv6Addr::UNSPECIFIED.into() };
    let socket = UdpSocket::bind((local, 0)).await.map_err(fault)?;
    socket.connect(server).await.map_err(fault)?;
    socket.send(&question).await.map_err(fault)?;
    let mut answer = vec![0; usize::from(u16::MAX)];
    loop {
        let count = socket.recv(&mut answer).await.map_err(fault)?;
        // What answers another question is somebody else's, or an old one.
        if count >= 12 && answer[..2] == question[..2] {
            answer.truncate(count);
            break;
        }
    }
    if answer[2] & 2 != 0 {
        answer = over_tcp(server, &question).await.map_err(fault)?;
    }
    read(&answer, &question)
}

/// An answer that was cut is asked for again over TCP (RFC 7766).
async fn over_tcp(server: SocketAddr, question: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut stream = TcpStream::connect(server).await?;
    let length = u16::try_from(question.len()).unwrap_or(u16::MAX).to_be_bytes();
    stream.write_all(&[&length[..], question].concat()).await?;
    let length = stream.read_u16().await?;
    let mut answer = vec![0; usize::from(length)];
    stream.read_exact(&mut answer).await?;
    Ok(answer)
}

fn question(name: &str, kind: Kind) -> Result<Vec<u8>, String> {
    let mut id = [0; 2];
    getrandom::fill(&mut id).map_err(|_| "the system gives no random numbers".to_owned())?;
    // Recursion is wanted; one question, and one record that says how long an answer may be (RFC 6891).
    let mut bytes = vec![id[0], id[1], 1, 0, 0, 1, 0, 0, 0, 0, 0, 1];
    for label in name.trim_end_matches('.').split('.') {
        let length = u8::try_from(label.len()).ok().filter(|length| (1..=63).contains(length));
        bytes.push(length.ok_or_else(|| format!("{name} is no name"))?);
        bytes.extend(label.bytes());
    }
    bytes.extend([0, 0, kind as u8, 0, 1]);
    bytes.extend([0, 0, 41]);
    bytes.extend(LARGEST.to_be_bytes());
    bytes.extend([0; 6]);
    Ok(bytes)
}

fn read(answer: &[u8], question: &[u8]) -> Result<Records<Record>, String> {
    let garbled = || "the name server answers nonsense".to_owned();
    if answer.get(..2) != question.get(..2) {
        return Err(garbled());
    }
    match answer.get(3).ok_or_else(garbled)? & 15 {
        0 => {}
        3 => return Ok(Records::NoName),
        code => return Err(format!("the name server refuses (code {code})")),
    }
    let count = |at: usize| number(answer, at).ok_or_else(garbled);
    let mut at = 12;
    for _ in 0..count(4)? {
        at = label_end(answer, at).ok_or_else(garbled)? + 4;
    }
    let mut records = Vec::new();
    for _ in 0..count(6)? {
        at = label_end(answer, at).ok_or_else(garbled)?;
        let (kind, length) = (count(at)?, usize::from(count(at + 8)?));
        at += 10;
        let content = answer.get(at..at + length).ok_or_else(garbled)?;
        records.extend(record(kind, content, answer, at));
        at += length;
    }
    Ok(if records.is_empty() { Records::Nothing } else { Records::Found(records) })
}

fn record(kind: u16, content: &[u8], answer: &[u8], at: usize) -> Option<Record> {
    Some(match kind {
        1 => Record::Address(IpAddr::from(<[u8; 4]>::try_from(content).ok()?)),
        28 => Record::Address(IpAddr::from(<[u8; 16]>::try_from(content).ok()?)),
        15 => Record::Exchanger(name_at(answer, at + 2)?),
        16 => {
            let mut text = Vec::new();
            let mut rest = content;
            while let Some((length, more)) = rest.split_first() {
                let piece = more.get(..usize::from(*length))?;
                text.extend_from_slice(piece);
                rest = &more[piece.len()..];
            }
            Record::Text(String::from_utf8_lossy(&text).into_owned())
        }
        _ => return None,
    })
}

fn number(bytes: &[u8], at: usize) -> Option<u16> {
    Some(u16::from_be_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]))
}

/// Where the name that begins there ends.
fn label_end(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        match *bytes.get(at)? {
            0 => return Some(at + 1),
            length if length >= 192 => return Some(at + 2),
            length => at += 1 + usize::from(length),
        }
    }
}

fn name_at(bytes: &[u8], mut at: usize) -> Option<String> {
    let mut labels: Vec<String> = Vec::new();
    let mut jumps = 0;
    loop {
        match usize::from(*bytes.get(at)?) {
            0 => return Some(labels.join(".")),
            length if length >= 192 => {
                jumps += 1;
                at = Some(usize::from(number(bytes, at)? & 0x3fff)).filter(|_| jumps <= JUMPS)?;
            }
            length => {
                labels.push(String::from_utf8_lossy(bytes.get(at + 1..at + 1 + length)?).into_owned());
                at += 1 + length;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Kind, NameService, Names, Records, question, read, servers};
    use tokio::net::UdpSocket;

    #[test]
    fn the_systems_servers_are_read() {
        let text = "# by hand\nsearch x.example\nnameserver 192.0.2.1\nnameserver fe80::1%eth0\noptions edns0\n";
        let named: Vec<String> = servers(text).iter().map(ToString::to_string).collect();
        assert_eq!(named, ["192.0.2.1:53", "[fe80::1]:53"]);
        assert_eq!(servers("").len(), 1);
    }

    #[test]
    fn no_answer_makes_it_fall() {
        let asked = question("mentors.example", Kind::Mx).unwrap();
        let mut answer = asked.clone();
        answer[7] = 1;
        answer.extend([192, 12, 0, 15, 0, 1, 0, 0, 0, 9, 0, 4, 0, 5, 192, 12]);
        for cut in 0..answer.len() {
            let _ = read(&answer[..cut], &asked);
        }
        for at in 2..answer.len() {
            for byte in [0, 1, 63, 64, 191, 192, 255] {
                let mut bent = answer.clone();
                bent[at] = byte;
                let _ = read(&bent, &asked);
            }
        }
        assert!(question("a..b", Kind::Txt).is_err() && question(&"a".repeat(64), Kind::Txt).is_err());
    }

    /// Answers one question with these bytes behind what was asked.
    async fn server(count: u8, code: u8, records: &'static [u8]) -> NameService {
        let socket = UdpSocket::bind("127.0.0.1:0").await.unwrap();
        let servers = vec![socket.local_addr().unwrap()];
        tokio::spawn(async move {
            let mut bytes = vec![0; 512];
            let (length, from) = socket.recv_from(&mut bytes).await.unwrap();
            // Without the record about sizes.
            bytes.truncate(length - 11);
            (bytes[2], bytes[3], bytes[7], bytes[11]) = (0x81, 0x80 | code, count, 0);
            bytes.extend(records);
            socket.send_to(&bytes, from).await.unwrap();
        });
        NameService { servers }
    }

    #[tokio::test]
    async fn a_text_in_pieces_is_one_and_a_name_can_be_missing() {
        let names = server(1, 0, b"\xc0\x0c\x00\x10\x00\x01\x00\x00\x00\x09\x00\x0c\x06v=spf1\x04 mx ").await;
        assert_eq!(names.texts("x.example").await.unwrap(), Records::Found(vec!["v=spf1 mx ".to_owned()]));
        let names = server(0, 3, b"").await;
        assert_eq!(names.texts("_domainkey.x.example").await.unwrap(), Records::NoName);
        let names = server(0, 2, b"").await;
        assert!(names.texts("x.example").await.is_err());
        let names = server(1, 0, b"\xc0\x0c\x00\x0f\x00\x01\x00\x00\x00\x09\x00\x07\x00\x0a\x02mx\xc0\x0c").await;
        assert_eq!(names.exchangers("x.example").await.unwrap(), Records::Found(vec!["mx.x.example".to_owned()]));
    }
}
