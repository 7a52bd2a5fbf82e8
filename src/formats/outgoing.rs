//! What of a session an export takes, article by article, and what of it a format cannot carry.
//!
//! Every writer goes through it, so that selections mean the same everywhere and nothing is lost without a word. It does not
//! know any format.

use super::names::{attribute_name, label_name, outer_value, relation_name};
use super::report::{Dropped, FormatError, Written};
use super::selection::Selection;
use crate::codec::{Spread, map_each};
use crate::model::{
    ArticleId, Attributes, Entry, EntryId, Mention, MentionId, Proposal, Relation, ReviewState, Session, Shard,
    Suggestion, SuggestionKind, Value,
};
use crate::text::{CharSpan, turns_text};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a format has a place for. What it has none for is dropped, and reported.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one thing that a format has or has not a place for")]
pub struct Carries {
    /// Mentions of several fragments.
    pub discontinuous: bool,
    /// Relations between mentions.
    pub relations: bool,
    /// Attribute values.
    pub attributes: bool,
    /// The words of notes.
    pub notes: bool,
    /// Links to entries, with the entries' names.
    pub entries: bool,
    /// Aliases, ids and the other details of entries.
    pub entry_details: bool,
    /// Alignments.
    pub alignments: bool,
    /// How sure annotators were.
    pub confidence: bool,
    /// Review states.
    pub review: bool,
    /// Flags.
    pub flags: bool,
    /// Who made each mention.
    pub annotators: bool,
    /// Regions of articles.
    pub regions: bool,
    /// The texts of articles.
    pub texts: bool,
}

impl Carries {
    /// Nothing but labels on stretches of one fragment.
    pub const LABELS: Self = Self {
        discontinuous: false,
        relations: false,
        attributes: false,
        notes: false,
        entries: false,
        entry_details: false,
        alignments: false,
        confidence: false,
        review: false,
        flags: false,
        annotators: false,
        regions: false,
        texts: false,
    };
    /// All that there is a place for in a session.
    pub const ALL: Self = Self {
        discontinuous: true,
        relations: true,
        attributes: true,
        notes: true,
        entries: true,
        entry_details: true,
        alignments: true,
        confidence: true,
        review: true,
        flags: true,
        annotators: true,
        regions: true,
        texts: true,
    };
}

/// A session with what is taken of it.
#[derive(Clone, Copy, Debug)]
pub struct Outgoing<'a> {
    /// The session.
    pub session: &'a Session,
    /// What is taken.
    pub selection: &'a Selection,
    /// Carries out work on several articles side by side.
    pub spread: &'a dyn Spread,
}

/// One article with what is taken of it.
#[derive(Clone, Debug)]
pub struct OutDocument<'a> {
    /// The article and all that belongs to it.
    pub shard: &'a Shard,
    /// The article's name in the export.
    pub name: String,
    /// A name for files, without an ending: unique among all articles whatever the case, and safe on every system.
    pub stem: String,
    /// Mentions in text order.
    pub mentions: Vec<&'a Mention>,
    /// Relations both of whose ends are taken, by the place of their source.
    pub relations: Vec<&'a Relation>,
    /// Proposed mentions, where they were asked for.
    pub suggestions: Vec<&'a Suggestion>,
}

impl<'a> Outgoing<'a> {
    /// `session`, of which `selection` is taken.
    #[must_use]
    pub fn new(session: &'a Session, selection: &'a Selection, spread: &'a dyn Spread) -> Self {
        Self { session, selection, spread }
    }

    /// The articles that are taken, in order, one at a time. Names that two articles share get a number.
    pub fn documents(self) -> impl Iterator<Item = OutDocument<'a>> {
        let mut stems = Stems::default();
        let shards = self.session.shards().iter().filter(move |shard| self.selection.takes_article(shard));
        shards.map(move |shard| self.document(shard, stems.next(&shard.article.name)))
    }

    /// Makes something of each article that is taken, of some of them side by side, and gives it to `take` in their order.
    ///
    /// # Errors
    /// The first of `take`; what comes behind it is not made.
    pub(super) fn each<T: Send>(
        self,
        make: impl Fn(&OutDocument<'a>) -> T + Sync,
        take: impl FnMut(T) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        self.each_with(|_| (), |document, ()| make(document), take)
    }

    /// As [`Self::each`], where what is made of an article hangs on those before it: `prepare` sees one after the other.
    ///
    /// # Errors
    /// As for [`Self::each`].
    pub(super) fn each_with<S: Send, T: Send>(
        self,
        mut prepare: impl FnMut(&OutDocument<'a>) -> S,
        make: impl Fn(&OutDocument<'a>, S) -> T + Sync,
        mut take: impl FnMut(T) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let mut documents = self.documents();
        loop {
            let (mut some, mut bytes) = (Vec::new(), 0);
            while bytes < AT_ONCE_BYTES
                && let Some(document) = documents.next()
            {
                bytes += document.text().len();
                let prepared = prepare(&document);
                some.push((document, prepared));
            }
            if some.is_empty() {
                return Ok(());
            }
            for made in map_each(self.spread, some, |(document, prepared)| make(&document, prepared)) {
                take(made)?;
            }
        }
    }

    fn document(self, shard: &'a Shard, stem: String) -> OutDocument<'a> {
        let mentions: Vec<&Mention> =
            shard.mentions.by_key().filter(|mention| self.selection.takes_mention(mention)).collect();
        let mut relations = Vec::new();
        if !shard.relations.is_empty() {
            let ids: BTreeSet<MentionId> = mentions.iter().map(|mention| mention.id).collect();
            let is_taken = |relation: &&Relation| {
                ids.contains(&relation.from) && ids.contains(&relation.to) && self.takes_relation(relation)
            };
            let order: BTreeMap<MentionId, usize> =
                mentions.iter().enumerate().map(|(rank, mention)| (mention.id, rank)).collect();
            relations = shard.relations.iter().filter(is_taken).collect();
            relations.sort_by_key(|relation| (order.get(&relation.from), order.get(&relation.to), relation.id));
        }
        let is_proposed = |row: &&Suggestion| {
            row.kind == SuggestionKind::Mention && row.state == Proposal::Proposed && row.fragments.is_some()
        };
        let suggestions = if self.selection.suggestions {
            shard.suggestions.iter().filter(is_proposed).collect()
        } else {
            Vec::new()
        };
        OutDocument { shard, name: shard.article.name.clone(), stem, mentions, relations, suggestions }
    }

    fn takes_relation(self, relation: &Relation) -> bool {
        self.selection.takes_state(relation.review.state)
    }

    /// The label's name in the export.
    #[must_use]
    pub fn label(self, mention: &'a Mention) -> &'a str {
        label_name(&self.session.schema, &mention.label)
    }

    /// The relation's name in the export.
    #[must_use]
    pub fn relation(self, relation: &'a Relation) -> &'a str {
        relation_name(&self.session.schema, relation)
    }

    /// Attribute values by their names in the export.
    pub fn attributes(self, values: &'a Attributes) -> impl Iterator<Item = (&'a str, Cow<'a, Value>)> {
        let schema = self.session.schema.as_ref();
        values.iter().map(move |(id, value)| (attribute_name(schema, id), outer_value(schema, id, value)))
    }

    /// The entry that a mention speaks of.
    #[must_use]
    pub fn entry(self, mention: &Mention) -> Option<&'a Entry> {
        mention.entry.and_then(|id| self.session.entries.get(id))
    }

    /// How many mentions of the session are not taken because the selection says so.
    #[must_use]
    pub fn left_out(self) -> usize {
        let is_left = |shard: &Shard, mention: &Mention| {
            let by_default = self.selection.states.is_none() && mention.review.state == ReviewState::Rejected;
            !(self.selection.takes_article(shard) && (self.selection.takes_mention(mention) || by_default))
        };
        let shards = self.session.shards().iter();
        shards.map(|shard| shard.mentions.iter().filter(|mention| is_left(shard, mention)).count()).sum()
    }

    /// What came of it, with so many mentions written.
    pub(super) fn written(self, mentions: usize, dropped: Vec<Dropped>) -> Written {
        Written { mentions, left_out: self.left_out(), dropped, others: Vec::new(), empty: Vec::new() }
    }

    /// What a format that `carries` so much has no place for, item by item.
    #[must_use]
    pub fn losses(self, carries: Carries) -> Vec<Dropped> {
        let mut losses = Losses::default();
        let of_document = |document: &OutDocument<'a>| {
            let mut losses = Losses::default();
            self.document_losses(document, carries, &mut losses);
            losses
        };
        let gathered = self.each(of_document, |found| {
            losses.join(found);
            Ok(())
        });
        debug_assert!(gathered.is_ok(), "nothing fails in taking them");
        self.session_losses(carries, &mut losses);
        losses.0
    }

    fn document_losses(self, document: &OutDocument<'a>, carries: Carries, losses: &mut Losses) {
        let shard = document.shard;
        let place = place_of(shard);
        let mut add = |what: &str, ids: Vec<String>, why: &str| losses.add(what, &place, ids, why);
        if self.selection.states.is_none() {
            let rejected = shard.mentions.iter().filter(|mention| {
                mention.review.state == ReviewState::Rejected && self.selection.takes_label(&mention.label)
            });
            add(
                "rejected mentions",
                ids_of(rejected, |mention| mention.id.to_string()),
                "a reviewer rejected them; --states open,accepted,rejected takes them too",
            );
        }
        let of = |has: &dyn Fn(&Mention) -> bool| {
            ids_of(document.mentions.iter().copied().filter(|mention| has(mention)), |mention| mention.id.to_string())
        };
        if !carries.discontinuous {
            let parted = of(&|mention| mention.fragments.spans().len() > 1);
            add(
                "gaps between fragments",
                parted,
                "the format has no mentions of several fragments; see below what is written",
            );
        }
        let parts: [Part<'_>; 7] = [
            (carries.attributes, "attribute values", &|mention| !mention.attributes.is_empty()),
            (carries.notes, "notes", &|mention| !mention.notes.is_empty()),
            (carries.entries, "links to the register", &|mention| mention.entry.is_some()),
            (carries.confidence, "confidences", &|mention| mention.confidence.is_some()),
            (carries.review, "review states", &|mention| mention.review.state != ReviewState::Open),
            (carries.flags, "flags", &|mention| !mention.flags.is_empty()),
            (carries.annotators, "annotators", &|mention| Some(mention.by) != self.only_annotator()),
        ];
        for (is_carried, what, has) in parts {
            if !is_carried {
                add(what, of(has), NO_PLACE);
            }
        }
        let noted = if carries.notes { of(&|row| !row.notes.is_empty()) } else { Vec::new() };
        add("authors and times of notes", noted, NO_PLACE);
        let reviewed = of(&|row| row.review.by().is_some() || row.review.at().is_some());
        add("reviewers and times of review", reviewed, NO_PLACE);
        if !carries.relations {
            add("relations", ids_of(document.relations.iter().copied(), |row| row.id.to_string()), NO_PLACE);
        }
        let [regions, repairs] = decided(shard);
        add("regions", if carries.regions { Vec::new() } else { regions }, NO_PLACE);
        add("repairs", repairs, NO_PLACE);
        let written: BTreeSet<_> = document.suggestions.iter().map(|row| row.id).collect();
        // Those that were accepted are work, and that is written.
        let is_left = |row: &&Suggestion| row.state != Proposal::Accepted && !written.contains(&row.id);
        let open = shard.suggestions.iter().filter(is_left);
        add("suggestions", ids_of(open, |row| row.id.to_string()), "they are no work until accepted");
        add(
            "quarantined mentions",
            ids_of(shard.quarantine.iter(), |row| row.mention.id.to_string()),
            "their place in the text does not hold",
        );
    }

    fn session_losses(self, carries: Carries, losses: &mut Losses) {
        let session = self.session;
        let mut add = |what: &str, ids: Vec<String>| losses.add(what, OF_SESSION, ids, NO_PLACE);
        if !carries.entry_details {
            let detailed = session.entries.iter().filter(|entry| has_details(entry));
            add("details of entries", ids_of(detailed, |entry| entry.id.to_string()));
        }
        let mut linked: BTreeSet<EntryId> = BTreeSet::new();
        if !session.entries.is_empty() {
            linked.extend(self.documents().flat_map(|document| document.mentions).filter_map(|mention| mention.entry));
        }
        let silent = session.entries.iter().filter(|entry| !linked.contains(&entry.id));
        add(UNMENTIONED, ids_of(silent, |entry| entry.id.to_string()));
        if !carries.alignments {
            add("alignments", ids_of(session.alignments.iter(), |row| row.id.to_string()));
        }
        add("conflicts", ids_of(session.conflicts.iter(), |row| row.id.to_string()));
        add("decisions", ids_of(session.decisions.iter(), |row| row.id.to_string()));
    }

    /// Whoever made every mention, where that is one person.
    fn only_annotator(self) -> Option<crate::model::AnnotatorId> {
        let mut all = self.session.annotators.iter();
        all.next().filter(|_| all.next().is_none()).map(|annotator| annotator.id)
    }
}

impl OutDocument<'_> {
    /// The place of a mention in code points.
    #[must_use]
    pub fn chars(&self, mention: &Mention) -> Vec<CharSpan> {
        self.shard.article.char_spans(&mention.fragments)
    }

    /// The article's text.
    #[must_use]
    pub fn text(&self) -> &str {
        self.shard.article.text()
    }

    /// The article's id.
    #[must_use]
    pub fn id(&self) -> ArticleId {
        self.shard.id()
    }
}

/// Whether a format carries a part of mentions, what it is called, and which mentions have it.
type Part<'p> = (bool, &'p str, &'p dyn Fn(&Mention) -> bool);

/// Articles of about so many bytes of text are worked on at once: enough for everybody, and not much memory.
const AT_ONCE_BYTES: usize = 1 << 20;

const NO_PLACE: &str = "the format has no place for them";

/// The place of what belongs to no article.
pub const OF_SESSION: &str = "session";

/// Entries of which no mention is exported.
pub const UNMENTIONED: &str = "entries without a mention";

/// What is lost, gathered.
#[derive(Debug, Default)]
pub(super) struct Losses(pub(super) Vec<Dropped>);

impl Losses {
    /// Adds what is lost in one place, where it is anything.
    pub(super) fn add(&mut self, what: &str, place: &str, ids: Vec<String>, why: &str) {
        if !ids.is_empty() {
            let (what, place, why) = (what.to_owned(), place.to_owned(), why.to_owned());
            self.0.push(Dropped { what, place, count: ids.len(), ids, why });
        }
    }
}

impl Losses {
    /// Adds what was found behind this.
    pub(super) fn join(&mut self, mut other: Self) {
        self.0.append(&mut other.0);
    }
}

/// An article on its way out: the bytes of its file, or of its part of one.
#[derive(Debug, Default)]
pub(super) struct Rendered {
    pub(super) bytes: Vec<u8>,
    /// How many mentions are in it.
    pub(super) mentions: usize,
    /// What is not.
    pub(super) losses: Losses,
}

/// An article in reports.
#[must_use]
pub fn place_of(shard: &Shard) -> String {
    format!("{} ({})", shard.article.name, shard.id())
}

fn ids_of<'r, R: 'r>(records: impl Iterator<Item = &'r R>, id: impl Fn(&R) -> String) -> Vec<String> {
    records.map(id).collect()
}

/// Names for files, each given once.
#[derive(Debug, Default)]
struct Stems {
    used: BTreeSet<String>,
    next: BTreeMap<String, u32>,
}

/// The longest name for a file that is made of an article's name, in bytes; a number and an ending still fit behind it.
const MAX_STEM_BYTES: usize = 200;

impl Stems {
    /// The stem of `name`, with a number behind it where an earlier article has it.
    fn next(&mut self, name: &str) -> String {
        let stem = safe_stem(name);
        let folded = stem.to_lowercase();
        if self.used.insert(folded.clone()) {
            return stem;
        }
        loop {
            let number = self.next.entry(folded.clone()).or_insert(1);
            *number += 1;
            let numbered = format!("{stem}-{number}");
            if self.used.insert(numbered.to_lowercase()) {
                return numbered;
            }
        }
    }
}

/// `name` without its ending and without anything that some system does not take in a file's name.
fn safe_stem(name: &str) -> String {
    let stem = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map_or(name, |(stem, _)| stem);
    let is_bad = |char: char| char.is_control() || r#"/\:*?"<>|"#.contains(char) || turns_text(char);
    let mut safe: String = stem.chars().map(|char| if is_bad(char) { '_' } else { char }).collect();
    if safe.starts_with('.') {
        safe.replace_range(..1, "_");
    }
    safe.truncate(safe.floor_char_boundary(MAX_STEM_BYTES));
    let trimmed = safe.trim_matches(' ').trim_end_matches('.');
    if trimmed.is_empty() { "article".to_owned() } else { trimmed.to_owned() }
}

/// Whether `entry` holds more than its name and layer.
fn has_details(entry: &Entry) -> bool {
    entry.kind.is_some()
        || entry.when.is_some()
        || entry.place.is_some()
        || entry.credibility.is_some()
        || !(entry.aliases.is_empty() && entry.ids.is_empty() && entry.attributes.is_empty())
        || !(entry.distinct_from.is_empty() && entry.note.is_empty() && entry.ext.is_empty())
}

/// The ids of regions, then repairs, that somebody has decided on. What cleaning proposes it proposes again, so that nothing
/// is lost of it.
fn decided(shard: &Shard) -> [Vec<String>; 2] {
    let regions = shard.regions.iter().filter(|row| row.state != Proposal::Proposed);
    let repairs = shard.repairs.iter().filter(|row| row.state != Proposal::Proposed);
    [ids_of(regions, |row| row.id.to_string()), ids_of(repairs, |row| row.id.to_string())]
}
