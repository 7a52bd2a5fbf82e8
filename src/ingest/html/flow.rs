//! All that a page shows, in order: for pages in which no article can be told from the rest.

use super::super::places::{Places, Weave};
use super::entities::Chars;
use super::tokens::{Token, Tokens};

/// Elements that stand as paragraphs of their own.
const BLOCKS: [&str; 37] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "html",
    "main",
    "menu",
    "nav",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "summary",
    "table",
    "ul",
];

/// Elements that stand on lines of their own.
const LINES: [&str; 6] = ["br", "hr", "li", "tr", "option", "caption"];

/// Elements whose words are not shown as text.
const HIDDEN: [&str; 3] = ["svg", "template", "math"];

fn is_one_of(names: &[&str], name: &str) -> bool {
    names.iter().any(|known| known.eq_ignore_ascii_case(name))
}

/// Puts all of the texts of a page into `weave`.
pub(super) fn flow(text: &str, places: &mut Places<'_>, weave: &mut Weave) {
    let mut hidden: Option<&str> = None;
    for token in Tokens::new(text) {
        let (name, is_open) = match &token {
            Token::Open { name, .. } => (text.get(name.clone()), true),
            Token::Close { name, .. } => (text.get(name.clone()), false),
            Token::Text(range) if hidden.is_none() => {
                words(text, range.clone(), places, weave);
                continue;
            }
            _ => continue,
        };
        let Some(name) = name else { continue };
        match hidden {
            Some(within) if !is_open && within.eq_ignore_ascii_case(name) => hidden = None,
            Some(_) => {}
            None if is_open && is_one_of(&HIDDEN, name) => hidden = Some(name),
            None if is_one_of(&BLOCKS, name) => weave.end_paragraph(),
            None if is_one_of(&LINES, name) => weave.end_line(),
            None if is_one_of(&["td", "th"], name) && weave.is_amid() => weave.add(' '),
            None => {}
        }
    }
}

fn words(text: &str, range: std::ops::Range<usize>, places: &mut Places<'_>, weave: &mut Weave) {
    for (char, bytes) in Chars::new(text, range) {
        if !char.is_whitespace() {
            let start = places.at(bytes.start);
            weave.place(char, start..places.at(bytes.end));
        } else if weave.is_amid() {
            weave.add(' ');
        }
    }
}
