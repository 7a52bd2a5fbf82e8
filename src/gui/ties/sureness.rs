//! How sure somebody is of a relation, and its flags. It shows and asks; it changes nothing.

use crate::edit::RelationChange;
use crate::gui::article::{FieldRows, TextEngine};
use crate::gui::confidence::confidence_ui;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::{Relation, Slug};
use eframe::egui;
use eframe::egui::{Key, RichText, TextEdit, Ui};

/// What is being typed or moved.
#[derive(Clone, Debug, Default)]
pub(super) struct Sureness {
    confidence: Option<f64>,
    flag: String,
}

impl Sureness {
    /// Draws the fields; what is asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        relation: &Relation,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<RelationChange> {
        let confidence = confidence_ui(ui, relation.confidence, &mut self.confidence);
        let flag = ui.horizontal_wrapped(|ui| self.flags_ui(ui, &relation.flags, engine, theme)).inner;
        confidence.map(RelationChange::Confidence).or(flag)
    }

    fn flags_ui(
        &mut self,
        ui: &mut Ui,
        flags: &[Slug],
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<RelationChange> {
        let mut asked = None;
        ui.label(tr!("Flags"));
        for flag in flags {
            let told = tr!("Take the flag {flag} off", flag);
            let off = ui.small_button(format!("{flag} ×")).on_hover_text(&told);
            off.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
            if off.clicked() {
                asked = Some(RelationChange::Flag { flag: flag.clone(), on: false });
            }
        }
        let field = engine.field_ui(ui, &mut self.flag, FieldRows::One, |typed| {
            TextEdit::singleline(typed).hint_text(tr!("check")).desired_width(110.0)
        });
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, tr!("New flag")));
        let entered = field.lost_focus() && ui.input(|input| input.key_pressed(Key::Enter));
        let typed = self.flag.trim().to_lowercase().replace(' ', "-");
        let flag = Slug::new(&typed);
        let add = ui.add_enabled(flag.is_ok(), egui::Button::new(tr!("Add")));
        add.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, flag.is_ok(), tr!("Add the flag")));
        match flag {
            Ok(flag) if add.clicked() || entered => {
                self.flag.clear();
                asked = Some(RelationChange::Flag { flag, on: true });
            }
            Err(why) if !typed.is_empty() => drop(ui.label(RichText::new(why.to_string()).color(theme.danger.0))),
            _ => {}
        }
        asked
    }
}
