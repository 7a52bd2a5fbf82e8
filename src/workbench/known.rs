//! Which articles a session has and which are on their way into it: by id, by name, by source and by text.
//!
//! It does not say what comes of an article that is known.

use crate::model::{Article, ArticleId, Session};
use std::collections::{BTreeMap, BTreeSet};
use xxhash_rust::xxh3::xxh3_128;

/// An article that is known.
#[derive(Clone, Debug)]
pub(super) struct Other {
    pub(super) name: String,
    pub(super) id: ArticleId,
}

/// What the session has already, with what is on its way into it.
pub(super) struct Known {
    ids: BTreeSet<ArticleId>,
    /// The last article of each name.
    names: BTreeMap<String, ArticleId>,
    /// The first article with each source, by its SHA-256.
    sources: BTreeMap<String, Other>,
    /// The first article with each text, by a hash of it.
    texts: BTreeMap<u128, Other>,
    /// Source bytes of all.
    pub(super) bytes: u64,
}

impl Known {
    pub(super) fn of(session: &Session) -> Self {
        let mut known = Self {
            ids: BTreeSet::new(),
            names: BTreeMap::new(),
            sources: BTreeMap::new(),
            texts: BTreeMap::new(),
            bytes: 0,
        };
        for shard in session.shards() {
            known.add(&shard.article);
            known.bytes = known.bytes.saturating_add(shard.article.source.bytes);
        }
        known
    }

    pub(super) fn has(&self, id: ArticleId) -> bool {
        self.ids.contains(&id)
    }

    /// The last article of this name.
    pub(super) fn named(&self, name: &str) -> Option<ArticleId> {
        self.names.get(name).copied()
    }

    /// The known article that is `article` but for its name, and what both share.
    pub(super) fn same_as(&self, article: &Article) -> Option<(&'static str, Other)> {
        let source = self.sources.get(&article.source.sha256).map(|other| ("its bytes are those of", other));
        let text = || {
            let other = self.texts.get(&hash(article))?;
            Some(("its text is word for word that of", other))
        };
        source.or_else(text).map(|(how, other)| (how, other.clone()))
    }

    /// Takes `article` for known from now on.
    pub(super) fn add(&mut self, article: &Article) {
        let other = || Other { name: article.name.clone(), id: article.id };
        self.ids.insert(article.id);
        self.names.insert(article.name.clone(), article.id);
        self.sources.entry(article.source.sha256.clone()).or_insert_with(other);
        self.texts.entry(hash(article)).or_insert_with(other);
    }
}

/// A hash of the text without the spaces around it.
fn hash(article: &Article) -> u128 {
    xxh3_128(article.text().trim().as_bytes())
}
