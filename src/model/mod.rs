//! The session and everything in it: articles, mentions, relations, the register, the schema.
//!
//! Architecture invariant: the model never learns how it is drawn, stored, exported or changed step by step. Its types are
//! also the published types of the session file; where a file counts in code points and memory in bytes, the type is generic
//! over the place, and the file form is the one with [`crate::text::CharSpan`].
//!
//! # Glossary
//! One word per idea, in code, files, interface and guide.
//!
//! | word | meaning |
//! |---|---|
//! | article | one immutable text with what is known about it |
//! | outlet | who published an article |
//! | region | a stretch of an article that is not its body (chrome, caption, credit, advert) |
//! | repair | a damaged stretch with the words it should have read; the text itself never changes |
//! | span | half-open range of one text |
//! | fragment | one span of a mention; most mentions have one |
//! | mention | a tagged extent of an article |
//! | layer | actor, event or claim, or another that the schema defines |
//! | label | a layer or one of its kinds, as `actor.person` |
//! | attribute | a typed property that the schema defines for labels |
//! | relation | a typed, directed link between two mentions of one article |
//! | role | what the target of a relation is to its source, as `who` or `where` |
//! | register | all entries of a session |
//! | entry | one actor, event or claim whatever it is called, shared by all articles |
//! | alias | another spelling or name of an entry |
//! | alignment | how two entries or mentions stand to each other across articles |
//! | version | one of several articles that are one text at different times; a newer one supersedes the one before |
//! | guideline | a page of a session that says what is tagged as what, linked from labels |
//! | guess | what a text says of itself, not confirmed by anybody |
//! | suggestion | a proposed mention, link or relation; no work until accepted |
//! | anchor | the day that a relative time is counted from: its article's published date |
//! | related text | sentences of different articles that tell the same |
//! | shared copy | a sentence that two outlets have nearly word for word |
//! | quarantine | mentions whose place in the text does not hold |
//! | annotator | a person or tool that makes records |
//! | review | whether a record was looked at and what was found |
//! | provenance | how a record came to be |
//! | conflict | a record that a merge could not settle |
//! | side | one of several sessions that are merged or compared |
//! | gold session | a session that holds what was decided about those of several annotators |
//! | decision | what was chosen for a gold session, and from where |

mod alignment;
mod article;
mod entry;
mod from_text;
mod guidance;
mod id;
mod label;
mod language;
mod log;
mod mention;
mod merge;
mod people;
mod record;
mod region;
mod relation;
mod schema;
mod session;
mod sorted;
mod suggestion;
mod text_enum;
mod time;
mod value;

pub use alignment::{Alignment, AlignmentEnd, AlignmentKind};
pub use article::{
    Article, Metadata, Origin, ReadingStatus, Source, SourcePlace, SourceStep, Stated, UNPLACED_KEY, Within,
};
pub use entry::{Alias, Entry, Place};
pub use guidance::{Guideline, Picture, SavedFilter, SortKey, picture_type};
pub use id::{
    AlignmentId, AnnotatorId, ArticleId, ConflictId, DecisionId, EntryId, FilterId, GuidelineId, IdError, MentionId,
    OutletId, RegionId, RelationId, RepairId, SuggestionId, TransactionId,
};
pub use label::{Label, Slug, SlugError};
pub use language::{language_name, language_tag, languages_like, tag_of_code};
pub use log::{DEFAULT_LOG_LIMIT, Log, LogLine};
pub use mention::{How, Mention, Note, Provenance, Quarantined, Review, ReviewState, hull_of_key, place_key};
pub use merge::{Conflict, Decision, DecisionAction, DecisionSource};
pub use people::{Annotator, AnnotatorKind, Grade, Outlet};
pub use record::{Record, SearchKey, Table, Whole};
pub use region::{Proposal, Region, RegionKind, Repair, RepairKind};
pub use relation::Relation;
pub use schema::{AttributeDef, AttributeType, Choice, LabelDef, LabelInfo, Layer, RelationType, RoleDef, Schema};
pub use session::{Session, SessionInfo, Shard};
pub use sorted::Sorted;
pub use suggestion::{FLAGS_KEY, FROM_KEY, NOTES_KEY, Suggestion, SuggestionKind, TO_KEY};
pub use time::{Day, Interval, Precision, Timestamp};
pub(crate) use value::read_attributes;
pub use value::{Attributes, Ext, MAX_VALUE_DEPTH, Value, Values};
