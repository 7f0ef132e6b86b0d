//! `status`: every pair on one line, and above them what needs a person; of very many pairs only the sums.
//!
//! Pairs are read and told one by one: memory does not grow with them. Those in trouble are whom their timelines say, at every size;
//! what is on record says whose timelines to ask.

use crate::cli::args::{Place, Tables};
use crate::cli::column::{COLUMNS, clean, counted, cut, fit, width};
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::moment::date;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::standing::Stand;
use crate::cli::story;
use crate::cli::table::Table;
use crate::domain::address::Address;
use crate::domain::timeline::NoticeKind;
use crate::store::{PAUSED, PairRow, ProgrammeRow, RESTORED, Store, StoreError};
use clap::Args;
use jiff::Timestamp;
use serde::Serialize;
use std::io::Write;

/// Which pairs are shown, and how.
#[derive(Debug, Args)]
pub struct StatusArgs {
    /// Only this programme
    #[arg(long, value_name = "ID")]
    pub programme: Option<String>,
    /// Only pairs of this person: an address, or part of a name
    #[arg(long, value_name = "WHO")]
    pub person: Option<String>,
    /// Only pairs that need somebody
    #[arg(long)]
    pub trouble: bool,
    /// How it is printed
    #[command(flatten)]
    pub tables: Tables,
}

/// More pairs are not listed for people: nobody reads them.
const LISTED: usize = 500;
/// Of what waits for somebody, so many lines.
const NEEDS: usize = 12;

/// The columns of `status --csv`.
const COLUMNS_OF_PAIRS: [&str; 11] = [
    "programme",
    "pair",
    "mentor",
    "mentee",
    "stands",
    "needs_person",
    "ends",
    "session",
    "next_at",
    "next_step",
    "next_role",
];

/// One line of `status --json`.
#[derive(Serialize)]
struct PairLine<'a> {
    programme: &'a str,
    pair: &'a str,
    mentor: &'a str,
    mentee: &'a str,
    stands: &'a str,
    needs_person: bool,
    ends: Option<jiff::civil::Date>,
    session: Option<Timestamp>,
    next_at: Option<Timestamp>,
    next_step: Option<&'static str>,
    next_role: Option<&'static str>,
}

/// Which pairs are looked at.
struct Choice<'a> {
    store: &'a Store,
    args: &'a StatusArgs,
    who: Option<Who>,
    now: Timestamp,
}

/// Whose pairs.
enum Who {
    /// Those of an address.
    Pairs(Vec<PairRow>),
    /// Those in whose people's names that is, in lower case.
    Named(String),
}

type Rows<'a> = Box<dyn Iterator<Item = Result<PairRow, StoreError>> + 'a>;

/// Shows what is asked for.
///
/// # Errors
/// No state yet, no such programme, or the database.
pub fn status(screen: &mut Screen, place: &Place, args: &StatusArgs, now: Timestamp) -> Result<(), Failure> {
    let store = ground::store(place)?;
    let programmes = chosen_programmes(&store, args.programme.as_deref())?;
    let choice =
        Choice { store: &store, args, who: args.person.as_deref().map(|who| read_who(&store, who)).transpose()?, now };
    let mut count = 0;
    let screen = match Table::begin(screen, args.tables, &COLUMNS_OF_PAIRS)? {
        Ok(mut table) => {
            for programme in &programmes {
                count += write_rows(&mut table, &choice, programme)?;
            }
            return choice.is_anybody(count, &programmes);
        }
        Err(screen) => screen,
    };
    write_brakes(screen, &store)?;
    if programmes.is_empty() {
        writeln!(screen, "No programme has been read yet.")?;
    }
    for (at, programme) in programmes.iter().enumerate() {
        if at > 0 {
            writeln!(screen)?;
        }
        count += write_programme(screen, &choice, programme)?;
    }
    choice.is_anybody(count, &programmes)
}

/// The chosen pairs of a programme as rows; how many they were.
fn write_rows(table: &mut Table<'_>, choice: &Choice<'_>, programme: &ProgrammeRow) -> Result<usize, Failure> {
    let mut count = 0;
    for row in choice.rows(programme) {
        let row = row?;
        let Some(stand) = choice.stand(programme, &row)? else { continue };
        count += 1;
        table.row(&line(programme, &row, &stand))?;
    }
    Ok(count)
}

fn write_brakes(screen: &mut Screen, store: &Store) -> Result<(), Failure> {
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
    Ok(())
}

fn chosen_programmes(store: &Store, wanted: Option<&str>) -> Result<Vec<ProgrammeRow>, Failure> {
    let mut programmes = store.programmes()?;
    if let Some(wanted) = wanted {
        programmes.retain(|row| row.id == wanted);
        if programmes.is_empty() {
            return Err(Failure::Asked(format!("there is no programme \"{}\"", clean(wanted))));
        }
    }
    Ok(programmes)
}

fn read_who(store: &Store, who: &str) -> Result<Who, Failure> {
    Ok(match Address::parse(who) {
        Ok(address) => Who::Pairs(store.pairs_with_address(&address.key())?),
        Err(_) => Who::Named(who.to_lowercase()),
    })
}

fn is_named(row: &PairRow, part: &str) -> bool {
    let people = [&row.pair.mentor, &row.pair.mentee].into_iter();
    let mut names = people.flat_map(|person| [Some(&person.name), person.called.as_ref()]).flatten();
    names.any(|name| name.to_lowercase().contains(part))
}

impl Choice<'_> {
    fn is_everything(&self) -> bool {
        self.args.programme.is_none() && self.who.is_none() && !self.args.trouble
    }

    /// Whether anybody of that name or address is there at all; so many pairs were shown. Where none was, people may be in no trouble.
    fn is_anybody(&self, shown: usize, programmes: &[ProgrammeRow]) -> Result<(), Failure> {
        let Some(asked) = self.args.person.as_ref().filter(|_| shown == 0) else { return Ok(()) };
        for programme in programmes.iter().filter(|_| self.args.trouble) {
            if self.people(programme, self.store.pairs_of(&programme.id)).next().transpose()?.is_some() {
                return Ok(());
            }
        }
        Err(Failure::Asked(format!("no pair has \"{}\"", clean(asked))))
    }

    /// The pairs of a programme to look at, in the order of their ids; those in trouble are among them.
    fn rows<'s>(&'s self, programme: &'s ProgrammeRow) -> Rows<'s> {
        match self.args.trouble {
            true => self.people(programme, self.store.pairs_to_ask(&programme.id, self.now)),
            false => self.people(programme, self.store.pairs_of(&programme.id)),
        }
    }

    /// Those of `all` that are the asked person's.
    fn people<'s>(
        &'s self,
        programme: &'s ProgrammeRow,
        all: impl Iterator<Item = Result<PairRow, StoreError>> + 's,
    ) -> Rows<'s> {
        match &self.who {
            None => Box::new(all),
            Some(Who::Pairs(rows)) => {
                Box::new(rows.iter().filter(|row| row.programme == programme.id).cloned().map(Ok))
            }
            Some(Who::Named(part)) => Box::new(all.filter(|row| row.as_ref().map_or(true, |row| is_named(row, part)))),
        }
    }

    /// Where a pair stands; nothing if only trouble is asked for and it is in none.
    fn stand(&self, programme: &ProgrammeRow, row: &PairRow) -> Result<Option<Stand>, StoreError> {
        let stand = Stand::of(self.store, programme, row, self.now)?;
        Ok(Some(stand).filter(|stand| stand.needs_person || !self.args.trouble))
    }
}

fn line<'a>(programme: &'a ProgrammeRow, row: &'a PairRow, stand: &'a Stand) -> PairLine<'a> {
    PairLine {
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
        stands: &stand.words,
    }
}

/// Writes a programme and its chosen pairs; how many they were.
fn write_programme(screen: &mut Screen, choice: &Choice<'_>, programme: &ProgrammeRow) -> Result<usize, Failure> {
    let store = choice.store;
    let name = clean(&programme.programme.name);
    let ends = programme.programme.ends.map_or_else(String::new, |ends| format!("ends {}, ", date(ends)));
    let right = format!("{ends}times in {}", programme.programme.zone.name());
    let gap = COLUMNS.saturating_sub(width(&name) + width(&right)).max(2);
    writeln!(screen, "{}{}{}", Paint::Heading.on(&name), " ".repeat(gap), Paint::Quiet.on(right))?;
    for need in needs(store, programme)? {
        writeln!(screen, "  {}", Paint::Warn.on(format!("! {}", cut(&need, COLUMNS - 4))))?;
    }
    let all = usize::try_from(store.pair_count(&programme.id)?).unwrap_or(usize::MAX);
    let mut count = 0;
    if choice.is_everything() && all > LISTED {
        let more = format!("sendoff status --programme {}", clean(&programme.id));
        writeln!(screen, "  Too many to list: `{more}` shows the first,")?;
        writeln!(screen, "  `--trouble` those that need somebody, `--person WHO` those of one person,")?;
        writeln!(screen, "  and `--csv` or `--json` all.")?;
        count = all;
    } else {
        count += write_pairs(screen, choice, programme)?;
    }
    let states = store.state_counts()?;
    let letters = states.iter().filter(|row| row.programme == programme.id);
    let letters = letters.map(|row| (row.state.name(), usize::try_from(row.count).unwrap_or(usize::MAX)));
    let letters = story::summary(letters);
    let letters = if letters.is_empty() { "no letters yet".to_owned() } else { letters };
    let total = match choice.is_everything() {
        true => counted(count, "pair", "pairs"),
        false => format!("{count} of {}", counted(all, "pair", "pairs")),
    };
    writeln!(screen, "  {}", Paint::Quiet.on(format!("{total}; {letters}")))?;
    Ok(count)
}

/// The chosen pairs of a programme, as far as people read; how many they were.
fn write_pairs(screen: &mut Screen, choice: &Choice<'_>, programme: &ProgrammeRow) -> Result<usize, Failure> {
    let mut count = 0;
    for row in choice.rows(programme) {
        let row = row?;
        let Some(stand) = choice.stand(programme, &row)? else { continue };
        if count == LISTED {
            writeln!(screen, "  … and more: `--csv` or `--json` has them all")?;
            break;
        }
        if count == 0 {
            let titles = [fit("pair", 13), fit("mentee & mentor", 18), fit("stands", 26), "next".to_owned()];
            writeln!(screen, "{}", Paint::Quiet.on(format!("  {}", titles.join(" "))))?;
        }
        count += 1;
        write_pair(screen, programme, &row, &stand)?;
    }
    Ok(count)
}

fn write_pair(screen: &mut Screen, programme: &ProgrammeRow, row: &PairRow, stand: &Stand) -> Result<(), Failure> {
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
    let notes = store.first_open_notes(&programme.id, NEEDS + 1)?;
    for note in notes.iter().take(NEEDS) {
        let Some(words) = note_words(&note.note.kind) else { continue };
        let place = if note.note.pair.is_empty() { String::new() } else { format!("{}: ", clean(&note.note.pair)) };
        needs.push(format!("{place}{}", words.replace("PAIR", &clean(&note.note.pair))));
    }
    needs.dedup();
    if notes.len() > NEEDS {
        needs.push("and more; `sendoff status --trouble` lists the pairs".to_owned());
    }
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
