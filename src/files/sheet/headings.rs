//! The headings of a sheet: which cell of a row is which column.

use crate::domain::problem::Problem;
use crate::files::fault::{Fault, nearest, quoted};
use crate::files::sheet::column::Column;
use crate::files::sheet::raw_row::RawRow;
use std::collections::BTreeMap;
use strsim::normalized_damerau_levenshtein;

/// Where each column stands in a row.
#[derive(Debug, Clone)]
pub(crate) struct Headings {
    positions: [Option<usize>; Column::ALL.len()],
    count: usize,
}

impl Headings {
    /// Reads the heading row. Headings that mean nothing are warnings.
    ///
    /// # Errors
    /// A row that cannot be cut into cells; required columns that are not there, and columns that are there twice.
    pub fn read(
        row: &RawRow,
        columns: &BTreeMap<Column, String>,
        file: &str,
        warnings: &mut Vec<Problem>,
    ) -> Result<Headings, Vec<Problem>> {
        if let Some((place, fault)) = row.fault.clone() {
            return Err(vec![row.problem_at(file, place, fault)]);
        }
        let mut headings = Headings { positions: [None; Column::ALL.len()], count: row.cells.len() };
        let mut problems = Vec::new();
        let mut unknown = Vec::new();
        for at in 0..row.cells.len() {
            let heading = row.text(at);
            let Some(column) = column_called(heading, columns) else {
                if !heading.is_empty() {
                    unknown.push(at);
                }
                continue;
            };
            match headings.positions[column as usize] {
                None => headings.positions[column as usize] = Some(at),
                Some(_) => {
                    let what = format!("there are two columns {}", column.name());
                    let fault = Fault::new(what, "rename or delete one of them");
                    problems.push(row.problem(file, at, fault));
                }
            }
        }
        headings.take_close(row, columns, file, &mut unknown, warnings);
        problems.extend(headings.missing(row, columns, file, &unknown));
        for at in unknown {
            warnings.push(row.problem(file, at, headings.unknown_fault(row.text(at))).as_warning());
        }
        warnings.sort_by_key(|warning| warning.column);
        if problems.is_empty() { Ok(headings) } else { Err(problems) }
    }

    /// Where that column stands.
    pub fn position(&self, column: Column) -> Option<usize> {
        self.positions[column as usize]
    }

    /// How many cells a row has at most.
    pub fn count(&self) -> usize {
        self.count
    }

    /// Takes headings that are close to one of ours for it, where nothing else can be meant, and says so.
    fn take_close(
        &mut self,
        row: &RawRow,
        columns: &BTreeMap<Column, String>,
        file: &str,
        unknown: &mut Vec<usize>,
        warnings: &mut Vec<Problem>,
    ) {
        let close: Vec<(usize, Column)> =
            unknown.iter().filter_map(|at| Some((*at, column_close_to(row.text(*at), columns)?))).collect();
        for (at, column) in &close {
            let is_only_one = close.iter().filter(|(_, other)| other == column).count() == 1;
            if !is_only_one || self.position(*column).is_some() {
                continue;
            }
            self.positions[*column as usize] = Some(*at);
            unknown.retain(|other| other != at);
            let (name, heading) = (column.name(), quoted(row.text(*at)));
            let fault = Fault::new(
                format!("{heading} is read as {name}"),
                format!("if that is right, say so in the programme file: [columns] {name} = {heading}"),
            );
            warnings.push(row.problem(file, *at, fault).as_warning());
        }
    }

    fn missing(&self, row: &RawRow, columns: &BTreeMap<Column, String>, file: &str, unknown: &[usize]) -> Vec<Problem> {
        let is_wanted = |column: &Column| Column::REQUIRED.contains(column) || columns.contains_key(column);
        let absent = Column::ALL.into_iter().filter(|column| is_wanted(column) && self.position(*column).is_none());
        absent
            .map(|column| {
                let name = column.name();
                let place = 0..row.raw.trim_end().len();
                let fault = match columns.get(&column) {
                    Some(heading) => {
                        let is_ours = unknown.iter().any(|at| normal(row.text(*at)) == name);
                        let hint = if is_ours {
                            format!("this sheet calls it {name}: take {name} out of [columns] in the programme file")
                        } else {
                            format!("[columns] {name} names it: write the heading there as it stands in the sheet")
                        };
                        Fault::new(format!("there is no column {}", quoted(heading)), hint)
                    }
                    None => {
                        let likely = nearest(name, unknown.iter().map(|at| row.text(*at)));
                        let heading = likely.map_or("\"…\"".to_owned(), quoted);
                        Fault::new(
                            format!("there is no column {name}"),
                            format!("add it, or say which it is in the programme file: [columns] {name} = {heading}"),
                        )
                    }
                };
                row.problem_at(file, place, fault)
            })
            .collect()
    }

    fn unknown_fault(&self, heading: &str) -> Fault {
        let absent = Column::ALL.into_iter().filter(|column| self.position(*column).is_none()).map(Column::name);
        let hint = match nearest(&normal(heading), absent) {
            Some(name) => {
                format!("if it is {name}, say so in the programme file: [columns] {name} = {}", quoted(heading))
            }
            None => "nothing reads this column".to_owned(),
        };
        Fault::new(format!("{} is no column that is known", quoted(heading)), hint)
    }
}

/// The column of that heading: the programme file's word for it, else ours.
pub(crate) fn column_called(heading: &str, columns: &BTreeMap<Column, String>) -> Option<Column> {
    let heading = normal(heading);
    let own = columns.iter().find(|(_, own)| normal(own) == heading).map(|(column, _)| *column);
    own.or_else(|| {
        let ours = Column::NAMES.iter().position(|name| *name == heading).map(|at| Column::ALL[at]);
        // A column that goes by another heading in this sheet does not also go by its own.
        ours.filter(|column| !columns.contains_key(column))
    })
}

/// How alike two spellings must be to be taken for one.
const CLOSE: f64 = 0.85;

/// The column that heading is close to: the same words in another order or with what people add to them, or a slip of the
/// finger. Nothing where two columns are about as close, or the programme file names the column.
pub(crate) fn column_close_to(heading: &str, columns: &BTreeMap<Column, String>) -> Option<Column> {
    let words = meant_words(heading);
    let joined = words.join("_");
    let is_free = |column: &Column| !columns.contains_key(column);
    let same = Column::ALL.into_iter().find(|column| meant_words(column.name()) == words);
    if let Some(column) = same {
        return Some(column).filter(is_free);
    }
    let likeness = |column: Column| normalized_damerau_levenshtein(&meant_words(column.name()).join("_"), &joined);
    let mut close = Column::ALL.into_iter().filter(|column| likeness(*column) >= CLOSE);
    let first = close.next()?;
    close.next().is_none().then_some(first).filter(is_free)
}

/// The words of a heading that tell it from others, in one spelling and in order of the alphabet.
fn meant_words(heading: &str) -> Vec<String> {
    let normal = normal(heading);
    let mut words: Vec<String> = normal
        .split(|c: char| !c.is_alphanumeric())
        .filter_map(|word| match word {
            "" | "of" | "the" | "full" | "address" | "s" | "time" => None,
            "mail" => Some("email"),
            "end" | "ending" => Some("ends"),
            "location" => Some("place"),
            "zone" => Some("timezone"),
            "mentors" => Some("mentor"),
            "mentees" => Some("mentee"),
            word => Some(word),
        })
        .map(str::to_owned)
        .collect();
    words.sort_unstable();
    words
}

/// Lower case, with blanks and hyphens as underscores; an e-mail is an email.
fn normal(heading: &str) -> String {
    let words: Vec<String> = heading
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_").replace("e_mail", "email")
}

#[cfg(test)]
mod tests {
    use super::column_close_to;
    use crate::files::sheet::column::Column;
    use std::collections::BTreeMap;

    #[test]
    fn close_headings_are_recognised_and_doubtful_ones_are_not() {
        for (heading, column) in [
            ("Mentor e-mail address", Some(Column::MentorEmail)),
            ("E-Mail of the mentee", Some(Column::MenteeEmail)),
            ("Mentee's full name", Some(Column::MenteeName)),
            ("mentor_emial", Some(Column::MentorEmail)),
            ("Mentor time zone", Some(Column::MentorTimezone)),
            ("Sesion", Some(Column::Session)),
            ("Ending", Some(Column::Ends)),
            ("Mentor", None),
            ("email", None),
            ("name", None),
            ("ment_email", None),
            ("Notes", None),
            ("date", None),
            ("", None),
        ] {
            assert_eq!(column_close_to(heading, &BTreeMap::new()), column, "{heading}");
        }
        let named = BTreeMap::from([(Column::MentorEmail, "Kontakt".to_owned())]);
        assert_eq!(column_close_to("Mentor mail", &named), None);
    }
}
