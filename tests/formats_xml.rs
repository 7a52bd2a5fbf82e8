//! REFI-QDA projects in and out; networks and TEI out.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "support/exchange.rs"]
mod exchange;
#[path = "support/program.rs"]
mod program;

use exchange::{details, export, import, mentions, relations, session};
use program::Place;
use std::io::{Cursor, Read, Write};
use zip::write::SimpleFileOptions;

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn member(bytes: &[u8], name: &str) -> String {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes.to_vec())).unwrap();
    let mut text = String::new();
    zip.by_name(name).unwrap().read_to_string(&mut text).unwrap();
    text
}

/// A project as NVivo and others write it, with one text.
fn project(source: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><Project xmlns="urn:QDA-XML:project:1.0" name="P">
<Users><User guid="{U}" name="Eva"/></Users>
<CodeBook><Codes><Code guid="{A}" name="People" isCodable="true"><Code guid="{B}" name="Mayor" isCodable="true"><Description>Of a city</Description></Code></Code></Codes></CodeBook>
<Sources>{source}</Sources>
<Notes><Note guid="{N}" name="memo"><PlainTextContent>Look again</PlainTextContent></Note></Notes>
<Links><Link guid="{L}" name="replies" direction="OneWay" originGUID="{S1}" targetGUID="{S2}"/><Link guid="{U}" originGUID="{S1}" targetGUID="{N}"/></Links>
</Project>"#
    )
}

const U: &str = "11111111-0000-4000-8000-000000000001";
const A: &str = "11111111-0000-4000-8000-000000000002";
const B: &str = "11111111-0000-4000-8000-000000000003";
const N: &str = "11111111-0000-4000-8000-000000000004";
const L: &str = "11111111-0000-4000-8000-000000000005";
const S1: &str = "AAAAAAAA-0000-4000-8000-000000000006";
const S2: &str = "11111111-0000-4000-8000-000000000007";

fn selections() -> String {
    let upper = B.to_uppercase();
    format!(
        r#"<TextSource guid="{A}" name="talk" plainTextPath="internal://talk.txt">
<PlainTextSelection guid="{S1}" name="Eva spoke" startPosition="0" endPosition="3"><Coding guid="{U}" creatingUser="{U}"><CodeRef targetGUID="{{{upper}}}"/><NoteRef targetGUID="{N}"/></Coding></PlainTextSelection>
<PlainTextSelection guid="{S2}" name="my favourite" startPosition="4" endPosition="9"><Coding guid="{N}"><CodeRef targetGUID="{A}"/></Coding><Coding guid="{L}"><CodeRef targetGUID="{B}"/></Coding></PlainTextSelection>
<PlainTextSelection guid="{L}" name="spoke" startPosition="5" endPosition="10"><Coding guid="{A}"><CodeRef targetGUID="{B}"/></Coding></PlainTextSelection>
</TextSource><PictureSource guid="{L}" name="photo"/>"#
    )
}

#[test]
fn a_project_of_another_tool_comes_in_with_codes_notes_and_links() {
    let place = Place::new();
    let text = "\u{feff}Eva spoke up.";
    place.file(
        "p.qdpx",
        archive(&[("project.qde", project(&selections()).as_bytes()), ("Sources/talk.txt", text.as_bytes())]),
    );
    let run = import(&place, "qdpx", "p.qdpx", "s.ron").ends(0);
    assert!(run.err.contains("PictureSource: not imported"), "{}", run.err);
    assert!(run.err.contains("a link: not imported"), "{}", run.err);
    let first = session(&place, "s.ron");
    assert_eq!(first.shards()[0].article.text(), "Eva spoke up.");
    // The first selection states other words than it marks, and these stand in the text: it waits with those of the last.
    assert_eq!(mentions(&first), ["Mayor 4-9 \"spoke\"", "People 4-9 \"spoke\""]);
    assert_eq!(first.shards()[0].quarantine.len(), 2);
    assert!(run.err.contains("it may belong at 0..9"), "{}", run.err);
    export(&place, "qdpx", "s.ron", "out.qdpx").ends(0);
    import(&place, "qdpx", "out.qdpx", "back.ron").ends(0);
    assert_eq!(mentions(&session(&place, "back.ron")), mentions(&first));
    let written = member(&std::fs::read(place.path("out.qdpx")).unwrap(), "project.qde");
    assert!(written.contains(S2), "a selection keeps its id: {written}");
}

#[test]
fn the_same_session_gives_the_same_project_in_the_order_of_the_schema() {
    let place = Place::new();
    place.file("s.ron", std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/sessions/sample.ron")).unwrap());
    export(&place, "qdpx", "s.ron", "one.qdpx").ends(0);
    export(&place, "qdpx", "s.ron", "two.qdpx").ends(0);
    let (one, two) = (std::fs::read(place.path("one.qdpx")).unwrap(), std::fs::read(place.path("two.qdpx")).unwrap());
    assert!(one == two, "two exports differ");
    let text = member(&one, "project.qde");
    let parts = ["<Users>", "<CodeBook>", "<Variables>", "<Sources>", "<Notes>", "<Links>"];
    let places: Vec<usize> = parts.iter().map(|part| text.find(part).unwrap()).collect();
    assert!(places.is_sorted(), "{places:?}");
    assert!(text.contains("isCodable=\"true\"") && !text.contains("<Coding guid=\"\""));
}

#[test]
fn archives_that_are_none_are_refused_and_nothing_is_written_outside() {
    let bomb = vec![b' '; 80 * 1024 * 1024];
    let whole = project(&selections());
    let outside = whole.replace("internal://talk.txt", "internal://../../escape.txt");
    let linked = whole.replace("internal://talk.txt", "relative:///etc/passwd");
    let dtd = whole.replace("?><Project", "?><!DOCTYPE Project SYSTEM \"x.dtd\"><Project");
    let packed = archive(&[("project.qde", whole.as_bytes()), ("sources/talk.txt", b"Eva spoke up.")]);
    let cut = &packed[..packed.len() / 2];
    let cases: [(Vec<u8>, &str); 8] = [
        (b"PK\x03\x04 no archive".to_vec(), "no zip archive"),
        (cut.to_vec(), "no zip archive"),
        (archive(&[("other.txt", b"x")]), "`project.qde` is not in the archive"),
        (archive(&[("project.qde", dtd.as_bytes())]), "document type declaration"),
        (archive(&[("project.qde", outside.as_bytes()), ("../../escape.txt", b"x")]), "leads out of it"),
        (archive(&[("project.qde", linked.as_bytes())]), "outside of the archive"),
        (archive(&[("project.qde", &bomb)]), "far more than an honest archive"),
        (archive(&[("project.qde", b"<Project")]), "project.qde"),
    ];
    for (bytes, why) in cases {
        let place = Place::new();
        place.file("in/p.qdpx", bytes);
        let run = import(&place, "qdpx", "in", "s.ron").ends(3);
        assert!(run.err.contains("p.qdpx") && run.err.contains(why), "{why}: {}", run.err);
        let files = place.files();
        let known = |path: &&std::path::PathBuf| !path.ends_with("p.qdpx") && !path.starts_with(place.path("state"));
        assert_eq!(files.keys().filter(known).count(), 0, "{why}: {:?}", files.keys());
    }
}

/// Two articles of brat with a chain of their own.
fn two_articles() -> Place {
    let place = Place::new();
    place.file("in/a.txt", "Ann met \u{1}Bob & <Co>.\n");
    place.file("in/a.ann", "T1\tPerson 0 3\tAnn\nT2\tFirm 8 19\t\u{1}Bob & <Co>\nT3\tPair 4 12\tmet \u{1}Bob\nT4\tPair 0 3;13 14\tAnn &\nR1\tknows Arg1:T1 Arg2:T2\nR2\tknows Arg1:T1 Arg2:T2\nN1\tReference T1 wiki:1\tAnn Lee\n");
    place.file("in/b.txt", "Lee came.\n");
    place.file("in/b.ann", "T1\tPerson 0 3\tLee\nN1\tReference T1 wiki:1\tAnn Lee\n");
    import(&place, "brat", "in", "s.ron").ends(0);
    place
}

#[test]
fn a_network_has_entries_lone_mentions_and_articles_and_counts_what_links_them() {
    let place = two_articles();
    for (format, weight) in [("gexf", "weight=\"2\""), ("graphml", "<data key=\"e2\">2</data>")] {
        let run = export(&place, format, "s.ron", format).ends(0);
        assert!(run.err.contains("control characters dropped"), "{}", run.err);
        let text = place.read(format);
        // One entry for both articles, three mentions that nothing links, two articles.
        assert_eq!(text.matches("<node ").count(), 6, "{text}");
        assert_eq!(text.matches("Ann Lee").count(), 1, "{text}");
        assert!(text.contains("\u{fffd}Bob &amp; &lt;Co&gt;") && !text.contains('\u{1}'), "{text}");
        assert_eq!(text.matches(weight).count(), 1, "both relations are one edge: {text}");
        assert_eq!(text.matches("<edge ").count(), 6, "{text}");
    }
}

#[test]
fn tei_marks_in_the_text_what_nests_and_beside_it_what_crosses() {
    let place = two_articles();
    export(&place, "tei", "s.ron", "out").ends(0);
    let text = place.read("out/a.xml");
    assert_eq!(text.matches("<seg ").count(), 2, "{text}");
    assert_eq!(text.matches("<span ").count(), 3, "one that crosses, one of two fragments: {text}");
    assert_eq!(text.matches("<anchor ").count(), 6, "{text}");
    assert_eq!(text.matches("<relation ").count(), 2, "{text}");
    let ids: Vec<&str> = text.split("xml:id=\"").skip(1).map(|rest| rest.split('"').next().unwrap()).collect();
    let mut once = ids.clone();
    once.sort_unstable();
    once.dedup();
    assert_eq!(once.len(), ids.len(), "an id stands once");
    let is_name = |id: &&str| id.starts_with(|char: char| char.is_ascii_alphabetic()) && !id.contains([' ', ':', '#']);
    assert!(ids.iter().all(is_name), "{ids:?}");
    for target in text.split("=\"#").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        assert!(ids.contains(&target), "{target} leads nowhere");
    }
    let body = text.split("xml:space=\"preserve\">").nth(1).unwrap().split("</ab>").next().unwrap();
    let mut plain = String::new();
    let mut is_tag = false;
    for char in body.chars() {
        match char {
            '<' => is_tag = true,
            '>' => is_tag = false,
            other if !is_tag => plain.push(other),
            _ => {}
        }
    }
    assert_eq!(plain, "Ann met \u{fffd}Bob &amp; &lt;Co&gt;.\n");
    let first = session(&place, "s.ron");
    assert_eq!((mentions(&first).len(), relations(&first).len(), details(&first).len()), (5, 2, 5));
}
