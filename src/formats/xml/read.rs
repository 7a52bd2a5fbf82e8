//! From the text of an XML file to a tree of elements.

use super::holds;
use quick_xml::Reader;
use quick_xml::events::Event;
use quick_xml::events::attributes::Attributes;
use std::borrow::Cow;
use std::ops::Range;

/// How deep elements may lie in each other.
const MAX_DEPTH: usize = 64;

/// How many attributes of an element are held against each other one by one.
const FEW_ATTRIBUTES: usize = 8;

/// How many elements a file may have; each takes about a hundred bytes, however short it is in the file.
const MAX_ELEMENTS: usize = 10_000_000;

/// One element with all that is in it.
#[derive(Clone, Debug, Default)]
pub(in crate::formats) struct Element<'x> {
    /// Its name, with its prefix.
    pub(in crate::formats) name: &'x str,
    /// Its attributes, values decoded.
    pub(in crate::formats) attributes: Vec<(&'x str, Cow<'x, str>)>,
    /// The elements in it.
    pub(in crate::formats) children: Vec<Element<'x>>,
    /// The text that stands directly in it.
    pub(in crate::formats) text: Cow<'x, str>,
    /// The line that it begins on, from 1.
    pub(in crate::formats) line: u32,
}

impl<'x> Element<'x> {
    /// The name without its prefix.
    pub(in crate::formats) fn local(&self) -> &'x str {
        self.name.rsplit_once(':').map_or(self.name, |(_, local)| local)
    }

    /// Whether its name without its prefix is `local`; most elements are asked for a name that is not theirs.
    fn is_called(&self, local: &str) -> bool {
        self.name.ends_with(local) && self.local() == local
    }

    /// The prefix of the name; empty without one.
    pub(in crate::formats) fn prefix(&self) -> &'x str {
        self.name.rsplit_once(':').map_or("", |(prefix, _)| prefix)
    }

    /// The value of an attribute, by its name with its prefix.
    pub(in crate::formats) fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(known, _)| *known == name).map(|(_, value)| value.as_ref())
    }

    /// The elements in it that are called `local`.
    pub(in crate::formats) fn all<'e>(&'e self, local: &'e str) -> impl Iterator<Item = &'e Element<'x>> {
        self.children.iter().filter(move |child| child.is_called(local))
    }

    /// The first element in it that is called `local`.
    pub(in crate::formats) fn child(&self, local: &str) -> Option<&Element<'x>> {
        self.children.iter().find(|child| child.is_called(local))
    }

    /// The text of the first element in it that is called `local`.
    pub(in crate::formats) fn text_of(&self, local: &str) -> Option<&str> {
        self.child(local).map(|child| child.text.as_ref())
    }

    /// Where it stands, for reports.
    pub(in crate::formats) fn place(&self) -> String {
        format!("line {}", self.line)
    }
}

/// Why a text is no XML that is read here.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Fault {
    /// Where, as "line 12".
    pub(in crate::formats) place: String,
    /// What is wrong.
    pub(in crate::formats) why: String,
}

/// Counts lines up to places that only ever move on.
struct Lines<'x> {
    source: &'x str,
    at: usize,
    line: u32,
}

impl Lines<'_> {
    fn of(&mut self, at: usize) -> u32 {
        let passed = self.source.as_bytes().get(self.at..at).unwrap_or_default();
        self.line += u32::try_from(memchr::memchr_iter(b'\n', passed).count()).unwrap_or(u32::MAX);
        self.at = self.at.max(at);
        self.line
    }
}

/// Where an element stands in a text, to be read by itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::formats) struct Apart {
    /// Its bytes.
    pub(in crate::formats) place: Range<usize>,
    /// The line that it begins on, from 1.
    line: u32,
}

impl Apart {
    /// The element, of what stands at its place.
    ///
    /// # Errors
    /// What is no XML, or more than is read here.
    pub(in crate::formats) fn parse<'x>(&self, text: &'x str) -> Result<Element<'x>, Fault> {
        Parsing::new(text, self.line, None).all().map(|(root, _)| root)
    }
}

/// Reads `source`, without a byte order mark, into its root element.
///
/// # Errors
/// What is no XML, or more than is read here.
pub(in crate::formats) fn parse(source: &str) -> Result<Element<'_>, Fault> {
    Parsing::new(source, 1, None).all().map(|(root, _)| root)
}

/// Cuts a text in two: where the elements stand in those that are called `name` and stand in the root, and all that is left
/// without them, on the lines that it stood on. Where most of a file is in such elements, neither they nor their trees need
/// be in memory all at once. What is in them is looked at no further than to tell where they end.
///
/// # Errors
/// As for [`parse`].
pub(in crate::formats) fn cut_apart(source: &str, name: &str) -> Result<(String, Vec<Apart>), Fault> {
    let (_, apart) = Parsing::new(source, 1, Some(name)).all()?;
    let (mut rest, mut at) = (String::new(), 0);
    for Apart { place, .. } in &apart {
        rest.push_str(source.get(at..place.start).unwrap_or_default());
        let inside = source.get(place.clone()).unwrap_or_default();
        rest.extend(inside.matches('\n'));
        at = place.end;
    }
    rest.push_str(source.get(at..).unwrap_or_default());
    Ok((rest, apart))
}

/// A text on its way.
struct Parsing<'x> {
    source: &'x str,
    reader: Reader<&'x [u8]>,
    lines: Lines<'x>,
    open: Vec<Element<'x>>,
    root: Option<Element<'x>>,
    elements: usize,
    /// The name of the elements whose own elements come apart.
    holder: Option<&'x str>,
    apart: Vec<Apart>,
    /// Where the element begins that comes apart, on which line, and in how many elements of it this is.
    passing: Option<(usize, u32, usize)>,
}

impl<'x> Parsing<'x> {
    fn new(source: &'x str, line: u32, holder: Option<&'x str>) -> Self {
        let (reader, lines) = (Reader::from_str(source), Lines { source, at: 0, line });
        let (open, apart) = (Vec::new(), Vec::new());
        Self { source, reader, lines, open, root: None, elements: 0, holder, apart, passing: None }
    }

    fn all(mut self) -> Result<(Element<'x>, Vec<Apart>), Fault> {
        loop {
            let before = position(self.reader.buffer_position());
            let event = self.reader.read_event();
            let raw = self.source.get(before..position(self.reader.buffer_position())).unwrap_or_default();
            let taken = match event {
                Ok(Event::Eof) => break,
                Ok(event) => self.event(&event, before, raw),
                Err(error) => Err(format!("this is no XML: {error}")),
            };
            taken.map_err(|why| self.fault(before, why))?;
        }
        if !self.open.is_empty() || self.passing.is_some() {
            return Err(self.fault(self.source.len(), "the file ends within an element".to_owned()));
        }
        let none = || Fault { place: String::new(), why: "there is no element in it".to_owned() };
        Ok((self.root.ok_or_else(none)?, self.apart))
    }

    fn fault(&mut self, at: usize, why: String) -> Fault {
        Fault { place: format!("line {}", self.lines.of(at)), why }
    }

    /// Takes what stands as `raw` at the byte `at`.
    fn event(&mut self, event: &Event<'_>, at: usize, raw: &'x str) -> Result<(), String> {
        match event {
            Event::Start(_) | Event::Empty(_) => self.start(matches!(event, Event::Empty(_)), at, raw),
            Event::End(_) => self.end(at + raw.len()),
            // What comes apart is looked at when it is read.
            _ if self.passing.is_some() => Ok(()),
            Event::Text(_) | Event::GeneralRef(_) => {
                let text = decoded(raw, Where::Text)?;
                match self.open.last_mut() {
                    Some(element) => append(&mut element.text, text),
                    None if text.trim().is_empty() => {}
                    None => return Err("text stands outside of the document".to_owned()),
                }
                Ok(())
            }
            Event::CData(data) => {
                if let Some(element) = self.open.last_mut() {
                    append(&mut element.text, Cow::Owned(data.xml10_content().into_owned()));
                }
                Ok(())
            }
            Event::DocType(_) => {
                Err("it has a document type declaration, which could define entities; take the line out".to_owned())
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) | Event::Eof => Ok(()),
        }
    }

    fn start(&mut self, is_empty: bool, at: usize, raw: &'x str) -> Result<(), String> {
        let line = self.lines.of(at);
        self.elements += 1;
        let depth = self.open.len() + self.passing.map_or(0, |(_, _, depth)| depth);
        refuse_more(depth, self.elements, self.root.is_some())?;
        let is_held = self.open.len() == 2
            && self.holder.is_some_and(|name| self.open.last().is_some_and(|last| last.local() == name));
        match &mut self.passing {
            Some((_, _, depth)) => *depth += usize::from(!is_empty),
            None if is_held && is_empty => self.apart.push(Apart { place: at..at + raw.len(), line }),
            None if is_held => self.passing = Some((at, line, 1)),
            None => {
                let element = element(raw, line)?;
                if is_empty {
                    close(element, &mut self.open, &mut self.root);
                } else {
                    self.open.push(element);
                }
            }
        }
        Ok(())
    }

    /// Ends what is open; its last byte stands before `end`.
    fn end(&mut self, end: usize) -> Result<(), String> {
        match &mut self.passing {
            Some((start, line, 1)) => {
                self.apart.push(Apart { place: *start..end, line: *line });
                self.passing = None;
            }
            Some((_, _, depth)) => *depth -= 1,
            None => {
                let element = self.open.pop().ok_or("an element ends that did not begin")?;
                close(element, &mut self.open, &mut self.root);
            }
        }
        Ok(())
    }
}

/// Refuses one more element that lies in `depth` others, where there are `elements` with it.
fn refuse_more(depth: usize, elements: usize, is_over: bool) -> Result<(), String> {
    if is_over {
        Err("something stands behind the end of the document".to_owned())
    } else if depth >= MAX_DEPTH {
        Err(format!("elements lie in each other deeper than {MAX_DEPTH} levels"))
    } else if elements > MAX_ELEMENTS {
        Err(format!("it has more than {MAX_ELEMENTS} elements"))
    } else {
        Ok(())
    }
}

fn position(at: u64) -> usize {
    usize::try_from(at).unwrap_or(usize::MAX)
}

fn close<'x>(mut element: Element<'x>, open: &mut [Element<'x>], root: &mut Option<Element<'x>>) {
    // There are many, and most have one thing in them.
    element.children.shrink_to_fit();
    element.attributes.shrink_to_fit();
    match open.last_mut() {
        Some(parent) => parent.children.push(element),
        None => *root = Some(element),
    }
}

fn append<'x>(text: &mut Cow<'x, str>, more: Cow<'x, str>) {
    if text.is_empty() {
        *text = more;
    } else {
        text.to_mut().push_str(&more);
    }
}

/// The element that the tag `raw` begins.
fn element(raw: &str, line: u32) -> Result<Element<'_>, String> {
    let inside = raw.strip_prefix('<').and_then(|raw| raw.strip_suffix('>')).ok_or("a tag is not closed")?;
    let inside = inside.strip_suffix('/').unwrap_or(inside);
    let name_end = inside.find(|char: char| char.is_ascii_whitespace()).unwrap_or(inside.len());
    let name = inside.get(..name_end).unwrap_or_default();
    let mut attributes = Vec::with_capacity(memchr::memchr_iter(b'=', inside.as_bytes()).count());
    // The reader's own check holds every attribute against all before it.
    let mut read = Attributes::new(inside, name_end);
    for attribute in read.with_checks(false) {
        let attribute = attribute.map_err(|error| format!("an attribute cannot be read: {error}"))?;
        let key = attribute.key.into_inner();
        let value = match attribute.value {
            Cow::Borrowed(value) => decoded(value, Where::Attribute)?,
            Cow::Owned(value) => Cow::Owned(decoded(&value, Where::Attribute)?.into_owned()),
        };
        attributes.push((key, value));
    }
    if let Some(name) = twice(&attributes) {
        return Err(format!("the attribute `{}` stands twice", crate::text::shortened(name, 60)));
    }
    Ok(Element { name, attributes, line, ..Element::default() })
}

/// The name of an attribute that stands twice. Few are held against each other, many are sorted.
fn twice<'x>(attributes: &[(&'x str, Cow<'x, str>)]) -> Option<&'x str> {
    let mut rest = attributes.iter().map(|(name, _)| *name);
    if attributes.len() <= FEW_ATTRIBUTES {
        return std::iter::from_fn(|| rest.next().map(|name| (name, rest.clone())))
            .find_map(|(name, mut behind)| behind.any(|other| other == name).then_some(name));
    }
    let mut names: Vec<&str> = rest.collect();
    names.sort_unstable();
    names.windows(2).find(|pair| pair.first() == pair.last()).and_then(|pair| pair.first().copied())
}

/// Where characters stand; white space means different things.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Where {
    Text,
    Attribute,
}

/// `raw` with its references resolved and its white space as XML 1.0 has it (2.11, 3.3.3).
fn decoded(raw: &str, place: Where) -> Result<Cow<'_, str>, String> {
    let is_special = |byte: u8| match byte {
        // The two characters without a form in XML begin with the last of these.
        b'&' | b'\r' | 0xef => true,
        b'\t' | b'\n' => place == Where::Attribute,
        other => other < b' ',
    };
    if !raw.bytes().any(is_special) {
        return Ok(Cow::Borrowed(raw));
    }
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.char_indices().peekable();
    while let Some((at, char)) = chars.next() {
        match char {
            '&' => {
                let rest = raw.get(at + 1..).unwrap_or_default();
                let end = rest.find(';').filter(|end| *end <= 12).ok_or("a `&` begins no reference")?;
                out.push(referred(rest.get(..end).unwrap_or_default())?);
                while chars.next_if(|(next, _)| *next <= at + 1 + end).is_some() {}
            }
            '\r' => {
                if chars.peek().is_some_and(|(_, next)| *next == '\n') {
                    chars.next();
                }
                out.push(if place == Where::Attribute { ' ' } else { '\n' });
            }
            '\n' | '\t' if place == Where::Attribute => out.push(' '),
            other if holds(other) => out.push(other),
            other => return Err(format!("the character U+{:04X} cannot stand in XML", u32::from(other))),
        }
    }
    Ok(Cow::Owned(out))
}

fn referred(name: &str) -> Result<char, String> {
    let number = match name {
        "lt" => return Ok('<'),
        "gt" => return Ok('>'),
        "amp" => return Ok('&'),
        "apos" => return Ok('\''),
        "quot" => return Ok('"'),
        _ => match (name.strip_prefix("#x"), name.strip_prefix('#')) {
            (Some(digits), _) => u32::from_str_radix(digits, 16).ok(),
            (None, Some(digits)) => digits.parse().ok(),
            (None, None) => return Err(format!("the entity `{name}` is not one of XML's own five")),
        },
    };
    let char = number.and_then(char::from_u32).filter(|char| holds(*char));
    char.ok_or_else(|| format!("`&{name};` is no character of XML"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_apart_is_what_stands_there() {
        let source = "<a>\n<held x='1'><b y='2'>one<held><b/></held></b>\n<c/>\n<b>two &amp; <b>three</b></b></held><b><held/></b></a>";
        let whole = parse(source).unwrap();
        let (rest, apart) = cut_apart(source, "held").unwrap();
        let root = parse(&rest).unwrap();
        let read = |part: &Apart| part.parse(source.get(part.place.clone()).unwrap()).unwrap();
        let parts: Vec<Element<'_>> = apart.iter().map(read).collect();
        let shown = |elements: &[Element<'_>]| format!("{elements:?}");
        assert_eq!(parts.len(), 3);
        assert_eq!(shown(&parts), shown(&whole.child("held").unwrap().children));
        assert!(root.child("held").unwrap().children.is_empty());
        assert_eq!(shown(&root.children[1..]), shown(&whole.children[1..]));
        let broken = cut_apart("<a><held><b><c></b></held></a>", "held").unwrap_err();
        assert!(broken.why.starts_with("this is no XML"), "{broken:?}");
        assert!(cut_apart("<a><held><b>", "held").is_err());
        let source = "<a>\n<held>\n<b c='1' c='2'/></held></a>";
        let (_, apart) = cut_apart(source, "held").unwrap();
        assert_eq!(apart[0].parse(source.get(apart[0].place.clone()).unwrap()).unwrap_err().place, "line 3");
    }

    #[test]
    fn no_more_elements_are_taken_than_memory_can_hold() {
        assert_eq!(refuse_more(MAX_DEPTH - 1, MAX_ELEMENTS, false), Ok(()));
        assert_eq!(refuse_more(1, MAX_ELEMENTS + 1, false), Err("it has more than 10000000 elements".to_owned()));
        assert!(refuse_more(MAX_DEPTH, 1, false).is_err_and(|why| why.contains("deeper than 64 levels")));
        assert!(refuse_more(0, 2, true).is_err());
    }
}
