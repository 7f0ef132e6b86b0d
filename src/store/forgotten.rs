//! Who was forgotten: keyed hashes in a file of their own beside the database, so that no copy of the database brings them back (rule 28).
//!
//! `forgotten` in the state folder holds the key of the hashes and, line by line, what must not come back: a person, a pair
//! whose time is over, an address whose owner wants nothing at all. Nobody can read a name or an address out of it; somebody who
//! has an address can only ask whether it is there. `backup` does not copy it and `restore` does not replace it: it belongs to
//! the folder. A database that does not bear its mark came from elsewhere, and lets go of everybody in it when it is opened.

use crate::domain::correction::corrected;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::store::error::StoreError;
use crate::store::open::{Store, Tx, View, make_private_folder};
use crate::store::pair_row::PairRow;
use crate::store::settings::LAST_READ;
use data_encoding::HEXLOWER;
use hmac::{Hmac, KeyInit, Mac};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::collections::{BTreeSet, HashSet};
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

/// The file's name in the state folder.
pub const FORGOTTEN_FILE: &str = "forgotten";
/// The setting that says which state of the file this database has followed.
const MARK: &str = "forgotten";

/// What must not come back. Addresses are keys (lower case).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Trace {
    /// A person, by address, in every programme.
    Person(String),
    /// Two people in one programme.
    Pair {
        /// The programme's id.
        programme: String,
        /// The mentor's address.
        mentor: String,
        /// The mentee's address.
        mentee: String,
    },
    /// An address whose owner wanted everything stopped: that holds on (rule 26).
    Stopped(String),
}

/// The hashes, read.
#[derive(Debug, Clone, Default)]
pub struct Forgotten {
    key: Vec<u8>,
    hashes: HashSet<String>,
    mark: String,
}

impl Trace {
    fn parts(&self) -> Vec<&str> {
        match self {
            Trace::Person(address) => vec!["person", address],
            Trace::Pair { programme, mentor, mentee } => vec!["pair", programme, mentor, mentee],
            Trace::Stopped(address) => vec!["stopped", address],
        }
    }

    fn hash(&self, key: &[u8]) -> String {
        let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else { unreachable!("HMAC takes a key of any length") };
        for part in self.parts() {
            mac.update(&(part.len() as u64).to_be_bytes());
            mac.update(part.as_bytes());
        }
        HEXLOWER.encode(&mac.finalize().into_bytes()[..20])
    }
}

impl Forgotten {
    /// Nobody was forgotten.
    pub fn is_empty(&self) -> bool {
        self.hashes.is_empty()
    }

    /// Whether that must not come back.
    pub fn has(&self, trace: &Trace) -> bool {
        !self.is_empty() && self.hashes.contains(&trace.hash(&self.key))
    }

    /// Who of the pair's people was forgotten, by the address in the sheet or the one they corrected: both, where its time is over.
    fn gone(&self, row: &PairRow, corrected: Option<&Pair>) -> Vec<Role> {
        let is_over = self.has(&Trace::pair(row));
        let has = |role: &Role| {
            let mut people = [Some(&row.pair), corrected].into_iter().flatten().filter_map(|pair| pair.person(*role));
            is_over || people.any(|person| self.has(&Trace::Person(person.address.key())))
        };
        Role::PAIR.into_iter().filter(has).collect()
    }

    fn at(folder: &Path) -> Result<Forgotten, StoreError> {
        let path = folder.join(FORGOTTEN_FILE);
        let text = match std::fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Forgotten::default()),
            Err(source) => return Err(StoreError::File { path, source }),
        };
        let mut lines = text.lines();
        let key = lines.next().and_then(|key| HEXLOWER.decode(key.as_bytes()).ok()).filter(|key| key.len() == 32);
        let key = key.ok_or_else(|| StoreError::corrupt("the key of who was forgotten"))?;
        let mark = HEXLOWER.encode(&Sha256::digest(text.as_bytes())[..16]);
        Ok(Forgotten { key, hashes: lines.map(str::to_owned).collect(), mark })
    }
}

impl Trace {
    /// Those two people in that programme.
    pub fn pair(row: &PairRow) -> Trace {
        Trace::Pair {
            programme: row.programme.clone(),
            mentor: row.pair.mentor.address.key(),
            mentee: row.pair.mentee.address.key(),
        }
    }
}

impl View {
    /// Who was forgotten; nobody where the database is only in memory.
    ///
    /// # Errors
    /// A file that cannot be read.
    pub fn forgotten(&self) -> Result<Forgotten, StoreError> {
        self.folder.as_deref().map_or_else(|| Ok(Forgotten::default()), Forgotten::at)
    }
}

impl Tx<'_> {
    /// Keeps what must not come back. It is on the disk before the transaction is: what was let go of and then was not is let go
    /// of again, and never the other way round.
    ///
    /// # Errors
    /// A file that cannot be written.
    pub fn remember_forgotten(&self, traces: &[Trace]) -> Result<(), StoreError> {
        let Some(folder) = self.folder.as_deref().filter(|_| !traces.is_empty()) else { return Ok(()) };
        let path = folder.join(FORGOTTEN_FILE);
        let fault = |source| StoreError::File { path: path.clone(), source };
        if !path.try_exists().map_err(fault)? {
            draw(folder, &path)?;
        }
        let known = Forgotten::at(folder)?;
        let mut hashes: Vec<String> = traces.iter().map(|trace| trace.hash(&known.key)).collect();
        hashes.retain(|hash| !known.hashes.contains(hash));
        hashes.sort();
        hashes.dedup();
        let lines: String = hashes.iter().map(|hash| format!("{hash}\n")).collect();
        let mut file = OpenOptions::new().append(true).open(&path).map_err(fault)?;
        file.write_all(lines.as_bytes()).and_then(|()| file.sync_all()).map_err(fault)?;
        self.bear_mark(&Forgotten::at(folder)?)
    }

    /// Lets go of them all as `forget` and the end of a time do; gives the words by which they were known. What letters to
    /// coordinators said of them goes at the next tick.
    fn let_go_of(&self, forgotten: &Forgotten) -> Result<Vec<String>, StoreError> {
        let is_person = |key: &str| forgotten.has(&Trace::Person(key.to_owned()));
        let mut words: BTreeSet<String> = BTreeSet::new();
        for programme in self.programmes()? {
            for row in self.pairs_of(&programme.id) {
                let row = row?;
                let corrected = corrected(&row.pair, &self.facts(&row.programme, row.id())?, Timestamp::MAX);
                let gone = forgotten.gone(&row, corrected.as_ref());
                if !gone.is_empty() {
                    words.extend(self.let_pair_go(&row, corrected.as_ref(), &gone)?);
                }
            }
        }
        for key in self.every_address_reached()?.into_iter().filter(|key| is_person(key)) {
            self.erase_where_it_stays(&key)?;
            words.insert(key);
        }
        if !words.is_empty() {
            // Every sheet is looked at again: the rows of who is gone are to be named.
            self.connection.execute("DELETE FROM setting WHERE name GLOB ?1 || '*'", [LAST_READ])?;
        }
        self.erase_addresses(is_person)?;
        let words: Vec<String> = words.into_iter().collect();
        self.erase_mentions(&words)?;
        self.say_farewell(&words)?;
        Ok(words)
    }

    /// A pair goes as a whole; gives the words by which those of its people were known.
    fn let_pair_go(
        &self,
        row: &PairRow,
        corrected: Option<&Pair>,
        gone: &[Role],
    ) -> Result<BTreeSet<String>, StoreError> {
        let (mut words, mut addresses) = (BTreeSet::new(), BTreeSet::new());
        for role in gone {
            for person in [Some(&row.pair), corrected].into_iter().flatten().filter_map(|pair| pair.person(*role)) {
                words.extend(person.words());
                addresses.insert(person.address.key());
            }
            addresses.extend(self.addresses_of(&row.programme, row.id(), *role)?);
        }
        self.erase_pair(&row.programme, row.id(), &[])?;
        for address in &addresses {
            if self.pairs_with_address(address)?.is_empty() {
                self.erase_address(address)?;
            }
        }
        words.extend(addresses);
        Ok(words)
    }

    fn bear_mark(&self, forgotten: &Forgotten) -> Result<(), StoreError> {
        self.set_setting(MARK, Some(&forgotten.mark))
    }
}

impl Store {
    /// Lets go of everybody who was forgotten and is in this database all the same: it is an older copy.
    pub(super) fn let_go_of_forgotten(&mut self) -> Result<(), StoreError> {
        let forgotten = self.forgotten()?;
        if forgotten.is_empty() || self.setting(MARK)?.is_some_and(|mark| mark == forgotten.mark) {
            return Ok(());
        }
        let found = self.write(|tx| {
            let words = tx.let_go_of(&forgotten)?;
            tx.bear_mark(&forgotten)?;
            Ok(!words.is_empty())
        })?;
        // What a restore put aside stays: who is gone from here was gone from there before.
        if found {
            self.connection.execute_batch("VACUUM")?;
            self.empty_log()?;
        }
        Ok(())
    }
}

/// Written aside and then linked into place, as the key of the links is: the name never stands for half a key.
fn draw(folder: &Path, path: &Path) -> Result<(), StoreError> {
    let mut key = [0; 32];
    let mut mark = [0; 8];
    let random = |_| StoreError::Other("the system gives no random numbers".to_owned());
    getrandom::fill(&mut key).map_err(random)?;
    getrandom::fill(&mut mark).map_err(random)?;
    let aside: PathBuf = folder.join(format!("{FORGOTTEN_FILE}.{}", HEXLOWER.encode(&mark)));
    let fault = |source| StoreError::File { path: path.to_owned(), source };
    make_private_folder(folder).map_err(fault)?;
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&aside).map_err(fault)?;
    let written = file.write_all(format!("{}\n", HEXLOWER.encode(&key)).as_bytes()).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| std::fs::hard_link(&aside, path));
    std::fs::remove_file(&aside).map_err(fault)?;
    match linked {
        Err(error) if error.kind() != ErrorKind::AlreadyExists => Err(fault(error)),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::{FORGOTTEN_FILE, Pair, Trace};
    use crate::domain::delivery::{Delivery, State};
    use crate::store::specimen::{letter, message, pair_row, programme_row};
    use crate::store::{DATABASE_FILE, FAREWELL, NewHold, PairRow, Store};
    use serde_json::json;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn what_was_forgotten_is_known_by_its_hash_alone() {
        let folder = tempfile::tempdir().unwrap();
        let mut store = Store::open(&folder.path().join(DATABASE_FILE)).unwrap();
        let person = Trace::Person("jonas@x.example".to_owned());
        assert!(!store.forgotten().unwrap().has(&person));
        store.write(|tx| tx.remember_forgotten(&[person.clone(), person.clone()])).unwrap();
        store.write(|tx| tx.remember_forgotten(std::slice::from_ref(&person))).unwrap();
        let forgotten = store.forgotten().unwrap();
        assert!(forgotten.has(&person) && !forgotten.has(&Trace::Stopped("jonas@x.example".to_owned())));
        let path = folder.path().join(FORGOTTEN_FILE);
        let text = std::fs::read_to_string(&path).unwrap();
        assert_eq!(text.lines().count(), 2, "a key, and each once");
        assert!(!text.contains("jonas"));
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
    }

    #[test]
    fn an_older_copy_lets_go_of_them_when_it_is_opened() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(DATABASE_FILE);
        let mut store = Store::open(&path).unwrap();
        let (gone, over, stays) = (pair_row("spring", "p1"), pair_row("spring", "p2"), pair_row("spring", "p3"));
        let mentee = gone.pair.mentee.address.clone();
        let copied = pair_row("spring", "p4");
        let copied = PairRow { pair: Pair { copy_to: Some(mentee.clone()), ..copied.pair }, ..copied };
        let before_a_correction = Delivery { to: Some(mentee.clone()), state: State::Sent, ..letter("spring", "p3") };
        let on_its_way = Delivery { to: Some(mentee.clone()), state: State::Sending, ..letter("spring", "p4") };
        let detail = json!({"exchanges": [{"row": mentee.key()}, {"row": stays.pair.mentee.address.key()}]});
        let hold = NewHold { kind: "plan".into(), programme: "spring".into(), detail, content_hash: "hash".into() };
        store
            .write(|tx| {
                tx.upsert_programme(&programme_row("spring"))?;
                [&gone, &over, &stays, &copied].into_iter().try_for_each(|row| tx.upsert_pair(row))?;
                tx.insert_delivery(&before_a_correction, Some(&message()))?;
                tx.insert_delivery(&on_its_way, Some(&message()))?;
                tx.add_hold(&hold, gone.first_seen_at)
            })
            .unwrap();
        let copy = folder.path().join("copy.db");
        store.backup_to(&copy).unwrap();
        store.write(|tx| tx.remember_forgotten(&[Trace::Person(mentee.key()), Trace::pair(&over)])).unwrap();
        drop(store);
        std::fs::rename(&copy, &path).unwrap();
        for name in ["sendoff.db-wal", "sendoff.db-shm"] {
            let _ = std::fs::remove_file(folder.path().join(name));
        }
        let store = Store::open(&path).unwrap();
        let left: Vec<PairRow> = store.pairs_of("spring").map(Result::unwrap).collect();
        assert_eq!(left.iter().map(|row| row.id()).collect::<Vec<_>>(), ["p3", "p4"]);
        assert_eq!(left[1].pair.copy_to, None);
        let letters = store.deliveries("spring", "p3").unwrap();
        assert_eq!(
            (letters.len(), &letters[0].to, &letters[0].subject),
            (1, &None, &None),
            "that one went is still known"
        );
        assert!(
            store.deliveries("spring", "p4").unwrap().is_empty(),
            "what was on its way is not tried again without its bytes"
        );
        let left = &store.open_holds().unwrap()[0].hold.detail;
        assert_eq!(left, &json!({"exchanges": [{"row": stays.pair.mentee.address.key()}]}));
        // Letters to coordinators are opened at the next tick, which needs the words until then.
        let farewell = store.setting(FAREWELL).unwrap().unwrap();
        assert!(farewell.lines().any(|word| word == mentee.key()), "{farewell}");
        store.connection.execute_batch("DELETE FROM setting; VACUUM; PRAGMA wal_checkpoint(TRUNCATE)").unwrap();
        let bytes = std::fs::read(&path).unwrap();
        let has = |word: &str| bytes.windows(word.len()).any(|window| window == word.as_bytes());
        assert!(has(&stays.pair.mentee.address.key()) && !has(&mentee.key()) && !has(&over.pair.mentor.name));
    }
}
