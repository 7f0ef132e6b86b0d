//! Everything about one pair, read in one go.

use crate::domain::correction::corrected;
use crate::domain::delivery::Delivery;
use crate::domain::fact::{Fact, What};
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::domain::proposal::Busy;
use crate::domain::timeline::{AddressState, PairView};
use crate::store::{PairRow, ProgrammeRow, StoreError, View};
use jiff::{SignedDuration, Timestamp};

/// How far from now other meetings are looked at when a session is proposed.
const HORIZON: SignedDuration = SignedDuration::from_hours(24 * 800);

/// Everything about a pair that a timeline is computed from, read in one go.
pub struct Known {
    /// The pair as the sheet has it.
    pub row: PairRow,
    /// The same with what its people corrected; nothing if the sheet says it all.
    pub(super) corrected: Option<Pair>,
    facts: Vec<Fact>,
    deliveries: Vec<Delivery>,
    addresses: [AddressState; 2],
    busy: Vec<Busy>,
}

impl Known {
    /// Reads a pair.
    ///
    /// # Errors
    /// As for any read.
    pub fn read(store: &View, row: PairRow, now: Timestamp) -> Result<Known, StoreError> {
        let (programme, id) = (row.programme.clone(), row.pair.id.clone());
        let facts = store.facts(&programme, &id)?;
        let corrected = corrected(&row.pair, &facts, now);
        let deliveries = store.deliveries(&programme, &id)?;
        let mut addresses = [AddressState::default(); 2];
        let mut busy = Vec::new();
        for (slot, role) in addresses.iter_mut().zip(Role::PAIR) {
            let Some(person) = corrected.as_ref().unwrap_or(&row.pair).person(role) else { continue };
            let key = person.address.key();
            let state = store.address_state(&key)?;
            *slot = AddressState { stopped_at: state.stopped_at, bounced_at: state.bounced_at };
            let until = crate::domain::useful::later(now, HORIZON);
            for (starts_at, ends_at) in store.busy(&key, now, until, (&programme, &id))? {
                busy.push(Busy { who: role, starts_at, ends_at });
            }
        }
        Ok(Known { row, corrected, facts, deliveries, addresses, busy })
    }

    /// The same, as the timeline wants it. `on_hold`: the programme is paused, not approved, or the service is braked.
    pub fn view<'a>(&'a self, programme: &'a ProgrammeRow, on_hold: bool) -> PairView<'a> {
        PairView {
            programme: &programme.programme,
            pair: self.corrected.as_ref().unwrap_or(&self.row.pair),
            first_seen_at: self.row.first_seen_at,
            set_aside: on_hold || self.row.set_aside.is_some() || self.row.held_by.is_some(),
            facts: &self.facts,
            deliveries: &self.deliveries,
            mentor_address: self.addresses[0],
            mentee_address: self.addresses[1],
            busy: &self.busy,
        }
    }

    /// Leaves out what people noted for themselves, for whoever looks at their letters.
    pub(super) fn mask_notes(&mut self) {
        for fact in &mut self.facts {
            if let What::Reflection(said) = &mut fact.what {
                said.notes.values_mut().for_each(|note| "…".clone_into(note));
            }
        }
    }

    /// Everything decided about the pair so far.
    pub fn deliveries(&self) -> &[Delivery] {
        &self.deliveries
    }
}
