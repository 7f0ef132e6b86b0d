//! What in a row is allowed, and probably a slip: for `check`, which a person reads before anything is sent.
//!
//! Costs memory for every person of the sheets, so reading for good does without it.

use crate::domain::address::Address;
use crate::domain::pair::Status;
use crate::domain::person::{Language, Role};
use crate::domain::problem::Problem;
use crate::files::fault::{Fault, quoted};
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::column::Column;
use crate::files::sheet::reading::Reading;
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;
use strsim::osa_distance;

/// Further people and pairs are not remembered.
const MOST_REMEMBERED: usize = 200_000;
/// Past dates told of each sheet: once a programme runs, every row may have one.
const PAST_TOLD: u32 = 5;

/// Domains that many people have an address at and that are long enough to be told from a slip.
const PROVIDERS: [&str; 10] = [
    "gmail.com",
    "googlemail.com",
    "outlook.com",
    "hotmail.com",
    "hotmail.co.uk",
    "yahoo.com",
    "yahoo.co.uk",
    "icloud.com",
    "protonmail.com",
    "t-online.de",
];
/// Domains that are near one of those, and real.
const REAL: [&str; 7] =
    ["mail.com", "email.com", "ymail.com", "rocketmail.com", "fmail.com", "hotmail.co", "yahoo.co.jp"];

/// Who was let go of (rule 28): the state knows, and files do not.
pub trait LetGo: Send {
    /// Whether that address was forgotten on request.
    fn is_forgotten(&self, address: &Address) -> bool;
    /// Whether the time of these two in that programme is over, and what was held about them deleted.
    fn is_over(&self, programme: &str, mentor: &Address, mentee: &Address) -> bool;
}

/// What was seen in the rows so far, of all sheets that are read with it.
pub struct Doubts {
    today: Date,
    names: HashMap<String, Seen>,
    addresses: HashMap<String, Seen>,
    ids: HashMap<String, Seen>,
    past: HashMap<Arc<str>, u32>,
    /// The languages letters are written in, where they are known.
    written: Option<Vec<Language>>,
    /// Other languages that were told of.
    told: HashSet<String>,
    let_go: Option<Box<dyn LetGo>>,
}

/// Something as it was first spelt, and where.
#[derive(Debug, Clone)]
struct Seen {
    spelling: String,
    file: Arc<str>,
    line: u32,
}

impl Doubts {
    /// Nothing seen yet. Dates before `today` are past.
    pub fn new(today: Date) -> Doubts {
        Doubts {
            today,
            names: HashMap::new(),
            addresses: HashMap::new(),
            ids: HashMap::new(),
            past: HashMap::new(),
            written: None,
            told: HashSet::new(),
            let_go: None,
        }
    }

    /// The same, and a language is told of once that is none of these nor a local form of one, as `de-AT` is of `de`.
    #[must_use]
    pub fn written_in(mut self, languages: Vec<Language>) -> Doubts {
        self.written = Some(languages);
        self
    }

    /// The same, and rows of those who were let go of are named.
    #[must_use]
    pub fn without(mut self, let_go: Box<dyn LetGo>) -> Doubts {
        self.let_go = Some(let_go);
        self
    }

    /// What keeps a row that is right in itself from being used: somebody in it was forgotten.
    pub(crate) fn forgotten(&self, line: u32, row: &Reading) -> Option<(Column, Fault)> {
        let let_go = self.let_go.as_ref()?;
        let addresses = [
            (Column::MentorEmail, row.mentor.address.as_ref()),
            (Column::MenteeEmail, row.mentee.address.as_ref()),
            (Column::CopyTo, row.copy_to.as_ref()),
        ];
        let (column, _) =
            addresses.into_iter().find(|(_, address)| address.is_some_and(|address| let_go.is_forgotten(address)))?;
        Some((column, forgotten_fault(line)))
    }

    fn is_over(&self, line: u32, programme: &str, row: &Reading) -> Option<(Column, Fault)> {
        let (mentor, mentee) = (row.mentor.address.as_ref()?, row.mentee.address.as_ref()?);
        let is_over = self.let_go.as_ref()?.is_over(programme, mentor, mentee);
        is_over.then(|| (Column::MentorEmail, over_fault(line)))
    }

    /// The same of the language that a programme writes in.
    pub fn of_programme(&mut self, programme: &ProgrammeFile) -> Option<Problem> {
        let fault = self.unwritten(&programme.programme.language)?;
        Some(fault.in_file(&shown(&programme.path)).as_warning())
    }

    /// What to say of that language if nothing is written in it and nobody was told yet.
    fn unwritten(&mut self, language: &Language) -> Option<Fault> {
        let wanted = language.as_str().to_lowercase().replace('_', "-");
        let written = self.written.as_ref()?;
        let is_form_of =
            |known: &Language| wanted == known.as_str() || wanted.starts_with(&format!("{}-", known.as_str()));
        if written.iter().any(is_form_of) || self.told.contains(&wanted) {
            return None;
        }
        let names: Vec<String> = written.iter().map(|known| quoted(known.as_str())).collect();
        self.told.insert(wanted);
        Some(Fault::new(
            format!("there are no letters in {} yet", quoted(language.as_str())),
            format!("choose one of {}; until then these readers get another", names.join(", ")),
        ))
    }

    /// What is probably a slip in that row, and in which of its columns.
    pub(crate) fn of(&mut self, file: &Arc<str>, line: u32, programme: &str, row: &Reading) -> Vec<(Column, Fault)> {
        let mut found: Vec<(Column, Fault)> = self.is_over(line, programme, row).into_iter().collect();
        for role in Role::PAIR {
            let Some(person) = row.person(role) else { continue };
            let (name, email, language) = match role {
                Role::Mentor => (Column::MentorName, Column::MentorEmail, Column::MentorLanguage),
                _ => (Column::MenteeName, Column::MenteeEmail, Column::MenteeLanguage),
            };
            found.extend(person.address.as_ref().and_then(domain_slip).map(|fault| (email, fault)));
            let is_news = role == Role::Mentor || !row.is_one_person();
            if let (Some(called), Some(address), true) = (&person.name, &person.address, is_news) {
                found.extend(self.other_name(file, line, called, address).map(|fault| (name, fault)));
                found.extend(self.other_address(file, line, called, address).map(|fault| (email, fault)));
            }
            found.extend(person.language.as_ref().and_then(|tag| self.unwritten(tag)).map(|fault| (language, fault)));
        }
        found.extend(row.copy_to.as_ref().and_then(domain_slip).map(|fault| (Column::CopyTo, fault)));
        let id = row.id.as_ref().and_then(|id| self.other_case(file, line, id));
        found.extend(id.map(|fault| (Column::Pair, fault)));
        found.extend(self.past_dates(file, row));
        found
    }

    /// One address with two names.
    fn other_name(&mut self, file: &Arc<str>, line: u32, name: &str, address: &Address) -> Option<Fault> {
        let first = remember(&mut self.names, address.key(), name, file, line)?;
        if plain(&first.spelling) == plain(name) {
            return None;
        }
        let what = format!("this person's address belongs to {} on {}", quoted(&first.spelling), first.place(file));
        Some(Fault::new(what, "if it is one person, write the name alike; if not, correct the address"))
    }

    /// One name with two addresses that differ by a slip.
    fn other_address(&mut self, file: &Arc<str>, line: u32, name: &str, address: &Address) -> Option<Fault> {
        let first = remember(&mut self.addresses, plain(name), address.as_str(), file, line)?;
        let (earlier, now) = (first.spelling.to_lowercase(), address.key());
        // Numbers tell namesakes apart.
        let is_numbered = without_digits(&earlier) == without_digits(&now);
        if is_numbered || osa_distance(&earlier, &now) > 2 {
            return None;
        }
        let what = format!("{} has the address {} on {}", quoted(name), first.spelling, first.place(file));
        Some(Fault::new(what, "if it is one person, write the address alike"))
    }

    /// Two ids that differ only in capitals.
    fn other_case(&mut self, file: &Arc<str>, line: u32, id: &str) -> Option<Fault> {
        let first = remember(&mut self.ids, id.to_lowercase(), id, file, line)?;
        if first.spelling == id {
            return None;
        }
        let what = format!(
            "the pair ids {} and {} on {} differ only in capitals",
            quoted(id),
            quoted(&first.spelling),
            first.place(file)
        );
        Some(Fault::new(what, "choose ids that nobody mixes up"))
    }

    fn past_dates(&mut self, file: &Arc<str>, row: &Reading) -> Vec<(Column, Fault)> {
        if row.status != Status::Active {
            return Vec::new();
        }
        let session = row.session.as_ref().map(|start| start.civil().date());
        let dates = [(Column::Session, session, "session"), (Column::Ends, row.ends, "last day")];
        let past = dates.into_iter().filter_map(|(column, date, word)| Some((column, date?, word)));
        let mut found = Vec::new();
        for (column, date, word) in past.filter(|(_, date, _)| *date < self.today) {
            let told = self.past.entry(Arc::clone(file)).or_default();
            *told += 1;
            let hint = if *told == PAST_TOLD {
                "check the year; further dates of this sheet that are past are not listed"
            } else {
                "check the year"
            };
            if *told <= PAST_TOLD {
                found.push((column, Fault::new(format!("this {word}, {date}, is past"), hint)));
            }
        }
        found
    }
}

impl Seen {
    fn place(&self, here: &Arc<str>) -> String {
        if *here == self.file { format!("line {}", self.line) } else { format!("line {} of {}", self.line, self.file) }
    }
}

/// A row of somebody who was forgotten on request.
pub(crate) fn forgotten_fault(line: u32) -> Fault {
    Fault::new(
        format!("forgotten on request: delete line {line}"),
        "nothing is kept of this row, and nothing is sent for it",
    )
}

/// A row of a pair that was deleted when its time was over.
pub(crate) fn over_fault(line: u32) -> Fault {
    let what = format!("this pair's time is over, and what was held about it is deleted: delete line {line}");
    Fault::new(what, "the row does nothing any more")
}

/// What was seen first under that key; if nothing was, this is remembered.
fn remember(seen: &mut HashMap<String, Seen>, key: String, spelling: &str, file: &Arc<str>, line: u32) -> Option<Seen> {
    if let Some(first) = seen.get(&key) {
        return Some(first.clone());
    }
    if seen.len() < MOST_REMEMBERED {
        seen.insert(key, Seen { spelling: spelling.to_owned(), file: Arc::clone(file), line });
    }
    None
}

fn without_digits(address: &str) -> String {
    address.chars().filter(|c| !c.is_ascii_digit()).collect()
}

/// A name without capitals and extra blanks.
fn plain(name: &str) -> String {
    name.split_whitespace().map(str::to_lowercase).collect::<Vec<_>>().join(" ")
}

/// A domain one letter away from a large one, or two letters where it is long.
fn domain_slip(address: &Address) -> Option<Fault> {
    let domain = address.domain().to_ascii_lowercase();
    if PROVIDERS.contains(&domain.as_str()) || REAL.contains(&domain.as_str()) {
        return None;
    }
    let near = |provider: &&str| match osa_distance(&domain, provider) {
        1 => true,
        2 => provider.len() >= 11,
        _ => false,
    };
    let provider = PROVIDERS.into_iter().find(near)?;
    Some(Fault::new(format!("{domain} is probably a slip"), format!("did you mean {provider}?")))
}

#[cfg(test)]
mod tests {
    use super::domain_slip;
    use crate::domain::address::Address;

    #[test]
    fn slips_are_found_and_real_domains_left_alone() {
        for (domain, meant) in [
            ("gmial.com", Some("gmail.com")),
            ("gmail.co", Some("gmail.com")),
            ("GMAIL.CON", Some("gmail.com")),
            ("hotmial.com", Some("hotmail.com")),
            ("outlok.com", Some("outlook.com")),
            ("yaho.com", Some("yahoo.com")),
            ("gmail.com", None),
            ("mail.com", None),
            ("ymail.com", None),
            ("outlook.de", None),
            ("yahoo.ca", None),
            ("gmx.de", None),
            ("example.org", None),
        ] {
            let address = Address::parse(&format!("amina@{domain}")).unwrap();
            let hint = domain_slip(&address).map(|fault| fault.hint);
            assert_eq!(hint, meant.map(|meant| format!("did you mean {meant}?")), "{domain}");
        }
    }
}
