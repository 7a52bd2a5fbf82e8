//! Which articles and mentions an export takes. It does not know the format.

use super::glob::Glob;
use crate::model::{ArticleId, Label, Mention, ReviewState, Shard};
use std::collections::BTreeSet;

/// What is exported. By default: every article, every label, and all mentions that no reviewer rejected.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Articles whose name, source file or id fits; all where absent.
    pub articles: Option<Glob>,
    /// Of these, only some; all where absent.
    pub only: Option<BTreeSet<ArticleId>>,
    /// Labels, with all below them; all where empty.
    pub labels: Vec<Label>,
    /// Review states; open and accepted where absent.
    pub states: Option<Vec<ReviewState>>,
    /// Whether proposed mentions are written too, in formats that tell them from work.
    pub suggestions: bool,
}

impl Selection {
    /// Whether everything is taken but what reviewers rejected.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.articles.is_none() && self.only.is_none() && self.labels.is_empty() && self.states.is_none()
    }

    /// Whether an article is taken.
    #[must_use]
    pub fn takes_article(&self, shard: &Shard) -> bool {
        let fits = self.articles.as_ref().is_none_or(|glob| {
            glob.matches(&shard.article.name)
                || glob.matches(&shard.article.source.file)
                || glob.matches(&shard.id().to_string())
        });
        fits && self.only.as_ref().is_none_or(|only| only.contains(&shard.id()))
    }

    /// Whether a mention of a taken article is taken.
    #[must_use]
    pub fn takes_mention(&self, mention: &Mention) -> bool {
        self.takes_label(&mention.label) && self.takes_state(mention.review.state)
    }

    /// Whether mentions with `label` are taken.
    #[must_use]
    pub fn takes_label(&self, label: &Label) -> bool {
        self.labels.is_empty() || self.labels.iter().any(|taken| label.is_within(taken))
    }

    /// Whether mentions in `state` are taken.
    #[must_use]
    pub fn takes_state(&self, state: ReviewState) -> bool {
        match &self.states {
            Some(states) => states.contains(&state),
            None => state != ReviewState::Rejected,
        }
    }
}
