//! What an article's text says of itself: headline, date, outlet. Every answer is a guess that a person confirms.
//!
//! It reads lines as saved pages have them and knows nothing of HTML. Where no line is clear it guesses nothing.

use crate::model::Day;
use crate::text::{Span, each_sentence};
use regex::Regex;
use std::cell::LazyCell;
use std::collections::BTreeSet;
use std::sync::LazyLock;

/// Lines of at least this many characters are taken for paragraphs of body text.
const BODY_CHARS: usize = 120;
/// Bytes at a text's beginning in which its headline is looked for; a story that needs more to show what it is about has
/// none that stands out. Each line there is held against all the others.
const HEAD_BYTES: usize = 32 << 10;
/// Lines in which a date or a copyright notice is looked for: the first and the last of a text. Pages have both near an edge.
const EDGE_LINES: usize = 2000;
/// Headlines are shown in a list; the rest of a longer sentence is cut.
const MAX_HEADLINE_CHARS: usize = 110;
/// Words of a headline that must come again in the body, in hundredths.
const SHARED_PERCENT: usize = 50;
/// Names that the opening paragraph shares with the rest of its story; an appeal for money shares none or one.
const SHARED_NAMES: usize = 2;

/// The line that reads like a headline of this text or, where there is none, the sentence that opens its story.
///
/// Menus, share lines, appeals and headlines of other stories are told by their words: half of a headline's longer words
/// come again in its story, and so do names of its opening paragraph.
pub(super) fn headline(text: &str) -> Option<String> {
    let text = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or(text);
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
    let first_body = lines.iter().position(|line| is_body(line));
    let body: Vec<&str> = lines.iter().copied().filter(|line| is_body(line)).collect();
    let before = lines.get(..first_body.unwrap_or(lines.len())).unwrap_or_default();
    let known = LazyCell::new(|| body.iter().flat_map(|line| stems(line)).collect());
    let headline = before.iter().enumerate().find(|(index, line)| {
        // A caption stands twice, the second time glued to its credit.
        let previous = index.checked_sub(1).and_then(|index| before.get(index));
        let is_caption = lines.get(index + 1).is_some_and(|next| next.starts_with(**line))
            || previous.is_some_and(|previous| line.starts_with(*previous));
        !is_caption && is_headline_shaped(line) && (body.is_empty() || belongs(line, &known))
    });
    if let Some((_, line)) = headline {
        return Some(shortened(line));
    }
    let opening = opening(&body).or(body.first().copied()).or(lines.first().copied())?;
    Some(shortened(first_sentence(without_glued_button(opening))))
}

/// The first line of `body` with names that others of its lines have too.
fn opening<'t>(body: &[&'t str]) -> Option<&'t str> {
    let named: Vec<Vec<&str>> = body.iter().map(|line| names(line)).collect();
    // Each name as often as there are lines that have it.
    let mut all: Vec<&str> = named.iter().flatten().copied().collect();
    all.sort_unstable();
    let is_shared = |name: &&&str| {
        let first = all.partition_point(|known| known < *name);
        all.get(first + 1).is_some_and(|next| next == *name)
    };
    let found = named.iter().position(|own| own.iter().filter(is_shared).count() >= SHARED_NAMES)?;
    body.get(found).copied()
}

fn is_body(line: &str) -> bool {
    line.ends_with(['.', '!', '?', '"', '\u{201d}', '\u{2019}', ')', '…']) && line.chars().count() >= BODY_CHARS
}

/// Four words or more, no full stop at the end, not a line of a menu or a notice.
fn is_headline_shaped(line: &str) -> bool {
    let words = line.split_whitespace().count();
    (4..=40).contains(&words)
        && !line.ends_with('.')
        && !line.ends_with('…')
        && !line.contains('©')
        && published(line).is_none()
}

/// Whether half of the longer words of `line` come again among the `known` ones of the body.
fn belongs(line: &str, known: &BTreeSet<String>) -> bool {
    let own = stems(line);
    let shared = own.iter().filter(|stem| known.contains(*stem)).count();
    own.len() >= 3 && shared * 100 >= own.len() * SHARED_PERCENT
}

/// The longer words of a line. Words count as the same by their first five letters.
fn stems(line: &str) -> BTreeSet<String> {
    let words = line.split(|char: char| !char.is_alphanumeric()).filter(|word| word.chars().count() >= 4);
    words.map(|word| word.to_lowercase().chars().take(5).collect()).collect()
}

/// Words with a capital that stand inside a sentence, each once. Scripts without capitals have none.
fn names(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut before = None;
    let mut take = |word| {
        if let Some(before) = before.replace(word) {
            found.extend(name(before, word));
        }
    };
    // Nearly every line is of plain letters, and those are told apart several times as fast.
    if line.is_ascii() {
        let words = line.as_bytes().split(|byte| matches!(byte, b'\t'..=b'\r' | b' ')).filter(|word| !word.is_empty());
        words.filter_map(|word| std::str::from_utf8(word).ok()).for_each(take);
    } else {
        line.split_whitespace().for_each(&mut take);
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// The name that `word` is behind the word `before`, if it is one.
fn name<'t>(before: &str, word: &'t str) -> Option<&'t str> {
    if word.as_bytes().first().is_none_or(u8::is_ascii_lowercase) || before.ends_with(['.', '!', '?', '\u{201d}', '"'])
    {
        return None;
    }
    let bare = word.split(|char: char| !char.is_alphanumeric() && char != '-').next().unwrap_or("");
    (bare.starts_with(char::is_uppercase) && bare.chars().count() >= 3).then_some(bare)
}

fn first_sentence(line: &str) -> &str {
    let whole = Span::bytes(0, line.len());
    each_sentence(line, whole).next().and_then(|span| span.slice(line)).unwrap_or(line)
}

/// What stands behind a button's words that lost the space after them, as in "Become a memberThe minister".
fn without_glued_button(line: &str) -> &str {
    static BUTTON: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let verbs = "Become|Sign|Subscribe|Support|Join|Read|Click|Share|Follow|Donate|Watch|Listen|Log";
        Regex::new(&format!(r"^(?:{verbs})(?: \p{{L}}+){{0,4}}\p{{Ll}}(\p{{Lu}})")).ok()
    });
    let glued = BUTTON.as_ref().and_then(|button| button.captures(line)).and_then(|found| found.get(1));
    glued.and_then(|capital| line.get(capital.start()..)).unwrap_or(line)
}

fn shortened(line: &str) -> String {
    if line.chars().count() <= MAX_HEADLINE_CHARS {
        return line.to_owned();
    }
    let cut: String = line.chars().take(MAX_HEADLINE_CHARS).collect();
    let whole_words = cut.rsplit_once(char::is_whitespace).map_or(cut.as_str(), |(before, _)| before);
    format!("{}…", whole_words.trim_end_matches([',', ';', ':', ' ', '-', '—', '–']))
}

/// The first lines of `text`, then the last ones, each once.
fn edge_lines(text: &str) -> impl Iterator<Item = &str> {
    let mut lines = text.lines();
    let first: Vec<&str> = lines.by_ref().take(EDGE_LINES).collect();
    let mut last: Vec<&str> = lines.rev().take(EDGE_LINES).collect();
    last.reverse();
    first.into_iter().chain(last)
}

const MONTHS: [&str; 12] = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// The first line that is a date and nothing else but a time and a word such as "Published"; with the line itself.
pub(super) fn published(text: &str) -> Option<(Day, String)> {
    edge_lines(text)
        .map(str::trim)
        .filter(|line| line.len() <= 80 && line.contains(char::is_numeric))
        .find_map(|line| Some((date_line(line)?, line.to_owned())))
}

/// The day that a date states which stands alone, as in a field of a file.
pub(super) fn day_of(phrase: &str) -> Option<Day> {
    let iso = || phrase.get(..10)?.parse().ok().map(Day);
    date_line(phrase).or_else(iso)
}

fn date_line(line: &str) -> Option<Day> {
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
        let index = MONTHS.iter().position(|month| name.starts_with(month))?;
        i8::try_from(index + 1).ok()?
    };
    jiff::civil::Date::new(year, month, day).ok().map(Day)
}

/// The name in a copyright line, as "Caliber.az © 2026" or "© The Lantern, 2029–2031".
pub(super) fn outlet(text: &str) -> Option<String> {
    static NOTICE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let years = r"\d{4}(?:\s*[-–]\s*\d{4})?";
        let rights = r"(?:[.,]?\s*all rights reserved)?[\s.]*";
        Regex::new(&format!(
            r"(?i)^(?:copyright\s*)?(?:(?<before>[^©]{{2,60}}?),?\s*©\s*{years}{rights}|©\s*{years}[\s,.]*(?:by\s+)?(?<behind>\p{{L}}[^©]*?){rights}|©\s*(?<between>\p{{L}}[^©]*?)[\s,.]*{years}{rights})$"
        ))
        .ok()
    });
    let notice = NOTICE.as_ref()?;
    edge_lines(text).map(str::trim).filter(|line| line.len() <= 120 && line.contains('©')).find_map(|line| {
        let found = notice.captures(line)?;
        let name = ["before", "behind", "between"].iter().find_map(|name| found.name(name))?.as_str().trim();
        let is_picture =
            ["photo", "image", "picture", "credit"].iter().any(|word| name.to_lowercase().starts_with(word));
        let is_name = !is_picture && name.split_whitespace().count() <= 6 && name.chars().any(char::is_alphabetic);
        is_name.then(|| name.to_owned())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every line held against every other one would take hours here.
    #[test]
    fn ten_megabytes_without_a_headline_are_guessed_at_in_no_time() {
        let line = |day| {
            format!(
                "On day {day} the envoys of nine countries met again, and nothing that was said there was new. They agreed on the day after, and left.\n\n"
            )
        };
        let text: String = (0..80_000).map(line).collect();
        assert!(text.len() > 9_000_000);
        assert!(headline(&text).is_some_and(|found| found.starts_with("On day 0")));
        assert_eq!((published(&text), outlet(&text)), (None, None));
    }

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
    fn outlets_stand_in_copyright_lines() {
        for (line, name) in [
            ("Caliber.az © 2026. .", Some("Caliber.az")),
            ("© The Lantern, 2029–2031", Some("The Lantern")),
            ("Copyright © 2024 Strait Observer. All rights reserved.", Some("Strait Observer")),
            ("© 2024", None),
            ("Photo © 2024", None),
            ("The minister said so.", None),
        ] {
            assert_eq!(outlet(line).as_deref(), name, "{line}");
        }
    }

    #[test]
    fn headlines_belong_to_their_story() {
        let body = "The ferry returns to the strait after two winters, the ministry said on Wednesday, and the first ship leaves the quay in April.\nThe ministry expects that the ferry carries nine thousand people in its first winter, twice as many as before the strait was closed.";
        let check = |before: &str, expected: &str| {
            let text = format!("{before}\n{body}");
            assert_eq!(headline(&text).as_deref(), Some(expected), "{before}");
        };
        check(
            "Skip to content\n\nFerry Returns to Strait After Two Winters\n\nMinistry Content",
            "Ferry Returns to Strait After Two Winters",
        );
        let opening = "The ferry returns to the strait after two winters, the ministry said on Wednesday, and the first ship leaves…";
        check("Getting your audio player ready...", opening);
        check("Lighthouse keepers accept automation after talks", opening);
        check("The ferry at the quay this winter\nThe ferry at the quay this winterMinistry of Transport", opening);
        assert_eq!(headline("Become a memberThe ferry is back.").as_deref(), Some("The ferry is back."));
        assert_eq!(headline("One line").as_deref(), Some("One line"));
    }
}
