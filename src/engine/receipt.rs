//! Receipts: an edit that is in force is told to the programme's coordinators, at most once an hour (rule 35).
//!
//! What is to be told waits in the database by pair ids alone; names are looked up when the letter is written. Edits of one
//! hour come in one letter.

use crate::domain::delivery::Delivery;
use crate::domain::person::Coordinator;
use crate::domain::step::Step;
use crate::domain::useful::later;
use crate::engine::Engine;
use crate::engine::desk::{Desk, DeskLetter, desk_context, desks, label, setting_about};
use crate::engine::error::EngineError;
use crate::engine::office_change::OfficeChange;
use crate::engine::tick::{Ticked, programmes};
use crate::render::context::coordinator::{Applied, Listed};
use crate::store::{MessageBytes, ProgrammeRow, StoreError, Tx, View};
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// Between two receipts to one coordinator, at least.
const APART: SignedDuration = SignedDuration::from_hours(1);
/// How long a receipt waits whose template failed.
const MEND: SignedDuration = SignedDuration::from_hours(1);
/// Pairs that are named; of more, only the number is told.
const NAMED: usize = 20;

/// Pairs whose ids are kept until they are told.
const KEPT: usize = 50;

/// What an edit did to a programme, to be told.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(default)]
pub struct Receipt {
    /// The files that changed, as they stand in the folder.
    pub files: Vec<String>,
    /// The programme's settings are other ones.
    pub settings: bool,
    /// Pairs that are new.
    pub added: Touched,
    /// Pairs whose session moved.
    pub moved: Touched,
    /// Pairs whose meetings were cancelled.
    pub cancelled: Touched,
    /// Pairs in which anything else was corrected.
    pub corrected: Touched,
    /// Pairs whose roadmap was written by hand.
    pub roadmaps: Touched,
    /// The programme is new.
    pub is_new: bool,
    /// The programme's file is gone.
    pub is_gone: bool,
    /// The first row that is set aside: its place and fault.
    pub aside: Option<(String, String)>,
}

/// Pairs an edit touched in one way.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Touched {
    /// How many.
    pub count: u32,
    /// The first of them, by id.
    pub pairs: Vec<String>,
}

impl Touched {
    /// One more of them.
    pub fn add(&mut self, pair: &str) {
        if self.pairs.iter().any(|known| known == pair) {
            return;
        }
        self.count += 1;
        if self.pairs.len() < KEPT {
            self.pairs.push(pair.to_owned());
        }
    }

    fn join(&mut self, later: &Touched) {
        later.pairs.iter().for_each(|pair| self.add(pair));
        self.count += later.count.saturating_sub(number(later.pairs.len()));
    }

    fn listed(&self, view: &View, programme: &str) -> Result<Listed, StoreError> {
        let mut pairs = Vec::new();
        for id in self.pairs.iter().take(NAMED) {
            let known = view.pair(programme, id)?;
            // Whoever was renamed or forgotten since is not named.
            pairs.extend(known.map(|row| label(&row.pair)));
        }
        let more = self.count.saturating_sub(number(pairs.len()));
        Ok(Listed { count: self.count, more, pairs })
    }
}

impl Receipt {
    /// Keeps it for the coordinators of that programme, together with what they were not told yet.
    ///
    /// # Errors
    /// As for any write.
    pub fn keep(&self, tx: &Tx<'_>, programme: &str, coordinators: &[Coordinator]) -> Result<(), StoreError> {
        for coordinator in coordinators {
            let mut all = Receipt::waiting(tx, programme, coordinator)?.unwrap_or_default();
            all.join(self);
            let text = serde_json::to_string(&all)
                .map_err(|_| StoreError::Other("a receipt cannot be written down".to_owned()))?;
            tx.set_setting(&setting(programme, coordinator), Some(&text))?;
        }
        Ok(())
    }

    fn waiting(view: &View, programme: &str, coordinator: &Coordinator) -> Result<Option<Receipt>, StoreError> {
        let text = view.setting(&setting(programme, coordinator))?;
        Ok(text.and_then(|text| serde_json::from_str(&text).ok()))
    }

    fn join(&mut self, later: &Receipt) {
        for file in &later.files {
            if !self.files.contains(file) {
                self.files.push(file.clone());
            }
        }
        self.settings |= later.settings;
        self.added.join(&later.added);
        self.moved.join(&later.moved);
        self.cancelled.join(&later.cancelled);
        self.corrected.join(&later.corrected);
        self.roadmaps.join(&later.roadmaps);
        self.is_new |= later.is_new;
        self.is_gone = later.is_gone;
        self.aside.clone_from(&later.aside);
    }
}

fn setting(programme: &str, coordinator: &Coordinator) -> String {
    setting_about(&format!("receipt {programme}"), coordinator)
}

impl Engine {
    /// Queues the receipts that may go now, and remembers when the others may.
    ///
    /// # Errors
    /// The database.
    pub(crate) fn send_receipts(&mut self, now: Timestamp, ticked: &mut Ticked) -> Result<(), EngineError> {
        self.receipts_wake_at = None;
        if self.store.is_braked()? {
            return Ok(());
        }
        let programmes = programmes(&self.store)?;
        for desk in desks(&programmes) {
            let mut waiting = Vec::new();
            for programme in &desk.programmes {
                let receipt = Receipt::waiting(&self.store, &programme.id, desk.coordinator)?;
                waiting.extend(receipt.map(|receipt| (*programme, receipt)));
            }
            let everywhere = OfficeChange::waiting(&self.store, desk.coordinator)?;
            if waiting.is_empty() && everywhere.is_none() {
                continue;
            }
            let setting = setting_about("receipted", desk.coordinator);
            let last = self.store.setting(&setting)?.and_then(|at| at.parse::<Timestamp>().ok());
            let goes_at = last.map_or(now, |last| later(last, APART));
            if goes_at > now {
                self.wake_for_receipt(goes_at);
                continue;
            }
            match self.receipt(&desk, &waiting, everywhere.as_ref(), now)? {
                Err(fault) => {
                    ticked.faults.push(fault);
                    self.wake_for_receipt(later(now, MEND));
                }
                Ok((row, message)) => {
                    ticked.queued += 1;
                    self.store.write(|tx| {
                        tx.insert_delivery(&row, Some(&message))?;
                        for (programme, _) in &waiting {
                            tx.set_setting(&self::setting(&programme.id, desk.coordinator), None)?;
                        }
                        OfficeChange::was_told(tx, desk.coordinator)?;
                        tx.set_setting(&setting, Some(&now.to_string()))
                    })?;
                }
            }
        }
        Ok(())
    }

    fn wake_for_receipt(&mut self, at: Timestamp) {
        self.receipts_wake_at = Some(self.receipts_wake_at.map_or(at, |known| known.min(at)));
    }

    fn receipt(
        &self,
        desk: &Desk<'_>,
        waiting: &[(&ProgrammeRow, Receipt)],
        everywhere: Option<&OfficeChange>,
        now: Timestamp,
    ) -> Result<Result<(Delivery, MessageBytes), EngineError>, EngineError> {
        let mut context = desk_context(&self.office, desk.home(), desk.coordinator);
        let language = desk.language(&self.office);
        for (programme, receipt) in waiting {
            let fault = |english: &str| self.office.renderer.fault(&language, english);
            context.applied.push(receipt.told(&self.store, programme, &fault)?);
        }
        context.applied_everywhere = everywhere.map(|change| change.told(&self.office, &language));
        let mut headers: Vec<&str> = waiting.iter().map(|(row, _)| row.id.as_str()).collect();
        if headers.is_empty() {
            headers.push(&desk.home().id);
        }
        let headers = headers.into_iter().map(|id| format!("{id}//applied/coordinator")).collect();
        let letter = DeskLetter {
            key: desk.next_key(&self.store, Step::Applied, now)?,
            programme: desk.home(),
            coordinator: desk.coordinator,
            context,
            basis: Step::Applied.name().to_owned(),
            reply_to: None,
            step_headers: headers,
        };
        Ok(letter.finish(&self.office, now))
    }
}

impl Receipt {
    /// In the words' shape.
    fn told(
        &self,
        view: &View,
        programme: &ProgrammeRow,
        fault: &dyn Fn(&str) -> String,
    ) -> Result<Applied, StoreError> {
        let listed = |touched: &Touched| touched.listed(view, &programme.id);
        Ok(Applied {
            programme: programme.programme.name.clone(),
            files: self.files.clone(),
            settings: self.settings,
            added: listed(&self.added)?,
            moved: listed(&self.moved)?,
            cancelled: listed(&self.cancelled)?,
            corrected: listed(&self.corrected)?,
            roadmaps: listed(&self.roadmaps)?,
            is_new: self.is_new,
            is_gone: self.is_gone,
            set_aside: self.aside.iter().map(|(place, what)| format!("{place}: {}", fault(what))).collect(),
        })
    }
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
