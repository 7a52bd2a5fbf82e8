//! Records as plain values in the form that files have, for conflicts, and back. It does not know why they are wanted.

use crate::model::{Article, Ext, Mention, Metadata, Region, Repair, SessionInfo, Suggestion, Value, Values};
use crate::text::{CharSpan, Fragments, Span};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;
use std::convert::Infallible;

/// Readers of session files follow brackets 128 deep, and a conflict stands some levels deep itself.
const MAX_DEPTH: usize = 100;

/// `row` as a plain value; as its JSON text where no plain value holds it or it is nested too deeply to be read back.
pub(super) fn value<T: Serialize + ?Sized>(row: &T) -> Value {
    let json = serde_json::to_value(row).unwrap_or_default();
    match Value::deserialize(&json) {
        Ok(value) if depth(&value) <= MAX_DEPTH => value,
        _ => Value::Text(json.to_string()),
    }
}

fn depth(value: &Value) -> usize {
    match value {
        Value::List(values) => 1 + values.iter().map(depth).max().unwrap_or_default(),
        Value::Map(values) => 1 + values.values().map(depth).max().unwrap_or_default(),
        _ => 0,
    }
}

pub(super) fn mention(row: &Mention, article: Option<&Article>) -> Value {
    let Ok(row) = row.clone().try_map(|place| Ok::<_, Infallible>(article.map(|article| article.char_spans(&place))));
    value(&row)
}

pub(super) fn suggestion(row: &Suggestion, article: Option<&Article>) -> Value {
    let Ok(row) = row.clone().try_map(|place| Ok::<_, Infallible>(article.map(|article| article.char_spans(&place))));
    value(&row)
}

pub(super) fn region(row: &Region, article: Option<&Article>) -> Value {
    let Ok(row) = row.clone().try_map(|span| Ok::<_, Infallible>(article.map(|article| article.char_span(span))));
    value(&row)
}

pub(super) fn repair(row: &Repair, article: Option<&Article>) -> Value {
    let Ok(row) = row.clone().try_map(|span| Ok::<_, Infallible>(article.map(|article| article.char_span(span))));
    value(&row)
}

/// The fields of a file that come from one record of ours.
fn fields<const N: usize>(fields: [(&str, Option<Value>); N]) -> Value {
    let set = fields.into_iter().filter_map(|(name, field)| field.map(|field| (name.to_owned(), field)));
    Value::Map(set.collect::<Values>())
}

fn text(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::Text(text.to_owned()))
}

fn some<T: Serialize>(field: Option<&T>) -> Option<Value> {
    field.map(value)
}

pub(super) fn info(info: &SessionInfo) -> Value {
    fields([
        ("title", Some(Value::Text(info.title.clone()))),
        ("description", text(&info.description)),
        ("created", some(Some(&info.created))),
        ("ext", (!info.ext.is_empty()).then(|| value(&info.ext))),
    ])
}

pub(super) fn metadata(row: &Metadata) -> Value {
    fields([
        ("id", some(Some(&row.id))),
        ("outlet", some(row.outlet.as_ref())),
        ("headline", some(row.headline.as_ref())),
        ("author", some(row.author.as_ref())),
        ("published", some(row.published.as_ref())),
        ("url", some(row.url.as_ref())),
        ("language", some(row.language.as_ref())),
        ("status", some(Some(&row.status))),
        ("note", text(&row.note)),
    ])
}

/// What surrounds an article's text; the text and what was tagged in it are not in it.
pub(super) fn article(row: &Article) -> Value {
    fields([
        ("id", some(Some(&row.id))),
        ("name", Some(Value::Text(row.name.clone()))),
        ("source", some(Some(&row.source))),
        ("supersedes", some(row.supersedes.as_ref())),
        ("by", some(Some(&row.by))),
        ("created", some(Some(&row.created))),
        ("ext", (!row.ext.is_empty()).then(|| value(&row.ext))),
    ])
}

/// The same with the text, for a version whose text is nowhere else.
pub(super) fn article_with_text(row: &Article) -> Value {
    let mut value = article(row);
    if let Value::Map(fields) = &mut value {
        fields.insert("text".to_owned(), Value::Text(row.text().to_owned()));
    }
    value
}

/// A value that [`value`] made, with all that it stands for.
pub(super) fn read(value: &Value) -> Option<Json> {
    match value {
        // A record itself is never a text.
        Value::Text(text) => serde_json::from_str(text).ok(),
        value => serde_json::to_value(value).ok(),
    }
}

/// A record whose form is its own.
pub(super) fn read_plain<T: DeserializeOwned>(json: Json, _: Option<&Article>) -> Option<T> {
    serde_json::from_value(json).ok()
}

fn fragments(article: Option<&Article>) -> impl Fn(Vec<CharSpan>) -> Result<Fragments, ()> {
    move |places| article.and_then(|article| article.fragments_from_chars(&places).ok()).ok_or(())
}

fn span(article: Option<&Article>) -> impl Fn(CharSpan) -> Result<Span, ()> {
    move |place| article.and_then(|article| article.byte_span(place)).ok_or(())
}

pub(super) fn read_mention(json: Json, article: Option<&Article>) -> Option<Mention> {
    read_plain::<Mention<Vec<CharSpan>>>(json, article)?.try_map(fragments(article)).ok()
}

pub(super) fn read_suggestion(json: Json, article: Option<&Article>) -> Option<Suggestion> {
    read_plain::<Suggestion<Vec<CharSpan>>>(json, article)?.try_map(fragments(article)).ok()
}

pub(super) fn read_region(json: Json, article: Option<&Article>) -> Option<Region> {
    read_plain::<Region<CharSpan>>(json, article)?.try_map(span(article)).ok()
}

pub(super) fn read_repair(json: Json, article: Option<&Article>) -> Option<Repair> {
    read_plain::<Repair<CharSpan>>(json, article)?.try_map(span(article)).ok()
}

/// What surrounds the text of `now`, which stays; nothing where the version is one of another text.
pub(super) fn read_article(json: &Json, now: &Article) -> Option<Article> {
    let field = |name: &str| json.get(name).cloned().unwrap_or_default();
    if json.get("text").is_some_and(|text| text.as_str() != Some(now.text())) {
        return None;
    }
    let mut article = now.clone();
    article.name = serde_json::from_value(field("name")).ok()?;
    article.source = serde_json::from_value(field("source")).ok()?;
    article.supersedes = serde_json::from_value(field("supersedes")).ok()?;
    article.ext = json.get("ext").cloned().map_or(Some(Ext::default()), |ext| serde_json::from_value(ext).ok())?;
    Some(article)
}
