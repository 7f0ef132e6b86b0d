//! A configuration folder and a database for one test.

use crate::domain::fact::What;
use crate::engine::reconcile::{Approval, Mode, Outcome, ProgrammeChange, Reconciled, approve_hold, reconcile};
use crate::files::config::Config;
use crate::store::{PairRow, Store};
use jiff::{SignedDuration, Timestamp};
use tempfile::TempDir;

const SERVICE: &str = "
[organisation]
name = \"Mentors of Example\"
[mail]
from = \"Mentors of Example <sendoff@mentors.example>\"
transport = \"maildir\"
maildir = \"out\"
";

/// The headings of most tests' sheets.
pub(super) const HEADINGS: &str = "pair,mentor_name,mentor_email,mentee_name,mentee_email,session,place,status,goals";

/// A folder with one programme, `spring`, and a clock that goes on by an hour with every reading.
pub(super) struct Folder {
    dir: TempDir,
    pub store: Store,
    pub now: Timestamp,
    pub mode: Mode,
}

impl Folder {
    /// With these rows, read once and approved.
    pub fn with(rows: &[&str]) -> Folder {
        let mut folder = Folder::new();
        folder.sheet(rows);
        folder.mode = Mode::Approved;
        folder.read();
        folder.mode = Mode::Apply;
        folder
    }

    pub fn new() -> Folder {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("programmes")).unwrap();
        std::fs::create_dir_all(dir.path().join("roadmaps")).unwrap();
        let now = "2027-03-01T09:00:00Z".parse().unwrap();
        let folder = Folder { dir, store: Store::in_memory().unwrap(), now, mode: Mode::Apply };
        folder.write("sendoff.toml", SERVICE);
        folder.programme("spring", "");
        folder.sheet(&[]);
        folder
    }

    pub fn write(&self, name: &str, text: &str) {
        std::fs::write(self.dir.path().join(name), text).unwrap();
    }

    pub fn remove(&self, name: &str) {
        std::fs::remove_file(self.dir.path().join(name)).unwrap();
    }

    pub fn programme(&self, id: &str, more: &str) {
        let text = format!(
            "name = \"The {id}\"\nends = 2027-05-28\ntimezone = \"Europe/London\"\nlanguage = \"en\"\ncontact_after = \"free\"\n\
             pairs = \"{id}.csv\"\ncoordinator = {{ name = \"Ada\", email = \"ada@mentors.example\" }}\n{more}\n"
        );
        self.write(&format!("programmes/{id}.toml"), &text);
    }

    pub fn sheet(&self, rows: &[&str]) {
        self.sheet_of("spring", HEADINGS, rows);
    }

    pub fn sheet_of(&self, programme: &str, headings: &str, rows: &[&str]) {
        self.write(&format!("programmes/{programme}.csv"), &format!("{headings}\n{}\n", rows.join("\n")));
    }

    pub fn config(&self) -> Config {
        let loaded = Config::load(self.dir.path());
        loaded.config.unwrap_or_else(|| panic!("{:?}", loaded.problems))
    }

    pub fn read(&mut self) -> Reconciled {
        self.now += SignedDuration::from_hours(1);
        let config = self.config();
        reconcile(&mut self.store, &config, self.now, self.mode).unwrap()
    }

    /// Reads, and gives what became of the one programme.
    pub fn change(&mut self) -> ProgrammeChange {
        let mut said = self.read();
        assert_eq!(said.programmes.len(), 1, "{said:?}");
        said.programmes.remove(0)
    }

    pub fn later(&mut self, hours: i64) {
        self.now += SignedDuration::from_hours(hours);
    }

    pub fn approve(&mut self, id: i64) -> Approval {
        let config = self.config();
        approve_hold(&mut self.store, &config, id, self.now).unwrap()
    }

    pub fn pair(&self, id: &str) -> PairRow {
        self.store.pair("spring", id).unwrap().unwrap_or_else(|| panic!("no pair {id}: {:?}", self.ids()))
    }

    /// All ids; of those that vanished, with a cross before.
    pub fn ids(&self) -> Vec<String> {
        let shown = |row: PairRow| format!("{}{}", if row.vanished { "+" } else { "" }, row.pair.id);
        self.store.pairs_of("spring").map(|row| shown(row.unwrap())).collect()
    }

    /// The facts of a pair by name.
    pub fn facts(&self, id: &str) -> Vec<&'static str> {
        self.store.facts("spring", id).unwrap().iter().map(|fact| fact.what.name()).collect()
    }

    pub fn last_fact(&self, id: &str) -> Option<What> {
        self.store.facts("spring", id).unwrap().pop().map(|fact| fact.what)
    }

    pub fn open_notes(&self) -> Vec<String> {
        self.store.open_notes("spring").unwrap().into_iter().map(|note| note.note.kind).collect()
    }

    /// Every pair sleeps, so that whoever is woken shows.
    pub fn all_asleep(&mut self) {
        let ids: Vec<String> = self.store.pairs_of("spring").map(|row| row.unwrap().pair.id).collect();
        self.store.write(|tx| ids.iter().try_for_each(|id| tx.set_wake_at("spring", id, None))).unwrap();
    }

    pub fn awake(&self) -> Vec<String> {
        let rows = self.store.pairs_of("spring").map(|row| row.unwrap());
        rows.filter(|row| row.wake_at.is_some()).map(|row| row.pair.id).collect()
    }
}

/// The hold of a programme's edit.
pub(super) fn held(change: &ProgrammeChange) -> i64 {
    match &change.outcome {
        Outcome::Held(held) => held.id,
        other => panic!("not held: {other:?}"),
    }
}
