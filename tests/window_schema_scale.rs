//! The editor of the schema on a session of a million mentions: what a draft would change is counted while the window goes
//! on, and the step is worked out there too.

#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "what is missing in a test fails it; a test of times prints them"
)]

use byline::codec::default_schema;
use byline::edit::{Becomes, Change, Edit, NewArticle, Transaction, apply, schema_effects};
use byline::gui::App;
use byline::gui::article::TextEngine;
use byline::model::*;
use byline::store::Settings;
use byline::text::Span;
use byline::workbench::{Clock, Desk, News, Workbench};
use eframe::egui::{Context, Event, Key, Modifiers, Pos2, RawInput, Rect, Vec2};
use plain::{analyst, bare_article, mention_at, scattered};
use std::sync::Arc;
use std::time::Duration;

#[path = "support/plain.rs"]
mod plain;

const ARTICLES: u64 = 2000;
const EACH: u64 = 500;

fn slug(text: &str) -> Slug {
    Slug::new(text).unwrap()
}

/// A million mentions, one in four of which is a person.
fn session() -> Session {
    let at = Timestamp::default();
    let mut session = Session::new("Large", default_schema(), at);
    let mut edits = vec![Edit::Annotator(Change::insert(analyst("Iris Vale")))];
    let text = "Kvist met Renn. ".repeat(usize::try_from(EACH).unwrap());
    let labels = ["actor.person", "actor", "event", "claim"].map(slug);
    for number in 0..ARTICLES {
        let article = bare_article(number, scattered(number), text.as_str(), at);
        let id = article.id;
        edits.extend(article_edits(article, at));
        edits.extend((0..EACH).zip(labels.iter().cycle()).map(|(one, label)| {
            let start = usize::try_from(one).unwrap() * 16;
            let span = Span::bytes(start, start + 5);
            let mention = mention_at(scattered(ARTICLES + number * EACH + one), label.clone(), &text, span, at);
            Edit::Mention(id, Change::insert(mention))
        }));
    }
    let (id, name, by) = (TransactionId(1), "Fill".to_owned(), AnnotatorId(1));
    apply(&mut session, &Transaction { id, name, by, at, edits }).unwrap();
    session
}
