//! What validation finds in a session, and that a sound session has no fault.

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

use byline::codec::{BUNDLED_SCHEMAS, SessionFile, bundled_schema, default_schema, read_schema, write_schema};
use byline::edit::{Becomes, Command, FaultCode, validate};
use byline::model::*;
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
    assert_eq!(schema.layers.len(), 3);
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
        "entry e-0000000000001: its entry e-0000000000002 is not in this session",
        "label event: its key '\\'' is taken by another label",
    ] {
        assert!(said.contains(part), "{part}\n{said}");
    }
}
