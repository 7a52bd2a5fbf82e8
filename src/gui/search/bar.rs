//! What stands above the list: how much was found, the field for words, how they are read and among what, and what the filter
//! asks for.
//!
//! It shows and asks; it changes nothing of the session.

use super::view::{Answer, SearchView};
use crate::analysis::search::Among;
use crate::gui::actions::Action;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::keymap::{named_with_key, with_key};
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::review::{action_ui, chips_ui};
use crate::gui::theme::Theme;
use crate::model::Session;
use crate::text::Matching;
use crate::workbench::MOST_FOUND;
use eframe::egui;
use eframe::egui::text::CCursorRange;
use eframe::egui::text_edit::TextEditState;
use eframe::egui::{Id, RichText, TextEdit, Ui, WidgetInfo};

const WIDEST_FIELD: f32 = 420.0;

impl SearchView {
    /// Draws the head of the view.
    pub(super) fn bar_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        matching: Matching,
        (engine, theme): (&mut TextEngine, &Theme),
        requests: &mut Requests,
    ) {
        ui.horizontal_wrapped(|ui| {
            ui.heading(tr!("Search"));
            let counts = ui.label(RichText::new(self.counts()).color(theme.text_muted.0));
            counts.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, self.counts()));
        });
        ui.horizontal_wrapped(|ui| {
            self.field_ui(ui, engine);
            for (sign, action, is_on) in [
                ("Aa", Action::FindCase, !matching.fold_case),
                ("éè", Action::FindMarks, !matching.fold_marks && !matching.regex),
                ("“w”", Action::FindWords, matching.whole_words),
                (".*", Action::FindPattern, matching.regex),
            ] {
                switch_ui(ui, sign, action, is_on, requests);
            }
            ui.separator();
            for (among, name, hint) in [
                (Among::Text, tr!("Text"), tr!("Look in the words of the articles")),
                (Among::Tags, tr!("Tags"), tr!("Look among what is tagged; without words, all of it")),
            ] {
                let is_set = self.among == among;
                let button = ui.selectable_label(is_set, name).on_hover_text(hint);
                button.widget_info(|| WidgetInfo::selected(egui::Role::RadioButton, true, is_set, name));
                if button.clicked() {
                    self.among = among;
                }
            }
            ui.separator();
            let hint = tr!("Where to search: labels, entries, outlets, days");
            let hint = with_key(ui.ctx(), hint, Action::FilterMentions);
            if ui.button(tr!("Filter…")).on_hover_text(hint).clicked() {
                requests.push(Request::Act(Action::FilterMentions));
            }
            action_ui(ui, Action::TagFound, tr!("Tag what was found…"), requests);
        });
        chips_ui(ui, &mut self.filter, session, engine, theme);
        if let Answer::Wrong(error) = &self.answer {
            ui.add(egui::Label::new(RichText::new(error.to_string()).color(theme.danger.0)).wrap());
        }
        ui.add_space(2.0);
    }

    fn field_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine) {
        let id = Id::unique("find in all articles");
        let width = (ui.available_width() - 8.0).min(WIDEST_FIELD);
        let field = engine.field_ui(ui, &mut self.words, FieldRows::One, |words| {
            TextEdit::singleline(words).id(id).hint_text(tr!("Find in all articles")).desired_width(width)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, tr!("Find in all articles")));
        if std::mem::take(&mut self.take_field) {
            field.request_focus();
            let mut state = TextEditState::load(ui.ctx(), id).unwrap_or_default();
            state.cursor.set_char_range(Some(CCursorRange::select_all_str(&self.words)));
            state.store(ui.ctx(), id);
        }
        // A list that comes back does not take the keyboard from whoever types.
        self.take_focus &= !field.has_focus();
        self.had_field = field.has_focus();
        self.field_id = Some(id);
    }

    /// So much of what is looked for, in words.
    pub(super) fn in_words(&self, n: usize) -> String {
        let count = grouped(n);
        if self.among == Among::Tags {
            tr!("{count} tag" | "{count} tags" % n, count)
        } else {
            tr!("{count} place" | "{count} places" % n, count)
        }
    }

    /// How much was found, in words.
    pub(super) fn counts(&self) -> String {
        let (count, articles) = (self.found.count(), self.found.articles());
        let within = tr!("in {count} article" | "in {count} articles" % articles, count = grouped(articles));
        let found = format!("{} {within}", self.in_words(count));
        match &self.answer {
            Answer::Nothing | Answer::Wrong(_) => String::new(),
            Answer::Waiting => tr!("{found} so far…", found),
            Answer::Whole if count == 0 && self.among == Among::Tags => tr!("no tags").to_owned(),
            Answer::Whole if count == 0 => tr!("no places").to_owned(),
            Answer::Whole => found,
            Answer::Stopped => tr!("{found}, then stopped", found),
            Answer::Cut => {
                tr!("more than {most}: shown are the first, {within}", most = self.in_words(MOST_FOUND), within)
            }
        }
    }
}

/// A count with a comma between thousands.
fn grouped(count: usize) -> String {
    let digits = count.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push_str(tr!(","));
        }
        shown.push(digit);
    }
    shown
}

/// A switch of how words are read, with its name, its key and whether it is on.
fn switch_ui(ui: &mut Ui, sign: &str, action: Action, is_on: bool, requests: &mut Requests) {
    let button = ui.add(egui::Button::selectable(is_on, sign)).on_hover_text(named_with_key(ui.ctx(), action));
    button.widget_info(|| WidgetInfo::selected(egui::Role::Button, true, is_on, action.name()));
    if button.clicked() {
        requests.push(Request::Act(action));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_parted() {
        for (count, shown) in [(1, "1"), (0, "0"), (204, "204"), (1_204, "1,204"), (1_000_000, "1,000,000")] {
            assert_eq!(grouped(count), shown);
        }
    }
}
