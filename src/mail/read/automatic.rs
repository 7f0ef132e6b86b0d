//! Whether a machine wrote (RFC 3834), also where no header says so.

use crate::domain::address::Address;
use crate::mail::read::head::Head;

/// Headers that only machines write.
const MARKS: [&str; 8] = [
    "X-Auto-Response-Suppress",
    "X-Autoreply",
    "X-Autorespond",
    "X-Auto-Reply-From",
    "X-Mail-Autoreply",
    "List-Id",
    "List-Unsubscribe",
    "Feedback-ID",
];

/// Who never reads an answer.
const MACHINES: [&str; 9] = [
    "mailer-daemon",
    "mailerdaemon",
    "postmaster",
    "noreply",
    "no-reply",
    "no_reply",
    "donotreply",
    "do-not-reply",
    "nobody",
];

/// How the subject of an absence note begins, where nothing else tells.
const ABSENCES: [&str; 33] = [
    "automatic reply",
    "automatic response",
    "auto reply",
    "auto-reply",
    "autoreply",
    "auto response",
    "auto-response",
    "autoresponse",
    "out of office",
    "out of the office",
    "out-of-office",
    "ooo:",
    "vacation reply",
    "away from my mail",
    "i am away",
    "i'm away",
    "automatische antwort",
    "abwesenheit",
    "abwesend",
    "ich bin nicht im büro",
    "réponse automatique",
    "absence du bureau",
    "absent du bureau",
    "respuesta automática",
    "fuera de la oficina",
    "risposta automatica",
    "fuori sede",
    "automatisch antwoord",
    "afwezig",
    "resposta automática",
    "autosvar",
    "odpowiedź automatyczna",
    "自動返信",
];

/// How a subject says that it answers.
const ANSWERS: [&str; 6] = ["re:", "aw:", "sv:", "antw:", "fwd:", "wg:"];

/// Whether a machine wrote it.
pub(super) fn is_automatic(head: &Head<'_>, from: Option<&Address>, subject: &str) -> bool {
    says_so(head)
        || MARKS.iter().any(|mark| head.text(mark).is_some())
        || head.text("Return-Path").is_some_and(|path| path.split_whitespace().collect::<String>() == "<>")
        || from.is_some_and(is_machine)
        || is_absence(subject)
}

fn says_so(head: &Head<'_>) -> bool {
    let word = |name: &str| head.text(name).map(|text| text.trim().to_ascii_lowercase());
    let is_submitted =
        word("Auto-Submitted").is_some_and(|text| text.split([';', ' ', '(']).next().unwrap_or_default() != "no");
    let is_bulk =
        word("Precedence").is_some_and(|text| matches!(text.as_str(), "bulk" | "junk" | "list" | "auto_reply"));
    is_submitted || is_bulk
}

/// Whether nobody sits behind that address.
pub(super) fn is_machine(address: &Address) -> bool {
    let local = address.local_part().split('+').next().unwrap_or_default();
    MACHINES.iter().any(|machine| local.eq_ignore_ascii_case(machine))
}

fn is_absence(subject: &str) -> bool {
    let lower = subject.to_lowercase();
    let mut rest = lower.trim_start();
    while let Some(after) = ANSWERS.iter().find_map(|mark| rest.strip_prefix(mark)) {
        rest = after.trim_start();
    }
    ABSENCES.iter().any(|absence| rest.starts_with(absence))
}
