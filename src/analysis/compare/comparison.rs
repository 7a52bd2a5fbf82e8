//! The comparison of several sessions as a whole.
//!
//! It does not know where the sessions come from or which of them counts.

use super::align::aligned;
use super::articles::{Alone, OtherText, Row, matched};
use super::entries::Register;
use super::judge::differences;
use super::kinds::Kinds;
use crate::codec::{Spread, gather};
use crate::model::{ArticleId, MentionId, Session, Shard};
use crate::text::Span;
use std::collections::HashMap;
use std::sync::Arc;

/// What several sides made of one thing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// The mention of each side; nothing where a side has none.
    pub members: Box<[Option<MentionId>]>,
    /// Where the first of them stands, from its start to its end.
    pub place: Span,
    /// In what they differ; nothing where all agree.
    pub kinds: Kinds,
}

/// One article that at least two sides have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ComparedArticle {
    /// The article's id on each side; nothing where a side does not have it.
    pub ids: Vec<Option<ArticleId>>,
    /// Everything that was tagged in it, in text order.
    pub groups: Vec<Group>,
}

/// What several sessions have in common and in what they differ.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Comparison {
    /// Articles of one text, in the order of the first side that has them.
    pub articles: Vec<Arc<ComparedArticle>>,
    /// Articles that ought to be the same and have different texts. Nothing in them is compared.
    pub other_texts: Vec<OtherText>,
    /// Articles that one side alone has.
    pub alone: Vec<Alone>,
}

impl Comparison {
    /// Every group, with the number of its article.
    pub fn groups(&self) -> impl Iterator<Item = (usize, &Group)> {
        let articles = self.articles.iter().enumerate();
        articles.flat_map(|(number, article)| article.groups.iter().map(move |group| (number, group)))
    }
}

/// A comparison that was made before, with the sides that it was made of, so that what did not change is not compared again.
#[derive(Clone, Debug)]
pub struct Known {
    /// The sides.
    pub sides: Vec<Session>,
    /// What came of them.
    pub comparison: Comparison,
}

/// Compares what `sides` hold; nothing once nobody wants it. Articles that are the very same as in `known` are taken from there.
///
/// Mentions belong together where they stand on the same words (of several there those with one label first, then those of one
/// layer), otherwise where they have one id, otherwise where they overlap and have one label, or a label and one below it, or
/// labels of one layer and half of their words in common; of several such pairs the one with the largest common share goes first.
#[must_use]
pub fn compare(
    sides: &[&Session],
    known: Option<&Known>,
    spread: &dyn Spread,
    is_wanted: &(dyn Fn() -> bool + Sync),
) -> Option<Comparison> {
    let articles = matched(sides);
    let register = Register::of(sides);
    let reused = known.filter(|known| has_same_registers(sides, &known.sides)).map(Reuse::of);
    let rows = gather(spread, articles.rows.len(), |number| {
        let row = articles.rows.get(number).filter(|_| is_wanted())?;
        let shards = shards_of(sides, row);
        let reused = reused.as_ref().and_then(|reuse| reuse.find(&shards));
        Some(reused.unwrap_or_else(|| Arc::new(of_article(&shards, &register))))
    });
    let articles_compared: Option<Vec<Arc<ComparedArticle>>> = rows?.into_iter().collect();
    Some(Comparison { articles: articles_compared?, other_texts: articles.other_texts, alone: articles.alone })
}

fn has_same_registers(sides: &[&Session], known: &[Session]) -> bool {
    let is_same = |(one, other): (&&Session, &Session)| Arc::ptr_eq(&one.entries, &other.entries);
    sides.len() == known.len() && sides.iter().zip(known).all(is_same)
}

/// Articles of a comparison that was made before, by the id on the first side that has them.
struct Reuse<'k> {
    sides: &'k [Session],
    articles: HashMap<(usize, ArticleId), &'k Arc<ComparedArticle>>,
}

impl<'k> Reuse<'k> {
    fn of(known: &'k Known) -> Self {
        let articles = &known.comparison.articles;
        let keyed = articles.iter().filter_map(|article| Some((first_id(&article.ids)?, article)));
        Self { sides: &known.sides, articles: keyed.collect() }
    }

    /// What came of the very same shards.
    fn find(&self, shards: &[Option<&Arc<Shard>>]) -> Option<Arc<ComparedArticle>> {
        let ids: Vec<Option<ArticleId>> = shards.iter().map(|shard| shard.map(|shard| shard.id())).collect();
        let found = self.articles.get(&first_id(&ids)?).filter(|article| article.ids == ids)?;
        let is_same = |(side, shard): (&Session, Option<&Arc<Shard>>)| {
            shard.is_none_or(|shard| side.shard(shard.id()).is_some_and(|old| Arc::ptr_eq(old, shard)))
        };
        self.sides.iter().zip(shards.iter().copied()).all(is_same).then(|| Arc::clone(found))
    }
}

fn first_id(ids: &[Option<ArticleId>]) -> Option<(usize, ArticleId)> {
    ids.iter().enumerate().find_map(|(side, id)| Some((side, (*id)?)))
}

fn shards_of<'s>(sides: &[&'s Session], row: &Row) -> Vec<Option<&'s Arc<Shard>>> {
    let shard = |(session, position): (&&'s Session, &Option<usize>)| session.shards().get((*position)?);
    sides.iter().zip(&row.positions).map(shard).collect()
}

fn of_article(shards: &[Option<&Arc<Shard>>], register: &Register) -> ComparedArticle {
    let ids = shards.iter().map(|shard| shard.map(|shard| shard.id())).collect();
    let shards: Vec<Option<&Shard>> = shards.iter().map(|shard| shard.map(AsRef::as_ref)).collect();
    let sets = aligned(&shards);
    let kinds = differences(&shards, &sets, register);
    let group = |(set, kinds): (&super::place::Set<'_>, Kinds)| Group {
        members: set.members.iter().map(|member| member.map(|mention| mention.id)).collect(),
        place: set.first().map(|mention| mention.fragments.hull()).unwrap_or_default(),
        kinds,
    };
    ComparedArticle { ids, groups: sets.iter().zip(kinds).map(group).collect() }
}
