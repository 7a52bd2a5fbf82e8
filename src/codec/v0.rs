//! Version 0 of the format, as it was before the first release, and the way from there to version 1.
//!
//! It knew one annotator, labels of upper-case words, one span a mention, and neither a register nor a checksum. Its offsets
//! are code points. The way to version 1 is from types to types; the same file always gives the same ids.

use super::lexical::hex;
use super::schema_ron::default_schema;
use super::shape::{self, ArticleFile};
use crate::model::{
    Annotator, AnnotatorId, AnnotatorKind, Article, ArticleId, Attributes, Ext, Layer, Mention, MentionId, Metadata,
    Note, Outlet, OutletId, Provenance, Review, Schema, Session, Shard, Slug, Source, SourceStep, Stated, Timestamp,
};
use crate::text::{CharOffset, CharSpan, SharedText};
use serde::{Deserialize, Deserializer, de::Error};
use sha2::{Digest, Sha256};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The version that is read here.
pub(super) const VERSION: u32 = 0;

/// A session file of version 0.
#[derive(Clone, Debug, PartialEq, Deserialize)]
pub(super) struct OldSession {
    /// `byline-session`, checked before.
    #[serde(rename = "format")]
    _format: String,
    /// 0, checked before.
    #[serde(rename = "version")]
    _version: u32,
    title: String,
    /// Who annotated.
    author: String,
    created: Timestamp,
    articles: Vec<OldArticle>,
}

/// An article of version 0.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct OldArticle {
    /// The source file's name.
    file: String,
    /// Who published it.
    #[serde(default)]
    outlet: Option<String>,
    text: SharedText,
    #[serde(default)]
    mentions: Vec<OldMention>,
}

/// A mention of version 0.
#[derive(Clone, Debug, PartialEq, Deserialize)]
struct OldMention {
    start: CharOffset,
    end: CharOffset,
    /// The words that it stands on.
    text: String,
    label: Word,
    #[serde(default)]
    note: String,
}

/// A label of version 0: an upper-case word, as `ACTOR`.
#[derive(Clone, Debug, PartialEq)]
struct Word {
    written: String,
    slug: Slug,
}

impl<'de> Deserialize<'de> for Word {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let written = String::deserialize(deserializer)?;
        let is_plain = written.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit() || byte == b'_');
        match Slug::new(&written.to_ascii_lowercase()) {
            Ok(slug) if is_plain => Ok(Self { written, slug }),
            _ => Err(D::Error::custom(format!("`{written}` is no label of version 0; these are words as `ACTOR`"))),
        }
    }
}

impl OldSession {
    /// The same session in version 1.
    pub(super) fn into_version_1(self) -> shape::SessionFile {
        // A person's id comes from the name, as wherever no settings hold another one.
        let by = AnnotatorId(hashed(&format!("annotator {}", self.author.to_lowercase())));
        let mut schema = default_schema();
        let labels = self.articles.iter().flat_map(|article| &article.mentions).map(|mention| &mention.label);
        labels.for_each(|label| add_layer(&mut schema, label));
        let outlets: BTreeMap<OutletId, Outlet> =
            self.articles.iter().filter_map(|article| article.outlet.as_deref()).map(outlet).collect();
        let mut file = shape::SessionFile::without_articles(&Session::new(&self.title, schema, self.created));
        let (name, kind) = (self.author, AnnotatorKind::Person);
        file.annotators.push(Annotator { id: by, name, kind, note: String::new(), ext: Ext::default() });
        file.outlets = outlets.into_values().collect();
        file.articles = self.articles.into_iter().map(|article| article.into_version_1(by, self.created)).collect();
        file
    }
}

impl OldArticle {
    fn into_version_1(self, by: AnnotatorId, created: Timestamp) -> ArticleFile {
        let sha256 = hex(&Sha256::digest(self.text.as_bytes()));
        let id = ArticleId(hashed(&[sha256.as_str(), &self.file].concat()));
        let source = Source {
            file: self.file.clone(),
            sha256,
            bytes: self.text.len() as u64,
            encoding: "utf-8".to_owned(),
            media_type: "text/plain".to_owned(),
            map: vec![SourceStep { char: CharOffset(0), byte: 0 }],
            ..Source::default()
        };
        let outlet = self.outlet.as_deref().map(|name| Stated::confirmed(outlet(name).0));
        let metadata = Metadata { outlet, ..Metadata::unknown(id) };
        let mentions = self.mentions.into_iter().enumerate();
        let mentions = mentions.map(|(place, mention)| mention.into_version_1(id, place, by, created)).collect();
        let shard = Shard::new(Arc::new(Article::new(id, self.file, source, self.text, by, created)));
        ArticleFile { mentions, ..ArticleFile::without_records(&Shard { metadata: Arc::new(metadata), ..shard }) }
    }
}

impl OldMention {
    fn into_version_1(
        self,
        article: ArticleId,
        place: usize,
        by: AnnotatorId,
        created: Timestamp,
    ) -> Mention<Vec<CharSpan>> {
        let note = Note { by, at: created, text: self.note };
        Mention {
            id: MentionId(hashed(&format!("mention {article} {place}"))),
            label: self.label.slug,
            fragments: vec![CharSpan { start: self.start, end: self.end }],
            quote: self.text.into(),
            entry: None,
            attributes: Attributes::new(),
            confidence: None,
            flags: Vec::new(),
            notes: if note.text.is_empty() { Vec::new() } else { vec![note] },
            review: Review::default(),
            provenance: Provenance::default(),
            by,
            created,
            modified: None,
            ext: Ext::default(),
        }
    }
}

/// A label that the schema does not have becomes a layer of its own.
fn add_layer(schema: &mut Schema, label: &Word) {
    if !schema.has_label(&label.slug) {
        schema.layers.push(Layer {
            id: label.slug.clone(),
            name: label.written.clone(),
            color: "slate".to_owned(),
            hotkey: None,
            description: String::new(),
            guideline: None,
            labels: Vec::new(),
            ext: Ext::default(),
        });
    }
}

fn outlet(name: &str) -> (OutletId, Outlet) {
    let id = OutletId(hashed(&format!("outlet {}", name.to_lowercase())));
    let empty = String::new;
    let (country, url, note) = (empty(), empty(), empty());
    (id, Outlet { id, name: name.to_owned(), reliability: None, country, url, note, ext: Ext::default() })
}

/// The first 64 bits of the SHA-256 of `text`.
fn hashed(text: &str) -> u64 {
    Sha256::digest(text).iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte))
}
