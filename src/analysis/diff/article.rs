//! The differences of one article that two sessions have. It does not know what surrounds the articles.

use super::pairs::Pairs;
use super::record::{RecordDiff, Shown, Side};
use super::shown;
use crate::analysis::compare::{ComparedArticle, Group, Kind};
use crate::model::{MentionId, Session, Shard};
use serde::Serialize;
use std::collections::HashMap;

/// Which of the two sessions has an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// Both, with one text.
    Both,
    /// One alone.
    Only(Side),
    /// Both, with different texts, so that nothing in it is compared.
    OtherText {
        /// The first code point in which the texts differ.
        at: u32,
        /// Its line in the first text, from 1.
        line: usize,
        /// Its column there in code points, from 1.
        column: usize,
    },
}

/// The differences of one article.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ArticleDiff {
    /// Its id in the first session.
    pub a: Option<String>,
    /// Its id in the second session.
    pub b: Option<String>,
    /// Its file's name, in the first session where that has it.
    pub name: String,
    /// Its headline, or its name where none is known.
    pub title: String,
    /// Which of the two has it.
    pub standing: Standing,
    /// What differs in it.
    pub changes: Vec<RecordDiff>,
}

/// One article as both sessions have it.
pub(super) struct Both<'s> {
    pub(super) sessions: [&'s Session; 2],
    pub(super) shards: [&'s Shard; 2],
    pub(super) compared: &'s ComparedArticle,
    /// The group of each mention, by side.
    groups: [HashMap<MentionId, usize>; 2],
}

impl<'s> Both<'s> {
    pub(super) fn new(sessions: [&'s Session; 2], shards: [&'s Shard; 2], compared: &'s ComparedArticle) -> Self {
        let of = |side: usize| {
            let numbered = compared.groups.iter().enumerate();
            numbered.filter_map(|(number, group)| Some(((*group.members.get(side)?)?, number))).collect()
        };
        Self { sessions, shards, compared, groups: [of(0), of(1)] }
    }

    /// Every difference: what is known about it, mentions, relations, then the rest.
    pub(super) fn changes(&self) -> Vec<RecordDiff> {
        let [a, b] = self.shards;
        let [in_a, in_b] = self.sessions;
        let mut changes = Vec::new();
        let [one, two] =
            [(in_a, a), (in_b, b)].map(|(session, shard)| shown::metadata(session, &shard.article, &shard.metadata));
        changes.extend(RecordDiff::between("article", Some(one), Some(two)));
        let differing = self.compared.groups.iter().filter(|group| !group.kinds.without(Kind::Relation).is_empty());
        changes.extend(differing.filter_map(|group| self.mention(group)));
        changes.extend(self.relations());
        changes.extend(self.regions());
        changes.extend(self.repairs());
        changes.extend(self.suggestions());
        changes.extend(self.quarantine());
        changes
    }

    /// Whether a mention of the first session and one of the second belong together.
    fn is_same_mention(&self, one: MentionId, other: MentionId) -> bool {
        let [of_a, of_b] = &self.groups;
        of_a.get(&one).is_some_and(|group| of_b.get(&other) == Some(group))
    }

    fn mention(&self, group: &Group) -> Option<RecordDiff> {
        let of = |side: usize, session: &Session, shard: &Shard| {
            let row = group.members.get(side).copied().flatten().and_then(|id| shard.mentions.get(id))?;
            Some(shown::mention(session, &shard.article, row))
        };
        let ([in_a, in_b], [a, b]) = (self.sessions, self.shards);
        RecordDiff::between("mention", of(0, in_a, a), of(1, in_b, b))
    }

    fn relations(&self) -> Vec<RecordDiff> {
        let [a, b] = self.shards;
        let ends = |side: &HashMap<MentionId, usize>, from: MentionId, to: MentionId| {
            side.get(&from).copied().zip(side.get(&to).copied())
        };
        let [of_a, of_b] = &self.groups;
        let pairs = Pairs::of(a.relations.iter(), b.relations.iter())
            .by(
                |row| Some((ends(of_a, row.from, row.to)?, row.label.clone(), row.role.clone())),
                |row| Some((ends(of_b, row.from, row.to)?, row.label.clone(), row.role.clone())),
            )
            .by(|row| Some(row.id), |row| Some(row.id))
            .by(|row| ends(of_a, row.from, row.to), |row| ends(of_b, row.from, row.to));
        let one = |(one, two): (Option<&_>, Option<&_>)| {
            let same = |row: &crate::model::Relation, other: &crate::model::Relation| {
                [("from", self.is_same_mention(row.from, other.from)), ("to", self.is_same_mention(row.to, other.to))]
            };
            let same = one.zip(two).map(|(row, other)| same(row, other));
            let [one, mut two] = [one.map(|row| shown::relation(a, row)), two.map(|row| shown::relation(b, row))];
            take_same(one.as_ref(), two.as_mut(), same);
            RecordDiff::between("relation", one, two)
        };
        pairs.all().into_iter().filter_map(one).collect()
    }

    fn regions(&self) -> Vec<RecordDiff> {
        let [a, b] = self.shards;
        let pairs = Pairs::of(a.regions.iter(), b.regions.iter())
            .by(|row| Some(row.id), |row| Some(row.id))
            .by(|row| Some((row.span, row.kind)), |row| Some((row.span, row.kind)))
            .by(|row| Some(row.span), |row| Some(row.span));
        let one = |(one, two): (Option<&_>, Option<&_>)| {
            let [one, two] =
                [one.map(|row| shown::region(&a.article, row)), two.map(|row| shown::region(&b.article, row))];
            RecordDiff::between("region", one, two)
        };
        pairs.all().into_iter().filter_map(one).collect()
    }

    fn repairs(&self) -> Vec<RecordDiff> {
        let [a, b] = self.shards;
        let pairs = Pairs::of(a.repairs.iter(), b.repairs.iter())
            .by(|row| Some(row.id), |row| Some(row.id))
            .by(|row| Some(row.span), |row| Some(row.span));
        let one = |(one, two): (Option<&_>, Option<&_>)| {
            let [one, two] =
                [one.map(|row| shown::repair(&a.article, row)), two.map(|row| shown::repair(&b.article, row))];
            RecordDiff::between("repair", one, two)
        };
        pairs.all().into_iter().filter_map(one).collect()
    }

    fn suggestions(&self) -> Vec<RecordDiff> {
        let ([in_a, in_b], [a, b]) = (self.sessions, self.shards);
        let pairs =
            Pairs::of(a.suggestions.iter(), b.suggestions.iter()).by(|row| Some(row.id), |row| Some(row.id)).by(
                |row| Some((row.kind, row.fragments.clone()?, row.label.clone())),
                |row| Some((row.kind, row.fragments.clone()?, row.label.clone())),
            );
        let one = |(one, two): (Option<&_>, Option<&_>)| {
            let same = |row: &crate::model::Suggestion, other: &crate::model::Suggestion| {
                let is_same = |(one, two)| self.is_same_mention(one, two);
                [
                    ("mention", row.mention.zip(other.mention).is_some_and(is_same)),
                    ("target", row.target.zip(other.target).is_some_and(is_same)),
                ]
            };
            let same = one.zip(two).map(|(row, other)| same(row, other));
            let [one, mut two] =
                [one.map(|row| shown::suggestion(in_a, a, row)), two.map(|row| shown::suggestion(in_b, b, row))];
            take_same(one.as_ref(), two.as_mut(), same);
            RecordDiff::between("suggestion", one, two)
        };
        pairs.all().into_iter().filter_map(one).collect()
    }

    fn quarantine(&self) -> Vec<RecordDiff> {
        let ([in_a, in_b], [a, b]) = (self.sessions, self.shards);
        let key = |row: &crate::model::Quarantined| Some((row.mention.label.clone(), row.mention.quote.clone()));
        let pairs = Pairs::of(a.quarantine.iter(), b.quarantine.iter())
            .by(|row| Some(row.mention.id), |row| Some(row.mention.id))
            .by(key, key);
        let one = |(one, two): (Option<&_>, Option<&_>)| {
            let [one, two] =
                [one.map(|row| shown::quarantined(in_a, row)), two.map(|row| shown::quarantined(in_b, row))];
            RecordDiff::between("quarantined mention", one, two)
        };
        pairs.all().into_iter().filter_map(one).collect()
    }
}

/// What names the same mention is no difference, although its words may be another's.
fn take_same(one: Option<&Shown>, two: Option<&mut Shown>, same: Option<[(&str, bool); 2]>) {
    let (Some(one), Some(two)) = (one, two) else { return };
    for (name, _) in same.into_iter().flatten().filter(|(_, is_same)| *is_same) {
        if let Some(value) = one.fields.get(name) {
            two.fields.insert(name.to_owned(), value.clone());
        }
    }
}
