//! A roadmap in a mentor's own lines: read into areas, and sent back to them before anybody else sees it.

use super::Heard;
use super::ear::{Ear, Matter};
use crate::domain::delivery::Delivery;
use crate::domain::now::Now;
use crate::domain::person::Role;
use crate::domain::plain;
use crate::domain::roadmap::{Area, Resource, Roadmap};
use crate::domain::standing::Said;
use crate::domain::step::Step;
use crate::domain::timeline::{Item, Timeline, basis};
use crate::engine::decided::LETTER_FAILED;
use crate::engine::known::Known;
use crate::engine::letter;
use crate::engine::letter::Wanted;
use crate::engine::link::keep_links;
use crate::store::StoreError;
use jiff::SignedDuration;

/// Drafts sent back in a day, at most: whatever a machine answers to them, it ends, and a person reads the rest.
const MOST_A_DAY: usize = 6;
/// A day.
const A_DAY: SignedDuration = SignedDuration::from_hours(24);
/// The most areas; more lines than that are a letter to somebody.
const MOST_AREAS: usize = 12;
/// The most characters of an area's name.
const LONGEST_AREA: usize = 200;
/// The most characters of the rest of an area.
const LONGEST_PRACTICE: usize = 2_000;
/// Fewer letters than that are no roadmap.
const SHORTEST: usize = 12;

impl Ear<'_> {
    /// Keeps the draft and queues the letter that shows it to the mentor.
    pub(super) fn keep_draft(&self, matter: &Matter, roadmap: &Roadmap) -> Result<Option<Heard>, StoreError> {
        let Some(programme) = self.record.programmes.get(&matter.pair.programme) else { return Ok(None) };
        let tx = self.record.tx;
        let is_of_today = |row: &Delivery| {
            row.key.step.step == Step::RoadmapDraft && self.record.now.duration_since(row.decided_at) < A_DAY
        };
        let rows = tx.deliveries(&programme.id, matter.pair.id())?;
        if rows.into_iter().filter(is_of_today).count() >= MOST_A_DAY {
            return Ok(None);
        }
        let number = tx.keep_roadmap_draft(&programme.id, matter.pair.id(), roadmap)?;
        let known = Known::read(tx, matter.pair.clone(), self.record.now)?;
        let view = known.view(programme, self.record.is_on_hold(programme));
        let mut timeline = Timeline::of(&view, &Now::at(self.record.now));
        // As it would stand with this roadmap on record: that is what the letter shows.
        timeline.standing.roadmaps.push(Said { at: self.record.now, what: roadmap.clone() });
        let Some((reader, partner)) = view.pair.reader_and_partner(Role::Mentor) else { return Ok(None) };
        let item = Item {
            occurrence: number,
            basis: basis(view.pair, Role::Mentor, &[&number.to_string()]),
            ..Item::plain(&view, Step::RoadmapDraft, Role::Mentor, self.record.now)
        };
        let office = self.record.office;
        let wanted = Wanted::Plain(&item);
        let generation = keep_links(tx, office, &view, Role::Mentor, reader)?;
        let letter = letter::Matter {
            office,
            view: &view,
            timeline: &timeline,
            wanted,
            reader,
            partner,
            is_copy: false,
            generation,
        };
        match letter.post(None, self.record.now) {
            Ok(posted) => {
                tx.insert_delivery(&posted.delivery, Some(&posted.message))?;
                Ok(Some(Heard::Drafted))
            }
            Err(fault) => {
                self.note(&matter.pair, LETTER_FAILED, Step::RoadmapDraft.name(), fault.detail())?;
                Ok(None)
            }
        }
    }
}

/// The roadmap in somebody's lines: each paragraph or bullet is an area. Nothing if there is hardly anything, or a question: that is for a person.
pub(super) fn roadmap_in(text: &str) -> Option<Roadmap> {
    let is_question = text.trim_end().ends_with('?');
    if is_question || text.chars().filter(|c| c.is_alphabetic()).count() < SHORTEST {
        return None;
    }
    let mut blocks: Vec<Vec<&str>> = vec![Vec::new()];
    for line in text.lines().map(str::trim) {
        let is_bullet = bullet(line).is_some();
        if let (true, Some(last)) = (line.is_empty() || is_bullet, blocks.last())
            && !last.is_empty()
        {
            blocks.push(Vec::new());
        }
        if let (false, Some(last)) = (line.is_empty(), blocks.last_mut()) {
            last.push(bullet(line).unwrap_or(line));
        }
    }
    let mut blocks: Vec<Vec<&str>> = blocks.into_iter().filter(|block| !is_courtesy(block)).collect();
    if let Some(first) = blocks.first_mut().filter(|block| block.len() > 1 && is_greeting(block[0])) {
        first.remove(0);
    }
    let areas: Vec<Area> = blocks.iter().filter_map(|block| area(block)).collect();
    (!areas.is_empty() && areas.len() <= MOST_AREAS).then_some(Roadmap { areas, note: None })
}

/// What follows `-`, `*`, `•` or `1.` at the start of a line.
fn bullet(line: &str) -> Option<&str> {
    let sign = ["- ", "* ", "• ", "– "].iter().find_map(|sign| line.strip_prefix(sign));
    let number = || {
        let digits = line.len() - line.trim_start_matches(|c: char| c.is_ascii_digit()).len();
        let rest = line[digits..].strip_prefix(['.', ')'])?;
        ((1..=2).contains(&digits) && rest.starts_with(' ')).then_some(rest)
    };
    sign.or_else(number).map(str::trim)
}

/// "Hi," and "Best wishes, Amina" are no areas.
fn is_courtesy(block: &[&str]) -> bool {
    let first = block.first().copied().unwrap_or_default();
    let lower = first.to_lowercase();
    let closes = [
        "best",
        "kind regards",
        "regards",
        "cheers",
        "thanks",
        "thank you",
        "viele grüße",
        "liebe grüße",
        "beste grüße",
        "gruß",
        "mit freundlichen",
        "danke",
    ];
    let is_closing = closes.iter().any(|word| lower.starts_with(word)) && first.chars().count() < 40;
    block.is_empty() || block.len() == 1 && is_greeting(first) || block.len() <= 2 && is_closing
}

fn is_greeting(line: &str) -> bool {
    let lower = line.to_lowercase();
    let greets = ["hi", "hello", "hey", "dear", "hallo", "liebe", "lieber", "guten", "good morning", "good afternoon"];
    let first = lower.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    line.chars().count() < 40 && greets.iter().any(|word| first == *word || lower.starts_with(&format!("{word} ")))
}

/// The first line is the area; links are what to read; the rest is how to practise it.
fn area(block: &[&str]) -> Option<Area> {
    let (first, rest) = block.split_first()?;
    let (name, more) = match first.split_once(": ") {
        Some((name, more)) if name.chars().count() <= 80 => (name, Some(more)),
        _ => (*first, None),
    };
    let mut resources = Vec::new();
    let mut practice = Vec::new();
    for line in more.into_iter().chain(rest.iter().copied()) {
        let url = line.split_whitespace().find(|word| word.starts_with("https://"));
        match url {
            Some(url) => {
                let title =
                    plain::one_line(line.replace(url, "").trim_matches([' ', ':', '-', '–', '(', ')']), LONGEST_AREA);
                let title = if title.is_empty() { url.to_owned() } else { title };
                resources.push(Resource { title, url: Some(url.trim_end_matches(['.', ',', ')']).to_owned()) });
            }
            None => practice.push(line),
        }
    }
    let practise = plain::lines(&practice.join("\n"), LONGEST_PRACTICE);
    let area = plain::one_line(name.trim_end_matches(':'), LONGEST_AREA);
    let practise = Some(practise).filter(|text| !text.is_empty());
    (!area.is_empty()).then_some(Area { area, why: None, practise, resources, by: None })
}
