//! What labelled data in and out costs: 10,000 articles of 4 KB with 200,000 mentions, in every format.
//!
//! `cargo bench --bench exchange` (with ` -- conll qdpx` behind it for these and brat alone) makes the session in a temporary folder, and exports and imports it in processes of their
//! own. An export reads the session file and writes the format. An import reads the format, until all of it is one step of a
//! session that can be worked on; then the session is saved, which the second time is with. "Data" is the session file, the
//! one that is exported or the one that is saved. A plain write of as many bytes as came out, brought to the disk, stands
//! beside it, since other work on the machine slows down both; processor time says most.

#![allow(
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::string_slice,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "indices are taken modulo the length, places found in the text; a benchmark reads the clock, prints and fails loudly; records of every kind"
)]

#[path = "../tests/support/plain.rs"]
mod plain;

use byline::codec::default_schema;
use byline::formats::*;
use byline::model::*;
use byline::store::{Expected, Overwrite, save};
use byline::text::Span;
use byline::workbench::{Batch, Exporting, Progress, export, read};
use plain::{analyst, mention_at, scattered};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// As the program has it.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

const ARTICLES: u64 = 10_000;
const MENTIONS: u64 = 20;
/// Set for the processes that measure: what is done, the format and the folder.
const TASK: &str = "BYLINE_BENCH_TASK";

/// Articles of other tools are mostly of one script, and each has a little of everything.
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

fn at() -> Timestamp {
    Timestamp("2026-11-21T09:05:00Z".parse().unwrap())
}

fn text(number: u64) -> String {
    let mut text = String::new();
    for place in 0.. {
        let word = WORDS[(scattered(number * 1000 + place) >> 40) as usize % WORDS.len()];
        let end = if place % 19 == 18 { ".\n" } else { " " };
        write!(text, "{word}{end}").unwrap();
        if text.len() > 4000 {
            break;
        }
    }
    text
}

/// An article, and mentions on words of it.
fn article(number: u64, labels: &[Label]) -> Shard {
    let name = format!("a{number:05}.txt");
    let new = byline::ingest::article_from_text(&name, text(number), AnnotatorId(1), at()).unwrap();
    let mut shard = Shard::new(new.article.into());
    let text = shard.article.shared_text();
    let starts: Vec<usize> = text.match_indices(' ').map(|(at, _)| at + 1).collect();
    for place in 0..MENTIONS {
        let id = number * MENTIONS + place;
        let start = starts[place as usize * starts.len() / MENTIONS as usize];
        let end = start + text[start..].find([' ', '.']).unwrap();
        let label = labels[id as usize % labels.len()].clone();
        let mention = mention_at(scattered(id), label, &text, Span::bytes(start, end), at());
        shard.mentions.insert_new(mention).unwrap();
    }
    shard
}

/// The tokens of `text` line by line, each with the place of its first character in code points.
fn tokens(text: &str) -> Vec<Vec<(usize, &str)>> {
    let mut at = 0;
    let mut lines = Vec::new();
    for line in text.split_inclusive('\n') {
        let mut tokens = Vec::new();
        for word in line.split_inclusive([' ', '\n']) {
            let bare = word.trim_end_matches([' ', '\n']);
            let (bare, stop) = bare.strip_suffix('.').map_or((bare, None), |bare| (bare, Some(".")));
            let behind = at + bare.chars().count();
            tokens.extend(
                [(at, bare)].into_iter().chain(stop.map(|stop| (behind, stop))).filter(|(_, token)| !token.is_empty()),
            );
            at += word.chars().count();
        }
        lines.push(tokens);
    }
    lines
}

/// The article as a table of WebAnno; each mention is one token, and no character is outside the basic plane.
fn webanno_tsv(text: &str, marked: &BTreeMap<usize, Label>) -> String {
    let mut out = "#FORMAT=WebAnno TSV 3.3\n#T_SP=webanno.custom.Span|value\n\n".to_owned();
    for (number, (line, tokens)) in text.lines().zip(tokens(text)).enumerate() {
        write!(out, "\n#Text={line}\n").unwrap();
        for (place, (start, token)) in tokens.into_iter().enumerate() {
            let (end, label) = (start + token.chars().count(), marked.get(&start).map_or("_", Label::as_str));
            writeln!(out, "{}-{}\t{start}-{end}\t{token}\t{label}\t", number + 1, place + 1).unwrap();
        }
    }
    out
}

/// The article as a file of CAT.
fn cat(text: &str, marked: &BTreeMap<usize, Label>) -> String {
    let mut out = "<Document>\n".to_owned();
    let mut markables = String::new();
    let mut id = 0;
    for (sentence, tokens) in tokens(text).into_iter().enumerate() {
        for (number, (start, token)) in tokens.into_iter().enumerate() {
            id += 1;
            let sentence = sentence + 1;
            writeln!(out, r#"<token t_id="{id}" sentence="{sentence}" number="{number}">{token}</token>"#).unwrap();
            if let Some(label) = marked.get(&start) {
                writeln!(markables, r#"<{label} m_id="{id}"><token_anchor t_id="{id}"/></{label}>"#).unwrap();
            }
        }
    }
    write!(out, "<Markables>\n{markables}</Markables>\n<Relations>\n</Relations>\n</Document>\n").unwrap();
    out
}

/// Writes the session in a format that is read only.
fn write_apart(format: &Format, folder: &Path) {
    let out = folder.join(format.name);
    fs::create_dir(&out).unwrap();
    for shard in read(&folder.join("session.ron")).unwrap().0.session.shards() {
        let starts = |row: &Mention| shard.article.char_spans(&row.fragments)[0].start.0 as usize;
        let marked = shard.mentions.iter().map(|row| (starts(row), row.label.clone())).collect();
        let text = shard.article.text();
        let made = if format.name == "cat" { cat(text, &marked) } else { webanno_tsv(text, &marked) };
        let stem = shard.article.name.trim_end_matches(".txt");
        fs::write(out.join(format!("{stem}.{}", format.endings[0])), made).unwrap();
    }
}

/// Writes the session.
fn generate(path: &Path) {
    let schema = default_schema();
    let labels: Vec<Label> = schema.label_infos().map(|info| info.id.clone()).collect();
    let mut file = byline::codec::SessionFile::from_session(&Session::new("Large", schema, at())).unwrap();
    file.annotators.push(analyst("Analyst"));
    let shards = (0..ARTICLES).map(|number| article(number, &labels));
    file.articles = shards.map(|shard| byline::codec::ArticleFile::from_shard(&shard).unwrap()).collect();
    let (session, _) = file.into_session().unwrap();
    save(path, &session, at(), Expected::Nothing).unwrap();
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
        let files = fs::read_dir(path).unwrap();
        return files.map(|file| size(&file.unwrap().path())).sum();
    }
    fs::metadata(path).map_or(0, |file| file.len())
}

/// How long it takes to write so many bytes and to bring them to the disk.
fn plain_secs(folder: &Path, bytes: u64) -> f64 {
    let path = folder.join("plain");
    let bytes = vec![b'x'; bytes as usize];
    let start = Instant::now();
    let mut file = fs::File::create(&path).unwrap();
    file.write_all(&bytes).unwrap();
    file.sync_all().unwrap();
    let took = start.elapsed().as_secs_f64();
    fs::remove_file(path).unwrap();
    took
}

fn out_path(format: &Format, folder: &Path) -> PathBuf {
    if format.writer.is_none() {
        return folder.join(format.name);
    }
    match format.shape {
        Shape::File => folder.join(format!("{}.{}", format.name, format.ending)),
        Shape::Folder => folder.join(format.name),
    }
}

/// What an import reads: the export, and the texts where the format has none.
fn in_paths(format: &Format, folder: &Path) -> Vec<PathBuf> {
    let own = out_path(format, folder);
    let texts = folder.join("brat");
    if format.carries.texts || format.writer.is_none() || format.name == "brat" {
        return vec![own];
    }
    let texts = fs::read_dir(texts).unwrap().map(|file| file.unwrap().path());
    let mut texts: Vec<PathBuf> = texts.filter(|path| path.extension().is_some_and(|ending| ending == "txt")).collect();
    texts.sort();
    texts.insert(0, own);
    texts
}

fn do_export(format: &Format, folder: &Path) {
    let (loaded, _) = read(&folder.join("session.ron")).unwrap();
    let request = Request { modified: at(), ..Request::default() };
    let path = out_path(format, folder);
    let exporting = Exporting { path: &path, overwrite: Overwrite::Refuse, is_strict: false, split: None };
    export(&loaded.session, format, &request, exporting).unwrap();
}

/// Imports, and saves; what the import alone took, as wall and processor time in seconds.
fn do_import(format: &Format, folder: &Path) -> [f64; 2] {
    let start = Instant::now();
    let target = folder.join("imported.ron");
    let mut batch = if let Reads::Session = format.reads {
        let path = out_path(format, folder);
        Batch::convert(&path, format.name, target, analyst("Analyst"), Overwrite::Refuse).unwrap().0
    } else {
        let mut batch = Batch::begin(target, "Imported", default_schema(), analyst("Analyst"), Overwrite::Refuse);
        let options = LandOptions { format: format.name.to_owned(), as_suggestions: false, is_new: true };
        let paths = in_paths(format, folder);
        let landed = batch.import_labelled(format, &paths, &options, &Progress::default());
        assert!(landed.is_ok(), "{landed:?}");
        batch
    };
    let took = [start.elapsed().as_secs_f64(), cpu_secs()];
    batch.save().unwrap();
    assert_eq!(batch.bench.session().mention_count() as u64, ARTICLES * MENTIONS);
    batch.end();
    took
}

/// Does one thing in a process of its own and tells what it took, in the columns of [`measure`].
fn measured(task: &str, format: &Format, folder: &Path) -> Vec<f64> {
    let mut child = std::process::Command::new(std::env::current_exe().unwrap());
    child.env(TASK, format!("{task} {} {}", format.name, folder.display())).env("XDG_STATE_HOME", folder.join("state"));
    let out = child.output().unwrap();
    assert!(out.status.success(), "{task} {}: {}", format.name, String::from_utf8_lossy(&out.stderr));
    let numbers = String::from_utf8(out.stdout).unwrap();
    numbers.split_whitespace().map(|number| number.parse().unwrap()).collect()
}

/// The part of [`measured`] in the process that measures: for an import what it took before saving; then wall time, processor
/// time, peak memory in megabytes and as a multiple of the data, and wall time as a multiple of a plain write.
fn measure(task: &str, name: &str, folder: &Path) {
    let format = format_named(name).unwrap();
    let start = Instant::now();
    let (before, session, made) = if task == "export" {
        do_export(format, folder);
        (Vec::new(), "session.ron", out_path(format, folder))
    } else {
        (do_import(format, folder).to_vec(), "imported.ron", folder.join("imported.ron"))
    };
    let (wall, cpu, peak) = (start.elapsed().as_secs_f64(), cpu_secs(), peak_bytes());
    let data = size(&folder.join(session)) as f64;
    let plain = plain_secs(folder, size(&made));
    let numbers = before.into_iter().chain([wall, cpu, peak / 1e6, peak / data, wall / plain]);
    println!("{}", numbers.map(|number| number.to_string()).collect::<Vec<String>>().join(" "));
}

fn forget(path: &Path) {
    if path.is_dir() {
        fs::remove_dir_all(path).unwrap();
    } else if path.exists() {
        fs::remove_file(path).unwrap();
    }
}

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        let mut parts = task.splitn(3, ' ');
        let (task, name, folder) = (parts.next().unwrap(), parts.next().unwrap(), parts.next().unwrap());
        return measure(task, name, folder.as_ref());
    }
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    generate(&folder.join("session.ron"));
    let megabytes = size(&folder.join("session.ron")) as f64 / 1e6;
    println!("{ARTICLES} articles, {} mentions, a session file of {megabytes:.1} MB", ARTICLES * MENTIONS);
    println!("cpu: processor time of all threads; saved: import and save; MB, x data: peak memory; x plain: see above");
    let import_heads = ["import", "cpu", "saved", "cpu", "MB", "x data", "x plain"];
    let export_heads = ["export", "cpu", "MB", "x data", "x plain"];
    let line = |cells: &[String]| cells.iter().map(|cell| format!("{cell:>9}")).collect::<Vec<String>>().concat();
    let heads: Vec<String> = import_heads.iter().chain(&export_heads).map(|head| (*head).to_owned()).collect();
    println!("{:<12}{}", "format", line(&heads));
    // The texts of formats that hold none come from this one.
    let brat = FORMATS.iter().filter(|format| format.name == "brat");
    let others = FORMATS.iter().filter(|format| format.name != "brat");
    // The formats that are named; brat is always among them. Cargo adds an argument of its own.
    let wanted: Vec<String> = std::env::args().skip(1).filter(|name| !name.starts_with("--")).collect();
    let others = others.filter(|format| wanted.is_empty() || wanted.iter().any(|name| name == format.name));
    for format in brat.chain(others) {
        let (mut import, mut export) = (None, None);
        if format.writer.is_some() {
            export = Some(measured("export", format, folder));
        }
        if format.can_read() {
            if format.writer.is_none() {
                write_apart(format, folder);
            }
            import = Some(measured("import", format, folder));
            let home = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
            let imported =
                |path: &PathBuf| path.file_name().is_some_and(|name| name.to_string_lossy().contains("imported"));
            home.filter(imported).for_each(|path| forget(&path));
        }
        let cells = |row: Option<Vec<f64>>, columns: usize| match row {
            Some(row) => row.iter().map(|number| format!("{number:.2}")).collect(),
            None => vec!["-".to_owned(); columns],
        };
        let (import, export) = (cells(import, import_heads.len()), cells(export, export_heads.len()));
        println!("{:<12}{}{}", format.name, line(&import), line(&export));
        // A folder of thousands of files stays: some file systems are slow to make files for seconds after such a removal.
        if format.shape == Shape::File {
            forget(&out_path(format, folder));
        }
    }
}
