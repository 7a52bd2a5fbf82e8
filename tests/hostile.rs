//! Files that mean harm or are merely broken, given to the program: each gets one clear line with a place, nothing on the
//! disk changes, the rest goes on, and no file makes it wait or grow without end.

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

use program::{Place, Run};
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

/// No run of these tests takes longer, on a slow and busy machine too; one that waits for ever never ends.
const LIMIT: Duration = Duration::from_mins(2);

const FERRY: &str =
    "Ferry returns to the strait\n\nThe ferry returns to the strait, Minister Ismar Çelvik said on Wednesday.\n";

/// What `command` printed, which must end within [`LIMIT`].
#[track_caller]
fn ended(mut command: Command) -> Run {
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let (done, wait) = mpsc::channel();
    let (id, args) = (child.id(), format!("{command:?}"));
    std::thread::spawn(move || done.send(child.wait_with_output()).ok());
    let Ok(output) = wait.recv_timeout(LIMIT) else {
        // The process is ours; it would outlive the tests.
        Command::new("kill").arg(id.to_string()).status().unwrap();
        panic!("it did not end: {args}");
    };
    let output = output.unwrap();
    Run {
        status: output.status.code().unwrap_or(-1),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    }
}

#[track_caller]
fn run(place: &Place, args: &[&str]) -> Run {
    ended(place.command(args))
}

/// A folder with a session over one article.
fn one_article() -> Place {
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    place.byline(&["import", "in", "-o", "s.ron", "--as", "Tester"]).ends(0);
    place
}

fn article(place: &Place) -> String {
    let stats = place.byline(&["stats", "s.ron", "--json"]).ends(0).json();
    stats["articles"][0]["id"].as_str().unwrap().to_owned()
}

#[cfg(unix)]
#[test]
fn a_script_may_come_through_a_pipe() {
    let place = one_article();
    let pipe = place.path("pipe");
    assert!(Command::new("mkfifo").arg(&pipe).status().unwrap().success());
    let writer = std::thread::spawn(move || std::fs::write(pipe, "set_title(title: \"Piped\")\n").unwrap());
    let run = run(&place, &["apply", "s.ron", "--script", "pipe"]).ends(0);
    writer.join().unwrap();
    assert_eq!(run.out, "ok 1\n");
    assert_eq!(self::run(&place, &["apply", "s.ron", "--script", "/dev/null"]).ends(0).out, "");
    let endless = self::run(&place, &["apply", "s.ron", "--script", "/dev/zero"]).ends(3);
    assert!(endless.err.contains("longer than 16 MiB"), "{}", endless.err);
}

#[cfg(unix)]
#[test]
fn pipes_devices_and_folders_are_refused_at_once_wherever_a_file_is_asked_for() {
    let place = one_article();
    let script = place.file("script.txt", "undo\n");
    assert!(Command::new("mkfifo").arg(place.path("pipe.ron")).status().unwrap().success());
    std::os::unix::fs::symlink("pipe.ron", place.path("link.ron")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(place.path("socket.ron")).unwrap();
    std::fs::create_dir(place.path("folder.ron")).unwrap();
    let before = std::fs::read(place.path("s.ron")).unwrap();
    for what in ["pipe.ron", "link.ron", "socket.ron", "/dev/zero", "/dev/tty", "folder.ron"] {
        let why = if what == "folder.ron" { "this is a folder" } else { "this is a pipe, a device or a socket" };
        for args in [
            &["validate", what] as &[&str],
            &["stats", what],
            &["apply", what, "--script", "script.txt"],
            &["import", "in", "--into", what],
            &["import", "in", "-o", "t.ron", "--schema", what],
            &["export", what, "--format", "csv", "-o", "-"],
        ] {
            let run = run(&place, args).ends(3);
            assert!(run.err.contains(what) && run.err.contains(why), "{args:?}: {}", run.err);
            assert_eq!(run.err.lines().count(), 1, "{args:?}: {}", run.err);
        }
        if what != "folder.ron" {
            let run = run(&place, &["import", what, "in", "-o", "t.ron"]).ends(3);
            assert!(run.err.contains(why) && run.out.lines().count() == 1, "{what}: the rest is read: {run:?}");
            std::fs::remove_file(place.path("t.ron")).unwrap();
        }
        // Nothing takes the place of a pipe, whoever asks for it; devices are left out, for the day this does not hold.
        if !what.starts_with("/dev") {
            let run = run(&place, &["export", "s.ron", "--format", "csv", "-o", what, "--force"]).ends(4);
            assert!(run.err.contains(why), "{what}: {}", run.err);
        }
    }
    assert_eq!(std::fs::read(place.path("s.ron")).unwrap(), before);
    assert!(script.exists() && !place.path("t.ron").exists());
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_the_settings_keeps_nobody_waiting() {
    let place = one_article();
    std::fs::create_dir(place.path("config")).unwrap();
    for name in ["settings.ron", "settings.lock"] {
        assert!(Command::new("mkfifo").arg(place.path("config").join(name)).status().unwrap().success());
    }
    place.file("script.txt", "set_title(title: \"New\")\n");
    let run = run(&place, &["apply", "s.ron", "--script", "script.txt"]).ends(0);
    assert_eq!(run.out, "ok 1\n");
    assert!(run.err.contains("the settings could not be read") && run.err.contains("pipe"), "{}", run.err);
}

#[test]
fn damaged_settings_are_told_and_the_work_is_done() {
    let place = one_article();
    place.file("config/settings.ron", "(\n    annotator_name: [1],\n    zoom: 2.0,\n)\n");
    place.file("script.txt", "set_title(title: \"New\")\n");
    let run = run(&place, &["apply", "s.ron", "--script", "script.txt"]).ends(0);
    assert_eq!(run.out, "ok 1\n");
    assert!(run.err.contains("annotator_name: ") && run.err.contains("settings.damaged.ron"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn names_of_files_steer_no_terminal_and_look_like_no_other_line() {
    use std::os::unix::ffi::OsStrExt;
    let place = Place::new();
    let names = ["a\u{202e}txt.exe.txt", "b\nbyline: s.ron: valid.txt", "c\u{1b}[2J\u{7}.txt", "d\u{85}\u{2028}.txt"];
    for name in names {
        place.file(&format!("in/{name}"), FERRY);
        place.file(&format!("bad/{name}"), "");
    }
    let odd = place.path("in").join(std::ffi::OsStr::from_bytes(b"e\xff.txt"));
    std::fs::write(odd, FERRY).unwrap();
    let is_plain = |text: &str| {
        !text.contains(|char: char| (char.is_control() && char != '\n') || ('\u{2028}'..='\u{202e}').contains(&char))
    };
    let imported = run(&place, &["import", "in", "-o", "s.ron"]).ends(0);
    assert_eq!(imported.out.lines().count(), 5, "{}", imported.out);
    assert!(is_plain(&imported.out) && imported.out.contains(r"a\u{202e}txt.exe.txt"), "{}", imported.out);
    let refused = run(&place, &["import", "bad", "-o", "t.ron"]).ends(3);
    assert_eq!(refused.err.lines().count(), names.len(), "{}", refused.err);
    assert!(is_plain(&refused.err) && refused.err.contains(r"b\nbyline: s.ron: valid.txt"), "{}", refused.err);
    for args in [&["stats", "s.ron"] as &[&str], &["search", "s.ron", "ferry"], &["validate", "s.ron"]] {
        let run = run(&place, args).ends(0);
        assert!(is_plain(&run.out) && is_plain(&run.err), "{args:?}: {run:?}");
    }
    let target = std::ffi::OsStr::from_bytes(b"f\xff.ron");
    let mut command = place.command(&["import", "in", "--report", "json", "-o"]);
    command.arg(target);
    let report = ended(command).ends(0).json();
    assert_eq!((report["session"].as_str(), report["added"].as_array().unwrap().len()), (Some("f\u{fffd}.ron"), 5));
    let names: Vec<&str> =
        report["added"].as_array().unwrap().iter().map(|line| line["name"].as_str().unwrap()).collect();
    assert!(names.contains(&"b\nbyline: s.ron: valid.txt"), "JSON holds the name itself: {names:?}");
}

#[cfg(unix)]
#[test]
fn folders_that_lead_into_themselves_or_too_deep_end() {
    let place = Place::new();
    place.file("in/ferry.txt", FERRY);
    std::os::unix::fs::symlink("..", place.path("in/up")).unwrap();
    std::os::unix::fs::symlink(".", place.path("in/self.txt")).unwrap();
    let deep = format!("in/{}", "d/".repeat(30));
    place.file(&format!("{deep}deep.txt"), FERRY);
    let run = run(&place, &["import", "in", "-o", "s.ron"]).ends(3);
    assert_eq!(run.out.lines().count(), 1, "{}", run.out);
    for (name, why) in [("self.txt", "this is a folder"), ("d/d/d", "16 levels deep")] {
        assert!(run.err.lines().any(|line| line.contains(name) && line.contains(why)), "{name}: {}", run.err);
    }
}

#[test]
fn a_file_that_grows_while_it_is_read_is_read_up_to_somewhere() {
    let place = Place::new();
    let path = place.file("in/growing.txt", "The ferry returns. ".repeat(1000));
    let (stop, stopped) = mpsc::channel::<()>();
    let writer = std::thread::spawn(move || {
        let mut file = std::fs::OpenOptions::new().append(true).open(path).unwrap();
        while stopped.try_recv() == Err(mpsc::TryRecvError::Empty) && file.metadata().unwrap().len() < 32 << 20 {
            file.write_all("The ferry returns. ".repeat(200).as_bytes()).unwrap();
        }
    });
    let imported = run(&place, &["import", "in", "-o", "s.ron"]);
    stop.send(()).ok();
    writer.join().unwrap();
    imported.ends(0);
    run(&place, &["validate", "s.ron"]).ends(0);
}

/// Writes into the script of `apply` and reads what it says of it; the session must stay as it is.
#[track_caller]
fn refused_lines(place: &Place, script: &[u8]) -> String {
    place.file("script.txt", script);
    let before = place.files();
    let run = run(place, &["apply", "s.ron", "--script", "script.txt"]);
    assert_eq!(place.files(), before);
    assert!(run.status == 1 || run.status == 3, "{run:?}");
    assert!(run.out.lines().chain(run.err.lines()).all(|line| line.chars().count() < 2500), "{run:?}");
    run.out + &run.err
}

#[test]
fn scripts_are_refused_line_by_line_with_the_place() {
    let place = one_article();
    let id = article(&place);
    let tag = |fields: &str| format!("\n\ntag((article: \"{id}\", label: \"claim\", fragments: [(0, 5)], {fields}))\n");
    let long = "x".repeat(3 << 20);
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("unclosed", b"// a\n\ntag((article: \"".to_vec(), "line 3, column"),
        (
            "deep",
            format!("tag((attributes: {{\"a\": {}", "[".repeat(300_000)).into_bytes(),
            "nested deeper than 128 levels",
        ),
        ("deep json", format!("{{\"tag\": {}", "[".repeat(300_000)).into_bytes(), "line 1, column"),
        ("not utf-8", b"undo(\n\"\xff\"".to_vec(), "line 2, byte 2: it is not UTF-8"),
        ("nan", tag("confidence: NaN").into_bytes(), "refused confidence lies between 0 and 1"),
        ("infinite", tag("confidence: 1e999").into_bytes(), "refused confidence lies between 0 and 1"),
        ("nan value", tag("attributes: {\"kind\": NaN}").into_bytes(), "line 3, column"),
        ("rounded", tag("attributes: {\"kind\": 123456789012345678901234567890}").into_bytes(), "too large"),
        (
            "rounded json",
            br#"{"set_title": {"title": "a", "x": 123456789012345678901234567890}}"#.to_vec(),
            "line 1, column",
        ),
        (
            "key twice",
            tag("attributes: {\"kind\": \"quote\", \"kind\": \"denial\"}").into_bytes(),
            "`kind` stands twice",
        ),
        ("field twice", tag("note: \"a\", note: \"b\"").into_bytes(), "line 3, column"),
        (
            "deep value",
            tag(&format!("attributes: {{\"kind\": {}{}}}", "[".repeat(40), "]".repeat(40))).into_bytes(),
            "32 levels",
        ),
        ("outside", tag("").replace("(0, 5)", "(0, 4294967295)").into_bytes(), "leaves the text"),
        ("backwards", tag("").replace("(0, 5)", "(5, 0)").into_bytes(), "its end must lie behind its start"),
        ("too large", tag("").replace("(0, 5)", "(0, 4294967296)").into_bytes(), "line 3, column"),
        ("negative", tag("").replace("(0, 5)", "(-1, 5)").into_bytes(), "line 3, column"),
        ("conflict", b"<<<<<<< ours\n".to_vec(), "line 1, column 1"),
        ("long name", format!("{{\"{long}\": 1}}").into_bytes(), "line 1, column"),
        ("no such label", tag("").replace("claim", &"x".repeat(64)).into_bytes(), "the schema has no label"),
        ("long slug", tag("").replace("claim", &long).into_bytes(), "line 3, column"),
        ("zeros", vec![0; 5000], "line 1, column 1"),
        ("a line without end", vec![b'x'; 17 << 20], "longer than 16 MiB"),
    ];
    for (name, script, expected) in cases {
        let said = refused_lines(&place, script);
        assert!(said.contains(expected), "{name}: {said}");
    }
    let marked = "\u{feff}set_title(title: \"A\")\r\n\u{feff}// more\r\nset_title(title: \"B\")\r\n";
    place.file("script.txt", marked);
    assert_eq!(
        run(&place, &["apply", "s.ron", "--script", "script.txt"]).ends(0).out,
        "ok 1\nok 2\n",
        "as Windows saves it"
    );
}

#[test]
fn schemas_are_refused_with_the_place() {
    let place = one_article();
    let good = place.read("s.ron");
    let from = good.find("schema: (\n").unwrap() + "schema: ".len();
    let schema = good[from..from + good[from..].find("\n),\n").unwrap() + 2].to_owned();
    let schema = format!("#![enable(implicit_some)]\n{schema}\n");
    place.file("schema.ron", &schema);
    run(&place, &["import", "in", "--schema", "schema.ron", "-o", "ok.ron"]).ends(0);
    let mut not_utf8 = schema.clone().into_bytes();
    not_utf8[schema.find("layers").unwrap()] = 0xff;
    let first = schema.find("id: \"actor\"").unwrap();
    let cases: &[(&str, Vec<u8>, &str)] = &[
        ("nothing", Vec::new(), "1:1"),
        ("cut", schema.as_bytes()[..first].to_vec(), "5:"),
        ("not utf-8", not_utf8, "4:1: the bytes here are not UTF-8"),
        (
            "conflict",
            schema.replace("layers: [", "<<<<<<< ours\nlayers: [").into_bytes(),
            "line 4: git left a merge conflict",
        ),
        ("deep", format!("(name: {}", "[".repeat(300_000)).into_bytes(), "1:"),
        ("unknown", schema.replace("layers: [", "mood: 1, layers: [").into_bytes(), "unknown fields: mood"),
        ("twice", schema.replace("layers: [", "layers: [], layers: [").into_bytes(), "layers"),
        ("nan", schema.replace("layers: [", "ext: {\"a\": NaN}, layers: [").into_bytes(), "must be finite"),
        (
            "rounded",
            schema.replace("layers: [", "ext: {\"a\": 123456789012345678901}, layers: [").into_bytes(),
            "4:12: a whole number",
        ),
        (
            "two of one name",
            schema.replace("id: \"event\"", "id: \"actor\"").into_bytes(),
            "the schema contradicts itself",
        ),
        (
            "a wrong key",
            schema.replacen("hotkey: '", "hotkey: '\\u{202e}', ext: {}, hotkey: '", 1).into_bytes(),
            "hotkey",
        ),
    ];
    for (name, bytes, expected) in cases {
        place.file("schema.ron", bytes);
        let before = place.files();
        let run = run(&place, &["import", "in", "--schema", "schema.ron", "-o", "t.ron"]).ends(3);
        assert!(run.err.contains("schema.ron: ") && run.err.contains(expected), "{name}: {}", run.err);
        assert!(run.err.lines().count() == 1 && run.err.len() < 2500, "{name}: {}", run.err);
        assert_eq!(place.files(), before, "{name}");
    }
}

#[test]
fn messages_stay_short_whatever_a_session_holds() {
    let place = one_article();
    let good = place.read("s.ron");
    let long = "x".repeat(1 << 20);
    for (name, bad) in [
        ("a long name", good.replace("title: ", &format!("{long}: 1, title: "))),
        (
            "many names",
            good.replace(
                "title: ",
                &format!(
                    "{} title: ",
                    (0..100_000).fold(String::new(), |mut all, number| {
                        write!(all, "f{number}: 1, ").unwrap();
                        all
                    })
                ),
            ),
        ),
        ("a long id", good.replace("(id: \"a-", &format!("(id: \"{long}"))),
        ("a long choice", good.replace("status: \"unread\"", &format!("status: \"{long}\""))),
        ("a long format", good.replace("byline-session", &long)),
        ("signs", good.replace("byline-session", "\\u{1b}[2J\u{202e}")),
        ("a long encoding", good.replace("encoding: \"utf-8\"", &format!("encoding: \"{long}\""))),
    ] {
        place.file("bad.ron", &bad);
        let before = place.files();
        let run = run(&place, &["apply", "bad.ron"]).ends(3);
        assert!(run.err.contains("bad.ron: ") && run.err.len() < 8000, "{name}: {} bytes", run.err.len());
        assert!(!run.err.contains(['\u{1b}', '\u{202e}']), "{name}: {}", run.err);
        assert_eq!(place.files(), before, "{name}");
    }
}

#[test]
fn a_session_with_huge_strings_opens() {
    let place = one_article();
    let long = "x".repeat(20 << 20);
    let good = place.read("s.ron");
    place.file("big.ron", good.replace("title: \"", &format!("title: \"{long}")));
    let run = run(&place, &["stats", "big.ron", "--json"]).ends(0);
    assert_eq!(run.json()["totals"]["articles"], 1);
}

/// Data of other tools may have as many keys as it likes, in any order.
#[test]
fn a_map_of_very_many_keys_is_read() {
    let place = one_article();
    let keys = (0..400_000).rev().map(|key| format!("\"k{key:06}\":1")).collect::<Vec<_>>().join(",");
    let good = place.read("s.ron");
    let (session, _) = good.rsplit_once(")\n// byline").unwrap();
    place.file("many.ron", format!("{session}ext: {{\"many\": {{{keys}}}}},\n)\n"));
    assert_eq!(run(&place, &["stats", "many.ron", "--json"]).ends(0).json()["totals"]["articles"], 1);
}

#[test]
fn a_million_lines_are_read_and_checked() {
    let place = Place::new();
    place.file("in/lines.txt", "a\n".repeat(1_000_000));
    place.file("in/breaks.txt", format!("The ferry{}returns", "\r\n".repeat(1_000_000)));
    place.file("in/notices.txt", "© 1\n1 May\n".repeat(500_000));
    run(&place, &["import", "in", "-o", "s.ron"]).ends(0);
    assert_eq!(run(&place, &["validate", "s.ron"]).ends(0).out, "s.ron: valid\n");
    let good = place.read("s.ron");
    place.file(
        "spaced.ron",
        good.replace("annotators: [", &format!("{}annotators: [", "// a line\n".repeat(1_000_000))),
    );
    assert!(run(&place, &["validate", "spaced.ron"]).ends(1).out.contains("checksum"));
}

#[test]
fn thousands_of_articles_come_in_one_by_one() {
    let place = Place::new();
    for number in 0..3000 {
        place.file(&format!("in/{number}.txt"), format!("Article number {number}."));
    }
    let run = run(&place, &["import", "in", "-o", "s.ron"]).ends(0);
    assert_eq!(run.out.lines().count(), 3000);
}

/// Words that turn the row round, or run in a spreadsheet.
#[test]
fn tables_neither_run_nor_turn_round() {
    let place = Place::new();
    let text = "=HYPERLINK(1) \u{202e}detrever\u{202c} @SUM(1) \u{2067}x\u{2069} \u{5d0}\u{200f}!\n";
    place.file("in/-2+3.txt", text);
    place.byline(&["import", "in", "-o", "s.ron", "--as", "=cmd|' /C calc'!A0"]).ends(0);
    let id = article(&place);
    let tag = |start: usize, end: usize| {
        format!("tag((article: \"{id}\", label: \"actor\", fragments: [({start}, {end})]))\n")
    };
    let script = [tag(0, 13), tag(14, 24), tag(25, 32), tag(14, 36), tag(37, 40)].concat();
    place.file("script.txt", script);
    place.byline(&["apply", "s.ron", "--script", "script.txt", "--as", "=cmd|' /C calc'!A0"]).ends(0);
    let table = |raw: &[&str]| {
        let args = [&["export", "s.ron", "--format", "csv", "-o", "-"], raw].concat();
        let out = run(&place, &args).ends(0).out;
        let mut reader = csv::Reader::from_reader(out.as_bytes());
        reader.records().map(Result::unwrap).collect::<Vec<csv::StringRecord>>()
    };
    let runs = |cell: &str| cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']);
    let turns = |cell: &str| cell.contains(|char| matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'));
    let escaped = table(&[]);
    assert_eq!(escaped.len(), 5);
    assert!(!escaped.iter().flatten().any(|cell| runs(cell) || turns(cell)), "{escaped:#?}");
    let cells: Vec<&str> = escaped.iter().map(|row| &row[4]).collect();
    assert!(cells.contains(&r"\u{202e}detrever\u{202c}") && cells.contains(&"\u{5d0}\u{200f}!"), "{cells:?}");
    let raw = table(&["--raw"]);
    assert!(raw.iter().any(|row| turns(&row[4])) && raw.iter().all(|row| &row[0] == "-2+3.txt"), "{raw:#?}");
}

/// Waits for the program to ask for its script and lets it end in the middle of a line.
#[test]
fn a_script_that_stops_in_the_middle_of_a_line_leaves_what_was_done() {
    let place = one_article();
    let mut child: Child =
        place.command(&["apply", "s.ron"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"set_title(title: \"Kept\")\nset_title(title: \"Lo").unwrap();
    let mut said = String::new();
    child.stdout.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(1));
    assert!(said.starts_with("ok 1\nrefused this line is no command: line 2, column"), "{said}");
    assert!(place.read("s.ron").contains("title: \"Kept\""));
}
