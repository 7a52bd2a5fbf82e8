//! CoNLL columns: one token a line with its IOB2 tag, an empty line between sentences (Tjong Kim Sang and De Meulder 2003;
//! scheme of Ratnaparkhi 1998), and CoNLL-U with tags in its last column.
//!
//! Tokens are words by Unicode's rules, cut once more where a mention begins or ends, so that every mention stands on whole
//! tokens. A sentence does not end within a mention. Comments carry each document's name and text: readers that know none
//! skip them. Mentions of several fragments, and of those that overlap all but the longest, have no tags and are reported.

mod read;
mod tokens;
mod write;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "conll",
    reads: Reads::Corpus(read::read),
    writer: Some(write::write),
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
const NEWDOC: &str = "# newdoc id = ";
/// The comment that holds a sentence on one line.
const TEXT: &str = "# text = ";
/// The comment that holds a document's text as a JSON string.
const WHOLE_TEXT: &str = "# byline.text = ";
