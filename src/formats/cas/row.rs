//! The registry's rows.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};
use super::{json, xmi};

/// What a CAS has a place for.
pub(super) const CARRIES: Carries = Carries {
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
};

const CANNOT_CARRY: &[&str] = &[
    "mentions of several fragments in the other tool; only Byline reads them back",
    "notes, confidence and flags of relations",
    "times and provenance",
    "details of entries beyond aliases and ids, and entries without a mention",
    "alignments, regions and repairs",
    "quarantine",
];

/// XMI with a type system.
pub(in crate::formats) const XMI: Format = Format {
    name: "cas-xmi",
    reads: Reads::Corpus(xmi::read),
    writer: Some(xmi::write),
    shape: Shape::Folder,
    ending: "xmi",
    endings: &["xmi", "xml"],
    is_flat: false,
    about: "UIMA CAS as XMI: a folder of .xmi files with TypeSystem.xml (INCEpTION, WebAnno, DKPro)",
    offset_unit: "utf16",
    carries: CARRIES,
    cannot_carry: CANNOT_CARRY,
};

/// JSON 0.4.
pub(in crate::formats) const JSON: Format = Format {
    name: "cas-json",
    reads: Reads::Corpus(json::read),
    writer: Some(json::write),
    ending: "json",
    endings: &["json"],
    about: "UIMA CAS as JSON 0.4: a folder of .json files (INCEpTION, dkpro-cassis)",
    ..XMI
};
