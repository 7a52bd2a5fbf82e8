//! Tables with a sign between their cells, as RFC 4180 has them. It does not know what the cells say.

use super::cell::{Cell, Form};
use std::ops::Range;

/// Bytes at a table's beginning by which its sign is guessed.
const HEAD_BYTES: usize = 64 << 10;

/// A row: its place without the line's end, and its cells.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) place: Range<usize>,
    pub(super) cells: Vec<Cell>,
}

/// The rows of `text`, empty lines left out. `signs` may stand between cells; the one that divides the table best does.
/// Quotation marks around cells are that, unless the table is more even where they are letters as others.
pub(super) fn rows(text: &str, signs: &[u8]) -> Vec<Row> {
    let head = text.get(..text.floor_char_boundary(HEAD_BYTES)).unwrap_or(text);
    let ways = signs.iter().flat_map(|sign| [(*sign, true), (*sign, false)]);
    // Of equally good ones the first is taken.
    let best = ways.min_by_key(|(sign, quoted)| uneven(&divided(head, *sign, *quoted)));
    best.map(|(sign, quoted)| divided(text, sign, quoted)).unwrap_or_default()
}

/// How badly a table is divided: by rows with another number of cells than the first, then by how few cells there are.
fn uneven(rows: &[Row]) -> (usize, usize) {
    let cells = rows.first().map_or(0, |row| row.cells.len());
    let others = rows.iter().filter(|row| row.cells.len() != cells).count();
    // A sign that divides nothing is the last choice.
    if cells < 2 { (usize::MAX, 0) } else { (others, usize::MAX - cells) }
}

fn divided(text: &str, sign: u8, has_quotes: bool) -> Vec<Row> {
    let bytes = text.as_bytes();
    let mut rows = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let (row, behind) = row(bytes, at, sign, has_quotes);
        if !row.place.is_empty() {
            rows.push(row);
        }
        at = behind;
    }
    rows
}

/// The row at `start`, and where the next one begins.
fn row(bytes: &[u8], start: usize, sign: u8, has_quotes: bool) -> (Row, usize) {
    let mut cells = Vec::new();
    let mut at = start;
    loop {
        let is_quoted = has_quotes && bytes.get(at) == Some(&b'"');
        let closing = is_quoted.then(|| closing(bytes, at + 1, sign)).flatten();
        let from = closing.map_or(at, |mark| mark + 1);
        let rest = bytes.get(from..).unwrap_or_default();
        let end = from + rest.iter().position(|byte| *byte == sign || *byte == b'\n').unwrap_or(rest.len());
        let is_last = bytes.get(end) != Some(&sign);
        let has_return = is_last && end > from && bytes.get(end - 1) == Some(&b'\r');
        let cell_end = end - usize::from(has_return);
        cells.push(match closing {
            Some(mark) => Cell { inside: at + 1..mark, form: Form::Quoted },
            None => Cell { inside: at..cell_end, form: Form::Plain },
        });
        if is_last {
            return (Row { place: start..cell_end, cells }, end + 1);
        }
        at = end + 1;
    }
}

/// The mark that ends the quotation whose inside begins at `from`; none where the cell does not end with it, as where a text
/// merely begins with quoted words.
fn closing(bytes: &[u8], from: usize, sign: u8) -> Option<usize> {
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr(b'"', rest)) {
        let mark = at + found;
        match bytes.get(mark + 1) {
            Some(b'"') => at = mark + 2,
            Some(b'\n' | b'\r') | None => return Some(mark),
            Some(next) => return (*next == sign).then_some(mark),
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, signs: &[u8]) -> Vec<Vec<String>> {
        rows(text, signs).iter().map(|row| row.cells.iter().map(|cell| cell.value(text)).collect()).collect()
    }

    #[test]
    fn tables_are_divided_by_the_sign_that_divides_them_best() {
        let cases: &[(&str, &[&[&str]])] = &[
            ("a,b\r\n\r\nc,\"d, \"\"e\"\"\nf\"\n", &[&["a", "b"], &["c", "d, \"e\"\nf"]]),
            ("a;b,c\nd;e\n", &[&["a", "b,c"], &["d", "e"]]),
            ("a\tb\n\"Yes\", he said\tc\n\"No\td", &[&["a", "b"], &["\"Yes\", he said", "c"], &["\"No", "d"]]),
            ("a,\nb,\"never closed\nc", &[&["a", ""], &["b", "\"never closed"], &["c"]]),
            ("", &[]),
        ];
        for (text, expected) in cases {
            assert_eq!(shown(text, b",;\t"), *expected, "{text}");
        }
    }
}
