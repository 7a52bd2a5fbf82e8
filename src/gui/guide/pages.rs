//! The guide's pages and the search in them. It does not know how they are shown.

use crate::text::{folded, shortened};
use std::sync::OnceLock;

const GUIDE: &str = include_str!("../../../assets/guide/guide.md");
const NEWS: &str = include_str!("../../../assets/guide/changelog.md");
const FORMATS: &[&str] = &[
    include_str!("../../../assets/guide/formats/brat.md"),
    include_str!("../../../assets/guide/formats/cas-json.md"),
    include_str!("../../../assets/guide/formats/cas-xmi.md"),
    include_str!("../../../assets/guide/formats/cat.md"),
    include_str!("../../../assets/guide/formats/conll.md"),
    include_str!("../../../assets/guide/formats/csv.md"),
    include_str!("../../../assets/guide/formats/doccano.md"),
    include_str!("../../../assets/guide/formats/gexf.md"),
    include_str!("../../../assets/guide/formats/graphml.md"),
    include_str!("../../../assets/guide/formats/hf-jsonl.md"),
    include_str!("../../../assets/guide/formats/html.md"),
    include_str!("../../../assets/guide/formats/json.md"),
    include_str!("../../../assets/guide/formats/labelstudio.md"),
    include_str!("../../../assets/guide/formats/markdown.md"),
    include_str!("../../../assets/guide/formats/parquet.md"),
    include_str!("../../../assets/guide/formats/prodigy.md"),
    include_str!("../../../assets/guide/formats/qdpx.md"),
    include_str!("../../../assets/guide/formats/ron.md"),
    include_str!("../../../assets/guide/formats/tei.md"),
    include_str!("../../../assets/guide/formats/tsv.md"),
    include_str!("../../../assets/guide/formats/w3c.md"),
    include_str!("../../../assets/guide/formats/webanno-tsv.md"),
];

/// How many characters an excerpt has.
const EXCERPT_CHARS: usize = 90;

/// Of what a page is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// How to work.
    Guide,
    /// Formats and the tools that read them.
    Formats,
    /// What changed.
    News,
}

impl Part {
    /// Its heading in the list.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::Guide => "HOW TO WORK",
            Self::Formats => "FORMATS",
            Self::News => "WHAT IS NEW",
        }
    }
}

/// One page.
#[derive(Clone, Debug)]
pub(super) struct Page {
    pub(super) part: Part,
    pub(super) title: &'static str,
    /// Markdown, with the title as its first line.
    pub(super) text: String,
}

/// Every page in the order of the list.
pub(super) fn pages() -> &'static [Page] {
    static PAGES: OnceLock<Vec<Page>> = OnceLock::new();
    PAGES.get_or_init(|| {
        let formats = FORMATS.iter().map(|text| whole(Part::Formats, text));
        chapters().chain(formats).chain([whole(Part::News, NEWS)]).collect()
    })
}

/// The page of this title.
pub(super) fn page_named(title: &str) -> Option<usize> {
    pages().iter().position(|page| page.title == title)
}

/// Each chapter of the guide is a page; what stands before the first of them is one, too.
fn chapters() -> impl Iterator<Item = Page> {
    GUIDE.split("\n## ").map(|chapter| {
        let (title, body) = chapter.split_once('\n').unwrap_or((chapter, ""));
        let title = title.trim_start_matches("# ").trim();
        Page { part: Part::Guide, title, text: format!("# {title}\n{body}") }
    })
}

fn whole(part: Part, text: &'static str) -> Page {
    let title = text.lines().find_map(|line| line.strip_prefix("# ")).unwrap_or("Guide");
    Page { part, title, text: text.to_owned() }
}

/// A page with all that was typed in it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    /// The page's number.
    pub(super) page: usize,
    /// Words around the first place; empty where the title has them all.
    pub(super) excerpt: String,
}

/// Pages that have every one of the words of `typed`, those with all of them in the title first; all pages where nothing is
/// typed.
pub(super) fn find(typed: &str) -> Vec<Hit> {
    let words: Vec<String> = typed.split_whitespace().map(folded).collect();
    let holds = |text: &str| {
        let text = folded(text);
        words.iter().all(|word| text.contains(word.as_str()))
    };
    let (mut named, mut told) = (Vec::new(), Vec::new());
    for (number, page) in pages().iter().enumerate() {
        if holds(page.title) {
            named.push(Hit { page: number, excerpt: String::new() });
        } else if holds(&page.text) {
            told.push(Hit { page: number, excerpt: excerpt(&page.text, &words) });
        }
    }
    named.append(&mut told);
    named
}

/// The sentence with the most of `words`, without the signs of Markdown.
fn excerpt(text: &str, words: &[String]) -> String {
    let plain: String = text.chars().filter(|sign| !matches!(sign, '*' | '`' | '#' | '|')).collect();
    let lines =
        plain.lines().flat_map(|line| line.trim_start_matches("- ").split_inclusive(". ")).map(str::trim).skip(1);
    let count = |line: &&str| {
        let line = folded(line);
        words.iter().filter(|word| line.contains(word.as_str())).count()
    };
    // Of lines that are equally good the first one: `max_by_key` gives the last.
    let best = lines.collect::<Vec<_>>().into_iter().rev().max_by_key(count).unwrap_or_default();
    shortened(best, EXCERPT_CHARS).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_a_page() {
        for format in crate::formats::FORMATS {
            let names = |page: &Page| page.text.contains(&format!("--format {}", format.name));
            let is_own = |page: &&Page| page.title.to_lowercase().contains(format.name) || names(page);
            let found = pages().iter().filter(|page| page.part == Part::Formats).find(is_own);
            assert!(found.is_some(), "{}", format.name);
        }
    }

    #[test]
    fn chapters_are_pages_and_none_is_lost() {
        let chapters = GUIDE.lines().filter(|line| line.starts_with("## ")).count();
        assert_eq!(pages().iter().filter(|page| page.part == Part::Guide).count(), chapters + 1);
        assert_eq!(page_named("The register").map(|at| pages()[at].text.starts_with("# The register\n")), Some(true));
        assert_eq!(pages().last().map(|page| page.part), Some(Part::News));
    }

    #[test]
    fn words_are_found_in_titles_first_and_then_in_texts_with_what_stands_around_them() {
        let hits = find("REGISTER");
        assert_eq!(hits.first().map(|hit| pages()[hit.page].title), Some("The register"));
        assert!(hits.iter().skip(1).any(|hit| folded(&hit.excerpt).contains("register")), "{hits:?}");
        let hits = find("damaged letters encoding");
        assert!(hits.is_empty() || hits.iter().all(|hit| folded(&pages()[hit.page].text).contains("encoding")));
        assert_eq!(find("").len(), pages().len());
        assert_eq!(find("no page has such a wörd qqq"), []);
    }
}
