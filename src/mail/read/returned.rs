//! Letters that came back with words for people and no part for machines: qmail, Exim, old Exchange and many others.
//!
//! Only what a mail system sends is read so: a person who writes about a bounce is a person.

use crate::domain::address::Address;
use crate::mail::read::automatic;
use crate::mail::read::bounce::{Action, Bounce, Recipient, Returned, without_addresses};
use crate::mail::read::entity::Tree;
use crate::mail::read::head;
use crate::mail::read::head::Head;
use crate::mail::read::words;
use mail_parser::MessageParser;

/// The most octets of a text that are searched.
const LONGEST: usize = 32 * 1024;

/// How the subject of a failure begins or what it holds.
const FAILURES: [&str; 14] = [
    "undeliver",
    "failure notice",
    "delivery failure",
    "delivery has failed",
    "delivery failed",
    "mail delivery failed",
    "mail delivery system",
    "delivery status notification",
    "returned mail",
    "returned to sender",
    "message could not be delivered",
    "unzustellbar",
    "nicht zugestellt",
    "non remis",
];

/// Words for "it may still arrive".
const DELAYS: [&str; 8] = [
    "delayed",
    "will retry",
    "will be retried",
    "still trying",
    "no action is required",
    "do not need to resend",
    "warning: could not send",
    "verzögert",
];

/// Words for "nobody of that name is here".
const UNKNOWN: [&str; 26] = [
    "user unknown",
    "unknown user",
    "no such user",
    "no such recipient",
    "no such mailbox",
    "no mailbox here by that name",
    "recipient unknown",
    "unknown recipient",
    "unknown local part",
    "user doesn't exist",
    "user does not exist",
    "account does not exist",
    "account that you tried to reach does not exist",
    "address couldn't be found",
    "address not found",
    "recipnotfound",
    "invalid recipient",
    "invalid mailbox",
    "mailbox not found",
    "not listed in domino directory",
    "not listed in public name & address book",
    "empfänger unbekannt",
    "unbekannter empfänger",
    "empfängeradresse existiert nicht",
    "e-mail-konto existiert nicht",
    "utilisateur inconnu",
];

/// Words for "somebody is there, but it does not fit".
const FULL: [&str; 5] = ["mailbox full", "mailbox is full", "over quota", "quota exceeded", "storage limit"];

/// A bounce without a machine's part; nothing if it does not look like one.
pub(super) fn of_text(
    tree: &Tree<'_>,
    parser: &MessageParser,
    from: Option<&Address>,
    subject: &str,
) -> Option<Bounce> {
    let failed = tree.head.addresses("X-Failed-Recipients");
    let lower = subject.to_lowercase();
    let is_system = from.is_none_or(automatic::is_machine) || tree.head.text("Return-Path").as_deref() == Some("<>");
    let is_failure =
        FAILURES.iter().any(|words| lower.contains(words)) || DELAYS.iter().any(|words| lower.contains(words));
    if failed.is_empty() && !(is_system && is_failure) {
        return None;
    }
    let text = words::of(tree, parser);
    let text = &text[..text.floor_char_boundary(LONGEST)];
    let (said, original) = parted(text);
    let said_lower = said.to_lowercase();
    let is_late = DELAYS.iter().any(|words| lower.contains(words) || said_lower.contains(words));
    let action = if is_late && failed.is_empty() { Action::Delayed } else { Action::Failed };
    let mut addresses = if failed.is_empty() { head::addresses(said) } else { failed };
    let mut known = Vec::new();
    addresses.retain(|address| {
        !known.contains(&address.key()) && {
            known.push(address.key());
            true
        }
    });
    let recipient = |address: Option<Address>| Recipient {
        address,
        action,
        status: code(said).or_else(|| is_full(&said_lower).then(|| "5.2.2".to_owned())),
        text: without_addresses(telling_line(said)),
        says_unknown: says_unknown(said) && !is_full(&said_lower),
    };
    let mut recipients: Vec<Recipient> =
        addresses.into_iter().take(10).map(|address| recipient(Some(address))).collect();
    if recipients.is_empty() {
        recipients.push(recipient(None));
    }
    let mut returned = Returned::default();
    for inner in tree.leaves.iter().filter_map(|leaf| leaf.inner_head(parser)) {
        returned.take(&inner);
    }
    if !original.is_empty() {
        returned.take(&Head::of(original.as_bytes(), parser));
    }
    returned.message_ids.extend(tree.head.ids("In-Reply-To"));
    returned.message_ids.extend(tree.head.ids("References"));
    Some(Bounce { recipients, message_ids: returned.message_ids, returned_to: returned.to })
}

/// What the server says, and the head of the letter where it is copied into the text: behind a line that says so, else from its Message-ID on.
fn parted(text: &str) -> (&str, &str) {
    let starts = [
        "--- The header of the original",
        "--- Below this line",
        "------ This is a copy",
        "--- Original message",
        "----- Original message",
        "Original message headers",
    ];
    let lower_start = |start: &&str| text.find(*start);
    let Some(at) = starts.iter().filter_map(lower_start).min() else {
        return text.split_at(message_id_line(text).unwrap_or(text.len()));
    };
    let rest = text[at..].split_once('\n').map_or("", |(_, rest)| rest).trim_start();
    (&text[..at], rest)
}

/// Where the line begins that names the letter.
fn message_id_line(text: &str) -> Option<usize> {
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let name = line.trim_start().get(..11).unwrap_or_default();
        if name.eq_ignore_ascii_case("message-id:") {
            return Some(at + line.len() - line.trim_start().len());
        }
        at += line.len();
    }
    None
}

/// The first RFC 3463 code in a text: three numbers, the first of them 2, 4 or 5. Not a part of an IP address.
pub(super) fn code(text: &str) -> Option<String> {
    let words = text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(|word| word.trim_matches('.'));
    words.filter(|word| is_code(word)).map(str::to_owned).next()
}

fn is_code(word: &str) -> bool {
    let numbers: Vec<&str> = word.split('.').collect();
    let fits = |number: &str| (1..=3).contains(&number.len());
    matches!(numbers[..], [class, subject, detail] if matches!(class, "2" | "4" | "5") && fits(subject) && fits(detail))
}

/// Whether it says in words that nobody of that name is there.
pub(super) fn says_unknown(text: &str) -> bool {
    let lower = text.to_lowercase();
    let flat = lower.split_whitespace().collect::<Vec<_>>().join(" ").replace('\u{2019}', "'");
    UNKNOWN.iter().any(|words| flat.contains(words))
}

fn is_full(lower: &str) -> bool {
    FULL.iter().any(|words| lower.contains(words))
}

/// The line that says most: one with a code, else with words for it, else what stands beside an address or below it.
fn telling_line(text: &str) -> &str {
    let lines = || text.lines().map(str::trim).filter(|line| !line.is_empty());
    let beside = || lines().find(|line| line.contains('@') && line.split_whitespace().count() > 3);
    let below = || lines().skip_while(|line| !line.contains('@')).nth(1);
    let telling = lines().find(|line| code(line).is_some()).or_else(|| lines().find(|line| says_unknown(line)));
    telling.or_else(beside).or_else(below).unwrap_or("")
}
