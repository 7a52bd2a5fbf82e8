//! What a claim can be wrong about in detail: the numbers, dates and quoted words of a text.
//!
//! English words for numbers, months and days are known; figures are in any language. It does not know which facts are to be
//! compared.

use super::numerals::{TENS, UNITS};
use crate::text::{NameForm, Span, Tongue, month_named, weekday_named, words};
use serde::Serialize;

/// What a fact is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FactKind {
    /// A number, with what it counts.
    Number,
    /// A day, a month, a year or a day of the week.
    Date,
    /// Words between quotation marks.
    Quoted,
}

/// One fact of a text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    /// What it is.
    pub kind: FactKind,
    /// Where it stands.
    pub span: Span,
    /// The same for facts that say the same: `200000`, `2023-03`, quoted words folded.
    pub value: String,
    /// What a number counts, as the next word has it; otherwise empty.
    pub of: String,
}

const ORDINALS: [&str; 10] =
    ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth", "tenth"];
/// Pairs of quotation marks; the first that is open closes first.
const MARKS: [(char, char); 6] = [('“', '”'), ('‘', '’'), ('«', '»'), ('„', '“'), ('»', '«'), ('"', '"')];

/// Every fact of `text`, in text order; a number that is part of a date is no fact of its own.
#[must_use]
pub fn facts(text: &str) -> Vec<Fact> {
    let words = words(text, Span::bytes(0, text.len()));
    let reader = Reader { text, words: &words };
    let mut found = reader.quoted();
    let mut at = 0;
    while at < words.len() {
        let read = reader.date(at).or_else(|| reader.number(at));
        at += match read {
            Some((fact, taken)) => {
                found.push(fact);
                taken
            }
            None => 1,
        };
    }
    found.sort_by_key(|fact| (fact.span, fact.kind));
    found
}

struct Reader<'t> {
    text: &'t str,
    words: &'t [Span],
}

impl Reader<'_> {
    fn word(&self, at: usize) -> String {
        self.words.get(at).and_then(|span| span.slice(self.text)).unwrap_or_default().to_lowercase()
    }

    fn span(&self, from: usize, taken: usize) -> Span {
        let last = self.words.get(from + taken - 1).or_else(|| self.words.last()).copied().unwrap_or_default();
        Span { start: self.words.get(from).map_or(last.start, |first| first.start), end: last.end }
    }

    /// Whether nothing but spaces, commas or hyphens stands between the word at `at` and the next one; behind the short form
    /// of a month a full stop may.
    fn goes_on(&self, at: usize) -> bool {
        let between = self
            .words
            .get(at)
            .zip(self.words.get(at + 1))
            .and_then(|(one, two)| Span { start: one.end, end: two.start }.slice(self.text));
        let word = self.word(at);
        let is_short =
            word.len() <= 4 && month(&word, self.words.get(at).and_then(|span| span.slice(self.text))).is_some();
        let parts = |char: char| char.is_whitespace() || matches!(char, ',' | '-' | '\u{2010}'..='\u{2013}');
        between.is_some_and(|between| {
            let rest = if is_short { between.strip_prefix('.').unwrap_or(between) } else { between };
            rest.chars().all(parts)
        })
    }

    fn date(&self, at: usize) -> Option<(Fact, usize)> {
        let fact = |value: String, taken: usize| {
            Some((Fact { kind: FactKind::Date, span: self.span(at, taken), value, of: String::new() }, taken))
        };
        let word = self.word(at);
        if weekday_named(&word, Tongue::English, NameForm::Full).is_some() {
            return fact(word, 1);
        }
        if let Some((value, taken)) = self.iso(at) {
            return fact(value, taken);
        }
        let next = |from: usize| if self.goes_on(from) { self.word(from + 1) } else { String::new() };
        let year_behind = |from: usize| year(&next(from)).filter(|_| self.iso(from + 1).is_none());
        if let Some(month) = month(&word, self.words.get(at).and_then(|span| span.slice(self.text))) {
            // "March 2023", "March 5", "March 5, 2023"
            let second = next(at);
            if let Some(year) = year(&second) {
                return fact(format!("{year}-{month:02}"), 2);
            }
            let Some(day) = day(&second) else { return fact(format!("--{month:02}"), 1) };
            return match year_behind(at + 1) {
                Some(year) => fact(format!("{year}-{month:02}-{day:02}"), 3),
                None => fact(format!("--{month:02}-{day:02}"), 2),
            };
        }
        if let Some(day) = day(&word)
            && let Some(month) = month(&next(at), self.words.get(at + 1).and_then(|span| span.slice(self.text)))
        {
            // "5 March", "5 March 2023"
            return match year_behind(at + 1) {
                Some(year) => fact(format!("{year}-{month:02}-{day:02}"), 3),
                None => fact(format!("--{month:02}-{day:02}"), 2),
            };
        }
        let is_amount = self.words.get(at).is_some_and(|span| self.money_before(*span).is_some());
        year(&word).filter(|_| !is_amount).and_then(|year| fact(year.to_string(), 1))
    }

    /// `2023-03-05`, which the rules for words make three of, or one.
    fn iso(&self, at: usize) -> Option<(String, usize)> {
        let start = self.words.get(at)?.start.to_usize();
        let day = self.text.get(start..start.checked_add(10)?)?;
        day.parse::<jiff::civil::Date>().ok()?;
        let taken = self.words.iter().skip(at).take_while(|word| word.start.to_usize() < start + 10).count();
        Some((day.to_owned(), taken))
    }

    fn number(&self, at: usize) -> Option<(Fact, usize)> {
        let (mut value, mut taken) = self.figure(at).or_else(|| self.spelt(at))?;
        while self.goes_on(at + taken - 1) {
            let Some(factor) = factor(&self.word(at + taken)) else { break };
            value *= factor;
            taken += 1;
        }
        let mut span = self.span(at, taken);
        let mut of = if self.goes_on(at + taken - 1) { self.word(at + taken) } else { String::new() };
        let behind = self.text.get(span.end.to_usize()..).unwrap_or_default();
        if behind.starts_with('%') || of == "percent" || (of == "per" && self.word(at + taken + 1) == "cent") {
            "%".clone_into(&mut of);
        }
        if let Some((sign, start)) = self.money_before(span) {
            of = sign.to_string();
            span.start = crate::text::ByteOffset::from_usize(start);
        }
        Some((Fact { kind: FactKind::Number, span, value: shown(value), of }, taken))
    }

    /// A sign of money right before `span`, and where it begins.
    fn money_before(&self, span: Span) -> Option<(char, usize)> {
        let before = self.text.get(..span.start.to_usize())?;
        let sign =
            before.chars().next_back().filter(|char| matches!(char, '$' | '€' | '£' | '¥' | '₽' | '₺' | '₪' | '₼'))?;
        Some((sign, before.len() - sign.len_utf8()))
    }

    fn figure(&self, at: usize) -> Option<(f64, usize)> {
        let word = self.word(at);
        word.starts_with(|char: char| char.is_ascii_digit()).then(|| amount(&word)).flatten().map(|value| (value, 1))
    }

    /// A number in words: "four", "twenty-one", "two hundred".
    fn spelt(&self, at: usize) -> Option<(f64, usize)> {
        let word = self.word(at);
        let small = |word: &str| UNITS.iter().position(|unit| *unit == word);
        if let Some(ordinal) = ORDINALS.iter().position(|known| *known == word).filter(|place| *place != 1) {
            return Some((ordinal as f64 + 1.0, 1));
        }
        if let Some(tens) = TENS.iter().position(|known| *known == word) {
            let tens = (tens as f64 + 2.0) * 10.0;
            let unit =
                self.goes_on(at).then(|| small(&self.word(at + 1))).flatten().filter(|unit| (1..10).contains(unit));
            return Some(unit.map_or((tens, 1), |unit| (tens + unit as f64, 2)));
        }
        match word.as_str() {
            "dozen" | "dozens" | "hundreds" | "thousands" | "millions" | "billions" => None,
            "hundred" | "thousand" | "million" | "billion" => factor(&word).map(|value| (value, 1)),
            // "one of them" counts nothing that could differ.
            "one" if self.word(at + 1) == "of" || factor(&self.word(at + 1)).is_none() => None,
            _ => small(&word).map(|value| (value as f64, 1)),
        }
    }

    fn quoted(&self) -> Vec<Fact> {
        let mut found = Vec::new();
        let mut from = 0;
        while let Some((start, open)) = self.text.get(from..).and_then(|rest| {
            rest.char_indices()
                .find(|(_, char)| MARKS.iter().any(|(open, _)| open == char))
                .map(|(at, char)| (from + at, char))
        }) {
            let inside = start + open.len_utf8();
            let close = MARKS
                .iter()
                .filter(|(mark, _)| *mark == open)
                .filter_map(|(_, close)| self.closing(inside, *close))
                .min();
            from = inside;
            if let Some(end) = close.filter(|end| *end > inside) {
                let span = Span::bytes(inside, end);
                let value = crate::text::folded(span.slice(self.text).unwrap_or_default());
                let value: Vec<&str> =
                    value.split(|char: char| !char.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
                found.push(Fact { kind: FactKind::Quoted, span, value: value.join(" "), of: String::new() });
                from = end;
                from += self.text.get(end..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8);
            }
        }
        found.retain(|fact| !fact.value.is_empty());
        found
    }

    /// Where a quotation that goes on at `from` closes; an apostrophe inside a word does not close it.
    fn closing(&self, from: usize, mark: char) -> Option<usize> {
        let rest = self.text.get(from..)?;
        let closes = |(at, char): &(usize, char)| {
            let behind = rest.get(at + char.len_utf8()..).and_then(|rest| rest.chars().next());
            *char == mark && !(mark == '’' && behind.is_some_and(char::is_alphanumeric))
        };
        rest.char_indices().find(closes).map(|(at, _)| from + at)
    }
}

/// The number of a month. "May" and "March" are months only with a capital letter.
fn month(word: &str, written: Option<&str>) -> Option<i8> {
    let is_capital = written.is_some_and(|written| written.starts_with(char::is_uppercase));
    let number = month_named(word.trim_end_matches('.'), Tongue::English, NameForm::AlsoShort)?;
    is_capital.then_some(number)
}

fn year(word: &str) -> Option<u16> {
    (word.len() == 4).then(|| word.parse().ok()).flatten().filter(|year| (1500..2200).contains(year))
}

/// A day of a month: "5" or "5th".
fn day(word: &str) -> Option<u8> {
    let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    let is_day = matches!(ending, "" | "st" | "nd" | "rd" | "th");
    digits.parse().ok().filter(|day| is_day && (1..=31).contains(day))
}

fn factor(word: &str) -> Option<f64> {
    match word {
        "hundred" => Some(100.0),
        "thousand" => Some(1e3),
        "million" | "mln" | "mn" => Some(1e6),
        "billion" | "bn" => Some(1e9),
        _ => None,
    }
}

/// A number in figures. A sign with three digits behind it parts thousands, "1,122", unless it is a single full stop and the
/// digits are no round thousand; any other is a decimal point.
fn amount(word: &str) -> Option<f64> {
    let digits = word.trim_end_matches(|char: char| char.is_alphabetic());
    if !matches!(word.get(digits.len()..), Some("" | "st" | "nd" | "rd" | "th" | "k" | "m" | "bn")) {
        return None;
    }
    let pieces: Vec<&str> = digits.split([',', '.', '\u{a0}', '\u{202f}']).collect();
    let behind = pieces.get(1..).unwrap_or_default();
    let comma = digits.contains(',');
    let grouped = !behind.is_empty()
        && behind.iter().all(|piece| piece.len() == 3)
        && (comma || behind.len() > 1 || behind.iter().all(|piece| *piece == "000"));
    let plain = if grouped { pieces.concat() } else { digits.replace(',', ".") };
    let times = match word.get(digits.len()..) {
        Some("k") => 1e3,
        Some("m") => 1e6,
        Some("bn") => 1e9,
        _ => 1.0,
    };
    plain.parse::<f64>().ok().filter(|value| value.is_finite()).map(|value| value * times)
}

fn shown(value: f64) -> String {
    format!("{value}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, kind: FactKind) -> Vec<String> {
        let found = facts(text).into_iter().filter(|fact| fact.kind == kind);
        found.map(|fact| if fact.of.is_empty() { fact.value } else { format!("{} {}", fact.value, fact.of) }).collect()
    }

    #[test]
    fn numbers_in_figures_and_in_words() {
        let numbers = |text| of(text, FactKind::Number);
        assert_eq!(numbers("two guards and twenty-one others"), ["2 guards", "21 others"]);
        assert_eq!(numbers("for $200,000, not 1.5 million euros"), ["200000 $", "1500000 euros"]);
        assert_eq!(numbers("3.5% or 12 per cent"), ["3.5 %", "12 %"]);
        assert_eq!(numbers("two hundred dead, 200.000 fled, 1,122 views"), ["200 dead", "200000 fled", "1122 views"]);
        assert_eq!(numbers("one of them, and Boeing F16"), [] as [&str; 0]);
        assert_eq!(numbers("his third trip"), ["3 trip"]);
    }

    #[test]
    fn dates_in_every_usual_form() {
        let dates = |text| of(text, FactKind::Date);
        let text = "On 5 March 2023, March 5th, March 2023, Oct. 24, 2023-03-05 and Monday of 2016";
        assert_eq!(dates(text), ["2023-03-05", "--03-05", "2023-03", "--10-24", "2023-03-05", "monday", "2016"]);
        assert_eq!(dates("they may march"), [] as [&str; 0]);
        assert_eq!(dates("a fee of $2000"), [] as [&str; 0]);
    }

    #[test]
    fn quoted_words_with_any_marks() {
        let quoted = |text| of(text, FactKind::Quoted);
        assert_eq!(quoted("he said “close friends”, then ‘it’s over’"), ["close friends", "it s over"]);
        assert_eq!(quoted("the \"first\" and «второй» and „dritte“"), ["first", "второи", "dritte"]);
        assert_eq!(quoted("Iran’s “masters"), [] as [&str; 0]);
    }
}
