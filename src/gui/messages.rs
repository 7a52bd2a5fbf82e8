//! The messages of this run, the latest first, with those that were closed. It does not know where they come from.

use super::app::App;
use super::article::{CaptionStyle, CaptionWeight, TextEngine};
use super::dialogs::{Answer, Dialog, fitting};
use super::notices::Weight;
use super::theme::Theme;
use crate::gui::language::tr;
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};

/// A message, and the time of the day at which it came.
#[derive(Clone, Debug)]
struct Said {
    time: String,
    weight: Weight,
    text: String,
}

/// The messages as they were when the dialog was opened.
#[derive(Clone, Debug)]
pub(super) struct MessagesForm {
    /// The latest first.
    said: Vec<Said>,
    with_infos: bool,
}

impl App {
    /// Shows what was told in this run.
    pub(super) fn open_messages(&mut self) {
        let clock = self.desk.bench.clock();
        let said = self.notices.past().rev().map(|past| Said {
            time: clock.time_of_day(past.at),
            weight: past.weight,
            text: past.text.clone(),
        });
        let said = said.collect();
        self.dialog = Some(Dialog::Messages(MessagesForm { said, with_infos: true }));
    }
}

impl MessagesForm {
    /// Draws them.
    pub(super) fn ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let width = fitting(ui, 640.0);
        ui.set_width(width);
        ui.horizontal(|ui| {
            ui.heading(tr!("Messages"));
            ui.checkbox(&mut self.with_infos, tr!("also what was done"));
        });
        ui.separator();
        let with_infos = self.with_infos;
        let shown = || self.said.iter().filter(|said| with_infos || said.weight != Weight::Info);
        let height = (ui.ctx().content_rect().height() * 0.6).max(120.0);
        ScrollArea::vertical().min_scrolled_height(height).max_height(height).show(ui, |ui| {
            if shown().next().is_none() {
                ui.label(tr!("Nothing was told yet."));
            }
            for said in shown() {
                message_ui(ui, engine, theme, said);
            }
        });
        ui.separator();
        let mut answer = None;
        ui.horizontal(|ui| {
            if ui.button(tr!("Close")).clicked() {
                answer = Some(Answer::Close);
            }
            if ui.button(tr!("Copy all")).clicked() {
                let all: Vec<String> = shown().map(Said::line).collect();
                ui.ctx().copy_text(all.join("\n"));
            }
        });
        answer
    }
}

impl Said {
    /// The message as it is copied.
    fn line(&self) -> String {
        format!("{} {}{}", self.time, sign(self.weight), self.text)
    }
}

fn sign(weight: Weight) -> &'static str {
    match weight {
        Weight::Info => "",
        Weight::Warning => tr!("Note: "),
        Weight::Error => tr!("Problem: "),
    }
}

fn message_ui(ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, said: &Said) {
    let Said { time, weight, text } = said;
    let weight = *weight;
    let color = match weight {
        Weight::Info => theme.text_muted.0,
        Weight::Warning => theme.warning.0,
        Weight::Error => theme.danger.0,
    };
    ui.horizontal_top(|ui| {
        let copy = ui.small_button(tr!("Copy"));
        copy.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, tr!("Copy: {text}", text)));
        if copy.clicked() {
            ui.ctx().copy_text(said.line());
        }
        ui.label(RichText::new(time).monospace().color(theme.text_muted.0));
        if weight != Weight::Info {
            ui.label(RichText::new(sign(weight).trim_end()).color(color));
        }
        let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 12, color: theme.text.0 };
        ui.vertical(|ui| engine.caption_ui(ui, text, &style));
    });
}
