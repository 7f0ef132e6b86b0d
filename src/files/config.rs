//! The configuration folder.

use crate::domain::problem::{Problem, Severity};
use crate::files::fault::Fault;
use crate::files::path::shown;
use crate::files::programme::ProgrammeFile;
use crate::files::programme_file::{ProgrammeText, ReadProgramme, read_programme};
use crate::files::service::Service;
use crate::files::service_file::read_service;
use crate::files::value::read_id;
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The whole folder, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The folder.
    pub dir: PathBuf,
    /// `sendoff.toml`.
    pub service: Service,
    /// Every programme without a fault, by id.
    pub programmes: Vec<ProgrammeFile>,
    /// The ids of programme files with a fault: they are there, and must not be taken for vanished.
    pub faulty_programmes: Vec<String>,
    /// The folder of template overrides, if there is one.
    pub template_dir: Option<PathBuf>,
}

/// What was read, and everything that is wrong with it.
#[derive(Debug)]
pub struct Loaded {
    /// Nothing if `sendoff.toml` has a fault.
    pub config: Option<Config>,
    /// Programmes that a fault keeps out of force, in their own file or in `sendoff.toml`: good for looking on at their sheets.
    pub loose_programmes: Vec<ProgrammeFile>,
    /// Of every file, in the order of files and lines; also warnings.
    pub problems: Vec<Problem>,
}

impl Config {
    /// Reads the folder: everything but the rows of the sheets.
    pub fn load(dir: &Path) -> Loaded {
        let mut problems = Vec::new();
        let service = load_service(dir, &mut problems);
        let Programmes { sound, mut loose, faulty } = load_programmes(dir, &mut problems);
        let Some(service) = service else {
            loose.extend(sound);
            return Loaded { config: None, loose_programmes: loose, problems };
        };
        let template_dir = template_dir(dir);
        let config =
            Config { dir: dir.to_owned(), service, programmes: sound, faulty_programmes: faulty, template_dir };
        Loaded { config: Some(config), loose_programmes: loose, problems }
    }

    /// The roadmaps written by hand: the pair's id and the file, by id. Read one with [`load`](crate::files::roadmap::load).
    pub fn roadmaps(&self) -> Vec<(String, PathBuf)> {
        roadmaps(&self.dir)
    }
}

/// The same of a folder whose `sendoff.toml` need not be sound.
pub fn roadmaps(dir: &Path) -> Vec<(String, PathBuf)> {
    toml_files(&dir.join("roadmaps")).unwrap_or_default()
}

/// The folder of template overrides, if there is one.
pub fn template_dir(dir: &Path) -> Option<PathBuf> {
    Some(dir.join("templates")).filter(|folder| folder.is_dir())
}

fn load_service(dir: &Path, problems: &mut Vec<Problem>) -> Option<Service> {
    let path = dir.join("sendoff.toml");
    let file = shown(&path);
    let text = read_text(&path, problems)?;
    let hash = HEXLOWER.encode(&Sha256::digest(text.as_bytes()));
    let (service, mut found) = read_service(&file, &text, dir, hash);
    problems.append(&mut found);
    service
}

/// What stands in the folder `programmes`.
#[derive(Default)]
struct Programmes {
    sound: Vec<ProgrammeFile>,
    loose: Vec<ProgrammeFile>,
    /// The ids of all that are not sound.
    faulty: Vec<String>,
}

fn load_programmes(dir: &Path, problems: &mut Vec<Problem>) -> Programmes {
    let folder = dir.join("programmes");
    let files = toml_files(&folder).unwrap_or_else(|error| {
        let what = format!("the programmes cannot be read: {error}");
        problems
            .push(Fault::new(what, "keep one .toml file for each programme in this folder").in_file(&shown(&folder)));
        Vec::new()
    });
    let mut found = Programmes::default();
    for (id, path) in files {
        match load_programme(&id, &path, problems) {
            Some(read) if read.is_sound => found.sound.push(read.file),
            Some(read) if read.is_legible => found.loose.push(read.file),
            _ => {}
        }
        if found.sound.last().is_none_or(|last| last.programme.id != id) {
            found.faulty.push(id);
        }
    }
    let shared = report_shared_sheets(&found.sound, problems);
    found.sound.retain(|programme| !shared.contains(&programme.programme.id));
    found.faulty.extend(shared);
    found.faulty.sort();
    // A sheet that is looked at for another programme is not looked at twice.
    let mut sheets: Vec<PathBuf> = found.sound.iter().map(sheet_of).collect();
    found.loose.retain(|programme| {
        let sheet = sheet_of(programme);
        let is_new = programme.pairs_path.is_file() && !sheets.contains(&sheet);
        sheets.push(sheet);
        is_new
    });
    found
}

fn sheet_of(programme: &ProgrammeFile) -> PathBuf {
    programme.pairs_path.canonicalize().unwrap_or_else(|_| programme.pairs_path.clone())
}

fn load_programme(id: &str, path: &Path, problems: &mut Vec<Problem>) -> Option<ReadProgramme> {
    if let Err(fault) = read_id(id) {
        let fault = Fault::new(format!("the file's name is the programme's id, and {}", fault.what), fault.hint);
        problems.push(fault.in_file(&shown(path)));
        return None;
    }
    let text = read_text(path, problems)?;
    let mut read = read_programme(&ProgrammeText { id, path, text: &text });
    problems.append(&mut read.problems);
    debug_assert!(read.is_sound || problems.iter().any(|problem| problem.severity == Severity::Error));
    Some(read)
}

/// Two programmes with one sheet would write to everybody twice. Gives the ids of all of them.
fn report_shared_sheets(programmes: &[ProgrammeFile], problems: &mut Vec<Problem>) -> Vec<String> {
    let mut readers: BTreeMap<PathBuf, Vec<&ProgrammeFile>> = BTreeMap::new();
    for programme in programmes {
        readers.entry(sheet_of(programme)).or_default().push(programme);
    }
    let mut shared = Vec::new();
    for programmes in readers.into_values().filter(|programmes| programmes.len() > 1) {
        let ids: Vec<&str> = programmes.iter().map(|programme| programme.programme.id.as_str()).collect();
        for programme in programmes.iter().skip(1) {
            let what = format!("{} share the sheet {}", ids.join(" and "), shown(&programme.pairs_path));
            let hint = "give each programme its own sheet of pairs";
            problems.push(Fault::new(what, hint).in_file(&shown(&programme.path)));
        }
        shared.extend(ids.into_iter().map(str::to_owned));
    }
    shared
}

/// Every `NAME.toml` in the folder with its name, by name. Hidden files and editors' copies are none.
fn toml_files(folder: &Path) -> std::io::Result<Vec<(String, PathBuf)>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut files = Vec::new();
    for entry in entries {
        let path = entry?.path();
        let name = path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let is_toml = path.extension().is_some_and(|ending| ending == "toml") && path.is_file();
        if is_toml && !name.starts_with(['.', '~', '#']) {
            files.push((name, path));
        }
    }
    files.sort();
    Ok(files)
}

/// The file's text; a fault is reported.
pub(crate) fn read_text(path: &Path, problems: &mut Vec<Problem>) -> Option<String> {
    let report = |what: String, hint: &str| Fault::new(what, hint).in_file(&shown(path));
    let bytes = std::fs::read(path).map_err(|error| match error.kind() {
        ErrorKind::NotFound => report("this file is not there".to_owned(), "write one with `sendoff init`"),
        _ => report(format!("this file cannot be read: {error}"), "check who may read it"),
    });
    let text = bytes.and_then(|bytes| {
        String::from_utf8(bytes).map_err(|_| report("this file is not UTF-8 text".to_owned(), "save it again as UTF-8"))
    });
    match text {
        Ok(text) => Some(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text)),
        Err(problem) => {
            problems.push(problem);
            None
        }
    }
}
