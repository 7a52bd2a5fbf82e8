//! What validation finds in a session, and that a sound session has no fault.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

#[path = "support/program.rs"]
mod program;
mod support;

use byline::analysis::{find_in_register, stats};
use byline::codec::{BUNDLED_SCHEMAS, SessionFile, bundled_schema, default_schema, encode, read_schema, write_schema};
use byline::edit::{Becomes, Command, FaultCode, validate};
use byline::model::*;
use byline::text::{CharSpan, Matching, Query};
use byline::workbench::{Clock, Workbench};
use support::{
    analyst, bare_relation, empty_file, full_file, plain_article, plain_mention, session_of, slug, span, time,
};

fn sound() -> SessionFile {
    let text = "Ann said that Bob left.";
    let mut file = empty_file("t");
    file.schema = default_schema();
    file.annotators.push(analyst("A"));
    let mut article = plain_article(1, text);
    article.mentions.push(plain_mention(1, text, vec![span(0, 3)]));
    let mut claim = plain_mention(2, text, vec![span(14, 22)]);
    claim.label = slug("claim.reported");
    article.mentions.push(claim);
    article.relations.push(bare_relation(1, slug("source"), MentionId(2), MentionId(1), time()));
    file.articles.push(article);
    file
}

fn codes(change: impl FnOnce(&mut SessionFile)) -> Vec<FaultCode> {
    let mut file = sound();
    change(&mut file);
    validate(&file.into_session().unwrap().0).into_iter().map(|fault| fault.code).collect()
}

#[test]
fn a_sound_session_has_no_fault_and_neither_has_the_default_schema() {
    assert_eq!(validate(&session_of(sound())), []);
    let schema = default_schema();
    assert_eq!(schema.layers.len(), 4);
    assert_eq!(read_schema(&write_schema(&schema).unwrap()).unwrap(), schema);
    assert_eq!(write_schema(&schema).unwrap(), include_str!("../assets/schemas/default.ron"));
}

#[test]
fn every_schema_that_comes_with_byline_holds_and_is_in_the_canonical_layout() {
    for (name, text) in BUNDLED_SCHEMAS {
        let schema = read_schema(text).unwrap();
        assert_eq!(validate(&Session::new("", schema.clone(), Timestamp::default())), [], "{name}");
        assert_eq!(write_schema(&schema).unwrap(), *text, "{name}");
        assert_eq!(bundled_schema(name), Some(schema));
    }
    assert_eq!(bundled_schema("none"), None);
}

#[test]
fn each_kind_of_fault_is_found() {
    use FaultCode::{Duplicate, End, Missing, NotInSchema, Range, Reference, Schema};
    assert_eq!(codes(|file| file.annotators.clear()).len(), 4);
    assert_eq!(codes(|file| file.articles[0].mentions[0].quote = "Bob".into()), [], "it waits in quarantine");
    assert_eq!(codes(|file| file.articles[0].mentions[0].label = slug("actor.robot")), [NotInSchema]);
    assert_eq!(codes(|file| file.articles[0].mentions[0].confidence = Some(1.5)), [Range]);
    assert_eq!(codes(|file| file.articles[0].mentions[0].entry = Some(EntryId(9))), [Reference]);
    assert_eq!(codes(|file| file.articles[0].relations[0].to = MentionId(9)), [Reference]);
    assert_eq!(codes(|file| file.articles[0].relations[0].from = MentionId(1)), [End, End], "and it is of itself");
    assert_eq!(codes(|file| file.articles[0].relations[0].label = slug("argument")), [End, Missing]);
    assert_eq!(codes(|file| file.articles[0].relations[0].role = Some(slug("who"))), [NotInSchema]);
    assert_eq!(codes(|file| file.articles[0].supersedes = Some(ArticleId(1))), [Reference]);
    assert_eq!(codes(|file| file.schema.layers[1].hotkey = Some('1')), [Duplicate]);
    assert_eq!(codes(|file| file.schema.layers[1].hotkey = Some('\n')), [Schema]);
    let attribute = |name: &str, value| {
        let name = slug(name);
        move |file: &mut SessionFile| drop(file.articles[0].mentions[1].attributes.insert(name, value))
    };
    assert_eq!(codes(attribute("kind", Value::Text("rumour".into()))), [FaultCode::Value]);
    assert_eq!(codes(attribute("status", Value::Text("planned".into()))), [NotInSchema]);
    assert_eq!(codes(attribute("kind", Value::Text("denial".into()))), []);
    assert_eq!(codes(|file| file.schema.attributes[0].required = true), [Missing]);
}

/// The sound session's two claims of two articles, compared.
fn compared(id: u64) -> Alignment {
    Alignment {
        id: AlignmentId(id),
        kind: AlignmentKind::Differs,
        from: AlignmentEnd::of_mention(ArticleId(1), MentionId(2)),
        to: AlignmentEnd::of_mention(ArticleId(2), MentionId(3)),
        confidence: None,
        notes: vec![],
        review: Review::default(),
        by: AnnotatorId(1),
        created: time(),
        modified: None,
        ext: Ext::default(),
    }
}

#[test]
fn what_stands_above_the_articles_is_found_at_its_place() {
    let of = |change: fn(&mut SessionFile)| {
        let mut file = sound();
        let text = "Bob stayed.";
        let mut other = plain_article(2, text);
        other.mentions.push(Mention { label: slug("claim"), ..plain_mention(3, text, vec![span(0, 10)]) });
        file.articles.push(other);
        let mut entry = full_file().entries.remove(0);
        (entry.attributes, entry.distinct_from, entry.credibility) = (Attributes::new(), vec![], Some(3));
        file.entries = vec![entry];
        file.alignments = vec![compared(1)];
        change(&mut file);
        validate(&session_of(file)).iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let day = |day: &str| Some(Day(day.parse().unwrap()));
    assert_eq!(of(|_| {}), [""; 0]);
    assert_eq!(
        of(|file| file.entries[0].distinct_from = vec![EntryId(1)]),
        ["entry e-0000000000001: it is said to be distinct from itself"]
    );
    assert_eq!(
        of(|file| file.entries[0].credibility = Some(7)),
        ["entry e-0000000000001: its credibility is 7; it must lie between 1 and 6"]
    );
    assert_eq!(
        of(|file| file.entries[0].layer = slug("event")),
        ["entry e-0000000000001: its kind `actor.person` is of another layer than `event`"]
    );
    assert_eq!(
        of(|file| file.alignments[0].to = AlignmentEnd::of_mention(ArticleId(1), MentionId(1))),
        [
            "article a-0000000000001, alignment l-0000000000001 at 14..22: it compares two mentions of one article; a relation between them says how they stand"
        ]
    );
    assert_eq!(
        of(|file| file.alignments.push(Alignment {
            from: file.alignments[0].to,
            to: file.alignments[0].from,
            ..compared(2)
        })),
        [
            "article a-0000000000002, alignment l-0000000000002 at 0..10: l-0000000000001 compares the same two as `differs` too"
        ]
    );
    let mut file = sound();
    let mut backwards = Interval::day(day("2031-02-02").unwrap());
    backwards.last = day("2031-02-01");
    file.articles[0].published = Some(Stated::guessed(backwards));
    let said = validate(&session_of(file)).iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        said,
        [
            "article a-0000000000001, article a-0000000000001: its day of publication ends on 2031-02-01, before it begins on 2031-02-02"
        ]
    );
}

/// A sound session of everything that has constraints: an event with an argument, a claim with its source, entries of both,
/// and two claims of two articles compared.
fn deep() -> SessionFile {
    let mut file = sound();
    let text = "Bob stayed. Ann met Bob.";
    let mut other = plain_article(2, text);
    other.mentions.push(Mention { label: slug("claim"), ..plain_mention(3, text, vec![span(0, 10)]) });
    other.mentions.push(plain_mention(4, text, vec![span(12, 15)]));
    other.mentions.push(Mention { label: slug("event"), ..plain_mention(5, text, vec![span(16, 19)]) });
    let argument = bare_relation(2, slug("argument"), MentionId(5), MentionId(4), time());
    other.relations.push(Relation { role: Some(slug("who")), ..argument });
    file.articles.push(other);
    let entry = |id, layer: &str, name: &str| Entry {
        id: EntryId(id),
        layer: slug(layer),
        name: name.to_owned(),
        kind: None,
        aliases: vec![],
        ids: std::collections::BTreeMap::new(),
        place: None,
        when: None,
        note: String::new(),
        modified: None,
        ext: Ext::default(),
        attributes: Attributes::new(),
        distinct_from: vec![],
        credibility: None,
        ..full_file().entries.remove(0)
    };
    file.entries = vec![entry(1, "actor", "Ann"), entry(2, "claim", "Bob is away"), entry(3, "claim", "Bob is here")];
    file.articles[0].mentions[0].entry = Some(EntryId(1));
    file.articles[0].mentions[1].entry = Some(EntryId(2));
    file.alignments = vec![compared(1)];
    file
}

fn event(file: &mut SessionFile) -> &mut Relation {
    &mut file.articles[1].relations[0]
}

fn claim(file: &mut SessionFile) -> &mut Mention<Vec<CharSpan>> {
    &mut file.articles[0].mentions[1]
}

fn give(file: &mut SessionFile, attribute: &str, value: Value) {
    claim(file).attributes.insert(slug(attribute), value);
}

/// A schema's attribute of claims.
fn asks(file: &mut SessionFile, values: AttributeType) {
    file.schema.attributes.push(AttributeDef {
        id: slug("asked"),
        name: "Asked".to_owned(),
        choices: vec![],
        default: None,
        required: false,
        values,
        ..file.schema.attributes[0].clone()
    });
}

/// What is broken, and the record and words of the one fault that is found.
type Broken = (fn(&mut SessionFile), &'static str);

const RELATIONS: &[Broken] = &[
    (
        |file| event(file).from = MentionId(4),
        "2.txt, relation r-2 at 12..15: `argument` may start from event, not `actor.person`\n\
         2.txt, relation r-2 at 12..15: it relates a mention to itself",
    ),
    (|file| event(file).to = MentionId(3), "2.txt, relation r-2 at 16..19: `argument` may lead to actor, not `claim`"),
    (|file| event(file).to = MentionId(9), "2.txt, relation r-2 at 16..19: its mention m-9 is not in this session"),
    (
        |file| event(file).role = Some(slug("why")),
        "2.txt, relation r-2 at 16..19: the relation type `argument` has no role `why`",
    ),
    (
        |file| event(file).role = None,
        "2.txt, relation r-2 at 16..19: the relation type `argument` asks for a role, and it has none",
    ),
    (
        |file| event(file).label = slug("causes"),
        "2.txt, relation r-2 at 16..19: the schema has no relation type `causes`",
    ),
    (
        |file| event(file).confidence = Some(-0.1),
        "2.txt, relation r-2 at 16..19: its confidence is -0.1; it must lie between 0 and 1",
    ),
    (
        |file| drop(event(file).attributes.insert(slug("polarity"), Value::Bool(true))),
        "2.txt, relation r-2 at 16..19: the schema gives it no attribute `polarity`",
    ),
    (
        |file| file.articles[0].relations[0].to = MentionId(2),
        "1.txt, relation r-1 at 14..22: `source` may lead to actor, not `claim.reported`\n\
         1.txt, relation r-1 at 14..22: it relates a mention to itself",
    ),
];

const VALUES: &[Broken] = &[
    (
        |file| give(file, "kind", Value::Text("rumour".into())),
        "1.txt, mention m-2 at 14..22: the attribute `kind` takes fact, forecast, demand, opinion, denial, not `rumour`",
    ),
    (
        |file| give(file, "status", Value::Text("planned".into())),
        "1.txt, mention m-2 at 14..22: the schema gives it no attribute `status`",
    ),
    (
        |file| (asks(file, AttributeType::Number), give(file, "asked", Value::Text("two".into()))).1,
        "1.txt, mention m-2 at 14..22: the attribute `asked` takes a number, not a text",
    ),
    (
        |file| (asks(file, AttributeType::Date), give(file, "asked", Value::Text("2031-02-30".into()))).1,
        "1.txt, mention m-2 at 14..22: the attribute `asked` takes a day such as 2026-11-21, not `2031-02-30`",
    ),
    (
        |file| (asks(file, AttributeType::Flag), give(file, "asked", Value::Int(1))).1,
        "1.txt, mention m-2 at 14..22: the attribute `asked` takes yes or no, not a number",
    ),
    (
        |file| (asks(file, AttributeType::Text), give(file, "asked", Value::Bool(true))).1,
        "1.txt, mention m-2 at 14..22: the attribute `asked` takes a text, not yes or no",
    ),
    (
        |file| file.schema.attributes.iter_mut().find(|def| def.id.as_str() == "kind").unwrap().required = true,
        "1.txt, mention m-2 at 14..22: the attribute `kind` is required and has no value\n\
         2.txt, mention m-3 at 0..10: the attribute `kind` is required and has no value",
    ),
];

const REGISTER: &[Broken] = &[
    (
        |file| claim(file).entry = Some(EntryId(1)),
        "1.txt, mention m-2 at 14..22: its entry e-1 is of layer `actor`, its label `claim.reported` is not",
    ),
    (|file| claim(file).entry = Some(EntryId(9)), "1.txt, mention m-2 at 14..22: its entry e-9 is not in this session"),
    (
        |file| file.entries[0].layer = slug("story"),
        "entry e-1: the schema has no layer `story`\n\
         1.txt, mention m-1 at 0..3: its entry e-1 is of layer `story`, its label `actor.person` is not",
    ),
    (
        |file| file.entries[1].kind = Some(slug("actor.person")),
        "entry e-2: its kind `actor.person` is of another layer than `claim`",
    ),
    (|file| file.entries[1].kind = Some(slug("claim.sworn")), "entry e-2: the schema has no label `claim.sworn`"),
    (|file| file.entries[0].distinct_from = vec![EntryId(1)], "entry e-1: it is said to be distinct from itself"),
    (
        |file| file.entries[0].distinct_from = vec![EntryId(9)],
        "entry e-1: its `distinct_from` entry e-9 is not in this session",
    ),
    (|file| file.entries[1].credibility = Some(0), "entry e-2: its credibility is 0; it must lie between 1 and 6"),
    (|file| file.entries[1].credibility = Some(7), "entry e-2: its credibility is 7; it must lie between 1 and 6"),
    (
        |file| file.entries[2].when = Some(backwards()),
        "entry e-3: its time ends on 2031-02-01, before it begins on 2031-02-02",
    ),
    (
        |file| drop(file.entries[0].attributes.insert(slug("kind"), Value::Text("fact".into()))),
        "entry e-1: the schema gives it no attribute `kind`",
    ),
    (
        |file| file.articles[0].published = Some(Stated::guessed(backwards())),
        "1.txt, article a-1: its day of publication ends on 2031-02-01, before it begins on 2031-02-02",
    ),
];

const ALIGNMENTS: &[Broken] = &[
    (
        |file| file.alignments[0].to = file.alignments[0].from,
        "1.txt, alignment l-1 at 14..22: it compares something with itself",
    ),
    (
        |file| file.alignments[0].to = AlignmentEnd::of_entry(EntryId(9)),
        "1.txt, alignment l-1 at 14..22: its second side e-9 is not in this session",
    ),
    (
        |file| file.alignments[0].to = AlignmentEnd::of_mention(ArticleId(2), MentionId(9)),
        "1.txt, alignment l-1 at 14..22: its second side m-9 of article a-2 is not in this session",
    ),
    (
        |file| file.alignments[0].to = AlignmentEnd::of_mention(ArticleId(2), MentionId(5)),
        "1.txt, alignment l-1 at 14..22: it compares the layer `claim` with the layer `event`; both sides must be of one layer",
    ),
    (|file| compare(file, 2, 2), "alignment l-1: it compares something with itself"),
    (
        |file| compare(file, 1, 2),
        "alignment l-1: it compares the layer `actor` with the layer `claim`; both sides must be of one layer",
    ),
    (
        |file| file.alignments[0].to.mention = None,
        "1.txt, alignment l-1 at 14..22: its second side must be an entry, or a mention together with its article",
    ),
    (
        |file| file.alignments.push(compared(2)),
        "1.txt, alignment l-2 at 14..22: l-1 compares the same two as `differs` too",
    ),
];

const SCHEMA: &[Broken] = &[
    (
        |file| file.schema.layers[0].labels[0].id = slug("actor.firm.person"),
        "label actor.firm.person: its parent `actor.firm` is not defined above it in its layer\n\
         1.txt, mention m-1 at 0..3: the schema has no label `actor.person`\n\
         2.txt, mention m-4 at 12..15: the schema has no label `actor.person`",
    ),
    (
        |file| file.schema.layers[1].hotkey = file.schema.layers[0].hotkey,
        "label event: its key '1' is taken by another label",
    ),
    (
        |file| file.schema.relation_types[0].roles[0].to = vec![slug("actor.robot")],
        "relation type argument: it names the label `actor.robot`, which the schema does not define\n\
         2.txt, relation r-2 at 16..19: `argument` may lead to actor.robot, not `actor.person`",
    ),
    (
        |file| file.schema.attributes[0].labels.push(slug("story")),
        "attribute kind: it names the label `story`, which the schema does not define",
    ),
    (
        |file| file.schema.attributes[0].default = Some(Value::Int(3)),
        "attribute kind: its default does not fit: it takes fact, forecast, demand, opinion, denial, not `3`",
    ),
];

fn backwards() -> Interval {
    let day = |day: &str| Day(day.parse().unwrap());
    Interval { last: Some(day("2031-02-01")), ..Interval::day(day("2031-02-02")) }
}

/// Compares two entries.
fn compare(file: &mut SessionFile, one: u64, two: u64) {
    let [from, to] = [one, two].map(|id| AlignmentEnd::of_entry(EntryId(id)));
    file.alignments = vec![Alignment { from, to, ..compared(1) }];
}

/// What the program says of a session that was broken so, in words and with short ids; as JSON it says the same.
fn said(place: &program::Place, change: fn(&mut SessionFile)) -> String {
    let mut file = deep();
    change(&mut file);
    let session = session_of(file);
    place.file("s.ron", encode(&session, time()).unwrap());
    assert_eq!(
        place.byline(&["apply", "s.ron", "--script", "title.jsonl"]).ends(0).out,
        "ok 1\n",
        "one can work on it"
    );
    let found = find_in_register(&session, &Query::new("bob", Matching::default()).unwrap());
    assert_eq!((stats(&session).totals.articles, found.len()), (2, 2), "it can be counted and searched");
    let words = place.byline(&["validate", "s.ron"]);
    let json = place.byline(&["validate", "s.ron", "--json"]).json();
    // The texts of these articles lead back to no source, which is another matter.
    let is_ours = |fault: &&serde_json::Value| fault["code"] != "source";
    let faults: Vec<_> = json["faults"].as_array().unwrap().iter().filter(is_ours).collect();
    let lines = words.out.lines().filter(|line| !line.contains("source bytes"));
    let lines: Vec<&str> = lines.take(faults.len()).collect();
    assert_eq!((words.status, &json["valid"]), (1, &false.into()));
    for (fault, line) in faults.iter().zip(&lines) {
        let has = |field: &str| fault[field].as_str().is_none_or(|text| line.contains(text));
        assert!(has("article") && has("record") && has("message"), "{fault} and {line}");
        let [start, end] = ["start", "end"].map(|end| fault["place"][end].as_u64());
        let place = start.zip(end).map(|(start, end)| format!(" at {start}..{end}: "));
        assert!(place.is_none_or(|place| line.contains(&place)), "{fault} and {line}");
    }
    lines.join("\n").replace(" (a-0000000000001)", "").replace(" (a-0000000000002)", "").replace("-000000000000", "-")
}

#[test]
fn every_broken_constraint_is_named_with_its_place_in_words_and_as_json() {
    let place = program::Place::new();
    place.file("title.jsonl", "{\"set_title\": {\"title\": \"Broken\"}}\n");
    assert_eq!(said(&place, |_| {}), "");
    for (change, fault) in [RELATIONS, VALUES, REGISTER, ALIGNMENTS, SCHEMA].into_iter().flatten() {
        assert_eq!(said(&place, *change), *fault);
    }
}

/// What comes of giving the sound session another schema.
fn with_schema(change: impl FnOnce(&mut Schema)) -> Result<(), String> {
    let mut file = sound();
    file.articles[0].mentions[1].attributes.insert(slug("kind"), Value::Text("denial".into()));
    let mut schema = file.schema.clone();
    change(&mut schema);
    let (annotator, clock) = (file.annotators[0].clone(), Clock::Fixed(time()));
    let mut bench = Workbench::with(session_of(file), annotator, clock, 1);
    let done = bench.execute(&Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() });
    assert!(done.is_ok() || validate(bench.session()).is_empty(), "what is refused changes nothing");
    done.map(|_| ()).map_err(|refusal| refusal.to_string())
}

#[test]
fn a_schema_under_which_something_would_not_hold_is_refused() {
    let refused = |part: &str, change: fn(&mut Schema)| {
        let said = with_schema(change).unwrap_err();
        assert!(said.contains(part), "{part}: {said}");
    };
    refused("is in use", |schema| schema.layers.remove(0).labels.clear());
    refused("under this schema something would not hold: label actor", |schema| {
        schema.layers.push(schema.layers[0].clone());
    });
    refused("the attribute `kind` has one value", |schema| schema.attributes.retain(|def| def.id.as_str() != "kind"));
    refused("not `denial`", |schema| {
        let kind = schema.attributes.iter_mut().find(|def| def.id.as_str() == "kind").unwrap();
        kind.choices.retain(|choice| choice.id.as_str() != "denial");
    });
    refused("may start from event", |schema| {
        let source = schema.relation_types.iter_mut().find(|kind| kind.id.as_str() == "source").unwrap();
        source.from = vec![slug("event")];
    });
    assert_eq!(with_schema(|schema| "Ours".clone_into(&mut schema.name)), Ok(()));
    let asks = |schema: &mut Schema| schema.attributes.iter_mut().for_each(|def| def.required = true);
    assert_eq!(with_schema(asks), Ok(()), "what it asks for can be given later");
}

#[test]
fn faults_are_sorted_stable_and_speak() {
    let session = session_of(full_file());
    let faults = validate(&session);
    assert_eq!(faults, validate(&session));
    let said = faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n");
    for part in [
        "entry e-0000000000001: its `distinct_from` entry e-0000000000002 is not in this session",
        "label event: its key '\\'' is taken by another label",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
