//! A page taken apart: stretches of Markdown short enough to be laid out one by one, and the pictures between them.
//!
//! It does not know how they are drawn.

use crate::gui::language::tr;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::ops::Range;

/// Stretches of Markdown end behind the paragraph that makes them this long.
const PART_BYTES: usize = 1500;
/// One paragraph, list or table is cut where it is longer than this.
const MAX_BLOCK_BYTES: usize = 24_000;
/// No more of a page is shown; none that Byline wrote is as long.
const MAX_SHOWN_BYTES: usize = 1_000_000;
/// What is nested deeper is shown as it is written: whoever lays Markdown out goes down as deep as it is nested.
const MAX_DEPTH: usize = 16;

/// One part.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Part {
    /// Markdown without pictures.
    Words(String),
    /// Text that is not to be read as Markdown.
    Plain(String),
    /// A picture.
    Picture {
        /// What it shows, in words.
        alt: String,
        /// Its name, or an address.
        name: String,
    },
}

/// A picture in a text.
struct Found {
    range: Range<usize>,
    alt: String,
    name: String,
    /// Whether it stands in a table, which cannot be taken apart.
    is_in_table: bool,
}

/// A paragraph, list, table or the like that stands in no other.
struct Block {
    range: Range<usize>,
    depth: usize,
}

/// The parts of a page.
pub(super) fn parts(text: &str) -> Vec<Part> {
    let shown = text.get(..text.floor_char_boundary(MAX_SHOWN_BYTES)).unwrap_or(text);
    let (_, pictures) = read(shown);
    let mut without = shown.to_owned();
    for picture in pictures.iter().rev().filter(|picture| picture.is_in_table) {
        without.replace_range(picture.range.clone(), &format!("*{}*", picture.alt));
    }
    let (blocks, pictures) = read(&without);
    let mut made = Made { text: &without, parts: Vec::new(), from: 0 };
    let mut pictures = pictures.into_iter().peekable();
    for block in blocks {
        if block.depth > MAX_DEPTH {
            made.words_until(block.range.start);
            made.plain(block.range.clone());
            while pictures.next_if(|picture| picture.range.start < block.range.end).is_some() {}
        }
        while let Some(picture) = pictures.next_if(|picture| picture.range.start < block.range.end) {
            made.words_until(picture.range.start);
            made.parts.push(Part::Picture { alt: picture.alt, name: picture.name });
            made.from = picture.range.end;
        }
        if block.range.end.saturating_sub(made.from) >= PART_BYTES {
            made.words_until(block.range.end);
        }
    }
    made.words_until(without.len());
    if shown.len() < text.len() {
        made.parts
            .push(Part::Plain(tr!("The rest is not shown: this page has more than a million characters.").to_owned()));
    }
    made.parts
}

/// Parts made so far.
struct Made<'a> {
    text: &'a str,
    parts: Vec<Part>,
    /// Where the next part begins.
    from: usize,
}

impl Made<'_> {
    fn words_until(&mut self, end: usize) {
        let mut rest = self.text.get(self.from..end).unwrap_or_default();
        self.from = self.from.max(end);
        // What stands behind a picture in a list is no code for being set in.
        rest = rest.trim_start_matches([' ', '\t']);
        while rest.len() > MAX_BLOCK_BYTES {
            let most = rest.get(..rest.floor_char_boundary(MAX_BLOCK_BYTES)).unwrap_or_default();
            let at = most.rfind('\n').or_else(|| most.rfind(' ')).map_or(most.len(), |at| at + 1);
            let (head, tail) = rest.split_at_checked(at).unwrap_or((rest, ""));
            self.parts.push(Part::Words(head.to_owned()));
            rest = tail;
        }
        if !rest.trim().is_empty() {
            self.parts.push(Part::Words(rest.to_owned()));
        }
    }

    fn plain(&mut self, range: Range<usize>) {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let shown = text.get(..text.floor_char_boundary(MAX_BLOCK_BYTES)).unwrap_or_default();
        self.parts.push(Part::Plain(shown.to_owned()));
        self.from = range.end;
    }
}

/// The blocks and pictures of `text`, in order.
fn read(text: &str) -> (Vec<Block>, Vec<Found>) {
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_DEFINITION_LIST;
    let (mut blocks, mut pictures): (Vec<Block>, Vec<Found>) = (Vec::new(), Vec::new());
    let (mut depth, mut deepest, mut tables, mut in_picture) = (0_usize, 0, 0_usize, 0_usize);
    let mut link: Option<Range<usize>> = None;
    for (event, range) in Parser::new_ext(text, options).into_offset_iter() {
        match event {
            Event::Start(tag) => {
                depth += 1;
                deepest = deepest.max(depth);
                match tag {
                    Tag::Table(_) => tables += 1,
                    Tag::Link { .. } => link = Some(range),
                    Tag::Image { dest_url, .. } => {
                        in_picture += 1;
                        // A picture that is itself a link is shown as a picture.
                        let range = link.clone().unwrap_or(range);
                        let is_in_table = tables > 0;
                        let (alt, name) = (String::new(), dest_url.to_string());
                        let is_new = pictures.last().is_none_or(|last| last.range.end <= range.start);
                        pictures.extend(is_new.then_some(Found { range, alt, name, is_in_table }));
                    }
                    _ => {}
                }
            }
            Event::End(tag) => {
                depth = depth.saturating_sub(1);
                match tag {
                    TagEnd::Table => tables = tables.saturating_sub(1),
                    TagEnd::Link => link = None,
                    TagEnd::Image => in_picture = in_picture.saturating_sub(1),
                    _ => {}
                }
                if depth == 0 {
                    blocks.push(Block { range, depth: std::mem::take(&mut deepest) });
                }
            }
            Event::Text(words) | Event::Code(words) if in_picture > 0 => {
                pictures.iter_mut().rev().take(1).for_each(|picture| picture.alt.push_str(&words));
            }
            _ => {}
        }
    }
    (blocks, pictures)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Part {
        Part::Words(text.to_owned())
    }

    fn picture(alt: &str, name: &str) -> Part {
        Part::Picture { alt: alt.to_owned(), name: name.to_owned() }
    }

    #[test]
    fn pictures_stand_between_stretches_of_words() {
        let text = "# Claims\n\nSee:\n\n![Two *claims*](two.png \"title\")\n\nMore ![here](a.png) and on.\n";
        let expected = [
            words("# Claims\n\nSee:\n\n"),
            picture("Two claims", "two.png"),
            words("\n\nMore "),
            picture("here", "a.png"),
            words("and on.\n"),
        ];
        assert_eq!(parts(text), expected);
        assert_eq!(parts("`![no](code.png)`"), [words("`![no](code.png)`")]);
        assert_eq!(parts("[![alt](a.png)](https://example.org)"), [picture("alt", "a.png")]);
        assert_eq!(parts(""), []);
    }

    #[test]
    fn in_a_list_the_picture_stands_behind_its_item_and_in_a_table_its_words_do() {
        let text = "1. One\n\n   ![map](map.png)\n\n2. Two\n";
        assert_eq!(parts(text), [words("1. One\n\n   "), picture("map", "map.png"), words("\n\n2. Two\n")]);
        let table = "| a | b |\n|---|---|\n| ![map](map.png) | x |\n";
        assert_eq!(parts(table), [words("| a | b |\n|---|---|\n| *map* | x |\n")]);
    }

    #[test]
    fn long_pages_come_in_many_parts_and_nothing_is_lost() {
        let text = "One paragraph of some words, äöü.\n\n".repeat(2000);
        let parts = parts(&text);
        assert!(parts.len() > 20, "{}", parts.len());
        let all: String =
            parts.iter().map(|part| if let Part::Words(words) = part { words.as_str() } else { "" }).collect();
        assert_eq!(all.matches("paragraph").count(), 2000);
        let long = super::parts(&"ä".repeat(100_000));
        assert!(
            long.iter().all(|part| matches!(part, Part::Words(words) if words.len() <= MAX_BLOCK_BYTES)),
            "{}",
            long.len()
        );
        let huge = super::parts(&"word ".repeat(400_000));
        assert!(matches!(huge.last(), Some(Part::Plain(told)) if told.starts_with("The rest is not shown")));
    }

    #[test]
    fn what_is_nested_too_deep_is_not_laid_out_as_markdown() {
        let deep = format!("Before\n\n{} deep\n\nBehind", "> ".repeat(5000));
        let parts = parts(&deep);
        assert!(
            matches!(parts.as_slice(), [Part::Words(_), Part::Plain(_), Part::Words(behind)] if behind.contains("Behind")),
            "{parts:?}"
        );
    }
}
