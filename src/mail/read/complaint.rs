//! Spam complaints (RFC 5965): a report, and the letter it is about.

use crate::mail::read::entity::Tree;
use crate::mail::read::head;
use crate::mail::read::incoming::Complaint;
use mail_parser::MessageParser;

/// Types of feedback that are a person's wish; `not-spam` and the like are none.
const COMPLAINTS: [&str; 3] = ["abuse", "fraud", "opt-out"];

/// A complaint; nothing if there is no part that says so.
pub(super) fn of_report(tree: &Tree<'_>, parser: &MessageParser) -> Option<Complaint> {
    let report = tree.leaf("message/feedback-report")?.text(parser)?;
    let field = |name: &str| {
        let fields = report.lines().filter_map(|line| line.split_once(':'));
        fields
            .filter(move |(other, _)| other.trim().eq_ignore_ascii_case(name))
            .map(|(_, text)| text.trim().to_owned())
            .collect::<Vec<_>>()
    };
    let kind = field("Feedback-Type").into_iter().next().unwrap_or_default().to_ascii_lowercase();
    let mut complaint = Complaint { message_ids: Vec::new(), addresses: Vec::new() };
    if !COMPLAINTS.contains(&kind.as_str()) {
        return Some(complaint);
    }
    for original in tree.leaves.iter().filter_map(|leaf| leaf.inner_head(parser)) {
        complaint.message_ids.extend(original.ids("Message-ID"));
        complaint.addresses.extend(original.addresses("Return-Path"));
    }
    for name in ["Original-Mail-From", "Original-Rcpt-To", "Removal-Recipient"] {
        complaint.addresses.extend(field(name).iter().flat_map(|text| head::addresses(text)));
    }
    Some(complaint)
}
