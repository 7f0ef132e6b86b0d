//! What a cell of a workbook says, as its reader sees it.

use calamine::{DataRef, ExcelDateTime};
use std::borrow::Cow;

/// The largest number that is certainly whole, if it looks whole.
const WHOLE: f64 = 9_007_199_254_740_992.0;

/// The text of that cell. Dates and times come as `2027-05-28`, `14:00` or both, numbers without needless decimals.
pub(super) fn cell_text<'c>(cell: &'c DataRef<'_>) -> Cow<'c, str> {
    match cell {
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => Cow::Borrowed(text),
        DataRef::SharedString(text) => Cow::Borrowed(text),
        DataRef::Int(number) => Cow::Owned(number.to_string()),
        DataRef::Float(number) => Cow::Owned(number_text(*number)),
        DataRef::Bool(true) => Cow::Borrowed("TRUE"),
        DataRef::Bool(false) => Cow::Borrowed("FALSE"),
        DataRef::DateTime(moment) => Cow::Owned(moment_text(moment)),
        DataRef::Error(error) => Cow::Owned(error.to_string()),
        _ => Cow::Borrowed(""),
    }
}

fn number_text(number: f64) -> String {
    if number.fract() == 0.0 && number.abs() < WHOLE { format!("{number:.0}") } else { number.to_string() }
}

/// Excel counts days; the second is the finest a person writes, and fractions of a day are never exact.
fn moment_text(moment: &ExcelDateTime) -> String {
    let seconds = (moment.as_f64() * 86_400.0).round();
    let rounded = ExcelDateTime::new(seconds / 86_400.0 + 1e-9, calamine::ExcelDateTimeType::DateTime, is_1904(moment));
    let (year, month, day, hour, minute, second, _) = rounded.to_ymd_hms_milli();
    let clock = match second {
        0 => format!("{hour:02}:{minute:02}"),
        _ => format!("{hour:02}:{minute:02}:{second:02}"),
    };
    if seconds < 86_400.0 || moment.is_duration() {
        return clock;
    }
    let date = format!("{year:04}-{month:02}-{day:02}");
    if seconds % 86_400.0 == 0.0 { date } else { format!("{date} {clock}") }
}

/// Whether the workbook counts from 1904, as old ones of the Macintosh do.
fn is_1904(moment: &ExcelDateTime) -> bool {
    let as_1900 = ExcelDateTime::new(moment.as_f64(), calamine::ExcelDateTimeType::DateTime, false);
    as_1900.to_ymd_hms_milli() != moment.to_ymd_hms_milli()
}

#[cfg(test)]
mod tests {
    use super::cell_text;
    use calamine::{DataRef, ExcelDateTime, ExcelDateTimeType};

    fn moment(value: f64, is_1904: bool) -> DataRef<'static> {
        DataRef::DateTime(ExcelDateTime::new(value, ExcelDateTimeType::DateTime, is_1904))
    }

    #[test]
    fn cells_read_as_people_see_them() {
        for (cell, text) in [
            (DataRef::Float(17.0), "17"),
            (DataRef::Float(0.1), "0.1"),
            (DataRef::Float(-3.0), "-3"),
            (DataRef::Bool(true), "TRUE"),
            (DataRef::SharedString("Amina"), "Amina"),
            (moment(46535.0, false), "2027-05-28"),
            (moment(46_535.583_333_333_33, false), "2027-05-28 14:00"),
            (moment(46_535.583_345, false), "2027-05-28 14:00:01"),
            (moment(46_535.999_999_9, false), "2027-05-29"),
            (moment(45073.0, true), "2027-05-28"),
            (moment(0.375, false), "09:00"),
            (DataRef::Empty, ""),
        ] {
            assert_eq!(cell_text(&cell), text);
        }
    }
}
