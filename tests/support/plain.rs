//! Records with nothing but what each must have, for tests and benchmarks that fill in what they are about.

#![allow(dead_code, clippy::unwrap_used, reason = "serves several programs; what does not hold fails them")]

use byline::model::{
    Annotator, AnnotatorId, AnnotatorKind, Article, ArticleId, Attributes, Entry, EntryId, Ext, Label, Mention,
    MentionId, Provenance, Relation, RelationId, Review, Slug, Source, Timestamp,
};
use byline::text::{Fragments, SharedText, Span};
use std::collections::BTreeMap;

/// Ids are random in a session, and records do not come in the order of the text.
pub(crate) fn scattered(number: u64) -> u64 {
    (number + 1).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Who annotates: the first annotator of a session.
pub(crate) fn analyst(name: &str) -> Annotator {
    let kind = AnnotatorKind::Person;
    Annotator { id: AnnotatorId(1), name: name.to_owned(), kind, note: String::new(), ext: Ext::default() }
}

/// An article from the file `number`.txt.
pub(crate) fn bare_article(number: u64, id: u64, text: impl Into<SharedText>, at: Timestamp) -> Article {
    let (name, text) = (format!("{number}.txt"), text.into());
    let source = Source {
        file: name.clone(),
        sha256: "9f".repeat(32),
        bytes: text.len() as u64,
        encoding: "utf-8".to_owned(),
        media_type: "text/plain".to_owned(),
        ..Source::default()
    };
    Article::new(ArticleId(id), name, source, text, AnnotatorId(1), at)
}

/// A mention at `fragments`, which read `quote`.
pub(crate) fn bare_mention<P>(id: u64, label: Label, fragments: P, quote: String, at: Timestamp) -> Mention<P> {
    Mention {
        id: MentionId(id),
        label,
        fragments,
        quote: quote.into(),
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        flags: vec![],
        notes: vec![],
        review: Review::default(),
        provenance: Provenance::default(),
        by: AnnotatorId(1),
        created: at,
        modified: None,
        ext: Ext::default(),
    }
}

/// A mention at one span of `text`, in bytes.
pub(crate) fn mention_at(id: u64, label: Label, text: &str, span: Span, at: Timestamp) -> Mention {
    let fragments = Fragments::new(text, vec![span]).unwrap();
    let quote = fragments.quote(text).unwrap();
    bare_mention(id, label, fragments, quote, at)
}

/// A relation without a role.
pub(crate) fn bare_relation(id: u64, label: Slug, from: MentionId, to: MentionId, at: Timestamp) -> Relation {
    Relation {
        id: RelationId(id),
        label,
        role: None,
        from,
        to,
        attributes: Attributes::new(),
        confidence: None,
        flags: vec![],
        notes: vec![],
        review: Review::default(),
        provenance: Provenance::default(),
        by: AnnotatorId(1),
        created: at,
        modified: None,
        ext: Ext::default(),
    }
}

/// An entry without aliases.
pub(crate) fn bare_entry(id: u64, layer: Slug, name: impl Into<String>, at: Timestamp) -> Entry {
    Entry {
        id: EntryId(id),
        layer,
        name: name.into(),
        kind: None,
        aliases: vec![],
        ids: BTreeMap::new(),
        when: None,
        place: None,
        credibility: None,
        attributes: Attributes::new(),
        distinct_from: vec![],
        note: String::new(),
        by: AnnotatorId(1),
        created: at,
        modified: None,
        ext: Ext::default(),
    }
}
