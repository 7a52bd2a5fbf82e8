//! What a draft would do to the records, in words: one line for each label, relation type and attribute that loses something,
//! and what follows from that. It counts nothing itself.

use super::draft::{Draft, used};
use super::item::{Item, Kind};
use crate::edit::{Fate, SchemaEffects};
use crate::workbench::Twins;

/// `count` of something.
pub(super) fn counted(count: usize, one: &str) -> String {
    if count == 1 { format!("1 {one}") } else { format!("{count} {}", plural(one)) }
}

fn plural(one: &str) -> String {
    match one.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{one}s"),
    }
}

/// What one definition has, as "12 mentions, 2 entries".
pub(super) fn holding(effects: &SchemaEffects, item: &Item) -> String {
    let parts: Vec<(usize, &str)> = match item.kind {
        Kind::Label => effects.labels.get(&item.slug).map_or_else(Vec::new, |on| {
            vec![
                (on.mentions, "mention"),
                (on.waiting, "quarantined mention"),
                (on.suggestions, "suggestion"),
                (on.entries, "entry"),
            ]
        }),
        Kind::Relation => effects
            .relation_types
            .get(&item.slug)
            .map_or_else(Vec::new, |on| vec![(on.relations, "relation"), (on.suggestions, "suggestion")]),
        Kind::Attribute => vec![(used(effects, item), "value")],
    };
    let parts: Vec<String> =
        parts.into_iter().filter(|(count, _)| *count > 0).map(|(count, what)| counted(count, what)).collect();
    parts.join(", ")
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
                (Weight::Plain, format!("“{shown}” becomes “{}”: {what}", name(&to)))
            }
            Fate::Goes => (Weight::Loss, format!("“{shown}” goes: {what}")),
            Fate::Open => (Weight::Open, format!("“{shown}” is gone; say what becomes of {what}")),
        };
        lines.push((weight, text, Some(item)));
    }
    for (slug, on) in &effects.attributes {
        let item = Item::new(Kind::Attribute, slug);
        let shown = draft.base_name(&item);
        for (count, weight, verb) in [
            (on.moved, Weight::Plain, "move to another attribute"),
            (on.gone, Weight::Loss, "go"),
            (on.open, Weight::Open, "stand under an attribute that is gone; say what becomes of them"),
        ] {
            if count > 0 {
                let verb = if count == 1 { singular(verb) } else { verb.to_owned() };
                lines.push((weight, format!("“{shown}”: {} {verb}", counted(count, "value")), Some(item.clone())));
            }
        }
    }
    lines.extend(consequences(effects, draft.now.twins));
    lines
}

fn singular(verb: &str) -> String {
    let (first, rest) = verb.split_once(' ').map_or((verb, String::new()), |(first, rest)| (first, format!(" {rest}")));
    let first = if first == "go" { "goes".to_owned() } else { format!("{first}s") };
    format!("{first}{rest}").replace("of them", "of it")
}

/// What follows beyond the definitions themselves.
fn consequences(effects: &SchemaEffects, twins: Twins) -> Vec<Line> {
    let told = match twins {
        Twins::Keep => "will stand where the new label stands already; both stay",
        Twins::Join => "joined with the one that stands there under the new label",
    };
    let rows = [
        (effects.twins, Weight::Plain, "mention", told),
        (effects.unrelated, Weight::Loss, "relation", "deleted"),
        (effects.unaligned, Weight::Loss, "alignment", "deleted"),
        (effects.unlinked, Weight::Loss, "mention", "unlinked from the register"),
        (effects.entries, Weight::Plain, "entry", "given another kind or layer"),
        (effects.dropped, Weight::Loss, "entry", "deleted from the register"),
    ];
    let some = rows.into_iter().filter(|(count, ..)| *count > 0);
    some.map(|(count, weight, what, verb)| (weight, format!("{} {verb}", counted(count, what)), None)).collect()
}
