//! From a choice about a group to the commands that write it into the gold session.
//!
//! It does not know who chose, and it changes nothing.

use super::compared::{At, Compared};
use super::decided::{Decisions, gold_of};
use crate::edit::{Command, Decided, DecisionDraft, GoldDraft, GoldRelation, Places, Refusal};
use crate::model::{
    Annotator, AnnotatorId, ArticleId, DecisionAction, DecisionSource, Entry, EntryId, How, Mention, MentionId,
    Relation, RelationId, Session, Slug,
};
use crate::text::{Fragments, Span};
use std::collections::{BTreeMap, BTreeSet};

/// What becomes of a group in the gold session.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Choice {
    /// What this side made of it; no tag where it made nothing.
    Side(usize),
    /// All versions together: the union of their places, attributes, flags and notes, and the label that most of them have.
    Combine,
    /// The version of this side, or of the first that has one, to be changed by hand.
    Rewrite(usize),
    /// No tag.
    Drop,
}

/// Makes commands out of choices.
pub(super) struct Drafter<'c> {
    pub(super) compared: &'c Compared,
    pub(super) decisions: &'c Decisions,
    pub(super) gold: &'c Session,
    /// Entries of the gold session by layer and name.
    names: BTreeMap<(&'c str, String), EntryId>,
    decided: Decided,
    /// Gold mentions that the commands at hand make or change, with the sides that they come from.
    made: BTreeMap<At, (MentionId, Vec<usize>)>,
    /// The labels of these mentions.
    labels: BTreeMap<MentionId, Slug>,
    /// Relations that the commands make: their ends, type and role.
    related: BTreeSet<(MentionId, MentionId, Slug, Option<Slug>)>,
    unrelated: BTreeMap<ArticleId, Vec<RelationId>>,
}

impl<'c> Drafter<'c> {
    pub(super) fn new(compared: &'c Compared, decisions: &'c Decisions, gold: &'c Session) -> Self {
        let names = gold.entries.iter().map(|entry| ((entry.layer.as_str(), entry.name.to_lowercase()), entry.id));
        let names = names.collect();
        Self {
            compared,
            decisions,
            gold,
            names,
            decided: Decided::default(),
            made: BTreeMap::new(),
            labels: BTreeMap::new(),
            related: BTreeSet::new(),
            unrelated: BTreeMap::new(),
        }
    }

    /// The gold session's article of a group.
    pub(super) fn article(&self, at: At) -> Result<ArticleId, Refusal> {
        let found = self.compared.articles.get(at.article).copied().flatten();
        found.ok_or_else(|| {
            let name = self.compared.first_shard(at.article).map_or("", |(_, shard)| shard.article.name.as_str());
            Refusal::InUse(format!("this session does not have the article “{name}”; add it first"))
        })
    }

    /// The gold mention of a group, as far as there is one: the one that was decided for, or the open session's own.
    pub(super) fn gold_mention(&self, at: At) -> Option<MentionId> {
        let made = self.made.get(&at).map(|(id, _)| *id);
        let decided = || self.decisions.of_group(self.compared, at).and_then(gold_of);
        made.or_else(decided)
            .or_else(|| self.own(at))
            .filter(|id| self.made.contains_key(&at) || self.is_there(at, *id))
    }

    fn is_there(&self, at: At, id: MentionId) -> bool {
        let shard = self.article(at).ok().and_then(|article| self.gold.shard(article));
        shard.is_some_and(|shard| shard.mentions.contains(id))
    }

    /// The open session's own version, where it is one of the sides.
    fn own(&self, at: At) -> Option<MentionId> {
        self.compared.group(at).filter(|_| self.compared.has_own)?.members.first().copied().flatten()
    }

    /// Adds what `choice` makes of a group; `fresh` is the id that a new gold mention gets.
    pub(super) fn add(&mut self, at: At, choice: Choice, fresh: MentionId, note: &str) -> Result<(), Refusal> {
        let article = self.article(at)?;
        let versions: Vec<(usize, &Mention)> = self.compared.versions(at).collect();
        let (action, taken) = taken(choice, &versions);
        let sources = self.sources(at, &taken);
        let record = self.own(at).or_else(|| self.gold_mention(at));
        let mention = match taken.as_slice() {
            [] => None,
            some => Some(self.gold_draft(some)?),
        };
        let id = record.unwrap_or(fresh);
        let is_made = mention.is_some();
        self.labels.extend(mention.as_ref().map(|draft| (id, draft.label.clone())));
        let record = if is_made { Some(id) } else { record };
        let note = note.to_owned();
        self.decided.decisions.push(DecisionDraft { article, action, mention, record, sources, note });
        if is_made {
            self.made.insert(at, (id, taken.iter().map(|(side, _)| *side).collect()));
        }
        Ok(())
    }

    /// The commands, with relations between what they make and what is decided already.
    pub(super) fn commands(mut self) -> Vec<Command> {
        for at in self.made.keys().copied().collect::<Vec<_>>() {
            self.relations(at);
        }
        let unrelated = std::mem::take(&mut self.unrelated);
        let mut commands: Vec<Command> =
            unrelated.into_iter().map(|(article, relations)| Command::Unrelate { article, relations }).collect();
        commands.push(Command::Decide(self.decided));
        commands
    }

    /// Every version that was looked at, those that were taken first.
    fn sources(&mut self, at: At, taken: &[(usize, &Mention)]) -> Vec<DecisionSource> {
        let is_taken = |side: usize| taken.iter().any(|(one, _)| *one == side);
        let versions: Vec<(usize, &Mention)> = self.compared.versions(at).collect();
        let (first, rest): (Vec<_>, Vec<_>) = versions.into_iter().partition(|(side, _)| is_taken(*side));
        let mut sources = Vec::new();
        for (side, row) in first.into_iter().chain(rest) {
            self.make_known(side, row.by);
            let file = self.compared.names.get(side).cloned().unwrap_or_default();
            sources.push(DecisionSource { file, annotator: row.by, record: row.id.to_string() });
        }
        sources
    }

    fn make_known(&mut self, side: usize, by: AnnotatorId) {
        let is_known = |known: &Annotator| known.id == by;
        if self.gold.annotators.contains(by) || self.decided.annotators.iter().any(is_known) {
            return;
        }
        let annotator = self.compared.sides().get(side).and_then(|session| session.annotators.get(by));
        self.decided.annotators.extend(annotator.cloned());
    }

    /// What the gold mention says, of one version or of several together.
    fn gold_draft(&mut self, taken: &[(usize, &Mention)]) -> Result<GoldDraft, Refusal> {
        let nothing = || Refusal::Nothing("no side has a tag here".to_owned());
        let (first_side, first) = taken.first().copied().ok_or_else(nothing)?;
        let label = most_common(taken).unwrap_or(&first.label).clone();
        let spans = union(taken.iter().map(|(_, row)| &row.fragments));
        let mut draft = GoldDraft { label, ..GoldDraft::of(first, Places::Bytes(spans)) };
        let is_of_layer = |row: &Mention| row.label.layer() == draft.label.layer();
        let linked = taken.iter().find(|(_, row)| row.entry.is_some() && is_of_layer(row));
        let linked = linked.map_or((first_side, None), |(side, row)| (*side, row.entry));
        draft.entry = linked.1.and_then(|entry| self.entry(linked.0, entry));
        let schema = &self.gold.schema;
        for (_, row) in taken.iter().skip(1) {
            for (slug, value) in &row.attributes {
                draft.attributes.entry(slug.clone()).or_insert_with(|| value.clone());
            }
            draft.flags.extend(row.flags.iter().cloned());
            draft.notes.extend(row.notes.iter().cloned());
            draft.confidence = draft.confidence.filter(|known| row.confidence == Some(*known));
        }
        if taken.len() > 1 {
            // What another version said of its own label has no place under the one that was taken.
            let label = draft.label.clone();
            draft.attributes.retain(|slug, _| schema.attributes_of(&label).any(|def| def.id == *slug));
        }
        let mut seen = BTreeSet::new();
        draft.flags.retain(|flag| seen.insert(flag.clone()));
        draft.notes.sort_by_key(|note| note.at);
        draft.notes.dedup();
        for (side, note) in taken.iter().flat_map(|(side, row)| row.notes.iter().map(|note| (*side, note))) {
            self.make_known(side, note.by);
        }
        Ok(draft)
    }

    /// The gold session's entry that a side's entry is: by id, or else by layer and name; a copy of it where there is none.
    fn entry(&mut self, side: usize, id: EntryId) -> Option<EntryId> {
        if self.gold.entries.contains(id) {
            return Some(id);
        }
        let entry: &Entry = self.compared.sides().get(side)?.entries.get(id)?;
        if let Some(known) = self.names.get(&(entry.layer.as_str(), entry.name.to_lowercase())) {
            return Some(*known);
        }
        self.names.insert((entry.layer.as_str(), entry.name.to_lowercase()), id);
        self.decided.entries.push(entry.clone());
        Some(id)
    }

    /// The sides that the gold mention of a group comes from.
    fn origin(&self, at: At) -> Vec<usize> {
        if let Some((_, sides)) = self.made.get(&at) {
            return sides.clone();
        }
        let all = || self.compared.versions(at).map(|(side, _)| side).collect();
        let Some(decision) = self.decisions.of_group(self.compared, at) else {
            return if self.own(at).is_some() { vec![0] } else { Vec::new() };
        };
        if decision.action == DecisionAction::Combined {
            return all();
        }
        let gold = gold_of(decision).and_then(|id| self.gold.shard(self.article(at).ok()?)?.mentions.get(id));
        let file = gold.filter(|row| row.provenance.how == How::Merged).map(|row| &*row.provenance.file);
        let file = file.or_else(|| decision.sources.first().map(|source| source.file.as_str()));
        file.and_then(|file| self.compared.side_named(file)).into_iter().collect()
    }

    /// Notes the relations between a group that the commands make and groups that are decided: those of the sides that the
    /// mention they start from comes from. Relations that start from it and that these sides do not have go.
    fn relations(&mut self, at: At) {
        let Some((id, sides)) = self.made.get(&at).cloned() else { return };
        let Ok(article) = self.article(at) else { return };
        let mut wanted: Vec<(MentionId, Slug, Option<Slug>)> = Vec::new();
        for (side, row) in self.compared.versions(at).collect::<Vec<_>>() {
            let Some(shard) = self.compared.shard(side, at.article) else { continue };
            for relation in shard.relations_of(row.id) {
                let leads_away = relation.from == row.id;
                let other = if leads_away { relation.to } else { relation.from };
                let Some(other) = self.compared.group_of(side, other) else { continue };
                let Some(end) = self.gold_mention(other) else { continue };
                let comes_from = if leads_away { sides.clone() } else { self.origin(other) };
                let (from, to) = if leads_away { (id, end) } else { (end, id) };
                if !comes_from.contains(&side) || !self.is_allowed(article, from, to, relation) {
                    continue;
                }
                if leads_away {
                    wanted.push((end, relation.label.clone(), relation.role.clone()));
                }
                self.relate(side, article, (from, to), relation);
            }
        }
        let Some(shard) = self.gold.shard(article) else { return };
        for relation in shard.relations_of(id).filter(|relation| relation.from == id) {
            let other = self.decisions.group_of_gold(self.compared, relation.to);
            let other = other.or_else(|| self.compared.group_of(0, relation.to).filter(|_| self.compared.has_own));
            let stays = wanted
                .iter()
                .any(|(to, label, role)| (*to, label, role) == (relation.to, &relation.label, &relation.role));
            if other.is_some() && !stays {
                self.unrelated.entry(article).or_default().push(relation.id);
            }
        }
    }

    /// Whether the gold session's schema allows a relation between two mentions as they will be.
    fn is_allowed(&self, article: ArticleId, from: MentionId, to: MentionId, relation: &Relation) -> bool {
        let label = |id: MentionId| {
            let here = || self.gold.shard(article)?.mentions.get(id).map(|row| &row.label);
            self.labels.get(&id).or_else(here)
        };
        let Some(kind) = self.gold.schema.relation_type(&relation.label) else { return false };
        let role = relation.role.as_ref().map(|role| kind.roles.iter().find(|known| known.id == *role));
        let Some((from, to)) = label(from).zip(label(to)).filter(|_| role != Some(None)) else { return false };
        let ends = role.flatten().map(|role| &role.to).filter(|to| !to.is_empty()).unwrap_or(&kind.to);
        let fits =
            |label: &Slug, allowed: &[Slug]| allowed.is_empty() || allowed.iter().any(|one| label.is_within(one));
        fits(from, &kind.from) && fits(to, ends)
    }

    fn relate(&mut self, side: usize, article: ArticleId, (from, to): (MentionId, MentionId), relation: &Relation) {
        let here = self.gold.shard(article).is_some_and(|shard| {
            shard.relations_of(from).any(|known| {
                (known.from, known.to) == (from, to) && (&known.label, &known.role) == (&relation.label, &relation.role)
            })
        });
        let key = (from, to, relation.label.clone(), relation.role.clone());
        if here || !self.related.insert(key) {
            return;
        }
        self.decided.relations.push(GoldRelation {
            article,
            from,
            to,
            label: relation.label.clone(),
            role: relation.role.clone(),
            attributes: relation.attributes.clone(),
            file: self.compared.names.get(side).cloned().unwrap_or_default(),
        });
    }
}

/// How the gold mention comes to be, and the versions that it is made of.
fn taken<'m>(choice: Choice, versions: &[(usize, &'m Mention)]) -> (DecisionAction, Vec<(usize, &'m Mention)>) {
    let of = |side: usize| versions.iter().copied().find(|(one, _)| *one == side);
    match choice {
        Choice::Side(side) => match of(side) {
            Some(version) => (DecisionAction::Chosen, vec![version]),
            None => (DecisionAction::Dropped, Vec::new()),
        },
        Choice::Combine => (DecisionAction::Combined, versions.to_vec()),
        Choice::Rewrite(side) => {
            let version = of(side).or_else(|| versions.first().copied());
            (DecisionAction::Rewritten, version.into_iter().collect())
        }
        Choice::Drop => (DecisionAction::Dropped, Vec::new()),
    }
}

/// The label that most versions have; of several the one that comes first.
fn most_common<'m>(versions: &[(usize, &'m Mention)]) -> Option<&'m Slug> {
    let count = |label: &Slug| versions.iter().filter(|(_, row)| row.label == *label).count();
    let most = versions.iter().map(|(_, row)| count(&row.label)).max()?;
    versions.iter().map(|(_, row)| &row.label).find(|label| count(label) == most)
}

/// The places of all extents together.
fn union<'f>(extents: impl Iterator<Item = &'f Fragments>) -> Vec<Span> {
    let mut spans: Vec<Span> = extents.flat_map(|fragments| fragments.spans().iter().copied()).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match joined.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}
