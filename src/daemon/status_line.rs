//! One line on where everything stands, for `systemctl status`.

use crate::domain::delivery::State;
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::store::StateCount;

/// How many letters wait and what needs a person, and when something is due next.
///
/// # Errors
/// As for any read.
pub(super) fn status_line(engine: &Engine) -> Result<String, EngineError> {
    if engine.store.is_braked()? {
        return Ok("Paused: nothing is sent until `sendoff resume`.".to_owned());
    }
    let counts = engine.store.state_counts()?;
    let mut parts = Vec::new();
    for (states, word) in [
        ([State::Queued, State::Deferred].as_slice(), "waiting to be sent"),
        (&[State::Held], "held"),
        (&[State::Uncertain], "that may have arrived"),
    ] {
        let letters = number_in(&counts, states);
        if letters > 0 {
            parts.push(format!("{letters} {word}"));
        }
    }
    let letters =
        if parts.is_empty() { "No letter waits".to_owned() } else { format!("Letters: {}", parts.join(", ")) };
    let rest = match (engine.sending_rests_until(), engine.next_wake()?) {
        (Some(until), _) => format!("; the mail server does not take them, next try {}", minute(until)),
        (None, Some(at)) => format!("; next look {}", minute(at)),
        (None, None) => String::new(),
    };
    Ok(format!("{letters}{rest}."))
}

fn number_in(counts: &[StateCount], states: &[State]) -> u64 {
    counts.iter().filter(|count| states.contains(&count.state)).map(|count| count.count).sum()
}

fn minute(at: jiff::Timestamp) -> String {
    if at.as_second() <= 0 { "now".to_owned() } else { at.strftime("%Y-%m-%d %H:%M UTC").to_string() }
}

#[cfg(test)]
mod tests {
    use super::status_line;
    use crate::domain::key::Seed;
    use crate::domain::link::LinkKey;
    use crate::engine::Engine;
    use crate::engine::office::Office;
    use crate::files::config::Config;
    use crate::files::starter;
    use crate::store::{PAUSED, Store};

    #[test]
    fn an_idle_and_a_paused_daemon() {
        let folder = tempfile::tempdir().unwrap();
        starter::write(folder.path()).unwrap();
        let config = Config::load(folder.path()).config.unwrap();
        let office = Office::of(&config, Seed::fixed(), LinkKey::fixed()).unwrap();
        let mut engine = Engine::new(Store::in_memory().unwrap(), office);
        assert_eq!(status_line(&engine).unwrap(), "No letter waits.");
        engine.store.write(|tx| tx.set_setting(PAUSED, Some("yes"))).unwrap();
        assert!(status_line(&engine).unwrap().starts_with("Paused"));
    }
}
