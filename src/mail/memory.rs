//! A way out that keeps everything in memory and says what it is told to: the twin the engine is tested with.

use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::mail::courier::{Carried, Courier, Envelope, Route};
use std::collections::BTreeMap;
use std::future::{Future, ready};
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// What one attempt is answered with, and whether the message arrives all the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// What the courier says.
    pub verdict: Verdict,
    /// Whether the other side has the message. True for `Accepted`; both are possible for `Uncertain`.
    pub arrives: bool,
}

impl Answer {
    /// Taken.
    pub fn accepted() -> Answer {
        Answer { verdict: Verdict::Accepted, arrives: true }
    }

    /// Not now, for this recipient.
    pub fn deferred(reason: &str) -> Answer {
        Answer { verdict: Verdict::Deferred { reason: reason.to_owned(), everybody: false }, arrives: false }
    }

    /// Not now, for anybody: the connection or the account is at fault.
    pub fn unreachable(reason: &str) -> Answer {
        Answer { verdict: Verdict::Deferred { reason: reason.to_owned(), everybody: true }, arrives: false }
    }

    /// Never, as nobody has this address.
    pub fn nobody_there() -> Answer {
        let reason = "550 5.1.1 no such user".to_owned();
        let verdict = Verdict::Refused { reason, status: Some("5.1.1".to_owned()), address_is_dead: true };
        Answer { verdict, arrives: false }
    }

    /// Never, but the address is alive.
    pub fn refused(reason: &str) -> Answer {
        let verdict = Verdict::Refused { reason: reason.to_owned(), status: None, address_is_dead: false };
        Answer { verdict, arrives: false }
    }

    /// Lost between the last byte and the answer; `arrives` says which way it truly went.
    pub fn uncertain(arrives: bool) -> Answer {
        Answer {
            verdict: Verdict::Uncertain { reason: "the connection was lost before the answer".to_owned() },
            arrives,
        }
    }
}

/// One message as it arrived.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Arrival {
    /// What was written on the outside.
    pub envelope: Envelope,
    /// The bytes.
    pub message: Vec<u8>,
}

/// The route; clones share what has arrived and what is to be answered.
#[derive(Debug, Clone)]
pub struct Memory {
    lanes: usize,
    inside: Arc<Mutex<Inside>>,
}

#[derive(Debug, Default, Clone)]
struct Inside {
    arrivals: Vec<Arrival>,
    attempts: usize,
    for_nth: BTreeMap<usize, Answer>,
    for_address: BTreeMap<String, Answer>,
    for_all: Option<Answer>,
}

impl Memory {
    /// A route with one lane, which accepts everything.
    pub fn new() -> Memory {
        Memory::with_lanes(1)
    }

    /// A route with that many lanes, at least 1.
    pub fn with_lanes(lanes: usize) -> Memory {
        Memory { lanes: lanes.max(1), inside: Arc::default() }
    }

    /// Everything that has arrived, in order.
    pub fn arrivals(&self) -> Vec<Arrival> {
        self.inside().arrivals.clone()
    }

    /// How often a courier was asked to deliver.
    pub fn attempts(&self) -> usize {
        self.inside().attempts
    }

    /// The answer to the `n`-th attempt of all, counted from 1. Comes before the other two.
    pub fn answer_nth(&self, n: usize, answer: Answer) {
        self.inside().for_nth.insert(n, answer);
    }

    /// The answer to every attempt for that address, from now on.
    pub fn answer_address(&self, to: &Address, answer: Answer) {
        self.inside().for_address.insert(to.key(), answer);
    }

    /// The answer to every other attempt, from now on; `None`: accepted.
    pub fn answer_all(&self, answer: Option<Answer>) {
        self.inside().for_all = answer;
    }

    /// Another route that is as this one is now, and shares nothing with it from here on.
    pub fn fork(&self) -> Memory {
        Memory { lanes: self.lanes, inside: Arc::new(Mutex::new(self.inside().clone())) }
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Default for Memory {
    fn default() -> Memory {
        Memory::new()
    }
}

impl Inside {
    fn take(&mut self, envelope: &Envelope, message: &[u8]) -> Verdict {
        self.attempts += 1;
        let answer = self
            .for_nth
            .remove(&self.attempts)
            .or_else(|| self.for_address.get(&envelope.to.key()).cloned())
            .or_else(|| self.for_all.clone())
            .unwrap_or_else(Answer::accepted);
        if answer.arrives {
            self.arrivals.push(Arrival { envelope: envelope.clone(), message: message.to_vec() });
        }
        answer.verdict
    }
}

impl Route for Memory {
    fn lanes(&self) -> usize {
        self.lanes
    }

    fn open(&self) -> Box<dyn Courier> {
        Box::new(Lane(self.clone()))
    }
}

struct Lane(Memory);

impl Courier for Lane {
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a> {
        // Inside the future, so that one that is never polled never happened.
        Box::pin(async move { self.0.inside().take(envelope, message) })
    }

    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        Box::pin(ready(()))
    }
}

#[cfg(test)]
mod tests {
    use super::{Answer, Memory};
    use crate::domain::address::Address;
    use crate::domain::delivery::Verdict;
    use crate::mail::conformance::{self, Bench};
    use crate::mail::courier::{Envelope, Route};

    impl Bench for Memory {
        const KEEPS_ONE_OF_TWO: bool = false;

        fn route(&self) -> &dyn Route {
            self
        }

        fn arrived(&self) -> Vec<(Envelope, Vec<u8>)> {
            self.arrivals().into_iter().map(|arrival| (arrival.envelope, arrival.message)).collect()
        }

        fn break_way(&self) {
            self.answer_all(Some(Answer::unreachable("down")));
        }

        fn mend_way(&self) {
            self.answer_all(None);
        }
    }

    #[tokio::test]
    async fn keeps_the_promises_of_a_courier() {
        conformance::suite(|| Memory::with_lanes(2)).await;
    }

    #[tokio::test]
    async fn says_what_it_is_told_to() {
        let memory = Memory::new();
        let [ada, zoe] = ["ada@x.example", "zoe@x.example"].map(|a| Address::parse(a).unwrap());
        memory.answer_address(&ada, Answer::nobody_there());
        memory.answer_nth(2, Answer::uncertain(true));
        let mut lane = memory.open();
        let mut verdicts = Vec::new();
        for to in [&ada, &ada, &ada, &zoe] {
            let envelope = Envelope { from: None, to: to.clone() };
            verdicts.push(lane.deliver(&envelope, b"x\r\n").await);
        }
        assert!(matches!(
            verdicts[..],
            [Verdict::Refused { .. }, Verdict::Uncertain { .. }, Verdict::Refused { .. }, Verdict::Accepted]
        ));
        let to: Vec<Address> = memory.arrivals().into_iter().map(|arrival| arrival.envelope.to).collect();
        assert_eq!((to, memory.attempts()), (vec![ada, zoe], 4));
    }
}
