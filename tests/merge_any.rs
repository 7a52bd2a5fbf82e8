//! Any work on both sides of a merge: nothing is lost, the outcome holds together, and undo gives ours back exactly.

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

#[path = "support/asks.rs"]
mod asks;
#[path = "support/markup.rs"]
mod markup;
mod support;

use asks::*;
use byline::codec;
use byline::edit::*;
use byline::model::*;
use byline::workbench::{Clock, Workbench};
use markup::*;
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use support::{slug, time};

const SOURCE: &str = "theirs.ron";

/// What one side asks for: any command, or another schema.
#[derive(Clone, Debug)]
enum Wish {
    Ask(Ask),
    AddLabel(u8, Option<char>),
    DropLabel(u8),
    Undo,
}

fn any_wish() -> impl Strategy<Value = Wish> {
    prop_oneof![
        12 => any_ask().prop_map(Wish::Ask),
        1 => (0u8..3, prop::option::of(prop::sample::select(vec!['y', 'z']))).prop_map(|(which, key)| Wish::AddLabel(which, key)),
        1 => (0u8..3).prop_map(Wish::DropLabel),
        1 => Just(Wish::Undo),
    ]
}

fn wishes() -> impl Strategy<Value = Vec<Wish>> {
    prop::collection::vec(any_wish(), 0..14)
}

fn grant(bench: &mut Workbench, wish: &Wish) {
    let command = match wish {
        Wish::Ask(ask) => command_of(bench.session(), ask),
        Wish::Undo => {
            bench.undo().unwrap();
            return;
        }
        Wish::AddLabel(which, hotkey) => {
            let mut schema = Schema::clone(&bench.session().schema);
            let label = slug(["claim.rumour", "event.storm", "actor.ship"][usize::from(*which)]);
            let layer = schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer()).unwrap();
            layer.labels.retain(|known| known.id != label);
            layer.labels.push(LabelDef {
                name: label.to_string(),
                id: label,
                color: None,
                hotkey: *hotkey,
                description: String::new(),
                guideline: None,
                ext: Ext::default(),
            });
            Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }
        }
        Wish::DropLabel(which) => {
            let mut schema = Schema::clone(&bench.session().schema);
            let label = slug(["claim.quoted", "actor.person", "event.storm"][usize::from(*which)]);
            for layer in &mut schema.layers {
                layer.labels.retain(|known| !known.id.is_within(&label));
            }
            schema.attributes.iter_mut().for_each(|def| def.labels.retain(|known| !known.is_within(&label)));
            for kind in &mut schema.relation_types {
                kind.from.retain(|known| !known.is_within(&label));
                kind.to.retain(|known| !known.is_within(&label));
                kind.roles.iter_mut().for_each(|role| role.to.retain(|known| !known.is_within(&label)));
            }
            Command::SetSchema { schema: Box::new(schema), becomes: Becomes::default() }
        }
    };
    bench.execute(&command).ok();
}

fn side(base: &Session, id: u64, minutes: i64, wishes: &[Wish]) -> Session {
    let at = Timestamp(time().0 + jiff::SignedDuration::from_mins(minutes));
    let mut bench = Workbench::with(base.clone(), person(id, "Side"), Clock::Fixed(at), id);
    for wish in wishes {
        grant(&mut bench, wish);
    }
    bench.session().clone()
}

/// The session after its way through a file, which shares nothing with the one in memory.
fn read_back(session: &Session) -> Session {
    let text = codec::encode(session, time()).unwrap();
    let decoded = codec::decode(text.as_bytes()).unwrap();
    assert_eq!(decoded.warnings, []);
    assert_eq!(decoded.session, *session);
    decoded.session
}

fn merger(ours: &Session) -> Workbench {
    let at = Timestamp(time().0 + jiff::SignedDuration::from_hours(9));
    Workbench::with(ours.clone(), person(1, "Analyst"), Clock::Fixed(at), 99)
}

fn merged(base: &Session, ours: &Session, theirs: &Session) -> (Workbench, MergeReport) {
    let mut bench = merger(ours);
    let report = bench.merge(base, theirs, SOURCE).unwrap();
    (bench, report)
}

fn mentions(session: &Session) -> BTreeMap<MentionId, (ArticleId, Mention)> {
    let rows = session.shards().iter().flat_map(|shard| shard.mentions.iter().map(|row| (shard.id(), row.clone())));
    rows.map(|(at, row)| (row.id, (at, row))).collect()
}

/// Where records of theirs went, by the ids they had there.
fn new_ids(report: &MergeReport) -> BTreeMap<String, String> {
    report.joined.iter().map(|joined| (joined.theirs.clone(), joined.ours.clone())).collect()
}

fn fault_names(session: &Session, ids: &BTreeMap<String, String>) -> BTreeSet<(Option<ArticleId>, String, FaultCode)> {
    let name = |record: String| match record.rsplit_once(' ') {
        Some((kind, id)) => format!("{kind} {}", ids.get(id).map_or(id, String::as_str)),
        None => record,
    };
    let for_people = |fault: &Fault| fault.code == FaultCode::Duplicate && fault.record.starts_with("entry ");
    let faults = validate(session).into_iter().filter(|fault| !for_people(fault));
    faults.map(|fault| (fault.article, name(fault.record), fault.code)).collect()
}

fn conflict_names(session: &Session) -> BTreeSet<String> {
    session.conflicts.iter().map(|conflict| conflict.record.clone()).collect()
}

/// That what `side` did to its mentions since `base` is in `merged`, or in a conflict.
fn nothing_lost(base: &Session, side: &Session, other: &Session, merged: &Session, ids: &BTreeMap<String, String>) {
    let (before, after, there) = (mentions(base), mentions(merged), mentions(other));
    let open = conflict_names(merged);
    for (id, (at, row)) in mentions(side) {
        let was = before.get(&id).map(|(_, row)| row);
        let name = id.to_string();
        let name = ids.get(&name).unwrap_or(&name);
        if was == Some(&row) {
            // Untouched here: it is there, as it was or as the other side left it.
            assert!(after.contains_key(&id) || !there.contains_key(&id), "{name} is gone, and nobody deleted it");
            continue;
        }
        if open.contains(name) || open.contains(&at.to_string()) {
            continue;
        }
        let Some((_, now)) = after.get(&MentionId::parse(name).unwrap()) else {
            panic!("{name} was changed and is neither there nor in a conflict");
        };
        let kept = |field: &dyn Fn(&Mention) -> String| {
            was.is_some_and(|was| field(was) == field(&row)) || field(now) == field(&row)
        };
        assert!(kept(&|row| row.label.to_string()), "{name}: label");
        assert!(kept(&|row| format!("{:?}", row.fragments)), "{name}: place");
        // A new record that joined another may leave a field to that one.
        let is_blank = |is_none: bool| was.is_none() && is_none;
        let is_sure = kept(&|row| format!("{:?}", row.confidence));
        assert!(is_sure || is_blank(row.confidence.is_none()), "{name}: confidence");
        // A link that went with its entry comes back where the entry stays.
        let is_open = was.and_then(|was| was.entry).is_some_and(|entry| open.contains(&entry.to_string()));
        let entry = |row: &Mention| {
            let entry = row.entry.map(|id| id.to_string()).unwrap_or_default();
            ids.get(&entry).unwrap_or(&entry).clone()
        };
        assert!(is_open || is_blank(row.entry.is_none()) || kept(&entry), "{name}: entry");
        assert!(
            row.notes.iter().all(|note| now.notes.contains(note) || was.is_some_and(|was| was.notes.contains(note))),
            "{name}: notes"
        );
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    #[test]
    fn any_work_of_both_sides_comes_together(before in wishes(), ours in wishes(), theirs in wishes()) {
        let start = session("[Ann|actor] [met|event] B\u{e9}: [ok|claim]");
        let base = side(&start, 1, 0, &before);
        let (ours, theirs) = (side(&base, 2, 10, &ours), read_back(&side(&base, 3, 5, &theirs)));

        let (bench, report) = merged(&base, &ours, &theirs);
        let outcome = bench.session().clone();
        let ids = new_ids(&report);
        let mut known = fault_names(&ours, &BTreeMap::new());
        known.extend(fault_names(&theirs, &ids));
        let new: Vec<_> = fault_names(&outcome, &BTreeMap::new()).difference(&known).cloned().collect();
        prop_assert_eq!(new, vec![]);
        read_back(&outcome);
        nothing_lost(&base, &ours, &theirs, &outcome, &BTreeMap::new());
        nothing_lost(&base, &theirs, &ours, &outcome, &ids);
        prop_assert_eq!(report.conflicts.len(), outcome.conflicts.len());

        let mut bench = bench;
        if !report.is_empty() {
            prop_assert_eq!(bench.undo().unwrap(), Some("Merge changes from “theirs.ron”".to_owned()));
            prop_assert_eq!(without_log(bench.session()), without_log(&ours));
            let lines: Vec<_> = bench.session().log.lines.iter().take(ours.log.lines.len()).cloned().collect();
            prop_assert_eq!(lines, ours.log.lines.iter().cloned().collect::<Vec<_>>());
            bench.redo().unwrap();
            prop_assert_eq!(without_log(bench.session()), without_log(&outcome));
        }
    }

    #[test]
    fn work_of_one_side_only_is_taken_as_it_is(before in wishes(), theirs in wishes()) {
        let start = session("[Ann|actor] [met|event] B\u{e9}: [ok|claim]");
        let base = side(&start, 1, 0, &before);
        let theirs = read_back(&side(&base, 3, 5, &theirs));

        let (bench, report) = merged(&base, &base, &theirs);
        prop_assert_eq!(&report.conflicts, &vec![]);
        prop_assert_eq!(without_log(bench.session()), without_log(&theirs));
        let lines: BTreeSet<_> = bench.session().log.lines.iter().map(|line| line.id).collect();
        prop_assert!(theirs.log.lines.iter().all(|line| lines.contains(&line.id)));

        let mut bench = merger(&theirs);
        let report = bench.merge(&base, &read_back(&base), SOURCE).unwrap();
        prop_assert!(report.is_empty(), "{:?}", report);
        prop_assert_eq!(bench.session(), &theirs);
        prop_assert_eq!(bench.undo_name(), None);
    }

    #[test]
    fn it_matters_only_in_conflicts_which_side_is_ours(before in wishes(), one in wishes(), two in wishes()) {
        let start = session("[Ann|actor] [met|event] B\u{e9}: [ok|claim]");
        let base = side(&start, 1, 0, &before);
        let (one, two) = (side(&base, 2, 10, &one), side(&base, 3, 5, &two));
        let (ours, report) = merged(&base, &one, &two);
        let (swapped, other_report) = merged(&base, &two, &one);
        let joined = report.joined.iter().chain(&other_report.joined);
        let mut open: BTreeSet<String> = joined.flat_map(|joined| [joined.ours.clone(), joined.theirs.clone()]).collect();
        open.extend(conflict_names(ours.session()));
        open.extend(conflict_names(swapped.session()));
        let (ours, swapped) = (mentions(ours.session()), mentions(swapped.session()));
        for id in ours.keys().chain(swapped.keys()) {
            let at = ours.get(id).or(swapped.get(id)).map(|(at, _)| at.to_string()).unwrap();
            let linked = [&ours, &swapped].map(|rows| rows.get(id).and_then(|(_, row)| row.entry).map(|entry| entry.to_string()));
            let is_open = |name: &String| open.contains(name);
            if !is_open(&id.to_string()) && !is_open(&at) && !linked.iter().flatten().any(is_open) {
                prop_assert_eq!(ours.get(id), swapped.get(id));
            }
        }
    }
}
