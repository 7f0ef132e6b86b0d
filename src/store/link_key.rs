//! The key of links to pages, in a file of its own beside the database (rule 9): whoever gets a copy of the database gets no links.

use crate::domain::link::LinkKey;
use crate::store::error::StoreError;
use crate::store::open::make_private_folder;
use data_encoding::HEXLOWER;
use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::os::unix::fs::OpenOptionsExt;
use std::path::{Path, PathBuf};

const FILE: &str = "link.key";

/// Where the key of that state folder is.
pub fn link_key_file(folder: &Path) -> PathBuf {
    folder.join(FILE)
}

/// The key of that state folder; draws one (0600) if there is none.
///
/// # Errors
/// A file that cannot be read or made, or is no key.
pub fn link_key(folder: &Path) -> Result<LinkKey, StoreError> {
    match known_link_key(folder)? {
        Some(key) => Ok(key),
        None => draw(folder),
    }
}

/// The key of that state folder, if one was drawn.
///
/// # Errors
/// A file that cannot be read, or is no key.
pub fn known_link_key(folder: &Path) -> Result<Option<LinkKey>, StoreError> {
    let path = folder.join(FILE);
    match std::fs::read(&path) {
        Ok(text) => {
            let bytes = HEXLOWER.decode(text.trim_ascii()).ok().and_then(|bytes| bytes.try_into().ok());
            bytes.map(LinkKey::new).map(Some).ok_or_else(|| StoreError::corrupt("the key of the links"))
        }
        Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
        Err(source) => Err(StoreError::File { path, source }),
    }
}

/// Written aside and then linked into place: the name never stands for half a key, and the first of two wins.
fn draw(folder: &Path) -> Result<LinkKey, StoreError> {
    let random = || StoreError::Other("the system gives no random numbers".to_owned());
    let (mut key, mut mark) = ([0; 32], [0; 8]);
    getrandom::fill(&mut key).map_err(|_| random())?;
    getrandom::fill(&mut mark).map_err(|_| random())?;
    let path = folder.join(FILE);
    let aside = folder.join(format!("{FILE}.{}", HEXLOWER.encode(&mark)));
    let fault = |source| StoreError::File { path: path.clone(), source };
    make_private_folder(folder).map_err(fault)?;
    let mut file = OpenOptions::new().create_new(true).write(true).mode(0o600).open(&aside).map_err(fault)?;
    let written = file.write_all(format!("{}\n", HEXLOWER.encode(&key)).as_bytes()).and_then(|()| file.sync_all());
    let linked = written.and_then(|()| std::fs::hard_link(&aside, &path));
    std::fs::remove_file(&aside).map_err(fault)?;
    match linked {
        Ok(()) => Ok(LinkKey::new(key)),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => {
            known_link_key(folder)?.ok_or_else(|| StoreError::corrupt("the key of the links"))
        }
        Err(source) => Err(fault(source)),
    }
}

#[cfg(test)]
mod tests {
    use super::{FILE, known_link_key, link_key};
    use crate::domain::link::Purpose;
    use crate::domain::person::Role;
    use std::os::unix::fs::PermissionsExt;

    #[test]
    fn a_key_is_drawn_once_and_is_private() {
        let folder = tempfile::tempdir().unwrap();
        let state = folder.path().join("state");
        assert!(known_link_key(&state).unwrap().is_none());
        let token = |key: crate::domain::link::LinkKey| key.token("p", "q", Role::Mentor, Purpose::Stop, 0);
        let first = token(link_key(&state).unwrap());
        assert_eq!(token(link_key(&state).unwrap()), first);
        assert_eq!(std::fs::metadata(state.join(FILE)).unwrap().permissions().mode() & 0o777, 0o600);
        assert_eq!(std::fs::read_dir(&state).unwrap().count(), 1, "nothing is left aside");
        assert_ne!(token(link_key(&folder.path().join("other")).unwrap()), first);
        std::fs::write(state.join(FILE), "short").unwrap();
        assert!(link_key(&state).is_err());
    }
}
