//! What can go wrong in the engine that is neither the user's file nor the other server.

use crate::mail::compose::ComposeError;
use crate::render::RenderError;
use crate::store::StoreError;
use serde_json::{Value, json};

/// Our bug, a broken template, or a sick machine.
#[derive(Debug, thiserror::Error)]
pub enum EngineError {
    /// The database.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// A template.
    #[error(transparent)]
    Render(#[from] RenderError),
    /// A letter that cannot be put into bytes.
    #[error(transparent)]
    Compose(#[from] ComposeError),
    /// There is no such pair.
    #[error("there is no pair \"{0}\"; `sendoff status` lists them")]
    NoSuchPair(String),
    /// There is no such programme.
    #[error("there is no programme \"{0}\"; `sendoff status` lists them")]
    NoSuchProgramme(String),
}

impl EngineError {
    /// What a note to coordinators keeps of it: the place, if there is one, and the fault.
    pub(crate) fn detail(&self) -> Value {
        match self {
            EngineError::Render(fault) => {
                let place = format!("{}:{}:{}", fault.template, fault.line, fault.column);
                json!({ "place": place, "fault": fault.what })
            }
            other => json!({ "fault": other.to_string() }),
        }
    }
}
