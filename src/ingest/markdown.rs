//! Markdown: the text stays as it is written; its front matter and first heading say what it is.

use super::extracted::StatedInFile;
use crate::model::RegionKind;
use crate::text::Span;

/// Front matter longer than this is none.
const MAX_MATTER_BYTES: usize = 16 << 10;

/// What a Markdown text states of itself, and the stretches of it that are no body.
pub(super) fn stated(text: &str) -> (StatedInFile, Vec<(Span, RegionKind, String)>) {
    let mut stated = StatedInFile::default();
    let mut regions = Vec::new();
    let mut body = text;
    if let Some((matter, len)) = front_matter(text) {
        for line in matter.lines() {
            field(line, &mut stated);
        }
        let reason = "the file's front matter, which says what it is".to_owned();
        regions.push((Span::bytes(0, text.get(..len).unwrap_or_default().trim_end().len()), RegionKind::Other, reason));
        body = text.get(len..).unwrap_or_default();
    }
    if stated.headline.is_none() {
        stated.headline = heading(body);
    }
    (stated, regions)
}

/// What stands between the first line `---` and the next one, and where the text behind begins.
fn front_matter(text: &str) -> Option<(&str, usize)> {
    let start = text.strip_prefix("---\r\n").map(|_| 5).or_else(|| text.strip_prefix("---\n").map(|_| 4))?;
    let mut at = start;
    for line in text.get(start..)?.split_inclusive('\n') {
        let behind = at + line.len();
        if matches!(line.trim_end(), "---" | "...") {
            return Some((text.get(start..at)?, behind));
        }
        at = behind;
        if at > MAX_MATTER_BYTES {
            break;
        }
    }
    None
}

/// Takes up `line` of a front matter, as `title: "Ferry returns"`. Lists and nested fields are left.
fn field(line: &str, stated: &mut StatedInFile) {
    let Some((name, value)) = line.split_once(':') else { return };
    let value = value.trim();
    let inside = |quote: char| value.strip_prefix(quote).and_then(|value| value.strip_suffix(quote));
    let value = inside('"').or_else(|| inside('\'')).unwrap_or(value);
    if value.is_empty() || value.starts_with(['[', '{', '|', '>']) {
        return;
    }
    let place = match name.to_lowercase().as_str() {
        "title" | "headline" => &mut stated.headline,
        "author" | "byline" => &mut stated.author,
        "date" | "published" | "publishdate" | "created" => &mut stated.published,
        "url" | "link" | "canonical" | "source_url" => &mut stated.url,
        "source" if value.starts_with("http") => &mut stated.url,
        "lang" | "language" => &mut stated.language,
        "outlet" | "site" | "publisher" | "publication" | "source" => &mut stated.outlet,
        _ => return,
    };
    if place.is_none() {
        *place = Some(value.to_owned());
    }
}

/// The first heading: a line that begins with `#`, or one that is underlined.
fn heading(text: &str) -> Option<String> {
    let mut before = "";
    for line in text.lines().map(str::trim_end).take(200) {
        let marked = line.trim_start_matches('#');
        if marked.len() < line.len() && marked.starts_with(' ') {
            let heading = marked.trim().trim_end_matches('#').trim_end();
            return (!heading.is_empty()).then(|| heading.to_owned());
        }
        let is_rule =
            line.len() >= 3 && (line.bytes().all(|byte| byte == b'=') || line.bytes().all(|byte| byte == b'-'));
        if is_rule && !before.is_empty() {
            return Some(before.trim().to_owned());
        }
        before = line;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn front_matter_and_headings_say_what_a_text_is() {
        let text = "---\ntitle: \"Ferry returns\"\ndate: 2031-03-14\nsource: https://lantern.example/ferry\ntags: [a, b]\nlang: en\nsite: The Lantern\nauthor: A. Writer\n---\n\n# Another\n\nText";
        let (found, regions) = stated(text);
        assert_eq!(
            found,
            StatedInFile {
                headline: Some("Ferry returns".to_owned()),
                author: Some("A. Writer".to_owned()),
                published: Some("2031-03-14".to_owned()),
                url: Some("https://lantern.example/ferry".to_owned()),
                language: Some("en".to_owned()),
                outlet: Some("The Lantern".to_owned()),
            }
        );
        assert_eq!(regions.len(), 1);
        assert!(regions[0].0.slice(text).is_some_and(|matter| matter.ends_with("\n---")));
        for (text, headline) in [
            ("Intro\n\n## Ferry returns ##\n", Some("Ferry returns")),
            ("Ferry returns\n====\n", Some("Ferry returns")),
            ("#tag\n\nText", None),
            ("---\nnever closed", None),
            ("\n---\n", None),
        ] {
            assert_eq!(stated(text).0.headline.as_deref(), headline, "{text}");
        }
    }
}
