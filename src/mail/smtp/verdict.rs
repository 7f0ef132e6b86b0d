//! What the server's answers, and its silences, mean for one message. The table of `domain::delivery`, spelled out.

use super::reply::Reply;
use super::wire::{Broken, Fault, Stage};
use crate::domain::delivery::Verdict;

/// RFC 3463 codes after which an address is not tried again.
pub(in crate::mail) const DEAD_ADDRESS: [&str; 4] = ["5.1.1", "5.1.2", "5.1.6", "5.1.10"];
/// The same, where a server gives no such code.
const DEAD_BARE: [u16; 3] = [550, 551, 553];

/// The conversation broke.
pub(super) fn of_broken(broken: &Broken) -> Verdict {
    if let Fault::Said(reply) = &broken.fault {
        return of_reply(broken.stage, reply);
    }
    let reason = broken.to_string();
    if broken.stage >= Stage::Answer {
        return Verdict::Uncertain { reason };
    }
    // A loss while this letter is under way may lie with the letter: others must not wait for it.
    let is_network = matches!(broken.fault, Fault::Lost(_) | Fault::TimedOut(_));
    Verdict::Deferred { reason, everybody: !(is_network && broken.stage > Stage::Mail) }
}

/// A reply that was not the one hoped for at this stage.
pub(super) fn of_reply(stage: Stage, reply: &Reply) -> Verdict {
    let reason = Broken { stage, fault: Fault::Said(reply.clone()) }.to_string();
    let deferred = |everybody| Verdict::Deferred { reason: reason.clone(), everybody };
    match (stage, reply) {
        // Commands in the wrong order are our bug, and no letter's fault.
        _ if reply.code == 503 => deferred(true),
        (Stage::Mail, _) if is_too_big(reply) => refused(reason, stage, reply),
        (Stage::Rcpt | Stage::Data | Stage::Body | Stage::Answer, _) if reply.is_transient() => deferred(false),
        (Stage::Rcpt | Stage::Data | Stage::Body | Stage::Answer, _) if reply.is_permanent() => {
            refused(reason, stage, reply)
        }
        (Stage::Answer, _) => Verdict::Uncertain { reason },
        _ => deferred(true),
    }
}

fn refused(reason: String, stage: Stage, reply: &Reply) -> Verdict {
    let is_dead = match reply.status() {
        Some(status) => DEAD_ADDRESS.contains(&status),
        None => DEAD_BARE.contains(&reply.code),
    };
    let status = reply.status().filter(|status| status.starts_with('5')).map(str::to_owned);
    Verdict::Refused { reason, status, address_is_dead: stage == Stage::Rcpt && is_dead }
}

/// MAIL with SIZE refused for this letter's size alone (RFC 1870 section 6.1): the one answer to MAIL that is about the letter.
fn is_too_big(reply: &Reply) -> bool {
    reply.code == 552 && reply.status() == Some("5.3.4")
}

#[cfg(test)]
mod tests {
    use super::of_reply;
    use crate::domain::delivery::Verdict;
    use crate::mail::smtp::reply::Reply;
    use crate::mail::smtp::wire::Stage;

    fn verdict(stage: Stage, code: u16, text: &str) -> Verdict {
        of_reply(stage, &Reply { code, lines: vec![text.to_owned()] })
    }

    fn is_dead(stage: Stage, code: u16, text: &str) -> Option<bool> {
        match verdict(stage, code, text) {
            Verdict::Refused { address_is_dead, .. } => Some(address_is_dead),
            _ => None,
        }
    }

    #[test]
    fn only_some_refusals_of_a_recipient_kill_the_address() {
        for (code, text) in [
            (550, "5.1.1 unknown"),
            (550, "5.1.2 x"),
            (550, "5.1.6 x"),
            (556, "5.1.10 x"),
            (550, "no such user"),
            (551, ""),
            (553, "bad mailbox"),
        ] {
            assert_eq!(is_dead(Stage::Rcpt, code, text), Some(true), "{code} {text}");
        }
        for (code, text) in [
            (550, "5.7.1 policy"),
            (550, "5.2.1 disabled"),
            (550, "4.1.1 at odds with itself"),
            (552, "full"),
            (554, "no"),
            (554, "5.1.8 sender"),
            (500, "what"),
        ] {
            assert_eq!(is_dead(Stage::Rcpt, code, text), Some(false), "{code} {text}");
        }
        assert_eq!(is_dead(Stage::Data, 550, "5.1.1 unknown"), Some(false));
        assert_eq!(is_dead(Stage::Answer, 550, "no"), Some(false));
    }

    #[test]
    fn a_refusal_before_the_recipient_is_nobodys_bounce() {
        for stage in [Stage::Greeting, Stage::Hello, Stage::Tls, Stage::Login, Stage::Mail] {
            for code in [421, 450, 535, 550, 552, 554] {
                assert!(matches!(verdict(stage, code, "5.1.1 x"), Verdict::Deferred { everybody: true, .. }));
            }
        }
        assert_eq!(is_dead(Stage::Mail, 552, "5.3.4 message too big"), Some(false));
    }

    #[test]
    fn wrong_order_is_our_bug_everywhere() {
        for stage in [Stage::Mail, Stage::Rcpt, Stage::Data, Stage::Answer] {
            assert!(matches!(verdict(stage, 503, "5.5.1 nested MAIL"), Verdict::Deferred { everybody: true, .. }));
        }
    }

    #[test]
    fn an_end_answered_with_something_else_is_not_a_success() {
        for code in [220, 235, 354, 334] {
            assert!(matches!(verdict(Stage::Answer, code, "x"), Verdict::Uncertain { .. }), "{code}");
        }
    }
}
