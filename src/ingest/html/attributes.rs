//! Attributes of a tag. It does not know what they mean.

use super::entities::resolved;

/// The value of the attribute `name` in `tag`, which is one whole tag as it is written; its entities are resolved.
pub(super) fn attribute(tag: &str, name: &str) -> Option<String> {
    let mut rest = tag.strip_prefix('<')?;
    rest = rest.trim_start_matches(|char: char| !char.is_ascii_whitespace() && char != '/' && char != '>');
    loop {
        rest = rest.trim_start_matches(|char: char| char.is_ascii_whitespace() || char == '/');
        if rest.is_empty() || rest.starts_with('>') {
            return None;
        }
        let is_behind = |(at, char): (usize, char)| {
            (char.is_ascii_whitespace() || matches!(char, '/' | '>') || (char == '=' && at > 0)).then_some(at)
        };
        let end = rest.char_indices().find_map(is_behind).unwrap_or(rest.len());
        let (found, behind) = rest.split_at_checked(end)?;
        rest = behind;
        let Some(value) = rest.trim_start().strip_prefix('=').map(str::trim_start) else {
            if found.eq_ignore_ascii_case(name) {
                return Some(String::new());
            }
            continue;
        };
        let (value, behind) = match value.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inside = value.get(1..).unwrap_or_default();
                inside.split_once(quote).unwrap_or((inside, ""))
            }
            _ => {
                let ends = |char: char| char.is_ascii_whitespace() || char == '>';
                value.split_at_checked(value.find(ends).unwrap_or(value.len()))?
            }
        };
        if found.eq_ignore_ascii_case(name) {
            return Some(resolved(value));
        }
        rest = behind;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_had_by_name() {
        let tag = "<meta  name = author content='A. &amp; B.' HIDDEN data-x=1/ charset=utf-8>";
        for (name, value) in [
            ("name", Some("author")),
            ("content", Some("A. & B.")),
            ("hidden", Some("")),
            ("data-x", Some("1/")),
            ("charset", Some("utf-8")),
            ("meta", None),
            ("x", None),
        ] {
            assert_eq!(attribute(tag, name).as_deref(), value, "{name}");
        }
        assert_eq!(attribute("<a =b c", "=b").as_deref(), Some(""));
    }
}
