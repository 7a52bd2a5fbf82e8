//! Articles: immutable texts with their sources, and what is known about them.

use super::id::{AnnotatorId, ArticleId, OutletId};
use super::record::Record;
use super::text_enum::text_enum;
use super::time::{Interval, Timestamp};
use super::value::Ext;
use crate::text::{CharOffset, CharSpan, Fragments, FragmentsError, SharedText, Span, TextIndex};
use serde::{Deserialize, Serialize};

/// The key of an article's `ext` that keeps regions, repairs and suggestions whose place does not hold: a map with the lists
/// `regions`, `repairs` and `suggestions`, each record in its file form.
pub const UNPLACED_KEY: &str = "byline.unplaced";

/// One text as it was read. It never changes; a new decoding or download is a new article that supersedes this one.
#[derive(Clone, Debug)]
pub struct Article {
    /// The article's id.
    pub id: ArticleId,
    /// The name it goes by where no headline is known: its file's name.
    pub name: String,
    /// Where the text came from.
    pub source: Source,
    /// The article that this one replaces.
    pub supersedes: Option<ArticleId>,
    /// Who added it.
    pub by: AnnotatorId,
    /// When it was added.
    pub created: Timestamp,
    /// Data of other tools.
    pub ext: Ext,
    text: SharedText,
    index: TextIndex,
}

impl PartialEq for Article {
    fn eq(&self, other: &Self) -> bool {
        self.id == other.id
            && self.name == other.name
            && self.source == other.source
            && self.supersedes == other.supersedes
            && self.by == other.by
            && self.created == other.created
            && self.ext == other.ext
            && self.text == other.text
    }
}

impl Article {
    /// An article of `text`, read from `source`.
    #[must_use]
    pub fn new(
        id: ArticleId,
        name: String,
        source: Source,
        text: SharedText,
        by: AnnotatorId,
        created: Timestamp,
    ) -> Self {
        let index = TextIndex::new(&text);
        Self { id, name, source, supersedes: None, by, created, ext: Ext::default(), text, index }
    }

    /// The text.
    #[must_use]
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The text, to be kept.
    #[must_use]
    pub fn shared_text(&self) -> SharedText {
        self.text.clone()
    }

    /// Converts offsets of the text.
    #[must_use]
    pub fn index(&self) -> &TextIndex {
        &self.index
    }

    /// `span` in code points. A span that does not lie in the text becomes the empty span at its start; spans that came
    /// through [`Fragments`] always do.
    #[must_use]
    pub fn char_span(&self, span: Span) -> CharSpan {
        self.index.char_span_from_byte(&self.text, span).unwrap_or_default()
    }

    /// `span` in bytes; `None` where the text is shorter.
    #[must_use]
    pub fn byte_span(&self, span: CharSpan) -> Option<Span> {
        self.index.byte_span_from_char(&self.text, span)
    }

    /// `fragments` in code points.
    #[must_use]
    pub fn char_spans(&self, fragments: &Fragments) -> Vec<CharSpan> {
        fragments.spans().iter().map(|span| self.char_span(*span)).collect()
    }

    /// `spans` in bytes, checked.
    ///
    /// # Errors
    /// [`FragmentsError`] where they are no extent of this text.
    pub fn fragments_from_chars(&self, spans: &[CharSpan]) -> Result<Fragments, FragmentsError> {
        let convert = |(index, span): (usize, &CharSpan)| self.byte_span(*span).ok_or(FragmentsError::Outside(index));
        let bytes: Result<Vec<Span>, FragmentsError> = spans.iter().enumerate().map(convert).collect();
        Fragments::new(&self.text, bytes?)
    }
}

/// Where a text came from and how its bytes became characters.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Source {
    /// The file's name without its folders.
    pub file: String,
    /// SHA-256 of the source bytes, lower-case hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// How many source bytes there are.
    pub bytes: u64,
    /// The encoding's name in the WHATWG Encoding Standard, in lower case.
    pub encoding: String,
    /// The media type, as `text/plain`.
    pub media_type: String,
    /// From text to source bytes, piece by piece: from code point `char` on, the characters stand in the source from byte
    /// `byte` on, each as long as the encoding makes it, until the next step. A step behind the last character says where it
    /// ends.
    pub map: Vec<SourceStep>,
    /// The source bytes in base 64, where the text and the map do not rebuild them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub original: Option<String>,
    /// In place of `original`, where they are many and this is shorter: the source bytes as a zlib stream (RFC 1950) in base 64.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub packed: Option<String>,
    /// The file that the source is a part of, as a record of a table or a member of an archive.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub within: Option<Within>,
    /// Where a format keeps no bytes for its words and `map` is empty: from code point `char` on, the text stands at this
    /// place of the source. Its bytes are not kept then.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub places: Vec<SourcePlace>,
    /// When the page was saved, where known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retrieved: Option<Timestamp>,
}

/// A file that holds the sources of several articles. What is said of an article's source is said of its own bytes alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Within {
    /// The file's name without its folders.
    pub file: String,
    /// SHA-256 of the whole file, lower-case hexadecimal.
    #[schemars(regex(pattern = r"^[0-9a-f]{64}$"))]
    pub sha256: String,
    /// How many bytes the whole file has.
    pub bytes: u64,
    /// The name of the archive's member that the source is, or is a part of; or of the entry that it is.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub member: String,
    /// The first byte of the source in the file, or in the archive's member, and the one behind its last.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<(u64, u64)>,
}

/// Where a part of a text stood in a source that keeps no bytes for its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(from = "(CharOffset, String)", into = "(CharOffset, String)")]
#[schemars(with = "(CharOffset, String)")]
pub struct SourcePlace {
    /// Code points from the start of the text.
    pub char: CharOffset,
    /// The place, as `page 3`.
    pub place: String,
}

impl From<(CharOffset, String)> for SourcePlace {
    fn from((char, place): (CharOffset, String)) -> Self {
        Self { char, place }
    }
}

impl From<SourcePlace> for (CharOffset, String) {
    fn from(found: SourcePlace) -> Self {
        (found.char, found.place)
    }
}

/// One step of a map from text to source bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(from = "(CharOffset, u64)", into = "(CharOffset, u64)")]
#[schemars(with = "(CharOffset, u64)")]
pub struct SourceStep {
    /// Code points from the start of the text.
    pub char: CharOffset,
    /// Bytes from the start of the source.
    pub byte: u64,
}

impl From<(CharOffset, u64)> for SourceStep {
    fn from((char, byte): (CharOffset, u64)) -> Self {
        Self { char, byte }
    }
}

impl From<SourceStep> for (CharOffset, u64) {
    fn from(step: SourceStep) -> Self {
        (step.char, step.byte)
    }
}

text_enum! {
    /// How far a person has read an article.
    ReadingStatus {
        /// Not opened.
        Unread = "unread",
        /// Begun.
        Reading = "reading",
        /// Read to the end; only then does silence on a claim mean anything.
        Read = "read",
    }
}

text_enum! {
    /// Who says so.
    Origin {
        /// A program guessed it.
        Guessed = "guessed",
        /// A person confirmed or typed it.
        Confirmed = "confirmed",
    }
}

/// A value together with who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Stated<T> {
    /// The value.
    pub value: T,
    /// Who says so.
    pub origin: Origin,
}

impl<T> Stated<T> {
    /// A value that a program guessed.
    pub fn guessed(value: T) -> Self {
        Self { value, origin: Origin::Guessed }
    }

    /// A value that a person confirmed or typed.
    pub fn confirmed(value: T) -> Self {
        Self { value, origin: Origin::Confirmed }
    }
}

/// What is known about an article; unlike its text, it changes.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Metadata {
    /// The article.
    pub id: ArticleId,
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
    pub status: ReadingStatus,
    /// Anything worth knowing.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Metadata {
    /// Nothing known yet.
    #[must_use]
    pub fn unknown(id: ArticleId) -> Self {
        Self {
            id,
            outlet: None,
            headline: None,
            author: None,
            published: None,
            url: None,
            language: None,
            status: ReadingStatus::Unread,
            note: String::new(),
        }
    }

    /// This, with what `guessed` has where this has nothing. Reading status and note are nobody's guess.
    #[must_use]
    pub fn filled(&self, guessed: &Self) -> Self {
        fn either<T: Clone>(known: Option<&T>, guessed: Option<&T>) -> Option<T> {
            known.or(guessed).cloned()
        }
        Self {
            outlet: either(self.outlet.as_ref(), guessed.outlet.as_ref()),
            headline: either(self.headline.as_ref(), guessed.headline.as_ref()),
            author: either(self.author.as_ref(), guessed.author.as_ref()),
            published: either(self.published.as_ref(), guessed.published.as_ref()),
            url: either(self.url.as_ref(), guessed.url.as_ref()),
            language: either(self.language.as_ref(), guessed.language.as_ref()),
            ..self.clone()
        }
    }
}

impl Record for Article {
    type Id = ArticleId;
    const KIND: &'static str = "article";
    fn id(&self) -> ArticleId {
        self.id
    }
}

impl Record for Metadata {
    type Id = ArticleId;
    const KIND: &'static str = "article's metadata";
    fn id(&self) -> ArticleId {
        self.id
    }
}
