//! A pair that was decided on, all but the words of its letters; and the same with them.

use crate::domain::delivery::Delivery;
use crate::domain::invite::CalendarPlan;
use crate::domain::retention::Retention;
use crate::domain::timeline::{PairView, Timeline};
use crate::domain::useful::later;
use crate::engine::error::EngineError;
use crate::engine::known::Known;
use crate::engine::letter::{Matter, Wanted};
use crate::engine::office::Office;
use crate::engine::post::Posted;
use crate::store::{EventIdentity, NewNote, ProgrammeRow, StoreError, Tx};
use jiff::{SignedDuration, Timestamp};

/// How long a letter waits whose template failed.
const MEND: SignedDuration = SignedDuration::from_hours(1);

/// A pair to be settled.
pub struct Asked<'a> {
    /// Its programme.
    pub programme: &'a ProgrammeRow,
    /// Its id.
    pub pair: &'a str,
    /// The programme is paused, not approved, or the service is braked.
    pub on_hold: bool,
}

/// What settling a pair came to.
#[derive(Debug, Default)]
pub struct SettledPair {
    /// Letters queued.
    pub queued: usize,
    /// What kept a letter from being written.
    pub faults: Vec<EngineError>,
    /// The time has come to let go of the pair, in whole or in part.
    pub let_go: Option<Retention>,
}

/// A pair, what its timeline says, and which letters are to be written or are decided against.
pub(super) struct Decided {
    pub known: Known,
    pub on_hold: bool,
    pub timeline: Timeline,
    pub calendar: CalendarPlan,
    /// In the order in which they go on record.
    pub decisions: Vec<Decision>,
    pub let_go: Option<Retention>,
    pub wake_at: Option<Timestamp>,
}

/// The same with its letters, and nothing else of it.
pub(super) struct Written {
    programme: String,
    pair: String,
    /// In the order in which they go on record.
    entries: Vec<Entry>,
    let_go: Option<Retention>,
    wake_at: Option<Timestamp>,
}

/// What a decision puts on record.
enum Entry {
    /// It is not sent; this row says so.
    Against(Box<Delivery>),
    /// A letter and its copy, where one is wanted.
    Letters(Vec<Result<Posted, EngineError>>),
}

/// What was decided about one letter.
pub(super) enum Decision {
    /// It is not sent; this row says so.
    Against(Box<Delivery>),
    /// It is written.
    Write(Commission),
}

/// What a letter's words do not say by themselves.
pub(super) struct Commission {
    pub place: Place,
    /// The event's names, if it had been shown before.
    pub identity: Option<EventIdentity>,
    /// Of the reader's links.
    pub generation: u32,
    pub has_copy: bool,
}

/// Which letter of the plans, by its place in them.
#[derive(Clone, Copy)]
pub(super) enum Place {
    /// Of those the timeline asks for.
    Plain(usize),
    /// Of the calendar's.
    Calendar(usize),
}

impl Place {
    /// Nothing: nobody of the pair reads it.
    pub fn matter<'a>(
        self,
        office: &'a Office,
        view: &'a PairView<'a>,
        timeline: &'a Timeline,
        calendar: &'a CalendarPlan,
    ) -> Option<Matter<'a>> {
        let wanted = match self {
            Place::Plain(n) => Wanted::Plain(timeline.items.get(n)?),
            Place::Calendar(n) => Wanted::Calendar(calendar.items.get(n)?),
        };
        let (reader, partner) = view.pair.reader_and_partner(wanted.role())?;
        Some(Matter { office, view, timeline, wanted, reader, partner, is_copy: false, generation: 0 })
    }
}

impl Decided {
    /// The programme's id.
    pub fn programme(&self) -> &str {
        &self.known.row.programme
    }

    /// Writes its letters. It takes most of the time that a pair takes, and needs nothing of the database.
    pub fn write(mut self, office: &Office, programme: &ProgrammeRow, at: Timestamp) -> Written {
        let decisions = std::mem::take(&mut self.decisions);
        let view = self.known.view(programme, self.on_hold);
        let entries = decisions.into_iter().map(|decision| match decision {
            Decision::Against(row) => Entry::Against(row),
            Decision::Write(commission) => Entry::Letters(self.write_one(commission, office, &view, at)),
        });
        let entries = entries.collect();
        let row = self.known.row;
        Written { programme: row.programme, pair: row.pair.id, entries, let_go: self.let_go, wake_at: self.wake_at }
    }

    /// A letter, and its copy: both or neither is sent.
    fn write_one(
        &self,
        commission: Commission,
        office: &Office,
        view: &PairView<'_>,
        at: Timestamp,
    ) -> Vec<Result<Posted, EngineError>> {
        let mut posted = Vec::with_capacity(1);
        if let Some(mut matter) = commission.place.matter(office, view, &self.timeline, &self.calendar) {
            matter.generation = commission.generation;
            posted.push(matter.post(commission.identity, at));
            if commission.has_copy {
                matter.is_copy = true;
                posted.push(matter.post(None, at));
            }
        }
        posted
    }
}

impl Written {
    /// Programme and id.
    pub fn place(&self) -> (String, String) {
        (self.programme.clone(), self.pair.clone())
    }

    /// Puts on record what became of its letters.
    ///
    /// # Errors
    /// The database.
    pub fn put(self, tx: &Tx<'_>, at: Timestamp) -> Result<SettledPair, StoreError> {
        let mut settled = SettledPair { let_go: self.let_go, ..SettledPair::default() };
        for entry in self.entries {
            match entry {
                Entry::Against(row) => tx.insert_delivery(&row, None).map(|_| ())?,
                Entry::Letters(posted) => queue(tx, posted, &mut settled)?,
            }
        }
        for fault in &settled.faults {
            tell_of_fault(tx, &self.programme, fault, at)?;
        }
        let mend_at = (!settled.faults.is_empty()).then(|| later(at, MEND));
        tx.set_wake_at(&self.programme, &self.pair, self.wake_at.into_iter().chain(mend_at).min())?;
        Ok(settled)
    }
}

/// Queues a letter and its copy; neither, if one of them could not be written.
fn queue(tx: &Tx<'_>, posted: Vec<Result<Posted, EngineError>>, settled: &mut SettledPair) -> Result<(), StoreError> {
    if posted.iter().any(Result::is_err) {
        settled.faults.extend(posted.into_iter().filter_map(Result::err));
        return Ok(());
    }
    for posted in posted.into_iter().flatten() {
        tx.insert_delivery(&posted.delivery, Some(&posted.message))?;
        settled.queued += 1;
    }
    Ok(())
}

/// The kind of note about a letter that could not be written.
pub(crate) const LETTER_FAILED: &str = "letter_failed";

/// One note a programme and fault, however many letters it keeps back. The fault names a template and a place, nobody.
fn tell_of_fault(tx: &Tx<'_>, programme: &str, fault: &EngineError, at: Timestamp) -> Result<(), StoreError> {
    let occurrence = match fault {
        EngineError::Render(fault) => fault.name(),
        other => other.to_string(),
    };
    let note = NewNote {
        programme: programme.to_owned(),
        pair: String::new(),
        kind: LETTER_FAILED.to_owned(),
        occurrence,
        detail: fault.detail(),
        urgent: false,
    };
    tx.raise_note_anew(&note, at).map(|_| ())
}
