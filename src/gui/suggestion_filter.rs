//! Which suggestions the list shows: of the article in front or of all, by words and label, by who proposes them, by score.
//!
//! It does not know how they are drawn.

use super::find_bar::Step;
use crate::model::{
    Annotator, ArticleId, Label, Proposal, Schema, Session, Shard, Suggestion, SuggestionId, SuggestionKind, Table,
};
use crate::text::Span;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

/// Characters of a suggestion's words that are shown or searched.
pub(super) const MAX_CHARS: usize = 400;

/// What the list depends on besides the suggestions and its own choices.
#[derive(Clone, Copy, Debug)]
pub(super) struct ListView<'v> {
    /// What is typed into the filter of the mentions, which holds here, too.
    pub(super) filter: &'v str,
    /// The armed label.
    pub(super) armed: Option<&'v Label>,
    /// Rises with every change of the session.
    pub(super) state: (u64, u64),
}

/// What narrows the list.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Narrowed {
    /// Whether suggestions of all articles are shown, not of the one in front alone.
    pub(super) everywhere: bool,
    /// Who proposes them, as [`source_of`] says it; whoever it is where absent.
    pub(super) source: Option<String>,
    /// The least score in hundredths; whatever it is where 0.
    pub(super) least_score: u8,
    article: Option<ArticleId>,
    words: String,
    armed: Option<Label>,
    state: (u64, u64),
}

/// What is there to be shown.
#[derive(Debug, Default)]
pub(super) struct Shown {
    wish: Option<Narrowed>,
    /// What each article that has suggestions was found to have, under the same wish, schema and annotators.
    parts: HashMap<ArticleId, Part>,
    names: Option<(Arc<Schema>, Arc<Table<Annotator>>)>,
    /// In the order of articles and then of their texts.
    pub(super) rows: Vec<(ArticleId, SuggestionId)>,
    /// How many are open in the article in front, and in all.
    pub(super) here: usize,
    pub(super) in_all: usize,
    /// Proposed relations that come with those that are shown.
    pub(super) waiting: BTreeSet<SuggestionId>,
    /// Who proposes any of those in reach, with how many.
    pub(super) sources: BTreeMap<String, usize>,
    pub(super) has_scores: bool,
}

/// What one article has to be shown.
#[derive(Debug)]
struct Part {
    /// The article's, when it was looked at.
    revision: u64,
    open: usize,
    /// Found out once the article is in reach.
    found: Option<Found>,
}

/// Suggestions of one article that the wish lets through, in text order, and who proposes any of them.
#[derive(Debug, Default)]
struct Found {
    rows: Vec<SuggestionId>,
    waiting: Vec<SuggestionId>,
    sources: BTreeMap<String, usize>,
    has_scores: bool,
}

impl Narrowed {
    /// With what the window says at the moment.
    fn with(&self, article: ArticleId, view: ListView<'_>) -> Self {
        let words = view.filter.trim().to_lowercase();
        let (armed, state) = (view.armed.cloned(), view.state);
        Self { article: Some(article), words, armed, state, ..self.clone() }
    }
}

impl Shown {
    /// Finds out what is shown, where anything has changed; articles that did not change are not looked at again.
    pub(super) fn follow(&mut self, narrowed: &Narrowed, session: &Session, article: ArticleId, view: ListView<'_>) {
        let wish = narrowed.with(article, view);
        if self.wish.as_ref() == Some(&wish) {
            return;
        }
        let mut parts = if self.holds_for(&wish, session) { std::mem::take(&mut self.parts) } else { HashMap::new() };
        let mut shown = Self::default();
        let names = Names::of(&session.schema, &wish.words);
        for shard in session.shards().iter().filter(|shard| !shard.suggestions.is_empty()) {
            let is_here = shard.id() == article;
            let known = parts.remove(&shard.id()).filter(|part| part.revision == shard.revision);
            let mut part = known.unwrap_or_else(|| Part::of(shard));
            shown.in_all += part.open;
            shown.here += if is_here { part.open } else { 0 };
            if is_here || wish.everywhere {
                let found = part.found.get_or_insert_with(|| Found::of(session, shard, &wish, &names));
                shown.add(shard.id(), found);
            }
            shown.parts.insert(shard.id(), part);
        }
        shown.names = Some((Arc::clone(&session.schema), Arc::clone(&session.annotators)));
        *self = Self { wish: Some(wish), ..shown };
    }

    /// Whether what articles were found to have is still so where they did not change.
    fn holds_for(&self, wish: &Narrowed, session: &Session) -> bool {
        let is_wish = self.wish.as_ref().is_some_and(|before| {
            let now = Narrowed { article: before.article, everywhere: before.everywhere, ..wish.clone() };
            // The same session, however often it was changed.
            now.state.0 == before.state.0 && *before == Narrowed { state: before.state, ..now }
        });
        is_wish
            && self.names.as_ref().is_some_and(|(schema, annotators)| {
                Arc::ptr_eq(schema, &session.schema) && Arc::ptr_eq(annotators, &session.annotators)
            })
    }

    fn add(&mut self, article: ArticleId, found: &Found) {
        self.rows.extend(found.rows.iter().map(|id| (article, *id)));
        self.waiting.extend(&found.waiting);
        self.has_scores |= found.has_scores;
        for (source, count) in &found.sources {
            match self.sources.get_mut(source) {
                Some(known) => *known += count,
                None => drop(self.sources.insert(source.clone(), *count)),
            }
        }
    }

    /// The row behind `from`, or before it; the first or the last where `from` is not among them.
    pub(super) fn beside(
        &self,
        from: Option<(ArticleId, SuggestionId)>,
        step: Step,
    ) -> Option<(ArticleId, SuggestionId)> {
        let count = self.rows.len();
        let at = from.and_then(|from| self.rows.iter().position(|row| *row == from));
        let to = match (at, step) {
            (None, Step::Previous) => count.checked_sub(1)?,
            (None, Step::Next | Step::From(_)) => 0,
            (Some(at), Step::Previous) => (at + count - 1) % count,
            (Some(at), Step::Next | Step::From(_)) => (at + 1) % count,
        };
        self.rows.get(to).copied()
    }
}

impl Part {
    fn of(shard: &Shard) -> Self {
        let open = shard.suggestions.iter().filter(|row| is_open(row)).count();
        Self { revision: shard.revision, open, found: None }
    }
}

impl Found {
    fn of(session: &Session, shard: &Shard, wish: &Narrowed, names: &Names<'_>) -> Self {
        let mut found = Self::default();
        let mut fitting: Vec<(Option<Span>, SuggestionId)> = Vec::new();
        for row in shard.suggestions.iter().filter(|row| is_open(row)) {
            let source = source_of(session, row);
            found.has_scores |= row.score.is_some();
            let is_source = wish.source.as_ref().is_none_or(|wanted| *wanted == source);
            *found.sources.entry(source).or_default() += 1;
            let is_sure = wish.least_score == 0
                || row.score.is_some_and(|score| score >= f64::from(wish.least_score) / 100.0 - 1e-9);
            if is_source && is_sure && names.fit(shard, row, wish) {
                fitting.push((place_of(shard, row), row.id));
                let waiting = shard.waiting_for(row.id).filter(|one| one.state == Proposal::Proposed);
                found.waiting.extend(waiting.map(|one| one.id));
            }
        }
        fitting.sort_unstable();
        found.rows.extend(fitting.into_iter().map(|(_, id)| id));
        found
    }
}

/// Whether a suggestion can be decided on by itself: relations that wait for suggestions come with these.
fn is_open(row: &Suggestion) -> bool {
    let is_kind = match row.kind {
        SuggestionKind::Mention => true,
        SuggestionKind::Relation => !row.is_waiting(),
        SuggestionKind::Link => false,
    };
    is_kind && row.state == Proposal::Proposed
}

/// Who proposes a suggestion, and by which tool.
pub(super) fn source_of(session: &Session, row: &Suggestion) -> String {
    let (who, tool) = (session.annotator_name(row.by), &*row.provenance.tool);
    if tool.is_empty() { who } else { format!("{who} · {tool}") }
}

/// Where a suggestion stands: its own place, or that of the mention that a relation would start from.
pub(super) fn place_of(shard: &Shard, row: &Suggestion) -> Option<Span> {
    let of_mention = || row.mention.and_then(|id| shard.mentions.get(id)).map(|mention| mention.fragments.hull());
    row.fragments.as_ref().map(crate::text::Fragments::hull).or_else(of_mention)
}

/// What a suggestion would be called: its label or relation type.
pub(super) fn name_of<'s>(schema: &'s Schema, row: &'s Suggestion) -> &'s str {
    let Some(label) = &row.label else { return "" };
    match row.kind {
        SuggestionKind::Relation => schema.relation_type(label).map_or(label.as_str(), |kind| kind.name.as_str()),
        SuggestionKind::Mention | SuggestionKind::Link => schema.label_name(label),
    }
}

/// The words of a suggestion on one line; those of both ends where it is a relation.
pub(super) fn words_of(shard: &Shard, row: &Suggestion) -> String {
    let one_line = |text: &str| {
        let line: String = text.chars().take(MAX_CHARS).collect();
        line.split_whitespace().collect::<Vec<_>>().join(" ")
    };
    if row.kind != SuggestionKind::Relation {
        return one_line(&row.quote);
    }
    let end = |id: Option<crate::model::MentionId>| {
        let quote = id.and_then(|id| shard.mentions.get(id)).map(|mention| mention.quote.as_ref());
        one_line(quote.unwrap_or_default())
    };
    format!("{} → {}", end(row.mention), end(row.target))
}

/// What the words of the filter name.
struct Names<'s> {
    labels: BTreeSet<&'s str>,
    relations: BTreeSet<&'s str>,
}

impl<'s> Names<'s> {
    fn of(schema: &'s Schema, words: &str) -> Self {
        let fits = |name: &str| name.to_lowercase().contains(words);
        let labels = schema.label_infos().filter(|info| fits(info.name)).map(|info| info.id.as_str()).collect();
        let kinds = schema.relation_types.iter().filter(|kind| fits(&kind.name));
        Self { labels, relations: kinds.map(|kind| kind.id.as_str()).collect() }
    }

    fn fit(&self, shard: &Shard, row: &Suggestion, wish: &Narrowed) -> bool {
        let label = row.label.as_ref();
        let is_mention = row.kind == SuggestionKind::Mention;
        let of_label =
            wish.armed.as_ref().is_none_or(|armed| is_mention && label.is_some_and(|label| label.is_within(armed)));
        let named = if is_mention { &self.labels } else { &self.relations };
        of_label
            && (wish.words.is_empty()
                || label.is_some_and(|label| named.contains(label.as_str()))
                || words_of(shard, row).to_lowercase().contains(&wish.words))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::decode;
    use crate::edit::Command;
    use crate::model::{AnnotatorId, AnnotatorKind, Ext, Timestamp};
    use crate::workbench::{Clock, SAMPLE, Workbench};

    #[test]
    fn what_is_carried_on_from_edit_to_edit_is_what_is_found_anew() {
        let session = decode(SAMPLE.as_bytes()).unwrap().session;
        let kind = AnnotatorKind::Person;
        let by =
            Annotator { id: AnnotatorId(9), name: "Ann".to_owned(), kind, note: String::new(), ext: Ext::default() };
        let mut bench = Workbench::with(session, by, Clock::Fixed(Timestamp::default()), 7);
        let everywhere = Narrowed { everywhere: true, ..Narrowed::default() };
        let first = bench.session().shards()[0].id();
        let mut shown = Shown::default();
        let mut counts = Vec::new();
        let mut follow = |bench: &Workbench, narrowed: &Narrowed, filter: &str| {
            let view = ListView { filter, armed: None, state: (1, bench.edits()) };
            shown.follow(narrowed, bench.session(), first, view);
            let mut anew = Shown::default();
            anew.follow(narrowed, bench.session(), first, view);
            assert_eq!((&shown.rows, shown.here, shown.in_all), (&anew.rows, anew.here, anew.in_all));
            assert_eq!(shown.sources, anew.sources);
            counts.push(shown.rows.len());
            shown.rows.clone()
        };
        let rows = follow(&bench, &everywhere, "");
        let (article, suggestion) = rows[0];
        let command = Command::SetSuggestion { article, suggestion, state: Proposal::Rejected };
        bench.execute(&command).unwrap();
        follow(&bench, &everywhere, "");
        follow(&bench, &Narrowed::default(), "");
        bench.undo().unwrap();
        follow(&bench, &everywhere, "");
        follow(&bench, &everywhere, "no such words");
        assert_eq!((counts[1] + 1, counts[3], counts[4]), (counts[0], counts[0], 0), "{counts:?}");
    }
}
