//! W3C Web Annotations as JSON-LD: a list of annotations, each with a position and a quote selector on its source.
//!
//! After the Web Annotation Data Model (W3C Recommendation, 2017). Positions count code points, end exclusive. Several
//! selectors of one target are alternatives, and the position counts where there is one; several targets of one annotation
//! are the fragments of one mention. The files hold no texts: they come from `.txt` files named beside them, or from articles
//! of the session. A selector that gives words alone is looked up in such a file; where it stands there more than once, or
//! no file is there, the mention goes to the quarantine with proposed places.
//!
//! The tag is the label, comments are notes, a linking annotation is a relation. What else a mention has stands under the
//! key `byline` of its annotation, which readers of JSON-LD pass over.

mod read;
mod write;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "w3c",
    reads: Reads::Corpus(read::read),
    writer: Some(write::write),
    shape: Shape::File,
    ending: "jsonld",
    endings: &["jsonld", "json", "jsonl", "txt"],
    is_flat: false,
    about: "W3C Web Annotations as JSON-LD",
    offset_unit: "code_point",
    carries: Carries { texts: false, ..super::beside::CARRIES },
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
const OWN: &str = "w3c";
/// The context that every annotation names.
const CONTEXT: &str = "http://www.w3.org/ns/anno.jsonld";
/// What the name of a document follows in the address of an exported source.
const SOURCE: &str = "urn:document:";
/// What an id of ours follows in the address of an exported annotation.
const ANNOTATION: &str = "urn:byline:";
/// The purpose of the body that holds the label.
const TAGGING: &str = "tagging";
/// The purpose of the bodies that hold notes.
const COMMENTING: &str = "commenting";
/// The motivation of relations.
const LINKING: &str = "linking";
