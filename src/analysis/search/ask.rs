//! What is looked for. It does not know who asks.

use crate::analysis::review::Filter;
use crate::text::{Matching, Query, QueryError};

/// Among what it is looked for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Among {
    /// The words of the articles.
    #[default]
    Text,
    /// What is tagged in them: the words of each tag.
    Tags,
}

/// A search.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Ask {
    /// What to look for. Among tags it may be empty: all of them then.
    pub words: String,
    /// How the words are read.
    pub matching: Matching,
    /// Among what.
    pub among: Among,
    /// What else must hold, in the terms of the review's filter. Outlet, articles and days are of the article, which was
    /// published on these days; everything else is of a tag: of the one that is found, or, where words of articles are looked
    /// for, of one that the article has. Its kinds, its words and its list of rows say nothing here.
    pub filter: Filter,
}

impl Ask {
    /// The words `words`, in the text of every article.
    #[must_use]
    pub fn words(words: &str, matching: Matching) -> Self {
        Self { words: words.to_owned(), matching, ..Self::default() }
    }

    /// The words ready to be looked for; nothing where all tags are asked for.
    ///
    /// # Errors
    /// [`QueryError`] where they cannot be looked for.
    pub fn query(&self) -> Result<Option<Query>, QueryError> {
        if self.among == Among::Tags && self.words.is_empty() {
            return Ok(None);
        }
        Query::new(&self.words, self.matching).map(Some)
    }
}
