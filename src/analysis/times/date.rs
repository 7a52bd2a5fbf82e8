//! Dates in their usual forms: "24 April 2025", "April 24", "2022-11-01", "25/12/2023", "1990s", "the 18th century".
//!
//! It reads what the words say and counts no days.

use super::calendar::{Days, Part, Yearly, months, part_of_decade, years};
use super::meaning::Meaning;
use super::tokens::Tokens;
use super::vocabulary::{day, foreign_month, is_counted, is_doubtful_month, month, ordinal, year};
use crate::model::Precision;
use jiff::civil::Date;

/// A date at `at`, and how many words it takes.
pub(super) fn date(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let reading = in_figures(words, at);
    let reading = reading.or_else(|| day_first(words, at)).or_else(|| month_first(words, at));
    reading.or_else(|| decade(words, at)).or_else(|| century(words, at)).or_else(|| years_alone(words, at))
}

/// The days `first..=last` of a month, with the year where one is known.
fn days(year: Option<i16>, month: i8, first: i8, last: i8) -> Option<Meaning> {
    let yearly = Yearly::Days(month, first, last);
    match year {
        Some(year) => yearly.in_year(year).map(Meaning::Fixed),
        // A leap year has every day that there is.
        None => yearly.in_year(2000).map(|_| Meaning::Yearly(yearly)),
    }
}

/// "2022-11-01", "25/12/2023", "25.12.2023".
fn in_figures(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let digits = |word: &str| word.bytes().all(|byte| byte.is_ascii_digit());
    if let [one, two, three] = words.word(at).split('.').collect::<Vec<_>>().as_slice() {
        let (day, month, year) = (day(one)?, two.parse().ok()?, year(three)?);
        return Date::new(year, month, day).ok().map(|date| (Meaning::Fixed(Days::day(date)), 1));
    }
    let (one, two, three) = (words.word(at), words.word(at + 1), words.word(at + 2));
    if !(digits(one) && digits(two)) || two.len() > 2 || one.is_empty() || two.is_empty() {
        return None;
    }
    let sign = words.gap(at);
    if sign != words.gap(at + 1) {
        return None;
    }
    if sign == "-" {
        // Of a moment as 2022-11-01T10:20 the day alone counts.
        let last = three.get(..2).filter(|last| digits(last))?;
        let date = Date::new(year(one)?, two.parse().ok()?, last.parse().ok()?).ok()?;
        return Some((Meaning::Fixed(Days::day(date)), 3));
    }
    let year = year(three).filter(|_| sign == "/" && one.len() <= 2)?;
    let (one, two): (i8, i8) = (one.parse().ok()?, two.parse().ok()?);
    let mut readings: Vec<Days> = [(two, one), (one, two)]
        .into_iter()
        .filter_map(|(month, day)| Date::new(year, month, day).ok().map(Days::day))
        .collect();
    readings.dedup();
    match readings.as_slice() {
        [] => None,
        [only] => Some((Meaning::Fixed(*only), 3)),
        _ => Some((Meaning::Either(readings), 3)),
    }
}

/// "24 April 2025", "5–7 March", "3 de mayo de 2018", "24. März 2023".
fn day_first(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let first = day(words.word(at))?;
    let mut next = at + 1;
    let mut last = first;
    if (words.is_dashed(at) || (words.goes_on(at) && words.word(next) == "to"))
        && let Some(to) = day(words.word(next + usize::from(words.word(next) == "to")))
    {
        next += 1 + usize::from(words.word(next) == "to");
        last = to;
    }
    if !words.goes_on_in_date(next - 1) || words.gap(next - 1).contains(',') {
        return None;
    }
    next += usize::from(matches!(words.word(next), "of" | "de"));
    let name = words.word(next);
    let month = month(name).filter(|_| words.is_capital(next)).or_else(|| foreign_month(name))?;
    next += 1;
    let skips = usize::from(words.goes_on(next - 1) && matches!(words.word(next), "de" | "del"));
    let year = year(words.word(next + skips)).filter(|_| words.goes_on_in_date(next + skips - 1));
    next += year.map_or(0, |_| skips + 1);
    Some((days(year, month, first, last)?, next - at))
}

/// "April 24, 2025", "March 5–7", "April 2025", "octubre de 2020", "April".
fn month_first(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let name = words.word(at);
    let english = month(name).filter(|_| words.is_capital(at));
    let number = english.or_else(|| foreign_month(name))?;
    let follows = words.goes_on_in_date(at);
    if let Some(year) = year(words.word(at + 1)).filter(|_| follows && !starts_figures(words, at + 1)) {
        return Some((Meaning::Fixed(months(year, number, 1, Precision::Month)?), 2));
    }
    if english.is_some()
        && let Some(first) = day(words.word(at + 1)).filter(|_| follows && !words.gap(at).contains(','))
    {
        return day_of(words, at, number, first);
    }
    if matches!(words.word(at + 1), "de" | "of")
        && let Some(year) = year(words.word(at + 2)).filter(|_| words.goes_on(at) && words.goes_on(at + 1))
    {
        return Some((Meaning::Fixed(months(year, number, 1, Precision::Month)?), 3));
    }
    let stands_alone = english.is_some() && is_month_alone(words, at);
    stands_alone.then_some((Meaning::Yearly(Yearly::Month(number)), 1))
}

/// The rest of "March 5–7, 2023" behind its month.
fn day_of(words: &Tokens<'_>, at: usize, month: i8, first: i8) -> Option<(Meaning, usize)> {
    let mut next = at + 2;
    let mut last = first;
    if words.is_dashed(at + 1)
        && let Some(to) = day(words.word(next)).filter(|to| *to > first)
    {
        last = to;
        next += 1;
    }
    let year = year(words.word(next)).filter(|_| words.goes_on_in_date(next - 1) && !is_counted(words.word(next + 1)));
    next += usize::from(year.is_some());
    Some((days(year, month, first, last)?, next - at))
}

/// Whether the name of a month alone is one: "May" and "March" are names and verbs as well.
fn is_month_alone(words: &Tokens<'_>, at: usize) -> bool {
    let name = words.word(at);
    if name.len() <= 4 && name != "may" && name != "june" && name != "july" {
        return matches!(
            words.before(at),
            "in" | "since" | "until" | "by" | "last" | "next" | "this" | "early" | "late"
        );
    }
    !is_doubtful_month(name)
        || matches!(
            words.before(at),
            "in" | "since"
                | "until"
                | "till"
                | "by"
                | "from"
                | "to"
                | "and"
                | "through"
                | "of"
                | "during"
                | "early"
                | "mid"
                | "late"
                | "last"
                | "next"
                | "this"
                | "before"
                | "after"
                | "between"
                | "for"
                | "the"
                | "past"
        )
}

fn starts_figures(words: &Tokens<'_>, at: usize) -> bool {
    in_figures(words, at).is_some()
}

/// "1990s", "’90s", with "early" and the like before it read elsewhere.
fn decade(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    decade_year(words, at).and_then(|(year, taken)| Some((Meaning::Fixed(years(year, 10)?), taken)))
}

/// The first year of a decade.
pub(super) fn decade_year(words: &Tokens<'_>, at: usize) -> Option<(i16, usize)> {
    let word = words.word(at);
    let digits = word.strip_suffix('s').filter(|digits| digits.ends_with('0'))?;
    if digits.len() == 2 && words.lead(at).ends_with(['\'', '\u{2019}', '\u{2018}']) {
        return digits.parse::<i16>().ok().map(|short| (1900 + short, 1));
    }
    year(digits).map(|year| (year, 1))
}

/// A part of a decade: "late 1980s".
pub(super) fn part_of_decade_at(words: &Tokens<'_>, at: usize, part: Part) -> Option<(Meaning, usize)> {
    let (year, taken) = decade_year(words, at)?;
    Some((Meaning::Fixed(part_of_decade(part, year)?), taken))
}

/// "18th century".
fn century(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let number = ordinal(words.word(at)).filter(|number| (1..=30).contains(number))?;
    if words.word(at + 1) != "century" || !words.goes_on(at) {
        return None;
    }
    let first = i16::try_from(number - 1).ok()? * 100 + 1;
    Some((Meaning::Fixed(years(first, 100)?), 2))
}

/// "2016", "1991–1994", "2014–16".
fn years_alone(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let first = year(words.word(at)).filter(|_| is_year_alone(words, at))?;
    if words.is_dashed(at) || words.gap(at) == "/" {
        let word = words.word(at + 1);
        let short = (word.len() == 2).then(|| word.parse::<i16>().ok()).flatten();
        let last = year(word).or_else(|| short.map(|short| first - first.rem_euclid(100) + short));
        if let Some(last) = last.filter(|last| *last > first && *last - first < 300) {
            return Some((Meaning::Fixed(years(first, last - first + 1)?), 2));
        }
    }
    Some((Meaning::Fixed(years(first, 1)?), 1))
}

/// Whether four digits are a year and no number of something.
fn is_year_alone(words: &Tokens<'_>, at: usize) -> bool {
    let money = words.lead(at).ends_with(['$', '€', '£', '¥', '₽', '₺', '#', '.', ',', '№', '+']);
    let counted = is_counted(words.word(at + 1)) && words.goes_on(at);
    let behind = words.gap(at);
    if money || counted || behind.starts_with('%') {
        return false;
    }
    let before = words.before(at);
    let after_place = matches!(
        before,
        "in" | "since"
            | "by"
            | "until"
            | "till"
            | "from"
            | "to"
            | "and"
            | "of"
            | "during"
            | "before"
            | "after"
            | "the"
            | "early"
            | "late"
            | "mid"
            | "year"
            | "through"
            | "throughout"
            | "around"
            | "circa"
            | "its"
            | "his"
            | "her"
            | "their"
            | "'s"
            | "\u{2019}s"
            | "a"
            | "s"
            | "back"
            | "year's"
            | "between"
            | "for"
            | "or"
            | "en"
            | "im"
            | "seit"
            | "depuis"
            | "desde"
            | "bis"
            | "hasta"
            | "в"
            | "с"
            | "до"
    ) || month(before).is_some();
    let is_dashed = (words.is_dashed(at) || words.gap(at) == "/") && year(words.word(at + 1)).is_some();
    let in_brackets = words.lead(at).ends_with('(') && behind.starts_with(')');
    after_place || is_dashed || in_brackets || words.lead(at).trim_end().ends_with('©')
}
