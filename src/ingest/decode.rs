//! From bytes to text, with the place of every character in the bytes. It does not know what the text says.

use super::encoding::{choose, encoded_len};
use crate::model::SourceStep;
use crate::text::CharOffset;
use encoding_rs::{DecoderResult, Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// Sources beyond this size are refused: 256 MiB, far beyond any article and far below what offsets can hold.
pub const MAX_SOURCE_BYTES: usize = 256 << 20;

/// One character in so many may be a control character or unreadable before the bytes count as no text.
const READABLE_FOR_EACH_CONTROL: usize = 10;

/// A text and how it came from its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decoded {
    /// The text: line breaks as they were, the byte order mark removed, U+FFFD for bytes that mean nothing.
    pub text: String,
    /// The encoding's name in the WHATWG Encoding Standard, in lower case.
    pub encoding: String,
    /// From text to bytes; see [`crate::model::Source::map`].
    pub map: Vec<SourceStep>,
}

/// Why bytes are no article's text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DecodeError {
    /// Nothing but spaces and line breaks.
    #[error("the file is empty; there is nothing to read")]
    Empty,
    /// More than [`MAX_SOURCE_BYTES`].
    #[error("the file has {bytes} bytes and at most {MAX_SOURCE_BYTES} (256 MiB) are read; split it")]
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// Bytes of a picture, a program or another file that is not text.
    #[error(
        "the file is not text: {what} at byte {byte}; save the article as text, or name its encoding if it is text after all"
    )]
    NotText {
        /// What gives it away.
        what: String,
        /// Where, in bytes from the file's start.
        byte: u64,
    },
    /// No encoding goes by the name that was declared.
    #[error("there is no encoding `{0}`; use a name such as utf-8, windows-1251 or shift_jis")]
    UnknownEncoding(String),
}

/// Reads `bytes` as text.
///
/// # Errors
/// [`DecodeError`] where they are none, are too many, or `declared` names no encoding.
pub fn decode(bytes: &[u8], declared: Option<&str>) -> Result<Decoded, DecodeError> {
    if bytes.len() > MAX_SOURCE_BYTES {
        return Err(DecodeError::TooLarge { bytes: bytes.len() });
    }
    let declared = match declared {
        Some(name) => Some(
            Encoding::for_label_no_replacement(name.trim().as_bytes())
                .ok_or_else(|| DecodeError::UnknownEncoding(name.to_owned()))?,
        ),
        None => None,
    };
    let (encoding, mark_len) = choose(bytes, declared);
    let is_utf16 = encoding == UTF_16LE || encoding == UTF_16BE;
    if let (false, Some(byte)) = (is_utf16, memchr::memchr(0, bytes)) {
        return Err(DecodeError::NotText { what: "a zero byte".to_owned(), byte: byte as u64 });
    }
    let body = bytes.get(mark_len..).unwrap_or_default();
    if encoding == UTF_8
        && let Some(text) = readable(body).filter(|text| !text.trim().is_empty())
    {
        let map = vec![SourceStep { char: CharOffset(0), byte: mark_len as u64 }];
        return Ok(Decoded { text: text.to_owned(), encoding: "utf-8".to_owned(), map });
    }
    let mut builder = Builder::new(encoding, mark_len);
    if encoding == UTF_8 {
        decode_utf8(body, &mut builder);
    } else if is_utf16 {
        decode_utf16(body, encoding == UTF_16LE, &mut builder);
    } else if encoding.is_single_byte() {
        decode_single_byte(body, encoding, &mut builder);
    } else {
        decode_multi_byte(body, encoding, &mut builder);
    }
    if builder.text.trim().is_empty() {
        return Err(DecodeError::Empty);
    }
    builder.finish(bytes.len())
}

/// `bytes` as a text, if they are UTF-8 and every character of it can be read, as of nearly all texts.
fn readable(bytes: &[u8]) -> Option<&str> {
    std::str::from_utf8(bytes).ok().filter(|text| is_readable(text))
}

/// Whether every character of `text` can be read.
pub(super) fn is_readable(text: &str) -> bool {
    let bytes = text.as_bytes();
    // All that is unreadable, and a little more, begins with one of these bytes.
    let is_control = |byte: &u8| (*byte < b' ' && !(b'\t'..=b'\r').contains(byte)) || *byte == 0x7f;
    let is_plain = |bytes: &[u8]| bytes.iter().filter(|byte| is_control(byte)).count() == 0;
    let has_c1 = || memchr::memchr_iter(0xc2, bytes).any(|at| bytes.get(at + 1).is_some_and(|byte| *byte < 0xa0));
    let has_replacement = || memchr::memmem::find(bytes, "\u{fffd}".as_bytes()).is_some();
    bytes.chunks(4096).all(is_plain) && !has_c1() && !has_replacement()
}

/// Collects characters with their places and writes a step wherever a place is not the one the last step leads to.
struct Builder {
    encoding: &'static Encoding,
    base: u64,
    text: String,
    chars: usize,
    map: Vec<SourceStep>,
    expected: Option<u64>,
    unreadable: usize,
    first_unreadable: Option<(char, u64)>,
}

impl Builder {
    fn new(encoding: &'static Encoding, mark_len: usize) -> Self {
        Self {
            encoding,
            base: mark_len as u64,
            text: String::new(),
            chars: 0,
            map: Vec::new(),
            expected: None,
            unreadable: 0,
            first_unreadable: None,
        }
    }

    /// Adds `char`, which begins at byte `start` behind the byte order mark.
    fn push(&mut self, char: char, start: usize) {
        let byte = self.base + start as u64;
        if self.expected != Some(byte) {
            self.map.push(SourceStep { char: CharOffset::from_usize(self.chars), byte });
        }
        let is_unreadable = char == char::REPLACEMENT_CHARACTER
            || (char.is_control() && !matches!(char, '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}'));
        if is_unreadable {
            self.unreadable += 1;
            let is_worse = self.first_unreadable.is_none_or(|(first, _)| first != '\0' && char == '\0');
            if is_worse {
                self.first_unreadable = Some((char, byte));
            }
        }
        self.expected = encoded_len(self.encoding, char).map(|len| byte + len);
        self.text.push(char);
        self.chars += 1;
    }

    fn finish(self, source_len: usize) -> Result<Decoded, DecodeError> {
        let is_mostly_unreadable = self.unreadable * READABLE_FOR_EACH_CONTROL > self.chars;
        match self.first_unreadable {
            Some(('\0', byte)) => return Err(DecodeError::NotText { what: "a zero character".to_owned(), byte }),
            Some((first, byte)) if is_mostly_unreadable => {
                let what = format!(
                    "{} of {} characters are unreadable, the first (U+{:04X})",
                    self.unreadable,
                    self.chars,
                    u32::from(first)
                );
                return Err(DecodeError::NotText { what, byte });
            }
            _ => {}
        }
        debug_assert!(self.map.last().is_none_or(|step| step.byte <= source_len as u64), "no step leaves the source");
        Ok(Decoded { text: self.text, encoding: self.encoding.name().to_lowercase(), map: self.map })
    }
}

fn decode_utf8(body: &[u8], builder: &mut Builder) {
    let mut at = 0;
    for chunk in body.utf8_chunks() {
        for (offset, char) in chunk.valid().char_indices() {
            builder.push(char, at + offset);
        }
        at += chunk.valid().len();
        if !chunk.invalid().is_empty() {
            builder.push(char::REPLACEMENT_CHARACTER, at);
            at += chunk.invalid().len();
        }
    }
}

fn decode_utf16(body: &[u8], is_little_endian: bool, builder: &mut Builder) {
    let (pairs, odd) = body.as_chunks::<2>();
    let units =
        pairs.iter().map(|pair| if is_little_endian { u16::from_le_bytes(*pair) } else { u16::from_be_bytes(*pair) });
    let mut at = 0;
    for char in char::decode_utf16(units) {
        let char = char.unwrap_or(char::REPLACEMENT_CHARACTER);
        builder.push(char, at);
        at += 2 * char.len_utf16();
    }
    if !odd.is_empty() {
        builder.push(char::REPLACEMENT_CHARACTER, at);
    }
}

fn decode_single_byte(body: &[u8], encoding: &'static Encoding, builder: &mut Builder) {
    let decode_one = |byte: u8| {
        let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
        text.chars().next().unwrap_or(char::REPLACEMENT_CHARACTER)
    };
    let table: Vec<char> = (0..=u8::MAX).map(decode_one).collect();
    for (at, byte) in body.iter().enumerate() {
        builder.push(table.get(usize::from(*byte)).copied().unwrap_or(char::REPLACEMENT_CHARACTER), at);
    }
}

/// Feeds one byte after the other, so that each character's bytes are known.
///
/// After a malformed sequence the decoder may have taken further bytes that it gives out later (`owed`); those that it
/// gives out as ASCII stood for themselves.
fn decode_multi_byte(body: &[u8], encoding: &'static Encoding, builder: &mut Builder) {
    let mut decoder = encoding.new_decoder_without_bom_handling();
    let mut buffer = [0_u8; 64];
    let mut start = 0_usize;
    let mut owed = 0_usize;
    for (at, byte) in body.iter().enumerate() {
        let is_last = at + 1 == body.len();
        let mut input = std::slice::from_ref(byte);
        loop {
            let (result, read, written) = decoder.decode_to_utf8_without_replacement(input, &mut buffer, is_last);
            input = input.get(read..).unwrap_or_default();
            let consumed = at + 1 - input.len();
            let out = buffer.get(..written).and_then(|out| str::from_utf8(out).ok()).unwrap_or_default();
            for char in out.chars() {
                builder.push(char, start);
                let is_repaid = owed > 0 && char.is_ascii();
                start = if is_repaid { start + 1 } else { consumed };
                owed = if is_repaid { owed - 1 } else { 0 };
            }
            let DecoderResult::Malformed(len, after) = result else { break };
            owed = usize::from(after);
            let bad = consumed.saturating_sub(owed + usize::from(len)).max(start);
            builder.push(char::REPLACEMENT_CHARACTER, bad);
            start = consumed.saturating_sub(owed);
        }
    }
}
