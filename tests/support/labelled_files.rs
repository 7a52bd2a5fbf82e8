//! Files of labelled data for stories of the window, and how they come into it.

#![allow(
    dead_code,
    clippy::unwrap_used,
    reason = "every test binary uses a part; a missing file or widget fails the story"
)]

use super::window::{Story, press};
use eframe::egui::accesskit::{Action, ActionData, ActionRequest, TreeId};
use eframe::egui::{Event, Key, Modifiers};
use egui_kittest::kittest::{NodeT, Queryable};
use std::path::{Path, PathBuf};

pub(crate) const TEXT: &str = "Ada Kvist met dockers in Brel. Ada Kvist left.";
pub(crate) const ANN: &str = "T1\tHarbour_Person 0 9\tAda Kvist\nT2\tHarbour_Person 31 40\tAda Kvist\nT3\tPlace 25 29\tBrel\n\
                   R1\tSeen_in Arg1:T1 Arg2:T3\t\n#1\tAnnotatorNotes T1\tsure of it\n";

/// A folder with one brat document.
pub(crate) fn brat(story: &Story, name: &str, text: &str, ann: &str) -> PathBuf {
    let folder = story.folder.path().join(name);
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join("doc.txt"), text).unwrap();
    std::fs::write(folder.join("doc.ann"), ann).unwrap();
    folder
}

/// What the window tells at the moment.
pub(crate) fn info(story: &Story) -> String {
    story.app().notices().info().unwrap_or_default().to_owned()
}

/// Types `path` into the dialog that asks for one, and presses its `verb`.
pub(crate) fn type_path(story: &mut Story, path: &Path, verb: &str) {
    let node = story.harness.get_by_label("Path").accesskit_node().locate().0;
    let data = Some(ActionData::Value(path.display().to_string().into()));
    let request = ActionRequest { action: Action::SetValue, target_tree: TreeId::ROOT, target_node: node, data };
    story.harness.event(Event::AccessKitActionRequest(request));
    story.settle();
    press(story, verb);
}

/// Opens the import on `path` by keys and names.
pub(crate) fn import(story: &mut Story, path: &Path) {
    story.press_with(Modifiers::COMMAND, Key::I);
    press(story, "Type a path…");
    type_path(story, path, "Choose");
}
