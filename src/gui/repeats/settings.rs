//! The upper part of the dialog: what is to become of the places, what is looked for and how, with which label, and where.
//!
//! It asks; it changes nothing.

use super::form::{Deed, Mode, Reach, RepeatsForm};
use crate::gui::article::{CaptionStyle, CaptionWeight, FieldRows, TextEngine};
use crate::gui::dialogs::Answer;
use crate::gui::language::{msg, tr};
use crate::gui::register::{Picked, Search, one_line};
use crate::gui::theme::Theme;
use crate::gui::widgets::{chosen_ui, current_ui, key_text};
use crate::model::{Label, Session, Slug};
use crate::text::Capitals;
use crate::workbench::Purpose;
use eframe::egui;
use eframe::egui::{Color32, ComboBox, Key, Modifiers, RichText, TextEdit, Ui, WidgetInfo};

/// Rows of the field for a word list.
const LIST_ROWS: usize = 4;

/// Words in which names of people's making stand, on one row.
pub(super) fn told_ui(ui: &mut Ui, engine: &mut TextEngine, text: &str, color: Color32) {
    engine.caption_ui(ui, text, &CaptionStyle { size: 12.5, weight: CaptionWeight::Regular, max_rows: 1, color });
}

impl RepeatsForm {
    pub(super) fn settings_ui(
        &mut self,
        ui: &mut Ui,
        session: &Session,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Answer> {
        ui.horizontal_wrapped(|ui| {
            ui.heading(tr!("Every occurrence"));
            ui.add_space(8.0);
            for deed in Deed::ALL {
                let button = ui.selectable_label(self.wish.deed == deed, deed.name());
                if button.on_hover_text(deed.hint()).clicked() {
                    self.wish.deed = deed;
                }
            }
            ui.separator();
            for (mode, name) in [
                (Mode::Words, tr!("Words")),
                (Mode::Pattern, tr!("Regular expression")),
                (Mode::List, tr!("Word list")),
            ] {
                if ui.selectable_label(self.wish.mode == mode, name).clicked() {
                    self.wish.mode = mode;
                    self.is_begun = false;
                }
            }
            let is_found = self.wish.mode == Mode::Found;
            if self.wish.found.is_some() && ui.selectable_label(is_found, tr!("What was found")).clicked() {
                self.wish.mode = Mode::Found;
                self.is_begun = false;
            }
        });
        let answer = self.sought_ui(ui, engine, theme);
        self.switches_ui(ui, session);
        self.label_ui(ui, session, engine);
        self.reach_ui(ui, session, engine, theme);
        answer
    }

    fn sought_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let is_new = !std::mem::replace(&mut self.is_begun, true);
        let (text, hint, name) = match self.wish.mode {
            Mode::Words => (&mut self.wish.words, tr!("Words as they stand in the articles"), tr!("Words to look for")),
            Mode::Pattern => {
                (&mut self.wish.pattern, tr!(r"A regular expression, such as \d+ (dead|wounded)"), tr!("Pattern"))
            }
            Mode::List => return self.list_ui(ui, is_new, engine, theme),
            Mode::Found => return self.found_ui(ui, is_new, engine, theme),
        };
        let field = engine.field_ui(ui, text, FieldRows::One, |text| {
            TextEdit::singleline(text).hint_text(hint).desired_width(f32::INFINITY).id_salt(name)
        });
        field.widget_info(|| WidgetInfo::labeled(egui::Role::TextInput, true, name));
        let is_enter = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        if is_new && text.is_empty() {
            field.request_focus();
        } else if is_new || is_enter {
            self.places.take_focus();
        }
        None
    }

    /// What was found stands as it is.
    fn found_ui(&mut self, ui: &mut Ui, is_new: bool, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let name = self.wish.found.as_ref().map_or(String::new(), |found| one_line(&found.name));
        told_ui(ui, engine, &tr!("In the words’ own extents: {name}", name), theme.text.0);
        if is_new {
            self.places.take_focus();
        }
        None
    }

    fn list_ui(&mut self, ui: &mut Ui, is_new: bool, engine: &mut TextEngine, theme: &Theme) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            let open = ui.button(tr!("Open a file…")).on_hover_text(tr!("Take the phrases of a text file"));
            if open.clicked() {
                answer = Some(Answer::Choose(Purpose::WordList));
            }
            if ui.button(tr!("Type a path…")).clicked() {
                answer = Some(Answer::Type(Purpose::WordList));
            }
            let mut forget = false;
            if let Some((name, text)) = &self.wish.file {
                let text = tr!("{name} · {} lines", text.lines().count(), name);
                engine.label_ui(
                    ui,
                    &text,
                    &CaptionStyle { size: 13.0, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 },
                );
                let close = ui.small_button("×").on_hover_text(tr!("Type the phrases instead"));
                close.widget_info(|| WidgetInfo::labeled(egui::Role::Button, true, tr!("Leave the file out")));
                forget = close.clicked();
            }
            if forget {
                self.wish.file = None;
            }
            let text = tr!("one phrase a line, or label, phrase and entry parted by tabs; a name that no entry has makes one; # begins a remark");
            ui.label(key_text(theme, text));
        });
        if self.wish.file.is_some() {
            return answer;
        }
        let id = egui::Id::unique("word list");
        let leaves = ui.memory(|memory| memory.has_focus(id))
            && ui.input_mut(|input| input.consume_key(Modifiers::SHIFT, Key::Tab));
        let area = egui::ScrollArea::vertical().id_salt("word list").max_height(84.0);
        let field = area.show(ui, |ui| {
            engine.field_ui(ui, &mut self.wish.list, FieldRows::Many, |text| {
                let hint = "Ada Kvist\nactor.state\tBrel\tPort of Brel";
                let edit = TextEdit::multiline(text).id(id).hint_text(hint).desired_rows(LIST_ROWS);
                edit.desired_width(f32::INFINITY).lock_focus(true)
            })
        });
        let field = field.inner;
        field.widget_info(|| {
            let name = tr!("Phrases, one a line; Shift+Tab leaves the field");
            WidgetInfo::labeled(egui::Role::MultilineTextInput, true, name)
        });
        if is_new {
            field.request_focus();
        }
        if leaves {
            self.places.take_focus();
        }
        answer
    }

    fn switches_ui(&mut self, ui: &mut Ui, session: &Session) {
        let wish = &mut self.wish;
        if wish.mode == Mode::Found {
            return;
        }
        ui.horizontal_wrapped(|ui| {
            ui.checkbox(&mut wish.wording.whole_words, tr!("Whole words"));
            let label = ui.label(tr!("Case"));
            let is_pattern = wish.mode == Mode::Pattern;
            let words = |capitals: Capitals| match capitals {
                Capitals::Alike => tr!("does not matter"),
                Capitals::Kept if !is_pattern => tr!("as in names"),
                Capitals::Kept | Capitals::Exact => tr!("matters"),
            };
            let combo = ComboBox::from_id_salt("case").selected_text(words(wish.wording.capitals)).width(130.0);
            let combo = combo.show_ui(ui, |ui| {
                let names = tr!("A capital letter is one in the text too: “US” is not “us”, but “Iran” is “IRAN”");
                let all = [
                    (Capitals::Kept, if is_pattern { tr!("The pattern is read as it is written") } else { names }),
                    (Capitals::Alike, tr!("“US” is “us”")),
                    (Capitals::Exact, tr!("“Iran” is not “IRAN”")),
                ];
                // Of a pattern nobody can say where it has names.
                let now = words(wish.wording.capitals);
                let is_same = |one: Capitals| words(one) == now;
                for (capitals, hint) in all.into_iter().filter(|(one, _)| !is_pattern || *one != Capitals::Exact) {
                    let row = ui.selectable_label(is_same(capitals), words(capitals));
                    current_ui(ui, &row, is_same(capitals));
                    if row.on_hover_text(hint).clicked() {
                        wish.wording.capitals = capitals;
                        ui.close();
                    }
                }
            });
            combo.response.labelled_by(label.id);
            if wish.mode != Mode::Pattern {
                let mut matter = !wish.wording.fold_marks;
                ui.checkbox(&mut matter, tr!("Diacritics matter")).on_hover_text(tr!("“Erdogan” is not “Erdoğan”"));
                wish.wording.fold_marks = !matter;
            }
            if wish.mode == Mode::List && wish.deed == Deed::Tag {
                let hint = tr!(
                    "A line that names no entry stands for the one called as its phrase is; what the register does \
                            not have is made in the same step"
                );
                ui.checkbox(&mut wish.entries, tr!("An entry for each line")).on_hover_text(hint);
            }
            if wish.mode == Mode::Words
                && let Some(entry) = wish.entry.and_then(|id| session.entries.get(id))
            {
                let count = entry.aliases.len() + 1;
                let hint = tr!("Its name and every alias in the register");
                let text = match count {
                    1 => tr!("The one spelling of the entry").to_owned(),
                    _ => tr!("All {count} spellings of the entry", count),
                };
                ui.checkbox(&mut wish.spellings, text).on_hover_text(hint);
            }
        });
    }

    fn label_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine) {
        ui.horizontal_wrapped(|ui| {
            let caption = match (self.wish.deed, self.wish.mode) {
                (Deed::Tag, Mode::List) => tr!("As, where the line says nothing,"),
                (Deed::Tag, _) => tr!("As"),
                (_, Mode::List) => tr!("Tagged, where the line says nothing, as"),
                _ => tr!("Tagged as"),
            };
            let any = self.wish.deed.takes_any_label().then_some(&mut self.wish.any_label);
            label_combo_ui(ui, session, engine, (caption, any), &mut self.wish.label);
            if self.wish.deed == Deed::Relabel {
                label_combo_ui(ui, session, engine, ("becomes", None), &mut self.to);
            }
            if self.wish.deed == Deed::Link || (self.wish.mode != Mode::List && self.wish.deed == Deed::Tag) {
                let name = self.wish.entry.and_then(|id| session.entry_name(id)).map(one_line);
                ui.label(tr!("linked to"));
                let shown = name.unwrap_or_else(|| tr!("no entry").to_owned());
                let text: String = shown.chars().take(48).collect();
                let button = ui.button(crate::gui::article::widget_words(&text));
                engine.words_over(ui, &button, &text, 0.0);
                button.widget_info(|| {
                    WidgetInfo::labeled(egui::Role::Button, true, tr!("Linked to {shown}; choose another entry", shown))
                });
                if button.on_hover_text(tr!("Choose the entry")).clicked() {
                    let layer = Slug::new(self.wish.label.layer()).unwrap_or_else(|_| self.wish.label.clone());
                    self.picking = Some(Search::new(self.lookup.clone(), layer, Vec::new()));
                }
            }
            // An entry of another layer cannot be what is tagged.
            let entry = self.wish.entry.and_then(|id| session.entries.get(id));
            if entry.is_some_and(|entry| entry.layer.as_str() != self.wish.label.layer()) {
                self.wish.entry = None;
            }
        });
    }

    pub(super) fn pick_entry_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let Some(search) = &mut self.picking else { return };
        match search.ui(ui, session, &[tr!("No entry").to_owned()], engine, theme) {
            Some(Picked::Entry(entry)) => {
                self.wish.entry = Some(entry);
                self.picking = None;
                self.places.take_focus();
            }
            Some(Picked::Other(_) | Picked::Above(_)) => {
                self.wish.entry = None;
                self.picking = None;
                self.places.take_focus();
            }
            None => {}
        }
    }

    fn reach_ui(&mut self, ui: &mut Ui, session: &Session, engine: &mut TextEngine, theme: &Theme) {
        let all = session.shards().len();
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("In"));
            let wish = &mut self.wish;
            if self.article.is_some() {
                ui.selectable_value(&mut wish.reach, Reach::This, tr!("this article"));
            }
            let chosen = tr!("chosen articles ({})", wish.chosen.len());
            ui.selectable_value(&mut wish.reach, Reach::Chosen, chosen);
            ui.selectable_value(&mut wish.reach, Reach::All, tr!("all {all} articles", all));
            if wish.deed == Deed::Tag {
                let hint = tr!("Regions that are no body of the article are left out otherwise");
                ui.checkbox(&mut wish.with_regions, tr!("also in captions, menus and adverts")).on_hover_text(hint);
            }
        });
        if self.wish.reach == Reach::Chosen {
            self.articles_ui(ui, session, engine, theme);
        }
        if let Some(why) = self.trouble.as_ref().filter(|_| self.picking.is_some()) {
            ui.label(RichText::new(why).color(theme.danger.0));
        }
    }
}

const ANY_LABEL: &str = msg("any label");

/// A list of every label, indented as they are nested; with `any`, of all of them together too.
fn label_combo_ui(
    ui: &mut Ui,
    session: &Session,
    engine: &mut TextEngine,
    (caption, mut any): (&str, Option<&mut bool>),
    label: &mut Label,
) {
    let named = ui.label(caption);
    let is_any = any.as_ref().is_some_and(|any| **any);
    let text = if is_any { tr(ANY_LABEL) } else { session.schema.label_name(label) }.to_owned();
    let combo = ComboBox::from_id_salt(caption).selected_text(text).width(170.0).height(320.0);
    let shown = combo.show_ui(ui, |ui| {
        if let Some(any) = any.as_mut()
            && chosen_ui(ui, engine, is_any, tr(ANY_LABEL))
        {
            **any = true;
        }
        for info in session.schema.label_infos() {
            let name = format!("{}{}", "    ".repeat(info.depth), info.name);
            if chosen_ui(ui, engine, !is_any && info.id == label, &name) {
                *label = info.id.clone();
                if let Some(any) = any.as_mut() {
                    **any = false;
                }
            }
        }
    });
    shown.response.labelled_by(named.id);
}
