//! Electronic books (epub 2 and 3): the chapters in reading order as one document, and what the book states about itself.
//!
//! It does not know how html becomes text.

use super::decode::{DecodeError, decode};
use super::extracted::{Extracted, StatedInFile};
use super::package::{Package, PackageError};
use super::plain::{PlainError, plain};
use super::xml::{Piece, XmlError, walk};
use crate::text::CharOffset;
use std::collections::BTreeMap;

const CONTAINER: &str = "META-INF/container.xml";

/// Why an epub gives no document.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EpubError {
    /// The archive.
    #[error("the book cannot be read: {0}")]
    Package(#[from] PackageError),
    /// A part of it.
    #[error("the book cannot be read: `{part}`, {fault}; download it again")]
    Xml {
        /// The part's name.
        part: String,
        /// What is wrong, and where.
        fault: XmlError,
    },
    /// The container names no list of the book's parts.
    #[error("the book cannot be read: `{CONTAINER}` does not say where its contents are listed; download it again")]
    NoContents,
    /// The chapters are encrypted.
    #[error("the book is protected: its chapters are encrypted; take a copy that is not")]
    Protected,
    /// Nothing to read.
    #[error("the book holds no text; where it shows pictures of text, recognise the text first")]
    Empty,
}

/// Reads the epub that `bytes` are. Text keeps the chapter that it stands in, with the chapter's file.
///
/// # Errors
/// [`EpubError`] where it cannot be read. A chapter that cannot be read is a remark, and the rest is read all the same.
pub fn read(bytes: &[u8]) -> Result<Vec<Extracted>, EpubError> {
    let mut package = Package::open(bytes)?;
    let source = package.text(CONTAINER)?;
    let listed = contents_path(&source).map_err(|fault| EpubError::Xml { part: CONTAINER.to_owned(), fault })?;
    let listed = listed.ok_or(EpubError::NoContents)?;
    let source = package.text(&listed)?;
    let book = Book::read(&source).map_err(|fault| EpubError::Xml { part: listed.clone(), fault })?;
    let folder = listed.rsplit_once('/').map_or("", |(folder, _)| folder);
    let chapters: Vec<String> = book.chapters().map(|href| joined(folder, href)).collect();
    if is_protected(&mut package, &chapters) {
        return Err(EpubError::Protected);
    }
    let mut document = Extracted { stated: book.stated, ..Extracted::default() };
    let mut chars = 0;
    for (number, path) in (1..).zip(&chapters) {
        let text = match chapter(&mut package, path) {
            Ok(text) => text,
            Err(ChapterError::Package(error @ PackageError::Bomb { .. })) => return Err(error.into()),
            Err(error) => {
                document.remarks.push(format!("chapter {number} (`{path}`) was left out: {error}"));
                continue;
            }
        };
        // Covers and title pages of pictures alone are chapters without text.
        if text.is_empty() {
            continue;
        }
        if !document.text.is_empty() {
            document.text.push_str("\n\n");
            chars += 2;
        }
        document.places.push((CharOffset::from_usize(chars), format!("chapter {number}, {path}")));
        chars += text.chars().count();
        document.text.push_str(&text);
    }
    if document.text.is_empty() { Err(EpubError::Empty) } else { Ok(vec![document]) }
}

/// Why a chapter is left out.
#[derive(Debug, thiserror::Error)]
enum ChapterError {
    #[error(transparent)]
    Package(#[from] PackageError),
    #[error(transparent)]
    Decode(#[from] DecodeError),
    #[error(transparent)]
    Plain(#[from] PlainError),
}

fn chapter(package: &mut Package<'_>, path: &str) -> Result<String, ChapterError> {
    let bytes = package.part(path)?;
    if bytes.iter().all(u8::is_ascii_whitespace) {
        return Ok(String::new());
    }
    let decoded = decode(&bytes, None)?;
    Ok(plain(&decoded.text)?)
}

/// Where the book's contents are listed.
fn contents_path(container: &str) -> Result<Option<String>, XmlError> {
    let mut path = None;
    walk(container, |piece| {
        if let Piece::Start(tag) = piece
            && tag.local() == "rootfile"
            && path.is_none()
        {
            path = tag.get("full-path");
        }
    })?;
    Ok(path)
}

/// What the list of a book's contents says.
#[derive(Debug, Default)]
struct Book {
    stated: StatedInFile,
    /// Paths by id.
    items: BTreeMap<String, String>,
    /// Ids in reading order.
    spine: Vec<String>,
}

impl Book {
    fn read(source: &str) -> Result<Self, XmlError> {
        let mut book = Self::default();
        let mut text = String::new();
        walk(source, |piece| match piece {
            Piece::Start(tag) => {
                text.clear();
                match tag.local() {
                    "item" => {
                        let is_html = tag.get("media-type").is_none_or(|kind| kind.contains("html"));
                        if let (Some(id), Some(href), true) = (tag.get("id"), tag.get("href"), is_html) {
                            book.items.entry(id).or_insert(href);
                        }
                    }
                    "itemref" => book.spine.extend(tag.get("idref")),
                    _ => {}
                }
            }
            Piece::Text(more) => text.push_str(&more),
            Piece::End(tag) => book.state(tag.local(), text.trim()),
        })?;
        Ok(book)
    }

    /// Takes what an element of Dublin Core says; of several, the first, but all authors.
    fn state(&mut self, element: &str, value: &str) {
        if value.is_empty() {
            return;
        }
        let stated = &mut self.stated;
        let place = match element {
            "title" => &mut stated.headline,
            "language" => &mut stated.language,
            "publisher" => &mut stated.outlet,
            "date" => &mut stated.published,
            "source" | "identifier" if value.starts_with("http://") || value.starts_with("https://") => &mut stated.url,
            "creator" => {
                if let Some(author) = &mut stated.author {
                    author.push_str(", ");
                    author.push_str(value);
                    return;
                }
                &mut stated.author
            }
            _ => return,
        };
        place.get_or_insert_with(|| value.to_owned());
    }

    /// Paths of the chapters, as they stand in the list.
    fn chapters(&self) -> impl Iterator<Item = &str> {
        self.spine.iter().filter_map(|id| self.items.get(id)).map(String::as_str)
    }
}

/// The path of `href`, which is relative to `folder` and escaped as addresses are.
fn joined(folder: &str, href: &str) -> String {
    let href = href.split('#').next().unwrap_or(href);
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    let unescaped = unescaped(href);
    for part in unescaped.split('/') {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}

/// `href` with `%20` and the like as the characters they stand for.
fn unescaped(href: &str) -> String {
    let mut bytes = Vec::with_capacity(href.len());
    let mut rest = href.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digits = behind.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        if let Some(byte) = digits.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            bytes.push(byte);
            rest = behind.get(2..).unwrap_or_default();
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    String::from_utf8(bytes).unwrap_or_else(|_| href.to_owned())
}

/// Whether a chapter is encrypted; fonts often are, which does not matter.
fn is_protected(package: &mut Package<'_>, chapters: &[String]) -> bool {
    let Ok(source) = package.text("META-INF/encryption.xml") else { return false };
    let mut is_protected = false;
    // What cannot be read protects nothing: the chapters then say for themselves what they are.
    let walked = walk(&source, |piece| {
        if let Piece::Start(tag) = piece
            && tag.local() == "CipherReference"
        {
            let path = tag.get("URI").map(|uri| joined("", &uri));
            is_protected |= path.is_some_and(|path| chapters.iter().any(|chapter| chapter.eq_ignore_ascii_case(&path)));
        }
    });
    walked.is_ok() && is_protected
}
