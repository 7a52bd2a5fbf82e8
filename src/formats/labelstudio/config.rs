//! The labelling configuration, read and written: which labels, attributes and relation types there are.
//!
//! It does not know tasks.

use super::super::corpus::{LabelName, Remark, Scheme, SchemeAttribute, SchemeLabel, SchemeRelation};
use super::super::in_file::InFile;
use super::super::names::{attribute_name, label_name, outer_value, relation_type_name, role_name};
use super::super::xml::{Element, parse};
use super::{LABELS, TEXT, control};
use crate::model::{AttributeDef, AttributeType, Schema, Slug, Value};
use quick_xml::escape::escape;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// What a configuration says beyond the scheme.
#[derive(Debug, Default)]
pub(super) struct Config {
    /// The keys of the data that hold the words of each text object, by the object's name.
    pub(super) texts: BTreeMap<String, String>,
}

/// Adds what `file` defines to `scheme` and `config`.
pub(super) fn read(file: &InFile, scheme: &mut Scheme, config: &mut Config) -> Result<(), Remark> {
    let root = parse(file.text()?).map_err(|fault| {
        let why = format!("{}; nothing of it was read", fault.why);
        Remark::refused(&file.path, &fault.place, "the labelling configuration", &why)
    })?;
    let mut found = Scheme::default();
    let mut texts = BTreeMap::new();
    let mut labels = BTreeSet::new();
    elements(&root, &mut found, &mut labels, &mut texts);
    scheme.labels.append(&mut found.labels);
    scheme.attributes.append(&mut found.attributes);
    scheme.relations.append(&mut found.relations);
    config.texts.append(&mut texts);
    Ok(())
}

/// Takes up `element` and all that lies in it; `labels` are the names of those that were found.
fn elements(
    element: &Element<'_>,
    scheme: &mut Scheme,
    labels: &mut BTreeSet<String>,
    texts: &mut BTreeMap<String, String>,
) {
    let of = |name: &str| element.get(name).unwrap_or_default().to_owned();
    let attribute = |values: AttributeType, choices: Vec<String>| SchemeAttribute {
        name: of("name"),
        values,
        choices,
        default: None,
        labels: Vec::new(),
    };
    let is_per_region = of("perRegion") == "true";
    match element.name {
        "Text" | "HyperText" => {
            let variable = of("value");
            texts.insert(of("name"), variable.strip_prefix('$').unwrap_or(&variable).to_owned());
        }
        "Label" if !of("value").is_empty() => {
            let color = Some(of("background")).filter(|color| is_hex(color));
            let mut keys = of("hotkey").chars().collect::<Vec<char>>();
            let hotkey = keys.pop().filter(|_| keys.is_empty());
            let (label, display) = (LabelName::new("", &of("value")), of("alias"));
            if labels.insert(of("value")) {
                scheme.labels.push(SchemeLabel { label, display, color, hotkey, description: of("hint") });
            }
        }
        "Choices" if is_per_region => {
            let is_many = of("choice") == "multiple";
            let mut choices = Vec::new();
            choices_in(element, &mut choices);
            let values = if is_many { AttributeType::Choices } else { AttributeType::Choice };
            scheme.attributes.push(attribute(values, choices));
        }
        "TextArea" if is_per_region => scheme.attributes.push(attribute(AttributeType::Text, Vec::new())),
        "Number" | "Rating" if is_per_region => scheme.attributes.push(attribute(AttributeType::Number, Vec::new())),
        "Relation" if !of("value").is_empty() => {
            scheme.relations.push(SchemeRelation { name: of("value"), ..SchemeRelation::default() });
        }
        _ => {}
    }
    element.children.iter().for_each(|child| elements(child, scheme, labels, texts));
}

/// What can be chosen in `element`, at any depth: choices may stand in views of their own.
fn choices_in(element: &Element<'_>, choices: &mut Vec<String>) {
    for child in &element.children {
        if child.name == "Choice" {
            choices.push(child.get("value").unwrap_or_default().to_owned());
        }
        choices_in(child, choices);
    }
}

fn is_hex(color: &str) -> bool {
    let digits = color.strip_prefix('#').filter(|digits| digits.len() == 6);
    digits.is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()))
}

/// The configuration that `schema` comes to.
pub(super) fn write(schema: &Schema) -> String {
    let mut xml = String::from("<View>\n");
    // Writing to a text cannot fail.
    let mut line = |text: std::fmt::Arguments<'_>| writeln!(xml, "{text}").unwrap_or_default();
    line(format_args!("  <Relations>"));
    for name in relation_names(schema) {
        line(format_args!("    <Relation value=\"{}\"/>", quoted(&name)));
    }
    line(format_args!("  </Relations>"));
    line(format_args!("  <Labels name=\"{LABELS}\" toName=\"{TEXT}\">"));
    let mut seen = BTreeSet::new();
    for info in schema.label_infos() {
        let name = label_name(schema, info.id);
        if !seen.insert(name) {
            continue;
        }
        let color = if is_hex(info.color) { format!(" background=\"{}\"", info.color) } else { String::new() };
        let hotkey = info.hotkey.map(|key| format!(" hotkey=\"{}\"", quoted(&key.to_string()))).unwrap_or_default();
        line(format_args!("    <Label value=\"{}\"{color}{hotkey}/>", quoted(name)));
    }
    line(format_args!("  </Labels>"));
    line(format_args!("  <Text name=\"{TEXT}\" value=\"${TEXT}\"/>"));
    for def in schema.attributes.iter().filter(|def| !def.labels.is_empty()) {
        attribute(schema, def, &mut line);
    }
    line(format_args!("</View>"));
    xml
}

fn attribute(schema: &Schema, def: &AttributeDef, line: &mut dyn FnMut(std::fmt::Arguments<'_>)) {
    let name = control(attribute_name(schema, &def.id));
    let name = quoted(&name);
    let common = format!("name=\"{name}\" toName=\"{TEXT}\" perRegion=\"true\"");
    let choices = match def.values {
        AttributeType::Number => return line(format_args!("  <Number {common}/>")),
        AttributeType::Choice | AttributeType::Choices => {
            let outer = |id: &Slug| outer_value(schema, &def.id, &Value::Text(id.to_string())).to_string();
            def.choices.iter().map(|choice| outer(&choice.id)).collect()
        }
        AttributeType::Flag => vec!["true".to_owned(), "false".to_owned()],
        _ => return line(format_args!("  <TextArea {common} editable=\"true\"/>")),
    };
    let choice = if def.values == AttributeType::Choices { "multiple" } else { "single" };
    line(format_args!("  <Choices {common} choice=\"{choice}\">"));
    for value in choices {
        line(format_args!("    <Choice value=\"{}\"/>", quoted(&value)));
    }
    line(format_args!("  </Choices>"));
}

/// Names that relations are written with: types, and roles of those that have roles.
fn relation_names(schema: &Schema) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for kind in &schema.relation_types {
        if kind.roles.is_empty() {
            names.insert(relation_type_name(schema, &kind.id).to_owned());
        }
        names.extend(kind.roles.iter().map(|role| role_name(schema, &kind.id, &role.id).to_owned()));
    }
    names
}

/// `text` in an attribute of XML; characters that XML does not have become U+FFFD.
fn quoted(text: &str) -> String {
    let is_impossible = |char: char| (char.is_control() && !matches!(char, '\t' | '\n' | '\r')) || char == '\u{fffe}';
    let text: String = text.chars().map(|char| if is_impossible(char) { '\u{fffd}' } else { char }).collect();
    escape(text).replace('\n', "&#10;").replace('\t', "&#9;").replace('\r', "&#13;")
}
