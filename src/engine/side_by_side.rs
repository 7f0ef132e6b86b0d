//! Work that needs nothing of each other, on several threads.

use std::panic::resume_unwind;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

/// More threads would wait for the one that writes.
const MOST: usize = 4;
/// What a thread of its own is worth; with less, one does it all.
const FEWEST: usize = 8;

/// Does `work` to all items; gives what came of them in their order.
///
/// # Panics
/// If `work` does.
pub(super) fn side_by_side<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = processors().min(items.len() / FEWEST);
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let next = AtomicUsize::new(0);
    let share = || -> Vec<(usize, R)> {
        let taken = std::iter::from_fn(|| Some(next.fetch_add(1, Ordering::Relaxed)));
        taken.map_while(|n| items.get(n).map(|item| (n, work(item)))).collect()
    };
    let mut done = thread::scope(|scope| {
        let others: Vec<_> = (1..threads).map(|_| scope.spawn(share)).collect();
        let mut done = share();
        for other in others {
            done.extend(other.join().unwrap_or_else(|panic| resume_unwind(panic)));
        }
        done
    });
    done.sort_unstable_by_key(|(n, _)| *n);
    done.into_iter().map(|(_, came)| came).collect()
}

/// Asked once: the answer is read from files.
fn processors() -> usize {
    static PROCESSORS: OnceLock<usize> = OnceLock::new();
    *PROCESSORS.get_or_init(|| thread::available_parallelism().map_or(1, usize::from).min(MOST))
}

#[cfg(test)]
mod tests {
    use super::{FEWEST, side_by_side};

    #[test]
    fn all_is_done_once_and_comes_back_in_order() {
        for count in [0, 1, FEWEST - 1, 2 * FEWEST, 1000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(side_by_side(&items, |n| n * 2), items.iter().map(|n| n * 2).collect::<Vec<_>>());
        }
    }

    #[test]
    #[should_panic(expected = "seven")]
    fn what_panics_is_not_swallowed() {
        let items: Vec<usize> = (0..1000).collect();
        side_by_side(&items, |n| assert!(*n != 7, "seven"));
    }
}
