//! Merges for tests: what two people make of one session, and checks that hold for every merge.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use super::markup::*;
use super::support::time;
use byline::codec;
use byline::edit::*;
use byline::model::*;
use byline::workbench::{Clock, Workbench};
use serde::de::DeserializeOwned;

pub(crate) const SOURCE: &str = "theirs.ron";

pub(crate) fn later(minutes: i64) -> Timestamp {
    Timestamp(time().0 + jiff::SignedDuration::from_mins(minutes))
}

/// What the annotator `id` makes of `base`, a minute a command.
pub(crate) fn by(id: u64, base: &Session, commands: &[Command]) -> Session {
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
pub(crate) fn merged(base: &Session, ours: &[Command], theirs: &[Command]) -> (Session, MergeReport) {
    of_sessions(base, &by(2, base, ours), &by(3, base, theirs))
}

pub(crate) fn of_sessions(base: &Session, ours: &Session, theirs: &Session) -> (Session, MergeReport) {
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

pub(crate) fn note(id: u64, text: &str) -> Command {
    Command::SetNote { article: ARTICLE, mention: MentionId(id), text: text.to_owned() }
}

pub(crate) fn extent(id: u64, start: usize, end: usize) -> Command {
    Command::SetExtent {
        article: ARTICLE,
        mention: MentionId(id),
        fragments: byline::text::Span::bytes(start, end).into(),
    }
}

pub(crate) fn delete(ids: &[u64]) -> Command {
    Command::Delete { article: ARTICLE, mentions: m(ids) }
}

pub(crate) fn only_conflict(session: &Session) -> &Conflict {
    assert_eq!(session.conflicts.len(), 1, "{:#?}", session.conflicts);
    session.conflicts.iter().next().unwrap()
}

/// A value of a conflict, read as the record that files hold.
pub(crate) fn read<T: DeserializeOwned>(value: Option<&Value>) -> T {
    serde_json::from_value(serde_json::to_value(value.unwrap()).unwrap()).unwrap()
}
