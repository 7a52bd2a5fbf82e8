//! `annotation.conf`, read and written: which labels, relation types, roles and attributes there are.
//!
//! It does not know what is annotated with them.

use super::super::corpus::{LabelName, Scheme, SchemeAttribute, SchemeLabel, SchemeRelation};
use super::format::{ARGUMENT, ENTITY, EVENT};
use crate::model::{AttributeType, Value};
use std::collections::{BTreeMap, BTreeSet};

/// Adds what `text` defines to `scheme`.
pub(super) fn read(text: &str, scheme: &mut Scheme) {
    let mut section = "";
    let mut macros: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    let mut rows: Vec<(&str, &str)> = Vec::new();
    for line in text.lines() {
        let plain = line.trim();
        if plain.is_empty() || plain.starts_with('#') {
            continue;
        }
        if let Some(name) = plain.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
        } else if let Some((name, value)) = plain.split_once('=').filter(|(name, _)| name.ends_with('>')) {
            macros.insert(name, value.split('|').collect());
        } else {
            rows.push((section, plain));
        }
    }
    let events: BTreeSet<&str> =
        rows.iter().filter(|(section, _)| *section == "events").map(|(_, row)| head(row).0).collect();
    let conf = Conf { macros, events };
    for (section, row) in rows {
        match section {
            "entities" | "spans" => label(row, ENTITY, scheme),
            "events" => {
                label(row, EVENT, scheme);
                Conf::roles(row, scheme);
            }
            "relations" => conf.relation(row, scheme),
            "attributes" => conf.attribute(row, scheme),
            _ => {}
        }
    }
}

/// The name that a row defines and the rest of it.
fn head(row: &str) -> (&str, &str) {
    row.split_once(char::is_whitespace).map_or((row, ""), |(name, rest)| (name, rest.trim()))
}

fn label(row: &str, group: &str, scheme: &mut Scheme) {
    let (name, _) = head(row);
    // `!` marks a heading that nothing is annotated with, dashes a line between rows.
    if name.starts_with('!') || name.starts_with("---") {
        return;
    }
    let label = LabelName::new(group, name);
    if !scheme.labels.iter().any(|known| known.label == label) {
        scheme.labels.push(SchemeLabel { label, ..SchemeLabel::default() });
    }
}

/// What the rows of one file refer to.
struct Conf<'a> {
    macros: BTreeMap<&'a str, Vec<&'a str>>,
    events: BTreeSet<&'a str>,
}

impl Conf<'_> {
    /// The labels that `types` names; none where it means all entities or all events.
    fn labels(&self, types: &str) -> Option<Vec<LabelName>> {
        let mut labels = Vec::new();
        for name in types.split('|') {
            match self.macros.get(name) {
                Some(members) => labels.extend(members.iter().map(|member| self.label(member))),
                None if name.starts_with('<') => return None,
                None => labels.push(self.label(name)),
            }
        }
        Some(labels)
    }

    fn label(&self, name: &str) -> LabelName {
        LabelName::new(if self.events.contains(name) { EVENT } else { ENTITY }, name)
    }

    fn roles(row: &str, scheme: &mut Scheme) {
        let (_, rest) = head(row);
        let named = rest.split(',').filter_map(|part| part.trim().split_once(':')).map(|(role, _)| role);
        let roles: Vec<&str> = named
            .map(|role| role.trim_end_matches(|char: char| "?*+{}".contains(char) || char.is_ascii_digit()))
            .collect();
        for role in roles.into_iter().filter(|role| !role.is_empty() && !role.starts_with('<')) {
            if !scheme.relations.iter().any(|kind| kind.name == ARGUMENT) {
                scheme.relations.push(SchemeRelation { name: ARGUMENT.to_owned(), ..SchemeRelation::default() });
            }
            let Some(kind) = scheme.relations.iter_mut().find(|kind| kind.name == ARGUMENT) else { return };
            if !kind.roles.iter().any(|known| known == role) {
                kind.roles.push(role.to_owned());
            }
        }
    }

    fn relation(&self, row: &str, scheme: &mut Scheme) {
        let (name, rest) = head(row);
        if name.starts_with("---") {
            return;
        }
        let mut ends = Vec::new();
        let mut symmetric = false;
        for part in rest.split(',').filter_map(|part| part.trim().split_once(':')) {
            match part {
                ("<REL-TYPE>", kind) => symmetric = kind.contains("symmetric"),
                (_, types) => ends.push(self.labels(types.trim())),
            }
        }
        let mut ends = ends.into_iter();
        let (from, to) = (ends.next().flatten(), ends.next().flatten());
        match scheme.relations.iter_mut().find(|kind| kind.name == name) {
            // A type may stand on several lines, each with other ends; one that means all leaves them open.
            Some(known) => {
                known.symmetric |= symmetric;
                join(&mut known.from, from);
                join(&mut known.to, to);
            }
            None => scheme.relations.push(SchemeRelation {
                name: name.to_owned(),
                from: from.unwrap_or_default(),
                to: to.unwrap_or_default(),
                roles: Vec::new(),
                symmetric,
            }),
        }
    }

    fn attribute(&self, row: &str, scheme: &mut Scheme) {
        let (name, rest) = head(row);
        let mut choices = Vec::new();
        let mut default = None;
        let mut labels = Vec::new();
        for (key, value) in rest.split(',').filter_map(|part| part.trim().split_once(':')) {
            match key {
                "Value" => choices = value.split('|').map(str::to_owned).collect(),
                "DEFAULT" => default = Some(Value::Text(value.to_owned())),
                "Arg" => labels = self.attribute_labels(value, scheme),
                _ => {}
            }
        }
        let values = if choices.is_empty() { AttributeType::Flag } else { AttributeType::Choice };
        let position = scheme.attributes.iter().position(|known| known.name == name);
        match position.and_then(|at| scheme.attributes.get_mut(at)) {
            Some(known) => {
                labels.retain(|label| !known.labels.contains(label));
                known.labels.append(&mut labels);
                choices.retain(|choice| !known.choices.contains(choice));
                known.choices.append(&mut choices);
                // One of its rows says what can be chosen.
                if !known.choices.is_empty() {
                    known.values = AttributeType::Choice;
                }
            }
            None => {
                scheme.attributes.push(SchemeAttribute { name: name.to_owned(), values, choices, default, labels });
            }
        }
    }

    fn attribute_labels(&self, types: &str, scheme: &Scheme) -> Vec<LabelName> {
        let all = || scheme.labels.iter().map(|hint| &hint.label);
        let mut labels = Vec::new();
        for name in types.split('|') {
            match name {
                "<ENTITY>" => labels.extend(all().filter(|label| label.group == ENTITY).cloned()),
                "<EVENT>" => labels.extend(all().filter(|label| label.group == EVENT).cloned()),
                "<ANY>" => labels.extend(all().cloned()),
                name => labels.extend(self.labels(name).unwrap_or_default()),
            }
        }
        labels
    }
}

fn join(known: &mut Vec<LabelName>, more: Option<Vec<LabelName>>) {
    match more {
        None => known.clear(),
        Some(_) if known.is_empty() => {}
        Some(more) => {
            let new: Vec<LabelName> = more.into_iter().filter(|label| !known.contains(label)).collect();
            known.extend(new);
        }
    }
}
