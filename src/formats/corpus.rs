//! What files of another tool hold, in their own names and units, before any of it is in a session.
//!
//! Readers fill it and nothing else; [`super::land`] makes records of it. It does not know the session, and what a reader could
//! not understand stands in it as a [`Remark`].

use crate::model::{AttributeType, ReviewState, Value, Values};
use crate::text::shortened;
use std::collections::{BTreeMap, HashMap};

/// The unit that offsets of a document count in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// Unicode code points.
    #[default]
    CodePoint,
    /// UTF-16 code units.
    Utf16,
    /// Bytes of UTF-8.
    Byte,
}

/// Everything that was read, of all files.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Corpus {
    /// Documents in the order in which they were read.
    pub documents: Vec<Document>,
    /// What mentions of several documents may speak of, by [`CorpusEntry::key`].
    pub entries: Vec<CorpusEntry>,
    /// What the files say of labels, attributes and relation types.
    pub scheme: Scheme,
    /// What was changed, kept aside or refused on the way.
    pub remarks: Vec<Remark>,
}

impl Corpus {
    /// Adds `document`.
    pub(super) fn add(&mut self, mut document: Document) {
        document.settle();
        self.documents.push(document);
    }
}

impl Document {
    /// Gives back what its text and its lists reserved while they were gathered: all documents wait before one becomes an
    /// article, and the text stays as it is when it does.
    pub(super) fn settle(&mut self) {
        if let Some(text) = self.text.take_if(|text| text.capacity() - text.len() > text.len() / 8) {
            self.text = Some(text.as_str().to_owned());
        }
        self.mentions = moved(std::mem::take(&mut self.mentions));
        self.relations = moved(std::mem::take(&mut self.relations));
    }
}

/// `list` in a place of its own size. An allocator that is asked to shrink one may leave it where it is, as long as half of it
/// is used.
fn moved<T>(list: Vec<T>) -> Vec<T> {
    if list.capacity() == list.len() {
        return list;
    }
    let mut moved = Vec::with_capacity(list.len());
    moved.extend(list);
    moved
}

/// One text with what is marked in it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Document {
    /// Its name; the article's name where it becomes one.
    pub name: String,
    /// The file that says so, for reports.
    pub file: String,
    /// The text exactly as it is stored, a byte order mark included; absent where the format does not hold texts, and the
    /// document is then found by its name.
    pub text: Option<String>,
    /// What offsets count.
    pub unit: Unit,
    /// What is known about it.
    pub about: About,
    /// What is marked.
    pub mentions: Vec<CorpusMention>,
    /// Links between the mentions.
    pub relations: Vec<CorpusRelation>,
    /// Anything else that the file holds about the document.
    pub ext: Values,
}

/// What a file says about a document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    /// Its headline.
    pub headline: Option<String>,
    /// Who wrote it.
    pub author: Option<String>,
    /// Who published it.
    pub outlet: Option<String>,
    /// The day it was published, as `2026-11-21`.
    pub published: Option<String>,
    /// Where it was published.
    pub url: Option<String>,
    /// Its language as a BCP 47 tag.
    pub language: Option<String>,
    /// Anything worth knowing.
    pub note: String,
}

/// A label as the file has it, with the group it belongs to there.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LabelName {
    /// The kind of annotation it is a label of, as `entity`, or a layer's name; empty where the format has no groups.
    pub group: String,
    /// The label.
    pub name: String,
}

impl LabelName {
    /// The label `name` of `group`.
    #[must_use]
    pub fn new(group: &str, name: &str) -> Self {
        Self { group: group.to_owned(), name: name.to_owned() }
    }
}

/// A marked stretch.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorpusMention {
    /// Its id in the file; empty where it has none.
    pub id: String,
    /// Where in the file it stands, as "line 12".
    pub place: String,
    /// What it is marked as.
    pub label: LabelName,
    /// Start and end of each fragment, end exclusive, in the document's unit.
    pub fragments: Vec<(u64, u64)>,
    /// The words that the file says stand there; fragments joined by one space.
    pub quote: Option<String>,
    /// Attributes by their names in the file.
    pub attributes: Values,
    /// Remarks of people.
    pub notes: Vec<String>,
    /// How sure whoever marked it was, from 0 to 1.
    pub confidence: Option<f64>,
    /// What a review found.
    pub review: ReviewState,
    /// Whether it is a proposal and no work yet.
    pub is_proposal: bool,
    /// The key of the entry that it speaks of.
    pub entry: Option<String>,
    /// Who marked it.
    pub annotator: Option<String>,
    /// Flags, as `unsure`.
    pub flags: Vec<String>,
    /// What a session has no place for, kept for the way back.
    pub ext: Values,
}

/// A link between two mentions of one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct CorpusRelation {
    /// Its id in the file; empty where it has none.
    pub id: String,
    /// Where in the file it stands.
    pub place: String,
    /// Its type.
    pub name: String,
    /// What the target is to the source, where the type has roles.
    pub role: Option<String>,
    /// The number of the mention that it starts from, in [`Document::mentions`].
    pub from: usize,
    /// The number of the mention that it leads to.
    pub to: usize,
    /// Attributes by their names in the file.
    pub attributes: Values,
    /// Remarks of people.
    pub notes: Vec<String>,
    /// How sure whoever drew it was, from 0 to 1.
    pub confidence: Option<f64>,
    /// Whether it is a proposal and no work yet.
    pub is_proposal: bool,
    /// Who drew it.
    pub annotator: Option<String>,
    /// What a session has no place for, kept for the way back.
    pub ext: Values,
}

/// What several mentions speak of: a normalisation, a chain, a code of a register.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorpusEntry {
    /// What mentions name it by.
    pub key: String,
    /// Its name for people; the words of its first mention where empty.
    pub name: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// Ids elsewhere by the name of the place.
    pub ids: BTreeMap<String, String>,
    /// Anything worth knowing.
    pub note: String,
}

/// Entries that several documents name, each once.
#[derive(Debug, Default)]
pub(super) struct CorpusEntries {
    /// The entries in the order in which they were named first.
    pub(super) rows: Vec<CorpusEntry>,
    by_key: HashMap<String, usize>,
}

impl CorpusEntries {
    /// Adds `entry`; where its key is there already, its names become other names of that one.
    pub(super) fn take(&mut self, entry: CorpusEntry) {
        let Some(known) = self.by_key.get(&entry.key).and_then(|number| self.rows.get_mut(*number)) else {
            self.by_key.insert(entry.key.clone(), self.rows.len());
            return self.rows.push(entry);
        };
        for name in std::iter::once(entry.name).chain(entry.aliases).filter(|name| !name.is_empty()) {
            if known.name.is_empty() {
                known.name = name;
            } else if known.name != name && !known.aliases.contains(&name) {
                known.aliases.push(name);
            }
        }
    }
}

/// What files say of labels, attributes and relation types beyond their use.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scheme {
    /// Labels, parents before their children.
    pub labels: Vec<SchemeLabel>,
    /// Attributes.
    pub attributes: Vec<SchemeAttribute>,
    /// Relation types.
    pub relations: Vec<SchemeRelation>,
}

/// A label that can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemeLabel {
    /// The label.
    pub label: LabelName,
    /// Its name for people; the label itself where empty.
    pub display: String,
    /// A colour as `#rrggbb`.
    pub color: Option<String>,
    /// A key that tags with it.
    pub hotkey: Option<char>,
    /// What it is for.
    pub description: String,
}

/// An attribute that can be used.
#[derive(Clone, Debug, PartialEq)]
pub struct SchemeAttribute {
    /// Its name in the file.
    pub name: String,
    /// What values it takes.
    pub values: AttributeType,
    /// What can be chosen.
    pub choices: Vec<String>,
    /// The value of new records.
    pub default: Option<Value>,
    /// Labels that have it, whether or not one of their mentions has a value.
    pub labels: Vec<LabelName>,
}

/// A relation type that can be used.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SchemeRelation {
    /// Its name in the file.
    pub name: String,
    /// Labels that it may start from; none means any.
    pub from: Vec<LabelName>,
    /// Labels that it may lead to; none means any.
    pub to: Vec<LabelName>,
    /// Roles that its target can have.
    pub roles: Vec<String>,
    /// Whether both directions mean the same.
    pub symmetric: bool,
}

/// What became of something that a file holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, serde::Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// It is in the session, otherwise than in the file.
    Changed,
    /// It is in the session as data of another tool, which nothing shows.
    KeptAside,
    /// Its place does not hold; it waits in the quarantine.
    Quarantined,
    /// It is not in the session.
    Refused,
}

/// What a report of an import counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Thing {
    /// A document.
    Document,
    /// A mention.
    Mention,
    /// A relation.
    Relation,
    /// An attribute value.
    Attribute,
    /// A note.
    Note,
}

/// How many things of which kinds are not in the session.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Missing(pub Vec<(Thing, usize)>);

/// How much of what a file holds a remark repeats: a word of it may be megabytes long.
const MAX_WHAT_CHARS: usize = 200;
const MAX_WHY_CHARS: usize = 1000;

/// One thing of a file that is not in the session as it is there.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct Remark {
    /// What became of it.
    pub fate: Fate,
    /// The file.
    pub file: Box<str>,
    /// Where in it, as "line 12"; empty for the whole file.
    pub place: Box<str>,
    /// What it is, as "T4 Person".
    pub what: String,
    /// What is wrong and what to do.
    pub why: String,
    /// Where it may belong, in code points of its article.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub proposed: Vec<crate::text::CharSpan>,
    /// What is not in the session for it, where nothing else counts that.
    #[serde(skip)]
    pub missing: Option<Box<Missing>>,
}

impl Remark {
    /// A remark on something at `place` of `file`.
    #[must_use]
    pub fn new(fate: Fate, file: &str, place: &str, what: &str, why: &str) -> Self {
        let (what, why) = (shortened(what, MAX_WHAT_CHARS).into_owned(), shortened(why, MAX_WHY_CHARS).into_owned());
        let (proposed, missing) = (Vec::new(), None);
        Self { fate, file: file.into(), place: place.into(), what, why, proposed, missing }
    }

    /// The same on one thing of this kind that does not come into the session.
    #[must_use]
    pub fn of(self, thing: Thing) -> Self {
        self.of_all(1, thing)
    }

    /// The same on so many things of this kind.
    #[must_use]
    pub fn of_all(mut self, number: usize, thing: Thing) -> Self {
        if number > 0 {
            self.missing.get_or_insert_default().0.push((thing, number));
        }
        self
    }

    /// The same on a document with all that is marked in it.
    #[must_use]
    pub fn of_document(self, document: &Document) -> Self {
        let (mentions, relations) = (document.mentions.len(), document.relations.len());
        self.of(Thing::Document).of_all(mentions, Thing::Mention).of_all(relations, Thing::Relation)
    }

    /// Something that does not come into the session.
    #[must_use]
    pub fn refused(file: &str, place: &str, what: &str, why: &str) -> Self {
        Self::new(Fate::Refused, file, place, what, why)
    }
}

impl std::fmt::Display for Remark {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        // What speaks of all files names none.
        match (self.file.is_empty(), self.place.is_empty()) {
            (true, _) => {}
            (false, true) => write!(f, "{}: ", self.file)?,
            (false, false) => write!(f, "{}, {}: ", self.file, self.place)?,
        }
        let fate = match self.fate {
            Fate::Changed => "changed",
            Fate::KeptAside => "kept aside",
            Fate::Quarantined => "in the quarantine",
            Fate::Refused => "not imported",
        };
        write!(f, "{}: {fate}: {}", self.what, self.why)?;
        if !self.proposed.is_empty() {
            let places: Vec<String> =
                self.proposed.iter().map(|span| format!("{}..{}", span.start, span.end)).collect();
            write!(f, "; it may belong at {}", places.join(", "))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn documents_wait_without_room_to_spare() {
        let mut mentions = Vec::with_capacity(32);
        mentions.resize(20, CorpusMention::default());
        let mut text = String::with_capacity(100);
        text.push_str("Ann left.");
        let mut corpus = Corpus::default();
        corpus.add(Document { text: Some(text), mentions, ..Document::default() });
        let document = &corpus.documents[0];
        assert_eq!((document.mentions.len(), document.mentions.capacity()), (20, 20));
        assert_eq!(document.text.as_ref().map(|text| (text.as_str(), text.capacity())), Some(("Ann left.", 9)));
    }

    #[test]
    fn an_entry_that_is_named_again_gets_other_names() {
        let named =
            |key: &str, name: &str| CorpusEntry { key: key.into(), name: name.into(), ..CorpusEntry::default() };
        let mut entries = CorpusEntries::default();
        for name in ["", "Ann", "Ann", "Ann Lee", "", "Ann Lee"] {
            entries.take(named("1", name));
        }
        entries.take(named("2", "Bo"));
        let found: Vec<(&str, &[String])> =
            entries.rows.iter().map(|row| (row.name.as_str(), row.aliases.as_slice())).collect();
        assert_eq!(found, [("Ann", ["Ann Lee".to_owned()].as_slice()), ("Bo", &[])]);
    }
}
