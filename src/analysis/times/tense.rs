//! Whether a sentence speaks of what was or of what will be, where an expression of time stands in it.
//!
//! English verbs alone. It takes the nearest verb that tells; it parses nothing.

use super::tokens::Tokens;

/// What the verb nearby says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Tense {
    Past,
    Future,
    /// "was due on Friday": seen from then.
    FutureInThePast,
    /// No verb tells.
    Unclear,
    /// The sentence is in a language whose verbs are not read.
    Unread,
}

/// How many words before and behind an expression are read.
const WINDOW: usize = 24;

const FUTURE: &[&str] = &[
    "will",
    "shall",
    "would",
    "won't",
    "upcoming",
    "forthcoming",
    "must",
    "could",
    "should",
    "gonna",
    "'ll",
    "\u{2019}ll",
];

/// Words that tell of the future beside "is" or "are", and of the future seen from then beside "was".
const PLANNED: &[&str] = &[
    "set",
    "due",
    "expected",
    "planned",
    "scheduled",
    "slated",
    "supposed",
    "bound",
    "poised",
    "likely",
    "ready",
    "plans",
    "plan",
    "planning",
    "hopes",
    "hope",
    "hoping",
    "intends",
    "aims",
    "expects",
    "expect",
    "vows",
    "vowed",
    "pledged",
    "wants",
    "about",
    "going",
    "preparing",
    "prepares",
];

const MODALS: &[&str] =
    &["will", "shall", "would", "may", "might", "must", "could", "can", "should", "to", "'ll", "\u{2019}ll", "cannot"];

const IRREGULAR: &[&str] = &[
    "was",
    "were",
    "had",
    "did",
    "has",
    "have",
    "been",
    "went",
    "met",
    "held",
    "said",
    "told",
    "began",
    "left",
    "fell",
    "rose",
    "sank",
    "came",
    "took",
    "gave",
    "made",
    "got",
    "saw",
    "won",
    "lost",
    "led",
    "fled",
    "struck",
    "shot",
    "spoke",
    "wrote",
    "drove",
    "ran",
    "built",
    "bought",
    "brought",
    "sent",
    "spent",
    "broke",
    "chose",
    "grew",
    "knew",
    "flew",
    "drew",
    "threw",
    "sat",
    "stood",
    "understood",
    "found",
    "fought",
    "caught",
    "taught",
    "thought",
    "kept",
    "felt",
    "dealt",
    "meant",
    "heard",
    "hit",
    "quit",
    "withdrew",
    "paid",
    "laid",
    "sold",
    "swore",
    "stole",
    "froze",
    "woke",
    "became",
    "overthrew",
    "sought",
    "hung",
    "fed",
    "dug",
    "slid",
    "swept",
    "wore",
    "tore",
    "hid",
    "sang",
    "swam",
    "drank",
    "shook",
    "forgot",
    "forbade",
    "undertook",
    "underwent",
    "arose",
    "born",
    "wed",
    "bore",
    "shut",
    "withdrawn",
    "seen",
    "taken",
    "given",
    "known",
    "broken",
    "written",
    "driven",
    "stolen",
];

/// Words that end like a verb of the past and are none.
const NO_VERBS: &[&str] = &[
    "need",
    "indeed",
    "hundred",
    "united",
    "exceed",
    "proceed",
    "succeed",
    "speed",
    "breed",
    "feed",
    "seed",
    "freed",
    "embed",
    "naked",
    "sacred",
    "wicked",
    "crooked",
    "alleged",
    "armed",
    "mixed",
    "unnamed",
    "detailed",
    "limited",
    "so-called",
    "related",
    "advanced",
    "retired",
    "indebted",
    "red",
    "bed",
    "creed",
    "greed",
    "steed",
    "weed",
    "deed",
];

/// Words that begin another clause.
const CLAUSES: &[&str] = &[
    "that", "which", "who", "whom", "whose", "when", "where", "while", "because", "but", "although", "though", "if",
    "as", "after", "before",
];

/// What the verb nearest to the words `from..to` tells.
pub(super) fn tense(words: &Tokens<'_>, from: usize, to: usize) -> Tense {
    let opens = from.saturating_sub(1) == 0;
    let mut best: Option<(usize, Tense)> = None;
    let mut offer = |distance: usize, tense: Option<Tense>| {
        if let Some(tense) = tense
            && best.is_none_or(|(least, _)| distance < least)
        {
            best = Some((distance, tense));
        }
    };
    let mut distance = 0;
    for at in (from.saturating_sub(WINDOW)..from).rev() {
        distance += 1 + clause_cost(words, at, at);
        offer(distance, cue(words, at));
    }
    let mut distance = if opens { 0 } else { 2 };
    for at in to..(to + WINDOW).min(words.len()) {
        let is_lead = at == to && opens;
        distance += 1 + if is_lead { 0 } else { clause_cost(words, at - 1, at) };
        offer(distance, cue(words, at));
    }
    best.map_or(Tense::Unclear, |(_, tense)| tense)
}

/// What it costs to step over the gap behind the word `gap` and the word `at`.
fn clause_cost(words: &Tokens<'_>, gap: usize, at: usize) -> usize {
    let mark = words.gap(gap).contains([',', ';', ':', '\u{2014}', '\u{2013}', '(', ')', '"', '\u{201c}', '\u{201d}']);
    let clause = CLAUSES.contains(&words.word(at));
    4 * usize::from(mark) + 3 * usize::from(clause)
}

/// What the word at `at` tells by itself and with the three before it.
fn cue(words: &Tokens<'_>, at: usize) -> Option<Tense> {
    let word = words.word(at);
    if words.is_capital(at) && at > 0 {
        return None;
    }
    if FUTURE.contains(&word) || (word == "may" && at > 0) || (word == "to" && matches!(words.before(at), "is" | "are"))
    {
        return Some(Tense::Future);
    }
    let before =
        |wanted: &[&str]| (1..=3).filter_map(|back| at.checked_sub(back)).any(|at| wanted.contains(&words.word(at)));
    if PLANNED.contains(&word) {
        let seen_from_then =
            before(&["was", "were", "had", "been"]) || (word.ends_with("ed") && !before(&["is", "are", "be"]));
        let is_plain = !matches!(word, "set" | "about" | "going" | "ready" | "bound" | "likely" | "due")
            || before(&["is", "are", "was", "were", "be", "it"]);
        return is_plain.then_some(if seen_from_then { Tense::FutureInThePast } else { Tense::Future });
    }
    let is_past = IRREGULAR.contains(&word) || (word.len() > 3 && word.ends_with("ed") && !NO_VERBS.contains(&word));
    if !is_past {
        return None;
    }
    if before(MODALS) && !matches!(word, "was" | "were" | "had" | "did" | "said") {
        return Some(Tense::Future);
    }
    // "is held", "are used" tell of neither.
    let nearby = |back: usize| at.checked_sub(back).map_or("", |at| words.word(at));
    let is_passive = (1..=2).any(|back| matches!(nearby(back), "is" | "are" | "being" | "'re"));
    (!is_passive).then_some(Tense::Past)
}
