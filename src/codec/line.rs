//! One record as one line of RON.
//!
//! `writer` writes nearly every record. What it leaves, `ron` writes; this module then takes back the escapes that only hurt
//! reading (the apostrophe's, and those of combining marks, which every accented or Indic word would be full of) and refuses
//! numbers that are not finite. Both write the same. It does not know which records there are.

use super::convert::EncodeError;
use super::writer::{self, Unwritten};
use ron::extensions::Extensions;
use ron::ser::PrettyConfig;
use serde::Serialize;

/// Appends `value` to `out` as RON without a line break.
///
/// # Errors
/// [`EncodeError`] naming `section`.
pub(super) fn write_value<T: Serialize + ?Sized>(
    out: &mut String,
    section: &str,
    value: &T,
) -> Result<(), EncodeError> {
    let start = out.len();
    writer::write(out, value).or_else(|Unwritten| {
        out.truncate(start);
        write_with_ron(out, section, value)
    })
}

/// As [`write_value`], for whatever `ron` can write.
fn write_with_ron<T: Serialize + ?Sized>(out: &mut String, section: &str, value: &T) -> Result<(), EncodeError> {
    let options = ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME);
    let config = PrettyConfig::new().new_line("\n").compact_arrays(true).compact_maps(true).compact_structs(true);
    let raw = options
        .to_string_pretty(value, config)
        .map_err(|problem| EncodeError::Writer { record: section.to_owned(), problem: problem.to_string() })?;
    tidy(out, &raw).map_err(|NotFinite| EncodeError::NotFinite { record: raw.chars().take(80).collect() })
}

struct NotFinite;

/// Copies `raw` and takes back needless escapes.
fn tidy(out: &mut String, raw: &str) -> Result<(), NotFinite> {
    let mut rest = raw;
    while let Some(at) = rest.find(['"', '\'', 'N', 'i']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        rest = if let Some(inside) = from.strip_prefix('"') {
            out.push('"');
            tidy_string(out, inside)
        } else if let Some(inside) = from.strip_prefix('\'') {
            tidy_char(out, inside)
        } else if begins_word(before, out) && (is_word(from, "NaN") || is_word(from, "inf")) {
            return Err(NotFinite);
        } else {
            let mut chars = from.chars();
            out.extend(chars.next());
            chars.as_str()
        };
    }
    out.push_str(rest);
    Ok(())
}

fn begins_word(before: &str, out: &str) -> bool {
    let last = before.chars().next_back().or_else(|| out.chars().next_back());
    !last.is_some_and(|last| last.is_alphanumeric() || last == '_')
}

fn is_word(from: &str, word: &str) -> bool {
    from.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|next: char| next.is_alphanumeric() || next == '_'))
}

/// Copies a string's inside and its closing quote; gives back what follows.
fn tidy_string<'a>(out: &mut String, mut rest: &'a str) -> &'a str {
    while let Some(at) = rest.find(['"', '\\']) {
        let (before, from) = rest.split_at_checked(at).unwrap_or((rest, ""));
        out.push_str(before);
        if let Some(after) = from.strip_prefix('"') {
            out.push('"');
            return after;
        }
        rest = if let Some(after) = from.strip_prefix("\\'") {
            out.push('\'');
            after
        } else if let Some((mark, after)) = readable_escape(from) {
            out.push(mark);
            after
        } else {
            let (escape, after) = from.split_at_checked(2).unwrap_or((from, ""));
            out.push_str(escape);
            after
        };
    }
    out.push_str(rest);
    ""
}

/// The character of an escape `\u{...}` that need not be one: `ron` escapes every combining mark, as if it stood alone.
fn readable_escape(from: &str) -> Option<(char, &str)> {
    let (digits, after) = from.strip_prefix("\\u{")?.split_once('}')?;
    let mark = char::from_u32(u32::from_str_radix(digits, 16).ok()?)?;
    let behind_a_letter: String = ['a', mark].into_iter().collect();
    let stays = behind_a_letter.escape_debug().skip(1).eq(std::iter::once(mark));
    stays.then_some((mark, after))
}

/// Copies a character literal, opening quote already read. A control character in it is escaped: no line may break.
fn tidy_char<'a>(out: &mut String, inside: &'a str) -> &'a str {
    out.push('\'');
    let mut chars = inside.chars();
    match chars.next() {
        Some('\\') => {
            out.push('\\');
            out.extend(chars.next());
        }
        Some(control) if control.is_control() || matches!(control, '\u{2028}' | '\u{2029}') => {
            out.extend(control.escape_default());
        }
        other => out.extend(other),
    }
    let rest = chars.as_str();
    out.push('\'');
    rest.strip_prefix('\'').unwrap_or(rest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{Ext, MentionId, Value};
    use proptest::prelude::*;

    /// What both ways write.
    fn both<T: Serialize + ?Sized>(value: &T) -> (Option<String>, Option<String>) {
        let (mut by_writer, mut by_ron) = (String::new(), String::new());
        let written = writer::write(&mut by_writer, value).is_ok();
        let by_ron = write_with_ron(&mut by_ron, "test", value).is_ok().then_some(by_ron);
        (written.then_some(by_writer), by_ron)
    }

    #[test]
    fn every_character_is_written_as_with_ron() {
        let all: Vec<char> = ('\0'..=char::MAX).collect();
        for some in all.chunks(512) {
            let text: String = some.iter().collect();
            let (by_writer, by_ron) = both(text.as_str());
            assert!(by_writer.is_some());
            assert_eq!(by_writer, by_ron);
        }
    }

    #[test]
    fn what_is_not_written_here_is_written_with_ron() {
        let deep = (0..40).fold(Value::Int(1), |inner, _| Value::List(vec![inner]));
        assert_eq!(both(&deep).0, both(&deep).1);
        let deeper = (0..60).fold(Value::Int(1), |inner, _| Value::List(vec![inner]));
        assert_eq!(both(&deeper).0, None);
        assert_eq!(both(&'x').0, None);
        assert_eq!(both(&None::<u8>).0, None);
        let mut out = "kept ".to_owned();
        assert_eq!(write_value(&mut out, "test", &("a", 'x', None::<u8>)), Ok(()));
        assert_eq!(out, "kept (\"a\", 'x', None)");
    }

    /// A record with a field of each kind that records have.
    #[derive(Clone, Debug, Serialize)]
    struct Row {
        id: MentionId,
        name: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        number: Option<f64>,
        places: Vec<(u32, i64)>,
        is_set: bool,
        ext: Ext,
        #[serde(skip_serializing_if = "Option::is_none")]
        inner: Option<Box<Row>>,
    }

    fn any_value() -> impl Strategy<Value = Value> {
        let text = prop_oneof![any::<String>(), "[\\PCNi'\"\\\\]{0,12}", "[a-z]{0,4}(NaN|inf)?"];
        let leaf = prop_oneof![
            any::<bool>().prop_map(Value::Bool),
            any::<i64>().prop_map(Value::Int),
            any::<f64>().prop_map(Value::Float),
            prop::num::f64::ANY.prop_map(Value::Float),
            text.prop_map(Value::Text),
        ];
        leaf.prop_recursive(4, 24, 5, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..5).prop_map(Value::List),
                prop::collection::vec((any::<String>(), inner), 0..5)
                    .prop_map(|rows| Value::Map(rows.into_iter().collect())),
            ]
        })
    }

    prop_compose! {
        fn any_row()(
            id in any::<u64>(),
            name in any::<String>(),
            number in any::<Option<f64>>(),
            places in prop::collection::vec(any::<(u32, i64)>(), 0..3),
            is_set in any::<bool>(),
            ext in prop::collection::vec((any::<String>(), any_value()), 0..3),
        ) -> Row {
            let ext = ext.into_iter().collect();
            Row { id: MentionId(id), name, number, places, is_set, ext, inner: None }
        }
    }

    proptest! {
        // Cases that failed are written into a test of their own, not into a file beside the sources.
        #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

        #[test]
        fn any_record_is_written_as_with_ron(row in any_row(), inner in any_row()) {
            let row = Row { inner: Some(Box::new(inner)), ..row };
            let (by_writer, by_ron) = both(&row);
            prop_assert_eq!(by_writer, by_ron);
        }

        #[test]
        fn any_value_is_written_as_with_ron(value in any_value()) {
            let (by_writer, by_ron) = both(&value);
            // Numbers that are not finite are refused by both.
            prop_assert_eq!(by_writer, by_ron);
        }
    }

    fn line(text: &str) -> String {
        let mut out = String::new();
        assert!(write_value(&mut out, "test", text).is_ok());
        out
    }

    #[test]
    fn strings_stay_readable_and_on_one_line() {
        assert_eq!(line("Men's"), "\"Men's\"");
        assert_eq!(line("\u{301}e\u{301}"), "\"\u{301}e\u{301}\"");
        assert_eq!(line("a\r\nb\u{2028}\u{202e}\0\\\""), r#""a\r\nb\u{2028}\u{202e}\0\\\"""#);
    }

    #[test]
    fn characters_stay_on_one_line() {
        for char in ['\n', '\r', '\'', '\\', '"', '1', '\u{301}', '\u{2028}', '\0', 'i', 'N'] {
            let mut out = String::new();
            assert!(write_value(&mut out, "test", &(char, "N'")).is_ok());
            assert_eq!(out.lines().count(), 1, "{out:?}");
            assert_eq!(ron::from_str::<(char, String)>(&out), Ok((char, "N'".to_owned())), "{out}");
        }
    }

    #[test]
    fn numbers_that_are_not_finite_are_refused() {
        for number in [f64::NAN, -f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
            assert!(write_value(&mut String::new(), "test", &vec![0.5, number]).is_err());
            assert!(write_value(&mut String::new(), "test", &number).is_err());
        }
        assert!(write_value(&mut String::new(), "test", &("NaN", "inf", vec![-1e300, f64::MIN_POSITIVE])).is_ok());
    }
}
