//! Days of the week and months as German, French, Spanish, Russian and Turkish sentences have them: "am vergangenen Freitag",
//! "fin mai", "en mayo pasado", "в прошлую пятницу", "Mayıs ayında".
//!
//! It reads what the words say and counts no days. Verbs of these languages it does not know, so that [`is_english`] is asked
//! before a verb is. What comes back every week ("jeden Freitag", "los lunes") names no day and is left alone.

use super::calendar::{Part, Yearly};
use super::date::date;
use super::meaning::{Meaning, Which};
use super::tokens::Tokens;
use super::vocabulary::year;
use crate::text::{NameForm, Tongue, month_abroad, month_named, weekday_abroad, weekday_named};

const TONGUES: [Tongue; 5] = [Tongue::German, Tongue::French, Tongue::Spanish, Tongue::Russian, Tongue::Turkish];

/// The expression at `at` in one of the other languages, and how many words it takes.
pub(super) fn abroad(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    TONGUES.into_iter().find_map(|tongue| weekday(words, at, tongue).or_else(|| month(words, at, tongue)))
}

/// "vergangenen Freitag", "vendredi prochain", "el viernes", "пятницу", "Cuma".
fn weekday(words: &Tokens<'_>, at: usize, tongue: Tongue) -> Option<(Meaning, usize)> {
    let article = usize::from(tongue == Tongue::Spanish && words.word(at) == "el" && words.goes_on(at));
    let mut next = at + article;
    let ahead = which_before(words.word(next), tongue).filter(|_| words.goes_on(next));
    next += usize::from(ahead.is_some());
    let day = weekday_named(words.word(next), tongue, NameForm::Full)?;
    if is_habit(words.before(at)) {
        return None;
    }
    if let Some((date, taken)) = date_behind(words, next) {
        return Some((date, next + taken - at));
    }
    let behind = which_behind(words.word(next + 1), tongue).filter(|_| words.goes_on(next));
    if let Some(which) = ahead.or(behind) {
        let taken = next + 1 + usize::from(ahead.is_none()) - at;
        return Some((Meaning::NamedWeekday(which, day), taken));
    }
    let before = words.before(next);
    let is_day = match tongue {
        Tongue::German => words.is_capital(next) && matches!(before, "am" | "vom" | "zum" | "bis" | "seit" | "ab"),
        Tongue::French => {
            !words.is_capital(next) && !matches!(before, "le" | "du" | "un" | "au" | "les" | "des" | "de" | "d'")
        }
        Tongue::Spanish => article == 1 || before == "del",
        Tongue::Russian => matches!(before, "в" | "во"),
        Tongue::Turkish => {
            words.is_capital(next)
                && words.goes_on(next)
                && matches!(words.word(next + 1), "günü" | "gecesi" | "akşamı" | "sabahı")
        }
        Tongue::English => false,
    };
    is_day.then_some((Meaning::Weekday(day), next + 1 - at))
}

/// The date behind a day of the week, which says more: "Freitag, den 24. April", "vendredi 24 avril".
fn date_behind(words: &Tokens<'_>, at: usize) -> Option<(Meaning, usize)> {
    let skips = usize::from(matches!(words.word(at + 1), "den" | "dem" | "le") && words.goes_on(at + 1));
    let (date, taken) = date(words, at + 1 + skips).filter(|_| words.goes_on_in_date(at))?;
    let is_day = match &date {
        Meaning::Yearly(yearly) => matches!(yearly, Yearly::Days(..)),
        Meaning::Fixed(days) => days.precision == crate::model::Precision::Day,
        _ => false,
    };
    is_day.then_some((date, 1 + skips + taken))
}

/// "Anfang Mai", "mai dernier", "en mayo", "в начале мая", "Mayıs’ta".
fn month(words: &Tokens<'_>, at: usize, tongue: Tongue) -> Option<(Meaning, usize)> {
    if let Some((part, own)) = part_before(words, at, tongue) {
        let number = name_of_month(words, at + own, tongue)?;
        return Some(of_month(words, at, own, Yearly::PartOfMonth(part, number)));
    }
    let ahead = which_before(words.word(at), tongue).filter(|_| words.goes_on(at));
    let name = at + usize::from(ahead.is_some());
    let number = name_of_month(words, name, tongue)?;
    if let Some((part, more)) = part_behind(words, name, tongue) {
        return Some((Meaning::Yearly(Yearly::PartOfMonth(part, number)), name + 1 + more - at));
    }
    let behind = which_behind(words.word(name + 1), tongue).filter(|_| words.goes_on(name));
    if let Some(which) = ahead.or(behind) {
        let taken = name + 1 + usize::from(ahead.is_none()) - at;
        return Some((Meaning::Named(which, Yearly::Month(number)), taken));
    }
    // With a year behind it, it is a date as others are.
    let fixed = date(words, at).filter(|(meaning, _)| matches!(meaning, Meaning::Fixed(_)));
    fixed.or_else(|| stands_for_month(words, at, tongue).then_some((Meaning::Yearly(Yearly::Month(number)), 1)))
}

/// What a part of a month is with the year behind it, where there is one. `own` words stand before the month at `at`.
fn of_month(words: &Tokens<'_>, at: usize, own: usize, yearly: Yearly) -> (Meaning, usize) {
    let behind = at + own + 1;
    let skips = usize::from(matches!(words.word(behind), "de" | "del") && words.goes_on(behind));
    let year = year(words.word(behind + skips)).filter(|_| words.goes_on(behind - 1));
    let days = year.and_then(|year| yearly.in_year(year));
    days.map_or((Meaning::Yearly(yearly), own + 1), |days| (Meaning::Fixed(days), own + 2 + skips))
}

/// The number of the month whose name is the word at `at`. German and Turkish months have capital letters.
fn name_of_month(words: &Tokens<'_>, at: usize, tongue: Tongue) -> Option<i8> {
    let has_capital = matches!(tongue, Tongue::German | Tongue::Turkish);
    let word = words.word(at);
    let base = if tongue == Tongue::Turkish { stem(word).0 } else { word };
    month_named(base, tongue, NameForm::Full).filter(|_| !has_capital || words.is_capital(at))
}

/// A Turkish name without its ending, and the ending: "mayıs’ta".
fn stem(word: &str) -> (&str, &str) {
    word.split_once(['\'', '\u{2019}']).unwrap_or((word, ""))
}

/// Whether the words before and behind say that the name at `at` is a month by itself.
fn stands_for_month(words: &Tokens<'_>, at: usize, tongue: Tongue) -> bool {
    let before = words.before(at);
    let of_month = |month: &str| before == "de" && at.checked_sub(2).is_some_and(|at| words.word(at) == month);
    match tongue {
        Tongue::German => matches!(before, "im" | "seit" | "bis" | "ab"),
        Tongue::French => {
            matches!(before, "en" | "depuis" | "dès" | "jusqu'en" | "jusqu\u{2019}en") || of_month("mois")
        }
        Tongue::Spanish => matches!(before, "en" | "desde" | "hasta") || of_month("mes"),
        Tongue::Russian => matches!(before, "в" | "с" | "до"),
        Tongue::Turkish => {
            let is_in = matches!(stem(words.word(at)).1, "ta" | "te" | "da" | "de");
            is_in || (words.goes_on(at) && words.word(at + 1) == "ayında")
        }
        Tongue::English => false,
    }
}

/// A part named before its month, and how many words that takes.
fn part_before(words: &Tokens<'_>, at: usize, tongue: Tongue) -> Option<(Part, usize)> {
    let word = words.word(at);
    let (part, own) = match tongue {
        Tongue::German => match word {
            "anfang" => (Part::Start, 1),
            "mitte" => (Part::Mid, 1),
            "ende" => (Part::End, 1),
            _ => return None,
        },
        Tongue::French => match word {
            "début" => (Part::Start, 1),
            "mi" => (Part::Mid, 1),
            "fin" => (Part::End, 1),
            _ => return None,
        },
        Tongue::Spanish if words.word(at + 1) == "de" => match word {
            "principios" | "comienzos" | "inicios" => (Part::Start, 2),
            "mediados" => (Part::Mid, 2),
            "finales" | "fines" => (Part::End, 2),
            _ => return None,
        },
        Tongue::Russian => match word {
            "начале" => (Part::Start, 1),
            "середине" => (Part::Mid, 1),
            "конце" => (Part::End, 1),
            _ => return None,
        },
        Tongue::Spanish | Tongue::Turkish | Tongue::English => return None,
    };
    (0..own).all(|nth| words.goes_on(at + nth)).then_some((part, own))
}

/// A part named behind its month: "Mayıs sonunda".
fn part_behind(words: &Tokens<'_>, at: usize, tongue: Tongue) -> Option<(Part, usize)> {
    if tongue != Tongue::Turkish || !words.goes_on(at) {
        return None;
    }
    match words.word(at + 1) {
        "başında" | "başlarında" => Some((Part::Start, 1)),
        "ortasında" | "ortalarında" => Some((Part::Mid, 1)),
        "sonunda" | "sonlarında" => Some((Part::End, 1)),
        _ => None,
    }
}

/// Which one a word before a name says.
fn which_before(word: &str, tongue: Tongue) -> Option<Which> {
    let is = |stem: &str, endings: &[&str]| word.strip_prefix(stem).is_some_and(|ending| endings.contains(&ending));
    match tongue {
        Tongue::German => {
            let any = |stems: &[&str]| stems.iter().any(|stem| is(stem, &["e", "en", "er", "es", "em"]));
            if any(&["letzt", "vergangen", "vorig"]) {
                return Some(Which::Last);
            }
            let next = any(&["nächst", "kommend"]).then_some(Which::Next);
            next.or_else(|| any(&["dies"]).then_some(Which::This))
        }
        Tongue::French => (word == "ce").then_some(Which::This),
        Tongue::Spanish => match word {
            "pasado" => Some(Which::Last),
            "próximo" => Some(Which::Next),
            "este" => Some(Which::This),
            _ => None,
        },
        Tongue::Russian => {
            let any = |stems: &[&str]| {
                let endings = ["ый", "ий", "ую", "юю", "ое", "ее", "ом", "ем"];
                stems.iter().any(|stem| is(stem, &endings))
            };
            if any(&["прошл", "минувш"]) {
                return Some(Which::Last);
            }
            let next = any(&["следующ", "будущ", "ближайш"]).then_some(Which::Next);
            next.or_else(|| matches!(word, "эту" | "этот" | "это" | "этом").then_some(Which::This))
        }
        Tongue::Turkish => match word {
            "geçen" | "geçtiğimiz" => Some(Which::Last),
            "gelecek" | "önümüzdeki" => Some(Which::Next),
            "bu" => Some(Which::This),
            _ => None,
        },
        Tongue::English => None,
    }
}

/// Which one a word behind a name says.
fn which_behind(word: &str, tongue: Tongue) -> Option<Which> {
    match (tongue, word) {
        (Tongue::French, "dernier" | "passé") | (Tongue::Spanish, "pasado") => Some(Which::Last),
        (Tongue::French, "prochain") | (Tongue::Spanish, "próximo") => Some(Which::Next),
        _ => None,
    }
}

/// Words that say that a day comes back.
fn is_habit(word: &str) -> bool {
    matches!(word, "jeden" | "jeder" | "jedem" | "chaque" | "cada" | "los" | "каждый" | "каждую" | "каждое" | "her")
}

/// Short words of English sentences, none of them a word of one of the other languages.
const ENGLISH: &[&str] = &[
    "the", "of", "and", "to", "for", "that", "is", "by", "with", "from", "has", "have", "at", "his", "said", "it",
    "were", "its", "their", "he", "she", "they", "which", "who", "as", "but", "not", "are", "been", "be",
];

/// Short words of sentences in the other languages, none of them English.
const ABROAD: &[&str] = &[
    "der", "das", "und", "im", "ist", "nicht", "ein", "eine", "einen", "einer", "mit", "auf", "für", "von", "vom",
    "dem", "sich", "wird", "wurde", "wurden", "werden", "hat", "er", "sie", "zu", "zum", "zur", "bei", "nach", "seit",
    "bis", "soll", "le", "la", "les", "et", "du", "une", "en", "dans", "pour", "au", "aux", "que", "qui", "il", "elle",
    "depuis", "sont", "sera", "el", "los", "las", "del", "y", "una", "por", "para", "se", "fue", "desde", "hasta",
    "ve", "bir", "bu", "ile", "için", "günü", "ayında",
];

/// Whether the words `from..to` and their sentence are English, so that its verbs can be read.
pub(super) fn is_english(words: &Tokens<'_>, from: usize, to: usize) -> bool {
    let is_foreign_name = |word: &str| {
        let month = month_abroad(stem(word).0, NameForm::Full).is_some();
        let english = month_named(word, Tongue::English, NameForm::AlsoShort).is_some();
        (month && !english) || weekday_abroad(word).is_some()
    };
    if (from..to).any(|at| is_foreign_name(words.word(at))) {
        return false;
    }
    let count = |fits: &dyn Fn(&str) -> bool| (0..words.len()).filter(|at| fits(words.word(*at))).count();
    let of_others =
        |word: &str| ABROAD.contains(&word) || word.starts_with(|char: char| matches!(char, '\u{400}'..='\u{4ff}'));
    count(&of_others) <= count(&|word| ENGLISH.contains(&word))
}
