//! Questions and lists that stand in front of the window: what to do with unsaved work, a path to type where the system has
//! no dialog, and every other dialog.
//!
//! They ask; they change nothing.

use super::actions::Action;
use super::agreement::AgreementForm;
use super::article::TextEngine;
use super::articles_in::ArticlesIn;
use super::cleaning::CleaningQuestion;
use super::conflict_list::conflicts_ui;
use super::details::{DetailsForm, OutletsForm};
use super::export_dialog::ExportForm;
use super::guidelines::PageEditor;
use super::headway::HeadwayForm;
use super::history::HistoryForm;
use super::import_dialog::ImportForm;
use super::key_sheet::KeysForm;
use super::messages::MessagesForm;
use super::palette::PaletteForm;
use super::path_dialog::{PathField, path_ui};
use super::preferences::PreferencesForm;
use super::register::RegisterQuestion;
use super::relate::{Question, question_ui};
use super::related::RelatedForm;
use super::repeats::RepeatsForm;
use super::request::Requests;
use super::review::ReviewQuestion;
use super::safety_dialogs::{changed_ui, damaged_ui, drafts_ui, replace_export_ui, replace_ui, versions_ui};
use super::schema::SchemaEditor;
use super::theme::Theme;
use super::ties::{Deleting, RelationEditor};
use crate::gui::language::tr;
use crate::model::{Label, Session};
use crate::store::{Draft, State};
use crate::workbench::Purpose;
use eframe::egui;
use eframe::egui::{Modal, Ui};
use std::path::PathBuf;
use std::sync::Arc;

/// What waits until it is known what becomes of unsaved work.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Pending {
    /// Close the window.
    Quit,
    /// Begin a new session.
    New,
    /// Open the sample session.
    Sample,
    /// Open these paths.
    Open(Vec<PathBuf>),
    /// Open an earlier state, as a session that no file holds.
    LookAt(State),
    /// Put this session in front, which no file holds.
    Show(Arc<Session>),
}

/// What stands in front.
#[derive(Clone, Debug)]
pub(super) enum Dialog {
    /// Save, discard or go on working?
    Unsaved(Pending),
    /// Another program has changed the file: merge, or save elsewhere?
    Changed(String),
    /// A file is damaged: look at the last good version, or restore it?
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        problem: String,
        /// The best state that can be had back.
        best: Option<State>,
    },
    /// A file is where the session is to be saved: put the session in its place?
    Replace(PathBuf),
    /// Which articles come in, and how are they read?
    ArticlesIn(Box<ArticlesIn>),
    /// Which labelled data comes in, and what would it bring?
    Import(Box<ImportForm>),
    /// What goes out as labelled data, and what is lost on the way?
    Export(Box<ExportForm>),
    /// Something is where an export is to go: put the export in its place?
    ReplaceExport(PathBuf),
    /// Drafts were left: open one, delete one?
    Drafts(Vec<Draft>),
    /// Earlier versions of the session: look at one?
    Versions(Vec<State>),
    /// The system's dialog is open.
    Waiting {
        /// What for.
        purpose: Purpose,
        /// The job that waits for it.
        job: u64,
    },
    /// A path to type.
    Path(PathField),
    /// Every action, to be searched.
    Palette(PaletteForm),
    /// How are two mentions related?
    Relate(Question),
    /// What is to change about the relations of a mention?
    Relations(Box<RelationEditor>),
    /// Is all that hangs on a mention to go with it?
    Deleting(Deleting),
    /// Conflicts that a merge left: whose version counts?
    Conflicts,
    /// Something about cleaning.
    Cleaning(Box<CleaningQuestion>),
    /// Something about the register.
    Register(Box<RegisterQuestion>),
    /// Something about the rows of the Review view.
    Review(Box<ReviewQuestion>),
    /// How far do the sides of a comparison agree?
    Agreement(Box<AgreementForm>),
    /// What is known about articles?
    Details(Box<DetailsForm>),
    /// Which outlets are there, and what is known of them?
    Outlets(Box<OutletsForm>),
    /// How far is the work?
    Headway(Box<HeadwayForm>),
    /// What do other articles have in common with this one?
    Related(Box<RelatedForm>),
    /// What happened?
    History(Box<HistoryForm>),
    /// Which places are tagged, untagged, linked together?
    Repeats(Box<RepeatsForm>),
    /// The session’s schema, as a draft.
    Schema(Box<SchemaEditor>),
    /// A guideline page, as it is being written.
    Page(Box<PageEditor>),
    /// Every key.
    Keys(Box<KeysForm>),
    /// The settings.
    Preferences(Box<PreferencesForm>),
    /// What was told in this run.
    Messages(MessagesForm),
}

/// What a dialog was answered.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Answer {
    /// Close it and do nothing.
    Close,
    /// Save, then go on with what waits.
    SaveFirst,
    /// Go on with what waits; unsaved work is given up.
    Discard,
    /// Bring in what another program changed in the file.
    MergeFromDisk,
    /// Save under another name.
    SaveElsewhere,
    /// Put the session in the place of the file that is there.
    Replace,
    /// Choose a path for this dialog.
    Choose(Purpose),
    /// Type a path for this dialog.
    Type(Purpose),
    /// Add the articles that are ticked.
    AddRead,
    /// Bring in what the dialog shows.
    Land,
    /// Write the export that the dialog shows.
    WriteExport(Asking),
    /// Write it where something is already.
    ReplaceExport,
    /// Write it elsewhere.
    ExportElsewhere,
    /// Open an earlier state, as a session that no file holds.
    LookAt(State),
    /// Put an earlier state in the place of a damaged file, and open it.
    Restore(PathBuf, State),
    /// Open a draft.
    OpenDraft(Draft),
    /// Delete a draft.
    DeleteDraft(Draft),
    /// Make one step of the places that are ticked.
    DoRepeats,
    /// Use this path.
    Path(Purpose, PathBuf),
    /// Type a path instead of waiting for the system's dialog.
    TypeInstead(Purpose),
    /// Carry out an action.
    Act(Action),
    /// Give the session the schema that the dialog shows.
    ApplySchema,
    /// Write the schema where a file is already.
    ReplaceSchema,
    /// Use a label, as its key does.
    Use(Label),
}

/// How a path is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Asking {
    /// By the system's dialog.
    System,
    /// By a field to type in.
    Field,
}

/// Points between a dialog's edge and what stands in it.
const MARGIN: f32 = 14.0;

/// Draws `dialog`; its answer, once there is one.
pub(super) fn dialog_ui(
    ui: &mut Ui,
    dialog: &mut Dialog,
    session: &Session,
    engine: &mut TextEngine,
    theme: &Theme,
    availability: &dyn Fn(Action) -> Result<(), &'static str>,
    requests: &mut Requests,
) -> Option<Answer> {
    let schema = &session.schema;
    let id = egui::Id::unique(("dialog", std::mem::discriminant(dialog)));
    covering_ui(ui, id, |ui| match dialog {
        Dialog::Unsaved(pending) => unsaved_ui(ui, pending),
        Dialog::Changed(why) => changed_ui(ui, why),
        Dialog::Damaged { path, problem, best } => damaged_ui(ui, path, problem, best.as_ref()),
        Dialog::Replace(path) => replace_ui(ui, path),
        Dialog::ArticlesIn(form) => form.ui(ui, engine, theme),
        Dialog::Import(form) => form.ui(ui, engine, theme),
        Dialog::Export(form) => form.ui(ui, session, engine, theme),
        Dialog::ReplaceExport(path) => replace_export_ui(ui, path),
        Dialog::Drafts(drafts) => drafts_ui(ui, drafts, engine, theme),
        Dialog::Versions(states) => versions_ui(ui, states, theme),
        Dialog::Waiting { purpose, .. } => waiting_ui(ui, *purpose),
        Dialog::Path(field) => path_ui(ui, field, engine, theme),
        Dialog::Palette(form) => form.ui(ui, schema, (engine, theme), availability),
        Dialog::Relate(question) => question_ui(ui, question, engine, theme, requests),
        Dialog::Relations(editor) => editor.ui(ui, session, engine, theme, requests),
        Dialog::Deleting(question) => question.ui(ui, session, engine, theme, requests),
        Dialog::Conflicts => conflicts_ui(ui, session, engine, theme, requests),
        Dialog::Cleaning(question) => question.ui(ui, session, engine, theme, requests),
        Dialog::Register(question) => question.ui(ui, session, engine, theme, requests),
        Dialog::Review(question) => question.ui(ui, session, engine, theme, requests),
        Dialog::Agreement(form) => form.ui(ui, session, engine, theme, requests),
        Dialog::Details(form) => form.ui(ui, session, engine, theme, requests),
        Dialog::Outlets(form) => form.ui(ui, session, engine, theme, requests),
        Dialog::Headway(form) => form.ui(ui, session, engine, theme, requests),
        Dialog::Related(form) => form.ui(ui, session, engine, theme, requests),
        Dialog::History(form) => form.ui(ui, session, engine, theme, requests),
        Dialog::Repeats(form) => form.ui(ui, session, engine, theme),
        Dialog::Schema(editor) => editor.ui(ui, engine, theme),
        Dialog::Page(editor) => editor.ui(ui, session, engine, theme),
        Dialog::Preferences(form) => form.ui(ui, (engine, theme), requests),
        Dialog::Messages(form) => form.ui(ui, engine, theme),
        Dialog::Keys(form) => form.ui(ui, schema, (engine, theme), requests),
    })
}

/// Draws what stands in front of the window and takes its keys; what it answers, or that it was closed.
pub(super) fn covering_ui(ui: &Ui, id: egui::Id, add: impl FnOnce(&mut Ui) -> Option<Answer>) -> Option<Answer> {
    let frame = egui::Frame::popup(ui.style()).inner_margin(MARGIN);
    let modal = Modal::new(id).frame(frame).show(ui.ctx(), add);
    keep_popups_above(&modal.response);
    let closed = modal.should_close().then_some(Answer::Close);
    modal.inner.or(closed)
}

/// Puts open menus and lists above the dialog whose area `dialog` is. A press raises the dialog, and where it comes in one
/// frame with the release that opens a menu, the dialog would stand above the menu.
fn keep_popups_above(dialog: &egui::Response) {
    let ctx = &dialog.ctx;
    let mut layers: Vec<egui::LayerId> = ctx.memory(|memory| memory.areas().visible_layer_ids()).into_iter().collect();
    layers.retain(|layer| layer.order == dialog.layer_id.order && *layer != dialog.layer_id);
    for layer in layers.into_iter().filter(|layer| egui::Popup::is_id_open(ctx, layer.id)) {
        ctx.set_sublayer(dialog.layer_id, layer);
    }
}

/// `width`, or what the window has room for.
pub(super) fn fitting(ui: &Ui, width: f32) -> f32 {
    width.min(ui.ctx().content_rect().width() - 60.0)
}

fn unsaved_ui(ui: &mut Ui, pending: &Pending) -> Option<Answer> {
    ui.set_width(fitting(ui, 420.0));
    ui.heading(tr!("Save the changes first?"));
    ui.label(tr!("The session has changes that are not saved. Without saving they are lost."));
    ui.add_space(8.0);
    let (save, discard) = match pending {
        Pending::Quit => (tr!("Save and quit"), tr!("Quit without saving")),
        _ => (tr!("Save and go on"), tr!("Go on without saving")),
    };
    let mut answer = None;
    ui.horizontal(|ui| {
        if ui.button(save).clicked() {
            answer = Some(Answer::SaveFirst);
        }
        if ui.button(discard).clicked() {
            answer = Some(Answer::Discard);
        }
        if ui.button(tr!("Keep working")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}

fn waiting_ui(ui: &mut Ui, purpose: Purpose) -> Option<Answer> {
    ui.set_width(fitting(ui, 420.0));
    ui.heading(tr(purpose.title()));
    ui.label(tr!("Waiting for the system’s file dialog. If none has appeared, type the path instead."));
    ui.add_space(8.0);
    let mut answer = None;
    ui.horizontal(|ui| {
        if ui.button(tr!("Type a path")).clicked() {
            answer = Some(Answer::TypeInstead(purpose));
        }
        if ui.button(tr!("Cancel")).clicked() {
            answer = Some(Answer::Close);
        }
    });
    answer
}
