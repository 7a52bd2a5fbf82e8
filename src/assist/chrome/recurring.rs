//! Blocks that a person marked in one article, where they stand in others.

use super::page::Found;
use crate::model::{Proposal, RegionKind, Session};
use crate::text::{Capitals, Phrases, Wording, folded};
use std::collections::BTreeSet;

/// Characters of a block from which on it is looked for within lines too; a shorter one must be a whole line.
const LONG: usize = 24;
/// Bytes of a block at most; what is longer is a text of its own.
const MOST: usize = 4096;

/// What was marked in the articles of a session.
#[derive(Debug)]
pub(in super::super) struct Marked {
    phrases: Phrases,
    of: Vec<(RegionKind, String)>,
}

impl Marked {
    /// The accepted regions of `session`, each block once.
    #[must_use]
    pub(in super::super) fn of(session: &Session) -> Self {
        let (mut texts, mut of, mut seen) = (Vec::new(), Vec::new(), BTreeSet::new());
        for shard in session.shards() {
            for region in shard.regions.iter().filter(|region| region.state == Proposal::Accepted) {
                let words = region.span.slice(shard.article.text()).unwrap_or_default().trim();
                if words.len() <= MOST && words.chars().count() >= 2 && seen.insert(folded(words)) {
                    texts.push(words);
                    of.push((region.kind, shard.title().to_owned()));
                }
            }
        }
        let wording = Wording { capitals: Capitals::Alike, fold_marks: true, whole_words: true };
        Self { phrases: Phrases::new(texts, wording), of }
    }
}

/// The places of `text` where something that was marked stands again, for as long as `goes_on` says so; `None` once it does
/// not.
pub(in super::super) fn recurring_while(text: &str, marked: &Marked, goes_on: &dyn Fn() -> bool) -> Option<Vec<Found>> {
    if marked.of.is_empty() {
        return Some(Vec::new());
    }
    let hits = crate::text::longest_hits(&marked.phrases.find_while(text, goes_on)?);
    let found = hits.into_iter().filter_map(|hit| {
        let (kind, title) = marked.of.get(hit.phrase)?;
        let words = hit.span.slice(text)?;
        let range = hit.span.range();
        let opens = text.get(..range.start)?.trim_end_matches([' ', '\t']);
        let closes = text.get(range.end..)?.trim_start_matches([' ', '\t']);
        let is_line = (opens.is_empty() || opens.ends_with(['\n', '\r']))
            && (closes.is_empty() || closes.starts_with(['\n', '\r']));
        let title = crate::text::shortened(title, 60);
        let reason = format!("the same words are marked as {kind} in “{title}”");
        (is_line || words.chars().count() >= LONG).then_some(Found { span: hit.span, kind: *kind, reason, score: 0.95 })
    });
    Some(found.collect())
}
