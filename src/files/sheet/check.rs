//! What a row means: its cells checked, and the pair they make.

use crate::domain::address::Address;
use crate::domain::pair::{Pair, Status};
use crate::domain::person::Zone;
use crate::domain::problem::Problem;
use crate::files::date::{read_date, read_start, unclear_day};
use crate::files::fault::{Fault, is_steering, nearest, quoted};
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::programme_file::read_contact_word;
use crate::files::sheet::column::Column;
use crate::files::sheet::doubts::Doubts;
use crate::files::sheet::headings::{Headings, column_called};
use crate::files::sheet::raw_row::RawRow;
use crate::files::sheet::reading::{PersonReading, Reading};
use crate::files::sheet::repeats::Repeats;
use crate::files::sheet::{Row, SetAside};
use crate::files::value::{read_address, read_id, read_language, read_line, read_name, read_url, read_zone};
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// The longest place, and the longest goal, in characters.
const TEXT_CHARS: usize = 500;
/// The most goals of a pair.
const MOST_GOALS: usize = 50;
/// How many spellings of zones are remembered.
const KNOWN_ZONES: usize = 1_000;

/// What spreadsheet programs show where a formula has no value.
const ERRORS: [&str; 10] =
    ["#N/A", "#REF!", "#VALUE!", "#NAME?", "#DIV/0!", "#NUM!", "#NULL!", "#SPILL!", "#CALC!", "#GETTING_DATA"];

/// Checks the rows of one sheet.
pub(crate) struct RowCheck {
    file: Arc<str>,
    /// What else to look for; nothing when sheets are read for good.
    pub doubts: Option<Arc<Mutex<Doubts>>>,
    programme: ProgrammeFile,
    headings: Headings,
    repeats: Arc<Repeats>,
    sheet: usize,
    /// Looking a zone up, or the likely one, costs more than the rest of a row.
    zones: HashMap<String, Result<Zone, Fault>>,
}

/// One row being checked.
struct Checked<'r> {
    check: &'r RowCheck,
    row: &'r RawRow,
    problems: Vec<Problem>,
}

/// The columns of one person.
struct PersonColumns {
    name: Column,
    called: Column,
    timezone: Column,
    language: Column,
}

const MENTOR: PersonColumns = PersonColumns {
    name: Column::MentorName,
    called: Column::MentorCalled,
    timezone: Column::MentorTimezone,
    language: Column::MentorLanguage,
};

const MENTEE: PersonColumns = PersonColumns {
    name: Column::MenteeName,
    called: Column::MenteeCalled,
    timezone: Column::MenteeTimezone,
    language: Column::MenteeLanguage,
};

impl RowCheck {
    pub fn new(programme: &ProgrammeFile, headings: Headings, repeats: Arc<Repeats>) -> RowCheck {
        RowCheck {
            file: shown(&programme.pairs_path).into(),
            doubts: None,
            sheet: repeats.sheet(programme),
            programme: programme.clone(),
            headings,
            repeats,
            zones: HashMap::new(),
        }
    }

    /// The pair the row makes, or everything that is wrong with it.
    pub fn check(&mut self, row: &RawRow) -> Row {
        for column in [Column::MentorTimezone, Column::MenteeTimezone] {
            self.look_up_zone(self.text(row, column));
        }
        let mut checked = Checked { check: self, row, problems: Vec::new() };
        checked.check_shape();
        if checked.repeats_headings() {
            let fault = Fault::new("this row has the headings once more", "a sheet has one table: delete this row");
            let problem = row.problem_at(&self.file, 0..row.raw.trim_end().len(), fault);
            let outcome = Err(SetAside { problems: vec![problem], is_surplus: true, ..SetAside::default() });
            return Row { line: row.line, has_id: false, outcome, warnings: Vec::new() };
        }
        let reading = checked.reading();
        let (id, mentor, mentee) = (reading.id.clone(), reading.mentor.address.clone(), reading.mentee.address.clone());
        checked.note_forgotten(&reading);
        // Where the row as a whole is faulty, its cells mean nothing.
        let warnings = if row.fault.is_none() { checked.warnings(&reading) } else { Vec::new() };
        let pair = reading.into_pair(&self.programme.programme);
        let (id_repeats, people_repeat) =
            checked.check_repeats(pair.as_ref(), mentor.as_ref(), mentee.as_ref(), id.as_deref());
        let is_sound = checked.problems.is_empty() && row.fault.is_none();
        let unclear_date = if is_sound { None } else { checked.unclear_date() };
        let problems = checked.into_problems();
        let outcome = match pair {
            Some(pair) if problems.is_empty() => Ok(pair),
            _ => Err(SetAside {
                problems,
                pair: id.filter(|_| !id_repeats),
                mentor: mentor.filter(|_| !people_repeat),
                mentee: mentee.filter(|_| !people_repeat),
                unclear_date,
                is_surplus: people_repeat,
            }),
        };
        Row { line: row.line, has_id: !self.text(row, Column::Pair).is_empty(), outcome, warnings }
    }

    /// Why the rows of this sheet do not count although all came: the first reading broke off, and two of them may be about the
    /// same two people.
    pub fn first_fault(&self) -> Option<&Problem> {
        self.repeats.fault(self.sheet)
    }

    fn text<'r>(&self, row: &'r RawRow, column: Column) -> &'r str {
        self.headings.position(column).map_or("", |at| row.text(at))
    }

    fn look_up_zone(&mut self, name: &str) {
        if !name.is_empty() && !self.zones.contains_key(name) && self.zones.len() < KNOWN_ZONES {
            self.zones.insert(name.to_owned(), read_zone(name));
        }
    }

    fn zone(&self, name: &str) -> Result<Zone, Fault> {
        match self.zones.get(name) {
            Some(known) => known.clone(),
            None => Zone::named(name).ok_or_else(|| {
                Fault::new(
                    format!("{} is no time zone", quoted(name)),
                    "write it like Europe/London: continent and city",
                )
            }),
        }
    }
}

impl<'r> Checked<'r> {
    fn text(&self, column: Column) -> &'r str {
        self.check.text(self.row, column)
    }

    fn fault(&mut self, column: Column, fault: Fault) {
        let at = self.check.headings.position(column).unwrap_or(self.check.headings.count());
        self.problems.push(self.row.problem(&self.check.file, at, fault));
    }

    /// The cell's value; a fault is noted, and an empty cell is none.
    fn read<T>(&mut self, column: Column, read: impl FnOnce(&'r str) -> Result<T, Fault>) -> Option<T> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        if ERRORS.contains(&text) {
            let fault = Fault::new(format!("this cell holds the error {text}"), "mend its formula, or write the value");
            self.fault(column, fault);
            return None;
        }
        if text.starts_with('=') {
            let fault = Fault::new("this cell holds a formula, not what comes of it", "write the value");
            self.fault(column, fault);
            return None;
        }
        read(text).map_err(|fault| self.fault(column, fault)).ok()
    }

    /// The same for a cell that must not be empty.
    fn demand<T>(&mut self, column: Column, read: impl FnOnce(&'r str) -> Result<T, Fault>) -> Option<T> {
        if self.text(column).is_empty() {
            let fault = Fault::new(format!("{} is empty", column.name()), "fill it in, or delete the row");
            self.fault(column, fault);
        }
        self.read(column, read)
    }

    /// Everything that is wrong, in the order of the cells. Where the row as a whole is faulty, its cells mean nothing.
    fn into_problems(self) -> Vec<Problem> {
        if let Some((place, fault)) = self.row.fault.clone() {
            return vec![self.row.problem_at(&self.check.file, place, fault)];
        }
        let mut problems = self.problems;
        problems.sort_by_key(|problem| (problem.line, problem.column));
        problems
    }

    /// The first date that is one day or another; nothing of a row whose cells mean nothing.
    fn unclear_date(&self) -> Option<String> {
        let order = self.check.programme.dates;
        let mut dates = [Column::Ends, Column::Session].into_iter().filter(|_| self.row.fault.is_none());
        dates.find_map(|column| unclear_day(self.text(column), order)).map(str::to_owned)
    }

    fn check_shape(&mut self) {
        let count = self.check.headings.count();
        let extra = (count..self.row.cells.len()).find(|at| !self.row.text(*at).is_empty());
        if let Some(at) = extra {
            let hint = match self.row.sheet {
                Some(_) => "give its column a heading, or delete the cell",
                None => "put quotation marks around a cell that has the separator in it",
            };
            let fault = Fault::new("this row has more cells than there are headings", hint);
            self.problems.push(self.row.problem(&self.check.file, at, fault));
        }
    }

    /// Whether the row is no pair and has headings where the addresses would be.
    fn repeats_headings(&self) -> bool {
        let is_heading = |column| {
            let text = self.text(column);
            !text.contains('@') && column_called(text, &self.check.programme.columns).is_some()
        };
        self.row.fault.is_none() && is_heading(Column::MentorEmail) && is_heading(Column::MenteeEmail)
    }

    fn reading(&mut self) -> Reading {
        let id = self.read(Column::Pair, |text| read_id(text).map(str::to_owned));
        let mentor = self.demand(Column::MentorEmail, read_address);
        let mentee = self.demand(Column::MenteeEmail, read_address);
        let reading = self.rest(id, mentor, mentee);
        if reading.is_one_person() {
            let fault = Fault::new("mentor and mentee have the same address", "write each person's own");
            self.fault(Column::MenteeEmail, fault);
        }
        reading
    }

    fn rest(&mut self, id: Option<String>, mentor: Option<Address>, mentee: Option<Address>) -> Reading {
        let (programme, order) = (&self.check.programme.programme, self.check.programme.dates);
        Reading {
            id,
            says_id: !self.text(Column::Pair).is_empty(),
            mentor: self.person(&MENTOR, mentor),
            mentee: self.person(&MENTEE, mentee),
            ends: self.read(Column::Ends, |text| read_date(text, order)),
            session: self.read(Column::Session, |text| read_start(text, order, &programme.zone)),
            place: self.read(Column::Place, |text| read_line(text, TEXT_CHARS).map(str::to_owned)),
            mentoring_plan: self.read(Column::MentoringPlan, read_url),
            goals: self.read(Column::Goals, read_goals).unwrap_or_default(),
            contact_after: self.read(Column::ContactAfter, read_contact_word),
            copy_to: self.read(Column::CopyTo, read_address),
            status: self.read(Column::Status, read_status).unwrap_or_default(),
        }
    }

    fn person(&mut self, columns: &PersonColumns, address: Option<Address>) -> PersonReading {
        let check = self.check;
        PersonReading {
            name: self.demand(columns.name, read_name),
            called: self.read(columns.called, read_name),
            address,
            zone: self.read(columns.timezone, |text| check.zone(text)),
            language: self.read(columns.language, read_language),
        }
    }

    /// Says what another row already has, and whether that is the id, and the two people.
    fn check_repeats(
        &mut self,
        pair: Option<&Pair>,
        mentor: Option<&Address>,
        mentee: Option<&Address>,
        id: Option<&str>,
    ) -> (bool, bool) {
        let check = self.check;
        let (sheet, line) = (check.sheet, self.row.line);
        let people = mentor
            .zip(mentee)
            .and_then(|(mentor, mentee)| check.repeats.first_with_people(sheet, line, mentor, mentee));
        if let Some(place) = &people {
            let what = format!("these two people are already a pair on {place}");
            self.fault(Column::MentorEmail, Fault::new(what, "delete one of the two rows"));
        }
        let id = id.or(pair.map(|pair| pair.id.as_str()));
        let same_id = id.and_then(|id| Some((id, check.repeats.first_with_id(sheet, line, id)?)));
        // Without a written id, the same people have the same id: one report is enough.
        let is_derived = self.text(Column::Pair).is_empty();
        let is_news = people.is_none() || !is_derived;
        if let Some((id, place)) = same_id.as_ref().filter(|_| is_news) {
            let what = format!("the pair id {} is already on {place}", quoted(id));
            self.fault(Column::Pair, Fault::new(what, "give every pair an id of its own"));
        }
        let has_id = same_id.is_some() || pair.is_some() && is_derived && people.is_some();
        (has_id, people.is_some())
    }

    fn note_forgotten(&mut self, reading: &Reading) {
        let Some(doubts) = &self.check.doubts else { return };
        let found = doubts.lock().unwrap_or_else(PoisonError::into_inner).forgotten(self.row.line, reading);
        if let Some((column, fault)) = found {
            self.fault(column, fault);
        }
    }

    /// What is worth a look and stops nothing: a session after the last day, and what is probably a slip.
    fn warnings(&self, reading: &Reading) -> Vec<Problem> {
        let mut found: Vec<(Column, Fault)> = self.late_session(reading).into_iter().collect();
        if let Some(doubts) = &self.check.doubts {
            let mut doubts = doubts.lock().unwrap_or_else(PoisonError::into_inner);
            let programme = &self.check.programme.programme.id;
            found.extend(doubts.of(&self.check.file, self.row.line, programme, reading));
        }
        let at = |column| self.check.headings.position(column).unwrap_or(self.check.headings.count());
        let found = found.into_iter();
        found.map(|(column, fault)| self.row.problem(&self.check.file, at(column), fault).as_warning()).collect()
    }

    fn late_session(&self, reading: &Reading) -> Option<(Column, Fault)> {
        let ending = reading.ending(&self.check.programme.programme)?;
        reading.session.as_ref().filter(|session| session.civil().date() > ending)?;
        let fault = Fault::new(
            format!("this session is after the pair's last day, {ending}"),
            "check both dates; nothing is changed by itself",
        );
        Some((Column::Session, fault))
    }
}

/// Goals stand on lines of their own or between semicolons.
fn read_goals(text: &str) -> Result<Vec<String>, Fault> {
    let goals: Vec<&str> = text.split([';', '\n', '\r']).map(str::trim).filter(|goal| !goal.is_empty()).collect();
    if goals.len() > MOST_GOALS {
        return Err(Fault::new(format!("there are more than {MOST_GOALS} goals"), "keep those that matter most"));
    }
    goals.into_iter().map(|goal| read_line(goal, TEXT_CHARS).map(str::to_owned)).collect()
}

fn read_status(text: &str) -> Result<Status, Fault> {
    let word = text.to_lowercase();
    Status::from_name(&word).ok_or_else(|| {
        let names = Status::ALL.map(Status::name);
        let hint = match nearest(&word, names) {
            Some(name) if !text.chars().any(is_steering) => format!("did you mean {name}?"),
            _ => format!("write one of {}", names.join(", ")),
        };
        Fault::new(format!("{} is no status", quoted(text)), hint)
    })
}
