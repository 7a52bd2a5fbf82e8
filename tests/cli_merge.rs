//! `byline merge` as people and git call it: what it prints, how it ends, and what is on the disk afterwards.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    clippy::print_stderr,
    reason = "helpers of tests fail the test that calls them, and say what was skipped"
)]

#[path = "support/program.rs"]
mod program;

use byline::codec::{Access, decode};
use byline::model::Session;
use program::{Place, Run, skip};
use std::ffi::OsStr;
use std::process::Command;

const TEXT: &str = "Ann met Bob \u{1f6a2} in the harbour, and the talks went on.\n";

/// A folder with a session in three copies: what both sides began with, and what each made of it.
fn three(ours: &str, theirs: &str) -> Place {
    let place = Place::new();
    place.file("in/talks.txt", TEXT);
    place.byline(&["import", "in", "-o", "base.ron", "--as", "Ann"]).ends(0);
    change(&place, "base.ron", ANN, "Ann");
    for (name, script) in [("ours", ours), ("theirs", theirs)] {
        let file = format!("{name}.ron");
        std::fs::copy(place.path("base.ron"), place.path(&file)).unwrap();
        change(&place, &file, script, name);
    }
    place
}

fn change(place: &Place, session: &str, script: &str, who: &str) {
    let article = read(place, "base.ron").shards()[0].id().to_string();
    let mention = read(place, "base.ron").shards()[0].mentions.iter().next().map(|row| row.id.to_string());
    let script = script.replace("ARTICLE", &article).replace("MENTION", &mention.unwrap_or_default());
    place.file("script.txt", script);
    place.byline(&["apply", session, "--script", "script.txt", "--as", who]).ends(0);
}

fn relabel(label: &str) -> String {
    format!(r#"relabel(article: "ARTICLE", mentions: ["MENTION"], label: "{label}")"#)
}

fn read(place: &Place, name: &str) -> Session {
    let decoded = decode(place.read(name).as_bytes()).unwrap();
    assert_eq!(decoded.access, Access::Full);
    decoded.session
}

fn quotes(place: &Place, name: &str) -> Vec<String> {
    read(place, name).shards()[0].mentions_in_order().iter().map(|row| row.quote.to_string()).collect()
}

fn merge(place: &Place, more: &[&str]) -> Run {
    place.byline(&[&["merge", "base.ron", "ours.ron", "theirs.ron", "--as", "ours"], more].concat())
}

const ANN: &str = r#"tag((article: "ARTICLE", label: "actor", fragments: [(0, 3)]))"#;
const MET: &str = r#"tag((article: "ARTICLE", label: "event", fragments: [(4, 7)]))"#;
const BOB: &str = r#"tag((article: "ARTICLE", label: "actor", fragments: [(8, 11)]))"#;

#[test]
fn work_of_both_sides_is_written_whole_and_valid() {
    let place = three(MET, BOB);
    let before = place.files();
    let run = merge(&place, &["-o", "out.ron"]).ends(0);
    assert_eq!(run.out, "out.ron: 2 records added; 2 of ours kept\n");
    assert_eq!(run.err, "");
    assert_eq!(quotes(&place, "out.ron"), ["Ann", "met", "Bob"]);
    assert_eq!(place.byline(&["validate", "out.ron"]).ends(0).out, "out.ron: valid\n");
    let who: Vec<String> = read(&place, "out.ron").annotators.iter().map(|one| one.name.clone()).collect();
    assert_eq!(who.len(), 3, "{who:?}");
    let mut after = place.files();
    assert!(after.remove(&place.path("out.ron")).is_some());
    assert_eq!(after, before, "nothing else was touched");
}

#[test]
fn conflicts_are_told_written_and_seen_by_the_other_commands() {
    let place = three(&relabel("event"), &relabel("claim"));
    let report = merge(&place, &["-o", "out.ron", "--json"]).ends(1);
    assert!(report.err.contains(": both sides changed mention m-"), "{}", report.err);
    let report = report.json();
    assert_eq!((&report["version"], &report["session"]), (&1.into(), &"out.ron".into()));
    assert_eq!(report["conflicts"][0]["kind"], "mention");
    let session = read(&place, "out.ron");
    let open = session.conflicts.iter().next().unwrap();
    assert_eq!(
        (report["conflicts"][0]["conflict"].as_str().unwrap(), open.source.as_str()),
        (&*open.id.to_string(), "theirs.ron")
    );
    assert_eq!(session.shards()[0].mentions.iter().next().unwrap().label.as_str(), "event");

    let found = place.byline(&["validate", "out.ron", "--json"]).ends(0).json();
    assert_eq!((&found["valid"], &found["waiting"][0]["code"]), (&true.into(), &"conflict".into()));
    let said = place.byline(&["validate", "out.ron"]).ends(0).err;
    assert!(said.contains("a merge with theirs.ron could not settle m-"), "{said}");
    assert!(place.byline(&["stats", "out.ron"]).ends(0).out.contains("  conflicts   1\n"));
}

#[test]
fn without_a_place_for_it_nothing_is_written() {
    let place = three(MET, BOB);
    let before = place.files();
    let run = merge(&place, &[]).ends(2);
    assert!(run.err.contains("--output <SESSION>"), "{}", run.err);
    for existing in ["ours.ron", "base.ron"] {
        let run = merge(&place, &["-o", existing]).ends(4);
        assert!(run.err.contains("not overwritten without --force"), "{}", run.err);
    }
    merge(&place, &["-o", "no/such/folder.ron"]).ends(4);
    assert_eq!(place.files(), before);
    merge(&place, &["-o", "ours.ron", "--force"]).ends(0);
    assert_eq!(quotes(&place, "ours.ron"), ["Ann", "met", "Bob"]);
}

#[test]
fn damaged_sessions_are_not_merged() {
    for damaged in ["base.ron", "ours.ron", "theirs.ron"] {
        let place = three(MET, BOB);
        let text = place.read(damaged).replace("harbour", "harbor");
        place.file(damaged, text);
        let before = place.files();
        let run = merge(&place, &["-o", "out.ron"]).ends(3);
        assert!(run.err.contains(damaged) && run.err.contains("checksum"), "{}", run.err);
        assert_eq!(place.files(), before);
    }
    let place = three(MET, BOB);
    place.file("theirs.ron", "");
    assert!(merge(&place, &["-o", "out.ron"]).ends(3).err.contains("the file is empty"));
}

#[test]
fn without_a_common_beginning_both_are_put_together() {
    let place = three(MET, BOB);
    place.file("base.ron", "");
    let run = merge(&place, &["-o", "out.ron"]).ends(0);
    assert_eq!(quotes(&place, "out.ron"), ["Ann", "met", "Bob"], "{}", run.out);
}

// As a merge driver of git, set up as sessions/README.md says.

/// The lines of the guide that set git up.
fn guide() -> (String, Vec<String>) {
    let readme = include_str!("../sessions/README.md");
    let block =
        |tag: &str| readme.split(&format!("```{tag}\n")).nth(1).unwrap().split("\n```").next().unwrap().to_owned();
    let config = block("gitconfig").lines().map(str::to_owned).collect();
    (block("gitattributes"), config)
}

fn git<S: AsRef<OsStr>>(place: &Place, args: &[S]) -> Run {
    let folder = std::path::Path::new(env!("CARGO_BIN_EXE_byline")).parent().unwrap().to_owned();
    let folders = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
    let path = std::env::join_paths(std::iter::once(folder).chain(folders)).unwrap();
    let output = Command::new("git")
        .args(args)
        .current_dir(place.path("repository"))
        .env("PATH", path)
        .env("BYLINE_CONFIG_DIR", place.path("config"))
        .envs([("GIT_CONFIG_GLOBAL", place.path("no-config")), ("GIT_CONFIG_SYSTEM", place.path("no-config"))])
        .envs(
            ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"]
                .map(|name| (name, "t@example.org")),
        )
        .output()
        .unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Run { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
}

/// A repository whose branch `main` has ours and whose branch `colleague` has theirs; gives what `git merge` said.
fn git_merges(ours: &str, theirs: &str) -> Option<(Place, Run)> {
    if Command::new("git").arg("--version").output().is_err() {
        skip("git's merge driver", "git is not installed");
        return None;
    }
    let place = three(ours, theirs);
    let (attributes, config) = guide();
    let commit = |session: &str| {
        std::fs::copy(place.path(session), place.path("repository/talks.ron")).unwrap();
        git(&place, &["add", "-A"]).ends(0);
        git(&place, &["commit", "-q", "-m", session]).ends(0);
    };
    place.file("repository/.gitattributes", attributes.replace("sessions/", ""));
    git(&place, &["init", "-q", "-b", "main"]).ends(0);
    for line in config {
        let (name, value) = line.strip_prefix("git config ").unwrap().split_once(' ').unwrap();
        git(&place, &["config", name, value.trim_matches(['"', '\''])]).ends(0);
    }
    commit("base.ron");
    git(&place, &["checkout", "-q", "-b", "colleague"]).ends(0);
    commit("theirs.ron");
    git(&place, &["checkout", "-q", "main"]).ends(0);
    commit("ours.ron");
    let run = git(&place, &["merge", "-m", "together", "colleague"]);
    Some((place, run))
}

#[test]
fn git_merges_sessions_with_it() {
    let Some((place, run)) = git_merges(MET, BOB) else { return };
    assert_eq!(run.status, 0, "{run:#?}");
    assert_eq!(quotes(&place, "repository/talks.ron"), ["Ann", "met", "Bob"]);
    assert_eq!(git(&place, &["status", "--porcelain"]).out, "");
}

#[test]
fn git_says_where_a_conflict_is_left_and_the_session_still_opens() {
    let Some((place, run)) = git_merges(&relabel("event"), &relabel("claim")) else { return };
    assert_eq!(run.status, 1, "{run:#?}");
    assert!(run.out.contains("CONFLICT"), "{run:#?}");
    let session = read(&place, "repository/talks.ron");
    assert_eq!(session.conflicts.iter().map(|open| open.source.as_str()).collect::<Vec<_>>(), ["talks.ron"]);
    git(&place, &["add", "talks.ron"]).ends(0);
    git(&place, &["commit", "-q", "-m", "looked at"]).ends(0);
}
