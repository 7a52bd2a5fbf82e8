//! Spans of one layer in one article that differ at their edges alone, as "the minister" and "minister" at one place do.

use super::checks::{Check, Finding, row};
use crate::model::{Mention, Session};
use crate::text::Span;

/// Words at either edge by which two spans may differ.
const WORDS: usize = 1;

/// How many of the mentions that begin behind one are looked at.
const LOOKED_AT: usize = 24;

pub(super) fn near_spans(session: &Session) -> Vec<Finding> {
    let mut found = Vec::new();
    for shard in session.shards() {
        let text = shard.article.text();
        let listed: Vec<&Mention> = shard.mentions.by_key().filter(|row| row.fragments.spans().len() == 1).collect();
        for (place, one) in listed.iter().enumerate() {
            let hull = one.fragments.hull();
            let behind = listed.iter().skip(place + 1).take(LOOKED_AT);
            for two in behind.take_while(|two| two.fragments.hull().start < hull.end) {
                if one.label.layer() == two.label.layer() && are_near(text, hull, two.fragments.hull()) {
                    let name = format!("“{}” and “{}”", one.quote, two.quote);
                    let rows = vec![row(shard.id(), one.id), row(shard.id(), two.id)];
                    found.push(Finding { check: Check::NearSpans, name, rows });
                }
            }
        }
    }
    found
}

/// Whether two spans that overlap differ, and by a word at either edge at most.
fn are_near(text: &str, one: Span, two: Span) -> bool {
    let between = |a: crate::text::ByteOffset, b: crate::text::ByteOffset| {
        Span { start: a.min(b), end: a.max(b) }.slice(text).unwrap_or_default()
    };
    let (head, tail) = (between(one.start, two.start), between(one.end, two.end));
    let shared = Span { start: one.start.max(two.start), end: one.end.min(two.end) };
    let words = |part: &str| part.split_whitespace().count();
    one != two
        && words(head) <= WORDS
        && words(tail) <= WORDS
        && words(shared.slice(text).unwrap_or_default()) >= words(head) + words(tail)
}
