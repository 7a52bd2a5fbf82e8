//! The dialog as a whole: the settings above, what was found of them, and the buttons below.
//!
//! It shows and asks; what is looked for and what becomes of it is the form's matter.

use super::form::{Answered, Deed, Mode, RepeatsForm};
use super::ticks::Ticks;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::counts;
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::Session;
use eframe::egui;
use eframe::egui::{Key, Modifiers, RichText, Ui};

/// Points that the dialog is high where the window has room for it, whatever it shows: what is clicked stays in its place.
const HEIGHT: f32 = 700.0;
/// Points that the list of places has at least.
const LEAST_LIST: f32 = 80.0;
/// Points of a row below the list, and of the buttons with the line above them.
const NOTE_HEIGHT: f32 = 24.0;
const BUTTONS_HEIGHT: f32 = 40.0;
/// Points of a line that cannot be used, and how many of them are in sight at once.
const PROBLEM_HEIGHT: f32 = 18.0;
const PROBLEMS_SHOWN: usize = 4;

impl RepeatsForm {
    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 920.0));
        let height = HEIGHT.min(ui.ctx().content_rect().height() - 60.0);
        ui.set_height(height);
        let bottom = ui.cursor().top() + height;
        self.escape(ui);
        let mut answer = self.settings_ui(ui, session, engine, theme);
        ui.separator();
        if self.picking.is_some() {
            self.pick_entry_ui(ui, session, engine, theme);
        } else {
            self.summary_ui(ui, session, engine, theme);
            // What stands below the list keeps its room, however low the window is.
            let room = bottom - ui.cursor().top() - self.notes_height() - BUTTONS_HEIGHT;
            let room = room.max(LEAST_LIST);
            let said = &mut self.said;
            self.places.ui(ui, room, session, self.ticks.as_mut().map(|ticks| (ticks, said)), engine, theme);
            self.notes_ui(ui, engine, theme);
        }
        ui.add_space((bottom - ui.cursor().top() - BUTTONS_HEIGHT).max(0.0));
        ui.separator();
        answer = self.buttons_ui(ui, theme).or(answer);
        answer
    }

    /// Esc stops a search that goes on, or closes the search for an entry, before it closes the dialog.
    fn escape(&mut self, ui: &Ui) {
        let is_open = self.picking.is_some() || (self.job.is_some() && self.progress_shows());
        if is_open && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            match self.picking.take() {
                Some(_) => self.places.take_focus(),
                None => self.stop = true,
            }
        }
    }

    fn progress_shows(&self) -> bool {
        self.answered == Answered::Waiting || self.is_doing
    }

    fn summary_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        ui.horizontal_wrapped(|ui| {
            self.counts_ui(ui, theme);
            self.looked_under_ui(ui, session, engine, theme);
            if self.job.is_some() && self.progress_shows() {
                let text = if self.is_doing { tr!("working…") } else { tr!("looking…") };
                ui.label(RichText::new(text).color(theme.text_muted.0));
                if self.progress > 0.0 {
                    ui.add(egui::ProgressBar::new(self.progress).desired_width(90.0).show_percentage());
                }
                if ui.small_button(tr!("Stop")).on_hover_text(tr!("Stop looking (Esc)")).clicked() {
                    self.stop = true;
                }
            }
            match &self.answered {
                Answered::Nothing => {
                    let text = match self.wish.mode {
                        Mode::Words => tr!("Type the words to look for."),
                        Mode::Pattern => tr!("Type a regular expression."),
                        Mode::Found => tr!("Nothing was found."),
                        Mode::List => tr!("Type or paste phrases, one a line, or open a file."),
                    };
                    ui.label(RichText::new(text).color(theme.text_muted.0));
                }
                Answered::Stopped => {
                    ui.label(RichText::new(tr!("The search was stopped.")).color(theme.warning.0));
                    if ui.small_button(tr!("Look again")).clicked() {
                        self.ask_again();
                    }
                }
                Answered::Wrong(error) => {
                    ui.add(egui::Label::new(RichText::new(error.to_string()).color(theme.danger.0)).wrap());
                }
                Answered::Waiting | Answered::Found => {}
            }
        });
    }

    /// Which label was looked under where something is done to tags, and a way to look under all.
    fn looked_under_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let found = self.ticks.as_ref().filter(|_| self.answered == Answered::Found).map(Ticks::rows);
        let Some(found) = found.filter(|_| self.wish.deed.takes_any_label() && self.wish.mode != Mode::List) else {
            return;
        };
        if self.any_label() {
            ui.label(RichText::new(tr!("under any label")).color(theme.text_muted.0));
            return;
        }
        let name = session.schema.label_name(&self.wish.label);
        let text = match found {
            0 => tr!("None has exactly the label “{name}”.", name),
            _ => tr!("under the label “{name}” alone", name),
        };
        let (size, weight, color) = (13.5, CaptionWeight::Regular, theme.text_muted.0);
        engine.label_ui(ui, &text, &CaptionStyle { size, weight, max_rows: 1, color });
        if ui.small_button(tr!("Look under any label")).clicked() {
            self.wish.any_label = true;
        }
    }

    /// How many places are ticked, and why others cannot be.
    fn counts_ui(&mut self, ui: &mut Ui, theme: &Theme) {
        let counts = self.ticks.as_ref().map(|ticks| (ticks.count(), ticks.able(), ticks.articles()));
        if let Some((count, able, articles)) = counts.filter(|_| self.ticks.as_ref().is_some_and(|t| t.rows() > 0)) {
            if able == 0 {
                ui.label(RichText::new(tr!("Nothing is left to tick")).strong());
            } else {
                ui.label(RichText::new(tr!("{count} of {} ticked", counts::places(able), count)).strong());
                ui.label(RichText::new(tr!("in {n} article" | "in {n} articles" % articles)));
            }
            for (name, on) in [(tr!("All"), true), (tr!("None"), false)].into_iter().filter(|_| able > 0) {
                let button = ui.small_button(name);
                let told = if on { tr!("Tick all places") } else { tr!("Tick no place") };
                button.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, told));
                if let (true, Some(ticks)) = (button.clicked(), self.ticks.as_mut()) {
                    ticks.set_all(on, &mut self.said);
                }
            }
            if let Some(ticks) = self.ticks.as_ref().filter(|_| self.wish.deed == Deed::Tag) {
                let (tagged, overlapping, inside) = ticks.apart();
                let mut words = Vec::new();
                let mut tell = |count: usize, what: &str| {
                    if count > 0 {
                        words.push(format!("{count} {what}"));
                    }
                };
                tell(tagged, tr!("tagged already"));
                tell(overlapping, tr!("sharing words with another tag"));
                tell(inside, tr!("part of a longer name"));
                tell(ticks.found.preview.in_regions, tr!("left out in captions, menus and adverts"));
                ui.label(RichText::new(words.join(" · ")).color(theme.text_muted.0));
            }
        }
    }

    /// What hangs on the ticked tags, and lines of a word list that cannot be used.
    fn notes_ui(&self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) {
        if let Some(trouble) = &self.trouble {
            super::settings::told_ui(ui, engine, trouble, theme.danger.0);
        }
        let Some(ticks) = &self.ticks else { return };
        if self.wish.deed == Deed::Untag {
            let (relations, alignments, suggestions) = ticks.hanging();
            let parts = counts::listed(&[
                (relations, counts::relations),
                (alignments, counts::alignments),
                (suggestions, counts::suggestions),
            ]);
            if !parts.is_empty() {
                let text = tr!("With them go {parts}. Ctrl+Z brings everything back.", parts);
                ui.label(RichText::new(text).color(theme.warning.0));
            }
        }
        let problems = &ticks.found.problems;
        if problems.is_empty() {
            return;
        }
        let text = tr!("{n} line cannot be used" | "{n} lines cannot be used" % problems.len());
        ui.label(RichText::new(text).color(theme.warning.0));
        let height = problems_height(problems.len());
        ui.scope(|ui| {
            ui.spacing_mut().item_spacing.y = 0.0;
            let area = egui::ScrollArea::vertical().id_salt("lines that cannot be used").auto_shrink([false, true]);
            let area = area.min_scrolled_height(height).max_height(height);
            area.show_rows(ui, PROBLEM_HEIGHT, problems.len(), |ui, range| {
                for problem in problems.get(range).unwrap_or_default() {
                    let size = egui::Vec2::new(ui.available_width(), PROBLEM_HEIGHT);
                    let layout = egui::Layout::left_to_right(egui::Align::Center);
                    ui.allocate_ui_with_layout(size, layout, |ui| {
                        ui.set_min_size(size);
                        super::settings::told_ui(ui, engine, &problem.to_string(), theme.text.0);
                    });
                }
            });
        });
    }

    /// Points that [`Self::notes_ui`] takes.
    fn notes_height(&self) -> f32 {
        let mut height = if self.trouble.is_some() { NOTE_HEIGHT } else { 0.0 };
        if let Some(ticks) = &self.ticks {
            if self.wish.deed == Deed::Untag && ticks.hanging() != (0, 0, 0) {
                height += NOTE_HEIGHT;
            }
            if !ticks.found.problems.is_empty() {
                height += NOTE_HEIGHT + problems_height(ticks.found.problems.len()) + 6.0;
            }
        }
        height
    }

    fn buttons_ui(&mut self, ui: &mut Ui, theme: &Theme) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal(|ui| {
            let count = self.ticks.as_ref().map_or(0, Ticks::count);
            let verb = match self.wish.deed {
                Deed::Tag => tr!("Tag {}", counts::places(count)),
                Deed::Untag => tr!("Delete {}", counts::tags(count)),
                Deed::Relabel => tr!("Change the label of {}", counts::tags(count)),
                Deed::Link if self.wish.entry.is_none() => tr!("Unlink {}", counts::tags(count)),
                Deed::Link => tr!("Link {}", counts::tags(count)),
            };
            let is_ready = self.is_ready();
            let go = ui.add_enabled(is_ready, egui::Button::new(verb));
            let asked = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
            if is_ready && (go.clicked() || asked) {
                answer = Some(Answer::DoRepeats);
            }
            let same = self.wish.deed == Deed::Relabel && !self.any_label() && self.to == self.wish.label;
            let why = if same { tr!("Choose another label first") } else { tr!("Nothing is ticked") };
            go.on_hover_text(tr!("One step, which undo takes back (Ctrl+Enter)")).on_disabled_hover_text(why);
            if ui.button(tr!("Close")).on_hover_text(tr!("Nothing changes")).clicked() {
                answer = Some(Answer::Close);
            }
            let keys = tr!("in the list: Up, Down, Space ticks, Ctrl+A all or none; Ctrl+Enter does it");
            ui.label(crate::gui::widgets::key_text(theme, keys));
        });
        answer
    }
}

/// Points that the list of lines that cannot be used takes.
fn problems_height(count: usize) -> f32 {
    PROBLEM_HEIGHT * count.min(PROBLEMS_SHOWN) as f32
}
