//! Decisions for a gold session: what becomes of one thing that several annotators tagged, and from where it came.

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
mod support;

use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use byline::workbench::Workbench;
use markup::*;
use support::{bare_entry, slug, time};

fn source(file: &str, record: u64) -> DecisionSource {
    let record = MentionId(record).to_string();
    DecisionSource { file: file.to_owned(), annotator: AnnotatorId(5), record }
}

fn gold(label: &str, start: usize, end: usize) -> GoldDraft {
    GoldDraft {
        label: slug(label),
        fragments: Places::Bytes(vec![Span::bytes(start, end)]),
        quote: None,
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        flags: vec![],
        notes: vec![],
    }
}

/// A decision for a mention about the version 11 of Ann and the version 12 of Bob.
fn chosen(mention: GoldDraft) -> DecisionDraft {
    DecisionDraft {
        article: ARTICLE,
        action: DecisionAction::Chosen,
        mention: Some(mention),
        record: None,
        sources: vec![source("ann.ron", 11), source("bob.ron", 12)],
        note: String::new(),
    }
}

fn dropped() -> DecisionDraft {
    DecisionDraft { action: DecisionAction::Dropped, mention: None, ..chosen(gold("actor", 0, 3)) }
}

fn decide(decisions: Vec<DecisionDraft>) -> Command {
    Command::Decide(Decided { decisions, ..Decided::default() })
}

fn done(before: &str, commands: &[Command]) -> Workbench {
    let bench = done_on(session(before), commands);
    assert_eq!(validate(bench.session()), []);
    bench
}

fn decisions(bench: &Workbench) -> Vec<&Decision> {
    bench.session().decisions.iter().collect()
}

fn only_decision(bench: &Workbench) -> &Decision {
    let [decision] = decisions(bench)[..] else { panic!("{:#?}", bench.session().decisions) };
    decision
}

fn made(bench: &Workbench) -> &Mention {
    let shard = bench.session().shard(ARTICLE).unwrap();
    shard.mentions.get(MentionId::parse(only_decision(bench).record.as_deref().unwrap()).unwrap()).unwrap()
}

#[test]
fn a_decision_makes_the_gold_mention_and_says_where_it_came_from() {
    let mut draft = chosen(GoldDraft { confidence: Some(0.5), flags: vec![slug("unsure")], ..gold("actor", 0, 3) });
    draft.note = " the longer one \n".to_owned();
    let bench = done("Ann met", &[decide(vec![draft.clone()])]);
    assert_eq!(markup(bench.session()), "[Ann|actor] met");
    let (decision, mention) = (only_decision(&bench), made(&bench));
    assert_eq!(
        (decision.action, decision.article, &decision.sources),
        (DecisionAction::Chosen, Some(ARTICLE), &draft.sources)
    );
    assert_eq!((decision.note.as_str(), decision.by, decision.created), ("the longer one", AnnotatorId(2), time()));
    let provenance = &mention.provenance;
    assert_eq!((provenance.how, provenance.file.as_ref()), (How::Merged, "ann.ron"));
    assert_eq!(provenance.source_id.as_ref(), MentionId(11).to_string());
    assert_eq!((mention.confidence, &mention.flags, mention.by), (Some(0.5), &vec![slug("unsure")], AnnotatorId(2)));
    assert_eq!(bench.undo_name(), Some("Take “Ann”"));
}

#[test]
fn a_second_decision_about_the_same_versions_takes_the_place_of_the_first() {
    let first = decide(vec![chosen(gold("actor", 0, 3))]);
    let second = decide(vec![chosen(gold("actor.person", 0, 7))]);
    let bench = done("Ann met", &[first.clone(), second.clone()]);
    assert_eq!(markup(bench.session()), "[Ann met|actor.person]");
    assert_eq!(only_decision(&bench).record, Some(made(&bench).id.to_string()));
    // About one of them alone counts too: the other one is decided on anew with it.
    let mut part = chosen(gold("event", 4, 7));
    part.sources.truncate(1);
    let bench = done("Ann met", &[first, decide(vec![part])]);
    assert_eq!(markup(bench.session()), "Ann [met|event]");
    assert_eq!(only_decision(&bench).sources.len(), 1);
}

#[test]
fn a_decision_for_no_tag_takes_away_what_an_earlier_one_made_and_what_hangs_on_it() {
    let bench = done("Ann met", &[decide(vec![dropped()])]);
    assert_eq!((markup(bench.session()).as_str(), only_decision(&bench).record.as_deref()), ("Ann met", None));
    assert_eq!(bench.undo_name(), Some("Decide for no tag"));
    let record = MentionId(77);
    let first = DecisionDraft { record: Some(record), ..chosen(gold("actor", 0, 3)) };
    let argument = Command::Relate {
        article: ARTICLE,
        from: MentionId(1),
        to: record,
        label: slug("argument"),
        role: Some(slug("who")),
    };
    let bench = done("Ann [met|event]", &[decide(vec![first]), argument, decide(vec![dropped()])]);
    assert_eq!(markup(bench.session()), "Ann [met|event]");
    assert!(bench.session().shard(ARTICLE).unwrap().relations.is_empty());
    assert_eq!(bench.undo_name(), Some("Decide for no tag on “Ann”"));
}

#[test]
fn own_versions_are_changed_where_they_stand_or_stay_as_they_are() {
    let own = |mention: GoldDraft| DecisionDraft { record: Some(MentionId(1)), ..chosen(mention) };
    let bench = done("[Ann|actor] met", &[decide(vec![own(gold("actor.person", 0, 7))])]);
    assert_eq!(markup(bench.session()), "[Ann met|actor.person]");
    assert_eq!(
        (made(&bench).id, made(&bench).by, made(&bench).provenance.how),
        (MentionId(1), AnnotatorId(1), How::Merged)
    );
    let before = session("[Ann|actor] met");
    let bench = done_on(before.clone(), &[decide(vec![own(gold("actor", 0, 3))])]);
    assert_eq!(mention(bench.session(), 1), mention(&before, 1));
    assert_eq!(only_decision(&bench).record, Some(MentionId(1).to_string()));
    // What somebody tagged by hand is the one that is decided for.
    let bench = done("[Ann|actor] met", &[decide(vec![chosen(gold("actor", 0, 3))])]);
    assert_eq!((markup(bench.session()).as_str(), made(&bench).id), ("[Ann|actor] met", MentionId(1)));
}

#[test]
fn many_decisions_are_one_step_with_their_relations_entries_and_annotators() {
    let entry = Entry {
        distinct_from: vec![EntryId(99)],
        by: AnnotatorId(5),
        ..bare_entry(60, slug("actor"), "Ann Lee", time())
    };
    let note = Note { by: AnnotatorId(5), at: time(), text: "who?".to_owned() };
    let ann = GoldDraft { entry: Some(entry.id), notes: vec![note], ..gold("actor", 0, 3) };
    let ann = DecisionDraft { record: Some(MentionId(70)), ..chosen(ann) };
    let mut met = DecisionDraft { record: Some(MentionId(71)), ..chosen(gold("event", 4, 7)) };
    met.sources = vec![source("ann.ron", 13), source("bob.ron", 14)];
    let relation = GoldRelation {
        article: ARTICLE,
        from: MentionId(71),
        to: MentionId(70),
        label: slug("argument"),
        role: Some(slug("who")),
        attributes: Attributes::new(),
        file: "ann.ron".to_owned(),
    };
    let decided = Decided {
        decisions: vec![ann, met],
        relations: vec![relation],
        entries: vec![entry],
        annotators: vec![person(5, "Ann"), person(2, "Reader")],
    };
    let bench = done("Ann met", &[Command::Decide(decided.clone())]);
    let session = bench.session();
    assert_eq!((markup(session).as_str(), session.decisions.len()), ("[Ann|actor] [met|event]", 2));
    assert_eq!(mention(session, 70).entry, Some(EntryId(60)));
    let entry = session.entries.get(EntryId(60)).unwrap();
    assert_eq!((entry.by, entry.distinct_from.len()), (AnnotatorId(2), 0));
    assert_eq!(session.annotator_name(AnnotatorId(5)), "Ann");
    let relations: Vec<_> = session.shard(ARTICLE).unwrap().relations.iter().collect();
    assert_eq!(
        (relations.len(), relations[0].from, relations[0].provenance.file.as_ref()),
        (1, MentionId(71), "ann.ron")
    );
    assert_eq!(bench.undo_name(), Some("Decide on 2 tags"));
    // Once more it changes nothing but who decided when.
    let again = done_on(session.clone(), &[Command::Decide(decided)]);
    assert_eq!(again.session().shard(ARTICLE), session.shard(ARTICLE));
    assert_eq!((again.session().decisions.len(), again.session().entries.len()), (2, 1));
}

#[test]
fn what_cannot_be_decided_is_refused_with_the_reason() {
    let before = session("[Ann|actor] [met|event]");
    let refused = |draft: DecisionDraft| refused_on(&before, &decide(vec![draft]));
    assert_eq!(refused_on(&before, &decide(vec![])), "nothing to change: no decision was given");
    let none = DecisionDraft { sources: vec![], ..chosen(gold("actor", 0, 3)) };
    assert!(refused(none).starts_with("a decision names the versions"));
    assert!(refused(chosen(gold("ship", 0, 3))).starts_with("the schema has no label `ship`"));
    assert_eq!(
        refused(DecisionDraft { action: DecisionAction::Dropped, ..chosen(gold("actor", 0, 3)) }),
        "a decision for no tag takes no `mention`"
    );
    assert!(refused(DecisionDraft { mention: None, ..chosen(gold("actor", 0, 3)) }).contains("or is `dropped`"));
    let quoted = GoldDraft { quote: Some("Bob".to_owned()), ..gold("actor", 0, 3) };
    assert_eq!(refused(chosen(quoted)), "expected “Bob” at this place, but the text there reads “Ann”");
    let noted =
        GoldDraft { notes: vec![Note { by: AnnotatorId(9), at: time(), text: "x".to_owned() }], ..gold("actor", 0, 3) };
    assert!(refused(chosen(noted)).contains("name them under `annotators`"));
    let linked = GoldDraft { entry: Some(EntryId(3)), ..gold("actor", 0, 3) };
    assert!(refused(chosen(linked)).starts_with("there is no entry e-"));
    let taken = DecisionDraft { record: Some(MentionId(2)), ..chosen(gold("actor", 0, 3)) };
    assert_eq!(refused(taken), format!("this is tagged already: {}", MentionId(1)));
    let twice =
        DecisionDraft { sources: vec![source("ann.ron", 11), source("ann.ron", 11)], ..chosen(gold("actor", 0, 3)) };
    assert!(refused(twice).contains("twice; it can be decided on once"));
    let mut second = chosen(gold("actor", 4, 7));
    second.sources = vec![source("cy.ron", 15)];
    let mut third = second.clone();
    third.sources = vec![source("cy.ron", 16)];
    let two = refused_on(&before, &decide(vec![second, third]));
    assert_eq!(two, "two decisions come to the same tag on “met”; make one decision of them");
}

#[test]
fn another_label_must_be_allowed_by_what_hangs_on_the_mention() {
    let before = done("[Ann|actor] [met|event]", &[relate(2, 1, "argument", Some("who"))]);
    let own = DecisionDraft { record: Some(MentionId(2)), ..chosen(gold("claim", 4, 7)) };
    assert!(refused_on(before.session(), &decide(vec![own])).contains("does not allow it"));
}

#[test]
fn decisions_go_with_their_article() {
    let bench =
        done("Ann met", &[decide(vec![chosen(gold("actor", 0, 3))]), Command::RemoveArticle { article: ARTICLE }]);
    assert!(bench.session().decisions.is_empty());
}
