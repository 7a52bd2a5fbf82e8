//! Messages with values in them, and the macro that says them. It knows no language.

use std::fmt::{Display, Write};

/// `message` with `values` in place of `{name}`, `{}` and `{0}`; a place for which there is no value stays as it is.
pub(in crate::gui) fn filled(message: &str, values: &[(&str, &dyn Display)]) -> String {
    let mut text = String::with_capacity(message.len() * 2);
    let mut rest = message;
    let mut next = 0;
    while let Some((before, (name, behind))) =
        rest.split_once('{').and_then(|(before, behind)| Some((before, behind.split_once('}')?)))
    {
        text.push_str(before);
        rest = behind;
        let value = match name.parse::<usize>() {
            _ if name.is_empty() => {
                next += 1;
                values.get(next - 1)
            }
            Ok(index) => values.get(index),
            Err(_) => values.iter().find(|(known, _)| *known == name),
        };
        let written = value.is_some_and(|(_, value)| write!(text, "{value}").is_ok());
        if !written {
            text.extend(["{", name, "}"]);
        }
    }
    text.push_str(rest);
    text
}

/// Says a message in the language of the window.
///
/// `tr!("Save")` is a `&'static str`. `tr!("{shown} of {all}", shown, all = rows.len())` is a `String`, and so is
/// `tr!("{n} row" | "{n} rows" % count)`, which chooses by the number and calls it `n`. `tr!("state" => "Open")` says in
/// which sense a word is meant that other languages have several for. A test reads the sources and
/// holds the places in a message against the values.
macro_rules! tr {
    ($message:literal $(,)?) => {
        $crate::gui::language::tr($message)
    };
    ($message:literal, $($values:tt)+) => {
        $crate::gui::language::filled($crate::gui::language::tr($message), $crate::gui::language::values!([] $($values)+))
    };
    ($context:literal => $message:literal) => {
        $crate::gui::language::tr_in($context, $message)
    };
    ($one:literal | $many:literal % $count:expr $(, $($values:tt)*)?) => {{
        let n = $count;
        let message = $crate::gui::language::tr_counted(n, $one, $many);
        $crate::gui::language::filled(message, $crate::gui::language::values!([("n", &n),] $($($values)*)?))
    }};
}
pub(in crate::gui) use tr;

/// The values of a message with their names: `name`, `name = value`, or a value that has none.
macro_rules! values {
    ([$($known:tt)*]) => {
        &[$($known)*]
    };
    ([$($known:tt)*] $name:ident $(, $($rest:tt)*)?) => {
        $crate::gui::language::values!([$($known)* (stringify!($name), &$name),] $($($rest)*)?)
    };
    ([$($known:tt)*] $name:ident = $value:expr $(, $($rest:tt)*)?) => {
        $crate::gui::language::values!([$($known)* (stringify!($name), &$value),] $($($rest)*)?)
    };
    ([$($known:tt)*] $value:expr $(, $($rest:tt)*)?) => {
        $crate::gui::language::values!([$($known)* ("", &$value),] $($($rest)*)?)
    };
}
pub(in crate::gui) use values;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_stand_where_the_message_wants_them() {
        let (shown, all) = (3, "\u{e4}{0}");
        assert_eq!(tr!("{shown} of {all}", shown, all), "3 of \u{e4}{0}");
        assert_eq!(tr!("{} of {}: {last}", shown, all.len(), last = "z"), "3 of 5: z");
        assert_eq!(filled("{1} vor {0}", &[("", &"a"), ("", &"b")]), "b vor a");
        assert_eq!(tr!("{n} row" | "{n} rows" % 1_usize), "1 row");
        assert_eq!(tr!("{n} row of {all}" | "{n} rows of {all}" % 0_u32, all = 9), "0 rows of 9");
    }

    #[test]
    fn a_place_without_a_value_stays() {
        assert_eq!(filled("{} {} {wrong} {7} {", &[("right", &1)]), "1 {} {wrong} {7} {");
    }
}
