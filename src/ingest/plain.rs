//! Html as plain text, paragraph by paragraph, for formats that hold html within them: all of its body, nothing left out as
//! chrome. Places in the html are not kept.

use dom_query::Document;

/// How deep elements may lie in each other: what builds the tree and walks it calls itself for each level.
const MAX_DEPTH: usize = 512;

/// Why html gives no text.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(super) enum PlainError {
    /// Elements lie too deep in each other.
    #[error("its elements lie in each other deeper than {MAX_DEPTH} levels; no honest page has that")]
    TooDeep,
}

/// The text of `html`: blocks stand apart by empty lines, what is not shown is left out.
pub(super) fn plain(html: &str) -> Result<String, PlainError> {
    if is_too_deep(html) {
        return Err(PlainError::TooDeep);
    }
    let document = Document::from(html);
    for hidden in ["head", "script", "style", "template", "noscript"] {
        document.select(hidden).remove();
    }
    let text = document.formatted_text();
    Ok(text.trim().to_owned())
}

/// Whether elements lie in each other deeper than [`MAX_DEPTH`] levels; those that never end count as open.
fn is_too_deep(html: &str) -> bool {
    // Without an end tag by nature, or often without one because the next of its kind ends it.
    const SHALLOW: [&str; 21] = [
        "area", "base", "br", "col", "dd", "dt", "embed", "hr", "img", "input", "li", "link", "meta", "option", "p",
        "source", "td", "th", "tr", "track", "wbr",
    ];
    let bytes = html.as_bytes();
    let mut open: Vec<&[u8]> = Vec::new();
    let mut end = 0;
    for at in memchr::memchr_iter(b'<', bytes) {
        let rest = bytes.get(at + 1..).unwrap_or_default();
        let (is_end, rest) = rest.strip_prefix(b"/").map_or((false, rest), |rest| (true, rest));
        let name_len = rest.iter().take_while(|byte| byte.is_ascii_alphanumeric()).count();
        let name = rest.get(..name_len).unwrap_or_default();
        if name.is_empty() || SHALLOW.iter().any(|shallow| name.eq_ignore_ascii_case(shallow.as_bytes())) {
            continue;
        }
        if is_end {
            if let Some(begun) = open.iter().rposition(|begun| begun.eq_ignore_ascii_case(name)) {
                open.truncate(begun);
            }
            continue;
        }
        if end <= at {
            // Looked for once for all tags before it, or a file without any would be read again and again.
            end = memchr::memchr(b'>', rest).map_or(bytes.len(), |found| bytes.len() - rest.len() + found);
        }
        if bytes.get(end.saturating_sub(1)) != Some(&b'/') {
            open.push(name);
        }
        if open.len() > MAX_DEPTH {
            return true;
        }
    }
    false
}
