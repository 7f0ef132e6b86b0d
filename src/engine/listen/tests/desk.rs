//! One pair whose invitations have gone out, and mails that come in about it.

use crate::domain::delivery::Delivery;
use crate::domain::event::EventName;
use crate::domain::key::Seed;
use crate::domain::link::LinkKey;
use crate::domain::person::Role;
use crate::domain::step::Step;
use crate::engine::Engine;
use crate::engine::clock::StandingClock;
use crate::engine::listen::Heard;
use crate::engine::office::Office;
use crate::engine::reconcile::{Mode, reconcile};
use crate::files::config::Config;
use crate::mail::memory::Memory;
use crate::render::Renderer;
use crate::store::{EventIdentity, PairRow, Store};
use jiff::Timestamp;
use tempfile::TempDir;

const SERVICE: &str = "
[organisation]
name = \"Mentors of Example\"
[mail]
from = \"Mentors of Example <sendoff@mentors.example>\"
transport = \"maildir\"
maildir = \"out\"
[mailbox]
maildir = \"in\"
authserv_id = \"mx.mentors.example\"
";

const PROGRAMME: &str = "
name = \"Spring 2027\"
ends = 2027-05-28
timezone = \"Europe/London\"
language = \"en\"
contact_after = \"free\"
pairs = \"spring.csv\"
coordinator = { name = \"Ada Park\", email = \"ada@mentors.example\" }
";

const SHEET: &str = "pair,mentor_name,mentor_email,mentee_name,mentee_email,session
p1,Amina Okafor,amina@people.example,Jonas Weber,jonas@people.example,2027-05-20 14:00
p2,Zoe Lind,zoe@people.example,Kofi Mensah,kofi@people.example,2027-05-21 15:00
";

pub const AMINA: &str = "amina@people.example";
pub const JONAS: &str = "jonas@people.example";
/// After the invitations, before everything else.
pub const ANSWERED_AT: &str = "2027-04-23T10:00:00Z";

pub fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

pub struct Desk {
    _dir: TempDir,
    pub engine: Engine,
    pub route: Memory,
    pub now: Timestamp,
    mails: u32,
}

impl Desk {
    /// Invitations to both are sent.
    pub async fn invited() -> Desk {
        let dir = tempfile::tempdir().unwrap();
        std::fs::create_dir_all(dir.path().join("programmes")).unwrap();
        std::fs::write(dir.path().join("sendoff.toml"), SERVICE).unwrap();
        std::fs::write(dir.path().join("programmes/spring.toml"), PROGRAMME).unwrap();
        std::fs::write(dir.path().join("programmes/spring.csv"), SHEET).unwrap();
        let loaded = Config::load(dir.path());
        let config = loaded.config.unwrap_or_else(|| panic!("{:?}", loaded.problems));
        let mut store = Store::in_memory().unwrap();
        reconcile(&mut store, &config, at("2027-03-01T09:00:00Z"), Mode::Approved).unwrap();
        let office = Office {
            service: config.service.clone(),
            renderer: Renderer::new(None).unwrap(),
            seed: Seed::fixed(),
            link_key: LinkKey::fixed(),
        };
        let engine = Engine::new(store, office);
        let now = at("2027-04-22T09:00:00Z");
        let mut desk = Desk { _dir: dir, engine, route: Memory::new(), now, mails: 0 };
        desk.goes_on("2027-04-22T09:00:00Z").await;
        desk.now = at(ANSWERED_AT);
        desk
    }

    /// Time goes on to that instant, and everything due then goes out.
    pub async fn goes_on(&mut self, to: &str) {
        self.now = at(to);
        let clock = StandingClock::at(self.now);
        for _ in 0..5 {
            let ticked = self.engine.tick(self.now).unwrap();
            assert!(ticked.faults.is_empty(), "{:?}", ticked.faults);
            self.engine.deliver(&self.route, &clock).await.unwrap();
        }
    }

    pub fn identity(&self) -> EventIdentity {
        self.engine.store.event_identity("spring", "p1", EventName::Session).unwrap().unwrap()
    }

    pub fn pair(&self) -> PairRow {
        self.engine.store.pair("spring", "p1").unwrap().unwrap()
    }

    /// The facts of the pair since the sheet was read, each with who it is from.
    pub fn facts(&self) -> Vec<String> {
        let facts = self.engine.store.facts("spring", "p1").unwrap();
        let since = facts.iter().filter(|fact| fact.at > at("2027-04-01T00:00:00Z"));
        since.map(|fact| format!("{} {}", fact.who.map_or("-", Role::name), fact.what.name())).collect()
    }

    pub fn notes(&self) -> Vec<String> {
        let notes = self.engine.store.open_notes("spring").unwrap();
        notes.into_iter().map(|note| note.note.kind).collect()
    }

    /// The latest letter of that step, in whatever state.
    pub fn letter(&self, step: Step, role: Role) -> Option<Delivery> {
        let rows = self.engine.store.deliveries("spring", "p1").unwrap();
        rows.into_iter().rfind(|row| row.key.step.step == step && row.key.role == role)
    }

    pub fn text(&self, row: &Delivery) -> String {
        let message = self.engine.store.message_bytes(row.id).unwrap().unwrap();
        let message = mail_parser::MessageParser::default().parse(&message.bytes).unwrap();
        message.body_text(0).unwrap().into_owned()
    }

    pub fn hear(&mut self, mail: &str) -> Heard {
        self.mails += 1;
        self.engine.listen(&format!("mail-{}", self.mails), mail.as_bytes(), self.now).unwrap()
    }

    /// A mail by a person, in answer to a letter if one is given.
    pub fn words(&mut self, from: &str, letter: Option<&Delivery>, text: &str) -> Heard {
        let answers = letter.and_then(|row| row.message_id.clone());
        let answers = answers.map(|id| format!("In-Reply-To: <{id}>\n")).unwrap_or_default();
        let to = self.identity().organizer;
        let id = self.mails;
        self.hear(&format!(
            "Message-ID: <h{id}@people.example>\nFrom: <{from}>\nTo: <{to}>\nSubject: Re: x\n{answers}\n{text}\n"
        ))
    }

    /// A calendar answer.
    pub fn answer(&mut self, reply: &Reply<'_>) -> Heard {
        let identity = self.identity();
        let (method, extra) = if reply.counter.is_empty() {
            ("REPLY", String::new())
        } else {
            ("COUNTER", format!("DTSTART:{}\n", reply.counter))
        };
        let from = if reply.from.is_empty() { reply.attendee } else { reply.from };
        let to = if reply.to.is_empty() { identity.organizer.as_str() } else { reply.to };
        let sequence = reply.sequence.map(|n| format!("SEQUENCE:{n}\n")).unwrap_or_default();
        let id = self.mails;
        self.hear(&format!(
            "Message-ID: <a{id}@people.example>\nFrom: <{from}>\nTo: <{to}>\nSubject: answer\n{}Content-Type: text/calendar; method={method}\n\n\
             BEGIN:VCALENDAR\nMETHOD:{method}\nBEGIN:VEVENT\nUID:{}\n\
             ATTENDEE;PARTSTAT={}{}:MAILTO:{}\n{extra}{sequence}DTSTAMP:{}\n{}END:VEVENT\nEND:VCALENDAR\n",
            reply.headers, identity.uid, reply.says, reply.parameters, reply.attendee, reply.stamp, reply.lines
        ))
    }
}

/// What an answer says; empty: as usual.
pub struct Reply<'a> {
    pub attendee: &'a str,
    pub says: &'a str,
    pub from: &'a str,
    pub to: &'a str,
    pub headers: &'a str,
    pub parameters: &'a str,
    pub lines: &'a str,
    pub sequence: Option<u32>,
    pub stamp: &'a str,
    pub counter: &'a str,
}

impl<'a> Reply<'a> {
    pub fn of(attendee: &'a str, says: &'a str) -> Reply<'a> {
        Reply {
            attendee,
            says,
            from: "",
            to: "",
            headers: "",
            parameters: "",
            lines: "",
            sequence: Some(0),
            stamp: "20270423T090000Z",
            counter: "",
        }
    }
}
