//! The dialog: a field for each thing that is known about one article or about several. Nothing changes before it is
//! applied, and then all of it is one step.

use super::draft::Draft;
use super::facts::facts_ui;
use super::offers::{called, meaning, offers, said};
use crate::edit::{Command, Field, MetadataChange};
use crate::gui::article::{FieldRows, TextEngine, widget_words};
use crate::gui::dialogs::{Answer, fitting};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::theme::Theme;
use crate::gui::widgets::{chosen_ui, key_text};
use crate::model::{ArticleId, Grade, Outlet, ReadingStatus, Session};
use eframe::egui;
use eframe::egui::{Align, ComboBox, Key, Layout, Modifiers, RichText, ScrollArea, TextEdit, Ui, WidgetInfo};

const NAMES: f32 = 74.0;
/// Height of a field in points, and of what stands beside it.
const ROW: f32 = 26.0;
/// Room beside a field for what it says of guesses.
const MARKS: f32 = 150.0;

/// What the dialog remembers.
#[derive(Clone, Debug)]
pub(in crate::gui) struct DetailsForm {
    articles: Vec<ArticleId>,
    drafts: Vec<Draft>,
    /// How far all of the articles were read; nothing where they differ.
    known_status: Option<ReadingStatus>,
    status: Option<ReadingStatus>,
    /// Which field takes the keyboard in the next frame.
    focus: Option<Field>,
}

/// What is drawn with.
struct Look<'a> {
    session: &'a Session,
    theme: &'a Theme,
    width: f32,
}

impl DetailsForm {
    /// The dialog on `articles`.
    pub(super) fn new(session: &Session, articles: Vec<ArticleId>) -> Self {
        const ORDER: [Field; 7] =
            [Field::Headline, Field::Outlet, Field::Author, Field::Published, Field::Url, Field::Language, Field::Note];
        let drafts = ORDER.map(|field| Draft::new(session, &articles, field)).into();
        let mut read = articles.iter().filter_map(|id| session.shard(*id)).map(|shard| shard.metadata.status);
        let first = read.next();
        let known_status = first.filter(|first| read.all(|status| status == *first));
        let focus = Some(if articles.len() == 1 { Field::Headline } else { Field::Outlet });
        Self { articles, drafts, known_status, status: known_status, focus }
    }

    /// Draws the dialog; its answer, once there is one.
    pub(in crate::gui) fn ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) -> Option<Answer> {
        ui.set_width(fitting(ui, 680.0));
        let apply = self.take_keys(ui, session);
        match self.articles.len() {
            1 => ui.heading(tr!("Article details")),
            count => ui.heading(tr!("Details of {count} articles", count)),
        };
        if self.articles.len() > 1 {
            let told = tr!("What you change is changed in all of them, as one step; the rest stays as it is in each.");
            ui.label(RichText::new(told).small().color(theme.text_muted.0));
        }
        ui.add_space(4.0);
        let height = ui.ctx().content_rect().height();
        let mut entered = false;
        ScrollArea::vertical().max_height(height - 190.0).min_scrolled_height(height - 190.0).show(ui, |ui| {
            let look = Look { session, theme, width: ui.available_width() - NAMES - MARKS - 30.0 };
            for place in 0..self.drafts.len() {
                ui.horizontal_top(|ui| entered |= self.field_ui(ui, place, &look, engine, requests));
            }
            ui.horizontal_top(|ui| self.status_ui(ui, theme, engine));
            if let [one] = self.articles.as_slice()
                && let Some(shard) = session.shard(*one)
            {
                facts_ui(ui, session, shard, engine, theme);
            }
        });
        ui.add_space(4.0);
        self.foot_ui(ui, theme, apply || entered, requests)
    }

    /// Keys that mean something in every field; whether all of it is to be written.
    fn take_keys(&mut self, ui: &Ui, session: &Session) -> bool {
        let (all, one, apply) = ui.input_mut(|input| {
            let all = input.consume_key(Modifiers::ALT | Modifiers::SHIFT, Key::Enter);
            let one = input.consume_key(Modifiers::ALT, Key::Enter);
            (all, one, input.consume_key(Modifiers::COMMAND, Key::Enter))
        });
        let focused = ui.memory(egui::Memory::focused);
        for draft in &mut self.drafts {
            let is_focused = draft.id.is_some() && draft.id == focused;
            if all || (one && is_focused) {
                draft.confirms = all || !draft.confirms;
            }
            if is_focused {
                step_offer(ui, session, draft);
            }
        }
        apply
    }

    /// Draws one field; whether Enter was pressed in it.
    fn field_ui(
        &mut self,
        ui: &mut Ui,
        place: usize,
        look: &Look<'_>,
        engine: &mut TextEngine,
        requests: &mut Requests,
    ) -> bool {
        let takes_focus = self.drafts.get(place).is_some_and(|draft| self.focus == Some(draft.field));
        let count = self.articles.len();
        let Some(draft) = self.drafts.get_mut(place) else { return false };
        let (name, hint) = names(draft.field);
        let hint = if draft.clears {
            tr!("nothing")
        } else if draft.is_several() {
            tr!("several values")
        } else {
            hint
        };
        name_ui(ui, name, look.theme);
        let rows = if draft.field == Field::Note { FieldRows::Many } else { FieldRows::One };
        let mut entered = false;
        ui.vertical(|ui| {
            ui.set_width(look.width);
            let response = engine.field_ui(ui, &mut draft.text, rows, |text| {
                let field = match rows {
                    FieldRows::One => TextEdit::singleline(text),
                    FieldRows::Many => TextEdit::multiline(text).desired_rows(2),
                };
                field.hint_text(hint).desired_width(f32::INFINITY)
            });
            let told = match (draft.guesses, draft.is_touched()) {
                (1.., false) if !draft.confirms => tr!("{name}, guess", name),
                _ => name.to_owned(),
            };
            let role = if rows == FieldRows::One { egui::Role::TextInput } else { egui::Role::MultilineTextInput };
            response.widget_info(|| WidgetInfo::labeled(role, true, &told));
            draft.id = Some(response.id);
            entered =
                rows == FieldRows::One && response.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
            if takes_focus {
                response.request_focus();
            }
            if matches!(draft.field, Field::Outlet | Field::Published | Field::Language) {
                below_ui(ui, draft, look, engine, requests);
            }
        });
        mark_ui(ui, draft, count, look.theme);
        if takes_focus {
            self.focus = None;
        }
        entered
    }

    fn status_ui(&mut self, ui: &mut Ui, theme: &Theme, engine: &mut TextEngine) {
        name_ui(ui, tr!("Reading"), theme);
        let words = |status: Option<ReadingStatus>| match status {
            Some(ReadingStatus::Unread) => tr!("not read"),
            Some(ReadingStatus::Reading) => tr!("reading"),
            Some(ReadingStatus::Read) => tr!("read"),
            None => tr!("several values"),
        };
        let combo = ComboBox::from_id_salt("reading status").selected_text(words(self.status));
        let shown = combo.show_ui(ui, |ui| {
            for status in ReadingStatus::ALL {
                if chosen_ui(ui, engine, self.status == Some(*status), words(Some(*status))) {
                    self.status = Some(*status);
                }
            }
        });
        let told = tr!("Reading: {}", words(self.status));
        shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
    }

    fn foot_ui(&mut self, ui: &mut Ui, theme: &Theme, apply: bool, requests: &mut Requests) -> Option<Answer> {
        let problem = self.drafts.iter().any(|draft| draft.problem().is_some());
        let open = self.drafts.iter().any(|draft| draft.guesses > 0 && !draft.confirms && !draft.is_touched());
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            let button = ui.add_enabled(!problem, egui::Button::new(tr!("Apply")));
            if (button.clicked() || apply) && !problem {
                self.write(requests);
                answer = Some(Answer::Close);
            }
            if ui.add_enabled(open, egui::Button::new(tr!("Confirm all guesses"))).clicked() {
                self.drafts.iter_mut().for_each(|draft| draft.confirms = true);
            }
            if ui.button(tr!("Cancel")).clicked() {
                answer = Some(Answer::Close);
            }
            if ui.button(tr!("Outlets…")).clicked() {
                answer = Some(Answer::Act(crate::gui::actions::Action::Outlets));
            }
        });
        let keys = tr!("Enter applies (in a note Ctrl+Enter), Alt+Enter confirms a guess, Esc leaves all as it was");
        ui.add(egui::Label::new(key_text(theme, keys)).wrap());
        answer
    }

    fn write(&self, requests: &mut Requests) {
        let confirm = self.drafts.iter().filter(|draft| draft.confirmed()).map(|draft| draft.field).collect();
        let change = MetadataChange {
            set: self.drafts.iter().filter_map(Draft::set).collect(),
            confirm,
            status: self.status.filter(|status| self.known_status != Some(*status)),
        };
        if !change.is_empty() {
            requests.push(Request::Do(Command::SetMetadataAll { articles: self.articles.clone(), change }));
        }
    }
}

/// Draws a field's name, as wide as those of the others and as high as the field.
fn name_ui(ui: &mut Ui, name: &str, theme: &Theme) {
    ui.allocate_ui_with_layout(egui::vec2(NAMES, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_size(egui::vec2(NAMES, ROW));
        ui.label(RichText::new(name).color(theme.text_muted.0));
    });
}

/// The name of a field and what stands in it while it is empty.
fn names(field: Field) -> (&'static str, &'static str) {
    match field {
        Field::Headline => (tr!("Headline"), tr!("not known")),
        Field::Outlet => (tr!("Outlet"), tr!("who published it")),
        Field::Author => (tr!("Author"), tr!("who wrote it")),
        Field::Published => (tr!("Date"), tr!("2026-11-21, 2026-11 or 2026")),
        Field::Url => (tr!("Address"), "https://…"),
        Field::Language => (tr!("Language"), "en"),
        Field::Note => (tr!("Note"), tr!("anything worth knowing")),
    }
}

/// Puts the next or the last of what is offered into a field, where the arrow keys ask for it.
fn step_offer(ui: &Ui, session: &Session, draft: &mut Draft) {
    if !matches!(draft.field, Field::Outlet | Field::Language) {
        return;
    }
    let down = ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::ArrowDown));
    let first = down.then(|| offers(session, draft).into_iter().next()).flatten();
    if let Some((value, _)) = first {
        draft.text = value;
    }
}

/// What is said of a field's text, or what is wrong with it, and what is offered instead.
fn below_ui(ui: &mut Ui, draft: &mut Draft, look: &Look<'_>, engine: &mut TextEngine, requests: &mut Requests) {
    ui.horizontal(|ui| {
        ui.set_min_height(18.0);
        let offered = offers(look.session, draft);
        if let Some(problem) = draft.problem().filter(|_| offered.is_empty()) {
            ui.label(RichText::new(problem).small().color(look.theme.danger.0));
            return;
        }
        ui.label(RichText::new(said(look.session, draft)).small().color(look.theme.text_muted.0));
        if draft.field == Field::Outlet
            && let Some(outlet) = called(look.session, &draft.text)
        {
            grade_ui(ui, outlet, requests);
        }
        let is_focused = draft.id.is_some_and(|id| ui.memory(|memory| memory.has_focus(id)));
        let wanted = draft.is_touched() || is_focused;
        for (place, (value, shown)) in offered.into_iter().enumerate().filter(|_| wanted) {
            let button = ui.add(egui::Button::new(widget_words(&shown)).small());
            engine.words_over(ui, &button, &shown, 0.0);
            let button = if place == 0 { button.on_hover_text(tr!("Down takes this one")) } else { button };
            if button.clicked() {
                draft.text = value;
            }
        }
    });
}

/// A list of grades for an outlet that is known. A grade is the outlet's own, so that it is given at once and not with the rest.
fn grade_ui(ui: &mut Ui, outlet: &Outlet, requests: &mut Requests) {
    let combo = ComboBox::from_id_salt("grade").selected_text(tr!("Grade")).width(64.0).height(260.0);
    let shown = combo.show_ui(ui, |ui| {
        for grade in Grade::ALL.iter().copied().map(Some).chain([None]) {
            let text = grade.map_or(tr!("not graded").to_owned(), |grade| format!("{grade}: {}", meaning(grade)));
            let is_set = outlet.reliability == grade;
            if ui.selectable_label(is_set, text).clicked() && !is_set {
                requests.push(Request::Do(Command::GradeOutlet { outlet: outlet.id, reliability: grade }));
            }
        }
    });
    shown.response.widget_info(|| WidgetInfo::labeled(egui::Role::ComboBox, true, tr!("Grade of the outlet")));
    shown.response.on_hover_text(tr!("Grades the outlet at once, in all of its articles; Ctrl+Z takes it back"));
}

/// What stands beside a field: whether it is a guess, and what becomes of it.
fn mark_ui(ui: &mut Ui, draft: &mut Draft, count: usize, theme: &Theme) {
    let (name, _) = names(draft.field);
    ui.allocate_ui_with_layout(egui::vec2(MARKS, ROW), Layout::left_to_right(Align::Center), |ui| {
        ui.set_min_height(ROW);
        if draft.is_touched() {
            ui.label(RichText::new(tr!("changed")).small().color(theme.accent.0));
        } else if draft.guesses > 0 {
            let text = match (draft.confirms, count) {
                (true, _) => tr!("confirmed").to_owned(),
                (false, 1) => tr!("guess").to_owned(),
                (false, _) => tr!("guess in {} of {count}", draft.guesses, count),
            };
            let color = if draft.confirms { theme.success.0 } else { theme.warning.0 };
            ui.label(RichText::new(text).small().color(color));
            let verb = if draft.confirms { tr!("Undo") } else { tr!("Confirm") };
            let button = ui.small_button(verb);
            let told = format!("{verb}: {}", name.to_lowercase());
            button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
            if button.clicked() {
                draft.confirms = !draft.confirms;
            }
        }
        if draft.is_several() && draft.text.is_empty() {
            let button = ui.small_button(if draft.clears { tr!("Keep") } else { tr!("Clear") });
            let told = format!("{}: {}", if draft.clears { tr!("Keep") } else { tr!("Clear") }, name.to_lowercase());
            button.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, &told));
            if button.clicked() {
                draft.clears = !draft.clears;
            }
        }
    });
}
