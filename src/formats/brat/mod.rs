//! brat standoff: a folder of `STEM.txt` with `STEM.ann`, and `annotation.conf` for the schema.
//!
//! After the standoff page of the brat manual (Stenetorp et al. 2012). Offsets count code points of the text file, end
//! exclusive; a fragment may not cross a line break.

mod conf;
mod conf_out;
mod read;
mod row;
mod write;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "brat",
    reads: Reads::Corpus(read::read),
    writer: Some(write::write),
    shape: Shape::Folder,
    ending: "ann",
    endings: &["txt", "ann", "conf"],
    is_flat: false,
    about: "brat standoff: a folder of .txt and .ann files with annotation.conf",
    offset_unit: "code_point",
    carries: Carries {
        discontinuous: true,
        relations: true,
        attributes: true,
        notes: true,
        entries: true,
        texts: true,
        ..Carries::LABELS
    },
    cannot_carry: &[
        "mentions that cross a line break, but as one fragment a line",
        "attributes of relations",
        "confidence, review states and flags",
        "annotators, times and provenance",
        "details of entries beyond their ids, and entries without a mention",
        "alignments, regions and repairs",
        "suggestions and quarantine",
    ],
};

/// The group of labels that have no trigger.
const ENTITY: &str = "entity";
/// The group of labels whose mentions are triggers of events.
const EVENT: &str = "event";
/// The relation type that arguments of events become where no type of the schema has their role.
pub(super) const ARGUMENT: &str = "argument";
/// The type of notes that people write in brat.
const NOTE: &str = "AnnotatorNotes";

/// Keys of `ext`, for the way back.
mod keys {
    /// On a trigger: its events, each with its id.
    pub(super) const EVENTS: &str = "brat.events";
    /// On a relation: the id of the event that it is an argument of, and its number among the arguments.
    pub(super) const EVENT: &str = "brat.event";
    /// On a relation: the group of equivalents that it belongs to.
    pub(super) const EQUIV: &str = "brat.equiv";
    /// On a relation: the names of its two arguments, where they are not `Arg1` and `Arg2`.
    pub(super) const ARGS: &str = "brat.args";
    /// What stands behind the last argument of a line.
    pub(super) const TAIL: &str = "brat.tail";
    /// On a mention: attributes that came as notes of their own type.
    pub(super) const NOTES: &str = "brat.notes";
}
