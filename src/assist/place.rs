//! Places that are proposed, the same for repeats, word lists and patterns, so that one preview serves them all.
//!
//! It does not know how they were found or which of them a person takes.

use crate::model::{ArticleId, EntryId, Label, MentionId};
use crate::text::{ByteOffset, Span, paragraph_at};
use std::collections::BTreeSet;

/// Characters of its line that are shown before a place.
const CONTEXT_CHARS: usize = 40;

/// Characters of its line that are shown behind a place: as many as a row has room for.
const BEHIND_CHARS: usize = 110;

/// What a place would be tagged as.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Target {
    /// The label.
    pub label: Label,
    /// The entry that the new mention would be linked to.
    pub entry: Option<EntryId>,
}

/// Where places are looked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// The articles; all of them where absent.
    pub articles: Option<BTreeSet<ArticleId>>,
    /// Whether places in accepted regions (captions, menus, adverts) are proposed too.
    pub with_regions: bool,
    /// Whether mentions on the words are taken whatever their label is, where it is looked among mentions.
    pub any_label: bool,
}

impl Scope {
    /// Whether `article` is looked through.
    #[must_use]
    pub fn takes(&self, article: ArticleId) -> bool {
        self.articles.as_ref().is_none_or(|chosen| chosen.contains(&article))
    }
}

/// How a place stands to what is tagged already.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Nothing speaks against it.
    Free,
    /// This mention has the label on these very words.
    Tagged(MentionId),
    /// This mention of the same layer shares words with the place.
    Overlapped(MentionId),
    /// The place is a part of a longer name of this entry, as "Washington" in "The Washington Post".
    InLonger(EntryId),
}

/// One place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The words.
    pub span: Span,
    /// The number of what it would be tagged as, in [`Preview::targets`].
    pub target: usize,
    /// How it stands to what is there.
    pub standing: Standing,
}

/// The places of one article, in text order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The article.
    pub article: ArticleId,
    /// Its places; at least one.
    pub places: Vec<Place>,
}

/// What is proposed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Preview {
    /// What places would be tagged as.
    pub targets: Vec<Target>,
    /// By article, in the session's order; articles without a place are left out.
    pub groups: Vec<Group>,
    /// How many places were left out because they stand in accepted regions.
    pub in_regions: usize,
}

impl Preview {
    /// Every place, articles in order.
    pub fn places(&self) -> impl Iterator<Item = (ArticleId, &Place)> {
        self.groups.iter().flat_map(|group| group.places.iter().map(|place| (group.article, place)))
    }

    /// How many places there are.
    #[must_use]
    pub fn count(&self) -> usize {
        self.groups.iter().map(|group| group.places.len()).sum()
    }

    /// Of these, how many nothing speaks against; a preview ticks them.
    #[must_use]
    pub fn free(&self) -> usize {
        self.places().filter(|(_, place)| place.standing == Standing::Free).count()
    }
}

/// A place's words with what stands around them on their line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Context<'t> {
    /// What stands before, at most some words of it.
    pub before: &'t str,
    /// The words.
    pub words: &'t str,
    /// What stands behind.
    pub behind: &'t str,
}

/// What stands at `span` and around it. A preview asks for it row by row: of 50,000 places a window shows thirty.
#[must_use]
pub fn context(text: &str, span: Span) -> Context<'_> {
    let first = paragraph_at(text, span.start).start;
    let last = paragraph_at(text, span.end).end;
    let before = Span { start: first, end: span.start }.slice(text).unwrap_or_default();
    let behind = Span { start: span.end, end: last.max(span.end) }.slice(text).unwrap_or_default();
    let cut = before.char_indices().rev().nth(CONTEXT_CHARS.saturating_sub(1)).map_or(0, |(at, _)| at);
    let end = behind.char_indices().nth(BEHIND_CHARS).map_or(behind.len(), |(at, _)| at);
    Context {
        before: before.get(cut..).unwrap_or_default(),
        words: span.slice(text).unwrap_or_default(),
        behind: behind.get(..end).unwrap_or_default(),
    }
}

/// The place that a mention takes up, from its first word to its last.
pub(super) fn hull_of(spans: &[Span]) -> Span {
    let end = spans.last().map_or(ByteOffset::default(), |span| span.end);
    Span { start: spans.first().map_or(end, |span| span.start), end }
}
