//! Session files: nothing is lost, nothing is silent, and every hostile input gets a message that helps.

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

use byline::codec::{
    Access, ArticleFile, DecodeError, Decoded, Reason, SessionFile, decode, encode, encode_article, from_json,
    json_schema, to_json,
};
use byline::model::{MentionId, Session};
use proptest::prelude::*;
use support::{any_file, empty_file, full_file, plain_article, plain_mention, session_of, span, time};

fn written(session: &Session) -> String {
    encode(session, time()).unwrap()
}

fn read(text: &str) -> Decoded {
    decode(text.as_bytes()).unwrap()
}

fn small() -> Session {
    let mut file = empty_file("Visit");
    let text = "Skip\n\nNetanyahu went";
    let mut article = plain_article(1, text);
    article.mentions.push(plain_mention(1, text, vec![span(6, 15)]));
    file.articles.push(article);
    session_of(file)
}

fn refusal(text: &str) -> String {
    decode(text.as_bytes()).unwrap_err().to_string()
}

#[test]
fn every_field_survives_and_a_second_save_gives_the_same_bytes() {
    let session = session_of(full_file());
    let text = written(&session);
    let back = read(&text);
    assert_eq!(back.access, Access::Full);
    assert_eq!(back.warnings, []);
    assert_eq!(back.modified, Some(time()));
    assert_eq!(back.session, session);
    assert_eq!(written(&back.session), text);
}

/// `value` as `ron` writes it on one line, without the escapes of what stands for itself.
fn as_ron<T: serde::Serialize>(value: &T) -> String {
    let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
    let config = ron::ser::PrettyConfig::new().compact_arrays(true).compact_maps(true).compact_structs(true);
    let raw = options.to_string_pretty(value, config).unwrap();
    let mut out = String::new();
    let mut rest = raw.as_str();
    while let Some((before, escape)) = rest.split_once('\\') {
        out.push_str(before);
        let code = escape.strip_prefix("u{").and_then(|code| code.split_once('}'));
        let mark = code.map(|(code, _)| char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap());
        // A combining mark is escaped where it is the first of a string alone.
        let mark = mark.filter(|mark| format!("a{mark}").escape_debug().to_string() == format!("a{mark}"));
        rest = match (mark, code) {
            (Some(mark), Some((_, behind))) => {
                out.push(mark);
                behind
            }
            _ if escape.starts_with('\'') => {
                out.push('\'');
                &escape[1..]
            }
            _ => {
                out.push('\\');
                let kind = &escape[..1];
                out.push_str(kind);
                &escape[1..]
            }
        };
    }
    out + rest
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 128, ..ProptestConfig::default() })]

    #[test]
    fn any_session_survives(file in any_file()) {
        let session = session_of(file);
        let text = written(&session);
        let back = decode(text.as_bytes()).unwrap();
        prop_assert_eq!(&back.access, &Access::Full);
        prop_assert_eq!(&back.warnings, &vec![]);
        prop_assert_eq!(&back.session, &session);
        prop_assert_eq!(&written(&back.session), &text);
        prop_assert!(ron::from_str::<ron::Value>(&text).is_ok());
        prop_assert!(!text.contains('\r'));
        let json = to_json(&session, time()).unwrap();
        prop_assert_eq!(from_json(&json).unwrap().session, session);
    }

    #[test]
    fn any_record_stands_as_ron_writes_it(file in any_file()) {
        let session = session_of(file);
        for shard in session.shards() {
            let file = ArticleFile::from_shard(shard).unwrap();
            let mut expected = Vec::new();
            expected.extend(file.regions.iter().map(as_ron));
            expected.extend(file.repairs.iter().map(as_ron));
            expected.extend(file.mentions.iter().map(as_ron));
            expected.extend(file.relations.iter().map(as_ron));
            expected.extend(file.suggestions.iter().map(as_ron));
            expected.extend(file.quarantine.iter().map(as_ron));
            let block = encode_article(shard).unwrap();
            let records = block.lines().filter_map(|line| line.strip_prefix(' ')?.strip_suffix(','));
            prop_assert_eq!(records.map(str::to_owned).collect::<Vec<String>>(), expected);
            let text = format!("text: {},", as_ron(&file.text));
            prop_assert!(block.lines().any(|line| line == text), "{}", block);
        }
    }

    #[test]
    fn any_bytes_are_refused_or_read_only(noise in prop::collection::vec(any::<u8>(), 0..200)) {
        prop_assert!(decode(&noise).is_err());
    }

    #[test]
    fn any_replaced_piece_is_noticed(at in any::<prop::sample::Index>(), length in 0_usize..9, with in ".{0,6}") {
        let text = written(&small());
        let at = at.index(text.len());
        let end = (at + length).min(text.len());
        let mut bytes = text.clone().into_bytes();
        bytes.splice(at..end, with.bytes());
        if bytes != text.as_bytes()
            && let Ok(read) = decode(&bytes)
        {
            prop_assert_ne!(read.access, Access::Full);
        }
    }
}

/// A file of ten kilobytes as sessions mostly are: a few records, and text.
fn ten_kilobytes() -> String {
    let mut file = empty_file("Visit");
    let text = "Ann met Bob, who left; Zoë stayed in the hall of the old town, “until the evening”, as she said to the woman who asked her, and then she went on to the harbour.\r\n".repeat(50);
    let mut article = plain_article(1, &text);
    article
        .mentions
        .extend((0..8).map(|id| plain_mention(id, &text, vec![span(0, 3), span(7, 8 + u32::try_from(id).unwrap())])));
    file.articles.push(article);
    let text = written(&session_of(file));
    assert!((10 << 10..11 << 10).contains(&text.len()), "{}", text.len());
    text
}

/// Whether damage of a file is noticed: it is refused, or not opened for changes.
fn is_noticed(bytes: &[u8]) -> bool {
    decode(bytes).map_or(true, |read| read.access != Access::Full)
}

/// Damages `text` at each of its bytes, on as many threads as there are; the places where it went unnoticed.
fn unnoticed(text: &str, is_noticed_at: impl Fn(usize) -> bool + Sync) -> Vec<usize> {
    let threads = std::thread::available_parallelism().map_or(2, std::num::NonZero::get);
    std::thread::scope(|scope| {
        let share = |first: usize| {
            let is_noticed_at = &is_noticed_at;
            move || (first..text.len()).step_by(threads).filter(|at| !is_noticed_at(*at)).collect::<Vec<usize>>()
        };
        let workers: Vec<_> = (0..threads).map(|first| scope.spawn(share(first))).collect();
        workers.into_iter().flat_map(|worker| worker.join().unwrap()).collect()
    })
}

fn flipped(text: &str, at: usize, bit: usize) -> Vec<u8> {
    let mut bytes = text.as_bytes().to_vec();
    bytes[at] ^= 1 << bit;
    bytes
}

#[test]
fn every_truncation_of_ten_kilobytes_is_noticed() {
    let text = ten_kilobytes();
    assert_eq!(read(&text).access, Access::Full);
    assert_eq!(unnoticed(&text, |end| is_noticed(&text.as_bytes()[..end])), Vec::<usize>::new());
}

#[test]
fn every_flipped_bit_of_ten_kilobytes_is_noticed() {
    let text = ten_kilobytes();
    assert_eq!(unnoticed(&text, |at| (0..8).all(|bit| is_noticed(&flipped(&text, at, bit)))), Vec::<usize>::new());
}

/// Records take far longer to read than text: here a bit of every fourth byte, and all bits of a small session.
#[test]
fn damage_in_every_kind_of_record_is_noticed() {
    let text = written(&session_of(full_file()));
    let holds = |end: usize| !end.is_multiple_of(4) || is_noticed(&text.as_bytes()[..end]);
    assert_eq!(unnoticed(&text, holds), Vec::<usize>::new());
    let holds = |at: usize| !at.is_multiple_of(4) || is_noticed(&flipped(&text, at, at / 4 % 8));
    assert_eq!(unnoticed(&text, holds), Vec::<usize>::new());
    let text = written(&small());
    assert_eq!(unnoticed(&text, |at| (0..8).all(|bit| is_noticed(&flipped(&text, at, bit)))), Vec::<usize>::new());
}

#[test]
fn one_edit_changes_its_line_and_the_last() {
    let before = full_file();
    let mut after = before.clone();
    after.articles[0].mentions[1].label = support::slug("actor.group");
    let (before, after) = (written(&session_of(before)), written(&session_of(after)));
    assert_eq!(before.lines().count(), after.lines().count());
    let changed: Vec<&str> = before.lines().zip(after.lines()).filter(|(a, b)| a != b).map(|(a, _)| a).collect();
    assert_eq!(changed.len(), 2, "{changed:#?}");
    assert!(changed[0].starts_with(" (id: \"m-"));
    assert!(changed[1].starts_with("// byline modified "));
}

#[test]
fn the_layout_is_the_documented_one() {
    let text = written(&small());
    assert_eq!(text, include_str!("data/small.ron"));
}

#[test]
fn a_block_runs_from_its_opening_to_its_closing_line() {
    let session = session_of(full_file());
    let text = written(&session);
    let block = encode_article(&session.shards()[0]).unwrap();
    let from = text.find("\n(id: \"a-").unwrap() + 1;
    let to = from + text[from..].find("\n),\n").unwrap() + "\n),\n".len();
    assert_eq!(&text[from..to], block);
}

#[test]
fn the_mirror_holds_against_its_schema() {
    let session = session_of(full_file());
    let json: serde_json::Value = serde_json::from_str(&to_json(&session, time()).unwrap()).unwrap();
    let schema = json_schema();
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&json).map(|error| error.to_string()).collect();
    assert_eq!(errors, Vec::<String>::new());
    let mut broken = json.clone();
    broken["articles"][0]["mentions"][0]["confidence"] = "high".into();
    assert!(!jsonschema::validator_for(&schema).unwrap().is_valid(&broken));
    let back = from_json(&json.to_string()).unwrap();
    assert_eq!((back.session, back.modified), (session, Some(time())));
}

#[test]
fn every_field_is_described() {
    fn walk(name: &str, schema: &serde_json::Value, bare: &mut Vec<String>) {
        for (field, property) in schema["properties"].as_object().into_iter().flatten() {
            if property.get("description").is_none() {
                bare.push(format!("{name}.{field}"));
            }
        }
    }
    let schema = json_schema();
    let mut bare = Vec::new();
    walk("SessionFile", &schema, &mut bare);
    for (name, definition) in schema["$defs"].as_object().unwrap() {
        walk(name, definition, &mut bare);
    }
    assert_eq!(bare, Vec::<String>::new());
}

#[test]
fn a_mention_that_does_not_hold_goes_to_the_quarantine_with_places() {
    let text = "Ann met Bob. Bob left; Bob stayed.";
    let mut file = empty_file("t");
    let mut article = plain_article(1, text);
    for (id, place) in [(1, (12, 15)), (2, (500, 503)), (3, (9, 8)), (4, (8, 11))] {
        let mut mention = plain_mention(id, text, vec![span(place.0, place.1)]);
        mention.quote = "Bob".into();
        article.mentions.push(mention);
    }
    file.articles.push(article);
    let (session, warnings) = file.clone().into_session().unwrap();
    let shard = &session.shards()[0];
    assert_eq!((warnings.len(), shard.mentions.len(), shard.quarantine.len()), (3, 1, 3));
    let row = shard.quarantine.get(MentionId(1)).unwrap();
    assert_eq!(row.proposed, [span(13, 16), span(8, 11), span(23, 26)]);
    assert_eq!(row.mention, file.articles[0].mentions[0]);
    assert_eq!(row.reason, "the text reads ` Bo` there, not `Bob`");
    assert!(shard.quarantine.get(MentionId(2)).unwrap().reason.contains("500..503 leaves the text, which has 34"));
    let back = read(&written(&session));
    assert_eq!((back.session, back.warnings), (session, vec![]));
}

#[test]
fn regions_repairs_and_suggestions_without_a_place_are_kept() {
    let mut file = full_file();
    let article = &mut file.articles[0];
    article.regions[0].span = span(9000, 9001);
    article.repairs[0].quote = "other".to_owned();
    article.suggestions[0].fragments = Some(vec![]);
    let (session, warnings) = file.into_session().unwrap();
    assert_eq!(warnings.len(), 3, "{warnings:#?}");
    let shard = &session.shards()[0];
    assert!(shard.regions.is_empty() && shard.repairs.is_empty() && shard.suggestions.is_empty());
    let text = written(&session);
    assert!(text.contains("byline.unplaced") && text.contains("9000"));
    let back = read(&text);
    assert_eq!((back.session, back.warnings), (session, vec![]));
}

#[test]
fn touching_fragments_become_one_whatever_their_quote() {
    let mut file = empty_file("t");
    let mut article = plain_article(1, "abcdef");
    article.mentions.push(plain_mention(1, "abcdef", vec![span(0, 3), span(3, 6)]));
    assert_eq!(&*article.mentions[0].quote, "abc def");
    file.articles.push(article);
    let (session, warnings) = file.into_session().unwrap();
    assert_eq!(warnings.len(), 1);
    let mention = session.shards()[0].mentions.get(MentionId(1)).unwrap();
    assert_eq!((mention.quote.as_ref(), mention.fragments.spans().len()), ("abcdef", 1));
}

#[test]
fn hostile_files_get_a_message_with_a_place() {
    let good = written(&small());
    let cases: &[(&str, String, &[&str])] = &[
        ("nothing", String::new(), &["empty"]),
        ("blank", " \n\n".to_owned(), &["empty"]),
        ("cut", good[..good.len() / 2].to_owned(), &["21:", "cut short", "last good version"]),
        ("conflict", good.replace("mentions: [", "<<<<<<< HEAD\nmentions: ["), &["line 28", "merge conflict"]),
        ("json", "{\"format\": \"byline-session\"}".to_owned(), &["JSON", "import"]),
        ("other ron", "(name: \"x\")".to_owned(), &["no session file", "byline-session"]),
        ("other format", good.replace("byline-session", "other"), &["`other`"]),
        ("unit", good.replace("code_point", "byte"), &["`byte`", "every place would be wrong"]),
        (
            "newer shape",
            good.replace("version: 1", "version: 7").replace("annotators: [", "annotators: {"),
            &["newer Byline", "version 7"],
        ),
        ("version 0", good.replace("version: 1", "version: 0"), &["version is 0"]),
        ("type", good.replace("bytes: 20", "bytes: -20"), &["21:"]),
        ("large", good.replace("bytes: 20", "bytes: 18446744073709551616"), &["21:", "too large"]),
        ("offset", good.replace("(6, 15)", "(6, 4294967296)"), &["29:", "too large"]),
        ("id", good.replace("m-0000000000001", "m-1"), &["29:", "`m-1` is no id"]),
        ("nan", good.replace("quote:", "confidence: NaN, quote:"), &["29:", "must be finite"]),
        ("infinite", good.replace("quote:", "confidence: 1e999, quote:"), &["29:", "must be finite"]),
        ("ext nan", good.replace("quote:", "ext: {\"a\": [NaN]}, quote:"), &["29:", "must be finite"]),
        ("ext twice", good.replace("quote:", "ext: {\"a\": 1, \"a\": 2}, quote:"), &["29:", "`a` stands twice"]),
        ("field twice", good.replace("quote:", "quote: \"x\", quote:"), &["29:", "quote"]),
        (
            "lossy",
            good.replace("quote:", "ext: {\"a\": 123456789012345678901234567890}, quote:"),
            &["29:", "too large to be kept exactly"],
        ),
        ("deep", good.replace("quote:", &format!("ext: {{\"a\": {}}}, quote:", "[".repeat(100_000))), &["29:", "128"]),
        ("trailing", good.clone() + "x", &["54:", "trailing text"]),
    ];
    let mut wrong = Vec::new();
    for (name, text, expected) in cases {
        let message = refusal(text);
        if !expected.iter().all(|part| message.contains(part)) {
            wrong.push(format!("{name}: {message}"));
        }
    }
    assert_eq!(wrong, Vec::<String>::new());
    let mut bytes = good.clone().into_bytes();
    bytes[good.find("Skip").unwrap() + 2] = 0xff;
    assert!(matches!(decode(&bytes), Err(DecodeError::NotUtf8(place)) if place.line == 23), "{:?}", decode(&bytes));
}

#[test]
fn hostile_mirrors_get_a_message_with_a_place() {
    let good = to_json(&small(), time()).unwrap();
    assert!(from_json(&format!("\u{feff}{}", good.replace('\n', "\r\n"))).is_ok());
    let ext = |value: &str| good.replace("\"title\":", &format!("\"ext\": {{\"a\": {value}}},\n\"title\":"));
    let line = good.lines().position(|line| line.contains("\"title\"")).unwrap() + 1;
    let at = |column: usize| format!("{line}:{column}: ");
    let cases: &[(&str, String, &[&str])] = &[
        ("nothing", String::new(), &["1:0: EOF"]),
        ("cut", good[..good.len() / 2].to_owned(), &["EOF"]),
        ("deep", ext(&"[".repeat(100_000)), &[&at(0)[..2], "recursion limit"]),
        ("deep but closed", ext(&format!("{}{}", "[".repeat(40), "]".repeat(40))), &["nested deeper than 32 levels"]),
        ("infinite", ext("1e999"), &[&at(0)[..2], "number out of range"]),
        ("nan", ext("NaN"), &[&at(0)[..2], "expected"]),
        ("null", ext("null"), &["invalid type: null"]),
        ("rounded", ext("123456789012345678901234567890"), &[&at(16), "too large to be kept exactly"]),
        ("key twice", ext("{\"b\": 1, \"b\": 2}"), &["`b` stands twice"]),
        ("field twice", good.replace("\"title\":", "\"title\": \"x\", \"title\":"), &["duplicate field `title`"]),
        ("half a character", good.replace("\"Visit\"", "\"\\ud800\""), &[&at(0)[..2], "hex escape"]),
        ("unknown", good.replace("\"title\":", "\"mood\": 1, \"title\":"), &["would lose: mood"]),
        ("conflict", good.replace("\"title\":", "\n<<<<<<< ours\n\"title\":"), &["merge conflict"]),
        ("newer", good.replace("\"version\": 1", "\"version\": 2"), &["newer Byline"]),
        ("trailing", format!("{good}x"), &["trailing characters"]),
        ("long", good.replace("\"Visit\"", &format!("{{\"{}\": 1}}", "x".repeat(1 << 20))), &["invalid type"]),
        (
            "outside",
            good.replace("\"offset_unit\": \"code_point\"", "\"offset_unit\": \"byte\""),
            &["every place would be wrong"],
        ),
    ];
    for (name, text, expected) in cases {
        let message = from_json(text).unwrap_err().to_string();
        assert!(expected.iter().all(|part| message.contains(part)) && message.len() < 1000, "{name}: {message}");
    }
}

#[test]
fn an_id_that_stands_twice_is_refused_with_its_second_place() {
    let good = written(&small());
    let line = good.lines().find(|line| line.starts_with(" (id: \"m-")).unwrap();
    let message = refusal(&good.replace(line, &format!("{line}\n{line}")));
    assert!(message.starts_with("30:3: mention m-0000000000001 stands twice"), "{message}");
    let mut file = full_file();
    let mut second = plain_article(2, "0123456789012");
    second.mentions.push(plain_mention(2, "0123456789012", vec![span(0, 1)]));
    file.articles.push(second);
    assert!(file.into_session().is_err());
}

#[test]
fn what_can_be_read_but_not_trusted_opens_read_only() {
    let good = written(&small());
    let reason = |text: &str| match read(text).access {
        Access::ReadOnly(reasons) => reasons,
        Access::Full => vec![],
    };
    let last = good.lines().last().unwrap();
    assert_eq!(reason(&good.replace(&format!("{last}\n"), "")), [Reason::NoChecksum]);
    assert!(matches!(reason(&good.replace("Skip", "Skin"))[..], [Reason::WrongChecksum { .. }]));
    assert_eq!(reason(&good.replace('\n', "\r\n")), [Reason::LineEnds]);
    assert_eq!(reason(&format!("\u{feff}{good}")), []);
    let newer = reason(&good.replace("version: 1", "version: 2"));
    assert!(matches!(newer[..], [Reason::Newer { found: 2, .. }, Reason::WrongChecksum { .. }]));
    let unknown = reason(&good.replace("quote:", "mood: (x: 1), quote:"));
    assert!(
        matches!(&unknown[1], Reason::UnknownFields { count: 1, named } if named == "articles.0.mentions.0.mood"),
        "{unknown:?}"
    );
}

#[test]
fn a_session_that_no_file_can_hold_is_not_written() {
    let mut file = full_file();
    file.articles[0].mentions[0].confidence = Some(f64::NAN);
    let session = session_of(file);
    assert!(encode(&session, time()).unwrap_err().to_string().contains("not finite"));
}

#[test]
fn the_file_form_is_the_same_both_ways() {
    let file = full_file();
    let session = session_of(file.clone());
    assert_eq!(SessionFile::from_session(&session).unwrap(), file);
}
