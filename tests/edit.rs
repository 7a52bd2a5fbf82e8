//! Commands on mentions and relations: what each does to a session, why it is refused; and that undo and redo bring back
//! exactly what was.

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

use asks::*;
use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use markup::*;
use proptest::prelude::*;
use std::sync::Arc;
use support::{slug, span, time};

// Mentions.

#[test]
fn a_tag_stands_on_the_words_it_was_given() {
    check("Ministers met.", Command::Tag(tag("actor", 0, 9)), "[Ministers|actor] met.");
    check("[Ministers|actor] met.", Command::Tag(tag("event", 0, 13)), "[[Ministers|actor] met|event].");
    let apart = Places::Bytes(vec![Span::bytes(10, 13), Span::bytes(0, 9)]);
    let apart = Command::Tag(TagDraft { fragments: apart, ..tag("event", 0, 1) });
    check("Ministers met.", apart, "[Ministers|event] [met|event].");
    let chars = Places::Chars(vec![span(3, 6)]);
    check(
        "\u{1f600}\u{e9} Ann",
        Command::Tag(TagDraft { fragments: chars, ..tag("actor", 0, 1) }),
        "\u{1f600}\u{e9} [Ann|actor]",
    );
    let bench = done("Talks ended.", Command::Tag(tag("claim", 0, 11)));
    let made = bench.session().shard(ARTICLE).unwrap().mentions.iter().next().unwrap();
    assert_eq!((made.quote.as_ref(), made.by, made.created), ("Talks ended", AnnotatorId(2), time()));
    assert_eq!(bench.undo_name(), Some("Tag “Talks ended” as Claim"));
    assert_eq!(bench.session().annotator_name(AnnotatorId(2)), "Reader");
}

#[test]
fn a_tag_that_does_not_hold_is_refused() {
    let twin = refused("[Ministers|actor] met.", &Command::Tag(tag("actor", 0, 9)));
    assert_eq!(twin, "this is tagged already: m-0000000000001");
    let wrong = TagDraft { quote: Some("Minister".to_owned()), ..tag("actor", 0, 9) };
    assert_eq!(
        refused("Ministers met.", &Command::Tag(wrong)),
        "expected “Minister” at this place, but the text there reads “Ministers”"
    );
    assert!(
        refused("Ministers met.", &Command::Tag(tag("robot", 0, 9)))
            .starts_with("the schema has no label `robot`; it has actor, ")
    );
    assert!(refused("Ann", &Command::Tag(tag("actor", 0, 9))).contains("leaves the text"));
    assert!(refused("Ann", &Command::Tag(tag("actor", 1, 1))).contains("is empty"));
    for bad in [1.5, -0.1, f64::NAN] {
        let sure = TagDraft { confidence: Some(bad), ..tag("actor", 0, 3) };
        assert!(refused("Ann", &Command::Tag(sure)).starts_with("confidence lies between 0 and 1"));
    }
    let nowhere = TagDraft { article: ArticleId(9), ..tag("actor", 0, 3) };
    assert_eq!(refused("Ann", &Command::Tag(nowhere)), "there is no article a-0000000000009 in this session");
}

#[test]
fn a_deleted_mention_takes_along_what_hangs_on_it() {
    let before = "[Ann|actor] [met|event] [Bob|actor]: [fine|claim].";
    check(
        before,
        Command::Delete { article: ARTICLE, mentions: m(&[2]) },
        "[Ann|actor] met [Bob|actor]: [fine|claim].",
    );
    let delete = Command::Delete { article: ARTICLE, mentions: m(&[2, 4, 2]) };
    let hang = [relate(2, 1, "argument", Some("who")), relate(4, 3, "source", None), align(4), delete];
    let bench = done_on(session(before), &hang);
    assert_eq!(markup(bench.session()), "[Ann|actor] met [Bob|actor]: fine.");
    assert!(bench.session().shard(ARTICLE).unwrap().relations.is_empty());
    assert!(bench.session().alignments.is_empty());
    let gone = refused(before, &Command::Delete { article: ARTICLE, mentions: m(&[1, 9]) });
    assert_eq!(gone, "there is no mention m-0000000000009 here; it may have been deleted");
    assert!(refused(before, &Command::Delete { article: ARTICLE, mentions: vec![] }).starts_with("nothing to change"));
}

#[test]
fn another_label_keeps_only_the_attributes_it_has() {
    check("[Ann|actor] left", relabel(&[1], "actor.person"), "[Ann|actor.person] left");
    let related = "[fine|claim] says [Ann|actor]";
    let related = done_on(session(related), &[relate(1, 2, "source", None)]);
    let why = refused_on(&without_log(related.session()), &relabel(&[1], "event"));
    assert!(
        why.starts_with("one relation does not allow it. “fine” → “Ann”: “Claimed by” cannot lead from Event"),
        "{why}"
    );
    let before = "[Ann|actor] [met|event] [Bob|actor]";
    let count =
        [set(2, "count", Value::Int(2)), set(2, "status", Value::Text("planned".into())), relabel(&[2], "claim")];
    let bench = done_on(session(before), &count);
    let kept: Vec<&str> = mention(bench.session(), 2).attributes.keys().map(Slug::as_str).collect();
    assert_eq!(kept, ["count"]);
    let linked = [Command::AddEntry(entry(1, "actor", "Ann", &[1])), relabel(&[1], "event")];
    assert_eq!(mention(done_on(session(before), &linked).session(), 1).entry, None);
    check(before, relabel(&[1, 3, 1], "actor.group"), "[Ann|actor.group] [met|event] [Bob|actor.group]");
}

#[test]
fn another_label_never_makes_twins() {
    let before = "[[Ann|actor]|event] left";
    assert!(refused(before, &relabel(&[1], "event")).starts_with("this is tagged already"));
    assert!(refused(before, &relabel(&[1, 2], "claim")).starts_with("this is tagged already"));
    let plain = session("[met|event]");
    assert!(refused_on(&plain, &relabel(&[1], "event")).starts_with("nothing to change"), "no default sneaks in");
}

#[test]
fn a_moved_mention_keeps_everything_but_its_words() {
    let moved = Command::SetExtent { article: ARTICLE, mention: MentionId(1), fragments: Span::bytes(0, 7).into() };
    let bench = done_on(session("[Ann|actor] Lee"), &[set(1, "naming", Value::Text("name".into())), moved.clone()]);
    assert_eq!(markup(bench.session()), "[Ann Lee|actor]");
    let row = mention(bench.session(), 1);
    assert_eq!((row.quote.as_ref(), row.modified, row.attributes.len()), ("Ann Lee", Some(time()), 1));
    assert!(refused("[Ann Lee|actor]", &moved).starts_with("nothing to change"));
}

#[test]
fn a_note_is_ones_own_and_those_of_others_stay() {
    let mut start = session("[Ann|actor]");
    let theirs = Note { by: AnnotatorId(1), at: time(), text: "Sure?".to_owned() };
    start = bench_edit(start, |row| row.notes.push(theirs.clone()));
    let note = |text: &str| Command::SetNote { article: ARTICLE, mention: MentionId(1), text: text.to_owned() };
    let notes = |commands: &[Command]| {
        let bench = done_on(start.clone(), commands);
        mention(bench.session(), 1).notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>()
    };
    assert_eq!(notes(&[note(" Yes. ")]), ["Sure?", "Yes."]);
    assert_eq!(notes(&[note("Yes."), note("No.")]), ["Sure?", "No."]);
    assert_eq!(notes(&[note("Yes."), note("")]), ["Sure?"]);
    assert!(refused_on(&start, &note("")).starts_with("nothing to change"));
}

#[test]
fn attributes_take_what_their_type_takes() {
    let before = "[Ann|actor] [met|event]";
    for (attribute, value) in [
        ("status", Value::Text("planned".into())),
        ("date", Value::Text("2026-11-21".into())),
        ("count", Value::Float(2.5)),
    ] {
        let bench = done(before, set(2, attribute, value.clone()));
        assert_eq!(mention(bench.session(), 2).attributes.get(&slug(attribute)), Some(&value));
    }
    for (attribute, value, why) in [
        (
            "status",
            Value::Text("maybe".into()),
            "Status takes happened, ongoing, planned, possible, denied, not `maybe`",
        ),
        ("date", Value::Text("yesterday".into()), "Date takes a day such as 2026-11-21, not `yesterday`"),
        ("count", Value::Text("two".into()), "Number stated takes a number, not a text"),
        (
            "naming",
            Value::Text("name".into()),
            "the schema has no attribute for this label called `naming`; it has status, date, count",
        ),
    ] {
        assert_eq!(refused(before, &set(2, attribute, value)), why);
    }
    let away =
        |value| Command::SetAttribute { article: ARTICLE, mention: MentionId(2), attribute: slug("count"), value };
    let bench = done_on(session(before), &[away(Some(Value::Int(2))), away(None)]);
    assert!(mention(bench.session(), 2).attributes.is_empty());
}

#[test]
fn confidence_flags_and_reviews_are_set_once() {
    let start = session("[Ann|actor] [Bob|actor]");
    let flag = |name: &str, on| Command::SetFlag { article: ARTICLE, mention: MentionId(1), flag: slug(name), on };
    let sure = |confidence| Command::SetConfidence { article: ARTICLE, mention: MentionId(1), confidence };
    let review = |state| Command::Review { article: ARTICLE, mentions: m(&[1, 2, 1]), state };
    let bench = done_on(
        start.clone(),
        &[flag("unsure", true), flag("discuss", true), sure(Some(0.5)), review(ReviewState::Accepted)],
    );
    let row = mention(bench.session(), 1);
    assert_eq!((&row.flags, row.confidence), (&vec![slug("unsure"), slug("discuss")], Some(0.5)));
    assert_eq!((row.review.state, row.review.by()), (ReviewState::Accepted, Some(AnnotatorId(2))));
    for again in [flag("unsure", true), flag("other", false), sure(Some(0.5)), review(ReviewState::Accepted)] {
        assert!(refused_on(bench.session(), &again).starts_with("nothing to change"), "{again:?}");
    }
    let bench = done_on(without_log(bench.session()), &[flag("unsure", false), sure(None), review(ReviewState::Open)]);
    assert_eq!(mention(bench.session(), 1).flags, [slug("discuss")]);
    assert!(mention(bench.session(), 1).review.is_open());
}

#[test]
fn a_quarantined_mention_comes_back_or_goes() {
    let back =
        |start, end| Command::Restore { article: ARTICLE, mention: WAITING, fragments: Span::bytes(start, end).into() };
    check("Ann left", back(0, 3), "[Ann|actor.group] left");
    assert!(refused("[Ann|actor.group] left", &back(0, 3)).starts_with("this is tagged already"));
    assert!(refused("Ann", &back(2, 9)).contains("leaves the text"));
    let bench = done("Ann", Command::DropQuarantined { article: ARTICLE, mention: WAITING });
    assert!(bench.session().shard(ARTICLE).unwrap().quarantine.is_empty());
    let gone = refused_on(bench.session(), &back(0, 3));
    assert!(gone.starts_with("there is no quarantined mention m-"), "{gone}");
}

// Relations.

#[test]
fn a_relation_joins_what_its_type_allows() {
    let before = "[Ann|actor.person] [met|event] [Bob|actor]: [fine|claim]";
    let bench = done_on(session(before), &[relate(2, 1, "argument", Some("who")), relate(4, 3, "source", None)]);
    let shard = bench.session().shard(ARTICLE).unwrap();
    assert_eq!((shard.relations.len(), shard.relations_of(MentionId(1)).count()), (2, 1));
    let id = shard.relations.iter().next().unwrap().id;
    let unrelate = Command::Unrelate { article: ARTICLE, relations: vec![id, id] };
    let bench = done_on(without_log(bench.session()), &[unrelate]);
    assert_eq!(bench.session().shard(ARTICLE).unwrap().relations.len(), 1);
    for (command, why) in [
        (
            relate(1, 2, "argument", Some("who")),
            "“Takes part” cannot lead from Person to Event; it leads from Event to Actor",
        ),
        (relate(4, 2, "source", None), "“Claimed by” cannot lead from Claim to Event; it leads from Claim to Actor"),
        (
            relate(1, 2, "owns", None),
            "the schema has no relation type `owns`; it has argument, source, cue, about, supports, contradicts",
        ),
        (relate(4, 3, "source", Some("who")), "the schema has no role in this relation called `who`; it has none"),
        (relate(1, 1, "source", None), "a mention cannot be related to itself; choose another one"),
    ] {
        assert_eq!(refused(before, &command), why);
    }
    let twice = done_on(session(before), &[relate(4, 3, "source", None)]);
    assert!(refused_on(twice.session(), &relate(4, 3, "source", None)).contains("related like this already"));
}

// Transactions.

#[test]
fn a_transaction_whose_last_edit_is_stale_leaves_nothing_behind() {
    let start = session("[Ann|actor] [Bob|actor] [met|event]");
    let shard = start.shard(ARTICLE).unwrap();
    let row = |id| shard.mentions.shared(MentionId(id)).unwrap();
    let renamed = |id, quote: &str| Mention { quote: quote.into(), ..Mention::clone(&row(id)) };
    let stale = Arc::new(renamed(3, "seen by nobody"));
    for last in [
        Edit::Mention(ARTICLE, Change::update(Arc::clone(&stale), renamed(3, "x"))),
        Edit::Mention(ARTICLE, Change::delete(stale)),
        Edit::Mention(ARTICLE, Change::insert(renamed(3, "x"))),
        Edit::Mention(ArticleId(9), Change::delete(row(3))),
        Edit::Article { position: 1, change: Change::delete(Arc::clone(&start.shard(OTHER).unwrap().article)) },
    ] {
        let edits = vec![
            Edit::Annotator(Change::insert(person(5, "New"))),
            Edit::Mention(ARTICLE, Change::delete(row(1))),
            Edit::Mention(ARTICLE, Change::update(row(2), renamed(2, "Bobby"))),
            Edit::Mention(ARTICLE, Change::delete(Arc::new(renamed(2, "Bobby")))),
            last,
        ];
        let mut session = start.clone();
        let error = apply(&mut session, &transaction(edits)).expect_err("the last edit does not hold");
        assert!(error.to_string().ends_with("nothing was done"), "{error}");
        assert_eq!(session, start);
    }
}

#[test]
fn what_changed_meanwhile_is_not_undone() {
    let mut bench = bench(session("Ann"));
    bench.execute(&Command::Tag(tag("actor", 0, 3))).unwrap();
    let mut other = bench.session().clone();
    let made = other.shard(ARTICLE).unwrap().mentions.iter().next().unwrap().clone();
    let delete = transaction(vec![Edit::Mention(ARTICLE, Change::delete(Arc::new(made.clone())))]);
    apply(&mut other, &delete).unwrap();
    let again = apply(&mut other, &delete).expect_err("it is gone");
    assert_eq!(again, ApplyError::Stale { kind: "mention", id: made.id.to_string() });
    assert_eq!(bench.session().mention_count(), 2);
}

// Any commands in any order.

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_work_is_undone_and_redone_exactly_and_repeats_itself(asks in prop::collection::vec(any_ask(), 0..40)) {
        let start = session("[Ann|actor] [met|event] Bob Lee: [talks are \u{1f600} fine|claim]");
        let mut bench = bench(start.clone());
        let mut states = vec![without_log(&start)];
        let mut commands = Vec::new();
        for ask in &asks {
            let command = command_of(bench.session(), ask);
            let before = bench.session().clone();
            match bench.execute(&command) {
                Ok(_) => {
                    states.push(without_log(bench.session()));
                    prop_assert_ne!(&states[states.len() - 2], &states[states.len() - 1], "{:?} did nothing", command);
                }
                Err(refusal) => {
                    prop_assert_eq!(bench.session(), &before);
                    prop_assert!(!refusal.to_string().contains("meanwhile"), "{:?}: {}", command, refusal);
                }
            }
            commands.push(command);
        }
        let broken: Vec<Fault> = validate(bench.session())
            .into_iter()
            .filter(|fault| !matches!(fault.code, FaultCode::Unplaced | FaultCode::End | FaultCode::Duplicate))
            .collect();
        prop_assert_eq!(broken, vec![]);
        let finished = bench.session().clone();
        for state in states.iter().rev().skip(1) {
            prop_assert!(bench.undo().unwrap().is_some());
            prop_assert_eq!(&without_log(bench.session()), state);
        }
        prop_assert_eq!(bench.undo().unwrap(), None);
        for state in states.iter().skip(1) {
            prop_assert!(bench.redo().unwrap().is_some());
            prop_assert_eq!(&without_log(bench.session()), state);
        }
        let mut again = self::bench(start);
        for command in &commands {
            again.execute(command).ok();
        }
        prop_assert_eq!(again.session(), &finished);
    }
}
