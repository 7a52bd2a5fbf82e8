//! Sessions of several annotators for tests: the same text, tagged by each in a way of their own.

#![allow(dead_code, reason = "every test binary uses a part of it")]

use super::markup::{ARTICLE, person, read_markup};
use super::support::{empty_file, plain_article, plain_mention, session_of, slug, span};
use byline::analysis::{Comparison, Known, compare};
use byline::codec::{Serial, SessionFile, default_schema};
use byline::model::*;

/// What the annotator `id` tagged: `"[Ann|actor] met"`. Their mentions are numbered from `id * 1000 + 1` by their start.
pub(crate) fn side(id: u64, markup: &str) -> Session {
    session_of(file(id, &[markup]))
}

/// The same with several articles; the first one is [`ARTICLE`], the others count on from there.
pub(crate) fn file(id: u64, markups: &[&str]) -> SessionFile {
    let mut file = empty_file("Talks");
    file.schema = default_schema();
    // Who adds the articles, on every side.
    file.annotators.push(person(1, "Desk"));
    file.annotators.push(person(id, &format!("Annotator {id}")));
    let mut number = id * 1000;
    for (at, markup) in (ARTICLE.0..).zip(markups) {
        let (text, tags) = read_markup(markup);
        let mut article = plain_article(at, &text);
        article.source.sha256 = format!("{at:064x}");
        for (label, start, end) in tags {
            number += 1;
            let place = vec![span(u32::try_from(start).unwrap(), u32::try_from(end).unwrap())];
            let row = plain_mention(number, &text, place);
            article.mentions.push(Mention { label: slug(&label), by: AnnotatorId(id), ..row });
        }
        file.articles.push(article);
    }
    file
}

pub(crate) fn compared(sides: &[&Session]) -> Comparison {
    compare(sides, None, &Serial, &|| true).unwrap()
}

pub(crate) fn compared_again(sides: &[&Session], known: &Known) -> Comparison {
    compare(sides, Some(known), &Serial, &|| true).unwrap()
}

/// A line for each group: the mention of each side as `words|label`, `-` where it has none, and in what they differ.
pub(crate) fn lines(sides: &[&Session]) -> Vec<String> {
    let comparison = compared(sides);
    let mut lines = Vec::new();
    for article in &comparison.articles {
        for group in &article.groups {
            let of = |(side, member): (&&Session, &Option<MentionId>)| {
                let Some(id) = member else { return "-".to_owned() };
                let (_, row) = side.find_mention(*id).unwrap();
                format!("{}|{}", row.quote, row.label)
            };
            let members: Vec<String> = sides.iter().zip(&group.members).map(of).collect();
            let kinds = group.kinds.to_string();
            lines.push(if kinds.is_empty() { members.join("  ") } else { format!("{}: {kinds}", members.join("  ")) });
        }
    }
    lines
}
