//! There and back: invitations of the real engine go through a real Postfix, programs that are not ours answer them, and what comes back through
//! Postfix and Dovecot into Sendoff's own mailbox becomes the right facts, once.

use super::route;
use super::servers::{Account, Servers};
use jiff::Timestamp;
use sendoff::domain::key::Seed;
use sendoff::domain::link::LinkKey;
use sendoff::domain::person::Role;
use sendoff::engine::Engine;
use sendoff::engine::clock::StandingClock;
use sendoff::engine::listen::Heard;
use sendoff::engine::office::Office;
use sendoff::engine::reconcile::{Mode, reconcile};
use sendoff::files::config::Config;
use sendoff::files::secret::Secret;
use sendoff::files::service::{Imap, Login, Proof, Security};
use sendoff::mail::inbox::{ImapInbox, Inbox};
use sendoff::mail::smtp::SmtpRoute;
use sendoff::render::Renderer;
use sendoff::store::Store;
use std::path::Path;
use std::time::Duration;
use tempfile::TempDir;

const SERVICE: &str = r#"
[organisation]
name = "Mentors of Example"
[mail]
from = "Mentors of Example <sendoff@mentors.test>"
transport = "maildir"
maildir = "out"
[mailbox]
maildir = "in"
"#;

const PROGRAMME: &str = r#"
name = "Spring 2027"
ends = 2027-05-28
timezone = "Europe/London"
language = "en"
contact_after = "free"
pairs = "spring.csv"
coordinator = { name = "Mira Park", email = "mira@readers.test" }
"#;

const SHEET: &str = "pair,mentor_name,mentor_email,mentee_name,mentee_email,session
p1,Ada Okafor,ada@readers.test,Jonas Weber,jonas@readers.test,2027-05-20 14:00
p2,Zoë Lind,zoe@readers.test,Kofi Mensah,kofi@moved-away.test,2027-05-20 15:00
";

/// The engine with its letters going to Postfix; the way in is opened by hand.
struct Desk {
    folder: TempDir,
    engine: Engine,
    route: SmtpRoute,
}

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

impl Desk {
    fn open(account: &Account) -> Desk {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::create_dir_all(folder.path().join("programmes")).expect("a folder");
        for (file, text) in
            [("sendoff.toml", SERVICE), ("programmes/spring.toml", PROGRAMME), ("programmes/spring.csv", SHEET)]
        {
            std::fs::write(folder.path().join(file), text).expect("written");
        }
        let loaded = Config::load(folder.path());
        let config = loaded.config.unwrap_or_else(|| panic!("{:?}", loaded.problems));
        let mut store = Store::open(&folder.path().join("sendoff.db")).expect("a database");
        store.set_seed(&Seed::fixed()).expect("a database");
        reconcile(&mut store, &config, at("2027-03-01T09:00:00Z"), Mode::Approved).expect("read");
        let engine = Engine::new(store, office(&config));
        Desk { folder, engine, route: route(account, account.password.clone(), true) }
    }

    /// Everything due then is written and handed to Postfix.
    async fn goes_on(&mut self, to: &str) {
        let now = at(to);
        let clock = StandingClock::at(now);
        for _ in 0..5 {
            assert!(self.engine.tick(now).expect("a tick").faults.is_empty());
            self.engine.deliver(&self.route, &clock).await.expect("delivered");
        }
    }

    /// Another process on the same database.
    fn restarts(&mut self) {
        let config = Config::load(self.folder.path()).config.expect("a configuration");
        self.engine = Engine::new(Store::in_memory().expect("a database"), office(&config));
        let store = Store::open(&self.folder.path().join("sendoff.db")).expect("a database");
        self.engine = Engine::new(store, office(&config));
    }

    /// Reads what is new in the mailbox, as the daemon does.
    async fn hears(&mut self, inbox: &mut ImapInbox, now: &str) -> Vec<Heard> {
        let names = inbox.names().await.expect("names");
        let mut heard = Vec::new();
        for name in self.engine.unread(names).expect("a database") {
            let mail = inbox.fetch(&name).await.expect("fetched").expect("there");
            heard.push(self.engine.listen(&name, &mail, at(now)).expect("a database"));
            inbox.put_away(&name).await.expect("moved");
        }
        heard
    }

    /// The same until so many mails were read: Postfix takes its time.
    async fn hears_all(&mut self, inbox: &mut ImapInbox, count: usize, now: &str) -> Vec<Heard> {
        let mut heard = self.hears(inbox, now).await;
        while heard.len() < count {
            let waited = tokio::time::timeout(Duration::from_secs(60), inbox.wait(Duration::from_secs(60))).await;
            waited.expect("a mail within a minute").expect("IDLE");
            heard.extend(self.hears(inbox, now).await);
        }
        heard
    }

    /// The facts of a pair since the sheet was read.
    fn facts(&self, pair: &str) -> Vec<String> {
        let facts = self.engine.store.facts("spring", pair).expect("facts");
        let since = facts.iter().filter(|fact| fact.at > at("2027-04-01T00:00:00Z"));
        since.map(|fact| format!("{} {}", fact.who.map_or("-", Role::name), fact.what.name())).collect()
    }
}

fn office(config: &Config) -> Office {
    let renderer = Renderer::new(None).unwrap_or_else(|problems| panic!("{problems:?}"));
    Office { service: config.service.clone(), renderer, seed: Seed::fixed(), link_key: LinkKey::fixed() }
}

/// Sendoff's own mailbox, over TLS from the first octet, opened with a token.
fn own_mailbox(account: &Account, token: &Path, move_to: Option<&str>) -> ImapInbox {
    let settings = Imap {
        host: account.imap_host.clone(),
        port: account.imaps_port,
        security: Security::Tls,
        login: Login { username: account.username.clone(), proof: Proof::Oauth(Secret::File(token.to_owned())) },
        folder: "INBOX".to_owned(),
    };
    ImapInbox::new(settings, move_to.map(str::to_owned), Some(&account.ca_file)).expect("settings")
}

#[tokio::test]
#[ignore = "not run: needs Postfix, Dovecot, khal, Horde and root (tests/all.sh)"]
async fn answers_of_other_programs_and_bounces_of_a_real_server_come_back_as_facts() {
    let servers = Servers::start();
    let account = &servers.account;
    let mut office = Desk::open(account);
    let token = office.folder.path().join("token");
    std::fs::write(&token, &account.token).expect("written");
    office.goes_on("2027-04-22T09:00:00Z").await;

    // Kofi's domain takes the letter and says afterwards that nobody is there.
    let mut inbox = own_mailbox(account, &token, None);
    let bounced = office.hears_all(&mut inbox, 1, "2027-04-22T09:30:00Z").await;
    assert_eq!((bounced, office.facts("p2")), (vec![Heard::Counted], vec!["mentee bounced".to_owned()]));

    // Postfix delivers in the background; the readers look until the invitation is there.
    let shown = servers.answer_invitation("ada@readers.test", "ACCEPTED").shown;
    assert!(shown.starts_with("2027-05-20 13:00-13:45 ") && !shown.contains('\n'), "in khal: {shown}");
    servers.answer_invitation("jonas@readers.test", "DECLINED");
    let answered = office.hears_all(&mut inbox, 2, "2027-04-23T10:00:00Z").await;
    assert_eq!(answered, [Heard::Counted, Heard::Counted]);
    let mut facts = office.facts("p1");
    facts.sort();
    assert_eq!(facts, ["mentee declined", "mentor accepted"]);

    // The same answer once more, from another process on our side: nothing new.
    servers.answer_invitation("ada@readers.test", "ACCEPTED");
    office.restarts();
    let mut inbox = own_mailbox(account, &token, None);
    assert_eq!(office.hears_all(&mut inbox, 1, "2027-04-23T11:00:00Z").await, [Heard::Known]);

    // The server numbers anew: everything is looked at once more, and was read before. What was read is moved when that is asked for.
    super::mailbox::number_anew(account, "sendoff");
    let mut inbox = own_mailbox(account, &token, Some("Read"));
    let again = office.hears(&mut inbox, "2027-04-23T12:00:00Z").await;
    assert_eq!(again, [Heard::Before; 4]);
    assert_eq!(office.facts("p1").len(), 2);
    inbox.begin_again();
    assert!(inbox.names().await.expect("names").is_empty(), "all of it lies in another folder");
}
