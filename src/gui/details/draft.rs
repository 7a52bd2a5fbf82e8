//! One field of the details as it is being typed: what the articles have, what they are to have. It draws nothing.

use crate::edit::Field;
use crate::gui::language::tr;
use crate::model::{ArticleId, Interval, Metadata, Origin, Session, Stated, language_tag};

/// What a field holds and what is typed in it.
#[derive(Clone, Debug)]
pub(super) struct Draft {
    pub(super) field: Field,
    /// What all of the articles have; nothing where they differ.
    known: Option<String>,
    /// How many of them have a guess.
    pub(super) guesses: usize,
    /// What is typed.
    pub(super) text: String,
    /// Whether guesses are to be confirmed as they are.
    pub(super) confirms: bool,
    /// Whether values that differ are to go.
    pub(super) clears: bool,
    /// The words in which one article states its date.
    pub(super) phrase: String,
    /// The field, once it was drawn.
    pub(super) id: Option<eframe::egui::Id>,
}

impl Draft {
    /// The field as `articles` have it.
    pub(super) fn new(session: &Session, articles: &[ArticleId], field: Field) -> Self {
        let rows = || articles.iter().filter_map(|article| session.shard(*article)).map(|shard| &shard.metadata);
        let values: Vec<String> = rows().map(|row| value(session, row, field)).collect();
        let guesses = rows().filter(|row| origin(row, field) == Some(Origin::Guessed)).count();
        let first = values.first().cloned().unwrap_or_default();
        let known = values.iter().all(|value| *value == first).then_some(first);
        let phrase = match (field, articles) {
            (Field::Published, [_]) => rows().find_map(|row| row.published.clone()).map(|when| when.value.phrase),
            _ => None,
        };
        Self {
            field,
            text: known.clone().unwrap_or_default(),
            known,
            guesses,
            confirms: false,
            clears: false,
            phrase: phrase.unwrap_or_default(),
            id: None,
        }
    }

    /// Whether the articles differ.
    pub(super) fn is_several(&self) -> bool {
        self.known.is_none()
    }

    /// Whether something else is to be written than what is there.
    pub(super) fn is_touched(&self) -> bool {
        match &self.known {
            Some(known) => *known != self.text.trim(),
            None => self.clears || !self.text.trim().is_empty(),
        }
    }

    /// What is to be written.
    pub(super) fn set(&self) -> Option<(Field, Option<String>)> {
        let text = self.text.trim();
        self.is_touched().then(|| (self.field, (!text.is_empty()).then(|| text.to_owned())))
    }

    /// Whether guesses are to be confirmed as they are.
    pub(super) fn confirmed(&self) -> bool {
        self.confirms && self.guesses > 0 && !self.is_touched()
    }

    /// Why what is typed cannot be written.
    pub(super) fn problem(&self) -> Option<&'static str> {
        let text = self.text.trim();
        if text.is_empty() || !self.is_touched() {
            return None;
        }
        match self.field {
            Field::Published if Interval::from_text(text).is_none() => {
                Some(tr!("write a day as 2026-11-21, a month as 2026-11, a year as 2026"))
            }
            Field::Language if language_tag(text).is_none() => Some(tr!("write a tag such as en, pt-BR or zh-Hant")),
            _ => None,
        }
    }
}

/// What an article has in a field, as it is typed.
fn value(session: &Session, row: &Metadata, field: Field) -> String {
    let text = |stated: &Option<Stated<String>>| stated.as_ref().map_or(String::new(), |stated| stated.value.clone());
    match field {
        Field::Outlet => {
            let outlet = row.outlet.as_ref().and_then(|stated| session.outlets.get(stated.value));
            outlet.map_or(String::new(), |outlet| outlet.name.clone())
        }
        Field::Headline => text(&row.headline),
        Field::Author => text(&row.author),
        Field::Published => row.published.as_ref().map_or(String::new(), |stated| stated.value.written()),
        Field::Url => text(&row.url),
        Field::Language => text(&row.language),
        Field::Note => row.note.clone(),
    }
}

fn origin(row: &Metadata, field: Field) -> Option<Origin> {
    let text = |stated: &Option<Stated<String>>| stated.as_ref().map(|stated| stated.origin);
    match field {
        Field::Outlet => row.outlet.as_ref().map(|stated| stated.origin),
        Field::Headline => text(&row.headline),
        Field::Author => text(&row.author),
        Field::Published => row.published.as_ref().map(|stated| stated.origin),
        Field::Url => text(&row.url),
        Field::Language => text(&row.language),
        Field::Note => None,
    }
}
