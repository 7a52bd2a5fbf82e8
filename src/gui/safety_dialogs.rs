//! Questions about files that are not as they should be: changed by another program, in the way, damaged, or left as drafts.

use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, fitting};
use super::theme::Theme;
use crate::model::Timestamp;
use crate::store::{Draft, State, StateKind, VersionKind};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};
use std::path::Path;

/// A time for people, or that none is known.
fn when(at: Option<Timestamp>) -> String {
    at.map_or("at an unknown time".to_owned(), |at| at.0.strftime("%Y-%m-%d %H:%M UTC").to_string())
}

/// Another program has changed the file of the session in front.
pub(super) fn changed_ui(ui: &mut Ui, why: &str) -> Option<Answer> {
    ui.set_width(fitting(ui, 460.0));
    ui.heading("The file was changed by another program");
    ui.add(egui::Label::new(why).wrap());
    ui.label("Nothing was overwritten, and your work is kept in the journal.");
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        let hint = "What was changed there comes in as one step that can be undone; where both changed the same, yours stays \
                    and the other version is kept as a conflict.";
        if ui.button("Bring in their changes").on_hover_text(hint).clicked() {
            answer = Some(Answer::MergeFromDisk);
        }
        if ui.button("Save under another name").clicked() {
            answer = Some(Answer::SaveElsewhere);
        }
        if ui.button("Keep working").clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// A file is where the session is to be saved.
pub(super) fn replace_ui(ui: &mut Ui, path: &Path) -> Option<Answer> {
    ui.set_width(fitting(ui, 460.0));
    ui.heading("Replace the file that is there?");
    ui.add(egui::Label::new(path.display().to_string()).wrap());
    ui.label("What is in it now is lost. Nothing was saved yet.");
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button("Save under another name").clicked() {
            answer = Some(Answer::SaveElsewhere);
        }
        if ui.button("Replace it").clicked() {
            answer = Some(Answer::Replace);
        }
        if ui.button("Keep working").clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// Something is where an export is to go.
pub(super) fn replace_export_ui(ui: &mut Ui, path: &Path) -> Option<Answer> {
    ui.set_width(fitting(ui, 460.0));
    ui.heading("Replace what is there?");
    ui.add(egui::Label::new(path.display().to_string()).wrap());
    ui.label(
        "A file there is lost; in a folder, files of the same names are, and all others stay. Nothing was written yet.",
    );
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal_wrapped(|ui| {
        if ui.button("Write it elsewhere").clicked() {
            answer = Some(Answer::ExportElsewhere);
        }
        if ui.button("Replace it").clicked() {
            answer = Some(Answer::ReplaceExport);
        }
        if ui.button("Do not write it").clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// A file is damaged.
pub(super) fn damaged_ui(ui: &mut Ui, path: &Path, problem: &str, best: Option<&State>) -> Option<Answer> {
    ui.set_width(fitting(ui, 520.0));
    ui.heading("The session does not open");
    ui.add(egui::Label::new(problem).wrap());
    ui.add_space(4.0);
    let mut answer = None;
    let Some(state) = best else {
        ui.label("No earlier version of it was kept on this computer.");
        ui.add_space(8.0);
        return ui.button("Close").clicked().then_some(Answer::Close);
    };
    let steps = match &state.journal {
        Some((_, steps)) => format!(", with {steps} steps that were done after it"),
        None => String::new(),
    };
    ui.label(format!("The last good version was saved {}{steps}.", when(state.at)));
    ui.add_space(8.0);
    ui.horizontal_wrapped(|ui| {
        let hint = "It opens as a session that no file holds yet, so that nothing is changed before you save it.";
        if ui.button("Look at the last good version").on_hover_text(hint).clicked() {
            answer = Some(Answer::LookAt(state.clone()));
        }
        let hint = "It takes the place of the damaged file, which is kept beside it.";
        if ui.button("Restore it").on_hover_text(hint).clicked() {
            answer = Some(Answer::Restore(path.to_owned(), state.clone()));
        }
        if ui.button("Close").clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

/// What can be had back of the session.
pub(super) fn versions_ui(ui: &mut Ui, states: &[State], theme: &Theme) -> Option<Answer> {
    ui.set_width(fitting(ui, 560.0));
    ui.heading("Earlier versions");
    ui.label("One that you look at opens as a session that no file holds yet. The file stays as it is, and can be opened again.");
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
            let name = format!("Look at the version of {at}, {}", described(state));
            let button = ui.add_enabled(state.mentions.is_some(), egui::Button::new("Look at it"));
            button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, state.mentions.is_some(), &name));
            if button.clicked() {
                answer = Some(Answer::LookAt(state.clone()));
            }
            ui.separator();
        }
    });
    if ui.button("Close").clicked() {
        answer = Some(Answer::Close);
    }
    answer
}

/// What a state is, how much is in it and what continues it.
fn described(state: &State) -> String {
    let kind = match state.kind {
        StateKind::Current => "the file as it is",
        StateKind::Version(VersionKind::Saved) => "saved",
        StateKind::Version(VersionKind::BeforeMigration) => "before it was migrated",
        StateKind::Version(VersionKind::Damaged) => "a damaged file that was replaced",
    };
    let counted = |count: usize, what: &str| format!(", {count} {what}{}", if count == 1 { "" } else { "s" });
    let mentions = state.mentions.map(|count| counted(count, "mention")).unwrap_or_default();
    let steps = state.journal.as_ref().map(|(_, steps)| counted(*steps, "step") + " more in a journal");
    format!("{kind}{mentions}{}, {}", steps.unwrap_or_default(), size_text(state.size))
}

fn size_text(bytes: u64) -> String {
    match bytes {
        0..1_000 => format!("{bytes} bytes"),
        1_000..1_000_000 => format!("{} kB", bytes / 1_000),
        _ => format!("{:.1} MB", bytes as f64 / 1e6),
    }
}

/// Drafts were left.
pub(super) fn drafts_ui(ui: &mut Ui, drafts: &[Draft], engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
    ui.set_width(fitting(ui, 520.0));
    ui.heading("Work that no file holds yet was kept");
    ui.label("It was not saved to a file before the program ended.");
    ui.add_space(4.0);
    let mut answer = None;
    ScrollArea::vertical().id_salt("drafts").max_height(260.0).show(ui, |ui| {
        for draft in drafts {
            let title = if draft.title.is_empty() { "Untitled session" } else { draft.title.as_str() };
            ui.horizontal_wrapped(|ui| {
                let (weight, color) = (CaptionWeight::Strong, theme.text.0);
                engine.label_ui(ui, title, &CaptionStyle { size: 13.5, weight, max_rows: 2, color });
                let counted = |count: usize, what: &str| format!("{count} {what}{}", if count == 1 { "" } else { "s" });
                let (articles, mentions) = (counted(draft.articles, "article"), counted(draft.mentions, "mention"));
                let count = format!("{articles}, {mentions}, {}", when(draft.at));
                ui.label(RichText::new(count).color(theme.text_muted.0));
            });
            ui.horizontal(|ui| {
                if ui.button("Open").on_hover_text(format!("Open the draft {title}")).clicked() {
                    answer = Some(Answer::OpenDraft(draft.clone()));
                }
                if ui.button("Delete").on_hover_text(format!("Delete the draft {title}")).clicked() {
                    answer = Some(Answer::DeleteDraft(draft.clone()));
                }
            });
            ui.separator();
        }
    });
    if ui.button("Later").clicked() {
        answer = Some(Answer::Close);
    }
    answer
}
