//! Letters as words: from a [`context::Context`] and a folder of templates to subject, text and HTML.
//!
//! Promises: the same context gives the same bytes; nothing in a context can become a header, HTML, Markdown or template;
//! a letter says nothing the context does not say. Leaves to others: deciding what is true (engine), addressing and MIME (mail).

pub mod context;
