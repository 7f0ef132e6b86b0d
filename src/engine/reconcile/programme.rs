//! One programme: its file and its sheet, applied as a whole, held as a whole, or left alone.

use crate::domain::guard::{HoldReason, Tally, UnclearDates};
use crate::domain::problem::Problem;
use crate::engine::aside::put_edited_aside;
use crate::engine::reconcile::change::{Counts, HoldKind, Outcome, ProgrammeChange, Reconciled};
use crate::engine::reconcile::contents::{Contents, Reading};
use crate::engine::reconcile::edit::Edit;
use crate::engine::reconcile::last_read::LastRead;
use crate::engine::reconcile::roster::{Halted, Roster};
use crate::engine::reconcile::{Mode, hold, meetings, note, receipt, updates};
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::service::NewProgrammes;
use crate::store::{self, Hold, ProgrammeRow, Store, StoreError, Tx};
use jiff::Timestamp;

/// What one reading of one programme is to do.
#[derive(Debug, Clone, Copy)]
pub(super) struct Order {
    pub now: Timestamp,
    pub mode: Mode,
    /// Nothing was known before: the first reading is no edit.
    pub begins: bool,
    /// A person has looked at these contents: the guard is not asked, and this hold is done with.
    pub approved: Option<i64>,
}

/// A programme being read.
struct Desk<'a> {
    reading: &'a Reading<'a>,
    file: &'a ProgrammeFile,
    contents: &'a Contents,
    known: Option<ProgrammeRow>,
    last: LastRead,
    /// It is new, and nobody has approved it yet.
    waits: Option<Hold>,
    order: Order,
}

/// How reading ended.
enum End {
    /// It is in force; or it was only looked at.
    Read(Edit),
    /// It waits for a person.
    Stopped(Edit, HoldReason),
    /// It could not be read.
    Broken(Vec<Problem>),
}

/// Reads one programme. `quiet`: no sheet of the folder changed.
pub(super) fn reconcile(
    store: &mut Store,
    reading: &Reading<'_>,
    at: usize,
    order: Order,
    quiet: bool,
    said: &mut Reconciled,
) -> Result<(), StoreError> {
    let Order { now, mode, .. } = order;
    let desk = Desk::of(store, reading, at, order)?;
    let held = hold::open(store, desk.id(), HoldKind::Edit)?;
    let is_stopped = held.is_some() || hold::open(store, desk.id(), HoldKind::ProgrammeGone)?.is_some();
    let same_held = held.filter(|hold| hold.hold.content_hash == desk.contents.hash && mode != Mode::Look);
    let outcome = match same_held {
        Some(hold) => Outcome::Held(hold::held(&hold, HoldKind::Edit)),
        None if quiet && !is_stopped && desk.is_in_force() => Outcome::Unchanged,
        None => return desk.read(store, said),
    };
    if mode != Mode::Look && note::is_broken(store, desk.id())? {
        store.write(|tx| note::readable_again(tx, desk.id(), now))?;
    }
    let mut change = desk.change(outcome);
    change.awaits_approval = hold::open_held(store, desk.id(), HoldKind::Programme)?;
    said.programmes.push(change);
    Ok(())
}

/// Reads a programme whose contents a person has approved.
pub(super) fn apply_approved(
    store: &mut Store,
    reading: &Reading<'_>,
    at: usize,
    now: Timestamp,
    hold: i64,
    said: &mut Reconciled,
) -> Result<(), StoreError> {
    let order = Order { now, mode: Mode::Apply, begins: false, approved: Some(hold) };
    Desk::of(store, reading, at, order)?.read(store, said)
}

impl<'a> Desk<'a> {
    fn of(store: &Store, reading: &'a Reading<'a>, at: usize, order: Order) -> Result<Desk<'a>, StoreError> {
        let file = reading.file(at);
        let known = store.programme(&file.programme.id)?;
        let last = LastRead::of(store, &file.programme.id)?;
        let waits = hold::open(store, &file.programme.id, HoldKind::Programme)?;
        Ok(Desk { reading, file, contents: reading.contents(at), known, last, waits, order })
    }

    fn id(&self) -> &'a str {
        &self.file.programme.id
    }

    /// Nothing at all would come of reading it.
    fn is_in_force(&self) -> bool {
        let is_known = |row: &ProgrammeRow| row.epoch == self.contents.epoch && !row.vanished;
        self.known.as_ref().is_some_and(is_known) && self.last.contents == self.contents.hash
    }

    fn read(self, store: &mut Store, said: &mut Reconciled) -> Result<(), StoreError> {
        let repeats = self.reading.repeats();
        let unread = self.unread(store)?;
        let look = self.order.mode == Mode::Look;
        let forgotten = store.forgotten()?;
        let end = store.write_or_undo(|tx| {
            self.put_programme(tx)?;
            let (repeats, now) = (repeats.clone(), self.order.now);
            let roster = Roster { tx, file: self.file, repeats, unread: &unread, forgotten: &forgotten, now };
            let mut edit = match roster.import() {
                Ok(edit) => edit,
                Err(Halted::Store(error)) => return Err(error),
                Err(Halted::Sheet(problems)) => return Ok(store::Outcome::Undo(End::Broken(problems))),
            };
            if !self.contents.still_hold(self.file) {
                return Ok(store::Outcome::Undo(End::Broken(vec![self.still_written()])));
            }
            self.count_meetings(tx, &mut edit)?;
            let verdict = self.verdict(&edit);
            if look || verdict.is_some() || self.order.approved.is_some() {
                updates::count(tx, self.id(), &mut edit, self.order.now)?;
            }
            match verdict {
                Some(reason) => Ok(store::Outcome::Undo(End::Stopped(edit, reason))),
                None if look => Ok(store::Outcome::Undo(End::Read(edit))),
                None => self.settle(tx, &edit).map(|()| store::Outcome::Keep(End::Read(edit))),
            }
        })?;
        self.tell(store, end, said)
    }

    /// Known programmes whose sheets are not read now.
    fn unread(&self, store: &Store) -> Result<Vec<String>, StoreError> {
        let is_read = |id: &str| self.reading.config.programmes.iter().any(|file| file.programme.id == id);
        let known = store.programmes()?.into_iter();
        Ok(known.filter(|row| !row.vanished && !is_read(&row.id)).map(|row| row.id).collect())
    }

    /// Nobody of it has ever been written to.
    fn is_new(&self) -> bool {
        let went_unapproved = |row: &ProgrammeRow| row.vanished && !row.approved;
        self.waits.is_some() || self.known.as_ref().is_none_or(went_unapproved)
    }

    /// A new programme is not looked at by a person first. Where the settings let it go, dates that can be read two ways hold
    /// it all the same: nobody is written to about a day that was guessed.
    fn goes_at_once(&self, edit: &Edit) -> bool {
        let guard = self.reading.config.service.guard.new_programmes;
        self.order.mode == Mode::Approved || (guard == NewProgrammes::Go && edit.unclear_dates.rows == 0)
    }

    fn put_programme(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        tx.upsert_programme(&ProgrammeRow {
            id: self.id().to_owned(),
            programme: self.file.programme.clone(),
            epoch: self.contents.epoch.clone(),
            approved: self.goes_at_once(&Edit::default()),
            paused: false,
            first_seen_at: self.order.now,
            vanished: false,
        })
    }

    /// What the edit does to meetings beside the cells that name them. Before the first approval there are none.
    fn count_meetings(&self, tx: &Tx<'_>, edit: &mut Edit) -> Result<(), StoreError> {
        let Some(known) = self.known.as_ref().filter(|_| !self.is_new()) else { return Ok(()) };
        let everybody = known.programme != self.file.programme || self.last.zones != self.contents.zones;
        meetings::count(tx, self.id(), everybody, edit, self.order.now)
    }

    /// Nobody has been written to before the first approval, and what a person looked at is not asked twice.
    fn verdict(&self, edit: &Edit) -> Option<HoldReason> {
        if self.order.approved.is_some() || self.is_new() {
            return None;
        }
        edit.verdict(&self.last.last_day(self.order.now)).or_else(|| self.unclear_dates(edit))
    }

    /// Dates that can be read two ways hold an edit once: as many as somebody let go, or as are in force, ask nobody again.
    fn unclear_dates(&self, edit: &Edit) -> Option<HoldReason> {
        let is_news = self.last.contents != self.contents.hash;
        let is_more = edit.unclear_dates.rows > self.last.unclear_dates;
        (is_news && is_more).then(|| HoldReason::UnclearDates(edit.unclear_dates.clone()))
    }

    /// Everything that goes with contents that are in force now.
    fn settle(&self, tx: &Tx<'_>, edit: &Edit) -> Result<(), StoreError> {
        let now = self.order.now;
        let recent = match self.order.approved {
            Some(_) => Vec::new(),
            None => self.last.after(&edit.tally, now),
        };
        let contents = self.contents.hash.clone();
        let zones = self.contents.zones.clone();
        let (is_clean, unclear_dates) = (edit.is_clean(), edit.unclear_dates.rows);
        let folder = &self.reading.config.dir;
        let files = receipt::settings_files(self.file, folder);
        LastRead { contents, zones, is_clean, unclear_dates, files: files.clone(), recent }.keep(tx, self.id())?;
        hold::let_go(tx, self.id(), HoldKind::Edit, self.order.approved, now)?;
        hold::let_go(tx, self.id(), HoldKind::ProgrammeGone, None, now)?;
        self.settle_approval(tx, edit)?;
        let known = self.known.as_ref().filter(|_| !self.is_new());
        let joins = self.known.is_none() && self.goes_at_once(edit) && self.order.mode == Mode::Apply;
        if (known.is_some() || (joins && !self.order.begins))
            && let Some(receipt) = receipt::of(edit, known, self.file, (&self.last.files, &files), folder)
        {
            receipt.keep(tx, self.id(), &self.file.programme.coordinators)?;
        }
        put_edited_aside(tx, self.id(), now)?;
        note::rows_set_aside(tx, self.id(), edit, now)?;
        note::readable_again(tx, self.id(), now)
    }

    /// A new programme waits for its one approval; one that was held as a whole goes on.
    fn settle_approval(&self, tx: &Tx<'_>, edit: &Edit) -> Result<(), StoreError> {
        let now = self.order.now;
        if self.is_new() && !self.goes_at_once(edit) {
            tx.set_programme_approved(self.id(), false)?;
            return hold::wait_for_approval(tx, self.file, self.contents, edit, now);
        }
        if self.waits.is_some() {
            hold::let_programme_go(tx, self.id(), now)?;
        }
        if self.known.as_ref().is_some_and(|known| !known.approved) {
            tx.set_programme_approved(self.id(), true)?;
            tx.wake_programme(self.id())?;
        }
        Ok(())
    }

    fn tell(self, store: &mut Store, end: End, said: &mut Reconciled) -> Result<(), StoreError> {
        let look = self.order.mode == Mode::Look;
        let mut change = self.change(Outcome::Unchanged);
        match end {
            End::Broken(problems) => {
                change.outcome = Outcome::Unreadable;
                if !look && self.known.is_some() {
                    store.write(|tx| note::unreadable(tx, self.id(), &problems, self.order.now))?;
                }
                said.problems.extend(problems);
            }
            End::Read(mut edit) => {
                self.report(&mut change, &mut edit, said);
                let is_news = change.is_new || change.epoch_changed || self.last.contents != self.contents.hash;
                change.outcome = match is_news {
                    _ if look => Outcome::Seen(None),
                    true => Outcome::Applied,
                    false => Outcome::Unchanged,
                };
            }
            End::Stopped(mut edit, reason) => {
                self.report(&mut change, &mut edit, said);
                change.outcome = match look {
                    true => Outcome::Seen(Some(reason)),
                    false => {
                        Outcome::Held(hold::hold_edit(store, self.id(), self.contents, &edit, &reason, self.order.now)?)
                    }
                };
            }
        }
        change.awaits_approval = hold::open_held(store, self.id(), HoldKind::Programme)?;
        said.programmes.push(change);
        Ok(())
    }

    fn report(&self, change: &mut ProgrammeChange, edit: &mut Edit, said: &mut Reconciled) {
        change.counts = edit.counts;
        change.tally = edit.tally;
        change.unclear_dates = edit.unclear_dates.clone();
        change.pairs = edit.pairs.clone();
        said.problems.append(&mut edit.problems);
    }

    fn change(&self, outcome: Outcome) -> ProgrammeChange {
        ProgrammeChange {
            programme: self.id().to_owned(),
            outcome,
            is_new: self.known.is_none(),
            epoch_changed: self.known.as_ref().is_some_and(|known| known.epoch != self.contents.epoch),
            awaits_approval: None,
            counts: Counts::default(),
            tally: Tally::default(),
            unclear_dates: UnclearDates::default(),
            pairs: Vec::new(),
        }
    }

    fn still_written(&self) -> Problem {
        let what = "this sheet was written to while it was read";
        Problem::error(shown(&self.file.pairs_path), what).hint("it is read again when it has been quiet")
    }
}
