//! Whether a schema contradicts itself. It does not know what is tagged with it.

use super::fault::{At, FaultCode, Faults};
use super::known::Known;
use crate::model::{AttributeType, Label, Schema, Session, Slug};
use std::collections::BTreeSet;

pub(super) fn check(session: &Session, known: &Known<'_>, faults: &mut Faults) {
    let schema = session.schema.as_ref();
    layers(session, schema, faults);
    hotkeys(schema, faults);
    attributes(schema, known, faults);
    relation_types(schema, known, faults);
}

fn fault(faults: &mut Faults, kind: &str, id: &Slug, message: String) {
    faults.push(&At::session(kind, id), FaultCode::Schema, message);
}

fn unique<'a>(faults: &mut Faults, kind: &str, ids: impl Iterator<Item = &'a Slug>) {
    let mut seen = BTreeSet::new();
    for id in ids.filter(|id| !seen.insert(*id)) {
        faults.push(
            &At::session(kind, id),
            FaultCode::Duplicate,
            format!("the schema defines the {kind} `{id}` twice"),
        );
    }
}

fn layers(session: &Session, schema: &Schema, faults: &mut Faults) {
    unique(faults, "label", schema.label_infos().map(|info| info.id));
    let pages = schema.layers.iter().flat_map(|layer| {
        std::iter::once((&layer.id, layer.guideline))
            .chain(layer.labels.iter().map(|label| (&label.id, label.guideline)))
    });
    for (id, page) in pages {
        if let Some(page) = page.filter(|page| !session.guidelines.contains(*page)) {
            faults.missing(&At::session("label", id), "guideline page", page);
        }
    }
    for layer in &schema.layers {
        if layer.id.as_str().contains('.') {
            fault(faults, "layer", &layer.id, "a layer's name has one part, without a dot".to_owned());
        }
        let mut above = BTreeSet::from([layer.id.as_str()]);
        for label in &layer.labels {
            let parent = label.id.as_str().rsplit_once('.').map_or("", |(parent, _)| parent);
            if !above.contains(parent) {
                fault(
                    faults,
                    "label",
                    &label.id,
                    format!("its parent `{parent}` is not defined above it in its layer"),
                );
            }
            above.insert(label.id.as_str());
        }
    }
}

fn hotkeys(schema: &Schema, faults: &mut Faults) {
    let mut seen = BTreeSet::new();
    for info in schema.label_infos() {
        let Some(key) = info.hotkey else { continue };
        let at = At::session("label", info.id);
        if !(key.is_alphabetic() || ('1'..='9').contains(&key)) {
            faults.push(&at, FaultCode::Schema, format!("its key {key:?} is neither a digit from 1 to 9 nor a letter"));
        }
        if !seen.insert(key) {
            faults.push(&at, FaultCode::Duplicate, format!("its key {key:?} is taken by another label"));
        }
    }
}

fn known_labels<'a>(
    faults: &mut Faults,
    known: &Known<'_>,
    kind: &str,
    id: &Slug,
    labels: impl Iterator<Item = &'a Label>,
) {
    for label in labels.filter(|label| !known.has_label(label)) {
        fault(faults, kind, id, format!("it names the label `{label}`, which the schema does not define"));
    }
}

fn attributes(schema: &Schema, known: &Known<'_>, faults: &mut Faults) {
    unique(faults, "attribute", schema.attributes.iter().map(|def| &def.id));
    for def in &schema.attributes {
        known_labels(faults, known, "attribute", &def.id, def.labels.iter());
        for id in def.relation_types.iter().filter(|id| known.relation_type(id).is_none()) {
            fault(
                faults,
                "attribute",
                &def.id,
                format!("it names the relation type `{id}`, which the schema does not define"),
            );
        }
        unique(faults, "choice", def.choices.iter().map(|choice| &choice.id));
        let chooses = matches!(def.values, AttributeType::Choice | AttributeType::Choices);
        if chooses == def.choices.is_empty() {
            let problem = if chooses { "it has nothing to choose from" } else { "it has choices but takes none" };
            fault(faults, "attribute", &def.id, problem.to_owned());
        }
        if let Some(problem) = def.default.as_ref().and_then(|value| def.check(value).err()) {
            fault(faults, "attribute", &def.id, format!("its default does not fit: it {problem}"));
        }
    }
}

fn relation_types(schema: &Schema, known: &Known<'_>, faults: &mut Faults) {
    unique(faults, "relation type", schema.relation_types.iter().map(|kind| &kind.id));
    for kind in &schema.relation_types {
        let ends = kind.from.iter().chain(&kind.to).chain(kind.roles.iter().flat_map(|role| &role.to));
        known_labels(faults, known, "relation type", &kind.id, ends);
        unique(faults, "role", kind.roles.iter().map(|role| &role.id));
    }
}
