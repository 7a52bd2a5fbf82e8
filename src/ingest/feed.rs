//! Feeds saved as files (RSS, Atom, JSON Feed): every entry a document.
//!
//! It does not know how html becomes text.

use super::extracted::{Extracted, StatedInFile};
use super::plain::plain;
use super::told::counted;
use crate::text::CharOffset;
use feed_rs::model::{Entry, Feed};

/// How many entries are read.
const MAX_ENTRIES: usize = 10_000;
/// How deep elements may lie in each other.
const MAX_DEPTH: usize = 256;

/// Why a feed gives no documents.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FeedError {
    /// It is none, or a damaged one.
    #[error("the feed cannot be read ({0}); save it again, or save the articles themselves")]
    NotFeed(String),
    /// It declares a document type, or its elements lie too deep in each other.
    #[error("the feed cannot be read: {0}; no honest feed has that")]
    Hostile(String),
    /// More than [`MAX_ENTRIES`].
    #[error("the feed has {0} entries and at most {MAX_ENTRIES} are read; split it")]
    TooMany(usize),
    /// No entry has any text.
    #[error("the feed has no entry with a text; save the articles themselves")]
    Empty,
}

/// Whether `bytes` begin as a feed does.
#[must_use]
pub fn is_feed(bytes: &[u8]) -> bool {
    let head = bytes.get(..bytes.len().min(4096)).unwrap_or_default();
    let (encoding, mark) = encoding_rs::Encoding::for_bom(head).unwrap_or((encoding_rs::UTF_8, 0));
    let (head, _) = encoding.decode_without_bom_handling(head.get(mark..).unwrap_or_default());
    let head = head.trim_start();
    if head.starts_with('{') {
        return head.contains("https://jsonfeed.org/version/")
            || head.contains("https:\\/\\/jsonfeed.org\\/version\\/");
    }
    let mut rest = head;
    // Declarations and comments stand before the first element.
    while let Some(begun) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = if begun.starts_with("--") { "-->" } else { ">" };
        let Some((_, behind)) = begun.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    let name: String = rest.chars().skip(1).take_while(|char| char.is_ascii_alphanumeric() || *char == ':').collect();
    rest.starts_with('<') && matches!(name.as_str(), "rss" | "feed" | "atom:feed" | "rdf:RDF")
}

/// Reads the feed that `bytes` are. Entries without any text are left out, which the first of the others says.
///
/// # Errors
/// [`FeedError`] where it cannot be read.
pub fn read(bytes: &[u8]) -> Result<Vec<Extracted>, FeedError> {
    refuse_hostile(bytes)?;
    let feed = feed_rs::parser::parse(bytes).map_err(|error| FeedError::NotFeed(error.to_string()))?;
    if feed.entries.len() > MAX_ENTRIES {
        return Err(FeedError::TooMany(feed.entries.len()));
    }
    let mut documents: Vec<Extracted> =
        (1..).zip(&feed.entries).filter_map(|(number, entry)| document(number, entry, &feed)).collect();
    let left_out = feed.entries.len() - documents.len();
    let first = documents.first_mut().ok_or(FeedError::Empty)?;
    if left_out > 0 {
        let count = counted(left_out, "entry", "entries");
        first.remarks.push(format!("left out of the feed, without any text: {count}"));
    }
    Ok(documents)
}

/// The reader of feeds follows elements into each other and does not look at document types.
fn refuse_hostile(bytes: &[u8]) -> Result<(), FeedError> {
    let (mut depth, mut end, mut words) = (0_usize, 0, 0);
    for at in memchr::memchr_iter(b'<', bytes) {
        // What is quoted is no markup of the feed's own.
        if at < words {
            continue;
        }
        let rest = bytes.get(at + 1..).unwrap_or_default();
        for (begin, finish) in [(b"![CDATA[".as_slice(), b"]]>".as_slice()), (b"!--", b"-->")] {
            if rest.starts_with(begin) {
                words = memchr::memmem::find(rest, finish).map_or(bytes.len(), |found| at + 1 + found);
            }
        }
        if rest.starts_with(b"!ENTITY") {
            return Err(FeedError::Hostile("it defines entities of its own".to_owned()));
        }
        match rest.first() {
            Some(b'/') => depth = depth.saturating_sub(1),
            Some(b'?' | b'!') | None => {}
            Some(_) => {
                if end <= at {
                    // Looked for once for all tags before it, or a file without any would be read again and again.
                    end = memchr::memchr(b'>', rest).map_or(bytes.len(), |found| at + 1 + found);
                }
                depth += usize::from(bytes.get(end.saturating_sub(1)) != Some(&b'/'));
            }
        }
        if depth > MAX_DEPTH {
            return Err(FeedError::Hostile(format!("elements lie in each other deeper than {MAX_DEPTH} levels")));
        }
    }
    Ok(())
}

fn document(number: usize, entry: &Entry, feed: &Feed) -> Option<Extracted> {
    let text_of = |text: &feed_rs::model::Text| {
        let content = text.content.trim();
        let flat = if content.contains(['<', '&']) { plain(content).ok()? } else { content.to_owned() };
        Some(flat.split_whitespace().collect::<Vec<_>>().join(" ")).filter(|flat| !flat.is_empty())
    };
    let mut remarks = Vec::new();
    let body_of = |html: &str, remarks: &mut Vec<String>| match plain(html) {
        Ok(body) => body,
        Err(error) => {
            remarks.push(format!("entry {number}: {error}"));
            String::new()
        }
    };
    let headline = entry.title.as_ref().and_then(text_of);
    let content = entry.content.as_ref().and_then(|content| content.body.as_deref());
    let mut body = content.map(|html| body_of(html, &mut remarks)).unwrap_or_default();
    if body.is_empty() {
        body = entry.summary.as_ref().map(|summary| body_of(&summary.content, &mut remarks)).unwrap_or_default();
        if !body.is_empty() {
            remarks.push("the feed holds a summary alone, not the whole article".to_owned());
        }
    }
    if body.is_empty() {
        remarks.push("the feed holds the headline alone, not the article".to_owned());
    }
    let parts: Vec<&str> =
        headline.iter().map(String::as_str).chain([body.as_str()]).filter(|part| !part.is_empty()).collect();
    let text = parts.join("\n\n");
    if text.is_empty() {
        return None;
    }
    let people = if entry.authors.is_empty() { &feed.authors } else { &entry.authors };
    let people: Vec<&str> = people
        .iter()
        .filter_map(|person| person.name.as_deref())
        .map(str::trim)
        .filter(|name| !name.is_empty())
        .collect();
    let link = entry.links.iter().find(|link| link.rel.as_deref().is_none_or(|rel| rel == "alternate"));
    let moment = entry.published.or(entry.updated).map(|moment| moment.format("%Y-%m-%dT%H:%M:%S%:z").to_string());
    let stated = StatedInFile {
        headline,
        author: (!people.is_empty()).then(|| people.join(", ")),
        published: moment,
        url: link.or(entry.links.first()).map(|link| link.href.clone()),
        language: entry.language.clone().or_else(|| feed.language.clone()),
        outlet: feed.title.as_ref().and_then(text_of),
    };
    let places = vec![(CharOffset(0), format!("entry {number}"))];
    Some(Extracted { part: number.to_string(), text, places, stated, remarks, ..Extracted::default() })
}
