//! Laws that hold for every merge: edits apart commute, equal sides are that side, no mention goes that nobody deleted, and three
//! annotators come to one session in whatever order they are brought together.
//!
//! `BYLINE_MERGE_CASES=10000 cargo test --release --test merge_laws` tries each law ten thousand times.

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

use byline::codec;
use byline::edit::*;
use byline::model::*;
use byline::text::Span;
use byline::workbench::{Clock, Workbench};
use markup::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;
use support::{slug, time};

/// One part of the text for each of three annotators.
const PART: &str = "[Ann|actor] [met|event] [B\u{e9}|actor] \u{1f600} and [said so|claim]. ";
const LABELS: [&str; 5] = ["actor", "actor.person", "event", "claim", "claim.quoted"];

/// What the three begin with.
static BASE: LazyLock<Session> = LazyLock::new(|| session(&PART.repeat(3)));

/// Something that somebody does to one of the mentions, or near them.
#[derive(Clone, Debug)]
enum Work {
    Tag(usize, usize, usize),
    Relabel(usize, usize),
    Extent(usize, usize, usize),
    Note(usize, u8),
    Flag(usize, bool),
    Sure(usize, u8),
    Review(usize, u8),
    Delete(usize),
    Enter(usize, u8),
    Relate(usize, usize),
    Undo,
}

fn any_work() -> impl Strategy<Value = Work> {
    let which = 0_usize..4;
    prop_oneof![
        4 => (0_usize..24, 1_usize..9, 0_usize..5).prop_map(|(start, length, label)| Work::Tag(start, length, label)),
        2 => (which.clone(), 0_usize..5).prop_map(|(which, label)| Work::Relabel(which, label)),
        2 => (which.clone(), 0_usize..24, 1_usize..9).prop_map(|(which, start, length)| Work::Extent(which, start, length)),
        2 => (which.clone(), 0_u8..3).prop_map(|(which, note)| Work::Note(which, note)),
        1 => (which.clone(), any::<bool>()).prop_map(|(which, on)| Work::Flag(which, on)),
        1 => (which.clone(), 0_u8..3).prop_map(|(which, sure)| Work::Sure(which, sure)),
        1 => (which.clone(), 0_u8..3).prop_map(|(which, state)| Work::Review(which, state)),
        2 => which.clone().prop_map(Work::Delete),
        1 => (which.clone(), 0_u8..3).prop_map(|(which, name)| Work::Enter(which, name)),
        2 => (which.clone(), which).prop_map(|(from, to)| Work::Relate(from, to)),
        1 => Just(Work::Undo),
    ]
}

fn any_works() -> impl Strategy<Value = Vec<Work>> {
    prop::collection::vec(any_work(), 0..10)
}

/// How often each law is tried.
fn cases() -> ProptestConfig {
    let asked = std::env::var("BYLINE_MERGE_CASES").ok().and_then(|count| count.parse().ok());
    ProptestConfig::with_cases(asked.unwrap_or(250))
}

/// What the annotator `who` (0, 1 or 2) makes of `base`, all of it in the part `part` of the text.
fn worked(base: &Session, who: usize, part: usize, works: &[Work]) -> Session {
    let id = who as u64 + 3;
    let at = Timestamp(time().0 + jiff::SignedDuration::from_mins(i64::try_from(who).unwrap()));
    let mut bench = Workbench::with(base.clone(), person(id, "Side"), Clock::Fixed(at), id * 1000);
    for work in works {
        if matches!(work, Work::Undo) {
            bench.undo().unwrap();
        } else if let Some(command) = command(bench.session(), who, part, work) {
            bench.execute(&command).ok();
        }
    }
    bench.session().clone()
}

fn command(session: &Session, who: usize, part: usize, work: &Work) -> Option<Command> {
    let shard = session.shard(ARTICLE).unwrap();
    let text = shard.article.text();
    let length = text.len() / 3;
    let own = Span::bytes(part * length, (part + 1) * length);
    let mentions: Vec<MentionId> =
        shard.mentions_in_order().iter().filter(|row| own.covers(row.fragments.hull())).map(|row| row.id).collect();
    let mention = |which: usize| mentions.get(which % mentions.len().max(1)).copied();
    let place = |start: usize, size: usize| {
        let at = |offset: usize| text.floor_char_boundary((part * length + offset).min((part + 1) * length));
        Places::Bytes(vec![Span::bytes(at(start), at(start + size))])
    };
    let article = ARTICLE;
    Some(match *work {
        Work::Tag(start, size, label) => {
            Command::Tag(TagDraft { fragments: place(start, size), ..tag(LABELS[label], 0, 1) })
        }
        Work::Relabel(which, label) => {
            Command::Relabel { article, mentions: vec![mention(which)?], label: slug(LABELS[label]) }
        }
        Work::Extent(which, start, size) => {
            Command::SetExtent { article, mention: mention(which)?, fragments: place(start, size) }
        }
        Work::Note(which, note) => Command::SetNote { article, mention: mention(which)?, text: format!("note {note}") },
        Work::Flag(which, on) => Command::SetFlag { article, mention: mention(which)?, flag: slug("unsure"), on },
        Work::Sure(which, sure) => {
            Command::SetConfidence { article, mention: mention(which)?, confidence: Some(f64::from(sure) / 2.0) }
        }
        Work::Review(which, state) => {
            let state = ReviewState::ALL[usize::from(state)];
            Command::Review { article, mentions: vec![mention(which)?], state }
        }
        Work::Delete(which) => Command::Delete { article, mentions: vec![mention(which)?] },
        Work::Enter(which, name) => {
            let layer = shard.mentions.get(mention(which)?)?.label.layer().to_owned();
            let mentions = vec![mention(which)?];
            // Names are checked for other entries of the same name, which is no matter of a merge.
            let name = format!("{who} {name} {}", session.entries.len());
            let draft = entry(1, &layer, &name, &[]);
            Command::AddEntry(EntryDraft { entry: None, mentions, ..draft })
        }
        Work::Relate(from, to) => {
            let (from, to) = (mention(from)?, mention(to)?);
            Command::Relate { article, from, to, label: slug("argument"), role: Some(slug("who")) }
        }
        Work::Undo => return None,
    })
}

fn merged(base: &Session, ours: &Session, theirs: &Session) -> (Session, MergeReport) {
    let at = Timestamp(time().0 + jiff::SignedDuration::from_hours(9));
    let mut bench = Workbench::with(ours.clone(), person(1, "Analyst"), Clock::Fixed(at), 99);
    let report = bench.merge(base, theirs, "theirs.ron").unwrap();
    (bench.session().clone(), report)
}

/// The session after its way through a file, which shares nothing with the one in memory.
fn read_back(session: &Session) -> Session {
    let text = codec::encode(session, time()).unwrap();
    codec::decode(text.as_bytes()).unwrap().session
}

fn ids(session: &Session) -> BTreeSet<MentionId> {
    session.shards().iter().flat_map(|shard| shard.mentions.iter().map(|row| row.id)).collect()
}

/// The mentions of `sides` that none of those who had them deleted, under the ids that they have in the outcome.
fn kept(base: &Session, sides: [&Session; 2], report: &MergeReport) -> BTreeSet<MentionId> {
    let joined: BTreeMap<&str, &str> =
        report.joined.iter().map(|joined| (joined.theirs.as_str(), joined.ours.as_str())).collect();
    let name = |id: MentionId| joined.get(id.to_string().as_str()).map_or(id, |ours| MentionId::parse(ours).unwrap());
    let (before, [ours, theirs]) = (ids(base), sides.map(ids));
    let is_kept = |id: &MentionId| !before.contains(id) || (ours.contains(id) && theirs.contains(id));
    ours.union(&theirs).copied().filter(is_kept).map(name).collect()
}

const ORDERS: [[usize; 3]; 6] = [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]];

proptest! {
    #![proptest_config(cases())]

    #[test]
    fn edits_apart_from_each_other_commute(one in any_works(), two in any_works()) {
        let (one, two) = (worked(&BASE, 0, 0, &one), worked(&BASE, 1, 1, &two));
        let (there, report) = merged(&BASE, &one, &two);
        let (back, other) = merged(&BASE, &two, &one);
        prop_assert_eq!((&report.conflicts, &other.conflicts), (&vec![], &vec![]));
        let same = without_log(&there) == without_log(&back);
        prop_assert!(same, "{:?}", difference(&there, &back));
    }

    #[test]
    fn the_merge_of_equal_sides_is_that_side(works in any_works()) {
        let side = worked(&BASE, 0, 0, &works);
        for theirs in [side.clone(), read_back(&side)] {
            let (outcome, report) = merged(&BASE, &side, &theirs);
            prop_assert!(report.is_empty(), "{:?}", report);
            prop_assert_eq!(&outcome, &side);
        }
    }

    #[test]
    fn no_mention_goes_that_nobody_deleted(one in any_works(), two in any_works()) {
        // Both work on the same part, so that they clash.
        let (one, two) = (worked(&BASE, 0, 0, &one), worked(&BASE, 1, 0, &two));
        let (outcome, report) = merged(&BASE, &one, &two);
        // Of two that come to say the same on the same words one stays, and a conflict keeps the other as it was.
        let in_conflict = |id: &MentionId| {
            let kept = |row: &Conflict| row.record == id.to_string() && row.theirs.is_some();
            outcome.conflicts.iter().any(kept)
        };
        let stays = ids(&outcome);
        let gone = |id: &MentionId| !stays.contains(id) && !in_conflict(id);
        let missing: Vec<MentionId> = kept(&BASE, [&one, &two], &report).into_iter().filter(gone).collect();
        prop_assert_eq!(missing, vec![]);
        prop_assert_eq!(validate(&outcome).len(), 0);
    }

    #[test]
    fn three_annotators_come_to_one_session_in_any_order(works in prop::array::uniform3(any_works())) {
        let sides: Vec<Session> = works.iter().enumerate().map(|(who, works)| worked(&BASE, who, who, works)).collect();
        let gold = |order: [usize; 3]| {
            let mut gold = sides[order[0]].clone();
            for side in &order[1..] {
                let (outcome, report) = merged(&BASE, &gold, &sides[*side]);
                assert_eq!(report.conflicts, [], "{order:?}");
                gold = outcome;
            }
            gold
        };
        let first = gold(ORDERS[0]);
        for order in &ORDERS[1..] {
            let other = gold(*order);
            let same = without_log(&other) == without_log(&first);
            prop_assert!(same, "{:?}: {:?}", order, difference(&first, &other));
        }
    }
}
