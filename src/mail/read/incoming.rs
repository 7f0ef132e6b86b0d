//! One mail, read.

use crate::calendar::answer::{self, Answer, AnswerFault};
use crate::domain::address::Address;
use crate::domain::plain;
use crate::mail::read::automatic;
use crate::mail::read::bounce::{self, Bounce};
use crate::mail::read::complaint;
use crate::mail::read::entity::{Leaf, Tree};
use crate::mail::read::head::Head;
use crate::mail::read::returned;
use crate::mail::read::words;
use mail_parser::MessageParser;

/// The most characters of a subject that are kept.
const LONGEST_SUBJECT: usize = 300;
/// The most characters of a name that are kept.
const LONGEST_NAME: usize = 100;
/// The most addresses and Message-IDs of one kind that are kept.
const MOST_NAMED: usize = 50;
/// The characters of the token in the subject of a mail that stops letters.
const STOP_TOKEN: usize = 20;

/// A mail that came in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incoming {
    /// Without angle brackets.
    pub message_id: Option<String>,
    /// Who wrote, as `From` says it.
    pub from: Option<Address>,
    /// Their name as `From` has it; may be empty.
    pub from_name: String,
    /// Others it may have come from: `Sender`, `Reply-To`.
    pub also_from: Vec<Address>,
    /// Every address it was sent to, as far as it says: `To`, `Cc`, `Delivered-To`, `X-Original-To`, `X-Envelope-To`.
    pub to: Vec<Address>,
    /// The Message-IDs it answers, the nearest first.
    pub references: Vec<String>,
    /// Decoded, one line.
    pub subject: String,
    /// What receiving servers found out about its authenticity (RFC 8601), in the order of the header.
    pub verdicts: Vec<Verdict>,
    /// A machine wrote it, whatever else it is.
    pub is_automatic: bool,
    /// Something of ours: it carries our step header. Such mail is never answered or forwarded.
    pub is_ours: bool,
    /// Exchange's `winmail.dat` is in it: whatever the person answered may be hidden there.
    pub hides_an_answer: bool,
    /// It was larger, deeper or had more parts than is read.
    pub is_cut: bool,
    /// What it is.
    pub kind: Kind,
}

/// What a mail is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A calendar answered (RFC 5546).
    Answers(Vec<Answer>),
    /// A calendar object that is no answer, or cannot be told: a REQUEST from outside, one that is cut off.
    OtherCalendar(AnswerFault),
    /// A letter of ours came back, or is late.
    Bounce(Bounce),
    /// Somebody pressed "this is spam" (RFC 5965).
    Complaint(Complaint),
    /// `stop TOKEN`, as our `List-Unsubscribe` asks for it.
    Unsubscribe {
        /// The token in the subject.
        token: String,
    },
    /// A machine's answer (RFC 3834), or its news.
    Automatic,
    /// A person wrote.
    Human(Human),
}

/// What a person wrote.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Human {
    /// The whole text, quotes and all; capped.
    pub text: String,
}

/// A spam complaint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Complaint {
    /// Message-IDs of the letter it is about.
    pub message_ids: Vec<String>,
    /// Addresses the letter went to or came from, as the report says: our envelope sender carries the letter's token.
    pub addresses: Vec<Address>,
}

/// What one receiving server says (one `Authentication-Results` header).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verdict {
    /// Which server: its authserv-id, lower case.
    pub server: String,
    /// The DMARC result, lower case, if there is one.
    pub dmarc: Option<String>,
}

impl Incoming {
    /// The tokens behind the `+` of those of our own addresses it was sent to; `own` is the address without one.
    pub fn tokens(&self, own: &Address) -> Vec<String> {
        let mut tokens: Vec<String> = self.to.iter().filter_map(|to| plus_token(to, own)).collect();
        tokens.dedup();
        tokens
    }

    /// Everybody it says it is from.
    pub fn senders(&self) -> impl Iterator<Item = &Address> {
        self.from.iter().chain(&self.also_from)
    }

    /// Why it could not be read as it is, for the operator's one line; nothing if it could.
    pub fn trouble(&self) -> Option<&'static str> {
        match &self.kind {
            _ if self.is_cut => Some("it is larger, deeper or of more parts than is read"),
            Kind::OtherCalendar(fault) => fault.trouble(),
            _ if self.hides_an_answer => Some("only Outlook can open what is in it (winmail.dat)"),
            _ => None,
        }
    }

    /// Whether that server (by its authserv-id) found the sender's domain forged. Only its first header counts: any below it may be the sender's own.
    pub fn fails_dmarc(&self, server: &str) -> bool {
        let found = self.verdicts.iter().find(|verdict| verdict.server.eq_ignore_ascii_case(server));
        found.and_then(|verdict| verdict.dmarc.as_deref()) == Some("fail")
    }
}

/// The token in `own+token@…`, lower case.
pub(super) fn plus_token(address: &Address, own: &Address) -> Option<String> {
    let (local, token) = address.local_part().split_once('+')?;
    let is_own = local.eq_ignore_ascii_case(own.local_part()) && address.domain() == own.domain();
    (is_own && !token.is_empty()).then(|| token.to_ascii_lowercase())
}

/// Reads a mail.
pub fn read(bytes: &[u8]) -> Incoming {
    let parser = MessageParser::default();
    let tree = Tree::of(bytes, &parser);
    let head = &tree.head;
    let subject = plain::one_line(&head.subject(), LONGEST_SUBJECT);
    let (from_name, from) = head.from();
    let is_automatic = automatic::is_automatic(head, from.as_ref(), &subject);
    let hides_an_answer = tree.leaves.iter().any(Leaf::is_tnef);
    let kind = kind(&tree, &parser, from.as_ref(), &subject, is_automatic);
    Incoming {
        message_id: head.ids("Message-ID").into_iter().next(),
        from,
        from_name: plain::one_line(&from_name, LONGEST_NAME),
        also_from: capped(["Sender", "Reply-To"].iter().flat_map(|name| head.addresses(name))),
        to: capped(
            ["X-Envelope-To", "Delivered-To", "X-Original-To", "To", "Cc"].iter().flat_map(|name| head.addresses(name)),
        ),
        references: references(head),
        subject,
        verdicts: head.all("Authentication-Results").iter().filter_map(|text| verdict(text)).collect(),
        is_automatic,
        is_ours: head.text("X-Sendoff-Step").is_some(),
        hides_an_answer,
        is_cut: tree.is_cut,
        kind,
    }
}

fn capped(addresses: impl Iterator<Item = Address>) -> Vec<Address> {
    let mut kept: Vec<Address> = Vec::new();
    for address in addresses {
        if kept.len() < MOST_NAMED && !kept.iter().any(|other| other.same_as(&address)) {
            kept.push(address);
        }
    }
    kept
}

/// `In-Reply-To` first, then `References` from its end.
fn references(head: &Head<'_>) -> Vec<String> {
    let mut ids = head.ids("In-Reply-To");
    ids.extend(head.ids("References").into_iter().rev());
    let mut kept: Vec<String> = Vec::new();
    for id in ids {
        if kept.len() < MOST_NAMED && !kept.contains(&id) {
            kept.push(id);
        }
    }
    kept
}

/// RFC 8601 section 2.2: `authserv-id; method=result …`. Comments are left where they are: no result stands in one.
fn verdict(text: &str) -> Option<Verdict> {
    let mut clauses = text.split(';');
    let server = clauses.next()?.split_whitespace().next()?.to_ascii_lowercase();
    let dmarc = clauses.find_map(|clause| {
        let result = clause.trim().to_ascii_lowercase();
        let result = result.strip_prefix("dmarc")?.trim_start().strip_prefix('=')?.trim_start();
        result.split(|c: char| !c.is_ascii_alphanumeric()).next().map(str::to_owned)
    });
    Some(Verdict { server, dmarc })
}

/// The strongest evidence decides: a report's own type, then a calendar object, then what the words and headers look like.
fn kind(tree: &Tree<'_>, parser: &MessageParser, from: Option<&Address>, subject: &str, is_automatic: bool) -> Kind {
    if let Some(report) = bounce::of_report(tree, parser) {
        return Kind::Bounce(report);
    }
    if let Some(report) = complaint::of_report(tree, parser) {
        return Kind::Complaint(report);
    }
    if tree.leaves.iter().any(|leaf| leaf.kind == "message/disposition-notification") {
        return Kind::Automatic;
    }
    if let Some(calendar) = calendar(tree, parser) {
        return calendar;
    }
    if let Some(token) = stop_token(subject) {
        return Kind::Unsubscribe { token };
    }
    if let Some(report) = returned::of_text(tree, parser, from, subject) {
        return Kind::Bounce(report);
    }
    if is_automatic {
        return Kind::Automatic;
    }
    Kind::Human(Human { text: words::of(tree, parser) })
}

/// Every answer in every part, each once (Thunderbird sends the same twice). Where a part's `method` says otherwise than its object, a person has to
/// look (INTEROP section 4).
fn calendar(tree: &Tree<'_>, parser: &MessageParser) -> Option<Kind> {
    let mut found: Vec<Answer> = Vec::new();
    let mut fault = None;
    let mut is_at_odds = false;
    for leaf in tree.leaves.iter().filter(|leaf| leaf.is_calendar()) {
        let answers = leaf.text(parser).map_or(Err(AnswerFault::NoCalendar), |text| answer::answers(&text));
        match answers {
            Ok(answers) if answers.iter().all(|answer| leaf.agrees_with(answer.kind)) => {
                found.extend(answers.into_iter().filter(|answer| !found.contains(answer)).collect::<Vec<_>>());
            }
            Ok(_) => is_at_odds = true,
            Err(other) => fault = fault.or(Some(other)),
        }
    }
    if is_at_odds {
        return Some(Kind::Human(Human { text: words::of(tree, parser) }));
    }
    if found.is_empty() { fault.map(Kind::OtherCalendar) } else { Some(Kind::Answers(found)) }
}

/// The token in `stop TOKEN`, which is what our `List-Unsubscribe` puts into the subject.
fn stop_token(subject: &str) -> Option<String> {
    let mut words = subject.split_whitespace().rev();
    let token = words.next()?.to_ascii_lowercase();
    let asks = words.next()?.eq_ignore_ascii_case("stop");
    let is_token = token.len() == STOP_TOKEN && token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit());
    (asks && is_token).then_some(token)
}
