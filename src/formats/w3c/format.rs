//! The registry's row, and the names that reading and writing share.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(in crate::formats) const FORMAT: Format = Format {
    name: "w3c",
    reads: Reads::Corpus(super::read::read),
    writer: Some(super::write::write),
    shape: Shape::File,
    ending: "jsonld",
    endings: &["jsonld", "json", "jsonl", "txt"],
    is_flat: false,
    about: "W3C Web Annotations as JSON-LD",
    offset_unit: "code_point",
    carries: Carries { texts: false, ..super::super::beside::CARRIES },
    cannot_carry: &[
        "article texts, metadata, regions and repairs",
        "reviews, flags and states of relations",
        "types, days, places and attributes of entries, and entries without a mention",
        "who reviewed and when, authors and times of notes",
        "alignments, suggestions and quarantine",
        "schema, guidelines, saved filters, conflicts, decisions and log",
    ],
};

/// The key of `ext` for what belongs to annotations of others.
pub(super) const OWN: &str = "w3c";
/// The context that every annotation names.
pub(super) const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// What the name of a document follows in the address of an exported source.
pub(super) const SOURCE: &str = "urn:document:";
/// What an id of ours follows in the address of an exported annotation.
pub(super) const ANNOTATION: &str = "urn:byline:";
/// The purpose of the body that holds the label.
pub(super) const TAGGING: &str = "tagging";
/// The purpose of the bodies that hold notes.
pub(super) const COMMENTING: &str = "commenting";
/// The motivation of relations.
pub(super) const LINKING: &str = "linking";
