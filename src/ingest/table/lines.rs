//! Lines and lists of JSON: the fields of each object with their places. Whether a line is JSON at all is for `serde_json` to
//! say.

use super::cell::{Cell, Form};
use std::ops::Range;

/// The fields of the object in `line`, which begins at `start` of the table's text; a field of an object in it goes by both
/// names with a dot between.
///
/// # Errors
/// What is wrong with the line.
pub(super) fn fields(line: &str, start: usize) -> Result<Vec<(String, Cell)>, String> {
    if !line.starts_with('{') {
        return Err("it does not begin with `{`".to_owned());
    }
    serde_json::from_str::<serde::de::IgnoredAny>(line).map_err(|error| error.to_string())?;
    let mut found = Vec::new();
    object(line, start, "", &mut found);
    Ok(found)
}

/// A list of JSON.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct List {
    /// Where its values stand.
    pub(super) items: Vec<Range<usize>>,
    /// Where it does not go on as a list does.
    pub(super) remark: Option<String>,
}

/// The values of the list that `text` is. Of a list that breaks off those before that are there.
///
/// # Errors
/// What stands there instead of one.
pub(super) fn list(text: &str) -> Result<List, String> {
    let bytes = text.as_bytes();
    let skip = |at: usize| {
        at + bytes.get(at..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace()).count()
    };
    let line = |at: usize| 1 + memchr::memchr_iter(b'\n', bytes.get(..at).unwrap_or_default()).count();
    let start = skip(0);
    if bytes.get(start) != Some(&b'[') {
        let first = text.get(start..).and_then(|rest| rest.chars().next());
        return Err(
            first.map_or("it is empty".to_owned(), |first| format!("it begins with `{first}` and not with `[`"))
        );
    }
    let mut items = Vec::new();
    let mut at = skip(start + 1);
    let broken = |at: usize, items: Vec<Range<usize>>| {
        let place = line(at);
        let remark = format!("the list does not go on as JSON in line {place}; what stands before was read");
        List { items, remark: Some(remark) }
    };
    if bytes.get(at) == Some(&b']') {
        return Ok(List { items, remark: None });
    }
    loop {
        let end = value_end(bytes, at);
        if end == at {
            return Ok(broken(at, items));
        }
        items.push(at..end);
        at = skip(end);
        match bytes.get(at) {
            Some(b',') => at = skip(at + 1),
            Some(b']') if skip(at + 1) == bytes.len() => return Ok(List { items, remark: None }),
            Some(b']') => return Ok(broken(skip(at + 1), items)),
            _ => return Ok(broken(at, items)),
        }
    }
}

/// Takes the fields of the object that begins in `text`, of which is known that it is JSON.
fn object(text: &str, start: usize, before: &str, found: &mut Vec<(String, Cell)>) {
    let bytes = text.as_bytes();
    let mut at = memchr::memchr(b'{', bytes).map_or(bytes.len(), |open| open + 1);
    while let Some(key) = string(bytes, at) {
        let name: String = Cell { inside: key.clone(), form: Form::Json }.value(text);
        let name = format!("{before}{name}");
        let Some(colon) = bytes.get(key.end + 1..).and_then(|rest| memchr::memchr(b':', rest)) else { return };
        let from = key.end + 1 + colon + 1;
        let from =
            from + bytes.get(from..).unwrap_or_default().iter().take_while(|byte| byte.is_ascii_whitespace()).count();
        let end = value_end(bytes, from);
        let value = text.get(from..end).unwrap_or_default();
        let place = |range: Range<usize>| start + range.start..start + range.end;
        match value.as_bytes().first() {
            Some(b'"') => {
                found.push((name, Cell { inside: place(from + 1..end - 1), form: Form::Json }));
            }
            Some(b'{') if before.is_empty() => object(value, start + from, &format!("{name}."), found),
            Some(b'{' | b'[') => found.push((name, Cell { inside: place(from..end), form: Form::Nested })),
            _ if value == "null" => {}
            _ => found.push((name, Cell { inside: place(from..end), form: Form::Plain })),
        }
        at = end;
        // Behind the value stands a comma or the end.
        match bytes.get(at..).and_then(|rest| rest.iter().find(|byte| !byte.is_ascii_whitespace())) {
            Some(b',') => {}
            _ => return,
        }
    }
}

/// The inside of the next string from `at` on, unless the object ends before.
fn string(bytes: &[u8], at: usize) -> Option<Range<usize>> {
    let rest = bytes.get(at..)?;
    let open = at + rest.iter().position(|byte| matches!(byte, b'"' | b'}'))?;
    if bytes.get(open) == Some(&b'}') {
        return None;
    }
    Some(open + 1..string_end(bytes, open + 1))
}

/// Where the string ends whose inside begins at `at`.
fn string_end(bytes: &[u8], mut at: usize) -> usize {
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found;
        if bytes.get(at) == Some(&b'"') {
            return at;
        }
        at += 2;
    }
    bytes.len()
}

/// Where the value ends that begins at `from`.
fn value_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    let mut depth = 0_usize;
    while let Some(byte) = bytes.get(at) {
        match byte {
            b'"' => {
                at = string_end(bytes, at + 1) + 1;
                if depth == 0 {
                    return at.min(bytes.len());
                }
                continue;
            }
            b'{' | b'[' => depth += 1,
            b'}' | b']' if depth <= 1 => return if depth == 1 { at + 1 } else { at },
            b'}' | b']' => depth -= 1,
            b',' if depth == 0 => return at,
            byte if depth == 0 && byte.is_ascii_whitespace() => return at,
            _ => {}
        }
        at += 1;
    }
    bytes.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_are_found_with_their_places() {
        let line =
            r#"{ "a\"b" : "x\ny", "n": 1.5,"o":null, "m": {"t": "z}", "d": {"e": 1}}, "l": ["p", "q"], "s": ""}"#;
        let found = fields(line, 0).unwrap();
        let shown: Vec<(String, String)> = found.iter().map(|(name, cell)| (name.clone(), cell.value(line))).collect();
        let expected = [("a\"b", "x\ny"), ("n", "1.5"), ("m.t", "z}"), ("m.d", ""), ("l", "p, q"), ("s", "")];
        assert_eq!(shown, expected.map(|(name, value)| (name.to_owned(), value.to_owned())));
        assert_eq!(fields("{}", 0).unwrap(), []);
        assert!(fields("{\"a\": }", 0).unwrap_err().contains("expected value"));
        assert!(fields("[1]", 0).is_err());
    }

    #[test]
    fn values_of_a_list_are_found_as_far_as_it_goes() {
        let shown = |text: &str| {
            let list = list(text).unwrap();
            let items: Vec<String> =
                list.items.iter().map(|place| text.get(place.clone()).unwrap().to_owned()).collect();
            (items, list.remark.is_some())
        };
        let own = |items: &[&str]| items.iter().map(|item| (*item).to_owned()).collect::<Vec<_>>();
        assert_eq!(
            shown(" [ {\"a\": [1, \"]\"]} ,\n2, \"x,y\"] \n"),
            (own(&["{\"a\": [1, \"]\"]}", "2", "\"x,y\""]), false)
        );
        assert_eq!(shown("[]"), (own(&[]), false));
        assert_eq!(shown("[{\"a\": 1}, {\"b\": \"cut"), (own(&["{\"a\": 1}", "{\"b\": \"cut"]), true));
        assert_eq!(shown("[1, , 2]"), (own(&["1"]), true));
        assert_eq!(shown("[1] 2"), (own(&["1"]), true));
        assert!(list("{}").unwrap_err().contains("begins with `{`") && list(" ").is_err());
    }
}
