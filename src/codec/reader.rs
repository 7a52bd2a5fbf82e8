//! Reads a value in the one form in which `line` writes it, several times as fast as `ron` reads all of its forms.
//!
//! What it takes is a part of RON: no comments, no raw strings, no names of types, no break but the line feed, numbers that
//! 64 bits hold exactly, few brackets within brackets, no field that the types do not know. `ron` takes all of that for the
//! same value. Whatever else it meets it refuses without a reason: then `ron` has to judge.

use serde::de::{DeserializeSeed, Deserializer, Error, MapAccess, SeqAccess, Visitor, value::BorrowedStrDeserializer};
use std::borrow::Cow;

/// More brackets within brackets than this are for `ron` to judge. It counts each twice, and optional values besides, and
/// would still be below its own limit of 128.
const MAX_DEPTH: usize = 48;

/// The text is not in the form that is read here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not in the form that is read here")]
pub(super) struct Unread;

impl Error for Unread {
    fn custom<T: std::fmt::Display>(_: T) -> Self {
        Self
    }
}

/// Reads `text` as one value from its first byte to its last.
///
/// # Errors
/// [`Unread`] where that is for `ron` to do.
pub(super) fn read<'de, T: serde::Deserialize<'de>>(text: &'de str) -> Result<T, Unread> {
    let mut reader = Reader { text, at: 0, depth: 0 };
    let value = T::deserialize(&mut reader)?;
    reader.skip_space();
    if reader.at == text.len() { Ok(value) } else { Err(Unread) }
}

struct Reader<'de> {
    text: &'de str,
    at: usize,
    depth: usize,
}

impl<'de> Reader<'de> {
    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn rest(&self) -> &'de str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn skip_space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n')) {
            self.at += 1;
        }
    }

    fn has(&mut self, byte: u8) -> bool {
        let has = self.peek() == Some(byte);
        self.at += usize::from(has);
        has
    }

    fn take(&mut self, byte: u8) -> Result<(), Unread> {
        if self.has(byte) { Ok(()) } else { Err(Unread) }
    }

    /// Reads what stands between `open` and `close`.
    fn within<T>(
        &mut self,
        (open, close): (u8, u8),
        read: impl FnOnce(Items<'_, 'de>) -> Result<T, Unread>,
    ) -> Result<T, Unread> {
        self.take(open)?;
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(Unread);
        }
        let value = read(Items { reader: self, close, may_follow: true })?;
        self.skip_space();
        self.take(close)?;
        self.depth -= 1;
        Ok(value)
    }

    /// A word of lower-case letters, digits and underscores that begins with no digit.
    fn name(&mut self) -> Result<&'de str, Unread> {
        let rest = self.rest();
        let is_inside = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_';
        let length = rest.bytes().position(|byte| !is_inside(byte)).ok_or(Unread)?;
        let name = rest.get(..length).ok_or(Unread)?;
        if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
            return Err(Unread);
        }
        self.at += length;
        Ok(name)
    }

    fn string(&mut self) -> Result<Cow<'de, str>, Unread> {
        self.take(b'"')?;
        let mut owned: Option<String> = None;
        loop {
            let rest = self.rest();
            let end = memchr::memchr2(b'"', b'\\', rest.as_bytes()).ok_or(Unread)?;
            let (before, from) = rest.split_at_checked(end).ok_or(Unread)?;
            self.at += end + 1;
            if from.starts_with('"') {
                return Ok(match owned {
                    None => Cow::Borrowed(before),
                    Some(mut owned) => {
                        owned.push_str(before);
                        Cow::Owned(owned)
                    }
                });
            }
            let owned = owned.get_or_insert_default();
            owned.push_str(before);
            owned.push(self.escaped()?);
        }
    }

    /// The character of an escape, behind its backslash.
    fn escaped(&mut self) -> Result<char, Unread> {
        let kind = self.peek().ok_or(Unread)?;
        self.at += 1;
        match kind {
            b'n' => Ok('\n'),
            b'r' => Ok('\r'),
            b't' => Ok('\t'),
            b'0' => Ok('\0'),
            b'\\' | b'"' | b'\'' => Ok(char::from(kind)),
            b'u' => {
                let (digits, _) = self.rest().strip_prefix('{').and_then(|rest| rest.split_once('}')).ok_or(Unread)?;
                let is_plain = (1..=6).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
                if !is_plain {
                    return Err(Unread);
                }
                self.at += digits.len() + 2;
                u32::from_str_radix(digits, 16).ok().and_then(char::from_u32).ok_or(Unread)
            }
            _ => Err(Unread),
        }
    }

    /// What stands before the next comma, space, line feed or closing bracket: a number or a plain word.
    fn word(&mut self) -> Result<&'de str, Unread> {
        let rest = self.rest();
        let ends = |byte: u8| matches!(byte, b',' | b' ' | b'\n' | b')' | b']' | b'}');
        let length = rest.bytes().position(ends).ok_or(Unread)?;
        self.at += length;
        rest.get(..length).ok_or(Unread)
    }

    fn number(&mut self) -> Result<Number, Unread> {
        let word = self.word()?;
        let plain = word.strip_prefix('-').unwrap_or(word);
        let is_digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        if is_digits(plain) {
            let number: i64 = word.parse().map_err(|_| Unread)?;
            return match u64::try_from(number) {
                Ok(whole) if word.len() == plain.len() => Ok(Number::Whole(whole)),
                Ok(_) => Err(Unread),
                Err(_) => Ok(Number::Negative(number)),
            };
        }
        let (digits, power) = plain.split_once('e').unwrap_or((plain, "0"));
        let (whole, part) = digits.split_once('.').unwrap_or((digits, "0"));
        let is_plain = [whole, part, power.strip_prefix('-').unwrap_or(power)].into_iter().all(is_digits);
        if is_plain { word.parse().map(Number::Part).map_err(|_| Unread) } else { Err(Unread) }
    }

    fn flag(&mut self) -> Result<bool, Unread> {
        match self.word()? {
            "true" => Ok(true),
            "false" => Ok(false),
            _ => Err(Unread),
        }
    }
}

enum Number {
    Whole(u64),
    Negative(i64),
    Part(f64),
}

/// What stands between two brackets, with commas between.
struct Items<'a, 'de> {
    reader: &'a mut Reader<'de>,
    close: u8,
    /// Whether nothing stands there yet or a comma does.
    may_follow: bool,
}

impl<'de> Items<'_, 'de> {
    fn is_next(&mut self) -> Result<bool, Unread> {
        self.reader.skip_space();
        match (self.reader.peek() == Some(self.close), self.may_follow) {
            (true, _) => Ok(false),
            (false, true) => Ok(true),
            (false, false) => Err(Unread),
        }
    }

    fn value<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Unread> {
        let value = seed.deserialize(&mut *self.reader)?;
        self.reader.skip_space();
        self.may_follow = self.reader.has(b',');
        Ok(value)
    }
}

impl<'de> SeqAccess<'de> for Items<'_, 'de> {
    type Error = Unread;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Unread> {
        if self.is_next()? { self.value(seed).map(Some) } else { Ok(None) }
    }
}

/// The fields of a record, or what a map holds under strings.
struct Fields<'a, 'de> {
    items: Items<'a, 'de>,
    is_map: bool,
}

impl<'de> MapAccess<'de> for Fields<'_, 'de> {
    type Error = Unread;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Unread> {
        if !self.items.is_next()? {
            return Ok(None);
        }
        if self.is_map {
            return seed.deserialize(&mut *self.items.reader).map(Some);
        }
        let name = self.items.reader.name()?;
        seed.deserialize(BorrowedStrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Unread> {
        self.items.reader.skip_space();
        self.items.reader.take(b':')?;
        self.items.reader.skip_space();
        self.items.value(seed)
    }
}

/// Reads whole numbers of the types named.
macro_rules! whole_numbers {
    ($($name:ident)+) => {
        $(fn $name<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
            match self.number()? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Part(_) => Err(Unread),
            }
        })+
    };
}

/// Refuses what no file holds in this form.
macro_rules! unread {
    ($($name:ident)+) => {
        $(fn $name<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Unread> {
            Err(Unread)
        })+
    };
}

impl<'de> Deserializer<'de> for &mut Reader<'de> {
    type Error = Unread;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.peek() {
            Some(b'"') => self.deserialize_str(visitor),
            Some(b'[') => self.deserialize_seq(visitor),
            Some(b'{') => self.deserialize_map(visitor),
            Some(b't' | b'f') => self.deserialize_bool(visitor),
            _ => match self.number()? {
                Number::Whole(number) => visitor.visit_u64(number),
                Number::Negative(number) => visitor.visit_i64(number),
                Number::Part(number) => visitor.visit_f64(number),
            },
        }
    }

    whole_numbers! {
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
    }

    // A field that is not known comes as `ignored_any`.
    unread! {
        deserialize_f32 deserialize_char deserialize_bytes deserialize_byte_buf deserialize_unit
        deserialize_identifier deserialize_ignored_any
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_bool(self.flag()?)
    }

    fn deserialize_f64<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.number()? {
            Number::Part(number) => visitor.visit_f64(number),
            Number::Whole(_) | Number::Negative(_) => Err(Unread),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        match self.string()? {
            Cow::Borrowed(text) => visitor.visit_borrowed_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.deserialize_str(visitor)
    }

    /// A value stands for itself; that there is none is never written.
    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        visitor.visit_some(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.within((b'[', b']'), |items| visitor.visit_seq(items))
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Unread> {
        self.within((b'(', b')'), |items| visitor.visit_seq(items))
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Unread> {
        self.within((b'{', b'}'), |items| visitor.visit_map(Fields { items, is_map: true }))
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Unread> {
        self.within((b'(', b')'), |items| visitor.visit_map(Fields { items, is_map: false }))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Unread> {
        Err(Unread)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, _: V) -> Result<V::Value, Unread> {
        Err(Unread)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(self, _: &'static str, _: usize, _: V) -> Result<V::Value, Unread> {
        Err(Unread)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        _: V,
    ) -> Result<V::Value, Unread> {
        Err(Unread)
    }
}
