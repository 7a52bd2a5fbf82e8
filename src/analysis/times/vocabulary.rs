//! The words that expressions of time are made of: months and seasons, days of the week, units, numbers.
//!
//! English alone, but for the names of months.

use super::calendar::{Season, Unit};
use crate::analysis::numerals::{TENS, UNITS};
use crate::text::{NameForm, Tongue, month_abroad, month_named, weekday_named};

const ORDINALS: [&str; 21] = [
    "first",
    "second",
    "third",
    "fourth",
    "fifth",
    "sixth",
    "seventh",
    "eighth",
    "ninth",
    "tenth",
    "eleventh",
    "twelfth",
    "thirteenth",
    "fourteenth",
    "fifteenth",
    "sixteenth",
    "seventeenth",
    "eighteenth",
    "nineteenth",
    "twentieth",
    "twenty-first",
];

/// The number of an English month, from 1.
pub(super) fn month(word: &str) -> Option<i8> {
    month_named(word, Tongue::English, NameForm::AlsoShort)
}

/// The number of a month in another language.
pub(super) fn foreign_month(word: &str) -> Option<i8> {
    month_abroad(word, NameForm::Full).map(|(number, _)| number)
}

/// Whether a month's name is a word or a person's name as well, and needs more than itself to be a month.
pub(super) fn is_doubtful_month(word: &str) -> bool {
    matches!(word, "may" | "march" | "mar" | "april" | "june" | "august" | "jan" | "jun" | "dec")
}

/// Days from Monday, of a day of the week; short forms count with a full stop only.
pub(super) fn weekday(word: &str, is_stopped: bool) -> Option<i8> {
    let form = if is_stopped { NameForm::AlsoShort } else { NameForm::Full };
    weekday_named(word, Tongue::English, form)
}

/// A season of the north.
pub(super) fn season(word: &str) -> Option<Season> {
    match word {
        "spring" => Some(Season::Spring),
        "summer" => Some(Season::Summer),
        "autumn" | "fall" => Some(Season::Autumn),
        "winter" => Some(Season::Winter),
        _ => None,
    }
}

/// A unit of the calendar, in either number.
pub(super) fn unit(word: &str) -> Option<Unit> {
    match word {
        "day" | "days" => Some(Unit::Day),
        "week" | "weeks" => Some(Unit::Week),
        "weekend" => Some(Unit::Weekend),
        "month" | "months" => Some(Unit::Month),
        "quarter" => Some(Unit::Quarter),
        "year" | "years" => Some(Unit::Year),
        "decade" | "decades" => Some(Unit::Decade),
        "century" | "centuries" => Some(Unit::Century),
        _ => None,
    }
}

/// A count: "3", "three", "a".
pub(super) fn count(word: &str) -> Option<i32> {
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let spelt = UNITS.iter().position(|unit| *unit == word);
    let spelt = spelt.or_else(|| TENS.iter().position(|tens| *tens == word).map(|at| (at + 2) * 10));
    let number = spelt.or_else(|| if word.len() <= 4 { word.parse().ok() } else { None })?;
    i32::try_from(number).ok().filter(|number| (1..=1000).contains(number))
}

/// A place in order: "first", "3rd", "19th".
pub(super) fn ordinal(word: &str) -> Option<i32> {
    let spelt = ORDINALS.iter().position(|known| *known == word).and_then(|at| i32::try_from(at + 1).ok());
    spelt.or_else(|| {
        let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
        let ending = word.get(digits.len()..)?;
        matches!(ending, "st" | "nd" | "rd" | "th").then(|| digits.parse().ok()).flatten()
    })
}

/// A year in four digits.
pub(super) fn year(word: &str) -> Option<i16> {
    let is_plain = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    is_plain.then(|| word.parse().ok()).flatten().filter(|year| (1500..2200).contains(year))
}

/// A day of a month: "5" or "5th".
pub(super) fn day(word: &str) -> Option<i8> {
    let digits = word.trim_end_matches(|char: char| char.is_ascii_alphabetic());
    let ending = word.get(digits.len()..)?;
    let is_day = matches!(ending, "" | "st" | "nd" | "rd" | "th" | "er") && (1..=2).contains(&digits.len());
    is_day.then(|| digits.parse().ok()).flatten().filter(|day| (1..=31).contains(day))
}

/// Things that are counted, so that a number of four digits before them is no year.
pub(super) fn is_counted(word: &str) -> bool {
    matches!(
        word,
        "people"
            | "persons"
            | "men"
            | "women"
            | "children"
            | "troops"
            | "soldiers"
            | "fighters"
            | "homes"
            | "houses"
            | "dollars"
            | "euros"
            | "pounds"
            | "crowns"
            | "lira"
            | "rubles"
            | "roubles"
            | "meters"
            | "metres"
            | "feet"
            | "miles"
            | "kilometers"
            | "kilometres"
            | "km"
            | "tons"
            | "tonnes"
            | "hours"
            | "minutes"
            | "dead"
            | "times"
            | "schoolchildren"
            | "students"
            | "workers"
            | "jobs"
            | "mw"
            | "kg"
            | "calories"
            | "voters"
            | "votes"
            | "refugees"
            | "members"
            | "employees"
            | "million"
            | "billion"
            | "thousand"
            | "years"
            | "days"
            | "square"
    )
}
