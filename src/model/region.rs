//! What cleaning found in an article: stretches that are not its body, and damaged words. The text itself never changes.

use super::id::{AnnotatorId, RegionId, RepairId};
use super::record::Record;
use super::text_enum::text_enum;
use super::time::Timestamp;
use super::value::Ext;
use crate::text::Span;
use serde::{Deserialize, Serialize};

text_enum! {
    /// What a stretch is instead of body text.
    RegionKind {
        /// Menus, buttons, counters and other parts of the page.
        Chrome = "chrome",
        /// Words under or beside a picture.
        Caption = "caption",
        /// Who made a picture or a text.
        Credit = "credit",
        /// An advert or an appeal for money.
        Advert = "advert",
        /// A line that asks to share or follow.
        Share = "share",
        /// Headline or text of another story.
        OtherStory = "other_story",
        /// Words that stand below every article of a site.
        Boilerplate = "boilerplate",
        /// The article's own headline or standfirst.
        Headline = "headline",
        /// Anything else that is not body text.
        Other = "other",
    }
}

text_enum! {
    /// Whether a proposal was taken.
    Proposal {
        /// Not decided.
        Proposed = "proposed",
        /// Taken.
        Accepted = "accepted",
        /// Turned down; kept, so that it is not proposed again.
        Rejected = "rejected",
    }
}

/// A stretch of an article that is not its body: dimmed, skipped by counts and propagation once accepted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Region<S = Span> {
    /// The region's id.
    pub id: RegionId,
    /// Where it is.
    pub span: S,
    /// What it is.
    pub kind: RegionKind,
    /// Whether it was taken.
    pub state: Proposal,
    /// Why it was proposed.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who made it.
    pub by: AnnotatorId,
    /// When it was made.
    pub created: Timestamp,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

text_enum! {
    /// What damaged the words.
    RepairKind {
        /// Text decoded with the wrong encoding.
        Mojibake = "mojibake",
        /// A slip of the outlet's.
        Typo = "typo",
        /// Words glued together or torn apart.
        Spacing = "spacing",
        /// Anything else.
        Other = "other",
    }
}

/// Damaged words and what they should read. Only shown and searched; the text stays as it was read.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Repair<S = Span> {
    /// The repair's id.
    pub id: RepairId,
    /// Where the damage is.
    pub span: S,
    /// The words as they are in the text.
    pub quote: String,
    /// The words as they should be.
    pub replacement: String,
    /// What damaged them.
    pub kind: RepairKind,
    /// Whether it was taken.
    pub state: Proposal,
    /// Why it was proposed, as "UTF-8 read as windows-874".
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who made it.
    pub by: AnnotatorId,
    /// When it was made.
    pub created: Timestamp,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

impl Record for Region {
    type Id = RegionId;
    const KIND: &'static str = "region";
    fn id(&self) -> RegionId {
        self.id
    }
}

impl Record for Repair {
    type Id = RepairId;
    const KIND: &'static str = "repair";
    fn id(&self) -> RepairId {
        self.id
    }
}

impl<S> Region<S> {
    /// The same region with its place in another unit.
    ///
    /// # Errors
    /// Whatever `place` finds wrong.
    pub fn try_map<T, E>(self, place: impl FnOnce(S) -> Result<T, E>) -> Result<Region<T>, E> {
        let Self { id, span, kind, state, reason, by, created, ext } = self;
        Ok(Region { id, span: place(span)?, kind, state, reason, by, created, ext })
    }
}

impl<S> Repair<S> {
    /// The same repair with its place in another unit.
    ///
    /// # Errors
    /// Whatever `place` finds wrong.
    pub fn try_map<T, E>(self, place: impl FnOnce(S) -> Result<T, E>) -> Result<Repair<T>, E> {
        let Self { id, span, quote, replacement, kind, state, reason, by, created, ext } = self;
        Ok(Repair { id, span: place(span)?, quote, replacement, kind, state, reason, by, created, ext })
    }
}
