//! The floors of the crate hold: imports only go down, and each floor keeps to its own means.
//!
//! The checker is a function over paths and texts, so that a second test can show it a violation of every rule.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::case_sensitive_file_extension_comparisons,
    reason = "helpers of tests fail loudly, as the tests do"
)]

use std::fs;
use std::path::Path;

/// From the ground up; modules of one floor are siblings and never import each other.
const FLOORS: &[&[&str]] = &[
    &["text"],
    &["model"],
    &["edit"],
    &["codec"],
    &["store", "formats", "ingest", "analysis", "assist"],
    &["workbench"],
    &["cli", "gui"],
    &["main"],
];

/// What may be seen at the top of the tree.
const TOP_LEVEL: &[&str] = &["Cargo.toml", "Cargo.lock", "README.md", "src", "assets", "sessions", "tests", "benches"];

const MAX_LINES: usize = 500;

/// A path that begins like this, or holds it where `anywhere` says so, belongs to one floor.
struct Means {
    what: &'static [&'static str],
    anywhere: bool,
    floor: &'static str,
}

const MEANS: &[Means] = &[
    Means { what: &["egui"], anywhere: true, floor: "gui" },
    Means { what: &["eframe"], anywhere: true, floor: "gui" },
    Means { what: &["rfd"], anywhere: false, floor: "gui" },
    Means { what: &["std", "thread"], anywhere: false, floor: "workbench" },
    Means { what: &["Instant", "now"], anywhere: true, floor: "workbench" },
    Means { what: &["SystemTime"], anywhere: true, floor: "workbench" },
    Means { what: &["Timestamp", "now"], anywhere: true, floor: "workbench" },
    Means { what: &["Zoned", "now"], anywhere: true, floor: "workbench" },
    Means { what: &["std", "fs"], anywhere: false, floor: "store" },
    Means { what: &["File", ""], anywhere: true, floor: "store" },
    Means { what: &["OpenOptions"], anywhere: true, floor: "store" },
];

/// What is wrong in a tree of `(path, text)`, one line for each fault. Paths are relative to the top and use `/`.
fn faults(tree: &[(String, String)]) -> Vec<String> {
    let mut found = Vec::new();
    for (path, text) in tree {
        let top = path.split('/').next().unwrap_or_default();
        if !TOP_LEVEL.contains(&top) {
            found.push(format!("{path}: `{top}` has no place at the top level"));
        }
        if !path.ends_with(".rs") {
            continue;
        }
        if !text.starts_with("//!") {
            found.push(format!("{path}: does not open with `//!`"));
        }
        if let Some(inside) = path.strip_prefix("src/") {
            found.extend(source_faults(inside, text).into_iter().map(|fault| format!("{path}: {fault}")));
        }
    }
    found
}

/// What is wrong in one file of `src`.
fn source_faults(path: &str, text: &str) -> Vec<String> {
    let mut found = Vec::new();
    let lines = text.lines().count();
    if lines > MAX_LINES {
        found.push(format!("has {lines} lines; {MAX_LINES} is the most"));
    }
    let code = code_of(text);
    let tokens = tokens_of(&code);
    if (path == "lib.rs" || path.ends_with("/mod.rs"))
        && let Some(token) = first_beyond_modules(&tokens)
    {
        found.push(format!("holds more than docs, attributes, modules and uses: `{token}`"));
    }
    if path == "lib.rs" {
        return found;
    }
    let module: Vec<&str> = path.trim_end_matches(".rs").trim_end_matches("/mod").split('/').collect();
    let own = module[0];
    let Some(height) = height_of(own) else {
        found.push(format!("`{own}` stands on no floor"));
        return found;
    };
    for used in paths_of(&tokens) {
        if let Some(target) = target_of(&used, module.len())
            && target != own
        {
            match height_of(target) {
                None if target == "*" => found.push("takes in the whole crate".to_owned()),
                Some(other) if other > height => found.push(format!("imports `{target}` from above")),
                Some(other) if other == height => found.push(format!("imports its sibling `{target}`")),
                _ => {}
            }
        }
        for means in MEANS.iter().filter(|means| means.floor != own && means.are_in(&used.names)) {
            let what = means.what.join("::");
            found.push(format!("`{what}` belongs to `{}` alone", means.floor));
        }
    }
    found
}

impl Means {
    fn are_in(&self, names: &[&str]) -> bool {
        let holds = |window: &[&str]| window.iter().zip(self.what).all(|(name, what)| what.is_empty() || name == what);
        let mut windows = names.windows(self.what.len());
        if self.anywhere { windows.any(holds) } else { windows.next().is_some_and(holds) }
    }
}

fn height_of(module: &str) -> Option<usize> {
    FLOORS.iter().position(|floor| floor.contains(&module))
}

/// A path in code, with the number of modules that are opened around it in its own file.
struct Used<'a> {
    names: Vec<&'a str>,
    inner_modules: usize,
}

/// The module of the crate's root that `used` leads to, from a file that is itself `depth` modules deep.
fn target_of<'a>(used: &Used<'a>, depth: usize) -> Option<&'a str> {
    let supers = used.names.iter().take_while(|name| **name == "super").count();
    match *used.names.first()? {
        "crate" | "byline" => used.names.get(1).copied(),
        "super" if supers >= depth + used.inner_modules => used.names.get(supers).copied(),
        _ => None,
    }
}

/// Every path in `tokens`, groups of a `use` written out.
fn paths_of<'a>(tokens: &[&'a str]) -> Vec<Used<'a>> {
    let mut found = Vec::new();
    let mut opened: Vec<bool> = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match *token {
            "{" => opened.push(at >= 2 && tokens[at - 2] == "mod"),
            "}" => drop(opened.pop()),
            word if is_name(word) => {
                let mut written = Vec::new();
                at = expand(tokens, at, &[], &mut written);
                let inner_modules = opened.iter().filter(|module| **module).count();
                found.extend(written.into_iter().map(|names| Used { names, inner_modules }));
                continue;
            }
            _ => {}
        }
        at += 1;
    }
    found
}

/// Writes out the path that begins at `at` behind `before`; gives the place behind it.
fn expand<'a>(tokens: &[&'a str], mut at: usize, before: &[&'a str], found: &mut Vec<Vec<&'a str>>) -> usize {
    let mut names = before.to_vec();
    loop {
        match tokens.get(at).copied() {
            Some("{") if !names.is_empty() => {
                at += 1;
                while tokens.get(at).is_some_and(|token| *token != "}") {
                    at = if tokens[at] == "," { at + 1 } else { expand(tokens, at, &names, found).max(at + 1) };
                }
                return at + 1;
            }
            Some(name) if is_name(name) || name == "*" => {
                names.push(name);
                at += 1;
                if tokens.get(at) != Some(&"::") {
                    break;
                }
                at += 1;
            }
            _ => break,
        }
    }
    found.push(names);
    at
}

fn is_name(token: &str) -> bool {
    token.starts_with(|first: char| first.is_alphabetic() || first == '_')
}

/// The first token of a file that belongs neither to an attribute nor to a module or use line.
fn first_beyond_modules<'a>(tokens: &[&'a str]) -> Option<&'a str> {
    let mut at = 0;
    let behind =
        |from: usize, end: &str| tokens[from..].iter().position(|token| *token == end).map(|len| from + len + 1);
    while let Some(token) = tokens.get(at).copied() {
        let next = match token {
            "#" => behind(at, "]"),
            "pub" if tokens.get(at + 1) == Some(&"(") => behind(at, ")"),
            "pub" => Some(at + 1),
            "use" => behind(at, ";"),
            "mod" if tokens.get(at + 2) == Some(&";") => Some(at + 3),
            _ => None,
        };
        let Some(next) = next else { return Some(token) };
        at = next;
    }
    None
}

/// `text` with comments and literals blanked out, so that only code speaks.
fn code_of(text: &str) -> String {
    let mut code = String::new();
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let raw = rest.strip_prefix('r').map(|behind| behind.len() - behind.trim_start_matches('#').len());
        let opens_raw = raw.is_some_and(|hashes| rest[1 + hashes..].starts_with('"')) && !ends_in_name(&code);
        let len = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if opens_raw {
            let close = format!("\"{}", "#".repeat(raw.unwrap_or_default()));
            let open = raw.unwrap_or_default() + 2;
            rest[open..].find(&close).map_or(rest.len(), |end| open + end + close.len())
        } else if first == '"' || is_char_literal(rest) {
            1 + literal_len(&rest[1..], first)
        } else {
            code.push(first);
            rest = &rest[first.len_utf8()..];
            continue;
        };
        code.push(' ');
        rest = &rest[len..];
    }
    code
}

fn ends_in_name(code: &str) -> bool {
    code.ends_with(|last: char| last.is_alphanumeric() || last == '_')
}

/// Whether a quote opens a character and not a lifetime.
fn is_char_literal(rest: &str) -> bool {
    let mut chars = rest.chars();
    chars.next() == Some('\'') && (chars.next() == Some('\\') || chars.next() == Some('\''))
}

/// Bytes up to and with the `close` that ends a literal.
fn literal_len(inside: &str, close: char) -> usize {
    let mut escaped = false;
    for (at, char) in inside.char_indices() {
        match char {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if char == close => return at + char.len_utf8(),
            _ => {}
        }
    }
    inside.len()
}

/// Names, `::`, and every other sign by itself.
fn tokens_of(code: &str) -> Vec<&str> {
    let mut tokens = Vec::new();
    let mut rest = code.trim_start();
    while let Some(first) = rest.chars().next() {
        let word = rest.find(|char: char| !(char.is_alphanumeric() || char == '_')).unwrap_or(rest.len());
        let len = if rest.starts_with("::") { 2 } else { word.max(first.len_utf8()) };
        tokens.push(&rest[..len]);
        rest = rest[len..].trim_start();
    }
    tokens
}

/// Every Rust file of this tree, and the names at its top.
fn this_tree() -> Vec<(String, String)> {
    let top = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut tree = Vec::new();
    for entry in fs::read_dir(top).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if !name.starts_with('.') && name != "target" {
            tree.push((name, String::new()));
        }
    }
    let mut folders: Vec<_> = ["src", "tests", "benches"].map(|folder| top.join(folder)).into();
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|ending| ending == "rs") {
                let name = path.strip_prefix(top).unwrap().to_str().unwrap().replace('\\', "/");
                tree.push((name, fs::read_to_string(&path).unwrap()));
            }
        }
    }
    tree.sort();
    tree
}

#[test]
fn this_tree_keeps_to_its_floors() {
    let tree = this_tree();
    assert!(tree.iter().filter(|(path, _)| path.starts_with("src/")).count() > 100, "the tree was not read");
    let found = faults(&tree);
    assert!(found.is_empty(), "\n{}\n", found.join("\n"));
}

fn faults_of(path: &str, text: &str) -> Vec<String> {
    faults(&[(path.to_owned(), text.to_owned())])
}

#[test]
fn each_rule_catches_what_breaks_it() {
    let long = format!("//! Long.\n{}", "\n".repeat(MAX_LINES));
    for (path, text, fault) in [
        ("src/text/span.rs", "//! .\nuse crate::model::Session;", "imports `model` from above"),
        ("src/model/session.rs", "//! .\nuse crate::{edit::Command, text::Span};", "imports `edit` from above"),
        ("src/model/session.rs", "//! .\nfn f() -> crate::gui::App {}", "imports `gui` from above"),
        ("src/edit/validate/mod.rs", "//! .\nuse super::super::store;", "imports `store` from above"),
        (
            "src/edit/plan.rs",
            "//! .\nmod tests { use super::super::super::codec::encode; }",
            "imports `codec` from above",
        ),
        ("src/edit/plan.rs", "//! .\nuse super::{apply, super::codec::encode};", "imports `codec` from above"),
        ("src/edit/plan.rs", "//! .\nuse super::super::*;", "takes in the whole crate"),
        ("src/store/save.rs", "//! .\nuse crate::ingest::decode;", "imports its sibling `ingest`"),
        ("src/assist/aliases.rs", "//! .\nuse crate::analysis::stats;", "imports its sibling `analysis`"),
        ("src/analysis/stats.rs", "//! .\nuse crate::assist::aliases;", "imports its sibling `assist`"),
        ("src/cli/run.rs", "//! .\nfn f() { byline::gui::run() }", "imports its sibling `gui`"),
        ("src/workbench/desk.rs", "//! .\nuse eframe::egui::Ui;", "belongs to `gui` alone"),
        ("src/workbench/desk.rs", "//! .\nuse rfd::FileDialog;", "`rfd` belongs to `gui` alone"),
        ("src/gui/app.rs", "//! .\nuse std::{sync::Arc, thread};", "`std::thread` belongs to `workbench` alone"),
        (
            "src/gui/app.rs",
            "//! .\nfn f() { std::time::Instant::now(); }",
            "`Instant::now` belongs to `workbench` alone",
        ),
        ("src/gui/app.rs", "//! .\nuse std::time::SystemTime;", "`SystemTime` belongs to `workbench` alone"),
        ("src/cli/run.rs", "//! .\nfn f() { Timestamp::now(); }", "`Timestamp::now` belongs to `workbench` alone"),
        ("src/workbench/desk.rs", "//! .\nfn f() { std::fs::read(p); }", "`std::fs` belongs to `store` alone"),
        ("src/workbench/desk.rs", "//! .\nfn f() { File::open(p); }", "belongs to `store` alone"),
        ("src/text/span.rs", "use std::ops::Range;", "does not open with `//!`"),
        ("tests/text.rs", "use byline::text::Span;", "does not open with `//!`"),
        (
            "src/text/mod.rs",
            "//! .\nmod span;\npub fn f() {}",
            "holds more than docs, attributes, modules and uses: `fn`",
        ),
        ("src/lib.rs", "//! .\npub mod text { }", "holds more than docs, attributes, modules and uses: `mod`"),
        ("src/text/span.rs", long.as_str(), "has 501 lines; 500 is the most"),
        ("src/helpers/misc.rs", "//! .", "`helpers` stands on no floor"),
        ("docs", "", "`docs` has no place at the top level"),
    ] {
        let found = faults_of(path, text);
        assert!(found.iter().any(|line| line.starts_with(path) && line.ends_with(fault)), "{path}\n{text}\n{found:?}");
    }
}

#[test]
fn what_only_looks_like_a_breach_is_let_through() {
    for (path, text) in [
        ("src/model/mention.rs", "//! Drawn by [`crate::gui`].\nuse crate::text::{Span, Fragments};"),
        ("src/text/span.rs", "//! .\nconst A: &str = \"crate::model\"; // crate::gui\nconst B: &str = r#\"std::fs\"#;"),
        ("src/ingest/source.rs", "//! .\nmod tests { use super::super::decode::decode; }"),
        ("src/codec/convert.rs", "//! .\nfn f<'a>(x: &'a str) { SessionFile::from_session('\\'', '\"'); }"),
        ("src/text/mod.rs", "//! .\n#[cfg(test)]\nmod span;\npub(crate) use span::{\n    Span,\n};"),
        ("src/main.rs", "//! .\nfn main() { byline::cli::run(); byline::gui::run(); }"),
        ("src/gui/app.rs", "//! .\nuse eframe::egui;\nfn f(open: Option<Instant>) {}"),
        ("src/workbench/clock.rs", "//! .\nfn f() { std::thread::spawn(Instant::now); }"),
        ("README.md", "Byline"),
    ] {
        assert_eq!(faults_of(path, text), [] as [String; 0], "{path}\n{text}");
    }
}
