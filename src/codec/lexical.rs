//! What can be told from a session file's characters alone, without parsing it: its opening, left-over merge markers,
//! numbers too long to keep. It does not know the fields beyond the first two.

use crate::text::LineColumn;

/// How much of a file is searched for its opening fields.
const HEAD_BYTES: usize = 4096;

/// A whole number of so many digits fits into 64 bits whatever its sign; with one more it may not.
const SAFE_DIGITS: usize = 18;

/// `bytes` in lower-case hexadecimal digits.
pub(super) fn hex(bytes: &[u8]) -> String {
    bytes
        .iter()
        .flat_map(|byte| [byte >> 4, byte & 15])
        .filter_map(|digit| char::from_digit(digit.into(), 16))
        .collect()
}

/// Line and column of `byte` in `text`, both from 1; of the end where `byte` lies behind it.
pub(super) fn place_at(text: &str, byte: usize) -> LineColumn {
    let before = text.get(..byte).unwrap_or(text);
    let line = before.bytes().filter(|byte| *byte == b'\n').count() + 1;
    let column = before.rsplit('\n').next().unwrap_or_default().chars().count() + 1;
    LineColumn { line: u32::try_from(line).unwrap_or(u32::MAX), column: u32::try_from(column).unwrap_or(u32::MAX) }
}

/// What stands behind `name:` near the beginning of the file.
fn head_field<'a>(text: &'a str, name: &str) -> Option<&'a str> {
    let mut end = text.len().min(HEAD_BYTES);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    let head = text.get(..end)?;
    head.match_indices(name).find_map(|(at, _)| {
        let apart = head.get(..at)?.chars().next_back().is_none_or(|before| !before.is_alphanumeric() && before != '_');
        let value = head.get(at + name.len()..)?.trim_start().strip_prefix(':')?.trim_start();
        apart.then_some(value)
    })
}

/// The format that the file names, if its opening names one.
pub(super) fn head_format(text: &str) -> Option<&str> {
    head_field(text, "format")?.strip_prefix('"')?.split_once('"').map(|(format, _)| format)
}

/// The version that the file states, if its opening states one.
pub(super) fn head_version(text: &str) -> Option<u32> {
    let digits: String = head_field(text, "version")?.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The first line, from 1, that git left behind in a merge.
pub(super) fn conflict_marker(text: &str) -> Option<usize> {
    let is_marker = |line: &str| {
        let line = line.trim_end_matches('\r');
        let opens =
            |marker: &str| line.strip_prefix(marker).is_some_and(|rest| rest.is_empty() || rest.starts_with(' '));
        opens("<<<<<<<") || opens(">>>>>>>") || opens("|||||||") || line == "======="
    };
    text.split('\n').position(is_marker).map(|line| line + 1)
}

/// Where a whole number stands that 64 bits may not hold. `ron` would round it to the nearest float without a word.
pub(super) fn long_number(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let is_digit = |at: usize| bytes.get(at).is_some_and(|byte| byte.is_ascii_digit() || *byte == b'_');
    // A run of more than `SAFE_DIGITS` digits covers at least one byte in every stretch of that length.
    let any_run = (0..bytes.len()).step_by(SAFE_DIGITS).any(|at| {
        let run = |range: &mut dyn Iterator<Item = usize>| range.take_while(|at| is_digit(*at)).count();
        is_digit(at) && run(&mut (0..at).rev()) + run(&mut (at..bytes.len())) > SAFE_DIGITS
    });
    if any_run { bare_numbers(text).find(|(_, number)| is_lossy(number)).map(|(at, _)| at) } else { None }
}

fn is_lossy(number: &str) -> bool {
    let digits: String = number.chars().filter(|char| *char != '_').collect();
    let whole = digits.trim_start_matches(['+', '-']).bytes().all(|byte| byte.is_ascii_digit());
    whole && digits.parse::<i64>().is_err() && digits.parse::<u64>().is_err()
}

/// Numbers outside strings and comments, with where they begin.
fn bare_numbers(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let rest = text.get(at..)?;
            let first = rest.chars().next()?;
            let length = match first {
                '"' => string_length(rest),
                'r' if let Some(length) = raw_string_length(rest) => length,
                '/' if rest.starts_with("//") => rest.find('\n').unwrap_or(rest.len()),
                '/' if rest.starts_with("/*") => comment_length(rest),
                '\'' => char_length(rest),
                _ if first.is_alphanumeric() || matches!(first, '+' | '-' | '_' | '.') => {
                    let inside = |char: char| char.is_alphanumeric() || matches!(char, '+' | '-' | '_' | '.');
                    let length = rest.find(|char| !inside(char)).unwrap_or(rest.len());
                    let word = rest.get(..length)?;
                    let start = at;
                    at += length;
                    if word.starts_with(|first: char| first.is_ascii_digit() || matches!(first, '+' | '-' | '_')) {
                        return Some((start, word));
                    }
                    continue;
                }
                _ => first.len_utf8(),
            };
            at += length;
        }
    })
}

fn string_length(rest: &str) -> usize {
    let mut escaped = false;
    let closing = rest.bytes().skip(1).position(|byte| {
        let closes = byte == b'"' && !escaped;
        escaped = byte == b'\\' && !escaped;
        closes
    });
    closing.map_or(rest.len(), |inside| inside + 2)
}

/// The length of a raw string; nothing for a name such as `r#type`, or where it is not closed.
fn raw_string_length(rest: &str) -> Option<usize> {
    let hashes = rest.bytes().skip(1).take_while(|byte| *byte == b'#').count();
    let opening = hashes + 2;
    let inside = rest.get(hashes + 1..)?.strip_prefix('"')?;
    let closing = format!("\"{}", "#".repeat(hashes));
    inside.find(&closing).map(|length| opening + length + closing.len())
}

/// The length of a block comment with all that are nested in it.
fn comment_length(rest: &str) -> usize {
    let mut depth = 0_usize;
    let mut at = 0;
    while let Some(found) = rest.get(at..).and_then(|rest| rest.find(['/', '*'])) {
        at += found;
        let pair = rest.get(at..at + 2).unwrap_or_default();
        depth = match pair {
            "/*" => depth + 1,
            "*/" => depth.saturating_sub(1),
            _ => depth,
        };
        at += if matches!(pair, "/*" | "*/") { 2 } else { 1 };
        if depth == 0 {
            return at;
        }
    }
    rest.len()
}

/// The longest escape of a character, `\u{10FFFF}`, with its quotes and something to spare.
const MAX_CHAR_BYTES: usize = 16;

fn char_length(rest: &str) -> usize {
    let mut chars = rest.char_indices().skip(1);
    let closing = match chars.next() {
        // The escaped character may be the quote itself.
        Some((_, '\\')) => chars
            .skip(1)
            .map_while(|(at, char)| (at < MAX_CHAR_BYTES).then_some((at, char)))
            .find(|(_, char)| *char == '\''),
        _ => chars.next().filter(|(_, char)| *char == '\''),
    };
    closing.map_or(1, |(at, _)| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_numbers_are_found_outside_strings_and_comments_only() {
        assert_eq!(long_number("(a: 18446744073709551615, b: -9223372036854775808)"), None);
        assert_eq!(long_number("(a: 18446744073709551616)"), Some(4));
        assert_eq!(long_number("(a: 1_8446744073709_551616)"), Some(4));
        assert_eq!(long_number("(a: -9223372036854775809)"), Some(4));
        assert_eq!(long_number("(a: \"\\\"18446744073709551616\", b: 1)"), None);
        assert_eq!(long_number("(a: r#\"\"18446744073709551616\"#, b: '\"', c: '\\'')"), None);
        assert_eq!(long_number("(a: '\"', b: 18446744073709551616)"), Some(12));
        assert_eq!(long_number("(a: '\\u{22}', b: '\"', c: 18446744073709551616)"), Some(25));
        assert_eq!(long_number("(a: '\\'', b: \"'\", c: 18446744073709551616)"), Some(21));
        assert_eq!(long_number("(r#a: 18446744073709551616, b: \"#\")"), Some(6));
        assert_eq!(long_number("/* /* */ \" */ (a: 18446744073709551616)"), Some(18));
        assert_eq!(long_number("/* /* 18446744073709551616 */ 18446744073709551616 */ (a: 1)"), None);
        assert_eq!(long_number(r#"{"a": "\"", "b": 18446744073709551616}"#), Some(17), "JSON");
        assert_eq!(long_number("// 18446744073709551616\n(a: 1.8446744073709551616)"), None);
    }

    /// Every `r#` looked for its end in the whole file.
    #[test]
    fn a_million_names_that_look_like_strings_take_no_time() {
        let names = "r#a:1,".repeat(1 << 20);
        assert_eq!(long_number(&format!("({names}b:18446744073709551616)")), Some(names.len() + 3));
    }

    #[test]
    fn the_opening_is_read_without_parsing() {
        let text = "#![enable(implicit_some)]\n(\nformat: \"byline-session\", version: 12, layout: 1,";
        assert_eq!((head_format(text), head_version(text)), (Some("byline-session"), Some(12)));
        assert_eq!((head_format("(my_format: \"x\")"), head_version("")), (None, None));
    }

    #[test]
    fn only_whole_lines_are_merge_markers() {
        assert_eq!(conflict_marker("(\n<<<<<<< HEAD\n"), Some(2));
        assert_eq!(conflict_marker("(\r\n=======\r\n"), Some(2));
        assert_eq!(conflict_marker("(a: \"<<<<<<< HEAD\")\n ======="), None);
    }
}
