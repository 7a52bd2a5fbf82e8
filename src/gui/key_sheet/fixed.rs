//! The keys that are no action's and stay as they are: what they do depends on where the keyboard is.
//!
//! The sheet and the page to print have them from here.

use crate::gui::language::{msg, tr};

/// The keys of one place.
pub(super) struct Place {
    name: &'static str,
    keys: &'static [(&'static str, &'static str)],
}

const fn of(name: &'static str, keys: &'static [(&'static str, &'static str)]) -> Place {
    Place { name, keys }
}

/// Every place that has keys of its own.
pub(super) const PLACES: [Place; 8] = [
    of(
        msg("In the text"),
        &[
            ("Left, Right, Up, Down", msg("Move the caret; with Shift select")),
            ("Ctrl+Left, Ctrl+Right", msg("To the previous or next word; with Shift select")),
            ("Home, End", msg("To the ends of the line; with Ctrl of the text")),
            ("PageUp, PageDown", msg("A screen up or down")),
            ("Ctrl+A, Ctrl+C", msg("Select all; copy the selection")),
            ("Alt+1 … 9", msg("With a label’s key: add the selection as a fragment")),
        ],
    ),
    of(
        msg("In lists"),
        &[
            ("Up, Down, PageUp, PageDown, Home, End", msg("Go through the list; with Shift choose what lies between")),
            ("Enter", msg("Open the row in its article")),
            ("Ctrl+A", msg("Choose all rows that are listed")),
        ],
    ),
    of(
        msg("In the register"),
        &[
            ("Space", msg("Choose the row, or not any more")),
            ("Delete", msg("Delete the chosen entries…")),
            ("1 … 6", msg("Sort by the column of this number")),
        ],
    ),
    of(
        msg("In the review"),
        &[
            ("Space", msg("Go on to the next row without a word")),
            ("Ctrl+Space", msg("Choose the row, or not any more")),
            ("1 … 9", msg("Sort by the column of this number")),
        ],
    ),
    of(
        msg("In the comparison"),
        &[
            ("J, K", msg("Next and previous difference")),
            ("Space", msg("Next difference that is open")),
            ("1 … 9", msg("Take the version of this side")),
            ("C, E", msg("Combine all versions; take the first and change it by hand")),
            ("X, Delete", msg("Decide for no tag")),
        ],
    ),
    of(
        msg("In the list of cleaning"),
        &[
            ("A, X, O", msg("Accept, reject or reopen the row; with Shift all that are listed")),
            ("Enter", msg("Show the place in the article")),
        ],
    ),
    of(
        msg("While something is looked for"),
        &[
            ("Enter, Shift+Enter", msg("Next and previous place found")),
            ("Ctrl+G, Ctrl+Shift+G", msg("The same while you type to find and select")),
        ],
    ),
    of(
        msg("In dialogs"),
        &[
            ("Ctrl+Enter", msg("Carry it out, wherever the keyboard is")),
            ("Alt+Enter, Alt+Shift+Enter", msg("In the details: confirm the guess of the field, or all")),
            ("Esc", msg("Close")),
        ],
    ),
];

impl Place {
    /// Where it is.
    pub(super) fn name(&self) -> &'static str {
        tr(self.name)
    }

    /// What each of its keys does, and the keys.
    pub(super) fn rows(&self) -> impl Iterator<Item = (&'static str, String)> {
        let shown =
            |keys: &str| if cfg!(target_os = "macos") { keys.replace("Ctrl+", "Cmd+") } else { keys.to_owned() };
        self.keys.iter().map(move |(keys, told)| (tr(told), shown(keys)))
    }
}
