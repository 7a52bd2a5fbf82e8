//! Writes a value in the one form of session files, several times as fast as `ron` writes it and `line` tidies that.
//!
//! It is the counterpart of `reader` and writes what that reads: records, lists, tuples, maps, strings, whole and finite
//! numbers, truth values, few brackets within brackets. Whatever else it meets it refuses without a reason: then `line` has
//! to write it, or to say why that cannot be.

use serde::Serialize;
use serde::ser::{
    Error, Impossible, SerializeMap, SerializeSeq, SerializeStruct, SerializeTuple, Serializer, StdError,
};
use std::fmt::{self, Write};

/// More brackets within brackets than this are for `ron` to judge, whose own limit counts each twice.
const MAX_DEPTH: usize = 48;

/// The value is none of those that are written here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Unwritten;

impl fmt::Display for Unwritten {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not among the values that are written here")
    }
}

impl StdError for Unwritten {}

impl Error for Unwritten {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Appends `value` to `out`, without a line break.
///
/// # Errors
/// [`Unwritten`] where that is for `ron` to do; a part of the value may stand in `out` then.
pub(super) fn write<T: Serialize + ?Sized>(out: &mut String, value: &T) -> Result<(), Unwritten> {
    value.serialize(&mut Writer { out, depth: 0 })
}

struct Writer<'o> {
    out: &'o mut String,
    depth: usize,
}

impl<'o> Writer<'o> {
    fn within(&mut self, open: char, close: char) -> Result<Items<'_, 'o>, Unwritten> {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unwritten);
        }
        self.out.push(open);
        Ok(Items { writer: self, close, is_first: true })
    }

    fn word(&mut self, word: impl fmt::Display) -> Result<(), Unwritten> {
        write!(self.out, "{word}").map_err(|_| Unwritten)
    }
}

/// Whether a byte of a string stands for itself, whatever is beside it.
fn is_plain(byte: u8) -> bool {
    matches!(byte, b' '..=b'~') && byte != b'"' && byte != b'\\'
}

/// Whether a character that is no plain byte stands for itself: one that is seen, or a mark on another.
fn is_readable(char: char) -> bool {
    match char {
        '\0'..='\u{a0}' | '\u{ad}' => false,
        // Latin, combining marks, Cyrillic, dashes and quotation marks, and the letters of Chinese, Japanese and Korean.
        '\u{a1}'..='\u{377}'
        | '\u{400}'..='\u{52f}'
        | '\u{2010}'..='\u{2027}'
        | '\u{2030}'..='\u{205e}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{ac00}'..='\u{d7a3}' => true,
        _ => stays(char),
    }
}

/// Whether `escape_debug` leaves `char` as it is behind a letter: it escapes every combining mark at the beginning, as if it
/// stood alone.
fn stays(char: char) -> bool {
    let mut both = [b'a'; 5];
    let (_, behind) = both.split_at_mut(1);
    let length = char.encode_utf8(behind).len();
    let both = both.get(..=length).and_then(|both| std::str::from_utf8(both).ok());
    both.is_some_and(|both| both.escape_debug().skip(1).eq(std::iter::once(char)))
}

/// Appends the inside of a string.
fn push_escaped(out: &mut String, text: &str) {
    let (mut kept, mut at) = (0, 0);
    let rest = |at: usize| text.get(at..).unwrap_or_default();
    while let Some(plain) = rest(at).bytes().position(|byte| !is_plain(byte)) {
        at += plain;
        let Some(char) = rest(at).chars().next() else { break };
        if !is_readable(char) {
            out.push_str(text.get(kept..at).unwrap_or_default());
            out.extend(char.escape_debug());
            kept = at + char.len_utf8();
        }
        at += char.len_utf8();
    }
    out.push_str(rest(kept));
}

/// Takes what displays itself as the inside of a string.
struct Inside<'o>(&'o mut String);

impl Write for Inside<'_> {
    fn write_str(&mut self, text: &str) -> fmt::Result {
        push_escaped(self.0, text);
        Ok(())
    }
}

/// Whether a field's name stands as it is: a word of lower-case letters that means nothing else.
fn is_name(name: &str) -> bool {
    let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
    let is_reserved = matches!(name, "true" | "false" | "inf" | "inff32" | "inff64");
    name.starts_with(|first: char| first.is_ascii_lowercase()) && name.bytes().all(is_inside) && !is_reserved
}

/// What stands between two brackets, with commas between.
struct Items<'w, 'o> {
    writer: &'w mut Writer<'o>,
    close: char,
    is_first: bool,
}

impl Items<'_, '_> {
    fn separate(&mut self) {
        if !self.is_first {
            self.writer.out.push_str(", ");
        }
        self.is_first = false;
    }

    fn item<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.separate();
        value.serialize(&mut *self.writer)
    }

    fn close(self) {
        self.writer.out.push(self.close);
        self.writer.depth -= 1;
    }
}

impl SerializeSeq for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close();
        Ok(())
    }
}

impl SerializeTuple for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_element<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.item(value)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close();
        Ok(())
    }
}

impl SerializeMap for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_key<T: Serialize + ?Sized>(&mut self, key: &T) -> Result<(), Unwritten> {
        self.item(key)
    }

    fn serialize_value<T: Serialize + ?Sized>(&mut self, value: &T) -> Result<(), Unwritten> {
        self.writer.out.push_str(": ");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close();
        Ok(())
    }
}

impl SerializeStruct for Items<'_, '_> {
    type Ok = ();
    type Error = Unwritten;

    fn serialize_field<T: Serialize + ?Sized>(&mut self, name: &'static str, value: &T) -> Result<(), Unwritten> {
        if !is_name(name) {
            return Err(Unwritten);
        }
        self.separate();
        self.writer.out.push_str(name);
        self.writer.out.push_str(": ");
        value.serialize(&mut *self.writer)
    }

    fn end(self) -> Result<(), Unwritten> {
        self.close();
        Ok(())
    }
}

/// Writes numbers of the types named.
macro_rules! whole_numbers {
    ($($name:ident: $type:ty),+) => {
        $(fn $name(self, number: $type) -> Result<(), Unwritten> {
            self.word(number)
        })+
    };
}

/// Refuses what no session file holds in this form.
macro_rules! unwritten {
    ($($name:ident($($type:ty),*)),+) => {
        $(fn $name(self, $(_: $type),*) -> Result<(), Unwritten> {
            Err(Unwritten)
        })+
    };
}

impl<'w, 'o> Serializer for &'w mut Writer<'o> {
    type Ok = ();
    type Error = Unwritten;
    type SerializeSeq = Items<'w, 'o>;
    type SerializeTuple = Items<'w, 'o>;
    type SerializeMap = Items<'w, 'o>;
    type SerializeStruct = Items<'w, 'o>;
    type SerializeTupleStruct = Impossible<(), Unwritten>;
    type SerializeTupleVariant = Impossible<(), Unwritten>;
    type SerializeStructVariant = Impossible<(), Unwritten>;

    whole_numbers! {
        serialize_u8: u8, serialize_u16: u16, serialize_u32: u32, serialize_u64: u64,
        serialize_i8: i8, serialize_i16: i16, serialize_i32: i32, serialize_i64: i64,
        serialize_bool: bool
    }

    // That there is no value is never written.
    unwritten! {
        serialize_f32(f32), serialize_char(char), serialize_bytes(&[u8]), serialize_none(), serialize_unit(),
        serialize_unit_struct(&'static str), serialize_unit_variant(&'static str, u32, &'static str)
    }

    fn serialize_f64(self, number: f64) -> Result<(), Unwritten> {
        if number.is_finite() { self.word(format_args!("{number:?}")) } else { Err(Unwritten) }
    }

    fn serialize_str(self, text: &str) -> Result<(), Unwritten> {
        self.out.push('"');
        push_escaped(self.out, text);
        self.out.push('"');
        Ok(())
    }

    fn collect_str<T: fmt::Display + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        self.out.push('"');
        write!(Inside(self.out), "{value}").map_err(|_| Unwritten)?;
        self.out.push('"');
        Ok(())
    }

    /// A value stands for itself.
    fn serialize_some<T: Serialize + ?Sized>(self, value: &T) -> Result<(), Unwritten> {
        value.serialize(self)
    }

    fn serialize_seq(self, _: Option<usize>) -> Result<Self::SerializeSeq, Unwritten> {
        self.within('[', ']')
    }

    fn serialize_tuple(self, _: usize) -> Result<Self::SerializeTuple, Unwritten> {
        self.within('(', ')')
    }

    fn serialize_map(self, _: Option<usize>) -> Result<Self::SerializeMap, Unwritten> {
        self.within('{', '}')
    }

    fn serialize_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeStruct, Unwritten> {
        self.within('(', ')')
    }

    fn serialize_newtype_struct<T: Serialize + ?Sized>(self, _: &'static str, _: &T) -> Result<(), Unwritten> {
        Err(Unwritten)
    }

    fn serialize_newtype_variant<T: Serialize + ?Sized>(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: &T,
    ) -> Result<(), Unwritten> {
        Err(Unwritten)
    }

    fn serialize_tuple_struct(self, _: &'static str, _: usize) -> Result<Self::SerializeTupleStruct, Unwritten> {
        Err(Unwritten)
    }

    fn serialize_tuple_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeTupleVariant, Unwritten> {
        Err(Unwritten)
    }

    fn serialize_struct_variant(
        self,
        _: &'static str,
        _: u32,
        _: &'static str,
        _: usize,
    ) -> Result<Self::SerializeStructVariant, Unwritten> {
        Err(Unwritten)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_character_that_is_written_as_it_is_would_be_so_by_the_rule_as_well() {
        let differs = |char: &char| *char > '\u{a0}' && *char != '\u{ad}' && is_readable(*char) != stays(*char);
        assert_eq!(('\0'..=char::MAX).find(differs), None);
    }
}
