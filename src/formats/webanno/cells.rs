//! What a cell says, its escapes resolved.

/// Characters of a cell, each with whether it was escaped.
fn scanned(cell: &str) -> Vec<(char, bool)> {
    let mut out = Vec::with_capacity(cell.len());
    let mut chars = cell.chars();
    while let Some(char) = chars.next() {
        if char != '\\' {
            out.push((char, false));
            continue;
        }
        match chars.next() {
            Some('t') => out.push(('\t', true)),
            Some('n') => out.push(('\n', true)),
            Some('r') => out.push(('\r', true)),
            Some(other) => out.push((other, true)),
            None => out.push(('\\', false)),
        }
    }
    out
}

fn text(chars: &[(char, bool)]) -> String {
    chars.iter().map(|(char, _)| char).collect()
}

/// A cell as a plain text.
pub(super) fn plain(cell: &str) -> String {
    text(&scanned(cell))
}

/// One of the values of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Entry {
    /// The value; nothing for `*`, an annotation without a value.
    pub(super) value: Option<String>,
    /// The values between `;`, for slots.
    pub(super) parts: Vec<String>,
    /// The number that tells which values belong to one annotation.
    pub(super) number: Option<String>,
}

/// The values of a cell, parted by `|`; none for `_`.
pub(super) fn entries(cell: &str) -> Vec<Entry> {
    if cell == "_" {
        return Vec::new();
    }
    let chars = scanned(cell);
    chars.split(|char| *char == ('|', false)).map(entry).collect()
}

fn entry(chars: &[(char, bool)]) -> Entry {
    let mut chars = chars;
    let mut number = None;
    let open = chars.iter().rposition(|char| *char == ('[', false));
    if let (Some(open), Some((']', false))) = (open, chars.last()) {
        let inside = chars.get(open + 1..chars.len() - 1).unwrap_or_default();
        if !inside.is_empty() && inside.iter().all(|(char, _)| char.is_ascii_digit()) {
            number = Some(text(inside));
            chars = chars.get(..open).unwrap_or_default();
        }
    }
    let is_empty = matches!(chars, [('*' | '_', false)]);
    let parts = chars.split(|char| *char == (';', false)).map(text).collect();
    Entry { value: (!is_empty).then(|| text(chars)), parts, number }
}

/// A place that a relation or slot names: `1-3.1[2_4]` as the row and both numbers.
pub(super) fn reference(text: &str) -> Option<(&str, Option<&str>, Option<&str>)> {
    let Some((row, rest)) = text.split_once('[') else { return Some((text, None, None)) };
    let inside = rest.strip_suffix(']')?;
    let (one, two) = inside.split_once('_').map_or((inside, None), |(one, two)| (one, Some(two)));
    let known = |number: &&str| *number != "0";
    Some((row, Some(one).filter(known), two.filter(known)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_say_what_their_escapes_mean() {
        assert_eq!(plain(r"#\*'\t:\;{}\|\[ \]\\\_\n\->"), "#*'\t:;{}|[ ]\\_\n->");
        assert_eq!(entries("_"), []);
        let both = entries(r"a\|b[1]|*[2]");
        assert_eq!((both[0].value.as_deref(), both[0].number.as_deref()), (Some("a|b"), Some("1")));
        assert_eq!((both[1].value.as_deref(), both[1].number.as_deref()), (None, Some("2")));
        assert_eq!(entries(r"\*")[0].value.as_deref(), Some("*"));
        assert_eq!(reference("1-3.1[2_0]"), Some(("1-3.1", Some("2"), None)));
        assert_eq!(reference("1-3[2"), None);
    }
}
