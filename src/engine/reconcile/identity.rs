//! Which known pair a row is about (rule 13).

use crate::domain::address::Address;
use crate::domain::pair::{Pair, derived_pair_id};
use crate::domain::person::Role;
use crate::store::{PairRow, Roll, StoreError, View};

/// Whether the row has an id of its own, and not one derived from its addresses.
pub(super) fn has_own_id(programme: &str, pair: &Pair) -> bool {
    derived_pair_id(programme, &pair.mentor.address, &pair.mentee.address) != pair.id
}

/// Whether both are the same two people, by their addresses.
pub(super) fn same_addresses(one: &Pair, other: &Pair) -> bool {
    one.mentor.address.same_as(&other.mentor.address) && one.mentee.address.same_as(&other.mentee.address)
}

/// The pair that is called so. A derived id counts only with the addresses it was derived from: a pair whose address was
/// corrected keeps the id of the old one.
pub(super) fn by_id(store: &View, programme: &str, pair: &Pair) -> Result<Option<PairRow>, StoreError> {
    let known = store.pair(programme, &pair.id)?;
    Ok(known.filter(|known| same_addresses(&known.pair, pair) || has_own_id(programme, pair)))
}

/// The pair of these two people.
pub(super) fn by_addresses(
    store: &View,
    programme: &str,
    mentor: &Address,
    mentee: &Address,
) -> Result<Option<PairRow>, StoreError> {
    store.pair_by_addresses(programme, &mentor.key(), &mentee.key())
}

/// The pairs that are not on the roll yet, in which one address and the other person's name agree.
pub(super) fn resembling(store: &View, programme: &str, pair: &Pair, roll: &Roll) -> Result<Vec<PairRow>, StoreError> {
    let mut found = Vec::new();
    for role in Role::PAIR {
        let (Some(person), Some(partner)) = (pair.person(role), pair.person(role.partner())) else { continue };
        for known in left_with_address(store, programme, role, &person.address, roll)? {
            let same_name =
                known.pair.person(role.partner()).is_some_and(|known| same_name(&known.name, &partner.name));
            if same_name && !found.iter().any(|other: &PairRow| other.id() == known.id()) {
                found.push(known);
            }
        }
    }
    Ok(found)
}

/// The pairs that are not on the roll yet, in which that person, in that role, has that address.
pub(super) fn left_with_address(
    store: &View,
    programme: &str,
    role: Role,
    address: &Address,
    roll: &Roll,
) -> Result<Vec<PairRow>, StoreError> {
    let mut left = Vec::new();
    for known in store.pairs_with_address(&address.key())? {
        let is_theirs = known.pair.person(role).is_some_and(|person| person.address.same_as(address));
        if known.programme == programme && is_theirs && !roll.has(store, known.id())? {
            left.push(known);
        }
    }
    Ok(left)
}

/// Whether at least one of the two people is who it was, by address or by name.
pub(super) fn shares_a_person(one: &Pair, other: &Pair) -> bool {
    Role::PAIR
        .into_iter()
        .filter_map(|role| one.person(role).zip(other.person(role)))
        .any(|(person, other)| person.address.same_as(&other.address) || same_name(&person.name, &other.name))
}

fn same_name(one: &str, other: &str) -> bool {
    let words = |name: &str| name.to_lowercase().split_whitespace().map(str::to_owned).collect::<Vec<String>>();
    words(one) == words(other)
}
