//! Links to private pages, by the hash of their token (rule 9), and what people are still writing there.

use crate::domain::link::Purpose;
use crate::domain::person::Role;
use crate::store::column::{Columns, micros};
use crate::store::error::StoreError;
use crate::store::open::{Tx, View};
use jiff::Timestamp;
use rusqlite::{OptionalExtension, Row, params};
use sha2::{Digest, Sha256};

/// A link that went out in a letter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    /// The programme's id.
    pub programme: String,
    /// The pair's id.
    pub pair: String,
    /// Whose it is.
    pub role: Role,
    /// What it is for.
    pub purpose: Purpose,
    /// Raised when the links before were revoked.
    pub generation: u32,
    /// The key of the address it went to: a link ends when the address is corrected.
    pub address_key: String,
    /// Since when it is no link any more.
    pub revoked_at: Option<Timestamp>,
}

const SELECT: &str = "SELECT programme, pair, role, purpose, generation, address_key, revoked_at FROM link";

fn link(row: &Row<'_>) -> Result<Link, StoreError> {
    Ok(Link {
        programme: row.get(0)?,
        pair: row.get(1)?,
        role: row.word(2, Role::from_name)?,
        purpose: row.word(3, Purpose::from_name)?,
        generation: row.get(4)?,
        address_key: row.get(5)?,
        revoked_at: row.instant_or_none(6)?,
    })
}

fn hash(token: &str) -> [u8; 32] {
    Sha256::digest(token.as_bytes()).into()
}

impl View {
    /// The link of that token, revoked or not.
    ///
    /// # Errors
    /// As for any read.
    pub fn link_of(&self, token: &str) -> Result<Option<Link>, StoreError> {
        let mut statement = self.connection.prepare_cached(&format!("{SELECT} WHERE hash = ?1"))?;
        statement.query_and_then([hash(token)], link)?.next().transpose()
    }

    /// The generation of the links in the next letter to that person at that address.
    ///
    /// Another address than the last links went to, or links that were revoked, begin a new one.
    ///
    /// # Errors
    /// As for any read.
    pub fn link_generation(
        &self,
        programme: &str,
        pair: &str,
        role: Role,
        address_key: &str,
    ) -> Result<u32, StoreError> {
        let sql = "SELECT generation, address_key, revoked_at IS NOT NULL FROM link
             WHERE programme = ?1 AND pair = ?2 AND role = ?3 AND purpose <> 'new-address' ORDER BY generation DESC LIMIT 1";
        let mut statement = self.connection.prepare_cached(sql)?;
        let latest: Option<(u32, String, bool)> = statement
            .query_row([programme, pair, role.name()], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))
            .optional()?;
        Ok(match latest {
            None => 0,
            Some((generation, key, false)) if key == address_key => generation,
            Some((generation, ..)) => generation + 1,
        })
    }

    /// What that person is still writing.
    ///
    /// # Errors
    /// As for any read.
    pub fn draft(
        &self,
        programme: &str,
        pair: &str,
        role: Role,
        purpose: Purpose,
    ) -> Result<Option<String>, StoreError> {
        let sql = "SELECT draft FROM draft WHERE programme = ?1 AND pair = ?2 AND role = ?3 AND purpose = ?4";
        let mut statement = self.connection.prepare_cached(sql)?;
        let keys = [programme, pair, role.name(), purpose.name()];
        Ok(statement.query_row(keys, |row| row.get(0)).optional()?)
    }
}

impl Tx<'_> {
    /// Keeps that a token is a link; one that is kept already stays as it is.
    ///
    /// # Errors
    /// As for any write.
    pub fn keep_link(&self, token: &str, link: &Link) -> Result<(), StoreError> {
        let sql = "INSERT INTO link VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, NULL) ON CONFLICT DO NOTHING";
        self.connection.prepare_cached(sql)?.execute(params![
            hash(token),
            link.programme,
            link.pair,
            link.role.name(),
            link.purpose.name(),
            link.generation,
            link.address_key
        ])?;
        Ok(())
    }

    /// Ends every link that person has; the next letter brings new ones.
    ///
    /// # Errors
    /// As for any write.
    pub fn revoke_links(&self, programme: &str, pair: &str, role: Role, at: Timestamp) -> Result<(), StoreError> {
        let sql = "UPDATE link SET revoked_at = ?4
             WHERE programme = ?1 AND pair = ?2 AND role = ?3 AND revoked_at IS NULL";
        self.connection.prepare_cached(sql)?.execute(params![programme, pair, role.name(), micros(at)])?;
        Ok(())
    }

    /// Keeps what that person is writing, in place of what was kept before.
    ///
    /// # Errors
    /// As for any write.
    pub fn keep_draft(
        &self,
        programme: &str,
        pair: &str,
        role: Role,
        purpose: Purpose,
        draft: &str,
        at: Timestamp,
    ) -> Result<(), StoreError> {
        let sql = "INSERT INTO draft VALUES (?1, ?2, ?3, ?4, ?5, ?6)
             ON CONFLICT DO UPDATE SET draft = ?5, saved_at = ?6";
        let keys = params![programme, pair, role.name(), purpose.name(), draft, micros(at)];
        self.connection.prepare_cached(sql)?.execute(keys)?;
        Ok(())
    }

    /// Lets go of what that person was writing.
    ///
    /// # Errors
    /// As for any write.
    pub fn drop_draft(&self, programme: &str, pair: &str, role: Role, purpose: Purpose) -> Result<(), StoreError> {
        let sql = "DELETE FROM draft WHERE programme = ?1 AND pair = ?2 AND role = ?3 AND purpose = ?4";
        self.connection.prepare_cached(sql)?.execute([programme, pair, role.name(), purpose.name()])?;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::Link;
    use crate::domain::link::Purpose;
    use crate::domain::person::Role;
    use crate::store::Store;
    use crate::store::specimen::at;

    fn link(purpose: Purpose, generation: u32) -> Link {
        Link {
            programme: "spring".to_owned(),
            pair: "p1".to_owned(),
            role: Role::Mentor,
            purpose,
            generation,
            address_key: "jonas@x.example".to_owned(),
            revoked_at: None,
        }
    }

    #[test]
    fn a_token_is_known_by_its_hash_alone_until_it_is_revoked() {
        let mut store = Store::in_memory().unwrap();
        let stop = link(Purpose::Stop, 0);
        store.write(|tx| tx.keep_link("secret", &stop).and_then(|()| tx.keep_link("secret", &stop))).unwrap();
        assert_eq!(store.link_of("secret").unwrap(), Some(stop));
        assert_eq!(store.link_of("Secret").unwrap(), None);
        let text: i64 = store
            .connection
            .query_row("SELECT count(*) FROM link WHERE CAST(hash AS TEXT) LIKE '%secret%'", [], |row| row.get(0))
            .unwrap();
        assert_eq!(text, 0);
        let now = at("2027-05-20T10:00:00Z");
        store.write(|tx| tx.revoke_links("spring", "p1", Role::Mentor, now)).unwrap();
        assert_eq!(store.link_of("secret").unwrap().unwrap().revoked_at, Some(now));
    }

    #[test]
    fn revoking_and_another_address_begin_a_new_generation() {
        let mut store = Store::in_memory().unwrap();
        let generation = |store: &Store, key| store.link_generation("spring", "p1", Role::Mentor, key).unwrap();
        assert_eq!(generation(&store, "jonas@x.example"), 0);
        store.write(|tx| tx.keep_link("one", &link(Purpose::Stop, 0))).unwrap();
        store.write(|tx| tx.keep_link("two", &link(Purpose::Session, 0))).unwrap();
        assert_eq!(generation(&store, "jonas@x.example"), 0);
        assert_eq!(generation(&store, "new@x.example"), 1);
        store.write(|tx| tx.revoke_links("spring", "p1", Role::Mentor, at("2027-05-20T10:00:00Z"))).unwrap();
        assert_eq!(generation(&store, "jonas@x.example"), 1);
        store.write(|tx| tx.keep_link("three", &link(Purpose::Stop, 1))).unwrap();
        assert_eq!(generation(&store, "jonas@x.example"), 1);
    }

    #[test]
    fn a_draft_is_one_persons_for_one_page() {
        let mut store = Store::in_memory().unwrap();
        let now = at("2027-05-20T10:00:00Z");
        let keep = |store: &mut Store, role, text: &str| {
            store.write(|tx| tx.keep_draft("spring", "p1", role, Purpose::Roadmap, text, now)).unwrap();
        };
        keep(&mut store, Role::Mentor, "one");
        keep(&mut store, Role::Mentor, "two");
        let draft = |store: &Store, role| store.draft("spring", "p1", role, Purpose::Roadmap).unwrap();
        assert_eq!(draft(&store, Role::Mentor).as_deref(), Some("two"));
        assert_eq!(draft(&store, Role::Mentee), None);
        store.write(|tx| tx.drop_draft("spring", "p1", Role::Mentor, Purpose::Roadmap)).unwrap();
        assert_eq!(draft(&store, Role::Mentor), None);
    }
}
