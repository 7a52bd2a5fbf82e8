//! From the bytes of a saved page to its article. It does not know the session that the article goes to.

use super::super::decode::{DecodeError, Decoded, decode};
use super::super::encoding::{is_nearly_utf8, is_utf8_beyond_ascii};
use super::super::extracted::Extracted;
use super::super::places::{Places, Weave, encoding_named};
use super::attributes::attribute;
use super::flow::flow;
use super::marked::{Marked, Unfit, without_numbers};
use super::stated::Statements;
use super::tokens::{Token, Tokens};
use dom_smoothie::{Config, Readability, TextMode};
use encoding_rs::{Encoding, UTF_8};

/// Bytes at a page's beginning in which it may state its encoding.
const HEAD_BYTES: usize = 4096;
/// An article with less is not taken for one where the page has more.
const MIN_CHARS: usize = 100;

/// A page's article and the encoding that the page is in.
pub(in super::super) struct Page {
    pub(in super::super) encoding: String,
    pub(in super::super) extracted: Extracted,
}

/// Whether `text`, the beginning of a file, is that of a page.
pub(in super::super) fn looks_like_html(text: &str) -> bool {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    // What may stand in front of a page: an XML declaration and comments.
    loop {
        let end = if rest.starts_with("<?") {
            "?>"
        } else if rest.starts_with("<!--") {
            "-->"
        } else {
            break;
        };
        let Some((_, behind)) = rest.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let begins = |tag: &str| rest.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    ["<!doctype html", "<html", "<head", "<body"].into_iter().any(begins)
}

/// Reads a page; `declared` is the encoding that a person named.
///
/// # Errors
/// [`DecodeError`] where the bytes are no text, or no text is in the page.
pub(in super::super) fn read(bytes: &[u8], declared: Option<&str>) -> Result<Page, DecodeError> {
    let mut remarks = Vec::new();
    let chosen = match declared {
        Some(name) => Some(name.to_owned()),
        None => stated_encoding(bytes, &mut remarks).map(|encoding| encoding.name().to_owned()),
    };
    let decoded = decode(bytes, chosen.as_deref())?;
    let statements = Statements::of(&decoded.text);
    let mut extracted = match article(&decoded, bytes.len(), &statements) {
        Ok(extracted) => extracted,
        Err(why) => {
            let mut extracted = whole(&decoded, bytes.len()).ok_or(DecodeError::Empty)?;
            extracted.stated = statements.stated(None, None);
            remarks.push(format!("{why}; all of its text was taken, with menus and notices"));
            extracted
        }
    };
    if extracted.text.is_empty() {
        return Err(DecodeError::Empty);
    }
    extracted.remarks = remarks;
    Ok(Page { encoding: decoded.encoding, extracted })
}

/// The encoding that a page states, unless its bytes say that this is wrong.
fn stated_encoding(bytes: &[u8], remarks: &mut Vec<String>) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default());
    let stated = declaration(&head).or_else(|| Tokens::new(&head).find_map(|token| charset(&head, &token)))?;
    let encoding = Encoding::for_label_no_replacement(stated.trim().as_bytes())?;
    // A page that can be read so far is not in UTF-16; the HTML standard takes it for UTF-8.
    let encoding = if encoding.name().starts_with("UTF-16") { UTF_8 } else { encoding };
    let is_wrong = if encoding == UTF_8 { !is_nearly_utf8(bytes) } else { is_utf8_beyond_ascii(bytes) };
    if is_wrong && Encoding::for_bom(bytes).is_none() {
        let stated = encoding.name().to_lowercase();
        remarks
            .push(format!("the page states that it is in {stated}, which its bytes are not; it was read as they are"));
        return None;
    }
    Some(encoding)
}

/// The encoding in an XML declaration.
fn declaration(head: &str) -> Option<String> {
    let (inside, _) = head.trim_start().strip_prefix("<?xml")?.split_once("?>")?;
    attribute(&format!("<xml {inside}>"), "encoding")
}

/// The encoding in a tag `meta`.
fn charset(head: &str, token: &Token) -> Option<String> {
    let Token::Open { tag, name, .. } = token else { return None };
    head.get(name.clone()).filter(|name| name.eq_ignore_ascii_case("meta"))?;
    let tag = head.get(tag.clone())?;
    if let Some(charset) = attribute(tag, "charset") {
        return Some(charset);
    }
    attribute(tag, "http-equiv").filter(|kind| kind.eq_ignore_ascii_case("content-type"))?;
    let content = attribute(tag, "content")?.to_ascii_lowercase();
    let (_, charset) = content.split_once("charset=")?;
    let ends = |char: char| char == ';' || char.is_whitespace();
    charset.trim_matches(['"', '\'']).split(ends).next().map(str::to_owned)
}

/// The page's article, or why none can be told from the rest of the page.
fn article(decoded: &Decoded, len: usize, statements: &Statements) -> Result<Extracted, &'static str> {
    const NONE: &str = "no article stands out in the page";
    let marked = Marked::new(&decoded.text).map_err(|unfit| match unfit {
        Unfit::Deep => "the page has more elements within each other than any page needs",
        Unfit::Large => "the page is too large for its parts to be told from each other",
        Unfit::Private => "the page has characters of private use that stand in the way of telling its parts apart",
    })?;
    let config = Config { text_mode: TextMode::Formatted, disable_json_ld: true, ..Config::default() };
    let found = Readability::new(marked.html.as_str(), None, Some(config)).and_then(|mut page| page.parse());
    let found = found.map_err(|_| NONE)?;
    let encoding = encoding_named(&decoded.encoding);
    let place = |text: &str| marked.place(text, &mut Places::new(decoded, len), encoding);
    let mut placed = place(&found.text_content).ok_or("the page's parts stand in another order than they are shown")?;
    if placed.text.chars().count() < MIN_CHARS {
        return Err(NONE);
    }
    let title = Some(without_numbers(&found.title)).filter(|title| !title.trim().is_empty());
    let byline = found.byline.as_deref().map(without_numbers);
    let stated = statements.stated(title, byline);
    // The headline mostly stands outside of what is taken for the article, and is a part of it all the same.
    if let Some(heading) = marked.heading_beside(&placed.numbers)
        && stated.headline.as_deref().is_some_and(|headline| is_same_line(headline, &without_numbers(&heading)))
        && let Some(with_heading) = place(&format!("{heading}\n\n{}", found.text_content))
    {
        placed = with_heading;
    }
    Ok(Extracted { text: placed.text, map: placed.map, stated, ..Extracted::default() })
}

/// Whether two lines are one but for case and signs, or one of them is cut short.
fn is_same_line(left: &str, right: &str) -> bool {
    let letters =
        |line: &str| -> String { line.to_lowercase().chars().filter(|char| char.is_alphanumeric()).collect() };
    let (left, right) = (letters(left), letters(right));
    let shorter = left.len().min(right.len());
    shorter > 0 && (left.starts_with(&right) || right.starts_with(&left)) && shorter * 2 >= left.len().max(right.len())
}

/// All that the page shows.
fn whole(decoded: &Decoded, len: usize) -> Option<Extracted> {
    let mut weave = Weave::new(encoding_named(&decoded.encoding));
    flow(&decoded.text, &mut Places::new(decoded, len), &mut weave);
    let (text, map) = weave.finish()?;
    Some(Extracted { text, map, ..Extracted::default() })
}
