//! UIMA CAS, as INCEpTION, WebAnno and DKPro have it: XMI with a type system file, and JSON 0.4.
//!
//! Both hold the same structures, which are read and made here once; [`xmi`] and [`json`] have the notations. Offsets count
//! UTF-16 code units. A CAS knows no gaps, and a stretch without them would be another annotation: a mention of several
//! fragments, and what links to it, stands in structures outside of the text, which other tools keep and do not show.
//!
//! # What is written
//! | type | what it is |
//! |---|---|
//! | `webanno.custom.Mention` | a mention: `label`, attributes as features, Byline's own things as `byline_...` |
//! | `webanno.custom.MentionRelation` | a relation: `Governor` to `Dependent`, `label`, `role` |
//! | `webanno.custom.MentionSuggestion` | a proposed mention, where asked for |
//! | `byline.Mention`, `byline.Relation` | the same for mentions of several fragments |
//! | `byline.Article`, `byline.Name` | what is known of the article; names that are no names of features |
//!
//! Mentions that came from another type go back into it.

mod gather;
mod json;
mod land;
mod structure;
mod typesystem;
mod xmi;

pub(super) use keys::{LABEL as LABEL_KEY, TYPE as TYPE_KEY};
pub(super) use xmi::name as generic_name;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

const CARRIES: Carries = Carries {
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
    "details of entries, and entries without a mention",
    "alignments, regions and repairs",
    "quarantine",
];

/// XMI with a type system.
pub(super) const XMI: Format = Format {
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
pub(super) const JSON: Format = Format {
    name: "cas-json",
    reads: Reads::Corpus(json::read),
    writer: Some(json::write),
    ending: "json",
    endings: &["json"],
    about: "UIMA CAS as JSON 0.4: a folder of .json files (INCEpTION, dkpro-cassis)",
    ..XMI
};

/// The type of mentions.
const MENTION: &str = "webanno.custom.Mention";
/// The type of proposed mentions.
const SUGGESTION: &str = "webanno.custom.MentionSuggestion";
/// The type of relations.
const RELATION: &str = "webanno.custom.MentionRelation";
/// The type of mentions of several fragments; it stands in no text.
const GAPPED: &str = "byline.Mention";
/// The type of relations from or to such mentions.
const GAPPED_RELATION: &str = "byline.Relation";
/// The type above all.
const TOP: &str = "uima.cas.TOP";
/// The type of what is known of the article.
const ARTICLE: &str = "byline.Article";
/// The type of names that are no names of features.
const NAME: &str = "byline.Name";
/// The type by which INCEpTION knows documents.
const METADATA: &str = "de.tudarmstadt.ukp.dkpro.core.api.metadata.type.DocumentMetaData";
/// The type of the whole document.
const DOCUMENT: &str = "uima.tcas.DocumentAnnotation";
/// The type above all that stand in the text.
const ANNOTATION: &str = "uima.tcas.Annotation";

/// Features that hold what a mention is marked as, the first that has a value.
pub(super) const LABELS: [&str; 6] = ["label", "value", "entity", "PosValue", "identifier", "referenceType"];
/// The ends of relations.
const ENDS: [(&str, &str); 3] = [("Governor", "Dependent"), ("source", "target"), ("from", "to")];
/// Types that say how a text is parted and not what is marked in it.
const PARTS: [&str; 8] =
    ["Token", "Sentence", "Paragraph", "DocumentMetaData", "DocumentAnnotation", "TagsetDescription", "Div", "Heading"];

/// Features of our own.
mod own {
    pub(super) const ENTRY: &str = "byline_entry";
    pub(super) const ENTRY_NAME: &str = "byline_entryName";
    pub(super) const CONFIDENCE: &str = "byline_confidence";
    pub(super) const REVIEW: &str = "byline_review";
    pub(super) const FLAGS: &str = "byline_flags";
    pub(super) const NOTES: &str = "byline_notes";
    pub(super) const ANNOTATOR: &str = "byline_annotator";
    pub(super) const FRAGMENTS: &str = "byline_fragments";
}

/// Keys of `ext`, for the way back.
mod keys {
    /// The type that a mention or relation came from.
    pub(in crate::formats) const TYPE: &str = "cas.type";
    /// The feature that held the label; empty where the type alone says it.
    pub(in crate::formats) const LABEL: &str = "cas.label";
}

/// The last part of a type's name.
fn short(kind: &str) -> &str {
    kind.rsplit('.').next().unwrap_or(kind)
}
