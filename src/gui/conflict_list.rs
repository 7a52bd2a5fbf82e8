//! Conflicts that a merge left: what each is about, in what the two sides differ, and whose version counts.
//!
//! It shows and asks; it changes nothing. What a side's version is, the conflict says.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, fitting};
use super::keymap::{Keymap, with_key};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::edit::{Command, Side, conflict_kind};
use crate::gui::language::tr;
use crate::model::{Conflict, EntryId, Label, MentionId, Session, Value, Values};
use crate::text::{shortened, visible};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};
use std::collections::BTreeSet;

/// Conflicts shown at once; the others follow when these are settled.
const MAX_SHOWN: usize = 50;
/// Fields of a record that are shown; the rest is counted.
const MAX_FIELDS: usize = 8;
/// Characters of a value, and of what tells a record, that are shown.
const MAX_CHARS: usize = 160;
const MAX_NAME_CHARS: usize = 60;

/// What is said behind a merge of conflicts that `session` has.
pub(super) fn open_conflicts_hint(keymap: &Keymap, session: &Session) -> String {
    let key = keymap.text(Action::Conflicts);
    if session.conflicts.is_empty() { String::new() } else { tr!(" ({key} lists what is open)", key) }
}

/// Draws the button in the side panel that brings the list, where there is something to settle.
pub(super) fn open_conflicts_ui(ui: &mut Ui, session: &Session, theme: &Theme, requests: &mut Requests) {
    let count = session.conflicts.len();
    if count == 0 {
        return;
    }
    let button = ui.button(RichText::new(tr!("Conflicts of a merge: {count}", count)).color(theme.warning.0));
    if button.on_hover_text(with_key(ui.ctx(), tr!("Whose version counts?"), Action::Conflicts)).clicked() {
        requests.push(Request::Act(Action::Conflicts));
    }
}

/// Draws the list.
pub(super) fn conflicts_ui(
    ui: &mut Ui,
    session: &Session,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) -> Option<Answer> {
    ui.set_width(fitting(ui, 620.0));
    ui.heading(tr!("Conflicts of a merge"));
    let count = session.conflicts.len();
    ui.label(match count {
        0 => tr!("Nothing is left open."),
        _ => tr!("Whose version counts? Each choice is one step that can be undone."),
    });
    ui.add_space(4.0);
    let mut answer = None;
    // Its height stays while rows go, so that nothing moves but they.
    let height = ui.ctx().content_rect().height() * 0.6;
    let area = ScrollArea::vertical().id_salt("conflicts").auto_shrink([false, false]);
    area.min_scrolled_height(height).max_height(height).show(ui, |ui| {
        for conflict in session.conflicts.iter().take(MAX_SHOWN) {
            ui.push_id(conflict.id, |ui| {
                answer = conflict_ui(ui, session, conflict, engine, theme, requests).or(answer.take());
            });
            ui.separator();
        }
        if let Some(more) = count.checked_sub(MAX_SHOWN).filter(|more| *more > 0) {
            ui.label(RichText::new(tr!("and {more} more, once these are settled", more)).color(theme.text_muted.0));
        }
    });
    if ui.button(tr!("Close")).clicked() {
        answer = Some(Answer::Close);
    }
    answer
}

fn conflict_ui(
    ui: &mut Ui,
    session: &Session,
    conflict: &Conflict,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) -> Option<Answer> {
    let about = about(session, conflict);
    let strong = CaptionStyle { size: 13.5, weight: CaptionWeight::Strong, max_rows: 2, color: theme.text.0 };
    engine.label_ui(ui, &about, &strong);
    let shard = conflict.article.and_then(|article| session.shard(article));
    let at = shard.map(|shard| tr!("in {}, ", visible(shard.title()))).unwrap_or_default();
    let source = if conflict.source.is_empty() { tr!("another session") } else { &conflict.source };
    let muted = CaptionStyle { size: 12.5, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text_muted.0 };
    engine.label_ui(ui, &tr!("{at}merged with {}", visible(source), at), &muted);
    let plain = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 6, color: theme.text.0 };
    let (ours, theirs) = (conflict.ours.as_ref(), conflict.theirs.as_ref());
    engine.label_ui(ui, &tr!("Ours: {}", differing(session, ours, theirs)), &plain);
    engine.label_ui(ui, &tr!("Theirs: {}", differing(session, theirs, ours)), &plain);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        for (words, side, hint) in [
            (tr!("Keep ours"), Side::Ours, tr!("The record stays as this session has it; the conflict goes")),
            (
                tr!("Take theirs"),
                Side::Theirs,
                tr!("The record becomes what the other side made of it; the conflict goes"),
            ),
        ] {
            // A screen reader hears of which conflict a button is.
            let button = ui.button(words);
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, format!("{words}: {about}")));
            if button.on_hover_text(hint).clicked() {
                requests.push(Request::Do(Command::SettleConflict { conflict: conflict.id, side }));
            }
        }
        if let Some(shard) = shard {
            let button = ui.button(tr!("Show it"));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("Show {about}", about)));
            if button.on_hover_text(tr!("Close the list and go there")).clicked() {
                requests.push(Request::ShowArticle(shard.id()));
                let mention = MentionId::parse(&conflict.record).ok();
                if let Some(mention) = mention.filter(|mention| shard.mentions.contains(*mention)) {
                    requests.push(Request::SelectMention(Some(mention)));
                }
                answer = Some(Answer::Close);
            }
        }
    });
    answer
}

fn fields(version: Option<&Value>) -> Option<&Values> {
    match version {
        Some(Value::Map(fields)) => Some(fields),
        _ => None,
    }
}

/// What a conflict is about: the kind of record, and what people know it by.
fn about(session: &Session, conflict: &Conflict) -> String {
    let versions = [&conflict.ours, &conflict.theirs, &conflict.base];
    let known = |name: &str| {
        let field = versions.iter().find_map(|version| fields(version.as_ref())?.get(name))?;
        field.as_text().filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let named = ["quote", "name", "title", "text"].into_iter().find_map(known);
    let article = || conflict.article.and_then(|id| session.shard(id)).map(|shard| shard.title().to_owned());
    let named = named.or_else(article).unwrap_or_else(|| conflict.record.clone());
    format!("{} “{}”", tr(conflict_kind(conflict)), shortened(&visible(&named), MAX_NAME_CHARS))
}

/// What `version` has that `other` has not, field by field.
fn differing(session: &Session, version: Option<&Value>, other: Option<&Value>) -> String {
    let Some(version) = version else { return tr!("deleted").to_owned() };
    let Some(own) = fields(Some(version)) else { return shown(&version.to_string()) };
    let empty = Values::new();
    let others = fields(other).unwrap_or(&empty);
    let names: BTreeSet<&String> = own.keys().chain(others.keys()).collect();
    // Times differ with everything else, and the text of an article is nothing for one line.
    let told = names.into_iter().filter(|name| own.get(*name) != others.get(*name) && *name != "modified");
    // Against a deletion everything is different, and what was changed is told best by what people know.
    let told: Vec<&String> = told.filter(|name| other.is_some() || is_telling(name)).collect();
    let mut lines: Vec<String> =
        told.iter().take(MAX_FIELDS).map(|name| field(session, name, own.get(*name))).collect();
    if told.len() > MAX_FIELDS {
        lines.push(tr!("and {} more", told.len() - MAX_FIELDS));
    }
    if lines.is_empty() { tr!("changed").to_owned() } else { lines.join("; ") }
}

fn is_telling(name: &str) -> bool {
    !matches!(name, "id" | "by" | "created" | "fragments" | "span" | "quote" | "source" | "text" | "provenance" | "ext")
}

/// One field as people know it.
fn field(session: &Session, name: &str, value: Option<&Value>) -> String {
    let words = name.replace('_', " ");
    let Some(value) = value else { return tr!("no {words}", words) };
    let text = value.as_text().unwrap_or_default();
    let label = Label::new(text).ok().filter(|_| name == "label");
    let known = match (name, &label) {
        ("entry", _) => EntryId::parse(text).ok().and_then(|id| session.entry_name(id)),
        (_, Some(label)) => Some(session.schema.label_name(label)),
        _ => None,
    };
    format!("{words}: {}", shown(&known.map_or_else(|| told(value), str::to_owned)))
}

/// A value as people read it: of notes and stated values what they say, not who said it and when.
fn told(value: &Value) -> String {
    match value {
        Value::List(values) => values.iter().map(told).collect::<Vec<String>>().join(", "),
        Value::Map(fields) => {
            let main = ["text", "value", "state"].into_iter().find_map(|name| fields.get(name));
            main.map_or_else(|| value.to_string(), told)
        }
        value => value.to_string(),
    }
}

fn shown(text: &str) -> String {
    shortened(&visible(text), MAX_CHARS).into_owned()
}
