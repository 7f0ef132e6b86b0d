use super::{AnchorAt, clock_on};
use crate::domain::programme::{DayOfWeek, Hours, WorkCalendar};
use crate::domain::rule::{Anchor, Side, Span, StepRule, Unit};
use jiff::civil::{Date, date, time};
use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};
use proptest::prelude::*;
use std::collections::BTreeSet;

fn calendar() -> WorkCalendar {
    WorkCalendar {
        hours: Hours { open: time(8, 0, 0, 0), close: time(18, 0, 0, 0) },
        days: DayOfWeek::ALL[..5].to_vec(),
        holidays: BTreeSet::from([date(2027, 5, 31), date(2027, 12, 27), date(2027, 12, 28)]),
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect(name)
}

fn zoned(text: &str) -> Zoned {
    text.parse().expect(text)
}

/// A meeting of 45 minutes.
fn meeting(start: &str) -> AnchorAt {
    AnchorAt::meeting(&crate::domain::event::Start::at(zoned(start)), 45)
}

/// The due time of a step, on the clock of a reader in that zone.
fn due(rule: &str, anchor: AnchorAt, reader: &str) -> String {
    let rule: StepRule = rule.parse().expect(rule);
    let at = calendar().due_at(&rule, &anchor, &zone(reader), &zone("Europe/London"));
    at.to_zoned(zone(reader)).strftime("%a %F %H:%M").to_string()
}

#[test]
fn rule_18_sending_days_are_days_of_the_week_that_no_holiday_names() {
    let calendar = calendar();
    assert!(calendar.is_sending_day(date(2027, 5, 28)));
    for off in [date(2027, 5, 29), date(2027, 5, 30), date(2027, 5, 31)] {
        assert!(!calendar.is_sending_day(off), "{off}");
        assert_eq!(calendar.sending_day_on_or_after(off), date(2027, 6, 1));
        assert_eq!(calendar.sending_day_on_or_before(off), date(2027, 5, 28));
        assert_eq!(calendar.next_sending_day(off), date(2027, 6, 1));
    }
    assert_eq!(calendar.next_sending_day(date(2027, 5, 28)), date(2027, 6, 1));
}

#[test]
fn rule_18_working_days_are_counted_strictly_from_the_day() {
    let calendar = calendar();
    for (from, n, expected) in [
        (date(2027, 5, 20), 0, date(2027, 5, 20)),
        (date(2027, 5, 20), 1, date(2027, 5, 21)),
        (date(2027, 5, 21), 1, date(2027, 5, 24)),
        (date(2027, 5, 22), 1, date(2027, 5, 24)),
        (date(2027, 5, 23), 1, date(2027, 5, 24)),
        (date(2027, 5, 28), 1, date(2027, 6, 1)),
        (date(2027, 5, 27), 10, date(2027, 6, 11)),
    ] {
        assert_eq!(calendar.plus_working_days(from, n), expected, "{from} + {n}");
    }
    for (from, n, expected) in [
        (date(2027, 6, 1), 1, date(2027, 5, 28)),
        (date(2027, 5, 30), 1, date(2027, 5, 28)),
        (date(2027, 6, 11), 10, date(2027, 5, 27)),
    ] {
        assert_eq!(calendar.minus_working_days(from, n), expected, "{from} - {n}");
    }
}

#[test]
fn rules_17_and_18_table_of_due_times() {
    let london = "2027-05-20T14:00[Europe/London]"; // a Thursday
    for (rule, start, reader, expected) in [
        // As PRODUCT has them.
        ("28 days before session at 09:00", london, "Europe/London", "Thu 2027-04-22 09:00"),
        ("7 days before session at 09:00", london, "Europe/London", "Thu 2027-05-13 09:00"),
        ("1 working day after session at 09:00", london, "Europe/London", "Fri 2027-05-21 09:00"),
        // A before step to the last sending day earlier, an after step to the next one later.
        ("4 days after session at 09:00", london, "Europe/London", "Mon 2027-05-24 09:00"),
        ("2 days after session at 09:00", london, "Europe/London", "Mon 2027-05-24 09:00"),
        ("4 days before session at 09:00", london, "Europe/London", "Fri 2027-05-14 09:00"),
        ("11 days after session at 09:00", london, "Europe/London", "Tue 2027-06-01 09:00"),
        // A clock outside the hours.
        ("1 day before session at 06:00", london, "Europe/London", "Tue 2027-05-18 17:59"),
        ("1 day before session at 19:00", london, "Europe/London", "Wed 2027-05-19 17:59"),
        ("1 day before session at 18:00", london, "Europe/London", "Wed 2027-05-19 17:59"),
        ("1 day after session at 19:00", london, "Europe/London", "Mon 2027-05-24 08:00"),
        ("1 day after session at 06:00", london, "Europe/London", "Fri 2027-05-21 08:00"),
        // Clamped first, then shifted: Monday 06:00 is Sunday 17:59 is Friday 17:59.
        ("3 days before session at 06:00", london, "Europe/London", "Fri 2027-05-14 17:59"),
        // Exact times alike.
        ("30 minutes before session", london, "Europe/London", "Thu 2027-05-20 13:30"),
        ("7 hours before session", london, "Europe/London", "Wed 2027-05-19 17:59"),
        ("2 hours after session", london, "Europe/London", "Thu 2027-05-20 16:45"),
        ("4 hours after session", london, "Europe/London", "Fri 2027-05-21 08:00"),
        ("28 hours after session", london, "Europe/London", "Mon 2027-05-24 08:00"),
        // Without a clock the anchor's own is kept, on the reader's calendar, across a clock change.
        ("2 weeks before session", "2027-04-06T14:00[Europe/London]", "Europe/London", "Tue 2027-03-23 14:00"),
        ("2 days after session", london, "Europe/London", "Mon 2027-05-24 14:45"),
        ("2 days after session", london, "Asia/Kathmandu", "Mon 2027-05-24 08:00"),
        ("1 day after session", london, "Asia/Kathmandu", "Mon 2027-05-24 08:00"),
        // The day is counted on the reader's calendar: 22:30 in London is the next day in Auckland.
        ("1 day after session at 09:00", "2027-05-19T21:00[Europe/London]", "Pacific/Auckland", "Fri 2027-05-21 09:00"),
        (
            "1 day before session at 09:00",
            "2027-05-19T21:00[Europe/London]",
            "Pacific/Auckland",
            "Wed 2027-05-19 09:00",
        ),
        // An event's anchor is its end for after: 23:30 to 00:15 ends on Wednesday.
        ("1 day after session at 09:00", "2027-05-18T23:30[Europe/London]", "Europe/London", "Thu 2027-05-20 09:00"),
        ("1 day before session at 09:00", "2027-05-18T23:30[Europe/London]", "Europe/London", "Mon 2027-05-17 09:00"),
    ] {
        assert_eq!(due(rule, meeting(start), reader), expected, "{rule}, {start}, {reader}");
    }
}

#[test]
fn rule_17_ending_is_a_date_with_at_and_the_end_of_the_day_without() {
    let friday = AnchorAt::Ending(date(2027, 5, 21));
    let sunday = AnchorAt::Ending(date(2027, 5, 23));
    for (rule, anchor, reader, expected) in [
        ("1 day before ending at 09:00", friday, "Europe/London", "Thu 2027-05-20 09:00"),
        ("1 day before ending at 09:00", friday, "Pacific/Auckland", "Thu 2027-05-20 09:00"),
        ("1 day before ending at 09:00", friday, "America/New_York", "Thu 2027-05-20 09:00"),
        ("1 working day after ending at 09:00", friday, "Europe/London", "Mon 2027-05-24 09:00"),
        ("0 days before ending at 09:00", sunday, "Europe/London", "Fri 2027-05-21 09:00"),
        ("1 day before ending", friday, "Europe/London", "Thu 2027-05-20 17:59"),
        ("1 working day before ending", sunday, "Europe/London", "Fri 2027-05-21 17:59"),
        ("8 hours before ending", friday, "Europe/London", "Fri 2027-05-21 16:00"),
        ("1 working day after ending", AnchorAt::Ending(date(2027, 5, 19)), "Europe/London", "Fri 2027-05-21 08:00"),
        ("1 hour after ending", friday, "Europe/London", "Mon 2027-05-24 08:00"),
        // Midnight in London is 19:00 in New York and 11:00 of the next day in Auckland.
        ("3 hours before ending", friday, "America/New_York", "Fri 2027-05-21 16:00"),
        ("1 day before ending", friday, "Pacific/Auckland", "Fri 2027-05-21 11:00"),
    ] {
        assert_eq!(due(rule, anchor, reader), expected, "{rule}, {anchor:?}, {reader}");
    }
}

#[test]
fn rule_17_a_skipped_time_is_an_hour_later_and_a_doubled_one_the_first() {
    let night = WorkCalendar {
        hours: Hours { open: time(0, 0, 0, 0), close: time(0, 0, 0, 0) },
        days: DayOfWeek::ALL.to_vec(),
        holidays: BTreeSet::new(),
    };
    let berlin = zone("Europe/Berlin");
    let rule: StepRule = "1 day before session at 02:30".parse().expect("a rule");
    let spring = night.due_at(&rule, &meeting("2027-03-29T10:00[Europe/Berlin]"), &berlin, &berlin);
    assert_eq!(spring, zoned("2027-03-28T03:30+02:00[Europe/Berlin]").timestamp());
    let autumn = night.due_at(&rule, &meeting("2027-11-01T10:00[Europe/Berlin]"), &berlin, &berlin);
    assert_eq!(autumn, zoned("2027-10-31T02:30+02:00[Europe/Berlin]").timestamp());
}

#[test]
fn rule_18_a_skipped_clock_that_leaves_the_hours_takes_another_day() {
    let narrow = WorkCalendar {
        hours: Hours { open: time(2, 0, 0, 0), close: time(3, 0, 0, 0) },
        days: DayOfWeek::ALL.to_vec(),
        holidays: BTreeSet::new(),
    };
    let berlin = zone("Europe/Berlin");
    for (rule, expected) in [
        ("1 day before session at 02:30", "2027-03-27T02:30[Europe/Berlin]"),
        ("1 day before session at 05:00", "2027-03-27T02:59[Europe/Berlin]"),
    ] {
        let rule: StepRule = rule.parse().expect(rule);
        let at = narrow.due_at(&rule, &meeting("2027-03-29T10:00[Europe/Berlin]"), &berlin, &berlin);
        assert_eq!(at, zoned(expected).timestamp(), "{rule}");
    }
}

#[test]
fn rule_18_the_next_sending_time_is_now_or_the_next_opening() {
    let calendar = calendar();
    let london = zone("Europe/London");
    for (now, expected) in [
        ("2027-05-20T08:00[Europe/London]", "2027-05-20T08:00[Europe/London]"),
        ("2027-05-20T17:59:59[Europe/London]", "2027-05-20T17:59:59[Europe/London]"),
        ("2027-05-20T18:00[Europe/London]", "2027-05-21T08:00[Europe/London]"),
        ("2027-05-20T07:59[Europe/London]", "2027-05-20T08:00[Europe/London]"),
        ("2027-05-22T10:00[Europe/London]", "2027-05-24T08:00[Europe/London]"),
        ("2027-05-28T18:00[Europe/London]", "2027-06-01T08:00[Europe/London]"),
    ] {
        assert_eq!(calendar.next_sending_time(&london, zoned(now).timestamp()), zoned(expected).timestamp(), "{now}");
    }
}

#[test]
fn rule_3_the_same_clock_on_the_next_sending_day() {
    let calendar = calendar();
    let london = zone("Europe/London");
    for (now, clock, expected) in [
        ("2027-05-20T09:00[Europe/London]", time(9, 0, 0, 0), "2027-05-21T09:00[Europe/London]"),
        ("2027-05-21T09:00[Europe/London]", time(9, 0, 0, 0), "2027-05-24T09:00[Europe/London]"),
        ("2027-05-20T09:00[Europe/London]", time(6, 0, 0, 0), "2027-05-21T08:00[Europe/London]"),
        ("2027-05-20T09:00[Europe/London]", time(19, 0, 0, 0), "2027-05-24T08:00[Europe/London]"),
    ] {
        let at = calendar.same_clock_next_sending_day(&london, zoned(now).timestamp(), clock);
        assert_eq!(at, zoned(expected).timestamp(), "{now} {clock}");
    }
}

#[test]
fn rule_31_a_session_met_on_another_day_keeps_its_clock() {
    let start = crate::domain::event::Start::at(zoned("2027-05-20T14:00[Europe/London]"));
    let anchor = AnchorAt::met_on(&start, 45, date(2027, 5, 17));
    assert_eq!(due("1 working day after session at 09:00", anchor, "Europe/London"), "Tue 2027-05-18 09:00");
    assert_eq!(due("1 hour after session", anchor, "Europe/London"), "Mon 2027-05-17 15:45");
}

#[test]
fn a_calendar_without_sending_days_gives_the_question_back() {
    let never = WorkCalendar { days: Vec::new(), ..calendar() };
    let london = zone("Europe/London");
    let day = date(2027, 5, 20);
    assert!(!never.is_sending_day(day));
    assert_eq!(never.sending_day_on_or_after(day), day);
    assert_eq!(never.next_sending_day(day), day);
    assert_eq!(never.plus_working_days(day, 3), day);
    let t = clock_on(day, time(9, 0, 0, 0), &london);
    assert_eq!(never.next_sending_time(&london, t), t);
}

const ZONES: [&str; 9] = [
    "Europe/London",
    "Europe/Berlin",
    "Africa/Lagos",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "America/New_York",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Apia",
];

fn zones() -> impl Strategy<Value = TimeZone> {
    prop::sample::select(ZONES.to_vec()).prop_map(zone)
}

fn rules() -> impl Strategy<Value = StepRule> {
    let unit = prop::sample::select(vec!["minutes", "hours", "days", "working days", "weeks"]);
    let side = prop::sample::select(vec!["before", "after"]);
    (0u32..60, unit, side, prop::option::of((0i8..24, 0i8..60))).prop_map(|(n, unit, side, at)| {
        let at = at.map(|(h, m)| format!(" at {h:02}:{m:02}")).unwrap_or_default();
        format!("{n} {unit} {side} session{at}").parse().expect("a rule")
    })
}

fn calendars() -> impl Strategy<Value = WorkCalendar> {
    let days = prop::sample::subsequence(DayOfWeek::ALL.to_vec(), 1..=7);
    let holidays = prop::collection::btree_set((0i32..1500).prop_map(day_of_2026), 0..40);
    (0i8..23, 1i8..24, days, holidays).prop_map(|(open, length, days, holidays)| {
        let close = (open + length).min(23);
        WorkCalendar { hours: Hours { open: time(open, 0, 0, 0), close: time(close, 0, 0, 0) }, days, holidays }
    })
}

fn day_of_2026(n: i32) -> Date {
    date(2026, 1, 1).saturating_add(jiff::ToSpan::days(n))
}

/// Instants of 2026 to 2029, to the second.
fn instants() -> impl Strategy<Value = Timestamp> {
    (1_767_225_600i64..1_893_456_000).prop_map(|s| Timestamp::from_second(s).expect("in range"))
}

proptest! {
    #[test]
    fn rule_18_never_outside_hours_and_never_past_the_anchor(
        rule in rules(), calendar in calendars(), zone in zones(), starts_at in instants(), minutes in 0i64..300
    ) {
        let ends_at = starts_at + jiff::SignedDuration::from_mins(minutes);
        let anchor = AnchorAt::Meeting { starts_at, ends_at };
        let at = calendar.due_at(&rule, &anchor, &zone, &TimeZone::UTC);
        prop_assert!(calendar.is_open(&zone, at), "{} is outside", at.to_zoned(zone.clone()));
        // Only a rule's own clock, on the anchor's day, can stand on the far side; moving never does it.
        let days = matches!(rule.span.unit, Unit::Days | Unit::WorkingDays | Unit::Weeks) && rule.span.amount > 0;
        if rule.at.is_none() || days {
            match rule.side {
                Side::Before => prop_assert!(at <= starts_at),
                Side::After => prop_assert!(at >= ends_at),
            }
        }
    }

    #[test]
    fn rule_18_the_next_sending_time_is_open_not_earlier_idempotent_and_monotone(
        calendar in calendars(), zone in zones(), t in instants(), wait in 0i64..400_000
    ) {
        let next = calendar.next_sending_time(&zone, t);
        prop_assert!(next >= t);
        prop_assert!(calendar.is_open(&zone, next));
        prop_assert_eq!(calendar.next_sending_time(&zone, next), next);
        let other = t + jiff::SignedDuration::from_secs(wait);
        prop_assert!(calendar.next_sending_time(&zone, other) >= next);
    }

    #[test]
    fn rule_18_working_days_there_and_back(calendar in calendars(), n in 0u32..100, day in 0i32..1500) {
        let day = calendar.sending_day_on_or_after(day_of_2026(day));
        prop_assert_eq!(calendar.minus_working_days(calendar.plus_working_days(day, n), n), day);
    }

    #[test]
    fn due_times_are_total(
        n in any::<u32>(), unit in 0usize..5, before in any::<bool>(), clock in prop::option::of((0i8..24, 0i8..60)),
        extreme in 0usize..4, days in any::<bool>(), hours in (0i8..24, 0i8..24), zone in zones(),
    ) {
        let units = [Unit::Minutes, Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Weeks];
        let rule = StepRule {
            span: Span { amount: if unit == 3 { n % 20_000 } else { n }, unit: units[unit] },
            side: if before { Side::Before } else { Side::After },
            anchor: Anchor::Session,
            at: clock.map(|(h, m)| time(h, m, 0, 0)),
        };
        let calendar = WorkCalendar {
            hours: Hours { open: time(hours.0, 0, 0, 0), close: time(hours.1, 0, 0, 0) },
            days: if days { DayOfWeek::ALL.to_vec() } else { Vec::new() },
            holidays: BTreeSet::new(),
        };
        let anchor = [
            AnchorAt::Instant(Timestamp::MIN),
            AnchorAt::Instant(Timestamp::MAX),
            AnchorAt::Ending(Date::MIN),
            AnchorAt::Ending(Date::MAX),
        ][extreme];
        let at = calendar.due_at(&rule, &anchor, &zone, &zone);
        calendar.next_sending_time(&zone, at);
        calendar.same_clock_next_sending_day(&zone, at, time(23, 59, 0, 0));
    }
}
