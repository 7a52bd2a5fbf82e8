//! What two people made of one session, brought together: what is taken, what stays, what is left open.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::too_many_lines,
    clippy::assigning_clones,
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
use byline::text::CharSpan;
use byline::workbench::{Clock, Workbench};
use markup::*;
use merging::*;
use support::{session_of, slug, time};

// What only one side changed.

#[test]
fn tags_of_both_sides_are_all_there() {
    let base = session("[Ann|actor] met Bob: fine");
    let (outcome, report) = merged(
        &base,
        &[Command::Tag(tag("event", 4, 7)), note(1, "ours")],
        &[Command::Tag(tag("actor", 8, 11)), Command::Tag(tag("claim", 13, 17))],
    );
    assert_eq!(markup(&outcome), "[Ann|actor] [met|event] [Bob|actor]: [fine|claim]");
    assert_eq!(mention(&outcome, 1).notes[0].text, "ours");
    assert_eq!((report.added, report.changed, report.removed, report.kept), (3, 0, 0, 3), "{report:?}");
    assert_eq!(report.conflicts, []);
    assert_eq!(report.to_string(), "3 records added; 3 of ours kept");
}

#[test]
fn what_they_deleted_goes_with_all_that_hangs_on_it() {
    let base = session("[Ann|actor] [met|claim] [Bob|actor]");
    let base = without_log(&by(1, &base, &[relate(2, 1, "source", None), align(2)]));
    let (outcome, report) = merged(&base, &[note(1, "ours")], &[delete(&[2])]);
    assert_eq!(markup(&outcome), "[Ann|actor] met [Bob|actor]");
    assert!(outcome.alignments.is_empty() && outcome.shard(ARTICLE).unwrap().relations.is_empty());
    assert_eq!((report.removed, report.conflicts.len()), (3, 0));
}

#[test]
fn where_nothing_of_theirs_is_new_no_step_is_made() {
    let base = session("[Ann|actor] met");
    let ours = by(2, &base, &[note(1, "ours")]);
    let mut bench = Workbench::with(ours.clone(), person(2, "Side"), Clock::Fixed(time()), 5);
    let report = bench.merge(&base, &base, SOURCE).unwrap();
    assert_eq!((report.is_empty(), bench.undo_name(), bench.edits()), (true, None, 0));
    assert_eq!(bench.session(), &ours);
    assert_eq!(report.to_string(), "nothing of theirs was new; 2 of ours kept");
}

#[test]
fn a_merge_leaves_the_selection_alone_and_can_be_redone() {
    let base = session("[Ann|actor] met Bob");
    let theirs = by(3, &base, &[Command::Tag(tag("actor", 8, 11))]);
    let mut bench = Workbench::with(base.clone(), person(2, "Side"), Clock::Fixed(time()), 5);
    bench.view.mention = Some(MentionId(1));
    bench.merge(&base, &theirs, SOURCE).unwrap();
    assert_eq!(bench.view.mention, Some(MentionId(1)));
    assert_eq!(bench.undo().unwrap(), Some("Merge changes from “theirs.ron”".to_owned()));
    assert_eq!(markup(bench.session()), "[Ann|actor] met Bob");
    bench.redo().unwrap();
    assert_eq!(markup(bench.session()), "[Ann|actor] met [Bob|actor]");
}

// What both sides changed.

#[test]
fn changes_of_different_fields_stand_together() {
    let base = session("[Ann|actor] met");
    let unsure = Command::SetFlag { article: ARTICLE, mention: MentionId(1), flag: slug("unsure"), on: true };
    let discuss = Command::SetFlag { article: ARTICLE, mention: MentionId(1), flag: slug("discuss"), on: true };
    let (outcome, report) =
        merged(&base, &[relabel(&[1], "actor.person"), note(1, "ours"), unsure], &[note(1, "theirs"), discuss]);
    let row = mention(&outcome, 1);
    assert_eq!(row.label, slug("actor.person"));
    let notes: Vec<&str> = row.notes.iter().map(|note| note.text.as_str()).collect();
    assert_eq!(notes, ["theirs", "ours"], "oldest first");
    assert_eq!(row.flags, [slug("unsure"), slug("discuss")]);
    assert_eq!((report.combined, report.conflicts.len()), (1, 0));
    let (same, report) = merged(&base, &[relabel(&[1], "actor.person")], &[relabel(&[1], "actor.person")]);
    assert_eq!((mention(&same, 1).label.as_str(), report.combined), ("actor.person", 0));
}

#[test]
fn fields_that_do_not_go_together_are_left_open() {
    // They moved it to another layer; we gave it a value that only the old layer has.
    let base = session("[met|event] Ann");
    let planned = set(1, "status", Value::Text("planned".into()));
    let (outcome, _) = merged(&base, std::slice::from_ref(&planned), &[relabel(&[1], "claim")]);
    assert_eq!((mention(&outcome, 1).label.as_str(), mention(&outcome, 1).attributes.len()), ("event", 1));
    let theirs: Mention<Vec<CharSpan>> = read(only_conflict(&outcome).theirs.as_ref());
    assert_eq!(theirs.label, slug("claim"));
    let (outcome, _) = merged(&base, &[relabel(&[1], "claim")], &[planned]);
    assert_eq!(mention(&outcome, 1).label, slug("claim"));
    assert_eq!(only_conflict(&outcome).record, MentionId(1).to_string());
}

#[test]
fn where_both_changed_the_same_ours_stays_and_the_conflict_holds_every_version() {
    let base = session("\u{1f600}\u{e9} [Ann|actor] Lee met");
    let (outcome, report) = merged(&base, &[extent(1, 7, 14)], &[extent(1, 7, 18), note(1, "wider")]);
    assert_eq!(markup(&outcome), "\u{1f600}\u{e9} [Ann Lee|actor] met");
    let open = only_conflict(&outcome);
    assert_eq!((open.record.as_str(), open.article), (MentionId(1).to_string().as_str(), Some(ARTICLE)));
    assert_eq!((open.source.as_str(), open.created), (SOURCE, later(90)));
    assert_eq!(report.conflicts[0].conflict, open.id);
    assert_eq!(report.conflicts[0].kind, "mention");
    let version = |value: &Option<Value>| -> Mention<Vec<CharSpan>> { read(value.as_ref()) };
    let [before, ours, theirs] = [&open.base, &open.ours, &open.theirs].map(version);
    assert_eq!([&before, &ours, &theirs].map(|row| row.quote.as_ref()), ["Ann", "Ann Lee", "Ann Lee met"]);
    assert_eq!(theirs.fragments, [support::span(3, 14)], "code points, as in files");
    assert_eq!(theirs.notes[0].text, "wider");
    assert_eq!(report.to_string(), "one record added; 2 of ours kept; one conflict left open");
}

#[test]
fn a_change_stays_against_a_deletion() {
    let base = session("[Ann|actor] [met|claim] Bob");
    let base = without_log(&by(1, &base, &[relate(2, 1, "source", None), align(2)]));
    let links = |session: &Session| (session.shard(ARTICLE).unwrap().relations.len(), session.alignments.len());

    let (outcome, _) = merged(&base, &[note(2, "needed")], &[delete(&[2])]);
    assert_eq!((markup(&outcome), links(&outcome)), (markup(&base), (1, 1)), "what hung on it stays with it");
    let open = only_conflict(&outcome);
    assert_eq!(
        (open.record.clone(), open.ours.is_some(), open.theirs.is_some()),
        (MentionId(2).to_string(), true, false)
    );

    let (outcome, _) = merged(&base, &[delete(&[2])], &[note(2, "needed")]);
    assert_eq!((markup(&outcome), links(&outcome)), (markup(&base), (1, 1)), "what hung on it comes back with it");
    assert_eq!(mention(&outcome, 2).notes[0].text, "needed");
    let open = only_conflict(&outcome);
    assert_eq!(
        (open.record.clone(), open.ours.is_some(), open.theirs.is_some()),
        (MentionId(2).to_string(), false, true)
    );
}

#[test]
fn what_is_compared_stays_of_one_layer() {
    let base = without_log(&by(1, &session("[Ann|actor] [fine|claim]"), &[]));
    let (relabelled, aligned) = ([relabel(&[2], "event")], [align(2)]);
    let (outcome, _) = merged(&base, &aligned, &relabelled);
    assert_eq!((markup(&outcome).as_str(), outcome.alignments.len()), ("[Ann|actor] [fine|claim]", 1));
    assert_eq!(only_conflict(&outcome).record, MentionId(2).to_string());
    let (outcome, _) = merged(&base, &relabelled, &aligned);
    assert_eq!((markup(&outcome).as_str(), outcome.alignments.len()), ("[Ann|actor] [fine|event]", 0));
}

#[test]
fn the_same_conflict_is_not_left_twice() {
    let base = session("[Ann|actor] met");
    let (ours, theirs) = (by(2, &base, &[relabel(&[1], "event")]), by(3, &base, &[relabel(&[1], "claim")]));
    let (outcome, _) = of_sessions(&base, &ours, &theirs);
    let (again, report) = of_sessions(&base, &outcome, &theirs);
    assert_eq!((again.conflicts.len(), report.is_empty()), (1, true), "{report:?}");
}

#[test]
fn a_conflict_goes_once_it_was_looked_at_and_with_its_article() {
    let base = session("[Ann|actor] met");
    let (outcome, _) = merged(&base, &[relabel(&[1], "event")], &[relabel(&[1], "claim")]);
    let conflict = only_conflict(&outcome).id;
    let bench = done_on(outcome.clone(), &[Command::DropConflict { conflict }]);
    assert!(bench.session().conflicts.is_empty());
    assert_eq!(mention(bench.session(), 1).label, slug("event"));
    assert!(refused_on(&base, &Command::DropConflict { conflict }).starts_with("there is no conflict c-"));
    let bench = done_on(outcome, &[Command::RemoveArticle { article: ARTICLE }]);
    assert!(bench.session().conflicts.is_empty() && validate(bench.session()).is_empty());
}

// What names something else.

#[test]
fn a_relation_brings_back_the_mention_that_it_needs() {
    let base = session("[Ann|actor] [met|event]");
    for (ours, theirs) in
        [(delete(&[1]), relate(2, 1, "argument", Some("who"))), (relate(2, 1, "argument", Some("who")), delete(&[1]))]
    {
        let (outcome, _) = merged(&base, &[ours], &[theirs]);
        assert_eq!(markup(&outcome), "[Ann|actor] [met|event]");
        assert_eq!(outcome.shard(ARTICLE).unwrap().relations.len(), 1);
        assert_eq!(only_conflict(&outcome).record, MentionId(1).to_string());
    }
}

#[test]
fn a_link_brings_back_the_entry_that_it_needs() {
    let base = session("[Ann|actor] and [Ann Lee|actor]");
    let base = without_log(&by(1, &base, &[Command::AddEntry(entry(1, "actor", "Ann", &[1]))]));
    let drop = Command::DropEntry { entry: EntryId(1) };
    for (ours, theirs) in [(drop.clone(), link(&[2], Some(1))), (link(&[2], Some(1)), drop.clone())] {
        let (outcome, _) = merged(&base, &[ours], &[theirs]);
        assert_eq!(outcome.entry_name(EntryId(1)), Some("Ann"));
        assert_eq!([1, 2].map(|id| mention(&outcome, id).entry), [Some(EntryId(1)); 2]);
        assert_eq!(only_conflict(&outcome).record, EntryId(1).to_string());
    }
}

#[test]
fn a_relation_that_no_longer_fits_is_left_open() {
    let base = session("[Ann|actor] [met|event]");
    let (outcome, _) = merged(&base, &[relabel(&[2], "claim")], &[relate(2, 1, "argument", Some("who"))]);
    assert!(outcome.shard(ARTICLE).unwrap().relations.is_empty());
    let theirs: Relation = read(only_conflict(&outcome).theirs.as_ref());
    assert_eq!((theirs.from, theirs.to), (MentionId(2), MentionId(1)));
    let (outcome, _) = merged(&base, &[relate(2, 1, "argument", Some("who"))], &[relabel(&[2], "claim")]);
    assert_eq!(markup(&outcome), "[Ann|actor] [met|event]");
    assert_eq!(only_conflict(&outcome).record, MentionId(2).to_string());
}

#[test]
fn a_mention_is_in_its_place_or_in_the_quarantine_never_in_both() {
    let base = session("Ann left");
    let mut file =
        codec::SessionFile::from_session(&by(1, &base, &[Command::AddEntry(entry(1, "actor", "Ann", &[]))])).unwrap();
    file.articles[0].quarantine[0].mention.entry = Some(EntryId(1));
    let base = without_log(&session_of(file));
    let found =
        Command::Restore { article: ARTICLE, mention: WAITING, fragments: byline::text::Span::bytes(0, 3).into() };
    let drop = Command::DropEntry { entry: EntryId(1) };
    for (ours, theirs) in [(drop.clone(), found.clone()), (found, drop)] {
        let (outcome, report) = merged(&base, &[ours], &[theirs]);
        assert_eq!(markup(&outcome), "[Ann|actor.group] left");
        assert!(outcome.shard(ARTICLE).unwrap().quarantine.is_empty());
        assert!(report.conflicts.iter().any(|open| open.kind == "quarantined mention"), "{report:?}");
    }
}

#[test]
fn an_id_that_stands_in_another_article_is_not_taken_twice() {
    let base = session("[Ann|actor] met");
    let mut file = codec::SessionFile::from_session(&base).unwrap();
    file.articles[0].mentions.retain(|row| row.id != MentionId(1));
    file.articles[1].mentions.push(Mention {
        label: slug("claim"),
        ..support::plain_mention(1, "Talks failed.", vec![support::span(0, 5)])
    });
    let theirs = session_of(file);
    let (outcome, _) = of_sessions(&base, &by(2, &base, &[note(1, "ours")]), &theirs);
    assert_eq!(markup(&outcome), "[Ann|actor] met");
    assert!(outcome.shard(OTHER).unwrap().mentions.get(MentionId(1)).is_none());
    assert_eq!(outcome.conflicts.iter().filter(|open| open.record == MentionId(1).to_string()).count(), 2);
}

// What both sides made alike.

#[test]
fn the_same_tag_of_both_sides_is_one_with_the_links_of_both() {
    let base = session("[Ann|actor] met: fine");
    let made = Command::Tag(TagDraft { confidence: Some(0.5), note: Some("theirs".to_owned()), ..tag("claim", 4, 7) });
    let mut theirs = by(3, &base, &[made]);
    let new = theirs.shard(ARTICLE).unwrap().mentions.iter().find(|row| &*row.quote == "met").unwrap().id;
    let links = [
        Command::Relate { article: ARTICLE, from: new, to: MentionId(1), label: slug("source"), role: None },
        Command::Align {
            from: AlignmentEnd::of_mention(ARTICLE, new),
            to: AlignmentEnd::of_mention(OTHER, ELSEWHERE),
            kind: AlignmentKind::Same,
        },
    ];
    theirs = by(5, &theirs, &links);
    let ours = by(2, &base, &[Command::Tag(tag("claim", 4, 7))]);
    let own = ours.shard(ARTICLE).unwrap().mentions.iter().find(|row| &*row.quote == "met").unwrap().id;
    let (outcome, report) = of_sessions(&base, &ours, &theirs);
    assert_eq!(markup(&outcome), "[Ann|actor] [met|claim]: fine");
    assert_eq!(report.joined, [Joined { kind: "mention", ours: own.to_string(), theirs: new.to_string() }]);
    let shard = outcome.shard(ARTICLE).unwrap();
    assert_eq!(shard.relations_of(own).count(), 1);
    assert_eq!(outcome.alignments.iter().next().unwrap().from.mention, Some(own));
    let row = shard.mentions.get(own).unwrap();
    assert_eq!((row.confidence, row.notes.len(), row.by), (Some(0.5), 1, AnnotatorId(2)));
    assert_eq!(report.conflicts, []);
}

#[test]
fn twins_that_differ_leave_the_other_version_in_a_conflict() {
    let base = session("[Ann|actor] met");
    let sure = |confidence| Command::Tag(TagDraft { confidence: Some(confidence), ..tag("event", 4, 7) });
    let (outcome, _) = merged(&base, &[sure(0.25)], &[sure(0.75)]);
    let open = only_conflict(&outcome);
    let [ours, theirs]: [Mention<Vec<CharSpan>>; 2] = [&open.ours, &open.theirs].map(|value| read(value.as_ref()));
    assert_eq!((open.base.is_none(), ours.confidence, theirs.confidence), (true, Some(0.25), Some(0.75)));
    // A tag that they moved onto one of ours goes back to where it was.
    let (outcome, _) = merged(&base, &[Command::Tag(tag("actor", 0, 7))], &[extent(1, 0, 7)]);
    assert_eq!(markup(&outcome), "[[Ann|actor] met|actor]");
    assert_eq!(only_conflict(&outcome).record, MentionId(1).to_string());
}

#[test]
fn an_entry_that_both_sides_made_is_one() {
    let base = session("[Ann|actor] and [Ann Lee|actor]");
    let ours = Command::AddEntry(EntryDraft { aliases: vec!["A.".to_owned()], ..entry(1, "actor", "Ann Lee", &[1]) });
    let theirs =
        Command::AddEntry(EntryDraft { aliases: vec!["Annie".to_owned()], ..entry(7, "actor", "ANN LEE", &[2]) });
    let (outcome, report) = merged(&base, &[ours], &[theirs]);
    assert_eq!(outcome.entries.len(), 1);
    let row = outcome.entries.get(EntryId(1)).unwrap();
    assert_eq!(row.aliases.iter().map(|alias| alias.text.as_str()).collect::<Vec<_>>(), ["A.", "Annie"]);
    assert_eq!([1, 2].map(|id| mention(&outcome, id).entry), [Some(EntryId(1)); 2]);
    assert_eq!((report.joined[0].kind, report.conflicts.len()), ("entry", 0));
}
