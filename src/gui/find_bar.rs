//! The find bar above the text: what is looked for, how it is read, how many places there are and which one is selected.
//!
//! It shows and asks; searching and going to places is [`super::finding`]'s.

use super::actions::Action;
use super::article::{FieldRows, FoundSet, TextEngine};
use super::keymap::named_with_key;
use super::request::{Request, Requests};
use super::theme::Theme;
use crate::gui::language::tr;
use crate::model::ArticleId;
use crate::text::{ByteOffset, Matching, QueryError, Span};
use eframe::egui;
use eframe::egui::text::CCursorRange;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Frame, Id, Key, Margin, Modifiers, RichText, TextEdit, Ui, WidgetInfo};

/// Room in points that everything but the field takes.
const BESIDE_FIELD: f32 = 356.0;
/// The same where the switches stand in a row of their own.
const NARROW_BESIDE_FIELD: f32 = 190.0;
const WIDEST_FIELD: f32 = 300.0;

/// Which place to go to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// The one at or behind a byte, as while somebody types.
    From(ByteOffset),
    /// The next one.
    Next,
    /// The one before.
    Previous,
}

/// What was asked for, and so what the places found belong to.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Question {
    /// Where.
    pub(super) article: ArticleId,
    /// What.
    pub(super) words: String,
    /// How it is read.
    pub(super) matching: Matching,
}

/// What is known of the places.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) enum Answer {
    /// Nothing was asked for yet.
    #[default]
    Nothing,
    /// The search goes on.
    Waiting,
    /// The places are those of `found`.
    Found,
    /// The query does not hold.
    Wrong(QueryError),
    /// Somebody stopped the search.
    Stopped,
}

/// What the bar remembers between frames.
#[derive(Debug, Default)]
pub(super) struct FindBar {
    is_open: bool,
    /// Whether the field takes the keyboard focus in the next frame, with all of its words selected.
    pub(super) take_focus: bool,
    /// Whether the field had the focus in the last frame.
    had_focus: bool,
    /// What is typed.
    pub(super) words: String,
    /// What `found` answers, or will answer.
    pub(super) asked: Option<Question>,
    /// How far the answer is.
    pub(super) answer: Answer,
    /// Tells the answer to the last question from those to earlier ones.
    pub(super) ticket: u64,
    /// Where to go once the places are known.
    pub(super) wanted: Option<Step>,
    /// Where the caret was when typing began: the first place behind it is gone to.
    pub(super) origin: ByteOffset,
    found: FoundSet,
    nothing: FoundSet,
}

impl FindBar {
    /// Whether the bar is on show.
    pub(super) fn is_open(&self) -> bool {
        self.is_open
    }

    /// Shows the bar.
    pub(super) fn open(&mut self) {
        self.is_open = true;
    }

    /// Takes the bar away; what was typed stays for the next time.
    pub(super) fn close(&mut self) {
        self.is_open = false;
        self.had_focus = false;
        self.wanted = None;
    }

    /// Forgets places, as when another session is opened.
    pub(super) fn forget(&mut self) {
        self.asked = None;
        self.answer = Answer::Nothing;
        self.wanted = None;
        self.found = FoundSet::default();
    }

    /// Takes over the places of the last question.
    pub(super) fn take(&mut self, spans: Vec<Span>) {
        self.found = FoundSet::new(spans);
        self.answer = Answer::Found;
    }

    /// The places to be marked in `article`; none while the bar is away.
    pub(super) fn found_in(&self, article: ArticleId) -> &FoundSet {
        let is_asked = self.asked.as_ref().is_some_and(|asked| asked.article == article);
        if self.is_open && is_asked { &self.found } else { &self.nothing }
    }

    /// Takes the places of an earlier question off the text.
    pub(super) fn clear(&mut self, answer: Answer) {
        self.found = FoundSet::default();
        self.answer = answer;
    }

    /// Draws the bar; `selected` is what is selected in the text.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        selected: Span,
        matching: Matching,
        engine: &mut TextEngine,
        theme: &Theme,
        requests: &mut Requests,
    ) {
        let frame = Frame::new().fill(theme.panel.0).inner_margin(Margin::symmetric(10, 5));
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            // In a narrow pane the switches go below, and the field takes the room that they leave.
            let room = ui.available_width();
            let beside = if room < BESIDE_FIELD + 140.0 { NARROW_BESIDE_FIELD } else { BESIDE_FIELD };
            let field = (room - beside).clamp(60.0, WIDEST_FIELD);
            ui.horizontal_wrapped(|ui| {
                ui.spacing_mut().item_spacing.x = 4.0;
                ui.add_space((room - beside - field).max(0.0));
                self.field_ui(ui, field, engine, requests);
                let (text, color) = match &self.answer {
                    Answer::Found if self.found.spans().is_empty() => (self.count_text(selected), theme.warning.0),
                    _ => (self.count_text(selected), theme.text_muted.0),
                };
                ui.add_sized([92.0, 20.0], egui::Label::new(RichText::new(text).color(color)).truncate());
                for (sign, action) in [("←", Action::FindPrevious), ("→", Action::FindNext)] {
                    button_ui(ui, sign, action, None, requests);
                }
                for (sign, action, is_on) in [
                    ("Aa", Action::FindCase, !matching.fold_case),
                    ("éè", Action::FindMarks, !matching.fold_marks && !matching.regex),
                    ("“w”", Action::FindWords, matching.whole_words),
                    (".*", Action::FindPattern, matching.regex),
                ] {
                    button_ui(ui, sign, action, Some(is_on), requests);
                }
                let close = ui.button("×").on_hover_text(tr!("Close the find bar (Esc)"));
                close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Close the find bar")));
                if close.clicked() {
                    requests.push(Request::CloseFind);
                }
            });
            if let Answer::Wrong(error) = &self.answer
                && *error != QueryError::Empty
            {
                ui.add(egui::Label::new(RichText::new(error.to_string()).color(theme.danger.0)).wrap());
            }
        });
    }

    fn field_ui(&mut self, ui: &mut Ui, width: f32, engine: &mut TextEngine, requests: &mut Requests) {
        let id = Id::unique("find in the article");
        // The field would give the focus away with these keys.
        let pressed = |ui: &Ui, modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
        if self.had_focus {
            if pressed(ui, Modifiers::SHIFT, Key::Enter) {
                requests.push(Request::Act(Action::FindPrevious));
            } else if pressed(ui, Modifiers::NONE, Key::Enter) {
                requests.push(Request::Act(Action::FindNext));
            }
            if ui.input(|input| input.key_pressed(Key::Escape)) {
                requests.push(Request::CloseFind);
            }
        }
        let field = engine.field_ui(ui, &mut self.words, FieldRows::One, |words| {
            TextEdit::singleline(words).id(id).hint_text(tr!("Find")).desired_width(width)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Find in the article")));
        if field.changed() {
            self.wanted = Some(Step::From(self.origin));
        }
        if std::mem::take(&mut self.take_focus) {
            field.request_focus();
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            state.cursor.set_char_range(Some(CCursorRange::select_all_str(&self.words)));
            state.store(ui.ctx(), id);
        }
        self.had_focus = field.has_focus();
    }

    /// How many places there are, and which of them is selected.
    fn count_text(&self, selected: Span) -> String {
        let all = self.found.spans().len();
        match (&self.answer, self.found.number_of(selected)) {
            (Answer::Nothing | Answer::Wrong(_), _) => String::new(),
            (Answer::Waiting, _) => "…".to_owned(),
            (Answer::Stopped, _) => tr!("stopped").to_owned(),
            (Answer::Found, _) if all == 0 => tr!("no hits").to_owned(),
            (Answer::Found, Some(number)) => tr!("{} of {all}", number + 1, all),
            (Answer::Found, None) if all == 1 => tr!("1 hit").to_owned(),
            (Answer::Found, None) => tr!("{all} hits", all),
        }
    }
}

/// A button for an action of the table, with its name, its key and, for a switch, whether it is on.
fn button_ui(ui: &mut Ui, sign: &str, action: Action, is_on: Option<bool>, requests: &mut Requests) {
    let Some(info) = action.info() else { return };
    let button = is_on.map_or_else(|| egui::Button::new(sign), |is_on| egui::Button::selectable(is_on, sign));
    let response = ui.add(button).on_hover_text(named_with_key(ui.ctx(), action));
    response.widget_info(|| match is_on {
        Some(is_on) => WidgetInfo::selected(egui::Role::Button, true, is_on, info.name),
        None => WidgetInfo::labeled(egui::Role::Button, true, info.name),
    });
    if response.clicked() {
        requests.push(Request::Act(action));
    }
}
