//! Hours and days of work: `09:00-18:00` and `Mon-Fri`.

use crate::domain::programme::{DayOfWeek, Hours};
use crate::domain::rule::parse_clock;
use crate::files::fault::{Fault, quoted};
use crate::files::settings::Section;

/// Monday to Friday.
pub(crate) fn weekdays() -> Vec<DayOfWeek> {
    DayOfWeek::ALL[..5].to_vec()
}

/// `09:00-18:00`: from the first to before the second.
pub(crate) fn read_hours(text: &str) -> Result<Hours, Fault> {
    let hint = "write opening and closing time of one day, like 09:00-18:00";
    let fault = || Fault::new(format!("{} are no hours of a day", quoted(text)), hint);
    let (open, close) = text.split_once(['-', '–']).ok_or_else(fault)?;
    let open = parse_clock(open.trim()).map_err(|_| fault())?;
    let close = parse_clock(close.trim()).map_err(|_| fault())?;
    if open < close {
        return Ok(Hours { open, close });
    }
    Err(Fault::new(format!("{} ends before it begins", quoted(text)), "write the earlier time first"))
}

/// `days`: `Mon-Fri`, `Mon, Wed, Fri`, or a list of them. Monday first, each once.
pub(crate) fn read_days(section: &Section) -> Option<Vec<DayOfWeek>> {
    let entry = section.entry("days")?;
    let mut days = Vec::new();
    for entry in section.list("days") {
        days.extend(entry.read(section.file(), "days", read_day_list)?);
    }
    if days.is_empty() {
        section.file().report(entry.span(), Fault::new("there is no sending day", "write it like \"Mon-Fri\""));
        return None;
    }
    Some(DayOfWeek::ALL.into_iter().filter(|day| days.contains(day)).collect())
}

fn read_day_list(text: &str) -> Result<Vec<DayOfWeek>, Fault> {
    let mut days = Vec::new();
    for part in text.split(',').map(str::trim) {
        match part.split_once(['-', '–']) {
            Some((first, last)) => days.extend(days_between(read_day(first)?, read_day(last)?)),
            None => days.push(read_day(part)?),
        }
    }
    Ok(days)
}

/// From the first to the last, over the week's end if need be.
fn days_between(first: DayOfWeek, last: DayOfWeek) -> Vec<DayOfWeek> {
    let mut days: Vec<DayOfWeek> = DayOfWeek::ALL.into_iter().cycle().skip_while(|day| *day != first).take(7).collect();
    let end = days.iter().position(|day| *day == last).unwrap_or(6);
    days.truncate(end + 1);
    days
}

fn read_day(text: &str) -> Result<DayOfWeek, Fault> {
    let name = text.trim().to_ascii_lowercase();
    let full = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    full.iter().position(|day| *day == name || day[..3] == name).map(|at| DayOfWeek::ALL[at]).ok_or_else(|| {
        Fault::new(format!("{} is no day of the week", quoted(text)), "write Mon, Tue, Wed, Thu, Fri, Sat or Sun")
    })
}

#[cfg(test)]
mod tests {
    use super::{read_day_list, read_hours};
    use crate::domain::programme::DayOfWeek::{Fri, Mon, Sat, Sun, Thu, Tue, Wed};

    #[test]
    fn days_are_spans_and_lists() {
        for (text, days) in [
            ("Mon-Fri", vec![Mon, Tue, Wed, Thu, Fri]),
            ("mon, Wednesday", vec![Mon, Wed]),
            ("Sat-Mon", vec![Sat, Sun, Mon]),
            ("Tue-Tue", vec![Tue]),
            ("Sun–Thu", vec![Sun, Mon, Tue, Wed, Thu]),
        ] {
            assert_eq!(read_day_list(text), Ok(days), "{text}");
        }
        assert!(["", "Mo", "Mon-", "Mon--Fri"].iter().all(|text| read_day_list(text).is_err()));
    }

    #[test]
    fn hours_run_forward() {
        assert!(read_hours("9:00 – 17:30").is_ok());
        assert_eq!(read_hours("18:00-09:00").unwrap_err().hint, "write the earlier time first");
        assert!(["", "9-17", "09:00", "09:00-09:00", "09:00-24:00"].iter().all(|text| read_hours(text).is_err()));
    }
}
