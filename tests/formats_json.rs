//! Label Studio, doccano, Prodigy, Web Annotations and tables, as the other tools write them: what comes in, what is said
//! about the rest, and what an export gives back.

#![allow(
    clippy::single_match_else,
    clippy::format_collect,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::codec::{decode, default_schema};
use byline::formats::{
    Count, Format, ImportReport, InFile, LandOptions, MemorySink, Request, Selection, Written, format_named,
    label_name, write,
};
use byline::model::*;
use byline::workbench::{Clock, Importing, Progress, SAMPLE, Workbench};
use serde_json::{Value as Json, json};
use std::collections::BTreeMap;
use support::time;

fn ann() -> Annotator {
    let name = "Ann".to_owned();
    Annotator { id: AnnotatorId(1), name, kind: AnnotatorKind::Person, note: String::new(), ext: Ext::default() }
}

fn file(path: &str, bytes: impl Into<Vec<u8>>) -> InFile {
    InFile::new(path.to_owned(), bytes.into())
}

fn format(name: &str) -> &'static Format {
    format_named(name).unwrap()
}

/// What comes of `files`; nothing where the import refuses them all.
fn try_import(name: &str, files: &[InFile]) -> (Option<Session>, Vec<String>, ImportReport) {
    import_into(Session::new("In", default_schema(), time()), name, files)
}

fn import_into(session: Session, name: &str, files: &[InFile]) -> (Option<Session>, Vec<String>, ImportReport) {
    let mut bench = Workbench::with(session, ann(), Clock::Fixed(time()), 7);
    let options = LandOptions { format: name.to_owned(), as_suggestions: false, is_new: true };
    let importing = Importing { session: bench.session(), by: AnnotatorId(1), at: time(), options: &options };
    let arrivals = importing.take(format(name), files.to_vec(), &Progress::default());
    let (report, landed) = bench.land(arrivals.landings, &arrivals.corpus, &options);
    let said = report.remarks.iter().map(ToString::to_string).collect();
    (landed.is_ok().then(|| bench.session().clone()), said, report)
}

#[track_caller]
fn import(name: &str, files: &[InFile]) -> (Session, Vec<String>) {
    let (session, said, _) = try_import(name, files);
    (session.unwrap_or_else(|| panic!("nothing came in: {said:#?}")), said)
}

fn export_as(name: &str, session: &Session, request: &Request) -> (Vec<(String, String)>, Written) {
    let mut sink = MemorySink::default();
    let written = write(format(name), session, request, &mut sink).unwrap();
    let text = |(name, bytes)| (name, String::from_utf8(bytes).unwrap());
    (sink.files.into_iter().map(text).collect(), written)
}

fn export(name: &str, session: &Session) -> String {
    export_as(name, session, &Request::default()).0.remove(0).1
}

fn lines(text: &str) -> Vec<Json> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

/// Every mention as "label: words", in the order of the texts.
fn mentions(session: &Session) -> Vec<String> {
    let shards = session.shards().iter();
    let all = shards.flat_map(|shard| shard.mentions_in_order());
    all.map(|mention| format!("{}: {}", label_name(&session.schema, &mention.label), mention.quote)).collect()
}

#[track_caller]
fn only(session: &Session) -> Mention {
    session.shards()[0].mentions_in_order()[0].clone()
}

fn task() -> Json {
    json!([{
        "id": 7,
        "data": { "text": "Baku 😀 met Mr Aliyev.\r\nBaku won.", "title": "one", "reach": 12 },
        "annotations": [{
            "id": 3,
            "completed_by": { "email": "ann@example.org" },
            "lead_time": 4.5,
            "result": [
                { "id": "a", "from_name": "ner", "to_name": "text", "type": "labels", "origin": "manual",
                  "value": { "start": 0, "end": 4, "text": "Baku", "labels": ["City of all"] }, "meta": { "text": ["sure?"] } },
                { "id": "b", "from_name": "ner", "to_name": "text", "type": "labels",
                  "value": { "start": 11, "end": 20, "text": "Mr Aliyev", "labels": ["PER"] } },
                { "id": "b", "from_name": "tone", "to_name": "text", "type": "choices", "value": { "choices": ["cool"] } },
                { "type": "relation", "from_id": "a", "to_id": "b", "direction": "left", "labels": ["leads"] },
                { "type": "relation", "from_id": "a", "to_id": "zz", "direction": "right", "labels": ["leads"] },
                { "id": "x", "from_name": "whole", "to_name": "text", "type": "choices", "value": { "choices": ["good"] } },
                { "id": "c", "from_name": "ner", "to_name": "text", "type": "labels",
                  "value": { "start": 23, "end": 27, "text": "won.", "labels": ["PER"] } }
            ]
        }],
        "predictions": [{ "model_version": "m1", "score": 0.5, "result": [
            { "id": "p", "from_name": "ner", "to_name": "text", "type": "labels",
              "value": { "start": 23, "end": 27, "labels": ["City of all"] } }] }]
    }])
}

const CONFIG: &str = r##"<View><Labels name="ner" toName="text"><Label value="City of all" background="#ff0000" hotkey="k"/>
    <Label value="PER"/><Label value="Unused &amp; kept"/></Labels>
    <Choices name="tone" toName="text" perRegion="true"><Choice value="cool"/><Choice value="warm"/></Choices>
    <Text name="text" value="$text"/></View>"##;

#[test]
fn tasks_of_label_studio_come_in_with_all_that_is_on_their_regions() {
    let files = [file("tasks.json", task().to_string()), file("tasks.xml", CONFIG)];
    let (session, said) = import("labelstudio", &files);
    assert_eq!(mentions(&session), ["City of all: Baku", "PER: Mr Aliyev"]);
    let shard = &session.shards()[0];
    assert_eq!(shard.article.name, "one");
    let [baku, aliyev] = [0, 1].map(|at| shard.mentions_in_order()[at].clone());
    assert_eq!(baku.notes[0].text, "sure?");
    assert_eq!(session.annotator_name(baku.by), "ann@example.org");
    assert_eq!(aliyev.attributes.values().next(), Some(&Value::Text("cool".to_owned())));
    // A relation drawn to the left starts at its right end.
    let relation = shard.relations.iter().next().unwrap();
    assert_eq!((relation.from, relation.to), (aliyev.id, baku.id));
    assert_eq!(shard.suggestions.iter().map(|row| row.quote.clone()).collect::<Vec<_>>(), ["Baku"]);
    // What is not where it says waits, with a place that would hold.
    let row = shard.quarantine.iter().next().unwrap();
    assert_eq!((row.mention.quote.as_ref(), row.proposed.len()), ("won.", 1));
    assert!(session.schema.label_infos().any(|info| info.name == "Unused & kept"));
    assert!(session.schema.label_infos().any(|info| info.hotkey == Some('k') && info.color == "#ff0000"));
    assert!(said.iter().any(|line| line.contains("zz")), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("results") && line.contains("kept aside")), "{said:#?}");
}

#[test]
fn tasks_of_label_studio_go_out_as_they_came() {
    let files = [file("tasks.json", task().to_string()), file("tasks.xml", CONFIG)];
    let (session, _) = import("labelstudio", &files);
    let request = Request { selection: Selection { suggestions: true, ..Selection::default() }, ..Request::default() };
    let (out, _) = export_as("labelstudio", &session, &request);
    let tasks: Json = serde_json::from_str(&out[0].1).unwrap();
    assert_eq!(tasks[0]["data"]["reach"], 12);
    assert_eq!(tasks[0]["annotations"][0]["lead_time"], 4.5);
    let results = tasks[0]["annotations"][0]["result"].as_array().unwrap();
    assert_eq!(results[0]["id"], "a");
    assert_eq!(results[0]["origin"], "manual");
    assert_eq!(results[0]["value"], task()[0]["annotations"][0]["result"][0]["value"]);
    assert_eq!(results[2]["value"], json!({ "choices": ["cool"] }));
    assert_eq!((&results[3]["from_id"], &results[3]["to_id"]), (&json!("b"), &json!("a")));
    assert_eq!(tasks[0]["predictions"][0]["result"][0]["value"]["text"], "Baku");
    assert_eq!(out[1].0, "label_config.xml");
    assert!(out[1].1.contains("<Label value=\"Unused &amp; kept\"") && out[1].1.contains("<Choice value=\"warm\"/>"));
    // Nothing that is only proposed goes out unasked.
    assert!(!export("labelstudio", &session).contains("predictions"));
}

#[test]
fn a_skipped_annotation_is_no_work() {
    let mut task = task();
    task[0]["annotations"][0]["was_cancelled"] = json!(true);
    let (session, said) = import("labelstudio", &[file("t.json", task.to_string())]);
    assert_eq!(only(&session).review.state, ReviewState::Rejected);
    assert!(said.iter().any(|line| line.contains("skipped")), "{said:#?}");
    assert!(!export("labelstudio", &session).contains("Aliyev\",\"labels\""));
}

#[test]
fn doccano_has_two_shapes_and_both_are_read() {
    let both = concat!(
        "{\"id\": 1, \"text\": \"EU rejects e\u{301} call 😀 Baku\", \"label\": [[0, 2, \"ORG\"], [21, 25, \"a b\"], [3, 9, 7]], \"meta\": {\"page\": 1}}\n",
        "\n",
        "{\"text\": \"Ann saw Bo.\", \"entities\": [{\"id\": 4, \"start_offset\": 0, \"end_offset\": 3, \"label\": \"PER\"},",
        " {\"id\": 9, \"start_offset\": 8, \"end_offset\": 10, \"label\": \"PER\"}], \"relations\": [{\"id\": 1, \"from_id\": 9, \"to_id\": 4, \"type\": \"seen by\"}]}\n",
        "{\"text\": \"cut o",
    );
    let (session, said) = import("doccano", &[file("set.jsonl", both)]);
    assert_eq!(mentions(&session), ["ORG: EU", "a b: Baku", "PER: Ann", "PER: Bo"]);
    assert!(said.iter().any(|line| line.contains("line 1") && line.contains("[3,9,7]")), "{said:#?}");
    assert!(said.iter().any(|line| line.contains("line 4") && line.contains("no JSON")), "{said:#?}");
    let back = lines(&export("doccano", &session));
    assert_eq!(back[0]["meta"], json!({ "page": 1 }));
    assert_eq!(back[1]["entities"][1], json!({ "id": 9, "start_offset": 8, "end_offset": 10, "label": "PER" }));
    assert_eq!(back[1]["relations"][0], json!({ "id": 0, "from_id": 9, "to_id": 4, "type": "seen by" }));
    // Without relations the simpler shape is written.
    let (session, _) = import("doccano", &[file("set.jsonl", both.lines().next().unwrap())]);
    assert_eq!(lines(&export("doccano", &session))[0]["label"], json!([[0, 2, "ORG"], [21, 25, "a b"]]));
}

#[test]
fn what_prodigy_rejected_never_becomes_gold() {
    let tasks = [
        json!({ "text": "Ann saw Bo.", "spans": [{ "start": 0, "end": 3, "label": "PER", "token_start": 0, "token_end": 0 }],
                "tokens": [{ "text": "Ann", "start": 0, "end": 3, "id": 0 }, { "text": "saw", "start": 4, "end": 7, "id": 1 }],
                "_session_id": "set-ann", "answer": "reject" }),
        json!({ "text": "Bo slept.", "spans": [{ "start": 0, "end": 2, "label": "PER", "token_start": 0, "token_end": 1 }],
                "tokens": [{ "text": "Bo", "start": 0, "end": 2, "id": 0 }, { "text": "slept", "start": 3, "end": 8, "id": 1 }],
                "answer": "accept", "_input_hash": -5, "_task_hash": 3 }),
        json!({ "text": "Cy ran.", "spans": [{ "start": 0, "end": 2, "label": "PER" }], "answer": "ignore" }),
    ];
    let text: String = tasks.iter().map(|task| format!("{task}\n")).collect();
    let (session, said) = import("prodigy", &[file("db.jsonl", text)]);
    let states: Vec<ReviewState> =
        session.shards().iter().map(|shard| shard.mentions_in_order()[0].review.state).collect();
    assert_eq!(states, [ReviewState::Rejected, ReviewState::Open, ReviewState::Rejected]);
    assert_eq!(session.annotator_name(only(&session).by), "set-ann");
    assert!(said.iter().any(|line| line.contains("line 2") && line.contains("another stretch")), "{said:#?}");
    let gold = lines(&export("prodigy", &session));
    assert_eq!(gold.iter().map(|task| task["spans"].as_array().unwrap().len()).collect::<Vec<_>>(), [0, 1, 0]);
    assert_eq!((&gold[1]["_input_hash"], &gold[1]["_task_hash"]), (&json!(-5), &Json::Null));
    // Asked for, they stand in records of their own.
    let states = Some(ReviewState::ALL.to_vec());
    let request = Request { selection: Selection { states, ..Selection::default() }, ..Request::default() };
    let all = lines(&export_as("prodigy", &session, &request).0[0].1);
    let answers: Vec<(&str, usize)> =
        all.iter().map(|task| (task["answer"].as_str().unwrap(), task["spans"].as_array().unwrap().len())).collect();
    assert_eq!(answers, [("accept", 0), ("reject", 1), ("accept", 1), ("accept", 0), ("reject", 1)]);
}

#[test]
fn a_mention_that_cuts_a_word_brings_tokens_of_its_own() {
    let task = json!({ "text": "Donaudampfer fährt.", "spans": [{ "start": 0, "end": 5, "label": "RIVER" }] });
    let (session, _) = import("prodigy", &[file("db.jsonl", format!("{task}\n"))]);
    let (out, written) = export_as("prodigy", &session, &Request::default());
    let task = &lines(&out[0].1)[0];
    assert_eq!(task["spans"][0]["token_end"], 0);
    let tokens: Vec<&str> =
        task["tokens"].as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap()).collect();
    assert_eq!(tokens, ["Donau", "dampfer", "fährt", "."]);
    assert!(written.dropped.iter().any(|lost| lost.what.contains("word borders")), "{:#?}", written.dropped);
}

#[test]
fn web_annotations_find_their_texts_by_the_name_of_the_source() {
    let on = |source: &str, selector: Json| json!([{ "source": source, "selector": selector }]);
    let position = |start: u32, end: u32| json!({ "type": "TextPositionSelector", "start": start, "end": end });
    let quote = |exact: &str| json!({ "type": "TextQuoteSelector", "exact": exact });
    let annotations = json!({ "@context": "http://www.w3.org/ns/anno.jsonld", "type": "AnnotationPage", "items": [
        { "id": "http://a/1", "type": "Annotation", "creator": "Bo",
          "body": [{ "type": "TextualBody", "purpose": "tagging", "value": "PER" }, { "type": "TextualBody", "value": "who?" },
                   { "type": "SpecificResource", "purpose": "identifying", "source": "http://wd/Q1" }],
          "target": on("http://b/news/one.txt", json!([quote("Ann"), position(0, 3)])) },
        { "id": "http://a/2", "type": "Annotation", "bodyValue": "PER", "target": on("http://b/news/one.txt", quote("Bo")) },
        { "id": "http://a/3", "type": "Annotation", "bodyValue": "PER", "target": on("http://b/news/one.txt", quote("😀")) },
        { "id": "http://a/4", "type": "Annotation", "motivation": "linking", "target": "http://a/1",
          "body": [{ "type": "TextualBody", "value": "saw" }, { "type": "SpecificResource", "source": "http://a/2" }] },
        { "id": "http://a/5", "type": "Annotation", "bodyValue": "PER",
          "target": [{ "source": "http://b/news/one.txt", "selector": position(0, 3) },
                     { "source": "http://b/news/one.txt", "selector": { "type": "FragmentSelector", "value": "char=8,10" } }] },
        { "id": "http://a/6", "type": "Annotation", "bodyValue": "PER", "target": "http://b/news/one.txt" },
    ]});
    let files = [file("a.jsonld", annotations.to_string()), file("one.txt", "Ann saw Bo. 😀 and 😀.")];
    let (session, said) = import("w3c", &files);
    assert_eq!(mentions(&session), ["PER: Ann Bo", "PER: Ann", "PER: Bo"]);
    let shard = &session.shards()[0];
    let ann = shard.mentions_in_order()[1].clone();
    assert_eq!((ann.notes[0].text.as_str(), session.annotator_name(ann.by).as_str()), ("who?", "Bo"));
    assert_eq!(session.entries.get(ann.entry.unwrap()).unwrap().ids["iri"], "http://wd/Q1");
    assert_eq!(shard.relations.iter().count(), 1);
    assert_eq!(shard.quarantine.iter().next().unwrap().proposed.len(), 2, "words that stand twice are no place");
    assert!(said.iter().any(|line| line.contains("http://a/6")), "{said:#?}");
    let back: Json = serde_json::from_str(&export("w3c", &session)).unwrap();
    let ids: Vec<&str> = back.as_array().unwrap().iter().map(|one| one["id"].as_str().unwrap()).collect();
    assert_eq!(&ids[..3], ["http://a/5", "http://a/1", "http://a/2"]);
    assert_eq!(back[0]["target"].as_array().unwrap().len(), 2);
}

#[test]
fn tables_of_others_come_in_with_their_own_columns() {
    let table = "\u{feff}document,start,end,label,text,tone,fragments\r\n\
        one.txt,0,3,NA,Ann,\"cool\nand calm\",\r\n\
        one.txt,0,10,PER,Ann Bo,,0-3;8-10\r\n\
        one.txt,12,14,X,'=1,,\r\n\
        one.txt,x,14,X,,,\r\n\
        one.txt,1,2\r\n\
        two.txt,0,3,X,Ann,,\r\n";
    let files = [file("t.csv", table), file("texts/one.txt", "Ann saw Bo. =1 😀")];
    let (session, said) = import("csv", &files);
    assert_eq!(mentions(&session), ["PER: Ann Bo", "NA: Ann", "X: =1"]);
    let tone = session.shards()[0].mentions_in_order()[1].attributes.values().next().cloned();
    assert_eq!(tone, Some(Value::Text("cool\nand calm".to_owned())));
    for wrong in ["no whole numbers", "3 cells", "two.txt"] {
        assert!(said.iter().any(|line| line.contains(wrong)), "{wrong}: {said:#?}");
    }
    let tabs = "document\tstart\tend\tlabel\none\t0\t3\tPER\n";
    let (session, _) = import("tsv", &[file("t.tsv", tabs), file("one.txt", "Ann saw Bo.")]);
    assert_eq!(mentions(&session), ["PER: Ann"]);
}

#[test]
fn large_files_of_lines_have_one_numbering_through_all_their_pieces() {
    // 400 lines of 25 KB: far more than what is read at once, and a piece may end within a letter or a line.
    let words = "Ærø møtte Ås. ".repeat(1500);
    let line = |number: usize| match number {
        0 => "\u{feff}".to_owned() + &json!({"text": words, "label": []}).to_string(),
        7 => "  ".to_owned(),
        399 => "{\"text\": \"Ann\", \"label\"".to_owned(),
        _ => json!({"text": format!("{number} {words}"), "label": [[0, 1, "N"]]}).to_string(),
    };
    let lines: Vec<String> = (0..400).map(line).collect();
    let (landed, said, report) = try_import("doccano", &[file("set.jsonl", lines.join("\r\n"))]);
    assert_eq!(counts(report.documents), [399, 398, 0, 0, 1]);
    assert_eq!(counts(report.mentions), [397, 397, 0, 0, 0]);
    assert!(said.iter().any(|line| line.contains("set.jsonl, line 400")), "{said:#?}");
    let session = landed.unwrap();
    let last = session.shards().last().unwrap();
    assert_eq!((last.article.name.as_str(), last.article.text().get(..4)), ("set#397", Some("398 ")));
    // A record over many lines, and one on a line of its own that is longer than a piece.
    let long = json!({"text": words.repeat(300), "label": [[0, 3, "P"]]});
    for text in [serde_json::to_string_pretty(&long).unwrap(), long.to_string(), format!("\n{long}\n{long}")] {
        let (landed, said, _) = try_import("doccano", &[file("one.jsonl", text)]);
        assert!(said.is_empty(), "{said:#?}");
        assert_eq!(mentions(&landed.unwrap()).first().map(String::as_str), Some("P: Ærø"));
    }
    // A first line that breaks off, and nothing behind it but empty lines.
    let (landed, said, _) =
        try_import("doccano", &[file("set.jsonl", format!("{{\"text\":\n{}", "\n".repeat(20 << 20)))]);
    assert!(landed.is_none() && said.iter().any(|line| line.starts_with("set.jsonl")), "{said:#?}");
    let mut broken = lines.join("\n").into_bytes();
    broken.extend(b"\n\xff\n");
    let (landed, said, _) = try_import("doccano", &[file("set.jsonl", broken)]);
    assert!(
        landed.is_none() && said.iter().any(|line| line.contains("not UTF-8")),
        "nothing of it comes in: {said:#?}"
    );
}

/// What was read, is new, was there, waits and is refused.
fn counts(count: Count) -> [usize; 5] {
    [count.read, count.kept, count.known, count.quarantined, count.refused]
}

#[test]
fn the_table_counts_what_the_remarks_refuse() {
    let lines = "{\"text\": \"abc\", \"spans\": [{\"start\": 0, \"end\": 99, \"label\": \"X\"}, {\"start\": \"a\", \"end\": 2, \"label\": \"Y\"}]}\n\
                 {broken\n{\"text\": \"ok here\", \"spans\": [{\"start\": 0, \"end\": 2, \"label\": \"X\"}]}\n";
    let (_, _, report) = try_import("prodigy", &[file("bad.jsonl", lines)]);
    assert_eq!(counts(report.documents), [3, 2, 0, 0, 1]);
    assert_eq!(counts(report.mentions), [3, 1, 0, 1, 1]);
    let ann = "T1\tShip 0 3\tAnn\nT2\tShip\nR1\tNear Arg1:T1 Arg2:T9\nA1\tSure T9\n#1\tAnnotatorNotes T9\twhere\n";
    let (_, said, report) = try_import("brat", &[file("a.txt", "Ann met"), file("a.ann", ann)]);
    assert_eq!(said.len(), 4, "{said:#?}");
    let all = [report.mentions, report.relations, report.attributes, report.notes].map(counts);
    assert_eq!(all, [[2, 1, 0, 0, 1], [1, 0, 0, 0, 1], [1, 0, 0, 0, 1], [1, 0, 0, 0, 1]]);
}

#[test]
fn the_table_counts_what_files_hold_that_are_refused_whole() {
    let headless = "document\tfrom\tto\tlabel\none\t0\t3\tPER\none\t4\t6\tPER\n";
    let (_, _, report) = try_import("tsv", &[file("t.tsv", headless), file("one.txt", "Ann saw Bo.")]);
    assert_eq!(counts(report.mentions), [2, 0, 0, 0, 2]);
    for (format, name) in [("doccano", "set.jsonl"), ("cat", "page.xml"), ("webanno-tsv", "page.tsv")] {
        let (_, _, report) = try_import(format, &[file(name, b"\xff\xfe")]);
        assert_eq!(counts(report.documents), [1, 0, 0, 0, 1], "{format}");
    }
    let rows = "#FORMAT=WebAnno TSV 3.2\n#T_SP=a.S|v\n\n\n#Text=One two\n1-1\t0-3\tOne\tX\t\n1-2\t4-7\ttwo\tX\tY\tZ\n1-3\t7-7\t\tX\tY\n1-4\t7\n";
    let (_, _, report) = try_import("webanno-tsv", &[file("page.tsv", rows)]);
    assert_eq!(counts(report.mentions), [3, 1, 0, 0, 2], "what is tagged is counted");
}

#[test]
fn entries_that_are_there_are_counted_as_there() {
    let sample = decode(SAMPLE.as_bytes()).unwrap().session;
    let table = file("story.csv", export("csv", &sample));
    let linked = sample.shards().iter().flat_map(|shard| shard.mentions.by_key()).filter_map(|row| row.entry);
    let entries = linked.collect::<std::collections::BTreeSet<EntryId>>().len();
    let (landed, said, report) = import_into(sample.clone(), "csv", std::slice::from_ref(&table));
    assert!(landed.is_none());
    assert_eq!(said, [""; 0]);
    assert_eq!(counts(report.entries), [entries, 0, entries, 0, 0]);
    let mentions = report.mentions.read;
    assert_eq!(counts(report.mentions), [mentions, 0, mentions, 0, 0]);
    // Without its texts nothing of the table can come in, and all of it is told.
    let (landed, said, report) = try_import("csv", &[table]);
    assert!(landed.is_none());
    assert_eq!(counts(report.documents), [6, 0, 0, 0, 6]);
    assert_eq!(counts(report.mentions), [mentions, 0, 0, 0, mentions]);
    assert_eq!(counts(report.entries), [entries, 0, 0, 0, entries]);
    assert!(said.iter().any(|line| line.contains("entries of the register: not imported")), "{said:#?}");
}

#[test]
fn datasets_get_one_schema_from_the_first_line_on() {
    let tasks = "{\"text\": \"Nothing.\", \"label\": []}\n{\"text\": \"Ann saw Bo.\", \"entities\": [\
        {\"id\": 1, \"start_offset\": 0, \"end_offset\": 3, \"label\": \"PER\"}, {\"id\": 2, \"start_offset\": 8, \"end_offset\": 10, \"label\": \"PER\"}],\
        \"relations\": [{\"from_id\": 1, \"to_id\": 2, \"type\": \"saw\"}]}\n";
    let (session, _) = import("doccano", &[file("set.jsonl", tasks)]);
    let all = lines(&export("hf-jsonl", &session));
    assert_eq!(all[0]["text"], "Ann saw Bo.", "an empty list first has no type");
    let types = |row: &Json| -> BTreeMap<String, u8> {
        let kind = |value: &Json| match value {
            Json::String(_) => 1,
            Json::Array(_) => 2,
            _ => 3,
        };
        row.as_object().unwrap().iter().map(|(name, value)| (name.clone(), kind(value))).collect()
    };
    assert_eq!(types(&all[0]), types(&all[1]));
    assert!(all[0]["entities"][0].as_object().unwrap().values().all(|value| !value.is_null()));
    assert_eq!(all[0]["relations"][0], json!({ "from": 0, "to": 1, "type": "saw" }));
}

#[test]
fn hostile_files_are_refused_with_their_place() {
    let deep = format!("{}1{}", "[".repeat(100_000), "]".repeat(100_000));
    let deep_value = format!("{{\"text\": \"Ann.\", \"label\": [], \"x\": {}1{}}}", "[".repeat(100), "]".repeat(100));
    let huge = r#"{"text": "Ann.", "label": [[0, 99999999999999999999, "A"], [-1, 2, "A"], [0, 1e999, "A"], [1, 1, "B"], [0, 18446744073709551615, "C"]]}"#;
    for name in ["labelstudio", "doccano", "prodigy", "w3c", "csv", "tsv"] {
        for bytes in [
            deep.as_bytes(),
            b"[{\"data\": {\"text\": \"Ann.\"}, \"text\": \"Ann.\", \"label\": []}, ".as_slice(),
            b"\xff\xfe{}",
            b"",
            b"nul",
            b"[1, null, \"x\"]",
            b"{\"text\": NaN}",
            b"{\"text\": [], \"data\": [], \"target\": [[]], \"spans\": {}, \"label\": 4}",
        ] {
            let (session, said, _) = try_import(name, &[file("bad.json", bytes)]);
            assert!(session.is_none(), "{name}: {:?} gave a session", String::from_utf8_lossy(bytes));
            let is_named = said.iter().any(|line| line.contains("bad.json"));
            assert!(is_named || bytes.is_empty() && name.ends_with("sv"), "{name} {said:#?}");
        }
    }
    let (session, said, _) = try_import("doccano", &[file("x.jsonl", deep_value)]);
    let kept = session.unwrap();
    assert!(said.iter().any(|line| line.contains("kept aside")), "{said:#?}");
    assert!(kept.shards()[0].article.ext.values().all(|value| value.depth() <= MAX_VALUE_DEPTH));
    let (session, said, report) = try_import("doccano", &[file("x.jsonl", huge)]);
    assert!(session.is_none() || report.mentions.kept == 0, "{said:#?}");
    let quarantined = said.iter().filter(|line| line.contains("x.jsonl")).count();
    assert!(quarantined > 0, "{said:#?}");
    let xml = "<!DOCTYPE v [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]><View><Label value=\"&b;\"/></View>";
    let files = [file("t.json", task().to_string()), file("t.xml", xml)];
    let (session, said) = import("labelstudio", &files);
    assert!(said.iter().any(|line| line.contains("document type")), "{said:#?}");
    assert!(session.schema.label_infos().all(|info| !info.name.contains("aaaa")));
}
