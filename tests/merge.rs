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
mod support;

use byline::codec;
use byline::edit::*;
use byline::model::*;
use byline::text::CharSpan;
use byline::workbench::{Clock, Workbench};
use markup::*;
use serde::de::DeserializeOwned;
use std::sync::Arc;
use support::{full_file, plain_article, session_of, slug, time};

const SOURCE: &str = "theirs.ron";

fn later(minutes: i64) -> Timestamp {
    Timestamp(time().0 + jiff::SignedDuration::from_mins(minutes))
}

/// What the annotator `id` makes of `base`, a minute a command.
fn by(id: u64, base: &Session, commands: &[Command]) -> Session {
    let mut session = base.clone();
    for (minute, command) in (1..).zip(commands) {
        let clock = Clock::Fixed(later(minute * 2 - i64::try_from(id % 2).unwrap()));
        let seed = id * 1000 + u64::try_from(minute).unwrap();
        let mut bench = Workbench::with(session, person(id, "Side"), clock, seed);
        bench.execute(command).unwrap_or_else(|refusal| panic!("{command:?}: {refusal}"));
        session = bench.session().clone();
    }
    session
}

/// A merge of two people's commands, which holds together and is undone exactly.
fn merged(base: &Session, ours: &[Command], theirs: &[Command]) -> (Session, MergeReport) {
    of_sessions(base, &by(2, base, ours), &by(3, base, theirs))
}

fn of_sessions(base: &Session, ours: &Session, theirs: &Session) -> (Session, MergeReport) {
    let mut bench = Workbench::with(ours.clone(), person(2, "Side"), Clock::Fixed(later(90)), 5);
    let report = bench.merge(base, theirs, SOURCE).unwrap();
    let outcome = bench.session().clone();
    assert_eq!(validate(&outcome), []);
    let text = codec::encode(&outcome, time()).unwrap();
    assert_eq!(codec::decode(text.as_bytes()).unwrap().session, outcome);
    if !report.is_empty() {
        bench.undo().unwrap();
    }
    assert_eq!(without_log(bench.session()), without_log(ours));
    (outcome, report)
}

fn note(id: u64, text: &str) -> Command {
    Command::SetNote { article: ARTICLE, mention: MentionId(id), text: text.to_owned() }
}

fn extent(id: u64, start: usize, end: usize) -> Command {
    Command::SetExtent {
        article: ARTICLE,
        mention: MentionId(id),
        fragments: byline::text::Span::bytes(start, end).into(),
    }
}

fn delete(ids: &[u64]) -> Command {
    Command::Delete { article: ARTICLE, mentions: m(ids) }
}

fn only_conflict(session: &Session) -> &Conflict {
    assert_eq!(session.conflicts.len(), 1, "{:#?}", session.conflicts);
    session.conflicts.iter().next().unwrap()
}

/// A value of a conflict, read as the record that files hold.
fn read<T: DeserializeOwned>(value: Option<&Value>) -> T {
    serde_json::from_value(serde_json::to_value(value.unwrap()).unwrap()).unwrap()
}

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
    let base = session("[Ann|actor] [met|event] [Bob|actor]");
    let base = without_log(&by(1, &base, &[relate(2, 1, "argument", Some("who")), align(2)]));
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
    assert_eq!([&before, &ours, &theirs].map(|row| row.quote.as_str()), ["Ann", "Ann Lee", "Ann Lee met"]);
    assert_eq!(theirs.fragments, [support::span(3, 14)], "code points, as in files");
    assert_eq!(theirs.notes[0].text, "wider");
    assert_eq!(report.to_string(), "one record added; 2 of ours kept; one conflict left open");
}

#[test]
fn a_change_stays_against_a_deletion() {
    let base = session("[Ann|actor] [met|event] Bob");
    let base = without_log(&by(1, &base, &[relate(2, 1, "argument", Some("who")), align(2)]));
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
    let made = Command::Tag(TagDraft { confidence: Some(0.5), note: Some("theirs".to_owned()), ..tag("event", 4, 7) });
    let mut theirs = by(3, &base, &[made]);
    let new = theirs.shard(ARTICLE).unwrap().mentions.iter().find(|row| row.quote == "met").unwrap().id;
    let links = [
        Command::Relate {
            article: ARTICLE,
            from: new,
            to: MentionId(1),
            label: slug("argument"),
            role: Some(slug("who")),
        },
        Command::Align {
            from: AlignmentEnd::of_mention(ARTICLE, new),
            to: AlignmentEnd::of_mention(OTHER, ELSEWHERE),
            kind: AlignmentKind::Same,
        },
    ];
    theirs = by(5, &theirs, &links);
    let ours = by(2, &base, &[Command::Tag(tag("event", 4, 7))]);
    let own = ours.shard(ARTICLE).unwrap().mentions.iter().find(|row| row.quote == "met").unwrap().id;
    let (outcome, report) = of_sessions(&base, &ours, &theirs);
    assert_eq!(markup(&outcome), "[Ann|actor] [met|event]: fine");
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

// Articles.

fn outlet(article: ArticleId, name: &str) -> Command {
    Command::SetMetadata { article, field: Field::Outlet, value: Some(name.to_owned()) }
}

#[test]
fn articles_of_both_sides_come_together_and_the_same_file_is_one_article() {
    let base = session("[Ann|actor] met");
    let add = |session: &Session, articles: &[u64], by: u64| {
        let mut file = codec::SessionFile::from_session(session).unwrap();
        file.annotators.push(person(by, "Side"));
        for id in articles {
            let article = plain_article(*id, &format!("Article {id} says so."));
            file.articles.push(codec::ArticleFile {
                by: AnnotatorId(by),
                created: later(i64::try_from(by).unwrap()),
                ..article
            });
        }
        session_of(file)
    };
    let same = ArticleId(8);
    let ours = by(
        2,
        &add(&base, &[8, 5], 2),
        &[outlet(same, "Gazette"), Command::SetStatus { article: same, status: ReadingStatus::Reading }],
    );
    let theirs = by(
        3,
        &add(&base, &[8, 6], 3),
        &[
            outlet(same, "GAZETTE"),
            Command::SetStatus { article: same, status: ReadingStatus::Read },
            Command::Tag(TagDraft { article: same, ..tag("claim", 0, 9) }),
        ],
    );
    let (outcome, report) = of_sessions(&base, &ours, &theirs);
    let order: Vec<u64> = outcome.shards().iter().map(|shard| shard.id().0).collect();
    assert_eq!(order, [1, 2, 8, 5, 6]);
    let shard = outcome.shard(same).unwrap();
    assert_eq!((shard.mentions.len(), shard.metadata.status), (1, ReadingStatus::Read));
    assert_eq!(shard.article.by, AnnotatorId(2));
    assert_eq!((outcome.outlets.len(), outcome.outlet_name(shard)), (2, "Gazette"));
    assert_eq!(report.conflicts, [], "{:#?}", outcome.conflicts);
}

#[test]
fn an_article_that_they_removed_goes_unless_we_worked_in_it() {
    let base = session("[Ann|actor] met");
    let remove = Command::RemoveArticle { article: OTHER };
    let (outcome, report) = merged(&base, &[note(1, "ours")], std::slice::from_ref(&remove));
    assert_eq!((outcome.shards().len(), report.conflicts.len()), (1, 0));

    let read = Command::SetStatus { article: OTHER, status: ReadingStatus::Read };
    let (outcome, _) = merged(&base, std::slice::from_ref(&read), std::slice::from_ref(&remove));
    assert_eq!(outcome.shard(OTHER).unwrap().metadata.status, ReadingStatus::Read);
    assert_eq!(
        (only_conflict(&outcome).record.clone(), only_conflict(&outcome).theirs.clone()),
        (OTHER.to_string(), None)
    );

    let (outcome, _) = merged(&base, std::slice::from_ref(&remove), &[read]);
    assert_eq!(outcome.shard(OTHER).unwrap().metadata.status, ReadingStatus::Read);
    assert_eq!(only_conflict(&outcome).ours, None);

    let (outcome, _) = merged(&base, &[align(1)], &[remove]);
    assert_eq!((outcome.shards().len(), outcome.alignments.len()), (2, 1), "ours needs it");
    assert_eq!(only_conflict(&outcome).record, OTHER.to_string());
}

#[test]
fn what_surrounds_a_text_is_merged_and_another_text_is_not() {
    let base = session("[Ann|actor] met");
    let with = |change: &dyn Fn(&mut codec::ArticleFile)| {
        let mut file = codec::SessionFile::from_session(&base).unwrap();
        change(&mut file.articles[0]);
        session_of(file)
    };
    let theirs = with(&|article| article.ext = support::ext());
    let (outcome, _) = of_sessions(&base, &by(2, &base, &[note(1, "ours")]), &theirs);
    assert_eq!(outcome.shard(ARTICLE).unwrap().article.ext, support::ext());

    let theirs = with(&|article| {
        article.text = "Ann Lee met".into();
        let place = vec![support::span(4, 11)];
        article.mentions.push(support::plain_mention(50, "Ann Lee met", place));
    });
    let (outcome, report) = of_sessions(&base, &base, &theirs);
    assert_eq!(markup(&outcome), "[Ann|actor] met");
    let mut open: Vec<&str> = report.conflicts.iter().map(|open| open.kind).collect();
    open.sort_unstable();
    assert_eq!(open, ["article", "mention"]);
    let texts = outcome.conflicts.iter().filter_map(|open| match &open.theirs {
        Some(Value::Map(fields)) => fields.get("text").and_then(Value::as_text),
        _ => None,
    });
    assert_eq!(texts.collect::<Vec<_>>(), ["Ann Lee met"], "their text is nowhere else");
}

// The schema.

fn with_label(session: &Session, label: &str, hotkey: Option<char>) -> Command {
    let mut schema = Schema::clone(&session.schema);
    let label = slug(label);
    let layer = schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer()).unwrap();
    let (name, id) = (label.to_string(), label);
    layer.labels.push(LabelDef {
        id,
        name,
        color: None,
        hotkey,
        description: String::new(),
        guideline: None,
        ext: Ext::default(),
    });
    Command::SetSchema { schema: Box::new(schema) }
}

fn without_label(session: &Session, label: &str) -> Command {
    let mut schema = Schema::clone(&session.schema);
    schema.layers.iter_mut().for_each(|layer| layer.labels.retain(|known| known.id.as_str() != label));
    Command::SetSchema { schema: Box::new(schema) }
}

#[test]
fn labels_of_both_sides_come_together_and_no_key_stands_twice() {
    let base = session("Ann met");
    let (outcome, report) = merged(
        &base,
        &[with_label(&base, "claim.rumour", None)],
        &[with_label(&base, "event.storm", None), Command::Tag(tag("event.storm", 4, 7))],
    );
    assert!(["claim.rumour", "event.storm"].iter().all(|label| outcome.schema.has_label(&slug(label))));
    assert_eq!((markup(&outcome).as_str(), report.conflicts.len()), ("Ann [met|event.storm]", 0));

    let (outcome, _) =
        merged(&base, &[with_label(&base, "claim.rumour", Some('y'))], &[with_label(&base, "event.storm", Some('y'))]);
    let key = |label: &str| outcome.schema.label_info(&slug(label)).unwrap().hotkey;
    assert_eq!((key("claim.rumour"), key("event.storm")), (Some('y'), None));
    assert_eq!(only_conflict(&outcome).record, "schema");
    let theirs: Schema = read(only_conflict(&outcome).theirs.as_ref());
    assert_eq!(theirs.label_info(&slug("event.storm")).unwrap().hotkey, Some('y'));
}

#[test]
fn a_label_that_the_other_side_needs_stays() {
    let start = session("Ann met");
    let base = without_log(&by(1, &start, &[with_label(&start, "event.storm", None)]));
    let (drop, need) = (without_label(&base, "event.storm"), Command::Tag(tag("event.storm", 4, 7)));
    for (ours, theirs) in [(drop.clone(), need.clone()), (need, drop)] {
        let (outcome, _) = merged(&base, &[ours], &[theirs]);
        assert_eq!(markup(&outcome), "Ann [met|event.storm]");
        assert_eq!(only_conflict(&outcome).record, "schema");
    }
    // Where nobody needs it any more it goes.
    let base = without_log(&by(1, &base, &[Command::Tag(tag("event.storm", 4, 7))]));
    let id = base.shard(ARTICLE).unwrap().mentions.iter().next().unwrap().id;
    let relabel = Command::Relabel { article: ARTICLE, mentions: vec![id], label: slug("event") };
    let (outcome, report) =
        merged(&base, &[with_label(&base, "claim.rumour", None)], &[relabel, without_label(&base, "event.storm")]);
    assert_eq!((markup(&outcome).as_str(), report.conflicts.len()), ("Ann [met|event]", 0));
    assert!(!outcome.schema.has_label(&slug("event.storm")));
}

// The log.

#[test]
fn lines_of_their_log_join_ours_by_time_and_leave_it_with_an_undo() {
    let base = session("[Ann|actor] met Bob");
    let ours = by(2, &base, &[note(1, "one"), note(1, "two")]);
    let theirs = by(3, &base, &[Command::Tag(tag("actor", 8, 11)), Command::Tag(tag("event", 4, 7))]);
    let mut bench = Workbench::with(ours.clone(), person(2, "Side"), Clock::Fixed(later(90)), 5);
    assert_eq!(bench.merge(&base, &theirs, SOURCE).unwrap().log_lines, 2);
    let who: Vec<u64> = bench.session().log.lines.iter().map(|line| line.by.0).collect();
    assert_eq!(who, [3, 2, 3, 2, 2]);
    let times: Vec<Timestamp> = bench.session().log.lines.iter().map(|line| line.at).collect();
    assert!(times.is_sorted());
    bench.undo().unwrap();
    let names: Vec<&str> = bench.session().log.lines.iter().map(|line| line.name.as_str()).collect();
    assert_eq!(names[..2], ["Change note", "Change note"]);
    assert_eq!(names.len(), 4, "{names:?}");
    bench.redo().unwrap();
    assert_eq!(bench.session().log.lines.len(), 7);
}

#[test]
fn lines_over_the_limit_are_cut_and_undo_still_works() {
    let mut base = session("[Ann|actor] met Bob");
    base.log = Arc::new(Log { limit: 3, ..Log::default() });
    let ours = by(2, &base, &[note(1, "one"), note(1, "two")]);
    let theirs = by(3, &base, &[Command::Tag(tag("actor", 8, 11)), Command::Tag(tag("event", 4, 7))]);
    let mut bench = Workbench::with(ours.clone(), person(2, "Side"), Clock::Fixed(later(90)), 5);
    bench.merge(&base, &theirs, SOURCE).unwrap();
    assert_eq!((bench.session().log.lines.len(), bench.session().log.cut), (3, 2));
    bench.undo().unwrap();
    assert_eq!(without_log(bench.session()), without_log(&ours));
}

// Every kind of record.

#[test]
fn every_kind_of_record_goes_into_a_conflict_as_files_have_it() {
    let text = "Skip\r\n\r\nB. Netanyahu \u{1f600} went \"home\"\u{2028}e\u{301}nd";
    let base = full_file();
    let mut ours = base.clone();
    let mut theirs = base.clone();
    for (file, word) in [(&mut ours, "ours"), (&mut theirs, "theirs")] {
        let word = word.to_owned();
        file.title.clone_from(&word);
        file.schema.name.clone_from(&word);
        file.annotators[0].name.clone_from(&word);
        file.outlets[0].country.clone_from(&word);
        file.entries[0].note.clone_from(&word);
        file.alignments[0].confidence = Some(if word == "ours" { 0.0 } else { 1.0 });
        file.conflicts[0].source.clone_from(&word);
        file.decisions[0].note.clone_from(&word);
        file.filters[0].name.clone_from(&word);
        file.guidelines[0].text.clone_from(&word);
        let article = &mut file.articles[0];
        article.name.clone_from(&word);
        article.note.clone_from(&word);
        article.regions[0].reason.clone_from(&word);
        article.repairs[0].replacement.clone_from(&word);
        article.mentions[0].confidence = Some(if word == "ours" { 0.0 } else { 1.0 });
        article.relations[0].confidence = Some(if word == "ours" { 0.0 } else { 0.5 });
        article.suggestions[0].reason.clone_from(&word);
        article.quarantine[0].reason.clone_from(&word);
    }
    let (base, ours, theirs) = (session_of(base), session_of(ours), session_of(theirs.clone()));
    let mut bench = Workbench::with(ours.clone(), person(2, "Side"), Clock::Fixed(later(90)), 5);
    let report = bench.merge(&base, &theirs, SOURCE).unwrap();
    let kinds: Vec<&str> = report.conflicts.iter().map(|open| open.kind).collect();
    let all = [
        "session",
        "schema",
        "annotator",
        "outlet",
        "entry",
        "alignment",
        "conflict",
        "decision",
        "saved filter",
        "guideline page",
        "article",
        "article's metadata",
        "region",
        "repair",
        "mention",
        "relation",
        "suggestion",
        "quarantined mention",
    ];
    assert_eq!(kinds, all);
    assert_eq!(without_log(bench.session()).shards(), ours.shards());
    let file = codec::ArticleFile::from_shard(theirs.shard(ArticleId(1)).unwrap()).unwrap();
    assert_eq!(&*file.text, text);
    let value = |kind: &str| {
        let open = report.conflicts.iter().find(|open| open.kind == kind).unwrap();
        bench.session().conflicts.get(open.conflict).unwrap().theirs.clone()
    };
    assert_eq!(read::<Schema>(value("schema").as_ref()), *theirs.schema);
    assert_eq!(read::<Entry>(value("entry").as_ref()), *theirs.entries.get(EntryId(1)).unwrap());
    assert_eq!(read::<Mention<Vec<CharSpan>>>(value("mention").as_ref()), file.mentions[0]);
    assert_eq!(read::<Region<CharSpan>>(value("region").as_ref()), file.regions[0]);
    assert_eq!(read::<Repair<CharSpan>>(value("repair").as_ref()), file.repairs[0]);
    assert_eq!(read::<Suggestion<Vec<CharSpan>>>(value("suggestion").as_ref()), file.suggestions[0]);
    assert_eq!(read::<Quarantined>(value("quarantined mention").as_ref()), file.quarantine[0]);
    assert_eq!(read::<Conflict>(value("conflict").as_ref()).source, "theirs");
    // Metadata has no type of its own in files: its fields are those of the article.
    let mirror = serde_json::to_value(&file).unwrap();
    let held = [value("article"), value("article's metadata")].map(|held| serde_json::to_value(held.unwrap()).unwrap());
    for (name, field) in held.iter().flat_map(|held| held.as_object().unwrap()) {
        assert_eq!(mirror.get(name), Some(field), "{name}");
    }
}
