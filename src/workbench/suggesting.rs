//! Everything that may be worth doing or knowing in a session, in one list for the command line and other tools: what
//! [`crate::assist`] proposes, and what [`crate::analysis`] reads out of the texts.
//!
//! It does not know how the list is shown.

use crate::analysis::related::{Pair, Related, Sentence, related};
use crate::analysis::times::{Reading, TimeExpression, anchors_of, times};
use crate::assist::{Listed, Proposed, SuggestKind, listing};
use crate::codec::{Spread, gather};
use crate::model::{Session, Shard};
use crate::text::Span;

/// What `kinds` give for `session`: proposals as [`listing`] has them, then expressions of time in text order, then related text.
#[must_use]
pub fn suggestions(session: &Session, kinds: &[SuggestKind], spread: &dyn Spread) -> Vec<Listed> {
    let mut listed = listing(session, kinds, spread);
    let shards = session.shards();
    if kinds.contains(&SuggestKind::Times) {
        let found = gather(spread, shards.len(), |number| shards.get(number).map(|shard| times_of(shard)));
        listed.extend(found.into_iter().flatten().flatten().flatten());
    }
    if kinds.contains(&SuggestKind::Related) {
        let found = related(session, spread, &|| true).unwrap_or_default();
        listed.extend(related_of(session, &found));
    }
    listed
}

/// The expressions of time of an article that stand in `within`, counted from its published date.
#[must_use]
pub fn resolved_times(shard: &Shard, within: Span) -> Vec<TimeExpression> {
    times(shard.article.text(), within, &anchors_of(&shard.metadata))
}

fn times_of(shard: &Shard) -> Vec<Listed> {
    let regions = shard.accepted_regions();
    let whole = Span::bytes(0, shard.article.text().len());
    let found = resolved_times(shard, whole).into_iter();
    let in_body = found.filter(|one| !regions.iter().any(|region| region.overlaps(one.span)));
    in_body.map(|one| time(shard, one)).collect()
}

fn time(shard: &Shard, one: TimeExpression) -> Listed {
    let is_sure = one.resolution.why.is_empty();
    let (reading, intervals, score) = match one.resolution.reading {
        Reading::Interval(interval) => ("interval", vec![interval], if is_sure { 1.0 } else { 0.7 }),
        Reading::Ambiguous(intervals) => ("ambiguous", intervals, 0.5),
        Reading::NoAnchor => ("no_anchor", Vec::new(), 0.0),
        Reading::Vague => ("vague", Vec::new(), 0.0),
    };
    let proposal = Proposed::Date { reading, intervals };
    Listed::at(SuggestKind::Times, shard, one.span, proposal, one.resolution.why, score)
}

fn related_of(session: &Session, found: &Related) -> Vec<Listed> {
    let row = |one: Sentence, other: Sentence, shares: &'static str, reason: &str, score: f64| {
        let (shard, beside) = (session.shard(one.article)?, session.shard(other.article)?);
        let span = beside.article.char_span(other.span);
        let proposal = Proposed::Compare {
            shares,
            article: other.article.to_string(),
            name: beside.article.name.clone(),
            start: span.start.0,
            end: span.end.0,
            text: other.span.slice(beside.article.text()).unwrap_or_default().to_owned(),
        };
        Some(Listed::at(SuggestKind::Related, shard, one.span, proposal, reason.to_owned(), score))
    };
    let pair = |pair: &Pair| {
        let (shares, reason) =
            if pair.is_shared_copy { ("copy", "nearly word for word the same") } else { ("content", "tells the same") };
        let hundredths = f64::from((pair.score * 100.0).round()) / 100.0;
        row(pair.left, pair.right, shares, reason, hundredths)
    };
    let whole = |article| {
        let len = session.shard(article).map_or(0, |shard| shard.article.text().len());
        Sentence { article, span: Span::bytes(0, len) }
    };
    let twins = found.same_texts.iter().flat_map(|group| group.iter().zip(group.iter().skip(1)));
    let twins = twins.filter_map(|(one, other)| row(whole(*one), whole(*other), "whole_text", "the same text", 1.0));
    twins.chain(found.pairs.iter().filter_map(pair)).collect()
}
