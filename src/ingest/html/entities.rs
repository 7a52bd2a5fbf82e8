//! Texts of a page with their entities resolved, each character with its place. It does not know tags.

use markup5ever::data::NAMED_ENTITIES;
use std::ops::Range;

/// Longer names of entities do not exist.
const MAX_NAME: usize = 40;

/// The characters of `text` from `start` to `end`, each with the bytes that it stands in.
pub(super) struct Chars<'t> {
    text: &'t str,
    at: usize,
    end: usize,
    /// The second character of an entity that stands for two.
    second: Option<(char, Range<usize>)>,
}

impl<'t> Chars<'t> {
    pub(super) fn new(text: &'t str, range: Range<usize>) -> Self {
        Self { text, at: range.start, end: range.end.min(text.len()), second: None }
    }
}

impl Iterator for Chars<'_> {
    type Item = (char, Range<usize>);

    fn next(&mut self) -> Option<Self::Item> {
        if let Some(second) = self.second.take() {
            return Some(second);
        }
        let rest = self.text.get(self.at..self.end)?;
        let char = rest.chars().next()?;
        let start = self.at;
        if char == '&'
            && let Some((len, first, second)) = entity(rest)
        {
            self.at += len;
            // The second has no bytes of its own.
            self.second = second.map(|char| (char, self.at..self.at));
            return Some((first, start..self.at));
        }
        self.at += char.len_utf8();
        Some((char, start..self.at))
    }
}

/// `text` with its entities resolved.
pub(super) fn resolved(text: &str) -> String {
    Chars::new(text, 0..text.len()).map(|(char, _)| char).collect()
}

/// The entity at the beginning of `text`: its length and what it stands for.
fn entity(text: &str) -> Option<(usize, char, Option<char>)> {
    let name = text.get(1..)?;
    if let Some(number) = name.strip_prefix('#') {
        let (len, char) = numbered(number)?;
        return Some((2 + len, char, None));
    }
    let mut longest = None;
    for end in 1..=MAX_NAME.min(name.len()) {
        // The table has the beginnings of names too, which stand for nothing.
        let Some((first, second)) = name.get(..end).and_then(|name| NAMED_ENTITIES.get(name)) else { break };
        if let Some(char) = char::from_u32(*first).filter(|char| *char != '\0') {
            longest = Some((1 + end, char, char::from_u32(*second).filter(|char| *char != '\0')));
        }
    }
    longest
}

/// The character with the number at the beginning of `text`, behind `&#`, and the length of what names it.
fn numbered(text: &str) -> Option<(usize, char)> {
    let hexadecimal = text.strip_prefix(['x', 'X']);
    let (radix, digits) = hexadecimal.map_or((10, text), |digits| (16, digits));
    let len = digits.bytes().take_while(|byte| char::from(*byte).is_digit(radix)).count();
    let written = digits.get(..len).filter(|written| !written.is_empty())?;
    let number = u32::from_str_radix(written, radix).unwrap_or(u32::MAX);
    let is_ended = digits.as_bytes().get(len) == Some(&b';');
    let whole = usize::from(hexadecimal.is_some()) + len + usize::from(is_ended);
    Some((whole, char_numbered(number)))
}

/// The HTML standard: numbers of the C1 controls mean characters of windows-1252, and those of no character U+FFFD.
fn char_numbered(number: u32) -> char {
    let byte = u8::try_from(number).ok().filter(|byte| (0x80..0xa0).contains(byte));
    match byte {
        Some(byte) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        None => char::from_u32(number).filter(|char| *char != '\0'),
    }
    .unwrap_or(char::REPLACEMENT_CHARACTER)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_become_characters_with_their_places() {
        for (text, expected) in [
            ("AT&amp;T", "AT&T"),
            ("&ldquo;x&rdquo;", "“x”"),
            ("&#8217;&#x2019;&#146;&#0;&#x110000;", "’’’\u{fffd}\u{fffd}"),
            ("&ampx &notit; &nothing &", "&x ¬it; ¬hing &"),
            ("&NotEqualTilde;", "\u{2242}\u{338}"),
            ("&#; &#x; &zzz;", "&#; &#x; &zzz;"),
        ] {
            assert_eq!(resolved(text), expected, "{text}");
        }
        let places: Vec<_> = Chars::new("a&eacute;b", 0..10).collect();
        assert_eq!(places, [('a', 0..1), ('é', 1..9), ('b', 9..10)]);
    }
}
