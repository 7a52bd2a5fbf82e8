//! The languages that there are, and which of them is spoken. It does not translate.

use std::cell::Cell;

/// A language that the window speaks.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Language {
    /// As written where a message is shown.
    #[default]
    English,
    /// `assets/messages/de.po`.
    German,
}

thread_local! {
    static SPOKEN: Cell<Language> = const { Cell::new(Language::English) };
}

impl Language {
    /// Every language.
    pub const ALL: [Self; 2] = [Self::English, Self::German];

    /// Its name in itself.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::English => "English",
            Self::German => "Deutsch",
        }
    }

    /// Its tag by BCP 47, as settings name it.
    #[must_use]
    pub fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::German => "de",
        }
    }

    /// The language of a tag or of a locale: `de`, `de-AT`, `de_DE.UTF-8`; `C` and `POSIX` are English.
    #[must_use]
    pub fn of_tag(tag: &str) -> Option<Self> {
        let primary = tag.split(['-', '_', '.', '@']).next()?.to_ascii_lowercase();
        if matches!(primary.as_str(), "c" | "posix") {
            return Some(Self::English);
        }
        Self::ALL.into_iter().find(|language| language.tag() == primary)
    }

    /// Makes this the language of what the thread says from now on.
    pub(in crate::gui) fn speak(self) {
        SPOKEN.set(self);
    }

    /// The language that this thread speaks.
    pub(in crate::gui) fn spoken() -> Self {
        SPOKEN.get()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::language::tr;

    #[test]
    fn a_language_is_known_by_its_tag_or_locale() {
        for (tag, language) in [
            ("de", Some(Language::German)),
            ("de_AT.UTF-8", Some(Language::German)),
            ("DE-ch", Some(Language::German)),
            ("en_GB", Some(Language::English)),
            ("C.UTF-8", Some(Language::English)),
            ("den", None),
            ("", None),
        ] {
            assert_eq!(Language::of_tag(tag), language, "{tag}");
        }
    }

    #[test]
    fn what_a_catalogue_lacks_is_said_in_english() {
        Language::German.speak();
        assert_eq!(tr!("Save"), "Speichern");
        assert_eq!(tr("no message of any catalogue"), "no message of any catalogue");
        Language::English.speak();
        assert_eq!(tr!("Save"), "Save");
    }
}
