//! The rows of the registry. It does not know how it is read or written.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};

/// What both leave out.
pub(super) const CANNOT_CARRY: &[&str] =
    &["what a person does not read: ids, times, provenance, data of other tools, suggestions and quarantine"];

/// A page for a browser and for paper.
pub(in super::super) const HTML: Format = Format {
    name: "html",
    reads: Reads::Not,
    writer: Some(super::html::write),
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
pub(in super::super) const MARKDOWN: Format = Format {
    name: "markdown",
    writer: Some(super::markdown::write),
    ending: "md",
    about: "the same report as a text of Markdown, mentions as lists",
    ..HTML
};
