//! The whole engine on a simulated clock: what `simulate`, `demo`, `plan` and the stories run.
//!
//! Time jumps from wake to wake; between two wakes nothing can happen but an answer. Everything else is what the daemon does.

use crate::domain::fact::Fact;
use crate::engine::Engine;
use crate::engine::clock::StandingClock;
use crate::engine::error::EngineError;
use crate::mail::courier::Route;
use crate::store::Source;
use jiff::Timestamp;

/// Passes at one instant, at most: a fact that letters bring about (a bounce) may ask for another.
const MOST_PASSES: usize = 50;

/// Something somebody does at an instant, for playing through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Play {
    /// The pair's id.
    pub pair: String,
    /// What happens, and when.
    pub fact: Fact,
}

/// Plays from `from` until `until` (that instant included), with what people do meanwhile; calls `watch` after each instant.
///
/// `plays` in the order of their instants. One that is before `from` is put on record first.
///
/// # Errors
/// The database, or a pair that is not known.
pub async fn play(
    engine: &mut Engine,
    route: &dyn Route,
    plays: &[Play],
    from: Timestamp,
    until: Timestamp,
    mut watch: impl FnMut(&mut Engine, Timestamp) -> Result<(), EngineError>,
) -> Result<(), EngineError> {
    let clock = StandingClock::at(from);
    let mut ahead = plays.iter().peekable();
    let mut now = from;
    loop {
        while let Some(play) = ahead.next_if(|play| play.fact.at <= now) {
            let pair = engine.pair(&play.pair)?;
            engine.collect(&pair, play.fact.clone(), Source::Answers, now)?;
        }
        clock.set(now);
        pass(engine, route, &clock, now).await?;
        watch(engine, now)?;
        let wakes = [engine.next_wake()?, engine.sending_rests_until(), ahead.peek().map(|play| play.fact.at)];
        let next = wakes.into_iter().flatten().filter(|at| *at > now).min();
        match next {
            Some(next) if next <= until => now = next,
            _ => return Ok(()),
        }
    }
}

/// Everything that is due at one instant: letters decided, letters out, and again while that asks for more.
async fn pass(
    engine: &mut Engine,
    route: &dyn Route,
    clock: &StandingClock,
    now: Timestamp,
) -> Result<(), EngineError> {
    for _ in 0..MOST_PASSES {
        let mut tick = engine.begin_tick(now)?;
        engine.deliver_during(&mut tick, route, clock).await?;
        let more = engine.next_wake()?.is_some_and(|at| at <= now);
        let resting = engine.sending_rests_until().is_some_and(|at| at > now);
        if !more || resting {
            break;
        }
    }
    Ok(())
}
