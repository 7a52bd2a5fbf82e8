//! Files of a few megabytes in which everything that grows faster than the file would take hours.
//!
//! Each test does in seconds what would take many minutes if one record were held against all others or against the whole
//! text; the limit is wide, for slow and busy machines.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::codec::{self, Access, Reason};
use byline::edit::{FaultCode, validate};
use byline::model::*;
use byline::workbench::Clock;
use std::time::Duration;
use support::{empty_file, plain_article, plain_mention, session_of, slug, span, time};

const LIMIT: Duration = Duration::from_mins(1);

#[track_caller]
fn in_time<T>(work: impl FnOnce() -> T) -> T {
    let begun = Clock::instant();
    let done = work();
    assert!(begun.elapsed() < LIMIT, "it took {:?}", begun.elapsed());
    done
}

/// A session file over `text` with `count` mentions that are all like the one `mention` makes.
fn many(text: &str, count: u64, mention: impl Fn(u64) -> Mention<Vec<byline::text::CharSpan>>) -> codec::SessionFile {
    let mut file = empty_file("t");
    let mut article = plain_article(1, text);
    article.mentions.extend((0..count).map(mention));
    file.articles.push(article);
    file
}

#[test]
fn fifty_thousand_lost_mentions_with_words_that_stand_everywhere() {
    let text = "a ".repeat(1 << 20);
    let file = many(&text, 50_000, |id| {
        let mut lost =
            plain_mention(id, "", vec![span(u32::try_from(id).unwrap() * 2 + 1, u32::try_from(id).unwrap() * 2 + 2)]);
        lost.quote = "a".into();
        lost
    });
    let (session, warnings) = in_time(|| file.into_session().unwrap());
    assert_eq!((warnings.len(), session.shards()[0].quarantine.len()), (50_000, 50_000));
    let last = session.shards()[0].quarantine.get(MentionId(49_999)).unwrap();
    assert_eq!(
        (last.proposed.len(), last.proposed[0]),
        (8, span(100_000, 100_001)),
        "the nearest places, not all of them"
    );
}

#[test]
fn fifty_thousand_mentions_of_the_whole_text_with_other_words() {
    let text = "The ferry returns. ".repeat(300_000);
    let end = u32::try_from(text.len()).unwrap();
    let file = many(&text, 50_000, |id| {
        let mut lost = plain_mention(id, "", vec![span(0, end)]);
        lost.quote = "No ferry.".into();
        lost
    });
    let (session, warnings) = in_time(|| file.into_session().unwrap());
    assert_eq!((warnings.len(), session.shards()[0].quarantine.len()), (50_000, 50_000));
    assert!(warnings[0].message.len() < 300, "{}", warnings[0].message);
}

#[test]
fn different_lost_words_are_looked_for_as_long_as_it_is_bearable() {
    let text = "The ferry returns. ".repeat(200_000);
    let file = many(&text, 20_000, |id| {
        let mut lost = plain_mention(id, "", vec![span(0, 1)]);
        lost.quote = format!("quote {id}").into();
        lost
    });
    let (session, warnings) = in_time(|| file.into_session().unwrap());
    assert_eq!((warnings.len(), session.shards()[0].quarantine.len()), (20_000, 20_000));
}

#[test]
fn a_schema_of_twenty_thousand_labels_and_attributes() {
    let text = "Ann met Bob.";
    let mut file = many(text, 40_000, |id| {
        let mut mention = plain_mention(id, text, vec![span(0, 3)]);
        mention.label = slug(&format!("actor.n{}", id % 20_000));
        mention.attributes.insert(slug(&format!("a{}", id % 20_000)), Value::Bool(true));
        mention
    });
    let label = |number: usize| LabelDef {
        id: slug(&format!("actor.n{number}")),
        name: "n".to_owned(),
        color: None,
        hotkey: None,
        description: String::new(),
        guideline: None,
        ext: Ext::default(),
    };
    let attribute = |number: usize| AttributeDef {
        id: slug(&format!("a{number}")),
        name: "a".to_owned(),
        values: AttributeType::Flag,
        choices: vec![],
        default: None,
        required: false,
        labels: vec![slug(&format!("actor.n{number}"))],
        relation_types: vec![],
        description: String::new(),
        ext: Ext::default(),
    };
    let mut schema = codec::default_schema();
    schema.layers[0].labels.extend((0..20_000).map(label));
    schema.attributes.extend((0..20_000).map(attribute));
    file.schema = schema;
    let annotator = Annotator {
        id: AnnotatorId(1),
        name: "A".into(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    };
    file.annotators.push(annotator);
    let session = session_of(file);
    assert_eq!(in_time(|| validate(&session)), []);
}

#[test]
fn a_schema_that_asks_every_mention_for_a_thousand_values_lists_what_a_person_can_read() {
    let text = "Ann met Bob.";
    let mut file = many(text, 5_000, |id| plain_mention(id, text, vec![span(0, 3)]));
    let mut schema = codec::default_schema();
    let model = schema.attributes[0].clone();
    schema.attributes.extend((0..1000).map(|number| AttributeDef {
        id: slug(&format!("a{number}")),
        required: true,
        labels: vec![slug("actor")],
        ..model.clone()
    }));
    file.schema = schema;
    let session = session_of(file);
    let faults = in_time(|| validate(&session));
    assert_eq!(faults.len(), 100_000);
    assert!(faults.iter().any(|fault| fault.code == FaultCode::Missing));
}

#[test]
fn a_hundred_thousand_fields_that_nobody_knows() {
    let session = session_of(many("Ann met Bob.", 1, |id| plain_mention(id, "Ann met Bob.", vec![span(0, 3)])));
    let good = codec::encode(&session, time()).unwrap();
    let fields: Vec<String> = (0..100_000).map(|number| format!("f{number}: [[1, 2], (a: 1)], ")).collect();
    let fields = fields.concat();
    let read = in_time(|| codec::decode(good.replace("quote:", &format!("{fields}quote:")).as_bytes()).unwrap());
    let Access::ReadOnly(reasons) = read.access else { panic!("it opened for changes") };
    assert!(
        reasons
            .iter()
            .any(|reason| matches!(reason, Reason::UnknownFields { count: 100_000, named } if named.len() < 2000))
    );
}

#[test]
fn ids_that_stand_twice_are_refused_at_the_second() {
    let text = "Ann met Bob.";
    let file = many(text, 100_000, |id| plain_mention(id / 2 + 1, text, vec![span(0, 3)]));
    let refused = in_time(|| file.into_session().unwrap_err().to_string());
    assert!(refused.starts_with("mention m-0000000000001 stands twice"), "{refused}");
}

#[test]
fn twenty_thousand_articles_that_name_each_other() {
    let mut file = empty_file("t");
    for id in 0..20_000 {
        let mut article = plain_article(id, "a");
        article.supersedes = Some(ArticleId(19_999 - id));
        file.articles.push(article);
    }
    let session = in_time(|| session_of(file));
    let faults = in_time(|| validate(&session));
    assert!(faults.iter().all(|fault| fault.message.contains("annotator")), "{:?}", faults.first());
    assert_eq!(session.shards().iter().filter(|shard| session.position(shard.id()).is_some()).count(), 20_000);
}

/// Readers stop at 128 levels; a record that is set aside takes its data a few levels deeper.
#[test]
fn what_is_set_aside_with_deep_data_can_still_be_written_and_read() {
    let nested = |levels: usize| (1..levels).fold(Value::List(vec![]), |inner, _| Value::List(vec![inner]));
    let file = |levels: usize| {
        let mut file = empty_file("t");
        let mut article = plain_article(1, "Ann met Bob.");
        article.mentions.push(plain_mention(1, "Ann met Bob.", vec![span(0, 3)]));
        let region = Region {
            id: RegionId(1),
            span: span(0, 3),
            kind: RegionKind::Other,
            state: Proposal::Proposed,
            reason: String::new(),
            by: AnnotatorId(1),
            created: time(),
            ext: [("a".to_owned(), nested(levels))].into_iter().collect(),
        };
        article.regions.push(region);
        file.articles.push(article);
        codec::encode(&session_of(file), time()).unwrap()
    };
    let deepest = file(MAX_VALUE_DEPTH);
    assert_eq!(codec::decode(deepest.as_bytes()).unwrap().access, Access::Full);
    let lost = codec::decode(deepest.replace("span: (0, 3)", "span: (900, 903)").as_bytes()).unwrap();
    assert_eq!(lost.warnings.len(), 1);
    let again = codec::decode(codec::encode(&lost.session, time()).unwrap().as_bytes()).unwrap();
    assert_eq!((again.access, again.session == lost.session), (Access::Full, true));
    let refused = codec::decode(file(MAX_VALUE_DEPTH + 1).as_bytes()).unwrap_err().to_string();
    assert!(refused.contains("nested deeper than 32 levels"), "{refused}");
}
