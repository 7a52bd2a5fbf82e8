//! `annotation.conf` and `visual.conf` of a schema. It does not know what is annotated beyond which labels are events.

use super::super::names::{
    GROUP_KEY, attribute_name, label_name, outer_value, plain, relation_type_name, role_name, text_of,
};
use super::super::outgoing::Outgoing;
use super::format::EVENT;
use super::labels::LabelNames;
use super::types;
use crate::model::{AttributeDef, AttributeType, Label, RelationType, Schema, Slug, Value};
use std::collections::BTreeSet;
use std::fmt::Write as _;

/// Labels whose mentions are triggers of events: those of a layer of events, those that came as such, and those from which
/// relations with roles start.
pub(super) fn event_labels(out: Outgoing<'_>) -> BTreeSet<Label> {
    let schema = out.session.schema.as_ref();
    let mut labels = BTreeSet::new();
    for layer in &schema.layers {
        let group = |ext| text_of(ext, GROUP_KEY) == Some(EVENT);
        if layer.id.as_str() == EVENT || group(&layer.ext) {
            labels.insert(layer.id.clone());
        }
        let nested = layer.labels.iter().filter(|def| layer.id.as_str() == EVENT || group(&def.ext));
        labels.extend(nested.map(|def| def.id.clone()));
    }
    for document in out.documents() {
        for relation in document.relations.iter().filter(|relation| relation.role.is_some()) {
            labels.extend(document.shard.mentions.get(relation.from).map(|mention| mention.label.clone()));
        }
    }
    labels
}

/// The configuration that `schema` comes to.
pub(super) fn annotation_conf(schema: &Schema, names: &LabelNames<'_>, events: &BTreeSet<Label>) -> String {
    let mut conf = names.comments();
    conf.push_str(&types::comments(schema));
    let all: Vec<&Label> = schema.label_infos().map(|info| info.id).collect();
    section(&mut conf, "entities");
    labels(&mut conf, (schema, names), |label| !events.contains(label), |_| String::new());
    section(&mut conf, "relations");
    for kind in schema.relation_types.iter().filter(|kind| kind.roles.is_empty()) {
        let name = plain(relation_type_name(schema, &kind.id));
        let symmetric = if kind.symmetric { ", <REL-TYPE>:symmetric" } else { "" };
        let (from, to) = (ends(names, &all, &kind.from, "<ANY>"), ends(names, &all, &kind.to, "<ANY>"));
        line(&mut conf, &format!("{name}\tArg1:{from}, Arg2:{to}{symmetric}"));
    }
    section(&mut conf, "events");
    labels(&mut conf, (schema, names), |label| events.contains(label), |label| roles(schema, names, &all, label));
    section(&mut conf, "attributes");
    for def in schema.attributes.iter().filter(|def| !def.labels.is_empty()) {
        line(&mut conf, &attribute((schema, names), &all, events, def));
    }
    conf
}

fn section(conf: &mut String, name: &str) {
    line(conf, &format!("{}[{name}]", if conf.is_empty() { "" } else { "\n" }));
}

fn line(conf: &mut String, text: &str) {
    // Writing to a text cannot fail.
    writeln!(conf, "{text}").unwrap_or_default();
}

/// A line for each label, nested ones indented. Labels that came flat stay flat.
fn labels(
    conf: &mut String,
    (schema, names): (&Schema, &LabelNames<'_>),
    takes: impl Fn(&Label) -> bool,
    more: impl Fn(&Label) -> String,
) {
    for layer in &schema.layers {
        let is_own = |label: &Label| label_name(schema, label) == label.as_str();
        let has_children = layer.labels.iter().any(|def| takes(&def.id) && is_own(&def.id));
        // A layer that was only made to hold what came is no label of brat.
        let stands = takes(&layer.id) && (layer.labels.iter().all(|def| is_own(&def.id)) || has_children);
        if stands {
            line(conf, &format!("{}{}", names.name(&layer.id), more(&layer.id)));
        }
        for def in layer.labels.iter().filter(|def| takes(&def.id)) {
            let depth = if is_own(&def.id) && stands { def.id.as_str().matches('.').count() } else { 0 };
            let name = names.name(&def.id);
            line(conf, &format!("{}{name}{}", "\t".repeat(depth), more(&def.id)));
        }
    }
}

/// The labels below `ends`, joined; `open` where all are allowed.
fn ends(names: &LabelNames<'_>, all: &[&Label], ends: &[Label], open: &str) -> String {
    if ends.is_empty() {
        return open.to_owned();
    }
    let below = all.iter().filter(|label| ends.iter().any(|above| label.is_within(above)));
    below.map(|label| names.name(label)).collect::<Vec<String>>().join("|")
}

fn roles(schema: &Schema, names: &LabelNames<'_>, all: &[&Label], label: &Label) -> String {
    let starts = |kind: &&RelationType| kind.from.is_empty() || kind.from.iter().any(|above| label.is_within(above));
    let kinds = schema.relation_types.iter().filter(|kind| !kind.roles.is_empty()).filter(starts);
    let written = kinds.flat_map(|kind| {
        kind.roles.iter().map(|role| {
            let targets = if role.to.is_empty() { &kind.to } else { &role.to };
            format!("{}*:{}", plain(role_name(schema, &kind.id, &role.id)), ends(names, all, targets, "<ANY>"))
        })
    });
    let written: Vec<String> = written.collect();
    if written.is_empty() { String::new() } else { format!("\t{}", written.join(", ")) }
}

fn attribute(
    (schema, names): (&Schema, &LabelNames<'_>),
    all: &[&Label],
    events: &BTreeSet<Label>,
    def: &AttributeDef,
) -> String {
    let takes = |label: &&&Label| def.labels.iter().any(|above| label.is_within(above));
    let on: BTreeSet<&Label> = all.iter().filter(takes).copied().collect();
    let of_entities: BTreeSet<&Label> = all.iter().filter(|label| !events.contains(**label)).copied().collect();
    let of_events: BTreeSet<&Label> = all.iter().filter(|label| events.contains(**label)).copied().collect();
    let targets = match () {
        () if on == of_entities => "<ENTITY>".to_owned(),
        () if on == of_events => "<EVENT>".to_owned(),
        () => on.iter().map(|label| names.name(label)).collect::<Vec<String>>().join("|"),
    };
    let outer = |id: &Slug| outer_value(schema, &def.id, &Value::Text(id.to_string())).to_string();
    let choices: Vec<String> = def.choices.iter().map(|choice| outer(&choice.id)).collect();
    let values = match def.values {
        AttributeType::Choice | AttributeType::Choices if !choices.is_empty() => {
            format!(", Value:{}", choices.join("|"))
        }
        _ => String::new(),
    };
    format!("{}\tArg:{targets}{values}", plain(attribute_name(schema, &def.id)))
}

/// Names for people.
pub(super) fn visual_conf(schema: &Schema, names: &LabelNames<'_>) -> String {
    let mut conf = String::new();
    section(&mut conf, "labels");
    for info in schema.label_infos() {
        let name = info.name.replace('|', "/");
        line(&mut conf, &format!("{} | {name}", names.name(info.id)));
    }
    for kind in &schema.relation_types {
        line(&mut conf, &format!("{} | {}", plain(relation_type_name(schema, &kind.id)), kind.name.replace('|', "/")));
    }
    section(&mut conf, "drawing");
    line(&mut conf, "SPAN_DEFAULT\tfgColor:black, bgColor:lightgreen, borderColor:darken");
    line(&mut conf, "ARC_DEFAULT\tcolor:black, dashArray:-, arrowHead:triangle-5, labelArrow:none");
    conf
}
