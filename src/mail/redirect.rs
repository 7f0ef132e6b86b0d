//! A way out that leads to one address only, whatever stands on the envelope (rule 8): for trying out with real people's data.

use crate::domain::address::Address;
use crate::mail::courier::{Carried, Courier, Envelope, Route};
use std::future::Future;
use std::pin::Pin;

/// Another way out, with everything going to one address.
pub struct Redirect {
    /// The way out.
    pub route: Box<dyn Route>,
    /// Who gets everything.
    pub to: Address,
}

struct Redirected {
    courier: Box<dyn Courier>,
    to: Address,
}

impl Route for Redirect {
    fn lanes(&self) -> usize {
        self.route.lanes()
    }

    fn open(&self) -> Box<dyn Courier> {
        Box::new(Redirected { courier: self.route.open(), to: self.to.clone() })
    }
}

impl Courier for Redirected {
    fn deliver<'a>(&'a mut self, envelope: &'a Envelope, message: &'a [u8]) -> Carried<'a> {
        let envelope = Envelope { from: envelope.from.clone(), to: self.to.clone() };
        Box::pin(async move { self.courier.deliver(&envelope, message).await })
    }

    fn may_have_arrived(&self) -> bool {
        self.courier.may_have_arrived()
    }

    fn finish(self: Box<Self>) -> Pin<Box<dyn Future<Output = ()> + Send>> {
        self.courier.finish()
    }
}

#[cfg(test)]
mod tests {
    use super::Redirect;
    use crate::domain::address::Address;
    use crate::mail::courier::{Envelope, Route};
    use crate::mail::memory::Memory;

    #[tokio::test]
    async fn rule_8_whatever_stands_on_the_envelope_it_goes_to_one_address() {
        let server = Memory::new();
        let address = |text: &str| Address::parse(text).unwrap();
        let route = Redirect { route: Box::new(server.clone()), to: address("me@home.example") };
        let mut courier = route.open();
        for to in ["jonas@people.example", "amina@people.example"] {
            let envelope = Envelope { from: Some(address("sendoff@mentors.example")), to: address(to) };
            courier.deliver(&envelope, b"Subject: x\r\n\r\nx\r\n").await;
        }
        let arrived: Vec<String> = server.arrivals().iter().map(|arrival| arrival.envelope.to.to_string()).collect();
        assert_eq!(arrived, ["me@home.example", "me@home.example"]);
    }
}
