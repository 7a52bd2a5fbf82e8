//! What is derived from the session for drawing, kept while it holds and carried on from edit to edit: what an edit costs
//! here depends on what it changes, not on how much there is.
//!
//! It does not draw.

use super::article::{CleanMark, Link, LinkEnd, Mark, MarkLook, MarkSet};
use super::card::{relation_name, role_name, words_of};
use super::cleaning::marks_of;
use super::theme::Theme;
use super::ties::told;
use crate::model::{
    ArticleId, Mention, MentionId, Proposal, Region, Relation, Repair, ReviewState, Schema, Session, Shard, Slug,
    Suggestion, SuggestionId, SuggestionKind, Table,
};
use crate::text::Span;
use eframe::egui;
use std::collections::BTreeMap;
use std::sync::Arc;

/// What is derived from one article.
#[derive(Debug)]
pub(super) struct Derived {
    stamp: Stamp,
    /// What it was derived from.
    revision: u64,
    mentions: Table<Mention>,
    suggestions: Table<Suggestion>,
    regions: Table<Region>,
    looks: Looks,
    /// The marks of the article view.
    pub(super) marks: MarkSet,
    /// Regions that were taken, for dimming: sorted and disjoint.
    pub(super) dimmed: Vec<Span>,
    repairs: Table<Repair>,
    /// What cleaning found, for the article view.
    pub(super) cleaned: Arc<[CleanMark]>,
}

/// What a whole derivation depends on; where only the article's revision differs, it is carried on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Stamp {
    schema: usize,
    dark: bool,
}

/// What the drawn relations depend on: the stamp, the article's revision, the selected mention.
type LinkKey = (Stamp, u64, MentionId);

/// Derivations by article.
#[derive(Debug, Default)]
pub(super) struct Caches {
    articles: BTreeMap<ArticleId, Derived>,
    counts: BTreeMap<ArticleId, Counted>,
    links: Option<(LinkKey, Arc<[Link]>)>,
    /// Who says the claim under the pointer.
    told: Option<(LinkKey, Option<Arc<str>>)>,
}

/// Mentions of each label, and what was counted.
#[derive(Debug, Default)]
struct Counted {
    revision: Option<u64>,
    mentions: Table<Mention>,
    counts: BTreeMap<Slug, usize>,
}

impl Caches {
    /// Forgets everything, as when another session is opened.
    pub(super) fn clear(&mut self) {
        self.articles.clear();
        self.counts.clear();
        self.links = None;
        self.told = None;
    }

    /// Who says the claim that is mention `id`, the outlet first.
    pub(super) fn told(&mut self, session: &Session, shard: &Shard, theme: &Theme, id: MentionId) -> Option<Arc<str>> {
        let key = (stamp_of(session, theme), shard.revision, id);
        match &self.told {
            Some((known, told)) if *known == key => told.clone(),
            _ => {
                let told = shard.mentions.get(id).and_then(|mention| told(session, shard, mention)).map(Arc::from);
                self.told = Some((key, told.clone()));
                told
            }
        }
    }

    /// What is derived from `shard`, made to follow it where it has changed.
    pub(super) fn derived(&mut self, session: &Session, shard: &Shard, theme: &Theme) -> &Derived {
        let stamp = stamp_of(session, theme);
        let derived = self.articles.entry(shard.id()).or_insert_with(|| derive(&session.schema, shard, theme, stamp));
        if derived.stamp != stamp {
            *derived = derive(&session.schema, shard, theme, stamp);
        }
        derived.follow(shard);
        derived
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
        let key = (stamp_of(session, theme), shard.revision, selected);
        match &self.links {
            Some((known, links)) if *known == key => Arc::clone(links),
            _ => {
                let links: Arc<[Link]> =
                    shard.relations_of(selected).filter_map(|relation| link(session, shard, theme, relation)).collect();
                self.links = Some((key, Arc::clone(&links)));
                links
            }
        }
    }

    /// How many mentions of each label an article has, rejected ones left out.
    pub(super) fn counts(&mut self, shard: &Shard) -> &BTreeMap<Slug, usize> {
        let counted = self.counts.entry(shard.id()).or_default();
        if counted.revision != Some(shard.revision) {
            counted.revision = Some(shard.revision);
            let before = std::mem::replace(&mut counted.mentions, shard.mentions.clone());
            let counts = &mut counted.counts;
            shard.mentions.differences(&before, |gone, come| {
                let counts_of = |row: Option<&Mention>| {
                    row.filter(|mention| mention.review.state != ReviewState::Rejected).map(|row| row.label.clone())
                };
                if let Some(count) = counts_of(gone).and_then(|label| counts.get_mut(&label)) {
                    *count = count.saturating_sub(1);
                }
                if let Some(label) = counts_of(come) {
                    *counts.entry(label).or_default() += 1;
                }
            });
            counts.retain(|_, count| *count > 0);
        }
        &counted.counts
    }
}

fn stamp_of(session: &Session, theme: &Theme) -> Stamp {
    Stamp { schema: Arc::as_ptr(&session.schema) as usize, dark: theme.dark }
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

impl Derived {
    /// Takes over what has changed in `shard` since the last time.
    fn follow(&mut self, shard: &Shard) {
        if self.revision == shard.revision {
            return;
        }
        self.revision = shard.revision;
        let mut changes: Vec<(Option<u64>, Option<Mark>)> = Vec::new();
        let looks = &self.looks;
        shard.mentions.differences(&self.mentions, |gone, come| {
            changes.push((gone.map(|row| row.id.0), come.map(|row| looks.of_mention(row))));
        });
        shard.suggestions.differences(&self.suggestions, |gone, come| {
            changes.push((gone.map(|row| suggestion_key(row.id)), come.and_then(|row| looks.of_suggestion(row))));
        });
        // One change takes a few times as long as one mark of a new set.
        if changes.len() > 512 && changes.len() > self.marks.len() / 4 {
            self.marks = self.looks.marks(shard);
        } else {
            for (gone, come) in changes {
                match (gone, come) {
                    (_, Some(mark)) => self.marks.put(mark),
                    (Some(key), None) => self.marks.remove(key),
                    (None, None) => {}
                }
            }
        }
        let mut is_dimmed_anew = false;
        shard.regions.differences(&self.regions, |_, _| is_dimmed_anew = true);
        if is_dimmed_anew {
            self.dimmed = joined(shard.accepted_regions());
        }
        let mut is_cleaned_anew = is_dimmed_anew;
        shard.repairs.differences(&self.repairs, |_, _| is_cleaned_anew = true);
        if is_cleaned_anew {
            self.cleaned = marks_of(shard);
        }
        self.repairs = shard.repairs.clone();
        self.mentions = shard.mentions.clone();
        self.suggestions = shard.suggestions.clone();
        self.regions = shard.regions.clone();
    }
}

/// Keeps the marks of suggestions apart from those of mentions, which may have the same ids.
const PROPOSED: u64 = 0x5AA5_5AA5_5AA5_5AA5;

/// The key of a suggestion's mark.
fn suggestion_key(id: SuggestionId) -> u64 {
    id.0 ^ PROPOSED
}

/// The suggestion whose mark has this key, if it is one.
pub(super) fn suggestion_of(shard: &Shard, key: u64) -> Option<&Suggestion> {
    shard.suggestions.get(SuggestionId(key ^ PROPOSED))
}

/// Word and colour of each label.
#[derive(Debug)]
struct Looks {
    labels: BTreeMap<Slug, (Arc<str>, egui::Color32)>,
    unknown: egui::Color32,
}

impl Looks {
    fn of(&self, label: &Slug) -> (Arc<str>, egui::Color32) {
        self.labels.get(label).cloned().unwrap_or_else(|| (Arc::from(label.as_str()), self.unknown))
    }

    fn of_mention(&self, mention: &Mention) -> Mark {
        let (tag, color) = self.of(&mention.label);
        let look = match mention.review.state {
            ReviewState::Rejected => MarkLook::Rejected,
            _ if !mention.flags.is_empty() => MarkLook::Flagged,
            _ => MarkLook::Work,
        };
        Mark { key: mention.id.0, spans: mention.fragments.spans().into(), color, tag, look }
    }

    fn of_suggestion(&self, suggestion: &Suggestion) -> Option<Mark> {
        let open = suggestion.kind == SuggestionKind::Mention && suggestion.state == Proposal::Proposed;
        let (tag, color) = self.of(suggestion.label.as_ref()?);
        let spans = suggestion.fragments.as_ref().filter(|_| open)?.spans().into();
        Some(Mark { key: suggestion_key(suggestion.id), spans, color, tag, look: MarkLook::Suggestion })
    }

    fn marks(&self, shard: &Shard) -> MarkSet {
        let work = shard.mentions.by_key().map(|mention| self.of_mention(mention));
        let proposed = shard.suggestions.iter().filter_map(|suggestion| self.of_suggestion(suggestion));
        MarkSet::new(work.chain(proposed).collect())
    }
}

fn derive(schema: &Schema, shard: &Shard, theme: &Theme, stamp: Stamp) -> Derived {
    let look = |info: crate::model::LabelInfo<'_>| (info.name.into(), theme.label_color(info.color));
    let labels = schema.label_infos().map(|info| (info.id.clone(), look(info))).collect();
    let looks = Looks { labels, unknown: theme.text_muted.0 };
    Derived {
        stamp,
        revision: shard.revision,
        mentions: shard.mentions.clone(),
        suggestions: shard.suggestions.clone(),
        regions: shard.regions.clone(),
        marks: looks.marks(shard),
        looks,
        dimmed: joined(shard.accepted_regions()),
        repairs: shard.repairs.clone(),
        cleaned: marks_of(shard),
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codec::decode;
    use crate::edit::{Change, Edit, Transaction, apply};
    use crate::model::{AnnotatorId, Attributes, Ext, Provenance, Timestamp, TransactionId};
    use crate::workbench::SAMPLE;

    #[test]
    fn a_suggestion_with_the_id_of_a_mention_has_a_mark_of_its_own() {
        let mut session = decode(SAMPLE.as_bytes()).unwrap().session;
        let theme = Theme::bundled(false).unwrap();
        let (stamp, schema) = (stamp_of(&session, &theme), Arc::clone(&session.schema));
        let before = Arc::clone(&session.shards()[0]);
        let mut derived = derive(&schema, &before, &theme, stamp);
        let count = derived.marks.len();
        let mention = before.mentions_in_order()[0].clone();
        let suggestion = Suggestion {
            id: SuggestionId(mention.id.0),
            kind: SuggestionKind::Mention,
            fragments: Some(mention.fragments.clone()),
            quote: mention.quote.to_string(),
            label: Some(mention.label.clone()),
            role: None,
            mention: None,
            target: None,
            entry: None,
            attributes: Attributes::new(),
            reason: "seen before".to_owned(),
            score: None,
            state: Proposal::Proposed,
            provenance: Provenance::default(),
            by: mention.by,
            created: Timestamp::default(),
            ext: Ext::default(),
        };
        let change = |edit| Transaction {
            id: TransactionId(1),
            name: "Suggest".to_owned(),
            by: AnnotatorId(1),
            at: Timestamp::default(),
            edits: vec![Edit::Suggestion(before.id(), edit)],
        };
        apply(&mut session, &change(Change::insert(suggestion.clone()))).unwrap();
        derived.follow(&session.shards()[0]);
        assert_eq!(derived.marks.len(), count + 1);
        let key = suggestion_key(suggestion.id);
        assert_eq!(suggestion_of(&session.shards()[0], key).map(|one| one.id), Some(suggestion.id));
        assert!(suggestion_of(&session.shards()[0], mention.id.0).is_none(), "the mention's mark is the mention's");
        apply(&mut session, &change(Change::insert(suggestion).inverse())).unwrap();
        derived.follow(&session.shards()[0]);
        assert_eq!(derived.marks.len(), count);
    }
}
