//! Mails that are made to hurt, read by the program itself with little memory to do it in: all of them are read, and each has one
//! line in the log.

use super::daemon::with_session_soon;
use super::desk::Desk;
use std::fmt::Write;
use std::process::Command;

/// Kilobytes of address space: what the program and its libraries take by themselves, and a little more. Fifty megabytes of mail read whole, or
/// anything that grows with what a mail claims to be, do not fit.
const ADDRESS_SPACE: u32 = 200_000;

fn nested(levels: usize) -> String {
    let mut mail = String::from("Subject: deep\n");
    for level in 0..levels {
        write!(mail, "Content-Type: multipart/mixed; boundary=b{level}\n\n--b{level}\n").expect("written");
    }
    mail
}

fn calendar(inside: &str) -> String {
    format!(
        "From: x@evil.example\nContent-Type: text/calendar; method=REPLY\n\nBEGIN:VCALENDAR\nMETHOD:REPLY\n{inside}END:VCALENDAR\n"
    )
}

/// Each with a name, and whether the log must say that it could not be read as it is.
fn mails() -> Vec<(&'static str, Vec<u8>, bool)> {
    let attachments = "--b\nContent-Type: application/zip; name=a.zip\n\nPK\n".repeat(1_000);
    let objects = "--b\nContent-Type: text/calendar\n\nBEGIN:VCALENDAR\nEND:VCALENDAR\n".repeat(1_000);
    let multipart = |parts: &str| format!("Content-Type: multipart/mixed; boundary=b\n\n{parts}--b--\n");
    let large = |fill: &str| format!("Subject: large\n\n{}", fill.repeat(50 * 1024 * 1024 / fill.len()));
    let base64 =
        format!("Content-Type: text/calendar\nContent-Transfer-Encoding: base64\n\n{}", "QUFB".repeat(1 << 20));
    let strings = [
        ("fifty megabytes", large("A line like any other.\n"), true),
        ("fifty megabytes in one line", large("x"), true),
        ("a thousand attachments", multipart(&attachments), true),
        ("a thousand calendar objects", multipart(&objects), true),
        ("a thousand multiparts in each other", nested(1_000), true),
        ("a hundred thousand multiparts in each other", nested(100_000), true),
        ("messages in messages", "Content-Type: message/rfc822\n\n".repeat(100_000), false),
        ("components in components", calendar(&"BEGIN:VEVENT\n".repeat(100_000)), true),
        (
            "components that end",
            calendar(&format!("{}{}", "BEGIN:VEVENT\n".repeat(9_000), "END:VEVENT\n".repeat(9_000))),
            true,
        ),
        (
            "attendees",
            calendar(&format!("BEGIN:VEVENT\nUID:x\n{}END:VEVENT\n", "ATTENDEE:mailto:a@b.example\n".repeat(8_000))),
            false,
        ),
        (
            "parameters",
            calendar(&format!(
                "BEGIN:VEVENT\nUID:x\nATTENDEE{}:mailto:a@b.example\nEND:VEVENT\n",
                ";A=b".repeat(50_000)
            )),
            false,
        ),
        ("folded lines", calendar(&format!("BEGIN:VEVENT\nUID:x{}\nEND:VEVENT\n", "\n y".repeat(60_000))), true),
        ("headers", format!("{}\nx", "To: a@b.example\n".repeat(200_000)), false),
        ("one header", format!("Subject: {}\n\nx", "=?utf-8?B?w6k=?= ".repeat(200_000)), false),
        ("references", format!("References: {}\n\nx", "<a@b.example> ".repeat(200_000)), false),
        ("html", format!("Content-Type: text/html\n\n{}", "<div><table><td>&lt;".repeat(100_000)), false),
        ("base64", base64, true),
        (
            "a report on many",
            format!(
                "Content-Type: multipart/report; boundary=b\n\n--b\nContent-Type: message/delivery-status\n\n{}\n--b--\n",
                "Final-Recipient: rfc822; a@b.example\nAction: failed\nStatus: 5.1.1\n\n".repeat(20_000)
            ),
            false,
        ),
    ];
    let mut mails: Vec<(&str, Vec<u8>, bool)> =
        strings.into_iter().map(|(name, mail, is_told)| (name, mail.into_bytes(), is_told)).collect();
    let tnef = b"Subject: Accepted\nContent-Type: application/ms-tnef; name=winmail.dat\n\n\x78\x9f\x3e\x22".to_vec();
    mails.push(("winmail.dat", tnef, true));
    mails.push(("nothing but zeros", vec![0; 1 << 20], false));
    mails
}

#[test]
fn what_is_made_to_hurt_costs_a_line_and_no_memory() {
    let desk = Desk::ready();
    with_session_soon(&desk);
    let settings = desk.read("config/sendoff.toml");
    let (before, mailbox) = settings.split_once("\n[mailbox]\n").expect("the starter's mailbox");
    let after = &mailbox[mailbox.find("\n[").unwrap_or(mailbox.len())..];
    desk.write("config/sendoff.toml", &format!("{before}\n[mailbox]\nmaildir = \"../in\"\n{after}"));
    let mails = mails();
    for part in ["tmp", "new", "cur"] {
        std::fs::create_dir_all(desk.path("in").join(part)).expect("a folder");
    }
    for (name, mail, _) in &mails {
        std::fs::write(desk.path("in/new").join(name.replace(' ', "-")), mail).expect("delivered");
    }
    let program = desk.command(&["run", "--once"]);
    let mut limited = Command::new("sh");
    limited.arg("-c").arg(format!("ulimit -v {ADDRESS_SPACE}; exec \"$0\" run --once")).arg(program.get_program());
    limited
        .current_dir(desk.path(""))
        .env("MALLOC_ARENA_MAX", "1")
        .env("TOKIO_WORKER_THREADS", "2")
        .env_remove("RUST_LOG");
    let output = limited.output().expect("a shell");
    let log = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{:?}\n{log}", output.status);
    let lines = |word: &str| log.lines().filter(|line| line.contains(word)).count();
    assert_eq!(lines("a mail was read"), mails.len(), "one line for each:\n{log}");
    let told = mails.iter().filter(|(_, _, is_told)| *is_told).count();
    assert_eq!(lines("as far as it can be"), told, "{log}");
    assert!(!log.contains("evil.example") && !log.contains("winmail-dat"), "nobody's words:\n{log}");
}
