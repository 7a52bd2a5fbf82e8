//! Reading by layout: whatever the file, the outcome is that of reading it as a whole.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::codec::{Access, Parts, Serial, SessionFile, decode, decode_by_layout, encode};
use byline::model::{ArticleId, MentionId, RegionId, RelationId, RepairId, SuggestionId, Value};
use byline::workbench::Threads;
use proptest::prelude::*;
use std::sync::LazyLock;
use support::{any_article, any_file, empty_file, full_file, plain_article, plain_mention, session_of, span, time};

/// `text` with a checksum that holds, as a hand that knows how could make it.
fn sealed(text: &str) -> String {
    let body = text.rfind("// byline modified").map_or(text, |last| &text[..last]);
    let body = format!("{body}// byline modified 2026-11-21T09:05:00Z crc32 ");
    format!("{body}{:08x}\n", crc32fast::hash(body.as_bytes()))
}

fn is_read_by_layout(bytes: &[u8]) -> bool {
    Parts::of(bytes).is_some_and(|parts| parts.decode(&Serial).is_some())
}

/// Checks that both ways of reading agree; tells whether the layout was enough.
fn check(bytes: &[u8]) -> bool {
    let whole = decode(bytes);
    assert_eq!(decode_by_layout(bytes, &Serial), whole, "{}", String::from_utf8_lossy(bytes));
    assert_eq!(decode_by_layout(bytes, &Threads), whole, "{}", String::from_utf8_lossy(bytes));
    is_read_by_layout(bytes)
}

fn several() -> SessionFile {
    let mut file = full_file();
    file.description.clear();
    for id in 20..23 {
        let text = "He said: \"),\"\n),\n(id: \"a-0000000000001\", Ann met Bob.";
        let mut article = plain_article(id, text);
        article.mentions.push(plain_mention(100 + id, text, vec![span(0, 2), span(9, 12)]));
        file.articles.push(article);
    }
    file
}

fn written(file: SessionFile) -> String {
    encode(&session_of(file), time()).unwrap()
}

#[test]
fn what_byline_writes_is_read_by_its_layout() {
    assert!(check(written(several()).as_bytes()));
    assert!(check(include_bytes!("../sessions/sample.ron")));
    assert!(check(include_bytes!("data/small.ron")));
    assert!(check(format!("\u{feff}{}", written(several())).as_bytes()));
    assert!(!check(written(empty_file("no article")).as_bytes()));
}

#[test]
fn records_without_a_place_come_out_the_same() {
    let mut file = several();
    file.articles[0].regions[0].span = span(9000, 9001);
    file.articles[0].repairs[0].quote = "other".to_owned();
    file.articles[1].mentions[0].fragments = vec![span(3, 1)];
    file.articles[2].mentions[0].quote = "Bob".into();
    // Written as they are: the places were never looked at.
    let good = written(several());
    let text = good.replace("fragments: [(0, 2), (9, 12)]", "fragments: [(1, 2), (9, 120)]");
    assert_ne!(text, good);
    let text = sealed(&text);
    assert!(check(text.as_bytes()));
    let read = decode_by_layout(text.as_bytes(), &Serial).unwrap();
    assert_eq!((read.access, read.warnings.len()), (Access::Full, 3));
    let (kept_aside, warnings) = file.into_session().unwrap();
    assert_eq!(warnings.len(), 4);
    assert!(check(encode(&kept_aside, time()).unwrap().as_bytes()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_session_is_read_by_its_layout(file in any_file(), more in any_article(77)) {
        let mut file = file;
        let is_new = file.articles.iter().all(|article| article.id != more.id);
        if is_new { file.articles.push(more); }
        if let Ok((session, _)) = file.into_session() {
            let text = encode(&session, time()).unwrap();
            prop_assert_eq!(check(text.as_bytes()), !session.shards().is_empty(), "{}", text);
        }
    }
}

/// Changes that a hostile or careless hand may make, each as (what is replaced, by what).
fn hand_made() -> Vec<(&'static str, String)> {
    let first = "articles: [\n";
    let deep = |depth: usize| format!("ext: {{\"a\": {}{}}}, status: \"unread\"", "[".repeat(depth), "]".repeat(depth));
    let mut made = vec![
        (first, format!("{first}/*\n")),
        (first, format!("{first}// (id: \"a-\n")),
        (first, format!("{first}ArticleFile\n")),
        (first, format!("{first}Some(\n")),
        (first, format!("{first},\n")),
        (first, "description: r#\"\narticles: [\n".to_owned()),
        (first, "description: \"\narticles: [\n".to_owned()),
        (first, format!("articles: [],\n{first}")),
        (first, "alignments: [\n".to_owned()),
        (first, format!("mood: \"x\", {first}")),
        (first, format!("{first}\n\n")),
        ("],\nalignments: [", "*/\n],\nalignments: [".to_owned()),
        ("],\nalignments: [", "],\narticles: [],\nalignments: [".to_owned()),
        ("),\n],\nalignments: [", ")\n],\nalignments: [".to_owned()),
        ("layout: 1", "layout: 2".to_owned()),
        ("version: 1", "version: 2".to_owned()),
        ("log_limit: ", "log_limit: 000000000000000000000000000".to_owned()),
        ("(id: \"a-", "(mood: 1, id: \"a-".to_owned()),
        ("(id: \"a-", " (id: \"a-".to_owned()),
        ("(id: \"a-", "(\nid: \"a-".to_owned()),
        ("(id: \"a-", "(id:\"a-".to_owned()),
        ("(id: \"a-", "(id : /* the id */ \"a-".to_owned()),
        ("(id: \"m-", "(id: Some(\"m-".to_owned()),
        ("label: \"", "label: r\"".to_owned()),
        ("mentions: [\n", "mentions: [\n// a comment\n".to_owned()),
        ("mentions: [\n", "mentions: [\n/*\n),\n(id: \"a-\n*/".to_owned()),
        ("mentions: [\n", "mentions: [],\nmentions: [\n".to_owned()),
        ("mentions: [\n", "mentions: [\n\t".to_owned()),
        ("\n),\n", "\n)\n,\n".to_owned()),
        ("\n),\n", "),\n".to_owned()),
        ("\n),\n", "\n),\n\n".to_owned()),
        ("\n),\n", "\n),\r\n".to_owned()),
        ("status: \"unread\"", "status: None".to_owned()),
        ("status: \"unread\"", "status: \"un\\x72ead\"".to_owned()),
        ("status: \"unread\"", "status: \"un\\u{72}ead\"".to_owned()),
        ("status: \"unread\"", "status: \"un\\\n   read\"".to_owned()),
        ("status: \"unread\"", "status: \"lost\"".to_owned()),
        ("status: \"unread\"", "note: \"a\n),\n(id: \\\"a-\", status: \"unread\"".to_owned()),
        ("status: \"unread\"", "note: r#\"\n),\n(id: \"a-\n\"#, status: \"unread\"".to_owned()),
        ("status: \"unread\"", "url: None, status: \"unread\"".to_owned()),
        ("status: \"unread\"", "url: Some((value: \"u\", origin: \"guessed\")), status: \"unread\"".to_owned()),
        ("bytes: ", "bytes: 0x".to_owned()),
        ("bytes: ", "bytes: 0".to_owned()),
        ("bytes: ", "bytes: +".to_owned()),
        ("bytes: ", "bytes: -".to_owned()),
        ("bytes: ", "bytes: 1_".to_owned()),
        ("bytes: ", "bytes: 9999999999999999999".to_owned()),
        ("created: \"2026", "created: \"20-26".to_owned()),
        ("\\n", "\n".to_owned()),
        ("\n", "\r\n".to_owned()),
        (" ", "\u{a0}".to_owned()),
        (" ", "  ".to_owned()),
    ];
    made.extend([3, 20, 30, 40, 46, 48, 50, 55, 60, 100, 128].map(|depth| ("status: \"unread\"", deep(depth))));
    let numbers = [
        "-0",
        "-0.0",
        "0.1",
        "1e5",
        "1.5e-7",
        "1.0e400",
        "12345678901234567890",
        "-12345678901234567890",
        "1f32",
        "123456789012345678",
        "-123456789012345678",
        "1.",
        ".5",
        "1_0",
        "inf",
        "NaN",
        "0b1",
        "7u8",
        "1..2",
        "()",
        "'a'",
        "b\"x\"",
        "x",
        "true",
        "(1, 2)",
        "(a: 1)",
        "{1: 2}",
        "{\"a\": 1, \"a\": 1}",
        "{a: 1}",
        "[1, ]",
        "[,]",
        "\"\\q\"",
    ];
    made.extend(numbers.map(|number| ("status: \"unread\"", format!("ext: {{\"a\": {number}}}, status: \"unread\""))));
    made
}

#[test]
fn files_of_another_hand_come_out_the_same() {
    let good = written(several());
    let mut by_layout = 0;
    for (old, new) in hand_made() {
        assert!(good.contains(old), "{old:?}");
        for text in [good.replacen(old, &new, 1), good.replace(old, &new)] {
            by_layout += usize::from(check(sealed(&text).as_bytes()));
            check(text.as_bytes());
        }
    }
    assert!(by_layout > 20, "only {by_layout} files were read by their layout");
    let commented = good.replacen("articles: [\n", "articles: [\n/*\n", 1);
    let commented = sealed(&commented.replace("],\nalignments: [", "*/\n],\nalignments: ["));
    assert!(!check(commented.as_bytes()));
    assert_eq!(decode_by_layout(commented.as_bytes(), &Serial).unwrap().session.shards().len(), 0);
    let quoted = good.replacen("articles: [\n", "articles: [], description: r##\"\n", 1);
    let quoted = sealed(&quoted.replace("],\nalignments: [", "\"##,\nalignments: ["));
    assert!(!check(quoted.as_bytes()));
    assert_eq!(decode_by_layout(quoted.as_bytes(), &Serial).unwrap().session.shards().len(), 0);
}

const PIECES: &[&str] = &[
    "/*",
    "*/",
    "//",
    "r#\"",
    "\"#",
    "\"",
    "\\",
    "\n),\n",
    "),\n(id: \"a-",
    "\n(id: \"a-",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    ",",
    ":",
    " ",
    "\n",
    "\r\n",
    "\t",
    "0",
    "-1",
    "1.5",
    "None",
    "Some(",
    "ext: {\"a\": 1},",
    "mood: 1,",
    "\u{301}",
    "\\u{41}",
    "",
];

proptest! {
    #![proptest_config(ProptestConfig { cases: 160, ..ProptestConfig::default() })]

    #[test]
    fn any_damage_under_a_checksum_that_holds_comes_out_the_same(
        cuts in prop::collection::vec((any::<prop::sample::Index>(), 0_usize..12, prop::sample::select(PIECES)), 1..4),
    ) {
        static GOOD: LazyLock<String> = LazyLock::new(|| written(several()));
        let mut text = GOOD.clone();
        for (at, length, piece) in cuts {
            let from = text.floor_char_boundary(at.index(text.len()));
            let to = text.floor_char_boundary((from + length).min(text.len()));
            text.replace_range(from..to.max(from), piece);
        }
        check(sealed(&text).as_bytes());
        check(text.as_bytes());
    }
}

/// The same records more than once, in places that blocks do not see of each other.
#[test]
fn ids_that_stand_twice_are_told_the_same() {
    let mut file = several();
    let (regions, repairs) = (file.articles[0].regions.clone(), file.articles[0].repairs.clone());
    let relations = file.articles[0].relations.clone();
    let suggestions = file.articles[0].suggestions.clone();
    let text = file.articles[0].text.clone();
    let one = &mut file.articles[1];
    one.text = text;
    one.mentions.clear();
    (one.regions, one.repairs, one.relations, one.suggestions) = (regions, repairs, relations, suggestions);
    one.regions[0].id.0 = 901;
    one.repairs[0].id.0 = 902;
    one.relations[0].id.0 = 903;
    one.suggestions[0].id.0 = 904;
    let first = &file.articles[0];
    let ids = [
        (ArticleId(21).to_string(), ArticleId(22).to_string()),
        (MentionId(121).to_string(), MentionId(122).to_string()),
        (MentionId(121).to_string(), first.quarantine[0].mention.id.to_string()),
        (RegionId(901).to_string(), first.regions[0].id.to_string()),
        (RepairId(902).to_string(), first.repairs[0].id.to_string()),
        (RelationId(903).to_string(), first.relations[0].id.to_string()),
        (SuggestionId(904).to_string(), first.suggestions[0].id.to_string()),
    ];
    let good = written(file);
    assert!(check(good.as_bytes()));
    for (old, new) in ids {
        let text = sealed(&good.replace(&old, &new));
        assert_ne!(text, good, "{old}");
        assert!(!check(text.as_bytes()), "{old}");
        let message = decode_by_layout(text.as_bytes(), &Threads).unwrap_err().to_string();
        assert!(message.contains("stands twice"), "{old}: {message}");
    }
}

#[test]
fn one_article_is_there_before_the_others() {
    let text = written(several());
    let whole = decode(text.as_bytes()).unwrap().session;
    let parts = Parts::of(text.as_bytes()).unwrap();
    for (wanted, found) in [(None, 0), (Some(ArticleId(21)), 2), (Some(ArticleId(999)), 0)] {
        let session = parts.first(wanted).unwrap();
        assert_eq!(session.shards().len(), 1);
        assert_eq!(session.shards()[0], whole.shards()[found]);
        assert_eq!((&session.entries, &session.schema), (&whole.entries, &whole.schema));
    }
    assert!(Parts::of(text.replace("Ann", "Eve").as_bytes()).is_none(), "the checksum does not hold");
    let odd = sealed(&text.replacen("articles: [", "mood: 1, articles: [", 1));
    assert!(Parts::of(odd.as_bytes()).unwrap().first(None).is_none());
}

/// A value of every kind in data of other tools, in blocks and outside.
#[test]
fn data_of_other_tools_is_the_same() {
    let mut file = several();
    let list = Value::List(vec![
        Value::Bool(true),
        Value::Int(-5),
        Value::Float(-0.25),
        Value::Text("\\\"\u{0}\u{202e}'".into()),
    ]);
    file.articles[1].ext.insert("x y".to_owned(), Value::Map([("l".to_owned(), list)].into_iter().collect()));
    file.articles[1].mentions[0].confidence = Some(0.3);
    let text = written(file.clone());
    assert!(check(text.as_bytes()));
    file.articles[1].ext.insert("large".to_owned(), Value::Float(1e300));
    file.articles[2].ext.insert("large".to_owned(), Value::Int(i64::MIN));
    assert!(check(written(file).as_bytes()));
}
