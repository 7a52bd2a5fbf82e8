//! A session's articles in three parts for training: which article goes where depends on a seed and the articles' ids and versions alone.
//!
//! An article is never divided and stays with its other versions, so that no sentence of a text that was trained on is tested
//! on.

use super::threads::Threads;
use crate::formats::{
    Dropped, Format, FormatError, OF_SESSION, Outgoing, Request, Selection, Shape, Sink, UNMENTIONED, Written,
    write_spread,
};
use crate::model::{ArticleId, Session};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The parts' names, in the order of [`Split::shares`].
const PARTS: [&str; 3] = ["train", "dev", "test"];

/// How articles are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Shares of the parts for training, development and test; only their proportion counts.
    pub shares: [u32; 3],
    /// Another seed, other parts.
    pub seed: u64,
}

impl Split {
    /// Reads shares as `80,10,10`.
    ///
    /// # Errors
    /// What is wrong and what is expected.
    pub fn parse(shares: &str, seed: u64) -> Result<Self, String> {
        let wrong = || format!("`{shares}` is no split; expected three whole numbers such as 80,10,10");
        let parsed: Result<Vec<u32>, _> = shares.split(',').map(|share| share.trim().parse::<u32>()).collect();
        let shares: [u32; 3] = parsed.map_err(|_| wrong())?.try_into().map_err(|_| wrong())?;
        if shares.iter().all(|share| *share == 0) || shares.iter().any(|share| *share > 1_000_000) {
            return Err(wrong());
        }
        Ok(Self { shares, seed })
    }

    /// The articles of each part; `first` names the first version of an article, and all its versions lie in one part. No part
    /// that has a share is left without articles while there are enough of them.
    #[must_use]
    pub fn parts(
        &self,
        articles: impl Iterator<Item = ArticleId>,
        first: impl Fn(ArticleId) -> ArticleId,
    ) -> [BTreeSet<ArticleId>; 3] {
        let mut drawn: BTreeMap<([u8; 32], ArticleId), Vec<ArticleId>> = BTreeMap::new();
        let mut all = 0;
        for id in articles {
            let first = first(id);
            drawn.entry((self.lot(first), first)).or_default().push(id);
            all += 1;
        }
        let sum: u64 = self.shares.iter().map(|share| u64::from(*share)).sum();
        let mut parts: [BTreeSet<ArticleId>; 3] = Default::default();
        let mut drawn = drawn.into_values();
        let (mut placed, mut share_before) = (0, 0_u64);
        for (number, (part, share)) in parts.iter_mut().zip(self.shares).enumerate() {
            share_before += u64::from(share);
            let until = (all * share_before).div_ceil(sum.max(1));
            let behind = self.shares.iter().skip(number + 1).filter(|share| **share > 0).count();
            while share > 0 && (part.is_empty() || placed < until && drawn.len() > behind) {
                let Some(versions) = drawn.next() else { break };
                placed += versions.len() as u64;
                part.extend(versions);
            }
        }
        parts
    }

    fn lot(&self, id: ArticleId) -> [u8; 32] {
        Sha256::new().chain_update(self.seed.to_le_bytes()).chain_update(id.0.to_le_bytes()).finalize().into()
    }
}

/// Writes what `request` takes of `session` as three outputs in one folder, whose files `sink` takes.
pub(super) fn write_parts(
    session: &Session,
    format: &Format,
    request: &Request,
    split: Split,
    sink: &mut dyn Sink,
) -> Result<Written, FormatError> {
    let taken = session.shards().iter().filter(|shard| request.selection.takes_article(shard)).map(|shard| shard.id());
    let mut all = Written::default();
    let mut of_session: Vec<Dropped> = Vec::new();
    for (number, (name, part)) in PARTS.into_iter().zip(split.parts(taken, |id| first_version(session, id))).enumerate()
    {
        if part.is_empty() && split.shares.get(number).is_some_and(|share| *share > 0) {
            all.empty.push(name.to_owned());
        }
        let selection = Selection { only: Some(part), ..request.selection.clone() };
        let request = Request { selection, ..request.clone() };
        let written = write_spread(format, session, &request, &Threads, &mut PartSink { sink, name, format })?;
        all.mentions += written.mentions;
        let (lost, mut of_articles): (Vec<Dropped>, Vec<Dropped>) =
            written.dropped.into_iter().partition(|lost| lost.place == OF_SESSION);
        all.dropped.append(&mut of_articles);
        // What belongs to the session as a whole is lost once, and an entry that one part mentions is not without a mention.
        if number > 0 {
            of_session.retain_mut(|known| known.what != UNMENTIONED || keep_common(known, &lost));
        }
        let is_new = |lost: &Dropped| !of_session.contains(lost) && (number == 0 || lost.what != UNMENTIONED);
        let new: Vec<Dropped> = lost.into_iter().filter(is_new).collect();
        of_session.extend(new);
    }
    all.dropped.extend(of_session);
    all.left_out = Outgoing::new(session, &request.selection, &Threads).left_out();
    Ok(all)
}

/// The article that all later versions of `id` go back to.
fn first_version(session: &Session, id: ArticleId) -> ArticleId {
    let older = |id: &ArticleId| session.shard(*id).and_then(|shard| shard.article.supersedes);
    let (way, steps) = (|id| std::iter::successors(Some(id), older), session.shards().len());
    match way(id).nth(steps) {
        None => way(id).last().unwrap_or(id),
        // In a session that contradicts itself versions lead round in a circle, whose least id stands for all of it.
        Some(within) => way(within).take(steps).min().unwrap_or(within),
    }
}

/// Takes from `known` what is not among `others`; whether anything is left.
fn keep_common(known: &mut Dropped, others: &[Dropped]) -> bool {
    let others = others.iter().filter(|other| other.what == known.what).flat_map(|other| &other.ids);
    let others: BTreeSet<&String> = others.collect();
    known.ids.retain(|id| others.contains(id));
    known.count = known.ids.len();
    known.count > 0
}

/// One part on its way to the folder.
struct PartSink<'s, 'f> {
    sink: &'s mut dyn Sink,
    name: &'static str,
    format: &'f Format,
}

impl Sink for PartSink<'_, '_> {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let path = match self.format.shape {
            Shape::File if name.is_empty() => format!("{}.{}", self.name, self.format.ending),
            Shape::File | Shape::Folder => format!("{}/{name}", self.name),
        };
        self.sink.file(&path, write)
    }

    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let ending = name.rsplit_once('.').map_or(name, |(_, ending)| ending);
        self.sink.file(&format!("{}.{ending}", self.name), write)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_their_shares_and_depend_on_the_seed_alone() {
        let articles = || (1..=50_u64).map(ArticleId);
        let split = Split::parse("80, 10,10", 7).unwrap();
        let alone = |id| id;
        let parts = split.parts(articles(), alone);
        assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [40, 5, 5]);
        assert_eq!(parts, split.parts(articles().collect::<Vec<_>>().into_iter().rev(), alone));
        assert_ne!(parts, Split::parse("80,10,10", 8).unwrap().parts(articles(), alone));
        let all: BTreeSet<ArticleId> = parts.into_iter().flatten().collect();
        assert_eq!(all, articles().collect());
        assert_eq!(Split::parse("1,0,0", 0).unwrap().parts(articles(), alone)[0].len(), 50);
        for wrong in ["", "80,20", "0,0,0", "a,b,c", "1,2,3,4", "-1,2,3"] {
            assert!(Split::parse(wrong, 0).unwrap_err().contains("80,10,10"), "{wrong}");
        }
    }

    #[test]
    fn no_part_with_a_share_is_left_empty_while_there_are_articles() {
        let sizes = |shares: &str, all: u64, first: fn(ArticleId) -> ArticleId| {
            let parts = Split::parse(shares, 1).unwrap().parts((1..=all).map(ArticleId), first);
            parts.map(|part| part.len())
        };
        let alone: fn(ArticleId) -> ArticleId = |id| id;
        assert_eq!(sizes("80,10,10", 5, alone), [3, 1, 1]);
        assert_eq!(sizes("80,10,10", 3, alone), [1, 1, 1]);
        assert_eq!(sizes("80,10,10", 2, alone), [1, 1, 0]);
        assert_eq!(sizes("80,0,20", 2, alone), [1, 0, 1]);
        assert_eq!(sizes("0,0,20", 2, alone), [0, 0, 2]);
        let pairs = sizes("60,20,20", 6, |id| ArticleId(id.0.div_ceil(2)));
        assert_eq!(pairs, [2, 2, 2], "three pairs of versions");
    }

    #[test]
    fn versions_of_one_article_stay_together() {
        let articles = || (1..=60_u64).map(ArticleId);
        // Every third is the first of three versions.
        let first = |id: ArticleId| ArticleId((id.0 - 1) / 3 * 3 + 1);
        let parts = Split::parse("60,20,20", 3).unwrap().parts(articles(), first);
        assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [36, 12, 12]);
        for part in parts {
            assert!(part.iter().all(|id| part.contains(&first(*id)) && part.contains(&ArticleId(first(*id).0 + 2))));
        }
    }
}
