//! The day on which an article says it was published: a line that is a date and nothing else but a time.
//!
//! It knows English, German, French, Spanish, Russian and Turkish months. Numbers alone it reads where they can mean one
//! day only; what stands in a sentence it leaves alone.

use super::guess::edge_lines;
use crate::model::Day;
use crate::text::{NameForm, Tongue, month_abroad, month_named, weekdays_abroad};
use regex::Regex;
use std::sync::LazyLock;

/// The first line that is a date and nothing else but a time and a word such as "Published"; with the line itself.
pub(super) fn published(text: &str) -> Option<(Day, String)> {
    edge_lines(text)
        .map(str::trim)
        .filter(|line| line.len() <= 80 && line.contains(char::is_numeric))
        .find_map(|line| Some((english(line).or_else(|| other(line))?, line.to_owned())))
}

/// The day that a date states which stands alone, as in a field of a file.
pub(super) fn day_of(phrase: &str) -> Option<Day> {
    let iso = || phrase.get(..10)?.parse().ok().map(Day);
    english(phrase).or_else(|| other(phrase)).or_else(iso)
}

fn english(line: &str) -> Option<Day> {
    static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let month = r"(?<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?";
        let time = r"(?:[\s,·|–-]*(?:t|at\s)?\s*\d{1,2}[:.]\d{2}(?:[:.]\d{2})?(?:\.\d+)?\s*(?:[ap]\.?m\.?)?\s*(?:z|[a-z]{2,4}|[+-]\d{2}:?\d{2})?)?";
        Regex::new(&format!(
            r"(?ix)^(?:(?:published|posted|date)\s*(?:on|at)?\s*:?\s*)?(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?\.?,?\s+)?
            (?:(?<y1>\d{{4}})-(?<m1>\d{{2}})-(?<d1>\d{{2}})|(?<d2>\d{{1,2}})(?:st|nd|rd|th)?\s+{month},?\s+(?<y2>\d{{4}})|{month_us}\s+(?<d3>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?<y3>\d{{4}}))
            {time}$",
            month_us = month.replace("<month>", "<month_us>"),
        ))
        .ok()
    });
    let found = LINE.as_ref()?.captures(line)?;
    let text = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map(|found| found.as_str());
    let year: i16 = text(&["y1", "y2", "y3"])?.parse().ok()?;
    let day: i8 = text(&["d1", "d2", "d3"])?.parse().ok()?;
    let month = if let Some(number) = text(&["m1"]) {
        number.parse().ok()?
    } else {
        let name = text(&["month", "month_us"])?.to_lowercase();
        month_named(&name, Tongue::English, NameForm::AlsoShort)?
    };
    jiff::civil::Date::new(year, month, day).ok().map(Day)
}

/// A date in one of the other languages, as "1. November 2022", "1 de noviembre de 2022" or "01.11.2022".
fn other(line: &str) -> Option<Day> {
    static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let lead = r"veröffentlicht(?:\s+am)?|erschienen(?:\s+am)?|stand|datum|publié(?:\s+le)?|mis\s+à\s+jour\s+le|le|publicado(?:\s+el)?|fecha|опубликовано|дата|yayın(?:lanma)?(?:\s+tarihi)?|tarih|published(?:\s+on)?|posted(?:\s+on)?|date";
        // Longer names come first: one may begin with another.
        let mut weekdays: Vec<&str> = weekdays_abroad().collect();
        weekdays.sort_by_key(|name| std::cmp::Reverse(name.len()));
        let weekday = format!("(?:{})", weekdays.join("|"));
        let time = r"(?:[\s,·|–-]*(?:um|à|a\s+las|в|saat)?\s*\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s*(?:uhr|h|ч|utc|gmt|mez|msk|мск))?)?";
        Regex::new(&format!(
            r"(?i)^(?:(?:{lead})\s*:?\s*)?(?:{weekday}\.?,?\s+(?:den\s+)?)?(?:(?<d>\d{{1,2}})(?:\.|er|º)?\s+(?:de\s+)?(?<month>\p{{L}}{{3,12}})\.?,?\s+(?:del?\s+)?(?<y>\d{{4}})(?:\s*г(?:ода|\.)?)?|(?<d2>\d{{1,2}})\.(?<m2>\d{{1,2}})\.(?<y2>\d{{4}}))(?:,?\s+{weekday})?{time}$"
        ))
        .ok()
    });
    let found = LINE.as_ref()?.captures(line)?;
    let text = |names: &[&str]| names.iter().find_map(|name| found.name(name)).map(|found| found.as_str());
    let month = if let Some(number) = text(&["m2"]) {
        number.parse().ok()?
    } else {
        let name = text(&["month"])?.to_lowercase();
        month_abroad(&name, NameForm::AlsoShort)?.0
    };
    let (year, day) = (text(&["y", "y2"])?.parse().ok()?, text(&["d", "d2"])?.parse().ok()?);
    jiff::civil::Date::new(year, month, day).ok().map(Day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_stand_alone_on_their_line() {
        for (line, day) in [
            ("01 November 2022 15:20", "2022-11-01"),
            ("2022-11-01", "2022-11-01"),
            ("2022-11-01T15:20:00Z", "2022-11-01"),
            ("Published: Tuesday, 1 Nov. 2022, 15.20 GMT", "2022-11-01"),
            ("November 1st, 2022 at 3:20 pm", "2022-11-01"),
            ("14 March 2031 | 09:20", "2031-03-14"),
        ] {
            assert_eq!(published(line).map(|(day, _)| day.to_string()).as_deref(), Some(day), "{line}");
        }
        for line in
            ["He came on 1 November 2022", "31 February 2022", "2022", "1 November", "Views: 1122", "24.04.2024 x"]
        {
            assert_eq!(published(line), None, "{line}");
        }
    }

    #[test]
    fn dates_of_other_languages_stand_alone_on_their_line_too() {
        for line in [
            "1. November 2022",
            "Dienstag, den 1. November 2022, 15:20 Uhr",
            "Stand: 01.11.2022 15:20",
            "mardi 1er novembre 2022 à 15h20",
            "Publié le 1 nov. 2022",
            "1 de noviembre de 2022",
            "martes, 1 noviembre 2022 | 15:20",
            "1 ноября 2022 г.",
            "Опубликовано: 1 ноября 2022, 15:20",
            "1 Kasım 2022 Salı 15:20",
            "01.11.2022",
        ] {
            assert_eq!(published(line).map(|(day, _)| day.to_string()).as_deref(), Some("2022-11-01"), "{line}");
        }
        for line in [
            "Am 1. November 2022 kam er",
            "Le 1er novembre 2022, il est venu.",
            "31 февраля 2022",
            "01/11/2022",
            "1 Brumaire 2022",
            "13.13.2022",
            "1. November",
        ] {
            assert_eq!(published(line), None, "{line}");
        }
    }
}
