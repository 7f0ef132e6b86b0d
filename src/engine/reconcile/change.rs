//! What reading the files came to, for people to look at: totals, and the first changes in detail.

use crate::domain::guard::{HoldReason, Tally, UnclearDates};
use crate::domain::pair::{Pair, Status};
use crate::domain::person::{Person, Role};
use crate::domain::problem::Problem;
use crate::engine::reconcile::meetings::Shift;
use serde::{Deserialize, Serialize};

/// How many changed pairs, and how many problems of one sheet, are kept to be shown; the totals count all.
pub(super) const SHOWN: usize = 50;

/// What reading the whole folder came to.
#[derive(Debug, Default)]
pub struct Reconciled {
    /// Every programme that is there, or was, in the order of ids; those that vanished last.
    pub programmes: Vec<ProgrammeChange>,
    /// What is wrong with sheets and roadmaps, at most [`Counts::problems`] of each sheet's. Faults of the other files come with
    /// [`Config::load`](crate::files::config::Config::load).
    pub problems: Vec<Problem>,
}

/// What became of a programme's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// They are what they were.
    Unchanged,
    /// They are in force now.
    Applied,
    /// Only looked at: this is what they would do, and whether the guard would hold them.
    Seen(Option<HoldReason>),
    /// The guard holds them; the last good state is in force.
    Held(Held),
    /// They cannot be read, or changed meanwhile; the last good state is in force.
    Unreadable,
}

/// An open hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Held {
    /// The ID of `sendoff approve ID`.
    pub id: i64,
    /// What kind of hold.
    pub kind: HoldKind,
    /// Why, in words that name nobody.
    pub reason: String,
}

/// The kinds of hold that files cause.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HoldKind {
    /// The programme is new: its rows are read, and nobody is written to.
    Programme,
    /// An edit: nothing of it is applied.
    Edit,
    /// The programme's file is gone.
    ProgrammeGone,
}

impl HoldKind {
    /// The word in the database.
    pub fn name(self) -> &'static str {
        match self {
            HoldKind::Programme => "programme",
            HoldKind::Edit => "edit",
            HoldKind::ProgrammeGone => "programme_gone",
        }
    }

    /// The kind of that name, if there is one.
    pub fn from_name(name: &str) -> Option<HoldKind> {
        [HoldKind::Programme, HoldKind::Edit, HoldKind::ProgrammeGone].into_iter().find(|kind| kind.name() == name)
    }
}

/// What reading one programme came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProgrammeChange {
    /// Its id.
    pub programme: String,
    /// What became of its files.
    pub outcome: Outcome,
    /// It was not known before.
    pub is_new: bool,
    /// What its timelines depend on besides its rows is another (rule 27): all its pairs are asked anew.
    pub epoch_changed: bool,
    /// It is known and waits for its one approval (rule 29).
    pub awaits_approval: Option<Held>,
    /// All changes, counted.
    pub counts: Counts,
    /// What counts for the guard.
    pub tally: Tally,
    /// Dates that can be read two ways.
    pub unclear_dates: UnclearDates,
    /// The first changes, in the order in which they were found.
    pub pairs: Vec<PairChange>,
}

/// Changes, counted by pair; a pair may count in several.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Counts {
    /// Rows read, those with a fault too.
    pub rows: u32,
    /// Pairs seen for the first time.
    pub added: u32,
    /// Known pairs of which anything changed.
    pub changed: u32,
    /// Sessions with another start.
    pub moved: u32,
    /// Pairs whose meetings are taken out of the calendars: ended, continuing or gone.
    pub cancelled: u32,
    /// Pairs whose row is gone.
    pub vanished: u32,
    /// Pairs whose row came back.
    pub returned: u32,
    /// Pairs that are called something else.
    pub renamed: u32,
    /// Invitations that people have and that an update or a cancellation would follow; counted where somebody looks.
    pub already_sent: u32,
    /// Rows, and pairs, set aside for a fault.
    pub set_aside: u32,
    /// Problems found, also those that are not kept to be shown.
    pub problems: u32,
}

/// What changed about one pair.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PairChange {
    /// The pair's id.
    pub pair: String,
    /// The mentor's name, as letters use it.
    pub mentor: String,
    /// The mentee's name, as letters use it.
    pub mentee: String,
    /// The line of its row; nothing if it is gone, or is not what changed.
    pub line: Option<u32>,
    /// What changed.
    pub edits: Vec<PairEdit>,
}

/// One change, old and new side by side.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "change", rename_all = "snake_case")]
pub enum PairEdit {
    /// Seen for the first time.
    Added,
    /// The session has another start, or its first.
    Moved {
        /// As RFC 9557; nothing if there was none.
        before: Option<String>,
        /// As RFC 9557.
        after: String,
    },
    /// A meeting falls away.
    Cancelled {
        /// RFC 3339.
        before: String,
    },
    /// Another person, or another address or name.
    Person {
        /// Whose.
        role: Role,
        /// `Name <address>`.
        before: String,
        /// `Name <address>`.
        after: String,
    },
    /// Another word in the `status` column.
    Status {
        /// The word before.
        before: Status,
        /// The word now.
        after: Status,
    },
    /// Called something else.
    Renamed {
        /// The id before.
        before: String,
    },
    /// The row is gone.
    Vanished,
    /// The row is back.
    Returned,
    /// The row has a fault and is set aside; what was last known stays.
    SetAside {
        /// The first fault.
        fault: String,
    },
    /// Anything else: place, zone, language, goals, ending …
    Details,
}

impl PairEdit {
    /// What changed of a known pair's row; renaming and returning aside.
    pub(super) fn between(before: &Pair, after: &Pair) -> Vec<PairEdit> {
        let mut edits = Vec::new();
        if let Some(start) = after.session.as_ref().filter(|start| before.session.as_ref() != Some(start)) {
            let before = before.session.as_ref().map(ToString::to_string);
            edits.push(PairEdit::Moved { before, after: start.to_string() });
        }
        for role in Role::PAIR {
            edits.extend(PairEdit::of_person(role, before.person(role), after.person(role)));
        }
        if before.status != after.status {
            edits.push(PairEdit::Status { before: before.status, after: after.status });
        }
        if edits.is_empty() && before != after {
            edits.push(PairEdit::Details);
        }
        edits
    }

    /// What becomes of a meeting for another reason than its cell.
    pub(super) fn of_shift(shift: &Shift) -> PairEdit {
        let before = shift.before.to_string();
        match &shift.after {
            Some(after) => PairEdit::Moved { before: Some(before), after: after.to_string() },
            None => PairEdit::Cancelled { before },
        }
    }

    fn of_person(role: Role, before: Option<&Person>, after: Option<&Person>) -> Option<PairEdit> {
        let (before, after) = before.zip(after)?;
        let is_same = before.address.same_as(&after.address) && before.name == after.name;
        let shown = |person: &Person| format!("{} <{}>", person.name, person.address);
        (!is_same).then(|| PairEdit::Person { role, before: shown(before), after: shown(after) })
    }
}
