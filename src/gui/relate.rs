//! Relating two mentions: which relations the schema allows between them, and the question which one is meant.
//!
//! It does not know how the two were chosen.

use super::actions::Action;
use super::app::App;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, Dialog};
use super::extents::short;
use super::notices::Weight;
use super::request::{Request, Requests};
use super::theme::Theme;
use super::widgets::{key_text, row_ui};
use crate::edit::{Command, RelationChange};
use crate::gui::language::tr;
use crate::model::{ArticleId, Label, Mention, MentionId, RelationId, RelationType, RoleDef, Schema, Slug};
use eframe::egui;
use eframe::egui::{Align2, FontId, Key, Modifiers, RichText, ScrollArea, Ui};

/// The question how two mentions are related.
#[derive(Clone, Debug)]
pub(super) struct Question {
    /// The two ends in words.
    title: String,
    answers: Vec<Kinship>,
    /// Relations that cannot be had between the two, with the reason.
    refused: Vec<String>,
    /// Which row is marked.
    row: usize,
}

/// What the other end of a relation is chosen for.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Aim {
    /// For a relation of any type.
    #[default]
    Any,
    /// For a relation of this type and role.
    Role {
        /// The type.
        label: Slug,
        /// The role.
        role: Option<Slug>,
    },
    /// To be an end of this relation from now on.
    End {
        /// The relation.
        relation: RelationId,
        /// Which end.
        end: End,
    },
}

/// An end of a relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum End {
    /// Where it starts.
    From,
    /// Where it leads.
    To,
}

/// One way in which two mentions can be related.
#[derive(Clone, Debug)]
pub(super) struct Kinship {
    pub(super) name: String,
    pub(super) label: Slug,
    pub(super) role: Option<Slug>,
    command: Command,
}

impl App {
    /// Starts relating the selected mention to another one.
    pub(super) fn start_relating(&mut self) {
        self.center.relating = self.desk.bench.view.mention;
        self.center.aim = Aim::Any;
        self.focus_text = true;
    }

    /// Ends the choosing of the other end; the mention that it began with is selected again.
    pub(super) fn stop_relating(&mut self) {
        let from = self.center.relating.take();
        self.select_mention(from);
    }

    /// Takes the selected mention as the other end.
    pub(super) fn finish_relating(&mut self) {
        let Some(from) = self.center.relating else { return };
        let aim = self.center.aim.clone();
        let is_other = |to: &MentionId| *to != from || matches!(aim, Aim::End { .. });
        match (self.desk.bench.view.mention.filter(is_other), &aim) {
            (Some(to), Aim::Any) => self.relate(from, to),
            (Some(to), Aim::Role { label, role }) => self.relate_with((from, to), label, role.as_ref()),
            (Some(to), Aim::End { relation, end }) => self.lead(from, *relation, *end, to),
            (None, _) => self.notices.push(Weight::Info, tr!("Choose another mention first, with its keys or a click")),
        }
    }

    fn relate_with(&mut self, (from, to): (MentionId, MentionId), label: &Slug, role: Option<&Slug>) {
        let Some(article) = self.desk.bench.view.article else { return };
        self.desk.bench.view.mention = Some(from);
        self.execute(&Command::Relate { article, from, to, label: label.clone(), role: role.cloned() });
    }

    /// Lets a relation that was opened from `mention` end at `to`.
    fn lead(&mut self, mention: MentionId, relation: RelationId, end: End, to: MentionId) {
        let Some(article) = self.desk.bench.view.article else { return };
        self.center.relating = None;
        self.desk.bench.view.mention = Some(mention);
        let change = match end {
            End::From => RelationChange::From(to),
            End::To => RelationChange::To(to),
        };
        self.execute(&Command::SetRelation { article, relation, change });
    }

    /// Relates two mentions of the article in front. Where there are several ways it asks which one is meant.
    pub(super) fn relate(&mut self, from: MentionId, to: MentionId) {
        let Some(shard) = self.front() else { return };
        let (Some(source), Some(target)) = (shard.mentions.get(from), shard.mentions.get(to)) else { return };
        let schema = &*std::sync::Arc::clone(&self.desk.bench.session().schema);
        let mut answers = kinships(schema, shard.id(), source, target);
        if answers.is_empty() {
            answers = kinships(schema, shard.id(), target, source);
        }
        let refused = refusals(schema, source, target);
        if !answers.is_empty() {
            // What comes next starts from the first of the two again, and so does undoing.
            self.desk.bench.view.mention = Some(from);
        }
        match answers.as_slice() {
            [] => {
                let (from, to) = (schema.label_name(&source.label), schema.label_name(&target.label));
                let why = if refused.is_empty() {
                    tr!("the schema has no relation types").to_owned()
                } else {
                    refused.join("; ")
                };
                self.notices.push(Weight::Warning, tr!("Nothing relates {from} to {to}: {why}", from, to, why));
            }
            [only] => {
                let command = only.command.clone();
                self.execute(&command);
            }
            _ => {
                let title = format!("“{}” → “{}”", short(&source.quote), short(&target.quote));
                self.dialog = Some(Dialog::Relate(Question { title, answers, refused, row: 0 }));
            }
        }
    }

    /// Says, while the other end is chosen, what to do.
    pub(super) fn relating_ui(&mut self, ui: &mut Ui, requests: &mut Requests) {
        let shard = self.front();
        let from = self.center.relating.and_then(|id| shard.as_ref()?.mentions.get(id));
        let Some(from) = from else {
            self.center.relating = None;
            return;
        };
        let label = self.desk.bench.session().schema.label_name(&from.label).to_owned();
        let what = match &self.center.aim {
            Aim::Any => tr!("Relate “{}” ({label}): choose the other end", short(&from.quote), label),
            Aim::Role { label, role } => {
                let name = kind_words(&self.desk.bench.session().schema, label, role.as_ref());
                tr!("{name} of “{}”: choose the mention", short(&from.quote), name)
            }
            Aim::End { end: End::From, .. } => tr!("Choose the mention that the relation starts from").to_owned(),
            Aim::End { end: End::To, .. } => tr!("Choose the mention that the relation leads to").to_owned(),
        };
        let text = tr!("{what} with Alt+Right, Alt+Left, Space or a click. Enter relates, Esc stops.", what);
        let frame = super::gestures::foot_frame(&self.theme);
        egui::Panel::bottom("relating").frame(frame).show(ui, |ui| {
            ui.horizontal(|ui| {
                ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                    for (name, action) in [(tr!("Stop"), Action::Escape), (tr!("Relate"), Action::TagArmed)] {
                        if ui.button(name).clicked() {
                            requests.push(Request::Act(action));
                        }
                    }
                    ui.with_layout(egui::Layout::left_to_right(egui::Align::Center), |ui| {
                        let (weight, color) = (CaptionWeight::Regular, self.theme.text.0);
                        let style = CaptionStyle { size: 13.5, weight, max_rows: 4, color };
                        self.engine.caption_ui(ui, &text, &style);
                    });
                });
            });
        });
    }
}

/// The name of a type, with the role where there is one.
fn kind_words(schema: &Schema, label: &Slug, role: Option<&Slug>) -> String {
    let Some(kind) = schema.relation_type(label) else { return label.to_string() };
    let role = kind.roles.iter().find(|known| Some(&known.id) == role);
    role.map_or_else(|| kind.name.clone(), |role| format!("{}: {}", kind.name, role.name))
}

/// Every way in which `source` can lead to `target`.
pub(super) fn kinships(schema: &Schema, article: ArticleId, source: &Mention, target: &Mention) -> Vec<Kinship> {
    let mut found = Vec::new();
    for kind in schema.relation_types.iter().filter(|kind| fits(&source.label, &kind.from)) {
        let roles: Vec<Option<&RoleDef>> =
            if kind.roles.is_empty() { vec![None] } else { kind.roles.iter().map(Some).collect() };
        for role in roles.into_iter().filter(|role| fits(&target.label, targets(kind, *role))) {
            let name = role.map_or_else(|| kind.name.clone(), |role| format!("{}: {}", kind.name, role.name));
            let (label, role) = (kind.id.clone(), role.map(|role| role.id.clone()));
            let (from, to) = (source.id, target.id);
            let command = Command::Relate { article, from, to, label: label.clone(), role: role.clone() };
            found.push(Kinship { name, label, role, command });
        }
    }
    found
}

/// The relation types that can be had in neither way, each with where it leads.
pub(super) fn refusals(schema: &Schema, source: &Mention, target: &Mention) -> Vec<String> {
    let names = |labels: &[Label]| match labels {
        [] => tr!("any label").to_owned(),
        some => some.iter().map(|label| schema.label_name(label)).collect::<Vec<_>>().join(", "),
    };
    let fit = |kind: &RelationType| {
        let roles = kind.roles.iter().any(|role| fits(&target.label, targets(kind, Some(role))));
        fits(&source.label, &kind.from) && (roles || (kind.roles.is_empty() && fits(&target.label, &kind.to)))
    };
    let refused = schema.relation_types.iter().filter(|kind| !fit(kind));
    let leads = |kind: &RelationType| {
        if kind.roles.iter().any(|role| targets(kind, Some(role)).is_empty()) || kind.roles.is_empty() {
            return names(&kind.to);
        }
        let roles = kind.roles.iter().map(|role| tr!("{} as {}", names(targets(kind, Some(role))), role.name));
        roles.collect::<Vec<_>>().join(", ")
    };
    refused.map(|kind| tr!("“{}” leads from {} to {}", kind.name, names(&kind.from), leads(kind))).collect()
}

fn targets<'a>(kind: &'a RelationType, role: Option<&'a RoleDef>) -> &'a [Label] {
    role.map(|role| role.to.as_slice()).filter(|to| !to.is_empty()).unwrap_or(&kind.to)
}

/// Whether `label` is one of `allowed` or below it.
pub(super) fn fits(label: &Label, allowed: &[Label]) -> bool {
    allowed.is_empty() || allowed.iter().any(|one| label.is_within(one))
}

/// Draws the question; digits, or Up, Down and Enter, answer it.
pub(super) fn question_ui(
    ui: &mut Ui,
    question: &mut Question,
    engine: &mut TextEngine,
    theme: &Theme,
    requests: &mut Requests,
) -> Option<Answer> {
    ui.set_width(440.0_f32.min(ui.ctx().content_rect().width() - 60.0));
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Strong, max_rows: 3, color: theme.text.0 };
    engine.caption_ui(ui, &question.title, &style);
    ui.add_space(4.0);
    let last = question.answers.len().saturating_sub(1);
    let mut chosen = ui.input_mut(|input| {
        if input.consume_key(Modifiers::NONE, Key::ArrowDown) {
            question.row = (question.row + 1).min(last);
        }
        if input.consume_key(Modifiers::NONE, Key::ArrowUp) {
            question.row = question.row.saturating_sub(1);
        }
        let digit = DIGITS.iter().position(|digit| input.consume_key(Modifiers::NONE, *digit));
        let enter = input.consume_key(Modifiers::NONE, Key::Enter);
        digit.or(enter.then_some(question.row))
    });
    ScrollArea::vertical().max_height(ui.ctx().content_rect().height() * 0.6).show(ui, |ui| {
        for (index, answer) in question.answers.iter().enumerate() {
            let (rect, row) = row_ui(ui, theme, 26.0, index == question.row, &answer.name);
            let words = rect.with_max_x(rect.right() - 32.0);
            engine.row_words(ui, words, rect.left() + 8.0, &answer.name, (13.5, theme.text.0));
            if index < DIGITS.len() {
                let right = rect.right_center() - egui::vec2(8.0, 0.0);
                let font = FontId::proportional(12.0);
                ui.painter().text(right, Align2::RIGHT_CENTER, (index + 1).to_string(), font, theme.text_muted.0);
            }
            if index == question.row {
                row.request_focus();
            }
            if row.clicked() {
                chosen = Some(index);
            }
        }
        if !question.refused.is_empty() {
            ui.add_space(6.0);
            let text = tr!("Not between these two: {}", question.refused.join("; "));
            ui.add(egui::Label::new(RichText::new(text).small().color(theme.text_muted.0)).wrap());
        }
    });
    ui.label(key_text(theme, tr!("A digit, or Down, Up and Enter; Esc relates nothing")));
    let answer = chosen.and_then(|chosen| question.answers.get(chosen))?;
    requests.push(Request::Do(answer.command.clone()));
    Some(Answer::Close)
}

/// The keys that answer, in their order.
pub(super) const DIGITS: [Key; 9] =
    [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5, Key::Num6, Key::Num7, Key::Num8, Key::Num9];
