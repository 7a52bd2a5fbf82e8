//! Which articles and mentions an export takes. It does not know the format.

use super::glob::Glob;
use crate::model::{Label, Mention, ReviewState, Shard};

/// What is exported. By default: every article, every label, and all mentions that no reviewer rejected.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Articles whose name, source file or id fits; all where absent.
    pub articles: Option<Glob>,
    /// Labels, with all below them; all where empty.
    pub labels: Vec<Label>,
    /// Review states; open and accepted where absent.
    pub states: Option<Vec<ReviewState>>,
}

impl Selection {
    /// Whether everything is taken but what reviewers rejected.
    #[must_use]
    pub fn is_default(&self) -> bool {
        self.articles.is_none() && self.labels.is_empty() && self.states.is_none()
    }

    /// Whether an article is taken.
    #[must_use]
    pub fn takes_article(&self, shard: &Shard) -> bool {
        self.articles.as_ref().is_none_or(|glob| {
            glob.matches(&shard.article.name)
                || glob.matches(&shard.article.source.file)
                || glob.matches(&shard.id().to_string())
        })
    }

    /// Whether a mention of a taken article is taken.
    #[must_use]
    pub fn takes_mention(&self, mention: &Mention) -> bool {
        let label_fits = self.labels.is_empty() || self.labels.iter().any(|label| mention.label.is_within(label));
        label_fits && self.takes_state(mention.review.state)
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
