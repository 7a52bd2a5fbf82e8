//! Many mentions at once, relations that change, and any sequence of all the commands that reach far.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
    dead_code,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/asks.rs"]
mod asks;
#[path = "support/markup.rs"]
mod markup;
mod support;

use asks::{any_deep_ask, command_of};
use byline::codec::{default_schema, encode};
use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use markup::*;
use proptest::prelude::*;
use support::{slug, time};

fn tag_all(label: &str, places: Vec<(ArticleId, Places)>) -> Command {
    Command::TagAll { label: slug(label), entry: None, attributes: Attributes::new(), places, from: None }
}

fn spans(list: &[(usize, usize)]) -> Places {
    Places::Bytes(list.iter().map(|(start, end)| Span::bytes(*start, *end)).collect())
}

fn other_text(session: &Session) -> Vec<(String, String)> {
    let shard = session.shard(OTHER).unwrap();
    shard.mentions_in_order().iter().map(|row| (row.quote.to_string(), row.label.to_string())).collect()
}

#[test]
fn all_repeats_are_tagged_as_one_step_and_those_tagged_already_are_left_alone() {
    let start = done_on(session("[Ann|actor] and Ann, Ann"), &[Command::AddEntry(entry(1, "actor", "Ann", &[1]))]);
    let start = without_log(start.session());
    let places = vec![(OTHER, spans(&[(0, 5)])), (ARTICLE, spans(&[(13, 16), (0, 3)])), (ARTICLE, spans(&[(8, 11)]))];
    let command = Command::TagAll {
        label: slug("actor"),
        entry: Some(EntryId(1)),
        attributes: [(slug("naming"), Value::Text("name".to_owned()))].into_iter().collect(),
        places,
        from: Some(MentionId(1)),
    };
    let mut bench = done_on(start.clone(), &[command]);
    assert_eq!(bench.undo_name(), Some("Tag 3 places in 2 articles as Actor (one was tagged already)"));
    assert_eq!(markup(bench.session()), "[Ann|actor] and [Ann|actor], [Ann|actor]");
    assert_eq!(other_text(bench.session())[1], ("Talks".to_owned(), "actor".to_owned()));
    let made = bench.session().shard(ARTICLE).unwrap().mentions.iter().filter(|row| row.id != MentionId(1));
    for row in made {
        assert_eq!((row.provenance.how, row.provenance.from), (How::Repeat, Some(MentionId(1))));
        assert_eq!((row.entry, row.by, row.attributes.len()), (Some(EntryId(1)), AnnotatorId(2), 1));
    }
    assert_eq!(validate(bench.session()), []);
    bench.undo().unwrap();
    let text = |session: &Session| encode(&without_log(session), time()).unwrap();
    assert_eq!(text(bench.session()), text(&start));
}

#[test]
fn tagging_in_other_articles_leaves_the_selection_alone() {
    let mut bench = bench(session("[Ann|actor] met"));
    bench.view.mention = Some(MentionId(1));
    bench.execute(&tag_all("claim", vec![(OTHER, spans(&[(6, 12)]))])).unwrap();
    assert_eq!((bench.view.article, bench.view.mention), (Some(ARTICLE), Some(MentionId(1))));
}

#[test]
fn places_that_do_not_hold_are_refused_as_a_whole() {
    let start = session("[Ann|actor] é");
    let all = |label, article, places| tag_all(label, vec![(OTHER, spans(&[(0, 5)])), (article, places)]);
    let from = Command::TagAll {
        label: slug("actor"),
        entry: None,
        attributes: Attributes::new(),
        places: vec![],
        from: Some(MentionId(404)),
    };
    for (command, why) in [
        (all("actor", ARTICLE, spans(&[(5, 90)])), "a place in “1.txt” cannot be tagged: fragment 0 leaves the text"),
        (
            all("actor", ARTICLE, Places::Chars(vec![support::span(3, 99)])),
            "a place in “1.txt” cannot be tagged: 3..99",
        ),
        (all("actor", ArticleId(9), spans(&[(0, 1)])), "there is no article a-0000000000009"),
        (all("robot", ARTICLE, spans(&[(0, 3)])), "the schema has no label `robot`; it has actor"),
        (
            tag_all("actor", vec![(ARTICLE, spans(&[(0, 3)]))]),
            "nothing to change: Tag 0 places as Actor (one was tagged already)",
        ),
        (from, "there is no mention m-00000000000CM here"),
    ] {
        let refusal = refused_on(&start, &command);
        assert!(refusal.starts_with(why), "{refusal}");
    }
}

#[test]
fn the_reverse_deletes_all_with_what_hangs_on_them() {
    let start = done_on(session("[Ann|actor]: [fine|claim] [Ann|actor]"), &[relate(2, 1, "source", None), align(2)]);
    let start = without_log(start.session());
    let hanging = hangs_on(&start, ARTICLE, &m(&[2]));
    assert_eq!((hanging.relations.len(), hanging.suggestions.len(), hanging.alignments.len()), (1, 0, 1));
    assert!(hangs_on(&start, ARTICLE, &m(&[3])).is_empty());
    let mentions = vec![(ARTICLE, m(&[1, 2])), (OTHER, vec![ELSEWHERE]), (ARTICLE, m(&[2]))];
    let bench = done_on(start, &[Command::DeleteAll { mentions }]);
    assert_eq!(bench.undo_name(), Some("Delete 3 tags in 2 articles"));
    assert_eq!(markup(bench.session()), "Ann: fine [Ann|actor]");
    assert_eq!((other_text(bench.session()).len(), bench.session().alignments.len()), (0, 0));
    assert_eq!(validate(bench.session()), []);
}

#[test]
fn mentions_that_came_to_be_alike_become_one_with_what_hangs_on_both() {
    let start = session("[[Ann|actor.person]|actor]: [fine|claim]");
    let of = |session: &Session, label: &str| {
        session.shard(ARTICLE).unwrap().mentions.iter().find(|row| row.label == slug(label)).unwrap().id
    };
    let (person, actor, claim) = (of(&start, "actor.person"), of(&start, "actor"), of(&start, "claim"));
    let source = |to| Command::Relate { article: ARTICLE, from: claim, to, label: slug("source"), role: None };
    let naming = |mention, value: &str| Command::SetAttribute {
        article: ARTICLE,
        mention,
        attribute: slug("naming"),
        value: Some(Value::Text(value.to_owned())),
    };
    let mut schema = Schema::clone(&start.schema);
    for layer in &mut schema.layers {
        layer.labels.retain(|def| def.id != slug("actor.person"));
    }
    let labels = [(slug("actor.person"), Some(slug("actor")))].into();
    let merge = Command::SetSchema { schema: Box::new(schema), becomes: Becomes { labels, ..Becomes::default() } };
    let (kept, gone) = (person.min(actor), person.max(actor));
    let merged = done_on(
        start,
        &[
            source(person),
            source(actor),
            naming(kept, "name"),
            naming(gone, "title"),
            Command::SetNote { article: ARTICLE, mention: gone, text: "Her first name alone.".to_owned() },
            merge,
        ],
    );
    let merged = without_log(merged.session());
    assert_eq!(markup(&merged), "[[Ann|actor]|actor]: [fine|claim]", "another schema lets both stay");
    assert_eq!(twins_of(&merged, &[&slug("actor")].into()), [(ARTICLE, vec![kept, gone])]);
    let join = Command::JoinAlike { mentions: vec![(ARTICLE, vec![person, actor, claim])] };
    let mut bench = done_on(merged.clone(), std::slice::from_ref(&join));
    assert_eq!(bench.undo_name(), Some("Join one tag with the one on the same words"));
    assert_eq!(markup(bench.session()), "[Ann|actor]: [fine|claim]");
    let shard = bench.session().shard(ARTICLE).unwrap();
    assert_eq!(shard.relations.iter().count(), 1, "of two that say the same one is left");
    let row = shard.mentions.get(kept).unwrap();
    assert_eq!(row.attributes.get(&slug("naming")), Some(&Value::Text("name".to_owned())));
    let said: Vec<&str> = row.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(said, ["Her first name alone.", "The other tag here: naming title"], "nothing is lost");
    assert_eq!(validate(bench.session()), []);
    assert_eq!(
        refused_on(&without_log(bench.session()), &join),
        "there is no mention m-0000000000002 here; it may have been deleted"
    );
    bench.undo().unwrap();
    assert_eq!(bench.session().shards(), merged.shards());
    let alone = Command::JoinAlike { mentions: vec![(ARTICLE, vec![claim])] };
    assert_eq!(
        refused_on(&merged, &alone),
        "nothing to change: no two of these mentions have one label on the same words"
    );
}

#[test]
fn mentions_of_several_articles_are_linked_and_relabelled_as_one_step() {
    let both = |ids: &[u64]| vec![(ARTICLE, m(ids)), (OTHER, vec![ELSEWHERE])];
    let start = done_on(
        session("[fine|claim] [bad|claim.quoted] [[odd|claim]|claim.quoted]"),
        &[
            Command::AddEntry(entry(1, "claim", "It is fine", &[])),
            Command::LinkAll { mentions: both(&[1]), entry: Some(EntryId(1)) },
        ],
    );
    assert_eq!(start.undo_name(), Some("Link 2 mentions in 2 articles to It is fine"));
    assert_eq!(start.session().shard(OTHER).unwrap().mentions.get(ELSEWHERE).unwrap().entry, Some(EntryId(1)));
    let start = without_log(start.session());
    let command = Command::RelabelAll { mentions: both(&[1, 2, 3, 4]), label: slug("claim.quoted") };
    let bench = done_on(start.clone(), &[command]);
    assert_eq!(markup(bench.session()), "[fine|claim.quoted] [bad|claim.quoted] [[odd|claim.quoted]|claim]");
    let name = "Change label of 2 tags in 2 articles to Direct quotation (one was tagged already)";
    assert_eq!(bench.undo_name(), Some(name));
    let wrong = Command::LinkAll { mentions: vec![(ARTICLE, m(&[1])), (OTHER, m(&[7]))], entry: None };
    assert_eq!(refused_on(&start, &wrong), "there is no mention m-0000000000007 here; it may have been deleted");
    let related = done_on(session("[Ann|actor]: [fine|claim]"), &[relate(2, 1, "source", None)]);
    let wrong = Command::RelabelAll { mentions: vec![(ARTICLE, m(&[2]))], label: slug("event") };
    assert_eq!(
        refused_on(&without_log(related.session()), &wrong),
        "one relation does not allow it. “fine” → “Ann”: “Claimed by” cannot lead from Event to Actor; it leads from Claim \
         to Actor. Change or delete such relations first"
    );
}

// Relations.

fn set_relation(session: &Session, number: usize, change: RelationChange) -> Command {
    let relation = session.shard(ARTICLE).unwrap().relations.iter().nth(number).unwrap().id;
    Command::SetRelation { article: ARTICLE, relation, change }
}

#[test]
fn an_event_with_three_roles_is_put_right() {
    let start = done_on(
        session("[Ann|actor] [met|event] [Bo|actor] in [Kyiv|actor.state] when [fell|event]"),
        &[relate(2, 1, "argument", Some("who"))],
    );
    let role = |name: &str| RelationChange::Role(Some(slug(name)));
    let change = |change| set_relation(start.session(), 0, change);
    let bench = done_on(
        without_log(start.session()),
        &[
            change(role("to_whom")),
            change(RelationChange::To(MentionId(3))),
            change(RelationChange::Note(" sure? ".to_owned())),
            change(RelationChange::Confidence(Some(0.5))),
            change(RelationChange::Flag { flag: slug("unsure"), on: true }),
            change(RelationChange::Review(ReviewState::Accepted)),
            relate(2, 1, "argument", Some("who")),
            relate(2, 4, "argument", Some("where")),
        ],
    );
    let rows: Vec<&Relation> = bench.session().shard(ARTICLE).unwrap().relations.iter().collect();
    let row = rows.iter().find(|row| row.to == MentionId(3)).unwrap();
    assert_eq!((rows.len(), row.role.as_ref().unwrap().as_str(), row.confidence), (3, "to_whom", Some(0.5)));
    assert_eq!((row.notes[0].text.as_str(), row.flags.len(), row.review.by()), ("sure?", 1, Some(AnnotatorId(2))));
    assert_eq!(validate(bench.session()), []);
    let change = |change| Command::SetRelation { article: ARTICLE, relation: row.id, change };
    for (command, why) in [
        (change(role("when")), "“Takes part” cannot lead from Event to Actor; it leads from Event to Time, Event"),
        (
            change(role("why")),
            "the schema has no role in this relation called `why`; it has who, to_whom, where, when, with_what",
        ),
        (
            change(RelationChange::Role(None)),
            "“Takes part” asks for a role; it has who, to_whom, where, when, with_what",
        ),
        (change(RelationChange::Reverse), "“Takes part” cannot lead from Actor to Event; it leads from Event to Actor"),
        (change(RelationChange::To(MentionId(2))), "a mention cannot be related to itself; choose another one"),
        (
            change(RelationChange::From(MentionId(9))),
            "there is no mention m-0000000000009 here; it may have been deleted",
        ),
        (
            change(RelationChange::Type { label: slug("said"), role: None }),
            "the schema has no relation type `said`; it has argument, source, cue, about, supports, contradicts",
        ),
        (
            change(RelationChange::Type { label: slug("source"), role: None }),
            "“Claimed by” cannot lead from Event to Actor; it leads from Claim to Actor",
        ),
        (
            change(RelationChange::Attribute { attribute: slug("count"), value: Some(Value::Int(1)) }),
            "the schema has no attribute for this relation type called `count`; it has none",
        ),
        (change(RelationChange::Confidence(Some(2.0))), "confidence lies between 0 and 1, not at 2"),
        (change(role("to_whom")), "nothing to change: Change role to To whom"),
    ] {
        assert_eq!(refused_on(bench.session(), &command), why);
    }
}

#[test]
fn a_relation_changes_its_type_and_its_direction() {
    let mut schema = default_schema();
    let number = schema.attributes.iter().find(|def| def.id.as_str() == "count").unwrap().clone();
    let on = |id: &str, types: &[&str]| AttributeDef {
        id: slug(id),
        labels: vec![],
        relation_types: types.iter().map(|id| slug(id)).collect(),
        ..number.clone()
    };
    schema.attributes.extend([on("weight", &["supports", "contradicts"]), on("depth", &["supports"])]);
    let start = done_on(
        session("[fine|claim] [bad|claim]"),
        &[Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }, relate(1, 2, "supports", None)],
    );
    let change = |change| set_relation(start.session(), 0, change);
    let value = |id: &str| RelationChange::Attribute { attribute: slug(id), value: Some(Value::Int(2)) };
    let bench = done_on(
        without_log(start.session()),
        &[
            change(value("weight")),
            change(value("depth")),
            change(RelationChange::Type { label: slug("contradicts"), role: None }),
            change(RelationChange::Reverse),
        ],
    );
    let shard = bench.session().shard(ARTICLE).unwrap();
    let row = shard.relations.iter().next().unwrap();
    assert_eq!((row.label.as_str(), row.from, row.to), ("contradicts", MentionId(2), MentionId(1)));
    assert_eq!(row.attributes, [(slug("weight"), Value::Int(2))].into_iter().collect(), "the type has no depth");
    assert_eq!(validate(bench.session()), []);
}

// Any sequence.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_sequence_keeps_a_clean_session_clean_and_is_undone_byte_by_byte(
        asks in prop::collection::vec(any_deep_ask(), 1..30),
    ) {
        let start = done_on(
            session("[Ann|actor.person] [met|event] Bob Lee: [talks are \u{1f600} fine|claim.quoted], [Ann|actor]"),
            &[
                Command::AddEntry(EntryDraft { aliases: vec!["Annie".to_owned()], ..entry(1, "actor", "Ann", &[1, 4]) }),
                Command::AddEntry(entry(2, "actor", "Ann L", &[])),
                Command::AddEntry(entry(3, "claim", "All is fine", &[3])),
                relate(2, 1, "argument", Some("who")),
                relate(3, 1, "source", None),
                align(3),
            ],
        );
        let start = without_log(start.session());
        prop_assert_eq!(validate(&start), vec![]);
        let mut bench = bench(start.clone());
        for ask in &asks {
            let command = command_of(bench.session(), ask);
            let before = bench.session().clone();
            if bench.execute(&command).is_err() {
                prop_assert_eq!(bench.session(), &before);
            }
            prop_assert_eq!(validate(bench.session()), vec![], "after {:?}", command);
        }
        while bench.undo().unwrap().is_some() {}
        let text = |session: &Session| encode(&without_log(session), time()).unwrap();
        prop_assert_eq!(text(bench.session()), text(&start));
    }
}
