//! What a person or a script can ask for. The window and `byline apply` have these commands and no others.
//!
//! The window names places in bytes and scripts in code points; a [`Places`] says which, and planning converts.

use super::command_parts::{
    Becomes, Decided, EntryChange, FilterDraft, MentionsOf, PlacesOf, ProposalsOf, RegionsOf, RelationChange, RepairsOf,
};
use super::guideline_parts::GuidelineDraft;
use super::metadata_parts::{Field, MetadataChange, OutletChange, OutletDraft};
use crate::model::{
    AlignmentEnd, AlignmentId, AlignmentKind, ArticleId, Attributes, ConflictId, EntryId, FilterId, Grade, GuidelineId,
    Label, MentionId, OutletId, Proposal, ReadingStatus, RegionId, RegionKind, RelationId, RepairId, ReviewState,
    Schema, Slug, SuggestionId, Value, read_attributes,
};
use crate::text::{CharSpan, Span};
use serde::Deserialize;

/// Spans of one article, in the unit of whoever gives the command.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(from = "Vec<CharSpan>")]
pub enum Places {
    /// From the window.
    Bytes(Vec<Span>),
    /// From a script.
    Chars(Vec<CharSpan>),
}

impl From<Vec<CharSpan>> for Places {
    fn from(spans: Vec<CharSpan>) -> Self {
        Self::Chars(spans)
    }
}

impl From<Span> for Places {
    fn from(span: Span) -> Self {
        Self::Bytes(vec![span])
    }
}

/// A mention to be made.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TagDraft {
    /// The article.
    pub article: ArticleId,
    /// What it is tagged as.
    pub label: Label,
    /// Where it is; several fragments make it discontinuous.
    pub fragments: Places,
    /// The words expected there; refused where others are found.
    #[serde(default)]
    pub quote: Option<String>,
    /// The entry it speaks of.
    #[serde(default)]
    pub entry: Option<EntryId>,
    /// Attribute values.
    #[serde(default, deserialize_with = "read_attributes")]
    pub attributes: Attributes,
    /// How sure the annotator is, from 0 to 1.
    #[serde(default)]
    pub confidence: Option<f64>,
    /// A first note.
    #[serde(default)]
    pub note: Option<String>,
}

/// An entry to be made.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EntryDraft {
    /// The id it gets; a new one where absent.
    #[serde(default)]
    pub entry: Option<EntryId>,
    /// Its layer.
    pub layer: Slug,
    /// The canonical name.
    pub name: String,
    /// The label that fits it best.
    #[serde(default)]
    pub kind: Option<Label>,
    /// Other spellings.
    #[serde(default)]
    pub aliases: Vec<String>,
    /// Mentions of one article that are linked to it at once.
    #[serde(default)]
    pub mentions: Vec<MentionId>,
    /// Their article.
    #[serde(default)]
    pub article: Option<ArticleId>,
}

/// A side of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub enum Side {
    /// The session that the other one was brought into.
    Ours,
    /// The other one.
    Theirs,
}

impl TryFrom<String> for Side {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        match name.as_str() {
            "ours" => Ok(Self::Ours),
            "theirs" => Ok(Self::Theirs),
            _ => Err(format!("a conflict has no side `{name}`; it has ours, theirs")),
        }
    }
}

/// What can be asked for.
#[derive(Clone, Debug, PartialEq, Deserialize)]
#[serde(rename_all = "snake_case", deny_unknown_fields)]
#[expect(missing_docs, reason = "each variant says what its fields are for; ids and values explain themselves")]
pub enum Command {
    /// Make a mention.
    Tag(TagDraft),
    /// Delete mentions, with the relations and alignments that hang on them.
    Delete { article: ArticleId, mentions: Vec<MentionId> },
    /// Give mentions another label; attributes that the new label does not have go. Refused where their relations would not be
    /// allowed any more.
    Relabel { article: ArticleId, mentions: Vec<MentionId>, label: Label },
    /// Move a mention to another place, keeping everything else.
    SetExtent { article: ArticleId, mention: MentionId, fragments: Places },
    /// Set your own note on a mention; an empty text takes it away. Notes of others stay.
    SetNote { article: ArticleId, mention: MentionId, text: String },
    /// Add a note to the thread of a mention.
    AddNote { article: ArticleId, mention: MentionId, text: String },
    /// Change the words of a note of your own, by its place in the thread from 0.
    EditNote { article: ArticleId, mention: MentionId, note: usize, text: String },
    /// Take a note of your own out of the thread, by its place from 0.
    DropNote { article: ArticleId, mention: MentionId, note: usize },
    /// Say how sure you are, from 0 to 1, or nothing.
    SetConfidence { article: ArticleId, mention: MentionId, confidence: Option<f64> },
    /// Set an attribute, or take it away.
    SetAttribute { article: ArticleId, mention: MentionId, attribute: Slug, value: Option<Value> },
    /// Put a flag on a mention, or take it off.
    SetFlag { article: ArticleId, mention: MentionId, flag: Slug, on: bool },
    /// Say what a review of mentions found.
    Review { article: ArticleId, mentions: Vec<MentionId>, state: ReviewState },
    /// Link mentions to an entry, or to none.
    Link { article: ArticleId, mentions: Vec<MentionId>, entry: Option<EntryId> },
    /// Relate two mentions of one article.
    Relate {
        article: ArticleId,
        from: MentionId,
        to: MentionId,
        label: Slug,
        #[serde(default)]
        role: Option<Slug>,
    },
    /// Change a relation; refused where its type does not allow what would come of it.
    SetRelation { article: ArticleId, relation: RelationId, change: RelationChange },
    /// Delete relations.
    Unrelate { article: ArticleId, relations: Vec<RelationId> },
    /// Make a mention at each of many places. Places that carry the label already are left alone.
    TagAll {
        label: Label,
        #[serde(default)]
        entry: Option<EntryId>,
        #[serde(default, deserialize_with = "read_attributes")]
        attributes: Attributes,
        places: PlacesOf,
        /// The mention whose words stand at all of them.
        #[serde(default)]
        from: Option<MentionId>,
    },
    /// Delete mentions of several articles, with the relations and alignments that hang on them.
    DeleteAll { mentions: MentionsOf },
    /// Link mentions of several articles to an entry, or to none.
    LinkAll { mentions: MentionsOf, entry: Option<EntryId> },
    /// Give mentions of several articles another label. Those whose place carries it already are left alone.
    RelabelAll { mentions: MentionsOf, label: Label },
    /// Say what a review of mentions of several articles found.
    ReviewAll { mentions: MentionsOf, state: ReviewState },
    /// Put a flag on mentions of several articles, or take it off.
    FlagAll { mentions: MentionsOf, flag: Slug, on: bool },
    /// Of mentions with one label on the same words keep the oldest; what the others have goes to it.
    JoinAlike { mentions: MentionsOf },
    /// Bring a quarantined mention back, at a place that holds.
    Restore { article: ArticleId, mention: MentionId, fragments: Places },
    /// Delete a quarantined mention.
    DropQuarantined { article: ArticleId, mention: MentionId },
    /// Take or turn down a suggestion; taking it makes the record.
    SetSuggestion { article: ArticleId, suggestion: SuggestionId, state: Proposal },
    /// Take or turn down suggestions of one article as one step; those that were taken already stay so.
    SetSuggestions { article: ArticleId, suggestions: Vec<SuggestionId>, state: Proposal },
    /// As [`Command::SetSuggestions`], of several articles.
    SettleSuggestions { articles: Vec<(ArticleId, Vec<SuggestionId>)>, state: Proposal },
    /// Mark stretches that are not body, each as a region of its own.
    AddRegion { article: ArticleId, fragments: Places, kind: RegionKind },
    /// Take or turn down a region.
    SetRegion { article: ArticleId, region: RegionId, state: Proposal },
    /// Delete a region.
    DropRegion { article: ArticleId, region: RegionId },
    /// Take or turn down a repair.
    SetRepair { article: ArticleId, repair: RepairId, state: Proposal },
    /// Propose regions and repairs, each to be taken or turned down. A place that overlaps a known one is left alone, whatever
    /// was decided about that.
    Propose { articles: Vec<ProposalsOf> },
    /// Take or turn down regions of several articles as one step.
    SetRegions { regions: RegionsOf, state: Proposal },
    /// Take or turn down repairs of several articles as one step.
    SetRepairs { repairs: RepairsOf, state: Proposal },
    /// Say how far an article was read.
    SetStatus { article: ArticleId, status: ReadingStatus },
    /// Set a field of an article's metadata, which confirms it, or take it away.
    SetMetadata { article: ArticleId, field: Field, value: Option<String> },
    /// Change what is known of several articles, as one step.
    SetMetadataAll { articles: Vec<ArticleId>, change: MetadataChange },
    /// Confirm what is guessed of articles, as one step: the fields that are named, or all where none is.
    ConfirmMetadata {
        articles: Vec<ArticleId>,
        #[serde(default)]
        fields: Vec<Field>,
    },
    /// Take an article out, with all that belongs to it.
    RemoveArticle { article: ArticleId },
    /// Make an entry.
    AddEntry(EntryDraft),
    /// Give an entry another canonical name; the old one becomes an alias.
    RenameEntry { entry: EntryId, name: String },
    /// Add another spelling to an entry.
    AddAlias { entry: EntryId, alias: String },
    /// Take a spelling from an entry.
    DropAlias { entry: EntryId, alias: String },
    /// Change one thing about an entry.
    EditEntry { entry: EntryId, change: EntryChange },
    /// Make one entry of several: what the others have goes to the one that stays.
    MergeEntries { into: EntryId, from: Vec<EntryId> },
    /// Make a new entry of some mentions and aliases of another one. The two are then known to be distinct.
    SplitEntry {
        entry: EntryId,
        name: String,
        #[serde(default)]
        aliases: Vec<String>,
        #[serde(default)]
        mentions: MentionsOf,
        /// The id that the new one gets; a fresh one where absent.
        #[serde(default)]
        new: Option<EntryId>,
    },
    /// Say that entries are not the same, each with each, or take that back.
    SetDistinct { entries: Vec<EntryId>, on: bool },
    /// Delete an entry; mentions lose the link, alignments with it go.
    DropEntry { entry: EntryId },
    /// Delete several entries.
    DropEntries { entries: Vec<EntryId> },
    /// Say how two entries, or two mentions of different articles, stand to each other.
    Align { from: AlignmentEnd, to: AlignmentEnd, kind: AlignmentKind },
    /// Say how two entries of one layer stand to each other. A mention stands for the entry that it is linked to; of one that
    /// is linked to none an entry is made in the same step, named by its words.
    AlignEntries { from: AlignmentEnd, to: AlignmentEnd, kind: AlignmentKind },
    /// Delete an alignment.
    DropAlignment { alignment: AlignmentId },
    /// Delete a conflict that somebody has looked at; the record it is about stays as it is.
    DropConflict { conflict: ConflictId },
    /// Settle a conflict: the record it is about becomes what one side made of it, and the conflict goes.
    SettleConflict { conflict: ConflictId, side: Side },
    /// Write what was decided about things that several annotators tagged, and from where it came. Earlier decisions about the same
    /// versions go, and what was made of them becomes what is decided now.
    Decide(Decided),
    /// Grade an outlet's reliability, or take the grade away.
    GradeOutlet { outlet: OutletId, reliability: Option<Grade> },
    /// Make an outlet.
    AddOutlet(OutletDraft),
    /// Change one thing about an outlet.
    EditOutlet { outlet: OutletId, change: OutletChange },
    /// Make one outlet of several spellings: articles and saved filters of the others go to the one that stays.
    MergeOutlets { into: OutletId, from: Vec<OutletId> },
    /// Delete an outlet that no article and no saved filter names.
    DropOutlet { outlet: OutletId },
    /// Keep a filter under a name; the one that has its id, or else its name, is replaced.
    SaveFilter(Box<FilterDraft>),
    /// Delete a saved filter.
    DropFilter { filter: FilterId },
    /// Write a page of the guidelines, with all pictures that it has then; labels can be linked to it in the same step.
    SaveGuideline(Box<GuidelineDraft>),
    /// Delete a page of the guidelines; labels that it explains lose the link.
    DropGuideline { guideline: GuidelineId },
    /// Say which page explains a label, or that none does.
    ExplainLabel { label: Label, guideline: Option<GuidelineId> },
    /// Set the session's title.
    SetTitle { title: String },
    /// Replace the schema, and say what becomes of records of what it does not have any more. Refused where that is left open
    /// for something in use, or where anything else would not hold any more.
    SetSchema {
        schema: Box<Schema>,
        #[serde(default)]
        becomes: Becomes,
    },
}
