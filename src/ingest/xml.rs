//! XML one piece after the other, for formats that are XML in part. It does not know what the elements mean.

use quick_xml::Reader;
use quick_xml::escape::unescape;
use quick_xml::events::{BytesStart, Event};
use std::borrow::Cow;

/// How deep elements may lie in each other.
const MAX_DEPTH: usize = 512;

/// Why a part is no XML that is read here.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct XmlError {
    /// The line, from 1.
    pub line: usize,
    /// What is wrong there.
    pub why: String,
}

/// What stands next.
#[derive(Debug)]
pub(super) enum Piece<'x> {
    /// An element begins.
    Start(Tag<'x>),
    /// The element of this name, without its prefix, ends.
    End(Tag<'x>),
    /// Characters.
    Text(Cow<'x, str>),
}

/// The tag that begins an element.
#[derive(Clone, Debug)]
pub(super) struct Tag<'x>(BytesStart<'x>);

impl Tag<'_> {
    /// The element's name without its prefix.
    pub(super) fn local(&self) -> &str {
        let name = self.0.name().into_inner();
        name.rsplit_once(':').map_or(name, |(_, local)| local)
    }

    /// The value of the first attribute called `local`, whatever its prefix.
    pub(super) fn get(&self, local: &str) -> Option<String> {
        self.0.attributes().with_checks(false).filter_map(Result::ok).find_map(|attribute| {
            let name = attribute.key.into_inner();
            let name = name.rsplit_once(':').map_or(name, |(_, local)| local);
            (name == local)
                .then(|| unescape(&attribute.value).map_or_else(|_| attribute.value.to_string(), Cow::into_owned))
        })
    }
}

/// Hands every piece of `source` to `take`, in order. Elements that are empty begin and end.
///
/// # Errors
/// [`XmlError`] where it is no XML, lies too deep in itself or declares a document type, which could define entities.
pub(super) fn walk<'x>(source: &'x str, mut take: impl FnMut(Piece<'x>)) -> Result<(), XmlError> {
    let mut reader = Reader::from_str(source);
    let mut open: Vec<Tag<'x>> = Vec::new();
    loop {
        let at = usize::try_from(reader.buffer_position()).unwrap_or(usize::MAX);
        let fault = |why: String| {
            let before = source.as_bytes().get(..at).unwrap_or(source.as_bytes());
            XmlError { line: 1 + memchr::memchr_iter(b'\n', before).count(), why }
        };
        let event = reader.read_event().map_err(|error| fault(format!("this is no XML: {error}")))?;
        match event {
            Event::Start(start) => {
                if open.len() >= MAX_DEPTH {
                    return Err(fault(format!("elements lie in each other deeper than {MAX_DEPTH} levels")));
                }
                open.push(Tag(start.clone()));
                take(Piece::Start(Tag(start)));
            }
            Event::Empty(empty) => {
                take(Piece::Start(Tag(empty.clone())));
                take(Piece::End(Tag(empty)));
            }
            Event::End(_) => {
                let tag = open.pop().ok_or_else(|| fault("an element ends that did not begin".to_owned()))?;
                take(Piece::End(tag));
            }
            Event::Text(text) => take(Piece::Text(text.xml10_content())),
            Event::CData(text) => take(Piece::Text(text.xml10_content())),
            Event::GeneralRef(name) => {
                let char = name.resolve_char_ref().ok().flatten().or(match name.into_inner().as_ref() {
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "amp" => Some('&'),
                    "apos" => Some('\''),
                    "quot" => Some('"'),
                    _ => None,
                });
                let char = char.ok_or_else(|| fault("an entity is none of XML's own five".to_owned()))?;
                take(Piece::Text(char.to_string().into()));
            }
            Event::DocType(_) => {
                return Err(fault("it declares a document type, which could define entities".to_owned()));
            }
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            Event::Eof if open.is_empty() => return Ok(()),
            Event::Eof => return Err(fault("the file ends within an element".to_owned())),
        }
    }
}
