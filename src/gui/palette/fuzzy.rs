//! How well a name fits what is typed. Every word that is typed has to be found: at the start of a word of the name, anywhere
//! in it, or as letters in their order, each of these less well than the one before.

use crate::text::folded;

/// A word of the name begins with what is typed.
const BEGINS: i32 = 100;
/// It is all of that word.
const WHOLE: i32 = 25;
/// It stands inside a word.
const INSIDE: i32 = 60;
/// Its letters follow one another in the name; each that begins a word or follows the one before it counts.
const LETTERS: i32 = 10;
const LETTER: i32 = 3;
/// The name begins with all that is typed.
const FIRST: i32 = 40;

/// How well `name` fits `typed`, more is better; none where some of it is not there. Case and diacritics make no difference.
pub(super) fn fit(name: &str, typed: &str) -> Option<i32> {
    let (name, typed) = (folded(name), folded(typed));
    let mut sum = if name.starts_with(typed.trim()) { FIRST } else { 0 };
    for word in typed.split_whitespace() {
        sum += of_word(&name, word)?;
    }
    Some(sum)
}

fn of_word(name: &str, typed: &str) -> Option<i32> {
    let words = name.split(|sign: char| !sign.is_alphanumeric()).filter(|word| !word.is_empty());
    let begun = words.zip(0..).filter(|(word, _)| word.starts_with(typed));
    let best = begun.map(|(word, at)| BEGINS - at + if word == typed { WHOLE } else { 0 }).max();
    best.or_else(|| name.contains(typed).then_some(INSIDE)).or_else(|| letters(name, typed))
}

/// Letters of `typed` in their order in `name`: where they can, each beginning a word or following the one before it.
fn letters(name: &str, typed: &str) -> Option<i32> {
    let name: Vec<char> = name.chars().collect();
    let typed: Vec<char> = typed.chars().filter(|sign| sign.is_alphanumeric()).collect();
    // A single letter, or letters strewn over the name, would fit nearly everything.
    if typed.len() < 2 {
        return None;
    }
    let placed = |by_starts| place(&name, &typed, by_starts).filter(|good| good * 2 > typed.len());
    let good = placed(true).max(placed(false))?;
    Some(LETTERS + LETTER * i32::try_from(good).unwrap_or(i32::MAX / LETTER - LETTERS))
}

/// How many of the letters begin a word or follow the one before; none where not all of them are there.
fn place(name: &[char], typed: &[char], by_starts: bool) -> Option<usize> {
    let begins = |at: usize| at == 0 || name.get(at - 1).is_some_and(|before| !before.is_alphanumeric());
    let (mut next, mut good) = (0, 0);
    for letter in typed {
        let is_it = |at: &usize| name.get(*at) == Some(letter);
        let follows = Some(next).filter(|at| *at > 0 && is_it(at));
        let start = || (next..name.len()).find(|at| is_it(at) && begins(*at)).filter(|_| by_starts);
        let at = follows.or_else(start).or_else(|| (next..name.len()).find(is_it))?;
        good += usize::from(follows.is_some() || begins(at));
        next = at + 1;
    }
    Some(good)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gui::actions::ACTIONS;

    fn best(typed: &str) -> &'static str {
        let fits = ACTIONS.iter().filter_map(|info| Some((fit(info.name, typed)?, info.name)));
        fits.rev().max_by_key(|(fit, _)| *fit).map_or("", |(_, name)| name)
    }

    #[test]
    fn a_few_letters_are_enough() {
        for (typed, expected) in [
            ("export", "Export…"),
            ("dark", "Dark theme"),
            ("theme dark", "Dark theme"),
            ("opsess", "Open session…"),
            ("teo", "Tag every occurrence…"),
            ("UNDO", "Undo"),
            ("schéma", "Schema: labels, attributes, relation types…"),
            ("nxt ment", "Next mention"),
            ("guide", "Guide"),
        ] {
            assert_eq!(best(typed), expected, "{typed}");
        }
    }

    #[test]
    fn what_is_not_there_fits_nothing() {
        for typed in ["zzz", "export zzz", "tdx", "q"] {
            let found: Vec<&str> =
                ACTIONS.iter().filter(|info| fit(info.name, typed).is_some()).map(|info| info.name).collect();
            assert!(typed == "q" || found.is_empty(), "{typed}: {found:?}");
            assert!(found.iter().all(|name| name.to_lowercase().contains('q')), "{typed}: {found:?}");
        }
        assert!(fit("Anything", "").is_some());
    }
}
