//! What a session of 100 MB costs: its first article, all of it, a save after one edit, and memory.
//!
//! `cargo bench --bench large_session` makes the session in a temporary folder, measures in processes of their own with the
//! file in the page cache, and prints what must hold beside what was measured. A plain read or write of the same bytes in the
//! same run stands beside it, since other work on the machine slows down both.

#![allow(
    clippy::cast_possible_truncation,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::unwrap_used,
    clippy::wildcard_imports,
    reason = "indices are small or taken modulo the length; a benchmark reads the clock, prints and fails loudly; records of every kind"
)]

#[path = "../tests/support/plain.rs"]
mod plain;

use byline::codec::{Base, Encoding, Outliner, Parts, Serial, Spread, default_schema, encode};
use byline::edit::{Command, Places, TagDraft};
use byline::model::*;
use byline::store::{Expected, Fingerprint, Over, RealDisk, load_spread, load_with, save_over};
use byline::text::{CharOffset, CharSpan, Span};
use byline::workbench::{Clock, Threads, Workbench};
use plain::{analyst, bare_article, mention_at, scattered};
use std::fs;
use std::io::{Read, Write};
use std::path::Path;
use std::sync::OnceLock;
use std::time::{Duration, Instant};

const ARTICLES: u64 = 16_000;
/// Mentions of an article, a few more in every fourth.
const MENTIONS: u64 = 20;
/// Set for the processes that measure: what is measured, and the session file.
const TASK: &str = "BYLINE_BENCH_TASK";
const RUNS: usize = 7;

const SENTENCES: [&str; 4] = [
    "Ministers from nine countries met in Geneva on Monday, where the envoy said that talks would go on.\n",
    "“No one should expect miracles,” the spokesman’s office added – hours after the strike near Odesa.\r\n",
    "Officials in Kyiv said 14 people were hurt; \"the number may rise\", the governor wrote on Telegram.\n",
    "قال المتحدث باسم الوزارة إن المحادثات ستستمر في جنيف يوم الاثنين المقبل.\n",
];

fn at() -> Timestamp {
    Timestamp("2026-11-21T09:05:00Z".parse().unwrap())
}

fn mention(number: u64, text: &str, start: usize, labels: &[Label]) -> Mention {
    let start = text.ceil_char_boundary(start);
    let end = text.ceil_char_boundary(start + 9 + (number % 13) as usize);
    let label = labels[number as usize % labels.len()].clone();
    Mention {
        entry: number.is_multiple_of(2).then(|| EntryId(scattered(number % 500))),
        confidence: number.is_multiple_of(7).then_some(0.8),
        modified: number.is_multiple_of(3).then(at),
        ..mention_at(scattered(number), label, text, Span::bytes(start, end), at())
    }
}

/// Writes the session; tells how long that took.
fn generate(path: &Path) {
    let schema = default_schema();
    let labels: Vec<Label> = schema.label_infos().map(|info| info.id.clone()).collect();
    let session = Session::new("Large", schema, at());
    let mut file = byline::codec::SessionFile::from_session(&session).unwrap();
    file.annotators.push(analyst("Analyst"));
    let mut mentions = 0;
    for number in 0..ARTICLES {
        let sentences = (0..25).map(|place| SENTENCES[(number as usize * 7 + place * place) % SENTENCES.len()]);
        let text: String = sentences.collect();
        let mut shard = Shard::new(bare_article(number, scattered(number), text.as_str(), at()).into());
        for place in 0..MENTIONS + u64::from(number.is_multiple_of(4)) {
            let start = place as usize * 100 + (mentions as usize * 37) % 61;
            shard.mentions.insert_new(mention(mentions, &text, start, &labels)).unwrap();
            mentions += 1;
        }
        file.articles.push(byline::codec::ArticleFile::from_shard(&shard).unwrap());
    }
    let (session, _) = file.into_session().unwrap();
    let text = encode(&session, at()).unwrap();
    fs::write(path, &text).unwrap();
    println!("{ARTICLES} articles, {mentions} mentions, {:.1} MB", text.len() as f64 / 1e6);
}

fn timed<T>(work: impl FnOnce() -> T) -> (Duration, T) {
    let start = Instant::now();
    let result = work();
    (start.elapsed(), result)
}

fn median(mut times: Vec<Duration>) -> f64 {
    times.sort_unstable();
    times[times.len() / 2].as_secs_f64() * 1e3
}

/// Processor time of this process so far, all threads, in milliseconds.
fn cpu_ms() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = stat.rsplit(')').next().unwrap_or_default();
    // User and system time, in hundredths of a second: the fields 14 and 15, of which the first two stand before.
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|field| field.parse::<f64>().ok());
    10.0 * ticks.sum::<f64>()
}

/// Runs `work` several times; the median time and the mean processor time, in milliseconds.
fn costs<T>(mut work: impl FnMut() -> T) -> (f64, f64) {
    let mut times = Vec::new();
    let mut cpu = 0.0;
    for _ in 0..RUNS {
        let before = cpu_ms();
        let (time, result) = timed(&mut work);
        cpu += cpu_ms() - before;
        times.push(time);
        drop(result);
    }
    (median(times), cpu / RUNS as f64)
}

/// The most memory that this process ever held, in bytes.
fn peak_bytes() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<f64>().ok());
    kilobytes.unwrap_or(f64::NAN) * 1024.0
}

fn row(what: &str, must: &str, found: &str, ratio: &str) {
    println!("{what:<58} {must:>12} {found:>12}  {ratio}");
}

fn part<T>(what: &str, work: impl FnMut() -> T) {
    let (time, cpu) = costs(work);
    row(what, "", &format!("{time:.0} ms"), &format!("{cpu:.0} ms of processor time"));
}

fn loading(path: &Path) {
    let (plain, plain_cpu) = costs(|| fs::read(path).unwrap());
    let mut firsts = Vec::new();
    let wanted = Some(ArticleId(scattered(ARTICLES / 2)));
    let (whole, cpu) = costs(|| {
        let first = OnceLock::new();
        let start = Instant::now();
        let show = |session: Session| {
            assert_eq!(session.shards().len(), 1);
            first.get_or_init(|| start.elapsed());
        };
        let loaded = load_spread(&RealDisk, path, &Threads, Some((wanted, &show))).unwrap();
        firsts.push(*first.get().unwrap());
        assert_eq!(loaded.warnings, []);
        loaded
    });
    let first = median(firsts);
    let times = |time: f64| format!("{:.1} x a plain read ({plain:.0} ms)", time / plain);
    row("first article, checksum verified", "100 ms", &format!("{first:.0} ms"), &times(first));
    row("all articles, checksum and quotes verified", "500 ms", &format!("{whole:.0} ms"), &times(whole));
    let ratio = format!("{:.1} x a plain read ({plain_cpu:.0} ms)", cpu / plain_cpu);
    row("  of that, processor time", "", &format!("{cpu:.0} ms"), &ratio);
    part("  plain read in pieces", || in_pieces(path, |_| ()));
    let mut outline = None;
    part("  read in pieces, with checksum and blocks found", || {
        let mut outliner = Outliner::default();
        in_pieces(path, |piece| outliner.add(piece));
        outline = outliner.finish();
    });
    let bytes = fs::read(path).unwrap();
    part("  fingerprint", || Fingerprint::of(&bytes));
    let parts = Parts::new(outline.unwrap(), Box::new(bytes.as_slice())).unwrap();
    part("  one article", || parts.first(wanted).unwrap());
    part("  blocks read", || parts.decode(&Threads).unwrap());
    part("  blocks read on one thread", || parts.decode(&Serial).unwrap());
    let (time, _) = timed(|| byline::codec::decode(&bytes).unwrap());
    row("read as a whole, once", "", &format!("{:.0} ms", time.as_secs_f64() * 1e3), "");
}

fn tag(bench: &mut Workbench, article: u64, start: u32) {
    let tag = Command::Tag(TagDraft {
        article: ArticleId(scattered(article)),
        label: bench.session().schema.layers[1].id.clone(),
        fragments: Places::Chars(vec![CharSpan { start: CharOffset(start), end: CharOffset(start + 3) }]),
        quote: None,
        entry: None,
        attributes: Attributes::new(),
        confidence: None,
        note: None,
    });
    bench.execute(&tag).unwrap();
}

/// Reads a file without keeping it.
fn in_pieces(path: &Path, mut take: impl FnMut(&[u8])) {
    let mut file = fs::File::open(path).unwrap();
    let mut buffer = vec![0; 1 << 16];
    loop {
        match file.read(&mut buffer).unwrap() {
            0 => return,
            read => take(&buffer[..read]),
        }
    }
}

fn plain_write(path: &Path, bytes: &[u8]) {
    let mut file = fs::File::create(path).unwrap();
    file.write_all(bytes).unwrap();
    file.sync_all().unwrap();
}

fn saving(path: &Path) {
    let loaded = load_spread(&RealDisk, path, &Threads, None).unwrap();
    let mut fingerprint = loaded.fingerprint;
    let mut bench = Workbench::with(loaded.session, analyst("Analyst"), Clock::Fixed(at()), 7);
    let bytes = fs::read(path).unwrap();
    let beside = path.with_extension("plain");
    let (plain, plain_cpu) = costs(|| plain_write(&beside, &bytes));
    fs::remove_file(&beside).unwrap();
    let mut run = 0;
    let (time, cpu) = costs(|| {
        let known = bench.snapshot();
        run += 1;
        tag(&mut bench, ARTICLES / 2 + run, 1);
        let over = Over { known: Some(&known), spread: &Threads };
        fingerprint = save_over(&RealDisk, path, bench.session(), at(), Expected::Same(fingerprint), over).unwrap();
    });
    let ratio = format!("{:.1} x a plain write and sync ({plain_cpu:.0} ms)", cpu / plain_cpu);
    row("one-edit save, processor time", "150 ms", &format!("{cpu:.0} ms"), &ratio);
    let ratio = format!("{:.1} x a plain write and sync ({plain:.0} ms)", time / plain);
    row("one-edit save, until it is on the disk", "", &format!("{time:.0} ms"), &ratio);
    let known = bench.snapshot();
    tag(&mut bench, 5, 1);
    let mut outline = None;
    part("  old file read in pieces, with its blocks found", || {
        let mut outliner = Outliner::default();
        in_pieces(path, |piece| outliner.add(piece));
        outline = outliner.finish();
    });
    let outline = outline.unwrap();
    part("  what is known of it found in it", || Base::new(&outline, &known).unwrap());
    let base = Base::new(&outline, &known).unwrap();
    part("  written over it in memory, and what is new read back", || encoded(bench.session(), Some(&base), &Serial));
    part("  a plain copy of the file, as a version is kept", || fs::copy(path, &beside).unwrap());
    fs::remove_file(&beside).unwrap();
    let (time, ()) = timed(|| encoded(bench.session(), None, &Threads));
    row("written anew and read back, once", "", &format!("{:.0} ms", time.as_secs_f64() * 1e3), "");
}

/// Encodes a session as a save does, and forgets the bytes.
fn encoded(session: &Session, base: Option<&Base<'_>>, spread: &dyn Spread) {
    let mut encoding = Encoding::new(session, at(), base, spread);
    while !encoding.next_pieces().unwrap().is_empty() {}
    encoding.verify().unwrap();
}

fn load_memory(path: &Path) {
    let size = fs::metadata(path).unwrap().len() as f64;
    let loaded = load_spread(&RealDisk, path, &Threads, None).unwrap();
    let after_load = peak_bytes() / size;
    row("peak memory of loading, in sizes of the file", "4.0", &format!("{after_load:.2}"), "");
    let mut bench = Workbench::with(loaded.session, analyst("Analyst"), Clock::Fixed(at()), 8);
    let known = bench.snapshot();
    tag(&mut bench, ARTICLES / 2, 1);
    let over = Over { known: Some(&known), spread: &Threads };
    save_over(&RealDisk, path, bench.session(), at(), Expected::Same(loaded.fingerprint), over).unwrap();
    row("and with a one-edit save", "4.0", &format!("{:.2}", peak_bytes() / size), "");
    let again = load_with(&RealDisk, path).unwrap();
    assert_eq!(again.session, *bench.session());
}

fn main() {
    if let Ok(task) = std::env::var(TASK) {
        let (task, path) = task.split_once(' ').unwrap();
        match task {
            "generate" => generate(path.as_ref()),
            "load" => loading(path.as_ref()),
            "save" => saving(path.as_ref()),
            _ => load_memory(path.as_ref()),
        }
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("large.ron");
    for task in ["generate", "load", "save", "memory"] {
        let mut child = std::process::Command::new(std::env::current_exe().unwrap());
        let status = child.env(TASK, format!("{task} {}", path.display())).status().unwrap();
        assert!(status.success(), "{task}");
        if task == "generate" {
            row("", "must", "found", "");
        }
    }
}
