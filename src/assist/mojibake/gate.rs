//! Whether sequences that stand side by side are a misreading or what somebody wrote.
//!
//! Real text puts the same characters together now and then: "HYVÄ…", "МОЖНО—", "groß“", "café »", "รถ". What tells them
//! apart are the characters around, capitals in the middle of words, and bytes that real letters do not follow.

use super::script::{CYRILLIC, Sort, THAI, sort};
use super::tables::{Alphabet, Misreading};
use super::units::Unit;

/// What a run of sequences is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// No text has it.
    Sure,
    /// A text has it hardly ever: it counts where nearly all such letters of the text belong to sequences.
    Likely,
    /// It means controls: it counts where what it means is a misreading again.
    Deeper,
    /// It may be what somebody wrote.
    Real,
}

/// A run in its surroundings.
pub(super) struct Run<'a> {
    pub(super) misreading: Misreading,
    pub(super) units: &'a [Unit],
    /// The character before it.
    pub(super) before: Option<char>,
    /// The character behind it.
    pub(super) behind: Option<char>,
}

impl Run<'_> {
    pub(super) fn verdict(&self) -> Verdict {
        // A word that goes on in the encoding's own letters is a word of its language.
        let own = |char: &char| char.is_alphabetic() && self.misreading.byte(*char).is_some();
        if self.before.iter().chain(&self.behind).any(own) {
            return Verdict::Real;
        }
        let sorts: Vec<Sort> = self.units.iter().map(|unit| sort(unit.means)).collect();
        if self.units.iter().any(|unit| ('\u{80}'..='\u{9f}').contains(&unit.means)) {
            return Verdict::Deeper;
        }
        if sorts.contains(&Sort::Unlikely) {
            return Verdict::Real;
        }
        let mut scripts =
            sorts.iter().filter_map(|sort| if let Sort::Other(script) = sort { Some(*script) } else { None });
        match scripts.next() {
            Some(script) if scripts.all(|other| other == script) => self.of_script(script),
            Some(_) => Verdict::Real,
            None => self.western(),
        }
    }

    /// Letters of `script` alone, and marks.
    fn of_script(&self, script: u8) -> Verdict {
        let is_in_word = |char: Option<char>| char.is_some_and(|char| char.is_ascii_alphabetic());
        if is_in_word(self.before) || is_in_word(self.behind) {
            return Verdict::Real;
        }
        let odd = self.units.iter().filter(|unit| unit.has_low && !unit.is_typeset).count();
        let len = self.units.len();
        let needed = match (self.misreading.alphabet(), script) {
            (Alphabet::Cyrillic, CYRILLIC) => (3, 1 + len / 6),
            (Alphabet::Thai, THAI) => (6, len / 3),
            (_, 21 | 22) => (3, 2),
            _ => (2, 1),
        };
        if len >= needed.0 && odd >= needed.1 { Verdict::Sure } else { Verdict::Likely }
    }

    /// Latin letters, marks, signs and pictures.
    fn western(&self) -> Verdict {
        let is_latin = self.misreading.alphabet() == Alphabet::Latin;
        let mut before = self.before;
        for (index, unit) in self.units.iter().enumerate() {
            let behind = self.units.get(index + 1).map(|next| next.lead).or(self.behind);
            let is_beside_ascii = [before, behind].iter().flatten().any(char::is_ascii_alphabetic);
            let is_sure = match sort(unit.means) {
                Sort::Mark | Sort::Emoji => unit.has_low && !unit.is_typeset,
                Sort::Latin => (is_latin || is_beside_ascii || self.units.len() > 1) && is_odd(unit, before, behind),
                _ => is_latin && is_out_of_case(unit, before) && !unit.is_typeset,
            };
            if is_sure {
                return Verdict::Sure;
            }
            before = Some(unit.means);
        }
        Verdict::Likely
    }
}

/// Whether nobody writes a letter as `unit` shows it between these two characters.
fn is_odd(unit: &Unit, before: Option<char>, behind: Option<char>) -> bool {
    let is_upper = |char: Option<char>| char.is_some_and(char::is_uppercase);
    let is_lower = |char: Option<char>| char.is_some_and(char::is_lowercase);
    if unit.has_low && !unit.is_typeset {
        // Two capitals among capitals may be a word that is shouted.
        return !(is_upper(before) || is_upper(behind)) || !unit.lead.is_uppercase() || is_lower(before);
    }
    if unit.is_typeset {
        let goes_on = behind.is_some_and(char::is_alphabetic);
        return unit.has_low && (is_out_of_case(unit, before) || (goes_on && !is_upper(before)));
    }
    is_out_of_case(unit, before)
}

/// Whether a capital letter stands behind a small one.
fn is_out_of_case(unit: &Unit, before: Option<char>) -> bool {
    unit.lead.is_uppercase() && before.is_some_and(|char| char.is_ascii_lowercase())
}
