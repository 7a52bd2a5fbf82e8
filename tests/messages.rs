//! Every text of the window goes through the catalogue of messages, and every catalogue says all of them.

#![allow(clippy::unwrap_used, clippy::panic, reason = "what is missing in a test fails it")]

use eframe::egui;
use sources::{Message, Source};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

#[path = "support/sources.rs"]
mod sources;

/// The catalogues by the tags of their languages.
const CATALOGUES: [(&str, &str); 1] = [("de", include_str!("../assets/messages/de.po"))];

/// Texts of the window that are in no catalogue, by the end of a file's path and how the text begins.
const NOT_TRANSLATED: &[(&str, &str)] = &[
    // Names that fonts, scripts and keys have in every language.
    ("article/fonts.rs", ""),
    ("article/missing.rs", ""),
    ("gui/theme.rs", ""),
    ("gui/actions.rs", "Cmd+"),
    ("gui/actions.rs", "Ctrl+"),
    ("gui/actions.rs", "Alt+"),
    ("gui/actions.rs", "Shift+"),
    ("gui/actions.rs", "Right"),
    ("gui/actions.rs", "Left"),
    ("gui/actions.rs", "Up"),
    ("gui/actions.rs", "Down"),
    ("gui/actions.rs", "Esc"),
    ("compare/versions.rs", "C"),
    ("compare/versions.rs", "E"),
    ("compare/versions.rs", "X"),
    ("compare/preview.rs", "Esc"),
    ("ties/editor.rs", "F"),
    ("ties/editor.rs", "T"),
    ("details/facts.rs", "SHA-256"),
    // The guide is written in English.
    ("gui/guide/pages.rs", ""),
    ("gui/guide/topics.rs", ""),
    // Names that tell parts of the window apart and are not shown.
    ("gui/sides.rs", "articles alone"),
    ("gui/sides.rs", "side alone"),
    ("articles_in/dialog.rs", "encoding of all"),
    ("articles_in/preview.rs", "encoding of one"),
    // Signs, units and examples.
    ("gui/find_bar.rs", "Aa"),
    ("search/bar.rs", "Aa"),
    ("register/detail.rs", "Q42"),
    ("details/form.rs", "https://"),
    ("repeats/settings.rs", "Ada Kvist"),
    ("gui/export_preview.rs", "{:.1} KB"),
    ("gui/export_preview.rs", "{:.1} MB"),
    ("gui/safety_dialogs.rs", "{:.1} MB"),
    ("gui/file_dialog.rs", "Markdown"),
    // Files, pages and the program's name.
    ("gui/app.rs", "{}{unsaved} – Byline"),
    ("gui/file_dialog.rs", "{file_name} schema.ron"),
    ("gui/file_dialog.rs", "keys of Byline.html"),
    ("articles_in/clipboard.rs", "<!DOCTYPE"),
    ("key_sheet/sheet.rs", "body {"),
    ("key_sheet/fixed.rs", ""),
    ("key_sheet/sheet.rs", "<"),
    // Pictures are decoded apart from the window.
    ("guidelines/decode.rs", ""),
    // Languages are named in themselves.
    ("language/spoken.rs", ""),
    // There is no window yet.
    ("gui/run.rs", ""),
];

fn sources() -> Vec<Source> {
    sources::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src/gui"))
}

fn is_excepted(path: &str, text: &str) -> bool {
    NOT_TRANSLATED.iter().any(|(file, begin)| {
        let is_whole = begin.len() < 3 && !begin.is_empty() && *begin != "<";
        path.ends_with(file) && if is_whole { text == *begin } else { text.starts_with(begin) }
    })
}

/// The messages of a catalogue with what they are in its language.
fn entries(text: &str) -> BTreeMap<Message, Vec<String>> {
    let catalog = polib::po_file::parse_from_reader(text.as_bytes()).unwrap();
    let entries = catalog.messages().map(|entry| {
        let said = entry.msgstr().map_or_else(|_| entry.msgstr_plural().unwrap().clone(), |said| vec![said.to_owned()]);
        let many = entry.msgid_plural().ok().map(str::to_owned);
        (Message { context: entry.msgctxt().map(str::to_owned), one: entry.msgid().to_owned(), many }, said)
    });
    entries.collect()
}

/// Where values stand in a message: `{name}` and `{}`, each as often as it is there.
fn places(message: &str) -> Vec<&str> {
    let mut places: Vec<&str> =
        message.split('{').skip(1).map(|part| part.split_once('}').map_or("never closed", |(name, _)| name)).collect();
    places.sort_unstable();
    places
}

#[test]
fn no_text_is_shown_that_the_catalogue_does_not_know() {
    let loose = sources().into_iter().flat_map(|source| {
        let path = source.path;
        source.loose.into_iter().filter_map(move |(line, text)| {
            (!is_excepted(&path, &text)).then(|| format!("{path}:{line}: {text:?} is not said through `tr!`"))
        })
    });
    let loose: Vec<String> = loose.collect();
    assert!(loose.is_empty(), "{}", loose.join("\n"));
}

#[test]
fn every_catalogue_says_every_message_and_no_other() {
    let wanted: BTreeSet<Message> =
        sources().into_iter().flat_map(|source| source.said.into_iter().map(|said| said.message)).collect();
    assert!(wanted.len() > 1000, "messages are found");
    for (tag, text) in CATALOGUES {
        let known = entries(text);
        let missing: Vec<&Message> = wanted.iter().filter(|message| !known.contains_key(message)).collect();
        assert!(missing.is_empty(), "{tag} does not say {missing:#?}");
        let idle: Vec<&Message> = known.keys().filter(|message| !wanted.contains(message)).collect();
        assert!(idle.is_empty(), "{tag} says what nobody asks for: {idle:#?}");
    }
}

#[test]
fn values_stand_in_a_message_whatever_its_language() {
    for source in sources() {
        for said in &source.said {
            let Message { one, many, .. } = &said.message;
            let (path, line) = (&source.path, said.line);
            let fits = |text: &str| {
                let unnamed = places(text).iter().filter(|name| name.is_empty()).count();
                let named = places(text).into_iter().filter(|name| !name.is_empty()).all(|name| said.has(name));
                named && unnamed <= said.in_order
            };
            assert!(fits(one) && many.as_ref().is_none_or(|many| fits(many)), "{path}:{line}: {one:?} and its values");
        }
    }
    for (tag, text) in CATALOGUES {
        for (message, said) in entries(text) {
            let english = message.many.iter().fold(vec![&message.one], |mut all, many| {
                all.push(many);
                all
            });
            assert_eq!(said.len(), english.len(), "{tag}: {message:?}");
            for (english, said) in english.into_iter().zip(&said) {
                assert!(!said.is_empty(), "{tag}: {english:?} says nothing");
                assert_eq!(places(english), places(said), "{tag}: {english:?}");
                let edges = |text: &str| (text.starts_with(' '), text.ends_with(' '), text.ends_with('…'));
                assert_eq!(edges(english), edges(said), "{tag}: {english:?} begins and ends as {said:?} does");
            }
        }
    }
}

#[test]
fn the_reader_of_sources_finds_what_it_is_to_find() {
    let source = sources::source(
        "x.rs",
        r#"
        //! Words of a comment are none.
        fn f(ui: &mut Ui) {
            ui.label("alone");
            ui.button(tr!("Said"));
            let text = tr!("{n} row of {all}" | "{n} rows of {all}" % rows.len(), all = count("Inner words"));
            let sense = tr!("state" => "Open");
            const HEAD: &str = msg("Head");
            ui.push_id("some id", |ui| ui.add(Panel::left("its room")));
            assert!(name == "plain", "Never shown");
        }
        #[cfg(test)]
        mod tests { fn g() { ui.label("In a test"); } }
        "#,
    );
    let loose: Vec<&str> = source.loose.iter().map(|(_, text)| text.as_str()).collect();
    assert_eq!(loose, ["alone", "Inner words"]);
    let said: Vec<&str> = source.said.iter().map(|said| said.message.one.as_str()).collect();
    assert_eq!(said, ["Said", "{n} row of {all}", "Open", "Head"]);
    let rows = &source.said[1];
    assert_eq!(rows.message.many.as_deref(), Some("{n} rows of {all}"));
    assert!(rows.has("n") && rows.has("all") && !rows.has("rows"));
    assert_eq!(source.said[2].message.context.as_deref(), Some("state"));
}

/// The signs of the window that are no letters, as its sources write them: arrows, ticks, stars.
#[test]
fn every_sign_that_the_window_draws_is_in_its_fonts() {
    let ctx = egui::Context::default();
    ctx.set_fonts(byline::gui::article::egui_fonts());
    ctx.run_ui(egui::RawInput::default(), |_| {}).textures_delta.clear();
    let font = egui::FontId::proportional(13.0);
    let is_sign = |sign: &char| ('\u{2000}'..'\u{2c00}').contains(sign);
    let mut missing = Vec::new();
    for Source { path, .. } in sources() {
        let text = std::fs::read_to_string(&path).unwrap();
        // Tests lay out what no window shows.
        let drawn = text.split("#[cfg(test)]").next().unwrap();
        let lines = drawn.lines().filter(|line| !line.trim_start().starts_with("//"));
        let signs: BTreeSet<char> = lines.flat_map(str::chars).filter(is_sign).collect();
        let absent = signs.into_iter().filter(|sign| !ctx.fonts_mut(|fonts| fonts.has_glyph(&font, *sign)));
        missing.extend(absent.map(|sign| format!("{path}: {sign}")));
    }
    assert!(missing.is_empty(), "{missing:#?}");
}
