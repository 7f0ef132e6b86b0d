//! The `holidays` of a programme: `.ics` files with public holidays.

use crate::calendar::holidays::holidays;
use crate::domain::problem::Problem;
use crate::files::fault::Fault;
use crate::files::path::{beside, shown};
use crate::files::settings::{Entry, Section};
use crate::files::value::read_line;
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::ops::RangeInclusive;
use std::path::{Path, PathBuf};

/// How many years around the programme's last day a yearly holiday is looked for.
const YEARS_AROUND: i16 = 5;
/// The years that are looked at where a programme has no last day.
const ANY_YEAR: RangeInclusive<i16> = 2020..=2060;
/// The longest holiday file that is read, in bytes.
const FILE_BYTES: u64 = 8 * 1024 * 1024;

/// The days all files name, and the files' contents.
#[derive(Default)]
pub(crate) struct Holidays {
    pub days: BTreeSet<Date>,
    pub contents: Vec<Vec<u8>>,
    /// The files.
    pub paths: Vec<PathBuf>,
}

/// Reads every file the programme names. `elsewhere` takes what is wrong in those files.
pub(crate) fn read_holidays(
    top: &Section,
    folder: &Path,
    ends: Option<Date>,
    elsewhere: &mut Vec<Problem>,
) -> Holidays {
    let years = ends.map_or(ANY_YEAR, |ends| ends.year() - YEARS_AROUND..=ends.year() + YEARS_AROUND);
    let mut found = Holidays::default();
    for entry in top.list("holidays") {
        let named =
            entry.read(top.file(), "holidays", |text| read_line(text, 1_000).map(|named| beside(folder, named)));
        let Some(path) = named else { continue };
        found.paths.push(path.clone());
        let Some(bytes) = read_file(top, &entry, &path) else { continue };
        match holidays(&String::from_utf8_lossy(&bytes), years.clone()) {
            Ok(days) => found.days.extend(days),
            Err(fault) => {
                let hint = "export the holidays again as an .ics file, or take this file out of holidays";
                elsewhere.push(Fault::new(fault.to_string(), hint).in_file(&shown(&path)));
            }
        }
        found.contents.push(bytes);
    }
    found
}

fn read_file(top: &Section, entry: &Entry, path: &Path) -> Option<Vec<u8>> {
    let too_long = std::fs::metadata(path).is_ok_and(|file| file.len() > FILE_BYTES);
    let outcome = if too_long { Err("is too long for a file of holidays".to_owned()) } else { read_bytes(path) };
    let report = |why: String| {
        let fault = Fault::new(format!("{} {why}", shown(path)), "check the path; it is relative to this file");
        top.file().report(entry.span(), fault);
    };
    outcome.map_err(report).ok()
}

fn read_bytes(path: &Path) -> Result<Vec<u8>, String> {
    std::fs::read(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => "is not there".to_owned(),
        _ => format!("cannot be read: {error}"),
    })
}
