//! From the bytes of a docx to its document. It does not know the session.

use super::super::extracted::{Extracted, StatedInFile};
use super::super::package::{Package, PackageError};
use super::super::told::counted;
use super::super::xml::{Piece, XmlError, walk};
use super::body::{Body, read_body};
use super::styles::Styles;
use crate::text::CharOffset;

const DOCUMENT: &str = "word/document.xml";

/// Why a docx gives no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum DocxError {
    /// The archive.
    #[error("the Word document cannot be read: {0}")]
    Package(#[from] PackageError),
    /// A part of it.
    #[error("the Word document cannot be read: `{part}`, {fault}; open it in a word processor and save it again")]
    Xml {
        /// The part's name.
        part: String,
        /// What is wrong, and where.
        fault: XmlError,
    },
    /// Nothing to read.
    #[error("the Word document holds no text; where it shows pictures of text, recognise the text first")]
    Empty,
}

/// Reads the docx that `bytes` are. Text keeps the page that it stood on when the document was last laid out, or else the
/// number of its paragraph.
///
/// # Errors
/// [`DocxError`] where it cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<Extracted>, DocxError> {
    let mut package = Package::open(bytes)?;
    let styles = match optional(&mut package, "word/styles.xml")? {
        Some(source) => Styles::read(&source).map_err(|fault| xml("word/styles.xml", fault))?,
        None => Styles::default(),
    };
    let source = package.text(DOCUMENT)?;
    let body = read_body(&source, &styles).map_err(|fault| xml(DOCUMENT, fault))?;
    drop(source);
    let mut document = written(&body);
    for (part, place) in [("word/footnotes.xml", "footnotes"), ("word/endnotes.xml", "endnotes")] {
        if let Some(source) = optional(&mut package, part)? {
            let notes = read_body(&source, &styles).map_err(|fault| xml(part, fault))?;
            append_notes(&mut document, &notes, place);
        }
    }
    if document.text.is_empty() {
        return Err(DocxError::Empty);
    }
    if let Some(source) = optional(&mut package, "docProps/core.xml")? {
        let (stated, made) = properties(&source).map_err(|fault| xml("docProps/core.xml", fault))?;
        document.remarks.extend(made.map(|made| {
            format!("the file says that it was made on {made}; that need not be the day on which the article appeared")
        }));
        // What the text shows as its title is newer than what somebody once typed into the properties.
        let shown = document.stated.headline.take();
        document.stated = StatedInFile { headline: shown.or(stated.headline.clone()), ..stated };
    }
    if package.holds("word/comments.xml") {
        document.remarks.push("comments stand in the file; they were not read".to_owned());
    }
    Ok(vec![document])
}

fn xml(part: &str, fault: XmlError) -> DocxError {
    DocxError::Xml { part: part.to_owned(), fault }
}

fn optional(package: &mut Package<'_>, part: &str) -> Result<Option<String>, PackageError> {
    if package.holds(part) { package.text(part).map(Some) } else { Ok(None) }
}

/// The text of `body`: paragraphs stand apart by an empty line, rows of a table follow each other.
fn written(body: &Body) -> Extracted {
    let mut document = Extracted::default();
    let mut chars = 0;
    let mut was_row = false;
    let mut last = 0;
    for (number, block) in (1..).zip(&body.blocks) {
        if !document.text.is_empty() {
            let apart = if was_row && block.is_row { "\n" } else { "\n\n" };
            document.text.push_str(apart);
            chars += apart.len();
        }
        let place = if body.has_pages { block.page } else { number };
        if place != last {
            let name = if body.has_pages { "page" } else { "paragraph" };
            document.places.push((CharOffset::from_usize(chars), format!("{name} {place}")));
            last = place;
        }
        document.text.push_str(&block.text);
        chars += block.text.chars().count();
        was_row = block.is_row;
    }
    let title = body.blocks.iter().find(|block| block.is_title);
    document.stated.headline = title.map(|title| title.text.replace('\n', " "));
    if body.deleted > 0 {
        let count = counted(body.deleted, "stretch", "stretches");
        document.remarks.push(format!("left out, as tracked changes delete it: {count}"));
    }
    if body.hidden > 0 {
        let count = counted(body.hidden, "stretch", "stretches");
        document.remarks.push(format!("left out, as it is formatted as hidden: {count}"));
    }
    document
}

fn append_notes(document: &mut Extracted, notes: &Body, place: &str) {
    for (number, block) in notes.blocks.iter().enumerate() {
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
        }
        if number == 0 {
            let at = CharOffset::from_usize(document.text.chars().count());
            document.places.push((at, place.to_owned()));
        }
        document.text.push_str(&block.text);
    }
}

/// What the core properties state, and when the file was made.
fn properties(source: &str) -> Result<(StatedInFile, Option<String>), XmlError> {
    let mut stated = StatedInFile::default();
    let mut made = None;
    let mut text = String::new();
    walk(source, |piece| match piece {
        Piece::Start(_) => text.clear(),
        Piece::Text(more) => text.push_str(&more),
        Piece::End(tag) => {
            let value = Some(text.trim().to_owned()).filter(|value| !value.is_empty());
            match tag.local() {
                "title" => stated.headline = value,
                "creator" => stated.author = value,
                "language" => stated.language = value,
                "created" => made = value.map(|moment| moment.chars().take_while(|char| *char != 'T').collect()),
                _ => {}
            }
        }
    })?;
    Ok((stated, made))
}
