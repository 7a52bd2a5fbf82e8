//! Who wrote an article and where it stood, as lines of their own say: "By Jane Doe", "Source: https://…". A sentence of the
//! story is never read as either.

use super::guess::{edge_lines, is_body};
use regex::Regex;
use std::sync::LazyLock;

/// Lines in front of a story in which its author is looked for.
const HEAD_LINES: usize = 40;
/// A byline is no longer than this.
const BYLINE_BYTES: usize = 120;
/// Lines at each end of a text in which an address without a word before it counts.
const BARE_LINES: usize = 12;
/// Hosts that pages link to for sharing and for apps; an article stands at none of them.
const SHARING: [&str; 12] = [
    "facebook.com",
    "twitter.com",
    "x.com",
    "t.me",
    "wa.me",
    "instagram.com",
    "youtube.com",
    "youtu.be",
    "linkedin.com",
    "whatsapp.com",
    "apps.apple.com",
    "play.google.com",
];

/// The names in a line such as "By Jane Doe and Ali Veli" among the first lines of `text`.
pub(super) fn author(text: &str) -> Option<String> {
    static BYLINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let word = r"(?:\p{Lu}\.|\p{Lu}[\p{L}\p{M}'’-]*\p{L}|(?:al|el|ben|bin)-\p{Lu}[\p{L}'’-]+)";
        let particle = r"(?:(?:de|da|di|du|del|der|den|la|le|van|von|bin|ibn|al|el|dos|ter)\s+){0,3}";
        let name = format!(r"{word}(?:\s+{particle}{word}){{1,4}}");
        let names = format!(r"{name}(?:(?:,\s+|,?\s+(?:and|und|et|y|и|ve|&)\s+){name}){{0,3}}");
        let lead = r"(?i:by|written\s+by|words\s+by|story\s+by|von|par|por|author|authors|autor|auteur|автор|yazar|yazan|text)";
        let role =
            r"(?i:(?:\p{L}+\s+){0,2}(?:correspondent|reporter|writer|editor|columnist|staff|contributor|analyst))";
        let behind = r"(?:\s*(?:[|·•/–—-]|,)\s*[^.!?]{1,60}|\s+(?i:in|published|updated|posted)\s[^!?]{1,60})?";
        Regex::new(&format!(
            r"^(?:{lead}(?:\s*:)?\s+(?<led>{names}){behind}|(?<held>{names})\s*(?:,|\||·|–|—)\s*{role})$"
        ))
        .ok()
    });
    let lines = text.lines().map(str::trim).filter(|line| !line.is_empty()).take(HEAD_LINES);
    let mut after_body = 0;
    for line in lines {
        if is_body(line) {
            // A byline may stand behind the paragraph that sums its story up.
            after_body += 1;
            if after_body > 1 {
                return None;
            }
        } else if line.len() <= BYLINE_BYTES && !line.ends_with(['.', '!', '?']) {
            let found = BYLINE.as_ref()?.captures(line);
            let names = found.as_ref().and_then(|found| found.name("led").or_else(|| found.name("held")));
            if let Some(names) = names {
                return Some(names.as_str().to_owned());
            }
        }
    }
    None
}

/// The address that a line of its own gives: behind a word such as "Source" anywhere near an edge of `text`, without one if
/// it is the only address that stands so near an edge.
pub(super) fn address(text: &str) -> Option<String> {
    static LINE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        let lead = "source|original|url|link|permalink|address|quelle|fuente|lien|источник|ссылка|kaynak|retrieved from|read at";
        Regex::new(&format!(r"^(?:(?<lead>(?i:{lead}))\s*:?\s*)?<?(?<url>https?://[^\s<>]{{4,2000}}[^\s<>.,;)])>?$"))
            .ok()
    });
    // Nearly every text has none, and that is seen at once.
    memchr::memmem::find(text.as_bytes(), b"http")?;
    let line = LINE.as_ref()?;
    let mut bare: Vec<&str> = Vec::new();
    let edges: Vec<&str> = edge_lines(text).map(str::trim).filter(|line| !line.is_empty()).collect();
    for (place, text) in edges.iter().enumerate().filter(|(_, line)| line.contains("http")) {
        let Some(found) = line.captures(text) else { continue };
        let Some(url) = found.name("url").map(|url| url.as_str()) else { continue };
        if found.name("lead").is_some() {
            return Some(url.to_owned());
        }
        let is_near = place < BARE_LINES || place + BARE_LINES >= edges.len();
        if is_near && is_of_article(url) && !bare.contains(&url) {
            bare.push(url);
        }
    }
    match bare.as_slice() {
        [one] => Some((*one).to_owned()),
        _ => None,
    }
}

/// Whether `url` leads to a page and not to a front page or a place to share.
fn is_of_article(url: &str) -> bool {
    let Some((host, path)) = parts(url) else { return false };
    let is_shared =
        SHARING.iter().any(|known| host == *known || host.strip_suffix(known).is_some_and(|rest| rest.ends_with('.')));
    !is_shared && path.len() > 1
}

/// Host and path of an address; the host without a port, in lower case.
fn parts(url: &str) -> Option<(String, &str)> {
    let (_, rest) = url.split_once("://")?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at_checked(end)?;
    let host = host.rsplit('@').next().unwrap_or(host);
    let host = host.split(':').next().unwrap_or(host).to_lowercase();
    (host.contains('.') && host.starts_with(char::is_alphanumeric)).then_some((host, path))
}

/// The host of an address, as an outlet may be called where nothing else says its name.
pub(super) fn host(url: &str) -> Option<String> {
    let (host, _) = parts(url)?;
    let is_number = host.ends_with(|char: char| char.is_ascii_digit());
    let bare = ["www.", "m.", "amp."].iter().find_map(|front| host.strip_prefix(front)).unwrap_or(&host);
    let is_store =
        ["archive.org", "archive.ph", "archive.today", "google.com"].iter().any(|store| bare.ends_with(store));
    (!is_number && !is_store && is_of_article(&format!("https://{bare}/a"))).then(|| bare.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    const STORY: &str = "The ferry returns to the strait after two winters, the ministry said on Wednesday, and the first ship leaves the quay in April.";

    #[test]
    fn authors_are_named_in_lines_of_their_own() {
        for (line, name) in [
            ("By Jane Doe", Some("Jane Doe")),
            ("BY JANE DOE", Some("JANE DOE")),
            ("by Jane Doe and Ali Veli", Some("Jane Doe and Ali Veli")),
            ("By Jane Doe, Ann O’Hara and J. van der Berg", Some("Jane Doe, Ann O’Hara and J. van der Berg")),
            ("Written by Omar al-Sharif | 14 March 2031", Some("Omar al-Sharif")),
            ("By Jane Doe in Dar Olmeh", Some("Jane Doe")),
            ("By Jane Doe, chief correspondent", Some("Jane Doe")),
            ("Jane Doe, Staff Writer", Some("Jane Doe")),
            ("Author: Jane Doe", Some("Jane Doe")),
            ("Von Jürgen Müller", Some("Jürgen Müller")),
            ("Автор: Анна Петрова", Some("Анна Петрова")),
            ("By land and sea", None),
            ("By Land and Sea", None),
            ("By Wednesday the ferry was back", None),
            ("By Jane Doe said nothing.", None),
            ("Jane Doe", None),
            ("By 2031", None),
        ] {
            assert_eq!(author(&format!("Ferry Returns\n{line}\n\n{STORY}")).as_deref(), name, "{line}");
        }
        let far = format!("{STORY}\n{STORY}\nBy Jane Doe\n");
        assert_eq!(author(&far), None, "a line in the middle of a story");
        assert_eq!(author(&format!("{STORY}\nBy Jane Doe\n{STORY}")).as_deref(), Some("Jane Doe"));
    }

    #[test]
    fn addresses_stand_alone_on_their_line() {
        for (text, url) in [
            ("https://www.lantern.example/ferry", Some("https://www.lantern.example/ferry")),
            ("Source: <https://lantern.example/ferry?id=4>", Some("https://lantern.example/ferry?id=4")),
            ("Quelle: https://lantern.example/", Some("https://lantern.example/")),
            ("Read more at https://lantern.example/ferry", None),
            ("https://lantern.example/", None),
            ("https://www.facebook.com/lantern/posts/4", None),
            ("https://a.example/one\nhttps://b.example/two", None),
            ("https://a.example/one\nSource: https://b.example/two", Some("https://b.example/two")),
            ("http", None),
        ] {
            assert_eq!(address(&format!("{text}\n\n{STORY}")).as_deref(), url, "{text}");
        }
        let middle = format!("{}https://a.example/one\n{}", "A line\n".repeat(30), "A line\n".repeat(30));
        assert_eq!(address(&middle), None);
    }

    #[test]
    fn an_outlet_may_be_called_by_its_host() {
        for (url, name) in [
            ("https://www.Lantern.example/ferry", Some("lantern.example")),
            ("http://news.lantern.example:8080/ferry", Some("news.lantern.example")),
            ("https://web.archive.org/web/2031/https://lantern.example", None),
            ("http://127.0.0.1/ferry", None),
            ("https://localhost/ferry", None),
            ("https://t.me/lantern/4", None),
        ] {
            assert_eq!(host(url).as_deref(), name, "{url}");
        }
    }
}
