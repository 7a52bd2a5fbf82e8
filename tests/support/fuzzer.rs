//! A small fuzzer that needs nothing but cargo: it changes known inputs at random, keeps those that lead somewhere new, and
//! writes down every input that breaks its target.
//!
//! There is no instrumentation. What stands for coverage is what a target says of an input (an error's words, the kind of a
//! result): an input with a new answer joins the corpus. The same seed gives the same inputs in the same order.

use byline::workbench::Clock;
use std::cell::Cell;
use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::PathBuf;
use std::sync::Once;
use std::time::Duration;

/// No input grows beyond this.
const MAX_BYTES: usize = 64 << 10;
/// Inputs of which new ones are made; further ones take the place of one that is no seed.
const MAX_CORPUS: usize = 4000;
/// An input that takes longer has met something that grows faster than it does.
const PATIENCE: Duration = Duration::from_secs(5);
/// How often a broken input is tried with a part left out.
const MAX_TRIES: usize = 3000;

thread_local! {
    /// Whether panics of this thread go unsaid: while a broken input is made smaller there are thousands.
    static IS_QUIET: Cell<bool> = const { Cell::new(false) };
}

/// Something that takes bytes and must hold whatever they are.
pub(crate) struct Target {
    /// Its name, that of its folder of kept inputs too.
    pub(crate) name: &'static str,
    /// Inputs to begin with.
    pub(crate) seeds: fn() -> Vec<Vec<u8>>,
    /// Words that its inputs are made of.
    pub(crate) words: &'static [&'static str],
    /// Panics where something does not hold; otherwise says in a few words what came of the input.
    pub(crate) check: fn(&[u8]) -> String,
    /// How many inputs are tried where nobody asks for a time.
    pub(crate) cases: u64,
}

/// Runs `target` on what is kept of it, then on new inputs: as many as it says, or for `BYLINE_FUZZ_SECS` seconds.
/// `BYLINE_FUZZ_SEED` starts another row of inputs.
pub(crate) fn fuzz(target: &Target) {
    static HOOK: Once = Once::new();
    HOOK.call_once(|| {
        let usual = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            if !IS_QUIET.get() {
                usual(panic);
            }
        }));
    });
    let number = |name: &str| std::env::var(name).ok().and_then(|text| text.parse::<u64>().ok());
    for (path, input) in kept(target) {
        eprintln!("{}: {}", target.name, path.display());
        (target.check)(&input);
    }
    let begun = Clock::instant();
    let time = number("BYLINE_FUZZ_SECS").map(Duration::from_secs);
    let seed = number("BYLINE_FUZZ_SEED").unwrap_or(1) ^ u64::from(crc32fast::hash(target.name.as_bytes()));
    let mut run = Run::new(target, Random(seed));
    while time.map_or(run.cases < target.cases, |time| begun.elapsed() < time) {
        let input = run.next_input();
        run.try_input(input);
    }
    let rate = run.cases as f64 / begun.elapsed().as_secs_f64();
    eprintln!(
        "{}: {} inputs in {:.0} s ({rate:.0} a second), {} kept as new, {} answers",
        target.name,
        run.cases,
        begun.elapsed().as_secs_f64(),
        run.corpus.len() - run.seeds,
        run.answers.len()
    );
}

fn folder(target: &Target) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz").join(target.name)
}

/// Inputs that broke the target once, by name.
fn kept(target: &Target) -> Vec<(PathBuf, Vec<u8>)> {
    let entries = std::fs::read_dir(folder(target)).into_iter().flatten();
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| (path.clone(), std::fs::read(path).unwrap())).collect()
}

struct Run<'a> {
    target: &'a Target,
    random: Random,
    corpus: Vec<Vec<u8>>,
    seeds: usize,
    answers: BTreeSet<String>,
    cases: u64,
    /// Where the input that is being tried stands, for the case that it ends the whole process.
    last: PathBuf,
}

impl<'a> Run<'a> {
    fn new(target: &'a Target, random: Random) -> Self {
        let corpus = (target.seeds)();
        let seeds = corpus.len();
        let last = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("fuzz-{}.last", target.name));
        let mut run = Self { target, random, corpus: Vec::new(), seeds, answers: BTreeSet::new(), cases: 0, last };
        for seed in corpus {
            run.answers.insert(outcome(target, &seed).unwrap_or_else(|problem| panic!("a seed: {problem}")));
            run.corpus.push(seed);
        }
        run
    }

    fn next_input(&mut self) -> Vec<u8> {
        let mut input = self.random.one_of(&self.corpus).clone();
        // Mostly a single change: that reaches deeper than many at once.
        let changes = 1 << self.random.below(4);
        for _ in 0..=self.random.below(changes) {
            self.change(&mut input);
            input.truncate(MAX_BYTES);
        }
        input
    }

    fn try_input(&mut self, input: Vec<u8>) {
        self.cases += 1;
        std::fs::write(&self.last, &input).unwrap();
        match outcome(self.target, &input) {
            Ok(answer) => {
                if self.answers.insert(answer) {
                    if self.corpus.len() < MAX_CORPUS {
                        self.corpus.push(input);
                    } else {
                        let place = self.seeds + self.random.below(MAX_CORPUS - self.seeds);
                        self.corpus[place] = input;
                    }
                }
            }
            Err(problem) => {
                IS_QUIET.set(true);
                let small = self.smaller(input, &problem);
                IS_QUIET.set(false);
                let folder = folder(self.target);
                std::fs::create_dir_all(&folder).unwrap();
                let path = folder.join(format!("{:08x}", crc32fast::hash(&small)));
                std::fs::write(&path, &small).unwrap();
                panic!(
                    "{}: input {} broke it ({problem}); it is kept as {}",
                    self.target.name,
                    self.cases,
                    path.display()
                );
            }
        }
    }

    /// The input with as much left out as still breaks the target in the same way.
    fn smaller(&self, mut input: Vec<u8>, problem: &str) -> Vec<u8> {
        let kind = first_line(problem);
        let mut tries = 0;
        let mut piece = input.len() / 2;
        while piece > 0 && tries < MAX_TRIES && !problem.starts_with("it took") {
            let mut at = 0;
            while at < input.len() && tries < MAX_TRIES {
                let mut less = input.clone();
                less.drain(at..(at + piece).min(input.len()));
                tries += 1;
                match outcome(self.target, &less) {
                    Err(problem) if first_line(&problem) == kind => input = less,
                    _ => at += piece,
                }
            }
            piece /= 2;
        }
        input
    }

    /// One change at random.
    fn change(&mut self, input: &mut Vec<u8>) {
        let random = &mut self.random;
        let at = random.below(input.len() + 1);
        let longest = 1 << random.below(8);
        let end = (at + 1 + random.below(longest)).min(input.len());
        match random.below(13) {
            0 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte ^= 1 << random.below(8);
                }
            }
            1 => {
                if let Some(byte) = input.get_mut(at) {
                    *byte = *random
                        .one_of(b"\0\n\r\t \"'\\()[]{}<>:,;/*#!+-.0123456789eEaZ_\x1b\x7f\x80\xbf\xc3\xe2\xef\xf0\xff");
                }
            }
            2 => drop(input.drain(at..end)),
            3 => {
                let piece = input[at..end].to_vec();
                let to = random.below(input.len() + 1);
                input.splice(to..to, piece);
            }
            4 => {
                let other = random.one_of(&self.corpus);
                let from = random.below(other.len() + 1);
                let piece = &other[from..(from + 1 + random.below(400)).min(other.len())];
                input.splice(at..end, piece.iter().copied());
            }
            5 => {
                let other = random.one_of(&self.corpus);
                let from = random.below(other.len() + 1);
                input.truncate(at);
                input.extend_from_slice(&other[from..]);
            }
            6 => {
                let word = *random.one_of(self.target.words);
                input.splice(at..at, word.bytes());
            }
            7 | 8 => {
                let token = token_at(input, at);
                let word = *random.one_of(self.target.words);
                input.splice(token, word.bytes());
            }
            9 => {
                let numbers = number_places(input);
                if !numbers.is_empty() {
                    let place = random.one_of(&numbers).clone();
                    input.splice(place, random.one_of(NUMBERS).bytes());
                }
            }
            10 => {
                let mut lines: Vec<Vec<u8>> = input.split(|byte| *byte == b'\n').map(<[u8]>::to_vec).collect();
                let (one, two) = (random.below(lines.len()), random.below(lines.len()));
                match random.below(3) {
                    0 => lines.swap(one, two),
                    1 => lines.insert(one, lines[two].clone()),
                    _ => drop(lines.remove(one)),
                }
                *input = lines.join(&b'\n');
            }
            11 => {
                let piece = input[at..end.min(at + 12)].repeat(1 << random.below(10));
                input.splice(at..at, piece);
            }
            _ => input.truncate(at),
        }
    }
}

/// What comes of one input, or how it broke the target.
fn outcome(target: &Target, input: &[u8]) -> Result<String, String> {
    let begun = Clock::instant();
    let answer = catch_unwind(AssertUnwindSafe(|| (target.check)(input))).map_err(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or(panic.downcast_ref::<&str>().copied());
        text.unwrap_or("a panic without words").to_owned()
    })?;
    let took = begun.elapsed();
    if took > PATIENCE { Err(format!("it took {took:?}")) } else { Ok(without_digits(&answer)) }
}

fn first_line(text: &str) -> String {
    without_digits(text.lines().next().unwrap_or_default())
}

/// `text` without numbers and without what stands between backticks or quotes: that is the input's, not the answer's.
fn without_digits(text: &str) -> String {
    let own = text.split(['`', '"', '“', '”']).step_by(2).flat_map(str::chars);
    own.filter(|char| !char.is_ascii_digit()).take(200).collect()
}

/// The word, or the single sign, at `at`.
fn token_at(input: &[u8], at: usize) -> std::ops::Range<usize> {
    let is_word = |byte: &u8| byte.is_ascii_alphanumeric() || *byte == b'_' || *byte >= 0x80;
    if !input.get(at).is_some_and(is_word) {
        return at..(at + 1).min(input.len());
    }
    let start = at - input[..at].iter().rev().take_while(|byte| is_word(byte)).count();
    let end = at + input[at..].iter().take_while(|byte| is_word(byte)).count();
    start..end
}

/// Where whole numbers stand.
fn number_places(input: &[u8]) -> Vec<std::ops::Range<usize>> {
    let mut places: Vec<std::ops::Range<usize>> = Vec::new();
    for (at, _) in input.iter().enumerate().filter(|(_, byte)| byte.is_ascii_digit()) {
        match places.last_mut() {
            Some(last) if last.end == at => last.end = at + 1,
            _ => places.push(at..at + 1),
        }
    }
    places
}

/// Numbers at the edges of what types hold.
const NUMBERS: &[&str] = &[
    "0",
    "1",
    "2",
    "-1",
    "127",
    "128",
    "255",
    "256",
    "65535",
    "65536",
    "2147483647",
    "2147483648",
    "4294967295",
    "4294967296",
    "9223372036854775807",
    "9223372036854775808",
    "18446744073709551615",
    "18446744073709551616",
    "-9223372036854775808",
    "-9223372036854775809",
    "0.5",
    "-0.0",
    "1e308",
    "1e309",
    "1e-400",
    "0x10",
    "1_0",
    "NaN",
    "inf",
];

/// `SplitMix64`: enough chance for this, and the same on every machine.
struct Random(u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which is not 0.
    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit as u64).unwrap()
    }

    fn one_of<'t, T>(&mut self, list: &'t [T]) -> &'t T {
        &list[self.below(list.len())]
    }
}
