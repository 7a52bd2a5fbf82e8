//! CAS as JSON 0.4.

use super::super::corpus::{Corpus, Remark, Thing};
use super::super::in_file::InFile;
use super::super::outgoing::{Losses, OutDocument, Outgoing, Rendered};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::gather::{Gathering, losses};
use super::land::{join, land};
use super::structure::{Cas, Feature, Sofa, Structure, Types};
use super::xmi::name;
use crate::codec::{Spread, map_each};
use serde_json::{Map, Value as Json};
use std::collections::HashSet;
use std::fmt::Write as _;
use std::io::Write;

/// Reads `.json` files, each a CAS with its types.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    let parts = map_each(spread, files.iter().collect(), |file: &InFile| {
        let mut part = Corpus::default();
        match structures(file) {
            Ok(json) => {
                let cas = cas(&json, file, &mut part.remarks);
                land(cas, &file.path, name(file, files), &mut part, &mut HashSet::new());
            }
            Err(remark) => part.remarks.push(remark),
        }
        part
    });
    join(&mut corpus, parts);
    corpus
}

/// The file as JSON, if it can be a CAS.
fn structures(file: &InFile) -> Result<Json, Remark> {
    let refused = |place: &str, why: &str| Remark::refused(&file.path, place, "the file", why).of(Thing::Document);
    let json: Json =
        serde_json::from_str(&file.fetch_text().map_err(|remark| remark.of(Thing::Document))?).map_err(|error| {
            let place = format!("line {}", error.line());
            refused(&place, &format!("this is no JSON that is read here: {error}"))
        })?;
    let has_structures = json.get("%FEATURE_STRUCTURES").is_some();
    let why = "it has no `%FEATURE_STRUCTURES`, so it is no CAS in JSON 0.4";
    if has_structures { Ok(json) } else { Err(refused("", why)) }
}

fn cas(json: &Json, file: &InFile, remarks: &mut Vec<Remark>) -> Cas {
    let mut cas = Cas::default();
    let mut one = |id: Option<i64>, number: usize, row: &Json| {
        let (Some(row), Some(id)) = (row.as_object(), id) else {
            let why = "it is no structure with an `%ID`";
            remarks.push(Remark::refused(&file.path, "", &format!("structure {}", number + 1), why));
            return;
        };
        let kind = row.get("%TYPE").and_then(Json::as_str).unwrap_or_default();
        if kind == "uima.cas.Sofa" {
            let text = |name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
            let name = text("sofaID").unwrap_or_default();
            cas.sofas.push(Sofa { id, name, text: text("sofaString") });
        } else {
            cas.structures.push(structure(id, kind, row));
        }
    };
    match json.get("%FEATURE_STRUCTURES") {
        Some(Json::Array(rows)) => {
            for (number, row) in rows.iter().enumerate() {
                one(row.get("%ID").and_then(Json::as_i64), number, row);
            }
        }
        Some(Json::Object(rows)) => {
            for (number, (id, row)) in rows.iter().enumerate() {
                one(id.parse().ok(), number, row);
            }
        }
        _ => {}
    }
    for view in json.get("%VIEWS").and_then(Json::as_object).into_iter().flat_map(Map::values) {
        let sofa = view.get("%SOFA").and_then(Json::as_i64);
        let members = view.get("%MEMBERS").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        if let Some(sofa) = sofa {
            cas.members.entry(sofa).or_default().extend(members.iter().filter_map(Json::as_i64));
        }
    }
    cas
}

fn structure(id: i64, kind: &str, row: &Map<String, Json>) -> Structure {
    let mut features = Vec::new();
    let mut elements = None;
    for (name, value) in row.iter().filter(|(name, _)| !matches!(name.as_str(), "begin" | "end" | "@sofa")) {
        match name.chars().next() {
            Some('%') => {
                if name == "%ELEMENTS" {
                    elements = value.as_array();
                }
            }
            Some('@' | '^') => {
                let reference = value.as_i64().map(Feature::Ref);
                let name = name.get(1..).unwrap_or_default().to_owned();
                features.extend(reference.map(|reference| (name, reference)));
            }
            _ => {
                let name = name.strip_prefix('#').unwrap_or(name).to_owned();
                features.extend(feature(value).map(|value| (name, value)));
            }
        }
    }
    if let Some(elements) = elements {
        let is_texts = kind.contains("String");
        let texts = elements.iter().filter_map(|value| value.as_str().map(str::to_owned));
        let ids = elements.iter().filter_map(Json::as_i64);
        let value = if is_texts { Feature::Texts(texts.collect()) } else { Feature::Refs(ids.collect()) };
        features.push(("elements".to_owned(), value));
    }
    let span = (row.contains_key("begin") || row.contains_key("end")).then(|| span(row));
    let sofa = row.get("@sofa").and_then(Json::as_i64);
    Structure { id, kind: kind.to_owned(), span, sofa, features, place: format!("%ID {id}") }
}

fn span(row: &Map<String, Json>) -> Result<(u64, u64), String> {
    let number = |name: &str| {
        let value = row.get(name).unwrap_or(&Json::Null);
        value.as_u64().ok_or_else(|| {
            let shown = value.to_string();
            format!("its `{name}` is no offset: {}", crate::text::shortened(&shown, 30))
        })
    };
    Ok((number("begin")?, number("end")?))
}

fn feature(value: &Json) -> Option<Feature> {
    Some(match value {
        Json::String(text) => Feature::Text(text.clone()),
        Json::Bool(yes) => Feature::Bool(*yes),
        Json::Number(number) => match (number.as_i64(), number.as_f64()) {
            (Some(number), _) => Feature::Int(number),
            (None, Some(float)) if float.is_finite() => Feature::Float(float),
            _ => Feature::Text(number.to_string()),
        },
        Json::Null => return None,
        other => Feature::Text(other.to_string()),
    })
}

/// Writes one `.json` a document.
pub(super) fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let gathering = Gathering::new(out);
    let types = types_of(&gathering.types);
    let mut own = Losses::default();
    let mut mentions = 0;
    let make = |document: &OutDocument<'_>| {
        let mut rendered = Rendered { mentions: document.mentions.len(), ..Rendered::default() };
        let mut cas = gathering.cas(document, &mut rendered.losses);
        part_lists(&mut cas);
        file_of(&cas, &types, &mut rendered.bytes)?;
        Ok((format!("{}.json", document.stem), rendered))
    };
    out.each(make, |made: Result<(String, Rendered), FormatError>| {
        let (name, Rendered { bytes, mentions: count, losses }) = made?;
        mentions += count;
        own.join(losses);
        sink.file(&name, &mut |file| file.write_all(&bytes).map_err(io))
    })?;
    Ok(out.written(mentions, losses(out, own)))
}

/// Lists are structures of their own in JSON.
fn part_lists(cas: &mut Cas) {
    let mut next = cas.structures.iter().map(|structure| structure.id).max().unwrap_or_default();
    let mut lists = Vec::new();
    for structure in &mut cas.structures {
        for (_, value) in &mut structure.features {
            if matches!(value, Feature::Texts(_)) {
                next += 1;
                let texts = std::mem::replace(value, Feature::Ref(next));
                let features = vec![("elements".to_owned(), texts)];
                let kind = "uima.cas.StringArray".to_owned();
                lists.push(Structure { id: next, kind, features, ..Structure::default() });
            }
        }
    }
    cas.structures.append(&mut lists);
}

fn types_of(types: &Types) -> String {
    let mut rows = Map::new();
    for (name, kind) in types.0.iter().filter(|(name, _)| !name.starts_with("uima.")) {
        let mut row = Map::new();
        row.insert("%NAME".to_owned(), name.clone().into());
        row.insert("%SUPER_TYPE".to_owned(), kind.parent.clone().into());
        for (feature, range) in &kind.features {
            let range = if range == "uima.cas.StringArray" { "uima.cas.String[]" } else { range.as_str() };
            let mut described = Map::new();
            described.insert("%NAME".to_owned(), feature.clone().into());
            described.insert("%RANGE".to_owned(), range.into());
            row.insert(feature.clone(), described.into());
        }
        rows.insert(name.clone(), row.into());
    }
    Json::from(rows).to_string()
}

fn file_of(cas: &Cas, types: &str, file: &mut dyn Write) -> Result<(), FormatError> {
    let mut text = String::new();
    let mut say = |words: std::fmt::Arguments<'_>| text.write_fmt(words).unwrap_or_default();
    say(format_args!("{{\n\"%TYPES\": {types},\n\"%FEATURE_STRUCTURES\": ["));
    for sofa in &cas.sofas {
        let (name, words) = (quoted(&sofa.name), quoted(sofa.text.as_deref().unwrap_or_default()));
        say(format_args!(
            "\n{{\"%ID\": {}, \"%TYPE\": \"uima.cas.Sofa\", \"sofaNum\": 1, \"sofaID\": {name}, \"mimeType\": \"text/plain\", \
             \"sofaString\": {words}}}",
            sofa.id
        ));
    }
    for structure in &cas.structures {
        say(format_args!(",\n{{\"%ID\": {}, \"%TYPE\": {}", structure.id, quoted(&structure.kind)));
        if let (Some(Ok((begin, end))), Some(sofa)) = (&structure.span, structure.sofa) {
            say(format_args!(", \"@sofa\": {sofa}, \"begin\": {begin}, \"end\": {end}"));
        }
        for (name, value) in &structure.features {
            let (mark, value) = match value {
                Feature::Text(value) => ("", quoted(value)),
                Feature::Int(number) => ("", number.to_string()),
                Feature::Float(number) => ("", format!("{number:?}")),
                Feature::Bool(yes) => ("", yes.to_string()),
                Feature::Ref(id) => ("@", id.to_string()),
                Feature::Texts(texts) => ("", serde_json::to_string(texts).unwrap_or_default()),
                Feature::Refs(ids) => ("", serde_json::to_string(ids).unwrap_or_default()),
            };
            let name = if name == "elements" { "%ELEMENTS" } else { name };
            say(format_args!(", {}: {value}", quoted(&format!("{mark}{name}"))));
        }
        say(format_args!("}}"));
    }
    say(format_args!("\n],\n\"%VIEWS\": {{"));
    for (number, sofa) in cas.sofas.iter().enumerate() {
        let members = cas.members.get(&sofa.id).map(Vec::as_slice).unwrap_or_default();
        let members = serde_json::to_string(members).unwrap_or_default();
        let between = if number == 0 { "" } else { ", " };
        say(format_args!("{between}{}: {{\"%SOFA\": {}, \"%MEMBERS\": {members}}}", quoted(&sofa.name), sofa.id));
    }
    say(format_args!("}}\n}}\n"));
    file.write_all(text.as_bytes()).map_err(io)
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap_or_default()
}
