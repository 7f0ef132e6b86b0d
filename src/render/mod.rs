//! Letters as words: from a [`context::Context`] and a folder of templates to subject, text and HTML.
//!
//! Promises: the same context gives the same bytes; nothing in a context can become a header, HTML, Markdown or
//! template; a letter says nothing the context does not say. Leaves to others: deciding what is true (engine),
//! addressing and MIME (mail).

pub mod builtin;
pub mod check;
pub mod context;
pub mod dates;
pub mod escape;
pub mod fields;
pub mod functions;
pub mod gallery;
pub mod html;
pub mod letter;
pub mod lexicon;
pub mod lint;
pub mod markdown;
pub mod own;
pub mod phrases;
pub mod renderer;
pub mod sample;
pub mod sources;
pub mod splice;
pub mod syntax;
pub mod text;
pub mod tongue;
pub mod wordlist;
pub mod words;

pub use context::Context;
pub use letter::{EventText, Glance, Letter, RenderError};
pub use phrases::Phrases;
pub use renderer::Renderer;

#[cfg(test)]
mod injection;
#[cfg(test)]
mod tests;
