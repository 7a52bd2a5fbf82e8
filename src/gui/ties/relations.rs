//! The relations of the selected mention in the side panel: type, role, direction, the other end's words.
//!
//! It shows and asks; it changes nothing.

use super::roles::is_in_form;
use crate::edit::Command;
use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::card::{other_end, relation_name, words_of};
use crate::gui::inspector::{Subject, shortened};
use crate::gui::keymap::{key_now, with_key};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::widgets::section_ui;
use crate::model::{MentionId, Relation, Session, Shard};
use eframe::egui;
use eframe::egui::{Align, Layout, RichText, Ui};

/// Relations that the panel lists; the dialog lists all.
const LISTED: usize = 30;

/// A relation as a row tells it: an arrow, its type and role, the words of the other end.
pub(super) fn row_of(session: &Session, shard: &Shard, relation: &Relation, mention: MentionId) -> String {
    let kind = session.schema.relation_type(&relation.label);
    let arrow = match (kind.is_some_and(|kind| kind.symmetric), relation.from == mention) {
        (true, _) => "↔",
        (_, true) => "→",
        _ => "←",
    };
    let words = shortened(&words_of(shard, other_end(relation, mention)), 60);
    format!("{arrow} {}: {words}", relation_name(session, relation))
}

/// The relations of a mention: those that start from it first, then in the order of the other ends' words.
pub(super) fn in_order(shard: &Shard, mention: MentionId) -> Vec<&Relation> {
    let mut relations: Vec<&Relation> = shard.relations_of(mention).collect();
    relations.sort_by_key(|relation| {
        let other = shard.mentions.get(other_end(relation, mention));
        (relation.from != mention, other.map(|other| other.fragments.hull()), relation.id)
    });
    relations
}

/// Draws the list. Of an event, what its roles show already is left out.
pub(in crate::gui) fn relations_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { session, shard, mention, theme, .. } = subject;
    let listed = in_order(shard, mention.id).into_iter().filter(|relation| !is_in_form(session, relation, mention));
    let (mut heading, mut more) = (true, 0);
    for (number, relation) in listed.enumerate() {
        if std::mem::take(&mut heading) {
            section_ui(ui, theme, tr!("RELATIONS"));
        }
        if number >= LISTED {
            more += 1;
            continue;
        }
        let text = row_of(session, shard, relation, mention.id);
        relation_ui(ui, subject, relation, (&text, &text), engine, requests);
    }
    if more > 0 {
        let key = key_now(ui.ctx(), Action::EditRelations);
        let text = tr!("and {more} more; {key} lists all", more, key);
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
    }
}

/// One relation: its words, which lead to the other end, and buttons that open and delete it. `told` is what it is called.
pub(super) fn relation_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    relation: &Relation,
    (text, told): (&str, &str),
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { shard, mention, theme, .. } = subject;
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 3, color: theme.text.0 };
    ui.push_id(relation.id, |ui| {
        ui.horizontal(|ui| {
            ui.spacing_mut().item_spacing.x = 3.0;
            ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
                let name = tr!("Delete the relation {told}", told);
                let delete = ui.small_button("×").on_hover_text(tr!("Delete this relation"));
                delete.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                if delete.clicked() {
                    let (article, relations) = (shard.id(), vec![relation.id]);
                    requests.push(Request::Do(Command::Unrelate { article, relations }));
                }
                let name = tr!("Edit the relation {told}", told);
                let hint = with_key(ui.ctx(), tr!("Type, role, ends and note of this relation"), Action::EditRelations);
                let edit = ui.small_button("…").on_hover_text(hint);
                edit.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                if edit.clicked() {
                    requests.push(Request::EditRelation(relation.id));
                }
                let words = engine.button_ui(ui, text, &style);
                words.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
                if words.clicked() {
                    requests.push(Request::SelectMention(Some(other_end(relation, mention.id))));
                }
            });
        });
    });
}
