//! Pairs of sentences that tell the same, and the questions that are asked of them.
//!
//! It does not know how they were found.

use crate::model::ArticleId;
use crate::text::Span;

/// A sentence that has relatives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sentence {
    /// Its article.
    pub article: ArticleId,
    /// Where it stands.
    pub span: Span,
}

/// Two sentences of different articles.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Pair {
    /// The one, of the article that comes first in the session.
    pub left: Sentence,
    /// The other.
    pub right: Sentence,
    /// How alike they are, from 0 to 1.
    pub score: f32,
    /// Whether they are nearly word for word the same, and not of one outlet.
    pub is_shared_copy: bool,
}

/// Everything that was found, the order of texts kept.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Related {
    /// The pairs, by the place of the left sentence, the likeliest first.
    pub pairs: Vec<Pair>,
    /// Articles with the same text.
    pub same_texts: Vec<Vec<ArticleId>>,
}

/// A relative of a sentence of one article.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Relative {
    /// The sentence of that article.
    pub own: Span,
    /// Its relative.
    pub other: Sentence,
    /// How alike they are, from 0 to 1.
    pub score: f32,
    /// Whether they are nearly word for word the same, and not of one outlet.
    pub is_shared_copy: bool,
}

impl Related {
    /// The relatives of the sentences of `article`, in text order; of one sentence, the likeliest first.
    #[must_use]
    pub fn of_article(&self, article: ArticleId) -> Vec<Relative> {
        let of = |own: Sentence, other: Sentence, pair: &Pair| {
            (own.article == article).then_some(Relative {
                own: own.span,
                other,
                score: pair.score,
                is_shared_copy: pair.is_shared_copy,
            })
        };
        let both = |pair: &Pair| of(pair.left, pair.right, pair).or_else(|| of(pair.right, pair.left, pair));
        let mut relatives: Vec<Relative> = self.pairs.iter().filter_map(both).collect();
        relatives.sort_by(|one, other| one.own.cmp(&other.own).then(other.score.total_cmp(&one.score)));
        relatives
    }

    /// The sentences of `article` that stand in another outlet's article too, in text order.
    #[must_use]
    pub fn shared_copy_of(&self, article: ArticleId) -> Vec<Span> {
        let shared = self.of_article(article).into_iter().filter(|relative| relative.is_shared_copy);
        let mut spans: Vec<Span> = shared.map(|relative| relative.own).collect();
        spans.dedup();
        spans
    }
}
