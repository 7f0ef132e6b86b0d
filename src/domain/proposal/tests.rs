use super::{Ask, Busy, alternatives, in_window, must_move, propose};
use crate::domain::event::Start;
use crate::domain::person::Role;
use crate::domain::programme::{DayOfWeek, Hours, SessionRule, WorkCalendar};
use crate::domain::rule::{Span, Unit};
use jiff::civil::{Date, date, time};
use jiff::{SignedDuration, Timestamp, ToSpan, Zoned, tz::TimeZone};
use proptest::prelude::*;
use std::collections::BTreeSet;

/// An ask that owns what it asks about.
#[derive(Debug)]
struct Case {
    ending: Date,
    rule: SessionRule,
    calendar: WorkCalendar,
    zones: [TimeZone; 3],
    now: Timestamp,
    busy: Vec<Busy>,
}

/// A programme in London that ends on Friday, 21 May 2027, asked a month before.
fn case(mentor: &str, mentee: &str) -> Case {
    Case {
        ending: date(2027, 5, 21),
        rule: SessionRule {
            length_minutes: 45,
            place: String::new(),
            within: "10 working days".parse().expect("a span"),
            hours: Hours { open: time(9, 0, 0, 0), close: time(18, 0, 0, 0) },
        },
        calendar: WorkCalendar {
            hours: Hours { open: time(8, 0, 0, 0), close: time(18, 0, 0, 0) },
            days: DayOfWeek::ALL[..5].to_vec(),
            holidays: BTreeSet::from([date(2027, 5, 31)]),
        },
        zones: ["Europe/London", mentor, mentee].map(zone),
        now: instant("2027-04-20T10:00[Europe/London]"),
        busy: Vec::new(),
    }
}

impl Case {
    fn ask<'a>(&'a self, pair_id: &'a str) -> Ask<'a> {
        Ask {
            pair_id,
            ending: self.ending,
            rule: &self.rule,
            calendar: &self.calendar,
            programme_zone: &self.zones[0],
            mentor_zone: &self.zones[1],
            mentee_zone: &self.zones[2],
            now: self.now,
            busy: &self.busy,
        }
    }

    /// The proposal for pair `p1`: day and clock on the mentor's clock, and whether the hours are odd.
    fn proposed(&self) -> Option<(String, bool)> {
        let proposal = propose(&self.ask("p1"))?;
        Some((proposal.start.zoned().strftime("%a %F %H:%M").to_string(), proposal.odd_hours))
    }

    fn proposed_day(&self) -> Option<Date> {
        propose(&self.ask("p1")).map(|proposal| proposal.start.timestamp().to_zoned(self.zones[0].clone()).date())
    }

    fn all_day(&mut self, who: Role, from: &str, until: &str) {
        self.busy.push(Busy { who, starts_at: instant(from), ends_at: instant(until) });
    }
}

fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).expect(name)
}

fn instant(text: &str) -> Timestamp {
    text.parse::<Zoned>().expect(text).timestamp()
}

fn start(text: &str) -> Start {
    Start::at(text.parse().expect(text))
}

#[test]
fn rule_15_the_latest_day_that_leaves_two_working_days() {
    let mut case = case("Europe/London", "Europe/London");
    for (ending, expected) in [
        (date(2027, 5, 21), date(2027, 5, 19)), // a Friday
        (date(2027, 5, 23), date(2027, 5, 19)), // the Sunday after it
        (date(2027, 5, 24), date(2027, 5, 20)), // a Monday
        (date(2027, 5, 31), date(2027, 5, 26)), // a holiday
    ] {
        case.ending = ending;
        assert_eq!(case.proposed_day(), Some(expected), "{ending}");
    }
}

#[test]
fn rule_15_a_session_with_less_time_left_beats_none() {
    let mut case = case("Europe/London", "Europe/London");
    for (now, expected) in [
        ("2027-05-17T08:00[Europe/London]", Some(date(2027, 5, 19))),
        ("2027-05-18T08:00[Europe/London]", Some(date(2027, 5, 20))),
        ("2027-05-19T08:00[Europe/London]", Some(date(2027, 5, 21))),
        ("2027-05-20T08:00[Europe/London]", None),
        ("2027-06-20T08:00[Europe/London]", None),
    ] {
        case.now = instant(now);
        assert_eq!(case.proposed_day(), expected, "{now}");
    }
}

#[test]
fn rule_15_two_working_days_of_notice_are_counted_to_the_clock() {
    let mut case = case("Europe/London", "Europe/London");
    case.now = instant("2027-05-17T16:40[Europe/London]");
    assert_eq!(case.proposed(), Some(("Wed 2027-05-19 17:00".to_owned(), false)));
    case.now = instant("2027-05-17T17:01[Europe/London]");
    assert_eq!(case.proposed_day(), Some(date(2027, 5, 20)));
}

#[test]
fn rule_15_both_peoples_hours_first() {
    for (mentor, mentee) in [
        ("Africa/Lagos", "Europe/Berlin"),
        ("Asia/Kathmandu", "Europe/London"),
        ("Europe/London", "Asia/Kathmandu"),
        ("America/New_York", "Europe/Berlin"),
        ("Asia/Kathmandu", "Australia/Adelaide"),
    ] {
        let case = case(mentor, mentee);
        let proposal = propose(&case.ask("p1")).expect("a slot");
        assert!(!proposal.odd_hours, "{mentor} {mentee}");
        assert!(matches!(proposal.start.civil().minute(), 0 | 30), "on the mentor's half hours");
        for zone in &case.zones[1..] {
            let local = proposal.start.timestamp().to_zoned(zone.clone());
            let minutes = i32::from(local.hour()) * 60 + i32::from(local.minute());
            assert!((9 * 60..=18 * 60 - 45).contains(&minutes), "{mentor} {mentee}: {local}");
        }
    }
}

#[test]
fn rule_15_else_the_slot_nearest_to_both() {
    // 07:30 to 08:15 in London is 18:30 to 19:15 in Auckland: 90 and 75 minutes outside.
    assert_eq!(case("Europe/London", "Pacific/Auckland").proposed(), Some(("Wed 2027-05-19 07:30".to_owned(), true)));
    assert_eq!(case("Pacific/Auckland", "Europe/London").proposed(), Some(("Wed 2027-05-19 18:30".to_owned(), true)));
    assert_eq!(case("Pacific/Honolulu", "Europe/London").proposed(), Some(("Wed 2027-05-19 07:30".to_owned(), true)));
}

#[test]
fn rule_15_bearable_hours_win_over_nearer_ones() {
    // 05:30 and 06:00 are nearer to these hours than 07:00, but nobody should have to.
    let mut case = case("Europe/London", "Europe/London");
    case.rule.hours = Hours { open: time(6, 0, 0, 0), close: time(6, 30, 0, 0) };
    assert_eq!(case.proposed(), Some(("Wed 2027-05-19 07:00".to_owned(), true)));
    // Sixteen hours are bearable at no time of day: the least outside the hours.
    case.rule.length_minutes = 16 * 60;
    case.rule.hours = Hours { open: time(9, 0, 0, 0), close: time(18, 0, 0, 0) };
    let (slot, odd) = case.proposed().expect("better than none");
    assert!(odd && slot.ends_with("05:30"), "{slot}");
}

#[test]
fn rule_15_not_within_half_an_hour_of_another_event_of_either() {
    let mut case = case("Europe/London", "Europe/London");
    case.all_day(Role::Mentor, "2027-05-19T00:00[Europe/London]", "2027-05-19T12:45[Europe/London]");
    case.all_day(Role::Mentee, "2027-05-19T14:30[Europe/London]", "2027-05-20T00:00[Europe/London]");
    // 12:45 + 30 minutes is 13:15; 14:30 - 30 minutes is 14:00: exactly 13:15 to 14:00 is free, but on no half hour.
    assert_eq!(case.proposed_day(), Some(date(2027, 5, 18)));
    case.busy[0].ends_at = instant("2027-05-19T12:30[Europe/London]");
    assert_eq!(case.proposed(), Some(("Wed 2027-05-19 13:00".to_owned(), false)));
}

#[test]
fn rule_15_at_most_two_events_a_day_for_each_person() {
    let mut case = case("Europe/London", "Europe/London");
    let short = |who, at: &str| Busy { who, starts_at: instant(at), ends_at: instant(at) };
    case.busy.push(short(Role::Mentor, "2027-05-19T00:10[Europe/London]"));
    case.busy.push(short(Role::Mentee, "2027-05-19T23:50[Europe/London]"));
    assert_eq!(case.proposed_day(), Some(date(2027, 5, 19)), "each has one");
    case.busy.push(short(Role::Mentor, "2027-05-19T23:50[Europe/London]"));
    assert_eq!(case.proposed_day(), Some(date(2027, 5, 18)), "the mentor has two");
}

#[test]
fn rule_15_everything_busy_is_no_session() {
    let mut case = case("Europe/London", "Pacific/Auckland");
    case.all_day(Role::Mentee, "2027-04-01T00:00[Europe/London]", "2027-06-01T00:00[Europe/London]");
    assert_eq!(case.proposed(), None);
    assert!(alternatives(&case.ask("p1"), 5).is_empty());
}

#[test]
fn rule_15_a_window_shorter_than_a_day() {
    let mut case = case("Europe/London", "Europe/London");
    case.rule.within = "3 hours".parse().expect("a span");
    assert_eq!(case.proposed(), Some(("Fri 2027-05-21 21:00".to_owned(), true)));
    case.rule.within = "30 minutes".parse().expect("a span");
    assert_eq!(case.proposed(), None, "shorter than the session");
}

#[test]
fn rule_15_pairs_are_spread_over_the_day() {
    let case = case("Europe/London", "Europe/London");
    let ids: Vec<String> = (0..200).map(|n| format!("p{n}")).collect();
    let slots: Vec<Start> = ids.iter().filter_map(|id| propose(&case.ask(id))).map(|found| found.start).collect();
    assert!(slots.iter().all(|slot| slot.civil().date() == date(2027, 5, 19)));
    let clocks: BTreeSet<_> = slots.iter().map(|slot| slot.civil().time()).collect();
    assert_eq!(clocks.len(), 17, "09:00 to 17:00");
}

#[test]
fn rule_15_never_in_a_clock_change() {
    let mut case = case("Europe/London", "Europe/London");
    case.rule.within = "0 days".parse().expect("a span");
    case.rule.hours = Hours { open: time(0, 0, 0, 0), close: time(0, 0, 0, 0) };
    case.calendar.days = DayOfWeek::ALL.to_vec();
    // 00:00 to 23:00, but 00:30, 01:00 and 01:30: they are skipped, doubled, or run into it.
    for (ending, slots) in [(date(2027, 5, 16), 47), (date(2027, 3, 28), 44), (date(2027, 10, 31), 44)] {
        (case.ending, case.now) = (ending, instant("2027-01-05T10:00[Europe/London]"));
        assert_eq!(alternatives(&case.ask("p1"), 100).len(), slots, "{ending}");
    }
}

#[test]
fn rule_15_alternatives_are_on_several_days() {
    let case = case("Europe/London", "Europe/Berlin");
    let slots = alternatives(&case.ask("p1"), 5);
    let days: BTreeSet<Date> = slots.iter().map(|slot| slot.start.civil().date()).collect();
    assert_eq!((slots.len(), days.len()), (5, 5));
    assert!(slots.iter().all(|slot| !slot.odd_hours));
    assert!(slots.windows(2).all(|two| two[0].start.timestamp() < two[1].start.timestamp()));
    assert_eq!(slots, alternatives(&case.ask("p1"), 5));
    let all = alternatives(&case.ask("p1"), 10_000);
    assert!(all.windows(2).all(|two| two[0].start.timestamp() < two[1].start.timestamp()), "each once");
}

#[test]
fn rule_16_proposals_stay() {
    let mut case = case("Europe/London", "Europe/London");
    for (at, inside, moves) in [
        ("2027-05-19T14:00[Europe/London]", true, false),
        ("2027-05-21T23:15[Europe/London]", true, false),
        ("2027-05-21T23:30[Europe/London]", false, true),
        ("2027-05-24T14:00[Europe/London]", false, true),
        ("2027-05-07T00:00[Europe/London]", true, false),
        ("2027-05-06T14:00[Europe/London]", false, false),
        ("2027-05-15T14:00[Europe/London]", false, false),
    ] {
        assert_eq!(in_window(&case.ask("p1"), &start(at)), inside, "{at}");
        assert_eq!(must_move(&case.ask("p1"), &start(at)), moves, "{at}");
    }
    let planned = start("2027-05-19T14:00[Europe/London]");
    case.calendar.holidays.insert(date(2027, 5, 19));
    assert!(!in_window(&case.ask("p1"), &planned) && must_move(&case.ask("p1"), &planned));
}

const ZONES: [&str; 10] = [
    "Europe/London",
    "Europe/Berlin",
    "Africa/Lagos",
    "Asia/Kathmandu",
    "Pacific/Auckland",
    "America/New_York",
    "Australia/Lord_Howe",
    "Pacific/Honolulu",
    "Pacific/Chatham",
    "America/St_Johns",
];

fn cases() -> impl Strategy<Value = Case> {
    let zones = prop::array::uniform3(prop::sample::select(ZONES.to_vec()).prop_map(zone));
    let within = (0u32..40, prop::sample::select(vec!["hours", "days", "working days", "weeks"]));
    let busy = prop::collection::vec((any::<bool>(), -30i64 * 24..0, 1i64..48), 0..8);
    let days = prop::sample::subsequence(DayOfWeek::ALL.to_vec(), 0..=7);
    // Around the clock changes of both hemispheres.
    let around = prop::sample::select(vec![date(2027, 3, 29), date(2027, 4, 5), date(2027, 9, 27), date(2027, 11, 8)]);
    (zones, within, busy, days, around, 0i32..5, -20i64 * 24..24, (0i8..12, 8i8..24), 0u32..200).prop_map(
        |(zones, within, busy, days, around, after, now, hours, length_minutes)| {
            let mut case = case("Europe/London", "Europe/London");
            case.ending = around.saturating_add(after.days());
            let end = zones[0].to_timestamp(case.ending.at(23, 59, 0, 0)).expect("in range");
            let at = |hours: i64| end + SignedDuration::from_hours(hours);
            case.now = at(now);
            case.busy = busy
                .into_iter()
                .map(|(mentor, from, length)| Busy {
                    who: if mentor { Role::Mentor } else { Role::Mentee },
                    starts_at: at(from),
                    ends_at: at(from + length),
                })
                .collect();
            case.rule.within = format!("{} {}", within.0, within.1).parse::<Span>().expect("a span");
            case.rule.length_minutes = length_minutes;
            case.rule.hours = Hours { open: time(hours.0, 0, 0, 0), close: time(hours.1 % 24, 0, 0, 0) };
            case.calendar.days = days;
            case.zones = zones;
            case
        },
    )
}

proptest! {
    #[test]
    fn rule_15_what_is_proposed_keeps_the_rule(case in cases(), id in "[a-z0-9]{1,8}") {
        let ask = case.ask(&id);
        let proposal = propose(&ask);
        prop_assert_eq!(&propose(&ask), &proposal, "the same question, the same answer");
        let Some(proposal) = proposal else { return Ok(()) };
        prop_assert!(in_window(&ask, &proposal.start));
        let starts_at = proposal.start.timestamp();
        let ends_at = starts_at + SignedDuration::from_mins(i64::from(case.rule.length_minutes));
        let programme_now = case.zones[0].to_datetime(case.now);
        let first_day = case.calendar.plus_working_days(programme_now.date(), 2);
        prop_assert!(case.zones[0].to_datetime(starts_at).date() >= first_day && starts_at > case.now);
        prop_assert!(case.zones[1..].iter().all(|zone| is_plain(zone, starts_at, case.rule.length_minutes)));
        let half = SignedDuration::from_mins(30);
        let apart = |busy: &Busy| busy.ends_at + half <= starts_at || ends_at + half <= busy.starts_at;
        prop_assert!(case.busy.iter().all(apart));
        let (hours, length) = (case.rule.hours, case.rule.length_minutes);
        let suits_both = case.zones[1..].iter().all(|zone| fits(zone, hours, starts_at, length));
        prop_assert_eq!(suits_both, !proposal.odd_hours);
    }

    #[test]
    fn rule_15_odd_hours_only_where_no_slot_suits_both(mut case in cases()) {
        case.busy.clear();
        let every_slot = alternatives(&case.ask("p1"), usize::MAX);
        let proposal = propose(&case.ask("p1"));
        prop_assert_eq!(proposal.is_none(), every_slot.is_empty());
        let odd = proposal.is_some_and(|found| found.odd_hours);
        prop_assert!(every_slot.iter().all(|slot| slot.odd_hours == odd));
        // Every half hour of the mentor's clock in the window, one by one.
        let ask = case.ask("p1");
        let mut t = case.now;
        let end = case.zones[0].to_timestamp(case.ending.at(23, 59, 59, 0)).expect("in range");
        let notice = case.calendar.plus_working_days(case.zones[0].to_datetime(case.now).date(), 2);
        let mut suiting = 0;
        while t <= end {
            let local = case.zones[1].to_datetime(t);
            let slot = Start::at(t.to_zoned(case.zones[1].clone()));
            let plain = case.zones[1..].iter().all(|zone| is_plain(zone, t, case.rule.length_minutes));
            // The day of notice itself is decided by the clock; here it is left out.
            let in_time = case.zones[0].to_datetime(t).date() > notice;
            let suits = case.zones[1..].iter().all(|zone| fits(zone, case.rule.hours, t, case.rule.length_minutes));
            if local.minute() % 30 == 0 && plain && in_time && suits && in_window(&ask, &slot) {
                suiting += 1;
            }
            t += SignedDuration::from_mins(1).max(SignedDuration::from_mins(15 - i64::from(local.minute() % 15)));
        }
        prop_assert!(suiting == 0 || !odd, "{suiting} slots suit both");
        prop_assert!(suiting == 0 || suiting <= every_slot.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn proposals_are_total(
        ending in prop::sample::select(vec![Date::MIN, date(2027, 5, 21), Date::MAX]),
        now in prop::sample::select(vec![Timestamp::MIN, Timestamp::UNIX_EPOCH, Timestamp::MAX]),
        length in any::<u32>(), amount in 0u32..20_000, unit in 0usize..5, none in any::<bool>(),
    ) {
        let mut case = case("Pacific/Auckland", "Asia/Kathmandu");
        case.ending = ending;
        case.now = now;
        case.rule.length_minutes = length;
        let unit = [Unit::Minutes, Unit::Hours, Unit::Days, Unit::WorkingDays, Unit::Weeks][unit];
        case.rule.within = Span { amount, unit };
        if none {
            case.calendar.days.clear();
        }
        prop_assert!(propose(&case.ask("p1")).is_none_or(|_| !none));
        in_window(&case.ask("p1"), &start("2027-05-19T14:00[Europe/London]"));
        alternatives(&case.ask("p1"), 3);
    }
}

/// Whether the whole session lies within the hours on that clock; said another way than the code says it.
fn fits(zone: &TimeZone, hours: Hours, starts_at: Timestamp, length_minutes: u32) -> bool {
    let local = zone.to_datetime(starts_at);
    let opens = local.date().to_datetime(hours.open);
    let closes = match hours.close {
        close if close == time(0, 0, 0, 0) => local.date().saturating_add(1.day()).to_datetime(close),
        close => local.date().to_datetime(close),
    };
    opens <= local && local.saturating_add(SignedDuration::from_mins(i64::from(length_minutes))) <= closes
}

/// Whether both ends are on the clock once and no clock change lies between them.
fn is_plain(zone: &TimeZone, starts_at: Timestamp, length_minutes: u32) -> bool {
    let ends_at = starts_at + SignedDuration::from_mins(i64::from(length_minutes));
    let once = |t: Timestamp| !zone.to_ambiguous_timestamp(zone.to_datetime(t)).is_ambiguous();
    once(starts_at) && once(ends_at) && zone.to_offset(starts_at) == zone.to_offset(ends_at)
}
