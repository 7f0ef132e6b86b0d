//! The headings of a sheet: which cell of a row is which column.

use crate::domain::problem::Problem;
use crate::files::fault::{Fault, nearest, quoted};
use crate::files::sheet::column::Column;
use crate::files::sheet::raw_row::RawRow;
use std::collections::BTreeMap;

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
    /// Required columns that are not there, and columns that are there twice.
    pub fn read(
        row: &RawRow,
        columns: &BTreeMap<Column, String>,
        file: &str,
        warnings: &mut Vec<Problem>,
    ) -> Result<Headings, Vec<Problem>> {
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
        problems.extend(headings.missing(row, columns, file, &unknown));
        for at in unknown {
            warnings.push(row.problem(file, at, headings.unknown_fault(row.text(at))).as_warning());
        }
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

/// Lower case, with blanks and hyphens as underscores; an e-mail is an email.
fn normal(heading: &str) -> String {
    let words: Vec<String> = heading
        .split(|c: char| c.is_whitespace() || matches!(c, '-' | '_'))
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("_").replace("e_mail", "email")
}
