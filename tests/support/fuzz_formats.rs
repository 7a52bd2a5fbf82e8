//! Labelled data of other tools as inputs of the fuzzer: one target for each format that is read into a session.
//!
//! An input is all files of one import: each begins with a line `=== its/name`, and a name like `p.qdpx!project.qde` is that
//! of a member in an archive, which is packed anew for each input, so that changes reach what is in it. Files are read as the
//! window and the command line read them, land on a session, and land on it once more; whatever comes of that must hold.

use super::fuzzer::{Target, fuzz};
use super::words::{JSON_WORDS, ROW_WORDS, XML_WORDS};
use super::{SMALL, UNFINISHED, annotator, comes_back, example, without_log};
use byline::codec;
use byline::edit;
use byline::formats::{FORMATS, Format, InFile, LandOptions, MemorySink, Reads, Request, format_named, write};
use byline::model::{AnnotatorId, Session, Timestamp};
use byline::workbench::{Clock, Importing, Progress, Workbench};
use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;

/// What begins a file of an input.
const FILE: &[u8] = b"\n=== ";

macro_rules! formats {
    ($($test:ident $name:literal $words:ident;)+) => {
        const TESTED: &[&str] = &[$($name),+];
        $(#[test]
        fn $test() {
            fuzz(&Target {
                name: concat!("format-", $name),
                seeds: || seeds($name),
                words: $words,
                check: |bytes| check($name, bytes),
                cases: 150,
            });
        })+
    };
}

formats! {
    brat "brat" ROW_WORDS;
    prodigy "prodigy" JSON_WORDS;
    doccano "doccano" JSON_WORDS;
    labelstudio "labelstudio" JSON_WORDS;
    conll "conll" ROW_WORDS;
    cas_json "cas-json" JSON_WORDS;
    cas_xmi "cas-xmi" XML_WORDS;
    webanno_tsv "webanno-tsv" ROW_WORDS;
    w3c "w3c" JSON_WORDS;
    csv "csv" ROW_WORDS;
    tsv "tsv" ROW_WORDS;
    qdpx "qdpx" XML_WORDS;
    cat "cat" XML_WORDS;
}

#[test]
fn every_format_that_is_read_has_a_target() {
    let read = FORMATS.iter().filter(|format| matches!(format.reads, Reads::Corpus(_)));
    assert_eq!(read.map(|format| format.name).collect::<BTreeSet<_>>(), TESTED.iter().copied().collect());
}

/// The files of an input.
fn files(bytes: &[u8]) -> Vec<InFile> {
    let bytes = [b"\n", bytes].concat();
    let starts: Vec<usize> =
        bytes.windows(FILE.len()).enumerate().filter(|row| row.1 == FILE).map(|row| row.0).collect();
    let ends = starts.iter().skip(1).copied().chain([bytes.len()]);
    let mut files = Vec::new();
    let mut archives: BTreeMap<String, Vec<(String, &[u8])>> = BTreeMap::new();
    for (start, end) in starts.iter().zip(ends) {
        let piece = &bytes[start + FILE.len()..end];
        let line = piece.iter().position(|byte| *byte == b'\n').unwrap_or(piece.len());
        let name = String::from_utf8_lossy(&piece[..line]).into_owned();
        let inside = piece.get(line + 1..).unwrap_or_default();
        match name.split_once('!') {
            Some((archive, member)) => {
                archives.entry(archive.to_owned()).or_default().push((member.to_owned(), inside));
            }
            None => files.push(InFile::new(name, inside.to_vec())),
        }
    }
    files.extend(archives.into_iter().map(|(path, members)| InFile::new(path, packed(&members))));
    files
}

fn packed(members: &[(String, &[u8])]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for (name, bytes) in members {
        // A name that stands twice has no place in an archive.
        if zip.start_file(name, stored).is_ok() {
            zip.write_all(bytes).unwrap();
        }
    }
    zip.finish().unwrap().into_inner()
}

/// The input that `files` are.
fn input(files: &[InFile]) -> Vec<u8> {
    let mut pieces = Vec::new();
    for file in files {
        if file.ending() == "qdpx" {
            let mut zip = zip::ZipArchive::new(Cursor::new(file.bytes().unwrap())).unwrap();
            for number in 0..zip.len() {
                let mut member = zip.by_index(number).unwrap();
                let mut bytes = Vec::new();
                member.read_to_end(&mut bytes).unwrap();
                pieces.push([format!("=== {}!{}\n", file.path, member.name().unwrap()).as_bytes(), &bytes].concat());
            }
        } else {
            pieces.push([format!("=== {}\n", file.path).as_bytes(), file.bytes().unwrap()].concat());
        }
    }
    pieces.join(&b'\n')
}

/// What our own writer makes of `session`, with the texts where the format holds none.
fn exported(format: &Format, session: &Session) -> Vec<InFile> {
    let mut sink = MemorySink::default();
    write(format, session, &Request::default(), &mut sink).unwrap();
    let named = |name: String| if name.is_empty() { format!("out.{}", format.ending) } else { name };
    let written = sink.files.into_iter().map(|(name, bytes)| InFile::new(named(name), bytes));
    let texts = session.shards().iter().filter(|_| !format.carries.texts).map(|shard| &shard.article);
    let texts = texts.map(|article| InFile::new(article.name.clone(), article.text().as_bytes().to_vec()));
    written.chain(texts).collect()
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let format = format_named(name).unwrap();
    let mut seeds: Vec<Vec<u8>> = handmade(name).iter().map(|text| text.as_bytes().to_vec()).collect();
    if format.writer.is_some() {
        let small = codec::decode(SMALL.as_bytes()).unwrap().session;
        for session in [example(), small] {
            let files = exported(format, &session);
            if name == "qdpx" {
                // The bytes of the archive itself, too.
                seeds.extend(files.iter().map(|file| [b"=== p.qdpx\n", file.bytes().unwrap()].concat()));
            }
            seeds.push(input(&files));
        }
    }
    seeds
}

/// Small files as other tools write them, with what our own writer leaves out.
#[expect(clippy::too_many_lines, reason = "one arm for each format")]
fn handmade(name: &str) -> &'static [&'static str] {
    match name {
        "brat" => &[
            "=== a.txt\nAnn met Bob.\nIn Baku.\n=== a.ann\nT1\tPerson 0 3\tAnn\nT2\tPerson 8 11\tBob\nT3\tMeet 4 7;13 15\tmet In\n\
             E1\tMeet:T3 Who:T1 Who2:T2\nR1\tKnows Arg1:T1 Arg2:T2\n*\tEquiv T1 T2\nA1\tSure T1\nM1\tKind E1 big\nN1\tReference T1 Wiki:1\tAnn\n\
             #1\tAnnotatorNotes T1\tlook\n=== annotation.conf\n[entities]\nPerson\n\tMayor\n[relations]\nKnows Arg1:Person, Arg2:Person\n\
             [events]\nMeet Who*:Person\n[attributes]\nSure Arg:<ANY>\nKind Arg:Meet, Value:big|small\n",
        ],
        "prodigy" => &[
            "=== p.jsonl\n{\"text\":\"Ann met Bob.\",\"tokens\":[{\"text\":\"Ann\",\"start\":0,\"end\":3,\"id\":0}],\"spans\":[{\"start\":0,\
             \"end\":3,\"token_start\":0,\"token_end\":0,\"label\":\"PER\"}],\"relations\":[{\"head\":0,\"child\":0,\"label\":\"X\"}],\"answer\":\"reject\"}\n",
        ],
        "doccano" => &[
            "=== d.jsonl\n{\"text\":\"Ann met Bob.\",\"label\":[[0,3,\"PER\"]]}\n{\"id\":2,\"text\":\"🚢 Bob\",\"entities\":[{\"id\":1,\
             \"start_offset\":0,\"end_offset\":1,\"label\":\"S\"},{\"id\":2,\"start_offset\":2,\"end_offset\":5,\"label\":\"P\"}],\
             \"relations\":[{\"id\":1,\"from_id\":1,\"to_id\":2,\"type\":\"on\"}],\"Comments\":[\"x\"]}\n",
        ],
        "labelstudio" => &[
            "=== t.json\n[{\"id\":1,\"data\":{\"text\":\"Ann met\\r\\nBob.\"},\"annotations\":[{\"completed_by\":1,\"result\":[{\"id\":\"a\",\
             \"from_name\":\"label\",\"to_name\":\"text\",\"type\":\"labels\",\"value\":{\"start\":0,\"end\":3,\"text\":\"Ann\",\"labels\":[\"PER\"]}},\
             {\"id\":\"a\",\"from_name\":\"sure\",\"to_name\":\"text\",\"type\":\"choices\",\"value\":{\"start\":0,\"end\":3,\"choices\":[\"yes\"]}},\
             {\"from_id\":\"a\",\"to_id\":\"a\",\"type\":\"relation\",\"direction\":\"right\",\"labels\":[\"x\"]}]}],\"predictions\":[]}]\n=== t.xml\n\
             <View><Labels name=\"label\" toName=\"text\"><Label value=\"PER\" background=\"#ff0000\" hotkey=\"p\"/></Labels><Text name=\"text\" \
             value=\"$text\"/><Choices name=\"sure\" toName=\"text\" perRegion=\"true\"><Choice value=\"yes\"/></Choices></View>\n",
        ],
        "conll" => &[
            "=== c.conll\n# newdoc id = a\n# text = Ann met Bob\nAnn B-PER\nmet O\nBob I-PER\n \n-DOCSTART- O\n\nBaku B-LOC\n",
        ],
        "cas-json" => &[
            "=== a.json\n{\"%TYPES\":{\"a.Span\":{\"%NAME\":\"a.Span\",\"%SUPER_TYPE\":\"uima.tcas.Annotation\",\"value\":{\"%NAME\":\"value\",\
             \"%RANGE\":\"uima.cas.String\"}}},\"%FEATURE_STRUCTURES\":[{\"%ID\":1,\"%TYPE\":\"uima.cas.Sofa\",\"sofaNum\":1,\"sofaID\":\"_InitialView\",\
             \"mimeType\":\"text\",\"sofaString\":\"🚢 Ann left.\"},{\"%ID\":2,\"%TYPE\":\"a.Span\",\"@sofa\":1,\"begin\":3,\"end\":6,\"value\":\"PER\"}],\
             \"%VIEWS\":{\"_InitialView\":{\"%SOFA\":1,\"%MEMBERS\":[2]}}}\n",
        ],
        "webanno-tsv" => &[
            "=== a.tsv\n#FORMAT=WebAnno TSV 3.3\n#T_SP=custom.Span|value|note\n#T_SP=custom.Host|ROLE_custom.Host:links_custom.Link|custom.Span\n\
             #T_CH=custom.Coref|referenceRelation|referenceType\n#T_RL=custom.Lives|kind|BT_custom.Span\n\n\n#Text=Ann\\\\_🚢 left\n#Text=Baku \\\\| home\n\
             1-1\t0-6\tAnn\\\\_🚢\tPER[1]|SHIP[2]\ta\\\\|b[1]|*[2]\t_\t_\t*->1-1\tName[1]\t_\t_\t\n1-1.1\t4-6\t🚢\tSHIP[2]\t*[2]\t_\t_\t_\t_\t_\t_\t\n\
             1-2\t7-11\tleft\t_\t_\twho;where\t1-1[1];1-3\t_\t_\t_\t_\t\n1-3\t12-16\tBaku\tLOC\t_\t_\t_\tsame->1-2\t*[1]\thome\t1-1[1_0]\t\n",
        ],
        "w3c" => &[
            "=== w.jsonld\n{\"@context\":\"http://www.w3.org/ns/anno.jsonld\",\"id\":\"urn:1\",\"type\":\"Annotation\",\"body\":[{\"type\":\"TextualBody\",\
             \"purpose\":\"tagging\",\"value\":\"PER\"}],\"target\":{\"source\":\"a.txt\",\"selector\":[{\"type\":\"TextPositionSelector\",\"start\":0,\"end\":3},\
             {\"type\":\"TextQuoteSelector\",\"exact\":\"Ann\",\"prefix\":\"\",\"suffix\":\" met\"}]}}\n=== a.txt\nAnn met Bob.\n",
        ],
        "csv" => &[
            "=== t.csv\ndocument,start,end,label,text\na.txt,0,3,PER,Ann\n\"a.txt\",8,11,'=PER,\"B\"\"ob\"\n=== a.txt\nAnn met Bob.\n",
        ],
        "tsv" => {
            &["=== t.tsv\ndocument\tstart\tend\tlabel\ttext\na.txt\t0\t3\tPER\tAnn\n=== a.txt\n\u{feff}Ann met Bob.\n"]
        }
        "qdpx" => &[
            "=== p.qdpx!project.qde\n<?xml version=\"1.0\" encoding=\"utf-8\"?><Project name=\"P\"><Users><User guid=\"1\" name=\"Eva\"/></Users><CodeBook><Codes>\
             <Code guid=\"2\" name=\"People\" isCodable=\"true\" color=\"#ff0000\"><Code guid=\"3\" name=\"Mayor\" isCodable=\"true\"/></Code></Codes></CodeBook><Sources>\
             <TextSource guid=\"4\" name=\"talk\" plainTextPath=\"internal://talk.txt\"><PlainTextSelection guid=\"5\" name=\"Eva\" startPosition=\"0\" endPosition=\"3\">\
             <Coding guid=\"6\" creatingUser=\"1\"><CodeRef targetGUID=\"3\"/><NoteRef targetGUID=\"7\"/></Coding></PlainTextSelection></TextSource></Sources><Notes>\
             <Note guid=\"7\" name=\"memo\"><PlainTextContent>Look</PlainTextContent></Note></Notes><Links><Link guid=\"8\" name=\"to\" originGUID=\"5\" targetGUID=\"5\"/>\
             </Links></Project>\n=== p.qdpx!sources/talk.txt\n\u{feff}Eva spoke up.",
        ],
        "cat" => &[
            "=== 1_1.xml\n<Document doc_name=\"1_1\"><token t_id=\"1\" sentence=\"0\" number=\"0\">http://x</token><token t_id=\"2\" sentence=\"1\" number=\"0\">Ann</token>\
             <token t_id=\"3\" sentence=\"1\" number=\"1\">left</token><Markables><HUMAN_PART_PER m_id=\"1\"><token_anchor t_id=\"2\"/></HUMAN_PART_PER>\
             <ACTION_STATE m_id=\"2\"><token_anchor t_id=\"3\"/><token_anchor t_id=\"1\"/></ACTION_STATE><HUMAN_PART_PER m_id=\"3\" TAG_DESCRIPTOR=\"ann\" \
             instance_id=\"HUM1\"/></Markables><Relations><CROSS_DOC_COREF r_id=\"5\" note=\"HUM1\"><source m_id=\"1\"/><target m_id=\"3\"/></CROSS_DOC_COREF>\
             <PLOT_LINK r_id=\"6\" relType=\"X\"><source m_id=\"2\"/><target m_id=\"1\"/></PLOT_LINK></Relations></Document>\n",
        ],
        _ => &[],
    }
}

/// Brings the files of `bytes` in twice, and looks at whatever comes of it.
fn check(name: &str, bytes: &[u8]) -> String {
    static FULL: LazyLock<Session> = LazyLock::new(example);
    let format = format_named(name).unwrap();
    let files = files(bytes);
    let chance = crc32fast::hash(bytes);
    let empty = Session::new("t", codec::default_schema(), Timestamp::default());
    let begun = if chance & 1 == 0 { empty } else { FULL.clone() };
    let mut bench = Workbench::with(begun.clone(), annotator(), Clock::Fixed(Timestamp::default()), 1);
    let mut answers = BTreeSet::new();
    let mut note = |what: &str| answers.extend([what.chars().take(60).collect::<String>()]);
    for _ in 0..2 {
        let options = LandOptions {
            format: name.to_owned(),
            as_suggestions: chance & 2 != 0,
            is_new: bench.session().shards().is_empty(),
        };
        let importing =
            Importing { session: bench.session(), by: AnnotatorId(1), at: Timestamp::default(), options: &options };
        let arrivals = importing.take(format, files.clone(), &Progress::default());
        let (report, landed) = bench.land(arrivals.landings, &arrivals.corpus, &options);
        report.remarks.iter().for_each(|remark| note(&remark.why));
        if let Err(refusal) = landed {
            note(&refusal.to_string());
        }
    }
    let faults = edit::validate(bench.session());
    let grave: Vec<_> = faults.iter().filter(|fault| !UNFINISHED.contains(&fault.code)).collect();
    assert!(grave.is_empty(), "{grave:#?}");
    comes_back(bench.session());
    for step in bench.take_steps() {
        let find = |id| step.articles.iter().find(|article| article.id == id).cloned();
        let line = codec::encode_journal_line(&step.line, &find);
        let line = line.unwrap_or_else(|error| panic!("no journal takes it: {error}"));
        let back = codec::decode_journal_line(&line, &find).unwrap_or_else(|error| panic!("{error}\n{line}"));
        assert!(back == step.line, "another step came back from\n{line}");
    }
    while bench.undo().unwrap().is_some() {}
    assert!(without_log(bench.session()) == without_log(&begun), "undoing the import does not lead back");
    answers.into_iter().collect::<Vec<_>>().join("; ")
}
