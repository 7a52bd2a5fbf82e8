//! Reports for people: a page of HTML and a text of Markdown, with highlighted articles, counts, the register by outlet and
//! what was compared.
//!
//! Both stand alone: no script, nothing is fetched. Whatever comes from articles, names or notes is escaped, and characters
//! that turn text round are shown.

mod escape;
mod figures;
mod html;
mod markdown;
mod marked;
mod style;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

/// What both leave out.
const CANNOT_CARRY: &[&str] =
    &["what a person does not read: ids, times, provenance, data of other tools, suggestions and quarantine"];

/// A page for a browser and for paper.
pub(super) const HTML: Format = Format {
    name: "html",
    reads: Reads::Not,
    writer: Some(html::write),
    shape: Shape::File,
    ending: "html",
    endings: &[],
    is_flat: false,
    about: "a report for people: highlighted articles, register, claims by outlet; one page without scripts",
    offset_unit: "none",
    carries: Carries { flags: false, regions: false, ..Carries::ALL },
    cannot_carry: CANNOT_CARRY,
};

/// A text with tables.
pub(super) const MARKDOWN: Format = Format {
    name: "markdown",
    writer: Some(markdown::write),
    ending: "md",
    about: "the same report as a text of Markdown, mentions as lists",
    ..HTML
};
