//! From one file's bytes to an article with what its file states of it. It does not know the session it goes to.

use super::columns::Field;
use super::decode::{DecodeError, Decoded, MAX_SOURCE_BYTES, decode, is_readable};
use super::document::Document;
use super::extracted::StatedInFile;
use super::guess_dates;
use super::guesses::guess_details;
use super::kind::Kind;
use super::source::{bare_source, keep, sha256_hex, source_of};
use crate::edit::{Cleaning, NewArticle};
use crate::model::{
    AnnotatorId, Article, ArticleId, Interval, Metadata, RegionKind, Source, SourcePlace, SourceStep, Stated,
    Timestamp, Within,
};
use crate::text::{CharOffset, SharedText, Span};
use sha2::{Digest, Sha256};
use std::string::FromUtf8Error;

/// Why a file is no article.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{file}: {fault}")]
pub struct IngestError {
    /// The file's name.
    pub file: String,
    /// What is wrong with it.
    pub fault: DecodeError,
}

/// Reads `bytes` of the file `file_name` as an article.
///
/// `file_name` stands without its folders; `declared` is the encoding's name where somebody stated it. Headline, author, date,
/// address, language and outlet are guessed from the text and marked as guesses. Regions are left open.
///
/// # Errors
/// [`IngestError`] where the bytes are no text.
///
/// # Example
/// ```
/// use byline::ingest::article_from_bytes;
/// use byline::model::{AnnotatorId, Timestamp};
/// let bytes = b"Ferry returns to the strait\n\n14 March 2031 09:20\n\nThe ferry returns to the strait after two winters.";
/// let read = article_from_bytes("ferry.txt", bytes, None, AnnotatorId(1), Timestamp::default())?;
/// assert_eq!(read.metadata.headline.unwrap().value, "Ferry returns to the strait");
/// assert_eq!(read.metadata.published.unwrap().value.display(), "2031-03-14");
/// # Ok::<(), byline::ingest::IngestError>(())
/// ```
pub fn article_from_bytes(
    file_name: &str,
    bytes: &[u8],
    declared: Option<&str>,
    by: AnnotatorId,
    created: Timestamp,
) -> Result<NewArticle, IngestError> {
    let decoded = decode(bytes, declared).map_err(|fault| IngestError { file: file_name.to_owned(), fault })?;
    let mut new = article(file_name, bytes, decoded, by, created);
    guess_details(&mut new);
    Ok(new)
}

/// An article of `text`, which another tool kept as one: whatever characters are in it, it is text. `name` stands for the
/// file that it has none of; a byte order mark at its beginning stays in the source alone, as with files. Nothing is guessed
/// of it; see [`super::guesses`].
///
/// # Errors
/// [`IngestError`] where there is nothing in it, or too much.
pub fn article_from_text(
    name: &str,
    text: impl Into<String>,
    by: AnnotatorId,
    created: Timestamp,
) -> Result<NewArticle, IngestError> {
    let text = text.into();
    let refused = |fault| Err(IngestError { file: name.to_owned(), fault });
    if text.len() > MAX_SOURCE_BYTES {
        return refused(DecodeError::TooLarge { bytes: text.len() });
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(&text);
    if body.trim().is_empty() {
        return refused(DecodeError::Empty);
    }
    let mark = (text.len() - body.len()) as u64;
    let map = vec![SourceStep { char: CharOffset(0), byte: mark }];
    if mark == 0 {
        // Its bytes are its text: it is neither copied nor built again from itself.
        let source = Source { map, ..bare_source(name, text_kind(name).media_type(), text.as_bytes()) };
        return Ok(new_article(name.to_owned(), source, text.into(), by, created));
    }
    let decoded = Decoded { text: body.to_owned(), encoding: "utf-8".to_owned(), map };
    Ok(article(name, text.as_bytes(), decoded, by, created))
}

fn article(file_name: &str, bytes: &[u8], decoded: Decoded, by: AnnotatorId, created: Timestamp) -> NewArticle {
    let source = source_of(file_name, text_kind(file_name).media_type(), bytes, &decoded);
    new_article(file_name.to_owned(), source, decoded.text.into(), by, created)
}

/// An article of which nothing is known but its source.
fn new_article(name: String, source: Source, text: SharedText, by: AnnotatorId, created: Timestamp) -> NewArticle {
    let id = article_id(&source);
    let article = Article::new(id, name, source, text, by, created);
    NewArticle { article, metadata: Metadata::unknown(id), outlet: None, cleaning: Cleaning::default() }
}

/// An article that was read from a file, and what there is to say of it.
#[derive(Clone, Debug)]
pub struct ReadArticle {
    /// The article.
    pub new: NewArticle,
    /// The kind of file that its text stood in.
    pub kind: Kind,
    /// What it is called within the file that was given, as the member of an archive; empty where it is that file.
    pub part: String,
    /// What its file states of it, and so is known. Its text is not guessed at yet; see [`super::guesses`].
    pub stated: Vec<Field>,
    /// Stretches of it that are no body, with the reason.
    pub regions: Vec<(Span, RegionKind, String)>,
    /// What needs a look.
    pub remarks: Vec<String>,
}

/// One file that articles are made of.
pub(super) struct Origin<'a> {
    /// Its name without folders.
    pub(super) file_name: &'a str,
    pub(super) kind: Kind,
    pub(super) bytes: &'a [u8],
    /// The archive that it is a member of.
    pub(super) archive: Option<&'a Within>,
    pub(super) by: AnnotatorId,
    pub(super) created: Timestamp,
}

impl Origin<'_> {
    /// The articles that `documents` of this file are.
    pub(super) fn articles(&self, documents: Vec<Document>) -> Vec<ReadArticle> {
        let has_one = documents.len() == 1;
        // Of a file with a single document nobody asks for more than the file's own hash, which is the document's.
        let needs_own = !has_one || documents.iter().any(|document| document.range.is_some());
        let own = needs_own.then(|| Within {
            file: self.file_name.to_owned(),
            sha256: sha256_hex(self.bytes),
            bytes: self.bytes.len() as u64,
            member: String::new(),
            range: None,
        });
        documents.into_iter().map(|document| self.article(document, own.as_ref(), has_one)).collect()
    }

    fn article(&self, document: Document, own: Option<&Within>, is_alone: bool) -> ReadArticle {
        let source = self.source(&document, own, is_alone);
        let Document { extracted, range, .. } = document;
        let is_part = range.is_some() || !is_alone;
        let name = if is_part { format!("{} #{}", self.file_name, extracted.part) } else { self.file_name.to_owned() };
        let mut new = new_article(name, source, extracted.text.into(), self.by, self.created);
        let mut remarks = extracted.remarks;
        let stated = take_stated(&mut new, extracted.stated, &mut remarks);
        let part = if is_part { extracted.part } else { String::new() };
        ReadArticle { new, kind: self.kind, part, stated, regions: extracted.regions, remarks }
    }

    /// Where the text of `document` came from.
    fn source(&self, document: &Document, own: Option<&Within>, is_alone: bool) -> Source {
        let Document { extracted, encoding, range } = document;
        let media_type = self.kind.media_type();
        let is_mapped = !extracted.map.is_empty();
        let size = |byte: u64| usize::try_from(byte).unwrap_or(usize::MAX);
        let bytes = match range {
            Some(range) => self.bytes.get(size(range.start)..size(range.end)).unwrap_or_default(),
            None if is_mapped || is_alone => self.bytes,
            // One of several that have no bytes of their own: its text stands for them.
            None => extracted.text.as_bytes(),
        };
        let mut source = bare_source(self.file_name, media_type, bytes);
        if range.is_none() && !is_mapped && !is_alone {
            source.map = vec![SourceStep { char: CharOffset(0), byte: 0 }];
        } else if is_mapped {
            source.encoding.clone_from(encoding);
            source.map.clone_from(&extracted.map);
            keep(&mut source, bytes);
        }
        let place = |(char, place): &(CharOffset, String)| SourcePlace { char: *char, place: place.clone() };
        source.places = extracted.places.iter().map(place).collect();
        source.within = self.within(document, own);
        source
    }

    /// The file that the document is a part of, if it is one of a larger file.
    fn within(&self, document: &Document, own: Option<&Within>) -> Option<Within> {
        let range = document.range.as_ref().map(|range| (range.start, range.end));
        match (self.archive, own) {
            (Some(archive), _) => Some(Within { range, ..archive.clone() }),
            (None, Some(own)) => {
                let member = if range.is_some() { String::new() } else { document.extracted.part.clone() };
                Some(Within { member, range, ..own.clone() })
            }
            (None, None) => None,
        }
    }
}

/// Takes up what a file states, and says what that is.
pub(super) fn take_stated(new: &mut NewArticle, stated: StatedInFile, remarks: &mut Vec<String>) -> Vec<Field> {
    let StatedInFile { headline, author, published, url, language, outlet } = stated;
    let mut fields = Vec::new();
    let metadata = &mut new.metadata;
    for (field, value, place) in [
        (Field::Headline, headline, &mut metadata.headline),
        (Field::Author, author, &mut metadata.author),
        (Field::Url, url, &mut metadata.url),
        (Field::Language, language, &mut metadata.language),
    ] {
        if let Some(value) = value.filter(|value| !value.trim().is_empty()) {
            *place = Some(Stated::guessed(value.trim().to_owned()));
            fields.push(field);
        }
    }
    if let Some(phrase) = published.filter(|phrase| !phrase.trim().is_empty()) {
        let phrase = phrase.trim().to_owned();
        if let Some(day) = guess_dates::day_of(&phrase) {
            // Words that say no more than the day are not kept beside it.
            let phrase = if phrase == day.to_string() { String::new() } else { phrase };
            metadata.published = Some(Stated::guessed(Interval { phrase, ..Interval::day(day) }));
            fields.push(Field::Published);
        } else {
            let shown = crate::text::shortened(&phrase, 60);
            remarks.push(format!("“{shown}” is stated as its date and could not be understood; set the date by hand"));
        }
    }
    if let Some(name) = outlet.filter(|name| !name.trim().is_empty()) {
        new.outlet = Some(name.trim().to_owned());
        fields.push(Field::Outlet);
    }
    fields.sort_unstable();
    fields
}

/// The article that plain text is. Text in UTF-8 without anything to mend, as nearly all is, becomes the article without
/// being copied more than once.
///
/// # Errors
/// [`DecodeError`] where it is none.
pub(super) fn text_article(
    file_name: &str,
    bytes: Vec<u8>,
    declared: Option<&str>,
    by: AnnotatorId,
    created: Timestamp,
) -> Result<NewArticle, DecodeError> {
    let may_be_plain =
        declared.is_none() && bytes.len() <= MAX_SOURCE_BYTES && !bytes.starts_with("\u{feff}".as_bytes());
    let text = if may_be_plain { String::from_utf8(bytes).map_err(FromUtf8Error::into_bytes) } else { Err(bytes) };
    match text {
        Ok(text) if is_readable(&text) && !text.trim().is_empty() => {
            let mut source = bare_source(file_name, text_kind(file_name).media_type(), text.as_bytes());
            source.map = vec![SourceStep { char: CharOffset(0), byte: 0 }];
            Ok(new_article(file_name.to_owned(), source, text.into(), by, created))
        }
        other => {
            let bytes = other.map_or_else(|bytes| bytes, String::into_bytes);
            Ok(article(file_name, &bytes, decode(&bytes, declared)?, by, created))
        }
    }
}

/// The id of an article that came from `source`: the first 64 bits, read as a big-endian number, of the SHA-256 over the
/// 64 hexadecimal digits of the source bytes' SHA-256 followed by the file's name in UTF-8.
#[must_use]
pub fn article_id(source: &Source) -> ArticleId {
    let hash = Sha256::new().chain_update(&source.sha256).chain_update(&source.file).finalize();
    ArticleId(hash.iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte)))
}

/// The kind of text that a file's name speaks of.
fn text_kind(file_name: &str) -> Kind {
    Kind::of_name(file_name).filter(|kind| *kind == Kind::Markdown).unwrap_or(Kind::Text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(name: &str, bytes: &[u8]) -> Result<NewArticle, String> {
        article_from_bytes(name, bytes, None, AnnotatorId(1), Timestamp::default()).map_err(|error| error.to_string())
    }

    #[test]
    fn the_id_follows_bytes_and_name() {
        let first = read("a.txt", b"One").unwrap().article;
        assert_eq!(first.id, read("a.txt", b"One").unwrap().article.id);
        assert_ne!(first.id, read("b.txt", b"One").unwrap().article.id);
        assert_ne!(first.id, read("a.txt", b"One.").unwrap().article.id);
        // Fixed for all time: a session made today must match one made by a later version.
        assert_eq!(first.id.to_string(), "a-4F101Y3JAPD76");
    }

    #[test]
    fn what_is_no_text_is_refused_with_file_and_place() {
        assert_eq!(
            read("p.png", b"\x89PNG\r\n\x1a\n\0\0").unwrap_err(),
            "p.png: the file is not text: a zero byte at byte 8; save the article as text, or name its encoding if it is text after all"
        );
        assert_eq!(read("e.txt", b"").unwrap_err(), "e.txt: the file is empty; there is nothing to read");
        assert_eq!(
            read("e.txt", b"\xEF\xBB\xBF \r\n").unwrap_err(),
            "e.txt: the file is empty; there is nothing to read"
        );
        let noise: Vec<u8> = (1..=255).chain(1..=40).chain(1..=31).collect();
        assert!(read("n.bin", &noise).unwrap_err().contains("characters are unreadable, the first (U+0001) at byte 0"));
        let big = vec![b'a'; MAX_SOURCE_BYTES + 1];
        assert!(read("big.txt", &big).unwrap_err().contains("256 MiB"));
    }

    #[test]
    fn encodings_are_found() {
        let long = "Prezydent Azerbejdżanu spotkał się z premierem Izraela. Spotkanie odbyło się w Baku, powiedział rzecznik. ";
        let cases: &[(&[u8], &str, &str)] = &[
            ("Baku’s role".as_bytes(), "utf-8", "Baku’s role"),
            (b"Baku\xe2\x80\x99s r\xf4le \xe2\x80\x94 yes", "utf-8", "Baku’s r\u{FFFD}le — yes"),
            (b"\xEF\xBB\xBFBaku\r\nTwo", "utf-8", "Baku\r\nTwo"),
            (b"\xFF\xFEB\0a\0k\0u\0", "utf-16le", "Baku"),
            (b"Baku\x92s role \x96 a caf\xe9", "windows-1252", "Baku’s role – a café"),
            (&encoding_rs::WINDOWS_1250.encode(long).0, "windows-1250", long),
        ];
        for (bytes, encoding, text) in cases {
            let article = read("a.txt", bytes).unwrap().article;
            assert_eq!((article.source.encoding.as_str(), article.text()), (*encoding, *text));
        }
        let declared =
            article_from_bytes("a.txt", b"\xcf\xf0", Some("cp1251"), AnnotatorId(1), Timestamp::default()).unwrap();
        assert_eq!(declared.article.text(), "Пр");
        let wrong = article_from_bytes("a.txt", b"a", Some("utf-99"), AnnotatorId(1), Timestamp::default());
        assert!(wrong.unwrap_err().to_string().starts_with("a.txt: there is no encoding `utf-99`"));
    }
}
