//! What articles in cost: 10,000 text files of 4 KB, one text file of 100 MB, 1,000 saved pages of 100 KB, the same pages in
//! an archive, and a table of 10,000 records.
//!
//! `cargo bench --bench ingest` makes its inputs in a temporary folder and imports each in a process of its own: read, decoded,
//! hashed ("read"), then written as a session ("saved", which the first is a part of): with that the first half of an import is
//! over and its articles are safe. Then details are guessed and cleaning is proposed, on all of each text ("guessed"), and the
//! session is written once more ("again"); these two count from the end of the first half. Memory is the most that the process
//! held until then, beside the input. Work on the many files goes on on all processors; processor time, which counts from the
//! start, tells what other work on the machine did not do.

#![allow(
    clippy::disallowed_methods,
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "indices are taken modulo the length; a benchmark reads the clock, prints and fails loudly; its helpers serve several"
)]

#[path = "../tests/support/pages.rs"]
mod pages;
#[path = "../tests/support/plain.rs"]
mod plain;

use byline::codec::default_schema;
use byline::store::Overwrite;
use byline::workbench::{Batch, Progress};
use pages::{page, zipped};
use plain::{analyst, scattered};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Set for the processes that measure: the input.
const TASK: &str = "BYLINE_BENCH_TASK";

const WORDS: [&str; 16] = [
    "ministers",
    "met",
    "in",
    "Geneva",
    "and",
    "the",
    "envoy",
    "said",
    "“talks”",
    "would",
    "go",
    "on",
    "after",
    "café",
    "Kyiv",
    "denied",
];

/// About `bytes` bytes of words in lines, a few of which stand apart as paragraphs.
fn text(number: u64, bytes: usize) -> String {
    let mut text = String::with_capacity(bytes + 64);
    for place in 0.. {
        let word = WORDS[(scattered(number * 1_000_003 + place) >> 40) as usize % WORDS.len()];
        let end = if place % 61 == 60 { ".\n\n" } else { " " };
        write!(text, "{word}{end}").unwrap();
        if text.len() > bytes {
            break;
        }
    }
    text
}

/// A page of about 100 KB: the article of [`page`], its body again and again with other words, and as much around it as
/// saved pages have.
fn large_page(number: u64) -> String {
    let script = format!("<script>var state = {{\"id\": {number}, \"x\": \"{}\"}};</script>", "a<b>c ".repeat(5000));
    let menu = (0..150)
        .map(|item| format!("<li class=\"menu-item\"><a href=\"/s/{item}\">Section {item}</a></li>"))
        .collect::<Vec<_>>()
        .concat();
    let more = text(number, 40_000);
    let body = more.split("\n\n").map(|words| format!("<p class=\"text\">{words}</p>\n")).collect::<Vec<_>>().concat();
    page()
        .replace("</head>", &format!("{script}</head>"))
        .replace("<li><a href=\"/news\">News</a></li>", &menu)
        .replace("    <aside", &format!("{body}    <aside"))
}

fn make(folder: &Path) {
    let write = |path: PathBuf, bytes: &[u8]| {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    };
    for number in 0..10_000 {
        write(folder.join(format!("texts/a{number:05}.txt")), text(number, 4000).as_bytes());
    }
    write(folder.join("large/large.txt"), text(7, 100_000_000).as_bytes());
    let pages: Vec<(String, String)> =
        (0..1000).map(|number| (format!("p{number:04}.html"), large_page(number))).collect();
    for (name, page) in &pages {
        write(folder.join("pages").join(name), page.as_bytes());
    }
    let members: Vec<(&str, &[u8])> = pages.iter().map(|(name, page)| (name.as_str(), page.as_bytes())).collect();
    write(folder.join("archive/pages.zip"), &zipped(&members));
    let mut table = "title,body,date,url\n".to_owned();
    for number in 0..10_000 {
        let body = text(number, 4000).replace('"', "\"\"");
        writeln!(table, "Story {number},\"{body}\",2031-03-14,https://lantern.example/{number}").unwrap();
    }
    write(folder.join("table/table.csv"), table.as_bytes());
}

/// Processor time of this process so far, all threads, in seconds.
fn cpu_secs() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    // User and system time, in hundredths of a second: the fields 14 and 15, of which the first two stand before.
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    ticks.sum::<f64>() / 100.0
}

/// The most memory that this process ever held, in bytes.
fn peak_bytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) * 1024.0
}

/// The size of a file, or of all files in a folder.
fn size(path: &Path) -> u64 {
    if path.is_dir() {
        return fs::read_dir(path).unwrap().map(|file| size(&file.unwrap().path())).sum();
    }
    fs::metadata(path).map_or(0, |file| file.len())
}

/// Imports what is in `input` in both halves and saves each; prints the columns of [`main`].
fn measure(input: &Path) {
    let target = input.with_extension("ron");
    let start = Instant::now();
    let mut batch = Batch::begin(target.clone(), "Imported", default_schema(), analyst("Analyst"), Overwrite::Refuse);
    let mut report = batch.import(&[input.to_owned()], None, None, false, &Progress::default());
    assert!(report.refused.is_empty(), "{:?}", report.refused);
    let read = [start.elapsed().as_secs_f64(), cpu_secs()];
    batch.save().unwrap();
    let saved = [start.elapsed().as_secs_f64(), cpu_secs(), peak_bytes() / 1e6];
    let start = Instant::now();
    let found = batch.guess(&mut report, &Progress::default());
    assert_eq!(found.articles, report.added.len());
    let guessed = [start.elapsed().as_secs_f64(), cpu_secs()];
    batch.save().unwrap();
    let again = [start.elapsed().as_secs_f64(), cpu_secs(), peak_bytes() / 1e6];
    let (data, written) = (size(input) as f64 / 1e6, size(&target) as f64 / 1e6);
    let all = [&read[..], &saved, &guessed, &again, &[data, written]].concat();
    let numbers: Vec<String> = all.iter().map(|number| format!("{number:>9.2}")).collect();
    println!("{:>9}{}", report.added.len(), numbers.concat());
}

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        return measure(task.as_ref());
    }
    let folder = tempfile::tempdir().unwrap();
    make(folder.path());
    let load = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load average {}", load.split_whitespace().next().unwrap_or("unknown"));
    let heads = [
        "articles",
        "read s",
        "cpu s",
        "saved s",
        "cpu s",
        "peak MB",
        "guessed s",
        "cpu s",
        "again s",
        "cpu s",
        "peak MB",
        "data MB",
        "file MB",
    ];
    println!("{:<10}{}", "input", heads.map(|head| format!("{head:>9}")).concat());
    for input in ["texts", "large", "pages", "archive", "table"] {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        let path = folder.path().join(input);
        child.env(TASK, &path).env("XDG_STATE_HOME", folder.path().join("state"));
        let out = child.output().unwrap();
        assert!(out.status.success(), "{input}: {}", String::from_utf8_lossy(&out.stderr));
        println!("{input:<10}{}", String::from_utf8(out.stdout).unwrap().trim_end());
    }
}
