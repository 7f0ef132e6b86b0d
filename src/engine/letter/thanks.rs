//! A draft of thanks: a `mailto:` link that opens in the reader's own mail program. Nothing of it is sent from here.

use crate::domain::person::Role;
use crate::domain::programme::ContactAfter;
use crate::domain::step::Step;
use crate::domain::timeline::{PairView, Timeline};
use crate::engine::letter::Matter;
use crate::engine::office::Office;
use std::fmt::Write;

impl Matter<'_> {
    /// The agreement and the closing letter carry it.
    pub(super) fn thanks(&self) -> Option<String> {
        let carries = matches!(self.wanted.step(), Step::Agreement | Step::Closing);
        carries.then(|| thanks(self.office, self.view, self.timeline, self.wanted.role()))?
    }
}

/// The link, where somebody said that they met and may write to each other; it depends on nothing the partner keeps private.
pub fn thanks(office: &Office, view: &PairView<'_>, timeline: &Timeline, role: Role) -> Option<String> {
    let has_met = timeline.standing.session.met.is_some();
    if !has_met || !view.programme.share_addresses || !may_write(view, role) {
        return None;
    }
    let (reader, partner) = view.pair.person(role).zip(view.pair.person(role.partner()))?;
    let phrases = office.renderer.phrases(&office.renderer.choose(&reader.language, &view.programme.language))?;
    let places = [("reader", reader.called()), ("partner", partner.called()), ("programme", &view.programme.name)];
    let (subject, body) = (phrases.say("thanks.subject", &places), phrases.say("thanks.body", &places));
    let to = encoded(&partner.address.to_string());
    Some(format!("mailto:{to}?subject={}&body={}", encoded(&subject), encoded(&body)))
}

/// Freely, or once the coordinator let an agreement go and this reader was told of it.
fn may_write(view: &PairView<'_>, role: Role) -> bool {
    match view.pair.contact_after(view.programme) {
        ContactAfter::Free => true,
        ContactAfter::None => false,
        ContactAfter::Approval => {
            let mut told = view.deliveries.iter().filter(|row| row.key.role == role && row.is_shown());
            told.any(|row| row.key.step.step == Step::Agreement)
        }
    }
}

/// Percent-encoded for a part of a `mailto:` URI; lines end in CRLF (RFC 6068, sections 2 and 5).
fn encoded(text: &str) -> String {
    let mut out = String::new();
    for byte in text.replace('\n', "\r\n").bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'.' | b'_' | b'~' | b'@') {
            out.push(char::from(byte));
        } else {
            // A String takes whatever is written to it.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::encoded;

    #[test]
    fn nothing_in_a_draft_can_be_taken_for_another_part_of_the_link() {
        assert_eq!(encoded("amina+x@b.example"), "amina%2Bx@b.example");
        assert_eq!(encoded("Hello &bcc=a@b.example\nü)"), "Hello%20%26bcc%3Da@b.example%0D%0A%C3%BC%29");
    }
}
