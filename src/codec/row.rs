//! A mention as it stands in a file, borrowed from the one in memory: most of what is written are mentions, and a copy of each
//! would take as long as writing it.
//!
//! It has the fields of [`Mention`] in their order and leaves out what that leaves out.

use super::convert::{EncodeError, char_spans, outside};
use crate::model::{
    AnnotatorId, Article, Attributes, EntryId, Ext, Label, Mention, MentionId, Note, Provenance, Review, Slug,
    Timestamp,
};
use crate::text::CharSpan;
use serde::Serialize;

#[derive(Serialize)]
pub(super) struct MentionRow<'m> {
    id: &'m MentionId,
    label: &'m Label,
    fragments: Vec<CharSpan>,
    quote: &'m str,
    #[serde(skip_serializing_if = "Option::is_none")]
    entry: &'m Option<EntryId>,
    #[serde(skip_serializing_if = "Attributes::is_empty")]
    attributes: &'m Attributes,
    #[serde(skip_serializing_if = "Option::is_none")]
    confidence: &'m Option<f64>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    flags: &'m Vec<Slug>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    notes: &'m Vec<Note>,
    #[serde(skip_serializing_if = "Review::is_open")]
    review: &'m Review,
    #[serde(skip_serializing_if = "Provenance::is_manual")]
    provenance: &'m Provenance,
    by: &'m AnnotatorId,
    created: &'m Timestamp,
    #[serde(skip_serializing_if = "Option::is_none")]
    modified: &'m Option<Timestamp>,
    #[serde(skip_serializing_if = "Ext::is_empty")]
    ext: &'m Ext,
}

impl<'m> MentionRow<'m> {
    /// `mention` of `article`.
    ///
    /// # Errors
    /// [`EncodeError::Place`] where it lies outside the text.
    pub(super) fn new(article: &Article, mention: &'m Mention) -> Result<Self, EncodeError> {
        // Every field by its name, so that a new one cannot be forgotten.
        let Mention {
            id,
            label,
            fragments,
            quote,
            entry,
            attributes,
            confidence,
            flags,
            notes,
            review,
            provenance,
            by,
            created,
            modified,
            ext,
        } = mention;
        let fragments = char_spans(article, fragments).ok_or_else(|| outside(article, "mention", id))?;
        Ok(Self {
            id,
            label,
            fragments,
            quote,
            entry,
            attributes,
            confidence,
            flags,
            notes,
            review,
            provenance,
            by,
            created,
            modified,
            ext,
        })
    }
}
