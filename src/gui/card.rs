//! The card of the mention or suggestion under the pointer, and the list of marks that found no room on a row.
//!
//! They show and ask; they change nothing.

use super::article::{CaptionStyle, CaptionWeight, MoreMarks, TextEngine};
use super::caches::suggestion_of;
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::gui::counts::InWords;
use crate::gui::language::tr;
use crate::model::{Mention, MentionId, Relation, Session, Shard, Suggestion};
use eframe::egui;
use eframe::egui::{Popup, RichText, Ui};

/// Relations and notes named on a card; more are counted.
const MAX_LINES: usize = 4;
const WIDTH: f32 = 330.0;
const SMALL: f32 = 11.5;

/// Draws the card of the mark with `key`, if it is a mention or a suggestion of the article; of a claim `told` says who says so.
pub(super) fn card_ui(
    ui: &mut Ui,
    (session, shard, key): (&Session, &Shard, u64),
    told: Option<&str>,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    ui.set_max_width(WIDTH);
    if let Some(mention) = shard.mentions.get(MentionId(key)) {
        mention_ui(ui, (session, shard, mention), told, engine, theme);
    } else if let Some(suggestion) = suggestion_of(shard, key) {
        suggestion_ui(ui, session, suggestion, engine, theme);
    }
}

/// How words of people and texts are set on a card.
fn style(size: f32, theme: &Theme) -> CaptionStyle {
    CaptionStyle { size, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text.0 }
}

fn mention_ui(
    ui: &mut Ui,
    (session, shard, mention): (&Session, &Shard, &Mention),
    told: Option<&str>,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let info = session.schema.label_info(&mention.label);
    let color = info.map_or(theme.text_muted.0, |info| theme.label_color(info.color));
    ui.label(RichText::new(session.schema.label_name(&mention.label)).strong().color(color));
    if let Some(name) = mention.entry.and_then(|entry| session.entry_name(entry)) {
        engine.label_ui(ui, name, &style(13.5, theme));
    }
    if let Some(entry) = mention.entry.and_then(|entry| session.entries.get(entry)) {
        let facts = [
            entry.when.as_ref().map(|when| tr!("when: {}", when.display())),
            entry.place.as_ref().map(|place| tr!("place: {}", place.name)),
            entry.credibility.map(|grade| tr!("credibility {grade} of 6", grade)),
        ];
        for fact in facts.into_iter().flatten() {
            engine.label_ui(ui, &fact, &style(SMALL, theme));
        }
    }
    if let Some(told) = told {
        engine.label_ui(ui, &tr!("Says so: {told}", told), &style(SMALL, theme));
    }
    for (slug, value) in &mention.attributes {
        let def = session.schema.attributes.iter().find(|def| def.id == *slug);
        let text = format!("{}: {value}", def.map_or(slug.as_str(), |def| &def.name));
        engine.label_ui(ui, &text, &style(SMALL, theme));
    }
    let relations: Vec<String> = shard
        .relations_of(mention.id)
        .map(|relation| {
            let arrow = if relation.from == mention.id { "→" } else { "←" };
            let name = relation_name(session, relation);
            format!("{arrow} {name}: {}", short(&words_of(shard, other_end(relation, mention.id))))
        })
        .collect();
    lines_ui(ui, &relations, more_relations, engine, theme);
    let notes: Vec<String> = mention
        .notes
        .iter()
        .rev()
        .map(|note| format!("{}: {}", session.annotator_name(note.by), short(&note.text)))
        .collect();
    lines_ui(ui, &notes, more_notes, engine, theme);
    let mut facts = vec![tr(mention.review.state.as_str()).to_owned()];
    facts.extend(mention.flags.iter().map(|flag| format!("⚠ {flag}")));
    facts.extend(
        mention
            .confidence
            .map(|confidence| tr!("confidence {confidence}", confidence = format_args!("{confidence:.2}"))),
    );
    facts.push(session.annotator_name(mention.by));
    ui.label(RichText::new(facts.join(" · ")).small().color(theme.text_muted.0));
}

fn suggestion_ui(ui: &mut Ui, session: &Session, suggestion: &Suggestion, engine: &mut TextEngine, theme: &Theme) {
    let label = suggestion.label.as_ref().map_or("", |label| session.schema.label_name(label));
    ui.label(RichText::new(tr!("Suggested: {label}", label)).strong());
    engine.label_ui(ui, &suggestion.reason, &style(SMALL, theme));
    let score =
        suggestion.score.map_or(String::new(), |score| tr!(" · score {score}", score = format_args!("{score:.2}")));
    let text = tr!("no work until it is accepted{score}", score);
    ui.label(RichText::new(text).small().color(theme.text_muted.0));
}

fn more_relations(count: usize) -> String {
    tr!("and {n} more relation" | "and {n} more relations" % count)
}

fn more_notes(count: usize) -> String {
    tr!("and {n} more note" | "and {n} more notes" % count)
}

/// The first few of `lines`, and how many more there are.
fn lines_ui(ui: &mut Ui, lines: &[String], what: InWords, engine: &mut TextEngine, theme: &Theme) {
    for line in lines.iter().take(MAX_LINES) {
        engine.label_ui(ui, line, &style(SMALL, theme));
    }
    let more = lines.len().saturating_sub(MAX_LINES);
    if more > 0 {
        ui.label(RichText::new(what(more)).small().color(theme.text_muted.0));
    }
}

/// Lists the marks behind the count beside a row; a click on a mention selects it.
pub(super) fn more_ui(
    more: &MoreMarks,
    session: &Session,
    shard: &Shard,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    let style = CaptionStyle { max_rows: 2, ..style(13.5, theme) };
    Popup::menu(&more.response).show(|ui| {
        ui.set_width(WIDTH);
        egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
            ui.spacing_mut().item_spacing.y = 1.0;
            for key in &more.keys {
                if let Some(mention) = shard.mentions.get(MentionId(*key)) {
                    let text = format!("{}: {}", session.schema.label_name(&mention.label), short(&mention.quote));
                    if engine.button_ui(ui, &text, &style).clicked() {
                        requests.push(Request::SelectMention(Some(mention.id)));
                        ui.close();
                    }
                } else if let Some(suggestion) = suggestion_of(shard, *key) {
                    let label = suggestion.label.as_ref().map_or("", |label| session.schema.label_name(label));
                    let text = tr!("Suggested: {label}: {}", short(&suggested_words(shard, suggestion)), label);
                    engine.label_ui(ui, &text, &CaptionStyle { color: theme.text_muted.0, ..style });
                }
            }
        });
    });
}

/// The words that a suggestion stands on.
fn suggested_words(shard: &Shard, suggestion: &Suggestion) -> String {
    let Some(fragments) = &suggestion.fragments else { return String::new() };
    let words: Vec<&str> = fragments.spans().iter().filter_map(|span| span.slice(shard.article.text())).collect();
    words.join(" … ")
}

/// What a relation is called: its type, with the role where it has one.
pub(super) fn relation_name(session: &Session, relation: &Relation) -> String {
    let kind = session.schema.relation_type(&relation.label);
    let name = kind.map_or(relation.label.as_str(), |kind| kind.name.as_str());
    role_name(session, relation).map_or(name.to_owned(), |role| format!("{name} ({role})"))
}

/// The name of a relation's role, where it has one.
pub(super) fn role_name(session: &Session, relation: &Relation) -> Option<String> {
    let kind = session.schema.relation_type(&relation.label)?;
    let role = kind.roles.iter().find(|role| Some(&role.id) == relation.role.as_ref())?;
    Some(role.name.clone())
}

/// The end of `relation` that is not `mention`.
pub(super) fn other_end(relation: &Relation, mention: MentionId) -> MentionId {
    if relation.from == mention { relation.to } else { relation.from }
}

/// The words of a mention on one line; a mention in quarantine has no place to show.
pub(super) fn words_of(shard: &Shard, mention: MentionId) -> String {
    shard.mentions.get(mention).map_or(tr!("in quarantine").to_owned(), |mention| {
        mention.quote.split_whitespace().collect::<Vec<_>>().join(" ")
    })
}

fn short(text: &str) -> String {
    const CHARS: usize = 60;
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if line.chars().count() <= CHARS {
        return line;
    }
    let kept: String = line.chars().take(CHARS - 1).collect();
    format!("{}…", kept.trim_end())
}
