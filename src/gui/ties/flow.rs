//! What the window does about ties: relating with a role that is known, moving an end, the questions before a change.

use super::deleting::Deleting;
use super::editor::RelationEditor;
use crate::edit::Command;
use crate::gui::app::App;
use crate::gui::dialogs::Dialog;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::gui::relate::{Aim, End};
use crate::model::{MentionId, RelationId, Shard, Slug};

impl App {
    /// Opens the relations of the selected mention, at `relation` where that is given.
    pub(in crate::gui) fn edit_relations(&mut self, relation: Option<RelationId>) {
        let by = self.desk.bench.annotator().id;
        let (Some(shard), Some(mention)) = (self.front(), self.desk.bench.view.mention) else { return };
        match RelationEditor::new(&shard, mention, relation, by) {
            Some(editor) => self.dialog = Some(Dialog::Relations(Box::new(editor))),
            None => {
                self.notices.push(Weight::Info, tr!("This mention has no relation yet; R relates it to another one"));
            }
        }
    }

    /// Tells the dialog of relations how the last change went.
    pub(in crate::gui) fn tell_editor(&mut self, problem: Option<String>) {
        if let Some(Dialog::Relations(editor)) = &mut self.dialog {
            editor.problem = problem;
        }
    }

    /// Says why a command was refused: once, in the dialog of relations where that is open.
    pub(in crate::gui) fn tell_refusal(&mut self, why: String) {
        if matches!(self.dialog, Some(Dialog::Relations(_))) {
            self.tell_editor(Some(why));
        } else {
            self.notices.refuse(why);
        }
    }

    /// Starts relating the selected mention in a way that is known already.
    pub(in crate::gui) fn relate_as(&mut self, label: Slug, role: Option<Slug>) {
        self.start_relating();
        self.center.aim = Aim::Role { label, role };
    }

    /// Starts choosing another mention for an end of a relation; `mention` is the one that it was opened from.
    pub(in crate::gui) fn move_end(&mut self, mention: MentionId, relation: RelationId, end: End) {
        self.desk.bench.view.mention = Some(mention);
        self.start_relating();
        self.center.aim = Aim::End { relation, end };
    }

    /// Deletes the selected mention, after asking where something hangs on it.
    pub(in crate::gui) fn delete_selected(&mut self, shard: &Shard) {
        let Some(mention) = self.desk.bench.view.mention else { return };
        match Deleting::of(self.desk.bench.session(), shard.id(), mention) {
            Some(question) => self.dialog = Some(Dialog::Deleting(question)),
            None => self.execute(&Command::Delete { article: shard.id(), mentions: vec![mention] }),
        }
    }
}
