//! Abbreviations: words whose full stop is their own, in English and in some other languages of news.
//!
//! It knows words, not places: what stands around a full stop is read by [`super::boundary`].

/// Titles and the like, written with a capital letter: a name follows, so their full stop never ends a sentence.
const TITLES: &[&str] = &[
    "mr", "mrs", "ms", "messrs", "mx", "dr", "drs", "prof", "profs", "gen", "gens", "col", "maj", "capt", "cmdr", "lt",
    "sgt", "cpl", "pvt", "spc", "brig", "adm", "sen", "sens", "rep", "reps", "gov", "govs", "pres", "amb", "rev",
    "hon", "supt", "insp", "det", "atty", "msgr", "fr", "br", "st", "ste", "mt", "ft", "sec", "lic", "ing", "gral",
    "sra", "srta", "dra", "dipl", "hr", "mme", "mlle", "mm", "sig", "dott", "avv", "doç", "sn", "проф", "акад", "ген",
];

/// Words that never end a sentence: what they introduce follows.
const OPEN: &[&str] = &[
    "vs",
    "cf",
    "viz",
    "approx",
    "ca",
    "bzw",
    "vgl",
    "evtl",
    "inkl",
    "sog",
    "zzgl",
    "gest",
    "geb",
    "mutm",
    "env",
    "ул",
    "им",
    "просп",
    "пл",
    "обл",
    "см",
    "напр",
];

/// Dotted ones of that kind, their last full stop left out.
const OPEN_DOTTED: &[&str] = &["e.g", "i.e", "a.k.a", "z.b", "d.h", "u.a", "o.ä", "p.ex", "v.a", "т.е", "т.н"];

/// Words that end in a full stop and end a sentence only before a word that opens one.
const ABBREVIATIONS: &[&str] =
    &["ave", "blvd", "rd", "jr", "sr", "inc", "ltd", "co", "corp", "bros", "dept", "est", "assn", "univ", "plc", "cie"];

/// Of those, states as American papers shorten them. Some are words when written small.
const STATES: &[&str] = &[
    "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mass",
    "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis",
    "Wyo", "Ont", "Que",
];

/// Words that go on in a number or in small letters; a capital letter behind them begins a sentence.
const CLOSING: &[&str] = &[
    "etc", "usw", "jan", "feb", "mar", "apr", "jun", "jul", "aug", "sep", "sept", "oct", "nov", "dec", "mio", "mrd",
    "млн", "млрд", "тыс", "руб", "гг", "др", "т.д", "т.п", "н.э", "vb", "a.m", "p.m",
];

/// Words that are abbreviations before a number and plain words elsewhere.
const NUMBERED: &[&str] = &[
    "no", "nos", "nr", "fig", "figs", "vol", "ed", "art", "arts", "p", "pp", "min", "ch", "chap", "abs", "pág", "núm",
    "стр", "рис", "ст", "д", "кв",
];

/// Words that open a sentence often enough to end one after an abbreviation such as "U.S.".
const OPENERS: &[&str] = &[
    "the",
    "a",
    "an",
    "in",
    "on",
    "at",
    "it",
    "its",
    "he",
    "his",
    "she",
    "her",
    "they",
    "their",
    "we",
    "you",
    "but",
    "and",
    "this",
    "that",
    "these",
    "those",
    "there",
    "then",
    "after",
    "before",
    "while",
    "when",
    "as",
    "if",
    "for",
    "from",
    "by",
    "with",
    "since",
    "until",
    "during",
    "under",
    "according",
    "although",
    "though",
    "because",
    "however",
    "meanwhile",
    "earlier",
    "later",
    "last",
    "more",
    "most",
    "many",
    "some",
    "several",
    "no",
    "not",
    "what",
    "who",
    "why",
    "how",
    "to",
];

/// Behind "5 p.m.", words that belong to the time of day.
const OF_THE_DAY: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thurs",
    "fri",
    "sat",
    "sun",
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
    "eastern",
    "pacific",
    "central",
    "mountain",
    "et",
    "est",
    "edt",
    "pt",
    "pst",
    "pdt",
    "ct",
    "cst",
    "cdt",
    "gmt",
    "utc",
    "bst",
    "cet",
    "cest",
    "ist",
];

/// What the full stop behind a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Stop {
    /// The word is no abbreviation: it ends the sentence.
    Full,
    /// It never ends one.
    Open,
    /// It ends one before a word that opens one.
    BeforeOpener,
    /// As [`Stop::BeforeOpener`], of an initial: the next word is likely a name.
    Initial,
    /// It ends one before any capital letter.
    BeforeCapital,
    /// It ends one unless a number follows.
    BeforeWord,
}

/// What the full stop behind `word`, which is given without it, does.
pub(super) fn stop_of(word: &str) -> Stop {
    let small = word.to_lowercase();
    let small = small.as_str();
    let is_capital = word.starts_with(char::is_uppercase);
    if (is_capital && TITLES.contains(&small)) || OPEN.contains(&small) || OPEN_DOTTED.contains(&small) {
        return Stop::Open;
    }
    if CLOSING.contains(&small) {
        return Stop::BeforeCapital;
    }
    if NUMBERED.contains(&small) && !is_initial(word) {
        return Stop::BeforeWord;
    }
    if is_initial(word) {
        return Stop::Initial;
    }
    let is_short = ABBREVIATIONS.contains(&small) || STATES.contains(&word);
    if is_short || is_dotted(word) { Stop::BeforeOpener } else { Stop::Full }
}

/// Whether `word` opens sentences.
pub(super) fn is_opener(word: &str) -> bool {
    OPENERS.contains(&word.to_lowercase().as_str())
}

/// Whether `word` behind a time of day belongs to it.
pub(super) fn is_of_the_day(word: &str) -> bool {
    OF_THE_DAY.contains(&word.to_lowercase().as_str())
}

/// Whether `word` is one capital letter.
pub(super) fn is_initial(word: &str) -> bool {
    let mut chars = word.chars();
    chars.next().is_some_and(char::is_uppercase) && chars.next().is_none()
}

/// Whether `word` is an abbreviation such as `U.S` or `p.m`, its last full stop left out.
pub(in crate::text) fn is_dotted(word: &str) -> bool {
    let is_piece = |piece: &str| (1..=2).contains(&piece.chars().count()) && piece.chars().all(char::is_alphabetic);
    word.contains('.') && word.split('.').all(is_piece)
}

/// The last word of `part` without the full stop behind it; `None` where none ends it.
pub(super) fn word_before_stop(part: &str) -> Option<&str> {
    let stem = part.trim_end().strip_suffix('.')?;
    stem.rsplit(|char: char| !(char.is_alphanumeric() || char == '.')).next()
}

/// Whether a full stop at the end of `part` belongs to an abbreviation or an initial.
pub(in crate::text) fn ends_in_abbreviation(part: &str) -> bool {
    word_before_stop(part).is_some_and(|word| !matches!(stop_of(word), Stop::Full | Stop::BeforeWord))
}
