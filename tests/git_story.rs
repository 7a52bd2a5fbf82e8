//! A team with the real git: two clones edit one session, git merges them by itself, a conflict is kept in the file, settled and
//! committed, and both clones come to the same.

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
use std::process::Command;

const TEXT: &str = "Ann met Bob \u{1f6a2} in the harbour, and the talks went on.\n";

/// A server's repository with the clones of Ann and of Bob, set up as the guide says.
struct Team {
    place: Place,
}

impl Team {
    /// Nothing where this machine has no git.
    fn begin() -> Option<Self> {
        if Command::new("git").arg("--version").output().is_err() {
            skip("the story of a team with git", "git is not installed");
            return None;
        }
        let place = Place::new();
        let team = Self { place };
        std::fs::create_dir_all(team.place.path("server.git")).unwrap();
        team.git("server.git", &["init", "-q", "--bare", "-b", "main"]).ends(0);
        team.clone_for("ann");
        team.place.file("in/talks.txt", TEXT);
        std::fs::create_dir_all(team.place.path("ann/sessions")).unwrap();
        team.place.byline(&["import", "in", "-o", "ann/sessions/talks.ron", "--as", "Ann"]).ends(0);
        team.place.file("ann/.gitattributes", block("gitattributes"));
        team.git("ann", &["checkout", "-q", "-b", "main"]).ends(0);
        team.commit("ann", "the articles");
        team.git("ann", &["push", "-q", "origin", "main"]).ends(0);
        team.clone_for("bob");
        Some(team)
    }

    fn clone_for(&self, who: &str) {
        std::fs::create_dir_all(self.place.path(who)).unwrap();
        self.git(".", &["clone", "-q", "server.git", who]).ends(0);
        for line in block("gitconfig").lines() {
            let (name, value) = line.strip_prefix("git config ").unwrap().split_once(' ').unwrap();
            self.git(who, &["config", name, value.trim_matches(['"', '\''])]).ends(0);
        }
    }

    fn git(&self, folder: &str, args: &[&str]) -> Run {
        let own = std::path::Path::new(env!("CARGO_BIN_EXE_byline")).parent().unwrap().to_owned();
        let folders = std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()).collect::<Vec<_>>();
        let path = std::env::join_paths(std::iter::once(own).chain(folders)).unwrap();
        let no_config = self.place.path("no-config");
        let output = Command::new("git")
            .args(args)
            .current_dir(self.place.path(folder))
            .env("PATH", path)
            .env("BYLINE_CONFIG_DIR", self.place.path("config"))
            .envs([("GIT_CONFIG_GLOBAL", &no_config), ("GIT_CONFIG_SYSTEM", &no_config)])
            .envs(
                ["GIT_AUTHOR_NAME", "GIT_AUTHOR_EMAIL", "GIT_COMMITTER_NAME", "GIT_COMMITTER_EMAIL"]
                    .map(|name| (name, "t@example.org")),
            )
            .output()
            .unwrap();
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
        Run { status: output.status.code().unwrap_or(-1), out: text(output.stdout), err: text(output.stderr) }
    }

    fn commit(&self, who: &str, message: &str) {
        self.git(who, &["add", "sessions/talks.ron", ".gitattributes"]).ends(0);
        self.git(who, &["commit", "-q", "-m", message]).ends(0);
    }

    /// Carries out a script on the session of one of them, and commits it.
    fn works(&self, who: &str, script: &str, message: &str) {
        self.changes(who, script);
        self.commit(who, message);
    }

    fn changes(&self, who: &str, script: &str) {
        let session = self.session(who);
        let shard = &session.shards()[0];
        let mut script = script.replace("ARTICLE", &shard.id().to_string());
        for mention in shard.mentions_in_order() {
            script = script.replace(&format!("<{}>", mention.quote), &mention.id.to_string());
        }
        for conflict in session.conflicts.iter() {
            script = script.replace("CONFLICT", &conflict.id.to_string());
        }
        self.place.file("script.txt", script);
        let file = format!("{who}/sessions/talks.ron");
        self.place.byline(&["apply", &file, "--script", "script.txt", "--as", who]).ends(0);
    }

    fn session(&self, who: &str) -> Session {
        let decoded = decode(self.place.read(&format!("{who}/sessions/talks.ron")).as_bytes()).unwrap();
        assert_eq!((decoded.access, decoded.warnings.len()), (Access::Full, 0));
        decoded.session
    }

    fn tags(&self, who: &str) -> Vec<String> {
        let session = self.session(who);
        session.shards()[0].mentions_in_order().iter().map(|row| format!("{}: {}", row.label, row.quote)).collect()
    }
}

/// A block of the guide to sessions.
fn block(tag: &str) -> String {
    let readme = include_str!("../sessions/README.md");
    readme.split(&format!("```{tag}\n")).nth(1).unwrap().split("\n```").next().unwrap().to_owned() + "\n"
}

#[test]
fn two_clones_edit_merge_and_settle_a_conflict() {
    let Some(team) = Team::begin() else { return };
    // Each tags something; git brings it together without asking.
    team.works("ann", r#"tag((article: "ARTICLE", label: "actor", fragments: [(0, 3)]))"#, "Ann is an actor");
    team.git("ann", &["push", "-q", "origin", "main"]).ends(0);
    team.works("bob", r#"tag((article: "ARTICLE", label: "actor", fragments: [(8, 11)]))"#, "Bob is one");
    team.git("bob", &["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"]).ends(0);
    assert_eq!(team.tags("bob"), ["actor: Ann", "actor: Bob"]);
    assert_eq!(team.git("bob", &["status", "--porcelain", "--untracked-files=no"]).out, "");
    team.git("bob", &["push", "-q", "origin", "main"]).ends(0);
    team.git("ann", &["pull", "-q", "--ff-only", "origin", "main"]).ends(0);
    assert_eq!(team.tags("ann"), team.tags("bob"));

    // Both change the same tag, and each does something else besides.
    let ann = r#"relabel(article: "ARTICLE", mentions: ["<Bob>"], label: "actor.person")
tag((article: "ARTICLE", label: "event", fragments: [(4, 7)]))"#;
    team.works("ann", ann, "Bob is a person");
    team.git("ann", &["push", "-q", "origin", "main"]).ends(0);
    let bob = r#"relabel(article: "ARTICLE", mentions: ["<Bob>"], label: "actor.group")
set_note(article: "ARTICLE", mention: "<Ann>", text: "who is she?")"#;
    team.works("bob", bob, "Bob is a group");
    let pull = team.git("bob", &["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"]);
    assert_eq!(pull.status, 1, "{pull:#?}");
    assert!(pull.out.contains("CONFLICT") || pull.err.contains("CONFLICT"), "{pull:#?}");
    // The file is whole, and opens: what does not clash is there, and the conflict holds every version.
    let session = team.session("bob");
    assert_eq!(team.tags("bob"), ["actor: Ann", "event: met", "actor.group: Bob"]);
    let [conflict] = &session.conflicts.iter().collect::<Vec<_>>()[..] else { panic!("{:#?}", session.conflicts) };
    assert!(conflict.base.is_some() && conflict.ours.is_some() && conflict.theirs.is_some());
    assert_eq!(conflict.source, "sessions/talks.ron");
    let waiting = team.place.byline(&["validate", "bob/sessions/talks.ron", "--json"]).ends(0).json();
    assert_eq!(waiting["waiting"][0]["code"], "conflict");

    // Settled, committed, and the same for both.
    team.changes("bob", r#"settle_conflict(conflict: "CONFLICT", side: "theirs")"#);
    assert_eq!(team.tags("bob"), ["actor: Ann", "event: met", "actor.person: Bob"]);
    team.commit("bob", "Bob is a person after all");
    team.git("bob", &["push", "-q", "origin", "main"]).ends(0);
    team.git("ann", &["pull", "-q", "--ff-only", "origin", "main"]).ends(0);
    assert_eq!(team.place.read("ann/sessions/talks.ron"), team.place.read("bob/sessions/talks.ron"));
    let both = ["diff", "ann/sessions/talks.ron", "bob/sessions/talks.ron", "--exit-code"];
    assert!(team.place.byline(&both).ends(0).out.ends_with("hold the same\n"));
    let session = team.session("ann");
    assert!(session.conflicts.is_empty());
    let notes =
        session.shards()[0].mentions_in_order()[0].notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>();
    assert_eq!(notes, ["who is she?"]);
    assert!(session.log.lines.iter().any(|line| line.name.contains("Merge changes from")));
}
