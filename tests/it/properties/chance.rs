//! Stories by chance: any pairs, any answers, any edits, in any order. Written as stories are, so that a failure can be read and told.

use proptest::collection::vec;
use proptest::prelude::{Just, Strategy, any, prop_oneof};
use std::fmt;

const ZONES: [&str; 5] = ["Europe/London", "Europe/Berlin", "Pacific/Auckland", "America/Los_Angeles", "Asia/Kolkata"];
const HEADINGS: &str =
    "pair,mentor_name,mentor_email,mentor_timezone,mentee_name,mentee_email,mentee_timezone,session,status";

/// A story as text.
#[derive(Clone)]
pub struct Tale {
    pairs: Vec<Pair>,
    contact_after: &'static str,
    deeds: Vec<String>,
    days: u32,
}

#[derive(Debug, Clone)]
struct Pair {
    zones: (usize, usize),
    /// Day of May 2027; nothing: Sendoff proposes.
    session_on: Option<u32>,
}

impl Tale {
    /// The story. `backwards` turns the rows of the sheet round.
    pub fn text(&self, backwards: bool) -> String {
        let mut rows: Vec<String> = self.pairs.iter().enumerate().map(|(at, pair)| pair.row(at)).collect();
        if backwards {
            rows.reverse();
        }
        let until = jiff::civil::date(2027, 4, 1).checked_add(jiff::Span::new().days(i64::from(self.days)));
        format!(
            "By chance.\n\n== programmes/spring.toml\ncontact_after = \"{}\"\n== programmes/spring.csv\n{HEADINGS}\n{}\n\
             == 2027-04-01 until {}\n{}\n",
            self.contact_after,
            rows.join("\n"),
            until.expect("a day"),
            self.deeds.join("\n"),
        )
    }
}

impl fmt::Debug for Tale {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "\n{}", self.text(false))
    }
}

impl Pair {
    fn row(&self, at: usize) -> String {
        let session = self.session_on.map_or_else(String::new, |day| format!("2027-05-{day:02} 15:00"));
        let (mentor, mentee) = (ZONES[self.zones.0], ZONES[self.zones.1]);
        // One mentor has them all, in the first one's zone.
        format!("p{at},Maya Lindqvist,maya@people.example,{mentor},Mentee {at},m{at}@people.example,{mentee},{session},active{at}")
            .replace(&format!(",active{at}"), ",active")
    }
}

/// Any story.
pub fn tales() -> impl Strategy<Value = Tale> {
    let pair = |mentor: usize| {
        (0..ZONES.len(), proptest::option::weighted(0.6, 10_u32..27))
            .prop_map(move |(mentee, session_on)| Pair { zones: (mentor, mentee), session_on })
    };
    let pairs = (0..ZONES.len()).prop_flat_map(move |mentor| vec(pair(mentor), 1..4));
    let contact = prop_oneof![4 => Just("free"), 1 => Just("approval"), 1 => Just("none")];
    (pairs, contact, 20_u32..150).prop_flat_map(|(pairs, contact_after, days)| {
        let count = pairs.len();
        vec(deed(count, days), 0..9).prop_map(move |deeds| {
            let mut tale = Tale { pairs: pairs.clone(), contact_after, deeds: Vec::new(), days };
            tale.deeds.extend(deeds.into_iter().flatten());
            tale
        })
    })
}

/// One thing that happens, at any minute: one line, or two that belong together.
fn deed(pairs: usize, days: u32) -> impl Strategy<Value = Vec<String>> {
    let who = prop_oneof![Just("mentor"), Just("mentee")];
    (0..pairs, who, 0..days * 1440, any::<u32>(), 0..20_u32).prop_map(move |(pair, who, minute, any, kind)| {
        let at = instant(minute);
        let later = instant(minute + 30 + any % 8000);
        let line = |words: &str| vec![format!("{at} p{pair} {who} {words}")];
        let coordinator = |words: &str| vec![format!("{at} p{pair} coordinator {words}")];
        let moved_to = format!("2027-05-{:02}T{:02}:00:00Z", 10 + any % 20, 8 + any % 9);
        match kind {
            0 | 1 => line("accepted"),
            2 => line("declined"),
            3 => line("tentative"),
            4 => line(&format!("proposed starts={moved_to}")),
            5 => coordinator(&format!("moved starts={moved_to}")),
            6 => line(["met", "not-met", "continuing", "concern"][any as usize % 4]),
            7 => line("stopped what=letters"),
            8 => line("stopped what=everything"),
            9 => vec![format!("{at} p{pair} mentor roadmap areas=[{{\"area\": \"Area {any}\"}}]")],
            10..=12 => both_stay(pair, minute, any),
            13 => line("follow_up wants=[\"nothing\"]"),
            14 => vec![format!("{at} server down until {later}")],
            15 => vec![format!("{at} daemon off until {later}")],
            16 => vec![format!("{at} lose the next answer")],
            17 => vec![format!("{at} refuse m{pair}@people.example")],
            18 => vec![format!("{at} pause"), format!("{later} resume")],
            _ => coordinator(["paused", "resumed", "ended", "approved"][any as usize % 4]),
        }
    })
}

fn both_stay(pair: usize, minute: u32, any: u32) -> Vec<String> {
    let answer = |who: &str, minute: u32| {
        let times = 1 + any % 3;
        format!(
            "{} p{pair} {who} follow_up wants=[\"catch-ups\"] every=\"3 weeks\" times={times} starter=me",
            instant(minute)
        )
    };
    vec![answer("mentor", minute), answer("mentee", minute + any % 3000)]
}

/// `2027-04-01 00:00Z` and that many minutes.
fn instant(minute: u32) -> String {
    let start: jiff::Timestamp = "2027-04-01T00:00:00Z".parse().expect("an instant");
    let at = start.checked_add(jiff::SignedDuration::from_mins(i64::from(minute))).expect("an instant");
    at.to_zoned(jiff::tz::TimeZone::UTC).strftime("%Y-%m-%d %H:%MZ").to_string()
}
