//! The versions of one difference side by side, field by field, and the buttons that decide.
//!
//! It does not know what a decision writes.

use super::flow::Ask;
use super::marks::{Ground, side_color};
use super::view::CompareView;
use crate::analysis::Kinds;
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use crate::gui::language::{msg, tr};
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::model::{Decision, DecisionAction, Mention, MentionId, Session, Shard};
use crate::text::shortened;
use crate::workbench::{At, Choice, Compared};
use eframe::egui;
use eframe::egui::{Frame, RichText, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo};

/// Width in points of the names of fields, and the least and most of a version.
const NAMES: f32 = 78.0;
const LEAST: f32 = 150.0;
const MOST: f32 = 340.0;
/// Characters of a value that are shown.
const MAX_CHARS: usize = 240;

/// What one version says, field by field.
struct Version {
    title: String,
    color: egui::Color32,
    /// Nothing where the side has no tag here.
    fields: Option<Vec<(String, String)>>,
    /// Whether the side has the article at all.
    has_article: bool,
}

impl Version {
    /// The value of a field, empty where it is not set; nothing where there is no tag.
    fn value(&self, name: &str) -> Option<String> {
        let fields = self.fields.as_ref()?;
        Some(fields.iter().find(|(known, _)| known == name).map_or(String::new(), |(_, value)| value.clone()))
    }
}

impl CompareView {
    /// Draws the versions of `at` and what can be decided.
    pub(super) fn versions_ui(
        &mut self,
        ui: &mut Ui,
        ground: Ground<'_>,
        at: At,
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) {
        let Ground { compared, decisions, gold, theme } = ground;
        let Some(group) = compared.group(at) else { return };
        let decision = decisions.of_group(compared, at);
        let buttons = egui::Panel::bottom("compare buttons").resizable(false).show_separator_line(false);
        buttons.frame(Frame::NONE).show(ui, |ui| self.buttons_ui(ui, at, engine, requests));
        verdict_ui(ui, group.kinds, decision, gold, engine, theme);
        let mut versions: Vec<Version> =
            (0..compared.sides().len()).map(|side| version(compared, at, side, theme)).collect();
        versions.extend(gold_version(ground, at, decision));
        let names = field_names(&versions);
        let count = versions.len().max(1) as f32;
        let width = ((ui.available_width() - NAMES - 12.0) / count - 10.0).clamp(LEAST, MOST);
        ScrollArea::both().id_salt("versions").auto_shrink([false, false]).show(ui, |ui| {
            egui::Grid::new("versions of a difference").num_columns(versions.len() + 1).spacing([10.0, 4.0]).show(
                ui,
                |ui| {
                    ui.label("");
                    for (side, version) in versions.iter().enumerate() {
                        let can_take = side < compared.sides().len() && version.has_article;
                        title_ui(ui, version, can_take.then_some(side), (at, width), engine, theme, requests);
                    }
                    ui.end_row();
                    for name in &names {
                        row_ui(ui, name, &versions, width, engine, theme);
                        ui.end_row();
                    }
                },
            );
        });
    }

    fn buttons_ui(&mut self, ui: &mut Ui, at: At, engine: &mut TextEngine, requests: &mut Requests) {
        ui.add_space(2.0);
        ui.horizontal_wrapped(|ui| {
            let choices = [
                (
                    tr!("Combine"),
                    "C",
                    Choice::Combine,
                    tr!("All versions together: the union of their words, the commonest label"),
                ),
                (tr!("Rewrite"), "E", Choice::Rewrite(0), tr!("Take the first version and change it in the article")),
                (tr!("No tag"), "X", Choice::Drop, tr!("Decide that nothing is tagged here")),
            ];
            for (name, key, choice, hint) in choices {
                let button = ui.add(egui::Button::new(name).shortcut_text(key)).on_hover_text(hint);
                if button.clicked() {
                    requests.push(Request::Compare(Ask::Decide(at, choice)));
                }
            }
            let width = (ui.available_width() - 8.0).clamp(120.0, 360.0);
            let field = engine.field_ui(ui, &mut self.note, FieldRows::One, |note| {
                TextEdit::singleline(note).hint_text(tr!("Why (goes with the next decision)")).desired_width(width)
            });
            field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Why it is decided so")));
            self.note_id = Some(field.id);
        });
    }
}

/// In what the sides differ, and what was decided.
fn verdict_ui(
    ui: &mut Ui,
    kinds: Kinds,
    decision: Option<&Decision>,
    gold: &Session,
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let differ = if kinds.is_empty() { tr!("All sides agree").to_owned() } else { tr!("Differ in: {kinds}", kinds) };
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(differ).strong());
        match decision {
            None => _ = ui.label(RichText::new(tr!("open")).color(theme.warning.0)),
            Some(decision) => {
                let words = tr!("{} by {}", decided(decision), gold.annotator_name(decision.by));
                let color = theme.success.0;
                let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 1, color };
                engine.label_ui(ui, &words, &style);
            }
        }
    });
}

fn decided(decision: &Decision) -> String {
    let note = if decision.note.is_empty() { String::new() } else { format!(" ({})", shortened(&decision.note, 60)) };
    let first = decision.sources.first().map_or("", |source| source.file.as_str());
    match decision.action {
        DecisionAction::Chosen => tr!("decided: {first}{note}", first, note),
        DecisionAction::Combined => tr!("decided: combined{note}", note),
        DecisionAction::Rewritten => tr!("decided: rewritten{note}", note),
        DecisionAction::Dropped => tr!("decided: no tag{note}", note),
    }
}

fn title_ui(
    ui: &mut Ui,
    version: &Version,
    side: Option<usize>,
    (at, width): (At, f32),
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) {
    ui.allocate_ui(Vec2::new(width, 24.0), |ui| {
        ui.set_width(width);
        ui.horizontal(|ui| {
            let (rect, _) = ui.allocate_exact_size(Vec2::new(4.0, 16.0), egui::Sense::hover());
            ui.painter().rect_filled(rect, 2.0, version.color);
            if let Some(side) = side {
                let (words, hint) = match version.fields {
                    Some(_) => (tr!("Take"), tr!("Take this side’s version")),
                    None => (tr!("Take"), tr!("Decide for no tag, as this side has it")),
                };
                let button =
                    ui.add(egui::Button::new(words).shortcut_text(format!("{}", side + 1))).on_hover_text(hint);
                button.widget_info(|| {
                    WidgetInfo::labeled(egui::Role::Button, true, format!("{words} {}", version.title))
                });
                if button.clicked() {
                    requests.push(Request::Compare(Ask::Decide(at, Choice::Side(side))));
                }
            }
            let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Strong, max_rows: 1, color: theme.text.0 };
            engine.label_ui(ui, &version.title, &style);
        });
    });
}

/// One field of every version; what differs stands out.
fn row_ui(ui: &mut Ui, name: &str, versions: &[Version], width: f32, engine: &mut TextEngine, theme: &Theme) {
    let values: Vec<Option<String>> = versions.iter().map(|version| version.value(name)).collect();
    let differs = differs(versions, name);
    let color = if differs { theme.text.0 } else { theme.text_muted.0 };
    let weight = if differs { CaptionWeight::Strong } else { CaptionWeight::Regular };
    ui.allocate_ui(Vec2::new(NAMES, 18.0), |ui| {
        ui.set_width(NAMES);
        let shown = if name == WORDS { tr(WORDS) } else { name };
        let shown = if differs { format!("≠ {shown}") } else { shown.to_owned() };
        engine.caption_ui(ui, &shown, &CaptionStyle { size: 12.5, weight, max_rows: 1, color });
    });
    for (value, has_article) in values.into_iter().zip(versions.iter().map(|version| version.has_article)) {
        ui.allocate_ui(Vec2::new(width, 18.0), |ui| {
            ui.set_width(width);
            let (words, color) = match &value {
                None if name == WORDS && !has_article => (tr!("article not there"), theme.text_muted.0),
                None if name == WORDS => (tr!("no tag here"), theme.text_muted.0),
                None => ("", theme.text_muted.0),
                Some(text) if text.is_empty() => ("–", theme.text_muted.0),
                Some(text) => (text.as_str(), color),
            };
            if !words.is_empty() {
                engine.caption_ui(
                    ui,
                    words,
                    &CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 3, color },
                );
            }
        });
    }
}

const WORDS: &str = msg("words");

/// Whether the versions that are there have different values of a field.
fn differs(versions: &[Version], name: &str) -> bool {
    let mut present = versions.iter().filter_map(|version| version.value(name));
    let first = present.next();
    present.any(|value| Some(value) != first)
}

/// The fields that any version has, in the order in which they are shown: the words, then those that differ, then the others.
fn field_names(versions: &[Version]) -> Vec<String> {
    let mut names: Vec<String> = vec![WORDS.to_owned()];
    for (name, value) in versions.iter().flat_map(|version| version.fields.iter().flatten()) {
        if !value.is_empty() && !names.contains(name) {
            names.push(name.clone());
        }
    }
    names.sort_by_key(|name| (name != WORDS, !differs(versions, name)));
    names
}

fn version(compared: &Compared, at: At, side: usize, theme: &Theme) -> Version {
    let name = compared.names.get(side).map_or("", String::as_str);
    let session = compared.sides().get(side);
    let shard = compared.shard(side, at.article);
    let mention = compared.mention(at, side);
    let fields = session.zip(shard).zip(mention).map(|((session, shard), row)| fields(session, shard, row));
    let has_article = compared.shard(side, at.article).is_some();
    Version { title: name.to_owned(), color: side_color(theme, side), fields, has_article }
}

/// The gold session's own, where it was decided for and is no side itself.
fn gold_version(ground: Ground<'_>, at: At, decision: Option<&Decision>) -> Option<Version> {
    let Ground { compared, gold, theme, .. } = ground;
    let id = MentionId::parse(decision?.record.as_deref()?).ok().filter(|_| !compared.has_own)?;
    let shard = gold.shard(compared.articles.get(at.article).copied().flatten()?)?;
    let fields = shard.mentions.get(id).map(|row| fields(gold, shard, row));
    Some(Version { title: tr!("✓ Gold").to_owned(), color: theme.success.0, fields, has_article: true })
}

/// What a version says, field by field, for people.
fn fields(session: &Session, shard: &Shard, row: &Mention) -> Vec<(String, String)> {
    let mut fields = vec![
        (WORDS.to_owned(), shortened(&row.quote, MAX_CHARS).into_owned()),
        (tr!("label").to_owned(), session.schema.label_name(&row.label).to_owned()),
    ];
    for (slug, value) in &row.attributes {
        let def = session.schema.attributes.iter().find(|def| def.id == *slug);
        let name = def.map_or_else(|| slug.to_string(), |def| def.name.to_lowercase());
        fields.push((name, shortened(&value.to_string(), MAX_CHARS).into_owned()));
    }
    let entry = row.entry.map(|id| session.entry_name(id).map_or_else(|| id.to_string(), str::to_owned));
    fields.extend(entry.map(|name| (tr!("entry").to_owned(), name)));
    let words = |id: MentionId| shard.mentions.get(id).map_or("", |row| row.quote.as_ref());
    let relations = shard.relations_of(row.id).filter(|relation| relation.from == row.id).map(|relation| {
        let kind = session.schema.relation_type(&relation.label);
        let role = relation.role.as_ref().and_then(|role| kind?.roles.iter().find(|known| known.id == *role));
        let name = role.map(|role| role.name.as_str()).or(kind.map(|kind| kind.name.as_str()));
        format!("{} → {}", name.unwrap_or(relation.label.as_str()), shortened(words(relation.to), 60))
    });
    let mut relations: Vec<String> = relations.collect();
    relations.sort();
    fields.extend((!relations.is_empty()).then(|| (tr!("relations").to_owned(), relations.join("; "))));
    fields.extend(row.confidence.map(|sure| (tr!("confidence").to_owned(), sure.to_string())));
    let flags: Vec<&str> = row.flags.iter().map(crate::model::Slug::as_str).collect();
    fields.extend((!flags.is_empty()).then(|| (tr!("flags").to_owned(), flags.join(", "))));
    let notes: Vec<&str> = row.notes.iter().map(|note| note.text.as_str()).collect();
    fields.extend(
        (!notes.is_empty()).then(|| (tr!("notes").to_owned(), shortened(&notes.join(" | "), MAX_CHARS).into_owned())),
    );
    if !row.review.is_open() {
        fields.push((tr!("review").to_owned(), tr(row.review.state.as_str()).to_owned()));
    }
    fields
}
