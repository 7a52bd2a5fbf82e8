//! XML written piece by piece.

use super::super::outgoing::{Losses, OutDocument, place_of};
use super::super::report::{FormatError, io};
use super::holds;
use std::borrow::Cow;
use std::fmt::Write as _;
use std::io::Write;

/// How many bytes are gathered before they are passed on.
const CHUNK_BYTES: usize = 64 * 1024;

/// Reports the characters of an article that XML cannot hold, and those of what else was written of it: `replaced` in all.
pub(in crate::formats) fn unheld(document: &OutDocument<'_>, replaced: usize, losses: &mut Losses) {
    let unheld = document.text().chars().enumerate().filter(|(_, char)| !holds(*char));
    let places: Vec<String> = unheld.map(|(at, char)| format!("U+{:04X} at {at}", u32::from(char))).collect();
    let place = place_of(document.shard);
    let others = replaced.saturating_sub(places.len());
    losses.add("control characters", &place, places, UNHELD);
    let others = if others == 0 { Vec::new() } else { vec![others.to_string()] };
    losses.add("control characters of names, notes and values", &place, others, UNHELD);
}

/// Why some characters are lost.
pub(in crate::formats) const UNHELD: &str =
    "XML has no form for them; each stands as U+FFFD, so that every place holds";

/// Writes elements to `W`. Mistakes of the disk are kept and told at the end.
pub(in crate::formats) struct XmlOut<'w> {
    to: &'w mut dyn Write,
    buffer: String,
    /// Names of the elements that are open, and whether each has elements in it.
    open: Vec<(Cow<'static, str>, bool)>,
    is_in_tag: bool,
    has_text: bool,
    replaced: usize,
    failed: Option<std::io::Error>,
}

impl<'w> XmlOut<'w> {
    /// A document whose declaration is written.
    pub(in crate::formats) fn new(to: &'w mut dyn Write) -> Self {
        let buffer = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>".to_owned();
        Self { to, buffer, open: Vec::new(), is_in_tag: false, has_text: false, replaced: 0, failed: None }
    }

    /// Begins the element `name` on a line of its own.
    pub(in crate::formats) fn start(&mut self, name: impl Into<Cow<'static, str>>) -> &mut Self {
        self.close_tag();
        if let Some((_, has_elements)) = self.open.last_mut() {
            *has_elements = true;
        }
        self.line();
        self.begin(name.into())
    }

    /// Begins the element `name` where the text is, without white space of its own.
    pub(in crate::formats) fn start_inline(&mut self, name: impl Into<Cow<'static, str>>) -> &mut Self {
        self.close_tag();
        self.begin(name.into())
    }

    fn begin(&mut self, name: Cow<'static, str>) -> &mut Self {
        self.buffer.push('<');
        self.buffer.push_str(&name);
        self.open.push((name, false));
        self.is_in_tag = true;
        self.has_text = false;
        self
    }

    /// Gives the element that was just begun an attribute.
    pub(in crate::formats) fn attribute(&mut self, name: &str, value: &str) -> &mut Self {
        self.buffer.push(' ');
        self.buffer.push_str(name);
        self.buffer.push_str("=\"");
        self.escaped(value, true);
        self.buffer.push('"');
        self
    }

    /// Gives the element that was just begun an attribute with a number.
    pub(in crate::formats) fn number(&mut self, name: &str, value: impl std::fmt::Display) -> &mut Self {
        // Writing to a text cannot fail.
        write!(self.buffer, " {name}=\"{value}\"").unwrap_or_default();
        self
    }

    /// Writes text into the element that is open.
    pub(in crate::formats) fn text(&mut self, text: &str) -> &mut Self {
        self.close_tag();
        self.has_text = true;
        self.escaped(text, false);
        self.pass(CHUNK_BYTES);
        self
    }

    /// Ends the element that is open.
    pub(in crate::formats) fn end(&mut self) -> &mut Self {
        let Some((name, has_elements)) = self.open.pop() else { return self };
        if self.is_in_tag {
            self.buffer.push_str("/>");
            self.is_in_tag = false;
        } else {
            if has_elements && !self.has_text {
                self.line();
            }
            self.buffer.push_str("</");
            self.buffer.push_str(&name);
            self.buffer.push('>');
        }
        self.has_text = false;
        self.pass(CHUNK_BYTES);
        self
    }

    /// Ends the element that is open without white space of its own.
    pub(in crate::formats) fn end_inline(&mut self) -> &mut Self {
        self.has_text = true;
        self.end();
        self.has_text = true;
        self
    }

    /// Writes an element with nothing but text in it.
    pub(in crate::formats) fn leaf(&mut self, name: &'static str, text: &str) -> &mut Self {
        self.start(name).text(text).end()
    }

    /// Ends whatever is open and passes everything on; how many characters were replaced, because XML cannot hold them.
    ///
    /// # Errors
    /// What the disk refused.
    pub(in crate::formats) fn finish(mut self) -> Result<usize, FormatError> {
        while !self.open.is_empty() {
            self.end();
        }
        self.buffer.push('\n');
        self.pass(0);
        match self.failed {
            Some(error) => Err(io(error)),
            None => Ok(self.replaced),
        }
    }

    fn line(&mut self) {
        self.buffer.push('\n');
        let depth = self.open.len();
        self.buffer.extend(std::iter::repeat_n("  ", depth));
    }

    fn close_tag(&mut self) {
        if self.is_in_tag {
            self.buffer.push('>');
            self.is_in_tag = false;
        }
    }

    fn escaped(&mut self, text: &str, is_attribute: bool) {
        for char in text.chars() {
            match char {
                '&' => self.buffer.push_str("&amp;"),
                '<' => self.buffer.push_str("&lt;"),
                '>' => self.buffer.push_str("&gt;"),
                '"' if is_attribute => self.buffer.push_str("&quot;"),
                '\t' if is_attribute => self.buffer.push_str("&#9;"),
                '\n' if is_attribute => self.buffer.push_str("&#10;"),
                '\r' => self.buffer.push_str("&#13;"),
                other if holds(other) => self.buffer.push(other),
                _ => {
                    self.replaced += 1;
                    self.buffer.push('\u{fffd}');
                }
            }
        }
    }

    fn pass(&mut self, limit: usize) {
        if self.buffer.len() > limit {
            if self.failed.is_none() {
                self.failed = self.to.write_all(self.buffer.as_bytes()).err();
            }
            self.buffer.clear();
        }
    }
}
