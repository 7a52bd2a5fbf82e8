//! The tree of codes: labels on the way out, and what is a label of ours on the way in.

use super::super::corpus::LabelName;
use super::super::names::label_name;
use super::super::xml::XmlOut;
use super::guid;
use crate::model::{Label, Schema, Slug};
use std::collections::BTreeSet;

/// The id of a label's code. Labels with a name of their own elsewhere are named by it, so that a reader can tell.
pub(super) fn code_guid(schema: &Schema, label: &Label) -> String {
    let name = label_name(schema, label);
    if name == label.as_str() { guid("code", name) } else { guid("code of", &format!("{}/{name}", label.layer())) }
}

/// Writes the tree of all labels, those of `used` that the schema does not define included.
pub(super) fn write(schema: &Schema, used: &BTreeSet<Label>, out: &mut XmlOut<'_>) {
    let mut all: Vec<(Label, &str, &str)> = Vec::new();
    for info in schema.label_infos() {
        all.push((info.id.clone(), info.description, info.color));
    }
    let known: BTreeSet<Label> = all.iter().map(|(label, _, _)| label.clone()).collect();
    for label in used.difference(&known) {
        all.push((label.clone(), "", ""));
    }
    if all.is_empty() {
        return;
    }
    out.start("CodeBook").start("Codes");
    let ids: BTreeSet<Label> = all.iter().map(|(label, _, _)| label.clone()).collect();
    let tops = all.iter().filter(|(label, _, _)| parent(label, &ids).is_none());
    for top in tops {
        code(schema, top, &all, &ids, out);
    }
    out.end().end();
}

/// The nearest label above that there is.
fn parent(label: &Label, ids: &BTreeSet<Label>) -> Option<Label> {
    let mut text = label.as_str();
    while let Some((above, _)) = text.rsplit_once('.') {
        if let Some(found) = Slug::new(above).ok().filter(|above| ids.contains(above)) {
            return Some(found);
        }
        text = above;
    }
    None
}

fn code(
    schema: &Schema,
    (label, description, color): &(Label, &str, &str),
    all: &[(Label, &str, &str)],
    ids: &BTreeSet<Label>,
    out: &mut XmlOut<'_>,
) {
    let name = label_name(schema, label);
    let above = parent(label, ids);
    let below = |above: &Label| label.as_str().get(above.as_str().len() + 1..).unwrap_or(name);
    let shown = if name == label.as_str() { above.as_ref().map_or(name, below) } else { name };
    out.start("Code").attribute("guid", &code_guid(schema, label)).attribute("name", shown);
    out.attribute("isCodable", "true");
    if color.len() == 7 && color.starts_with('#') {
        out.attribute("color", color);
    }
    if !description.is_empty() {
        out.leaf("Description", description);
    }
    for child in all.iter().filter(|(child, _, _)| parent(child, ids).as_ref() == Some(label)) {
        code(schema, child, all, ids, out);
    }
    out.end();
}

/// The label that a code with the names `path` above it and its own, and the id `id`, stands for.
pub(super) fn label_of(path: &[&str], id: &str) -> LabelName {
    let (Some(name), above) = (path.last(), path.get(..path.len().saturating_sub(1)).unwrap_or_default()) else {
        return LabelName::default();
    };
    let joined = path.join(".");
    if guid("code", &joined) == id {
        return LabelName::new("", &joined);
    }
    LabelName::new(&above.join("/"), name)
}
