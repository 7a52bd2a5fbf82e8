//! What a file says about a document, for the article that it becomes. What it says is a guess until a person confirms it.

use super::super::corpus::Document;
use crate::edit::NewArticle;
use crate::model::{Day, Interval, Stated, Value};

/// The key of an article's `ext` under which a file's data about the document is kept that an article has no place for.
pub const DOCUMENT_KEY: &str = "byline.document";

/// Gives `new` what `document` says about it.
pub fn furnish(new: &mut NewArticle, document: &Document) {
    let about = &document.about;
    let text = |value: &Option<String>| value.clone().filter(|value| !value.trim().is_empty()).map(Stated::guessed);
    let metadata = &mut new.metadata;
    metadata.headline = text(&about.headline).or(metadata.headline.take());
    metadata.author = text(&about.author).or(metadata.author.take());
    metadata.url = text(&about.url).or(metadata.url.take());
    metadata.language = text(&about.language).or(metadata.language.take());
    metadata.published = about.published.as_deref().and_then(day).or(metadata.published.take());
    metadata.note.clone_from(&about.note);
    new.outlet = about.outlet.clone().filter(|name| !name.trim().is_empty()).or(new.outlet.take());
    if !document.ext.is_empty() {
        new.article.ext.insert(DOCUMENT_KEY.to_owned(), Value::Map(document.ext.clone()));
    }
}

/// The day that `text` begins with, as in `2026-11-21T09:00`; the text itself stays as the interval's phrase.
fn day(text: &str) -> Option<Stated<Interval>> {
    let day = text.get(..10).unwrap_or(text).parse::<jiff::civil::Date>().ok().map(Day)?;
    let phrase = if text.len() > 10 { text.to_owned() } else { String::new() };
    Some(Stated::guessed(Interval { phrase, ..Interval::day(day) }))
}
