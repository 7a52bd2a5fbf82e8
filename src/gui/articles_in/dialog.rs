//! The dialog as a whole: what was found on the left, the article that the list is at on the right, the buttons below.
//!
//! It shows and asks; it changes nothing.

use super::choices::encoding_ui;
use super::form::{ArticlesIn, Stage};
use super::preview::counts_text;
use crate::gui::article::{TextEngine, Typeface};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::key_text;
use eframe::egui;
use eframe::egui::{Key, Modifiers, RichText, ScrollArea, Ui, UiBuilder};

/// Points that the dialog is wide and high where the window has room for it.
const WIDTH: f32 = 1160.0;
const HEIGHT: f32 = 720.0;
/// Points of the buttons with the line above them.
const BUTTONS_HEIGHT: f32 = 40.0;
/// Points between the list and the article.
const GAP: f32 = 14.0;
/// Size of the article's letters, in points, and characters of its lines at most.
const FONT_SIZE: f32 = 14.5;
const LINE_CHARS: f32 = 90.0;
/// Points of the report.
const REPORT_WIDTH: f32 = 640.0;

impl ArticlesIn {
    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        if let Stage::Added(report) = &self.stage {
            return report_ui(ui, report, theme);
        }
        let width = fitting(ui, WIDTH);
        ui.set_width(width);
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 60.0);
        ui.set_height(height);
        let bottom = ui.cursor().top() + height;
        self.escape(ui);
        ui.heading(tr!("Add articles"));
        let mut answer = self.above_ui(ui, theme);
        ui.separator();
        let room = egui::Rect::from_min_max(
            ui.cursor().min,
            egui::Pos2::new(ui.cursor().left() + width, bottom - BUTTONS_HEIGHT),
        );
        ui.allocate_rect(room, egui::Sense::hover());
        if self.read.is_some() {
            self.found_ui(ui, room, engine, theme);
        } else {
            let ui = &mut ui.new_child(UiBuilder::new().id_salt("reading").max_rect(room));
            ui.label(
                RichText::new(tr!("Reading the files… Nothing changes before you have seen what they bring."))
                    .color(theme.text_muted.0),
            );
        }
        ui.separator();
        answer = self.buttons_ui(ui, theme).or(answer);
        answer
    }

    /// Esc stops reading before it closes the dialog.
    fn escape(&mut self, ui: &Ui) {
        if self.job.is_some() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.stop = true;
        }
    }

    /// How much was found, and what holds for all of it.
    fn above_ui(&mut self, ui: &mut Ui, theme: &Theme) -> Option<Answer> {
        ui.horizontal_wrapped(|ui| {
            let (ticked, able, refused) = self.counts();
            if able > 0 {
                ui.label(counts_text(ticked, able, theme));
                for (name, told, on) in
                    [(tr!("All"), tr!("Tick all articles"), true), (tr!("None"), tr!("Tick no article"), false)]
                {
                    let button = ui.small_button(name);
                    button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
                    if button.clicked() {
                        self.tick_all(on);
                    }
                }
            } else if self.read.is_some() {
                ui.label(RichText::new(tr!("There is no article to add.")).color(theme.warning.0));
            }
            if refused > 0 {
                let text =
                    tr!("{n} file was not read, or not all of it"
                        | "{n} files were not read, or not all of them" % refused);
                ui.label(RichText::new(text).color(theme.danger.0));
            }
            if let Some(read) = self.read.as_ref().filter(|read| read.files.len() > 1) {
                ui.label(
                    RichText::new(tr!("in {}", tr!("{n} file" | "{n} files" % read.files.len())))
                        .color(theme.text_muted.0),
                );
                encoding_ui(
                    ui,
                    (tr!("Encoding of all files"), "encoding of all"),
                    &mut self.wish.encoding,
                    None,
                    theme,
                );
            }
            if self.guessing.is_some() && self.guessed > 0.0 {
                let percent = (self.guessed * 100.0).round();
                ui.label(RichText::new(tr!("details guessed: {percent} %", percent)).color(theme.text_muted.0));
            }
            if self.job.is_some() {
                ui.add(egui::ProgressBar::new(self.progress).desired_width(120.0).show_percentage());
                if ui.small_button(tr!("Stop")).on_hover_text(tr!("Stop reading (Esc)")).clicked() {
                    self.stop = true;
                }
            }
        });
        None
    }

    fn found_ui(&mut self, ui: &mut Ui, room: egui::Rect, engine: &mut TextEngine, theme: &Theme) {
        let left = (room.width() * 0.4).clamp(220.0, 460.0);
        let (list, rest) = room.split_left_right_at_x(room.left() + left);
        let rest = rest.with_min_x(rest.left() + GAP);
        let within = |id: &str, room: egui::Rect| UiBuilder::new().id_salt(id).max_rect(room);
        self.list_ui(&mut ui.new_child(within("list", list)), engine, theme);
        let line = egui::Stroke::new(1.0, theme.border.0);
        ui.painter().vline(rest.left() - GAP / 2.0, room.y_range(), line);
        let style = theme.reading_style(Typeface::Sans, FONT_SIZE, LINE_CHARS);
        let ui = &mut ui.new_child(within("article", rest));
        ui.set_clip_rect(rest.expand(2.0).intersect(ui.clip_rect()));
        self.preview_ui(ui, engine, theme, &style);
    }

    fn buttons_ui(&mut self, ui: &mut Ui, theme: &Theme) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal(|ui| {
            let (ticked, ..) = self.counts();
            let can_add = self.can_add();
            let add =
                ui.add_enabled(can_add, egui::Button::new(tr!("Add {}", tr!("{n} article" | "{n} articles" % ticked))));
            if can_add && std::mem::take(&mut self.is_ready) {
                add.request_focus();
            }
            let asked = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if can_add && (add.clicked() || asked) {
                answer = Some(Answer::AddRead);
            }
            add.on_hover_text(tr!("One step, which undo takes back (Enter)"))
                .on_disabled_hover_text(tr!("Nothing is ticked"));
            if ui.button(tr!("Cancel")).on_hover_text(tr!("Nothing is added")).clicked() {
                answer = Some(Answer::Close);
            }
            ui.label(key_text(theme, tr!("in the list: Up, Down, Space ticks, Ctrl+A all or none; Ctrl+Enter adds")));
        });
        answer
    }
}

/// The report on what was added.
fn report_ui(ui: &mut Ui, report: &str, theme: &Theme) -> Option<Answer> {
    ui.set_width(fitting(ui, REPORT_WIDTH));
    ui.heading(tr!("Articles were added"));
    let room = (ui.ctx().content_rect().height() - 180.0).clamp(80.0, 420.0);
    let area = ScrollArea::vertical().id_salt("report").max_height(room).auto_shrink([false, true]);
    area.show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(report).color(theme.text.0)).wrap().selectable(true));
    });
    ui.separator();
    let mut answer = None;
    ui.horizontal(|ui| {
        let close = ui.button(tr!("Close"));
        if ui.memory(|memory| memory.focused().is_none()) {
            close.request_focus();
        }
        if close.clicked() {
            answer = Some(Answer::Close);
        }
        if ui.button(tr!("Copy the report")).clicked() {
            ui.ctx().copy_text(report.to_owned());
        }
    });
    answer
}
