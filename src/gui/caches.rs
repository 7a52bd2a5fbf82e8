//! What is derived from the session for drawing, kept until the article's revision or the schema changes.
//!
//! It does not draw.

use super::article::{Link, LinkEnd, Mark, MarkLook, MarkSet};
use super::card::{relation_name, role_name, words_of};
use super::theme::Theme;
use crate::model::{
    ArticleId, MentionId, Proposal, Relation, ReviewState, Schema, Session, Shard, Slug, SuggestionKind,
};
use crate::text::Span;
use eframe::egui;
use std::collections::BTreeMap;
use std::sync::Arc;

/// A mention in the list of the side panel.
#[derive(Clone, Debug)]
pub(super) struct ListedMention {
    /// The mention.
    pub(super) id: MentionId,
    /// Its label.
    pub(super) label: Slug,
    /// Its words on one line.
    pub(super) words: String,
    /// Where it is.
    pub(super) hull: Span,
    /// Whether it lies in more than one piece.
    pub(super) discontinuous: bool,
    /// What a review found.
    pub(super) state: ReviewState,
    /// Whether a flag is on it.
    pub(super) flagged: bool,
    /// Whether a note is on it.
    pub(super) noted: bool,
}

/// What is derived from one article.
#[derive(Debug)]
pub(super) struct Derived {
    stamp: Stamp,
    /// The marks of the article view.
    pub(super) marks: MarkSet,
    /// Regions that were taken, for dimming: sorted and disjoint.
    pub(super) dimmed: Vec<Span>,
    /// Mentions in text order.
    pub(super) listed: Vec<ListedMention>,
}

/// What a derivation depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    revision: u64,
    schema: usize,
    dark: bool,
}

/// Derivations by article.
#[derive(Debug, Default)]
pub(super) struct Caches {
    articles: BTreeMap<ArticleId, Derived>,
    counts: BTreeMap<ArticleId, (u64, BTreeMap<Slug, usize>)>,
    links: Option<(Stamp, MentionId, Arc<[Link]>)>,
}

impl Caches {
    /// Forgets everything, as when another session is opened.
    pub(super) fn clear(&mut self) {
        self.articles.clear();
        self.counts.clear();
        self.links = None;
    }

    /// What is derived from `shard`, made anew where it has changed.
    pub(super) fn derived(&mut self, session: &Session, shard: &Shard, theme: &Theme) -> &Derived {
        let stamp = stamp_of(session, shard, theme);
        let id = shard.id();
        if self.articles.get(&id).is_none_or(|known| known.stamp != stamp) {
            self.articles.insert(id, derive(&session.schema, shard, theme, stamp));
        }
        self.articles.entry(id).or_insert_with(|| derive(&session.schema, shard, theme, stamp))
    }

    /// The relations of the selected mention as the article view draws them.
    pub(super) fn links(
        &mut self,
        session: &Session,
        shard: &Shard,
        theme: &Theme,
        selected: Option<MentionId>,
    ) -> Arc<[Link]> {
        let Some(selected) = selected else { return Arc::default() };
        let stamp = stamp_of(session, shard, theme);
        match &self.links {
            Some((known, mention, links)) if *known == stamp && *mention == selected => Arc::clone(links),
            _ => {
                let links: Arc<[Link]> =
                    shard.relations_of(selected).filter_map(|relation| link(session, shard, theme, relation)).collect();
                self.links = Some((stamp, selected, Arc::clone(&links)));
                links
            }
        }
    }

    /// How many mentions of each label an article has, rejected ones left out.
    pub(super) fn counts(&mut self, shard: &Shard) -> &BTreeMap<Slug, usize> {
        let entry = self.counts.entry(shard.id()).or_insert_with(|| (u64::MAX, BTreeMap::new()));
        if entry.0 != shard.revision {
            let mut counts = BTreeMap::new();
            for mention in shard.mentions.iter().filter(|mention| mention.review.state != ReviewState::Rejected) {
                *counts.entry(mention.label.clone()).or_default() += 1;
            }
            *entry = (shard.revision, counts);
        }
        &entry.1
    }
}

fn stamp_of(session: &Session, shard: &Shard, theme: &Theme) -> Stamp {
    Stamp { revision: shard.revision, schema: Arc::as_ptr(&session.schema) as usize, dark: theme.dark }
}

/// A relation for the article view; nothing where an end has no place in the text.
fn link(session: &Session, shard: &Shard, theme: &Theme, relation: &Relation) -> Option<Link> {
    let end = |id: MentionId| {
        let span = shard.mentions.get(id)?.fragments.spans().first().copied()?;
        Some(LinkEnd { key: id.0, span, words: words_of(shard, id).into() })
    };
    let kind = session.schema.relation_type(&relation.label);
    let color = kind.and_then(|kind| kind.color.as_deref()).map_or(theme.accent.0, |name| theme.label_color(name));
    Some(Link {
        from: end(relation.from)?,
        to: end(relation.to)?,
        name: role_name(session, relation).unwrap_or_else(|| relation_name(session, relation)).into(),
        color,
        directed: !kind.is_some_and(|kind| kind.symmetric),
    })
}

fn derive(schema: &Schema, shard: &Shard, theme: &Theme, stamp: Stamp) -> Derived {
    let labels: BTreeMap<&Slug, (Arc<str>, egui::Color32)> =
        schema.label_infos().map(|info| (info.id, (info.name.into(), theme.label_color(info.color)))).collect();
    let unknown = |label: &Slug| (Arc::from(label.as_str()), theme.text_muted.0);
    let look_of = |label: &Slug| labels.get(label).cloned().unwrap_or_else(|| unknown(label));
    let work = shard.mentions.iter().map(|mention| {
        let (tag, color) = look_of(&mention.label);
        let look = match mention.review.state {
            ReviewState::Rejected => MarkLook::Rejected,
            _ if !mention.flags.is_empty() => MarkLook::Flagged,
            _ => MarkLook::Work,
        };
        Mark { key: mention.id.0, spans: mention.fragments.spans().into(), color, tag, look }
    });
    let proposed = shard.suggestions.iter().filter_map(|suggestion| {
        let open = suggestion.kind == SuggestionKind::Mention && suggestion.state == Proposal::Proposed;
        let (tag, color) = look_of(suggestion.label.as_ref()?);
        let spans = suggestion.fragments.as_ref().filter(|_| open)?.spans().into();
        Some(Mark { key: suggestion.id.0, spans, color, tag, look: MarkLook::Suggestion })
    });
    Derived {
        stamp,
        marks: MarkSet::new(work.chain(proposed).collect()),
        dimmed: joined(shard.accepted_regions()),
        listed: listed(shard),
    }
}

fn listed(shard: &Shard) -> Vec<ListedMention> {
    let row = |mention: &crate::model::Mention| ListedMention {
        id: mention.id,
        label: mention.label.clone(),
        words: mention.quote.split_whitespace().collect::<Vec<_>>().join(" "),
        hull: mention.fragments.hull(),
        discontinuous: mention.fragments.spans().len() > 1,
        state: mention.review.state,
        flagged: !mention.flags.is_empty(),
        noted: !mention.notes.is_empty(),
    };
    shard.mentions_in_order().into_iter().map(row).collect()
}

/// Sorted spans with those that touch or overlap joined.
fn joined(spans: Vec<Span>) -> Vec<Span> {
    let mut out: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match out.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => out.push(span),
        }
    }
    out
}
