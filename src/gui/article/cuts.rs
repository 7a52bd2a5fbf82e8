//! Where a very long line is cut, and which way each piece runs: between words, outside of embeddings where that can
//! be, in the direction of the whole line.
//!
//! It knows characters alone, neither widths nor fonts. Words of scripts without spaces it does not know; it keeps to
//! their graphemes.

use super::paragraphs::Direction;
use swash::text::{BidiClass, Codepoint};
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// How far before the limit a space is looked for to cut at.
pub(super) const SLACK_BYTES: usize = 512;
/// Characters looked at for the first letter of a line; a longer stretch of digits and signs runs left to right.
const MAX_LEAD_CHARS: usize = 65_536;

/// The state of a line that is cut piece by piece.
pub(super) struct Cutter<'t> {
    rest: &'t str,
    base: Direction,
    /// Directions of the embeddings that are open where `rest` begins, each with whether it is an isolate.
    open: Vec<(Direction, Closer)>,
    has_controls: bool,
}

/// What closes an embedding.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Closer {
    Pdf,
    Pdi,
}

impl<'t> Cutter<'t> {
    pub(super) fn new(line: &'t str) -> Self {
        let base = if line.is_ascii() { Direction::LeftToRight } else { direction_of(line) };
        Self { rest: line, base, open: Vec::new(), has_controls: line.chars().any(is_bidi_control) }
    }

    /// What is not cut off yet.
    pub(super) fn rest(&self) -> &'t str {
        self.rest
    }

    /// The direction of what comes next: the line's, or that of an embedding too long to be in one piece.
    pub(super) fn direction(&self) -> Direction {
        self.open.last().map_or(self.base, |(direction, _)| *direction)
    }

    /// Cuts a piece of about `limit` bytes off and gives its length.
    pub(super) fn cut(&mut self, limit: usize) -> usize {
        let at = self.place(limit);
        let (piece, rest) = self.rest.split_at_checked(at).unwrap_or((self.rest, ""));
        if self.has_controls {
            let mut chars = piece.chars();
            while let Some(char) = chars.next() {
                track(&mut self.open, char, chars.as_str());
            }
        }
        self.rest = rest;
        at
    }

    /// The best place behind a space in the window before the limit, or between two words or graphemes.
    fn place(&self, limit: usize) -> usize {
        let limit = self.rest.floor_char_boundary(limit);
        let from = self.rest.floor_char_boundary(limit.saturating_sub(SLACK_BYTES));
        let depths = self.depths(from, limit);
        let depth_at = |at: usize| depths.iter().rev().find(|(place, _)| *place <= at).map_or(0, |(_, depth)| *depth);
        let window = self.rest.get(from..limit).unwrap_or_default();
        let spaces = window.char_indices().filter(|(_, char)| char.is_whitespace());
        let behind_spaces = spaces.map(|(at, char)| from + at + char.len_utf8());
        let best = behind_spaces.filter_map(|at| Some((depth_at(at), self.rank(at)?, at))).min_by_key(preference);
        if let Some((_, _, at)) = best {
            return at;
        }
        let words = window.split_word_bound_indices().map(|(at, _)| from + at).filter(|at| *at > from);
        let graphemes = window.grapheme_indices(true).map(|(at, _)| from + at).filter(|at| *at > from);
        let by_depth = |at: &usize| (depth_at(*at), usize::MAX - *at);
        let word = words.filter(|at| self.is_between_graphemes(*at)).min_by_key(by_depth);
        let grapheme = || graphemes.filter(|at| self.is_between_graphemes(*at)).min_by_key(by_depth);
        word.or_else(grapheme).unwrap_or(limit)
    }

    /// How unwelcome a cut behind the space before `at` is; `None` inside a grapheme or a run of spaces.
    ///
    /// Between two letters the directions of what is cut come out as in the whole line; signs and digits beside the cut
    /// could turn another way.
    fn rank(&self, at: usize) -> Option<u8> {
        let (before, after) = self.rest.split_at_checked(at)?;
        let next = after.chars().next()?;
        if next.is_whitespace() || !self.is_between_graphemes(at) {
            return None;
        }
        let is_after_letter = before.trim_end().chars().next_back().is_some_and(char::is_alphabetic);
        Some(u8::from(!next.is_alphabetic()) * 2 + u8::from(!is_after_letter))
    }

    fn is_between_graphemes(&self, at: usize) -> bool {
        GraphemeCursor::new(at, self.rest.len(), true).is_boundary(self.rest, 0).unwrap_or(true)
    }

    /// Places in `from..until` from which on as many embeddings are open.
    fn depths(&self, from: usize, until: usize) -> Vec<(usize, usize)> {
        if !self.has_controls {
            return Vec::new();
        }
        let mut open = self.open.clone();
        let mut depths = vec![(0, open.len())];
        let mut chars = self.rest.get(..until).unwrap_or_default().char_indices();
        while let Some((at, char)) = chars.next() {
            if is_bidi_control(char) {
                track(&mut open, char, chars.as_str());
                depths.push((at + char.len_utf8(), open.len()));
            }
        }
        let first = depths.partition_point(|(at, _)| *at <= from).saturating_sub(1);
        depths.split_off(first)
    }
}

/// The fewest open embeddings first, then the lowest rank, then the last place.
fn preference((depth, rank, at): &(usize, u8, usize)) -> (usize, u8, usize) {
    (*depth, *rank, usize::MAX - *at)
}

/// The direction of the first letter outside of isolates: rules P2 and P3 of UAX 9.
fn direction_of(text: &str) -> Direction {
    let mut isolates = 0_usize;
    for char in text.chars().take(MAX_LEAD_CHARS) {
        match char.bidi_class() {
            BidiClass::LRI | BidiClass::RLI | BidiClass::FSI => isolates += 1,
            BidiClass::PDI => isolates = isolates.saturating_sub(1),
            BidiClass::L if isolates == 0 => return Direction::LeftToRight,
            BidiClass::R | BidiClass::AL if isolates == 0 => return Direction::RightToLeft,
            _ => {}
        }
    }
    Direction::LeftToRight
}

fn is_bidi_control(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Opens or closes what `char` does; `behind` is the text after it.
fn track(open: &mut Vec<(Direction, Closer)>, char: char, behind: &str) {
    match char {
        '\u{202a}' | '\u{202d}' => open.push((Direction::LeftToRight, Closer::Pdf)),
        '\u{202b}' | '\u{202e}' => open.push((Direction::RightToLeft, Closer::Pdf)),
        '\u{2066}' => open.push((Direction::LeftToRight, Closer::Pdi)),
        '\u{2067}' => open.push((Direction::RightToLeft, Closer::Pdi)),
        '\u{2068}' => open.push((direction_of(behind), Closer::Pdi)),
        '\u{202c}' if open.last().is_some_and(|(_, closer)| *closer == Closer::Pdf) => {
            open.pop();
        }
        '\u{2069}' => {
            // It closes whatever was opened inside its isolate as well.
            if let Some(isolate) = open.iter().rposition(|(_, closer)| *closer == Closer::Pdi) {
                open.truncate(isolate);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(line: &str, limit: usize) -> Vec<(String, Direction)> {
        let mut cutter = Cutter::new(line);
        let mut found = Vec::new();
        while cutter.rest().len() > limit + SLACK_BYTES {
            let (rest, direction) = (cutter.rest(), cutter.direction());
            let at = cutter.cut(limit);
            found.push((rest.get(..at).unwrap().to_owned(), direction));
        }
        found.push((cutter.rest().to_owned(), cutter.direction()));
        found
    }

    #[test]
    fn every_piece_runs_as_its_line_does() {
        let text = format!("שלום {}", "Geneva talks went on. ".repeat(200));
        let found = pieces(&text, 1024);
        assert!(found.len() > 3 && found.iter().all(|(_, direction)| *direction == Direction::RightToLeft));
        let text = format!("\u{2067}שלום\u{2069} Geneva {}", "שלום עולם ".repeat(300));
        assert!(pieces(&text, 1024).iter().all(|(_, direction)| *direction == Direction::LeftToRight));
    }

    #[test]
    fn a_cut_stands_between_letters_where_there_are_some() {
        let text = "שלום (12) ! 34, ".repeat(40) + &"Geneva עולם 5. ".repeat(200);
        for (piece, _) in pieces(&text, 1024).iter().skip(1) {
            assert!(piece.starts_with(char::is_alphabetic), "{piece:.20}");
        }
    }

    #[test]
    fn an_embedding_is_not_cut_where_a_place_outside_of_it_is_near() {
        let text = format!("{}\u{202b}שלום עולם שלום עולם\u{202c} Geneva ", "words ".repeat(8)).repeat(60);
        for (piece, _) in pieces(&text, 1024) {
            assert_eq!(piece.matches('\u{202b}').count(), piece.matches('\u{202c}').count(), "{piece}");
        }
        let long = format!("Geneva \u{2067}{}\u{2069} talks", "שלום עולם ".repeat(300));
        let found = pieces(&long, 1024);
        assert_eq!(found[0].1, Direction::LeftToRight);
        assert!(found[1..].iter().all(|(_, direction)| *direction == Direction::RightToLeft));
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(200))]
        #[test]
        fn no_grapheme_is_cut(
            parts in prop::collection::vec(prop_oneof![
                Just("e\u{301}"), Just("👩‍👩‍👧"), Just("🇨🇭"), Just("กำ"), Just("क्षि"), Just("中"), Just("שָׁ"), Just(" \u{308}"),
            ], 400..700),
        ) {
            let text = parts.concat();
            let found = pieces(&text, 600);
            let mut at = 0;
            let graphemes: std::collections::BTreeSet<usize> = text.grapheme_indices(true).map(|(at, _)| at).collect();
            for (piece, _) in &found {
                prop_assert!(graphemes.contains(&at), "{at}");
                prop_assert!(piece.len() <= 600 + SLACK_BYTES);
                at += piece.len();
            }
            prop_assert_eq!(at, text.len());
        }
    }
}
