//! Floor 4: the pages on which the people of a pair answer, without an account.
//!
//! What they promise:
//! - Reading changes nothing, however often and by whom: mail scanners follow links. Only POST acts, once, and then shows
//!   what is true now.
//! - The token in the path is all that opens a page (rule 9). Nothing on a page tells one person the other's private
//!   answer, neither by words nor by what is missing (rule 25).
//! - No script, nothing from anywhere else, nothing kept by the browser, no address or name in a log line.
//!
//! What they leave to others: what an answer means. It becomes a fact like any other (`engine::collect`).

mod act;
mod address;
mod agreed;
mod concern;
mod door;
mod form;
mod gate;
mod held;
mod layout;
mod listener;
mod lost;
mod new_address;
mod reader;
mod reflection;
mod reply;
mod roadmap;
mod roadmap_form;
mod scene;
mod seal;
mod server;
mod session;
mod session_choice;
mod session_form;
mod site;
mod staying;
mod staying_form;
mod stop;

pub use door::Door;
pub use seal::{Seal, SealError};
pub use server::{respond, serve};
pub use site::Site;
