//! The mentee's roadmap, written by the mentor.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What to work on without the mentor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Roadmap {
    /// At least one.
    pub areas: Vec<Area>,
    /// A word from the mentor to go with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
}

/// One area of a roadmap; only `area` is required.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Area {
    /// What to work on.
    pub area: String,
    /// Why it is worth it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<String>,
    /// A way to practise it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practise: Option<String>,
    /// What to read or watch.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub resources: Vec<Resource>,
    /// When to look back at it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Date>,
}

/// Something to read or watch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resource {
    /// What it is called.
    pub title: String,
    /// Where it is; https only, if it is to be a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
}
