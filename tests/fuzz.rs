//! Everything that reads what others wrote, on inputs that nobody meant to write.
//!
//!     cargo test --test fuzz                                                   a few thousand inputs for each target
//!     BYLINE_FUZZ_SECS=600 cargo test --test fuzz session -- --nocapture       one target for ten minutes
//!     BYLINE_FUZZ_SECS=600 cargo test --test fuzz formats:: -- --nocapture     labelled data, ten minutes for each format
//!     BYLINE_FUZZ_SECS=600 cargo test --test fuzz formats::brat -- --nocapture    one format of them
//!
//! `--release` makes it faster, and `--config 'profile.dev.package.byline.opt-level=2'` in place of it nearly as fast with all
//! checks of numbers still on. `BYLINE_FUZZ_SEED=7` takes other inputs than the last run.
//!
//! An input that breaks a target is made smaller, kept in `tests/fuzz/TARGET/` and tried first from then on. One that takes the
//! whole process with it is the file `fuzz-TARGET.last` in the folder `tmp` of the target directory. A target is a [`Target`]
//! and a test of two lines.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "what does not hold is a failed test, and a long run says how far it came"
)]

#[path = "support/fuzz_formats.rs"]
mod formats;
#[path = "support/fuzzer.rs"]
mod fuzzer;
#[path = "support/fuzz_journal.rs"]
mod journals;
#[path = "support/pages.rs"]
mod pages;
#[path = "support/fuzz_readers.rs"]
mod readers;
#[path = "support/words.rs"]
mod words;

use byline::codec::{self, Access, Decoded};
use byline::edit::{self, FaultCode};
use byline::ingest::{MAX_SOURCE_BYTES, article_from_bytes, byte_range, rebuild};
use byline::model::{Annotator, AnnotatorId, AnnotatorKind, Ext, Log, Session, Timestamp};
use byline::store::{FONT_SIZES, LINE_CHARS, LINE_HEIGHTS, Settings, ZOOMS, read_settings, write_settings};
use byline::text::CharOffset;
use byline::workbench::{Clock, ScriptLine, Workbench};
use fuzzer::{Target, fuzz};
use readers::READERS;
use std::collections::BTreeSet;
use std::sync::Arc;
use words::RON_WORDS;

const GUIDE: &str = include_str!("../sessions/README.md");
const SMALL: &str = include_str!("data/small.ron");

/// The insides of every block of the guide that is fenced with `tag`.
fn blocks(tag: &str) -> Vec<&'static str> {
    let open = format!("```{tag}\n");
    GUIDE.split(open.as_str()).skip(1).map(|rest| rest.split("\n```").next().unwrap()).collect()
}

/// The small session of the guide, which has a record of most kinds.
fn example() -> Session {
    codec::decode(blocks("ron")[0].as_bytes()).unwrap().session
}

fn annotator() -> Annotator {
    Annotator {
        id: AnnotatorId(1),
        name: "A. Analyst".to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    }
}

/// A session that was read can be written, and comes back as it was.
fn comes_back(session: &Session) {
    let text = codec::encode(session, Timestamp::default()).unwrap();
    let back = codec::decode(text.as_bytes()).unwrap_or_else(|error| panic!("what was written does not open: {error}"));
    assert_eq!(back.access, Access::Full);
    assert_eq!(back.warnings, []);
    assert!(back.session == *session, "another session came back from\n{text}");
    assert_eq!(codec::encode(&back.session, Timestamp::default()).unwrap(), text);
}

const SESSION: Target = Target {
    name: "session",
    seeds: || {
        let example = codec::encode(&example(), Timestamp::default()).unwrap();
        let rich = codec::decode(byline::workbench::SAMPLE.as_bytes()).unwrap().session;
        let bare =
            codec::encode(&Session::new("t", rich.schema.as_ref().clone(), Timestamp::default()), Timestamp::default());
        vec![example.into_bytes(), SMALL.into(), bare.unwrap().into_bytes()]
    },
    words: RON_WORDS,
    check: |bytes| match codec::decode(bytes) {
        Err(error) => error.to_string(),
        Ok(Decoded { session, access, warnings, .. }) => {
            comes_back(&session);
            let found = warnings.len();
            match access {
                Access::Full => format!("full, {found} warnings"),
                Access::ReadOnly(reasons) => {
                    // With a checksum that holds, it is what the file says and nothing more.
                    let signed = codec::decode(signed(bytes).as_bytes()).unwrap();
                    assert!(signed.session == session);
                    format!("{reasons:?} {found} {:?}", signed.access)
                }
            }
        }
    },
    cases: 1000,
};

/// The file with a last line of its own, whose checksum holds.
fn signed(bytes: &[u8]) -> String {
    let text = std::str::from_utf8(bytes).unwrap();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = text.rfind("\n// byline modified").and_then(|at| text.get(..at)).unwrap_or(text);
    let body = format!("{body}\n// byline modified 2026-11-21T09:05:00Z crc32 ");
    format!("{body}{:08x}\n", crc32fast::hash(body.as_bytes()))
}

const JSON: Target = Target {
    name: "json",
    seeds: || {
        let small = codec::decode(SMALL.as_bytes()).unwrap().session;
        let json = |session| codec::to_json(&session, Timestamp::default()).unwrap();
        vec![json(example()).into_bytes(), json(small).into_bytes()]
    },
    words: &[
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "null",
        "true",
        "false",
        "\"\"",
        "\"\\ud800\"",
        "\"\\u0000\"",
        "\"id\"",
        "\"text\"",
        "\"quote\"",
        "\"ext\"",
        "\"label\"",
        "\"actor\"",
        "\"fragments\"",
        "\"articles\"",
        "\"mentions\"",
        "\"m-0000000000001\"",
        "1e999",
        "1e-9",
        "123456789012345678901234567890",
        "-",
        "\u{feff}",
        "[0, 4]",
        "{\"a\": 1, \"a\": 2}",
        "\"2026-11-21T09:05:00Z\"",
    ],
    check: |bytes| match codec::from_json(&String::from_utf8_lossy(bytes)) {
        Err(error) => error.to_string(),
        Ok(read) => {
            let json = codec::to_json(&read.session, Timestamp::default()).unwrap();
            let back = codec::from_json(&json).unwrap();
            assert!(back.session == read.session && back.warnings.is_empty(), "another session came back from\n{json}");
            comes_back(&read.session);
            format!("read, {} warnings", read.warnings.len())
        }
    },
    cases: 700,
};

const SCHEMA: Target = Target {
    name: "schema",
    seeds: || {
        let example = example();
        let written = |schema| codec::write_schema(schema).unwrap().into_bytes();
        vec![written(&example.schema), written(&codec::default_schema())]
    },
    words: RON_WORDS,
    check: |bytes| match codec::read_schema(&String::from_utf8_lossy(bytes)) {
        Err(error) => error.to_string(),
        Ok(schema) => {
            let text = codec::write_schema(&schema).unwrap();
            assert!(codec::read_schema(&text).unwrap() == schema, "another schema came back from\n{text}");
            let session = Session::new("t", schema, Timestamp::default());
            comes_back(&session);
            let faults = edit::validate(&session);
            format!("read, {:?}", faults.iter().map(|fault| fault.code).collect::<BTreeSet<_>>())
        }
    },
    cases: 700,
};

const SCRIPT: Target = Target {
    name: "script",
    seeds: || {
        let mut seeds: Vec<Vec<u8>> = blocks("apply").into_iter().map(Into::into).collect();
        seeds.push(blocks("apply").join("\nundo\n").into_bytes());
        seeds
    },
    words: RON_WORDS,
    check: script,
    cases: 200,
};

fn without_log(session: &Session) -> Session {
    let mut session = session.clone();
    session.log = Arc::new(Log::default());
    session
}

/// What may be missing or double while work goes on; everything else must hold after each command.
const UNFINISHED: [FaultCode; 2] = [FaultCode::Missing, FaultCode::Duplicate];

fn script(bytes: &[u8]) -> String {
    let session = example();
    assert_eq!(edit::validate(&session), []);
    let mut bench = Workbench::with(session.clone(), annotator(), Clock::Fixed(Timestamp::default()), 1);
    let mut answers = BTreeSet::new();
    for line in String::from_utf8_lossy(bytes).lines().take(60) {
        let done = ScriptLine::parse(line).and_then(|line| line.map(|line| bench.run(&line)).transpose());
        answers.insert(match done {
            Ok(_) => "done".to_owned(),
            Err(error) => error.to_string().chars().take(60).collect(),
        });
    }
    let faults = edit::validate(bench.session());
    let grave: Vec<_> = faults.iter().filter(|fault| !UNFINISHED.contains(&fault.code)).collect();
    assert!(grave.is_empty(), "{grave:#?}");
    comes_back(bench.session());
    while bench.undo().unwrap().is_some() {}
    assert!(without_log(bench.session()) == without_log(&session), "undoing everything does not lead back");
    answers.into_iter().collect::<Vec<_>>().join("; ")
}

const INGEST: Target = Target {
    name: "ingest",
    seeds: || {
        let text = "Ferry returns\r\n\r\n14 March 2031 09:20\n\n“The ferry – caf\u{e9} – returns”, said Çelvik. © The Lantern, 2031";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let mut seeds = vec![[&[0][..], text.as_bytes()].concat(), [&[0, 0xff, 0xfe][..], &utf16].concat()];
        seeds.push([&[0, 0xef, 0xbb, 0xbf][..], text.as_bytes()].concat());
        for (number, name) in ENCODINGS.iter().enumerate().filter(|(_, name)| !name.is_empty()) {
            let encoding = encoding_rs::Encoding::for_label(name.as_bytes()).unwrap();
            let words =
                "Baku 日本語テスト 한국 中文 Пр ไทย caf\u{e9} “x” the ferry returns to the strait after two winters";
            seeds.push([&[u8::try_from(number).unwrap()][..], &encoding.encode(words).0].concat());
        }
        seeds
    },
    words: &[
        "\u{feff}",
        "\u{202e}",
        "\u{0}",
        "\r\n",
        "\u{2028}",
        "© 2031",
        "1 Nov 2022",
        "\x1b$B",
        "\x1b(B",
        "e\u{301}",
        "\u{1f6a2}",
        "<html>",
        "<!DOCTYPE html>",
        "&amp;",
        "\"",
        "\\",
    ],
    check: ingest,
    cases: 500,
};

/// The first byte says which of these was declared; the empty one is none.
const ENCODINGS: [&str; 14] = [
    "",
    "utf-8",
    "utf-16le",
    "utf-16be",
    "windows-1252",
    "windows-874",
    "koi8-u",
    "shift_jis",
    "euc-jp",
    "iso-2022-jp",
    "gbk",
    "gb18030",
    "big5",
    "euc-kr",
];

fn ingest(bytes: &[u8]) -> String {
    let (first, bytes) = bytes.split_first().unwrap_or((&0, &[]));
    let declared = ENCODINGS[usize::from(*first) % ENCODINGS.len()];
    let declared = Some(declared).filter(|name| !name.is_empty());
    let new = match article_from_bytes("a.txt", bytes, declared, AnnotatorId(1), Timestamp::default()) {
        Err(error) => return error.to_string(),
        Ok(new) => new,
    };
    let (text, source) = (new.article.text(), &new.article.source);
    assert!(bytes.len() <= MAX_SOURCE_BYTES && !text.trim().is_empty());
    assert_eq!(rebuild(text, source).unwrap(), bytes);
    assert_eq!(source.bytes, bytes.len() as u64);
    let mut last = 0;
    for char in (0..new.article.index().char_len().0).take(100) {
        let range = byte_range(text, source, CharOffset(char)).unwrap();
        assert!(
            last <= range.start && range.start <= range.end && range.end <= source.bytes,
            "{char}: {range:?} after {last}"
        );
        last = range.start;
    }
    let answer = format!(
        "{} {} {} {:?} {} {}",
        source.encoding,
        source.map.len().min(3),
        source.original.is_some(),
        new.metadata.published.is_some(),
        new.metadata.headline.is_some(),
        new.outlet.is_some()
    );
    // A session around it, which costs much more than all before, for some.
    if crc32fast::hash(bytes).is_multiple_of(8) {
        let session = Session::new("t", codec::default_schema(), Timestamp::default());
        let mut bench = Workbench::with(session, annotator(), Clock::Fixed(Timestamp::default()), 1);
        bench.add_articles(vec![new]).unwrap();
        assert_eq!(edit::validate(bench.session()), []);
        comes_back(bench.session());
    }
    answer
}

const SETTINGS: Target = Target {
    name: "settings",
    seeds: || {
        let usual = Settings::default();
        let usual = write_settings(&usual, &usual, &read_settings(b"")).unwrap();
        let rich = "(\n    theme: \"dark\",\n    annotator_name: \"A. \\\"B\\\"\",\n    annotator_id: Some(\"p-0000000000007\"),\n    snap: sentences,\n    \
            find: (\n        fold_case: true,\n    ),\n    window_size: Some((800.0, 600.5)),\n    recent: [\n        (\n            path: \"/s/1.ron\",\n            \
            opened: \"2026-11-21T10:00:00Z\",\n            places: [\n                (article: \"a-0000000000001\", byte: 7, offset: -3.5, anchor: 9, caret: 8),\n            \
            ],\n        ),\n        (path: \"b\"),\n    ],\n    keys: {\"save\": [\"Ctrl+S\"]}, // newer\n)\n";
        vec![usual.into_bytes(), rich.into()]
    },
    words: &[
        "(",
        ")",
        "[",
        "]",
        "{",
        "}",
        ":",
        ",",
        "Some(",
        "None",
        "theme",
        "zoom",
        "recent",
        "font_size",
        "window_size",
        "path: \"\"",
        "true",
        "\"light\"",
        "NaN",
        "inf",
        "-inf",
        "1e30",
        "//",
        "/*",
        "*/",
        "\n    zoom: ",
        "\n    a: ",
        "#![enable(implicit_some)]",
        "r#\"",
        "\"#",
        "\u{feff}",
        "'",
        "\"",
        "\\",
    ],
    check: settings,
    cases: 700,
};

fn settings(bytes: &[u8]) -> String {
    let read = read_settings(bytes);
    let found = &read.settings;
    assert!(ZOOMS.contains(&found.zoom) && FONT_SIZES.contains(&found.font_size));
    assert!(LINE_CHARS.contains(&found.reading_chars) && LINE_HEIGHTS.contains(&found.line_height));
    assert!(found.clone() == *found, "they would be written for ever");
    let text = write_settings(found, found, &read).unwrap();
    let back = read_settings(text.as_bytes());
    assert_eq!(back.faults, Vec::<String>::new(), "{text}");
    assert_eq!(back.settings, *found, "{text}");
    let again = write_settings(found, found, &back).unwrap();
    assert_eq!(again, text);
    read.faults.join("; ")
}

#[test]
fn session() {
    fuzz(&SESSION);
}

#[test]
fn json() {
    fuzz(&JSON);
}

#[test]
fn schema() {
    fuzz(&SCHEMA);
}

#[test]
fn script_lines() {
    fuzz(&SCRIPT);
}

#[test]
fn ingested_bytes() {
    fuzz(&INGEST);
}

#[test]
fn files_of_every_kind() {
    fuzz(&READERS);
}

#[test]
fn settings_files() {
    fuzz(&SETTINGS);
}
