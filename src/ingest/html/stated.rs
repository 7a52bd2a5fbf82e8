//! What a page states of its article: in JSON-LD, in its `meta` tags, in links and times. It believes the page.

use super::super::extracted::StatedInFile;
use super::attributes::attribute;
use super::entities::resolved;
use super::tokens::{Token, Tokens};
use serde_json::Value;
use std::collections::BTreeMap;

/// JSON-LD is searched for articles so many objects deep.
const MAX_DEPTH: usize = 8;

/// All statements of a page.
#[derive(Default)]
pub(super) struct Statements {
    /// Contents of `meta` tags by name in lower case, the first of each.
    metas: BTreeMap<String, String>,
    title: Option<String>,
    language: Option<String>,
    canonical: Option<String>,
    time: Option<String>,
    /// What JSON-LD says of an article.
    article: Option<Value>,
}

impl Statements {
    /// The statements of the page `text`.
    pub(super) fn of(text: &str) -> Self {
        let mut found = Self::default();
        let part = |range: &std::ops::Range<usize>| text.get(range.clone()).unwrap_or_default();
        for token in Tokens::new(text) {
            match token {
                Token::Open { tag, name, .. } => found.tag(&part(&name).to_ascii_lowercase(), part(&tag)),
                Token::Raw { tag, name, inside } => {
                    found.raw(&part(&name).to_ascii_lowercase(), part(&tag), part(&inside));
                }
                _ => {}
            }
        }
        found
    }

    fn tag(&mut self, name: &str, tag: &str) {
        match name {
            "meta" => {
                let key = ["property", "name", "itemprop", "http-equiv"].iter().find_map(|key| attribute(tag, key));
                if let (Some(key), Some(content)) = (key, attribute(tag, "content").and_then(|text| tidy(&text))) {
                    self.metas.entry(key.to_lowercase()).or_insert(content);
                }
            }
            "html" if self.language.is_none() => {
                self.language = attribute(tag, "lang").or_else(|| attribute(tag, "xml:lang"));
            }
            "link" if self.canonical.is_none() => {
                let rel = attribute(tag, "rel").unwrap_or_default();
                if rel.split_whitespace().any(|rel| rel.eq_ignore_ascii_case("canonical")) {
                    self.canonical = attribute(tag, "href");
                }
            }
            "time" if self.time.is_none() => self.time = attribute(tag, "datetime"),
            _ => {}
        }
    }

    fn raw(&mut self, name: &str, tag: &str, inside: &str) {
        match name {
            "title" if self.title.is_none() => self.title = tidy(&resolved(inside)),
            "script" if self.article.is_none() => {
                let kind = attribute(tag, "type").unwrap_or_default();
                if kind.to_ascii_lowercase().starts_with("application/ld+json") {
                    // Some pages wrap it in signs that once hid scripts.
                    let start = inside.find(['{', '[']).unwrap_or_default();
                    let end = inside.rfind(['}', ']']).map_or(start, |end| end + 1);
                    let json = inside.get(start..end).and_then(|json| serde_json::from_str(json).ok());
                    self.article = json.and_then(|json: Value| article(&json, 0).cloned());
                }
            }
            _ => {}
        }
    }

    fn meta(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.metas.get(*name)).cloned()
    }

    fn linked(&self, key: &str) -> Option<String> {
        text_of(self.article.as_ref()?.get(key)?)
    }

    /// What the page states. `title` and `author` are what was made of its title and its text.
    pub(super) fn stated(&self, title: Option<String>, author: Option<String>) -> StatedInFile {
        let headline = self
            .linked("headline")
            .or_else(|| self.meta(&["og:title", "twitter:title", "dc.title", "title"]))
            .or(title)
            .or_else(|| self.title.as_deref().map(|title| without_site(title).to_owned()));
        let is_name = |name: &String| !is_address(name);
        let author = self
            .linked("author")
            .filter(is_name)
            .or_else(|| self.meta(&["author"]).filter(is_name))
            .or_else(|| self.meta(&["article:author"]).filter(is_name))
            .or_else(|| self.meta(&["dc.creator", "parsely-author", "sailthru.author", "byl"]))
            .or_else(|| author.as_deref().and_then(tidy));
        let dated =
            ["article:published_time", "og:published_time", "datepublished", "dc.date.issued", "dc.date", "date"];
        let dated_else = ["pubdate", "publishdate", "publish-date", "parsely-pub-date", "sailthru.date"];
        let published = self
            .linked("datePublished")
            .or_else(|| self.meta(&dated))
            .or_else(|| self.meta(&dated_else))
            .or_else(|| self.time.as_deref().and_then(tidy));
        let url = [self.canonical.clone(), self.meta(&["og:url"]), self.linked("url"), self.linked("mainEntityOfPage")];
        let outlet = self
            .linked("publisher")
            .or_else(|| self.meta(&["og:site_name", "dc.publisher", "publisher", "application-name"]))
            .filter(is_name);
        let language = [
            self.language.clone(),
            self.linked("inLanguage"),
            self.meta(&["content-language", "og:locale", "dc.language"]),
        ];
        StatedInFile {
            headline: headline.as_deref().and_then(tidy),
            author: author.map(|author| without_by(&author).to_owned()),
            published,
            url: url.into_iter().flatten().find(|url| is_address(url)),
            language: language.into_iter().flatten().find_map(|tag| language_tag(&tag)),
            outlet,
        }
    }
}

/// The object in `json` that is about an article.
fn article(json: &Value, depth: usize) -> Option<&Value> {
    if depth > MAX_DEPTH {
        return None;
    }
    match json {
        Value::Array(list) => list.iter().find_map(|item| article(item, depth + 1)),
        Value::Object(fields) => {
            let kinds = match fields.get("@type") {
                Some(Value::Array(kinds)) => kinds.iter().filter_map(Value::as_str).collect(),
                kind => Vec::from_iter(kind.and_then(Value::as_str)),
            };
            let is_article = kinds.iter().any(|kind| kind.ends_with("Article") || kind.ends_with("BlogPosting"));
            if is_article {
                return Some(json);
            }
            let within = ["@graph", "mainEntity", "itemListElement"].into_iter().filter_map(|key| fields.get(key));
            within.into_iter().find_map(|value| article(value, depth + 1))
        }
        _ => None,
    }
}

/// The words of a value in JSON-LD: a text, the name of a thing, or several of them.
fn text_of(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => tidy(&resolved(text)),
        Value::Array(list) => {
            let names: Vec<String> = list.iter().filter(|item| !item.is_array()).filter_map(text_of).collect();
            (!names.is_empty()).then(|| names.join(", "))
        }
        Value::Object(fields) => {
            let named = ["name", "@id", "@value"].into_iter().find_map(|key| fields.get(key)).and_then(Value::as_str);
            named.and_then(|name| tidy(&resolved(name)))
        }
        _ => None,
    }
}

/// `text` in one line; nothing where it is empty.
fn tidy(text: &str) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    (!text.is_empty()).then_some(text)
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// A title without the site's name behind it, where enough is left.
fn without_site(title: &str) -> &str {
    let cut = [" | ", " — ", " – ", " - ", " :: ", " » "].iter().filter_map(|sign| title.rfind(sign)).max();
    let before = cut.and_then(|cut| title.get(..cut)).unwrap_or(title);
    if before.split_whitespace().count() >= 3 { before } else { title }
}

/// An author without the word that says that it is one.
fn without_by(author: &str) -> &str {
    let rest = author.get(..3).filter(|start| start.eq_ignore_ascii_case("by ")).and_then(|_| author.get(3..));
    rest.map_or(author, str::trim)
}

/// A language in the form of BCP 47.
fn language_tag(tag: &str) -> Option<String> {
    let tag = tag.split([',', ';']).next()?.trim().replace('_', "-");
    let is_tag = tag
        .split('-')
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()));
    let has_language = tag
        .split('-')
        .next()
        .is_some_and(|first| (2..=3).contains(&first.len()) && first.bytes().all(|byte| byte.is_ascii_alphabetic()));
    (is_tag && has_language).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_ld_goes_before_tags_and_tags_before_the_title() {
        let page = r#"<html lang="en_GB"><head><title>Ferry returns to the strait | The Lantern</title>
            <meta property="og:title" content="Ferry returns &amp; stays"><meta name=author content="By A. Writer">
            <meta property="og:site_name" content="The Lantern"><link rel="canonical" href="https://lantern.example/ferry">
            <time datetime="2031-03-14T09:20:00Z">today</time></head>"#;
        let stated = Statements::of(page).stated(None, None);
        assert_eq!(
            stated,
            StatedInFile {
                headline: Some("Ferry returns & stays".to_owned()),
                author: Some("A. Writer".to_owned()),
                published: Some("2031-03-14T09:20:00Z".to_owned()),
                url: Some("https://lantern.example/ferry".to_owned()),
                language: Some("en-GB".to_owned()),
                outlet: Some("The Lantern".to_owned()),
            }
        );
        let linked = r#"<script type="application/ld+json">//<![CDATA[
            {"@graph": [{"@type": "WebSite", "name": "x"}, {"@type": ["NewsArticle"], "headline": "Ferry &amp; strait",
            "author": [{"@type": "Person", "name": "A. Writer"}, {"name": "B. Writer"}], "datePublished": "2031-03-13",
            "publisher": {"name": "Lantern Media"}}]}
            //]]></script>"#;
        let stated = Statements::of(&format!("{page}{linked}")).stated(None, None);
        assert_eq!(stated.headline.as_deref(), Some("Ferry & strait"));
        assert_eq!(stated.author.as_deref(), Some("A. Writer, B. Writer"));
        assert_eq!(stated.published.as_deref(), Some("2031-03-13"));
        assert_eq!(stated.outlet.as_deref(), Some("Lantern Media"));
        let bare = Statements::of("<title>Ferry returns to the strait - The Lantern</title>").stated(None, None);
        assert_eq!(bare.headline.as_deref(), Some("Ferry returns to the strait"));
    }
}
