//! Where a text is cut into pieces that are laid out one at a time: at line breaks, and long lines near 4 KB.
//!
//! It knows bytes alone, neither widths nor fonts.

use super::cast::u32_from;
use super::cuts::{Cutter, SLACK_BYTES};

/// A longer line is cut into several paragraphs, so that no single layout takes long.
const MAX_BYTES: usize = 4096;

/// Which way a paragraph runs as a whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Direction {
    /// As its first letter says.
    #[default]
    Auto,
    LeftToRight,
    RightToLeft,
}

/// One piece of the text. The bytes between `end` and the next piece's `start` are the line break.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Paragraph {
    /// First byte.
    pub(super) start: u32,
    /// First byte behind the last one drawn; a line break is not drawn.
    pub(super) end: u32,
    /// Whether a line of the text ends here; `false` where a long line was cut.
    pub(super) ends_line: bool,
    /// Which way it runs: that of the whole line for a piece of a long one.
    pub(super) direction: Direction,
}

impl Paragraph {
    /// The text of the paragraph.
    pub(super) fn slice<'t>(&self, text: &'t str) -> &'t str {
        text.get(self.start as usize..self.end as usize).unwrap_or_default()
    }
}

/// Cuts `text`; there is always at least one paragraph.
pub(super) fn split(text: &str) -> Vec<Paragraph> {
    let mut found = Vec::with_capacity(text.len() / 128 + 1);
    let mut start = 0;
    loop {
        let rest = text.get(start..).unwrap_or_default();
        let line_len = rest.find('\n');
        let line = rest.get(..line_len.unwrap_or(rest.len())).unwrap_or_default();
        let visible = line.strip_suffix('\r').filter(|_| line_len.is_some()).unwrap_or(line);
        push_line(visible, start, &mut found);
        match line_len {
            Some(len) => start += len + 1,
            None => return found,
        }
    }
}

fn push_line(line: &str, mut start: usize, found: &mut Vec<Paragraph>) {
    let mut push = |start: usize, len: usize, ends_line: bool, direction: Direction| {
        found.push(Paragraph { start: u32_from(start), end: u32_from(start + len), ends_line, direction });
    };
    if line.len() <= MAX_BYTES + SLACK_BYTES {
        push(start, line.len(), true, Direction::Auto);
        return;
    }
    let mut cutter = Cutter::new(line);
    while cutter.rest().len() > MAX_BYTES + SLACK_BYTES {
        let direction = cutter.direction();
        let cut = cutter.cut(MAX_BYTES);
        push(start, cut, false, direction);
        start += cut;
    }
    push(start, cutter.rest().len(), true, cutter.direction());
}

/// The number of the paragraph that `byte` belongs to; a line break belongs to the paragraph before it.
pub(super) fn paragraph_of(paragraphs: &[Paragraph], byte: u32) -> usize {
    paragraphs.partition_point(|paragraph| paragraph.start <= byte).saturating_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> Vec<&str> {
        split(text).iter().map(|paragraph| paragraph.slice(text)).collect()
    }

    #[test]
    fn line_breaks_of_both_kinds_are_not_drawn() {
        assert_eq!(pieces("one\r\ntwo\n\nthree"), ["one", "two", "", "three"]);
        assert_eq!(pieces(""), [""]);
        assert_eq!(pieces("end\n"), ["end", ""]);
    }

    #[test]
    fn a_long_line_is_cut_between_words() {
        let text = "word ".repeat(3000);
        let found = pieces(&text);
        assert!(found.len() > 2);
        assert!(found.iter().all(|piece| piece.len() <= MAX_BYTES + SLACK_BYTES && piece.ends_with(' ')));
        assert_eq!(found.concat(), text);
    }

    proptest! {
        #[test]
        fn every_byte_belongs_to_one_paragraph(text in "(\\PC|\n|\r\n){0,60}", repeat in 1usize..200) {
            let text = text.repeat(repeat);
            let found = split(&text);
            prop_assert_eq!(found[0].start, 0);
            for pair in found.windows(2) {
                let gap = text.get(pair[0].end as usize..pair[1].start as usize).unwrap();
                prop_assert!(matches!(gap, "" | "\n" | "\r\n"));
                prop_assert_eq!(gap.is_empty(), !pair[0].ends_line);
            }
            prop_assert_eq!(found.last().unwrap().end as usize, text.len());
        }
    }
}
