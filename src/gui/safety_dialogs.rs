//! Questions about files that are not as they should be: changed by another program, in the way, damaged, or left as drafts.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, fitting};
use super::theme::Theme;
use crate::gui::counts;
use crate::gui::language::tr;
use crate::model::Timestamp;
use crate::store::{Draft, State, StateKind, VersionKind};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};
use std::path::Path;

/// A time for people, or that none is known.
fn when(at: Option<Timestamp>) -> String {
    at.map_or(tr!("at an unknown time").to_owned(), |at| at.0.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// Another program has changed the file of the session in front.
pub(super) fn changed_ui(ui: &mut Ui, why: &str) -> Option<Answer> {
    ui.set_width(fitting(ui, 460.0));
    ui.heading(tr!("The file was changed by another program"));
    ui.add(egui::Label::new(why).wrap());
    ui.label(tr!("Nothing was overwritten, and your work is kept in the journal."));
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        let hint = tr!(
            "What was changed there comes in as one step that can be undone; where both changed the same, yours stays \
                    and the other version is kept as a conflict."
        );
        if ui.button(tr!("Bring in their changes")).on_hover_text(hint).clicked() {
            answer = Some(Answer::MergeFromDisk);
        }
        if ui.button(tr!("Save under another name")).clicked() {
            answer = Some(Answer::SaveElsewhere);
        }
        if ui.button(tr!("Keep working")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// A file is where the session is to be saved.
pub(super) fn replace_ui(ui: &mut Ui, path: &Path) -> Option<Answer> {
    ui.set_width(fitting(ui, 460.0));
    ui.heading(tr!("Replace the file that is there?"));
    ui.add(egui::Label::new(path.display().to_string()).wrap());
    ui.label(tr!("What is in it now is lost. Nothing was saved yet."));
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button(tr!("Save under another name")).clicked() {
            answer = Some(Answer::SaveElsewhere);
        }
        if ui.button(tr!("Replace it")).clicked() {
            answer = Some(Answer::Replace);
        }
        if ui.button(tr!("Keep working")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// Something is where an export is to go.
pub(super) fn replace_export_ui(ui: &mut Ui, path: &Path) -> Option<Answer> {
    ui.set_width(fitting(ui, 460.0));
    ui.heading(tr!("Replace what is there?"));
    ui.add(egui::Label::new(path.display().to_string()).wrap());
    ui.label(tr!(
        "A file there is lost; in a folder, files of the same names are, and all others stay. Nothing was written yet."
    ));
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button(tr!("Write it elsewhere")).clicked() {
            answer = Some(Answer::ExportElsewhere);
        }
        if ui.button(tr!("Replace it")).clicked() {
            answer = Some(Answer::ReplaceExport);
        }
        if ui.button(tr!("Do not write it")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// A file is damaged.
pub(super) fn damaged_ui(ui: &mut Ui, path: &Path, problem: &str, best: Option<&State>) -> Option<Answer> {
    ui.set_width(fitting(ui, 520.0));
    ui.heading(tr!("The session does not open"));
    ui.add(egui::Label::new(problem).wrap());
    ui.add_space(4.0);
    let mut answer = None;
    let Some(state) = best else {
        ui.label(tr!("No earlier version of it was kept on this computer."));
        ui.add_space(8.0);
        return ui.button(tr!("Close")).clicked().then_some(Answer::Close);
    };
    let steps = match &state.journal {
        Some((_, steps)) => tr!(", with {steps} steps that were done after it", steps),
        None => String::new(),
    };
    ui.label(tr!("The last good version was saved {}{steps}.", when(state.at), steps));
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        let hint = tr!("It opens as a session that no file holds yet, so that nothing is changed before you save it.");
        if ui.button(tr!("Look at the last good version")).on_hover_text(hint).clicked() {
            answer = Some(Answer::LookAt(state.clone()));
        }
        let hint = tr!("It takes the place of the damaged file, which is kept beside it.");
        if ui.button(tr!("Restore it")).on_hover_text(hint).clicked() {
            answer = Some(Answer::Restore(path.to_owned(), state.clone()));
        }
        if ui.button(tr!("Close")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// What can be had back of the session.
pub(super) fn versions_ui(ui: &mut Ui, states: &[State], theme: &Theme) -> Option<Answer> {
    ui.set_width(fitting(ui, 560.0));
    ui.heading(tr!("Earlier versions"));
    ui.label(tr!("One that you look at opens as a session that no file holds yet. The file stays as it is, and can be opened again."));
    ui.add_space(4.0);
    let mut answer = None;
    ScrollArea::vertical().id_salt("versions").max_height(320.0).show(ui, |ui| {
        for state in states {
            let at = when(state.at);
            ui.horizontal_wrapped(|ui| {
                ui.label(RichText::new(&at).strong());
                ui.label(RichText::new(described(state)).color(theme.text_muted.0));
            });
            if let Some(problem) = &state.problem {
                ui.add(egui::Label::new(RichText::new(problem).color(theme.text_muted.0)).wrap());
            }
            // A screen reader hears of which version a button is.
            let name = tr!("Look at the version of {at}, {}", described(state), at);
            let button = ui.add_enabled(state.mentions.is_some(), egui::Button::new(tr!("Look at it")));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, state.mentions.is_some(), &name));
            if button.clicked() {
                answer = Some(Answer::LookAt(state.clone()));
            }
            ui.separator();
        }
    });
    if ui.button(tr!("Close")).clicked() {
        answer = Some(Answer::Close);
    }
    answer
}

/// What a state is, how much is in it and what continues it.
fn described(state: &State) -> String {
    let kind = match state.kind {
        StateKind::Current => tr!("the file as it is"),
        StateKind::Version(VersionKind::Saved) => tr!("saved"),
        StateKind::Version(VersionKind::BeforeMigration) => tr!("before it was migrated"),
        StateKind::Version(VersionKind::Damaged) => tr!("a damaged file that was replaced"),
    };
    let mentions = state.mentions.map(|count| format!(", {}", counts::mentions(count))).unwrap_or_default();
    let journal = state.journal.as_ref();
    let steps =
        journal.map(|(_, steps)| tr!(", {n} step more in a journal" | ", {n} steps more in a journal" % *steps));
    format!("{kind}{mentions}{}, {}", steps.unwrap_or_default(), size_text(state.size))
}

fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => tr!("{bytes} bytes", bytes),
        1_000..1_000_000 => tr!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Drafts were left.
pub(super) fn drafts_ui(ui: &mut Ui, drafts: &[Draft], engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
    ui.set_width(fitting(ui, 520.0));
    ui.heading(tr!("Work that no file holds yet was kept"));
    ui.label(tr!("It was not saved to a file before the program ended."));
    ui.add_space(4.0);
    let mut answer = None;
    ScrollArea::vertical().id_salt("drafts").max_height(260.0).show(ui, |ui| {
        for draft in drafts {
            let title = if draft.title.is_empty() { tr!("Untitled session") } else { draft.title.as_str() };
            ui.horizontal_wrapped(|ui| {
                let (weight, color) = (CaptionWeight::Strong, theme.text.0);
                engine.label_ui(ui, title, &CaptionStyle { size: 13.5, weight, max_rows: 2, color });
                let (articles, mentions) = (counts::articles(draft.articles), counts::mentions(draft.mentions));
                let count = format!("{articles}, {mentions}, {}", when(draft.at));
                ui.label(RichText::new(count).color(theme.text_muted.0));
            });
            ui.horizontal(|ui| {
                let (open, delete) = (tr!("Open the draft {title}", title), tr!("Delete the draft {title}", title));
                for (verb, name, meant) in [
                    (tr!("Open"), open, Answer::OpenDraft(draft.clone())),
                    (tr!("Delete"), delete, Answer::DeleteDraft(draft.clone())),
                ] {
                    let button = ui.button(verb).on_hover_text(&name);
                    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
                    if button.clicked() {
                        answer = Some(meant);
                    }
                }
            });
            ui.separator();
        }
    });
    if ui.button(tr!("Later")).clicked() {
        answer = Some(Answer::Close);
    }
    answer
}
