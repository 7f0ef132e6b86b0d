//! Watches the files: an edit is read when all of them have been quiet for a while (`[guard] settle`).
//!
//! The system tells of changes in the folders (files are replaced when they are saved, so folders are watched, not files);
//! that only rings the bell. What counts is how the files look at the next turn of the loop, which comes every few minutes at the
//! latest: so a folder on another machine, whose system tells nothing, is watched all the same. The doorbell of the state folder, by
//! which other commands say that they wrote something, is watched as well.

use crate::daemon::bell::Bell;
use crate::domain::rule::{Span, Unit};
use crate::domain::useful::later;
use crate::files::config::Config;
use crate::files::footprint::{Footprint, folders, named_files};
use jiff::{SignedDuration, Timestamp};
use notify::{Event, RecommendedWatcher, RecursiveMode, Watcher};
use std::path::{Path, PathBuf};
use tracing::debug;

/// The eye on a configuration folder.
pub struct Watch {
    folder: PathBuf,
    /// Whatever a programme ever named: a sheet that is gone for a moment is still looked for.
    named: Vec<PathBuf>,
    /// How the files looked when they were read.
    in_force: Footprint,
    /// How they looked last, and since when.
    seen: Footprint,
    quiet_since: Timestamp,
    watcher: Option<RecommendedWatcher>,
    hears_doorbell: bool,
    is_blind: bool,
}

impl Watch {
    /// Watches that folder and that doorbell from now on; what is in it now is taken as read.
    pub fn begin(folder: PathBuf, doorbell: &Path, config: &Config, bell: Bell, now: Timestamp) -> Watch {
        let named = named_files(config);
        let print = Footprint::of(&folder, &named);
        let mut watch = Watch {
            folder,
            named,
            in_force: print.clone(),
            seen: print,
            quiet_since: now,
            watcher: notify::recommended_watcher(move |event| ring(&bell, event)).ok(),
            hears_doorbell: false,
            is_blind: false,
        };
        watch.hears_doorbell = watch.can_watch(doorbell);
        watch.watch_folders();
        watch
    }

    /// Whether the files have changed since they were read, and been quiet for so long.
    pub fn is_due(&mut self, settle: Span, now: Timestamp) -> bool {
        let print = Footprint::of(&self.folder, &self.named);
        if print != self.seen {
            self.seen = print;
            self.quiet_since = now;
        }
        self.seen != self.in_force && self.settled_at(settle) <= now
    }

    /// When they will have been quiet for so long, if they have changed.
    pub fn due_at(&self, settle: Span) -> Option<Timestamp> {
        (self.seen != self.in_force).then(|| self.settled_at(settle))
    }

    fn settled_at(&self, settle: Span) -> Timestamp {
        later(self.quiet_since, length(settle))
    }

    /// How the files look now, before they are read.
    pub fn look(&self) -> Footprint {
        Footprint::of(&self.folder, &self.named)
    }

    /// They have been read as they looked then, used or not. What changed meanwhile is read again.
    pub fn was_read(&mut self, as_they_looked: Footprint, config: Option<&Config>) {
        for path in config.map(named_files).unwrap_or_default() {
            if !self.named.contains(&path) {
                self.named.push(path);
            }
        }
        self.in_force = as_they_looked;
        self.watch_folders();
    }

    /// Whether changes are told of: else the loop has to look by itself, often.
    pub fn is_blind(&self) -> bool {
        self.is_blind
    }

    /// Folders come and go with what programmes name, and one that was replaced is another one under the same name.
    fn watch_folders(&mut self) {
        let mut sees = self.hears_doorbell;
        for folder in folders(&self.folder, &self.named) {
            sees &= self.can_watch(&folder);
        }
        self.is_blind = !sees;
    }

    fn can_watch(&mut self, path: &Path) -> bool {
        let watched = self.watcher.as_mut().map(|watcher| watcher.watch(path, RecursiveMode::NonRecursive));
        if let Some(Err(error)) = &watched {
            debug!(%error, "changes somewhere are not told of");
        }
        matches!(watched, Some(Ok(())))
    }
}

/// That a file was only opened, as reading does, is no news.
fn ring(bell: &Bell, event: notify::Result<Event>) {
    if event.is_ok_and(|event| !event.kind.is_access()) {
        bell.ring();
    }
}

fn length(settle: Span) -> SignedDuration {
    let amount = i64::from(settle.amount);
    match settle.unit {
        Unit::Minutes => SignedDuration::from_mins(amount),
        _ => SignedDuration::from_hours(amount),
    }
}

#[cfg(test)]
mod tests {
    use super::Watch;
    use crate::daemon::bell::Bell;
    use crate::domain::rule::{Span, Unit};
    use crate::files::config::Config;
    use crate::files::starter;
    use jiff::{SignedDuration, Timestamp};

    #[test]
    fn an_edit_is_due_when_the_files_have_been_quiet_and_once() {
        let folder = tempfile::tempdir().unwrap();
        starter::write(folder.path()).unwrap();
        let config = Config::load(folder.path()).config.unwrap();
        let start: Timestamp = "2027-05-03T10:00:00Z".parse().unwrap();
        let at = |seconds: i64| start + SignedDuration::from_secs(seconds);
        let settle = Span { amount: 2, unit: Unit::Minutes };
        let mut watch = Watch::begin(folder.path().to_owned(), folder.path(), &config, Bell::default(), start);
        assert!(!watch.is_due(settle, at(1000)), "nothing has changed");

        let sheet = folder.path().join("programmes/spring-2027.csv");
        let text = std::fs::read_to_string(&sheet).unwrap();
        std::fs::write(&sheet, format!("{text}x")).unwrap();
        assert!(!watch.is_due(settle, at(1010)));
        assert_eq!(watch.due_at(settle), Some(at(1130)));
        std::fs::write(&sheet, format!("{text}xy")).unwrap();
        assert!(!watch.is_due(settle, at(1100)), "it is still being written");
        assert!(!watch.is_due(settle, at(1219)));
        assert!(watch.is_due(settle, at(1220)));

        let print = watch.look();
        std::fs::write(&sheet, format!("{text}xyz")).unwrap();
        watch.was_read(print, Some(&config));
        assert!(!watch.is_due(settle, at(1230)));
        assert!(watch.is_due(settle, at(1350)), "what changed while it was read is read again");
        watch.was_read(watch.look(), Some(&config));
        assert!(!watch.is_due(settle, at(9000)));

        std::fs::remove_file(&sheet).unwrap();
        assert!(!watch.is_due(settle, at(9001)), "gone for a moment, as when it is replaced");
        std::fs::write(&sheet, &text).unwrap();
        watch.is_due(settle, at(9002));
        assert!(watch.is_due(settle, at(9122)));
    }
}
