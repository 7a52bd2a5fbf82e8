//! Which encoding a file is in. It does not decode; see [`super::decode`].

use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// The encoding of `bytes` and the length of their byte order mark.
///
/// The mark decides, then what was declared, then UTF-8 if nearly all of it is valid, then the guess of `chardetng`.
pub(super) fn choose(bytes: &[u8], declared: Option<&'static Encoding>) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(bytes) {
        return found;
    }
    let chosen = declared.unwrap_or_else(|| if is_nearly_utf8(bytes) { UTF_8 } else { detect(bytes) });
    (chosen, 0)
}

/// Whether valid sequences of several bytes outweigh invalid ones so far that damage is likelier than another encoding.
///
/// In text of another encoding hardly any such sequence is valid, so a single bad byte beside a single good sequence is
/// still UTF-8; beyond that eight good ones must stand for each bad one.
pub(super) fn is_nearly_utf8(bytes: &[u8]) -> bool {
    if std::str::from_utf8(bytes).is_ok() {
        return true;
    }
    let mut good = 0_usize;
    let mut bad = 0_usize;
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|char| !char.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    (bad == 1 && good >= 1) || bad.saturating_mul(8) <= good
}

/// Whether `bytes` are UTF-8 throughout and not ASCII alone, which hardly any text of another encoding is.
pub(super) fn is_utf8_beyond_ascii(bytes: &[u8]) -> bool {
    !bytes.is_ascii() && std::str::from_utf8(bytes).is_ok()
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Deny)
}

/// The bytes that mark `encoding` at the start of a file.
pub(super) fn byte_order_mark(encoding: &'static Encoding) -> &'static [u8] {
    if encoding == UTF_8 {
        b"\xEF\xBB\xBF"
    } else if encoding == UTF_16LE {
        b"\xFF\xFE"
    } else if encoding == UTF_16BE {
        b"\xFE\xFF"
    } else {
        b""
    }
}

/// How many bytes `char` takes; `None` where the encoding does not have it or its length hangs on what came before.
pub(super) fn encoded_len(encoding: &'static Encoding, char: char) -> Option<u64> {
    if encoding == UTF_8 {
        Some(char.len_utf8() as u64)
    } else if encoding == UTF_16LE || encoding == UTF_16BE {
        Some(2 * char.len_utf16() as u64)
    } else if encoding.is_single_byte() || (char.is_ascii() && encoding.is_ascii_compatible()) {
        Some(1)
    } else if encoding.is_ascii_compatible() {
        let mut buffer = [0; 4];
        let (bytes, _, unmappable) = encoding.encode(char.encode_utf8(&mut buffer));
        (!unmappable).then_some(bytes.len() as u64)
    } else {
        None
    }
}
