//! How often one address on the network may come with a wrong link.
//!
//! A token has 256 bits: guessing one is hopeless. The gate keeps guessers from being a burden, and never shuts out who
//! comes with a right one, since behind a reverse proxy everybody has the same address.

use jiff::Timestamp;
use std::collections::HashMap;
use std::net::IpAddr;

/// Wrong links in a row before the gate closes.
const BURST: i64 = 30;
/// Seconds after which one more is free.
const REST_SECONDS: i64 = 2;
/// Addresses remembered at a time; beyond that all are forgotten.
const MOST: usize = 10_000;

/// Counts wrong links.
#[derive(Debug, Default)]
pub struct Gate {
    /// For each address, the second from which all of its burst is free again.
    free_at: HashMap<IpAddr, i64>,
}

impl Gate {
    /// Counts a wrong link; `false` if there were too many of late.
    pub fn admits(&mut self, from: IpAddr, now: Timestamp) -> bool {
        let second = now.as_second();
        if self.free_at.len() >= MOST {
            self.free_at.retain(|_, free_at| *free_at > second);
        }
        if self.free_at.len() >= MOST {
            self.free_at.clear();
        }
        let free_at = self.free_at.entry(network(from)).or_insert(second);
        *free_at = (*free_at).max(second);
        if *free_at - second >= BURST * REST_SECONDS {
            return false;
        }
        *free_at += REST_SECONDS;
        true
    }
}

/// Whoever has one IPv6 address has 2^64 of them (RFC 4291 section 2.5.4).
fn network(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(v6) => {
            let [a, b, c, d, ..] = v6.segments();
            IpAddr::V6([a, b, c, d, 0, 0, 0, 0].into())
        }
        v4 => v4,
    }
}

#[cfg(test)]
mod tests {
    use super::{BURST, Gate, MOST, REST_SECONDS};
    use jiff::{SignedDuration, Timestamp};
    use std::net::{IpAddr, Ipv4Addr};

    #[test]
    fn a_burst_passes_then_one_at_a_time() {
        let mut gate = Gate::default();
        let now: Timestamp = "2027-05-20T10:00:00Z".parse().unwrap();
        let one: IpAddr = "2001:db8::1".parse().unwrap();
        let neighbour: IpAddr = "2001:db8::2".parse().unwrap();
        assert!((0..BURST).all(|_| gate.admits(one, now)));
        assert!(!gate.admits(neighbour, now));
        assert!(gate.admits("192.0.2.1".parse().unwrap(), now));
        let later = now + SignedDuration::from_secs(REST_SECONDS);
        assert!(gate.admits(one, later));
        assert!(!gate.admits(one, later));
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        let mut gate = Gate::default();
        let now: Timestamp = "2027-05-20T10:00:00Z".parse().unwrap();
        for n in 0..3 * u32::try_from(MOST).unwrap() {
            gate.admits(IpAddr::V4(Ipv4Addr::from(n)), now);
        }
        assert!(gate.free_at.len() <= MOST);
    }
}
