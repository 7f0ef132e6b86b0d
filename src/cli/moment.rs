//! Times as a coordinator reads them: on a named clock.

use crate::domain::person::Zone;
use jiff::Timestamp;
use jiff::civil::Date;

/// `Thursday 20 May 2027`, there.
pub fn long_day(at: Timestamp, zone: &Zone) -> String {
    at.to_zoned(zone.time_zone().clone()).strftime("%A %-d %B %Y").to_string()
}

/// `14:00`, there.
pub fn clock(at: Timestamp, zone: &Zone) -> String {
    at.to_zoned(zone.time_zone().clone()).strftime("%H:%M").to_string()
}

/// `Thu 20 May 14:00`, there: where the year is plain.
pub fn short(at: Timestamp, zone: &Zone) -> String {
    at.to_zoned(zone.time_zone().clone()).strftime("%a %-d %b %H:%M").to_string()
}

/// `Thu 20 May 2027`.
pub fn date(date: Date) -> String {
    date.strftime("%a %-d %b %Y").to_string()
}

/// `London` of `Europe/London`.
pub fn city(zone: &Zone) -> String {
    zone.name().rsplit('/').next().unwrap_or(zone.name()).replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::{city, clock, date, long_day, short};
    use crate::domain::person::Zone;

    #[test]
    fn times_are_told_on_the_zones_clock() {
        let at = "2027-05-19T23:30:00Z".parse().unwrap();
        let (london, new_york) = (Zone::named("Europe/London").unwrap(), Zone::named("America/New_York").unwrap());
        assert_eq!(clock(at, &london), "00:30");
        assert_eq!((short(at, &new_york), city(&new_york)), ("Wed 19 May 19:30".into(), "New York".into()));
        assert_eq!((long_day(at, &london), city(&Zone::utc())), ("Thursday 20 May 2027".into(), "UTC".into()));
        assert_eq!(date(jiff::civil::date(2027, 5, 3)), "Mon 3 May 2027");
    }
}
