//! What is given whatever strangers may send, and what must be true of whatever comes of it. Run by the fuzz targets beside this file, and by
//! `tests/it/mutations.rs` on the stable compiler.
#![allow(dead_code, reason = "each target runs one of them")]

use sendoff::calendar::answer;
use sendoff::mail::read::{Kind, fresh, read, says_away, yes_or_no};

/// A whole mail. It has one reading, and that is small, however large the mail is.
pub fn inbound(bytes: &[u8]) {
    let mail = read(bytes);
    assert!(mail == read(bytes), "the same mail reads the same");
    assert!(mail.to.len() <= 50 && mail.also_from.len() <= 100 && mail.references.len() <= 50);
    assert!(mail.subject.chars().count() <= 301 && mail.from_name.chars().count() <= 101);
    match &mail.kind {
        Kind::Answers(answers) => assert!(!answers.is_empty()),
        Kind::Bounce(bounce) => assert!(bounce.recipients.len() <= 50 && bounce.recipients.iter().all(is_fit_to_tell)),
        Kind::Human(human) => {
            assert!(human.text.chars().count() <= 20_001);
            words(human.text.as_bytes());
        }
        _ => {}
    }
}

/// No address in what a coordinator is told of a report.
fn is_fit_to_tell(one: &sendoff::mail::read::Recipient) -> bool {
    !one.text.contains('@') && !one.text.contains('\n')
}

/// A calendar object. Every answer in it says which event it is about, and a REPLY never proposes a time.
pub fn answers(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let Ok(answers) = answer::answers(&text) else { return };
    assert!((1..=100).contains(&answers.len()));
    for answer in answers {
        assert!(!answer.uid.is_empty() && answer.uid.len() <= 255);
        assert!(answer.kind == answer::AnswerKind::Counter || answer.proposed_start.is_none());
        assert!(answer.comment.is_none_or(|comment| comment.chars().count() <= 2_001));
    }
}

/// What a person wrote.
pub fn words(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let new = fresh(&text);
    assert!(new.len() <= text.len());
    yes_or_no(&new);
    says_away(&new);
}
