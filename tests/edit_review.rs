//! Commands of reviewing: notes in threads, many mentions judged or flagged at once, filters that are kept.

#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::edit::*;
use byline::model::*;
use markup::*;
use support::slug;

const FIRST: MentionId = MentionId(1);

fn add(text: &str) -> Command {
    Command::AddNote { article: ARTICLE, mention: FIRST, text: text.to_owned() }
}

fn edit(note: usize, text: &str) -> Command {
    Command::EditNote { article: ARTICLE, mention: FIRST, note, text: text.to_owned() }
}

fn thread(session: &Session) -> Vec<(AnnotatorId, String)> {
    let mention = session.shard(ARTICLE).unwrap().mentions.get(FIRST).unwrap();
    mention.notes.iter().map(|note| (note.by, note.text.clone())).collect()
}

/// A session whose first mention has a note of the analyst, annotator 1.
fn with_a_note() -> Session {
    let mut bench = bench(session("[Ann|actor] met [Bob|actor]"));
    bench.set_annotator(person(1, "Analyst"));
    bench.execute(&add("who is she?")).unwrap();
    bench.session().clone()
}

#[test]
fn a_thread_grows_and_everybody_changes_their_own_notes_alone() {
    let bench = done_on(with_a_note(), &[add("the envoy"), add(" see the caption "), edit(1, "the envoy’s wife")]);
    let reader = AnnotatorId(2);
    let expected = [(AnnotatorId(1), "who is she?"), (reader, "the envoy’s wife"), (reader, "see the caption")];
    assert_eq!(thread(bench.session()), expected.map(|(by, text)| (by, text.to_owned())));
    let drop_one = Command::DropNote { article: ARTICLE, mention: FIRST, note: 1 };
    let bench = done_on(bench.session().clone(), &[drop_one]);
    assert_eq!(bench.undo_name(), Some("Delete note on “Ann”"));
    assert_eq!(thread(bench.session()).len(), 2);
    assert_eq!(validate(bench.session()), []);
}

#[test]
fn notes_of_others_notes_that_are_not_there_and_empty_notes_are_refused() {
    let mut bench = bench(with_a_note());
    for (command, why) in [
        (edit(0, "nobody"), "note 0 is of Analyst; add one of your own"),
        (Command::DropNote { article: ARTICLE, mention: FIRST, note: 0 }, "note 0 is of Analyst; add one of your own"),
        (edit(3, "nobody"), "note 3 is not there: the mention has 1, counted from 0"),
        (add("  "), "a note may not be empty"),
        (edit(0, ""), "a note may not be empty"),
    ] {
        assert_eq!(bench.execute(&command).unwrap_err().to_string(), why, "{command:?}");
    }
    let nowhere = Command::EditNote { article: ARTICLE, mention: MentionId(2), note: 0, text: "x".to_owned() };
    assert_eq!(bench.execute(&nowhere).unwrap_err().to_string(), "note 0 is not there: the mention has no notes");
}

#[test]
fn many_mentions_are_judged_as_one_step_and_those_judged_before_keep_who_judged_them() {
    let both = vec![(OTHER, vec![ELSEWHERE]), (ARTICLE, vec![MentionId(2), FIRST, FIRST])];
    let review = |mentions: &MentionsOf, state| Command::ReviewAll { mentions: mentions.clone(), state };
    let mut start = bench(session("[Ann|actor] met [Bob|actor]"));
    start.set_annotator(person(1, "Analyst"));
    start.execute(&review(&vec![(ARTICLE, vec![FIRST])], ReviewState::Accepted)).unwrap();
    let mut bench = done_on(start.session().clone(), &[review(&both, ReviewState::Accepted)]);
    assert_eq!(bench.undo_name(), Some("Accept 2 tags in 2 articles"));
    let reviews: Vec<Review> =
        bench.session().shards().iter().flat_map(|shard| shard.mentions.iter().map(|row| row.review.clone())).collect();
    assert!(reviews.iter().all(|review| review.state == ReviewState::Accepted), "{reviews:?}");
    let by: Vec<Option<AnnotatorId>> = reviews.iter().map(Review::by).collect();
    assert_eq!(by, [1, 2, 2].map(|id| Some(AnnotatorId(id))));
    let again = bench.execute(&review(&both, ReviewState::Accepted)).unwrap_err();
    assert!(matches!(again, Refusal::Nothing(_)), "{again:?}");
    let unknown = vec![(ARTICLE, vec![MentionId(404)])];
    assert!(matches!(bench.execute(&review(&unknown, ReviewState::Open)), Err(Refusal::NoRecord { .. })));
}

#[test]
fn a_flag_goes_on_and_off_many_mentions() {
    let both: MentionsOf = vec![(ARTICLE, vec![FIRST]), (OTHER, vec![ELSEWHERE])];
    let flag = |on| Command::FlagAll { mentions: both.clone(), flag: slug("discuss"), on };
    let flags = |session: &Session| {
        let shards = session.shards().iter();
        shards
            .flat_map(|shard| shard.mentions.iter().map(|row| row.flags.len()).collect::<Vec<_>>())
            .collect::<Vec<_>>()
    };
    let bench = done_on(session("[Ann|actor] met [Bob|actor]"), &[flag(true)]);
    assert_eq!(bench.undo_name(), Some("Flag as discuss: 2 tags in 2 articles"));
    assert_eq!(flags(bench.session()), [1, 0, 1]);
    let bench = done_on(bench.session().clone(), &[flag(false)]);
    assert_eq!(flags(bench.session()), [0, 0, 0]);
}

#[test]
fn a_filter_is_kept_replaced_by_its_name_and_deleted() {
    let save = |name: &str, states: Vec<ReviewState>| {
        Command::SaveFilter(Box::new(FilterDraft { name: name.to_owned(), states, ..FilterDraft::default() }))
    };
    let first = [save("Open", vec![ReviewState::Open]), save("Bad", vec![ReviewState::Rejected])];
    let bench = done_on(session("[Ann|actor]"), &first);
    assert_eq!(bench.session().filters.len(), 2);
    let bench = done_on(bench.session().clone(), &[save(" Open ", vec![])]);
    let found = bench.session().filters.iter().find(|row| row.name == "Open").unwrap().clone();
    assert_eq!((bench.session().filters.len(), found.states.len()), (2, 0));
    let mut bench = done_on(bench.session().clone(), &[Command::DropFilter { filter: found.id }]);
    assert_eq!(bench.session().filters.len(), 1);
    assert!(matches!(bench.execute(&Command::DropFilter { filter: found.id }), Err(Refusal::NoRecord { .. })));
    let wrong = FilterDraft { name: "Wrong".into(), text: "(".into(), regex: true, ..FilterDraft::default() };
    let refusal = bench.execute(&Command::SaveFilter(Box::new(wrong))).unwrap_err().to_string();
    assert!(refusal.starts_with("the pattern the regular expression does not hold"), "{refusal}");
    assert_eq!(bench.execute(&save(" ", vec![])).unwrap_err().to_string(), "the name of a filter may not be empty");
}
