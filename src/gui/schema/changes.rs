//! How the draft differs from the session's schema, from one that comes with Byline, or from one in a file.
//!
//! It compares by [`compare_schemas`] and changes nothing.

use super::draft::Draft;
use crate::analysis::{Definition, Difference, SchemaDifference, compare_schemas};
use crate::codec::{BUNDLED_SCHEMAS, bundled_schema};
use crate::gui::article::TextEngine;
use crate::gui::dialogs::Answer;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::model::Schema;
use crate::workbench::Purpose;
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Sense, Ui, Vec2, WidgetInfo};

const ROW_HEIGHT: f32 = 23.0;

/// What the draft is compared with, and what was found.
#[derive(Clone, Debug, Default)]
pub(super) struct Changes {
    /// A name and a schema; the session's where absent.
    other: Option<(String, Schema)>,
    found: Option<(Schema, Vec<String>)>,
}

impl Changes {
    /// Compares with another schema from now on.
    pub(super) fn compare_with(&mut self, name: String, schema: Schema) {
        self.other = Some((name, schema));
        self.found = None;
    }

    /// Forgets what was found, the session's schema being another one.
    pub(super) fn forget(&mut self) {
        self.found = None;
    }

    fn follow(&mut self, draft: &Draft) -> &[String] {
        let now = &draft.now.schema;
        if self.found.as_ref().is_none_or(|(of, _)| of != now) {
            let other = self.other.as_ref().map_or(draft.base.as_ref(), |(_, schema)| schema);
            self.found = Some((now.clone(), compare_schemas(other, now).iter().flat_map(lines).collect()));
        }
        self.found.as_ref().map_or(&[], |(_, lines)| lines)
    }

    /// How many lines there are.
    pub(super) fn count(&mut self, draft: &Draft) -> usize {
        self.follow(draft).len()
    }

    /// Draws the comparison; what else was asked for.
    pub(super) fn ui(
        &mut self,
        ui: &mut Ui,
        draft: &Draft,
        height: f32,
        engine: &mut TextEngine,
        theme: &Theme,
    ) -> Option<Answer> {
        let mut answer = None;
        ui.horizontal_wrapped(|ui| {
            ui.label(tr!("The draft, compared with"));
            let is_base = self.other.is_none();
            if ui.selectable_label(is_base, tr!("the session’s schema")).clicked() {
                *self = Self::default();
            }
            for (name, _) in BUNDLED_SCHEMAS {
                let is_set = self.other.as_ref().is_some_and(|(other, _)| other == name);
                if ui.selectable_label(is_set, *name).clicked()
                    && let Some(schema) = bundled_schema(name)
                {
                    self.compare_with((*name).to_owned(), schema);
                }
            }
            if let Some((name, _)) = &self.other
                && BUNDLED_SCHEMAS.iter().all(|(known, _)| known != name)
            {
                let shown = ui.selectable_label(true, crate::gui::article::widget_words(name));
                engine.words_over(ui, &shown, name, 0.0);
            }
            if ui.button(tr!("A file…")).clicked() {
                answer = Some(Answer::Choose(Purpose::CompareSchema));
            }
            if ui.button(tr!("A file by path…")).clicked() {
                answer = Some(Answer::Type(Purpose::CompareSchema));
            }
        });
        let lines = self.follow(draft);
        if lines.is_empty() {
            ui.label(RichText::new(tr!("Both define the same.")).color(theme.text_muted.0));
        }
        let height = (height - 40.0).max(60.0);
        ui.spacing_mut().item_spacing.y = 0.0;
        let area = ScrollArea::vertical().id_salt("schema changes").auto_shrink([false, false]);
        area.min_scrolled_height(height).max_height(height).show_rows(ui, ROW_HEIGHT, lines.len(), |ui, range| {
            for line in lines.get(range).unwrap_or_default() {
                let (rect, response) =
                    ui.allocate_exact_size(Vec2::new(ui.available_width(), ROW_HEIGHT), Sense::hover());
                response.widget_info(|| WidgetInfo::labeled(egui::Role::Label, true, line));
                engine.row_words(ui, rect, rect.left() + 2.0, line, (13.0, theme.text.0));
            }
        });
        answer
    }
}

/// A line for everything that differs of one definition.
fn lines(row: &SchemaDifference) -> Vec<String> {
    let kind = match row.definition {
        Definition::Label => tr!("Label"),
        Definition::Attribute => tr!("Attribute"),
        Definition::RelationType => tr!("Relation type"),
    };
    let what = format!("{kind} “{}” ({})", row.name, row.id);
    match &row.difference {
        Difference::Added => vec![tr!("{what}: only in the draft", what)],
        Difference::Removed => vec![tr!("{what}: not in the draft", what)],
        Difference::Changed(changes) => changes.iter().map(|change| format!("{what}: {change}")).collect(),
    }
}
