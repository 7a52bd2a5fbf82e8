//! Planning of what is known about articles, of one or of many: values that somebody states, guesses that are confirmed.

use super::change::{Change, Edit};
use super::metadata_parts::{Field, MetadataChange};
use super::plan::{Plan, counted};
use super::refusal::Refusal;
use crate::model::{ArticleId, Ext, Interval, Metadata, Origin, Outlet, OutletId, Stated, language_tag};
use std::collections::BTreeSet;
use std::sync::Arc;

/// Changes the metadata of one article; an article must not be changed twice in one plan.
pub(super) fn update(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    change: impl FnOnce(&mut Metadata),
) -> Result<(), Refusal> {
    let before = Arc::clone(&plan.shard(article)?.metadata);
    let mut after = Metadata::clone(&before);
    change(&mut after);
    if after != *before {
        plan.edits.push(Edit::Metadata(Change::update(before, after)));
    }
    Ok(())
}

/// A value as it was read and, where it is an outlet, looked up.
enum Known {
    Outlet(Option<OutletId>),
    Text(Field, Option<String>),
    Published(Option<Interval>),
}

/// Sets one field of one article.
pub(super) fn set(
    plan: &mut Plan<'_, '_>,
    article: ArticleId,
    field: Field,
    value: Option<&str>,
) -> Result<String, Refusal> {
    let known = known(plan, field, value)?;
    update(plan, article, |row| put(row, &known))?;
    plan.something(format!("Set {} of article", field.name()))
}

/// Changes several articles at once.
pub(super) fn set_all(
    plan: &mut Plan<'_, '_>,
    articles: &[ArticleId],
    change: &MetadataChange,
) -> Result<String, Refusal> {
    let articles = named(articles)?;
    let fields: BTreeSet<Field> = change.set.iter().map(|(field, _)| *field).collect();
    if fields.len() < change.set.len() {
        let why = "may have one value each".to_owned();
        return Err(Refusal::BadValue { what: "the fields to set".to_owned(), why });
    }
    let values = change.set.iter().map(|(field, value)| known(plan, *field, value.as_deref()));
    let values = values.collect::<Result<Vec<Known>, Refusal>>()?;
    for article in &articles {
        update(plan, *article, |row| {
            for known in &values {
                put(row, known);
            }
            for field in &change.confirm {
                confirm(row, *field);
            }
            row.status = change.status.unwrap_or(row.status);
        })?;
    }
    let name = name_of(&fields, change, &of_articles(articles.len()));
    plan.something(name)
}

/// Confirms guesses of several articles.
pub(super) fn confirm_all(
    plan: &mut Plan<'_, '_>,
    articles: &[ArticleId],
    fields: &[Field],
) -> Result<String, Refusal> {
    let articles = named(articles)?;
    let asked: &[Field] = if fields.is_empty() { &Field::ALL } else { fields };
    for article in &articles {
        update(plan, *article, |row| {
            for field in asked {
                confirm(row, *field);
            }
        })?;
    }
    let what = if fields.is_empty() { "what is guessed".to_owned() } else { listed(fields.iter().copied()) };
    plan.something(format!("Confirm {what} of {}", of_articles(articles.len())))
}

fn named(articles: &[ArticleId]) -> Result<BTreeSet<ArticleId>, Refusal> {
    if articles.is_empty() {
        return Err(Refusal::Nothing("name the articles".to_owned()));
    }
    Ok(articles.iter().copied().collect())
}

fn of_articles(count: usize) -> String {
    if count == 1 { "article".to_owned() } else { counted(count, "article") }
}

fn name_of(fields: &BTreeSet<Field>, change: &MetadataChange, articles: &str) -> String {
    match (fields.is_empty(), change.confirm.is_empty(), change.status) {
        (false, _, None) => format!("Set {} of {articles}", listed(fields.iter().copied())),
        (true, false, None) => format!("Confirm {} of {articles}", listed(change.confirm.iter().copied())),
        (true, true, Some(status)) => format!("Mark {articles} as {status}"),
        _ => format!("Change details of {articles}"),
    }
}

/// "headline", "headline and author", "headline, author and note".
fn listed(fields: impl Iterator<Item = Field>) -> String {
    let names: Vec<&str> = fields.map(Field::name).collect();
    match names.split_last() {
        Some((last, before)) if !before.is_empty() => format!("{} and {last}", before.join(", ")),
        Some((last, _)) => (*last).to_owned(),
        None => String::new(),
    }
}

fn known(plan: &mut Plan<'_, '_>, field: Field, value: Option<&str>) -> Result<Known, Refusal> {
    let value = value.map(str::trim).filter(|value| !value.is_empty());
    Ok(match field {
        Field::Outlet => Known::Outlet(value.map(|name| plan.outlet_named(name, &mut Vec::new()))),
        Field::Published => Known::Published(value.map(published).transpose()?),
        Field::Language => Known::Text(field, value.map(language).transpose()?),
        _ => Known::Text(field, value.map(str::to_owned)),
    })
}

fn published(value: &str) -> Result<Interval, Refusal> {
    Interval::from_text(value).ok_or_else(|| Refusal::BadValue {
        what: "the date".to_owned(),
        why: format!("is a day such as 2026-11-21, a month such as 2026-11 or a year, not `{value}`"),
    })
}

fn language(value: &str) -> Result<String, Refusal> {
    language_tag(value).ok_or_else(|| Refusal::BadValue {
        what: "the language".to_owned(),
        why: format!("is a BCP 47 tag such as en, pt-BR or zh-Hant, not `{value}`"),
    })
}

/// Puts a value into a row. Of a time that was known before, the words that state it stay.
fn put(row: &mut Metadata, known: &Known) {
    match known {
        Known::Outlet(outlet) => row.outlet = outlet.map(Stated::confirmed),
        Known::Published(when) => {
            let before = row.published.take().map(|known| known.value);
            row.published = when.as_ref().map(|when| {
                let is_same = |known: &Interval| (known.first, known.last) == (when.first, when.last);
                Stated::confirmed(before.filter(is_same).unwrap_or_else(|| when.clone()))
            });
        }
        Known::Text(field, value) => {
            let text = value.clone().map(Stated::confirmed);
            match field {
                Field::Headline => row.headline = text,
                Field::Author => row.author = text,
                Field::Url => row.url = text,
                Field::Language => row.language = text,
                _ => row.note = value.clone().unwrap_or_default(),
            }
        }
    }
}

fn confirm(row: &mut Metadata, field: Field) {
    let origin = match field {
        Field::Outlet => row.outlet.as_mut().map(|stated| &mut stated.origin),
        Field::Headline => row.headline.as_mut().map(|stated| &mut stated.origin),
        Field::Author => row.author.as_mut().map(|stated| &mut stated.origin),
        Field::Published => row.published.as_mut().map(|stated| &mut stated.origin),
        Field::Url => row.url.as_mut().map(|stated| &mut stated.origin),
        Field::Language => row.language.as_mut().map(|stated| &mut stated.origin),
        Field::Note => None,
    };
    if let Some(origin) = origin {
        *origin = Origin::Confirmed;
    }
}

impl Plan<'_, '_> {
    /// The outlet called `name`, which is made where neither the session nor `made` has it.
    pub(super) fn outlet_named(&mut self, name: &str, made: &mut Vec<Outlet>) -> OutletId {
        let folded = name.to_lowercase();
        let known = self.session.outlets.iter().chain(made.iter());
        let found = known.filter(|outlet| outlet.name.to_lowercase() == folded).map(|outlet| outlet.id).next();
        if let Some(found) = found {
            return found;
        }
        let outlet = Outlet {
            id: self.context.ids.outlet(),
            name: name.to_owned(),
            reliability: None,
            country: String::new(),
            url: String::new(),
            note: String::new(),
            ext: Ext::default(),
        };
        let id = outlet.id;
        self.edits.push(Edit::Outlet(Change::insert(outlet.clone())));
        made.push(outlet);
        id
    }
}
