//! Sessions of older versions: read as they are, written anew beside the old file, and never lost on the way.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/program.rs"]
mod program;

use byline::codec::{Access, DecodeError, Decoded, Reason, Serial, VERSION, decode, decode_by_layout, encode};
use byline::edit::validate;
use byline::ingest::article_id;
use byline::model::{AnnotatorId, Session};
use program::Place;

const OLD: &str = include_str!("fixtures/version-0.ron");

fn read(text: &str) -> Decoded {
    let decoded = decode(text.as_bytes()).unwrap();
    assert_eq!(decode_by_layout(text.as_bytes(), &Serial).as_ref(), Ok(&decoded));
    decoded
}

fn said(text: &str) -> String {
    decode(text.as_bytes()).unwrap_err().to_string()
}

fn quotes(session: &Session) -> Vec<String> {
    let mentions = session.shards().iter().flat_map(|shard| shard.mentions.by_key());
    mentions.map(|mention| format!("{}|{}", mention.quote, mention.label)).collect()
}

#[test]
fn version_0_is_read_whole() {
    let old = read(OLD);
    assert_eq!((old.version, &old.access, old.modified), (0, &Access::Full, None));
    let session = &old.session;
    assert_eq!(session.info.title, "The strait");
    assert_eq!(quotes(session), ["returns|event", "Öberg|actor", "soon|when"]);
    assert!(session.schema.has_label(&byline::model::Slug::new("when").unwrap()));
    let first = &session.shards()[0];
    assert_eq!(session.outlet_name(first), "Harbour Post");
    assert_eq!(first.article.id, article_id(&first.article.source), "a new import of the same article is noticed");
    let notes: Vec<&str> =
        first.mentions.iter().flat_map(|mention| &mention.notes).map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["First crossing."]);
    assert_eq!(session.annotators.iter().map(|who| who.name.as_str()).collect::<Vec<_>>(), ["A. Analyst"]);
    assert!(session.annotators.iter().all(|who| who.id != AnnotatorId(0)));
    let waiting = first.quarantine.iter().next().unwrap();
    assert_eq!((waiting.mention.quote.as_ref(), waiting.proposed.len(), old.warnings.len()), ("ferry", 1, 1));
    assert!(validate(session).is_empty(), "{:?}", validate(session));
    assert_eq!(read(OLD), old, "the same file always gives the same ids");
    let again = read(&encode(session, session.info.created).unwrap());
    assert_eq!((again.version, &again.session), (VERSION, session));
}

#[test]
fn what_is_wrong_in_version_0_is_told_with_its_place() {
    let cases = [
        ("start: 28", "start: -28", "13:"),
        ("label: \"WHEN\"", "label: \"When?\"", "`When?` is no label of version 0"),
        ("created: \"2026", "created: \"20x6", "6:"),
        ("        ),\n    ],\n)\n", "", "cut short"),
        ("author: \"A. Analyst\",", "", "author"),
        ("end: 33,", "", "end"),
        ("mentions: [\n", "mentions: [\n<<<<<<< HEAD\n", "merge conflict"),
        ("start: 0", "start: 99999999999999999999", "too large"),
    ];
    for (good, bad, expected) in cases {
        let text = OLD.replacen(good, bad, 1);
        assert_ne!(text, OLD, "{good}");
        assert!(said(&text).contains(expected), "{good}: {}", said(&text));
    }
    let unplaced = OLD.replacen("label: \"WHEN\"", "label: \"When?\"", 1);
    let Err(DecodeError::Syntax { place, .. }) = decode(unplaced.as_bytes()) else { panic!("{}", said(&unplaced)) };
    assert_eq!(place.line, 15);
    let twice = OLD.replacen("later.txt", "ferry.txt", 1).replacen(
        "Nothing more.",
        "The ferry returns.\\nMinister Öberg said “soon”.",
        1,
    );
    assert!(said(&twice).contains("stands twice"), "{}", said(&twice));
}

#[test]
fn what_version_0_did_not_have_is_not_dropped_silently() {
    let odd = read(&OLD.replacen("label: \"WHEN\"", "label: \"WHEN\", mood: \"glad\"", 1));
    let Access::ReadOnly(reasons) = odd.access else { panic!("it may be changed") };
    assert!(
        matches!(&reasons[..], [Reason::UnknownFields { count: 1, named }] if named == "articles.0.mentions.2.mood")
    );
}

#[test]
fn a_session_is_migrated_beside_the_old_file() {
    let place = Place::new();
    place.file("old.ron", OLD);
    let run = place.byline(&["migrate", "old.ron", "-o", "new.ron"]).ends(0);
    assert_eq!(run.out, "");
    assert!(run.err.contains("mention") && run.err.contains("quarantine"), "{}", run.err);
    assert!(run.err.contains("version 1 from version 0, 2 articles, 3 mentions; old.ron stays"), "{}", run.err);
    assert_eq!(place.read("old.ron"), OLD);
    let new = read(&place.read("new.ron"));
    assert_eq!((new.version, new.access, new.warnings.len()), (VERSION, Access::Full, 0));
    assert_eq!(new.session, read(OLD).session);
    assert_eq!(place.byline(&["validate", "new.ron"]).ends(0).out, "new.ron: valid\n");
    assert!(place.byline(&["stats", "old.ron"]).ends(0).out.contains("articles    2"), "it can be looked at as it is");
}

#[test]
fn a_migration_overwrites_nothing_unasked() {
    let place = Place::new();
    place.file("old.ron", OLD);
    place.file("new.ron", "mine");
    let refused = place.byline(&["migrate", "old.ron", "-o", "new.ron"]).ends(4);
    assert!(refused.err.contains("new.ron") && place.read("new.ron") == "mine", "{}", refused.err);
    for force in [&[][..], &["--force"]] {
        let itself = place.byline(&[&["migrate", "old.ron", "-o", "old.ron"], force].concat()).ends(2);
        assert!(itself.err.contains("the old file stays as it is"), "{}", itself.err);
    }
    place.byline(&["migrate", "old.ron", "-o", "new.ron", "--force"]).ends(0);
    let current = place.byline(&["migrate", "new.ron", "-o", "newer.ron"]).ends(1);
    assert!(current.err.contains("already; nothing was written"), "{}", current.err);
    place.file("odd.ron", OLD.replacen("author:", "mood: 1, author:", 1));
    let odd = place.byline(&["migrate", "odd.ron", "-o", "newer.ron"]).ends(3);
    assert!(odd.err.contains("mood"), "{}", odd.err);
    place.file("broken.ron", OLD.replacen("end: 33,", "end: x,", 1));
    assert!(place.byline(&["migrate", "broken.ron", "-o", "newer.ron"]).ends(3).err.contains("broken.ron: 13:"));
    place.byline(&["migrate", "none.ron", "-o", "newer.ron"]).ends(3);
    assert_eq!(place.read("old.ron"), OLD);
    let names: Vec<String> =
        place.files().keys().filter_map(|path| Some(path.file_name()?.to_string_lossy().into())).collect();
    assert_eq!(names, ["broken.ron", "new.ron", "odd.ron", "old.ron"], "nothing else is left behind");
}
