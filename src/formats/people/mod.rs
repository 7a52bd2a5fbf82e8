//! Reports for people: a page of HTML and a text of Markdown, with highlighted articles, counts, the register by outlet and
//! what was compared.
//!
//! Both stand alone: no script, nothing is fetched. Whatever comes from articles, names or notes is escaped, and characters
//! that turn text round are shown.

mod escape;
mod figures;
mod format;
mod html;
mod markdown;
mod marked;
mod style;
mod words;

pub(super) use format::{HTML, MARKDOWN};
pub use words::words_of_page;
