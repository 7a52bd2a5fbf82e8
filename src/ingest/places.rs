//! From places in a decoded text to its source bytes, and texts put together of pieces that keep their bytes.
//!
//! It knows neither files nor formats.

use super::decode::Decoded;
use super::encoding::encoded_len;
use crate::model::SourceStep;
use crate::text::CharOffset;
use encoding_rs::{Encoding, UTF_8};
use std::ops::Range;

/// Where each character of a decoded text stands in its bytes. Asked in rising order it reads the text once.
pub(super) struct Places<'d> {
    text: &'d str,
    map: &'d [SourceStep],
    encoding: &'static Encoding,
    /// How many bytes the source has.
    len: u64,
    byte: usize,
    char: usize,
    source: u64,
    behind: usize,
}

impl<'d> Places<'d> {
    /// Places of `decoded`, whose source has `len` bytes.
    pub(super) fn new(decoded: &'d Decoded, len: usize) -> Self {
        let encoding = encoding_named(&decoded.encoding);
        Self {
            text: &decoded.text,
            map: &decoded.map,
            encoding,
            len: len as u64,
            byte: 0,
            char: 0,
            source: 0,
            behind: 0,
        }
    }

    /// The source byte at which the character at `byte` of the text begins; the source's end for the text's.
    pub(super) fn at(&mut self, byte: usize) -> u64 {
        if byte >= self.text.len() {
            return self.len;
        }
        if let (true, [step]) = (self.encoding == UTF_8, self.map) {
            return step.byte + byte as u64;
        }
        if byte < self.byte {
            (self.byte, self.char, self.source, self.behind) = (0, 0, 0, 0);
        }
        self.step();
        for char in self.text.get(self.byte..byte).unwrap_or_default().chars() {
            self.source += encoded_len(self.encoding, char).unwrap_or_default();
            self.byte += char.len_utf8();
            self.char += 1;
            self.step();
        }
        self.source
    }

    /// Takes the map's step where one begins here.
    fn step(&mut self) {
        while let Some(step) = self.map.get(self.behind).filter(|step| step.char.to_usize() <= self.char) {
            if step.char.to_usize() == self.char {
                self.source = step.byte;
            }
            self.behind += 1;
        }
    }
}

/// The encoding that a decoded text says it was in.
pub(super) fn encoding_named(name: &str) -> &'static Encoding {
    Encoding::for_label_no_replacement(name.as_bytes()).unwrap_or(UTF_8)
}

/// A text that is put together of characters with their source bytes and of line breaks and spaces between them.
pub(super) struct Weave {
    encoding: &'static Encoding,
    text: String,
    chars: usize,
    map: Vec<SourceStep>,
    /// Where the next character stands if nothing is left out.
    expected: Option<u64>,
    /// Where the last character with bytes of its own ends.
    end: u64,
    /// What stands between the last such character and the next one.
    between: String,
    is_in_order: bool,
}

impl Weave {
    pub(super) fn new(encoding: &'static Encoding) -> Self {
        Self {
            encoding,
            text: String::new(),
            chars: 0,
            map: Vec::new(),
            expected: None,
            end: 0,
            between: String::new(),
            is_in_order: true,
        }
    }

    /// Adds a character that the source has in `bytes`.
    pub(super) fn place(&mut self, char: char, bytes: Range<u64>) {
        self.is_in_order &= self.end <= bytes.start && bytes.start <= bytes.end;
        // What stands between takes the bytes that were left out, as far as there are so many.
        let mut at = self.end;
        for char in std::mem::take(&mut self.between).chars() {
            self.push(char, at.min(bytes.start));
            at += encoded_len(self.encoding, char).unwrap_or(1);
        }
        self.push(char, bytes.start);
        self.end = bytes.end;
    }

    /// Adds a character that stands for markup or for several spaces. Nothing of it stays before the first and behind the
    /// last character with bytes of its own.
    pub(super) fn add(&mut self, char: char) {
        if !self.text.is_empty() {
            self.between.push(char);
        }
    }

    /// Whether nothing was added since the last character with bytes of its own, of which there is one.
    pub(super) fn is_amid(&self) -> bool {
        !self.text.is_empty() && self.between.is_empty()
    }

    /// Adds the end of a paragraph, once.
    pub(super) fn end_paragraph(&mut self) {
        "\n\n".clone_into(&mut self.between);
        if self.text.is_empty() {
            self.between.clear();
        }
    }

    /// Adds the end of a line, unless a line ends here already.
    pub(super) fn end_line(&mut self) {
        if !self.text.is_empty() && !self.between.contains('\n') {
            "\n".clone_into(&mut self.between);
        }
    }

    fn push(&mut self, char: char, byte: u64) {
        if self.expected != Some(byte) {
            self.map.push(SourceStep { char: CharOffset::from_usize(self.chars), byte });
        }
        self.expected = encoded_len(self.encoding, char).map(|len| byte + len);
        self.text.push(char);
        self.chars += 1;
    }

    /// The text and its map, whose last step says where the last character ends; nothing where the pieces came in another
    /// order than the source has them.
    pub(super) fn finish(mut self) -> Option<(String, Vec<SourceStep>)> {
        if self.chars > 0 {
            self.map.push(SourceStep { char: CharOffset::from_usize(self.chars), byte: self.end });
        }
        self.is_in_order.then_some((self.text, self.map))
    }
}
