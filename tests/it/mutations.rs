//! The entries of the fuzz targets (`tests/fuzz`) over the corpus and what becomes of it when it is damaged: the same mutations every time, so
//! that a fault that is found once is found again. A finding of the fuzzer becomes a file of the corpus.

use std::path::{Path, PathBuf};

#[path = "../fuzz/entries.rs"]
mod entries;

/// Mutations of each mail.
const OF_EACH: u64 = 40;

/// Pieces that parsers take for something.
const PIECES: [&[u8]; 16] = [
    b"\r\n\r\n",
    b"\n--",
    b"--\n",
    b"BEGIN:VEVENT\n",
    b"END:VCALENDAR\n",
    b"METHOD:COUNTER\n",
    b"ATTENDEE;PARTSTAT=ACCEPTED:mailto:",
    b"Content-Type: multipart/mixed; boundary=b\n",
    b"Content-Transfer-Encoding: base64\n",
    b"Content-Type: message/rfc822\n\n",
    b"=?utf-8?B?",
    b"\0",
    b"\xff\xfe",
    b"99999999999999999999",
    b"<>@,;:\\\"",
    b"\n ",
];

/// Xorshift: a row of numbers that is the same on every machine.
struct Numbers(u64);

impl Numbers {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % (end.max(1) as u64)).expect("it is below a usize")
    }
}

fn corpus() -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/inbound");
    let entries = std::fs::read_dir(folder).expect("the corpus");
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.expect("a file").path()).collect();
    paths.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    paths.sort();
    paths.iter().map(|path| std::fs::read(path).expect("a mail")).collect()
}

/// One to eight changes: a byte, a piece taken out, doubled, moved in from another mail, or one that parsers know.
fn mutated(mail: &[u8], others: &[Vec<u8>], numbers: &mut Numbers) -> Vec<u8> {
    let mut bytes = mail.to_vec();
    for _ in 0..=numbers.below(8) {
        let at = numbers.below(bytes.len() + 1);
        let end = at + numbers.below((bytes.len() - at).min(400) + 1);
        match numbers.below(6) {
            0 if at < bytes.len() => bytes[at] = u8::try_from(numbers.below(256)).unwrap_or(0),
            1 => drop(bytes.drain(at..end)),
            2 => {
                let piece = bytes[at..end].repeat(1 + numbers.below(20));
                bytes.splice(at..at, piece);
            }
            3 => {
                let other = &others[numbers.below(others.len())];
                let from = numbers.below(other.len() + 1);
                let until = from + numbers.below((other.len() - from).min(600) + 1);
                bytes.splice(at..at, other[from..until].iter().copied());
            }
            4 => bytes.truncate(end),
            _ => drop(bytes.splice(at..at, PIECES[numbers.below(PIECES.len())].iter().copied())),
        }
    }
    bytes
}

#[test]
fn whatever_is_damaged_has_a_reading() {
    let mails = corpus();
    assert!(mails.len() >= 100, "the corpus was not found");
    let mut calendars = 0;
    for (which, mail) in mails.iter().enumerate() {
        entries::inbound(mail);
        for number in 0..OF_EACH {
            let mut numbers = Numbers(((which as u64 + 1) << 20) + number + 1);
            let bytes = mutated(mail, &mails, &mut numbers);
            entries::inbound(&bytes);
            entries::words(&bytes);
            let at = bytes.windows(15).position(|begin| begin.eq_ignore_ascii_case(b"BEGIN:VCALENDAR"));
            if let Some(at) = at {
                calendars += 1;
                entries::answers(&bytes[at..]);
            }
        }
    }
    assert!(calendars > 500, "only {calendars} had a calendar object in them");
}
