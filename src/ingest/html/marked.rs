//! A page whose every text carries its number, and the way from such numbers back to the page's source.
//!
//! Whatever takes the article out of a page keeps the characters of its texts in their order; the numbers, characters of
//! private use in front of each text, then tell where in the page they stand. Every character is compared with the source, so
//! that nothing is placed by guess.

use super::super::places::{Places, Weave};
use super::entities::{Chars, resolved};
use super::tokens::{Token, Tokens, is_void};
use encoding_rs::Encoding;
use std::collections::BTreeSet;
use std::ops::Range;

/// Elements within each other beyond which no tree is built of a page; an honest one has a tenth of it.
const MAX_DEPTH: usize = 300;
/// Attributes of one tag beyond which no tree is built of a page.
const MAX_ATTRIBUTES: usize = 200;
/// Text that gets no tree in reasonable time.
const MAX_BYTES: usize = 16 << 20;

/// Characters of the planes that numbers are taken from; the last two of each are no characters.
const PLANE: u32 = 0xfffe;

/// Elements that end where the next of their kind begins, or at the latest with the one around them.
const ENDED_BY_OTHERS: [&str; 19] = [
    "p", "li", "dt", "dd", "tr", "td", "th", "tbody", "thead", "tfoot", "option", "optgroup", "colgroup", "rp", "rt",
    "html", "head", "body", "caption",
];

/// A page with numbers.
pub(super) struct Marked<'t> {
    text: &'t str,
    /// The page without scripts and comments.
    pub(super) html: String,
    /// The places of its texts.
    texts: Vec<Range<usize>>,
    /// Numbers of the texts in its first heading of the first level.
    heading: Vec<usize>,
}

/// Why a page has none.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Unfit {
    /// More elements within each other than any page needs.
    Deep,
    /// A tag with far too many attributes, or far too many texts.
    Large,
    /// It holds characters that numbers are made of.
    Private,
}

impl<'t> Marked<'t> {
    /// Numbers the texts of a page.
    pub(super) fn new(text: &'t str) -> Result<Self, Unfit> {
        if text.len() > MAX_BYTES {
            return Err(Unfit::Large);
        }
        // In UTF-8 these planes begin with the bytes F3 B0 to F4.
        if text.bytes().any(|byte| byte >= 0xf3) && text.chars().any(|char| number_of(char).is_some()) {
            return Err(Unfit::Private);
        }
        let mut marked = Self { text, html: "<!DOCTYPE html>".to_owned(), texts: Vec::new(), heading: Vec::new() };
        marked.html.reserve(text.len());
        let mut open: Vec<&str> = Vec::new();
        let mut has_title = false;
        let mut heading = Heading::Ahead;
        let part = |range: &Range<usize>| text.get(range.clone()).unwrap_or_default();
        for token in Tokens::new(text) {
            match token {
                Token::Text(range) => marked.number(range, heading)?,
                Token::Open { tag, name, attributes } => {
                    let name = part(&name);
                    if attributes > MAX_ATTRIBUTES {
                        return Err(Unfit::Large);
                    }
                    enter(&mut open, name)?;
                    heading = heading.opened(name);
                    marked.html.push_str(part(&tag));
                }
                Token::Close { tag, name } => {
                    let name = part(&name);
                    if let Some(at) = open.iter().rposition(|open| open.eq_ignore_ascii_case(name)) {
                        open.truncate(at);
                    }
                    heading = heading.closed(name);
                    marked.html.push_str(part(&tag));
                }
                Token::Raw { name, inside, .. } if !has_title && part(&name).eq_ignore_ascii_case("title") => {
                    has_title = true;
                    marked.html.push_str("<title>");
                    marked.html.push_str(part(&inside));
                    marked.html.push_str("</title>");
                }
                Token::Raw { .. } | Token::Aside => {}
            }
        }
        Ok(marked)
    }

    /// Adds a text with its number in front of its first letter.
    fn number(&mut self, range: Range<usize>, heading: Heading) -> Result<(), Unfit> {
        let text = self.text.get(range.clone()).unwrap_or_default();
        let words = text.trim_start();
        if words.is_empty() {
            self.html.push_str(text);
            return Ok(());
        }
        let (spaces, words) = text.split_at_checked(text.len() - words.len()).unwrap_or_default();
        if heading == Heading::Inside {
            self.heading.push(self.texts.len());
        }
        self.html.push_str(spaces);
        self.html.push(marker(self.texts.len()).ok_or(Unfit::Large)?);
        self.html.push_str(words);
        self.texts.push(range);
        Ok(())
    }

    /// The text that `found`, taken out of the page, is, with the bytes of its characters, and the numbers that are in it;
    /// nothing where it is not what the page has in its order.
    pub(super) fn place(&self, found: &str, places: &mut Places<'_>, encoding: &'static Encoding) -> Option<Placed> {
        let mut weave = Weave::new(encoding);
        let mut numbers = BTreeSet::new();
        let mut source: Option<Chars<'_>> = None;
        for char in found.chars() {
            if let Some(number) = number_of(char) {
                source = Some(Chars::new(self.text, self.texts.get(number)?.clone()));
                numbers.insert(number);
            } else if char.is_whitespace() {
                weave.add(char);
            } else {
                let (own, bytes) = source.as_mut()?.find(|(char, _)| !char.is_whitespace())?;
                if own != char {
                    return None;
                }
                let start = places.at(bytes.start);
                weave.place(char, start..places.at(bytes.end));
            }
        }
        let (text, map) = weave.finish()?;
        Some(Placed { text, map, numbers })
    }

    /// The page's first heading with its numbers, unless it is in a text already that has the texts `numbers`.
    pub(super) fn heading_beside(&self, numbers: &BTreeSet<usize>) -> Option<String> {
        if self.heading.is_empty() || self.heading.iter().any(|number| numbers.contains(number)) {
            return None;
        }
        let mut heading = String::new();
        for number in &self.heading {
            let words = self.texts.get(*number).and_then(|range| self.text.get(range.clone()))?;
            let is_apart = words.starts_with(char::is_whitespace) || heading.ends_with(' ');
            let words = resolved(words);
            if is_apart && !heading.is_empty() {
                heading.push(' ');
            }
            heading.push(marker(*number)?);
            heading.push_str(&words.split_whitespace().collect::<Vec<_>>().join(" "));
            if words.ends_with(char::is_whitespace) {
                heading.push(' ');
            }
        }
        Some(heading)
    }
}

/// A text in its place.
pub(super) struct Placed {
    pub(super) text: String,
    pub(super) map: Vec<crate::model::SourceStep>,
    pub(super) numbers: BTreeSet<usize>,
}

/// Where a page's first heading is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Heading {
    Ahead,
    Inside,
    Passed,
}

impl Heading {
    fn opened(self, name: &str) -> Self {
        if self == Self::Ahead && name.eq_ignore_ascii_case("h1") { Self::Inside } else { self }
    }

    fn closed(self, name: &str) -> Self {
        if self == Self::Inside && name.eq_ignore_ascii_case("h1") { Self::Passed } else { self }
    }
}

/// Goes into an element.
fn enter<'t>(open: &mut Vec<&'t str>, name: &'t str) -> Result<(), Unfit> {
    let is_left = is_void(name) || ENDED_BY_OTHERS.iter().any(|known| known.eq_ignore_ascii_case(name));
    if !is_left {
        open.push(name);
    }
    if open.len() > MAX_DEPTH { Err(Unfit::Deep) } else { Ok(()) }
}

/// The character that stands for `number`.
fn marker(number: usize) -> Option<char> {
    let number = u32::try_from(number).ok()?;
    let plane = if number < PLANE { 0xf_0000 } else { 0x10_0000 - PLANE };
    (number < 2 * PLANE).then(|| char::from_u32(plane + number)).flatten()
}

/// The number that `char` stands for.
fn number_of(char: char) -> Option<usize> {
    let code = u32::from(char);
    let number = match code {
        0xf_0000..=0xf_fffd => code - 0xf_0000,
        0x10_0000..=0x10_fffd => code - 0x10_0000 + PLANE,
        _ => return None,
    };
    usize::try_from(number).ok()
}

/// `text` without numbers.
pub(super) fn without_numbers(text: &str) -> String {
    text.chars().filter(|char| number_of(*char).is_none()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_characters_are_one_to_one() {
        for number in [0, 1, 0xfffd, 0xfffe, 0xffff, 2 * 0xfffe - 1] {
            assert_eq!(marker(number).and_then(number_of), Some(number));
        }
        assert_eq!(marker(2 * 0xfffe), None);
        assert_eq!(without_numbers("a\u{f0000}b\u{100000}"), "ab");
    }

    #[test]
    fn what_makes_a_tree_too_deep_or_too_wide_is_seen_before_one_is_built() {
        let fault = |text: &str| Marked::new(text).err();
        assert_eq!(fault(&"<div>".repeat(100_000)), Some(Unfit::Deep));
        assert_eq!(fault(&"<div></b>".repeat(100_000)), Some(Unfit::Deep));
        assert_eq!(fault(&"<div><p>x</p></div>".repeat(1000)), None);
        assert_eq!(fault(&"<p><li>x<br>".repeat(1000)), None);
        assert_eq!(fault(&format!("<a {}>", "b ".repeat(1000))), Some(Unfit::Large));
        assert_eq!(fault("\u{f0001}"), Some(Unfit::Private));
    }
}
