//! What the steps of the tour say, and what they point at. It draws nothing.

use super::spots::Spot;
use crate::gui::actions::Action;
use crate::gui::language::msg;

/// One step.
#[derive(Debug)]
pub(super) struct Step {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
    /// What it points at: the first of these that is in sight.
    pub(super) spots: &'static [Spot],
    /// Actions whose keys are told below.
    pub(super) keys: &'static [Action],
}

/// The steps in order.
pub(super) const STEPS: [Step; 5] = [
    Step {
        title: msg("Articles come in here"),
        text: msg(
            "The sample session is open to try things on. Bring your own articles by dropping files or a folder onto the \
               window, or by these keys. A click opens an article.",
        ),
        spots: &[Spot::Articles, Spot::FileMenu],
        keys: &[Action::AddArticles, Action::OpenSession, Action::OpenSample],
    },
    Step {
        title: msg("Select words, press a label’s key"),
        text: msg(
            "Drag over words, or double-click one, and press 1 for Actor, 2 for Event, 3 for Claim. A click on a mark \
               selects it, Delete takes it away.",
        ),
        spots: &[Spot::Text],
        keys: &[Action::SelectSentence, Action::Undo],
    },
    Step {
        title: msg("All about a tag stands here"),
        text: msg(
            "Above are the labels with their keys. Select a tag, and its label, entry, notes and attributes stand below \
               them; under it is the list of all tags of the article.",
        ),
        spots: &[Spot::Side, Spot::GoMenu],
        keys: &[Action::NextMention, Action::LinkEntry],
    },
    Step {
        title: msg("Look over the work"),
        text: msg(
            "This menu leads to the views: everything that was tagged in one table, a search over all articles, the \
               register of actors, events and claims, the guidelines.",
        ),
        spots: &[Spot::GoMenu],
        keys: &[Action::Review, Action::Search, Action::Register, Action::Pages],
    },
    Step {
        title: msg("Nothing is lost"),
        text: msg(
            "Every step is kept as you make it, and the status bar says so. Save once to give the session a file; export \
               writes the work for other tools. F1 opens the guide.",
        ),
        spots: &[Spot::Status],
        keys: &[Action::Save, Action::Export, Action::Palette, Action::Guide],
    },
];
