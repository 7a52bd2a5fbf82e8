//! Cuts a list of JSON into its elements while its text comes, so that all of it is never in memory.
//!
//! It does not look into the elements: whoever parses them finds what is wrong with them.

use std::ops::Range;

/// A list on its way, with the elements that are whole and have not been forgotten.
#[derive(Clone, Debug, Default)]
pub struct JsonList {
    /// What has come and may still be asked for.
    window: Vec<u8>,
    /// Up to where it was looked at.
    at: usize,
    /// Where the element begins that is not whole yet.
    start: usize,
    /// In how many brackets and braces that is, those of the list itself among them.
    depth: usize,
    is_in_string: bool,
    is_over: bool,
    elements: Vec<Range<usize>>,
    /// How many elements there were, with those that were forgotten.
    count: usize,
}

impl JsonList {
    /// Takes the next bytes; nothing where they are no list, or brackets and quotes in them do not go together. What comes
    /// behind the list is kept as it is.
    pub fn add(&mut self, piece: &[u8]) -> Option<()> {
        self.window.extend_from_slice(piece);
        while let Some(byte) = self.window.get(self.at).filter(|_| !self.is_over) {
            if self.is_in_string {
                let Some(()) = self.leave_string() else { break };
                continue;
            }
            match byte {
                b'"' if self.depth > 0 => self.is_in_string = true,
                b'{' | b'[' if self.depth > 0 => self.depth += 1,
                b'[' => (self.depth, self.start) = (1, self.at + 1),
                b'}' | b']' if self.depth > 1 => self.depth -= 1,
                b']' if self.depth == 1 => self.end(),
                b',' if self.depth == 1 => self.element(),
                b' ' | b'\t' | b'\r' | b'\n' => {}
                byte if self.depth > 0 && *byte != b'}' => {}
                _ => return None,
            }
            self.at += 1;
        }
        Some(())
    }

    /// Goes behind the string that it is in; nothing where its end has not come yet.
    fn leave_string(&mut self) -> Option<()> {
        loop {
            let rest = self.window.get(self.at..).unwrap_or_default();
            let Some(found) = memchr::memchr2(b'"', b'\\', rest) else {
                self.at = self.window.len();
                return None;
            };
            self.at += found;
            if rest.get(found) == Some(&b'"') {
                self.is_in_string = false;
                self.at += 1;
                return Some(());
            }
            // What a backslash stands before is looked at together with it.
            rest.get(found + 1)?;
            self.at += 2;
        }
    }

    fn element(&mut self) {
        self.elements.push(self.start..self.at);
        self.count += 1;
        self.start = self.at + 1;
    }

    fn end(&mut self) {
        let last = self.window.get(self.start..self.at).unwrap_or_default();
        if self.count > 0 || !last.trim_ascii().is_empty() {
            self.element();
        }
        self.start = self.at + 1;
        self.is_over = true;
    }

    /// The elements that are whole.
    pub fn elements(&self) -> impl Iterator<Item = &[u8]> {
        self.elements.iter().filter_map(|place| self.window.get(place.clone()))
    }

    /// Forgets these elements, and what stands before the one that is not whole.
    pub fn forget(&mut self) {
        self.elements.clear();
        self.window.drain(..self.start.min(self.window.len()));
        self.at = self.at.saturating_sub(self.start);
        self.start = 0;
    }

    /// What has come behind the list; nothing before that is over.
    #[must_use]
    pub fn behind(&self) -> Option<&[u8]> {
        self.window.get(self.start..).filter(|_| self.is_over)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The elements of `text`, which comes in pieces of `length` bytes, and what stands behind it.
    fn cut(text: &str, length: usize) -> Option<(Vec<String>, String)> {
        let mut list = JsonList::default();
        let mut found = Vec::new();
        for piece in text.as_bytes().chunks(length) {
            list.add(piece)?;
            found.extend(list.elements().map(|element| String::from_utf8(element.to_vec()).unwrap()));
            list.forget();
        }
        let behind = String::from_utf8(list.behind()?.to_vec()).unwrap();
        Some((found, behind))
    }

    #[test]
    fn elements_of_a_list_are_cut_where_they_end_whatever_the_pieces_are() {
        for (text, expected) in [
            ("[]", Some((vec![], ""))),
            (" [ ]\n", Some((vec![], "\n"))),
            ("[1,]", Some((vec!["1", ""], ""))),
            (r#"[{"a":1,"b":[2,3]},"x,]\"","\\"]"#, Some((vec![r#"{"a":1,"b":[2,3]}"#, r#""x,]\"""#, r#""\\""#], ""))),
            ("[1] 2", Some((vec!["1"], " 2"))),
            ("[1]]", Some((vec!["1"], "]"))),
            ("[{]", None),
            ("[}", None),
            (r#"["a]"#, None),
            ("{}", None),
            ("", None),
        ] {
            let expected = expected.map(|(found, behind): (Vec<&str>, &str)| {
                (found.into_iter().map(str::to_owned).collect::<Vec<String>>(), behind.to_owned())
            });
            for length in [1, 2, 3, 100] {
                assert_eq!(cut(text, length), expected, "{text} in pieces of {length}");
            }
        }
    }
}
