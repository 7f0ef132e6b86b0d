//! `check --with-ids`: a copy of a sheet in which every pair has the id it goes by.
//!
//! The engine says which that is: the sheet is read into a copy of the state, as the daemon would read it, and each row
//! asks there by its two addresses (rule 13). So a pair that is known keeps its id, and reading the copy changes nothing.

use crate::cli::args::Place;
use crate::cli::column::{clean, counted, listed};
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::domain::pair::Pair;
use crate::engine::reconcile::{Mode, approve_hold, reconcile};
use crate::files::config::Config;
use crate::files::programme::ProgrammeFile;
use crate::files::sheet::copy::{Filled, write_copy};
use crate::files::sheet::repeats::Repeats;
use crate::store::{Store, StoreError, View};
use jiff::Timestamp;
use std::fs::OpenOptions;
use std::io::{BufWriter, ErrorKind, Write};
use std::os::unix::fs::{OpenOptionsExt, PermissionsExt};
use std::path::Path;
use std::sync::Arc;

/// Writes the copy, and says what to do with it.
///
/// # Errors
/// A file of that name, several programmes and none named, or a sheet that cannot be read to its end.
pub fn write(
    screen: &mut Screen,
    place: &Place,
    config: &Config,
    programme: Option<&str>,
    copy: &Path,
    now: Timestamp,
) -> Result<(), Failure> {
    let file = chosen(config, programme)?;
    let store = as_read(place, config, now)?;
    let filled = write_new(copy, file, &store)?;
    let (copied, sheet) = (copy.display(), file.pairs_path.display());
    let ids = counted(filled.filled, "id", "ids");
    writeln!(screen, "{} {copied} is a copy of {sheet}", Paint::Good.on("●"))?;
    writeln!(screen, "  {ids} filled in")?;
    if filled.left > 0 {
        let rows = counted(filled.left, "row has", "rows have");
        writeln!(screen, "  {rows} none: mend what is wrong there, and write another copy")?;
    }
    writeln!(screen, "  to use it, put it beside {}", file.path.display())?;
    writeln!(screen, "  and name it there: pairs = \"…\"")?;
    Ok(())
}

/// The programme of that id, or the only one.
fn chosen<'c>(config: &'c Config, programme: Option<&str>) -> Result<&'c ProgrammeFile, Failure> {
    match (programme, config.programmes.as_slice()) {
        (Some(id), all) => all
            .iter()
            .find(|file| file.programme.id == id)
            .ok_or_else(|| Failure::asked(format!("there is no programme \"{}\" whose file can be read", clean(id)))),
        (None, [only]) => Ok(only),
        (None, []) => Err(Failure::asked("there is no programme whose sheet could be copied")),
        (None, all) => {
            let ids: Vec<String> = all.iter().map(|file| file.programme.id.clone()).collect();
            Err(Failure::asked(format!("whose sheet? Say --programme ID; there is {}", listed(&ids))))
        }
    }
}

/// What the state would be after reading the files, whatever waits for a decision let go: a copy that is thrown away.
fn as_read(place: &Place, config: &Config, now: Timestamp) -> Result<Store, Failure> {
    let mut store = match ground::known_store(place)? {
        Some(store) => store.rehearsal()?,
        None => ground::fresh_store()?,
    };
    reconcile(&mut store, config, now, Mode::Apply)?;
    for hold in store.open_holds()? {
        approve_hold(&mut store, config, hold.id, now)?;
    }
    Ok(store)
}

/// The copy as a new file, whole or not at all. Who may read the sheet may read the copy, and nobody else.
fn write_new(copy: &Path, file: &ProgrammeFile, store: &View) -> Result<Filled, Failure> {
    let mode = std::fs::metadata(&file.pairs_path)?.permissions().mode() & 0o666;
    let out = OpenOptions::new().create_new(true).write(true).mode(mode).open(copy);
    let out = out.map_err(|error| match error.kind() {
        ErrorKind::AlreadyExists => Failure::asked(format!("{} is there already; name a new file", copy.display())),
        _ => Failure::from(error),
    })?;
    let mut out = BufWriter::new(out);
    let repeats = Arc::new(Repeats::among(&[file]));
    let id_of = |pair: &Pair| id_of(store, &file.programme.id, pair).map_err(Failure::from);
    let written = write_copy(file, repeats, &mut out, id_of).and_then(|filled| {
        out.flush()?;
        out.get_ref().sync_all()?;
        Ok(filled)
    });
    if written.is_err() {
        std::fs::remove_file(copy)?;
    }
    written
}

/// The id of the pair with these two people. Nothing where the row was refused: what is wrong with it comes first.
fn id_of(store: &View, programme: &str, pair: &Pair) -> Result<Option<String>, StoreError> {
    let known = store.pair_by_addresses(programme, &pair.mentor.address.key(), &pair.mentee.address.key())?;
    Ok(known.filter(|known| !known.vanished && known.set_aside.is_none()).map(|known| known.pair.id))
}
