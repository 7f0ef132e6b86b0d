//! The present, as an argument that remembers what it was asked.

use jiff::Timestamp;
use std::cell::Cell;

/// The instant something is decided at.
///
/// Every comparison with the present goes through [`Now::reached`], which keeps the earliest instant that was still ahead.
/// That instant is `wake_at` (rule 27): before it, nothing that was decided could come out differently.
#[derive(Debug)]
pub struct Now {
    at: Timestamp,
    next: Cell<Option<Timestamp>>,
}

impl Now {
    /// The present is that instant.
    pub fn at(at: Timestamp) -> Now {
        Now { at, next: Cell::new(None) }
    }

    /// The instant itself, for stamping; never for comparing.
    pub fn timestamp(&self) -> Timestamp {
        self.at
    }

    /// Whether that instant has come. If not, it is a reason to look again then.
    pub fn reached(&self, instant: Timestamp) -> bool {
        if instant <= self.at {
            return true;
        }
        if self.next.get().is_none_or(|next| instant < next) {
            self.next.set(Some(instant));
        }
        false
    }

    /// The earliest instant that was asked for and had not come.
    pub fn wake_at(&self) -> Option<Timestamp> {
        self.next.get()
    }
}

#[cfg(test)]
mod tests {
    use super::Now;
    use jiff::Timestamp;

    #[test]
    fn remembers_the_earliest_instant_ahead() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let now = Now::at(at(100));
        assert!(now.reached(at(100)));
        assert!(now.reached(at(50)));
        assert_eq!(now.wake_at(), None);
        assert!(!now.reached(at(300)));
        assert!(!now.reached(at(200)));
        assert!(!now.reached(at(400)));
        assert_eq!(now.wake_at(), Some(at(200)));
    }
}
