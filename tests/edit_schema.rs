//! Another schema, and what follows it: records of merged and removed labels, relation types and attributes.

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

#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::codec::{default_schema, encode};
use byline::edit::*;
use byline::model::*;
use byline::workbench::ScriptLine;
use markup::*;
use std::sync::Arc;
use support::{slug, time};

/// The default schema after `change`.
#[expect(clippy::unnecessary_box_returns, reason = "the command takes it so")]
fn schema(change: impl FnOnce(&mut Schema)) -> Box<Schema> {
    let mut schema = default_schema();
    change(&mut schema);
    Box::new(schema)
}

#[expect(clippy::unnecessary_box_returns, reason = "the command takes it so")]
fn without_labels(names: &[&str]) -> Box<Schema> {
    schema(|schema| {
        for layer in &mut schema.layers {
            layer.labels.retain(|label| !names.contains(&label.id.as_str()));
        }
    })
}

fn fates(list: &[(&str, Option<&str>)]) -> Fates {
    list.iter().map(|(name, fate)| (slug(name), fate.map(slug))).collect()
}

fn labels(list: &[(&str, Option<&str>)]) -> Becomes {
    Becomes { labels: fates(list), ..Becomes::default() }
}

fn written(session: &Session) -> String {
    encode(&without_log(session), time()).unwrap()
}

fn with(mut start: Session, edits: Vec<Edit>) -> Session {
    apply(&mut start, &transaction(edits)).unwrap();
    without_log(&start)
}

fn codes(session: &Session) -> Vec<String> {
    validate(session).iter().map(ToString::to_string).collect()
}

/// A suggestion to tag the words at `place` of the first article.
fn proposed(session: &Session, label: &str, place: (u32, u32)) -> Suggestion {
    let article = &session.shard(ARTICLE).unwrap().article;
    let fragments = article.fragments_from_chars(&[support::span(place.0, place.1)]).unwrap();
    Suggestion {
        quote: fragments.quote(article.text()).unwrap(),
        fragments: Some(fragments),
        label: Some(slug(label)),
        ..suggestion(SuggestionKind::Mention).try_map(|_| Err(())).unwrap()
    }
}

#[test]
fn two_labels_become_one_everywhere_and_one_undo_takes_it_back() {
    let start = session("[Ann|actor.person] [met|event] [crowds|actor.group], Bo said");
    let asked = SavedFilter { labels: vec![slug("actor.group"), slug("actor.person")], ..filter("People") };
    let start = with(
        start.clone(),
        vec![
            Edit::Suggestion(ARTICLE, Change::insert(proposed(&start, "actor.group", (16, 18)))),
            Edit::Filter(Change::insert(asked)),
        ],
    );
    let start = done_on(
        start,
        &[
            Command::AddEntry(EntryDraft { kind: Some(slug("actor.group")), ..entry(1, "actor", "The crowd", &[3]) }),
            relate(2, 3, "argument", Some("to_whom")),
        ],
    );
    let start = without_log(start.session());
    assert_eq!(codes(&start), [""; 0]);
    // The new schema still names the old label where it was allowed: that follows by itself.
    let mut merged = without_labels(&["actor.group"]);
    merged.relation_types.iter_mut().find(|kind| kind.id.as_str() == "source").unwrap().to = vec![slug("actor.group")];
    merged.attributes.iter_mut().find(|def| def.id.as_str() == "naming").unwrap().labels =
        vec![slug("actor.group"), slug("actor.person")];
    let becomes = labels(&[("actor.group", Some("actor.person"))]);

    let effects = schema_effects(&start, &merged, &becomes);
    let on = &effects.labels[&slug("actor.group")];
    assert_eq!((on.mentions, on.waiting, on.suggestions, on.entries), (1, 1, 1, 1));
    assert_eq!((&on.fate, on.first.as_deref()), (&Fate::Becomes(slug("actor.person")), Some("1.txt")));
    assert_eq!((effects.relabelled, effects.deleted, effects.entries, effects.unlinked), (2, 0, 1, 0));

    let mut bench = done_on(start.clone(), &[Command::SetSchema { schema: merged, becomes }]);
    assert_eq!(bench.undo_name(), Some("Change schema: 2 mentions relabelled"));
    let after = bench.session();
    assert_eq!(markup(after), "[Ann|actor.person] [met|event] [crowds|actor.person], Bo said");
    let shard = after.shard(ARTICLE).unwrap();
    assert_eq!(shard.quarantine.get(WAITING).unwrap().mention.label, slug("actor.person"));
    assert_eq!(shard.suggestions.get(SuggestionId(1)).unwrap().label, Some(slug("actor.person")));
    assert_eq!(shard.mentions.get(MentionId(3)).unwrap().entry, Some(EntryId(1)));
    assert_eq!(after.entries.get(EntryId(1)).unwrap().kind, Some(slug("actor.person")));
    assert_eq!(after.filters.get(FilterId(1)).unwrap().labels, [slug("actor.person")]);
    assert_eq!(after.schema.relation_type(&slug("source")).unwrap().to, [slug("actor.person")]);
    let naming = after.schema.attributes.iter().find(|def| def.id.as_str() == "naming").unwrap();
    assert_eq!(naming.labels, [slug("actor.person")]);
    assert_eq!(codes(after), [""; 0]);

    bench.undo().unwrap();
    assert_eq!(written(bench.session()), written(&start), "byte by byte");
}

#[test]
fn a_label_that_becomes_none_takes_its_mentions_and_what_hangs_on_them_along() {
    let start = done_on(
        session("[Ann|actor.person] [met|event]: [fine|claim.quoted]"),
        &[relate(3, 1, "source", None), relate(2, 1, "argument", Some("who")), align(3)],
    );
    let start = without_log(start.session());
    let gone = without_labels(&["claim.quoted", "actor.group"]);
    let becomes = labels(&[("claim.quoted", None), ("actor.group", None)]);
    let effects = schema_effects(&start, &gone, &becomes);
    assert_eq!((effects.deleted, effects.unrelated, effects.unaligned), (2, 1, 1));
    assert_eq!(effects.summary(), "2 mentions deleted, one relation deleted");
    let bench = done_on(start.clone(), &[Command::SetSchema { schema: gone, becomes }]);
    assert_eq!(markup(bench.session()), "[Ann|actor.person] [met|event]: fine");
    let shard = bench.session().shard(ARTICLE).unwrap();
    assert_eq!((shard.relations.len(), shard.quarantine.len()), (1, 0));
    assert!(bench.session().alignments.is_empty());
    assert_eq!(codes(bench.session()), [""; 0]);
}

#[test]
fn what_is_in_use_and_left_open_is_refused_with_counts() {
    let start = session("[Ann|actor.person] [Bo|actor.person] [met|event]");
    let listed = done_on(start.clone(), &[Command::AddEntry(entry(1, "event", "Summit", &[]))]);
    let ask = |schema: Box<Schema>, becomes: Becomes| Command::SetSchema { schema, becomes };
    let person = without_labels(&["actor.person"]);
    for (command, why) in [
        (
            ask(person.clone(), Becomes::default()),
            "the label `actor.person` is in use by 2 mentions, first in “1.txt”; relabel its mentions first, or say what becomes of them",
        ),
        (
            ask(person.clone(), labels(&[("actor.person", Some("actor.human"))])),
            "the schema has no label `actor.human`; it has actor, actor.organisation, actor.state, actor.group, event",
        ),
        (ask(person, labels(&[("actor.peson", Some("actor"))])), "the schema has no label `actor.peson`; it has actor"),
        (
            ask(
                schema(|schema| {
                    schema.layers.retain(|layer| layer.id.as_str() != "event");
                }),
                labels(&[("event", None)]),
            ),
            "“Takes part” may lead from or to `event` and nothing else there",
        ),
    ] {
        let refusal = refused_on(&start, &command);
        assert!(refusal.starts_with(why), "{refusal}");
    }
    let no_status = schema(|schema| schema.attributes.retain(|def| def.id.as_str() != "status"));
    let valued = done_on(start, &[set(3, "status", Value::Text("planned".to_owned()))]);
    assert_eq!(
        refused_on(valued.session(), &ask(no_status, Becomes::default())),
        "the attribute `status` has one value; say what becomes of its values"
    );
    let no_event = schema(|schema| {
        schema.layers.retain(|layer| layer.id.as_str() != "event");
    });
    let refusal = refused_on(&without_log(listed.session()), &ask(no_event, Becomes::default()));
    assert!(refusal.contains("`event` is in use by one mention") || refusal.contains("“Summit”"), "{refusal}");
}

#[test]
fn relations_and_values_move_to_another_type_and_attribute_where_they_fit() {
    let set_count = |mention, value| set(mention, "count", value);
    let start = done_on(
        session("[Ann|actor]: [40 left|claim] since [3 came|claim.quoted]"),
        &[
            relate(2, 1, "source", None),
            relate(3, 2, "supports", None),
            set_count(2, Value::Int(40)),
            set_count(3, Value::Float(3.5)),
            set(2, "certainty", Value::Text("certain".to_owned())),
        ],
    );
    let start = without_log(start.session());
    let new = schema(|schema| {
        schema.relation_types.retain(|kind| !["supports", "source"].contains(&kind.id.as_str()));
        schema.relation_types.push(RelationType {
            id: slug("said_by"),
            name: "Said by".to_owned(),
            from: vec![slug("claim")],
            to: vec![slug("actor")],
            roles: vec![],
            symmetric: false,
            color: None,
            description: String::new(),
            ext: Ext::default(),
        });
        schema.attributes.retain(|def| !["count", "certainty"].contains(&def.id.as_str()));
        let number = default_schema().attributes.into_iter().find(|def| def.id.as_str() == "count").unwrap();
        schema.attributes.push(AttributeDef {
            id: slug("figure"),
            labels: vec![slug("claim.quoted")],
            ..number.clone()
        });
    });
    let becomes = Becomes {
        labels: Fates::new(),
        relation_types: fates(&[("source", Some("said_by")), ("supports", None)]),
        attributes: fates(&[("count", Some("figure")), ("certainty", None)]),
    };
    let effects = schema_effects(&start, &new, &becomes);
    assert_eq!((effects.retyped, effects.unrelated), (1, 1));
    let count = ValueEffect { moved: 1, gone: 1, open: 0 };
    let certainty = ValueEffect { moved: 0, gone: 1, open: 0 };
    assert_eq!(effects.attributes, [(slug("certainty"), certainty), (slug("count"), count)].into());
    let bench = done_on(start, &[Command::SetSchema { schema: new, becomes }]);
    let shard = bench.session().shard(ARTICLE).unwrap();
    let types: Vec<&str> = shard.relations.iter().map(|row| row.label.as_str()).collect();
    assert_eq!(types, ["said_by"]);
    assert_eq!(mention(bench.session(), 2).attributes, Attributes::new());
    assert_eq!(mention(bench.session(), 3).attributes, [(slug("figure"), Value::Float(3.5))].into_iter().collect());
}

#[test]
fn relations_that_would_not_be_allowed_any_more_keep_a_label_from_moving() {
    let start = done_on(session("[Ann|actor]: [fine|claim.quoted]"), &[relate(2, 1, "source", None)]);
    let command = Command::SetSchema {
        schema: without_labels(&["claim.quoted"]),
        becomes: labels(&[("claim.quoted", Some("event"))]),
    };
    let refusal = refused_on(&without_log(start.session()), &command);
    assert!(refusal.starts_with("under this schema something would not hold: article a-0000000000001"), "{refusal}");
    assert!(refusal.contains("`source` may start from claim, not `event`"), "{refusal}");
}

#[test]
fn a_layer_that_moves_takes_its_entries_along_and_one_that_goes_drops_them() {
    let start = done_on(
        session("[Ann|actor] [met|event.meeting] [fell|event]"),
        &[
            Command::AddEntry(entry(1, "event", "Summit", &[2])),
            Command::AddEntry(EntryDraft { kind: Some(slug("event.meeting")), ..entry(2, "event", "Talks", &[3]) }),
            Command::Align {
                from: AlignmentEnd::of_entry(EntryId(1)),
                to: AlignmentEnd::of_entry(EntryId(2)),
                kind: AlignmentKind::Differs,
            },
        ],
    );
    let start = without_log(start.session());
    let no_events = || {
        schema(|schema| {
            schema.layers.retain(|layer| layer.id.as_str() != "event");
            schema.attributes.iter_mut().for_each(|def| def.labels.retain(|label| label.layer() != "event"));
            schema.relation_types.retain(|kind| !["argument", "cue"].contains(&kind.id.as_str()));
            for kind in &mut schema.relation_types {
                kind.to.retain(|label| label.layer() != "event");
            }
        })
    };
    let moved = labels(&[("event", Some("claim")), ("event.meeting", Some("claim.quoted"))]);
    let bench = done_on(start.clone(), &[Command::SetSchema { schema: no_events(), becomes: moved }]);
    let kinds: Vec<(String, Option<String>)> = bench
        .session()
        .entries
        .iter()
        .map(|row| (row.layer.to_string(), row.kind.as_ref().map(ToString::to_string)))
        .collect();
    assert_eq!(kinds, [("claim".to_owned(), None), ("claim".to_owned(), Some("claim.quoted".to_owned()))]);
    assert_eq!(mention(bench.session(), 2).entry, Some(EntryId(1)), "links hold");
    assert_eq!(codes(bench.session()), [""; 0]);
    let gone = labels(&[("event", None), ("event.meeting", None)]);
    let effects = schema_effects(&start, &no_events(), &gone);
    assert_eq!((effects.deleted, effects.dropped, effects.unaligned), (2, 2, 1));
    let bench = done_on(start, &[Command::SetSchema { schema: no_events(), becomes: gone }]);
    assert_eq!(markup(bench.session()), "[Ann|actor] met fell");
    assert!(bench.session().entries.is_empty() && bench.session().alignments.is_empty());
}

#[test]
fn renaming_is_another_name_under_the_same_slug() {
    let renamed = schema(|schema| schema.layers[0].name = "Who".to_owned());
    let bench =
        done_on(session("[Ann|actor]"), &[Command::SetSchema { schema: renamed.clone(), becomes: Becomes::default() }]);
    assert_eq!((bench.undo_name(), markup(bench.session())), (Some("Change schema"), "[Ann|actor]".to_owned()));
    assert_eq!(bench.session().schema.label_name(&slug("actor")), "Who");
    assert!(schema_effects(bench.session(), &default_schema(), &Becomes::default()).is_empty());
    let again = Command::SetSchema { schema: renamed, becomes: Becomes::default() };
    assert_eq!(refused_on(bench.session(), &again), "nothing to change: Change schema");
}

#[test]
fn a_label_that_stays_can_be_emptied_into_another_one() {
    let becomes = labels(&[("actor.person", Some("actor"))]);
    let bench = done_on(
        session("[Ann|actor.person] [Ann L|actor]"),
        &[Command::SetSchema { schema: Box::new(default_schema()), becomes }],
    );
    assert_eq!(markup(bench.session()), "[Ann|actor] [Ann L|actor]");
    assert_eq!(*bench.session().schema, *Arc::new(default_schema()));
}

#[test]
fn a_slip_inside_of_a_command_is_named_and_not_passed_over() {
    let bare = r#"name: "x", layers: [], attributes: [], relation_types: []"#;
    for (line, part) in [
        (format!("set_schema(schema: ({bare}, colour: 1))"), "it has no field `schema.colour`"),
        (format!("set_schema(schema: ({bare}), becomes: (label: {{}}))"), "label"),
        (
            format!(r#"set_schema(schema: ({bare}), becomes: (labels: {{"actor": "a", "actor": "b"}}))"#),
            "the name `actor` stands twice in one map",
        ),
        (
            r#"{"edit_entry": {"entry": "e-0000000000001", "change": {"place": {"name": "x", "lat": 1}}}}"#.to_owned(),
            "lat`",
        ),
        (
            r#"edit_entry(entry: "e-0000000000001", change: when((precision: "day", from: "2031-01-01")))"#.to_owned(),
            "from`",
        ),
    ] {
        let said = ScriptLine::parse(&line).unwrap_err().to_string();
        assert!(said.starts_with("this line is no command: ") && said.contains(part), "{line}: {said}");
    }
}

#[test]
fn a_count_that_nobody_wants_any_more_ends_at_the_next_article() {
    let start = session("[Ann|actor.person] [met|event]");
    let gone = without_labels(&["actor.person"]);
    let becomes = labels(&[("actor.person", Some("actor"))]);
    assert_eq!(schema_effects_while(&start, &gone, &becomes, &|| true), Some(schema_effects(&start, &gone, &becomes)));
    let asked = std::cell::Cell::new(0);
    let first_alone = || asked.replace(asked.get() + 1) == 0;
    assert_eq!(schema_effects_while(&start, &gone, &becomes, &first_alone), None);
    assert_eq!((asked.get(), start.shards().len()), (3, 2), "once for each article, and at the end");
}
