//! `export`: everything that is held on one person, to be given to them. The partner's private answers are not in it (rule 25).

use crate::domain::address::Address;
use crate::domain::fact::What;
use crate::domain::key::Slot;
use crate::domain::link::Purpose;
use crate::domain::person::{Person, Role};
use crate::engine::Engine;
use crate::engine::error::EngineError;
use crate::engine::people::{as_corrected, pairs_of};
use crate::mail::opened;
use crate::store::{PairRow, View, mentions};
use serde_json::{Value, json};

impl Engine {
    /// What is held on whoever has that address; nothing if nothing is.
    ///
    /// # Errors
    /// The database.
    pub fn export(&self, address: &Address) -> Result<Option<Value>, EngineError> {
        let key = address.key();
        let store: &View = &self.store;
        let mut pairs = Vec::new();
        let mut words = vec![key.clone()];
        let own = pairs_of(store, &key)?;
        for (row, roles) in &own {
            for role in roles {
                words.extend(row.pair.person(*role).map(Person::words).unwrap_or_default());
                pairs.push(self.part(row, *role)?);
            }
        }
        let mut copies = Vec::new();
        let mut elsewhere: Vec<(String, String)> = store.pairs_copied_to(&key)?;
        elsewhere.extend(store.reached(&key)?.into_iter().map(|reached| (reached.programme, reached.pair)));
        elsewhere.sort();
        elsewhere.dedup();
        for (programme, pair) in elsewhere {
            let Some(row) = store.pair(&programme, &pair)? else { continue };
            if !own.iter().any(|(own, _)| own.programme == programme && own.id() == pair) {
                copies.push(json!({
                    "programme": programme, "pair": pair,
                    "copies_of_the_mentees_letters": row.pair.copy_to.as_ref().is_some_and(|copy| copy.key() == key),
                    "letters": self.letters(&row, |delivery| delivery.to.as_ref().is_some_and(|to| to.key() == key))?,
                }));
            }
        }
        let mentioned = self.mentioned(&words)?;
        if pairs.is_empty() && copies.is_empty() && mentioned.is_empty() {
            return Ok(None);
        }
        let state = store.address_state(&key)?;
        Ok(Some(json!({
            "address": address.as_str(),
            "stopped_at": state.stopped_at, "bounced_at": state.bounced_at,
            "pairs": pairs,
            "letters_as_a_third_person": copies,
            "mentioned_in_letters_to_coordinators": mentioned,
        })))
    }

    /// One pair, as far as it is about that person.
    fn part(&self, row: &PairRow, role: Role) -> Result<Value, EngineError> {
        let store: &View = &self.store;
        let (programme, id) = (row.programme.as_str(), row.id());
        let Some(person) = row.pair.person(role) else { return Ok(Value::Null) };
        let partner = row.pair.person(role.partner()).map(|partner| partner.called().to_owned());
        let name = store.programme(programme)?.map(|row| row.programme.name);
        let said: Vec<Value> = store
            .stored_facts(programme, id)?
            .iter()
            .filter(|stored| is_about(stored.fact.who, role, &stored.fact.what))
            .map(|stored| {
                let who = stored.fact.who.map(Role::name);
                json!({"at": stored.fact.at, "who": who, "came_by": stored.source.name(), "said": stored.fact.what})
            })
            .collect();
        let notes: Vec<Value> = store
            .notes_of(programme, id)?
            .iter()
            .filter(|note| note.note.detail["about"].as_str().is_none_or(|about| about == role.name()))
            .filter(|note| note.note.detail["about"].is_string() || !note.note.urgent)
            .map(|note| json!({"at": note.raised_at, "about": note.note.kind, "settled_at": note.resolved_at}))
            .collect();
        let mut drafts = Vec::new();
        for purpose in Purpose::ALL {
            if let Some(draft) = store.draft(programme, id, role, purpose)? {
                drafts.push(json!({"page": purpose.name(), "draft": serde_json::from_str::<Value>(&draft).unwrap_or(Value::String(draft))}));
            }
        }
        if role == Role::Mentor {
            for number in 1..=store.latest_roadmap_draft(programme, id)? {
                let draft = store.roadmap_draft(programme, id, number)?;
                drafts.extend(draft.map(|roadmap| json!({"came_by_mail": number, "draft": roadmap})));
            }
        }
        Ok(json!({
            "programme": programme, "programme_name": name, "pair": id, "role": role.name(),
            "person": {
                "name": person.name, "called": person.called, "email": person.address.as_str(),
                "letters_go_to": as_corrected(store, row)?.person(role).map(|person| person.address.as_str().to_owned()),
                "timezone": person.zone.name(), "language": person.language.as_str(),
            },
            "partner": partner,
            "first_seen_at": row.first_seen_at,
            "ends": row.pair.ends, "session": row.pair.session, "place": row.pair.place, "goals": row.pair.goals,
            "mentoring_plan": row.pair.mentoring_plan, "contact_after": row.pair.contact_after, "status": row.pair.status,
            "copies_go_to": row.pair.copy_to.as_ref().filter(|_| role == Role::Mentee).map(Address::as_str),
            "said": said, "notes": notes, "drafts": drafts,
            "letters": self.letters(row, |delivery| delivery.key.role == role && delivery.key.slot == Slot::Reader)?,
        }))
    }

    fn letters(
        &self,
        row: &PairRow,
        is_theirs: impl Fn(&crate::domain::delivery::Delivery) -> bool,
    ) -> Result<Vec<Value>, EngineError> {
        let mut letters = Vec::new();
        for delivery in self.store.deliveries(&row.programme, row.id())?.iter().filter(|row| is_theirs(row)) {
            let message = self.store.message_bytes(delivery.id)?;
            letters.push(json!({
                "step": delivery.key.step.step.name(), "state": delivery.state.name(), "reason": delivery.reason,
                "due_at": delivery.due_at, "decided_at": delivery.decided_at, "changed_at": delivery.changed_at,
                "to": delivery.to.as_ref().map(Address::as_str), "subject": delivery.subject,
                "message_id": delivery.message_id,
                "message": message.map(|message| String::from_utf8_lossy(&message.bytes).into_owned()),
            }));
        }
        Ok(letters)
    }

    /// Which letters to coordinators name the person. What they say of others is not this person's.
    fn mentioned(&self, words: &[String]) -> Result<Vec<Value>, EngineError> {
        let mut mentioned = Vec::new();
        for id in self.store.coordinator_letters()? {
            let Some(message) = self.store.message_bytes(id)? else { continue };
            let speaks = opened::open(&message.bytes).is_some_and(|letter| mentions(&letter.text, words));
            let Some(row) = self.store.delivery(id)?.filter(|_| speaks) else { continue };
            mentioned.push(json!({"at": row.decided_at, "step": row.key.step.step.name(), "subject": row.subject}));
        }
        Ok(mentioned)
    }
}

/// Whether a fact is that person's, or the pair's as both may see it. What the partner did stays the partner's.
fn is_about(who: Option<Role>, role: Role, what: &What) -> bool {
    match who {
        Some(who) if who == role => true,
        Some(who) if who == role.partner() => {
            matches!(what, What::Moved { .. } | What::Roadmap(_)) && role == Role::Mentee
                || matches!(what, What::Moved { .. })
        }
        _ => !matches!(what, What::Concern {} | What::FollowUp(_) | What::Renewal { .. } | What::Bounced { .. }),
    }
}
