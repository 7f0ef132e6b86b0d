//! The configuration folder of a story, brought into the store.

use jiff::Timestamp;
use sendoff::domain::event::EventName;
use sendoff::domain::fact::{Fact, What};
use sendoff::files::config::Config;
use sendoff::files::service::NewProgrammes;
use sendoff::files::sheet::SheetReader;
use sendoff::store::{PairRow, ProgrammeRow, Source, Store, StoreError, WAKE_NOW};

/// Brings the store to what the files say.
pub fn read(store: &mut Store, config: &Config, now: Timestamp) -> Result<(), StoreError> {
    for file in &config.programmes {
        let approved = config.service.guard.new_programmes == NewProgrammes::Go;
        store.write(|tx| {
            let known = tx.programme(&file.programme.id)?;
            if known.is_some() {
                return Ok(());
            }
            tx.upsert_programme(&ProgrammeRow {
                id: file.programme.id.clone(),
                programme: file.programme.clone(),
                epoch: "x".into(),
                approved,
                paused: false,
                first_seen_at: now,
                vanished: false,
            })?;
            let generation = tx.begin_import(&file.programme.id)?;
            for row in SheetReader::open(file).unwrap() {
                let row = row.unwrap();
                let Ok(pair) = row.outcome else { panic!("{:?}", row.outcome) };
                let (session, id) = (pair.session.clone(), pair.id.clone());
                tx.upsert_pair(
                    &PairRow {
                        programme: file.programme.id.clone(),
                        pair,
                        line: row.line,
                        first_seen_at: now,
                        set_aside: None,
                        vanished: false,
                        wake_at: Some(WAKE_NOW),
                        fingerprint: [0; 16],
                        held_by: None,
                    },
                    generation,
                )?;
                if let Some(starts) = session {
                    let what = What::Moved { event: EventName::Session, starts: Some(starts), place: None };
                    tx.add_fact(&file.programme.id, &id, &Fact { at: now, who: None, what }, Source::Files)?;
                }
            }
            Ok(())
        })?;
    }
    Ok(())
}
