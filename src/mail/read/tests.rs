//! The corpus in `tests/corpus/inbound`: each mail with its expected reading beside it, and what no mail may do.
//!
//! `SENDOFF_REWRITE=1 cargo test --lib mail::read` writes the readings anew; what changed is then looked at in the diff.

use super::entity::{MOST_OCTETS, MOST_PARTS};
use super::{Agreement, Incoming, Kind, fresh, read, yes_or_no};
use crate::domain::address::Address;
use proptest::prelude::{any, prop, proptest};
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

fn corpus() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/corpus/inbound");
    let mut mails: Vec<PathBuf> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    mails.retain(|path| path.extension().is_some_and(|end| end == "eml"));
    mails.sort();
    mails
}

fn address(text: &str) -> Address {
    Address::parse(text).unwrap()
}

/// A reading as people review it: what is empty or false is left out.
fn told(mail: &Incoming) -> String {
    let mut text = String::new();
    let mut line = |name: &str, value: String| {
        if !value.is_empty() {
            writeln!(text, "{name}: {value}").unwrap();
        }
    };
    let list = |addresses: &[Address]| addresses.iter().map(Address::as_str).collect::<Vec<_>>().join(", ");
    line("message-id", mail.message_id.clone().unwrap_or_default());
    line("from", mail.from.as_ref().map(Address::to_string).unwrap_or_default());
    line("name", mail.from_name.clone());
    line("also from", list(&mail.also_from));
    line("to", list(&mail.to));
    line("tokens", mail.tokens(&address("sendoff@mentors.example")).join(", "));
    line("references", mail.references.join(", "));
    line("subject", mail.subject.clone());
    for verdict in &mail.verdicts {
        line("dmarc", format!("{} {}", verdict.server, verdict.dmarc.as_deref().unwrap_or("-")));
    }
    let flags = [
        (mail.is_automatic, "automatic"),
        (mail.is_ours, "ours"),
        (mail.hides_an_answer, "hides an answer"),
        (mail.is_cut, "cut"),
    ];
    line("it is", flags.iter().filter(|(is, _)| *is).map(|(_, word)| *word).collect::<Vec<_>>().join(", "));
    match &mail.kind {
        Kind::Answers(answers) => answers.iter().for_each(|answer| line("answer", format!("{answer:?}"))),
        Kind::OtherCalendar(fault) => line("no answer", fault.to_string()),
        Kind::Bounce(bounce) => {
            line("bounce of", bounce.message_ids.join(", "));
            line("returned to", list(&bounce.returned_to));
            for one in &bounce.recipients {
                let to = one.address.as_ref().map_or("somebody", Address::as_str);
                let status = one.status.as_deref().unwrap_or("-");
                let dead = if one.is_dead() { "dead" } else { "not dead" };
                line("recipient", format!("{to} {:?} {status} {dead}: {}", one.action, one.text));
            }
        }
        Kind::Complaint(complaint) => {
            line("complaint", format!("{} {}", complaint.message_ids.join(", "), list(&complaint.addresses)));
        }
        Kind::Unsubscribe { token } => line("unsubscribe", token.clone()),
        Kind::Automatic => line("kind", "automatic".to_owned()),
        Kind::Human(human) => {
            line("human", format!("{:?}", human.text));
            line("new in it", format!("{:?}", fresh(&human.text)));
        }
    }
    text
}

#[test]
fn every_mail_of_the_corpus_reads_as_expected() {
    let mails = corpus();
    assert!(mails.len() >= 100, "the corpus was not found");
    let mut wrong = Vec::new();
    for path in mails {
        let found = told(&read(&fs::read(&path).unwrap()));
        let beside = path.with_extension("txt");
        if std::env::var_os("SENDOFF_REWRITE").is_some() {
            fs::write(&beside, &found).unwrap();
        }
        let expected = fs::read_to_string(&beside).unwrap_or_default();
        if found != expected {
            wrong.push(format!("{}\n--- expected\n{expected}--- found\n{found}", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Line ends are the transport's: a Maildir has LF, IMAP has CRLF.
#[test]
fn line_ends_change_nothing() {
    for path in corpus().into_iter().filter(|path| !path.ends_with("binary-noise.eml")) {
        let lf: Vec<u8> = fs::read(&path).unwrap().into_iter().filter(|byte| *byte != b'\r').collect();
        let crlf: Vec<u8> =
            lf.iter().flat_map(|byte| if *byte == b'\n' { vec![b'\r', b'\n'] } else { vec![*byte] }).collect();
        assert_eq!(told(&read(&lf)), told(&read(&crlf)), "{}", path.display());
    }
}

#[test]
fn what_is_too_large_too_deep_or_too_many_is_cut_and_said() {
    let mut large = b"Subject: large\n\n".to_vec();
    large.resize(50 * 1024 * 1024, b'x');
    assert!(read(&large).is_cut && large.len() > MOST_OCTETS);

    let mut deep = String::new();
    for level in 0..100_000 {
        write!(deep, "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n").unwrap();
    }
    assert!(read(deep.as_bytes()).is_cut);

    let within = "Content-Type: message/rfc822\n\n".repeat(100_000);
    assert_eq!(read(within.as_bytes()).subject, "");

    let many = format!("Content-Type: multipart/mixed; boundary=b\n\n{}", "--b\n\nx\n".repeat(MOST_PARTS * 5));
    assert!(read(many.as_bytes()).is_cut);

    let headers = format!("{}\n\nx", "To: a@b.example\n".repeat(100_000));
    assert_eq!(read(headers.as_bytes()).to.len(), 1);

    let nested = format!(
        "Content-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n{}END:VCALENDAR\n",
        "BEGIN:VEVENT\n".repeat(100_000)
    );
    assert!(matches!(read(nested.as_bytes()).kind, Kind::OtherCalendar(_)));
}

#[test]
fn a_plain_yes_and_a_plain_no_are_told_from_everything_else() {
    for yes in ["yes", "Yes!", "  ok \n", "Ja, passt.", "Yes, that works for me.\n\nZoe", "yes - see you then"] {
        assert_eq!(yes_or_no(yes), Some(Agreement::Yes), "{yes}");
    }
    for no in ["No", "nein.", "Nein, leider nicht", "no, sorry\nZoe"] {
        let expected = if no.contains("nicht") { None } else { Some(Agreement::No) };
        assert_eq!(yes_or_no(no), expected, "{no}");
    }
    for neither in
        ["", "No idea what this is about", "Yes, but later", "yes if Jonas can", "Nonsense", "Yes? No?", "Hello"]
    {
        assert_eq!(yes_or_no(neither), None, "{neither}");
    }
}

#[test]
fn only_what_is_new_is_kept() {
    for (text, new) in [
        ("yes\n\nOn Thu, 22 Apr 2027 at 10:00, Mentors <s@m.example> wrote:\n> Hello\n> there", "yes"),
        ("yes\n\nOn Thu, 22 Apr 2027 at 10:00, Mentors of Example <\ns@m.example> wrote:\n\n> Hello", "yes"),
        ("no\n________________________________\nFrom: Mentors\nSent: Thursday\n\nHello", "no"),
        ("yes\n\nFrom: Mentors\nSent: Thursday\nTo: Zoe\n\nHello", "yes"),
        ("Ja\n-- \nZoe", "Ja"),
        ("> Is it so?\nyes", "yes"),
        ("Two things:\nread and write", "Two things:\nread and write"),
        ("Am 22.04.27 um 10:00 schrieb Mentors:\n> Hello\n\ngern", "gern"),
    ] {
        assert_eq!(fresh(text), new, "{text:?}");
    }
}

#[test]
fn only_the_first_verdict_of_the_own_server_counts() {
    let mail = |headers: &str| read(format!("{headers}From: a@b.example\n\nx").as_bytes());
    let own = "Authentication-Results: mx.own.example; spf=pass; dmarc=fail (p=reject) header.from=b.example\n";
    let forged = "Authentication-Results: mx.own.example; dmarc=pass\n";
    assert!(mail(&format!("{own}{forged}")).fails_dmarc("MX.own.example"));
    assert!(!mail(&format!("{forged}{own}")).fails_dmarc("mx.own.example"));
    assert!(!mail(own).fails_dmarc("mx.other.example"));
    assert!(!mail("Authentication-Results: mx.own.example 1; dmarc=none; spf=fail\n").fails_dmarc("mx.own.example"));
    assert!(!mail("").fails_dmarc("mx.own.example"));
}

proptest! {
    #[test]
    fn any_bytes_have_a_reading(bytes in prop::collection::vec(any::<u8>(), 0..2_000)) {
        read(&bytes);
    }

    /// Mails of the corpus with bytes changed, cut and doubled: near enough to the real thing to get deep into the reader.
    #[test]
    fn any_mail_that_was_damaged_has_a_reading(
        which in any::<prop::sample::Index>(),
        edits in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..20),
        cut in any::<prop::sample::Index>(),
    ) {
        let mails = corpus();
        let mut bytes = fs::read(which.get(&mails)).unwrap();
        for (at, byte) in edits.iter().filter(|_| !bytes.is_empty()).collect::<Vec<_>>() {
            let at = at.index(bytes.len());
            bytes[at] = *byte;
        }
        read(&bytes);
        bytes.truncate(cut.index(bytes.len() + 1));
        read(&bytes);
    }

    #[test]
    fn any_text_has_something_new_or_nothing(text in "[ -~\n>:é]{0,300}") {
        let new = fresh(&text);
        assert!(new.len() <= text.len());
        yes_or_no(&new);
    }
}
