//! What holds in every story, whoever tells it: random ones are played through the whole engine in memory.

mod calendar;
mod chance;
pub mod promise;

use crate::stories::lived;
use crate::stories::story::Story;
use crate::stories::transcript::transcript;
use crate::stories::world::World;
use proptest::test_runner::{Config, TestCaseError, TestError, TestRunner};

const CASES: u32 = 40;

fn play(text: &str) -> World {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_time().build().expect("a runtime");
    runtime.block_on(lived(&Story::told(text)))
}

/// Plays stories by chance, the same ones every time; `PROPTEST_CASES` asks for more of them.
fn for_any_tale(check: impl Fn(&chance::Tale) -> Result<(), String>) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(CASES);
    let config = Config { cases, max_shrink_iters: 60, failure_persistence: None, ..Config::default() };
    let rng = proptest::test_runner::TestRng::deterministic_rng(config.rng_algorithm);
    let mut runner = TestRunner::new_with_rng(config, rng);
    let result = runner.run(&chance::tales(), |tale| check(&tale).map_err(TestCaseError::fail));
    match result {
        Ok(()) => {}
        Err(TestError::Fail(why, tale)) => panic!("{why}\n{tale:?}\n{}", transcript(&play(&tale.text(false)))),
        Err(TestError::Abort(why)) => panic!("{why}"),
    }
}

#[test]
fn every_promise_is_kept_whatever_happens() {
    for_any_tale(|tale| {
        let world = play(&tale.text(false));
        promise::faults(&world).map_or(Ok(()), Err)
    });
}

#[test]
fn twice_is_the_same_to_the_byte_and_the_order_of_rows_is_nothing() {
    for_any_tale(|tale| {
        let (once, twice, backwards) = (play(&tale.text(false)), play(&tale.text(false)), play(&tale.text(true)));
        if once.server.arrivals() != twice.server.arrivals() {
            return Err("played twice, other letters arrive".to_owned());
        }
        let sorted = |world: &World| {
            let mut arrivals: Vec<_> = world.server.arrivals().into_iter().map(|arrival| arrival.message).collect();
            arrivals.sort();
            arrivals
        };
        // Which letter is the next one that the server loses depends on the order of letters of one instant.
        if !tale.text(false).contains("lose the next") && sorted(&once) != sorted(&backwards) {
            return Err("with the rows the other way round, other letters arrive".to_owned());
        }
        Ok(())
    });
}
