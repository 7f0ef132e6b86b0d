//! Tables for machines: one JSON object a line, or CSV for those who work in spreadsheets.

use crate::cli::args::Tables;
use crate::cli::screen::Screen;
use serde::Serialize;
use serde_json::Value;
use std::io::{self, Write};

/// Columns of a planned, sent or skipped letter, in the order a spreadsheet has them.
pub const LETTERS: [&str; 18] = [
    "at",
    "programme",
    "pair",
    "role",
    "step",
    "occurrence",
    "outcome",
    "reason",
    "to",
    "copy",
    "subject",
    "event",
    "starts",
    "method",
    "sequence",
    "uid",
    "message_id",
    "number",
];

/// A table on its way out.
pub struct Table<'a> {
    screen: &'a mut Screen,
    /// In CSV; nothing: JSON, whose objects name their fields themselves.
    columns: Option<&'static [&'static str]>,
}

impl<'a> Table<'a> {
    /// A table in the form that is wanted; nothing if people are to read it.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn begin(
        screen: &'a mut Screen,
        form: Tables,
        columns: &'static [&'static str],
    ) -> io::Result<Result<Table<'a>, &'a mut Screen>> {
        if !form.json && !form.csv {
            return Ok(Err(screen));
        }
        let mut table = Table { screen, columns: form.csv.then_some(columns) };
        if form.csv {
            // With it, Excel reads the file as UTF-8.
            write!(table.screen, "\u{feff}")?;
            table.line(columns.iter().map(|column| (*column).to_owned()))?;
        }
        Ok(Ok(table))
    }

    /// One row.
    ///
    /// # Errors
    /// When nobody reads.
    pub fn row(&mut self, row: &impl Serialize) -> io::Result<()> {
        let Some(columns) = self.columns else { return self.screen.json(row) };
        let row = serde_json::to_value(row).map_err(io::Error::other)?;
        self.line(columns.iter().map(|column| cell(&row[*column])))
    }

    fn line(&mut self, cells: impl Iterator<Item = String>) -> io::Result<()> {
        let line = cells.map(|cell| quoted(&cell)).collect::<Vec<String>>().join(",");
        write!(self.screen, "{line}\r\n")
    }
}

fn cell(value: &Value) -> String {
    match value {
        Value::Null => String::new(),
        Value::String(text) => harmless(text),
        other => other.to_string(),
    }
}

/// What a spreadsheet would take for a formula is only shown by it.
fn harmless(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r']);
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

/// RFC 4180.
fn quoted(cell: &str) -> String {
    let needs_quotes = cell.contains([',', '"', '\n', '\r', ';']);
    if needs_quotes { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::{cell, quoted};
    use serde_json::json;

    #[test]
    fn a_cell_is_one_cell_and_no_formula() {
        for (value, written) in [
            (json!("Ada"), "Ada"),
            (json!("Park, Ada"), "\"Park, Ada\""),
            (json!("the \"one\""), "\"the \"\"one\"\"\""),
            (json!("=HYPERLINK(1)"), "'=HYPERLINK(1)"),
            (json!(null), ""),
            (json!(true), "true"),
            (json!(-3), "-3"),
        ] {
            assert_eq!(quoted(&cell(&value)), written, "{value}");
        }
    }
}
