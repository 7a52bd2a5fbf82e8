//! One cell of a table: the characters that it says, each with its place. It does not know its table.

use std::ops::Range;

/// A cell by its place in the table's text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Cell {
    /// What stands in it, without the quotation marks around it.
    pub(super) inside: Range<usize>,
    pub(super) form: Form,
}

/// How a cell is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// As it reads.
    Plain,
    /// Between quotation marks, which stand twice for one.
    Quoted,
    /// A string of JSON with its escapes.
    Json,
    /// A list or an object of JSON.
    Nested,
}

impl Cell {
    /// What the cell says.
    pub(super) fn value(&self, text: &str) -> String {
        if self.form == Form::Nested {
            let nested = text.get(self.inside.clone()).unwrap_or_default();
            return match serde_json::from_str::<Vec<serde_json::Value>>(nested) {
                Ok(list) => list.iter().filter_map(serde_json::Value::as_str).collect::<Vec<_>>().join(", "),
                Err(_) => String::new(),
            };
        }
        self.chars(text).map(|(char, _)| char).collect()
    }

    /// Its characters, each with the bytes that it stands in.
    pub(super) fn chars<'t>(&self, text: &'t str) -> CellChars<'t> {
        CellChars { text, at: self.inside.start, end: self.inside.end, form: self.form }
    }
}

/// The characters of a cell.
pub(super) struct CellChars<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    form: Form,
}

impl CellChars<'_> {
    /// The character that the escape at the beginning of `rest` stands for, and the escape's length.
    fn escaped(rest: &str) -> Option<(char, usize)> {
        let unit = |at: usize| {
            let digits = rest.get(at..at + 6)?.strip_prefix("\\u")?;
            u16::from_str_radix(digits, 16).ok()
        };
        let char = match rest.as_bytes().get(1)? {
            b'n' => '\n',
            b't' => '\t',
            b'r' => '\r',
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'u' => {
                let first = unit(0)?;
                let pair = unit(6).and_then(|second| char::decode_utf16([first, second]).next()?.ok());
                return match pair.filter(|char| char.len_utf16() == 2) {
                    Some(char) => Some((char, 12)),
                    None => {
                        let alone = char::decode_utf16([first]).next()?;
                        Some((alone.unwrap_or(char::REPLACEMENT_CHARACTER), 6))
                    }
                };
            }
            other => char::from(*other),
        };
        Some((char, 2))
    }
}

impl Iterator for CellChars<'_> {
    type Item = (char, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.text.get(self.at..self.end)?;
        let char = rest.chars().next()?;
        let (char, len) = match (self.form, char) {
            (Form::Quoted, '"') if rest.starts_with("\"\"") => ('"', 2),
            (Form::Json, '\\') => Self::escaped(rest).unwrap_or((char, 1)),
            _ => (char, char.len_utf8()),
        };
        let start = self.at;
        self.at += len;
        Some((char, start..self.at))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_read_as_they_are_meant() {
        for (form, text, value) in [
            (Form::Plain, r#"a "b" \n"#, r#"a "b" \n"#),
            (Form::Quoted, r#"say ""a"", b"#, r#"say "a", b"#),
            (Form::Json, r#"a\n\"b\"\/\u00e9\ud83d\udea2\ud83dx"#, "a\n\"b\"/é\u{1f6a2}\u{fffd}x"),
            (Form::Nested, r#"["A. Writer", "B. Writer", 3]"#, "A. Writer, B. Writer"),
            (Form::Nested, r#"{"a": 1}"#, ""),
        ] {
            assert_eq!(Cell { inside: 0..text.len(), form }.value(text), value, "{text}");
        }
    }
}
