//! The published form of a session file: what the RON holds and what the JSON mirror holds.
//!
//! It does not know how the file is laid out in lines, nor how offsets become bytes. The descriptions here are those of the
//! JSON Schema.

use crate::model::{
    Alignment, Annotator, AnnotatorId, ArticleId, Conflict, DEFAULT_LOG_LIMIT, Decision, Entry, Ext, Guideline,
    Interval, LogLine, Mention, Outlet, OutletId, Quarantined, ReadingStatus, Region, Relation, Repair, SavedFilter,
    Schema, Source, Stated, Suggestion, Timestamp,
};
use crate::text::{CharSpan, SharedText};
use serde::{Deserialize, Serialize};

/// What `format` says in every session file.
pub const FORMAT: &str = "byline-session";
/// The version of the format that this program writes.
pub const VERSION: u32 = 1;
/// The version of the layout in lines that this program writes.
pub const LAYOUT: u32 = 1;
/// The unit of every offset in a session file.
pub const OFFSET_UNIT: &str = "code_point";

/// A session of Byline: articles with their texts, what was tagged in them, and the register they share.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct SessionFile {
    /// Always `byline-session`.
    pub format: String,
    /// Version of the format; this one is 1.
    pub version: u32,
    /// Version of the layout in lines; says nothing about the content.
    #[serde(default = "layout")]
    pub layout: u32,
    /// Unit of every offset: `code_point`, Unicode code points from the start of the article's text.
    pub offset_unit: String,
    /// Title for people.
    pub title: String,
    /// What the work is about.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// When the session was begun.
    pub created: Timestamp,
    /// When it was last saved. Stands in the JSON mirror alone; a RON file holds it in its last line.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified: Option<Timestamp>,
    /// Who annotates.
    #[serde(default)]
    pub annotators: Vec<Annotator>,
    /// Who publishes.
    #[serde(default)]
    pub outlets: Vec<Outlet>,
    /// What can be tagged.
    pub schema: Schema,
    /// The register: actors, events and claims that all articles share.
    #[serde(default)]
    pub entries: Vec<Entry>,
    /// Articles in the order in which they are shown, each with everything that belongs to it.
    pub articles: Vec<ArticleFile>,
    /// How entries or mentions stand to each other across articles.
    #[serde(default)]
    pub alignments: Vec<Alignment>,
    /// Records that a merge could not settle.
    #[serde(default)]
    pub conflicts: Vec<Conflict>,
    /// What was decided for a gold session, and from where.
    #[serde(default)]
    pub decisions: Vec<Decision>,
    /// Filters kept under a name.
    #[serde(default)]
    pub filters: Vec<SavedFilter>,
    /// Pages of the annotation guidelines.
    #[serde(default)]
    pub guidelines: Vec<Guideline>,
    /// How many lines the log keeps.
    #[serde(default = "log_limit")]
    pub log_limit: u32,
    /// How many older lines were cut from the log.
    #[serde(default)]
    pub log_cut: u64,
    /// Who did what and when, oldest first.
    #[serde(default)]
    pub log: Vec<LogLine>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// One article: its text as it was read, what is known about it, and what was tagged in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ArticleFile {
    /// The article's id, from the hash of its source bytes and file name.
    pub id: ArticleId,
    /// The name it goes by where no headline is known: its file's name.
    pub name: String,
    /// Where the text came from and how its bytes became characters.
    pub source: Source,
    /// The article that this one replaces.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub supersedes: Option<ArticleId>,
    /// Who added it.
    pub by: AnnotatorId,
    /// When it was added.
    pub created: Timestamp,
    /// Who published it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outlet: Option<Stated<OutletId>>,
    /// Its headline.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub headline: Option<Stated<String>>,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<Stated<String>>,
    /// When it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub published: Option<Stated<Interval>>,
    /// Where it was published.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<Stated<String>>,
    /// Its language as a BCP 47 tag.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language: Option<Stated<String>>,
    /// How far it was read.
    #[serde(default = "unread")]
    pub status: ReadingStatus,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
    /// The text as it was decoded; it never changes.
    #[schemars(with = "String")]
    pub text: SharedText,
    /// Stretches that are not body text.
    #[serde(default)]
    pub regions: Vec<Region<CharSpan>>,
    /// Damaged words and what they should read.
    #[serde(default)]
    pub repairs: Vec<Repair<CharSpan>>,
    /// Tagged extents, in text order.
    #[serde(default)]
    pub mentions: Vec<Mention<Vec<CharSpan>>>,
    /// Links between the article's mentions.
    #[serde(default)]
    pub relations: Vec<Relation>,
    /// What is proposed and is no work until accepted.
    #[serde(default)]
    pub suggestions: Vec<Suggestion<Vec<CharSpan>>>,
    /// Mentions whose place does not hold in the text.
    #[serde(default)]
    pub quarantine: Vec<Quarantined>,
}

fn layout() -> u32 {
    LAYOUT
}

fn log_limit() -> u32 {
    DEFAULT_LOG_LIMIT
}

fn unread() -> ReadingStatus {
    ReadingStatus::Unread
}
