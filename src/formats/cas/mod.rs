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
mod row;
mod structure;
mod typesystem;
mod words;
mod xmi;

pub(super) use row::{JSON, XMI};
pub(super) use words::LABELS;
pub(super) use words::keys::{LABEL as LABEL_KEY, TYPE as TYPE_KEY};
pub(super) use xmi::name as generic_name;

use row::CARRIES;
use words::{
    ANNOTATION, ARTICLE, DOCUMENT, ENDS, GAPPED, GAPPED_RELATION, MENTION, METADATA, NAME, PARTS, RELATION, SUGGESTION,
    TOP, keys, own, short,
};
