//! What every inbox promises, for each of them.

use super::{FETCHED, Inbox};
use std::time::Duration;

/// An inbox and the other side of it.
pub(crate) trait Bench {
    /// A reader of it.
    fn open(&self, move_to: Option<&str>) -> Box<dyn Inbox>;
    /// A mail comes in.
    fn deliver(&mut self, mail: &[u8]) -> impl Future<Output = ()>;
    /// Everything is deleted by somebody else.
    fn remove_all(&mut self) -> impl Future<Output = ()>;
    /// How many mails lie in that folder.
    fn moved(&mut self, folder: &str) -> impl Future<Output = usize>;
}

const ONE: &[u8] = b"Subject: one\r\n\r\nHello.\r\n";
const TWO: &[u8] = b"Subject: two\r\n\r\nHello again.\r\n";

/// Runs every check, each on a new bench.
pub(crate) async fn suite<B: Bench>(mut bench: impl FnMut() -> B) {
    names_are_given_once_and_last(bench()).await;
    what_has_gone_is_nothing(bench()).await;
    a_mail_is_moved_only_when_told(bench()).await;
    waiting_ends(bench()).await;
    a_huge_mail_is_cut(bench()).await;
}

async fn names_are_given_once_and_last<B: Bench>(mut bench: B) {
    let mut inbox = bench.open(None);
    assert_eq!(inbox.names().await.unwrap(), [""; 0], "an empty inbox");
    bench.deliver(ONE).await;
    let first = inbox.names().await.unwrap();
    assert_eq!(first.len(), 1);
    assert_eq!(inbox.fetch(&first[0]).await.unwrap().as_deref(), Some(ONE));
    assert_eq!(inbox.names().await.unwrap(), [""; 0], "once");
    bench.deliver(TWO).await;
    let second = inbox.names().await.unwrap();
    assert_eq!(inbox.fetch(&second[0]).await.unwrap().as_deref(), Some(TWO));
    let both = [first, second].concat();
    assert_ne!(both[0], both[1]);
    inbox.begin_again();
    assert_eq!(inbox.names().await.unwrap(), both, "after a fault");
    drop(inbox);
    assert_eq!(bench.open(None).names().await.unwrap(), both, "after a restart, and after it was read");
}

async fn what_has_gone_is_nothing<B: Bench>(mut bench: B) {
    bench.deliver(ONE).await;
    let mut inbox = bench.open(None);
    let names = inbox.names().await.unwrap();
    bench.remove_all().await;
    assert_eq!(inbox.fetch(&names[0]).await.unwrap(), None);
    assert!(inbox.put_away(&names[0]).await.is_ok());
    assert_eq!(inbox.names().await.unwrap(), [""; 0]);
}

async fn a_mail_is_moved_only_when_told<B: Bench>(mut bench: B) {
    bench.deliver(ONE).await;
    bench.deliver(TWO).await;
    let mut inbox = bench.open(None);
    let names = inbox.names().await.unwrap();
    inbox.put_away(&names[0]).await.unwrap();
    inbox.begin_again();
    assert_eq!(inbox.names().await.unwrap(), names, "nobody said where to");
    drop(inbox);
    let mut inbox = bench.open(Some("Read"));
    assert_eq!(inbox.names().await.unwrap(), names);
    inbox.put_away(&names[0]).await.unwrap();
    inbox.begin_again();
    assert_eq!(inbox.names().await.unwrap(), names[1..]);
    assert_eq!(bench.moved("Read").await, 1);
}

async fn waiting_ends<B: Bench>(mut bench: B) {
    let mut inbox = bench.open(None);
    inbox.names().await.unwrap();
    inbox.wait(Duration::from_millis(300)).await.unwrap();
    bench.deliver(ONE).await;
    assert_eq!(inbox.names().await.unwrap().len(), 1);
}

async fn a_huge_mail_is_cut<B: Bench>(mut bench: B) {
    let mut huge = b"Subject: huge\r\n\r\n".to_vec();
    while huge.len() < FETCHED + 100_000 {
        huge.extend([b'x'; 70]);
        huge.extend(b"\r\n");
    }
    bench.deliver(&huge).await;
    let mut inbox = bench.open(None);
    let names = inbox.names().await.unwrap();
    assert_eq!(inbox.fetch(&names[0]).await.unwrap().unwrap(), huge[..FETCHED]);
}
