//! Any faults at any places, any number of them: what is said of a letter is what became of it.

use super::server::{At, Fault, Script};
use super::{deliver_bytes, plain_courier, word};
use proptest::prelude::{Just, Strategy, any, prop_oneof, proptest};
use proptest::sample::select;

const LETTERS: usize = 5;

fn place() -> impl Strategy<Value = At> {
    select(vec![At::Greeting, At::Hello, At::Reset, At::Mail, At::Rcpt, At::Data, At::Body, At::Answer])
}

fn words() -> impl Strategy<Value = &'static str> {
    select(vec![
        "250 2.0.0 ok\r\n",
        "354 go on\r\n",
        "220 hello\r\n",
        "421 4.3.2 bye\r\n",
        "450 4.2.1 later\r\n",
        "503 5.5.1 order\r\n",
        "550 5.1.1 unknown\r\n",
        "554 no\r\n",
        "250-more\r\n",
        "what?\r\n",
        "25",
        "",
    ])
}

fn fault() -> impl Strategy<Value = Fault> {
    prop_oneof![
        Just(Fault::Hang),
        Just(Fault::Close),
        words().prop_map(Fault::Say),
        words().prop_map(Fault::SayAndClose),
        words().prop_map(Fault::AndThen),
        words().prop_filter("an end", |words| !words.is_empty()).prop_map(Fault::Endless),
    ]
}

/// A server's word that it does not stand by: 250 for a letter it has not, or an answer before the final dot and then another.
/// No client can tell.
fn is_a_lie(at: At, fault: Fault) -> bool {
    let says_250 = |words: &str| words.starts_with("250 ");
    match fault {
        Fault::Say(_) | Fault::AndThen(_) if at == At::Body => true,
        Fault::Say(words) | Fault::SayAndClose(words) | Fault::Endless(words) => {
            matches!(at, At::Body | At::Answer) && says_250(words)
        }
        _ => false,
    }
}

/// The faults of one connection; whether it pipelines; whether it lets DATA through without a recipient.
type Plot = (Vec<(At, usize, Fault)>, bool, bool);

fn plot() -> impl Strategy<Value = Plot> {
    (proptest::collection::vec((place(), 0..3_usize, fault()), 0..5), any::<bool>(), any::<bool>())
}

fn script((mut faults, pipelining, lenient): Plot) -> Script {
    faults.retain(|(at, _, fault)| !is_a_lie(*at, *fault));
    let offers = if pipelining { vec!["PIPELINING"] } else { vec![] };
    Script { offers, faults, lenient, ..Script::default() }
}

fn letter(number: usize) -> Vec<u8> {
    format!("Subject: {number}\r\n\r\n.\r\nLetter {number}\r\n").into_bytes()
}

/// Delivers a few letters and holds each verdict against what the server has.
async fn play(plots: Vec<Plot>) {
    let (server, mut courier) = plain_courier(plots.into_iter().map(script).collect());
    for number in 0..LETTERS {
        let message = letter(number);
        let verdict = deliver_bytes(&mut courier, &message).await;
        // Let the server finish what it was given, so that it is known what it has.
        tokio::time::sleep(std::time::Duration::from_secs(1)).await;
        let count = server.seen().taken.iter().filter(|taken| taken.message == message).count();
        let expected = match word(&verdict) {
            "accepted" => 1..=1,
            "uncertain" => 0..=1,
            _ => 0..=0,
        };
        assert!(expected.contains(&count), "letter {number} is there {count} times, and was told as {verdict:?}");
    }
}

proptest! {
    #[test]
    fn a_verdict_is_what_became_of_the_letter(plots in proptest::collection::vec(plot(), 1..4)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_time().start_paused(true).build();
        runtime.expect("a runtime").block_on(play(plots));
    }
}
