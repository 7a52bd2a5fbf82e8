//! The row of the registry, and the comments that documents begin with. It does not know how it is read or written.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(in super::super) const FORMAT: Format = Format {
    name: "conll",
    reads: Reads::Corpus(super::read::read),
    writer: Some(super::write::write),
    shape: Shape::File,
    ending: "conll",
    endings: &["conll", "conllu", "iob2", "bio", "iob"],
    is_flat: true,
    about: "CoNLL columns: one token a line with an IOB2 tag; reads CoNLL-U too",
    offset_unit: "token",
    carries: Carries { texts: true, ..Carries::LABELS },
    cannot_carry: &[
        "mentions of several fragments, and of those that overlap all but the longest",
        "white space at the edges of mentions",
        "relations, attributes, notes, links to the register",
        "confidence, review states and flags",
        "annotators, times and provenance",
        "details of entries, alignments, regions and repairs",
        "suggestions and quarantine",
        "schema, guidelines, saved filters, conflicts, decisions and log",
    ],
};

/// The comment that begins a document, with its name behind it.
pub(super) const NEWDOC: &str = "# newdoc id = ";
/// The comment that holds a sentence on one line.
pub(super) const TEXT: &str = "# text = ";
/// The comment that holds a document's text as a JSON string.
pub(super) const WHOLE_TEXT: &str = "# byline.text = ";
