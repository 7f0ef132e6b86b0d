//! Letters to the coordinator of the invented pair.

use super::Sample;
use super::people::{Ways, context, day, other_pair, pair, session};
use crate::domain::guard::{HoldReason, Tally, UnclearDates};
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::render::context::Context;
use crate::render::context::coordinator::{
    Applied, AppliedEverywhere, ChangedLetter, ChangedSetting, ChangedWords, Coming, Digest, Forwarded, Listed, Note,
    NoteKind, PairLabel, ProgrammeDigest,
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
            add("every reason to hold an edit", &|c| c.notes = held());
        }
        Step::Digest => add("two programmes", &|c| c.digest = Some(digest())),
        Step::Applied => {
            add("one programme", &|c| c.applied = vec![applied()]);
            add("two programmes", &|c| c.applied = vec![applied(), other_settings()]);
            add("come and gone", &|c| c.applied = vec![new_programme(), gone_programme()]);
            add("for all programmes", &|c| c.applied_everywhere = Some(everywhere()));
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

/// A held edit for each reason, and a new programme to be looked at closely.
fn held() -> Vec<Note> {
    let held = |kind, held| Note { held: Some(held), ..note(kind) };
    let edit = Tally { active_pairs: 40, cancels: 2, moves: 14, changed_people: 1, rows_before: 40, rows_after: 38 };
    let mut dates = UnclearDates::default();
    dates.add(12, "03/04/2027");
    let one = dates.clone();
    (13..20).for_each(|line| dates.add(line, "05/06/2027"));
    vec![
        held(NoteKind::EditHeld, HoldReason::ManyChanges { edit, recent: 1, limit: 3 }),
        held(NoteKind::EditHeld, HoldReason::ManyChanges { edit: Tally { cancels: 0, ..edit }, recent: 0, limit: 3 }),
        held(NoteKind::EditHeld, HoldReason::RowsLost { before: 40, after: 12 }),
        held(NoteKind::EditHeld, HoldReason::FileVanished),
        held(NoteKind::EditHeld, HoldReason::Reshuffled { pairs: 4 }),
        held(NoteKind::EditHeld, HoldReason::UnclearDates(one)),
        held(NoteKind::ProgrammeHeld, HoldReason::UnclearDates(dates)),
        held(NoteKind::ProgrammeHeld, HoldReason::NewProgramme),
    ]
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
        roadmaps: listed(vec![pair()], 0),
        is_new: false,
        is_gone: false,
        set_aside: vec!["spring-2027.csv:12:3: no such time zone".to_owned()],
    }
}

/// A programme of which nothing is told but its name.
fn bare_programme() -> Applied {
    let none = Listed { count: 0, more: 0, pairs: Vec::new() };
    Applied {
        programme: "Autumn 2026".to_owned(),
        files: vec!["programmes/autumn-2026.toml".to_owned()],
        settings: false,
        added: none.clone(),
        moved: none.clone(),
        cancelled: none.clone(),
        corrected: none.clone(),
        roadmaps: none,
        is_new: false,
        is_gone: false,
        set_aside: Vec::new(),
    }
}

fn other_settings() -> Applied {
    Applied { settings: true, ..bare_programme() }
}

fn new_programme() -> Applied {
    Applied { is_new: true, added: Listed { count: 2, more: 1, pairs: vec![other_pair()] }, ..bare_programme() }
}

fn gone_programme() -> Applied {
    Applied { programme: "Spring 2027".to_owned(), is_gone: true, ..bare_programme() }
}

fn everywhere() -> AppliedEverywhere {
    let setting = |name: &str, before: Option<&str>, after: Option<&str>| ChangedSetting {
        name: name.to_owned(),
        before: before.map(str::to_owned),
        after: after.map(str::to_owned),
        at_next_start: false,
    };
    let letter = |name: &str, role| ChangedLetter { name: name.to_owned(), role };
    let words =
        |language: &str, letters| ChangedWords { language: language.to_owned(), is_all: false, letters, pages: false };
    let letters =
        vec![letter("closing", Some(Role::Mentor)), letter("renewal", Some(Role::Mentee)), letter("goodbye", None)];
    AppliedEverywhere {
        files: vec!["sendoff.toml".to_owned(), "templates/en/closing.mentor.md".to_owned()],
        settings: vec![
            setting("how long personal data is kept", Some("60 days"), Some("90 days")),
            setting("where watchers read numbers", None, Some("127.0.0.1:9480")),
            setting("who gets every letter of the trial", Some("ada@mentors.example"), None),
            ChangedSetting { at_next_start: true, ..setting("how Sendoff signs in to send", None, None) },
        ],
        words: vec![
            words("English", letters),
            ChangedWords { is_all: true, pages: true, ..words("Deutsch", Vec::new()) },
        ],
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
