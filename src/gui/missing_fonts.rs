//! The message that names the fonts articles need and this system lacks: one for all of them, which grows while it is on
//! show, and no word twice about the same script of the same article.

use super::article::MissingScript;
use crate::gui::language::tr;
use crate::model::ArticleId;
use std::collections::{BTreeMap, BTreeSet};

/// What was said already.
#[derive(Debug, Default)]
pub(super) struct MissingFonts {
    told: BTreeSet<(ArticleId, &'static str)>,
    shown: Shown,
}

/// The message that was said last, and what it is about.
#[derive(Debug, Default)]
struct Shown {
    text: String,
    articles: BTreeSet<ArticleId>,
    scripts: BTreeMap<&'static str, MissingScript>,
}

/// A message to be said.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Message {
    pub(super) text: String,
    /// The message whose place it takes, if that is still there.
    pub(super) instead_of: String,
}

impl MissingFonts {
    /// A message about the scripts that are new in this article of this name, if any are. What `is_on_show` is in it as well.
    pub(super) fn message(
        &mut self,
        article: ArticleId,
        name: &str,
        missing: &[MissingScript],
        is_on_show: impl Fn(&str) -> bool,
    ) -> Option<Message> {
        let new: Vec<&MissingScript> =
            missing.iter().filter(|missing| self.told.insert((article, missing.script))).collect();
        if new.is_empty() {
            return None;
        }
        if !is_on_show(&self.shown.text) {
            self.shown = Shown::default();
        }
        self.shown.articles.insert(article);
        self.shown.scripts.extend(new.into_iter().map(|missing| (missing.script, missing.clone())));
        let text = self.shown.words(name);
        let instead_of = std::mem::replace(&mut self.shown.text, text.clone());
        Some(Message { text, instead_of })
    }
}

impl Shown {
    fn words(&self, name: &str) -> String {
        let names: Vec<String> = self.scripts.values().map(ToString::to_string).collect();
        let advice = if self.scripts.values().any(|missing| missing.font.is_some()) {
            tr!(
                " Install what is named, by its Debian and Ubuntu package or from fonts.google.com/noto, and start Byline again."
            )
        } else {
            ""
        };
        let who = match self.articles.len() {
            0 | 1 => tr!("{name} has", name),
            2 => tr!("{name} and one more article have", name),
            many => tr!("{name} and {} more articles have", many - 1, name),
        };
        let fonts = names.join("; ");
        tr!("{who} characters that no font here has; they are shown as boxes. {fonts}.{advice}", who, fonts, advice)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn missing(script: &'static str, font: Option<&str>) -> MissingScript {
        MissingScript { script, sample: 'ก', font: font.map(str::to_owned), package: "fonts-noto-core" }
    }

    #[test]
    fn each_script_is_told_once_for_each_article() {
        let mut fonts = MissingFonts::default();
        let mut say = |id: u64, name: &str, missing: &[MissingScript]| {
            fonts.message(ArticleId(id), name, missing, |_| false).map(|message| message.text)
        };
        let thai = missing("Thai", Some("Noto Sans Thai"));
        let lao = missing("Lao", Some("Noto Sans Lao"));
        assert_eq!(say(1, "a.txt", &[]), None);
        let said = say(1, "a.txt", std::slice::from_ref(&thai)).unwrap_or_default();
        assert!(
            said.starts_with("a.txt has") && said.contains("Thai (as U+0E01): Noto Sans Thai, package fonts-noto-core"),
            "{said}"
        );
        assert_eq!(say(1, "a.txt", std::slice::from_ref(&thai)), None);
        let said = say(1, "a.txt", &[lao, thai.clone()]).unwrap_or_default();
        assert!(said.contains("Lao") && !said.contains("Thai"), "{said}");
        assert!(say(2, "b.txt", &[thai]).is_some());
        let said = say(2, "b.txt", &[missing("Private", None)]).unwrap_or_default();
        assert!(!said.contains("Install"), "{said}");
    }

    #[test]
    fn a_message_that_is_still_there_grows() {
        let mut fonts = MissingFonts::default();
        let thai = missing("Thai", Some("Noto Sans Thai"));
        let first = fonts.message(ArticleId(1), "a.txt", std::slice::from_ref(&thai), |_| true).unwrap();
        let lao = missing("Lao", Some("Noto Sans Lao"));
        let second = fonts.message(ArticleId(2), "b.txt", &[lao, thai.clone()], |text| text == first.text).unwrap();
        assert_eq!(second.instead_of, first.text);
        assert!(second.text.starts_with("b.txt and one more article have"), "{}", second.text);
        assert!(second.text.contains("Lao") && second.text.matches("Noto Sans Thai").count() == 1, "{}", second.text);
        let third = fonts.message(ArticleId(3), "c.txt", &[thai], |_| false).unwrap();
        assert!(third.text.starts_with("c.txt has") && !third.text.contains("Lao"), "{}", third.text);
    }
}
