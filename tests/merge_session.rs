//! What two people made of one session, brought together: articles, the schema, the log and every kind of record.

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
use std::sync::Arc;
use support::{full_file, plain_article, session_of, slug};

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

    // What is compared is of one layer.
    let base = session("[Ann|claim] met");
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
    Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }
}

fn without_label(session: &Session, label: &str) -> Command {
    let mut schema = Schema::clone(&session.schema);
    schema.layers.iter_mut().for_each(|layer| layer.labels.retain(|known| known.id.as_str() != label));
    Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }
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
