//! What the files hold at one moment, as hashes: whether to read them at all, what a decision is bound to (rule 29), and
//! what a programme's timelines depend on besides its rows (rule 27).

use crate::engine::reconcile::last_read::LastRead;
use crate::files::config::Config;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::repeats::Repeats;
use crate::store::{StoreError, View};
use data_encoding::HEXLOWER;
use sha2::{Digest, Sha256};
use std::cell::OnceCell;
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Raised when the meaning of a rule changes, so that every timeline is asked anew.
const RULES_VERSION: &str = "1";
/// Where systems keep their zone rules, unless `TZDIR` says otherwise (as jiff looks for them).
const ZONES: &str = "/usr/share/zoneinfo";

/// One reading of the whole folder.
pub(super) struct Reading<'a> {
    pub config: &'a Config,
    contents: Vec<Contents>,
    repeats: OnceCell<Arc<Repeats>>,
}

/// What one programme's files hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Contents {
    /// Hash of everything its timelines depend on besides pairs and facts (rule 27).
    pub epoch: String,
    /// Hash of its file, its holidays, its sheet and the zone rules: what a decision is bound to.
    pub hash: String,
    /// The version of the zone rules.
    pub zones: String,
    stamp: Option<Stamp>,
}

/// Length and time of the last change, by which a file that is being written is told.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Stamp {
    length: u64,
    changed: Option<std::time::SystemTime>,
}

impl<'a> Reading<'a> {
    pub fn of(config: &'a Config) -> Reading<'a> {
        let zones = zone_rules_version();
        let contents = config.programmes.iter().map(|file| Contents::of(config, file, &zones)).collect();
        Reading { config, contents, repeats: OnceCell::new() }
    }

    pub fn file(&self, at: usize) -> &'a ProgrammeFile {
        &self.config.programmes[at]
    }

    pub fn contents(&self, at: usize) -> &Contents {
        &self.contents[at]
    }

    /// What stands twice among all sheets; they are read for it when somebody asks.
    pub fn repeats(&self) -> Arc<Repeats> {
        let files = || self.config.programmes.iter().collect::<Vec<&ProgrammeFile>>();
        Arc::clone(self.repeats.get_or_init(|| Arc::new(Repeats::among(&files()))))
    }

    /// Whether every sheet is what it was when it was last read without a fault. What a row means depends on the other
    /// sheets too (ids are unique among them), so one changed sheet has all of them read.
    pub fn all_unchanged(&self, store: &View) -> Result<bool, StoreError> {
        for (file, contents) in self.config.programmes.iter().zip(&self.contents) {
            let last = LastRead::of(store, &file.programme.id)?;
            if !(last.is_clean && last.contents == contents.hash) {
                return Ok(false);
            }
        }
        Ok(true)
    }
}

impl Contents {
    fn of(config: &Config, file: &ProgrammeFile, zones: &str) -> Contents {
        let digest = |parts: &[&str]| {
            let mut hash = Sha256::new();
            for part in parts {
                hash.update(part.len().to_le_bytes());
                hash.update(part);
            }
            HEXLOWER.encode(&hash.finalize())
        };
        let programme = file.contents_hash.as_str();
        let epoch = digest(&[RULES_VERSION, zones, &config.service.contents_hash, programme]);
        let stamp = Stamp::of(&file.pairs_path);
        let sheet = hash_of(&file.pairs_path).unwrap_or_else(|error| format!("unreadable: {:?}", error.kind()));
        let hash = digest(&[RULES_VERSION, zones, programme, &sheet]);
        Contents { epoch, hash, zones: zones.to_owned(), stamp }
    }

    /// Whether the sheet has not been written to since.
    pub fn still_hold(&self, file: &ProgrammeFile) -> bool {
        self.stamp == Stamp::of(&file.pairs_path)
    }
}

impl Stamp {
    fn of(path: &Path) -> Option<Stamp> {
        let stamp = |file: Metadata| Stamp { length: file.len(), changed: file.modified().ok() };
        std::fs::metadata(path).ok().map(stamp)
    }
}

/// SHA-256 of a file, in hexadecimal, in bounded memory.
pub(super) fn hash_of(path: &Path) -> std::io::Result<String> {
    let mut file = File::open(path)?;
    let mut hash = Sha256::new();
    let mut buffer = vec![0; 128 * 1024];
    loop {
        match file.read(&mut buffer) {
            Ok(0) => return Ok(HEXLOWER.encode(&hash.finalize())),
            Ok(count) => hash.update(&buffer[..count]),
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// The version of the zone rules this machine has, e.g. `2025b`; a hash of their list where they do not say.
fn zone_rules_version() -> String {
    let folder = std::env::var_os("TZDIR").map_or_else(|| PathBuf::from(ZONES), PathBuf::from);
    let first_line = |name: &str| {
        let mut text = String::new();
        File::open(folder.join(name)).ok()?.take(100).read_to_string(&mut text).ok()?;
        text.lines().next().map(|line| line.trim_start_matches("# version ").trim().to_owned())
    };
    first_line("+VERSION")
        .or_else(|| first_line("tzdata.zi"))
        .or_else(|| hash_of(&folder.join("tzdata.zi")).ok())
        .or_else(|| hash_of(&folder.join("zone1970.tab")).ok())
        .unwrap_or_default()
}
