//! An event as a small form: who, to whom, where, when, with what, as the schema's roles have it. What is filled in leads to its
//! words, what is empty is related with a click.
//!
//! It shows and asks; it changes nothing.

use super::relations::relation_ui;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine, widget_words};
use crate::gui::card::words_of;
use crate::gui::inspector::{Subject, shortened};
use crate::gui::language::tr;
use crate::gui::relate::fits;
use crate::gui::request::{Request, Requests};
use crate::model::{Mention, Relation, RelationType, RoleDef, Session};
use eframe::egui;
use eframe::egui::{Ui, Vec2};

/// The relation types with roles that start from the mention.
fn forms<'a>(session: &'a Session, mention: &'a Mention) -> impl Iterator<Item = &'a RelationType> {
    let kinds = session.schema.relation_types.iter();
    kinds.filter(|kind| !kind.roles.is_empty() && fits(&mention.label, &kind.from))
}

/// Whether the form of `mention` shows `relation`.
pub(super) fn is_in_form(session: &Session, relation: &Relation, mention: &Mention) -> bool {
    let kind = session.schema.relation_type(&relation.label);
    relation.from == mention.id
        && kind.is_some_and(|kind| {
            let has_role = kind.roles.iter().any(|role| Some(&role.id) == relation.role.as_ref());
            has_role && fits(&mention.label, &kind.from)
        })
}

/// Draws the form, where the mention's label has roles to fill: a row for each that is filled, and below them a button for each
/// that there is.
pub(in crate::gui) fn roles_ui(ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { session, theme, mention, .. } = subject;
    for kind in forms(session, mention) {
        ui.add_space(4.0);
        let style = CaptionStyle { size: 10.5, weight: CaptionWeight::Strong, max_rows: 1, color: theme.text_muted.0 };
        engine.caption_ui(ui, &kind.name.to_uppercase(), &style);
        ui.push_id(&kind.id, |ui| {
            ui.scope(|ui| {
                ui.spacing_mut().item_spacing.y = 2.0;
                for role in &kind.roles {
                    role_ui(ui, subject, (kind, role), engine, requests);
                }
            });
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing = Vec2::new(4.0, 4.0);
                for role in &kind.roles {
                    if add_ui(ui, role, fillers(subject, kind, role).next().is_some(), engine) {
                        requests.push(Request::RelateAs { label: kind.id.clone(), role: Some(role.id.clone()) });
                    }
                }
            });
        });
    }
}

/// The relations that fill a role of the mention.
fn fillers<'a>(subject: Subject<'a>, kind: &'a RelationType, role: &'a RoleDef) -> impl Iterator<Item = &'a Relation> {
    let Subject { shard, mention, .. } = subject;
    shard.relations_of(mention.id).filter(move |relation| {
        relation.from == mention.id && relation.label == kind.id && relation.role.as_ref() == Some(&role.id)
    })
}

fn role_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    (kind, role): (&RelationType, &RoleDef),
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    for relation in fillers(subject, kind, role) {
        let words = shortened(&words_of(subject.shard, relation.to), 60);
        let told = format!("→ {} ({}): {words}", kind.name, role.name);
        let text = format!("{}: {words}", role.name);
        relation_ui(ui, subject, relation, (&text, &told), engine, requests);
    }
}

/// The button that fills a role, once more where it `is_filled`; whether it was pressed.
fn add_ui(ui: &mut Ui, role: &RoleDef, is_filled: bool, engine: &mut TextEngine) -> bool {
    let caption = format!("+ {}", role.name);
    let add = ui.add(egui::Button::new(widget_words(&caption)).small());
    engine.words_over(ui, &add, &caption, 0.0);
    let another = if is_filled { tr!("another ") } else { "" };
    let told = tr!("Add {another}{} to this mention", role.name, another);
    add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
    let hint = tr!("Then choose the mention with Alt+Right, Alt+Left, Space or a click, and press Enter");
    add.on_hover_text(hint).clicked()
}
