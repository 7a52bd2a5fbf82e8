//! What is gathered about the chosen entry: once, until the session changes or another entry is chosen.
//!
//! It does not draw.

use super::excerpt::Excerpt;
use super::index::Index;
use super::tellings::tellings;
use crate::analysis::{Detail, Spellings, detail_of_many, spellings_in};
use crate::model::{AlignmentId, AlignmentKind, ArticleId, Entry, EntryId, MentionId, Session};
use std::collections::HashMap;

/// What is shown below the entry's own fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Tab {
    #[default]
    Mentions,
    Spellings,
    Alignments,
    Alike,
}

/// How the entry stands to another one.
#[derive(Debug)]
pub(super) struct Aligned {
    pub(super) id: AlignmentId,
    pub(super) kind: AlignmentKind,
    pub(super) other: EntryId,
    /// Whether the entry is the first of the two.
    pub(super) leads: bool,
    /// The words in which articles tell of the one and of the other, and what differs between them.
    pub(super) here: String,
    pub(super) there: String,
    pub(super) detail: Detail,
}

/// What is gathered.
#[derive(Debug)]
pub(super) struct Gathered {
    key: (EntryId, u64, bool),
    /// Every mention, by article in the session's order, then in text order.
    pub(super) mentions: Vec<(ArticleId, MentionId)>,
    pub(super) aligned: Vec<Aligned>,
    spellings: Option<Spellings>,
    pub(super) excerpts: HashMap<MentionId, Excerpt>,
}

impl Gathered {
    /// Keeps `known` where it holds, or gathers anew.
    pub(super) fn follow(known: Option<Self>, session: &Session, index: &Index, entry: &Entry, edits: u64) -> Self {
        let key = (entry.id, edits, index.is_whole());
        match known {
            Some(known) if known.key == key => known,
            _ => Self {
                key,
                mentions: mentions(session, index, entry.id),
                aligned: aligned(session, index, entry),
                spellings: None,
                excerpts: HashMap::new(),
            },
        }
    }

    /// The entry's spellings by outlet.
    pub(super) fn spellings(&mut self, session: &Session, index: &Index) -> &Spellings {
        let entry = self.key.0;
        self.spellings.get_or_insert_with(|| spellings_in(session, entry, articles(session, index, entry)))
    }
}

/// The articles that speak of `entry`, in the session's order.
pub(super) fn articles(session: &Session, index: &Index, entry: EntryId) -> Vec<ArticleId> {
    let uses = index.uses(entry).map(|uses| uses.articles.as_slice()).unwrap_or_default();
    let mut articles: Vec<ArticleId> = uses.iter().map(|(article, _)| *article).collect();
    articles.sort_by_key(|article| session.position(*article));
    articles
}

fn mentions(session: &Session, index: &Index, entry: EntryId) -> Vec<(ArticleId, MentionId)> {
    let mut found = Vec::with_capacity(index.mentions(entry));
    for shard in articles(session, index, entry).into_iter().filter_map(|article| session.shard(article)) {
        let own = shard.mentions.by_key().filter(|mention| mention.entry == Some(entry));
        found.extend(own.map(|mention| (shard.id(), mention.id)));
    }
    found
}

fn aligned(session: &Session, index: &Index, entry: &Entry) -> Vec<Aligned> {
    let told = |entry: &Entry| tellings(session, entry, articles(session, index, entry.id));
    let mut here = None;
    let alignments = session.alignments.iter();
    let mut row = |alignment: &crate::model::Alignment| {
        let (from, to) = (alignment.from.entry?, alignment.to.entry?);
        let (other, leads) = match (from == entry.id, to == entry.id) {
            (true, _) => (to, true),
            (_, true) => (from, false),
            _ => return None,
        };
        let here: &String = here.get_or_insert_with(|| told(entry));
        let (here, there) = (here.clone(), told(session.entries.get(other)?));
        let detail = detail_of_many(&here, &there);
        Some(Aligned { id: alignment.id, kind: alignment.kind, other, leads, here, there, detail })
    };
    alignments.filter_map(&mut row).collect()
}
