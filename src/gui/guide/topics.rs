//! Which page of the guide tells of what is in front.

use crate::gui::app::App;
use crate::gui::dialogs::Dialog;

impl App {
    /// The title of the page about the view that is shown.
    pub(in crate::gui) fn topic(&self) -> &'static str {
        let view = self.desk.bench.view;
        if self.pages.has_focus() {
            "Write guidelines"
        } else if self.review.is_shown {
            "Reviewing"
        } else if self.register.is_shown {
            "The register"
        } else if self.search.is_shown {
            "Search all articles"
        } else if self.compare.is_shown {
            "Compare annotators and make a gold session"
        } else if self.desk.bench.session().shards().is_empty() {
            "Start a session"
        } else if self.center.relating.is_some() {
            "Relate two mentions"
        } else if self.find.is_open() {
            "Find words in an article"
        } else if view.mention.is_some() {
            "Look at a mention"
        } else if self.desk.bench.beside.is_some() {
            "Two articles side by side"
        } else {
            "Byline in five minutes"
        }
    }
}

/// The title of the page about a dialog; none about those that say all there is to say.
pub(in crate::gui) fn topic_of(dialog: &Dialog) -> Option<&'static str> {
    Some(match dialog {
        Dialog::ArticlesIn(_) => "Start a session",
        Dialog::Import(_) => "Bring in labelled data",
        Dialog::Export(_) => "Write labelled data and reports",
        Dialog::Versions(_) | Dialog::Drafts(_) | Dialog::Damaged { .. } => "Save",
        Dialog::Conflicts => "Work on one session with others",
        Dialog::Relations(_) | Dialog::Relate(_) => "Relate two mentions",
        Dialog::Cleaning(_) => "Clean what the page brought along",
        Dialog::Register(_) => "The register",
        Dialog::Review(_) => "Reviewing",
        Dialog::Agreement(_) => "How far annotators agree",
        Dialog::Details(_) | Dialog::Outlets(_) => "Say what is known about an article",
        Dialog::Headway(_) | Dialog::History(_) => "See how far the work is, and what happened",
        Dialog::Related(_) => "See what articles have in common",
        Dialog::Repeats(_) => "Tag every occurrence",
        Dialog::Page(_) => "Write guidelines",
        Dialog::Schema(_) => "Change the schema",
        Dialog::Preferences(_) | Dialog::Messages(_) => "Settings and messages",
        Dialog::Keys(_) | Dialog::Palette(_) => "Find an action, change a key",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::super::pages::{Part, page_named, pages};
    use crate::gui::actions::{ACTIONS, ActionInfo};
    use regex::Regex;

    /// Keys that lists, fields and dialogs have of their own.
    const OF_DIALOGS: [&str; 8] =
        ["Alt+0", "Alt+Shift+Enter", "Ctrl+A", "Ctrl+Alt", "Ctrl+Enter", "Ctrl+G", "Ctrl+Shift+G", "Shift+Enter"];

    /// Titles that the code names are titles that the guide has.
    #[test]
    fn every_topic_is_a_page() {
        let own = include_str!("topics.rs");
        let code = own.split("#[cfg(test)]").next().unwrap_or_default();
        let titles: Vec<&str> = code.split('"').skip(1).step_by(2).collect();
        assert!(titles.len() > 20, "{titles:?}");
        for title in titles {
            assert!(page_named(title).is_some(), "{title}");
        }
    }

    /// Keys that the guide names lead to something.
    #[test]
    fn every_key_of_the_guide_is_a_key_of_the_window() {
        let keys: Vec<String> = ACTIONS.iter().map(ActionInfo::key_text).collect();
        let pattern = Regex::new(r"((Ctrl|Alt|Shift)\+)+([A-Z][A-Za-z]*\d?|\d|[\\,])|\bF\d\d?\b");
        let mut unknown = Vec::new();
        for page in pages().iter().filter(|page| page.part == Part::Guide) {
            // What stands between backquotes is an example of a file.
            let told = page.text.split('`').step_by(2);
            let named = told.flat_map(|text| pattern.iter().flat_map(|pattern| pattern.find_iter(text)));
            let named = named.map(|key| (page.title, key.as_str()));
            unknown
                .extend(named.filter(|(_, key)| !OF_DIALOGS.contains(key) && !keys.iter().any(|known| known == key)));
        }
        assert_eq!((pattern.is_ok(), unknown), (true, Vec::new()));
    }
}
