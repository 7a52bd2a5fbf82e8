//! What is compared: sessions of several annotators over the same articles, and what of them counts.
//!
//! It does not know what is made of it.

use crate::model::{ArticleId, Label, Mention, ReviewState, Session, Shard, Slug};
use crate::text::{CharSpan, Span};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

/// What one annotator made of the articles.
#[derive(Clone, Debug)]
pub struct Side {
    /// What the side is called: its file's name.
    pub name: String,
    /// Its session.
    pub session: Session,
}

/// What of the sessions counts. Mentions that a reviewer rejected never do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only labels of this layer.
    pub layer: Option<Slug>,
    /// Only these labels, with all below them; all where there is none.
    pub labels: Vec<Label>,
    /// Whether characters in regions that any side accepted are left out, and mentions wholly in them too.
    pub skip_regions: bool,
}

impl Scope {
    /// What is asked for that the schema of none of `sides` has.
    pub(super) fn unknown(&self, sides: &[Side]) -> Vec<String> {
        let schemas = || sides.iter().map(|side| &side.session.schema);
        let has_layer = |layer: &Slug| schemas().any(|schema| schema.layers.iter().any(|known| known.id == *layer));
        let has_label = |label: &Label| schemas().any(|schema| schema.label_info(label).is_some());
        let layer = self.layer.iter().filter(|layer| !has_layer(layer)).map(|layer| format!("layer `{layer}`"));
        let labels = self.labels.iter().filter(|label| !has_label(label)).map(|label| format!("label `{label}`"));
        layer.chain(labels).collect()
    }

    fn takes(&self, mention: &Mention) -> bool {
        mention.review.state != ReviewState::Rejected
            && self.layer.as_ref().is_none_or(|layer| mention.label.layer() == layer.as_str())
            && (self.labels.is_empty() || self.labels.iter().any(|label| mention.label.is_within(label)))
    }
}

/// Why an article is not compared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LeftOut {
    /// The article's id on the first side that has it.
    pub article: ArticleId,
    /// Its file's name there.
    pub name: String,
    /// The reason, for people.
    pub reason: String,
}

/// One article that every side has with the same text: its shard on each side, in the order of the sides.
#[derive(Clone, Debug)]
pub(super) struct Common {
    pub(super) shards: Vec<Arc<Shard>>,
}

impl Common {
    /// The shard on the first side, which names the article and has its text.
    pub(super) fn first(&self) -> Option<&Arc<Shard>> {
        self.shards.first()
    }
}

/// The articles that all of `sides` have, in the order of the first side, and those that they do not.
///
/// An article is the same by its id, which is made of its source and its name, or else by its whole text.
pub(super) fn matched(sides: &[Side]) -> (Vec<Common>, Vec<LeftOut>) {
    let (mut common, mut left_out) = (Vec::new(), Vec::new());
    let mut used: Vec<BTreeSet<ArticleId>> = vec![BTreeSet::new(); sides.len()];
    let texts: Vec<BTreeMap<&str, &Arc<Shard>>> = sides.iter().map(by_text).collect();
    for (number, side) in sides.iter().enumerate() {
        for shard in side.session.shards() {
            if used.get(number).is_some_and(|used| used.contains(&shard.id())) {
                continue;
            }
            let found: Vec<Option<&Arc<Shard>>> =
                sides.iter().zip(&texts).map(|(other, texts)| counterpart(shard, other, texts)).collect();
            for (used, found) in used.iter_mut().zip(&found) {
                used.extend(found.map(|found| found.id()));
            }
            match why_not(sides, &found, shard) {
                None => common.push(Common { shards: found.into_iter().flatten().map(Arc::clone).collect() }),
                Some(reason) => {
                    left_out.push(LeftOut { article: shard.id(), name: shard.article.name.clone(), reason });
                }
            }
        }
    }
    (common, left_out)
}

fn by_text(side: &Side) -> BTreeMap<&str, &Arc<Shard>> {
    side.session.shards().iter().rev().map(|shard| (shard.article.text(), shard)).collect()
}

/// The article of `side` that is the one of `shard`.
fn counterpart<'s>(
    shard: &Arc<Shard>,
    side: &'s Side,
    texts: &BTreeMap<&str, &'s Arc<Shard>>,
) -> Option<&'s Arc<Shard>> {
    side.session.shard(shard.id()).or_else(|| texts.get(shard.article.text()).copied())
}

/// Why what was found for `shard` on each side cannot be compared.
fn why_not(sides: &[Side], found: &[Option<&Arc<Shard>>], shard: &Arc<Shard>) -> Option<String> {
    let missing: Vec<&str> =
        sides.iter().zip(found).filter(|(_, found)| found.is_none()).map(|(side, _)| side.name.as_str()).collect();
    let text = shard.article.text();
    if !missing.is_empty() {
        let namesake = |side: &'_ Side| {
            let shards = side.session.shards().iter();
            let other = shards.map(|other| &other.article).find(|other| other.name == shard.article.name)?;
            Some(format!(
                "{} has another text of this name, from character {} on",
                side.name,
                same_chars(text, other.text())
            ))
        };
        let told = sides.iter().filter(|side| missing.contains(&side.name.as_str())).find_map(namesake);
        let verb = if missing.len() == 1 { "does" } else { "do" };
        return Some(told.unwrap_or_else(|| format!("{} {verb} not have it", missing.join(", "))));
    }
    let (side, other) = sides.iter().zip(found.iter().flatten()).find(|(_, other)| other.article.text() != text)?;
    let same = same_chars(text, other.article.text());
    Some(format!("the text on the side of {} differs from character {same} on", side.name))
}

/// How many code points two texts begin with alike.
fn same_chars(one: &str, two: &str) -> usize {
    one.chars().zip(two.chars()).take_while(|(one, two)| one == two).count()
}

/// A mention as it counts: its fragments in code points, and the number of its label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Mark {
    pub(super) fragments: Vec<CharSpan>,
    pub(super) label: u32,
}

impl Mark {
    pub(super) fn hull(&self) -> CharSpan {
        let start = self.fragments.first().copied().unwrap_or_default().start;
        let end = self.fragments.last().copied().unwrap_or_default().end;
        CharSpan { start, end }
    }
}

/// What counts in one article.
#[derive(Clone, Debug, Default)]
pub(super) struct Marked {
    /// The mentions of each side, in text order.
    pub(super) sides: Vec<Vec<Mark>>,
    /// Stretches that are left out: sorted and disjoint.
    pub(super) masked: Vec<CharSpan>,
}

/// Every label of the mentions that count, in order: the number of a label is its place here.
pub(super) fn labels_of(articles: &[Common], scope: &Scope) -> Vec<Label> {
    let mut known: BTreeSet<&Label> = BTreeSet::new();
    for mention in articles.iter().flat_map(|article| &article.shards).flat_map(|shard| shard.mentions.iter()) {
        if !known.contains(&mention.label) && scope.takes(mention) {
            known.insert(&mention.label);
        }
    }
    known.into_iter().cloned().collect()
}

/// What counts of `article`.
pub(super) fn marked(article: &Common, labels: &[Label], scope: &Scope) -> Marked {
    let masked_bytes = if scope.skip_regions { masked(article) } else { Vec::new() };
    let sides = article.shards.iter().map(|shard| {
        let counts = |mention: &&Mention| {
            scope.takes(mention) && !mention.fragments.spans().iter().all(|span| is_covered(&masked_bytes, *span))
        };
        let mark = |mention: &Mention| {
            let label = labels.binary_search(&mention.label).ok().and_then(|at| u32::try_from(at).ok())?;
            Some(Mark { fragments: shard.article.char_spans(&mention.fragments), label })
        };
        shard.mentions.by_key().filter(counts).filter_map(mark).collect()
    });
    let sides = sides.collect();
    let to_chars = |shard: &Arc<Shard>| masked_bytes.iter().map(|span| shard.article.char_span(*span)).collect();
    Marked { sides, masked: article.first().map(to_chars).unwrap_or_default() }
}

/// The accepted regions of every side together: sorted, those that touch joined.
fn masked(article: &Common) -> Vec<Span> {
    let mut spans: Vec<Span> = article.shards.iter().flat_map(|shard| shard.accepted_regions()).collect();
    spans.sort_unstable();
    let mut joined: Vec<Span> = Vec::new();
    for span in spans.into_iter().filter(|span| !span.is_empty()) {
        match joined.last_mut() {
            Some(last) if last.end >= span.start => last.end = last.end.max(span.end),
            _ => joined.push(span),
        }
    }
    joined
}

fn is_covered(masked: &[Span], span: Span) -> bool {
    let behind = masked.partition_point(|region| region.start <= span.start);
    behind.checked_sub(1).and_then(|at| masked.get(at)).is_some_and(|region| region.covers(span))
}
