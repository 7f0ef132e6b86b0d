//! A copy of a sheet in which every pair has its id.
//!
//! Promises: every cell says what it said, a row with a fault stands as it stood, and a `pair` cell that said something says the
//! same; a row is in memory as long as it is written. What stands above the headings is left out. A text file keeps its
//! separator and the spelling of its rows; a workbook becomes text with commas. Both become UTF-8, with the mark by which
//! spreadsheet programs know it.

use crate::domain::pair::Pair;
use crate::domain::problem::Problem;
use crate::files::fault::Fault;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::check::RowCheck;
use crate::files::sheet::column::Column;
use crate::files::sheet::headings::Headings;
use crate::files::sheet::raw_row::RawRow;
use crate::files::sheet::repeats::Repeats;
use std::io::{self, Write};
use std::sync::Arc;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// What became of the rows whose `pair` cell was empty.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Filled {
    /// They have an id now.
    pub filled: usize,
    /// They have none: they have a fault, or nobody knows their pair.
    pub left: usize,
}

/// How the copy's rows are written.
struct Form<'s> {
    file: &'s str,
    /// Nothing: the sheet is a workbook.
    separator: Option<u8>,
    /// Where the ids stand; nothing: in a new first column.
    pair: Option<usize>,
}

/// Writes the copy. `id_of` knows the id of a pair whose row has none.
///
/// # Errors
/// A sheet that cannot be read to its end, or has a row that cannot be written again; or what `id_of` or `out` say.
pub fn write_copy<E: From<Vec<Problem>> + From<io::Error>>(
    programme: &ProgrammeFile,
    repeats: Arc<Repeats>,
    out: &mut impl Write,
    mut id_of: impl FnMut(&Pair) -> Result<Option<String>, E>,
) -> Result<Filled, E> {
    let broken = |problem: Problem| E::from(vec![problem]);
    let mut table = repeats.open(programme).map_err(broken)?;
    let file = shown(&programme.pairs_path);
    let headings = Headings::read(&table.headings, &programme.columns, &file, &mut Vec::new())?;
    let form = Form { file: &file, separator: table.separator, pair: headings.position(Column::Pair) };
    let mut check = RowCheck::new(programme, headings, repeats);
    out.write_all(BYTE_ORDER_MARK.as_bytes())?;
    let heading = form.pair.is_none().then(|| Column::Pair.name());
    out.write_all(form.line(&table.headings, heading).map_err(broken)?.as_bytes())?;
    let (mut row, mut count) = (RawRow::default(), Filled::default());
    while table.source.next_row(&mut row).map_err(broken)? {
        if row.is_blank() {
            continue;
        }
        let read = check.check(&row);
        let id = match &read.outcome {
            Ok(pair) if !read.has_id => id_of(pair)?,
            _ => None,
        };
        count.filled += usize::from(id.is_some());
        count.left += usize::from(id.is_none() && !read.has_id);
        out.write_all(form.line(&row, id.as_deref()).map_err(broken)?.as_bytes())?;
    }
    check.first_fault().map_or(Ok(count), |fault| Err(broken(fault.clone())))
}

impl Form<'_> {
    /// The row with that id in its place, and the end of the line; without one it says what it said.
    fn line(&self, row: &RawRow, id: Option<&str>) -> Result<String, Problem> {
        let line = match self.separator {
            Some(separator) if !row.raw.is_empty() => self.text_line(row, char::from(separator), id),
            None if row.fault.is_none() => self.workbook_line(row, id),
            _ => {
                let fault = Fault::new("this row cannot be copied", "mend or delete it first");
                return Err(row.problem_at(self.file, 0..0, fault));
            }
        };
        Ok(line + "\r\n")
    }

    fn text_line(&self, row: &RawRow, separator: char, id: Option<&str>) -> String {
        let mut line = row.raw.trim_end_matches(['\n', '\r']).to_owned();
        let id = id.unwrap_or_default();
        match self.pair {
            None => format!("{id}{separator}{line}"),
            Some(_) if id.is_empty() => line,
            Some(at) => {
                match row.cells.get(at) {
                    Some(cell) => line.replace_range(cell.place.clone(), id),
                    None => {
                        line.extend(std::iter::repeat_n(separator, at + 1 - row.cells.len()));
                        line.push_str(id);
                    }
                }
                line
            }
        }
    }

    fn workbook_line(&self, row: &RawRow, id: Option<&str>) -> String {
        let count = row.cells.len().max(self.pair.map_or(0, |at| at + 1));
        let mut cells: Vec<String> = (0..count).map(|at| quoted(row.text(at))).collect();
        match (self.pair.and_then(|at| cells.get_mut(at)), id) {
            (Some(cell), Some(id)) => id.clone_into(cell),
            (Some(_), None) => {}
            (None, id) => cells.insert(0, id.unwrap_or_default().to_owned()),
        }
        cells.join(",")
    }
}

/// RFC 4180.
fn quoted(cell: &str) -> String {
    let needs_quotes = cell.contains([',', '"', '\n', '\r', ';', '\t']);
    if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{Filled, write_copy};
    use crate::domain::pair::Pair;
    use crate::domain::problem::Problem;
    use crate::files::config::Config;
    use crate::files::sheet::repeats::Repeats;
    use crate::files::sheet::{Row, SheetReader};
    use crate::files::starter;
    use rust_xlsxwriter::Workbook;
    use std::io;
    use std::path::Path;
    use std::sync::Arc;

    const HEADINGS: &str = "mentor_name,mentor_email,mentee_name,mentee_email,session,goals,Shoe size";

    #[derive(Debug)]
    struct Fault(Vec<Problem>);

    impl From<Vec<Problem>> for Fault {
        fn from(problems: Vec<Problem>) -> Fault {
            Fault(problems)
        }
    }

    impl From<io::Error> for Fault {
        fn from(error: io::Error) -> Fault {
            panic!("{error}")
        }
    }

    /// The copy's text without its mark, and what became of its rows. Everybody is called by their mentor's name; of Nemo nothing
    /// is known.
    fn copy(sheet: &[u8]) -> Result<(String, Filled), Fault> {
        let folder = tempfile::tempdir().unwrap();
        starter::write(folder.path()).unwrap();
        std::fs::write(sheet_in(folder.path()), sheet).unwrap();
        let file = Config::load(folder.path()).config.unwrap().programmes.remove(0);
        let mut out = Vec::new();
        let id_of = |pair: &Pair| Ok::<_, Fault>(Some(pair.mentor.name.to_lowercase()).filter(|name| name != "nemo"));
        let filled = write_copy(&file, Arc::new(Repeats::among(&[&file])), &mut out, id_of)?;
        let text = String::from_utf8(out).unwrap();
        Ok((text.strip_prefix('\u{feff}').unwrap().to_owned(), filled))
    }

    fn sheet_in(folder: &Path) -> std::path::PathBuf {
        folder.join("programmes/spring-2027.csv")
    }

    fn rows(sheet: &[u8]) -> Vec<Row> {
        let folder = tempfile::tempdir().unwrap();
        starter::write(folder.path()).unwrap();
        std::fs::write(sheet_in(folder.path()), sheet).unwrap();
        let file = Config::load(folder.path()).config.unwrap().programmes.remove(0);
        SheetReader::open(&file).unwrap().map(Result::unwrap).collect()
    }

    /// What the rows say, whatever they are called and wherever they stand.
    fn contents(sheet: &[u8]) -> Vec<String> {
        let said = |row: Row| match row.outcome {
            Ok(pair) => format!("{:?}", Pair { id: String::new(), ..pair }),
            // A workbook's fault names the cell too.
            Err(aside) => aside.problems.iter().map(|problem| problem.what.split(" (cell").next().unwrap()).collect(),
        };
        rows(sheet).into_iter().map(said).collect()
    }

    #[test]
    fn the_ids_come_first_where_there_was_no_column_for_them() {
        let sheet = format!(
            "Our mentoring 2027,,\n\n{HEADINGS}\r\nAda,ada@x.example, \"Ben, Jr.\",ben@x.example,,\"run\nrest\",7\r\n\
             Nemo,nemo@x.example,Cy,cy@x.example\nEve,eve,Di,di@x.example,,,\nFay,\"fay@x.example,Gus,gus@x.example\n"
        );
        let (copied, filled) = copy(sheet.as_bytes()).unwrap();
        let wanted = format!(
            "pair,{HEADINGS}\r\nada,Ada,ada@x.example, \"Ben, Jr.\",ben@x.example,,\"run\nrest\",7\r\n\
             ,Nemo,nemo@x.example,Cy,cy@x.example\r\n,Eve,eve,Di,di@x.example,,,\r\n\
             ,Fay,\"fay@x.example,Gus,gus@x.example\r\n"
        );
        assert_eq!(copied, wanted);
        assert_eq!(filled, Filled { filled: 1, left: 3 });
        assert_eq!(contents(copied.as_bytes()), contents(sheet.as_bytes()));
    }

    #[test]
    fn only_empty_cells_are_filled_and_a_separator_stays() {
        let sheet = b"mentor_name;mentor_email;mentee_name;mentee_email;Pair\n\
            Ada;ada@x.example;Ben;ben@x.example;p1\nBea;bea@x.example;Cy;cy@x.example; \"\" \n\
            Cleo;cleo@x.example;Di;di@x.example\nD\xe9a;dea@x.example;Eli;eli@x.example;\nEve;eve;Fay;fay@x.example;\n";
        let (copied, filled) = copy(sheet).unwrap();
        assert_eq!(
            copied,
            "mentor_name;mentor_email;mentee_name;mentee_email;Pair\r\nAda;ada@x.example;Ben;ben@x.example;p1\r\n\
             Bea;bea@x.example;Cy;cy@x.example; bea \r\nCleo;cleo@x.example;Di;di@x.example;cleo\r\n\
             D\u{e9}a;dea@x.example;Eli;eli@x.example;d\u{e9}a\r\nEve;eve;Fay;fay@x.example;\r\n"
        );
        assert_eq!(filled, Filled { filled: 3, left: 1 });
    }

    #[test]
    fn a_workbook_becomes_text_that_says_the_same() {
        let mut workbook = Workbook::new();
        let sheet = workbook.add_worksheet();
        let lines = [
            "List of 2027",
            HEADINGS,
            "Ada,ada@x.example,Ben \"B\" Jr.,ben@x.example,2027-05-20 14:00,run; rest",
            "Eve,eve,Di,di@x.example",
        ];
        for (line, row) in lines.iter().zip(0_u32..) {
            for (cell, column) in line.split(',').zip(0_u16..) {
                sheet.write_string(row, column, cell.replace("; ", "\n")).unwrap();
            }
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let (copied, filled) = copy(&bytes).unwrap();
        let wanted = format!(
            "pair,{HEADINGS}\r\nada,Ada,ada@x.example,\"Ben \"\"B\"\" Jr.\",ben@x.example,2027-05-20 14:00,\"run\nrest\"\r\n\
             ,Eve,eve,Di,di@x.example\r\n"
        );
        assert_eq!((copied.as_str(), filled), (wanted.as_str(), Filled { filled: 1, left: 1 }));
        assert_eq!(contents(copied.as_bytes()), contents(&bytes));
    }

    #[test]
    fn a_row_that_cannot_be_written_again_is_named() {
        let sheet = format!("{HEADINGS}\n{}\n", "x".repeat(300_000));
        let Fault(problems) = copy(sheet.as_bytes()).unwrap_err();
        assert_eq!((problems[0].line, problems[0].what.as_str()), (2, "this row cannot be copied"));
    }
}
