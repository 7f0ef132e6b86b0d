//! Where the sheet says something else than what holds, because somebody said so since (rule 14).

use crate::cli::column::{clean, counted};
use crate::cli::failure::Failure;
use crate::cli::paint::Paint;
use crate::domain::difference::{Difference, differences};
use crate::store::View;
use jiff::Timestamp;
use std::io::{self, Write};

/// Cells that are named; of more, only the number is said.
const NAMED: usize = 20;

/// A cell that something said since overrules.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Overruled {
    /// The pair's id.
    pub pair: String,
    /// What differs.
    pub difference: Difference,
}

impl Overruled {
    /// All of them, of every sheet; `only` that pair, if one is asked for.
    ///
    /// # Errors
    /// The database.
    pub fn all(store: &View, only: Option<&str>, now: Timestamp) -> Result<Vec<Overruled>, Failure> {
        let mut all = Vec::new();
        let pairs = store.pairs_with_own_facts()?;
        for (programme, id) in pairs.iter().filter(|(_, id)| only.is_none_or(|only| only == id)) {
            let (Some(programme), Some(row)) = (store.programme(programme)?, store.pair(programme, id)?) else {
                continue;
            };
            if row.vanished || programme.vanished {
                continue;
            }
            let facts = store.facts(&programme.id, id)?;
            let found = differences(&row.pair, &programme.programme, &facts, now);
            all.extend(found.into_iter().map(|difference| Overruled { pair: id.clone(), difference }));
        }
        Ok(all)
    }
}

/// Writes them, old and new side by side; nothing if there are none.
///
/// # Errors
/// When nobody reads.
pub fn write(out: &mut dyn Write, overruled: &[Overruled]) -> io::Result<()> {
    if overruled.is_empty() {
        return Ok(());
    }
    writeln!(out, "{}", Paint::Heading.on("Something else holds than these cells say, because it was said since:"))?;
    for Overruled { pair, difference } in overruled.iter().take(NAMED) {
        let Difference { column, sheet, holds } = difference;
        let sheet = if sheet.is_empty() { "nothing".to_owned() } else { clean(sheet) };
        let (id, arrow) = (Paint::Quiet.on(clean(pair)), Paint::Quiet.on("→"));
        writeln!(out, "  {id}  {}: {sheet} {arrow} {}", clean(column), clean(holds))?;
    }
    let more = overruled.len().saturating_sub(NAMED);
    if more > 0 {
        writeln!(out, "  {}", Paint::Quiet.on(format!("… and {}", counted(more, "more cell", "more cells"))))?;
    }
    writeln!(out)
}
