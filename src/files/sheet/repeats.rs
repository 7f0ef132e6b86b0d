//! What stands twice: pair ids over all sheets, and the same two people in one sheet (rule 13).
//!
//! A million ids and addresses do not fit in the memory this may take, so it works in two rounds: a first reading of all
//! sheets through a Bloom filter leaves the few keys that may stand twice; only those are remembered while the sheets
//! are read for good. The first row that has a key keeps it. A workbook is unpacked for the first reading and read from that
//! copy ever after. Where a first reading broke off, what stands twice is not known: no later one may count as whole.

use crate::domain::address::Address;
use crate::domain::pair::derived_pair_id;
use crate::domain::problem::Problem;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::column::Column;
use crate::files::sheet::headings::Headings;
use crate::files::sheet::raw_row::RawRow;
use crate::files::sheet::table::{Table, open_table, table_of};
use crate::files::sheet::workbook::spread::Spread;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasher, Hash, RandomState};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

/// The least and the most bits of the filter: 8 KiB to 4 MiB, which is 16 bits a key for a million rows.
const FILTER_BITS: (u64, u64) = (1 << 16, 1 << 25);

/// How many unpacked workbooks are kept: each is an open file.
const SPREADS_KEPT: usize = 64;

/// A row: the index of its sheet, and its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Place {
    sheet: usize,
    line: u32,
}

/// The keys that may stand twice in these sheets, and which row was seen with each first.
pub struct Repeats {
    hasher: RandomState,
    sheets: Vec<Sheet>,
    suspects: HashSet<u64>,
    rows: u64,
    firsts: Mutex<HashMap<u64, Place>>,
}

/// A sheet, and what is left of its first reading.
struct Sheet {
    path: PathBuf,
    /// A workbook, unpacked.
    spread: Option<Spread>,
    /// Why it was not read to its end.
    fault: Option<Problem>,
}

/// What a key is made of.
#[derive(Hash)]
enum Key<'k> {
    Id(&'k str),
    People(usize, &'k str, &'k str),
}

impl Repeats {
    /// Reads all sheets once and finds what may stand twice among them. A sheet that cannot be read counts as empty, and has a
    /// [`Repeats::fault`].
    pub fn among(programmes: &[&ProgrammeFile]) -> Repeats {
        let sheet =
            |programme: &&ProgrammeFile| Sheet { path: programme.pairs_path.clone(), spread: None, fault: None };
        let sheets: Vec<Sheet> = programmes.iter().map(sheet).collect();
        let bytes: u64 = sheets.iter().filter_map(|sheet| sheet.path.metadata().ok()).map(|sheet| sheet.len()).sum();
        let mut seen = Seen::for_bytes(bytes);
        let mut repeats =
            Repeats { hasher: RandomState::new(), sheets, suspects: HashSet::new(), rows: 0, firsts: Mutex::default() };
        for (sheet, programme) in programmes.iter().enumerate() {
            repeats.sheets[sheet].fault = repeats.read(sheet, programme, &mut seen).err();
        }
        repeats
    }

    fn read(&mut self, sheet: usize, programme: &ProgrammeFile, seen: &mut Seen) -> Result<(), Problem> {
        let mut table = open_table(programme)?;
        let kept = self.sheets.iter().filter(|sheet| sheet.spread.is_some()).count();
        self.sheets[sheet].spread = table.spread.take().filter(|_| kept < SPREADS_KEPT);
        let headings = Headings::read(&table.headings, &programme.columns, "", &mut Vec::new());
        // Every opening finds that out for itself.
        let Ok(headings) = headings else { return Ok(()) };
        // Derived ids can only stand twice as two people do, or as an id that somebody wrote or another programme has.
        let derives = self.sheets.len() > 1 || headings.position(Column::Pair).is_some();
        let derived_for = Some(programme.programme.id.as_str()).filter(|_| derives);
        let mut row = RawRow::default();
        while table.source.next_row(&mut row)? {
            self.rows += 1;
            for hash in self.hashes(sheet, derived_for, &headings, &row) {
                if seen.insert(hash) {
                    self.suspects.insert(hash);
                }
            }
        }
        Ok(())
    }

    /// Opens the sheet of that programme at its first row after the headings.
    pub(crate) fn open(&self, programme: &ProgrammeFile) -> Result<Table, Problem> {
        match self.sheets.get(self.sheet(programme)).and_then(|sheet| sheet.spread.clone()) {
            Some(spread) => table_of(programme, spread),
            None => open_table(programme),
        }
    }

    /// Why that sheet was not read to its end: what stands twice in it is not known.
    pub(crate) fn fault(&self, sheet: usize) -> Option<&Problem> {
        self.sheets.get(sheet)?.fault.as_ref()
    }

    /// The keys of that row: its id, written or, for that programme, derived; and its two addresses.
    fn hashes(
        &self,
        sheet: usize,
        derived_for: Option<&str>,
        headings: &Headings,
        row: &RawRow,
    ) -> impl Iterator<Item = u64> + use<> {
        let text = |column| headings.position(column).map_or("", |at| row.text(at));
        let (mentor, mentee) = (text(Column::MentorEmail), text(Column::MenteeEmail));
        let people = (!mentor.is_empty() && !mentee.is_empty())
            .then(|| self.hash(&Key::People(sheet, &spelling(mentor), &spelling(mentee))));
        let id = match text(Column::Pair) {
            "" => derived_for
                .and_then(|programme| derived_id(programme, mentor, mentee))
                .map(|id| self.hash(&Key::Id(&id))),
            id => Some(self.hash(&Key::Id(id))),
        };
        id.into_iter().chain(people)
    }

    /// How many rows all sheets have.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    fn hash(&self, key: &Key) -> u64 {
        self.hasher.hash_one(key)
    }

    /// The index of that sheet, for [`Repeats::first_with_id`] and [`Repeats::first_with_people`].
    pub(crate) fn sheet(&self, programme: &ProgrammeFile) -> usize {
        self.sheets.iter().position(|sheet| sheet.path == programme.pairs_path).unwrap_or(self.sheets.len())
    }

    /// Where that id stood first, if not in this row.
    pub(crate) fn first_with_id(&self, sheet: usize, line: u32, id: &str) -> Option<String> {
        self.first(&Key::Id(id), Place { sheet, line })
    }

    /// Where these two people stood first in this sheet, if not in this row.
    pub(crate) fn first_with_people(
        &self,
        sheet: usize,
        line: u32,
        mentor: &Address,
        mentee: &Address,
    ) -> Option<String> {
        if self.suspects.is_empty() {
            return None;
        }
        self.first(&Key::People(sheet, &mentor.key(), &mentee.key()), Place { sheet, line })
    }

    fn first(&self, key: &Key, place: Place) -> Option<String> {
        if self.suspects.is_empty() {
            return None;
        }
        let hash = self.hash(key);
        if !self.suspects.contains(&hash) {
            return None;
        }
        let mut firsts = self.firsts.lock().unwrap_or_else(PoisonError::into_inner);
        let first = *firsts.entry(hash).or_insert(place);
        if first == place {
            return None;
        }
        let elsewhere = self.sheets.get(first.sheet).filter(|_| first.sheet != place.sheet);
        Some(match elsewhere {
            Some(sheet) => format!("line {} of {}", first.line, shown(&sheet.path)),
            None => format!("line {}", first.line),
        })
    }
}

/// The spelling that [`Address::key`] would give, without parsing where that changes nothing.
fn spelling(address: &str) -> String {
    if address.is_ascii() {
        return address.to_ascii_lowercase();
    }
    Address::parse(address).map(|address| address.key()).unwrap_or_else(|_| address.to_lowercase())
}

fn derived_id(programme: &str, mentor: &str, mentee: &str) -> Option<String> {
    let (mentor, mentee) = (Address::parse(mentor).ok()?, Address::parse(mentee).ok()?);
    Some(derived_pair_id(programme, &mentor, &mentee))
}

/// A Bloom filter of hashes.
struct Seen {
    words: Vec<u64>,
    mask: u64,
}

impl Seen {
    /// A filter for sheets of that many bytes: four bits a byte of the shortest rows anybody writes.
    fn for_bytes(bytes: u64) -> Seen {
        let bits = bytes.clamp(FILTER_BITS.0, FILTER_BITS.1).next_power_of_two();
        Seen { words: vec![0; usize::try_from(bits / 64).unwrap_or(1)], mask: bits - 1 }
    }

    /// Remembers the hash, and says whether it may have been there already.
    fn insert(&mut self, hash: u64) -> bool {
        let step = hash.rotate_left(32) | 1;
        let mut was_there = true;
        for probe in 0..5 {
            let bit = hash.wrapping_add(step.wrapping_mul(probe)) & self.mask;
            let flag = 1 << (bit % 64);
            let Some(word) = usize::try_from(bit / 64).ok().and_then(|at| self.words.get_mut(at)) else { continue };
            was_there &= *word & flag != 0;
            *word |= flag;
        }
        was_there
    }
}

#[cfg(test)]
mod tests {
    use super::{FILTER_BITS, Seen};
    use std::hash::{BuildHasher, RandomState};

    #[test]
    fn the_filter_forgets_nothing_and_suspects_little() {
        let hasher = RandomState::new();
        let mut seen = Seen::for_bytes(FILTER_BITS.0);
        let suspected = (0..4000).filter(|n| seen.insert(hasher.hash_one(n))).count();
        assert!(suspected < 40, "{suspected}");
        assert!((0..4000).all(|n| seen.insert(hasher.hash_one(n))));
    }
}
