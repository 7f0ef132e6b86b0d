//! `test-mail`: one marked letter through the real account (rule 8). Its names are derived from its purpose; it never counts as sent.

use crate::cli::args::Place;
use crate::cli::failure::Failure;
use crate::cli::ground;
use crate::cli::paint::Paint;
use crate::cli::preview::reader;
use crate::cli::screen::Screen;
use crate::domain::address::Address;
use crate::domain::delivery::Verdict;
use crate::domain::key::{DeliveryKey, Seed, Slot, StepKey};
use crate::domain::person::{Language, Role};
use crate::domain::step::Step;
use crate::engine::error::EngineError;
use crate::engine::office::Office;
use crate::mail::compose::{Outgoing, compose};
use crate::mail::courier::Envelope;
use crate::mail::mailbox::Mailbox;
use crate::mail::transport;
use crate::render::context::Links;
use crate::render::sample;
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::io::Write;

/// Sends it, and says what the server said.
///
/// # Errors
/// An address that is none, files that cannot be used, or a server that does not take it.
pub async fn test_mail(
    screen: &mut Screen,
    place: &Place,
    address: &str,
    step: Step,
    now: Timestamp,
) -> Result<(), Failure> {
    let to = Address::parse(address).map_err(|fault| Failure::asked(format!("ADDRESS: {fault}")))?;
    let config = ground::config(&place.config)?;
    let office = ground::playing_office(&config)?;
    let (subject, bytes) = letter(&office, &to, step, now)?;
    let route = transport::route(&office.service.mail).map_err(|fault| Failure::Outside(fault.into()))?;
    let mut courier = route.open();
    let envelope = Envelope { from: Some(office.address().clone()), to };
    let verdict = courier.deliver(&envelope, &bytes).await;
    courier.finish().await;
    let failed = |what: &str, reason: String| Failure::Outside(anyhow::anyhow!("{what}: {reason}"));
    match verdict {
        Verdict::Accepted => {
            writeln!(screen, "{} taken: {subject}", Paint::Good.on("●"))?;
            Ok(())
        }
        Verdict::Deferred { reason, .. } => Err(failed("not taken now", reason)),
        Verdict::Refused { reason, .. } => Err(failed("refused", reason)),
        Verdict::Uncertain { reason } => Err(failed("it may have arrived", reason)),
    }
}

/// The invented pair's letter, from the real sender, without links that lead nowhere.
fn letter(office: &Office, to: &Address, step: Step, now: Timestamp) -> Result<(String, Vec<u8>), Failure> {
    let role = if step.readers().contains(&Role::Mentee) { Role::Mentee } else { reader(step, None)? };
    let mut context =
        sample::of(step, role).ok_or_else(|| Failure::asked(format!("there is no letter \"{step}\" to try")))?;
    let organisation = &office.service.organisation;
    context.programme.organisation.clone_from(&organisation.name);
    context.privacy.contact = Some(organisation.privacy_contact.to_string());
    context.privacy.url.clone_from(&organisation.privacy_url);
    context.links = Links::default();
    context.mailbox = office.service.mailbox.is_some();
    context.test_for = Some(context.reader.called.clone());
    let letter = office.renderer.letter(step, role, &Language("en".to_owned()), &context)?;
    let names = StepKey { programme: "test-mail".to_owned(), pair: "test".to_owned(), step, occurrence: 1 };
    let key = DeliveryKey { step: names, role, slot: Slot::Reader, reader: 0, round: 1, revision: 1 };
    let own = &office.service.mail.from;
    let message = compose(&Outgoing {
        key: &key,
        seed: &seed(to, now),
        decided_at: now,
        from: Mailbox { name: own.name.clone(), address: own.address.clone() },
        to: Mailbox { name: String::new(), address: to.clone() },
        reply_to: None,
        subject: letter.subject,
        text: letter.text,
        html: letter.html,
        language: letter.language.as_str().to_owned(),
        calendar: None,
        list_unsubscribe: None,
        references: None,
        step_headers: vec![key.to_string()],
    })
    .map_err(EngineError::from)?;
    Ok((message.subject, message.bytes))
}

/// Names of its own: never those of a letter to a pair, and another one each time.
fn seed(to: &Address, now: Timestamp) -> Seed {
    Seed(Sha256::digest(format!("sendoff: a letter to try\n{to}\n{now}")).into())
}
