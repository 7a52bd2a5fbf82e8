//! Conflicts that a merge left, settled: the record becomes what one side made of it, and one undo takes that back.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/markup.rs"]
mod markup;
#[path = "support/merging.rs"]
mod merging;
mod support;

use byline::codec;
use byline::edit::*;
use byline::model::*;
use byline::workbench::{Clock, Workbench};
use markup::*;
use merging::*;
use support::time;

/// The session in which a merge has left one conflict, and what comes of settling it; undo must lead back exactly.
#[track_caller]
fn settled(merged: &Session, side: Side) -> Result<Session, Refusal> {
    let conflict = only_conflict(merged).id;
    let mut bench = Workbench::with(merged.clone(), person(2, "Side"), Clock::Fixed(later(120)), 9);
    let done = bench.execute(&Command::SettleConflict { conflict, side })?;
    assert!(done.name.starts_with(if side == Side::Ours { "Keep ours: " } else { "Take theirs: " }), "{}", done.name);
    let outcome = bench.session().clone();
    assert!(outcome.conflicts.is_empty(), "{:?}", outcome.conflicts);
    assert_eq!(validate(&outcome), []);
    let text = codec::encode(&outcome, time()).unwrap();
    assert!(codec::decode(text.as_bytes()).unwrap().session == outcome);
    assert_eq!(bench.undo().unwrap(), Some(done.name));
    assert!(without_log(bench.session()) == without_log(merged), "undo does not lead back");
    Ok(outcome)
}

#[test]
fn a_label_that_both_changed_becomes_that_of_either() {
    let base = session("[Ann|actor] met");
    let (merged, _) = merged(&base, &[relabel(&[1], "event")], &[relabel(&[1], "claim")]);
    assert_eq!(conflict_kind(only_conflict(&merged)), "mention");
    assert_eq!(markup(&settled(&merged, Side::Ours).unwrap()), "[Ann|event] met");
    assert_eq!(markup(&settled(&merged, Side::Theirs).unwrap()), "[Ann|claim] met");
}

#[test]
fn what_was_done_since_the_merge_stays_where_the_sides_agree() {
    let base = session("[Ann|actor] met");
    let (merged, _) = merged(&base, &[extent(1, 0, 7)], &[extent(1, 4, 7)]);
    let later = by(
        4,
        &merged,
        &[note(1, "since"), Command::SetConfidence { article: ARTICLE, mention: MentionId(1), confidence: Some(0.5) }],
    );
    let outcome = settled(&later, Side::Theirs).unwrap();
    assert_eq!(markup(&outcome), "Ann [met|actor]");
    let row = mention(&outcome, 1);
    assert_eq!((row.notes[0].text.as_str(), row.confidence, row.quote.as_ref()), ("since", Some(0.5), "met"));
}

#[test]
fn a_deletion_is_taken_with_all_that_hangs_on_it_or_undone_by_either_side() {
    let base = session("[Ann|actor] [met|event] [Bob|actor]");
    let base = without_log(&by(1, &base, &[relate(2, 1, "argument", Some("who"))]));
    let (theirs_deleted, _) = merged(&base, &[note(2, "ours")], &[delete(&[2])]);
    assert_eq!(only_conflict(&theirs_deleted).theirs, None);
    let kept = settled(&theirs_deleted, Side::Ours).unwrap();
    assert_eq!(markup(&kept), "[Ann|actor] [met|event] [Bob|actor]");
    let gone = settled(&theirs_deleted, Side::Theirs).unwrap();
    assert_eq!(markup(&gone), "[Ann|actor] met [Bob|actor]");
    assert!(gone.shard(ARTICLE).unwrap().relations.is_empty());
    let (ours_deleted, _) = merged(&base, &[delete(&[2])], &[note(2, "theirs")]);
    assert_eq!(only_conflict(&ours_deleted).ours, None);
    assert_eq!(markup(&settled(&ours_deleted, Side::Ours).unwrap()), "[Ann|actor] met [Bob|actor]");
    assert_eq!(mention(&settled(&ours_deleted, Side::Theirs).unwrap(), 2).notes[0].text, "theirs");
}

#[test]
fn a_title_and_an_articles_metadata_are_settled_too() {
    let title = |text: &str| Command::SetTitle { title: text.to_owned() };
    let base = session("Ann met");
    let (merged_titles, _) = merged(&base, &[title("Ours")], &[title("Theirs")]);
    assert_eq!(settled(&merged_titles, Side::Ours).unwrap().info.title, "Ours");
    assert_eq!(settled(&merged_titles, Side::Theirs).unwrap().info.title, "Theirs");
    let headline =
        |text: &str| Command::SetMetadata { article: ARTICLE, field: Field::Headline, value: Some(text.to_owned()) };
    let (merged, _) = merged(&base, &[headline("Ours")], &[headline("Theirs")]);
    assert_eq!(conflict_kind(only_conflict(&merged)), "article's metadata");
    assert_eq!(settled(&merged, Side::Theirs).unwrap().shard(ARTICLE).unwrap().title(), "Theirs");
}

#[test]
fn an_article_that_one_side_took_out_goes_with_its_conflict() {
    let base = session("[Ann|actor] met");
    let remove = Command::RemoveArticle { article: ARTICLE };
    let (merged, _) = merged(&base, &[note(1, "ours")], &[remove]);
    let of_article = |row: &&Conflict| row.record == ARTICLE.to_string();
    let conflict = merged.conflicts.iter().find(of_article).unwrap();
    let mut bench = Workbench::with(merged.clone(), person(2, "Side"), Clock::Fixed(later(120)), 9);
    bench.execute(&Command::SettleConflict { conflict: conflict.id, side: Side::Theirs }).unwrap();
    assert!(bench.session().shard(ARTICLE).is_none());
    assert_eq!(validate(bench.session()), []);
    bench.undo().unwrap();
    assert!(without_log(bench.session()) == without_log(&merged));
}

#[test]
fn a_version_that_does_not_hold_any_more_is_refused_and_nothing_changes() {
    let base = session("[Ann|actor] [met|event]");
    let theirs = [delete(&[2]), relabel(&[1], "event"), extent(1, 4, 7)];
    let (merged, _) = merged(&base, &[extent(1, 0, 7)], &theirs);
    assert_eq!(markup(&merged), "[Ann met|actor]");
    // Meanwhile the same label stands where theirs would put theirs.
    let mut bench = Workbench::with(merged, person(2, "Side"), Clock::Fixed(later(100)), 9);
    bench.execute(&Command::Tag(tag("event", 4, 7))).unwrap();
    let before = bench.session().clone();
    let conflict = before.conflicts.iter().find(|row| row.record == MentionId(1).to_string()).unwrap().id;
    let refusal = bench.execute(&Command::SettleConflict { conflict, side: Side::Theirs }).unwrap_err();
    assert!(refusal.to_string().contains("stands on these words already"), "{refusal}");
    assert!(*bench.session() == before);
}

#[test]
fn a_conflict_that_holds_nonsense_is_refused_with_what_to_do() {
    let mut session = session("[Ann|actor] met");
    let row = |id: u64, record: &str, theirs: Value| Conflict {
        id: ConflictId(id),
        record: record.to_owned(),
        article: Some(ARTICLE),
        base: None,
        ours: Some(Value::Map([("label".to_owned(), Value::Text("actor".to_owned()))].into_iter().collect())),
        theirs: Some(theirs),
        source: String::new(),
        created: time(),
        ext: Ext::default(),
    };
    let map = |name: &str, value: Value| Value::Map([(name.to_owned(), value)].into_iter().collect());
    let rows = [
        row(1, "m-0000000000001", map("label", Value::Int(7))),
        row(2, "m-0000000000001", map("label", Value::Text("nowhere.at.all".to_owned()))),
        row(3, "m-0000000000001", map("fragments", Value::List(vec![Value::Int(1)]))),
        row(4, "m-0000000000001", Value::Text("no record".to_owned())),
        row(5, "not an id", map("label", Value::Text("event".to_owned()))),
        row(6, "m-0000000000009", map("label", Value::Text("event".to_owned()))),
        row(7, "schema", map("layers", Value::Int(1))),
        row(8, "m-0000000000001", map("id", Value::Text("m-0000000000002".to_owned()))),
    ];
    let mut file = codec::SessionFile::from_session(&session).unwrap();
    file.conflicts.extend(rows);
    session = support::session_of(file);
    let mut bench = Workbench::with(session.clone(), person(2, "Side"), Clock::Fixed(later(100)), 9);
    for id in 1..=8 {
        let command = Command::SettleConflict { conflict: ConflictId(id), side: Side::Theirs };
        let refusal = bench.execute(&command).unwrap_err().to_string();
        assert!(refusal.contains("then delete the conflict"), "{id}: {refusal}");
        assert!(*bench.session() == session, "{id}");
    }
}
