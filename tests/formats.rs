//! Labelled data out and in again, for every format that does both: what a format has a place for comes back as it went, and
//! what it has none for was reported.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/generated.rs"]
mod generated;
mod support;

use byline::codec::{Serial, decode, default_schema};
use byline::formats::{
    Dropped, FORMATS, Format, InFile, LandOptions, MemorySink, Reads, Request, Written, attribute_name, label_name,
    relation_name, write, write_spread,
};
use byline::model::*;
use byline::text::CharSpan;
use byline::workbench::{Clock, Importing, Progress, SAMPLE, Threads, Workbench};
use generated::{annotator, relation, schema, sessions};
use proptest::prelude::*;
use std::collections::BTreeSet;
use support::{empty_file, plain_article, plain_mention, session_of, slug, span, time};

/// Losses that leave a mention where it is.
const VALUES: [&str; 12] = [
    "attribute values",
    "notes",
    "links to the register",
    "confidences",
    "review states",
    "flags",
    "annotators",
    "authors and times of notes",
    "reviewers and times of review",
    "line breaks within notes",
    "`no` values",
    "attribute values of relations",
];

/// What a mention is, in every format's terms.
type Shape = (String, String, Vec<CharSpan>, String);

fn export(format: &Format, session: &Session) -> (Vec<InFile>, Written) {
    let mut sink = MemorySink::default();
    let written = write(format, session, &Request::default(), &mut sink).unwrap();
    let named = |name: String| if name.is_empty() { format!("out.{}", format.ending) } else { name };
    let mut files: Vec<InFile> = sink.files.into_iter().map(|(name, bytes)| InFile::new(named(name), bytes)).collect();
    if !format.carries.texts {
        let texts = session.shards().iter().map(|shard| &shard.article);
        files.extend(texts.map(|article| InFile::new(article.name.clone(), article.text().as_bytes().to_vec())));
    }
    (files, written)
}

fn import(format: &Format, files: &[InFile]) -> Option<(Session, byline::formats::ImportReport)> {
    let session = Session::new("Back", schema(), time());
    let clock = Clock::Fixed(time());
    let mut bench = Workbench::with(session, annotator(), clock, 7);
    let options = LandOptions { format: format.name.to_owned(), as_suggestions: false, is_new: false };
    let importing = Importing { session: bench.session(), by: AnnotatorId(1), at: time(), options: &options };
    let arrivals = importing.take(format, files.to_vec(), &Progress::default());
    // Of a table without rows nothing comes.
    let (report, landed) = bench.land(arrivals.landings, &arrivals.corpus, &options);
    landed.ok()?;
    Some((bench.session().clone(), report))
}

/// Every mention that `keep` keeps, with the words of its article.
fn shapes(session: &Session, keep: impl Fn(&Mention) -> bool) -> Vec<Shape> {
    let mut all = Vec::new();
    for shard in session.shards() {
        for mention in shard.mentions.by_key().filter(|mention| keep(mention)) {
            let text = shard.article.text().to_owned();
            let label = label_name(&session.schema, &mention.label).to_owned();
            all.push((text, label, shard.article.char_spans(&mention.fragments), mention.quote.to_string()));
        }
    }
    all.sort();
    all
}

/// Mentions that are named among the losses that move or remove them.
fn exempt(dropped: &[Dropped]) -> BTreeSet<String> {
    let moved = dropped.iter().filter(|lost| !VALUES.contains(&lost.what.as_str()));
    moved.flat_map(|lost| lost.ids.iter().cloned()).collect()
}

/// What mentions hold beside their places, as one text each; `part` says what.
fn values(session: &Session, keep: &BTreeSet<String>, part: impl Fn(&Session, &Mention) -> String) -> Vec<String> {
    let mut all = Vec::new();
    for shard in session.shards() {
        for mention in shard.mentions.by_key().filter(|mention| !keep.contains(&mention.id.to_string())) {
            let place = shard.article.char_spans(&mention.fragments);
            all.push(format!("{:?} {} {place:?} {}", shard.article.text(), mention.label, part(session, mention)));
        }
    }
    all.sort();
    all
}

fn attributes_of(session: &Session, mention: &Mention) -> String {
    let schema = &session.schema;
    let named = mention.attributes.iter().map(|(id, value)| format!("{}={value}", attribute_name(schema, id)));
    named.collect::<Vec<_>>().join(";")
}

fn notes_of(_: &Session, mention: &Mention) -> String {
    mention.notes.iter().map(|note| note.text.as_str()).collect::<Vec<_>>().join("|")
}

fn entry_of(session: &Session, mention: &Mention) -> String {
    mention.entry.and_then(|id| session.entry_name(id)).unwrap_or_default().to_owned()
}

fn relations_of(session: &Session, exempt: &BTreeSet<String>) -> Vec<String> {
    let mut all = Vec::new();
    for shard in session.shards() {
        let end = |id: MentionId| {
            let mention = shard.mentions.get(id).unwrap();
            format!("{} {:?}", mention.label, shard.article.char_spans(&mention.fragments))
        };
        let whole = |row: &&Relation| {
            !exempt.contains(&row.from.to_string())
                && !exempt.contains(&row.to.to_string())
                && !exempt.contains(&row.id.to_string())
        };
        for row in shard.relations.iter().filter(whole) {
            all.push(format!("{} {} {}", relation_name(&session.schema, row), end(row.from), end(row.to)));
        }
    }
    all.sort();
    all
}

/// What mentions hold, as text.
type Part = fn(&Session, &Mention) -> String;

fn cases() -> u32 {
    std::env::var("BYLINE_FORMAT_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(100)
}

/// Whatever is in a generated session, it comes back from `format`, or was named as lost.
fn comes_back(format: &Format, session: &Session) -> Result<(), TestCaseError> {
    let (files, written) = export(format, session);
    let has_articles = session.shards().iter().any(|shard| !shard.mentions.is_empty()) || format.carries.texts;
    if !has_articles {
        return Ok(());
    }
    let Some((back, report)) = import(format, &files) else { return Ok(()) };
    let refused: Vec<String> = report.remarks.iter().map(ToString::to_string).collect();
    prop_assert!(refused.is_empty(), "{}: {refused:#?}", format.name);
    let lost = exempt(&written.dropped);
    let kept = shapes(session, |mention| !lost.contains(&mention.id.to_string()));
    let found = shapes(&back, |_| true);
    let mut left = found.clone();
    for shape in &kept {
        let at = left.iter().position(|other| other == shape);
        prop_assert!(at.is_some(), "{}: {shape:?} did not come back; there are {found:#?}", format.name);
        left.remove(at.unwrap());
    }
    if lost.is_empty() {
        prop_assert_eq!(&left, &Vec::<Shape>::new(), "{}: more came back than went", format.name);
        let carries = format.carries;
        let none = BTreeSet::new();
        let same = |part: fn(&Session, &Mention) -> String| (values(session, &none, part), values(&back, &none, part));
        let parts: [(bool, &str, Part); 7] = [
            (carries.attributes, "attributes", attributes_of),
            (carries.notes, "notes", notes_of),
            (carries.entries, "entries", entry_of),
            (carries.confidence, "confidence", |_, mention| format!("{:?}", mention.confidence)),
            (carries.review, "review", |_, mention| mention.review.state.to_string()),
            (carries.flags, "flags", |_, mention| format!("{:?}", mention.flags)),
            (carries.annotators, "annotators", |session, mention| session.annotator_name(mention.by)),
        ];
        for (_, name, part) in parts.into_iter().filter(|(is_carried, _, _)| *is_carried) {
            let (went, came) = same(part);
            prop_assert_eq!(went, came, "{}: {}", format.name, name);
        }
        if carries.relations {
            prop_assert_eq!(relations_of(session, &none), relations_of(&back, &none), "{}", format.name);
        }
    }
    Ok(())
}

fn both_ways() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| matches!(format.reads, Reads::Corpus(_)) && format.writer.is_some())
}

/// Each generated session goes through every format; half of them on each of two threads.
#[test]
fn whatever_a_format_carries_comes_back() {
    let half = || {
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            cases: cases().div_ceil(2),
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let all = |session: &Session| both_ways().try_for_each(|format| comes_back(format, session));
        runner.run(&sessions(), |session| all(&session)).map_err(|error| error.to_string())
    };
    let outcomes = std::thread::scope(|scope| {
        let other = scope.spawn(half);
        [half(), other.join().unwrap()]
    });
    assert_eq!(outcomes, [Ok(()), Ok(())]);
}

/// A session that shows every format what is hard: one of everything that [`sessions`] draws from.
fn hard_session() -> Session {
    let text = "\u{feff}Zürich 😀 said\r\nit “rained”.\n\nسلام e\u{301} = 1 <b> & \\ ; [1] -> |";
    let text = text.trim_start_matches('\u{feff}');
    let mut article = plain_article(1, text);
    let places: [(&str, &[(u32, u32)]); 6] = [
        ("actor.person", &[(0, 6)]),
        ("claim.quoted", &[(0, 17)]),
        ("event.meeting", &[(9, 13)]),
        ("actor", &[(0, 6), (9, 13)]),
        ("claim", &[(15, 28)]),
        ("actor", &[(31, 35)]),
    ];
    for (number, (label, spans)) in places.into_iter().enumerate() {
        let spans = spans.iter().map(|(start, end)| span(*start, *end)).collect();
        let row = plain_mention(number as u64 + 1, text, spans);
        article.mentions.push(Mention { label: slug(label), ..row });
    }
    article.relations.push(relation(1, "argument", Some(slug("who")), MentionId(3), MentionId(1)));
    article.relations.push(relation(2, "source", None, MentionId(2), MentionId(1)));
    let mut file = empty_file("Hard");
    file.schema = schema();
    file.annotators.push(annotator());
    file.articles.push(article);
    session_of(file)
}

#[test]
fn what_is_hard_comes_back_or_is_named() {
    for format in both_ways() {
        comes_back(format, &hard_session()).unwrap();
    }
}

fn sample() -> Session {
    decode(SAMPLE.as_bytes()).unwrap().session
}

#[test]
fn notes_of_mentions_in_several_fragments_come_back() {
    let parted = |session: &Session| {
        let shards = session.shards().iter();
        let all = shards.flat_map(|shard| shard.mentions.by_key()).filter(|row| row.fragments.spans().len() > 1);
        let mut notes: Vec<(String, String)> = all.map(|row| (row.quote.to_string(), notes_of(session, row))).collect();
        notes.sort();
        notes
    };
    let session = sample();
    assert_eq!(parted(&session).iter().filter(|(_, notes)| !notes.is_empty()).count(), 2);
    for format in both_ways().filter(|format| format.carries.notes && format.carries.discontinuous) {
        let (back, _) = import(format, &export(format, &session).0).unwrap();
        assert_eq!(parted(&back), parted(&session), "{}", format.name);
    }
}

#[test]
fn lists_and_numbers_come_back_from_brat() {
    let brat = FORMATS.iter().find(|format| format.name == "brat").unwrap();
    let session = sample();
    let (files, written) = export(brat, &session);
    let text = |ending: &str| {
        let files = files.iter().filter(|file| file.path.ends_with(ending));
        files.map(|file| String::from_utf8(file.bytes().unwrap().to_vec()).unwrap()).collect::<String>()
    };
    assert!(text(".ann").contains(" critic\n") && !text(".ann").contains("critic,party"));
    assert!(text("annotation.conf").contains("Value:signatory|party|supporter|critic|watchdog|source\n"));
    let (back, report) = import(brat, &files).unwrap();
    let attribute = |remark: &&byline::formats::Remark| remark.why.contains("attribute");
    assert_eq!(report.remarks.iter().find(attribute), None);
    let moved = exempt(&written.dropped);
    let attributes = |session: &Session| values(session, &moved, attributes_of);
    let (went, came) = (attributes(&session), attributes(&back));
    assert!(went.iter().any(|row| row.ends_with("story_roles=critic, party")), "{went:#?}");
    assert_eq!(went.iter().filter(|row| !came.contains(row)).collect::<Vec<_>>(), [""; 0]);
    let def = |session: &Session, id: &str| {
        session.schema.attributes.iter().find(|def| def.id == slug(id)).map(|def| def.values)
    };
    for id in ["story_roles", "value", "day", "unit", "naming"] {
        assert_eq!(def(&back, id), def(&session, id), "{id}");
    }
}

#[test]
fn several_values_of_other_peoples_brat_are_a_list_where_there_are_choices() {
    let file = |path: &str, text: &str| InFile::new(path.to_owned(), text.as_bytes().to_vec());
    let brat = FORMATS.iter().find(|format| format.name == "brat").unwrap();
    let conf = "[entities]\nShip\n[relations]\n[events]\n[attributes]\nTone Arg:Ship, Value:Calm|Loud\nSize Arg:Ship\n";
    let ann = "T1\tShip 0 3\tAnn\nT2\tShip 4 7\tBee\nA1\tTone T1 Calm\nA2\tTone T1 Loud\nA3\tTone T2 Loud\n\
               A4\tSize T1 big\nA5\tSize T1 huge\n";
    let (session, report) =
        import(brat, &[file("annotation.conf", conf), file("a.txt", "Ann Bee"), file("a.ann", ann)]).unwrap();
    let rows = session.shards()[0].mentions_in_order();
    let attributes: Vec<String> = rows.iter().map(|row| attributes_of(&session, row)).collect();
    assert_eq!(attributes, ["Size=big;Tone=calm, loud", "Tone=loud"]);
    let remarks: Vec<String> = report.remarks.iter().map(ToString::to_string).collect();
    assert!(remarks.len() == 1 && remarks[0].contains("A5 Size") && remarks[0].contains("the first one counts"));
}

#[test]
fn labels_that_brat_renames_have_their_names_again() {
    let text = "Baku and Zürich and Ann";
    let mut article = plain_article(1, text);
    let rows = [("place.big.city", (0, 4)), ("place.big_city", (9, 15)), ("actor.person", (20, 23))];
    for (number, (label, (start, end))) in rows.into_iter().enumerate() {
        let row = plain_mention(number as u64 + 1, text, vec![span(start, end)]);
        article.mentions.push(Mention { label: slug(label), ..row });
    }
    let mut file = empty_file("Names");
    file.schema = schema();
    let layer = file.schema.layers[0].clone();
    let def = |id: &str| LabelDef { id: slug(id), ..layer.labels[0].clone() };
    let labels = ["place.big", "place.big.city", "place.big_city"].map(def).into();
    file.schema.layers.push(Layer { id: slug("place"), name: "Place".to_owned(), labels, ..layer });
    file.annotators.push(annotator());
    file.articles.push(article);
    let session = session_of(file);
    let format = FORMATS.iter().find(|format| format.name == "brat").unwrap();
    let (files, _) = export(format, &session);
    let annotations = files.iter().find(|file| file.path.contains(".ann")).unwrap();
    let annotations = String::from_utf8(annotations.bytes().unwrap().to_vec()).unwrap();
    assert!(annotations.contains("place_big_city 0 4\t") && annotations.contains("place_big_city-2 9 15\t"));
    assert!(annotations.contains("actor_person 20 23\t"), "{annotations}");
    let (back, _) = import(format, &files).unwrap();
    assert_eq!(shapes(&back, |_| true), shapes(&session, |_| true));
}

/// More articles than are worked on at once, with mentions on the first and the last words of each.
fn long_session() -> Session {
    let mut file = empty_file("Long");
    file.schema = default_schema();
    file.annotators.push(annotator());
    for number in 0..24 {
        let text = format!("Ministers met. {}Baku denied {number} reports.", "They said so again.\n".repeat(2_500));
        let end = u32::try_from(text.chars().count()).unwrap();
        let mut article = plain_article(number + 1, &text);
        for (place, at) in [span(0, 9), span(10, 13), span(end - 8, end - 1)].into_iter().enumerate() {
            let row = plain_mention(number * 3 + place as u64 + 1, &text, vec![at]);
            article.mentions.push(Mention { label: slug(["actor.person", "event", "claim"][place]), ..row });
        }
        let (from, to) = (MentionId(number * 3 + 2), MentionId(number * 3 + 1));
        article.relations.push(relation(number + 1, "argument", Some(slug("who")), from, to));
        file.articles.push(article);
    }
    session_of(file)
}

#[test]
fn an_export_is_the_same_whoever_makes_it() {
    let session = long_session();
    assert!(session.shards().iter().map(|shard| shard.article.text().len()).sum::<usize>() > 1 << 20);
    for format in FORMATS.iter().filter(|format| format.writer.is_some()) {
        let request = Request::default();
        let (mut alone, mut together) = (MemorySink::default(), MemorySink::default());
        let said = write(format, &session, &request, &mut alone).unwrap();
        let said_too = write_spread(format, &session, &request, &Threads, &mut together).unwrap();
        assert!(alone == together, "{}", format.name);
        assert_eq!(said, said_too, "{}", format.name);
    }
}

#[test]
fn a_relation_of_a_mention_with_itself_is_refused_and_reported() {
    let file = |path: &str, text: &str| InFile::new(path.to_owned(), text.as_bytes().to_vec());
    let brat = FORMATS.iter().find(|format| format.name == "brat").unwrap();
    let ann = "T1\tactor 0 3\tAnn\nR1\tknows Arg1:T1 Arg2:T1\n";
    let (session, report) = import(brat, &[file("a.txt", "Ann met"), file("a.ann", ann)]).unwrap();
    let faults: Vec<String> = byline::edit::validate(&session).iter().map(ToString::to_string).collect();
    assert_eq!(faults, [""; 0]);
    assert_eq!(report.relations.refused, 1);
    assert!(report.remarks.iter().any(|remark| remark.why.contains("itself")), "{:?}", report.remarks);
}

#[test]
fn a_relation_without_a_role_lands_beside_a_type_that_asks_for_one() {
    let file = |path: &str, text: &str| InFile::new(path.to_owned(), text.as_bytes().to_vec());
    let brat = FORMATS.iter().find(|format| format.name == "brat").unwrap();
    let ann = "T1\tactor 0 3\tAnn\nT2\tevent 4 7\tmet\nR1\targument Arg1:T2 Arg2:T1\nE1\tevent:T2 who:T1\n\
               R2\tsource Arg1:T2 Arg2:T1\n";
    let (session, _) = import(brat, &[file("a.txt", "Ann met"), file("a.ann", ann)]).unwrap();
    let faults: Vec<String> = byline::edit::validate(&session).iter().map(ToString::to_string).collect();
    assert_eq!(faults, [""; 0]);
    let relations = relations_of(&session, &BTreeSet::new());
    assert_eq!(relations.len(), 3, "{relations:#?}");
    // Written again and read again, they stand as they did.
    let (files, _) = export(brat, &session);
    let (back, _) = import(brat, &files).unwrap();
    assert_eq!(relations_of(&back, &BTreeSet::new()), relations);
}

/// `files` with one of them damaged.
fn damaged(files: &[InFile], which: usize, at: usize, how: u8, with: &[u8]) -> Vec<InFile> {
    let mut files = files.to_vec();
    let file = which % files.len();
    let mut bytes = files[file].bytes().unwrap().to_vec();
    let at = at % (bytes.len() + 1);
    match how % 4 {
        0 => bytes.truncate(at),
        1 => bytes.splice(at..at, with.iter().copied()).for_each(drop),
        2 => {
            let end = (at + with.len()).min(bytes.len());
            bytes.splice(at..end, with.iter().copied()).for_each(drop);
        }
        _ => {
            let end = (at + 40).min(bytes.len());
            let again = bytes[at..end].to_vec();
            bytes.splice(at..at, again).for_each(drop);
        }
    }
    files[file] = InFile::new(files[file].path.clone(), bytes);
    files
}

#[test]
fn damaged_files_are_read_as_far_as_they_go_and_whatever_lands_holds() {
    let tokens: Vec<&'static [u8]> = vec![
        b"\0",
        b"\xff",
        b"\n",
        b"\t",
        b"\"",
        b"{",
        b"]",
        b"<",
        b"</",
        b"&x;",
        b"-1",
        b"99999999999999999999",
        b"1e999",
        b"NaN",
        b"null",
        b"<!DOCTYPE a [<!ENTITY b \"c\">]>",
        b"T1\tActor 0 3;9 2\tx\n",
        b"E1\tE:T99 a:E1\n",
        b"[[[[[[[[",
        b"..",
        b"\xef\xbb\xbf",
    ];
    let damage = (any::<usize>(), any::<usize>(), any::<u8>(), prop::sample::select(tokens));
    for format in both_ways() {
        let (files, _) = export(format, &hard_session());
        let mut runner = proptest::test_runner::TestRunner::new(ProptestConfig {
            cases: cases() * 2,
            failure_persistence: None,
            ..ProptestConfig::default()
        });
        let outcome = runner.run(&prop::collection::vec(damage.clone(), 1..4), |hits| {
            let mut files = files.clone();
            for (which, at, how, with) in hits {
                files = damaged(&files, which, at, how, with);
            }
            if let Reads::Corpus(read) = format.reads {
                prop_assert_eq!(read(&mut files.clone(), &Serial), read(&mut files.clone(), &Threads));
            }
            let Some((session, _)) = import(format, &files) else { return Ok(()) };
            let faults = byline::edit::validate(&session);
            let said: Vec<String> = faults.iter().map(ToString::to_string).collect();
            prop_assert!(said.is_empty(), "{}: {said:#?}", format.name);
            Ok(())
        });
        assert!(outcome.is_ok(), "{}: {}", format.name, outcome.unwrap_err());
    }
}

/// No session can hold them, so that one with such a value could never be saved.
#[test]
fn numbers_that_are_none_stay_texts() {
    let brat = byline::formats::format_named("brat").unwrap();
    for word in ["NaN", "inf", "-inf", "infinity"] {
        let conf = "# byline-attribute: score\tnumber\n[entities]\nActor\n[attributes]\nscore Arg:Actor\n";
        let annotations = format!("T1\tActor 4 9\tferry\nA1\tscore T1 {word}\n");
        let files = [("annotation.conf", conf), ("a.txt", "The ferry is back.\n"), ("a.ann", &annotations)];
        let files = files.map(|(name, text)| InFile::new(name.to_owned(), text.as_bytes().to_vec()));
        let (session, _) = import(brat, &files).unwrap();
        let file = byline::codec::encode(&session, time()).unwrap();
        assert_eq!(decode(file.as_bytes()).unwrap().session, session, "{word}");
    }
    for values in ["score\nNaN", "score\ninf"] {
        let (head, value) = values.split_once('\n').unwrap();
        let table = format!("document,text,start,end,label,{head}\na.txt,ferry,4,9,actor,{value}\n");
        let files = [("a.csv", table.as_str()), ("a.txt", "The ferry is back.\n")];
        let files = files.map(|(name, text)| InFile::new(name.to_owned(), text.as_bytes().to_vec()));
        let (session, _) = import(byline::formats::format_named("csv").unwrap(), &files).unwrap();
        let file = byline::codec::encode(&session, time()).unwrap();
        assert!(decode(file.as_bytes()).is_ok(), "{value}");
    }
}
