//! Reports for people: whoever reads them sees every mention, and nothing from an article does anything in their browser.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::assigning_clones,
    dead_code,
    reason = "what is missing in a test fails it; the shared support serves several test programs"
)]

mod support;

use byline::codec::{decode, default_schema};
use byline::formats::{MemorySink, Request, format_named, write};
use byline::model::*;
use byline::workbench::SAMPLE;
use support::{empty_file, plain_article, plain_mention, session_of, slug, span, time};

fn report(format: &str, session: &Session) -> String {
    let mut sink = MemorySink::default();
    write(format_named(format).unwrap(), session, &Request::default(), &mut sink).unwrap();
    String::from_utf8(sink.files.remove(0).1).unwrap()
}

/// A session whose every word tries to be something else.
fn hostile() -> Session {
    let text = "<script>alert(1)</script> &amp; \u{202e}gpj.exe | # [x](javascript:alert(1)) `rm` </div></span>\n\n--- \"><img src=x onerror=alert(1)>";
    let mut file = empty_file("</title><script>1</script>");
    file.schema = default_schema();
    file.annotators.push(Annotator {
        id: AnnotatorId(1),
        name: "<b>Ann</b>".to_owned(),
        kind: AnnotatorKind::Person,
        note: String::new(),
        ext: Ext::default(),
    });
    let mut article = plain_article(1, text);
    article.name = "a\"onmouseover=\"x.txt".to_owned();
    article.headline = Some(Stated::guessed("<h1>*Head*</h1>".to_owned()));
    let note = Note { by: AnnotatorId(1), at: time(), text: "</dl><iframe>\n# note".to_owned() };
    for (number, place) in [(0, 25), (0, 8), (4, 40), (60, 70)].into_iter().enumerate() {
        let mut mention = plain_mention(number as u64 + 1, text, vec![span(place.0, place.1)]);
        mention.label = slug(["claim", "actor", "event", "claim.quoted"][number]);
        mention.notes.push(note.clone());
        article.mentions.push(mention);
    }
    file.articles.push(article);
    session_of(file)
}

#[test]
fn nothing_of_an_article_is_markup_of_the_page() {
    let page = report("html", &hostile());
    for wrong in
        ["<script", "<img", "<iframe", "<b>Ann", "<h1>*", "\u{202e}", "javascript:alert(1)\"", "onmouseover=\"x"]
    {
        assert!(!page.contains(wrong), "{wrong}");
    }
    assert!(page.contains("⟨U+202E⟩gpj.exe"));
    assert!(page.contains("default-src 'none'"), "a browser is told to run nothing, should this ever fail");
    // Every tag that opens in the body closes again, and in order.
    let body = &page[page.find("<body>").unwrap()..];
    let mut open: Vec<&str> = Vec::new();
    for piece in body.split('<').skip(1) {
        let tag = piece.split(['>', ' ', '/']).next().unwrap();
        if let Some(closed) = piece.strip_prefix('/') {
            let closed = closed.split('>').next().unwrap();
            if closed != "html" {
                assert_eq!(open.pop(), Some(closed), "at <{piece}");
            }
        } else if !matches!(tag, "br" | "rect") {
            open.push(tag);
        }
    }
    assert_eq!(open, Vec::<&str>::new());
}

#[test]
fn nothing_of_an_article_is_a_sign_of_markdown() {
    let text = report("markdown", &hostile());
    for wrong in ["<script", "<img", "<iframe", "[x](", "`rm`", "\n# note", "*Head*", "\u{202e}"] {
        assert!(!text.contains(wrong), "{wrong}");
    }
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1);
}

#[test]
fn the_sample_is_whole_in_both() {
    let session = decode(SAMPLE.as_bytes()).unwrap().session;
    let (page, text) = (report("html", &session), report("markdown", &session));
    for shard in session.shards() {
        assert!(page.contains(&format!("<article id=\"{}\"", shard.id())));
        for mention in shard.mentions.iter().filter(|mention| mention.review.state != ReviewState::Rejected) {
            assert!(page.contains(&format!("id=\"{}\"", mention.id)), "{}", mention.quote);
        }
    }
    let is_named = |entry: &&Entry| {
        session.shards().iter().any(|shard| shard.mentions.iter().any(|mention| mention.entry == Some(entry.id)))
    };
    let named: Vec<&Entry> = session.entries.iter().filter(is_named).collect();
    assert!(named.len() > 50);
    for entry in named {
        assert!(page.contains(&format!("id=\"{}\"", entry.id)), "{}", entry.name);
    }
    let mentions = session.mention_count();
    assert!(text.lines().filter(|line| line.starts_with("- **")).count() + 5 > mentions, "{mentions}");
    assert!(text.contains("| Ismar Çelvik |"));
}

#[test]
fn an_article_that_a_newer_one_replaces_is_shown_and_not_counted() {
    let session = decode(SAMPLE.as_bytes()).unwrap().session;
    let older = session.shards().iter().find_map(|shard| shard.article.supersedes).unwrap();
    let counted = session.shards().iter().filter(|shard| shard.id() != older).flat_map(|shard| shard.mentions.iter());
    let counted = counted.filter(|mention| mention.review.state != ReviewState::Rejected).count();
    let (page, text) = (report("html", &session), report("markdown", &session));
    assert!(page.contains(&format!("<article id=\"{older}\"")));
    assert_eq!(page.matches("replaced by a newer version, not counted").count(), 2, "in the list and above its text");
    assert_eq!(text.matches("Replaced by a newer version, not counted.").count(), 1);
    let articles = session.shards().len() - 1;
    let said = format!("{articles} articles; 1 replaced article, not counted; {counted} mentions");
    assert!(text.contains(&said), "{said}");
    assert!(page.contains(&format!("<b>{counted}</b>mentions")));
}

#[test]
fn names_are_cut_in_the_plot_alone_and_no_id_stands_for_an_article() {
    let mut file = empty_file("Long names");
    file.schema = default_schema();
    let name = "Statement of a government about another government";
    file.schema.layers[0].name = name.to_owned();
    let label = file.schema.layers[0].id.clone();
    let mut article = plain_article(1, "One. Two.");
    for (number, place) in [(0, 3), (5, 8)].into_iter().enumerate() {
        let mut mention = plain_mention(number as u64 + 1, "One. Two.", vec![span(place.0, place.1)]);
        mention.label = label.clone();
        article.mentions.push(mention);
    }
    file.articles.push(article);
    let end = |mention| AlignmentEnd { article: Some(ArticleId(1)), mention: Some(MentionId(mention)), entry: None };
    let sample = decode(SAMPLE.as_bytes()).unwrap().session;
    let any = sample.alignments.iter().next().unwrap().clone();
    file.alignments.push(Alignment { from: end(1), to: end(2), ..any });
    let session = session_of(file);
    let page = report("html", &session);
    assert!(page.contains(&format!("<title>{name}</title>")));
    assert!(page.contains(">Statement of a government …</text>"));
    assert!(page.contains("<bdi>One (") && !page.contains(&format!("({})", ArticleId(1))));
    assert!(page.contains("<b>1</b>article<"));
}
