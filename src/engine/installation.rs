//! Which installation a state belongs to (rule 33). One that was cloned, moved or restored sends nothing until a person says so.
//!
//! The database remembers the installation that wrote it last. Another one, or a restored copy, is a hold like any other:
//! `approve` lists it and lets it go. While it is open the whole service is braked.

use crate::store::{Decision, Hold, INSTANCE, NewHold, RESTORED, Store, StoreError, Tx};
use data_encoding::HEXLOWER;
use jiff::Timestamp;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::path::Path;

/// The kind of hold; it is about no single programme.
pub const INSTALLATION: &str = "installation";

/// Why everything is held.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Why {
    /// The state was restored from a backup, made at the time the state itself knows of last.
    Restored,
    /// Another machine, or another folder, wrote it.
    Elsewhere,
}

impl Why {
    fn words(self) -> &'static str {
        match self {
            Why::Restored => {
                "this state was restored from a backup; letters that went out since the backup are not known to it and would go again"
            }
            Why::Elsewhere => {
                "this state was written on another machine or in another folder; make sure that nothing runs there any more, or people get everything twice"
            }
        }
    }
}

/// The identity of an installation: its own name, or else the machine and the place of the state folder.
pub fn identity(named: Option<&str>, machine_id: &str, state: &Path) -> String {
    let place = std::fs::canonicalize(state).unwrap_or_else(|_| state.to_owned());
    let mut hash = Sha256::new();
    match named {
        Some(name) => hash.update(format!("instance\n{name}")),
        None => hash.update(format!("machine\n{machine_id}\n{}", place.display())),
    }
    HEXLOWER.encode(&hash.finalize()[..16])
}

/// Compares the installation with the one that wrote the state last; another one has everything held. A state nobody wrote
/// yet is this one's. Gives the open hold.
///
/// # Errors
/// The database.
pub fn settle_in(store: &mut Store, identity: &str, now: Timestamp) -> Result<Option<Hold>, StoreError> {
    let last = store.setting(INSTANCE)?;
    match last.as_deref() {
        None => store.write(|tx| tx.set_setting(INSTANCE, Some(identity)))?,
        Some(last) if last == identity => {}
        Some(_) => store.write(|tx| hold_everything(tx, Why::Elsewhere, identity, now))?,
    }
    open_hold(store)
}

/// Holds everything until a person has looked: nothing is claimed, nothing is read from the mailbox.
///
/// # Errors
/// As for any write.
pub fn hold_everything(tx: &Tx<'_>, why: Why, identity: &str, now: Timestamp) -> Result<(), StoreError> {
    let reason = match tx.setting(RESTORED)? {
        // A restored state that came here from elsewhere is both; what was said first matters more.
        Some(reason) => reason,
        None => why.words().to_owned(),
    };
    tx.set_setting(RESTORED, Some(&reason))?;
    let hold = NewHold {
        kind: INSTALLATION.to_owned(),
        programme: String::new(),
        detail: json!({ "reason": reason }),
        content_hash: identity.to_owned(),
    };
    tx.add_hold(&hold, now).map(|_| ())
}

/// Lets everything go: this is the installation from now on. `false`, and nothing is done: it is not open, or it was shown on
/// another installation.
///
/// # Errors
/// The database.
pub fn approve_installation(
    store: &mut Store,
    hold: &Hold,
    identity: &str,
    now: Timestamp,
) -> Result<bool, StoreError> {
    let programmes = store.programmes()?;
    store.write(|tx| {
        if !tx.decide_hold(hold.id, identity, Decision::Approved, now)? {
            return Ok(false);
        }
        tx.set_setting(RESTORED, None)?;
        tx.set_setting(INSTANCE, Some(identity))?;
        programmes.iter().try_for_each(|row| tx.wake_programme(&row.id))?;
        Ok(true)
    })
}

fn open_hold(store: &Store) -> Result<Option<Hold>, StoreError> {
    Ok(store.open_holds()?.into_iter().find(|hold| hold.hold.kind == INSTALLATION))
}

#[cfg(test)]
mod tests {
    use super::{approve_installation, identity, settle_in};
    use crate::store::Store;
    use jiff::Timestamp;
    use std::path::Path;

    #[test]
    fn rule_33_another_machine_or_folder_is_another_installation_unless_it_has_a_name() {
        let folder = tempfile::tempdir().unwrap();
        let here = identity(None, "m1", folder.path());
        assert_eq!(identity(None, "m1", &folder.path().join(".")), here, "the same folder under another path");
        assert_ne!(identity(None, "m2", folder.path()), here);
        assert_ne!(identity(None, "m1", Path::new("/")), here);
        assert_eq!(identity(Some("a"), "m1", folder.path()), identity(Some("a"), "m2", Path::new("/")));
        assert_ne!(identity(Some("a"), "m1", folder.path()), identity(Some("b"), "m1", folder.path()));
    }

    #[test]
    fn rule_33_another_installation_is_braked_until_it_is_approved() {
        let mut store = Store::in_memory().unwrap();
        let now: Timestamp = "2027-05-03T10:00:00Z".parse().unwrap();
        assert_eq!(settle_in(&mut store, "here", now).unwrap(), None);
        assert!(!store.is_braked().unwrap());
        let hold = settle_in(&mut store, "there", now).unwrap().unwrap();
        assert!(store.is_braked().unwrap());
        assert_eq!(settle_in(&mut store, "there", now).unwrap().map(|hold| hold.id), Some(hold.id), "one hold");
        assert!(!approve_installation(&mut store, &hold, "here", now).unwrap(), "it was shown elsewhere");
        assert!(store.is_braked().unwrap());
        assert!(approve_installation(&mut store, &hold, "there", now).unwrap());
        assert!(!store.is_braked().unwrap());
        assert_eq!(settle_in(&mut store, "there", now).unwrap(), None);
        assert!(settle_in(&mut store, "here", now).unwrap().is_some(), "back where it came from: it may run twice");
    }
}
