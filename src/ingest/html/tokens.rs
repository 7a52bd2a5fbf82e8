//! HTML cut into tokens, each with its place. It builds no tree, and any text at all can be cut: what is no markup is text.

use std::ops::Range;

/// A piece of a page; places are bytes of its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Token {
    /// Text with its entities as they are written.
    Text(Range<usize>),
    /// The beginning of an element.
    Open {
        /// The whole tag.
        tag: Range<usize>,
        /// Its name.
        name: Range<usize>,
        /// How many attributes it has.
        attributes: usize,
    },
    /// The end of an element.
    Close {
        /// The whole tag.
        tag: Range<usize>,
        /// Its name.
        name: Range<usize>,
    },
    /// An element whose inside is no markup, as a script.
    Raw {
        /// Its first tag.
        tag: Range<usize>,
        /// Its name.
        name: Range<usize>,
        /// What stands in it.
        inside: Range<usize>,
    },
    /// A comment, a document type or another thing that is not shown.
    Aside,
}

/// Elements whose inside is no markup.
const RAW: [&str; 10] =
    ["script", "style", "title", "textarea", "noscript", "iframe", "xmp", "noembed", "noframes", "plaintext"];

/// Elements that have no end.
const VOID: [&str; 14] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr"];

/// Whether elements of this name have no end.
pub(super) fn is_void(name: &str) -> bool {
    VOID.iter().any(|void| void.eq_ignore_ascii_case(name))
}

/// The tokens of a page in order.
pub(super) struct Tokens<'t> {
    text: &'t str,
    at: usize,
}

impl<'t> Tokens<'t> {
    pub(super) fn new(text: &'t str) -> Self {
        Self { text, at: 0 }
    }

    fn byte(&self, at: usize) -> Option<u8> {
        self.text.as_bytes().get(at).copied()
    }

    /// Where `pattern` stands next, from `from` on; the end where it does not.
    fn behind(&self, from: usize, pattern: &str) -> usize {
        let rest = self.text.as_bytes().get(from..).unwrap_or_default();
        memchr::memmem::find(rest, pattern.as_bytes()).map_or(self.text.len(), |found| from + found + pattern.len())
    }

    /// Whether markup begins at the `<` at `at`.
    fn begins_markup(&self, at: usize) -> bool {
        match self.byte(at + 1) {
            Some(b'!' | b'?') => true,
            Some(b'/') => self.byte(at + 2).is_some(),
            next => next.is_some_and(|byte| byte.is_ascii_alphabetic()),
        }
    }

    fn markup(&mut self) -> Token {
        let start = self.at;
        let is_close = self.byte(start + 1) == Some(b'/');
        let name_start = start + 1 + usize::from(is_close);
        if !self.byte(name_start).is_some_and(|byte| byte.is_ascii_alphabetic()) {
            let is_comment = self.text.get(start..).is_some_and(|rest| rest.starts_with("<!--"));
            // `<!-->` and `<!--->` are whole comments.
            self.at = if is_comment { self.behind(start + 2, "-->") } else { self.behind(start, ">") };
            return Token::Aside;
        }
        let bytes = self.text.as_bytes().get(name_start..).unwrap_or_default();
        let ends = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>');
        let name_end = name_start + bytes.iter().position(ends).unwrap_or(bytes.len());
        let (end, attributes) = self.tag_end(name_end);
        self.at = end;
        let (tag, name) = (start..end, name_start..name_end);
        if is_close {
            return Token::Close { tag, name };
        }
        let written = self.text.get(name.clone()).unwrap_or_default();
        if !RAW.iter().any(|raw| raw.eq_ignore_ascii_case(written)) {
            return Token::Open { tag, name, attributes };
        }
        let inside = end..self.raw_end(end, written);
        self.at = match self.byte(inside.end) {
            Some(_) => self.behind(inside.end, ">"),
            None => inside.end,
        };
        Token::Raw { tag, name, inside }
    }

    /// Where the tag ends whose name ends at `at`, and how many attributes it has.
    fn tag_end(&self, mut at: usize) -> (usize, usize) {
        let mut attributes = 0;
        let skip = |at: usize, is_part: &dyn Fn(u8) -> bool| {
            let rest = self.text.as_bytes().get(at..).unwrap_or_default();
            at + rest.iter().position(|byte| !is_part(*byte)).unwrap_or(rest.len())
        };
        let is_space = |byte: u8| byte.is_ascii_whitespace();
        loop {
            at = skip(at, &|byte| is_space(byte) || byte == b'/');
            match self.byte(at) {
                None => return (self.text.len(), attributes),
                Some(b'>') => return (at + 1, attributes),
                Some(_) => attributes += 1,
            }
            // A name may begin with `=`.
            at = skip(at + 1, &|byte| !is_space(byte) && !matches!(byte, b'/' | b'>' | b'='));
            let equals = skip(at, &is_space);
            if self.byte(equals) != Some(b'=') {
                continue;
            }
            at = skip(equals + 1, &is_space);
            at = match self.byte(at) {
                Some(b'"') => self.behind(at + 1, "\""),
                Some(b'\'') => self.behind(at + 1, "'"),
                _ => skip(at, &|byte| !is_space(byte) && byte != b'>'),
            };
        }
    }

    /// Where the end of the element `name` begins whose inside begins at `from`; the end of the page where it has none.
    fn raw_end(&self, from: usize, name: &str) -> usize {
        let bytes = self.text.as_bytes();
        let rest = bytes.get(from..).unwrap_or_default();
        let is_end = |at: &usize| {
            let behind = at + 2 + name.len();
            let is_name = bytes.get(at + 2..behind).is_some_and(|found| found.eq_ignore_ascii_case(name.as_bytes()));
            let ends = self.byte(behind).is_none_or(|byte| byte.is_ascii_whitespace() || matches!(byte, b'/' | b'>'));
            is_name && ends && !name.eq_ignore_ascii_case("plaintext")
        };
        let ends = memchr::memmem::find_iter(rest, "</").map(|found| from + found);
        ends.into_iter().find(is_end).unwrap_or(bytes.len())
    }
}

impl Iterator for Tokens<'_> {
    type Item = Token;

    fn next(&mut self) -> Option<Token> {
        let start = self.at;
        self.byte(start)?;
        if self.byte(start) == Some(b'<') && self.begins_markup(start) {
            return Some(self.markup());
        }
        let rest = self.text.as_bytes().get(start + 1..).unwrap_or_default();
        let next = memchr::memchr_iter(b'<', rest).map(|found| start + 1 + found).find(|at| self.begins_markup(*at));
        self.at = next.unwrap_or(self.text.len());
        Some(Token::Text(start..self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str) -> String {
        let show = |token| match token {
            Token::Text(range) => format!("t[{}]", &text[range]),
            Token::Open { name, attributes, .. } => format!("o[{} {attributes}]", &text[name]),
            Token::Close { name, .. } => format!("c[{}]", &text[name]),
            Token::Raw { name, inside, .. } => format!("r[{} {}]", &text[name], &text[inside]),
            Token::Aside => "a".to_owned(),
        };
        Tokens::new(text).map(show).collect()
    }

    #[test]
    fn a_page_falls_into_tags_texts_and_what_is_not_shown() {
        for (text, expected) in [
            ("<!DOCTYPE html><p>One</p>", "ao[p 0]t[One]c[p]"),
            ("a < b <c", "t[a < b ]o[c 0]"),
            ("<a href=\"x>y\" id='>' data-x=1>l</a >", "o[a 3]t[l]c[a]"),
            ("<br/><IMG src=a/>", "o[br 0]o[IMG 1]"),
            ("<script>if (a<b) '</p>'</Script >t", "r[script if (a<b) '</p>']t[t]"),
            ("<title>A & B</title", "r[title A & B]"),
            ("<!-- <p> --><!-->x<?php ?></ 1>y", "aat[x]aat[y]"),
            ("<a b=\"never closed", "o[a 1]"),
            ("<", "t[<]"),
            ("</", "t[</]"),
        ] {
            assert_eq!(shown(text), expected, "{text}");
        }
    }
}
