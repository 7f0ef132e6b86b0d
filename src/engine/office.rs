//! What every letter needs beside its pair: who writes, in which words, and from which seed.

use crate::domain::address::Address;
use crate::domain::key::Seed;
use crate::domain::link::{LinkKey, Purpose};
use crate::domain::person::Role;
use crate::domain::problem::Problem;
use crate::domain::step::Step;
use crate::files::config::Config;
use crate::files::service::Service;
use crate::mail::compose::Outgoing;
use crate::mail::mailbox::Mailbox;
use crate::render::Renderer;

/// What everybody has a page for; letters link to nothing else, but for the question to a new address.
pub const PAGES: &[Purpose] = &[
    Purpose::Session,
    Purpose::Roadmap,
    Purpose::FollowUp,
    Purpose::Reflection,
    Purpose::Concern,
    Purpose::Stop,
    Purpose::MyData,
];

/// The settings, the words and the seed. The same for every pass until the files are read anew.
#[derive(Clone)]
pub struct Office {
    /// `sendoff.toml`.
    pub service: Service,
    /// Templates.
    pub renderer: Renderer,
    /// The root of every derived name (rule 8).
    pub seed: Seed,
    /// The key of links to pages (rule 9).
    pub link_key: LinkKey,
}

impl Office {
    /// The settings and words of a configuration folder, with that seed and key.
    ///
    /// # Errors
    /// Every template that cannot be read.
    pub fn of(config: &Config, seed: Seed, link_key: LinkKey) -> Result<Office, Vec<Problem>> {
        let renderer = Renderer::new(config.template_dir.as_deref())?;
        Ok(Office { service: config.service.clone(), renderer, seed, link_key })
    }

    /// Sendoff's own address: From, and the domain of every UID (rule 7).
    pub fn address(&self) -> &Address {
        &self.service.mail.from.address
    }

    /// Who gets everything instead, in a trial (rule 8).
    pub fn redirect(&self) -> Option<&Address> {
        self.service.mail.redirect_all_to.as_ref()
    }

    /// The letter as it goes out in a trial: to nobody else, and with nothing in it by which somebody else is reached.
    pub(crate) fn redirected<'a>(&self, outgoing: Outgoing<'a>) -> Outgoing<'a> {
        let Some(to) = self.redirect() else { return outgoing };
        let only = Mailbox { name: String::new(), address: to.clone() };
        Outgoing { to: only.clone(), reply_to: Some(only), list_unsubscribe: None, references: None, ..outgoing }
    }

    /// The UID that a reader's calendar is shown. In a trial both sides are shown in one calendar, where each needs an event of its
    /// own: the second would take the place of the first.
    pub(crate) fn shown_uid(&self, uid: String, reader: Role) -> String {
        if self.redirect().is_some() { format!("{reader}-{uid}") } else { uid }
    }

    /// Whether `+token` may be put into Sendoff's address.
    fn has_plus_addressing(&self) -> bool {
        self.service.mailbox.as_ref().is_some_and(|mailbox| mailbox.plus_addressing)
    }

    /// Sendoff's address with a token, where the mailbox takes those.
    pub(crate) fn with_token(&self, token: &str) -> Address {
        let own = self.address();
        if !self.has_plus_addressing() {
            return own.clone();
        }
        Address::parse(&format!("{}+{token}@{}", own.local_part(), own.domain())).unwrap_or_else(|_| own.clone())
    }

    /// The organiser of a pair's meetings, and the From of its calendar letters (rule 7).
    pub fn organizer(&self, programme: &str, pair: &str) -> Address {
        self.with_token(&self.seed.pair_token(programme, pair))
    }

    /// The envelope sender of one letter: a bounce that comes back to it names the letter (rule 34).
    pub fn bounce_address(&self, key: &crate::domain::key::DeliveryKey) -> Address {
        self.with_token(&self.seed.letter_token(key))
    }

    /// Whether an answer to that letter goes to the mailbox; everything else goes to the coordinator (rule 6).
    pub fn answers_go_to_mailbox(&self, step: Step, role: Role) -> bool {
        let asks = match step {
            Step::AfterSession => role == Role::Mentor,
            Step::RoadmapNudge | Step::RoadmapDraft | Step::NewTimeQuestion | Step::NewTimeRequest => true,
            _ => false,
        };
        asks && self.service.mailbox.is_some()
    }

    /// The page of that purpose for that person; nothing without a web address, or for a purpose that has no page.
    pub fn link(&self, programme: &str, pair: &str, role: Role, purpose: Purpose, generation: u32) -> Option<String> {
        let has_page = PAGES.contains(&purpose) || purpose == Purpose::NewAddress;
        let web = self.service.web.as_ref().filter(|_| has_page)?;
        let token = self.link_key.token(programme, pair, role, purpose, generation);
        Some(format!("{}/p/{token}", web.url.trim_end_matches('/')))
    }

    /// A `mailto:` with which letters about that pair can be stopped; nothing without a mailbox that reads it.
    pub fn stop_mail(&self, programme: &str, pair: &str, role: Role) -> Option<String> {
        self.service.mailbox.as_ref()?;
        let token = self.stop_token(programme, pair, role);
        Some(format!("mailto:{}?subject=stop%20{token}", self.organizer(programme, pair)))
    }

    /// What stands behind "stop" in the subject of a mail that stops letters: 100 bits of the link's token.
    pub fn stop_token(&self, programme: &str, pair: &str, role: Role) -> String {
        let token = self.link_key.token(programme, pair, role, Purpose::Stop, 0);
        token.chars().take(20).collect()
    }
}
