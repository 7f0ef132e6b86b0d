//! The starter configuration: the folder `config/` of the repository, which is also the manual of every setting.

use std::fs::OpenOptions;
use std::io::{ErrorKind, Write};
use std::path::{Path, PathBuf};

/// The files, by their path in the folder.
const FILES: [(&str, &str); 5] = [
    ("sendoff.toml", include_str!("../../config/sendoff.toml")),
    ("programmes/spring-2027.toml", include_str!("../../config/programmes/spring-2027.toml")),
    ("programmes/spring-2027.csv", include_str!("../../config/programmes/spring-2027.csv")),
    ("roadmaps/amina-jonas.toml", include_str!("../../config/roadmaps/amina-jonas.toml")),
    ("holidays/england.ics", include_str!("../../config/holidays/england.ics")),
];

/// Why the starter was not written.
#[derive(Debug, thiserror::Error)]
pub enum StarterError {
    /// Something with that name is there already; nothing was written.
    #[error("{}: there is such a file already, and it is left as it is", .0.display())]
    Exists(PathBuf),
    /// The disk would not.
    #[error("{}: {error}", path.display())]
    Unwritable {
        /// The file or folder.
        path: PathBuf,
        /// Why not.
        error: std::io::Error,
    },
}

/// Writes the starter into that folder, which is made if need be, and gives the files' paths. Overwrites nothing.
///
/// # Errors
/// [`StarterError`]; if a file exists already, none is written.
pub fn write(dir: &Path) -> Result<Vec<PathBuf>, StarterError> {
    if let Some(path) = FILES.iter().map(|(name, _)| dir.join(name)).find(|path| path.symlink_metadata().is_ok()) {
        return Err(StarterError::Exists(path));
    }
    FILES.iter().map(|(name, text)| write_file(dir.join(name), text)).collect()
}

fn write_file(path: PathBuf, text: &str) -> Result<PathBuf, StarterError> {
    let outcome = path
        .parent()
        .map_or(Ok(()), std::fs::create_dir_all)
        .and_then(|()| OpenOptions::new().write(true).create_new(true).open(&path))
        .and_then(|mut file| file.write_all(text.as_bytes()));
    match outcome {
        Ok(()) => Ok(path),
        Err(error) if error.kind() == ErrorKind::AlreadyExists => Err(StarterError::Exists(path)),
        Err(error) => Err(StarterError::Unwritable { path, error }),
    }
}

/// Whether `sendoff.toml` with that text is still the one that [`write`] wrote.
pub fn is_untouched(sendoff_toml: &str) -> bool {
    FILES.first().is_some_and(|(_, text)| *text == sendoff_toml)
}

#[cfg(test)]
mod tests {
    use super::{FILES, StarterError, write};
    use crate::files::config::Config;
    use crate::files::settings::Shape;
    use crate::files::sheet::SheetReader;
    use crate::files::{programme_file, roadmap, service_file};

    #[test]
    fn the_starter_is_read_without_a_problem() {
        let folder = tempfile::tempdir().unwrap();
        let paths = write(folder.path()).unwrap();
        assert_eq!(paths.len(), FILES.len());
        let loaded = Config::load(folder.path());
        assert_eq!(loaded.problems, []);
        let config = loaded.config.unwrap();
        let sheet = SheetReader::open(&config.programmes[0]).unwrap();
        assert_eq!(sheet.warnings(), []);
        let rows: Vec<_> = sheet.map(Result::unwrap).collect();
        assert_eq!(rows.len(), 6);
        assert!(rows.iter().all(|row| row.outcome.is_ok() && row.warnings.is_empty()), "{rows:#?}");
        let roadmaps = config.roadmaps();
        assert_eq!(roadmaps.len(), 1);
        for (pair, path) in roadmaps {
            roadmap::load(&path, &pair).unwrap();
            assert!(rows.iter().any(|row| row.outcome.as_ref().is_ok_and(|known| known.id == pair)));
        }
    }

    #[test]
    fn the_values_it_shows_are_the_usual_ones() {
        let folder = tempfile::tempdir().unwrap();
        write(folder.path()).unwrap();
        let shown = Config::load(folder.path()).config.unwrap();
        let bare = "name = \"Spring 2027\"\nends = 2027-05-28\ntimezone = \"Europe/London\"\ncontact_after = \"free\"\n\
             coordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }\ndigest = \"0 8 * * Mon\"\n\
             holidays = \"../holidays/england.ics\"\n";
        std::fs::write(folder.path().join("programmes/spring-2027.toml"), bare).unwrap();
        let bare = "[organisation]\nname = \"Mentors of Example\"\nprivacy_contact = \"privacy@mentors.example\"\n\
             privacy_url = \"https://mentors.example/privacy\"\n[mail]\nfrom = \"Mentors of Example <sendoff@mentors.example>\"\n\
             [mail.smtp]\nhost = \"smtp.mentors.example\"\nusername = \"sendoff@mentors.example\"\npassword = { credential = \"smtp\" }\n\
             [mailbox]\nhost = \"imap.mentors.example\"\nusername = \"sendoff@mentors.example\"\npassword = { credential = \"imap\" }\n\
             [web]\nurl = \"https://endings.mentors.example\"\n";
        std::fs::write(folder.path().join("sendoff.toml"), bare).unwrap();
        let usual = Config::load(folder.path()).config.unwrap();
        assert_eq!(shown.programmes[0].programme, usual.programmes[0].programme);
        assert_eq!(shown.programmes[0].pairs_path, usual.programmes[0].pairs_path);
        let mut service = shown.service;
        service.contents_hash = usual.service.contents_hash.clone();
        assert_eq!(service, usual.service);
    }

    #[test]
    fn every_setting_is_shown() {
        for (name, shape) in
            [("sendoff.toml", service_file::SHAPE), ("programmes/spring-2027.toml", programme_file::SHAPE)]
        {
            let text = FILES.iter().find(|(file, _)| *file == name).unwrap().1;
            assert_eq!(missing(text, shape), Vec::<String>::new(), "in {name}");
        }
    }

    /// The settings of the shape that the text does not show under their section, in use or as a comment.
    fn missing(text: &str, shape: Shape) -> Vec<String> {
        let mut missing = Vec::new();
        for (section, keys) in shape {
            let is_inline = matches!(*section, "secret" | "coordinator");
            let part = if is_inline { text } else { section_of(text, section) };
            let shows = |key: &str| {
                part.contains(&format!("\n{key} = "))
                    || part.contains(&format!("\n# {key} = "))
                    || part.contains(&format!("[{key}]"))
                    || part.contains(&format!("[{section}.{key}]"))
                    || (is_inline && part.contains(&format!("{key} = ")))
                    || (section.is_empty() && ["", "# "].iter().any(|mark| text.contains(&format!("\n{mark}[{key}]"))))
                    || text.contains(&format!("\n[{section}.{key}]"))
                    || text.contains(&format!("\n# [{section}.{key}]"))
            };
            missing.extend(keys.iter().filter(|key| !shows(key)).map(|key| format!("[{section}] {key}")));
        }
        missing
    }

    fn section_of<'t>(text: &'t str, name: &str) -> &'t str {
        let head = |mark: &str| text.find(&format!("\n{mark}[{name}]"));
        let start = if name.is_empty() { Some(0) } else { head("").or(head("# ")) }.unwrap_or(text.len());
        let length = text[start..].get(1..).and_then(|rest| rest.find("\n[")).map_or(text.len() - start, |at| at + 1);
        &text[start..start + length]
    }

    #[test]
    fn nothing_is_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        std::fs::create_dir(folder.path().join("programmes")).unwrap();
        std::fs::write(folder.path().join("programmes/spring-2027.csv"), "mine").unwrap();
        assert!(matches!(write(folder.path()), Err(StarterError::Exists(_))));
        assert!(!folder.path().join("sendoff.toml").exists());
        assert_eq!(std::fs::read(folder.path().join("programmes/spring-2027.csv")).unwrap(), b"mine");
    }
}
