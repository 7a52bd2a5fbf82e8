//! Words from sessions made harmless for a page and for a text. It does not know where they stand there.

use crate::text::turns_text;

/// `text` for HTML, between tags or in a quoted attribute: nothing in it opens a tag, and characters that turn text round or
/// steer a terminal are written out.
#[must_use]
pub(super) fn html(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(char),
            '\r' => {}
            _ if turns_text(char) || char.is_control() => out.push_str(&shown(char)),
            _ => out.push(char),
        }
    }
    out
}

/// `text` for Markdown, on one line: nothing in it is a sign of Markdown or HTML.
#[must_use]
pub(super) fn markdown(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for char in text.chars() {
        match char {
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '&' => out.push_str("&amp;"),
            '\\' | '`' | '*' | '_' | '{' | '}' | '[' | ']' | '(' | ')' | '#' | '+' | '-' | '.' | '!' | '|' | '~'
            | '=' | ':' => {
                out.push('\\');
                out.push(char);
            }
            _ if char.is_whitespace() => out.push(' '),
            _ if turns_text(char) || char.is_control() => out.push_str(&shown(char)),
            _ => out.push(char),
        }
    }
    out
}

/// A character that cannot be seen, as its number.
fn shown(char: char) -> String {
    format!("\u{27e8}U+{:04X}\u{27e9}", u32::from(char))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_markup() {
        assert_eq!(
            html("<b a=\"1\" b='2'>&\u{202e}\0"),
            "&lt;b a=&quot;1&quot; b=&#39;2&#39;&gt;&amp;⟨U+202E⟩⟨U+0000⟩"
        );
        assert_eq!(markdown("# a|b\n<i>*"), "\\# a\\|b &lt;i&gt;\\*");
        assert_eq!(html("a\r\nb"), "a\nb");
    }
}
