//! From one file's bytes to an article with a first guess at what it is. It does not know the session it goes to.

use super::decode::{DecodeError, Decoded, MAX_SOURCE_BYTES, decode};
use super::guess;
use super::source::source_of;
use crate::edit::{Cleaning, NewArticle};
use crate::model::{AnnotatorId, Article, ArticleId, Interval, Metadata, Source, SourceStep, Stated, Timestamp};
use crate::text::CharOffset;
use sha2::{Digest, Sha256};

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
/// `file_name` stands without its folders; `declared` is the encoding's name where somebody stated it. Headline, date and
/// outlet are guessed from the text and marked as guesses. Language and regions are left open.
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
    Ok(article(file_name, bytes, decoded, by, created))
}

/// An article of `text`, which another tool kept as one: whatever characters are in it, it is text. `name` stands for the
/// file that it has none of; a byte order mark at its beginning stays in the source alone, as with files.
///
/// # Errors
/// [`IngestError`] where there is nothing in it, or too much.
pub fn article_from_text(
    name: &str,
    text: &str,
    by: AnnotatorId,
    created: Timestamp,
) -> Result<NewArticle, IngestError> {
    let refused = |fault| Err(IngestError { file: name.to_owned(), fault });
    if text.len() > MAX_SOURCE_BYTES {
        return refused(DecodeError::TooLarge { bytes: text.len() });
    }
    let body = text.strip_prefix('\u{feff}').unwrap_or(text);
    if body.trim().is_empty() {
        return refused(DecodeError::Empty);
    }
    let mark = (text.len() - body.len()) as u64;
    let map = vec![SourceStep { char: CharOffset(0), byte: mark }];
    let decoded = Decoded { text: body.to_owned(), encoding: "utf-8".to_owned(), map };
    Ok(article(name, text.as_bytes(), decoded, by, created))
}

fn article(file_name: &str, bytes: &[u8], decoded: Decoded, by: AnnotatorId, created: Timestamp) -> NewArticle {
    let source = source_of(file_name, media_type(file_name), bytes, &decoded);
    let id = article_id(&source);
    let article = Article::new(id, file_name.to_owned(), source, decoded.text.into(), by, created);
    let mut metadata = Metadata::unknown(id);
    metadata.headline = guess::headline(article.text()).map(Stated::guessed);
    metadata.published = guess::published(article.text())
        .map(|(day, phrase)| Stated::guessed(Interval { phrase, ..Interval::day(day) }));
    let outlet = guess::outlet(article.text());
    NewArticle { article, metadata, outlet, cleaning: Cleaning::default() }
}

/// The id of an article that came from `source`: the first 64 bits, read as a big-endian number, of the SHA-256 over the
/// 64 hexadecimal digits of the source bytes' SHA-256 followed by the file's name in UTF-8.
#[must_use]
pub fn article_id(source: &Source) -> ArticleId {
    let hash = Sha256::new().chain_update(&source.sha256).chain_update(&source.file).finalize();
    ArticleId(hash.iter().take(8).fold(0, |bits, byte| (bits << 8) | u64::from(*byte)))
}

fn media_type(file_name: &str) -> &'static str {
    let ending = file_name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase());
    match ending.as_deref() {
        Some("md" | "markdown") => "text/markdown",
        _ => "text/plain",
    }
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
        assert!(read("big.txt", &big).unwrap_err().contains("64 MiB"));
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
