//! Letters to the coordinator of the invented pair.

use super::Sample;
use super::people::{Ways, context, day, other_pair, pair, session};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::render::context::Context;
use crate::render::context::coordinator::{
    Applied, Coming, Digest, Forwarded, Listed, Note, NoteKind, PairLabel, ProgrammeDigest,
};

/// The samples of a step that goes to coordinators.
pub fn add(step: Step, samples: &mut Vec<Sample>) {
    let mut add = |name: &str, change: &dyn Fn(&mut Context)| {
        let mut context = context(Role::Coordinator, Ways::Mailbox);
        change(&mut context);
        samples.push(Sample { name: name.to_owned(), step, role: Role::Coordinator, context });
    };
    match step {
        Step::Note => {
            add("one", &|c| c.notes = vec![note(NoteKind::Concern)]);
            add("every kind", &|c| c.notes = NoteKind::ALL.into_iter().map(note).collect());
            add("every kind, saying little", &|c| {
                c.notes = NoteKind::ALL.into_iter().map(bare).collect();
            });
        }
        Step::Digest => add("two programmes", &|c| c.digest = Some(digest())),
        Step::Applied => {
            add("one programme", &|c| c.applied = vec![applied()]);
            add("two programmes", &|c| c.applied = vec![applied(), other_settings()]);
        }
        Step::Forwarded => {
            add("from a pair", &|c| c.forwarded = Some(forwarded(true)));
            add("from nobody we know", &|c| c.forwarded = Some(forwarded(false)));
            add("forged", &|c| {
                c.forwarded =
                    Some(Forwarded { from: "jonas@people.example".to_owned(), is_forged: true, ..forwarded(true) });
            });
            add("words beside a calendar's answer", &|c| {
                c.forwarded = Some(Forwarded { is_counted: true, ..forwarded(true) });
            });
            add("something only Outlook opens", &|c| {
                c.forwarded = Some(Forwarded { hides_an_answer: true, text: String::new(), ..forwarded(true) });
            });
            add("too big", &|c| c.forwarded = Some(Forwarded { is_cut: true, ..forwarded(true) }));
        }
        _ => {}
    }
}

fn note(kind: NoteKind) -> Note {
    Note {
        programme: Some("Spring 2027".to_owned()),
        pair: kind.is_about_a_pair().then(pair),
        who: Some("Jonas Weber".to_owned()),
        starts: Some(session(Role::Mentor).starts.reader),
        by: Some(day(5, 24)),
        count: Some(2),
        approval: Some("k3v9".to_owned()),
        detail: Some(detail(kind).to_owned()),
        ..Note::of(kind)
    }
}

/// With only what the kind cannot do without.
fn bare(kind: NoteKind) -> Note {
    let full = note(kind);
    let needs_time = matches!(
        kind,
        NoteKind::Declined | NoteKind::BothDeclined | NoteKind::ProposalToDecide | NoteKind::SessionStands
    );
    let needs_name = matches!(
        kind,
        NoteKind::Concern
            | NoteKind::Declined
            | NoteKind::Bounced
            | NoteKind::StoppedLetters
            | NoteKind::StoppedEverything
            | NoteKind::ProposalToDecide
    );
    let who = full.who.filter(|_| needs_name);
    Note { pair: full.pair, who, starts: full.starts.filter(|_| needs_time), ..Note::of(kind) }
}

fn detail(kind: NoteKind) -> &'static str {
    match kind {
        NoteKind::Bounced | NoteKind::LetterRefused => "550 5.1.1 no such user",
        NoteKind::SendingFails => "454 4.7.0 temporary authentication failure",
        NoteKind::EditHeld => "14 sessions move, 2 are cancelled",
        NoteKind::LetterFailed => "templates/en/closing.mentor.md:3:1: no such name",
        NoteKind::SessionStands => "It is a day off now",
        _ => "spring-2027.csv:12:3: no such time zone",
    }
}

fn digest() -> Digest {
    let quiet = ProgrammeDigest {
        name: "Autumn 2026".to_owned(),
        sent: 1,
        met: 0,
        roadmaps: 1,
        coming: Vec::new(),
        without_session: Vec::new(),
        without_answer: Vec::new(),
        without_roadmap: Vec::new(),
        stopped: Vec::new(),
        failing: Vec::new(),
        set_aside: Vec::new(),
    };
    let busy = ProgrammeDigest {
        name: "Spring 2027".to_owned(),
        sent: 24,
        met: 3,
        roadmaps: 2,
        coming: vec![Coming { pair: pair(), starts: session(Role::Mentor).starts.reader }],
        without_session: vec![other_pair()],
        without_answer: vec![pair(), other_pair()],
        without_roadmap: vec![other_pair()],
        stopped: vec![other_pair()],
        failing: vec!["Priya Nair".to_owned()],
        set_aside: vec!["spring-2027.csv:12:3: no such time zone".to_owned()],
    };
    Digest { from: day(5, 10), until: day(5, 16), programmes: vec![busy, quiet] }
}

fn applied() -> Applied {
    let listed = |pairs: Vec<PairLabel>, more: u32| Listed { count: pairs.len() as u32 + more, more, pairs };
    Applied {
        programme: "Spring 2027".to_owned(),
        files: vec!["programmes/spring-2027.csv".to_owned(), "programmes/spring-2027.toml".to_owned()],
        settings: true,
        added: listed(vec![other_pair()], 0),
        moved: listed(vec![pair()], 13),
        cancelled: listed(vec![other_pair()], 0),
        corrected: listed(vec![pair(), other_pair()], 0),
        set_aside: vec!["spring-2027.csv:12:3: no such time zone".to_owned()],
    }
}

fn other_settings() -> Applied {
    let none = Listed { count: 0, more: 0, pairs: Vec::new() };
    Applied {
        programme: "Autumn 2026".to_owned(),
        files: vec!["programmes/autumn-2026.toml".to_owned()],
        settings: true,
        added: none.clone(),
        moved: none.clone(),
        cancelled: none.clone(),
        corrected: none,
        set_aside: Vec::new(),
    }
}

fn forwarded(known: bool) -> Forwarded {
    Forwarded {
        programme: known.then(|| "Spring 2027".to_owned()),
        pair: known.then(pair),
        from: "Jonas Weber".to_owned(),
        subject: "Re: Last session with Amina".to_owned(),
        text: "Hi,\n\nI moved last week.\nWhere do I find the plan?\n\nJonas".to_owned(),
        is_forged: false,
        hides_an_answer: false,
        is_counted: false,
        is_cut: false,
    }
}
