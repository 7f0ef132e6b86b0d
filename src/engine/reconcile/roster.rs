//! Reading a sheet into the store: every row finds its pair (rule 13), and who has no row any more has vanished (rule 31).
//!
//! In rounds, so that the order of rows does not matter: ids first, then addresses, then what resembles a pair without a
//! row. Only rows that are not placed yet are looked at again, and of those only the lines are remembered; a sheet in which
//! little changed is read once, and little is written.

use crate::domain::fact::{Fact, What};
use crate::domain::now::Now;
use crate::domain::pair::{Pair, Status};
use crate::domain::problem::Problem;
use crate::domain::standing::Standing;
use crate::engine::reconcile::cells::{changed_facts, fingerprint, first_facts};
use crate::engine::reconcile::edit::{Edit, is_active};
use crate::engine::reconcile::identity;
use crate::engine::reconcile::read_ahead::read_ahead;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::repeats::Repeats;
use crate::files::sheet::{Row, SheetReader};
use crate::store::{Forgotten, PairRow, Roll, Source, StoreError, Tx, WAKE_NOW};
use jiff::Timestamp;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// Up to so many faulty rows are looked at closely; beyond, no pair of the sheet is taken for gone.
const MOST_UNPLACED_FAULTS: usize = 10_000;

/// Why a sheet was not read to its end.
#[derive(Debug)]
pub(super) enum Halted {
    /// The database.
    Store(StoreError),
    /// The sheet.
    Sheet(Vec<Problem>),
}

impl From<StoreError> for Halted {
    fn from(error: StoreError) -> Halted {
        Halted::Store(error)
    }
}

impl From<Problem> for Halted {
    fn from(problem: Problem) -> Halted {
        Halted::Sheet(vec![problem])
    }
}

/// A sheet on its way into the store.
pub(super) struct Roster<'a> {
    pub tx: &'a Tx<'a>,
    pub file: &'a ProgrammeFile,
    pub repeats: Arc<Repeats>,
    /// Programmes that are known and whose sheets are not read now: their ids are taken.
    pub unread: &'a [String],
    /// Who must not come back (rule 28).
    pub forgotten: &'a Forgotten,
    pub now: Timestamp,
}

/// A [`Roster`] being read.
pub(super) struct Import<'a> {
    pub roster: &'a Roster<'a>,
    /// The programme has no pair yet.
    is_first: bool,
    /// Whose row has come.
    pub roll: Roll,
    pub edit: Edit,
}

/// Lines not placed yet, in the order of the sheet.
type Open = Vec<u32>;

impl Roster<'_> {
    /// Reads the whole sheet into the transaction.
    ///
    /// # Errors
    /// The transaction is of no use then.
    pub fn import(&self) -> Result<Edit, Halted> {
        let programme = &self.file.programme.id;
        let is_first = self.tx.pairs_of(programme).next().is_none();
        let mut edit = Edit::default();
        edit.tally.rows_before = u32::try_from(self.tx.pair_count(programme)?).unwrap_or(u32::MAX);
        let mut import = Import { roster: self, is_first, roll: Roll::of(programme), edit };
        if is_first {
            import.first_rows()?;
        } else {
            import.rows_of_known()?;
        }
        let mut edit = import.edit;
        edit.tally.rows_after = edit.counts.rows;
        Ok(edit)
    }

    pub fn sheet(&self) -> Result<SheetReader, Halted> {
        SheetReader::open_among(self.file, Arc::clone(&self.repeats)).map_err(Halted::Sheet)
    }

    /// The rows of those lines.
    fn rows<'o>(&self, open: &'o Open) -> Result<impl Iterator<Item = Result<Row, Problem>> + use<'o>, Halted> {
        let sheet = if open.is_empty() { None } else { Some(self.sheet()?) };
        let is_open = move |row: &Row| open.binary_search(&row.line).is_ok();
        Ok(sheet.into_iter().flatten().filter(move |row| row.as_ref().map_or(true, is_open)))
    }

    pub fn fault(&self, line: u32, what: String, hint: &str) -> Problem {
        Problem::error(shown(&self.file.pairs_path), what).at(line, 1).hint(hint)
    }
}

impl Import<'_> {
    pub fn programme(&self) -> &str {
        &self.roster.file.programme.id
    }

    /// The pair that is called so, if it was known before this sheet.
    pub fn known(&self, id: &str) -> Result<Option<PairRow>, StoreError> {
        if self.is_first { Ok(None) } else { self.roster.tx.pair(self.programme(), id) }
    }

    /// Whether a row of the sheet has that pair already.
    pub fn has_row(&self, known: &PairRow) -> Result<bool, StoreError> {
        self.roll.has(self.roster.tx, known.id())
    }

    /// A sheet of a programme that has pairs.
    fn rows_of_known(&mut self) -> Result<(), Halted> {
        let open = self.round_of_ids()?;
        let open = self.round_of_addresses(open)?;
        self.round_of_resemblance(open)?;
        Ok(self.vanish()?)
    }

    /// Every row is read; those whose id is known are placed.
    fn round_of_ids(&mut self) -> Result<Open, Halted> {
        let mut open = Open::new();
        let sheet = self.roster.sheet()?;
        self.edit.report(sheet.warnings().iter().cloned());
        read_ahead(sheet, |row| {
            let line = row.line;
            if !self.place_first(row)? {
                open.push(line);
            }
            Ok(())
        })?;
        Ok(open)
    }

    fn place_first(&mut self, row: Row) -> Result<bool, StoreError> {
        self.edit.counts.rows += 1;
        self.edit.report(row.warnings);
        match row.outcome {
            Ok(pair) if self.is_let_go(&pair, row.line)? => Ok(true),
            Ok(pair) => self.place_by_id(pair, row.line),
            Err(faulty) => {
                self.edit.report(faulty.problems.iter().cloned());
                self.keep_by_id(&faulty, row.line)
            }
        }
    }

    /// Whether nothing has changed for that pair, which is known under that id.
    fn is_unchanged(&mut self, id: &str, pair: &Pair, print: &[u8; 16]) -> Result<bool, StoreError> {
        let is_unchanged = self.roll.is_unchanged(self.roster.tx, id, print)?;
        self.edit.tally.active_pairs += u32::from(is_unchanged && pair.status == Status::Active);
        Ok(is_unchanged)
    }

    fn place_by_id(&mut self, pair: Pair, line: u32) -> Result<bool, StoreError> {
        let print = fingerprint(&pair);
        if self.is_unchanged(&pair.id, &pair, &print)? {
            return Ok(true);
        }
        let (tx, programme) = (self.roster.tx, self.programme());
        let Some(known) = identity::by_id(tx, programme, &pair)? else { return Ok(false) };
        if known.vanished && !identity::shares_a_person(&known.pair, &pair) {
            let what = format!("the pair id {} belonged to two other people, whose row is gone", pair.id);
            self.refuse(line, what, "give these two an id that nobody had before");
            // Two rows want it now: no other may rename it away, or the next reading would come out differently.
            self.roll.mark(tx, known.id())?;
            return Ok(true);
        }
        self.take(&known, pair, line, print)?;
        Ok(true)
    }

    /// Rows whose two people are known: kept under their id, or renamed.
    fn round_of_addresses(&mut self, open: Open) -> Result<Open, Halted> {
        let mut still_open = Open::new();
        for row in self.roster.rows(&open)? {
            let row = row?;
            let is_placed = match row.outcome {
                Ok(pair) => self.place_by_addresses(pair, row.line)?,
                Err(faulty) => self.keep_by_addresses(&faulty, row.line)?,
            };
            if !is_placed {
                still_open.push(row.line);
            }
        }
        Ok(still_open)
    }

    fn place_by_addresses(&mut self, pair: Pair, line: u32) -> Result<bool, StoreError> {
        let (tx, programme) = (self.roster.tx, self.programme());
        let known = identity::by_addresses(tx, programme, &pair.mentor.address, &pair.mentee.address)?;
        let Some(known) = known else { return Ok(false) };
        if self.has_row(&known)? {
            let what = format!("these two people are the pair {} already, whose own row has a fault", known.id());
            self.refuse(line, what, "mend that row first, or delete this one");
            return Ok(true);
        }
        let print = fingerprint(&pair);
        if !identity::has_own_id(programme, &pair) && self.is_unchanged(known.id(), &pair, &print)? {
            return Ok(true);
        }
        self.take(&known, pair, line, print)?;
        Ok(true)
    }

    /// The rest: a corrected address or a new pair; and faulty rows, which keep whatever pair they may be about.
    fn round_of_resemblance(&mut self, open: Open) -> Result<(), Halted> {
        let claims = self.claims(&open)?;
        let mut claimed: HashMap<&str, u32> = HashMap::new();
        claims.values().flatten().for_each(|id| *claimed.entry(id).or_default() += 1);
        let mut faulty_rows = Vec::new();
        for row in self.roster.rows(&open)? {
            let row = row?;
            match (row.outcome, claims.get(&row.line).map(Vec::as_slice)) {
                (Ok(pair), None) => self.add_unless_taken(pair, row.line)?,
                (Ok(pair), Some([id])) if claimed.get(id.as_str()) == Some(&1) => self.correct(id, pair, row.line)?,
                (Ok(_), Some(ids)) => self.refuse_ambiguous(ids, row.line)?,
                (Err(faulty), _) if faulty_rows.len() < MOST_UNPLACED_FAULTS => faulty_rows.push((row.line, faulty)),
                (Err(_), _) => self.edit.unrecognised = Some(row.line),
            }
        }
        for (line, faulty) in faulty_rows {
            self.keep_what_it_may_be(&faulty, line)?;
        }
        Ok(())
    }

    /// Which pairs without a row the rows of those lines resemble.
    fn claims(&self, open: &Open) -> Result<BTreeMap<u32, Vec<String>>, Halted> {
        let mut claims = BTreeMap::new();
        for row in self.roster.rows(open)? {
            let Row { line, outcome: Ok(pair), .. } = row? else { continue };
            if identity::has_own_id(self.programme(), &pair) {
                continue;
            }
            let found = identity::resembling(self.roster.tx, self.programme(), &pair, &self.roll)?;
            if !found.is_empty() {
                claims.insert(line, found.into_iter().map(|known| known.pair.id).collect());
            }
        }
        Ok(claims)
    }

    fn correct(&mut self, id: &str, pair: Pair, line: u32) -> Result<(), StoreError> {
        let Some(known) = self.roster.tx.pair(self.programme(), id)? else { return Ok(()) };
        let print = fingerprint(&pair);
        self.take(&known, pair, line, print)
    }

    /// Who is left has no row.
    fn vanish(&mut self) -> Result<(), StoreError> {
        let roster = self.roster;
        // The roll is at its end: who is kept from here on needs no mark.
        let fresh = Roll::of(self.programme());
        let roll = std::mem::replace(&mut self.roll, fresh);
        for id in roll.left_behind(roster.tx) {
            let known = roster.tx.pair(self.programme(), &id?)?;
            let Some(known) = known.filter(|known| !known.vanished && !known.pair.mentor.is_removed()) else {
                continue;
            };
            if let Some(line) = self.edit.unrecognised {
                let what = format!("its row is missing, and may be the one with a fault on line {line}");
                self.keep(&known, &what, line)?;
                continue;
            }
            self.edit.tally.active_pairs += u32::from(is_active(&known));
            vanish_pair(roster.tx, &known, roster.now)?;
            self.edit.vanish(&known);
        }
        Ok(())
    }

    fn add_unless_taken(&mut self, pair: Pair, line: u32) -> Result<(), StoreError> {
        if self.roster.tx.pair(self.programme(), &pair.id)?.is_some() {
            let what = format!("this new pair would be called {}, as another one is", pair.id);
            self.refuse(line, what, "write an id of its own into the column \"pair\"");
            return Ok(());
        }
        self.add(pair, line)
    }

    /// A pair that was not known.
    fn add(&mut self, pair: Pair, line: u32) -> Result<(), StoreError> {
        if self.refuse_if_elsewhere(&pair, line)? {
            return Ok(());
        }
        let facts = first_facts(&pair, self.roster.now);
        let print = fingerprint(&pair);
        let row = self.new_row(pair, print);
        self.put(&row, &facts)?;
        self.stopped(&row.pair).iter().try_for_each(|key| self.honour_stop(key))?;
        self.edit.add(&row.pair, line);
        Ok(())
    }

    /// What is known of a pair whose row is read for the first time.
    pub fn new_row(&self, pair: Pair, fingerprint: [u8; 16]) -> PairRow {
        PairRow {
            programme: self.programme().to_owned(),
            pair,
            first_seen_at: self.roster.now,
            set_aside: None,
            vanished: false,
            wake_at: Some(WAKE_NOW),
            fingerprint,
            held_by: None,
        }
    }

    /// Refuses the row if its id is another programme's.
    pub fn refuse_if_elsewhere(&mut self, pair: &Pair, line: u32) -> Result<bool, StoreError> {
        let Some(programme) = self.owner_elsewhere(&pair.id)? else { return Ok(false) };
        let what = format!("the pair id {} is taken by a pair of the programme {programme}", pair.id);
        self.refuse(line, what, "give every pair an id of its own");
        Ok(true)
    }

    /// A programme whose sheet is not read now and that has a pair of that id.
    fn owner_elsewhere(&self, id: &str) -> Result<Option<String>, StoreError> {
        if self.roster.unread.is_empty() {
            return Ok(None);
        }
        let owners = self.roster.tx.pair_anywhere(id)?;
        let owner = owners.into_iter().find(|row| !row.vanished && self.roster.unread.contains(&row.programme));
        Ok(owner.map(|row| row.programme))
    }

    /// A known pair, and what its row says now. A row without an id of its own leaves the pair the one it has.
    fn take(&mut self, known: &PairRow, mut pair: Pair, line: u32, print: [u8; 16]) -> Result<(), StoreError> {
        let (tx, now) = (self.roster.tx, self.roster.now);
        let moves = self.moves(known, &pair)?;
        if !identity::has_own_id(self.programme(), &pair) {
            pair.id = known.pair.id.clone();
        } else if pair.id != known.pair.id {
            tx.rename_pair(self.programme(), known.id(), &pair.id)?;
        }
        let returned = known.vanished.then_some(Fact { at: now, who: None, what: What::Returned {} });
        let changed = changed_facts(&known.pair, &pair, &self.roster.file.programme, now);
        let facts: Vec<Fact> = returned.into_iter().chain(changed).collect();
        let is_same = facts.is_empty() && known.set_aside.is_none() && known.pair == pair;
        let row = PairRow {
            pair,
            set_aside: None,
            vanished: false,
            wake_at: if is_same { known.wake_at } else { Some(WAKE_NOW) },
            fingerprint: print,
            ..known.clone()
        };
        self.put(&row, &facts)?;
        self.edit.tally.active_pairs += u32::from(is_active(known));
        self.edit.change(known, &row.pair, line, moves);
        Ok(())
    }

    /// Whether the row gives a session that stands another start.
    fn moves(&self, known: &PairRow, pair: &Pair) -> Result<bool, StoreError> {
        let Some(session) = pair.session.as_ref().filter(|session| known.pair.session.as_ref() != Some(session)) else {
            return Ok(false);
        };
        let facts = self.roster.tx.facts(self.programme(), known.id())?;
        let start = Standing::of(&facts, &Now::at(self.roster.now)).session.start;
        Ok(start.is_some_and(|start| start.timestamp() != session.timestamp()))
    }

    /// The one place where a pair is written. It is woken, and at the end of the edit's transaction its waiting letters that
    /// are no longer so are put aside (rule 1).
    fn put(&mut self, row: &PairRow, facts: &[Fact]) -> Result<(), StoreError> {
        self.roster.tx.upsert_pair(row)?;
        self.roll.mark(self.roster.tx, row.id())?;
        for fact in facts {
            self.roster.tx.add_fact(self.programme(), row.id(), fact, Source::Files)?;
        }
        Ok(())
    }
}

/// A pair whose row, or whose programme, is gone.
pub(super) fn vanish_pair(tx: &Tx<'_>, known: &PairRow, now: Timestamp) -> Result<(), StoreError> {
    let fact = Fact { at: now, who: None, what: What::Vanished {} };
    tx.set_vanished(&known.programme, known.id())?;
    tx.add_fact(&known.programme, known.id(), &fact, Source::Files)?;
    Ok(())
}
