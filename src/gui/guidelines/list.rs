//! Which pages there are and which of them have what is looked for. It draws nothing.

use crate::model::{Guideline, GuidelineId};
use crate::text::{folded, shortened};

/// How many characters an excerpt has.
const EXCERPT_CHARS: usize = 80;

/// A page of the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) struct Found {
    /// The page.
    pub(in crate::gui) id: GuidelineId,
    /// Its title.
    pub(in crate::gui) title: String,
    /// Words around the first place; empty where the title has all that is looked for.
    pub(in crate::gui) excerpt: String,
}

/// Pages that have every one of the words of `typed`, by title, those with all of them in the title first; all pages where
/// nothing is typed.
pub(in crate::gui) fn find<'a>(pages: impl Iterator<Item = &'a Guideline>, typed: &str) -> Vec<Found> {
    let words: Vec<String> = typed.split_whitespace().map(folded).collect();
    let holds = |text: &str| words.iter().all(|word| text.contains(word.as_str()));
    let mut found: Vec<(bool, String, Found)> = Vec::new();
    for page in pages {
        let title = folded(&page.title);
        let is_named = holds(&title);
        let is_told = || holds(&folded(&format!("{}\n{}", page.title, page.text)));
        if is_named || is_told() {
            let excerpt = if is_named { String::new() } else { excerpt(&page.text, &words) };
            found.push((!is_named, title, Found { id: page.id, title: page.title.clone(), excerpt }));
        }
    }
    found.sort_by(|a, b| (a.0, &a.1, a.2.id).cmp(&(b.0, &b.1, b.2.id)));
    found.into_iter().map(|(.., found)| found).collect()
}

/// The line with the most of `words`, without the signs of Markdown.
fn excerpt(text: &str, words: &[String]) -> String {
    let count = |line: &&str| {
        let line = folded(line);
        words.iter().filter(|word| line.contains(word.as_str())).count()
    };
    // Of lines that are equally good the first one: `max_by_key` gives the last.
    let best = text.lines().rev().max_by_key(count).unwrap_or_default();
    let plain: String = best.chars().filter(|sign| !matches!(sign, '*' | '`' | '#' | '|' | '_' | '>')).collect();
    shortened(plain.trim(), EXCERPT_CHARS).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Ext;

    fn page(id: u64, title: &str, text: &str) -> Guideline {
        let (title, text) = (title.to_owned(), text.to_owned());
        Guideline { id: GuidelineId(id), title, text, pictures: Vec::new(), ext: Ext::default() }
    }

    #[test]
    fn pages_are_found_by_title_first_and_then_by_words_with_what_stands_around_them() {
        let pages = [
            page(1, "Events", "# Events\n\nTag the **verb** with its object."),
            page(2, "actors", "Tag the name. A verb is an event."),
            page(3, "Événements", "Autre langue."),
        ];
        let found = |typed: &str| find(pages.iter(), typed);
        let titles = |typed: &str| found(typed).into_iter().map(|row| row.title).collect::<Vec<_>>();
        assert_eq!(titles(""), ["actors", "Événements", "Events"]);
        assert_eq!(titles("EVENEMENTS"), ["Événements"]);
        assert_eq!(titles("event"), ["Events", "actors"]);
        assert_eq!(found("verb object").first().map(|row| row.excerpt.as_str()), Some("Tag the verb with its object."));
        assert_eq!(titles("events object"), ["Events"], "words may stand in the title and the text");
        assert_eq!(titles("nowhere"), Vec::<String>::new());
    }
}
