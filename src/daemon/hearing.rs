//! The way in, beside the loop: a task looks into the mailbox and hands what came to the loop, which alone writes.
//!
//! The task asks which names are new, fetches those, and waits until they are on record before it goes on; what was not is handed over again. When the
//! mailbox fails it tries again, later each time. It ends with the value that began it.

use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::files::service::Mailbox;
use crate::mail::inbox::{Inbox, InboxError, inbox};
use crate::mail::read::read;
use jiff::Timestamp;
use std::collections::BTreeSet;
use std::time::Duration;
use tokio::sync::{mpsc, oneshot};
use tokio::task::JoinHandle;
use tokio::time::sleep;
use tracing::{info, warn};

/// Mails handed over at a time, at most.
const BATCH: usize = 50;
/// Octets handed over at a time, but for one mail.
const BATCH_OCTETS: usize = 8 * 1024 * 1024;
/// The longest wait for news.
const LONGEST_WAIT: Duration = Duration::from_secs(9 * 60);
/// The first wait after a fault; doubled each time.
const FIRST_PAUSE: Duration = Duration::from_secs(5);
/// How often it is doubled at most: about ten minutes.
const MOST_DOUBLED: u32 = 7;

/// What the task asks of the loop.
pub(super) enum Question {
    /// Which of these were not read yet?
    Unread(Vec<String>, oneshot::Sender<Vec<String>>),
    /// These came; answered when they are on record.
    Came(Vec<Mail>, oneshot::Sender<()>),
}

/// A mail, and what the mailbox calls it.
pub(super) struct Mail {
    name: String,
    bytes: Vec<u8>,
}

/// The task that looks into the mailbox; none where there is no mailbox.
pub(super) struct Hearing {
    mailbox: Option<Mailbox>,
    questions: Option<mpsc::Receiver<Question>>,
    task: Option<JoinHandle<()>>,
}

impl Hearing {
    /// Begins to look. Settings that cannot work are said, and nothing is heard.
    pub fn begin(mailbox: Option<&Mailbox>) -> Hearing {
        let mut hearing = Hearing { mailbox: mailbox.cloned(), questions: None, task: None };
        match mailbox.map(inbox) {
            Some(Ok(inbox)) => {
                let (ask, questions) = mpsc::channel(1);
                hearing.task = Some(tokio::spawn(look(inbox, ask)));
                hearing.questions = Some(questions);
            }
            Some(Err(fault)) => {
                warn!(reason = %fault, "the mailbox's settings cannot work, nothing is read: mend [mailbox] and reload")
            }
            None => {}
        }
        hearing
    }

    /// Whether it looks where those settings say.
    pub fn is_of(&self, mailbox: Option<&Mailbox>) -> bool {
        self.mailbox.as_ref() == mailbox
    }

    /// The next question; never, where there is no mailbox.
    pub async fn question(&mut self) -> Question {
        let next = match &mut self.questions {
            Some(questions) => questions.recv().await,
            None => None,
        };
        match next {
            Some(question) => question,
            None => std::future::pending().await,
        }
    }
}

impl Drop for Hearing {
    fn drop(&mut self) {
        if let Some(task) = &self.task {
            task.abort();
        }
    }
}

/// Answers a question of the task.
///
/// # Errors
/// The database; the mails are handed over again then.
pub(super) fn answer(engine: &mut Engine, question: Question, now: Timestamp) -> Result<(), EngineError> {
    match question {
        Question::Unread(names, answer) => {
            // The task may have ended meanwhile: nobody waits then.
            let _ = answer.send(engine.unread(names)?);
        }
        Question::Came(mails, answer) => {
            for mail in &mails {
                hear(engine, mail, now)?;
            }
            let _ = answer.send(());
        }
    }
    Ok(())
}

/// Reads what is there, once: for `run --once`. A mailbox that fails is said, and hinders nothing else.
///
/// # Errors
/// The database.
pub(super) async fn hear_once(engine: &mut Engine, now: Timestamp) -> Result<(), EngineError> {
    let mut inbox = match engine.office.service.mailbox.as_ref().map(inbox) {
        None => return Ok(()),
        Some(Ok(inbox)) => inbox,
        Some(Err(fault)) => {
            warn!(reason = %fault, "the mailbox's settings cannot work, nothing is read: mend [mailbox] and reload");
            return Ok(());
        }
    };
    match inbox.names().await {
        Ok(names) => {
            let unread = engine.unread(names.clone())?;
            put_away_read(inbox.as_mut(), &names, &unread).await;
            for name in unread {
                if !hear_name(engine, inbox.as_mut(), name, now).await? {
                    break;
                }
            }
        }
        Err(fault) => warn!(reason = %fault, "the mailbox cannot be read: `sendoff check --online` tries it"),
    }
    Ok(())
}

/// Whether to go on.
async fn hear_name(
    engine: &mut Engine,
    inbox: &mut dyn Inbox,
    name: String,
    now: Timestamp,
) -> Result<bool, EngineError> {
    match inbox.fetch(&name).await {
        Ok(Some(bytes)) => {
            let mail = Mail { name, bytes };
            hear(engine, &mail, now)?;
            put_away(inbox, &mail.name).await;
            Ok(true)
        }
        Ok(None) => Ok(true),
        Err(fault) => {
            warn!(reason = %fault, "the mailbox cannot be read: `sendoff check --online` tries it");
            Ok(false)
        }
    }
}

fn hear(engine: &mut Engine, mail: &Mail, now: Timestamp) -> Result<(), EngineError> {
    let reading = read(&mail.bytes);
    let heard = engine.take_in(&mail.name, &mail.bytes, &reading, now)?.name();
    let octets = mail.bytes.len();
    match reading.trouble() {
        Some(reason) => warn!(heard, octets, reason, "a mail was read, as far as it can be"),
        None => info!(heard, octets, "a mail was read"),
    }
    Ok(())
}

/// What was on record before it could be moved: the process ended in between, or nobody had asked for it yet.
async fn put_away_read(inbox: &mut dyn Inbox, names: &[String], unread: &[String]) {
    let unread: BTreeSet<&String> = unread.iter().collect();
    for name in names.iter().filter(|name| !unread.contains(name)) {
        put_away(inbox, name).await;
    }
}

async fn put_away(inbox: &mut dyn Inbox, name: &str) {
    if let Err(fault) = inbox.put_away(name).await {
        warn!(reason = %fault, "a mail that was read could not be moved: is the folder of `move_to` there?");
    }
}

/// Why a look ended.
enum End {
    /// The loop is gone.
    NobodyListens,
    /// The mailbox fails.
    Fault(InboxError),
}

impl From<InboxError> for End {
    fn from(fault: InboxError) -> End {
        End::Fault(fault)
    }
}

async fn look(mut inbox: Box<dyn Inbox>, ask: mpsc::Sender<Question>) {
    let mut failures = 0;
    loop {
        match look_once(inbox.as_mut(), &ask).await {
            Ok(()) => failures = 0,
            Err(End::NobodyListens) => return,
            Err(End::Fault(fault)) => {
                warn!(reason = %fault, failures, "the mailbox cannot be read; it is tried again: `sendoff check --online` tries it");
                inbox.begin_again();
                sleep(FIRST_PAUSE * 2_u32.pow(failures)).await;
                failures = (failures + 1).min(MOST_DOUBLED);
            }
        }
    }
}

/// Everything that is new, then a wait for more.
async fn look_once(inbox: &mut dyn Inbox, ask: &mpsc::Sender<Question>) -> Result<(), End> {
    let names = inbox.names().await?;
    // An empty mailbox was read too: who watches hears of it.
    let unread = asked(ask, |answer| Question::Unread(names.clone(), answer)).await?;
    put_away_read(inbox, &names, &unread).await;
    hand_over(inbox, unread, ask).await?;
    inbox.wait(LONGEST_WAIT).await?;
    Ok(())
}

async fn hand_over(inbox: &mut dyn Inbox, names: Vec<String>, ask: &mpsc::Sender<Question>) -> Result<(), End> {
    let mut names = names.into_iter().peekable();
    while names.peek().is_some() {
        let mut mails: Vec<Mail> = Vec::new();
        let mut octets = 0;
        while let Some(name) = names.next_if(|_| mails.len() < BATCH && octets < BATCH_OCTETS) {
            if let Some(bytes) = inbox.fetch(&name).await? {
                octets += bytes.len();
                mails.push(Mail { name, bytes });
            }
        }
        let done: Vec<String> = mails.iter().map(|mail| mail.name.clone()).collect();
        asked(ask, |answer| Question::Came(mails, answer)).await?;
        for name in &done {
            put_away(inbox, name).await;
        }
    }
    Ok(())
}

async fn asked<T>(
    ask: &mpsc::Sender<Question>,
    question: impl FnOnce(oneshot::Sender<T>) -> Question,
) -> Result<T, End> {
    let (answer, answered) = oneshot::channel();
    ask.send(question(answer)).await.map_err(|_| End::NobodyListens)?;
    answered.await.map_err(|_| End::Fault(InboxError::TimedOut))
}

#[cfg(test)]
mod tests {
    use super::{Hearing, Question, look};
    use crate::files::service::{Inbox, Mailbox};
    use crate::mail::inbox::{self, Asked, InboxError};
    use std::path::Path;
    use std::sync::{Arc, Mutex};
    use std::time::Duration;
    use tokio::sync::mpsc;
    use tokio::time::Instant;

    fn maildir(folder: &Path) -> Mailbox {
        let inbox = Inbox::Maildir(folder.to_owned());
        Mailbox { inbox, plus_addressing: true, authserv_id: None, move_to: None }
    }

    fn deliver(folder: &Path, name: &str) {
        std::fs::create_dir_all(folder.join("new")).unwrap();
        std::fs::write(folder.join("new").join(name), format!("Subject: {name}\n\n")).unwrap();
    }

    /// Names asked about, and then the mails among them that the loop calls new.
    async fn heard(hearing: &mut Hearing, is_new: impl Fn(&str) -> bool) -> Vec<String> {
        let Question::Unread(mut names, answer) = hearing.question().await else { panic!("first a list") };
        names.retain(|name| is_new(name));
        answer.send(names.clone()).unwrap();
        if names.is_empty() {
            return names;
        }
        let Question::Came(mails, answer) = hearing.question().await else { panic!("then the mails") };
        answer.send(()).unwrap();
        mails.into_iter().map(|mail| mail.name).collect()
    }

    #[tokio::test(start_paused = true)]
    async fn only_what_is_new_is_handed_over_and_once() {
        let folder = tempfile::tempdir().unwrap();
        deliver(folder.path(), "1");
        deliver(folder.path(), "2");
        let mut hearing = Hearing::begin(Some(&maildir(folder.path())));
        assert_eq!(heard(&mut hearing, |name| name != "1").await, ["2"]);
        deliver(folder.path(), "3");
        assert_eq!(heard(&mut hearing, |_| true).await, ["3"]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_not_put_on_record_comes_again() {
        let folder = tempfile::tempdir().unwrap();
        deliver(folder.path(), "1");
        let mut hearing = Hearing::begin(Some(&maildir(folder.path())));
        let Question::Unread(names, answer) = hearing.question().await else { panic!("first a list") };
        answer.send(names).unwrap();
        drop(hearing.question().await);
        assert_eq!(heard(&mut hearing, |_| true).await, ["1"]);
    }

    /// A mailbox that fails a number of times, and then has nothing new.
    struct Failing {
        failures: usize,
        tried_at: Arc<Mutex<Vec<Instant>>>,
    }

    impl inbox::Inbox for Failing {
        fn names(&mut self) -> Asked<'_, Vec<String>> {
            let mut tried_at = self.tried_at.lock().unwrap();
            tried_at.push(Instant::now());
            let is_well = tried_at.len() > self.failures;
            Box::pin(async move { if is_well { Ok(Vec::new()) } else { Err(InboxError::TimedOut) } })
        }

        fn fetch<'a>(&'a mut self, _: &'a str) -> Asked<'a, Option<Vec<u8>>> {
            Box::pin(async { Ok(None) })
        }

        fn put_away<'a>(&'a mut self, _: &'a str) -> Asked<'a, ()> {
            Box::pin(async { Ok(()) })
        }

        fn wait(&mut self, longest: Duration) -> Asked<'_, ()> {
            Box::pin(async move {
                tokio::time::sleep(longest).await;
                Err(InboxError::TimedOut)
            })
        }

        fn begin_again(&mut self) {}
    }

    #[tokio::test(start_paused = true)]
    async fn a_mailbox_that_fails_is_tried_again_later_each_time() {
        let tried_at = Arc::default();
        let (ask, mut questions) = mpsc::channel(1);
        let task = tokio::spawn(look(Box::new(Failing { failures: 10, tried_at: Arc::clone(&tried_at) }), ask));
        tokio::time::sleep(Duration::from_secs(3600)).await;
        let question = questions.try_recv();
        assert!(matches!(question, Ok(Question::Unread(names, _)) if names.is_empty()), "nothing was handed over");
        task.abort();
        let tried_at: Vec<Instant> = tried_at.lock().unwrap().clone();
        let pauses: Vec<u64> = tried_at.windows(2).map(|two| (two[1] - two[0]).as_secs()).collect();
        assert_eq!(pauses[..10], [5, 10, 20, 40, 80, 160, 320, 640, 640, 640]);
    }

    #[tokio::test(start_paused = true)]
    async fn what_was_read_before_is_moved_when_that_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        deliver(folder.path(), "1");
        deliver(folder.path(), "2");
        let mailbox = Mailbox { move_to: Some("Read".to_owned()), ..maildir(folder.path()) };
        let mut hearing = Hearing::begin(Some(&mailbox));
        assert_eq!(heard(&mut hearing, |name| name == "2").await, ["2"]);
        deliver(folder.path(), "3");
        heard(&mut hearing, |_| true).await;
        let moved = std::fs::read_dir(folder.path().join(".Read/cur")).unwrap().count();
        assert_eq!(moved, 2, "one that was read by another process, and one by this one");
    }
}
