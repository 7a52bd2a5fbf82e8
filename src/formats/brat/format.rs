//! The row of the registry, and the names that all parts of the format share. It does not know how it is read or written.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};

/// The registry's row.
pub(in super::super) const FORMAT: Format = Format {
    name: "brat",
    reads: Reads::Corpus(super::read::read),
    writer: Some(super::write::write),
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
        "attributes of relations, and empty lists",
        "confidence, review states and flags",
        "annotators, times and provenance",
        "details of entries beyond their ids, and entries without a mention",
        "alignments, regions and repairs",
        "suggestions and quarantine",
    ],
};

/// The group of labels that have no trigger.
pub(super) const ENTITY: &str = "entity";
/// The group of labels whose mentions are triggers of events.
pub(super) const EVENT: &str = "event";
/// The relation type that arguments of events become where no type of the schema has their role.
pub(in super::super) const ARGUMENT: &str = "argument";
/// The type of notes that people write in brat.
pub(super) const NOTE: &str = "AnnotatorNotes";
