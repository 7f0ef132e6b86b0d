//! Settings and words that take the place of others: what is different about them is told to every coordinator (rule 35).
//!
//! What is in force is remembered in the database: settings by what they are about, files of the overlay by a hash. So an edit
//! is told once, also if it was made while nobody ran or the process died over it, and what changes nothing is not told. Of a
//! secret, and of what leads to one, only a hash is remembered.

use crate::domain::person::{Coordinator, Language};
use crate::engine::decided::LETTER_FAILED;
use crate::engine::desk::{desks, setting_about};
use crate::engine::office::Office;
use crate::engine::office_settings::{AT_NEXT_START, settings};
use crate::engine::tick::programmes;
use crate::render::context::coordinator::{AppliedEverywhere, ChangedLetter, ChangedSetting, ChangedWords};
use crate::render::own::Rewritten;
use crate::store::{ProgrammeRow, Store, StoreError, Tx, View};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// The setting that remembers what is in force.
const IN_FORCE: &str = "office";
/// The file the settings stand in.
const SETTINGS: &str = "sendoff.toml";
/// Where templates lie in the configuration folder.
const TEMPLATES: &str = "templates";

/// What is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct InForce {
    /// The version that wrote this down: another one may write what it hides in another way.
    version: String,
    /// The hash of `sendoff.toml`: a folder that is moved as a whole has other paths in its settings, and was not edited.
    contents: String,
    settings: BTreeMap<String, Value>,
    templates: BTreeMap<String, String>,
}

/// What a setting says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Value {
    /// As it may be told.
    Told(Option<String>),
    /// A hash of what is not told.
    Hidden(Option<String>),
}

/// What is different, to be told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub(crate) struct OfficeChange {
    files: BTreeSet<String>,
    /// Before and after; nothing where it was not there, or is not told.
    settings: BTreeMap<String, (Option<String>, Option<String>)>,
    words: Vec<Rewritten>,
}

/// Remembers that these settings and words are in force, and keeps what is different about them for the coordinators. Called
/// whenever files were read of which everything can be used.
///
/// # Errors
/// The database.
pub fn put_in_force(store: &mut Store, office: &Office, now: Timestamp) -> Result<(), StoreError> {
    let new = InForce::of(office);
    let known = InForce::known(store)?;
    if known.as_ref() == Some(&new) {
        return Ok(());
    }
    let programmes = programmes(store)?;
    let here: BTreeMap<String, ProgrammeRow> = programmes.into_iter().filter(|(_, row)| !row.vanished).collect();
    store.write(|tx| {
        new.keep(tx)?;
        let Some(known) = known else { return Ok(()) };
        let templates = known.changed_templates(&new);
        for id in here.keys() {
            settle_faults(tx, id, &templates, now)?;
        }
        let change = known.change_to(&new, &templates, office);
        if change == OfficeChange::default() {
            return Ok(());
        }
        desks(&here).iter().try_for_each(|desk| change.keep(tx, desk.coordinator))
    })
}

/// What was told of a template that is another now is settled: if it is at fault still, that is news.
fn settle_faults(tx: &Tx<'_>, programme: &str, changed: &BTreeSet<&str>, now: Timestamp) -> Result<(), StoreError> {
    for note in tx.open_notes(programme)?.iter().filter(|note| note.note.kind == LETTER_FAILED) {
        let file = note.note.occurrence.split(':').next().unwrap_or_default();
        if changed.contains(file) {
            tx.resolve_note(note.id, now)?;
        }
    }
    Ok(())
}

impl InForce {
    fn of(office: &Office) -> InForce {
        InForce {
            version: env!("CARGO_PKG_VERSION").to_owned(),
            contents: office.service.contents_hash.clone(),
            settings: settings(&office.service),
            templates: office.renderer.own_files().clone(),
        }
    }

    fn known(view: &View) -> Result<Option<InForce>, StoreError> {
        Ok(view.setting(IN_FORCE)?.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn keep(&self, tx: &Tx<'_>) -> Result<(), StoreError> {
        tx.set_setting(IN_FORCE, Some(&written(self)?))
    }

    fn changed_templates<'a>(&'a self, new: &'a InForce) -> BTreeSet<&'a str> {
        let paths = self.templates.keys().chain(new.templates.keys());
        paths.filter(|path| self.templates.get(*path) != new.templates.get(*path)).map(String::as_str).collect()
    }

    fn change_to(&self, new: &InForce, templates: &BTreeSet<&str>, office: &Office) -> OfficeChange {
        let mut change = OfficeChange { words: office.renderer.rewritten_by(templates), ..OfficeChange::default() };
        if !change.words.is_empty() {
            change.files.extend(templates.iter().map(|path| format!("{TEMPLATES}/{path}")));
        }
        for (key, after) in new.settings.iter().filter(|_| self.contents != new.contents) {
            let Some(before) = self.settings.get(key).filter(|before| *before != after) else { continue };
            let (before, after) = match (before, after) {
                (Value::Told(before), Value::Told(after)) => (before.clone(), after.clone()),
                _ if self.version == new.version => (None, None),
                _ => continue,
            };
            change.settings.insert(key.clone(), (before, after));
            change.files.insert(SETTINGS.to_owned());
        }
        change
    }
}

fn setting(coordinator: &Coordinator) -> String {
    setting_about("receipt of the office", coordinator)
}

fn written(what: &impl Serialize) -> Result<String, StoreError> {
    serde_json::to_string(what).map_err(|_| StoreError::Other("settings cannot be written down".to_owned()))
}

impl OfficeChange {
    /// What that coordinator was not told yet.
    pub fn waiting(view: &View, coordinator: &Coordinator) -> Result<Option<OfficeChange>, StoreError> {
        Ok(view.setting(&setting(coordinator))?.and_then(|text| serde_json::from_str(&text).ok()))
    }

    /// That coordinator has been told.
    pub fn was_told(tx: &Tx<'_>, coordinator: &Coordinator) -> Result<(), StoreError> {
        tx.set_setting(&setting(coordinator), None)
    }

    /// Keeps it together with what was not told yet.
    fn keep(&self, tx: &Tx<'_>, coordinator: &Coordinator) -> Result<(), StoreError> {
        let mut all = OfficeChange::waiting(tx, coordinator)?.unwrap_or_default();
        all.files.extend(self.files.iter().cloned());
        for (key, (before, after)) in &self.settings {
            let first = all.settings.entry(key.clone()).or_insert((before.clone(), None));
            first.1.clone_from(after);
        }
        for words in &self.words {
            match all.words.iter_mut().find(|known| known.language == words.language) {
                Some(known) => known.join(words),
                None => all.words.push(words.clone()),
            }
        }
        // An edit that was undone before it was told is none.
        all.settings.retain(|_, (before, after)| before != after || before.is_none());
        if all.settings.is_empty() {
            all.files.remove(SETTINGS);
        }
        let is_something = all != OfficeChange::default();
        let text = if is_something { Some(written(&all)?) } else { None };
        tx.set_setting(&setting(coordinator), text.as_deref())
    }

    /// In the words' shape.
    pub fn told(&self, office: &Office, language: &Language) -> AppliedEverywhere {
        let renderer = &office.renderer;
        let setting = |(key, (before, after)): (&String, &(Option<String>, Option<String>))| ChangedSetting {
            name: renderer.setting_name(language, key),
            before: before.clone(),
            after: after.clone(),
            at_next_start: AT_NEXT_START.contains(&key.as_str()),
        };
        let words = |words: &Rewritten| ChangedWords {
            language: renderer.language_name(&Language(words.language.clone())),
            is_all: words.is_all,
            letters: words
                .letters
                .iter()
                .map(|(step, role)| ChangedLetter { name: renderer.letter_name(language, *step), role: *role })
                .collect(),
            pages: words.pages,
        };
        AppliedEverywhere {
            files: self.files.iter().cloned().collect(),
            settings: self.settings.iter().map(setting).collect(),
            words: self.words.iter().map(words).collect(),
        }
    }
}
