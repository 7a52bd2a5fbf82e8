//! The labelling configuration, read and written: which labels, attributes and relation types there are.
//!
//! It does not know tasks.

use super::super::corpus::{InFile, LabelName, Remark, Scheme, SchemeAttribute, SchemeLabel, SchemeRelation};
use super::super::names::{attribute_name, label_name, outer_value, relation_type_name, role_name};
use super::{LABELS, TEXT, control};
use crate::model::{AttributeDef, AttributeType, Schema, Slug, Value};
use quick_xml::escape::escape;
use quick_xml::events::{BytesStart, Event};
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
    let text = file.text()?;
    let broken = |place: u64, why: &str| {
        let why = format!("it is broken at byte {place}: {why}; nothing of it was read");
        Remark::refused(&file.path, "", "the labelling configuration", &why)
    };
    let mut reader = quick_xml::Reader::from_str(text);
    // The control that choices belong to.
    let mut open: Option<SchemeAttribute> = None;
    let mut found = Scheme::default();
    let mut texts = BTreeMap::new();
    loop {
        let event = reader.read_event().map_err(|error| broken(reader.error_position(), &error.to_string()))?;
        match event {
            Event::Eof => break,
            Event::DocType(_) => return Err(broken(reader.buffer_position(), "a document type is not read")),
            Event::Start(tag) | Event::Empty(tag) => {
                let fields = fields(&tag).map_err(|why| broken(reader.buffer_position(), &why))?;
                start(tag.name().as_ref(), &fields, &mut open, &mut found, &mut texts);
            }
            Event::End(tag) if tag.name().as_ref() == "Choices" => found.attributes.extend(open.take()),
            _ => {}
        }
    }
    found.attributes.extend(open);
    scheme.labels.append(&mut found.labels);
    scheme.attributes.append(&mut found.attributes);
    scheme.relations.append(&mut found.relations);
    config.texts.append(&mut texts);
    Ok(())
}

fn fields(tag: &BytesStart<'_>) -> Result<BTreeMap<String, String>, String> {
    let mut fields = BTreeMap::new();
    for field in tag.attributes() {
        let field = field.map_err(|error| error.to_string())?;
        let value = quick_xml::escape::unescape(&field.value).map_err(|error| error.to_string())?;
        fields.insert(field.key.as_ref().to_owned(), value.into_owned());
    }
    Ok(fields)
}

fn start(
    tag: &str,
    fields: &BTreeMap<String, String>,
    open: &mut Option<SchemeAttribute>,
    scheme: &mut Scheme,
    texts: &mut BTreeMap<String, String>,
) {
    let of = |name: &str| fields.get(name).cloned().unwrap_or_default();
    let attribute = |values: AttributeType| SchemeAttribute {
        name: of("name"),
        values,
        choices: Vec::new(),
        default: None,
        labels: Vec::new(),
    };
    let is_per_region = of("perRegion") == "true";
    match tag {
        "Text" | "HyperText" => {
            let variable = of("value");
            texts.insert(of("name"), variable.strip_prefix('$').unwrap_or(&variable).to_owned());
        }
        "Label" if !of("value").is_empty() => {
            let color = Some(of("background")).filter(|color| is_hex(color));
            let mut keys = of("hotkey").chars().collect::<Vec<char>>();
            let hotkey = keys.pop().filter(|_| keys.is_empty());
            let (label, display) = (LabelName::new("", &of("value")), of("alias"));
            if !scheme.labels.iter().any(|known| known.label == label) {
                scheme.labels.push(SchemeLabel { label, display, color, hotkey, description: of("hint") });
            }
        }
        "Choices" if is_per_region => {
            let is_many = of("choice") == "multiple";
            *open = Some(attribute(if is_many { AttributeType::Choices } else { AttributeType::Choice }));
        }
        "Choice" => {
            if let Some(open) = open {
                open.choices.push(of("value"));
            }
        }
        "TextArea" if is_per_region => scheme.attributes.push(attribute(AttributeType::Text)),
        "Number" | "Rating" if is_per_region => scheme.attributes.push(attribute(AttributeType::Number)),
        "Relation" if !of("value").is_empty() => {
            scheme.relations.push(SchemeRelation { name: of("value"), ..SchemeRelation::default() });
        }
        _ => {}
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
