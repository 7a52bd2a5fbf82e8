//! Which pages there are and which of them have what is looked for. It draws nothing.

use crate::model::{Guideline, GuidelineId, Table};
use crate::text::{folded, shortened};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

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

/// Pages as they are searched: folded once for each state of the session, and not for each key.
#[derive(Debug, Default)]
pub(in crate::gui) struct Folded {
    of: Option<Arc<Table<Guideline>>>,
    pages: BTreeMap<GuidelineId, FoldedPage>,
}

#[derive(Debug)]
struct FoldedPage {
    page: Arc<Guideline>,
    title: String,
    text: String,
}

impl FoldedPage {
    fn of(page: Arc<Guideline>) -> Self {
        Self { title: folded(&page.title), text: folded(&page.text), page }
    }
}

impl Folded {
    /// Folds what is not folded yet; pages that are the same as before are kept.
    pub(in crate::gui) fn follow(&mut self, pages: &Arc<Table<Guideline>>) {
        if self.of.as_ref().is_some_and(|of| Arc::ptr_eq(of, pages)) {
            return;
        }
        let mut before = std::mem::take(&mut self.pages);
        let now = pages.iter().filter_map(|page| pages.shared(page.id));
        let kept = now.map(|page| {
            let known = before.remove(&page.id).filter(|known| Arc::ptr_eq(&known.page, &page));
            (page.id, known.unwrap_or_else(|| FoldedPage::of(page)))
        });
        self.pages = kept.collect();
        self.of = Some(Arc::clone(pages));
    }

    /// Pages that have every one of the words of `typed`, by title, those with all of them in the title first; all pages
    /// where nothing is typed.
    pub(in crate::gui) fn find(&self, typed: &str) -> Vec<Found> {
        let words: Vec<String> = typed.split_whitespace().map(folded).collect();
        let mut found: Vec<(bool, &str, Found)> = Vec::new();
        for FoldedPage { page, title, text } in self.pages.values() {
            let is_named = words.iter().all(|word| title.contains(word.as_str()));
            if is_named || words.iter().all(|word| title.contains(word.as_str()) || text.contains(word.as_str())) {
                let excerpt = if is_named { String::new() } else { excerpt(page, text, &words) };
                found.push((!is_named, title, Found { id: page.id, title: page.title.clone(), excerpt }));
            }
        }
        found.sort_by(|a, b| (a.0, a.1, a.2.id).cmp(&(b.0, b.1, b.2.id)));
        found.into_iter().map(|(.., found)| found).collect()
    }
}

/// The first line of `page` with the most of `words`, without the signs of Markdown; `folded` is its text.
fn excerpt(page: &Guideline, folded: &str, words: &[String]) -> String {
    let count = |line: &str| words.iter().filter(|word| line.contains(word.as_str())).count();
    let lines = page.text.lines().zip(folded.lines());
    let best = lines.min_by_key(|(_, folded)| Reverse(count(folded))).map(|(line, _)| line).unwrap_or_default();
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

    fn table<const N: usize>(pages: [Guideline; N]) -> Arc<Table<Guideline>> {
        let mut table = Table::default();
        for page in pages {
            table.insert_new(page).unwrap();
        }
        Arc::new(table)
    }

    fn folded_of(pages: &Arc<Table<Guideline>>) -> Folded {
        let mut folded = Folded::default();
        folded.follow(pages);
        folded
    }

    #[test]
    fn only_a_page_that_has_changed_is_folded_again() {
        let mut pages = table([page(1, "Events", "Tag the verb."), page(2, "Actors", "Tag the name.")]);
        let mut folded = folded_of(&pages);
        let place = |folded: &Folded, id: u64| folded.pages.get(&GuidelineId(id)).map(|page| page.text.as_ptr());
        let before = (place(&folded, 1), place(&folded, 2));
        folded.follow(&Arc::new(Table::clone(&pages)));
        assert_eq!((place(&folded, 1), place(&folded, 2)), before, "the pages of another table are the same");
        Arc::make_mut(&mut pages).put(GuidelineId(1), None);
        Arc::make_mut(&mut pages).insert_new(page(1, "Events", "Tag the noun.")).unwrap();
        folded.follow(&pages);
        assert_eq!(place(&folded, 2), before.1);
        assert_eq!((folded.find("verb").len(), folded.find("noun").len()), (0, 1), "what was before is not found");
    }

    #[test]
    fn pages_are_found_by_title_first_and_then_by_words_with_what_stands_around_them() {
        let pages = [
            page(1, "Events", "# Events\n\nTag the **verb** with its object."),
            page(2, "actors", "Tag the name. A verb is an event."),
            page(3, "Événements", "Autre langue."),
        ];
        let folded = folded_of(&table(pages));
        let found = |typed: &str| folded.find(typed);
        let titles = |typed: &str| found(typed).into_iter().map(|row| row.title).collect::<Vec<_>>();
        assert_eq!(titles(""), ["actors", "Événements", "Events"]);
        assert_eq!(titles("EVENEMENTS"), ["Événements"]);
        assert_eq!(titles("event"), ["Events", "actors"]);
        assert_eq!(found("verb object").first().map(|row| row.excerpt.as_str()), Some("Tag the verb with its object."));
        assert_eq!(titles("events object"), ["Events"], "words may stand in the title and the text");
        assert_eq!(titles("nowhere"), Vec::<String>::new());
    }
}
