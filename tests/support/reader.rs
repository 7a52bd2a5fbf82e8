//! Somebody who has the window's accessibility tree alone: no key, no pointer.

#![allow(
    dead_code,
    clippy::unwrap_used,
    clippy::panic,
    reason = "every test file uses a part; a missing node, word or mention is a failed test"
)]

use crate::window::Story;
use byline::gui::Action;
use eframe::egui::Event;
use eframe::egui::accesskit::{self, ActionData, ActionRequest, Role, TextPosition, TextSelection, TreeId};
use egui_kittest::kittest::{AccessKitNode, NodeT, Queryable};
use std::collections::BTreeSet;
use std::path::Path;

/// Somebody who has the tree alone, and which actions of the table were carried out.
pub(crate) struct Reader {
    pub(crate) story: Story,
    pub(crate) done: BTreeSet<&'static str>,
}

impl Reader {
    /// Asks something of a node and waits for what comes of it; everything then on show must have a name.
    pub(crate) fn ask(&mut self, target_node: accesskit::NodeId, action: accesskit::Action, data: Option<ActionData>) {
        self.send(target_node, action, data);
        self.story.settle();
        self.assert_named();
    }

    pub(crate) fn send(&mut self, target_node: accesskit::NodeId, action: accesskit::Action, data: Option<ActionData>) {
        let request = ActionRequest { action, target_tree: TreeId::ROOT, target_node, data };
        self.story.harness.event(Event::AccessKitActionRequest(request));
    }

    /// Whatever can be pressed, written into or moved says what it is, in words rather than by a sign.
    fn assert_named(&self) {
        let nameless = |node: &AccessKitNode<'_>| {
            let offers = |action| node.data().supports_action(action);
            let has_words = |name: String| name.chars().any(char::is_alphanumeric);
            // A text is what it says, and a scroll bar belongs to what it scrolls.
            let needs_none = matches!(
                node.role(),
                Role::Window | Role::GenericContainer | Role::Unknown | Role::Label | Role::ScrollBar
            );
            !needs_none
                && (offers(accesskit::Action::Click) || offers(accesskit::Action::Focus))
                && !node.label().is_some_and(has_words)
        };
        let found = self.story.harness.query_all_by(nameless).map(|node| {
            let node = node.accesskit_node();
            format!("{:?} {:?} {:?}", node.role(), node.label(), node.bounding_box())
        });
        let found: Vec<String> = found.collect();
        assert!(found.is_empty(), "without a name in words: {found:#?}");
    }

    /// The first node that `fits`, of those that lie in front where something does.
    pub(crate) fn find(&self, what: &str, fits: impl Fn(&AccessKitNode<'_>) -> bool) -> accesskit::NodeId {
        let mut found = self.story.harness.query_all_by(move |node| fits(node)).map(|node| node.accesskit_node());
        found.next().unwrap_or_else(|| panic!("{what} is not in the tree")).locate().0
    }

    pub(crate) fn has(&self, label: &str) -> bool {
        self.story.harness.query_all_by_label_contains(label).next().is_some()
    }

    /// Presses the button, row, mark or link with this name, or whose name begins with it and a comma.
    pub(crate) fn press(&mut self, name: &str) {
        let begins = format!("{name},");
        let label = format!("Label {name},");
        let node = self.find(name, |node| {
            let fits = |told: String| told == name || told.starts_with(&begins) || told.starts_with(&label);
            can_be_pressed(node) && node.label().is_some_and(fits)
        });
        self.ask(node, accesskit::Action::Click, None);
    }

    /// Chooses an item of the menus.
    pub(crate) fn act(&mut self, action: Action) {
        assert!(self.try_act(action), "{action:?} cannot be had");
    }

    /// Chooses an item of the menus, if it can be had now.
    pub(crate) fn try_act(&mut self, action: Action) -> bool {
        let item = self.item(action);
        match item {
            Some(item) => self.ask(item, accesskit::Action::Click, None),
            None => self.press(action.info().unwrap().menu.name()),
        }
        item.is_some()
    }

    /// Chooses an action that asks for a path, and types it there, whether or not this system has a dialog of its own.
    pub(crate) fn act_on(&mut self, action: Action, path: &Path, verb: &str) {
        let item = self.item(action).unwrap_or_else(|| panic!("{action:?} cannot be had"));
        self.send(item, accesskit::Action::Click, None);
        while !self.has("Tab completes, Enter takes the path") {
            self.story.harness.step();
            let named = |node: &AccessKitNode<'_>| node.label().as_deref() == Some("Type a path");
            let button = self.story.harness.query_all_by(named).next().map(|node| node.accesskit_node().locate().0);
            if let Some(button) = button {
                self.send(button, accesskit::Action::Click, None);
            }
        }
        self.story.settle();
        self.write("Path", &path.display().to_string());
        self.press(verb);
    }

    /// The item of an action, in its menu that is opened for it; nothing where the action cannot be had now.
    fn item(&mut self, action: Action) -> Option<accesskit::NodeId> {
        let info = action.info().unwrap();
        self.press(info.menu.name());
        let names = [info.name.to_owned(), format!("{} {}", info.name, info.key_text())];
        let step = matches!(action, Action::Undo | Action::Redo).then(|| format!("{}: ", info.name));
        let is_item = move |node: &AccessKitNode<'_>| {
            let fits = |told: String| names.contains(&told) || step.as_ref().is_some_and(|step| told.starts_with(step));
            can_be_pressed(node) && node.label().is_some_and(fits)
        };
        let found = self.story.harness.query_all_by(is_item).next().map(|node| node.accesskit_node().locate().0);
        self.done.extend(found.map(|_| info.name));
        found
    }

    /// Selects `words` of the article as a screen reader does: by characters of the runs on screen.
    pub(crate) fn select(&mut self, words: &str) {
        let selection = self.positions(words);
        let document = self.find("the article", |node| node.role() == Role::Document);
        self.ask(document, accesskit::Action::SetTextSelection, Some(ActionData::SetTextSelection(selection)));
        assert_eq!(self.selected_words(), words);
    }

    pub(crate) fn positions(&self, words: &str) -> TextSelection {
        for run in self.story.harness.query_all_by_role(Role::TextRun) {
            let node = run.accesskit_node();
            let value = node.value().unwrap_or_default();
            if let Some(at) = value.find(words) {
                let place = |byte: usize| TextPosition {
                    node: node.locate().0,
                    character_index: value[..byte].chars().count(),
                };
                return TextSelection { anchor: place(at), focus: place(at + words.len()) };
            }
        }
        panic!("{words} is in no run of text");
    }

    /// Puts `words` into the field with this name.
    pub(crate) fn write(&mut self, field: &str, words: &str) {
        let node = self.find(field, |node| {
            matches!(node.role(), Role::TextInput | Role::MultilineTextInput)
                && (node.label().as_deref() == Some(field)
                    || node.labelled_by().any(|label| label.value().as_deref() == Some(field)))
        });
        self.ask(node, accesskit::Action::SetValue, Some(ActionData::Value(words.into())));
    }

    pub(crate) fn focused(&self) -> String {
        let node = self.story.harness.query_all_by(|node| node.is_focused() && node.role() != Role::Window).next();
        let node = node.unwrap_or_else(|| panic!("nothing has the focus")).accesskit_node();
        node.label().unwrap_or_default()
    }

    pub(crate) fn selected_words(&self) -> String {
        let span = self.story.app().front_view().unwrap().selection().span();
        span.slice(self.story.shard().article.text()).unwrap().to_owned()
    }

    pub(crate) fn caret(&self) -> usize {
        self.story.app().front_view().unwrap().selection().caret.to_usize()
    }

    pub(crate) fn at(&self, words: &str) -> usize {
        self.story.span(words).start.to_usize()
    }

    pub(crate) fn fragments(&self) -> Vec<String> {
        let shard = self.story.shard();
        let mention = self.story.selected().unwrap();
        let words = |span: &byline::text::Span| span.slice(shard.article.text()).unwrap().to_owned();
        mention.fragments.spans().iter().map(words).collect()
    }

    pub(crate) fn settings(&self) -> byline::store::Settings {
        self.story.desk().settings.clone()
    }
}

pub(crate) fn can_be_pressed(node: &AccessKitNode<'_>) -> bool {
    matches!(node.role(), Role::Button | Role::Mark | Role::Link | Role::CheckBox | Role::RadioButton | Role::ComboBox)
        && !node.is_disabled()
}
