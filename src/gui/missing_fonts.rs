//! The message that names the fonts an article needs and this system lacks: once for each article and script.

use super::article::MissingScript;
use crate::model::ArticleId;
use std::collections::BTreeSet;

/// What was said already.
#[derive(Debug, Default)]
pub(super) struct MissingFonts {
    told: BTreeSet<(ArticleId, &'static str)>,
}

impl MissingFonts {
    /// A message about the scripts that are new in this article of this name, if any are.
    pub(super) fn message(&mut self, article: ArticleId, name: &str, missing: &[MissingScript]) -> Option<String> {
        let new: Vec<&MissingScript> =
            missing.iter().filter(|missing| self.told.insert((article, missing.script))).collect();
        if new.is_empty() {
            return None;
        }
        let names: Vec<String> = new.iter().map(ToString::to_string).collect();
        let advice = if new.iter().any(|missing| missing.font.is_some()) {
            " Install what is named, by its Debian and Ubuntu package or from fonts.google.com/noto, and start Byline again."
        } else {
            ""
        };
        let fonts = names.join("; ");
        Some(format!("{name} has characters that no font here has; they are shown as boxes. {fonts}.{advice}"))
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
        let thai = missing("Thai", Some("Noto Sans Thai"));
        let lao = missing("Lao", Some("Noto Sans Lao"));
        assert_eq!(fonts.message(ArticleId(1), "a.txt", &[]), None);
        let said = fonts.message(ArticleId(1), "a.txt", std::slice::from_ref(&thai)).unwrap_or_default();
        assert!(
            said.starts_with("a.txt has") && said.contains("Thai (as U+0E01): Noto Sans Thai, package fonts-noto-core"),
            "{said}"
        );
        assert_eq!(fonts.message(ArticleId(1), "a.txt", std::slice::from_ref(&thai)), None);
        let said = fonts.message(ArticleId(1), "a.txt", &[lao, thai.clone()]).unwrap_or_default();
        assert!(said.contains("Lao") && !said.contains("Thai"), "{said}");
        assert!(fonts.message(ArticleId(2), "b.txt", &[thai]).is_some());
        let said = fonts.message(ArticleId(2), "b.txt", &[missing("Private", None)]).unwrap_or_default();
        assert!(!said.contains("Install"), "{said}");
    }
}
