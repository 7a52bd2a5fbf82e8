//! Where a text came from: the record of its bytes, the way back to them, and from each character to its own.

use super::decode::{Decoded, MAX_SOURCE_BYTES};
use super::encoding::{byte_order_mark, encoded_len};
use crate::model::{Source, SourceStep};
use crate::text::CharOffset;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};
use flate2::Compression;
use flate2::read::ZlibDecoder;
use flate2::write::ZlibEncoder;
use sha2::{Digest, Sha256};
use std::io::{Read, Write};
use std::ops::Range;

/// How hard source bytes are packed: beyond this level pages become a tenth shorter at several times the work.
const PACKING: u32 = 3;
/// Fewer bytes are kept as they are.
const PACKED_FROM: usize = 1024;

/// Why the source bytes of a text cannot be given back.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RebuildError {
    /// The encoding's name is not known.
    #[error("the source's encoding `{0}` is not known")]
    UnknownEncoding(String),
    /// The kept bytes are no base 64.
    #[error("the source's `original` is not base 64: {0}")]
    Base64(String),
    /// The kept bytes cannot be unpacked.
    #[error("the source's `packed` cannot be unpacked: {0}")]
    Packed(String),
    /// Text, encoding and map do not lead to the bytes and they were not kept.
    #[error("the source bytes can not be rebuilt from the text, and they were not kept")]
    NotKept,
    /// What came out has another SHA-256 than the source.
    #[error("the rebuilt source bytes have another SHA-256 than the source names")]
    Differs,
}

/// What does not hold in the record of a source.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SourceFault {
    /// Its bytes cannot be given back.
    #[error(transparent)]
    Rebuild(#[from] RebuildError),
    /// The map is out of order or leads out of text or source.
    #[error("step {0} of the source's `map` is out of order or leads out of the text or the source")]
    Map(usize),
    /// Places are out of order or lead out of the text.
    #[error("number {0} of the source's `places` is out of order or leads out of the text")]
    Places(usize),
    /// The source is not where it says that it is a part of another file.
    #[error("the `range` of the source within its file is not as long as the source, or leads out of the file")]
    Range,
}

/// The record of `bytes`, which were decoded to `decoded`. The bytes themselves are kept where the text does not lead back
/// to them: damaged sequences, or an encoding that has two ways to write one character.
pub(super) fn source_of(file: &str, media_type: &str, bytes: &[u8], decoded: &Decoded) -> Source {
    let mut source = bare_source(file, media_type, bytes);
    source.encoding.clone_from(&decoded.encoding);
    source.map.clone_from(&decoded.map);
    if !encode(&decoded.text, &source).is_ok_and(|rebuilt| rebuilt == bytes) {
        keep(&mut source, bytes);
    }
    source
}

/// The record of `bytes` without anything on how they became a text.
pub(super) fn bare_source(file: &str, media_type: &str, bytes: &[u8]) -> Source {
    Source {
        file: file.to_owned(),
        sha256: sha256_hex(bytes),
        bytes: bytes.len() as u64,
        encoding: "utf-8".to_owned(),
        media_type: media_type.to_owned(),
        ..Source::default()
    }
}

/// Keeps `bytes` in `source`, in the shorter of two forms.
pub(super) fn keep(source: &mut Source, bytes: &[u8]) {
    let is_long = bytes.len() >= PACKED_FROM;
    let packed = is_long.then(|| pack(bytes)).flatten().filter(|packed| packed.len() < bytes.len());
    match packed {
        Some(packed) => source.packed = Some(STANDARD.encode(packed)),
        None => source.original = Some(STANDARD.encode(bytes)),
    }
}

fn pack(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut packer = ZlibEncoder::new(Vec::new(), Compression::new(PACKING));
    packer.write_all(bytes).ok()?;
    packer.finish().ok()
}

/// The bytes in `packed`, of which there must be `len`; never more of them are unpacked.
fn unpack(packed: &str, len: u64) -> Result<Vec<u8>, RebuildError> {
    let packed = STANDARD.decode(packed).map_err(|error| RebuildError::Packed(error.to_string()))?;
    let mut bytes = Vec::new();
    let mut unpacked = ZlibDecoder::new(packed.as_slice()).take(len.min(MAX_SOURCE_BYTES as u64).saturating_add(1));
    unpacked.read_to_end(&mut bytes).map_err(|error| RebuildError::Packed(error.to_string()))?;
    Ok(bytes)
}

/// The source bytes of `text`.
///
/// # Errors
/// [`RebuildError`] where `source` does not belong to `text` or was not written by this program.
pub fn rebuild(text: &str, source: &Source) -> Result<Vec<u8>, RebuildError> {
    let bytes = match (&source.original, &source.packed) {
        (Some(original), _) => STANDARD.decode(original).map_err(|error| RebuildError::Base64(error.to_string()))?,
        (None, Some(packed)) => unpack(packed, source.bytes)?,
        (None, None) => encode(text, source)?,
    };
    if sha256_hex(&bytes) == source.sha256 { Ok(bytes) } else { Err(RebuildError::Differs) }
}

/// Whether the record of the source of `text` holds. Where a format keeps places in place of bytes, the bytes are no part of it.
///
/// # Errors
/// [`SourceFault`] with the first thing that does not hold.
pub fn check_source(text: &str, source: &Source) -> Result<(), SourceFault> {
    let chars = text.chars().count();
    let mut before = None;
    for (number, step) in source.map.iter().enumerate() {
        let is_later = before.is_none_or(|before: SourceStep| before.char < step.char);
        if !is_later || step.char.to_usize() > chars || step.byte > source.bytes {
            return Err(SourceFault::Map(number + 1));
        }
        before = Some(*step);
    }
    let mut before = None;
    for (number, place) in source.places.iter().enumerate() {
        if before.is_some_and(|before| before > place.char) || place.char.to_usize() > chars {
            return Err(SourceFault::Places(number + 1));
        }
        before = Some(place.char);
    }
    if let Some((within, (start, end))) = source.within.as_ref().and_then(|within| Some((within, within.range?))) {
        // Of a member that is unpacked, the archive's own length says nothing.
        let is_inside = !within.member.is_empty() || end <= within.bytes;
        if end.checked_sub(start) != Some(source.bytes) || !is_inside {
            return Err(SourceFault::Range);
        }
    }
    match rebuild(text, source) {
        Err(RebuildError::NotKept) if source.map.is_empty() && has_own_places(source) => Ok(()),
        rebuilt => Ok(rebuilt.map(|_| ())?),
    }
}

/// Whether the source is of a format that keeps no bytes for its words.
fn has_own_places(source: &Source) -> bool {
    !source.places.is_empty() || !source.media_type.starts_with("text/")
}

/// Writes `text` in the source's encoding. Only an unbroken map, behind a byte order mark or nothing, can be written so.
fn encode(text: &str, source: &Source) -> Result<Vec<u8>, RebuildError> {
    let encoding = encoding_of(source)?;
    let mark = byte_order_mark(encoding);
    let [SourceStep { char: CharOffset(0), byte }] = source.map.as_slice() else { return Err(RebuildError::NotKept) };
    let mut bytes = match *byte {
        0 => Vec::new(),
        len if len == mark.len() as u64 => mark.to_vec(),
        _ => return Err(RebuildError::NotKept),
    };
    if encoding == UTF_8 {
        bytes.extend_from_slice(text.as_bytes());
    } else if encoding == UTF_16LE {
        bytes.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
    } else if encoding == UTF_16BE {
        bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    } else {
        let (body, _, unmappable) = encoding.encode(text);
        if unmappable {
            return Err(RebuildError::NotKept);
        }
        bytes.extend_from_slice(&body);
    }
    Ok(bytes)
}

/// The source bytes of code point number `char` of `text`; `None` beyond its end or where the encoding is not known.
///
/// A character reaches to where the next one begins, the last one to the step behind it or, without one, to the end of the
/// source. The second of two characters
/// that an encoding makes of one sequence has no bytes of its own.
#[must_use]
pub fn byte_range(text: &str, source: &Source, char: CharOffset) -> Option<Range<u64>> {
    let encoding = encoding_of(source).ok()?;
    let behind = source.map.partition_point(|step| step.char <= char);
    let step = source.map.get(behind.checked_sub(1)?)?;
    let mut start = step.byte;
    let mut chars = text.chars().enumerate().skip(step.char.to_usize());
    while let Some((index, found)) = chars.next() {
        let next = start.saturating_add(encoded_len(encoding, found).unwrap_or(0));
        if index == char.to_usize() {
            let next_step = source.map.get(behind).filter(|step| step.char.to_usize() == index + 1);
            let is_open = next_step.is_none() && chars.next().is_none();
            return Some(start..if is_open { source.bytes } else { next_step.map_or(next, |step| step.byte) });
        }
        start = next;
    }
    None
}

fn encoding_of(source: &Source) -> Result<&'static Encoding, RebuildError> {
    Encoding::for_label_no_replacement(source.encoding.as_bytes())
        .ok_or_else(|| RebuildError::UnknownEncoding(source.encoding.clone()))
}

/// SHA-256 of `bytes` in lower-case hexadecimal.
pub(super) fn sha256_hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut hex, byte| {
        // Writing to a `String` cannot fail.
        write!(hex, "{byte:02x}").unwrap_or_default();
        hex
    })
}

#[cfg(test)]
mod tests {
    use super::super::decode::{DecodeError, decode};
    use super::*;
    use proptest::prelude::*;

    const ENCODINGS: &[&str] = &[
        "utf-8",
        "utf-16le",
        "utf-16be",
        "windows-1252",
        "windows-1251",
        "windows-1254",
        "windows-874",
        "windows-1253",
        "koi8-u",
        "macintosh",
        "shift_jis",
        "euc-jp",
        "iso-2022-jp",
        "gbk",
        "gb18030",
        "big5",
        "euc-kr",
        "x-user-defined",
    ];

    /// Everything that must hold of any decoding.
    fn check(bytes: &[u8], declared: Option<&str>) {
        let decoded = match decode(bytes, declared) {
            Ok(decoded) => decoded,
            Err(DecodeError::Empty | DecodeError::NotText { .. }) => return,
            Err(error) => panic!("{error}"),
        };
        let source = source_of("a.txt", "text/plain", bytes, &decoded);
        assert_eq!(rebuild(&decoded.text, &source).as_deref(), Ok(bytes), "{source:?}");
        let encoding = encoding_of(&source).unwrap();
        let size = |byte: u64| usize::try_from(byte).unwrap();
        let mark = size(decoded.map[0].byte);
        let (whole, _) = encoding.decode_without_bom_handling(&bytes[mark..]);
        // An odd byte at the end of UTF-16 stands for itself here, while that decoder may join it to what came before. Behind
        // a malformed byte of ISO-2022-JP that decoder, given all at once, forgets the escape that is still in force.
        let is_odd = source.encoding.starts_with("utf-16") && (bytes.len() - mark) % 2 == 1;
        let is_broken_escape = source.encoding == "iso-2022-jp" && whole.contains(char::REPLACEMENT_CHARACTER);
        if !is_odd && !is_broken_escape {
            assert_eq!(decoded.text, whole, "{bytes:x?} in {}", source.encoding);
        }
        let mut last_start = 0;
        for (index, char) in decoded.text.chars().enumerate() {
            let range = byte_range(&decoded.text, &source, CharOffset::from_usize(index)).unwrap();
            assert!(range.start >= last_start && range.start <= range.end && range.end <= source.bytes, "{range:?}");
            last_start = range.start;
            let own = &bytes[size(range.start)..size(range.end)];
            // Two encodings are left out: one whose escapes hang on what came before, one that makes two characters of one sequence.
            if char != '\u{FFFD}' && !["iso-2022-jp", "big5"].contains(&source.encoding.as_str()) {
                let (alone, _) = encoding.decode_without_bom_handling(own);
                assert_eq!(alone, char.to_string(), "{bytes:x?} char {index} of {:?}", decoded.text);
            }
        }
    }

    /// The Encoding Standard: a malformed lead byte leaves the decoder in the state that the last escape put it into.
    #[test]
    fn a_malformed_byte_does_not_end_an_escape() {
        let bytes = b"\x1b$B\xcbK\\\x1b(B, the ferry is back";
        check(bytes, Some("iso-2022-jp"));
        assert_eq!(decode(bytes, Some("iso-2022-jp")).unwrap().text, "\u{fffd}本, the ferry is back");
    }

    proptest! {
        // Cases that failed are written into a test of their own, not into a file beside the sources.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

        #[test]
        fn source_bytes_come_back_from_any_bytes(
            bytes in prop::collection::vec(any::<u8>().prop_map(|byte| byte.max(1)), 1..60),
            encoding in prop::option::of(prop::sample::select(ENCODINGS)),
        ) {
            check(&bytes, encoding);
        }

        #[test]
        fn source_bytes_come_back_from_mostly_text(
            text in r"[a-zA-Zàéğşабв日本語テスト한국ไทย€“”‘’😀 \r\n]{1,40}",
            bad in prop::option::of((any::<u8>().prop_map(|byte| byte.max(1)), any::<prop::sample::Index>())),
            encoding in prop::sample::select(ENCODINGS),
            is_declared in any::<bool>(),
        ) {
            let known = Encoding::for_label(encoding.as_bytes()).unwrap();
            let mut bytes = match encoding {
                "utf-16le" => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                "utf-16be" => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
                _ => known.encode(&text).0.into_owned(),
            };
            if let Some((byte, index)) = bad {
                let at = index.index(bytes.len() + 1);
                bytes.insert(at, byte);
            }
            check(&bytes, is_declared.then_some(encoding));
        }
    }
}
