//! Lines that say by their form alone that they belong to no article: buttons, counters, addresses, dates, breadcrumbs.

use super::lines::{Line, tokens};
use super::words::{Made, Stem, is_of_a_date, made_of_website_words, stems};
use regex::Regex;
use std::sync::LazyLock;

/// How sure it is that a line belongs to its page.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Standing {
    /// Beside other lines of the page only.
    BesideOthers,
    /// Above or below the body only.
    AtAnEdge,
    /// Wherever it stands.
    Anywhere,
}

/// Words of a line that may still be a button.
const MOST_WORDS: usize = 8;
/// What is counted on pages.
const COUNTED: &str = "comments likes reads shares views aufrufe kommentare commentaires vues comentarios visitas goruntulenme \
okunma odslon wyswietlen комментариев просмотра просмотров просмотры перегляди переглядів مشاهدات צפיות";

fn pattern(text: &str) -> Option<Regex> {
    Regex::new(text).ok()
}

/// Why `line` belongs to its page, if its form says so.
pub(super) fn part_of_page(line: &Line<'_>) -> Option<(Standing, &'static str)> {
    use Standing::{Anywhere, AtAnEdge, BesideOthers};
    static ADDRESS: LazyLock<Option<Regex>> = LazyLock::new(|| {
        pattern(r"^(?:https?://\S+|www\.\S+|[\w-]{2,}(?:\.[\w-]+)*\.\p{L}{2,10}/?|[\w.+-]+@[\w-]+\.[\w.-]+|@\w{3,30})$")
    });
    static CODE: LazyLock<Option<Regex>> = LazyLock::new(|| pattern(r"^[a-z]+(?:_[a-z]+){1,4}$"));
    static FONT_SIZE: LazyLock<Option<Regex>> =
        LazyLock::new(|| pattern(r"^(?:[AaАа][+\-−–]|[Aa]a|[AА](?:\s*[AА]){1,3})(?:\s*[|/]?\s*[AaАа][+\-−–]?){0,3}$"));
    let is = |pattern: &LazyLock<Option<Regex>>| {
        line.text.len() < 200 && pattern.as_ref().is_some_and(|pattern| pattern.is_match(line.text))
    };
    if is(&ADDRESS) {
        return Some((Anywhere, "a web address and nothing else"));
    }
    if is(&CODE) {
        return Some((Anywhere, "a name of the page's code"));
    }
    if is(&FONT_SIZE) {
        return Some((Anywhere, "a control for the size of letters"));
    }
    if line.words > MOST_WORDS || line.text.len() > 200 {
        return None;
    }
    if is_counter(line) {
        return Some((Anywhere, "a counter of the page"));
    }
    if is_date(line) {
        return Some((AtAnEdge, "a date and nothing else"));
    }
    if is_breadcrumb(line) {
        return Some((AtAnEdge, "steps of a menu in one line"));
    }
    if is_prompt(line) {
        return Some((AtAnEdge, "a field of the page to search in"));
    }
    match made_of_website_words(line.tokens()) {
        Made::Strongly if line.words <= 6 => {
            Some((Anywhere, "made of words that websites have on buttons and in menus"))
        }
        Made::Strongly => Some((AtAnEdge, "made of words that websites have on buttons and in menus")),
        Made::Weakly if line.words <= 6 => Some((BesideOthers, "words of menus beside other page furniture")),
        _ => None,
    }
}

/// What stands in an empty search field.
fn is_prompt(line: &Line<'_>) -> bool {
    let words = stems!(
        "are can do find for help how i looking need search something to want we what you \
was suchen sie que cherchez vous buscas que ne ariyorsunuz czego szukasz вы ищете что ви що шукаєте عن ماذا تبحث אתם מה מחפשים"
    );
    let telling = stems!("find looking search suchen cherchez buscas ariyorsunuz szukasz ищете шукаєте تبحث מחפשים");
    let is_of = |token: &str, words: &[Stem]| words.iter().any(|word| word.is(token));
    let is_short = (2..=6).contains(&line.words) && line.text.ends_with(['?', '…', '؟']);
    is_short && line.tokens().all(|token| is_of(token, words)) && line.tokens().any(|token| is_of(token, telling))
}

/// A number with what it counts.
fn is_counter(line: &Line<'_>) -> bool {
    let is_counted = |token: &str| stems!(COUNTED).iter().any(|counted| counted.is(token));
    let is_number = |token: &str| token.starts_with(char::is_numeric) && token.chars().count() <= 7;
    let mut others = line.tokens().filter(|token| !is_number(token)).peekable();
    let has_number = line.tokens().any(is_number);
    let mut others_too = others.clone();
    has_number
        && line.words <= 5
        && others.peek().is_some()
        && !line.text.ends_with('.')
        && others_too.any(is_counted)
        && others.all(|token| is_counted(token) || made_of_website_words([token].into_iter()) != Made::No)
}

/// Numbers with names of months and days, and clock times.
fn is_date(line: &Line<'_>) -> bool {
    let mut numbers = 0;
    let mut names = 0;
    let mut has_year = false;
    for token in line.tokens() {
        let digits = token.chars().take_while(char::is_ascii_digit).count();
        if digits > 0 {
            numbers += 1;
            let rest = token.get(digits..).unwrap_or_default();
            if !matches!(rest, "" | "st" | "nd" | "rd" | "th" | "am" | "pm" | "h" | "t" | "er") && digits != 2 {
                return false;
            }
            has_year |= digits == 4 && (token.starts_with("19") || token.starts_with("20") || token.starts_with("21"));
        } else if is_of_a_date(token) {
            names += 1;
        } else {
            return false;
        }
    }
    has_year && numbers >= 2 && (names > 0 || numbers >= 3) && !line.ends_sentence()
}

/// Short steps with signs between them.
fn is_breadcrumb(line: &Line<'_>) -> bool {
    let signs = ['>', '›', '»', '|', '•', '·', '→', '/'];
    let steps: Vec<&str> = line.folded.split(signs).map(str::trim).collect();
    let is_step = |step: &&str| (1..=3).contains(&tokens(step).count());
    steps.len() >= 3 && steps.iter().filter(|step| !step.is_empty()).all(is_step) && !line.ends_sentence()
}
