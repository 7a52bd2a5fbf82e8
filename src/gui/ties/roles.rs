//! An event as a small form: who, to whom, where, when, with what, as the schema's roles have it. What is filled in leads to its
//! words, what is empty is related with a click.
//!
//! It shows and asks; it changes nothing.

use super::relations::relation_ui;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::card::words_of;
use crate::gui::inspector::{Subject, shortened};
use crate::gui::relate::fits;
use crate::gui::request::{Request, Requests};
use crate::model::{Mention, Relation, RelationType, RoleDef, Session};
use eframe::egui;
use eframe::egui::{Align, Layout, Ui, Vec2};

/// Width in points of the roles' names.
const NAMES: f32 = 88.0;

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

/// Draws the form, where the mention's label has roles to fill.
pub(in crate::gui) fn roles_ui(ui: &mut Ui, subject: Subject<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { session, theme, mention, .. } = subject;
    for kind in forms(session, mention) {
        ui.add_space(4.0);
        let style = CaptionStyle { size: 10.5, weight: CaptionWeight::Strong, max_rows: 1, color: theme.text_muted.0 };
        engine.caption_ui(ui, &kind.name.to_uppercase(), &style);
        for role in &kind.roles {
            ui.push_id((&kind.id, &role.id), |ui| role_ui(ui, subject, (kind, role), engine, requests));
        }
    }
}

fn role_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    (kind, role): (&RelationType, &RoleDef),
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { shard, mention, theme, .. } = subject;
    let fills = |relation: &&Relation| {
        relation.from == mention.id && relation.label == kind.id && relation.role.as_ref() == Some(&role.id)
    };
    let filled: Vec<&Relation> = shard.relations_of(mention.id).filter(fills).collect();
    ui.horizontal_top(|ui| {
        let style = CaptionStyle { size: 12.5, weight: CaptionWeight::Regular, max_rows: 2, color: theme.text_muted.0 };
        let mut adds = false;
        ui.allocate_ui_with_layout(Vec2::new(NAMES, 22.0), Layout::left_to_right(Align::Min), |ui| {
            ui.set_width(NAMES);
            ui.spacing_mut().item_spacing.x = 4.0;
            // One more stands beside the name, so that what fills the role has the rows.
            let room = if filled.is_empty() { NAMES } else { NAMES - 26.0 };
            ui.allocate_ui(Vec2::new(room, 22.0), |ui| engine.caption_ui(ui, &role.name, &style));
            if !filled.is_empty() {
                adds = add_ui(ui, "+", &format!("Add another {} to this mention", role.name));
            }
        });
        ui.vertical(|ui| {
            ui.spacing_mut().item_spacing.y = 2.0;
            for relation in &filled {
                let words = shortened(&words_of(shard, relation.to), 60);
                let told = format!("→ {} ({}): {words}", kind.name, role.name);
                relation_ui(ui, subject, relation, (&words, &told), engine, requests);
            }
            if filled.is_empty() {
                adds = add_ui(ui, "add…", &format!("Add {} to this mention", role.name));
            }
        });
        if adds {
            requests.push(Request::RelateAs { label: kind.id.clone(), role: Some(role.id.clone()) });
        }
    });
}

/// The button that fills a role; whether it was pressed.
fn add_ui(ui: &mut Ui, caption: &str, told: &str) -> bool {
    let add = ui.small_button(caption);
    add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
    let hint = "Then choose the mention with Alt+Right, Alt+Left, Space or a click, and press Enter";
    add.on_hover_text(hint).clicked()
}
