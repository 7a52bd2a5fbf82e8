//! What several annotators made of the same articles: which mentions belong together, and in what they differ.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "helpers of tests fail loudly, as the tests do"
)]

#[path = "support/comparing.rs"]
mod comparing;
#[path = "support/markup.rs"]
mod markup;
mod support;

use byline::analysis::{Kind, Known};
use byline::edit::{Command, RelationChange};
use byline::model::*;
use byline::text::CharOffset;
use comparing::*;
use markup::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use support::{slug, span};

fn check(markups: &[&str], expected: &[&str]) {
    let sides: Vec<Session> = (2..).zip(markups).map(|(id, markup)| side(id, markup)).collect();
    let sides: Vec<&Session> = sides.iter().collect();
    assert_eq!(lines(&sides), expected, "{markups:?}");
}

// Which belong together.

#[test]
fn the_same_words_and_label_agree_under_any_id() {
    check(
        &["[Ann|actor] [met|event] Bob", "[Ann|actor] [met|event] Bob"],
        &["Ann|actor  Ann|actor", "met|event  met|event"],
    );
}

#[test]
fn what_one_side_alone_has_is_missing() {
    check(&["[Ann|actor] met Bob", "Ann met [Bob|actor]"], &["Ann|actor  -: missing", "-  Bob|actor: missing"]);
}

#[test]
fn other_words_of_one_label_and_other_labels_on_the_same_words() {
    check(
        &["[Ann|actor] Lee [met|event] Bob", "[Ann Lee|actor] [met|event.meeting] Bob"],
        &["Ann|actor  Ann Lee|actor: extent", "met|event  met|event.meeting: label"],
    );
    check(&["[Ann Lee|actor] met", "[Ann Lee|claim] met"], &["Ann Lee|actor  Ann Lee|claim: label"]);
}

#[test]
fn several_mentions_on_the_same_words_go_by_their_labels() {
    check(
        &["[[Ann|actor]|claim] met", "[[Ann|event]|actor] met"],
        &["Ann|actor  Ann|actor", "Ann|claim  Ann|event: label"],
    );
    check(
        &["[[Ann|actor.person]|claim] met", "[Ann|actor] met"],
        &["Ann|actor.person  Ann|actor: label", "Ann|claim  -: missing"],
    );
}

#[test]
fn the_largest_common_share_of_one_label_goes_first() {
    check(
        &["[the Baku minister of trade|actor] said", "the [Baku|actor] [minister of trade|actor] said"],
        &["the Baku minister of trade|actor  minister of trade|actor: extent", "-  Baku|actor: missing"],
    );
}

#[test]
fn a_name_inside_a_claim_is_not_the_claim() {
    check(
        &["[Ann will pay|claim]", "[Ann|actor] will pay"],
        &["Ann will pay|claim  -: missing", "-  Ann|actor: missing"],
    );
    // Two labels of one layer have half of their words in common, or do not go together.
    check(
        &["[the old minister|actor.person] came", "the [old minister|actor.group] came"],
        &["the old minister|actor.person  old minister|actor.group: extent, label"],
    );
    check(
        &["[the very old minister|actor.person] came", "the very old [minister|actor.group] came"],
        &["the very old minister|actor.person  -: missing", "-  minister|actor.group: missing"],
    );
    // A label and one below it say the same, more or less exactly.
    check(
        &["[the very old minister|actor.person] came", "the very old [minister|actor] came"],
        &["the very old minister|actor.person  minister|actor: extent, label"],
    );
}

#[test]
fn three_sides_make_one_group() {
    check(
        &["[Ann|actor.person] Lee met", "[Ann Lee|actor] met", "Ann [Lee|actor.group] met"],
        &["Ann|actor.person  Ann Lee|actor  Lee|actor.group: extent, label"],
    );
    check(
        &["[Ann|actor] Lee met", "[Ann Lee|actor] met", "Ann [Lee|event] met"],
        &["Ann|actor  Ann Lee|actor  -: missing, extent", "-  -  Lee|event: missing"],
    );
    check(
        &["[Ann Lee|actor] met", "[Ann Lee|actor] met", "[Ann Lee|actor] met"],
        &["Ann Lee|actor  Ann Lee|actor  Ann Lee|actor"],
    );
}

#[test]
fn one_id_stays_together_wherever_it_went() {
    let base = session("[Ann|actor] met [Bob|actor]");
    let moved = bench(base.clone());
    let moved = done_on(
        moved.session().clone(),
        &[Command::SetExtent {
            article: ARTICLE,
            mention: MentionId(1),
            fragments: byline::text::Span::bytes(4, 7).into(),
        }],
    );
    let lines = lines(&[&base, moved.session()]);
    assert_eq!(lines[..2], ["Ann|actor  met|actor: extent", "Bob|actor  Bob|actor"]);
}

#[test]
fn parts_apart_are_one_extent() {
    let mut files = [file(2, &["Ann and Bob Lee met"]), file(3, &["Ann and Bob Lee met"])];
    for (id, (file, places)) in (1..).zip(files.iter_mut().zip([vec![span(0, 3), span(12, 15)], vec![span(0, 15)]])) {
        let row = support::plain_mention(id * 10, "Ann and Bob Lee met", places);
        file.articles[0].mentions.push(Mention { label: slug("actor"), ..row });
    }
    let [one, two] = files.map(support::session_of);
    assert_eq!(lines(&[&one, &two]), ["Ann Lee|actor  Ann and Bob Lee|actor: extent"]);
}

// In what they differ.

#[test]
fn attributes_notes_flags_and_states_are_told_apart() {
    let (one, two) = (side(2, "[met|event]"), side(3, "[met|event]"));
    let mention = MentionId(3001);
    let kinds = |command: Command| {
        let after = done_on(two.clone(), &[command]);
        compared(&[&one, after.session()]).articles[0].groups[0].kinds.iter().collect::<Vec<_>>()
    };
    let planned = Some(Value::Text("planned".into()));
    let status = Command::SetAttribute { article: ARTICLE, mention, attribute: slug("status"), value: planned };
    assert_eq!(kinds(status), [Kind::Attribute]);
    for other in [
        Command::SetNote { article: ARTICLE, mention, text: "sure?".to_owned() },
        Command::SetFlag { article: ARTICLE, mention, flag: slug("unsure"), on: true },
        Command::SetConfidence { article: ARTICLE, mention, confidence: Some(0.5) },
        Command::Review { article: ARTICLE, mentions: vec![mention], state: ReviewState::Accepted },
    ] {
        assert_eq!(kinds(other), [Kind::Other]);
    }
}

#[test]
fn links_are_the_same_where_they_lead_to_one_name_of_one_layer() {
    let linked = |id: u64, name: &str, entry: u64| {
        let draft = byline::edit::EntryDraft {
            mentions: vec![MentionId(id * 1000 + 1)],
            ..markup::entry(entry, "actor", name, &[])
        };
        done_on(side(id, "[Ann|actor] met"), &[Command::AddEntry(draft)]).session().clone()
    };
    let kinds = |one: &Session, two: &Session| compared(&[one, two]).articles[0].groups[0].kinds;
    let ann = linked(2, "Ann Lee", 70);
    assert!(kinds(&ann, &linked(3, "ann lee", 71)).is_empty(), "by name, whatever the case");
    assert!(kinds(&ann, &linked(3, "A. Lee", 70)).is_empty(), "by id, whatever the name");
    assert!(kinds(&ann, &linked(3, "A. Lee", 71)).has(Kind::Link));
    assert!(kinds(&ann, &side(3, "[Ann|actor] met")).has(Kind::Link));
}

#[test]
fn relations_are_held_against_each_other_by_what_they_join() {
    let markup = "[Ann|actor] [met|event] [Bob|actor]";
    let related = |id: u64, to: u64, role: &str| {
        let (from, to) = (MentionId(id * 1000 + 2), MentionId(id * 1000 + to));
        let (label, role) = (slug("argument"), Some(slug(role)));
        done_on(side(id, markup), &[Command::Relate { article: ARTICLE, from, to, label, role }]).session().clone()
    };
    let kinds = |one: &Session, two: &Session| -> Vec<String> {
        compared(&[one, two]).articles[0].groups.iter().map(|group| group.kinds.to_string()).collect()
    };
    let one = related(2, 1, "who");
    assert_eq!(kinds(&one, &related(3, 1, "who")), ["", "", ""]);
    assert_eq!(kinds(&one, &related(3, 3, "who")), ["", "relation", ""]);
    assert_eq!(kinds(&one, &related(3, 1, "where")), ["", "relation", ""]);
    assert_eq!(kinds(&one, &side(3, markup)), ["", "relation", ""]);
    // Where the event itself is missing, that is said once.
    assert_eq!(kinds(&one, &side(3, "[Ann|actor] met [Bob|actor]")), ["", "missing", ""]);
    let relation = one.shard(ARTICLE).unwrap().relations.iter().next().unwrap().id;
    let change = RelationChange::Confidence(Some(0.5));
    let doubted = done_on(one.clone(), &[Command::SetRelation { article: ARTICLE, relation, change }]);
    assert_eq!(kinds(&one, doubted.session()), ["", "", ""], "how sure somebody is of it is no other relation");
}

// Articles.

#[test]
fn articles_are_the_same_by_id_or_by_text() {
    let one = support::session_of(file(2, &["[Ann|actor] met", "[Talks|event] failed"]));
    let mut other = file(3, &["[Ann|actor] met", "[Talks|event] failed"]);
    other.articles[0].id = ArticleId(77);
    other.articles.reverse();
    let other = support::session_of(other);
    let comparison = compared(&[&one, &other]);
    let ids: Vec<_> = comparison.articles.iter().map(|article| article.ids.clone()).collect();
    let id = |id: u64| Some(ArticleId(id));
    assert_eq!(ids, [vec![id(1), id(77)], vec![id(2), id(2)]]);
    assert_eq!(lines(&[&one, &other]), ["Ann|actor  Ann|actor", "Talks|event  Talks|event"]);
    assert_eq!((comparison.other_texts, comparison.alone), (vec![], vec![]));
}

#[test]
fn other_texts_are_told_with_the_place_and_what_stands_alone_too() {
    let one = support::session_of(file(2, &["[Ann|actor]\n😀 met Bob", "alone"]));
    let mut other = file(3, &["[Ann|actor]\n😀 met Rob", "other"]);
    other.articles[1].id = ArticleId(9);
    other.articles[1].name = "9.txt".to_owned();
    other.articles[1].source.sha256 = "9".repeat(64);
    let comparison = compared(&[&one, &support::session_of(other)]);
    assert_eq!(comparison.articles, []);
    let [told] = &comparison.other_texts[..] else { panic!("{comparison:?}") };
    assert_eq!((told.first, told.second), ((0, ARTICLE), (1, ARTICLE)));
    assert_eq!((told.at, told.line, told.column), (CharOffset(10), 2, 7));
    let alone: Vec<_> = comparison.alone.iter().map(|alone| (alone.side, alone.article)).collect();
    assert_eq!(alone, [(0, ArticleId(2)), (1, ArticleId(9))]);
}

#[test]
fn a_side_without_the_article_misses_nothing_in_it() {
    let one = support::session_of(file(2, &["[Ann|actor] met", "[Talks|event]"]));
    let two = support::session_of(file(3, &["[Ann|actor] met", "[Talks|event]"]));
    let three = side(4, "[Ann|actor] met");
    assert_eq!(lines(&[&one, &two, &three]), ["Ann|actor  Ann|actor  Ann|actor", "Talks|event  Talks|event  -"]);
}

#[test]
fn what_did_not_change_is_not_compared_again() {
    let one = support::session_of(file(2, &["[Ann|actor] met", "[Talks|event]"]));
    let two = support::session_of(file(3, &["Ann met", "[Talks|event]"]));
    let known = Known { sides: vec![one.clone(), two.clone()], comparison: compared(&[&one, &two]) };
    let mention = MentionId(2001);
    let after = done_on(one, &[Command::Delete { article: ARTICLE, mentions: vec![mention] }]);
    let again = compared_again(&[after.session(), &two], &known);
    assert_eq!(again, compared(&[after.session(), &two]));
    let is_same = |number: usize| Arc::ptr_eq(&again.articles[number], &known.comparison.articles[number]);
    assert_eq!((is_same(0), is_same(1)), (false, true));
}

#[test]
fn nobody_waits_for_what_nobody_wants() {
    let (one, two) = (side(2, "[Ann|actor]"), side(3, "[Ann|actor]"));
    assert_eq!(byline::analysis::compare(&[&one, &two], None, &byline::codec::Serial, &|| false), None);
}

// Any work.

fn any_tags() -> impl Strategy<Value = Vec<(usize, usize, usize, usize)>> {
    prop::collection::vec((0_usize..24, 1_usize..8, 0_usize..5, 0_usize..5), 0..14)
}

/// What an annotator tagged on thirty letters.
fn tagged(id: u64, tags: &[(usize, usize, usize, usize)]) -> Session {
    const LABELS: [&str; 5] = ["actor", "actor.person", "event", "event.meeting", "claim"];
    let text = "abcdefghijklmnopqrstuvwxyz\u{e9}\u{e8}\u{1f600}z\n".to_owned();
    let mut file = file(id, &[&text]);
    for (number, (start, length, label, gap)) in (id * 1000..).zip(tags) {
        let at = |offset: usize| u32::try_from(offset.min(30)).unwrap();
        let mut place = vec![span(at(*start), at(start + length))];
        if *gap == 0 && start + length + 1 < 29 {
            place.push(span(at(start + length + 1), at(start + length + 2)));
        }
        let row = support::plain_mention(number, &text, place);
        let row = Mention { label: slug(LABELS[*label]), ..row };
        if !file.articles[0].mentions.iter().any(|one| (&one.label, &one.fragments) == (&row.label, &row.fragments)) {
            file.articles[0].mentions.push(row);
        }
    }
    support::session_of(file)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn every_mention_is_in_one_group_and_the_best_are_together(one in any_tags(), two in any_tags(), three in any_tags()) {
        let sides = [tagged(2, &one), tagged(3, &two), tagged(4, &three)];
        let sides: Vec<&Session> = sides.iter().collect();
        let comparison = compared(&sides);
        let groups = &comparison.articles[0].groups;
        for (side, session) in sides.iter().enumerate() {
            let shard = session.shard(ARTICLE).unwrap();
            let found: Vec<MentionId> = groups.iter().filter_map(|group| group.members[side]).collect();
            let all: BTreeSet<MentionId> = shard.mentions.iter().map(|row| row.id).collect();
            prop_assert_eq!(found.len(), all.len());
            prop_assert_eq!(found.iter().copied().collect::<BTreeSet<_>>(), all);
            // One label on the same words is together on every side that has it.
            for (other, their) in sides.iter().enumerate() {
                let theirs: BTreeMap<_, _> =
                    their.shard(ARTICLE).unwrap().mentions.iter().map(|row| ((row.label.clone(), row.fragments.clone()), row.id)).collect();
                for group in groups {
                    let row = group.members[side].and_then(|id| shard.mentions.get(id));
                    let twin = row.and_then(|row| theirs.get(&(row.label.clone(), row.fragments.clone())));
                    if let Some(twin) = twin {
                        prop_assert_eq!(group.members[other], Some(*twin));
                    }
                }
            }
        }
        prop_assert_eq!(&compared(&sides), &comparison);
    }

    #[test]
    fn equal_sides_agree_and_the_order_of_two_does_not_matter(one in any_tags(), two in any_tags()) {
        let (first, same, second) = (tagged(2, &one), tagged(5, &one), tagged(3, &two));
        prop_assert!(compared(&[&first, &same]).groups().all(|(_, group)| group.kinds.is_empty()));
        let key = |members: [Option<MentionId>; 2], kinds: &str| format!("{members:?} {kinds}");
        let there: BTreeSet<String> = compared(&[&first, &second]).groups()
            .map(|(_, group)| key([group.members[0], group.members[1]], &group.kinds.to_string())).collect();
        let back: BTreeSet<String> = compared(&[&second, &first]).groups()
            .map(|(_, group)| key([group.members[1], group.members[0]], &group.kinds.to_string())).collect();
        prop_assert_eq!(there, back);
    }
}
