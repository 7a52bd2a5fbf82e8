//! The registry's row, and the names that reading and writing share.

use super::super::beside;
use super::super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(in crate::formats) const FORMAT: Format = Format {
    name: "prodigy",
    reads: Reads::Corpus(super::read::read),
    writer: Some(super::write::write),
    shape: Shape::File,
    ending: "jsonl",
    endings: &["jsonl", "json"],
    is_flat: false,
    about: "Prodigy and spaCy tasks as JSON lines",
    offset_unit: "code_point",
    carries: beside::CARRIES,
    cannot_carry: beside::CANNOT_CARRY,
};

/// The key of `ext` for what belongs to Prodigy.
pub(super) const OWN: &str = "prodigy";

/// What the name of a record of rejected mentions ends with.
pub(super) const REJECTED: &str = "#rejected";
