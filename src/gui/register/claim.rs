//! What grades and describes an entry: a claim's credibility, and the attributes that its kind has.
//!
//! It shows and asks; it changes nothing.

use super::detail::Subject;
use super::drafts::Drafts;
use crate::edit::{Command, EntryChange};
use crate::gui::article::TextEngine;
use crate::gui::attribute_field::attribute_ui;
use crate::gui::language::{msg, tr};
use crate::gui::request::{Request, Requests};
use crate::gui::widgets::{chosen_ui, section_ui};
use crate::model::Entry;
use eframe::egui::{ComboBox, Ui};

/// Credibility in the words of the Admiralty code (NATO AJP-2.1), from 1 on.
const CREDIBILITY: [&str; 6] = [
    msg("1 confirmed by other sources"),
    msg("2 probably true"),
    msg("3 possibly true"),
    msg("4 doubtful"),
    msg("5 improbable"),
    msg("6 truth cannot be judged"),
];
const NOT_GRADED: &str = msg("not graded");

/// Draws the fields.
pub(super) fn ui(
    drafts: &mut Drafts,
    ui: &mut Ui,
    subject: Subject<'_>,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let entry = subject.entry;
    if entry.layer.as_str() == "claim" || entry.credibility.is_some() {
        credibility_ui(ui, entry, engine, requests);
    }
    let label = entry.kind.as_ref().unwrap_or(&entry.layer);
    let mut heading = true;
    for def in subject.session.schema.attributes_of(label) {
        if std::mem::take(&mut heading) {
            section_ui(ui, subject.theme, tr!("ATTRIBUTES"));
        }
        let asked = attribute_ui(ui, def, entry.attributes.get(&def.id), &mut drafts.texts, engine);
        if let Some(value) = asked {
            requests.push(subject.edit(EntryChange::Attribute { attribute: def.id.clone(), value }));
        }
    }
}

/// The field for how credible the claim is.
pub(in crate::gui) fn credibility_ui(ui: &mut Ui, entry: &Entry, engine: &mut TextEngine, requests: &mut Requests) {
    let grade = entry.credibility;
    let edit = |grade| {
        let change = EntryChange::Credibility(grade);
        Request::Do(Command::EditEntry { entry: entry.id, change })
    };
    ui.horizontal(|ui| {
        // What is above may be wider than what is to be seen of the panel.
        let room = ui.clip_rect().right() - ui.cursor().left() - 8.0;
        ui.set_max_width(room.max(140.0));
        let label = ui.label(tr!("Credibility"));
        let words =
            |grade: u8| CREDIBILITY.get(usize::from(grade).saturating_sub(1)).copied().map_or(tr(NOT_GRADED), tr);
        // The arrow and the edges come on top of it.
        let width = (ui.available_width() - 48.0).clamp(60.0, 210.0);
        let combo = ComboBox::from_id_salt("credibility of entry")
            .selected_text(grade.map_or(tr(NOT_GRADED), words))
            .width(width)
            .truncate();
        let combo = combo.show_ui(ui, |ui| {
            if chosen_ui(ui, engine, grade.is_none(), tr(NOT_GRADED)) {
                requests.push(edit(None));
            }
            for number in 1..=6 {
                if chosen_ui(ui, engine, grade == Some(number), words(number)) {
                    requests.push(edit(Some(number)));
                }
            }
        });
        let response = combo.response.labelled_by(label.id);
        response.on_hover_text(tr!("How credible the claim is, whoever says it (Admiralty code)"));
    });
}
