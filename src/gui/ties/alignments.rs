//! How the selected mention, or the entry that it speaks of, stands to others, with the numbers, dates and quoted words in which
//! they differ.
//!
//! It shows and asks; it changes nothing.

use super::known::{Aligned, Known};
use crate::edit::Command;
use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::inspector::{Subject, shortened};
use crate::gui::keymap::named_with_key;
use crate::gui::language::tr;
use crate::gui::register::{differences, kind_name, kind_words};
use crate::gui::request::{Request, Requests};
use crate::gui::widgets::{chosen_ui, section_ui};
use crate::model::AlignmentKind;
use eframe::egui;
use eframe::egui::{ComboBox, RichText, Ui};

/// Alignments that the panel lists; the register lists all.
const LISTED: usize = 20;

/// Draws the alignments, and for a claim the button that makes one.
pub(in crate::gui) fn alignments_ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    known: &Known,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    let Subject { session, mention, theme, .. } = subject;
    let is_claim = super::is_claim(&session.schema, &mention.label);
    if known.aligned.is_empty() && !is_claim {
        return;
    }
    section_ui(ui, theme, tr!("COMPARED WITH OTHERS"));
    for aligned in known.aligned.iter().take(LISTED) {
        ui.push_id(aligned.id, |ui| aligned_ui(ui, subject, aligned, engine, requests));
    }
    if let Some(more) = known.aligned.len().checked_sub(LISTED).filter(|more| *more > 0) {
        let text = tr!("and {more} more in the register", more);
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
    }
    if ui.small_button(tr!("Compare…")).on_hover_text(named_with_key(ui.ctx(), Action::AlignEntry)).clicked() {
        requests.push(Request::Act(Action::AlignEntry));
    }
}

fn aligned_ui(ui: &mut Ui, subject: Subject<'_>, aligned: &Aligned, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { mention, theme, .. } = subject;
    let words = shortened(&aligned.words, 120);
    ui.horizontal(|ui| {
        let told = tr!("Alignment with {words}", words);
        let shown = kind_words(aligned.kind, aligned.leads);
        let combo = ComboBox::from_id_salt("kind of alignment").selected_text(shown).width(140.0).show_ui(ui, |ui| {
            for kind in AlignmentKind::ALL {
                if chosen_ui(ui, engine, *kind == aligned.kind, kind_name(*kind)) {
                    let (own, other) = (aligned.own, aligned.other);
                    let (from, to) = if aligned.leads { (own, other) } else { (other, own) };
                    requests.push(Request::Do(Command::Align { from, to, kind: *kind }));
                }
            }
        });
        combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
        let told = tr!("Delete the alignment with {words}", words);
        let delete = ui.small_button("×").on_hover_text(tr!("Delete this alignment"));
        delete.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
        if delete.clicked() {
            requests.push(Request::Do(Command::DropAlignment { alignment: aligned.id }));
        }
    });
    let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 3, color: theme.text.0 };
    if engine.button_ui(ui, &format!("“{words}”"), &style).on_hover_text(tr!("Go there")).clicked() {
        requests.extend(match (aligned.other.entry, aligned.other.article, aligned.other.mention) {
            (Some(entry), ..) => Some(Request::OpenEntry(entry)),
            (_, Some(article), Some(mention)) => Some(Request::JumpTo(article, mention)),
            _ => None,
        });
    }
    let lines = differences(&aligned.detail, &mention.quote, &aligned.told);
    let style = CaptionStyle { size: 12.0, max_rows: 2, color: theme.warning.0, ..style };
    for line in &lines {
        engine.caption_ui(ui, line, &style);
    }
    if lines.is_empty() {
        let text = tr!("No number, date or quoted word differs.");
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
    }
}
