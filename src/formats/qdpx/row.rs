//! The registry's row.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};
use super::{read, write};

/// The registry's row.
pub(in crate::formats) const FORMAT: Format = Format {
    name: "qdpx",
    reads: Reads::Corpus(read::read),
    writer: Some(write::write),
    shape: Shape::File,
    ending: "qdpx",
    endings: &["qdpx"],
    is_flat: false,
    about: "REFI-QDA project (NVivo, MAXQDA, ATLAS.ti, QualCoder)",
    offset_unit: "code_point",
    carries: Carries {
        discontinuous: true,
        relations: true,
        attributes: true,
        notes: true,
        entries: true,
        confidence: true,
        review: true,
        flags: true,
        annotators: true,
        texts: true,
        ..Carries::LABELS
    },
    cannot_carry: &[
        "mentions of several fragments in the other tool; only Byline reads them back",
        "attributes, notes, confidence and flags of relations",
        "times beyond the day of making, and provenance",
        "details of entries beyond aliases and ids, and entries without a mention",
        "alignments, regions and repairs",
        "suggestions and quarantine",
    ],
};
