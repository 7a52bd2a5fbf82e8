//! The dialog in which a page is written: its text on one side, what it looks like on the other, its pictures below.
//!
//! What is typed is put in force when the dialog closes, as one step; it changes nothing before.

use super::page::{PageView, scroll_id};
use crate::edit::{Command, GuidelineDraft};
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::{Guideline, Label, Picture, Session};
use crate::workbench::{Purpose, free_name};
use eframe::egui;
use eframe::egui::{Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui, Vec2, WidgetInfo};
use std::sync::Arc;

/// Width in points below which text and look stand above each other.
const ROOM_FOR_BOTH: f32 = 600.0;

/// A page as it is being written.
#[derive(Clone, Debug)]
pub(in crate::gui) struct PageEditor {
    pub(super) draft: GuidelineDraft,
    /// The page as the session has it.
    before: Option<Arc<Guideline>>,
    pub(super) view: PageView,
    /// What went wrong.
    pub(super) message: Option<String>,
    /// Whether what is typed is given up.
    pub(super) is_given_up: bool,
    take_focus: bool,
    /// Where the caret is in the text, in characters.
    caret: Option<usize>,
}

impl PageEditor {
    /// A new page, which explains `label`.
    pub(super) fn new(session: &Session, label: Option<Label>) -> Self {
        let title = label.as_ref().map_or(String::new(), |label| session.schema.label_name(label).to_owned());
        let labels = label.into_iter().collect();
        Self::of(GuidelineDraft { title, labels, ..GuidelineDraft::default() }, None)
    }

    /// The page as it is.
    pub(super) fn on(page: Arc<Guideline>) -> Self {
        let draft = GuidelineDraft {
            guideline: Some(page.id),
            title: page.title.clone(),
            text: page.text.clone(),
            pictures: page.pictures.clone(),
            labels: Vec::new(),
        };
        Self::of(draft, Some(page))
    }

    fn of(draft: GuidelineDraft, before: Option<Arc<Guideline>>) -> Self {
        let view = PageView::default();
        Self { draft, before, view, message: None, is_given_up: false, take_focus: true, caret: None }
    }

    /// What puts the draft in force; nothing where nothing was written.
    pub(super) fn command(&self) -> Option<Command> {
        let GuidelineDraft { title, text, pictures, .. } = &self.draft;
        let is_changed = self.before.as_ref().map_or_else(
            || {
                !text.trim().is_empty()
                    || !pictures.is_empty()
                    || (!title.trim().is_empty() && self.draft.labels.is_empty())
            },
            |page| page.title != title.trim() || page.text != *text || page.pictures != *pictures,
        );
        if !is_changed || self.is_given_up {
            return None;
        }
        // A page that nobody named is lost for no name; its first words have to do.
        let first = text.lines().map(|line| line.trim_start_matches('#').trim()).find(|line| !line.is_empty());
        let first = || first.unwrap_or(tr!("Page without a title")).chars().take(60).collect::<String>();
        let title = if title.trim().is_empty() { first() } else { title.clone() };
        Some(Command::SaveGuideline(Box::new(GuidelineDraft { title, ..self.draft.clone() })))
    }

    /// Takes a picture that was read; the text names it where the caret is.
    pub(super) fn take_picture(&mut self, picture: Result<Picture, String>) {
        let mut picture = match picture {
            Ok(picture) => picture,
            Err(why) => {
                self.message = Some(why);
                return;
            }
        };
        self.message = None;
        let known = self.draft.pictures.iter().find(|known| known.data == picture.data).map(|known| known.name.clone());
        let taken = self.draft.pictures.iter().map(|picture| picture.name.as_str());
        let name = known.clone().unwrap_or_else(|| free_name(taken, &picture.name));
        let text = &mut self.draft.text;
        let at = self.caret.and_then(|caret| text.char_indices().nth(caret)).map_or(text.len(), |(at, _)| at);
        text.insert_str(at, &tr!("\n\n![What the picture shows]({name})\n\n", name));
        if known.is_none() {
            picture.name = name;
            self.draft.pictures.push(picture);
        }
        self.take_focus = true;
    }

    /// Draws the dialog.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 1080.0));
        let is_done = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        ui.heading(if self.before.is_some() { tr!("Guideline page") } else { tr!("New guideline page") });
        self.title_ui(ui, session, engine, theme);
        let height = (ui.ctx().content_rect().height() - 270.0).max(120.0);
        self.middle_ui(ui, engine, theme, height);
        let answer = self.pictures_ui(ui, theme);
        if let Some(message) = &self.message {
            let style = CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 4, color: theme.danger.0 };
            engine.caption_ui(ui, message, &style);
        }
        ui.separator();
        let closed = ui.horizontal(|ui| self.buttons_ui(ui, theme)).inner;
        answer.or((closed || is_done).then_some(Answer::Close))
    }

    fn title_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let field = engine.field_ui(ui, &mut self.draft.title, FieldRows::One, |title| {
            TextEdit::singleline(title).hint_text(tr!("Title")).desired_width(f32::INFINITY)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Title of the page")));
        if self.take_focus && self.draft.title.is_empty() {
            self.take_focus = false;
            field.request_focus();
        }
        let names: Vec<&str> = self.draft.labels.iter().map(|label| session.schema.label_name(label)).collect();
        if !names.is_empty() {
            let style =
                CaptionStyle { size: 12.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text_muted.0 };
            engine.caption_ui(ui, &tr!("Explains {}", names.join(", ")), &style);
        }
        ui.add_space(4.0);
    }

    /// The text and what it looks like, side by side where there is room.
    fn middle_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, height: f32) {
        let width = ui.available_width();
        let is_wide = width >= ROOM_FOR_BOTH;
        let size =
            if is_wide { Vec2::new((width - 18.0) / 2.0, height) } else { Vec2::new(width, (height - 12.0) / 2.0) };
        let layout = if is_wide { Layout::left_to_right(egui::Align::Min) } else { Layout::top_down(egui::Align::Min) };
        ui.allocate_ui_with_layout(Vec2::new(width, height), layout, |ui| {
            ui.set_max_height(height);
            ui.allocate_ui_with_layout(size, Layout::top_down(egui::Align::Min), |ui| {
                ui.set_min_size(size);
                ui.set_max_size(size);
                self.text_ui(ui, engine);
            });
            ui.separator();
            ui.allocate_ui_with_layout(size, Layout::top_down(egui::Align::Min), |ui| {
                ui.set_min_size(size);
                ui.set_max_size(size);
                let area = ScrollArea::vertical().id_salt(scroll_id("preview")).auto_shrink([false, false]);
                area.min_scrolled_height(size.y).show(ui, |ui| {
                    if self.draft.text.trim().is_empty() {
                        let text = tr!("What you write is shown here as it will be read.");
                        ui.label(RichText::new(text).color(theme.text_muted.0));
                    }
                    self.view.ui(ui, &self.draft.text, &self.draft.pictures, theme);
                });
            });
        });
    }

    fn text_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        let height = ui.available_height();
        let room = Vec2::new(0.0, height - 16.0);
        let area = ScrollArea::vertical().id_salt("text of the page").auto_shrink([false, false]);
        area.min_scrolled_height(height).show(ui, |ui| {
            let field = engine.field_ui(ui, &mut self.draft.text, FieldRows::Many, |text| {
                let hint = tr!("Markdown: # heading, *stressed*, **strong**, - list, > quotation, [words](address)");
                TextEdit::multiline(text).hint_text(hint).desired_rows(4).desired_width(f32::INFINITY).min_size(room)
            });
            field.widget_info(|| WidgetInfo::labeled(egui::Role::MultilineTextInput, true, tr!("Text of the page")));
            if std::mem::take(&mut self.take_focus) {
                field.request_focus();
            }
            if let Some(range) = TextEdit::load_state(ui.ctx(), field.id).and_then(|state| state.cursor.char_range()) {
                self.caret = Some(range.primary.index.into());
            }
        });
    }

    /// The pictures of the page, with a button that takes each out, and ways to add one.
    fn pictures_ui(&mut self, ui: &mut Ui, theme: &Theme) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            if ui.button(tr!("Add a picture…")).on_hover_text(tr!("PNG, JPEG or WebP, at most 3 MiB")).clicked() {
                answer = Some(Answer::Choose(Purpose::PagePicture));
            }
            if ui.button(tr!("Type its path…")).clicked() {
                answer = Some(Answer::Type(Purpose::PagePicture));
            }
            let mut out = None;
            for (number, picture) in self.draft.pictures.iter().enumerate() {
                let button = ui.button(format!("{}  ×", picture.name)).on_hover_text(tr!("Take the picture out"));
                let told = tr!("Take out the picture {}", picture.name);
                button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
                if button.clicked() {
                    out = Some(number);
                }
            }
            out.map(|number| self.draft.pictures.remove(number));
            if self.draft.pictures.is_empty() {
                ui.label(RichText::new(tr!("No pictures")).color(theme.text_muted.0));
            }
        });
        answer
    }

    fn buttons_ui(&mut self, ui: &mut Ui, theme: &Theme) -> bool {
        let done = ui.button(tr!("Done")).on_hover_text(tr!("Keep the page (Ctrl+Enter, Esc)")).clicked();
        let give_up = ui.button(tr!("Discard changes")).clicked();
        self.is_given_up |= give_up;
        ui.label(RichText::new(tr!("Esc keeps what you wrote; undo takes it back")).small().color(theme.text_muted.0));
        done || give_up
    }
}
