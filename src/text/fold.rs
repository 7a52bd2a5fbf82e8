//! Texts without case and diacritics, made piece by piece, with a way back to the bytes of the text itself.
//!
//! It does not know what is looked for.

use super::bases::{BASES, MARKS};
use std::sync::OnceLock;

/// Bytes of text folded at a time: few enough to stay in the processor's cache.
const PIECE: usize = 1 << 16;
/// Code points below this are folded by a table; nearly all that fold at all are there.
const TABLE: u32 = 0x3000;
/// Plain letters in a row from which on it pays to look for more of them: one alone is a space between words.
const FEW: usize = 2;
/// Plain letters that are taken over at once where there are many.
const PLAIN: usize = 32;
/// Stands in the table for a mark that falls away.
const NOTHING: u32 = u32::MAX;

/// What falls away in comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Folding {
    /// The difference of upper and lower case.
    Case,
    /// Diacritics.
    Marks,
    /// Both.
    CaseAndMarks,
}

impl Folding {
    fn has_case(self) -> bool {
        self != Self::Marks
    }

    fn has_marks(self) -> bool {
        self != Self::Case
    }

    /// The folded form of every code point below [`TABLE`].
    fn table(self) -> &'static [u32] {
        static TABLES: [OnceLock<Vec<u32>>; 3] = [const { OnceLock::new() }; 3];
        let slot = TABLES.get(self as usize);
        slot.map_or(&[], |slot| slot.get_or_init(|| self.made_table()))
    }

    fn made_table(self) -> Vec<u32> {
        let mut table: Vec<u32> = (0..TABLE).map(|code| self.computed(code)).collect();
        for (base, built) in BASES.iter().filter(|_| self.has_marks()) {
            for char in built.chars() {
                if let Some(slot) = table.get_mut(u32::from(char) as usize) {
                    *slot = self.computed(u32::from(*base));
                }
            }
        }
        table
    }

    /// The folded form of a code point that is built on no other.
    fn computed(self, code: u32) -> u32 {
        if self.has_marks() && MARKS.iter().any(|range| range.contains(&code)) {
            return NOTHING;
        }
        char::from_u32(code).filter(|_| self.has_case()).map_or(code, |char| u32::from(lower(char)))
    }

    /// The folded form of `char`; `None` where it falls away.
    pub(super) fn char(self, char: char) -> Option<char> {
        self.char_by(self.table(), char)
    }

    /// [`Self::char`] by this folding's own table, for loops that would look for it again and again.
    fn char_by(self, table: &[u32], char: char) -> Option<char> {
        let code = u32::from(char);
        let folded = match code {
            0..TABLE => table.get(code as usize).copied().unwrap_or(code),
            // Ideographs, kana and Hangul have neither case nor marks that fall away.
            0x3000..=0xA63F | 0xAC00..=0xD7A3 => code,
            _ => self.computed(code),
        };
        if folded == NOTHING { None } else { Some(char::from_u32(folded).unwrap_or(char)) }
    }

    /// How long folded forms are.
    pub(super) fn lens(self) -> Lens {
        Lens { folding: self, table: self.table() }
    }

    /// The folded form of a short text.
    pub(super) fn text(self, text: &str) -> String {
        text.chars().filter_map(|char| self.char(char)).collect()
    }
}

/// `text` without case and diacritics, as most searches compare it.
///
/// # Example
/// ```
/// assert_eq!(byline::text::folded("Recep Tayyip Erdoğan"), "recep tayyip erdogan");
/// ```
#[must_use]
pub fn folded(text: &str) -> String {
    Folding::CaseAndMarks.text(text)
}

/// Tells how many bytes the folded form of a character takes.
#[derive(Clone, Copy)]
pub(super) struct Lens {
    folding: Folding,
    table: &'static [u32],
}

impl Lens {
    /// Bytes of the folded form of `char`; 0 where it falls away.
    pub(super) fn of(self, char: char) -> usize {
        if char.is_ascii() { 1 } else { self.folding.char_by(self.table, char).map_or(0, char::len_utf8) }
    }
}

/// The lower case of `char`, one letter for one. Through the upper case, so that the forms of one letter, such as both
/// small sigmas or the dotted and the dotless i, become the same.
fn lower(char: char) -> char {
    let mut upper = char.to_uppercase();
    let upper = if upper.len() == 1 { upper.next().unwrap_or(char) } else { char };
    upper.to_lowercase().next().unwrap_or(upper)
}

/// A folded stretch of a text that moves on through it.
pub(super) struct Window<'t> {
    text: &'t str,
    folding: Folding,
    /// The folded bytes, and the place of the first one in the whole folded text.
    bytes: Vec<u8>,
    base: usize,
    /// How far the text is folded.
    read: usize,
    /// Where folded places stop running in step with the text's: (folded, in the text), in order.
    steps: Vec<(usize, usize)>,
}

impl<'t> Window<'t> {
    /// A window at the start of `text`, still empty.
    pub(super) fn new(text: &'t str, folding: Folding) -> Self {
        // Folded letters are as long as the others, with few exceptions.
        let room = (text.len() + text.len() / 8).min(PIECE * 2);
        Self { text, folding, bytes: Vec::with_capacity(room), base: 0, read: 0, steps: Vec::new() }
    }

    /// How far the text is folded.
    pub(super) fn read(&self) -> usize {
        self.read
    }

    /// Where folded places stop running in step with the text's, as (in the whole folded text, in the text), from the last
    /// one before what is not yet dropped on.
    pub(super) fn steps(&self) -> &[(usize, usize)] {
        &self.steps
    }

    /// What is folded and not yet dropped.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// The place in the text of the folded byte `at` places into [`Self::bytes`]. Marks that fell away right before it lie
    /// before it.
    pub(super) fn origin(&self, at: usize) -> usize {
        let folded = self.base + at;
        let next = self.steps.partition_point(|(from, _)| *from <= folded);
        let (from, origin) = next.checked_sub(1).and_then(|last| self.steps.get(last)).copied().unwrap_or_default();
        origin + (folded - from)
    }

    /// Drops the first `count` folded bytes.
    pub(super) fn drop_front(&mut self, count: usize) {
        self.bytes.drain(..count.min(self.bytes.len()));
        self.base += count;
        let next = self.steps.partition_point(|(from, _)| *from <= self.base);
        self.steps.drain(..next.saturating_sub(1));
    }

    /// Folds the next piece; `false` where the text has ended.
    pub(super) fn advance(&mut self) -> bool {
        if self.read >= self.text.len() {
            return false;
        }
        self.step();
        let end = self.text.floor_char_boundary(self.read + PIECE);
        self.fold_until(end);
        // Marks behind the last letter belong to it, so that it is never found without them.
        while let Some(char) = self.next_char().filter(|char| self.folding.char(*char).is_none()) {
            self.read += char.len_utf8();
            self.step();
        }
        true
    }

    fn next_char(&self) -> Option<char> {
        self.text.get(self.read..)?.chars().next()
    }

    /// Folds everything before the byte `end`, plain letters in whole words of the machine.
    fn fold_until(&mut self, end: usize) {
        let (text, has_case) = (self.text.as_bytes(), self.folding.has_case());
        while let Some(rest) = text.get(self.read..end).filter(|rest| !rest.is_empty()) {
            if let Some(eight) = rest.first_chunk::<8>() {
                let word = u64::from_le_bytes(*eight);
                let plain = (word & HIGH_BITS).trailing_zeros() as usize / 8;
                if plain > 0 {
                    let folded = if has_case { lower_word(word) } else { word };
                    // Eight bytes at once and some of them taken back is quicker than as many as there are.
                    self.bytes.extend_from_slice(&folded.to_le_bytes());
                    self.bytes.truncate(self.bytes.len() - (8 - plain));
                    self.read += plain;
                    if plain == 8 {
                        self.plain(rest.get(8..).unwrap_or_default());
                        continue;
                    }
                }
            }
            self.mixed(end);
        }
    }

    /// Takes over plain letters for as long as `rest` has many of them in a row.
    fn plain(&mut self, rest: &[u8]) {
        let count = rest.chunks_exact(PLAIN).take_while(|chunk| chunk.is_ascii()).count() * PLAIN;
        let from = self.bytes.len();
        self.bytes.extend_from_slice(rest.get(..count).unwrap_or_default());
        if self.folding.has_case()
            && let Some(new) = self.bytes.get_mut(from..)
        {
            new.make_ascii_lowercase();
        }
        self.read += count;
    }

    /// Folds characters of any kind until plain letters come again.
    fn mixed(&mut self, end: usize) {
        let rest = self.text.get(self.read..end).unwrap_or_default();
        let table = self.folding.table();
        let mut plain = 0;
        for char in rest.chars() {
            let len = char.len_utf8();
            plain = if len == 1 { plain + 1 } else { 0 };
            self.read += len;
            let folded = self.folding.char_by(table, char);
            if let Some(folded) = folded {
                push(&mut self.bytes, folded);
            }
            if folded.map_or(0, char::len_utf8) != len {
                self.step();
            }
            if plain == FEW {
                break;
            }
        }
    }

    /// Notes that the next folded byte comes from the next byte of the text.
    fn step(&mut self) {
        let folded = self.base + self.bytes.len();
        if self.steps.last().is_some_and(|(last, _)| *last == folded) {
            self.steps.pop();
        }
        self.steps.push((folded, self.read));
    }
}

/// Appends `char`. Pieces of fixed length are much quicker to append than ones of any.
fn push(bytes: &mut Vec<u8>, char: char) {
    let mut buffer = [0; 4];
    match *char.encode_utf8(&mut buffer).as_bytes() {
        [one] => bytes.push(one),
        [one, two] => bytes.extend_from_slice(&[one, two]),
        [one, two, three] => bytes.extend_from_slice(&[one, two, three]),
        _ => bytes.extend_from_slice(&buffer),
    }
}

/// The bit that every byte of a plain letter lacks.
const HIGH_BITS: u64 = 0x8080_8080_8080_8080;

/// Eight bytes with plain capital letters made small, all at once.
fn lower_word(word: u64) -> u64 {
    const ONES: u64 = 0x0101_0101_0101_0101;
    let low = word & !HIGH_BITS;
    let from_a = low + ONES * (0x80 - 0x41);
    let beyond_z = low + ONES * (0x80 - 0x5B);
    let capitals = from_a & !beyond_z & !word & HIGH_BITS;
    word | (capitals >> 2)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_fold_to_their_plain_forms() {
        for (text, folding, expected) in [
            ("Łódź Ørsted ĐURIĆ", Folding::CaseAndMarks, "lodz orsted duric"),
            ("Łódź", Folding::Case, "łódź"),
            ("Łódź", Folding::Marks, "Lodz"),
            ("İSTANBUL ısparta ΣΊΣΥΦΟΣ ς", Folding::CaseAndMarks, "istanbul isparta σισυφοσ σ"),
            ("e\u{301}\u{323}t", Folding::Marks, "et"),
            ("مُحَمَّد أحمد", Folding::Marks, "محمد احمد"),
            ("कि が Straße", Folding::CaseAndMarks, "कि が straße"),
        ] {
            assert_eq!(folding.text(text), expected, "{text} {folding:?}");
        }
    }

    #[test]
    fn whole_words_of_the_machine_fold_as_letters_do() {
        let all: String = (0..=0x2FF_u32).filter_map(char::from_u32).collect();
        for folding in [Folding::Case, Folding::Marks, Folding::CaseAndMarks] {
            for from in 0..80 {
                let text: String = all.chars().skip(from).chain(all.chars().rev()).collect();
                let mut window = Window::new(&text, folding);
                assert!(window.advance());
                assert_eq!(window.bytes(), folding.text(&text).as_bytes(), "{folding:?} {from}");
            }
        }
    }

    #[test]
    fn a_window_leads_back_to_the_text_across_pieces() {
        let text = format!("{}e\u{301}É\u{301}x", "a".repeat(PIECE - 1));
        let mut window = Window::new(&text, Folding::CaseAndMarks);
        let mut folded = Vec::new();
        let mut origins = Vec::new();
        while window.advance() {
            origins.extend((0..window.bytes().len()).map(|at| window.origin(at)));
            folded.extend_from_slice(window.bytes());
            window.drop_front(window.bytes().len());
        }
        assert_eq!(String::from_utf8(folded).unwrap(), format!("{}eex", "a".repeat(PIECE - 1)));
        assert_eq!(origins[PIECE - 2..], [PIECE - 2, PIECE - 1, PIECE + 2, PIECE + 6]);
    }
}
