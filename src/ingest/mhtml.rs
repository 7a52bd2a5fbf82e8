//! Pages that a browser saved into one file (MHTML, RFC 2557): the page among the parts, with the bytes that it had before it
//! was written for mail (RFC 2045).
//!
//! It reads neither the page nor its pictures. Of a file that is cut off it takes what is there.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use encoding_rs::Encoding;
use std::ops::Range;

/// So many bytes are looked through for the lines at a part's beginning.
const MAX_HEAD_BYTES: usize = 64 << 10;
/// Parts that hold parts, one within the other.
const MAX_DEPTH: usize = 4;
/// Parts of one file.
const MAX_PARTS: usize = 10_000;

/// Why a saved page is not read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MhtmlError {
    /// The lines at its beginning do not say where its parts begin.
    #[error("it is a saved page, but does not say where its parts begin; save the page anew, as a web page or as text")]
    NoBoundary,
    /// No part is a page or a text.
    #[error("it is a saved page without a page in it; save the page anew, as a web page or as text")]
    NoPage,
    /// A way of writing bytes that is not known.
    #[error("its page is written as `{0}`, which is not known; save the page anew, as a web page or as text")]
    Coding(String),
    /// The base 64 of the page is none.
    #[error("its page is said to be base 64 and is none ({0}); save the page anew, as a web page or as text")]
    Base64(String),
}

/// The page in such a file.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct SavedPage {
    /// Its own bytes.
    pub(super) bytes: Vec<u8>,
    /// Whether it is HTML; plain text otherwise.
    pub(super) is_html: bool,
    /// The encoding that is stated beside it, where it is one.
    pub(super) encoding: Option<&'static str>,
    /// Where it was.
    pub(super) address: Option<String>,
    /// When it was saved, as stated.
    pub(super) saved: Option<String>,
    /// Whether the file ends before the page does.
    pub(super) is_cut: bool,
}

/// Whether a file begins as one that a browser saved a page into.
pub(super) fn is_saved_page(head: &[u8]) -> bool {
    let (lines, _) = heads(head, 0..head.len());
    let kind = lines.get("content-type").unwrap_or_default().to_ascii_lowercase();
    let is_page = ["multipart/related", "text/html"].iter().any(|known| kind.starts_with(known));
    is_page && (lines.get("mime-version").is_some() || lines.get("snapshot-content-location").is_some())
}

/// Whether a file begins with lines that say what it is, whatever that is.
pub(super) fn has_head(head: &[u8]) -> bool {
    heads(head, 0..head.len()).0.get("content-type").is_some()
}

/// The page that the file `bytes` holds.
///
/// # Errors
/// [`MhtmlError`].
pub(super) fn page(bytes: &[u8]) -> Result<SavedPage, MhtmlError> {
    let (lines, body) = heads(bytes, 0..bytes.len());
    let file = Part { lines, body, is_cut: false };
    let found = search(bytes, &file, MAX_DEPTH)?.ok_or(MhtmlError::NoPage)?;
    let address = found.lines.get("content-location").or_else(|| file.lines.get("snapshot-content-location"));
    let address = address.filter(|address| address.starts_with("http://") || address.starts_with("https://"));
    let kind = found.kind();
    let encoding = parameter(&kind, "charset").and_then(|name| Encoding::for_label(name.as_bytes()));
    let coding = found.lines.get("content-transfer-encoding").unwrap_or_default().to_ascii_lowercase();
    let raw = bytes.get(found.body.clone()).unwrap_or_default();
    let bytes = match coding.trim() {
        "" | "7bit" | "8bit" | "binary" => raw.to_vec(),
        "quoted-printable" => from_quoted_printable(raw),
        "base64" => from_base64(raw).map_err(MhtmlError::Base64)?,
        other => return Err(MhtmlError::Coding(crate::text::shortened(other, 40).into_owned())),
    };
    Ok(SavedPage {
        bytes,
        is_html: kind.starts_with("text/html"),
        encoding: encoding.map(Encoding::name),
        address: address.map(str::to_owned),
        saved: file.lines.get("date").map(str::to_owned),
        is_cut: found.is_cut,
    })
}

/// The lines at the beginning of a part, by their names in small letters.
#[derive(Debug, Default)]
struct Lines(Vec<(String, String)>);

impl Lines {
    fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

#[derive(Debug)]
struct Part {
    lines: Lines,
    body: Range<usize>,
    /// Whether nothing closes it.
    is_cut: bool,
}

impl Part {
    /// What it is, with what else is said of that. Without a word it is plain text.
    fn kind(&self) -> String {
        let kind = self.lines.get("content-type").unwrap_or("text/plain");
        let (name, rest) = kind.split_once(';').unwrap_or((kind, ""));
        format!("{};{rest}", name.trim().to_ascii_lowercase())
    }
}

/// The page in `part` or in a part of it: the one that the file itself names, or else the first page, or else the first text.
fn search(bytes: &[u8], part: &Part, depth: usize) -> Result<Option<Part>, MhtmlError> {
    let kind = part.kind();
    if !kind.starts_with("multipart/") {
        let is_read = kind.starts_with("text/html") || kind.starts_with("text/plain");
        let own = || Part { lines: Lines(part.lines.0.clone()), body: part.body.clone(), is_cut: part.is_cut };
        return Ok(is_read.then(own));
    }
    let boundary = parameter(&kind, "boundary").filter(|mark| !mark.is_empty()).ok_or(MhtmlError::NoBoundary)?;
    let Some(depth) = depth.checked_sub(1) else { return Ok(None) };
    let named = parameter(&kind, "start");
    let mut best: Option<(u8, Part)> = None;
    for inner in parts(bytes, part.body.clone(), &boundary) {
        let is_named = named.is_some() && inner.lines.get("content-id") == named.as_deref();
        let Some(found) = search(bytes, &inner, depth)? else { continue };
        let worth = u8::from(found.kind().starts_with("text/html")) + 2 * u8::from(is_named);
        if best.as_ref().is_none_or(|(known, _)| worth > *known) {
            best = Some((worth, found));
        }
    }
    Ok(best.map(|(_, part)| part))
}

/// The parts between the lines that begin with `boundary`.
fn parts(bytes: &[u8], within: Range<usize>, boundary: &str) -> Vec<Part> {
    let mark = format!("--{boundary}");
    let body = bytes.get(within.clone()).unwrap_or_default();
    let starts: Vec<usize> = memchr::memmem::find_iter(body, mark.as_bytes())
        .map(|at| within.start + at)
        // A boundary stands at the beginning of a line, and another one may begin with it.
        .filter(|at| *at == within.start || bytes.get(at - 1) == Some(&b'\n'))
        .filter(|at| matches!(bytes.get(at + mark.len()), None | Some(b'\r' | b'\n' | b' ' | b'\t' | b'-')))
        .take(MAX_PARTS)
        .collect();
    let mut found = Vec::new();
    for (number, start) in starts.iter().enumerate() {
        let from = start + mark.len();
        if bytes.get(from..from + 2) == Some(b"--") {
            break;
        }
        let Some(line) = bytes.get(from..within.end).and_then(|rest| memchr::memchr(b'\n', rest)) else { break };
        let next = starts.get(number + 1).copied();
        // The line break before a boundary belongs to it.
        let end = next.map_or(within.end, |next| without_break(bytes, next)).max(from + line + 1);
        let (lines, body) = heads(bytes, from + line + 1..end);
        found.push(Part { lines, body, is_cut: next.is_none() });
    }
    found
}

fn without_break(bytes: &[u8], end: usize) -> usize {
    let end = if end > 0 && bytes.get(end - 1) == Some(&b'\n') { end - 1 } else { end };
    if end > 0 && bytes.get(end - 1) == Some(&b'\r') { end - 1 } else { end }
}

/// The lines at the beginning of `within`, and what stands behind the empty one that ends them.
fn heads(bytes: &[u8], within: Range<usize>) -> (Lines, Range<usize>) {
    let mut lines: Vec<(String, String)> = Vec::new();
    let mut at = within.start;
    let limit = within.end.min(within.start + MAX_HEAD_BYTES);
    while at < limit {
        let rest = bytes.get(at..limit).unwrap_or_default();
        let length = memchr::memchr(b'\n', rest).map_or(rest.len(), |end| end + 1);
        let line = String::from_utf8_lossy(rest.get(..length).unwrap_or_default());
        let words = line.trim_end();
        if words.is_empty() {
            at += length;
            break;
        }
        match (words.starts_with([' ', '\t']), words.split_once(':')) {
            // A line that begins with a space goes on with the one before it.
            (true, _) => {
                if let Some((_, value)) = lines.last_mut() {
                    value.push(' ');
                    value.push_str(words.trim());
                }
            }
            (false, Some((name, value))) if is_name(name) => {
                lines.push((name.to_ascii_lowercase(), value.trim().to_owned()));
            }
            // What is no such line is no head.
            (false, _) => break,
        }
        at += length;
    }
    (Lines(lines), at.min(within.end)..within.end)
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// What a line says by the name `name`: `boundary="x"`.
fn parameter(line: &str, name: &str) -> Option<String> {
    let mut rest = line.split_once(';')?.1;
    loop {
        rest = rest.trim_start_matches([';', ' ', '\t']);
        let (known, behind) = rest.split_once('=')?;
        let behind = behind.trim_start();
        let (value, next) = match behind.strip_prefix('"') {
            Some(quoted) => quoted.split_once('"').unwrap_or((quoted, "")),
            None => behind.split_once(';').unwrap_or((behind, "")),
        };
        if known.trim().eq_ignore_ascii_case(name) {
            return Some(value.trim().to_owned());
        }
        rest = next;
    }
}

/// RFC 2045, 6.7. What is not written as it should be stands for itself.
fn from_quoted_printable(raw: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(raw.len());
    let mut at = 0;
    while let Some(found) = raw.get(at..).and_then(|rest| memchr::memchr(b'=', rest)) {
        out.extend_from_slice(raw.get(at..at + found).unwrap_or_default());
        at += found;
        let digit = |byte: Option<&u8>| byte.and_then(|byte| char::from(*byte).to_digit(16));
        match (raw.get(at + 1), raw.get(at + 2)) {
            (Some(b'\r'), Some(b'\n')) => at += 3,
            (Some(b'\n'), _) => at += 2,
            (high, low) => {
                let byte = digit(high).zip(digit(low)).and_then(|(high, low)| u8::try_from(high * 16 + low).ok());
                at += if byte.is_some() { 3 } else { 1 };
                out.push(byte.unwrap_or(b'='));
            }
        }
    }
    out.extend_from_slice(raw.get(at..).unwrap_or_default());
    out
}

fn from_base64(raw: &[u8]) -> Result<Vec<u8>, String> {
    let config = GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::Indifferent);
    let letters: Vec<u8> = raw.iter().copied().filter(|byte| !byte.is_ascii_whitespace()).collect();
    GeneralPurpose::new(&STANDARD, config).decode(letters).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_come_back_from_how_they_were_written_for_mail() {
        assert_eq!(
            from_quoted_printable(b"caf=C3=A9 =3D=\r\n one=\n two=0 =zz ="),
            "café = one two=0 =zz =".as_bytes()
        );
        assert_eq!(from_base64(b"Y2Fm\r\nw6k").as_deref(), Ok("café".as_bytes()));
        assert!(from_base64(b"Y2Fm*").is_err());
    }

    #[test]
    fn lines_go_on_and_say_more() {
        let (lines, body) = heads(b"Content-Type: multipart/related;\r\n\tboundary=\"a b\"; x=1\r\n\r\nrest", 0..62);
        let kind = lines.get("content-type").unwrap_or_default();
        assert_eq!((parameter(kind, "boundary").as_deref(), parameter(kind, "X").as_deref()), (Some("a b"), Some("1")));
        assert_eq!((parameter(kind, "start"), body.start), (None, 58));
    }
}
