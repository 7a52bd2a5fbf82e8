//! Text of others on one line that shows what it is: in messages, lists and tables. It does not know where it is shown.

use std::borrow::Cow;

/// Whether `char` opens or closes a stretch of text that runs the other way, and so can make a line read as another one.
#[must_use]
pub fn turns_text(char: char) -> bool {
    matches!(char, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// `text` with characters that steer a terminal, break the line or turn its direction written out, as `\n`, `\u{1b}` and
/// `\u{202e}`. Marks of direction that Hebrew and Arabic are spelled with stay.
///
/// # Example
/// ```
/// use byline::text::visible;
/// assert_eq!(visible("a\u{202e}txt.exe\n"), r"a\u{202e}txt.exe\n");
/// ```
#[must_use]
pub fn visible(text: &str) -> Cow<'_, str> {
    let is_unsafe = |char: char| char.is_control() || turns_text(char) || matches!(char, '\u{2028}' | '\u{2029}');
    if !text.contains(is_unsafe) {
        return Cow::Borrowed(text);
    }
    let mut out = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        if is_unsafe(char) {
            out.extend(char.escape_default());
        } else {
            out.push(char);
        }
    }
    Cow::Owned(out)
}

/// At most `chars` characters of `text`, with an ellipsis where there were more.
#[must_use]
pub fn shortened(text: &str, chars: usize) -> Cow<'_, str> {
    match text.char_indices().nth(chars).and_then(|(end, _)| text.get(..end)) {
        Some(beginning) => Cow::Owned(format!("{beginning}…")),
        None => Cow::Borrowed(text),
    }
}
