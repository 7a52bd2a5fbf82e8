//! What the window does for the editor of the schema: opening and leaving it, counting in the background, applying the
//! draft, reading and writing schema files. It draws nothing.

use super::counting::Wish;
use super::editor::SchemaEditor;
use crate::edit::{Becomes, SchemaEffects};
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::GuidelineId;
use crate::store::Overwrite;
use crate::text::folded;
use crate::workbench::{NotLanded, Purpose, SchemaFile, SchemaPlan, SchemaUse};
use std::path::PathBuf;
use std::sync::Arc;

/// Sessions with no more mentions than this have the step worked out while the draft is edited, so that a refusal is seen
/// early.
const EAGER_MENTIONS: usize = 50_000;

impl App {
    /// Opens the editor on the session's schema.
    pub(in crate::gui) fn open_schema_editor(&mut self) {
        let schema = Arc::clone(&self.desk.bench.session().schema);
        let mut editor = SchemaEditor::new(schema);
        let pages = self.desk.bench.session().guidelines.iter().map(|page| (page.id, page.title.clone()));
        let mut pages: Vec<(GuidelineId, String)> = pages.collect();
        pages.sort_by_cached_key(|(_, title)| folded(title));
        editor.pages = pages.into();
        self.dialog = Some(Dialog::Schema(Box::new(editor)));
    }

    /// Has counted what is to be known of the draft.
    pub(in crate::gui) fn follow_schema(&mut self, editor: &mut SchemaEditor) {
        let state = self.desk.state();
        let job = editor.counting.job;
        if editor.counting.follow(state) {
            if let Some(job) = job {
                self.desk.abandon(job);
            }
            editor.draft.base = Arc::clone(&self.desk.bench.session().schema);
            editor.changes.forget();
        }
        if std::mem::take(&mut editor.counting.is_stopping)
            && let Some(job) = editor.counting.job
        {
            self.desk.abandon(job);
        }
        if let Some(job) = editor.counting.outrun(&editor.draft) {
            self.desk.abandon(job);
        }
        let job = editor.counting.job;
        let is_running = job.is_some_and(|job| self.desk.running().any(|(number, ..)| number == job));
        editor.counting.note_running(is_running);
        let is_eager = self.desk.bench.session().mention_count() <= EAGER_MENTIONS;
        let is_wanted = (is_eager || editor.counting.is_applying) && editor.why_not().is_none();
        match editor.counting.wish(&editor.draft, is_wanted) {
            Some(Wish::Count) => {
                let ticket = editor.counting.begin(&editor.draft, Wish::Count);
                let (schema, fates) = (editor.draft.now.schema.clone(), editor.draft.now.fates.clone());
                // A schema that says nothing sound of what is gone is counted as if that were not mentioned.
                editor.counting.job = Some(self.desk.count_schema(schema, fates, ticket));
            }
            Some(Wish::Plan) => {
                let ticket = editor.counting.begin(&editor.draft, Wish::Plan);
                let becomes = Self::becomes(editor);
                let (schema, twins) = (editor.draft.now.schema.clone(), editor.draft.now.twins);
                editor.counting.job = Some(self.desk.plan_schema(schema, becomes, twins, ticket));
            }
            None => {}
        }
    }

    fn becomes(editor: &SchemaEditor) -> Becomes {
        let effects = editor.counting.effects(&editor.draft);
        effects.map_or_else(|| editor.draft.now.fates.clone(), |(effects, _)| editor.draft.becomes(effects))
    }

    pub(in crate::gui) fn take_schema_count(&mut self, ticket: u64, effects: Arc<SchemaEffects>) {
        if let Some(Dialog::Schema(editor)) = &mut self.dialog {
            editor.counting.take_count(ticket, effects);
        }
    }

    pub(in crate::gui) fn take_schema_plan(&mut self, ticket: u64, plan: Arc<SchemaPlan>) {
        let Some(Dialog::Schema(mut editor)) = self.dialog.take_if(|dialog| matches!(dialog, Dialog::Schema(_))) else {
            return;
        };
        editor.counting.take_plan(ticket, plan);
        if editor.counting.is_applying && editor.counting.job.is_none() {
            self.apply_schema(editor);
        } else {
            self.dialog = Some(Dialog::Schema(editor));
        }
    }

    /// Gives the session the draft, at once or as soon as the step is worked out.
    pub(in crate::gui) fn apply_schema(&mut self, mut editor: Box<SchemaEditor>) {
        editor.message = None;
        editor.counting.is_applying = false;
        let Some(plan) = editor.counting.plan(&editor.draft).cloned() else {
            editor.counting.is_applying = true;
            self.dialog = Some(Dialog::Schema(editor));
            return;
        };
        match self.desk.set_schema(&plan) {
            Ok(name) => {
                let schema = &self.desk.bench.session().schema;
                self.armed = self.armed.take().filter(|label| schema.has_label(label));
                self.show_view();
                self.notices.push(Weight::Info, name);
                self.focus_text = true;
            }
            // The next frame counts anew.
            Err(NotLanded::Stale) => self.dialog = Some(Dialog::Schema(editor)),
            Err(NotLanded::Refused(refusal)) => {
                editor.message = Some(format!("{refusal}."));
                self.dialog = Some(Dialog::Schema(editor));
            }
        }
    }

    /// Closes the editor, or asks first where a draft would be lost.
    pub(in crate::gui) fn leave_schema(&mut self, mut editor: Box<SchemaEditor>) {
        if editor.draft.is_changed() && !editor.is_leaving {
            editor.is_leaving = true;
            self.dialog = Some(Dialog::Schema(editor));
            return;
        }
        if editor.is_leaving {
            // A second Escape is no answer to the question.
            editor.is_leaving = false;
            self.dialog = Some(Dialog::Schema(editor));
            return;
        }
        editor.counting.job.into_iter().for_each(|job| self.desk.abandon(job));
    }

    /// Takes the path that was chosen for a schema file.
    pub(in crate::gui) fn take_schema_path(&mut self, purpose: Purpose, path: Option<PathBuf>, overwrite: Overwrite) {
        let Some(dialog) = self.behind.take() else { return };
        if let (Dialog::Schema(editor), Some(path)) = (&dialog, path) {
            match purpose {
                Purpose::OpenSchema => self.desk.read_schema(path, SchemaUse::Edit),
                Purpose::CompareSchema => self.desk.read_schema(path, SchemaUse::Compare),
                _ => {
                    let (path, overwrite) = match path.extension() {
                        Some(_) => (path, overwrite),
                        // Nobody was asked about the file with the ending.
                        None => (path.with_extension("ron"), Overwrite::Refuse),
                    };
                    self.desk.write_schema(editor.draft.now.schema.clone(), path, overwrite);
                }
            }
        }
        self.dialog = Some(dialog);
    }

    pub(in crate::gui) fn take_schema_file(&mut self, file: SchemaFile) {
        let Some(Dialog::Schema(editor)) = &mut self.dialog else { return };
        match (file.schema, file.wanted) {
            (Ok(schema), SchemaUse::Edit) => editor.take_schema(schema),
            (Ok(schema), SchemaUse::Compare) => editor.changes.compare_with(file.name, schema),
            (Err(why), _) => editor.message = Some(why),
        }
    }

    pub(in crate::gui) fn take_schema_written(&mut self, path: PathBuf, written: &Result<bool, String>) {
        let told = match written {
            Ok(true) => tr!("The schema was saved to {}", path.display()),
            Ok(false) => String::new(),
            Err(why) => why.clone(),
        };
        if let Some(Dialog::Schema(editor)) = &mut self.dialog {
            editor.replaces = (*written == Ok(false)).then_some(path);
            editor.message = Some(told).filter(|told| !told.is_empty());
        } else if *written != Ok(false) {
            self.notices.push(if written.is_ok() { Weight::Info } else { Weight::Error }, told);
        }
    }

    /// Writes the schema where a file is already, after a person said so.
    pub(in crate::gui) fn replace_schema(&mut self, mut editor: Box<SchemaEditor>) {
        if let Some(path) = editor.replaces.take() {
            self.desk.write_schema(editor.draft.now.schema.clone(), path, Overwrite::Replace);
        }
        self.dialog = Some(Dialog::Schema(editor));
    }
}
