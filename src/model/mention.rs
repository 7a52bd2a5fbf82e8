//! Mentions: tagged extents of an article.

use super::id::{AnnotatorId, EntryId, MentionId};
use super::label::{Label, Slug};
use super::record::{Record, SearchKey};
use super::text_enum::text_enum;
use super::time::Timestamp;
use super::value::{Attributes, Ext, read_attributes, read_finite};
use crate::text::{ByteOffset, CharSpan, Fragments, Span};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A tagged extent of one article. In memory its place is [`Fragments`] of bytes, in files a list of code point spans.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Mention<P = Fragments> {
    /// The mention's id.
    pub id: MentionId,
    /// What it is tagged as.
    pub label: Label,
    /// Where it is: sorted, disjoint, none empty.
    pub fragments: P,
    /// The words it stands on, exactly; several fragments are joined by one space.
    pub quote: Box<str>,
    /// The entry of the register that it speaks of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub entry: Option<EntryId>,
    /// Attribute values.
    #[serde(default, skip_serializing_if = "Attributes::is_empty", deserialize_with = "read_attributes")]
    #[schemars(with = "std::collections::BTreeMap<Slug, super::value::Value>")]
    pub attributes: Attributes,
    /// How sure the annotator is, from 0 to 1.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "read_finite")]
    #[schemars(range(min = 0, max = 1))]
    pub confidence: Option<f64>,
    /// Flags, as `unsure` or `discuss`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub flags: Vec<Slug>,
    /// What was said of it, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<Note>,
    /// Whether it was looked at, and what was found.
    #[serde(default, skip_serializing_if = "Review::is_open")]
    pub review: Review,
    /// How it came to be.
    #[serde(default, skip_serializing_if = "Provenance::is_manual")]
    pub provenance: Provenance,
    /// Who made it.
    pub by: AnnotatorId,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Timestamp>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// One remark in a thread.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Note {
    /// Who wrote it.
    pub by: AnnotatorId,
    /// When it was written.
    pub at: Timestamp,
    /// The words.
    pub text: String,
}

text_enum! {
    /// What a review found.
    ReviewState {
        /// Nobody looked yet.
        Open = "open",
        /// It holds.
        Accepted = "accepted",
        /// It does not hold; kept, but not exported as work unless asked for.
        Rejected = "rejected",
    }
}

#[expect(clippy::derivable_impls, reason = "the macro that defines it knows no attributes of variants")]
impl Default for ReviewState {
    fn default() -> Self {
        Self::Open
    }
}

/// A reviewer's finding. Who looked and when is a pointer: most records wait to be looked at.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Finding", into = "Finding")]
pub struct Review {
    /// What was found.
    pub state: ReviewState,
    looked: Option<Box<(Option<AnnotatorId>, Option<Timestamp>)>>,
}

/// A [`Review`] as files have it.
#[derive(Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename = "Review")]
#[schemars(description = "A reviewer's finding.")]
struct Finding {
    /// What was found.
    state: ReviewState,
    /// Who looked.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<AnnotatorId>,
    /// When.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<Timestamp>,
}

impl From<Finding> for Review {
    fn from(finding: Finding) -> Self {
        Self::new(finding.state, finding.by, finding.at)
    }
}

impl From<Review> for Finding {
    fn from(review: Review) -> Self {
        Self { state: review.state, by: review.by(), at: review.at() }
    }
}

impl schemars::JsonSchema for Review {
    fn schema_name() -> std::borrow::Cow<'static, str> {
        Finding::schema_name()
    }

    fn json_schema(generator: &mut schemars::SchemaGenerator) -> schemars::Schema {
        Finding::json_schema(generator)
    }
}

impl Review {
    /// What `by` found at `at`, as far as either is known.
    #[must_use]
    pub fn new(state: ReviewState, by: Option<AnnotatorId>, at: Option<Timestamp>) -> Self {
        let is_known = by.is_some() || at.is_some();
        Self { state, looked: is_known.then(|| Box::new((by, at))) }
    }

    /// Who looked.
    #[must_use]
    pub fn by(&self) -> Option<AnnotatorId> {
        self.looked.as_ref().and_then(|looked| looked.0)
    }

    /// When.
    #[must_use]
    pub fn at(&self) -> Option<Timestamp> {
        self.looked.as_ref().and_then(|looked| looked.1)
    }

    /// Whether nobody looked yet; such a review is not written.
    #[must_use]
    pub fn is_open(&self) -> bool {
        *self == Self::default()
    }
}

text_enum! {
    /// How a record came to be.
    How {
        /// Tagged by hand.
        Manual = "manual",
        /// By a script through the command line.
        Script = "script",
        /// Read from a file of another tool.
        Imported = "imported",
        /// Tagged with all occurrences of the same words.
        Repeat = "repeat",
        /// Accepted from a suggestion.
        Suggested = "suggested",
        /// Taken over in a merge of sessions.
        Merged = "merged",
        /// Carried over from an earlier version of the article.
        Carried = "carried",
    }
}

/// How a record came to be, so that it can be traced. Many records came from one file: its name is copied by pointer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Provenance {
    /// The way.
    pub how: How,
    /// The tool or format it came through, as `brat`.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub tool: Arc<str>,
    /// The file it came from, without its folders.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub file: Arc<str>,
    /// Its id there, as `T1`.
    #[serde(default, skip_serializing_if = "str::is_empty")]
    pub source_id: Box<str>,
    /// The mention it was propagated or carried over from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<MentionId>,
}

impl Default for Provenance {
    fn default() -> Self {
        Self { how: How::Manual, tool: Arc::default(), file: Arc::default(), source_id: Box::default(), from: None }
    }
}

impl Provenance {
    /// Whether it was made by hand with nothing more to say; such a provenance is not written.
    #[must_use]
    pub fn is_manual(&self) -> bool {
        *self == Self::default()
    }
}

/// A mention whose place does not hold in the text, kept as it came until someone finds its place.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Quarantined {
    /// The mention as it came, its place in code points.
    pub mention: Mention<Vec<CharSpan>>,
    /// Why its place does not hold.
    pub reason: String,
    /// Where it may belong; nothing where its words do not occur.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<CharSpan>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Mention {
    type Id = MentionId;
    const KIND: &'static str = "mention";
    fn id(&self) -> MentionId {
        self.id
    }

    /// By place: text order, of one start the longer first.
    fn search_keys(&self) -> [Option<SearchKey>; 2] {
        [Some(place_key(self.fragments.hull())), None]
    }
}

/// The search key of mentions that reach from the start of `hull` to its end.
#[must_use]
pub fn place_key(hull: Span) -> SearchKey {
    (u64::from(hull.start.0), u64::from(u32::MAX - hull.end.0))
}

/// Where the mentions with the search key `key` reach from and to; what [`place_key`] is the way back from.
#[must_use]
pub fn hull_of_key(key: SearchKey) -> Span {
    let offset = |number: u64| ByteOffset(u32::try_from(number).unwrap_or(u32::MAX));
    let (start, end) = (offset(key.0), offset(u64::from(u32::MAX).saturating_sub(key.1)));
    Span { start, end }
}

impl Record for Quarantined {
    type Id = MentionId;
    const KIND: &'static str = "quarantined mention";
    fn id(&self) -> MentionId {
        self.mention.id
    }
}

impl<P> Mention<P> {
    /// The same mention with its place in another form.
    ///
    /// # Errors
    /// Whatever `place` finds wrong.
    pub fn try_map<T, E>(self, place: impl FnOnce(P) -> Result<T, E>) -> Result<Mention<T>, E> {
        Ok(Mention {
            fragments: place(self.fragments)?,
            id: self.id,
            label: self.label,
            quote: self.quote,
            entry: self.entry,
            attributes: self.attributes,
            confidence: self.confidence,
            flags: self.flags,
            notes: self.notes,
            review: self.review,
            provenance: self.provenance,
            by: self.by,
            created: self.created,
            modified: self.modified,
            ext: self.ext,
        })
    }
}
