//! What Byline keeps of a mention in a description, as JSON under the key `byline`.

use super::super::corpus::{CorpusEntry, CorpusMention};
use super::super::land::OWN_REGISTER;
use super::super::outgoing::Outgoing;
use crate::model::{MAX_VALUE_DEPTH, Mention, ReviewState, Value};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;

/// The key.
const KEY: &str = "byline";

/// `fields` as a description.
pub(super) fn description(fields: &Map<String, Json>) -> String {
    json!({ KEY: fields }).to_string()
}

/// The fields of a description that is ours.
pub(super) fn fields(description: &str) -> Option<Map<String, Json>> {
    if !description.starts_with('{') {
        return None;
    }
    match serde_json::from_str(description).ok()? {
        Json::Object(mut outer) if outer.len() == 1 => match outer.remove(KEY) {
            Some(Json::Object(fields)) => Some(fields),
            _ => None,
        },
        _ => None,
    }
}

/// What a coding has no place for.
pub(super) fn of_mention(out: Outgoing<'_>, mention: &Mention) -> Map<String, Json> {
    let mut fields = Map::new();
    let values: Map<String, Json> = out
        .attributes(&mention.attributes)
        .map(|(name, value)| (name.to_owned(), serde_json::to_value(value.as_ref()).unwrap_or_default()))
        .collect();
    if !values.is_empty() {
        fields.insert("attributes".to_owned(), values.into());
    }
    if let Some(entry) = out.entry(mention) {
        let aliases: Vec<&str> = entry.aliases.iter().map(|alias| alias.text.as_str()).collect();
        let row = json!({ "id": entry.id.to_string(), "name": entry.name, "ids": entry.ids, "aliases": aliases });
        fields.insert("entry".to_owned(), row);
    }
    if let Some(sure) = mention.confidence {
        fields.insert("confidence".to_owned(), sure.into());
    }
    if mention.review.state != ReviewState::Open {
        fields.insert("review".to_owned(), mention.review.state.to_string().into());
    }
    if !mention.flags.is_empty() {
        fields.insert("flags".to_owned(), mention.flags.iter().map(ToString::to_string).collect::<Vec<_>>().into());
    }
    fields
}

/// Gives `mention` what `fields` say; the entry that they name.
pub(super) fn take(fields: &Map<String, Json>, mention: &mut CorpusMention) -> Option<CorpusEntry> {
    let text = |name: &str| fields.get(name).and_then(Json::as_str);
    if let Some(values) = fields.get("attributes").and_then(Json::as_object) {
        let values = values.iter().filter_map(|(name, value)| Some((name.clone(), value_of(value, 0)?)));
        mention.attributes = values.collect();
    }
    mention.confidence = fields.get("confidence").and_then(Json::as_f64);
    mention.review = match text("review") {
        Some("accepted") => ReviewState::Accepted,
        Some("rejected") => ReviewState::Rejected,
        _ => ReviewState::Open,
    };
    let flags = fields.get("flags").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
    mention.flags = flags.iter().filter_map(|flag| flag.as_str().map(str::to_owned)).collect();
    let entry = fields.get("entry")?;
    let id = entry.get("id")?.as_str()?.to_owned();
    mention.entry = Some(id.clone());
    let texts = |json: &Json| json.as_str().map(str::to_owned);
    let ids = entry.get("ids").and_then(Json::as_object).into_iter().flatten();
    let mut ids: BTreeMap<String, String> = ids.filter_map(|(place, id)| Some((place.clone(), texts(id)?))).collect();
    ids.insert(OWN_REGISTER.to_owned(), id.clone());
    let aliases = entry.get("aliases").and_then(Json::as_array).into_iter().flatten().filter_map(texts).collect();
    let name = entry.get("name").and_then(texts).unwrap_or_default();
    Some(CorpusEntry { key: id, name, aliases, ids, note: String::new() })
}

fn value_of(json: &Json, depth: usize) -> Option<Value> {
    if depth > MAX_VALUE_DEPTH {
        return None;
    }
    Some(match json {
        Json::Null => return None,
        Json::Bool(yes) => Value::Bool(*yes),
        Json::Number(number) => match number.as_i64() {
            Some(number) => Value::Int(number),
            None => Value::Float(number.as_f64().filter(|number| number.is_finite())?),
        },
        Json::String(text) => Value::Text(text.clone()),
        Json::Array(values) => Value::List(values.iter().filter_map(|value| value_of(value, depth + 1)).collect()),
        Json::Object(values) => {
            let values = values.iter().filter_map(|(name, value)| Some((name.clone(), value_of(value, depth + 1)?)));
            Value::Map(values.collect())
        }
    })
}
