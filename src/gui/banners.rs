//! Bars above the article that stay until somebody has answered them: a session open for reading only, steps that were
//! recovered, work that cannot be kept.
//!
//! They ask; what the answer does is the desk's business.

use super::actions::Action;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::gui::language::tr;
use crate::store::Recovered;
use crate::workbench::{Desk, SaveState};
use eframe::egui;
use eframe::egui::{Color32, Frame, Margin, RichText, ScrollArea, Ui};

/// How many reasons are shown before the rest is only counted.
const REASONS: usize = 6;

/// Draws whatever has to be answered.
pub(super) fn banners_ui(ui: &mut Ui, desk: &Desk, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) {
    if !desk.read_only().is_empty() {
        banner_ui(ui, theme, theme.warning.0, tr!("This session is open for reading only"), |ui| {
            read_only_ui(ui, desk, requests);
        });
    } else if let Some(recovered) = desk.recovered() {
        let title = match recovered.steps.len() {
            1 => tr!("1 step that was not in the file was recovered").to_owned(),
            steps => tr!("{steps} steps that were not in the file were recovered", steps),
        };
        banner_ui(ui, theme, theme.warning.0, &title, |ui| recovered_ui(ui, recovered, engine, theme, requests));
    }
    if let SaveState::Failed(why) = desk.save_state() {
        banner_ui(ui, theme, theme.danger.0, tr!("Your work is in memory alone"), |ui| {
            trouble_ui(
                ui,
                &why,
                tr!("It is tried again every few seconds. Work goes on; do not close the window."),
                requests,
            );
        });
    } else if let SaveState::KeptAlone(why) = desk.save_state() {
        banner_ui(ui, theme, theme.warning.0, tr!("The file could not be saved"), |ui| {
            trouble_ui(ui, &why, tr!("Everything you did is kept in the journal and survives a crash."), requests);
        });
    }
}

fn banner_ui(ui: &mut Ui, theme: &Theme, color: Color32, title: &str, content_ui: impl FnOnce(&mut Ui)) {
    Frame::new().fill(theme.raised.0).inner_margin(Margin::symmetric(16, 10)).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new(title).strong().color(color));
        content_ui(ui);
    });
    ui.separator();
}

fn read_only_ui(ui: &mut Ui, desk: &Desk, requests: &mut Requests) {
    let reasons = desk.read_only();
    for reason in reasons.iter().take(REASONS) {
        ui.add(egui::Label::new(reason).wrap());
    }
    if reasons.len() > REASONS {
        ui.label(tr!("and {} more", reasons.len() - REASONS));
    }
    if desk.can_accept() {
        let hint = tr!("The next save writes the whole file anew; the file as it is now is kept beside it.");
        if ui.button(tr!("I have looked: work on it")).on_hover_text(hint).clicked() {
            requests.push(Request::AcceptReadOnly);
        }
    }
}

fn recovered_ui(ui: &mut Ui, recovered: &Recovered, engine: &mut TextEngine, theme: &Theme, requests: &mut Requests) {
    ui.label(tr!("The program ended before this was saved. The session is shown with it; look at it and decide."));
    ScrollArea::vertical().id_salt("recovered steps").max_height(88.0).auto_shrink([false, true]).show(ui, |ui| {
        for step in recovered.steps.iter().rev() {
            let at = step.at.map(|at| at.0.strftime("%Y-%m-%d %H:%M UTC").to_string()).unwrap_or_default();
            let (weight, color) = (CaptionWeight::Regular, theme.text_muted.0);
            engine.label_ui(
                ui,
                &format!("{at}  {}", step.name),
                &CaptionStyle { size: 13.5, weight, max_rows: 2, color },
            );
        }
    });
    ui.horizontal_wrapped(|ui| {
        let hint = tr!("They become part of the session; the next save writes them to the file.");
        if ui.button(tr!("Keep them")).on_hover_text(hint).clicked() {
            requests.push(Request::AcceptRecovered);
        }
        let hint = tr!(
            "The session goes back to what the file holds; the steps are put aside, where `byline recover` finds them."
        );
        if ui.button(tr!("Leave them out")).on_hover_text(hint).clicked() {
            requests.push(Request::LeaveOutRecovered);
        }
    });
}

fn trouble_ui(ui: &mut Ui, why: &str, then: &str, requests: &mut Requests) {
    ui.add(egui::Label::new(why).wrap());
    ui.label(then);
    ui.horizontal_wrapped(|ui| {
        for action in [Action::Save, Action::SaveAs] {
            let Some(info) = action.info() else { continue };
            let text = if action == Action::Save { tr!("Try again now") } else { info.told() };
            if ui.button(text).clicked() {
                requests.push(Request::Act(action));
            }
        }
    });
}
