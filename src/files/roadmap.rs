//! Roadmaps written by hand: `roadmaps/PAIR.toml`.
//!
//! ```toml
//! note = "You have come a long way."       # optional: a word to go with it
//!
//! [[area]]                                 # one or more
//! area      = "Explaining code"            # what to work on; only this is required
//! why       = "Reviews go faster."
//! practise  = "Explain one change a week to somebody who does not write code."
//! by        = 2027-09-01                   # when to look back
//! resources = ["The library's reading list", { title = "A talk", url = "https://talks.example/1" }]
//! ```

use crate::domain::problem::Problem;
use crate::domain::roadmap::{Area, Resource, Roadmap};
use crate::files::config::read_text;
use crate::files::date::{DateOrder, read_date};
use crate::files::fault::{Fault, is_steering, quoted};
use crate::files::path::shown;
use crate::files::settings::{Entry, Section, SettingsFile, Shape};
use crate::files::value::{read_id, read_line, read_url};
use std::path::Path;
use toml::de::DeValue;

const SHAPE: Shape = &[
    ("", &["note", "area"]),
    ("area", &["area", "why", "practise", "by", "resources"]),
    ("resources", &["title", "url"]),
];

/// The longest text of a roadmap, in characters.
const TEXT_CHARS: usize = 4_000;
/// The most areas, and the most resources of one.
const MOST: usize = 50;

/// Reads the roadmap of that pair.
///
/// # Errors
/// Everything that is wrong with the file.
pub fn load(path: &Path, pair: &str) -> Result<Roadmap, Vec<Problem>> {
    let file = shown(path);
    if let Err(fault) = read_id(pair) {
        let fault = Fault::new(format!("the file's name is the pair's id, and {}", fault.what), fault.hint);
        return Err(vec![fault.in_file(&file)]);
    }
    let mut problems = Vec::new();
    let Some(text) = read_text(path, &mut problems) else { return Err(problems) };
    let settings = SettingsFile::new(&file, &text, SHAPE);
    let table = settings.parse();
    let roadmap = read_roadmap(&settings.top(&table));
    if settings.is_faulty() {
        return Err(settings.into_problems());
    }
    Ok(roadmap)
}

fn read_roadmap(top: &Section) -> Roadmap {
    let areas = top.list("area");
    if areas.is_empty() {
        top.report_missing("[[area]]", "write at least one: [[area]], and under it area = \"what to work on\"");
    }
    report_too_many(top, &areas, "areas");
    let note = top.read("note", read_text_block);
    let sections = areas.iter().filter_map(|entry| entry.section(top.file(), "area", "area"));
    Roadmap { areas: sections.filter_map(|section| read_area(&section)).collect(), note }
}

fn read_area(section: &Section) -> Option<Area> {
    let area =
        section.demand("area", "write what to work on: area = \"…\"", |text| read_line(text, 500).map(str::to_owned));
    let why = section.read("why", read_text_block);
    let practise = section.read("practise", read_text_block);
    let by = section.read("by", |text| read_date(text, DateOrder::YearFirst));
    let entries = section.list("resources");
    report_too_many(section, &entries, "resources");
    let resources = entries.iter().filter_map(|entry| read_resource(section, entry)).collect();
    Some(Area { area: area?, why, practise, resources, by })
}

fn read_resource(section: &Section, entry: &Entry) -> Option<Resource> {
    let read_title = |text: &str| read_line(text, 500).map(str::to_owned);
    if entry.value.get_ref().is_str() {
        let title = entry.read(section.file(), "resources", read_title)?;
        return Some(Resource { title, url: None });
    }
    if !matches!(entry.value.get_ref(), DeValue::Table(_)) {
        entry.report_kind(section.file(), "a resource", "a text, or { title = \"…\", url = \"https://…\" }");
        return None;
    }
    let table = entry.section(section.file(), "resources", "resources")?;
    let title = table.demand("title", "write what it is called: title = \"…\"", read_title);
    let url = table.read("url", read_https);
    Some(Resource { title: title?, url })
}

fn read_https(text: &str) -> Result<String, Fault> {
    let url = read_url(text)?;
    if url.starts_with("https://") {
        return Ok(url);
    }
    Err(Fault::new(format!("{} is not protected", quoted(&url)), "letters link only to https://"))
}

/// A text that may have line breaks.
fn read_text_block(text: &str) -> Result<String, Fault> {
    let text = text.trim();
    if text.is_empty() {
        return Err(Fault::new("there is no text here", "write something, or leave it out"));
    }
    if text.chars().any(|c| is_steering(c) && !matches!(c, '\n' | '\r' | '\t')) {
        return Err(Fault::new("this text has characters that cannot be seen", "delete it and type it again"));
    }
    if text.chars().nth(TEXT_CHARS).is_some() {
        return Err(Fault::new(format!("this text is longer than {TEXT_CHARS} characters"), "shorten it"));
    }
    Ok(text.to_owned())
}

fn report_too_many(section: &Section, entries: &[Entry], what: &str) {
    if let Some(first_too_many) = entries.get(MOST) {
        let fault = Fault::new(format!("there are more than {MOST} {what}"), "keep those that matter most");
        section.file().report(first_too_many.span(), fault);
    }
}
