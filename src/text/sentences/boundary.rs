//! Whether a sentence ends at a mark that could end one: a full stop, an exclamation or question mark, an ellipsis.
//!
//! It reads a few words before and behind the mark and knows nothing of the rest of the text.

use super::super::misread::mark_at_start;
use super::super::segment::floor_char;
use super::abbreviations::{Stop, is_initial, is_of_the_day, is_opener, stop_of, word_before_stop};

/// How many bytes before and behind a mark are read.
const AROUND_BYTES: usize = 160;

/// Verbs that say who spoke, behind a question or exclamation in quotation marks.
const SAYING: &[&str] = &[
    "said",
    "says",
    "asked",
    "asks",
    "wrote",
    "writes",
    "told",
    "added",
    "replied",
    "answered",
    "shouted",
    "exclaimed",
    "tweeted",
    "posted",
    "wondered",
    "insisted",
];

/// Articles and prepositions that go before an ordinal number in German, as in "am 3. Oktober".
const BEFORE_ORDINAL: &[&str] = &[
    "am", "im", "der", "die", "das", "dem", "den", "des", "vom", "zum", "zur", "beim", "seit", "bis", "ab", "und",
    "sein", "seinen", "ihr", "ihren",
];

/// Months with which a date as "5. Mai" or "5. januar" goes on, as far as they differ from others here.
const MONTHS_BEHIND: &[&str] = &[
    "januar",
    "jänner",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
    "jahrhundert",
    "ocak",
    "şubat",
    "mart",
    "nisan",
    "mayıs",
    "haziran",
    "temmuz",
    "ağustos",
    "eylül",
    "ekim",
    "kasım",
    "aralık",
    "marts",
    "maj",
    "desember",
    "december",
    "januari",
    "februari",
];

/// The end of the sentence that the mark at `mark.0..mark.1` of `stretch` ends, quotation marks and brackets that close
/// behind it included; `None` where the sentence goes on. `opened` is where the sentence begins.
pub(super) fn end_at(stretch: &str, opened: usize, mark: (usize, usize)) -> Option<usize> {
    let signs = stretch.get(mark.0..mark.1)?;
    let behind = stretch.get(mark.1..ceil_char(stretch, mark.1 + AROUND_BYTES))?;
    let closing = closing_len(behind, signs);
    let closers = behind.get(..closing)?;
    let rest = behind.get(closing..)?;
    let end = mark.1 + closing;
    if rest.trim().is_empty() {
        return Some(end);
    }
    if is_wide(signs) {
        return Some(end);
    }
    if !rest.starts_with(char::is_whitespace) {
        let unspaced = !is_stop(signs) && rest.starts_with(is_ideograph);
        return unspaced.then_some(end);
    }
    let next = Next::of(rest)?;
    if next.sort == Sort::Small || next.is_mark {
        return None;
    }
    if is_plain_mark(signs) && closers.contains(is_quote) && next.says_who_spoke() {
        return None;
    }
    let from = floor_char(stretch, mark.0.saturating_sub(AROUND_BYTES)).max(opened);
    let goes_on = signs == "." && !closers.contains(is_quote) && {
        let before = stretch.get(from..mark.1).unwrap_or_default();
        goes_on_behind_stop(before, from == opened, &next)
    };
    (!goes_on).then_some(end)
}

/// Whether the sentence goes on behind the full stop that ends `before`, with what comes next.
fn goes_on_behind_stop(before: &str, is_from_the_start: bool, next: &Next<'_>) -> bool {
    let Some(word) = word_before_stop(before) else { return false };
    let lead = before.trim_end().strip_suffix('.').and_then(|stem| stem.strip_suffix(word)).unwrap_or_default();
    if word.chars().all(|char| char.is_ascii_digit()) && !word.is_empty() {
        let is_first = is_from_the_start && !lead.contains(char::is_alphanumeric);
        return (is_first && word.len() <= 3) || is_ordinal(word, lead, next);
    }
    if word == "г" {
        // A year in front of it, or the name of a town behind it.
        return next.sort == Sort::Number || !lead.trim_end().ends_with(|char: char| char.is_ascii_digit());
    }
    match stop_of(word) {
        Stop::Full => false,
        Stop::Open => true,
        Stop::BeforeWord => next.sort == Sort::Number,
        Stop::BeforeCapital => {
            next.sort == Sort::Number || (word.to_lowercase().ends_with(".m") && is_of_the_day(next.word))
        }
        Stop::Initial if word == "I" => next.is_initial,
        Stop::Initial | Stop::BeforeOpener => next.is_initial || !is_opener(next.word),
    }
}

/// Whether `word` is a number that counts a day or the like in German, Turkish or a Nordic language.
fn is_ordinal(word: &str, lead: &str, next: &Next<'_>) -> bool {
    let before = lead.trim_end().rsplit(char::is_whitespace).next().unwrap_or_default().to_lowercase();
    word.len() <= 2
        && (MONTHS_BEHIND.contains(&next.word.to_lowercase().as_str()) || BEFORE_ORDINAL.contains(&before.as_str()))
}

/// How a word begins.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// With a small letter, and it is no name such as "iPhone".
    Small,
    Number,
    /// With a capital letter, or one of a script without.
    Other,
}

/// What stands behind a mark and the spaces after it.
struct Next<'t> {
    word: &'t str,
    rest: &'t str,
    sort: Sort,
    /// It is an initial: "A. Okoro".
    is_initial: bool,
    /// Another mark comes before any word, as in ". . .".
    is_mark: bool,
}

impl<'t> Next<'t> {
    /// `None` where no word follows.
    fn of(rest: &'t str) -> Option<Self> {
        let start = rest.find(char::is_alphanumeric)?;
        let is_mark = rest.trim_start().starts_with(['.', '!', '?', '\u{2026}']);
        let from = rest.get(start..)?;
        let in_word = |char: char| char.is_alphanumeric() || matches!(char, '\'' | '\u{2019}');
        let (word, behind) = from.split_at(from.find(|char| !in_word(char)).unwrap_or(from.len()));
        let word = word.trim_end_matches(['\'', '\u{2019}']);
        let first = word.chars().next()?;
        let is_name = word.chars().skip(1).take(2).any(char::is_uppercase);
        Some(Self {
            word,
            rest: behind,
            sort: match first {
                _ if first.is_numeric() => Sort::Number,
                _ if first.is_lowercase() && !is_name => Sort::Small,
                _ => Sort::Other,
            },
            is_initial: is_initial(word) && behind.starts_with('.'),
            is_mark,
        })
    }

    /// Whether names alone stand between here and a verb of saying, as in "Mr Okoro asked".
    fn says_who_spoke(&self) -> bool {
        let behind = self.rest.split_whitespace().map(|word| word.trim_matches(|char: char| !char.is_alphanumeric()));
        let mut behind = behind.filter(|word| !word.is_empty()).take(4);
        behind.find(|word| !word.starts_with(char::is_uppercase)).is_some_and(|word| SAYING.contains(&word))
    }
}

/// Bytes of the quotation marks, brackets and notes that close directly behind a mark.
fn closing_len(behind: &str, signs: &str) -> usize {
    let mut rest = behind;
    loop {
        let taken = misread_len(rest).max(note_len(rest)).max(guillemet_len(rest));
        let taken = taken.max(rest.chars().next().filter(|char| closes(*char, signs)).map_or(0, char::len_utf8));
        let Some(shorter) = rest.get(taken..).filter(|_| taken > 0) else { return behind.len() - rest.len() };
        rest = shorter;
    }
}

/// A quotation mark that was misread counts where a space follows; before a word it opens what comes.
fn misread_len(rest: &str) -> usize {
    let len = mark_at_start(rest);
    let closes = rest.get(len..).is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if closes { len } else { 0 }
}

/// The number of a note: "[12]".
fn note_len(rest: &str) -> usize {
    let Some(inside) = rest.strip_prefix('[') else { return 0 };
    let digits = inside.len() - inside.trim_start_matches(|char: char| char.is_ascii_digit()).len();
    let is_note = (1..=3).contains(&digits) && inside.get(digits..).is_some_and(|rest| rest.starts_with(']'));
    if is_note { digits + 2 } else { 0 }
}

/// French puts a space before its closing mark; one without a space behind it opens, as in German.
fn guillemet_len(rest: &str) -> usize {
    let spaces = [" ", "\u{a0}", "\u{202f}"].into_iter().find(|space| rest.starts_with(*space)).map_or(0, str::len);
    let behind = rest.get(spaces..).and_then(|rest| rest.strip_prefix('\u{bb}'));
    let closes = behind.is_some_and(|rest| !rest.starts_with(char::is_alphanumeric));
    if spaces > 0 && closes { spaces + '\u{bb}'.len_utf8() } else { 0 }
}

/// Whether `char` closes something. Behind a mark without a space any quotation mark does; the marks of scripts without
/// spaces tell opening ones from closing ones.
fn closes(char: char, signs: &str) -> bool {
    let closes_anywhere =
        matches!(char, ')' | ']' | '}' | '\u{201d}' | '\u{2019}' | '\u{bb}' | '」' | '』' | '）' | '】' | '》' | '〉');
    closes_anywhere || (is_quote(char) && !is_wide(signs))
}

fn is_quote(char: char) -> bool {
    matches!(char, '"' | '\'' | '\u{2018}'..='\u{201f}' | '\u{ab}' | '\u{bb}' | '\u{2039}' | '\u{203a}')
}

/// Whether a mark stands without a space behind it in its script.
fn is_wide(signs: &str) -> bool {
    !signs
        .chars()
        .all(|char| matches!(char, '.' | '!' | '?' | '\u{2024}' | '\u{2026}' | '\u{203c}' | '\u{2047}'..='\u{2049}'))
}

fn is_plain_mark(signs: &str) -> bool {
    signs.contains(['!', '?'])
}

fn is_stop(signs: &str) -> bool {
    signs.starts_with(['.', '\u{2024}'])
}

fn is_ideograph(char: char) -> bool {
    matches!(char, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

fn ceil_char(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
