//! A newer text of an article that is there: what differs, and what would become of the work on the older one.
//!
//! It changes no session and shows nothing.

use crate::edit::{Superseded, newer_version, would_carry};
use crate::model::{Article, ArticleId, Session, Shard};
use crate::text::{Carry, Span};

/// Share of the older text that a newer version of it has at least, where nobody says that it is one.
const LIKELY: f64 = 0.5;

/// Stretches that went which are told in words.
const TOLD: usize = 12;

/// Characters of such a stretch.
const TOLD_CHARS: usize = 120;

/// How a text stands to an older one of the session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Newer {
    /// The older article.
    pub old: ArticleId,
    /// What that one is called.
    pub title: String,
    /// What would become of the work on it.
    pub told: Superseded,
    /// Stretches of the newer text that the older one does not have.
    pub come: Vec<Span>,
    /// The first stretches of the older text that are gone, shortened.
    pub gone: Vec<String>,
    /// How many stretches are gone.
    pub gone_count: usize,
    /// Whether so much is shared that it is taken for a newer version unless somebody says otherwise.
    pub is_likely: bool,
}

impl Newer {
    /// How `article` stands to `old`; nothing where that one has a newer version already.
    pub(super) fn of(session: &Session, old: &Shard, article: &Article) -> Option<Self> {
        if newer_version(session, old.id()).is_some() {
            return None;
        }
        let carry = Carry::new(old.article.text(), article.text());
        let changes = carry.changes();
        let come = changes.iter().map(|change| change.new).filter(|span| !span.is_empty()).collect();
        let gone: Vec<&str> = changes
            .iter()
            .filter_map(|change| change.old.slice(old.article.text()))
            .filter(|words| !words.trim().is_empty())
            .collect();
        Some(Self {
            old: old.id(),
            title: old.title().to_owned(),
            told: would_carry(session, old, article),
            come,
            gone: gone.iter().take(TOLD).map(|words| shortened(words)).collect(),
            gone_count: gone.len(),
            is_likely: carry.shared() >= LIKELY,
        })
    }
}

/// The beginning of `words` in one line.
fn shortened(words: &str) -> String {
    let line = words.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(TOLD_CHARS).and_then(|(end, _)| line.get(..end)) {
        Some(head) => format!("{}…", head.trim_end()),
        None => line,
    }
}
