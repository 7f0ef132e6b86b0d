//! `reload`: has the running daemon read the files now, and waits for what it says.
//!
//! The wish is a row in the database, and the daemon is told that there is one. So it works whoever runs the daemon, as long as both
//! share the state folder.

use crate::cli::args::Place;
use crate::cli::column::counted;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::screen::Screen;
use crate::cli::trial;
use crate::files::config::Config;
use crate::store::{DATABASE_FILE, LockError, RELOAD_ANSWER, RELOAD_ASKED, StateLock};
use anyhow::anyhow;
use data_encoding::HEXLOWER;
use serde::Deserialize;
use std::io::Write;
use std::time::Duration;

/// How long the daemon may take: to turn to it, and to read.
const PATIENCE: Duration = Duration::from_secs(60);
/// Between two looks for the answer.
const LOOK: Duration = Duration::from_millis(100);

const NO_ANSWER: &str = "the daemon has not answered for a minute; its log says what keeps it";

/// What the daemon answers.
#[derive(Deserialize)]
struct Answer {
    to: String,
    used: bool,
    applied: Vec<String>,
    held: Vec<i64>,
    errors: usize,
    #[serde(default)]
    other_state: bool,
}

/// Asks, waits, and says what came of it. A trial may just have begun or ended in the files: then the daemon still runs on the
/// other state, and turns to this one, `meant`.
///
/// # Errors
/// No daemon, or files it cannot use.
pub async fn reload(screen: &mut Screen, real: &Place, meant: &Place) -> Result<(), Failure> {
    let Some(place) = [meant.clone(), trial::other(real, meant)].into_iter().find(has_daemon) else {
        ground::store(meant)?;
        let what = anyhow!("no daemon runs on {}; `sendoff run` starts one", meant.state_folder().display());
        return Err(Failure::Outside(what));
    };
    let answer = tokio::time::timeout(PATIENCE, answer_of(&place, meant)).await;
    let answer = answer.map_err(|_| anyhow!(NO_ANSWER))??;
    if !answer.used {
        // The daemon reads the same files: what is wrong with them is said here in full.
        let problems = Config::load(&place.config).problems;
        writeln!(screen, "{}", Paint::Warn.on("The files cannot be used; what was read last stays in force."))?;
        return Err(Failure::Files(problems));
    }
    tell(screen, &answer)?;
    if answer.other_state {
        let words = match trial::is_trial(real, meant) {
            true => "a trial begins: every letter goes to the address in redirect_all_to, and nothing counts",
            false => "the trial is over: what was known before it is in force again",
        };
        writeln!(screen, "  {}", Paint::Warn.on(words))?;
    }
    Ok(())
}

/// Whether a daemon works on that state.
fn has_daemon(place: &Place) -> bool {
    let folder = place.state_folder();
    folder.join(DATABASE_FILE).exists() && matches!(StateLock::take(&folder), Err(LockError::Held(_)))
}

/// What the daemon on `place` says; or, where it turns to the other state by itself before it sees the question, says there.
async fn answer_of(place: &Place, meant: &Place) -> Result<Answer, Failure> {
    let is_meant = place.state_folder() == meant.state_folder();
    if let Some(answer) = ask(place, || is_meant || has_daemon(place)).await? {
        return Ok(answer);
    }
    while !meant.state_folder().join(DATABASE_FILE).exists() {
        tokio::time::sleep(LOOK).await;
    }
    let answer = ask(meant, || true).await?.ok_or_else(|| anyhow!(NO_ANSWER))?;
    Ok(Answer { other_state: true, ..answer })
}

/// Nothing: there was no answer while it was worth waiting.
async fn ask(place: &Place, is_worth_waiting: impl Fn() -> bool) -> Result<Option<Answer>, Failure> {
    let mut store = ground::store(place)?;
    let mut mark = [0; 8];
    getrandom::fill(&mut mark).map_err(|_| anyhow!("the system gives no random numbers"))?;
    let mark = HEXLOWER.encode(&mark);
    store.write(|tx| tx.set_setting(RELOAD_ASKED, Some(&mark)))?;
    loop {
        // Asked before the answer is looked for: it may come just before the daemon goes.
        let is_last = !is_worth_waiting();
        let answer = store.setting(RELOAD_ANSWER)?.and_then(|text| serde_json::from_str::<Answer>(&text).ok());
        match answer.filter(|answer| answer.to == mark) {
            None if is_last => return Ok(None),
            None => tokio::time::sleep(LOOK).await,
            answer => return Ok(answer),
        }
    }
}

fn tell(screen: &mut Screen, answer: &Answer) -> Result<(), Failure> {
    writeln!(screen, "{} the files are read", Paint::Good.on("●"))?;
    for programme in &answer.applied {
        writeln!(screen, "  {}: in force now", crate::cli::column::clean(programme))?;
    }
    for hold in &answer.held {
        writeln!(screen, "  {}", Paint::Warn.on(format!("held: `sendoff approve {hold}` shows and lets it go")))?;
    }
    if answer.errors > 0 {
        let errors = counted(answer.errors, "problem", "problems");
        writeln!(screen, "  {}", Paint::Warn.on(format!("{errors}: `sendoff check` names them")))?;
    }
    Ok(())
}
