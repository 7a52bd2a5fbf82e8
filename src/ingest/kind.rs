//! Which kind of file something is: by its content first, and by its name where content says nothing. It reads none of them.

use super::html::looks_like_html;
use super::mhtml;
use encoding_rs::{Encoding, UTF_8};

/// Bytes at a file's beginning by which kinds are told apart.
const HEAD_BYTES: usize = 4096;

/// A kind of file that articles come in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Plain text.
    Text,
    /// Text with Markdown's signs, which stay in it.
    Markdown,
    /// A saved web page.
    Html,
    /// A web page saved with its pictures into one file.
    Mhtml,
    /// A table with commas or semicolons; each row an article.
    Csv,
    /// A table with tabs; each row an article.
    Tsv,
    /// One JSON object a line; each an article.
    JsonLines,
    /// One JSON list of objects; each an article.
    Json,
    /// An archive of other files.
    Zip,
    /// A PDF.
    Pdf,
    /// A Word document.
    Docx,
    /// An e-book.
    Epub,
    /// A saved RSS or Atom feed; each entry an article.
    Feed,
}

impl Kind {
    /// Every kind.
    pub const ALL: [Self; 13] = [
        Self::Text,
        Self::Markdown,
        Self::Html,
        Self::Mhtml,
        Self::Csv,
        Self::Tsv,
        Self::JsonLines,
        Self::Json,
        Self::Zip,
        Self::Pdf,
        Self::Docx,
        Self::Epub,
        Self::Feed,
    ];

    /// Its name in reports.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Mhtml => "mhtml",
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::JsonLines => "jsonl",
            Self::Json => "json",
            Self::Zip => "zip",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Epub => "epub",
            Self::Feed => "feed",
        }
    }

    /// Endings of files of this kind, in lower case and without the dot.
    #[must_use]
    pub fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Text => &["txt", "text"],
            Self::Markdown => &["md", "markdown"],
            Self::Html => &["html", "htm", "xhtml"],
            Self::Mhtml => &["mhtml", "mht"],
            Self::Csv => &["csv"],
            Self::Tsv => &["tsv", "tab"],
            Self::JsonLines => &["jsonl", "ndjson"],
            Self::Json => &["json"],
            Self::Zip => &["zip"],
            Self::Pdf => &["pdf"],
            Self::Docx => &["docx"],
            Self::Epub => &["epub"],
            Self::Feed => &["rss", "atom"],
        }
    }

    /// Its media type.
    #[must_use]
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Text => "text/plain",
            Self::Markdown => "text/markdown",
            Self::Html => "text/html",
            Self::Mhtml => "multipart/related",
            Self::Csv => "text/csv",
            Self::Tsv => "text/tab-separated-values",
            Self::JsonLines => "application/jsonl",
            Self::Json => "application/json",
            Self::Zip => "application/zip",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Epub => "application/epub+zip",
            Self::Feed => "application/xml",
        }
    }

    /// Whether one file of this kind holds several articles.
    #[must_use]
    pub fn is_collection(self) -> bool {
        matches!(self, Self::Csv | Self::Tsv | Self::JsonLines | Self::Json | Self::Zip | Self::Feed)
    }

    /// The kind that a file's name speaks of.
    #[must_use]
    pub fn of_name(file_name: &str) -> Option<Self> {
        let (_, ending) = file_name.rsplit_once('.')?;
        let ending = ending.to_lowercase();
        Self::ALL.into_iter().find(|kind| kind.endings().contains(&ending.as_str()))
    }

    /// The kind of the file `file_name` with the content `bytes`. What its content says goes before its name; plain text,
    /// Markdown and tables are told apart by name alone.
    #[must_use]
    pub fn of(file_name: &str, bytes: &[u8]) -> Self {
        let named = Self::of_name(file_name);
        if let Some(kind) = Self::of_content(bytes) {
            // An archive may be one of several kinds, of which its name tells.
            return match (kind, named) {
                (Self::Zip, Some(Self::Docx | Self::Epub)) => named.unwrap_or(kind),
                _ => kind,
            };
        }
        match named {
            Some(Self::Markdown | Self::Csv | Self::Tsv) => named.unwrap_or(Self::Text),
            // A part of a page; without a single tag it is none.
            Some(Self::Html) if has_tag(bytes) => Self::Html,
            // Its first line may be damaged.
            Some(Self::JsonLines) if bytes.trim_ascii_start().starts_with(b"{") => Self::JsonLines,
            Some(Self::Json) => Self::Json,
            // It says what it is, if not as browsers do.
            Some(Self::Mhtml) if mhtml::has_head(bytes) => Self::Mhtml,
            _ => Self::Text,
        }
    }

    /// The kind that content speaks of.
    fn of_content(bytes: &[u8]) -> Option<Self> {
        let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
        if memchr::memmem::find(head.get(..1024.min(head.len())).unwrap_or_default(), b"%PDF-").is_some() {
            return Some(Self::Pdf);
        }
        if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
            return Some(archive(bytes));
        }
        if mhtml::is_saved_page(head) {
            return Some(Self::Mhtml);
        }
        let text = text_of(head);
        if looks_like_html(&text) {
            return Some(Self::Html);
        }
        let text = text.trim_start_matches('\u{feff}').trim_start();
        if (text.starts_with('<') && is_feed(text)) || super::feed::is_feed(head) {
            return Some(Self::Feed);
        }
        if is_json_list(text) {
            return Some(Self::Json);
        }
        is_json_lines(text, bytes.len() > head.len()).then_some(Self::JsonLines)
    }
}

/// The endings of all kinds: what is read of a folder.
#[must_use]
pub fn endings() -> Vec<&'static str> {
    Kind::ALL.into_iter().flat_map(|kind| kind.endings().iter().copied()).collect()
}

/// The beginning of a text, in UTF-16 where a mark says so; of other encodings letters of ASCII are enough here.
fn text_of(head: &[u8]) -> String {
    Encoding::for_bom(head).map_or(UTF_8, |(encoding, _)| encoding).decode_with_bom_removal(head).0.into_owned()
}

/// Whether a tag stands in the beginning of `bytes`.
fn has_tag(bytes: &[u8]) -> bool {
    let head = bytes.get(..HEAD_BYTES.min(bytes.len())).unwrap_or_default();
    let begins = |at: usize| head.get(at + 1).is_some_and(|byte| byte.is_ascii_alphabetic() || *byte == b'/');
    memchr::memchr_iter(b'<', head).any(begins)
}

/// What an archive is by its first members: their names stand in its beginning as they are.
fn archive(bytes: &[u8]) -> Kind {
    let has = |part: &[u8]| memchr::memmem::find(bytes, part).is_some();
    let head = bytes.get(..200.min(bytes.len())).unwrap_or_default();
    if memchr::memmem::find(head, b"mimetypeapplication/epub+zip").is_some() {
        Kind::Epub
    } else if has(b"word/document.xml") && has(b"[Content_Types].xml") {
        Kind::Docx
    } else {
        Kind::Zip
    }
}

/// Whether the first element is that of a feed.
fn is_feed(text: &str) -> bool {
    let mut rest = text;
    while let Some(behind) = rest.strip_prefix("<?").or_else(|| rest.strip_prefix("<!")) {
        let end = if behind.starts_with("--") { "-->" } else { ">" };
        let Some((_, behind)) = behind.split_once(end) else { return false };
        rest = behind.trim_start();
    }
    ["<rss", "<feed", "<rdf:RDF"].into_iter().any(|root| rest.starts_with(root))
}

/// Whether the first line is a JSON object; of a line that is longer than what is known of it, whether it begins like one.
fn is_json_lines(text: &str, goes_on: bool) -> bool {
    let (line, is_cut) = match text.split_once('\n') {
        Some((line, _)) => (line, false),
        None => (text, goes_on),
    };
    let line = line.trim();
    if !line.starts_with('{') {
        return false;
    }
    if is_cut {
        let key = line.strip_prefix('{').unwrap_or_default().trim_start();
        return key.starts_with('"') && key.contains("\":");
    }
    serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
}

/// Whether a text begins as a list of objects that have a name for each value.
fn is_json_list(text: &str) -> bool {
    let inside = |text: &str, sign: char| text.strip_prefix(sign).map(|rest| rest.trim_start().to_owned());
    let key = inside(text, '[').and_then(|rest| inside(&rest, '{'));
    key.is_some_and(|key| key.starts_with('"') && key.contains("\":"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_goes_before_the_name() {
        for (name, bytes, kind) in [
            ("a.txt", b"Ferry returns" as &[u8], Kind::Text),
            ("a.md", b"# Ferry", Kind::Markdown),
            ("a.txt", b"<!doctype HTML><p>x", Kind::Html),
            ("a.csv", b"\xef\xbb\xbf <html lang=en>", Kind::Html),
            ("a.html", b"no tag at all, 3 < 4", Kind::Text),
            ("a.html", b"<p>a part", Kind::Html),
            ("a.txt", b"<p>a part", Kind::Text),
            ("a.txt", b"\xff\xfe<\0h\0t\0m\0l\0>\0", Kind::Html),
            ("a.htm", b"<?xml version='1.0'?><!-- x --><html>", Kind::Html),
            ("a.csv", b"title,text\na,b", Kind::Csv),
            ("a.TAB", b"title\ttext", Kind::Tsv),
            ("a.txt", b"title,text\na,b", Kind::Text),
            ("a.txt", b"{\"text\": \"x\"}\n{\"text\": \"y\"}\n", Kind::JsonLines),
            ("a.jsonl", b"{no json", Kind::JsonLines),
            ("a.txt", b"{no json", Kind::Text),
            ("a.txt", b"[\n {\"text\": \"x\"}]", Kind::Json),
            ("a.json", b"{}", Kind::JsonLines),
            ("a.json", b"{\n}", Kind::Json),
            ("a.txt", b"[1, 2]", Kind::Text),
            ("a.txt", b"MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=x\r\n\r\n", Kind::Mhtml),
            ("a.mht", b"From: me\nContent-Type: multipart/alternative; boundary=x\n\n", Kind::Mhtml),
            ("a.mht", b"Ferry returns", Kind::Text),
            ("a.txt", b"%PDF-1.7", Kind::Pdf),
            ("a.zip", b"PK\x03\x04....a.txt", Kind::Zip),
            ("a.docx", b"PK\x03\x04....", Kind::Docx),
            ("a.zip", b"PK\x03\x04[Content_Types].xml word/document.xml", Kind::Docx),
            ("a.xml", b"<?xml version='1.0'?>\n<rss version='2.0'>", Kind::Feed),
            ("a", b"<feed xmlns='http://www.w3.org/2005/Atom'>", Kind::Feed),
            ("a.xml", b"<article>", Kind::Text),
        ] {
            assert_eq!(Kind::of(name, bytes), kind, "{name} {}", String::from_utf8_lossy(bytes));
        }
        let long = format!("{{\"text\": \"{}\"}}", "word ".repeat(2000));
        assert_eq!(Kind::of("a", long.as_bytes()), Kind::JsonLines);
    }
}
