//! A whole text without case or diacritics, kept for many searches, with a compact way back to the bytes of the text.
//!
//! It does not know what is looked for, nor how long it is worth keeping.

use super::fold::{Folding, Window};
use super::search::{Matching, Query, find_while};
use super::shared::SharedText;
use super::span::Span;

/// Folded bytes that share one entry of the way back: as many as its mask has bits.
const BLOCK: usize = 32;
/// The stride of a block in which places fall behind by this and by that.
const MIXED: u8 = u8::MAX;

/// The folded copy of one text: what every search in it would fold anew otherwise.
///
/// # Example
/// ```
/// use byline::text::{FoldedText, Matching, Query, Span};
/// let matching = Matching::default();
/// let folded = FoldedText::new_while("In Türkiye".into(), matching, &|_| true).unwrap();
/// let query = Query::new("turkiye", matching)?;
/// assert_eq!(folded.find_while(&query, &|| true).unwrap(), [Span::bytes(3, 11)]);
/// # Ok::<(), byline::text::QueryError>(())
/// ```
#[derive(Debug)]
pub struct FoldedText {
    text: SharedText,
    folding: Folding,
    bytes: Vec<u8>,
    way: Way,
}

impl FoldedText {
    /// Folds `text` as queries read with `matching` need it, for as long as `goes_on`, which is told how many bytes are done,
    /// says so. `None` where it stops, where `matching` folds nothing, and where the text is too long for the way back.
    #[must_use]
    pub fn new_while(text: SharedText, matching: Matching, goes_on: &dyn Fn(usize) -> bool) -> Option<Self> {
        let folding = matching.folding()?;
        u32::try_from(text.len()).ok()?;
        let mut bytes = Vec::with_capacity(text.len());
        let mut way = Way::default();
        let mut window = Window::new(&text, folding);
        while window.advance() {
            bytes.extend_from_slice(window.bytes());
            for (folded, origin) in window.steps() {
                way.step(&bytes, *folded, *origin);
            }
            window.drop_front(window.bytes().len());
            if !goes_on(window.read()) {
                return None;
            }
        }
        way.fill_until(&bytes, bytes.len() + 1);
        bytes.shrink_to_fit();
        way.blocks.shrink_to_fit();
        way.strides.shrink_to_fit();
        Some(Self { text, folding, bytes, way })
    }

    /// Every place where `query` holds, the very ones of [`find_while`]: a query that reads otherwise searches the text
    /// itself.
    #[must_use]
    pub fn find_while(&self, query: &Query, is_wanted: &dyn Fn() -> bool) -> Option<Vec<Span>> {
        match query.folded() {
            Some((finder, folding)) if folding == self.folding => {
                let places = |first, behind| (self.origin(first), self.origin(behind));
                query.places_in(&self.text, &self.bytes, finder, &places, is_wanted)
            }
            _ => find_while(&self.text, query, is_wanted),
        }
    }

    /// The place in the text of the character that begins at the folded byte `at`, behind the marks that fell away before it.
    fn origin(&self, at: usize) -> usize {
        let number = at / BLOCK;
        let block = self.way.blocks.get(number).copied().unwrap_or_default();
        if block.steps == 0 {
            return place(at, block.shift);
        }
        let stride = self.way.strides.get(number).copied().unwrap_or_default();
        if stride == MIXED {
            return self.walked(number, block, at);
        }
        let passed = block.steps & (u32::MAX >> (BLOCK - 1 - at % BLOCK));
        place(at, block.shift) + passed.count_ones() as usize * usize::from(stride)
    }

    /// The same, letter by letter from the start of its block.
    fn walked(&self, number: usize, block: Block, at: usize) -> usize {
        let mut folded = first_in(&self.bytes, number);
        let mut origin = place(folded, block.shift);
        let rest = self.text.get(origin..).unwrap_or_default();
        let lens = self.folding.lens();
        for char in rest.chars() {
            let len = lens.of(char);
            if folded >= at && len > 0 {
                break;
            }
            folded += len;
            origin += char.len_utf8();
        }
        origin
    }
}

/// The place that `shift` makes of a folded one.
fn place(folded: usize, shift: u32) -> usize {
    narrow(folded).wrapping_add(shift) as usize
}

/// Texts that are too long for this are not folded.
fn narrow(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Where the first character that does not begin before a block begins.
fn first_in(bytes: &[u8], block: usize) -> usize {
    let start = block * BLOCK;
    let rest = bytes.get(start..).unwrap_or_default();
    start + rest.iter().take_while(|byte| **byte & 0xC0 == 0x80).count()
}

/// How places of a stretch of folded bytes become places in the text.
#[derive(Clone, Copy, Debug, Default)]
struct Block {
    /// What is to be added, wrapping, to the place of the first character that begins in the stretch.
    shift: u32,
    /// From which bytes on more is to be added.
    steps: u32,
}

/// The way back from folded places.
#[derive(Debug, Default)]
struct Way {
    blocks: Vec<Block>,
    /// How much more it is at each of a block's steps.
    strides: Vec<u8>,
    /// The shift that holds now.
    shift: u32,
}

impl Way {
    /// Notes that the character which begins at `folded` stands at `origin` in the text.
    fn step(&mut self, bytes: &[u8], folded: usize, origin: usize) {
        let shift = narrow(origin).wrapping_sub(narrow(folded));
        let more = shift.wrapping_sub(self.shift);
        if more == 0 {
            return;
        }
        self.fill_until(bytes, folded);
        self.shift = shift;
        let number = folded / BLOCK;
        if let (Some(block), Some(stride)) = (self.blocks.get_mut(number), self.strides.get_mut(number)) {
            let more = u8::try_from(more).unwrap_or(MIXED);
            *stride = if *stride == 0 || *stride == more { more } else { MIXED };
            block.steps |= 1 << (folded % BLOCK);
        }
    }

    /// Gives the shift that holds now to every block whose first character begins before `folded`.
    fn fill_until(&mut self, bytes: &[u8], folded: usize) {
        while first_in(bytes, self.blocks.len()) < folded {
            self.blocks.push(Block { shift: self.shift, steps: 0 });
            self.strides.push(0);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folded_letter_leads_back_to_its_own() {
        let letters =
            ["a", "É", "e\u{301}", "ش\u{64E}", "中", "\u{212A}", "Ⱥ", "x\u{301}\u{323}", "İ", "👩", "\u{301}"];
        let text: String = (0..5000).map(|n: usize| letters[(n * n + n / 7) % letters.len()]).collect();
        let folded = FoldedText::new_while(text.as_str().into(), Matching::default(), &|_| true).unwrap();
        let mut at = 0;
        for (origin, char) in text.char_indices() {
            if let Some(plain) = folded.folding.char(char) {
                assert_eq!(folded.origin(at), origin, "{at}");
                at += plain.len_utf8();
            }
        }
        assert_eq!(at, folded.bytes.len());
        assert_eq!(folded.origin(at), text.len());
    }

    #[test]
    fn folding_stops_when_nobody_wants_it_and_what_needs_none_has_none() {
        let text: SharedText = "A\u{301} ".repeat(100_000).into();
        assert!(FoldedText::new_while(text.clone(), Matching::default(), &|done| done < 100_000).is_none());
        assert!(FoldedText::new_while(text, Matching::EXACT, &|_| true).is_none());
    }
}
