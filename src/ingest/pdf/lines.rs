//! From glyphs to lines of words. It does not know paragraphs.

use super::glyphs::Glyph;

/// A gap of this share of the font's size is a space.
const SPACE: f64 = 0.2;
/// A gap of this many sizes is a column's edge, told by a tab.
const COLUMN: f64 = 2.0;
/// Baselines that differ by less than this share of the font's size are one line: notes stand higher, indices lower.
const SAME_LINE: f64 = 0.5;
/// So far apart a glyph may be from one that says the same to be drawn twice, as for bold letters.
const TWICE: f64 = 0.1;
/// How many glyphs are looked back for that.
const LOOK_BACK: usize = 200;

/// One line.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Line {
    /// Its words.
    pub(super) text: String,
    /// Where it begins.
    pub(super) left: f64,
    /// Where it ends.
    pub(super) right: f64,
    /// Its baseline, the larger the further down.
    pub(super) down: f64,
    /// The size of its font.
    pub(super) size: f64,
    /// How wide its first word is.
    pub(super) first_word: f64,
    /// The direction of writing.
    pub(super) direction: (f64, f64),
}

/// Puts glyphs, in the order in which they are drawn, together to lines. Lines of spaces alone are none.
pub(super) fn lines(glyphs: Vec<Glyph>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut open: Vec<Glyph> = Vec::new();
    for glyph in glyphs {
        if open.last().is_some_and(|last| !goes_on(last, &glyph)) {
            lines.extend(line(std::mem::take(&mut open)));
        }
        let from = open.len().saturating_sub(LOOK_BACK);
        let is_twice = open.iter().skip(from).any(|known| is_same_place(known, &glyph));
        if !is_twice {
            open.push(glyph);
        }
    }
    lines.extend(line(open));
    lines
}

/// Whether `next` stands on the line of `last`.
fn goes_on(last: &Glyph, next: &Glyph) -> bool {
    let size = last.size.max(next.size);
    let turned = last.direction.0 * next.direction.0 + last.direction.1 * next.direction.1 < 0.98;
    !turned && (next.down - last.down).abs() < SAME_LINE * size
}

fn is_same_place(known: &Glyph, glyph: &Glyph) -> bool {
    known.text == glyph.text
        && !glyph.text.trim().is_empty()
        && (known.along - glyph.along).abs() < TWICE * glyph.size
        && (known.down - glyph.down).abs() < TWICE * glyph.size
}

fn line(mut glyphs: Vec<Glyph>) -> Option<Line> {
    let is_rtl = reads_from_the_right(&glyphs);
    let goes_back = glyphs.windows(2).any(|pair| match pair {
        [one, other] => other.along < one.along - 0.5 * one.size,
        _ => false,
    });
    if is_rtl || goes_back {
        glyphs.sort_by(|one, other| one.along.total_cmp(&other.along));
    }
    let left = glyphs.iter().map(|glyph| glyph.along).fold(f64::INFINITY, f64::min);
    let ends = glyphs.iter().filter(|glyph| !glyph.text.trim().is_empty()).map(|glyph| glyph.along + glyph.width);
    let right = ends.fold(f64::NEG_INFINITY, f64::max);
    let longest = glyphs.iter().max_by(|one, other| one.size.total_cmp(&other.size))?;
    let (size, direction, down) = (longest.size, longest.direction, longest.down);
    let mut pieces: Vec<&str> = Vec::with_capacity(glyphs.len());
    let mut end = None;
    let mut word_end = None;
    for glyph in &glyphs {
        let gap = end.map_or(0.0, |end| glyph.along - end);
        let is_apart =
            pieces.last().is_none_or(|last| last.ends_with(char::is_whitespace)) || glyph.text.trim().is_empty();
        if gap > COLUMN * size {
            pieces.push("\t");
        } else if gap > SPACE * glyph.size && !is_apart {
            pieces.push(" ");
        }
        if word_end.is_none() && pieces.last().is_some_and(|last| last.trim().is_empty()) {
            word_end = end;
        }
        pieces.push(&glyph.text);
        end = Some(glyph.along + glyph.width);
    }
    let text = if is_rtl { logical(&pieces) } else { pieces.concat() };
    let text = tidied(&text);
    let first_word = word_end.map_or(right - left, |word_end| word_end - left);
    (!text.is_empty()).then_some(Line { text, left, right, down, size, first_word, direction })
}

/// `text` with single spaces between its words; tabs, which are columns' edges, stay.
fn tidied(text: &str) -> String {
    let columns = text.split('\t').map(|column| column.split_whitespace().collect::<Vec<_>>().join(" "));
    columns.filter(|column| !column.is_empty()).collect::<Vec<_>>().join("\t")
}

fn is_rtl(char: char) -> bool {
    matches!(char, '\u{590}'..='\u{8ff}' | '\u{fb1d}'..='\u{fdff}' | '\u{fe70}'..='\u{fefe}')
}

/// Whether most letters of a line belong to scripts that are written from the right.
fn reads_from_the_right(glyphs: &[Glyph]) -> bool {
    let letters = || glyphs.iter().flat_map(|glyph| glyph.text.chars()).filter(|char| char.is_alphabetic());
    let (all, from_right) = (letters().count(), letters().filter(|char| is_rtl(*char)).count());
    from_right * 2 > all
}

/// What stands from left to right on the page, in the order in which it is read: from the right, but numbers and words of
/// other scripts from the left.
fn logical(pieces: &[&str]) -> String {
    let mut read = String::new();
    let mut from_left: Vec<&str> = Vec::new();
    for piece in pieces.iter().rev() {
        let is_from_left = piece.chars().all(|char| char.is_alphanumeric() && !is_rtl(char));
        // Spaces and marks between words from the left belong to them.
        let joins =
            !from_left.is_empty() && piece.chars().all(|char| matches!(char, '.' | ',' | ':' | '/' | '%' | '-'));
        if is_from_left || joins {
            from_left.push(piece);
            continue;
        }
        read.extend(from_left.drain(..).rev());
        read.push_str(piece);
    }
    read.extend(from_left.drain(..).rev());
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Glyphs of 10 points, each 5 wide, from `along` on.
    fn drawn(text: &str, along: f64, down: f64) -> Vec<Glyph> {
        let place = |number: usize| along + 5.0 * number as f64;
        let glyph = |(number, char): (usize, char)| Glyph {
            text: char.to_string(),
            along: place(number),
            down,
            width: 5.0,
            size: 10.0,
            direction: (1.0, 0.0),
        };
        text.chars().enumerate().map(glyph).collect()
    }

    fn texts(glyphs: Vec<Glyph>) -> Vec<String> {
        lines(glyphs).into_iter().map(|line| line.text).collect()
    }

    #[test]
    fn a_gap_is_a_space_and_a_wide_one_a_tab() {
        let glyphs = [drawn("Two", 0.0, 0.0), drawn("words", 18.0, 0.0), drawn("12", 90.0, 0.0)].concat();
        assert_eq!(texts(glyphs), ["Two words\t12"]);
    }

    #[test]
    fn a_note_number_stays_on_its_line_and_the_next_line_is_another() {
        let raised = Glyph { size: 6.0, down: -3.5, ..drawn("1", 20.0, 0.0).remove(0) };
        let glyphs = [drawn("Word", 0.0, 0.0), vec![raised], drawn("Next", 0.0, 12.0)].concat();
        assert_eq!(texts(glyphs), ["Word1", "Next"]);
    }

    #[test]
    fn letters_drawn_twice_for_weight_are_read_once() {
        let glyphs = [drawn("Bold", 0.0, 0.0), drawn("Bold", 0.3, 0.0)].concat();
        assert_eq!(texts(glyphs), ["Bold"]);
        assert_eq!(texts(drawn("illegally", 0.0, 0.0)), ["illegally"]);
    }

    #[test]
    fn hebrew_is_read_from_the_right_and_its_numbers_from_the_left() {
        // As most programs draw it: from left to right on the page.
        let word: String = "שלום 2031 עולם".chars().rev().collect();
        let word = word.replace("1302", "2031");
        assert_eq!(texts(drawn(&word, 0.0, 0.0)), ["שלום 2031 עולם"]);
    }
}
