//! Journals as inputs of the fuzzer: lines that nobody meant to write, each in a record that holds.

use super::fuzzer::{Target, fuzz};
use super::words::RON_WORDS;
use super::{annotator, blocks, example, without_log};
use byline::codec::{self, JournalLine};
use byline::edit;
use byline::model::{Session, Timestamp, TransactionId};
use byline::store::{Fingerprint, Ground, RealDisk, peek};
use byline::workbench::{Clock, ScriptLine, Workbench};
use std::sync::{Arc, LazyLock};

const JOURNAL: Target = Target {
    name: "journal",
    seeds: || {
        let mut seeds = Vec::new();
        for script in blocks("apply") {
            let mut bench = Workbench::with(example(), annotator(), Clock::Fixed(Timestamp::default()), 1);
            for line in script.lines().filter_map(|line| ScriptLine::parse(line).ok().flatten()) {
                bench.run(&line).ok();
            }
            let steps = bench.take_steps();
            let find = |id| bench.session().shard(id).map(|shard| Arc::clone(&shard.article));
            let lines = steps.iter().filter_map(|step| codec::encode_journal_line(&step.line, &find).ok());
            seeds.push(lines.collect::<Vec<_>>().join("\n").into_bytes());
        }
        seeds
    },
    words: RON_WORDS,
    check: journal,
    cases: 300,
};

/// A session whose journal has the lines of `bytes`, each in a record that holds.
fn journal(bytes: &[u8]) -> String {
    static FILE: LazyLock<(Session, String)> = LazyLock::new(|| {
        let session = example();
        let text = codec::encode(&session, Timestamp::default()).unwrap();
        (session, text)
    });
    let (base, file) = &*FILE;
    let saved = Fingerprint::of(file.as_bytes());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("s.ron");
    std::fs::write(&path, file).unwrap();
    let beside = folder.path().join(".s.ron.byline");
    std::fs::create_dir(&beside).unwrap();
    let begin = format!("begin(format: \"byline-journal\", version: 1, base: \"{saved}\")");
    let text = String::from_utf8_lossy(bytes);
    let mut records = Vec::new();
    for (sequence, line) in std::iter::once(begin.as_str()).chain(text.lines()).enumerate() {
        let covered = [&(sequence as u64).to_le_bytes(), line.as_bytes()].concat();
        records.extend_from_slice(&(line.len() as u32).to_le_bytes());
        records.extend_from_slice(&crc32fast::hash(&covered).to_le_bytes());
        records.extend_from_slice(&covered);
    }
    std::fs::write(beside.join("journal"), records).unwrap();
    let ground =
        Ground { disk: Arc::new(RealDisk), state: None, owner: String::new(), spread: Arc::new(codec::Serial) };
    let found = peek(&ground, &path).unwrap();
    assert!(found.base == *base, "the file was read otherwise");
    assert!(found.recovered.steps.len() <= text.lines().count());
    let again = done_again(base, &text, found.recovered.steps.len());
    assert!(again.is_none_or(|again| again == found.session), "the steps were done otherwise");
    // Whether it can be written or not, that is found out without an end in the middle.
    let written = codec::encode(&found.session, Timestamp::default()).err().map(|error| error.to_string());
    let told = found.recovered.problems.iter().map(|problem| problem.chars().skip(40).collect());
    told.chain(written).collect::<Vec<String>>().join("; ")
}

/// The first `count` steps of `lines` on `base`, which taken back must lead to `base` again; nothing where one cuts the log,
/// which cannot be taken back.
fn done_again(base: &Session, lines: &str, count: usize) -> Option<Session> {
    let mut session = base.clone();
    let mut done = Vec::new();
    for line in lines.lines().filter(|line| !line.starts_with("saving(")).take(count) {
        let find = |id| session.shard(id).map(|shard| Arc::clone(&shard.article));
        let JournalLine::Transaction(step) = codec::decode_journal_line(line, &find).unwrap() else { return None };
        edit::apply(&mut session, &step).unwrap();
        done.push(step);
    }
    let mut back = session.clone();
    for (number, step) in done.iter().rev().enumerate() {
        let id = TransactionId(u64::MAX - number as u64);
        edit::apply(&mut back, &step.inverse(id, String::new(), step.at)).unwrap();
    }
    assert!(without_log(&back) == without_log(base), "taking the steps back leads elsewhere");
    Some(session)
}

#[test]
fn journals() {
    fuzz(&JOURNAL);
}
