//! What a draft would do to the records, in words: one line for each label, relation type and attribute that loses something,
//! and what follows from that. It counts nothing itself.

use super::draft::{Draft, used};
use super::item::{Item, Kind};
use crate::edit::{Fate, SchemaEffects};
use crate::gui::counts::{self, InWords};
use crate::gui::language::tr;
use crate::workbench::Twins;

/// What one definition has, as "12 mentions, 2 entries".
pub(super) fn holding(effects: &SchemaEffects, item: &Item) -> String {
    match item.kind {
        Kind::Label => effects.labels.get(&item.slug).map_or_else(String::new, |on| {
            counts::listed(&[
                (on.mentions, counts::mentions),
                (on.waiting, counts::quarantined_mentions),
                (on.suggestions, counts::suggestions),
                (on.entries, counts::entries),
            ])
        }),
        Kind::Relation => effects.relation_types.get(&item.slug).map_or_else(String::new, |on| {
            counts::listed(&[(on.relations, counts::relations), (on.suggestions, counts::suggestions)])
        }),
        Kind::Attribute => counts::listed(&[(used(effects, item), counts::values)]),
    }
}

/// The first article that has it.
pub(super) fn first<'e>(effects: &'e SchemaEffects, item: &Item) -> Option<&'e str> {
    match item.kind {
        Kind::Label => effects.labels.get(&item.slug)?.first.as_deref(),
        Kind::Relation => effects.relation_types.get(&item.slug)?.first.as_deref(),
        Kind::Attribute => None,
    }
}

/// How a line is to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Weight {
    Plain,
    /// Something goes.
    Loss,
    /// Somebody has to say something.
    Open,
}

/// A line: how it is to be read, what it says, and what it is about where that can be decided on.
pub(super) type Line = (Weight, String, Option<Item>);

/// Every line.
pub(super) fn lines(draft: &Draft, effects: &SchemaEffects) -> Vec<Line> {
    let name = |item: &Item| item.name(&draft.now.schema, &draft.base);
    let mut lines = Vec::new();
    let labels = effects.labels.iter().map(|(slug, on)| (Item::label(slug), &on.fate));
    let types = effects.relation_types.iter().map(|(slug, on)| (Item::new(Kind::Relation, slug), &on.fate));
    for (item, fate) in labels.chain(types).filter(|(item, _)| used(effects, item) > 0) {
        let (what, shown) = (holding(effects, &item), draft.base_name(&item));
        let (weight, text) = match fate {
            Fate::Becomes(to) => {
                let to = Item::new(item.kind, to);
                (Weight::Plain, tr!("“{shown}” becomes “{}”: {what}", name(&to), shown, what))
            }
            Fate::Goes => (Weight::Loss, tr!("“{shown}” goes: {what}", shown, what)),
            Fate::Open => (Weight::Open, tr!("“{shown}” is gone; say what becomes of {what}", shown, what)),
        };
        lines.push((weight, text, Some(item)));
    }
    for (slug, on) in &effects.attributes {
        let item = Item::new(Kind::Attribute, slug);
        let shown = draft.base_name(&item);
        let some = [(on.moved, Weight::Plain), (on.gone, Weight::Loss), (on.open, Weight::Open)];
        for (count, weight) in some.into_iter().filter(|(count, _)| *count > 0) {
            lines.push((weight, fate_of_values(weight, &shown, count), Some(item.clone())));
        }
    }
    lines.extend(consequences(effects, draft.now.twins));
    lines
}

/// What becomes of `count` values of the attribute `shown`.
fn fate_of_values(weight: Weight, shown: &str, count: usize) -> String {
    match weight {
        Weight::Plain => tr!(
            "“{shown}”: {n} value moves to another attribute"
                | "“{shown}”: {n} values move to another attribute" % count,
            shown
        ),
        Weight::Loss => tr!("“{shown}”: {n} value goes" | "“{shown}”: {n} values go" % count, shown),
        Weight::Open => tr!(
            "“{shown}”: {n} value stands under an attribute that is gone; say what becomes of it"
                | "“{shown}”: {n} values stand under an attribute that is gone; say what becomes of them" % count,
            shown
        ),
    }
}

/// What follows beyond the definitions themselves.
fn consequences(effects: &SchemaEffects, twins: Twins) -> Vec<Line> {
    let told = match twins {
        Twins::Keep => tr!("will stand where the new label stands already; both stay"),
        Twins::Join => tr!("joined with the one that stands there under the new label"),
    };
    let rows: [(usize, Weight, InWords, &str); 6] = [
        (effects.twins, Weight::Plain, counts::mentions, told),
        (effects.unrelated, Weight::Loss, counts::relations, tr!("deleted")),
        (effects.unaligned, Weight::Loss, counts::alignments, tr!("deleted")),
        (effects.unlinked, Weight::Loss, counts::mentions, tr!("unlinked from the register")),
        (effects.entries, Weight::Plain, counts::entries, tr!("given another kind or layer")),
        (effects.dropped, Weight::Loss, counts::entries, tr!("deleted from the register")),
    ];
    let some = rows.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, weight, what, verb)| (weight, format!("{} {verb}", what(count)), None)).collect()
}
