//! From a session to columns.

use super::super::flat::flattened;
use super::super::outgoing::{Losses, OutDocument, Outgoing, Rendered, place_of};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::format::{FORMAT, NEWDOC, TEXT, WHOLE_TEXT};
use super::tokens::{sentence_ends, tokens};
use crate::model::Mention;
use crate::text::Span;
use std::collections::BTreeSet;

/// Writes the columns of all documents.
pub(super) fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut mentions = 0;
    let mut losses = Losses::default();
    sink.file("", &mut |file| {
        (mentions, losses) = (0, Losses::default());
        let make = |document: &OutDocument<'_>| {
            let mut rendered = Rendered::default();
            rendered.mentions = write_document(out, document, &mut rendered.bytes, &mut rendered.losses);
            rendered
        };
        out.each(make, |made: Rendered| {
            let Rendered { bytes, mentions: count, losses: lost } = made;
            mentions += count;
            losses.join(lost);
            file.write_all(&bytes).map_err(io)
        })
    })?;
    let mut dropped = out.losses(FORMAT.carries);
    dropped.extend(losses.0);
    Ok(out.written(mentions, dropped))
}

/// A mention on whole tokens.
struct Tagged<'d> {
    span: Span,
    mention: &'d Mention,
}

fn write_document(out: Outgoing<'_>, document: &OutDocument<'_>, file: &mut Vec<u8>, losses: &mut Losses) -> usize {
    // There are millions of tokens, and formatting takes longer than looking for them.
    let mut put = |parts: &[&str]| parts.iter().for_each(|part| file.extend_from_slice(part.as_bytes()));
    let text = document.text();
    let tagged = tagged(document, losses);
    let cuts: BTreeSet<usize> =
        tagged.iter().flat_map(|one| [one.span.start.to_usize(), one.span.end.to_usize()]).collect();
    let tokens = tokens(text, &cuts);
    let whole: Vec<Span> = tagged.iter().map(|one| one.span).collect();
    put(&[NEWDOC, &one_line(&document.name), "\n"]);
    // A text is always a JSON string.
    put(&[WHOLE_TEXT, &serde_json::to_string(text).unwrap_or_default(), "\n"]);
    let mut tokens = tokens.into_iter().peekable();
    let mut tags = tagged.iter().peekable();
    let mut begin = 0;
    for end in sentence_ends(text, &whole) {
        let is_empty = tokens.peek().is_none_or(|token| token.start.to_usize() >= end);
        if !is_empty {
            put(&[TEXT, &one_line(text.get(begin..end).unwrap_or_default()), "\n"]);
        }
        while let Some(token) = tokens.next_if(|token| token.start.to_usize() < end) {
            while tags.peek().is_some_and(|one| one.span.end <= token.start) {
                tags.next();
            }
            let word = token.slice(text).unwrap_or_default();
            match tags.peek().filter(|one| one.span.covers(token)) {
                Some(one) => {
                    let prefix = if one.span.start == token.start { "\tB-" } else { "\tI-" };
                    put(&[word, prefix, &one_line(out.label(one.mention)), "\n"]);
                }
                None => put(&[word, "\tO\n"]),
            }
        }
        if !is_empty {
            put(&["\n"]);
        }
        begin = end;
    }
    tagged.len()
}

/// The mentions that get tags, in order; what gets none is lost.
fn tagged<'d>(document: &OutDocument<'d>, losses: &mut Losses) -> Vec<Tagged<'d>> {
    let text = document.text();
    let (mut blank, mut trimmed) = (Vec::new(), Vec::new());
    let mut whole = Vec::new();
    for mention in document.mentions.iter().copied().filter(|mention| mention.fragments.spans().len() == 1) {
        let hull = mention.fragments.hull();
        let words = hull.slice(text).unwrap_or_default();
        let start = hull.start.to_usize() + (words.len() - words.trim_start().len());
        let span = Span::bytes(start, start + words.trim().len());
        if span.is_empty() {
            blank.push(mention.id.to_string());
            continue;
        }
        if span != hull {
            trimmed.push(mention.id.to_string());
        }
        whole.push((span, mention));
    }
    let (kept, lost) = flattened(whole);
    let place = place_of(document.shard);
    losses.add("mentions of white space", &place, blank, "tokens hold no white space");
    losses.add("white space at the edges of mentions", &place, trimmed, "tokens hold no white space");
    let lost = lost.iter().map(|mention| mention.id.to_string()).collect();
    losses.add("overlapping mentions", &place, lost, "a token has one tag; the longest mention keeps it");
    kept.into_iter().map(|(span, mention)| Tagged { span, mention }).collect()
}

/// `text` with every line break and tab as a blank.
fn one_line(text: &str) -> String {
    let trimmed = text.trim();
    trimmed.chars().map(|char| if char.is_whitespace() { ' ' } else { char }).collect()
}
