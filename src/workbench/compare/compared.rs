//! Several sessions and what came of comparing them, with what is looked up in it again and again.
//!
//! It does not know what is decided.

use super::decided::gold_of;
use crate::analysis::{Comparison, Group, Known, compare};
use crate::codec::Spread;
use crate::model::{ArticleId, Decision, Mention, MentionId, Session, Shard};
use std::collections::{BTreeSet, HashMap};

/// One group: the number of its article and its own in that.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct At {
    /// The article, by its number in the comparison.
    pub article: usize,
    /// The group in it.
    pub group: usize,
}

/// What came of comparing several sessions.
#[derive(Debug)]
pub struct Compared {
    /// What each side is called: its file's name.
    pub names: Vec<String>,
    /// Whether the first side is the open session itself.
    pub has_own: bool,
    /// The sides and what came of them.
    pub known: Known,
    /// The open session's article for each one that was compared; nothing where it has none with that text.
    pub articles: Vec<Option<ArticleId>>,
    /// Groups whose sides differ, in the order of the articles and the text. Where the open session is one of the sides, those
    /// that were decided on stay among them although the sides may agree by now.
    pub listed: Vec<At>,
    /// How many groups all sides agree on.
    pub agreed: usize,
    groups: HashMap<(usize, MentionId), At>,
}

/// What is to be compared.
#[derive(Clone, Debug)]
pub(super) struct Wish {
    pub(super) names: Vec<String>,
    pub(super) sides: Vec<Session>,
    pub(super) has_own: bool,
    pub(super) open: Session,
}

impl Compared {
    /// Compares; nothing once nobody wants it.
    pub(super) fn of(
        wish: Wish,
        before: Option<&Self>,
        spread: &dyn Spread,
        is_wanted: &(dyn Fn() -> bool + Sync),
    ) -> Option<Self> {
        let Wish { names, sides, has_own, open } = wish;
        let comparison = {
            let borrowed: Vec<&Session> = sides.iter().collect();
            compare(&borrowed, before.map(|before| &before.known), spread, is_wanted)?
        };
        let settled = if has_own { versions_named(&open, &names) } else { BTreeSet::new() };
        let mut listed = Vec::new();
        let mut agreed = 0;
        let mut groups = HashMap::new();
        for (article, compared) in comparison.articles.iter().enumerate() {
            for (group, row) in compared.groups.iter().enumerate() {
                let at = At { article, group };
                let members = || row.members.iter().enumerate().filter_map(|(side, member)| Some((side, (*member)?)));
                if !row.kinds.is_empty() || members().all(|version| settled.contains(&version)) {
                    listed.push(at);
                } else {
                    agreed += 1;
                }
                groups.extend(members().map(|version| (version, at)));
            }
        }
        let articles = articles_in(&open, &sides, &comparison);
        let known = Known { sides, comparison };
        Some(Self { names, has_own, known, articles, listed, agreed, groups })
    }

    /// The sides.
    #[must_use]
    pub fn sides(&self) -> &[Session] {
        &self.known.sides
    }

    /// What came of them.
    #[must_use]
    pub fn comparison(&self) -> &Comparison {
        &self.known.comparison
    }

    /// The group at a place.
    #[must_use]
    pub fn group(&self, at: At) -> Option<&Group> {
        self.comparison().articles.get(at.article)?.groups.get(at.group)
    }

    /// The group that a side's mention is in.
    #[must_use]
    pub fn group_of(&self, side: usize, mention: MentionId) -> Option<At> {
        self.groups.get(&(side, mention)).copied()
    }

    /// An article as a side has it.
    #[must_use]
    pub fn shard(&self, side: usize, article: usize) -> Option<&Shard> {
        let id = (*self.comparison().articles.get(article)?.ids.get(side)?)?;
        self.sides().get(side)?.shard(id).map(AsRef::as_ref)
    }

    /// An article as the first side has it that does.
    #[must_use]
    pub fn first_shard(&self, article: usize) -> Option<(usize, &Shard)> {
        (0..self.sides().len()).find_map(|side| Some((side, self.shard(side, article)?)))
    }

    /// What a side made of a group.
    #[must_use]
    pub fn mention(&self, at: At, side: usize) -> Option<&Mention> {
        let member = (*self.group(at)?.members.get(side)?)?;
        self.shard(side, at.article)?.mentions.get(member)
    }

    /// What each side made of a group, where it made something of it.
    pub fn versions(&self, at: At) -> impl Iterator<Item = (usize, &Mention)> {
        (0..self.sides().len()).filter_map(move |side| Some((side, self.mention(at, side)?)))
    }

    /// Whether a group is among those that differ.
    #[must_use]
    pub fn is_listed(&self, at: At) -> bool {
        self.listed.binary_search(&at).is_ok()
    }

    /// The groups whose versions a decision names.
    pub fn groups_of<'c>(&'c self, decision: &'c Decision) -> impl Iterator<Item = At> + 'c {
        let group = |source: &crate::model::DecisionSource| {
            self.group_of(self.side_named(&source.file)?, MentionId::parse(&source.record).ok()?)
        };
        decision.sources.iter().filter_map(group)
    }

    /// The side of this name.
    pub(super) fn side_named(&self, name: &str) -> Option<usize> {
        self.names.iter().position(|known| known == name)
    }
}

/// The versions that decisions of the open session name, and what was made of them, which are its own.
fn versions_named(open: &Session, names: &[String]) -> BTreeSet<(usize, MentionId)> {
    let sources = open.decisions.iter().flat_map(|decision| &decision.sources);
    let version = |source: &crate::model::DecisionSource| {
        let side = names.iter().position(|name| *name == source.file)?;
        Some((side, MentionId::parse(&source.record).ok()?))
    };
    let made = open.decisions.iter().filter_map(gold_of).map(|record| (0, record));
    sources.filter_map(version).chain(made).collect()
}

/// The open session's articles, by id or else by text.
fn articles_in(open: &Session, sides: &[Session], comparison: &Comparison) -> Vec<Option<ArticleId>> {
    let by_text: HashMap<&str, ArticleId> =
        open.shards().iter().map(|shard| (shard.article.text(), shard.id())).collect();
    let of = |ids: &Vec<Option<ArticleId>>| {
        let (side, id) = ids.iter().enumerate().find_map(|(side, id)| Some((side, (*id)?)))?;
        let text = sides.get(side)?.shard(id)?.article.text();
        let same =
            ids.iter().flatten().copied().find(|id| open.shard(*id).is_some_and(|shard| shard.article.text() == text));
        same.or_else(|| by_text.get(text).copied())
    };
    comparison.articles.iter().map(|article| of(&article.ids)).collect()
}
