//! Labelled data that means harm, given to the program: each file gets a clear line with its place, the rest goes on, nothing
//! is written outside of what was asked for, and none of them makes it wait or grow without end.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    reason = "helpers of tests fail the test that calls them"
)]

#[path = "support/exchange.rs"]
mod exchange;
#[path = "support/program.rs"]
mod program;

use byline::workbench::Clock;
use exchange::{export, import, mentions, session};
use program::{Place, Run};
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::path::PathBuf;
use std::time::Duration;
use zip::write::SimpleFileOptions;

/// No import of these tests takes longer, on a slow and busy machine too; what grows faster than the file takes hours.
const LIMIT: Duration = Duration::from_mins(1);

#[track_caller]
fn in_time(place: &Place, format: &str, from: &str, to: &str) -> Run {
    let begun = Clock::instant();
    let run = import(place, format, from, to);
    assert!(begun.elapsed() < LIMIT, "{format}: it took {:?}", begun.elapsed());
    assert!(run.out.len() + run.err.len() < 1 << 20, "{format}: {} bytes are said", run.out.len() + run.err.len());
    run
}

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const PROJECT: &str = r#"<Project name="P"><Users><User guid="1" name="Eva"/></Users><CodeBook><Codes>
<Code guid="2" name="PER" isCodable="true"/></Codes></CodeBook><Sources><TextSource guid="3" name="talk" plainTextPath="internal://talk.txt">
ROWS</TextSource></Sources></Project>"#;

/// Everything below the folder of `place` but what the program keeps for itself.
fn written(place: &Place) -> Vec<PathBuf> {
    let own = [place.path("state"), place.path("config")];
    place.files().into_keys().filter(|path| !own.iter().any(|own| path.starts_with(own))).collect()
}

#[test]
fn archives_whose_members_lead_out_of_them_are_refused() {
    let project = PROJECT.replace("ROWS", "");
    let inside = project.replace("internal://talk.txt", "internal://sources/../../escape.txt");
    let packed = |name: &str| archive(&[("project.qde", inside.as_bytes()), (name, b"Eva spoke up.")]);
    let mut cases: Vec<Vec<u8>> = [
        "sources/../../escape.txt",
        "..",
        "../escape.txt",
        "/escape.txt",
        "C:/escape.txt",
        "c:escape.txt",
        r"..\escape.txt",
        r"\escape.txt",
        r"sources\..\..\escape.txt",
    ]
    .map(packed)
    .into();
    let mut zip = zip::ZipWriter::new(Cursor::new(archive(&[("project.qde", project.as_bytes())])));
    zip.add_symlink("sources/talk.txt", "/etc/passwd", SimpleFileOptions::default()).unwrap();
    cases.push(zip.finish().unwrap().into_inner());
    for (number, bytes) in cases.into_iter().enumerate() {
        let place = Place::new();
        place.file("in/p.qdpx", bytes);
        place
            .file("in/good.qdpx", archive(&[("project.qde", project.as_bytes()), ("sources/talk.txt", b"Eva spoke.")]));
        let run = in_time(&place, "qdpx", "in", "s.ron").ends(3);
        assert!(run.err.contains("p.qdpx") && run.err.contains("leads out of it"), "{number}: {}", run.err);
        assert_eq!(session(&place, "s.ron").shards().len(), 1, "{number}: the rest is read");
        let names = ["in/good.qdpx", "in/p.qdpx", "s.ron"].map(|name| place.path(name));
        assert!(
            written(&place).iter().all(|path| names.contains(path) || path.starts_with(place.path(".s.ron.byline")))
        );
    }
}

#[test]
fn archives_that_unpack_to_far_more_than_they_are_stop_being_read() {
    let bomb = vec![b' '; 80 << 20];
    let project = PROJECT.replace("ROWS", "");
    let half = project.replace(
        "</Sources>",
        &format!("{}</Sources>", project.split("<Sources>").nth(1).unwrap().split("</Sources>").next().unwrap()),
    );
    let parts = vec![b'a'; 9 << 20];
    let many: Vec<String> = (0..200_001).map(|number| format!("{number}")).collect();
    let many: Vec<(&str, &[u8])> = many.iter().map(|name| (name.as_str(), b"".as_slice())).collect();
    let cases: [(Vec<u8>, &str); 4] = [
        (archive(&[("project.qde", &bomb)]), "far more than an honest archive"),
        (
            archive(&[("project.qde", project.as_bytes()), ("sources/talk.txt", &bomb)]),
            "far more than an honest archive",
        ),
        (archive(&[("project.qde", half.as_bytes()), ("sources/talk.txt", &parts)]), "far more than an honest archive"),
        (archive(&many), "more than the 200000 that are read"),
    ];
    for (bytes, why) in cases {
        let place = Place::new();
        place.file("p.qdpx", bytes);
        let run = in_time(&place, "qdpx", "p.qdpx", "s.ron");
        assert!(run.err.contains("p.qdpx") && run.err.contains(why), "{why}: {run:?}");
    }
}

/// One way to be XML that is not read.
struct Broken {
    name: &'static str,
    text: Vec<u8>,
    why: &'static str,
}

/// `good` with each kind of harm done to it, and what is said of it.
fn broken(good: &str) -> Vec<Broken> {
    let root = good.find("?>").map_or(0, |end| end + 2);
    let (head, body) = good.split_at(root);
    let tag = body.find(['>', ' ']).unwrap();
    let first = body.find('>').unwrap() + 1;
    let with = |text: &str| format!("{head}{}{text}{}", &body[..first], &body[first..]).into_bytes();
    let fields = |text: &str| format!("{head}{}{text}{}", &body[..tag], &body[tag..]).into_bytes();
    let many = (0..200_000).fold(String::new(), |mut all, number| {
        write!(all, " a{number}=\"\"").unwrap();
        all
    });
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>";
    let case = |name, text: Vec<u8>, why| Broken { name, text, why };
    vec![
        case("deep", with(&format!("{}{}", "<a>".repeat(100_000), "</a>".repeat(100_000))), "deeper than 64 levels"),
        case("unclosed", with(&"<a>".repeat(1_000_000)), "deeper than 64 levels"),
        case("cut", good.as_bytes()[..good.trim_end().len() - 3].to_vec(), "line"),
        case("open", body.as_bytes()[..first].to_vec(), "ends within an element"),
        case("a bomb", format!("{head}{bomb}{}", with_entity(body, first)).into_bytes(), "document type declaration"),
        case("an entity", with("&file;"), "entity `file`"),
        case("a control character", with("&#1;"), "no character of XML"),
        case("not UTF-8", [&with("")[..], b"\xff"].concat(), "not UTF-8"),
        case("an attribute twice", fields(" zz=\"1\" zz=\"2\""), "`zz` stands twice"),
        case("two hundred thousand attributes, one twice", fields(&format!("{many} a7=\"\"")), "`a7` stands twice"),
        case("an attribute without an end", fields(" zz=\"1"), "line"),
        case("a second root", format!("{good}<a/>").into_bytes(), "behind the end"),
        case("text behind it", format!("{good}words").into_bytes(), "outside of the document"),
        case("nothing", Vec::new(), ""),
    ]
}

fn with_entity(body: &str, first: usize) -> String {
    format!("{}&c;{}", &body[..first], &body[first..])
}

const XMI: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<xmi:XMI xmlns:xmi="http://www.omg.org/XMI" xmlns:cas="http:///uima/cas.ecore" xmlns:a="http:///a.ecore" xmi:version="2.0">
<cas:NULL xmi:id="0"/><a:Span xmi:id="2" sofa="1" begin="0" end="3" value="PER"/>
ROWS<cas:Sofa xmi:id="1" sofaNum="1" sofaID="_InitialView" mimeType="text" sofaString="&#x1F6A2; Ann met Bob."/>
<cas:View sofa="1" members="2 3 4 5 6 7 8"/></xmi:XMI>"#;

const TYPES: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<typeSystemDescription xmlns="http://uima.apache.org/resourceSpecifier"><types><typeDescription><name>a.Span</name>
<supertypeName>uima.tcas.Annotation</supertypeName><features><featureDescription><name>value</name>
<rangeTypeName>uima.cas.String</rangeTypeName></featureDescription></features></typeDescription></types></typeSystemDescription>"#;

const CAT: &str = r#"<Document doc_name="a"><token t_id="1" sentence="1" number="0">Ann</token><Markables>
<HUMAN_PART_PER m_id="1"><token_anchor t_id="1"/></HUMAN_PART_PER></Markables><Relations></Relations></Document>"#;

const CONFIG: &str =
    r#"<View><Labels name="label" toName="text"><Label value="PER"/></Labels><Text name="text" value="$text"/></View>"#;

const TASKS: &str = r#"[{"id": 1, "data": {"text": "Ann."}, "annotations": [{"result": []}]}]"#;

#[test]
fn xml_that_means_harm_is_refused_by_name_and_line() {
    let files: [(&str, &str, &str); 4] = [
        ("cas-xmi", "a.xmi", XMI),
        ("cas-xmi", "TypeSystem.xml", TYPES),
        ("cat", "a.xml", CAT),
        ("labelstudio", "config.xml", CONFIG),
    ];
    for (format, name, good) in files {
        for Broken { name: case, text, why } in broken(good) {
            let place = Place::new();
            place.file("in/TypeSystem.xml", TYPES);
            if format == "labelstudio" {
                place.file("in/tasks.json", TASKS);
            }
            place.file(&format!("in/{name}"), text);
            if format != "cas-xmi" {
                std::fs::remove_file(place.path("in/TypeSystem.xml")).unwrap();
            } else if name == "TypeSystem.xml" {
                place.file("in/a.xmi", XMI);
            }
            let run = in_time(&place, format, "in", "s.ron");
            let line = run.err.lines().find(|line| line.contains(name) && line.contains(why));
            let line = line.unwrap_or_else(|| panic!("{format} {name}, {case}: {}", run.err));
            let has_place = line.contains("line ") || line.contains("byte ") || case == "nothing";
            assert!(has_place, "{format} {name}, {case}: {line}");
            // Whatever labels a configuration defines, the texts come in without it.
            if name != "TypeSystem.xml" {
                assert_eq!(place.path("s.ron").exists(), format == "labelstudio", "{format}, {case}: {}", run.err);
            }
        }
    }
    for Broken { name: case, text, why } in broken(PROJECT) {
        let place = Place::new();
        place.file("p.qdpx", archive(&[("project.qde", &text), ("sources/talk.txt", b"Eva spoke up.")]));
        let run = in_time(&place, "qdpx", "p.qdpx", "s.ron");
        assert!(run.err.contains("p.qdpx") && run.err.contains(why), "{case}: {}", run.err);
        assert!(!place.path("s.ron").exists(), "{case}: {}", run.err);
    }
}

/// Places that no text has, as a file writes them: behind its end, turned round, without length, beyond every number.
const LOST: [(&str, &str); 5] =
    [("5", "500"), ("4", "2"), ("2", "2"), ("0", "4294967296"), ("0", "99999999999999999999")];

/// A file of `format` that marks "Ann" in `🚢 Ann met Bob.` and every lost place as well.
#[expect(clippy::too_many_lines, reason = "one arm for each format")]
fn with_lost_places(place: &Place, format: &str) {
    let rows = |row: &dyn Fn(usize, &str, &str) -> String, between: &str| {
        let lost = LOST.iter().enumerate().map(|(number, (start, end))| row(number + 3, start, end));
        lost.collect::<Vec<String>>().join(between)
    };
    let text = "🚢 Ann met Bob.";
    match format {
        "brat" => {
            place.file("in/a.txt", text);
            let lost = rows(&|id, start, end| format!("T{id}\tPER {start} {end}\tx\n"), "");
            place.file("in/a.ann", format!("T2\tPER 2 5\tAnn\n{lost}"));
        }
        "prodigy" => {
            let lost = rows(&|_, start, end| format!("{{\"start\":{start},\"end\":{end},\"label\":\"PER\"}}"), ",");
            let spans = format!("[{{\"start\":2,\"end\":5,\"label\":\"PER\"}},{lost}]");
            place.file("in/a.jsonl", format!("{{\"text\":\"{text}\",\"spans\":{spans}}}\n"));
        }
        "doccano" => {
            let lost = rows(&|_, start, end| format!("[{start},{end},\"PER\"]"), ",");
            place.file("in/a.jsonl", format!("{{\"text\":\"{text}\",\"label\":[[2,5,\"PER\"],{lost}]}}\n"));
        }
        "labelstudio" => {
            let one = |id: usize, start: &str, end: &str| {
                format!(
                    "{{\"id\":\"{id}\",\"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"value\":{{\"start\":{start},\
                     \"end\":{end},\"labels\":[\"PER\"]}}}}"
                )
            };
            let result = format!("{},{}", one(2, "2", "5"), rows(&one, ","));
            let tasks = format!("[{{\"data\":{{\"text\":\"{text}\"}},\"annotations\":[{{\"result\":[{result}]}}]}}]");
            place.file("in/a.json", tasks);
        }
        "w3c" => {
            place.file("in/a.txt", text);
            let one = |id: usize, start: &str, end: &str| {
                format!(
                    "{{\"id\":\"urn:{id}\",\"type\":\"Annotation\",\"body\":{{\"type\":\"TextualBody\",\"purpose\":\"tagging\",\"value\":\"PER\"}},\
                     \"target\":{{\"source\":\"a.txt\",\"selector\":{{\"type\":\"TextPositionSelector\",\"start\":{start},\"end\":{end}}}}}}}"
                )
            };
            place.file("in/a.jsonld", format!("[{},{}]", one(2, "2", "5"), rows(&one, ",")));
        }
        "csv" | "tsv" => {
            let between = if format == "csv" { "," } else { "\t" };
            place.file("in/a.txt", text);
            let one = |_: usize, start: &str, end: &str| ["a.txt", start, end, "PER"].join(between) + "\n";
            let head = ["document", "start", "end", "label"].join(between);
            place.file(&format!("in/a.{format}"), format!("{head}\n{}{}", one(2, "2", "5"), rows(&one, "")));
        }
        "cas-xmi" => {
            place.file("in/TypeSystem.xml", TYPES);
            let one = |id: usize, start: &str, end: &str| {
                format!("<a:Span xmi:id=\"{id}\" sofa=\"1\" begin=\"{start}\" end=\"{end}\" value=\"PER\"/>\n")
            };
            // In UTF-16 the first place of the template ends behind the ship and lies within it with the next.
            let inside = one(8, "1", "3");
            let good = XMI.replace("begin=\"0\" end=\"3\"", "begin=\"3\" end=\"6\"");
            place.file("in/a.xmi", good.replace("ROWS", &format!("{}{inside}", rows(&one, ""))));
        }
        "qdpx" => {
            let one = |id: usize, start: &str, end: &str| {
                format!(
                    "<PlainTextSelection guid=\"s{id}\" startPosition=\"{start}\" endPosition=\"{end}\"><Coding guid=\"c{id}\"><CodeRef \
                     targetGUID=\"2\"/></Coding></PlainTextSelection>"
                )
            };
            let project = PROJECT.replace("ROWS", &format!("{}{}", one(2, "2", "5"), rows(&one, "")));
            place.file(
                "in/a.qdpx",
                archive(&[("project.qde", project.as_bytes()), ("sources/talk.txt", text.as_bytes())]),
            );
        }
        other => panic!("{other}"),
    }
}

#[test]
fn places_that_no_text_has_wait_or_are_refused_and_the_others_come_in() {
    for format in ["brat", "prodigy", "doccano", "labelstudio", "w3c", "csv", "tsv", "cas-xmi", "qdpx"] {
        let place = Place::new();
        with_lost_places(&place, format);
        let run = in_time(&place, format, "in", "s.ron");
        let session = session(&place, "s.ron");
        assert_eq!(mentions(&session).len(), 1, "{format}: {}", run.err);
        assert!(mentions(&session)[0].ends_with("2-5 \"Ann\""), "{format}: {:?}", mentions(&session));
        let told = run.err.lines().filter(|line| line.contains("in/a.") || line.starts_with("byline: a."));
        assert!(told.count() >= LOST.len(), "{format}: each is told with its file: {}", run.err);
        place.byline(&["validate", "s.ron"]).ends(0);
    }
}

#[test]
fn texts_of_megabytes_are_read_as_any_other() {
    let text = "The ferry returns to the strait. ".repeat(150_000);
    let json = serde_json::to_string(&text).unwrap();
    let cases = [
        ("prodigy", "a.jsonl", format!("{{\"text\":{json},\"spans\":[{{\"start\":4,\"end\":9,\"label\":\"A\"}}]}}\n")),
        ("doccano", "a.jsonl", format!("{{\"text\":{json},\"label\":[[4,9,\"A\"]]}}\n")),
        ("conll", "a.conll", "The O\nferry B-A\n\n".repeat(20_000)),
    ];
    for (format, name, file) in cases {
        let place = Place::new();
        place.file(name, file);
        let run = in_time(&place, format, name, "s.ron").ends(0);
        assert_eq!(run.err, "", "{format}");
        assert!(mentions(&session(&place, "s.ron")).iter().any(|row| row.contains("\"ferry\"")), "{format}");
    }
}

#[test]
fn words_of_megabytes_are_not_repeated_in_messages() {
    let long = "x".repeat(2 << 20);
    let cases = [
        ("brat", "a.ann", format!("{long}\nT1\t{long} 0 3\tx\nR1\t{long} Arg1:{long} Arg2:T1\n#1\tA {long}\tx\n")),
        ("csv", "a.csv", format!("{long},{long}\n")),
        ("conll", "a.conll", format!("{long}\tB-{long}\n\tB-\nb\n")),
        (
            "prodigy",
            "a.jsonl",
            format!("{{\"text\": \"a\", \"{long}\": [[]], \"spans\": [{{\"label\": \"{long}\"}}]}}\n\"{long}\"\n"),
        ),
        ("doccano", "a.jsonl", format!("{{\"text\": \"a\", \"label\": [[0, 9, \"{long}\"]]}}\n{long}\n")),
        ("w3c", "a.jsonld", format!("{{\"id\": \"{long}\", \"target\": \"{long}\", \"body\": \"{long}\"}}")),
        ("webanno-tsv", "a.tsv", format!("#FORMAT=WebAnno TSV 3.3\n#T_SP={long}\n\n{long}\t{long}\n")),
        ("cas-xmi", "a.xmi", format!("<xmi:{long} {long}=\"1\" {long}=\"2\"/>")),
        (
            "cas-json",
            "a.json",
            format!("{{\"%FEATURE_STRUCTURES\": [{{\"%ID\": 1, \"%TYPE\": \"{long}\", \"@sofa\": \"{long}\"}}]}}"),
        ),
        ("cat", "a.xml", CAT.replace("t_id=\"1\"/>", &format!("t_id=\"{long}\"/>"))),
        ("labelstudio", "a.json", format!("[{{\"data\": {{\"text\": \"a\"}}, \"{long}\": [{{}}]}}, \"{long}\"]")),
        ("qdpx", "a.qdpx", String::from_utf8_lossy(&archive(&[(&long[..60_000], b"")])).into_owned()),
    ];
    for (format, name, file) in cases {
        let place = Place::new();
        place.file(&format!("in/{name}"), file);
        if format == "brat" {
            place.file("in/a.txt", "Ann.");
        }
        let run = in_time(&place, format, "in", "s.ron");
        let longest = run.err.lines().chain(run.out.lines()).map(str::len).max().unwrap_or_default();
        // A tag may be as long as it likes; the label gets a short name.
        assert!((format == "conll" || !run.err.is_empty()) && longest < 6000, "{format}: a line of {longest} bytes");
    }
}

#[test]
fn few_bytes_that_ask_for_many_do_not_get_them() {
    let place = Place::new();
    // Each line of a table may ask for a million blanks before it.
    let mut table = String::from("#FORMAT=WebAnno TSV 3.3\n#T_SP=a.S|v\n\n\n");
    for number in 1..=2000_u64 {
        let at = number * 1_000_000;
        write!(table, "#Text=One\n{number}-1\t{at}-{}\tOne\tX\t\n\n", at + 3).unwrap();
    }
    place.file("gaps/a.tsv", table);
    let run = in_time(&place, "webanno-tsv", "gaps", "gaps.ron");
    assert!(run.err.contains("a.tsv, line ") && run.err.contains("states the place"), "{}", run.err);
    // Each relation may join all with all.
    let ends = |side: &str| format!("<{side} m_id=\"1\"/>").repeat(20_000);
    let relation = format!("<X r_id=\"1\">{}{}</X>", ends("source"), ends("target"));
    place.file("pairs/a.xml", CAT.replace("<Relations>", &format!("<Relations>{relation}")));
    let run = in_time(&place, "cat", "pairs", "pairs.ron");
    assert!(run.err.contains("a.xml, line ") && run.err.contains("20000 sources with 20000 targets"), "{}", run.err);
}

#[test]
fn files_that_are_too_large_are_not_read_into_memory() {
    let place = Place::new();
    for (format, name) in
        [("prodigy", "big.jsonl"), ("cas-xmi", "big.xmi"), ("qdpx", "big.qdpx"), ("conll", "big.conll")]
    {
        // All of it is a hole that takes no room on the disk.
        let file = std::fs::File::create(place.path(name)).unwrap();
        file.set_len((512 << 20) + 1).unwrap();
        let run = in_time(&place, format, name, "s.ron");
        assert!(run.err.contains(name) && run.err.contains("536870912"), "{format}: {}", run.err);
    }
}

#[test]
fn names_that_lead_out_of_a_folder_stay_inside_of_an_export() {
    let names =
        ["../../evil", "/evil", r"..\..\evil", "C:\\evil", "a/../../evil", ".", "..", "\u{202e}evil", "CON", "a\u{0}b"];
    let rows = names
        .iter()
        .map(|name| serde_json::json!({"text": format!("Ann of {name}."), "name": name, "label": [[0, 3, "PER"]]}));
    let rows: Vec<String> = rows.map(|row| row.to_string()).collect();
    for format in ["brat", "cas-json", "cas-xmi", "tei", "conll", "qdpx", "w3c", "csv"] {
        let place = Place::new();
        place.file("in/a.jsonl", rows.join("\n"));
        std::fs::create_dir(place.path("sub")).unwrap();
        import(&place, "doccano", "in", "sub/s.ron").ends(0);
        let before = written(&place);
        export(&place, format, "sub/s.ron", "sub/out").ends(0);
        let new: Vec<PathBuf> = written(&place).into_iter().filter(|path| !before.contains(path)).collect();
        let out = place.path("sub/out");
        assert!(!new.is_empty() && new.iter().all(|path| path.starts_with(&out)), "{format}: {new:?}");
        let parts = |path: &PathBuf| path.strip_prefix(&out).unwrap().components().count();
        assert!(new.iter().all(|path| parts(path) <= 1), "{format}: {new:?}");
    }
}
