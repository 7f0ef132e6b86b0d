//! `status`: every pair on one line, and above them what needs a person.

use crate::cli::args::{Place, Tables};
use crate::cli::column::{COLUMNS, clean, counted, cut, fit, width};
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::moment::date;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::standing::Stand;
use crate::cli::story;
use crate::domain::timeline::NoticeKind;
use crate::store::{PAUSED, PairRow, ProgrammeRow, RESTORED, Store};
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;

/// One line of `status --json`.
#[derive(Serialize)]
struct PairLine<'a> {
    programme: &'a str,
    pair: &'a str,
    mentor: &'a str,
    mentee: &'a str,
    stands: String,
    needs_person: bool,
    ends: Option<jiff::civil::Date>,
    session: Option<Timestamp>,
    next_at: Option<Timestamp>,
    next_step: Option<&'static str>,
    next_role: Option<&'static str>,
}

/// Shows everything there is.
///
/// # Errors
/// No state yet, or the database.
pub fn status(screen: &mut Screen, place: &Place, tables: Tables, now: Timestamp) -> Result<(), Failure> {
    let store = ground::store(place)?;
    if tables.json {
        return write_json(screen, &store, now);
    }
    if store.setting(RESTORED)?.is_some() {
        writeln!(
            screen,
            "{}",
            Paint::Warn
                .on("‖ This state was restored, or comes from elsewhere: nothing is sent until `sendoff approve`.")
        )?;
    } else if store.setting(PAUSED)?.is_some() {
        writeln!(screen, "{}", Paint::Warn.on("‖ Everything is paused: nothing is sent until `sendoff resume`."))?;
    }
    let programmes = store.programmes()?;
    if programmes.is_empty() {
        writeln!(screen, "No programme has been read yet.")?;
    }
    for (at, programme) in programmes.iter().enumerate() {
        if at > 0 {
            writeln!(screen)?;
        }
        write_programme(screen, &store, programme, now)?;
    }
    Ok(())
}

fn write_json(screen: &mut Screen, store: &Store, now: Timestamp) -> Result<(), Failure> {
    for programme in store.programmes()? {
        for row in store.pairs_of(&programme.id) {
            let row = row?;
            let stand = Stand::of(store, &programme, &row, now)?;
            screen.json(&PairLine {
                programme: &programme.id,
                pair: &row.pair.id,
                mentor: &row.pair.mentor.name,
                mentee: &row.pair.mentee.name,
                ends: row.pair.ending(&programme.programme),
                session: stand.session,
                next_at: stand.next.map(|(at, ..)| at),
                next_step: stand.next.map(|(_, step, _)| step.name()),
                next_role: stand.next.map(|(_, _, role)| role.name()),
                needs_person: stand.needs_person,
                stands: stand.words,
            })?;
        }
    }
    Ok(())
}

fn write_programme(
    screen: &mut Screen,
    store: &Store,
    programme: &ProgrammeRow,
    now: Timestamp,
) -> Result<(), Failure> {
    let name = clean(&programme.programme.name);
    let ends = programme.programme.ends.map_or_else(String::new, |ends| format!("ends {}, ", date(ends)));
    let right = format!("{ends}times in {}", programme.programme.zone.name());
    let gap = COLUMNS.saturating_sub(width(&name) + width(&right)).max(2);
    writeln!(screen, "{}{}{}", Paint::Heading.on(&name), " ".repeat(gap), Paint::Quiet.on(right))?;
    for need in needs(store, programme)? {
        writeln!(screen, "  {}", Paint::Warn.on(format!("! {}", cut(&need, COLUMNS - 4))))?;
    }
    let mut count = 0;
    for row in store.pairs_of(&programme.id) {
        let row = row?;
        if count == 0 {
            let head = format!("  {} {} {} {}", fit("pair", 13), fit("mentee & mentor", 18), fit("stands", 26), "next");
            writeln!(screen, "{}", Paint::Quiet.on(head))?;
        }
        count += 1;
        write_pair(screen, store, programme, &row, now)?;
    }
    let states = store.state_counts()?;
    let letters = states.iter().filter(|row| row.programme == programme.id);
    let letters =
        letters.flat_map(|row| std::iter::repeat_n(row.state.name(), usize::try_from(row.count).unwrap_or(0)));
    let letters = story::summary(letters);
    let letters = if letters.is_empty() { "no letters yet".to_owned() } else { letters };
    let total = counted(count, "pair", "pairs");
    writeln!(screen, "  {}", Paint::Quiet.on(format!("{total}; {letters}")))?;
    Ok(())
}

fn write_pair(
    screen: &mut Screen,
    store: &Store,
    programme: &ProgrammeRow,
    row: &PairRow,
    now: Timestamp,
) -> Result<(), Failure> {
    let stand = Stand::of(store, programme, row, now)?;
    let who = format!("{} & {}", clean(row.pair.mentee.called()), clean(row.pair.mentor.called()));
    let paint = if stand.needs_person { Paint::Warn } else { Paint::Plain };
    let stands = fit(&clean(&stand.words), 26);
    let next = stand.next.map_or_else(String::new, |(at, step, _)| {
        let day = at.to_zoned(programme.programme.zone.time_zone().clone()).strftime("%-d %b").to_string();
        format!("{day} {}", crate::cli::words::step_words(step))
    });
    let pair = fit(&clean(&row.pair.id), 13);
    let line = format!("  {pair} {} {} {}", fit(&who, 18), paint.on(stands), Paint::Ahead.on(cut(&next, 18)));
    writeln!(screen, "{line}")?;
    Ok(())
}

/// What waits for somebody, in words.
fn needs(store: &Store, programme: &ProgrammeRow) -> Result<Vec<String>, Failure> {
    let mut needs = Vec::new();
    for hold in store.open_holds()?.into_iter().filter(|hold| hold.hold.programme == programme.id) {
        let reason = hold.hold.detail.get("reason").and_then(|reason| reason.as_str()).unwrap_or("it waits");
        needs.push(format!("sendoff approve {}: {}", hold.id, clean(reason)));
    }
    if programme.paused {
        needs.push(format!("paused; `sendoff resume {}` goes on", programme.id));
    }
    for note in store.open_notes(&programme.id)? {
        let Some(words) = note_words(&note.note.kind) else { continue };
        let place = if note.note.pair.is_empty() { String::new() } else { format!("{}: ", clean(&note.note.pair)) };
        needs.push(format!("{place}{}", words.replace("PAIR", &clean(&note.note.pair))));
    }
    needs.dedup();
    Ok(needs)
}

/// A note in words; nothing for those a hold says already.
fn note_words(kind: &str) -> Option<&'static str> {
    let of = |notice: NoticeKind| notice.name() == kind;
    let words = match kind {
        _ if of(NoticeKind::BothDeclined) => "both said no to the session",
        _ if of(NoticeKind::NoNewTime) => "the session was declined, and no new time was found",
        _ if of(NoticeKind::NotMet) => "they did not meet",
        _ if of(NoticeKind::Concern) => "somebody would rather speak with you first",
        _ if of(NoticeKind::AddressFails) => "an address refuses mail",
        _ if of(NoticeKind::StoppedEverything) => "somebody wants nothing more at all",
        _ if of(NoticeKind::AgreementWaits) => "an agreement waits: sendoff record PAIR approved",
        _ if of(NoticeKind::NewTimeWaits) => "another time was asked for, and waits for you",
        _ if of(NoticeKind::LateChange) => "a change came too late to move the session",
        "rows_set_aside" => "rows of the sheet are set aside: sendoff check",
        "files_broken" => "a file cannot be used: sendoff check",
        "sending_fails" => "sending fails",
        "letter_failed" => "a letter could not be written: sendoff check",
        "letter_refused" => "a letter was refused",
        "programme_held" | "edit_held" | "programme_gone" => return None,
        _ => "needs a look",
    };
    Some(words)
}
