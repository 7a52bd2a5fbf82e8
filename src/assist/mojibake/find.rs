//! All misread places of a text. It does not know what becomes of them.

use super::gate::{Run, Verdict};
use super::tables::{Misreading, byte_in};
use super::units::{Unit, unit};
use crate::text::Span;

/// Places of one text that are told; a text with more of them was read in the wrong encoding as a whole.
pub(in super::super) const MAX_PLACES: usize = 20_000;
/// So many bytes are passed over at once where they are ASCII.
const STRIDE_BYTES: usize = 64;
/// After so many places somebody is asked whether to go on.
const PATIENCE: usize = 4096;
/// Times that a text may have been misread one after the other.
const MAX_LAYERS: usize = 3;

/// A misread place.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in super::super) struct Broken {
    /// Where it is.
    pub(in super::super) span: Span,
    /// What it should read.
    pub(in super::super) means: String,
    /// The encodings that it was read in, the last one first.
    pub(in super::super) readings: Vec<&'static str>,
}

/// A run with what it means.
struct Found {
    broken: Broken,
    units: usize,
    is_sure: bool,
}

/// What one encoding explains of a text.
struct Explained {
    found: Vec<Found>,
    /// Sequences in runs that are sure.
    sure: usize,
}

/// The misread places of `text` in order, at most [`MAX_PLACES`], for as long as `goes_on` says so; `None` once it does not.
pub(in super::super) fn broken_while(text: &str, goes_on: &dyn Fn() -> bool) -> Option<Vec<Broken>> {
    if !goes_on() {
        return None;
    }
    if !has_neighbours(text) {
        return Some(Vec::new());
    }
    let explained = Misreading::ALL.iter().map(|misreading| explained(text, *misreading, goes_on));
    let mut all: Vec<Explained> = explained.collect::<Option<_>>()?;
    // The encoding that explains most comes first; of two that explain the same the likelier one.
    all.sort_by_key(|one| std::cmp::Reverse(one.sure));
    let mut taken: Vec<Broken> = Vec::new();
    for one in all {
        let known = std::mem::take(&mut taken);
        let mut earlier = known.iter().peekable();
        let mut fresh = Vec::new();
        for found in one.found {
            while earlier.next_if(|known| known.span.end <= found.broken.span.start).is_some() {}
            if earlier.peek().is_none_or(|known| known.span.start >= found.broken.span.end) {
                fresh.push(found.broken);
            }
        }
        taken = known;
        taken.extend(fresh);
        taken.sort_by_key(|place| place.span);
    }
    taken.truncate(MAX_PLACES);
    Some(joined(text, taken))
}

/// Whether two characters that are no ASCII stand side by side, as in every misread sequence. Few Latin texts have such.
fn has_neighbours(text: &str) -> bool {
    let bytes = text.as_bytes();
    bytes.iter().zip(bytes.iter().skip(1)).any(|(byte, next)| !byte.is_ascii() && *next >= 0xC0)
}

/// Words of one misreading with a space between them are one place, as the phrase that they are.
fn joined(text: &str, places: Vec<Broken>) -> Vec<Broken> {
    let mut joined: Vec<Broken> = Vec::new();
    for place in places {
        let is_word = |place: &Broken| place.means.chars().nth(1).is_some();
        let last = joined.last_mut().filter(|last| {
            let between = Span { start: last.span.end, end: place.span.start }.slice(text);
            last.readings == place.readings && is_word(last) && is_word(&place) && between == Some(" ")
        });
        if let Some(last) = last {
            last.span.end = place.span.end;
            last.means.push(' ');
            last.means.push_str(&place.means);
        } else {
            joined.push(place);
        }
    }
    joined
}

fn explained(text: &str, misreading: Misreading, goes_on: &dyn Fn() -> bool) -> Option<Explained> {
    let table = misreading.bytes();
    let mut found: Vec<Found> = Vec::new();
    let (mut at, mut looked_at) = (0, 0_usize);
    while let Some(next) = next_unusual(text, at) {
        looked_at += 1;
        if looked_at.is_multiple_of(PATIENCE) && !goes_on() {
            return None;
        }
        let run = run(text, next, table);
        let (Some(first), Some(last)) = (run.first(), run.last()) else {
            at = next + text.get(next..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
            continue;
        };
        at = last.end;
        let (start, end) = (first.start, last.end);
        let before = text.get(..start).and_then(|before| before.chars().next_back());
        let behind = text.get(end..).and_then(|behind| behind.chars().next());
        if let Some((broken, is_sure)) = told(&run, misreading, before, behind) {
            let broken = Broken { span: Span::bytes(start, end), ..broken };
            found.push(Found { broken, units: run.len(), is_sure });
        }
        if found.len() > MAX_PLACES {
            break;
        }
    }
    let sure: usize = found.iter().filter(|one| one.is_sure).map(|one| one.units).sum();
    let inside: usize = found.iter().map(|one| one.units).sum();
    let is_whole = sure > 1 && letters_outside(text, table, &found, inside / 10) * 10 <= inside;
    if is_whole && found.iter().any(|one| one.broken.readings.len() > 1) {
        for one in &mut found {
            take_back(&mut one.broken, Asked::Leniently);
        }
    }
    found.retain(|one| one.is_sure || (is_whole && one.broken.means.chars().all(is_text)));
    let sure = found.iter().map(|one| one.units).sum();
    Some(Explained { found, sure })
}

/// How many letters of the encoding stand outside of what was found, up to one more than `enough`.
fn letters_outside(text: &str, table: &[u8], found: &[Found], enough: usize) -> usize {
    // Behind the last place nothing may have been looked at.
    let end =
        if found.len() > MAX_PLACES { found.last().map_or(0, |last| last.broken.span.range().end) } else { text.len() };
    let mut known = found.iter().peekable();
    let mut outside = 0;
    let mut at = 0;
    while let Some(next) = next_unusual(text, at).filter(|next| *next < end && outside <= enough) {
        if let Some(place) = known.next_if(|place| place.broken.span.range().start <= next) {
            at = place.broken.span.range().end.max(next);
            continue;
        }
        let char = text.get(next..).and_then(|rest| rest.chars().next()).unwrap_or_default();
        outside += usize::from(byte_in(table, char).is_some() && char.is_alphabetic());
        at = next + char.len_utf8();
    }
    outside
}

fn is_text(char: char) -> bool {
    !char.is_control()
}

/// What a run between these two characters means, and whether it is sure; nothing where somebody may have written it.
fn told(run: &[Unit], misreading: Misreading, before: Option<char>, behind: Option<char>) -> Option<(Broken, bool)> {
    let verdict = Run { misreading, units: run, before, behind }.verdict();
    let means = run.iter().map(|unit| unit.means).collect();
    let mut broken = Broken { span: Span::default(), means, readings: vec![misreading.name()] };
    let own = |char: &char| char.is_alphabetic() && misreading.byte(*char).is_some();
    if !before.iter().chain(&behind).any(own) {
        take_back(&mut broken, Asked::Strictly);
    }
    let is_deeper = broken.readings.len() > 1;
    match verdict {
        _ if is_deeper => Some((broken, true)),
        Verdict::Real => None,
        Verdict::Sure => Some((broken, true)),
        Verdict::Likely | Verdict::Deeper => Some((broken, false)),
    }
}

/// The first byte from `at` on that is no ASCII.
fn next_unusual(text: &str, at: usize) -> Option<usize> {
    let rest = text.as_bytes().get(at..)?;
    // Whole strides are told from ASCII at once.
    let plain = rest.chunks(STRIDE_BYTES).take_while(|stride| stride.is_ascii()).count() * STRIDE_BYTES;
    rest.get(plain..)?.iter().position(|byte| !byte.is_ascii()).map(|offset| at + plain + offset)
}

/// The sequences from `at` on that follow each other without a gap.
fn run(text: &str, at: usize, table: &[u8]) -> Vec<Unit> {
    let mut units = Vec::new();
    let mut at = at;
    while let Some(next) = unit(text, at, table) {
        at = next.end;
        units.push(next);
    }
    units
}

/// How sure another layer has to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Asked {
    /// As sure as a first one.
    Strictly,
    /// Others of its text have one.
    Leniently,
}

/// Takes back the misreadings under the first one, as far as all of what is meant is one again.
fn take_back(broken: &mut Broken, asked: Asked) {
    let mut means = broken.means.clone();
    let mut readings = broken.readings.clone();
    while readings.len() < MAX_LAYERS {
        let deeper = Misreading::ALL.iter().find_map(|one| once_more(&means, *one, asked));
        let Some((deeper, reading)) = deeper else { break };
        means = deeper;
        readings.push(reading);
        if means.chars().all(is_text) {
            broken.means.clone_from(&means);
            broken.readings.clone_from(&readings);
        }
    }
}

/// What `text` means where all of it is a misreading again.
fn once_more(text: &str, misreading: Misreading, asked: Asked) -> Option<(String, &'static str)> {
    let units = run(text, 0, misreading.bytes());
    if units.last().is_none_or(|last| last.end != text.len()) {
        return None;
    }
    let verdict = Run { misreading, units: &units, before: None, behind: None }.verdict();
    let is_misread = match asked {
        Asked::Strictly => matches!(verdict, Verdict::Sure | Verdict::Deeper),
        Asked::Leniently => verdict != Verdict::Real,
    };
    is_misread.then(|| (units.iter().map(|unit| unit.means).collect(), misreading.name()))
}
