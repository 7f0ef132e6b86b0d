//! Links on record: whatever a letter links to is known before the letter is queued, by its hash alone (rule 9).

use crate::domain::address::Address;
use crate::domain::link::Purpose;
use crate::domain::person::{Person, Role};
use crate::domain::timeline::PairView;
use crate::engine::office::{Office, PAGES};
use crate::store::{Link, StoreError, Tx};

/// Keeps the links of that reader's letters; gives their generation.
///
/// # Errors
/// The database.
pub fn keep_links(
    tx: &Tx<'_>,
    office: &Office,
    view: &PairView<'_>,
    role: Role,
    reader: &Person,
) -> Result<u32, StoreError> {
    let (programme, pair) = (view.programme.id.as_str(), view.pair.id.as_str());
    let address_key = reader.address.key();
    let generation = tx.link_generation(programme, pair, role, &address_key)?;
    if office.service.web.is_none() {
        return Ok(generation);
    }
    for purpose in PAGES {
        let token = office.link_key.token(programme, pair, role, *purpose, generation);
        let link = Link {
            programme: programme.to_owned(),
            pair: pair.to_owned(),
            role,
            purpose: *purpose,
            generation,
            address_key: address_key.clone(),
            revoked_at: None,
        };
        tx.keep_link(&token, &link)?;
    }
    Ok(generation)
}

/// Keeps the link by which a new address answers; gives its generation, which is the number of the wish: each address has a
/// link of its own.
///
/// # Errors
/// The database.
pub fn keep_confirmation(
    tx: &Tx<'_>,
    office: &Office,
    view: &PairView<'_>,
    role: Role,
    number: u32,
    address: &Address,
) -> Result<u32, StoreError> {
    let (programme, pair) = (view.programme.id.as_str(), view.pair.id.as_str());
    let token = office.link_key.token(programme, pair, role, Purpose::NewAddress, number);
    let link = Link {
        programme: programme.to_owned(),
        pair: pair.to_owned(),
        role,
        purpose: Purpose::NewAddress,
        generation: number,
        address_key: address.key(),
        revoked_at: None,
    };
    tx.keep_link(&token, &link)?;
    Ok(number)
}
