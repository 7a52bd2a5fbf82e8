//! The window's sources, read for the texts in them: those that are said through the catalogue, and those that are not.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a source that does not read fails the test")]

use proc_macro2::{Delimiter, Group, TokenStream, TokenTree};
use std::fs;
use std::path::Path;

/// A message as catalogues know it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Message {
    pub(crate) context: Option<String>,
    pub(crate) one: String,
    pub(crate) many: Option<String>,
}

/// A place where a message is said, and which values it is given.
#[derive(Debug)]
pub(crate) struct Said {
    pub(crate) message: Message,
    pub(crate) line: usize,
    named: Vec<String>,
    /// How many values can be meant by `{}`; none where the number comes first.
    pub(crate) in_order: usize,
}

impl Said {
    /// Whether a value has this name.
    pub(crate) fn has(&self, name: &str) -> bool {
        self.named.iter().any(|known| known == name)
    }
}

/// What is in one file.
#[derive(Debug, Default)]
pub(crate) struct Source {
    pub(crate) path: String,
    pub(crate) said: Vec<Said>,
    /// Lines with texts that read like words and are not said through the catalogue.
    pub(crate) loose: Vec<(usize, String)>,
}

/// What takes names that nobody sees.
const NAMES_ONLY: &[&str] = &[
    "id_salt",
    "from_id_salt",
    "unique",
    "with",
    "push_id",
    "child_in",
    "include_str",
    "include_bytes",
    "matches",
    "strftime",
    "debug_struct",
    "load_texture",
    "request_discard",
    "with_app_id",
    "with_title",
    "run_native",
    "Grid::new",
    "Panel::top",
    "Panel::bottom",
    "Panel::left",
    "Panel::right",
    "starts_with",
    "contains",
    "split_once",
    "assert",
    "assert_eq",
    "panic",
];

/// What shows a text; here a single lower-case word is one for people, too.
const SHOWS: &[&str] = &[
    "label",
    "button",
    "small_button",
    "heading",
    "weak",
    "on_hover_text",
    "on_disabled_hover_text",
    "hint_text",
    "checkbox",
    "selectable_value",
    "selectable_label",
    "radio_value",
    "menu_button",
    "RichText::new",
    "labeled",
    "selected_text",
];

/// Every source below `folder`, tests of their own left out.
pub(crate) fn read(folder: &Path) -> Vec<Source> {
    let mut found = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() {
            found.extend(read(&path));
        } else if path.extension().is_some_and(|ending| ending == "rs") && !path.ends_with("layout_tests.rs") {
            let name = path.to_string_lossy().replace('\\', "/");
            found.push(source(&name, &fs::read_to_string(&path).unwrap()));
        }
    }
    found
}

/// What is in the file `path` that reads `text`.
pub(crate) fn source(path: &str, text: &str) -> Source {
    let tokens: TokenStream = text.parse().unwrap_or_else(|error| panic!("{path}: {error}"));
    let mut source = Source { path: path.to_owned(), ..Source::default() };
    source.take(tokens, "");
    source
}

impl Source {
    /// Goes through what stands in the arguments or the block of `caller`.
    fn take(&mut self, tokens: TokenStream, caller: &str) {
        let tokens: Vec<TokenTree> = tokens.into_iter().collect();
        let mut at = 0;
        while let Some(token) = tokens.get(at) {
            at += 1;
            match token {
                TokenTree::Punct(sign) if sign.as_char() == '#' => at = behind_attribute(&tokens, at),
                TokenTree::Group(group) => {
                    let given_to = callee(&tokens, at - 1);
                    self.take_group(group, if given_to.is_empty() { caller } else { &given_to });
                }
                TokenTree::Literal(literal) => {
                    let is_pattern = is_sign(tokens.get(at), "=") && is_sign(tokens.get(at + 1), ">");
                    let compared = at > 1
                        && is_sign(tokens.get(at - 2), "=")
                        && is_sign(at.checked_sub(3).and_then(|at| tokens.get(at)), "=");
                    if let Some(text) = text_of(token).filter(|text| !is_pattern && !compared && is_loose(text, caller))
                    {
                        self.loose.push((literal.span().start().line, text));
                    }
                }
                _ => {}
            }
        }
    }

    fn take_group(&mut self, group: &Group, called: &str) {
        match called {
            "tr" | "msg" => self.take_message(group),
            "row" if self.path.ends_with("gui/actions.rs") => {
                let name = group.stream().into_iter().find_map(|token| text_of(&token));
                let message = name.map(|one| Message { context: None, one, many: None });
                let line = group.span_open().start().line;
                self.said.extend(message.map(|message| Said { message, line, named: Vec::new(), in_order: 0 }));
            }
            called => {
                let is_block = group.delimiter() == Delimiter::Brace;
                self.take(group.stream(), if is_block { "" } else { called });
            }
        }
    }

    /// Takes up one message with its values.
    fn take_message(&mut self, group: &Group) {
        let parts = parted(group.stream());
        let texts: Vec<String> = parts.first().into_iter().flatten().filter_map(text_of).collect();
        let signs = |sign: &str| parts.first().is_some_and(|part| part.iter().any(|token| is_sign(Some(token), sign)));
        let [one, many, context] = match texts.as_slice() {
            [one] => [Some(one), None, None],
            [context, one] if signs("=") => [Some(one), None, Some(context)],
            [one, many, ..] => [Some(one), Some(many), None],
            [] => [None, None, None],
        };
        let values = parts.iter().skip(1);
        let mut named: Vec<String> = many.iter().map(|_| "n".to_owned()).collect();
        named.extend(values.clone().filter_map(|value| name_of(value)));
        let in_order = if many.is_some() { 0 } else { values.count() };
        let line = group.span_open().start().line;
        if let Some(one) = one.cloned() {
            let message = Message { context: context.cloned(), one, many: many.cloned() };
            self.said.push(Said { message, line, named, in_order });
        }
        for value in parts.into_iter().skip(1) {
            self.take(value.into_iter().collect(), "");
        }
    }
}

/// The parts of `stream` between its commas.
fn parted(stream: TokenStream) -> Vec<Vec<TokenTree>> {
    let mut parts = vec![Vec::new()];
    for token in stream {
        if is_sign(Some(&token), ",") {
            parts.push(Vec::new());
        } else if let Some(part) = parts.last_mut() {
            part.push(token);
        }
    }
    parts.retain(|part| !part.is_empty());
    parts
}

/// The name of a value: `name`, or `name = value`.
fn name_of(value: &[TokenTree]) -> Option<String> {
    match value {
        [TokenTree::Ident(name)] => Some(name.to_string()),
        [TokenTree::Ident(name), sign, ..] if is_sign(Some(sign), "=") => Some(name.to_string()),
        _ => None,
    }
}

/// Behind an attribute that begins before `at`, and behind what it is on where that is for tests.
fn behind_attribute(tokens: &[TokenTree], mut at: usize) -> usize {
    at += usize::from(is_sign(tokens.get(at), "!"));
    let is_for_tests = tokens.get(at).is_some_and(|token| token.to_string().replace(' ', "") == "[cfg(test)]");
    at += 1;
    while is_for_tests && at < tokens.len() {
        at += 1;
        match tokens.get(at - 1) {
            Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Brace => break,
            token if is_sign(token, ";") => break,
            _ => {}
        }
    }
    at
}

/// What the group at `at` is given to: `label`, `Panel::left`, or the name of a macro; empty where it is given to nothing.
fn callee(tokens: &[TokenTree], at: usize) -> String {
    let before = |steps: usize| at.checked_sub(steps).and_then(|place| tokens.get(place));
    let skip = usize::from(is_sign(before(1), "!"));
    let Some(TokenTree::Ident(name)) = before(1 + skip) else { return String::new() };
    let is_path = is_sign(before(2 + skip), ":") && is_sign(before(3 + skip), ":");
    match before(4 + skip) {
        Some(TokenTree::Ident(of)) if is_path && ["Grid", "Panel", "RichText"].iter().any(|known| of == known) => {
            format!("{of}::{name}")
        }
        _ => name.to_string(),
    }
}

fn is_sign(token: Option<&TokenTree>, sign: &str) -> bool {
    matches!(token, Some(TokenTree::Punct(punct)) if punct.to_string() == sign)
}

/// The text that a literal stands for.
fn text_of(token: &TokenTree) -> Option<String> {
    let TokenTree::Literal(literal) = token else { return None };
    syn::parse_str::<syn::LitStr>(&literal.to_string()).ok().map(|text| text.value())
}

/// Whether a text that `caller` is given reads like words for people.
fn is_loose(text: &str, caller: &str) -> bool {
    let mut words = String::new();
    for (number, part) in text.split('{').enumerate() {
        words.push_str(if number == 0 { part } else { part.split_once('}').map_or(part, |(_, behind)| behind) });
    }
    let has_letters = words.chars().any(char::is_alphabetic);
    let is_sentence = words.chars().any(|sign| sign.is_uppercase() || sign.is_whitespace() || sign == '…');
    has_letters && !NAMES_ONLY.contains(&caller) && (is_sentence || SHOWS.contains(&caller))
}
