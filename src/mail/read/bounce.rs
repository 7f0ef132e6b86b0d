//! Letters that came back, and letters that are late: delivery status notifications (RFC 3464).
//!
//! Permanent is not the same as a dead address: a full mailbox, a policy, a letter that was too big say nothing about whether somebody lives there.

use crate::domain::address::Address;
use crate::domain::plain;
use crate::mail::read::entity::{Leaf, Tree};
use crate::mail::read::head::{self, Head};
use crate::mail::read::returned;
use crate::mail::smtp::DEAD_ADDRESS;
use mail_parser::MessageParser;

/// The most recipients of one report.
const MOST_RECIPIENTS: usize = 50;
/// The most characters of what a server said.
const LONGEST_TEXT: usize = 500;

/// A report about a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bounce {
    /// One report may hold several, with different fates.
    pub recipients: Vec<Recipient>,
    /// Message-IDs of the letter that came back, as far as the report holds it.
    pub message_ids: Vec<String>,
    /// Where the letter said bounces should go, if the report says: it carries the letter's token.
    pub returned_to: Vec<Address>,
}

/// What became of a letter for one recipient.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Recipient {
    /// The address it was for: the original one, else the one it ended at.
    pub address: Option<Address>,
    /// What happened.
    pub action: Action,
    /// RFC 3463 code.
    pub status: Option<String>,
    /// What the other server said; one line, addresses left out.
    pub text: String,
    /// The words say that nobody of that name is there, where no code says anything.
    pub says_unknown: bool,
}

/// RFC 3464 section 2.3.3.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// It will not arrive.
    Failed,
    /// It may still arrive; no failure.
    Delayed,
    /// It arrived, or went on to somebody else.
    Delivered,
}

impl Recipient {
    /// Whether nobody can be reached at that address any more.
    pub fn is_dead(&self) -> bool {
        let is_permanent = self.status.as_deref().is_none_or(|status| status.starts_with('5'));
        let is_coded = self.status.as_deref().is_some_and(|status| DEAD_ADDRESS.contains(&status));
        let says_little = self.status.as_deref().is_none_or(|status| matches!(status, "5.0.0" | "5.1.0"));
        self.action == Action::Failed && is_permanent && (is_coded || says_little && self.says_unknown)
    }
}

/// A report with a part that machines read; nothing if there is none.
pub(super) fn of_report(tree: &Tree<'_>, parser: &MessageParser) -> Option<Bounce> {
    let is_status =
        |leaf: &&Leaf<'_>| matches!(leaf.kind.as_str(), "message/delivery-status" | "message/global-delivery-status");
    let status = tree.leaves.iter().find(is_status)?;
    let text = status.text(parser)?;
    let mut blocks = blocks(&text).into_iter();
    let about_message = blocks.next().unwrap_or_default();
    // Some leave out what is about the message, and begin with a recipient.
    let first = Some(about_message.clone()).filter(|block| !block.is_about_message());
    let recipients: Vec<Recipient> =
        first.into_iter().chain(blocks).filter_map(|block| recipient(&block)).take(MOST_RECIPIENTS).collect();
    let original = tree.leaves.iter().rev().find_map(|leaf| leaf.inner_head(parser));
    let mut returned = Returned::default();
    if let Some(original) = &original {
        returned.take(original);
    }
    returned
        .message_ids
        .extend(about_message.field("x-original-message-id").into_iter().flat_map(|text| head::ids(&text)));
    Some(Bounce { recipients, message_ids: returned.message_ids, returned_to: returned.to })
}

/// What the head of the returned letter says of it.
#[derive(Default)]
pub(super) struct Returned {
    pub message_ids: Vec<String>,
    pub to: Vec<Address>,
}

impl Returned {
    pub fn take(&mut self, original: &Head<'_>) {
        self.message_ids.extend(original.ids("Message-ID"));
        self.to.extend(original.addresses("Return-Path"));
    }
}

/// Fields of one block of a report.
#[derive(Default, Clone)]
struct Block(Vec<(String, String)>);

impl Block {
    fn field(&self, name: &str) -> Option<String> {
        self.0.iter().find(|(other, _)| other == name).map(|(_, text)| text.clone())
    }

    fn is_about_message(&self) -> bool {
        self.field("final-recipient").is_none() && self.field("action").is_none()
    }
}

/// Blocks are parted by empty lines; a line that begins with a blank goes on with the one before.
fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = vec![Block::default()];
    for line in text.lines() {
        let Some(block) = blocks.last_mut() else { break };
        if line.trim().is_empty() {
            if !block.0.is_empty() && blocks.len() <= MOST_RECIPIENTS {
                blocks.push(Block::default());
            }
        } else if line.starts_with([' ', '\t']) {
            if let Some((_, field)) = block.0.last_mut().filter(|(_, field)| field.len() < 4 * LONGEST_TEXT) {
                field.push(' ');
                field.push_str(line.trim());
            }
        } else if let Some((name, field)) = line.split_once(':') {
            block.0.push((name.trim().to_ascii_lowercase(), field.trim().to_owned()));
        }
    }
    blocks
}

fn recipient(block: &Block) -> Option<Recipient> {
    let word =
        block.field("action").map(|text| text.split([' ', '(', ';']).next().unwrap_or_default().to_ascii_lowercase());
    let action = match word.as_deref() {
        Some("failed") => Action::Failed,
        Some("delayed") => Action::Delayed,
        Some("delivered" | "relayed" | "expanded" | "deliverable") => Action::Delivered,
        // Without a word the code decides.
        _ => match block.field("status")?.trim().chars().next()? {
            '5' => Action::Failed,
            '4' => Action::Delayed,
            _ => Action::Delivered,
        },
    };
    // `rfc822; ada@example.org`
    let address = |name| {
        block.field(name).and_then(|text| {
            head::addresses(text.split_once(';').map_or(&text, |(_, address)| address)).into_iter().next()
        })
    };
    let said = block.field("diagnostic-code").unwrap_or_default();
    let said = said.split_once(';').map_or(said.as_str(), |(_, said)| said).trim();
    let status = block.field("status").and_then(|text| returned::code(&text));
    // A server's own code is nearer to the truth than a general one put on top of it.
    let is_general = status.as_deref().is_none_or(|status| status.ends_with(".0.0"));
    let status = returned::code(said).filter(|_| is_general).or(status);
    Some(Recipient {
        address: address("original-recipient").or_else(|| address("final-recipient")),
        action,
        status,
        text: without_addresses(said),
        says_unknown: returned::says_unknown(said),
    })
}

/// What a server said, fit for a note: one line, no address in it.
pub(super) fn without_addresses(text: &str) -> String {
    let line = plain::one_line(text, LONGEST_TEXT);
    let words = line.split(' ').map(|word| if word.contains('@') { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}
