//! On which days the catch-ups of an agreement are (rule 23).
//!
//! Total: at the end of the calendar the list just ends; a work calendar without a single day leaves dates unshifted.

use crate::domain::agreement::{Agreement, MOST_CATCH_UPS};
use crate::domain::event::Start;
use crate::domain::follow_up::Every;
use crate::domain::programme::WorkCalendar;
use crate::domain::rule::Side;
use crate::domain::sending::{clock_on, days_away};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

/// Days between an agreement and its first catch-up, at least.
const NOTICE: i64 = 7;

/// How far a catch-up is put off for holidays; beyond it, it stays where it was counted.
const LONGEST_SHIFT: usize = 750;

/// How often the base may move; enough for two centuries of fortnights.
const MOST_MOVES: u32 = 5_000;

/// The starts of all catch-ups of an agreement, strictly increasing, on the mentor's clock; empty without dates.
///
/// `base_on` is the session's local date in the mentor's zone (after a renewal, the last catch-up's), `clock` its time
/// of day there. Each date is counted from that one base, month ends clamped, then put off to the next day that works
/// for both people. Days of notice are counted on the mentor's calendar.
pub fn dates(
    agreement: &Agreement,
    base_on: Date,
    clock: Time,
    agreed_at: Timestamp,
    calendar: &WorkCalendar,
    mentor_zone: &TimeZone,
    mentee_zone: &TimeZone,
) -> Vec<Start> {
    let Some(every) = agreement.every else { return Vec::new() };
    let count = Count { every, base_on, clock, calendar, mentor_zone, mentee_zone };
    let earliest = days_away(mentor_zone.to_datetime(agreed_at).date(), NOTICE, Side::After);
    // Moving the base is counting on from the old one: a 31st stays a 31st where the month has it.
    let moves = (0..MOST_MOVES)
        .find(|moves| count.date(moves + 1, Date::MIN).is_none_or(|first| first >= earliest))
        .unwrap_or(MOST_MOVES);
    let mut starts = Vec::new();
    let mut not_before = Date::MIN;
    for n in 1..=agreement.times.min(MOST_CATCH_UPS) {
        let Some(on) = count.date(moves + n, not_before) else { break };
        starts.push(Start::at(clock_on(on, clock, mentor_zone).to_zoned(mentor_zone.clone())));
        let Ok(next) = on.tomorrow() else { break };
        not_before = next;
    }
    starts
}

struct Count<'a> {
    every: Every,
    base_on: Date,
    clock: Time,
    calendar: &'a WorkCalendar,
    mentor_zone: &'a TimeZone,
    mentee_zone: &'a TimeZone,
}

impl Count<'_> {
    /// The day `n` steps from the base, on or after `not_before`, on which both can; nothing past the calendar's end.
    fn date(&self, n: u32, not_before: Date) -> Option<Date> {
        let counted = self.counted(n)?.max(not_before);
        let mut on = counted;
        for _ in 0..LONGEST_SHIFT {
            if self.suits_both(on) {
                return Some(on);
            }
            on = on.tomorrow().ok()?;
        }
        Some(counted)
    }

    /// The day `n` steps from the base, month ends clamped.
    fn counted(&self, n: u32) -> Option<Date> {
        let (unit, length) = match self.every {
            Every::Weeks(n) => (1.week(), n),
            Every::Months(n) => (1.month(), n),
        };
        let span = unit.checked_mul(i64::from(length.max(1)).checked_mul(i64::from(n))?).ok()?;
        self.base_on.checked_add(span).ok()
    }

    fn suits_both(&self, on: Date) -> bool {
        let at = clock_on(on, self.clock, self.mentor_zone);
        [self.mentor_zone, self.mentee_zone]
            .into_iter()
            .all(|zone| self.calendar.is_sending_day(zone.to_datetime(at).date()))
    }
}

#[cfg(test)]
mod tests {
    use super::dates;
    use crate::domain::agreement::Agreement;
    use crate::domain::follow_up::{Every, Want};
    use crate::domain::programme::{DayOfWeek, Hours, WorkCalendar};
    use jiff::Timestamp;
    use jiff::civil::{Date, date, time};
    use jiff::tz::TimeZone;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn calendar(days: &[DayOfWeek]) -> WorkCalendar {
        WorkCalendar {
            hours: Hours { open: time(8, 0, 0, 0), close: time(18, 0, 0, 0) },
            days: days.to_vec(),
            holidays: BTreeSet::new(),
        }
    }

    fn agreement(every: Every, times: u32) -> Agreement {
        Agreement { wants: vec![Want::CatchUps], every: Some(every), times, improvise: false, starter: None }
    }

    fn zone(name: &str) -> TimeZone {
        TimeZone::get(name).expect(name)
    }

    fn agreed(day: Date) -> Timestamp {
        zone("Europe/London").to_timestamp(day.at(12, 0, 0, 0)).expect("in range")
    }

    /// Catch-ups of two Londoners at 14:00, as text.
    fn london(every: Every, times: u32, base_on: Date, agreed_on: Date, calendar: &WorkCalendar) -> Vec<String> {
        let london = zone("Europe/London");
        let clock = time(14, 0, 0, 0);
        dates(&agreement(every, times), base_on, clock, agreed(agreed_on), calendar, &london, &london)
            .iter()
            .map(|start| start.zoned().strftime("%F %H:%M").to_string())
            .collect()
    }

    #[test]
    fn rule_23_month_ends_are_clamped_and_counted_from_the_one_base() {
        let all = calendar(&DayOfWeek::ALL);
        let on = date(2027, 1, 31);
        assert_eq!(
            london(Every::Months(1), 4, on, on, &all),
            ["2027-02-28 14:00", "2027-03-31 14:00", "2027-04-30 14:00", "2027-05-31 14:00"]
        );
        let leap = date(2028, 1, 31);
        assert_eq!(london(Every::Months(1), 2, leap, leap, &all), ["2028-02-29 14:00", "2028-03-31 14:00"]);
    }

    #[test]
    fn rule_23_a_base_that_moves_keeps_its_day_of_the_month() {
        let all = calendar(&DayOfWeek::ALL);
        assert_eq!(
            london(Every::Months(1), 2, date(2027, 1, 31), date(2027, 2, 22), &all),
            ["2027-03-31 14:00", "2027-04-30 14:00"]
        );
    }

    #[test]
    fn rule_23_the_first_is_at_least_7_days_after_the_agreement() {
        let all = calendar(&DayOfWeek::ALL);
        let base = date(2027, 5, 20);
        for (agreed_on, first) in [
            (date(2027, 5, 21), "2027-06-03 14:00"),
            (date(2027, 5, 27), "2027-06-03 14:00"),
            (date(2027, 5, 28), "2027-06-17 14:00"),
            (date(2027, 8, 1), "2027-08-12 14:00"),
        ] {
            assert_eq!(london(Every::Weeks(2), 3, base, agreed_on, &all)[0], first, "{agreed_on}");
            assert_eq!(london(Every::Weeks(2), 3, base, agreed_on, &all).len(), 3);
        }
    }

    #[test]
    fn rule_23_a_day_off_goes_to_the_next_day_that_works_and_does_not_push_the_others() {
        let mut weekdays = calendar(&DayOfWeek::ALL[..5]);
        weekdays.holidays.insert(date(2027, 6, 21));
        let on = date(2027, 5, 19);
        assert_eq!(
            london(Every::Months(1), 3, on, on, &weekdays),
            ["2027-06-22 14:00", "2027-07-19 14:00", "2027-08-19 14:00"]
        );
    }

    #[test]
    fn rule_23_a_day_works_only_if_it_works_for_both() {
        let weekdays = calendar(&DayOfWeek::ALL[..5]);
        let on = date(2027, 5, 13);
        let (london, auckland) = (zone("Europe/London"), zone("Pacific/Auckland"));
        // Friday 20:00 in London is Saturday in Auckland; Sunday would be Monday there, but not here.
        let starts = dates(
            &agreement(Every::Weeks(2), 1),
            date(2027, 5, 14),
            time(20, 0, 0, 0),
            agreed(on),
            &weekdays,
            &london,
            &auckland,
        );
        assert_eq!(starts[0].to_string(), "2027-05-31T20:00:00+01:00[Europe/London]");
    }

    #[test]
    fn rule_23_the_clock_stays_across_a_clock_change() {
        let all = calendar(&DayOfWeek::ALL);
        let on = date(2027, 10, 20);
        let london = zone("Europe/London");
        let starts = dates(&agreement(Every::Weeks(2), 1), on, time(14, 0, 0, 0), agreed(on), &all, &london, &london);
        assert_eq!(starts[0].to_string(), "2027-11-03T14:00:00+00:00[Europe/London]");
    }

    #[test]
    fn rule_23_dates_that_a_long_holiday_pushes_together_stay_in_order() {
        let mut closed = calendar(&DayOfWeek::ALL[..5]);
        let august = date(2027, 8, 2);
        closed.holidays.extend(august.series(jiff::ToSpan::day(1)).take(30));
        let on = date(2027, 7, 20);
        assert_eq!(
            london(Every::Weeks(2), 4, on, on, &closed),
            ["2027-09-01 14:00", "2027-09-02 14:00", "2027-09-03 14:00", "2027-09-14 14:00"]
        );
    }

    #[test]
    fn without_dates_there_are_none() {
        let undated = Agreement { every: None, times: 0, improvise: true, ..agreement(Every::Weeks(2), 1) };
        let utc = TimeZone::UTC;
        let on = date(2027, 5, 20);
        let all = calendar(&DayOfWeek::ALL);
        assert!(dates(&undated, on, time(9, 0, 0, 0), agreed(on), &all, &utc, &utc).is_empty());
    }

    proptest! {
        #[test]
        fn rule_23_in_order_on_working_days_with_notice(
            every in prop_oneof![(2u32..30).prop_map(Every::Weeks), (1u32..8).prop_map(Every::Months)],
            times in 1u32..15, base in 0i32..1000, later in 0i32..400, hour in 0i8..24,
            days in prop::sample::subsequence(DayOfWeek::ALL.to_vec(), 5..=7),
            off in prop::collection::btree_set(0i32..2000, 0..60),
            zones in prop::sample::subsequence(vec!["Europe/London", "Pacific/Auckland", "Asia/Kathmandu"], 2),
        ) {
            let day = |n: i32| date(2026, 1, 1).saturating_add(jiff::ToSpan::days(n));
            let mut calendar = calendar(&days);
            calendar.holidays = off.into_iter().map(day).collect();
            let (mentor, mentee) = (zone(zones[0]), zone(zones[1]));
            let agreed_at = agreed(day(base + later));
            let clock = time(hour, 30, 0, 0);
            let starts = dates(&agreement(every, times), day(base), clock, agreed_at, &calendar, &mentor, &mentee);
            prop_assert_eq!(starts.len(), times as usize);
            let agreed_on = mentor.to_datetime(agreed_at).date();
            prop_assert!((starts[0].civil().date() - agreed_on).get_days() >= 7);
            prop_assert!(starts.windows(2).all(|two| two[0].timestamp() < two[1].timestamp()));
            for start in &starts {
                prop_assert!(calendar.is_sending_day(mentor.to_datetime(start.timestamp()).date()));
                prop_assert!(calendar.is_sending_day(mentee.to_datetime(start.timestamp()).date()));
            }
        }

        #[test]
        fn catch_up_dates_are_total(
            every in prop_oneof![any::<u32>().prop_map(Every::Weeks), any::<u32>().prop_map(Every::Months)],
            times in any::<u32>(), base in 0usize..3, late in any::<bool>(), none in any::<bool>(),
        ) {
            let base = [Date::MIN, date(2027, 1, 31), Date::MAX][base];
            let agreed_at = if late { Timestamp::MAX } else { Timestamp::MIN };
            let calendar = calendar(if none { &[] } else { &DayOfWeek::ALL });
            let zone = zone("Pacific/Auckland");
            let starts =
                dates(&agreement(every, times), base, time(2, 30, 0, 0), agreed_at, &calendar, &zone, &TimeZone::UTC);
            prop_assert!(starts.windows(2).all(|two| two[0].timestamp() <= two[1].timestamp()));
        }
    }
}
