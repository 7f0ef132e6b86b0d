//! Whose an address is: the sheet's, or the one a person chose for afterwards.

use crate::domain::correction::corrected;
use crate::domain::pair::Pair;
use crate::domain::person::Role;
use crate::store::{PairRow, StoreError, View};
use jiff::Timestamp;

/// The pairs of whoever has that address, and which of the two it is.
pub(super) fn pairs_of(store: &View, key: &str) -> Result<Vec<(PairRow, Vec<Role>)>, StoreError> {
    let mut rows = store.pairs_with_address(key)?;
    for reached in store.reached(key)? {
        let is_known = rows.iter().any(|row| row.programme == reached.programme && row.id() == reached.pair);
        if !is_known {
            rows.extend(store.pair(&reached.programme, &reached.pair)?);
        }
    }
    let mut found = Vec::new();
    for row in rows {
        let now = as_corrected(store, &row)?;
        let has = |pair: &Pair, role| pair.person(role).is_some_and(|person| person.address.key() == key);
        let roles: Vec<Role> =
            Role::PAIR.into_iter().filter(|role| has(&row.pair, *role) || has(&now, *role)).collect();
        if !roles.is_empty() {
            found.push((row, roles));
        }
    }
    Ok(found)
}

/// The pair with everything its people have corrected.
pub(super) fn as_corrected(store: &View, row: &PairRow) -> Result<Pair, StoreError> {
    let facts = store.facts(&row.programme, row.id())?;
    Ok(corrected(&row.pair, &facts, Timestamp::MAX).unwrap_or_else(|| row.pair.clone()))
}
