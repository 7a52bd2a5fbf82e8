//! All that stands beside the body in one text: the rules in their order, each line told by the first that knows it.

use super::captions::{credit_at_end, is_byline, is_credit, says_caption};
use super::edges::tell_edges;
use super::glued;
use super::lines::Line;
use super::notices::{notice, speaks_of_the_article};
use super::related::{Story, is_heading, is_headline_shaped, points_elsewhere, repeats};
use super::short::{Standing, part_of_page};
use crate::model::RegionKind;
use crate::text::Span;

/// What the lines of a page are of their text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Extent {
    /// Its first ones and its last ones.
    Ends,
    /// Some from its middle: neither end is near.
    Middle,
}

/// Stretches of one text that are told; what has more of them is no article.
pub(in super::super) const MAX_FOUND: usize = 5000;
/// Lines at the top of a text among which the headline of another story is looked for.
const HEAD_LINES: usize = 40;
const FOREIGN: &str = "a headline that shares hardly a word with the article";

/// A stretch that is not body.
#[derive(Clone, Debug, PartialEq)]
pub(in super::super) struct Found {
    /// Where it is.
    pub(in super::super) span: Span,
    /// What it is.
    pub(in super::super) kind: RegionKind,
    /// Why, in words for whoever decides.
    pub(in super::super) reason: String,
    /// How likely it is right, from 0 to 1, by rule of thumb.
    pub(in super::super) score: f64,
}

/// What a rule said of a line.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Mark {
    pub(super) kind: RegionKind,
    pub(super) reason: &'static str,
    pub(super) score: f64,
}

/// The lines of a text and what is known of each.
pub(super) struct Page<'t> {
    extent: Extent,
    pub(super) lines: Vec<Line<'t>>,
    pub(super) marks: Vec<Option<Mark>>,
    /// Lines that are page furniture where others are.
    pub(super) standings: Vec<Option<(Standing, &'static str)>>,
    /// Parts of lines.
    parts: Vec<Found>,
    /// Before this line every longer one was told.
    first_long: usize,
}

/// What stands beside the body in a text with these first and last lines, in order.
pub(super) fn find_at_ends(lines: Vec<Line<'_>>) -> Vec<Found> {
    let mut page = Page::new(lines, Extent::Ends);
    page.tell_captions();
    page.tell_notices();
    page.tell_short();
    page.tell_foreign_head();
    let Some((first, last)) = page.body() else { return page.found() };
    let story = Story::of(
        page.lines
            .iter()
            .zip(&page.marks)
            .filter(|(line, mark)| mark.is_none() && line.is_body())
            .map(|(line, _)| line),
    );
    page.tell_closing(last);
    page.tell_headlines(first, &story);
    page.tell_related();
    let (first, last) = page.body().unwrap_or((first, last));
    tell_edges(&mut page, first, last, &story);
    page.tell_foreign_tail(last, &story);
    page.tell_glued();
    page.found()
}

/// What stands beside the body among lines from the middle of a long text, in order: all that is told by the lines
/// themselves and those beside them.
pub(super) fn find_in_middle(lines: Vec<Line<'_>>) -> Vec<Found> {
    let mut page = Page::new(lines, Extent::Middle);
    page.tell_captions();
    page.tell_notices();
    page.tell_short();
    page.tell_related();
    page.tell_glued();
    page.found()
}

impl<'t> Page<'t> {
    fn new(lines: Vec<Line<'t>>, extent: Extent) -> Self {
        Self {
            extent,
            marks: vec![None; lines.len()],
            standings: vec![None; lines.len()],
            parts: Vec::new(),
            first_long: 0,
            lines,
        }
    }

    pub(super) fn line(&self, at: usize) -> Option<&Line<'t>> {
        self.lines.get(at)
    }

    pub(super) fn is_marked(&self, at: usize) -> bool {
        self.marks.get(at).is_some_and(Option::is_some)
    }

    /// Whether a line was told to belong to its page rather than to a picture.
    pub(super) fn is_of_page(&self, at: usize) -> bool {
        let kind = self.marks.get(at).copied().flatten().map(|mark| mark.kind);
        kind.is_some_and(|kind| !matches!(kind, RegionKind::Caption | RegionKind::Credit | RegionKind::Other))
    }

    /// Marks a line that no rule knew before.
    pub(super) fn mark(&mut self, at: usize, kind: RegionKind, reason: &'static str, score: f64) {
        if let Some(slot) = self.marks.get_mut(at).filter(|slot| slot.is_none()) {
            *slot = Some(Mark { kind, reason, score });
        }
    }

    /// The first and the last line of the body.
    fn body(&self) -> Option<(usize, usize)> {
        let is_body = |at: &usize| !self.is_marked(*at) && self.line(*at).is_some_and(Line::is_body);
        Some(((0..self.lines.len()).find(is_body)?, (0..self.lines.len()).rfind(is_body)?))
    }

    fn tell_captions(&mut self) {
        for at in 0..self.lines.len() {
            let Some(line) = self.lines.get(at).cloned() else { continue };
            if is_credit(line.text) {
                self.mark(at, RegionKind::Credit, "says who made a picture", 0.95);
                self.caption_before(at);
            } else if says_caption(&line) {
                self.mark(at, RegionKind::Caption, "says that it is a caption", 0.9);
            } else if let Some(end) = credit_at_end(&line) {
                self.split_caption(at, end, "ends with who made the picture");
            }
            self.caption_twice(at);
        }
    }

    /// The line before a credit, where it has the form of a caption.
    fn caption_before(&mut self, credit: usize) {
        let Some(at) = credit.checked_sub(1) else { return };
        let opens = at.checked_sub(1).is_some_and(|before| {
            self.line(before).is_some_and(|line| {
                part_of_page(line).is_some_and(|(standing, _)| standing == Standing::Anywhere) && line.words <= 6
            })
        });
        while self.first_long < at
            && (self.is_marked(self.first_long) || self.line(self.first_long).is_some_and(|line| line.words < 4))
        {
            self.first_long += 1;
        }
        let is_first = self.first_long >= at;
        let Some(line) = self.line(at) else { return };
        // A headline may stand before a credit as well, and is the first longer line of its text.
        if is_byline(line) || (is_first && line.words >= 4) {
            return;
        }
        let is_short = (2..=35).contains(&line.words);
        if is_short && (!line.ends_sentence() || opens) && part_of_page(line).is_none() {
            self.mark(at, RegionKind::Caption, "stands before who made the picture", 0.9);
        }
    }

    /// A caption with its credit on one line.
    fn split_caption(&mut self, at: usize, end: usize, reason: &'static str) {
        let Some(line) = self.lines.get(at) else { return };
        let start = line.span.start.to_usize();
        let caption = line.text.get(..end).unwrap_or_default().trim_end();
        let close = start + line.text.len();
        let mut add = |from: usize, to: usize, kind: RegionKind, reason: &str| {
            let (span, reason) = (Span::bytes(from, to), reason.to_owned());
            self.parts.push(Found { span, kind, reason, score: 0.9 });
        };
        if caption.is_empty() {
            return;
        }
        add(start, start + caption.len(), RegionKind::Caption, reason);
        let rest = line.text.get(end..).unwrap_or_default();
        let credit = close - rest.trim_start().len();
        add(credit, close, RegionKind::Credit, "says who made a picture");
        // The line is told, by its parts.
        if let Some(slot) = self.marks.get_mut(at) {
            *slot = Some(Mark { kind: RegionKind::Other, reason: "", score: 0.0 });
        }
    }

    /// A caption that the next line begins with once more, with its credit glued to it.
    fn caption_twice(&mut self, at: usize) {
        let (Some(line), Some(next)) = (self.line(at), self.line(at + 1)) else { return };
        let Some(rest) = next.text.strip_prefix(line.text).filter(|_| (2..=45).contains(&line.words)) else { return };
        let is_glued = line.text.ends_with(char::is_alphanumeric) && rest.starts_with(char::is_uppercase);
        let is_short = rest.split_whitespace().count() <= 12 && !(rest.len() > 60 && next.ends_sentence());
        if (is_glued && is_short) || is_credit(rest.trim()) {
            let end = next.text.len() - rest.trim_start().len();
            self.mark(at, RegionKind::Caption, "stands again where the next line begins", 0.95);
            self.split_caption(at + 1, end, "the line before once more");
        }
    }

    fn tell_notices(&mut self) {
        let bodies: Vec<usize> = (0..self.lines.len()).filter(|at| self.line(*at).is_some_and(Line::is_body)).collect();
        for at in 0..self.lines.len() {
            let before = bodies.partition_point(|body| *body < at);
            let behind = bodies.len() - bodies.partition_point(|body| *body <= at);
            let has_ends = self.extent == Extent::Ends;
            let is_edge = has_ends && (before <= 1 || behind <= 1);
            let Some(line) = self.line(at) else { continue };
            let told = notice(line, is_edge);
            if let Some((kind, reason)) = told {
                self.mark(at, kind, reason, 0.9);
            } else if has_ends && (before <= 1 || behind == 0) && is_byline(line) {
                self.mark(at, RegionKind::Credit, "names who wrote or edited it", 0.9);
            } else if points_elsewhere(line) {
                self.mark(at, RegionKind::OtherStory, "points to another story", 0.9);
            }
        }
    }

    fn tell_short(&mut self) {
        for at in 0..self.lines.len() {
            let told = self.line(at).and_then(part_of_page);
            if let Some((Standing::Anywhere, reason)) = told {
                self.mark(at, RegionKind::Chrome, reason, 0.9);
            }
            if let Some(slot) = self.standings.get_mut(at) {
                *slot = told;
            }
        }
    }

    /// A paragraph that speaks of the article at its end. It is told only where others of the body stand before it.
    fn tell_closing(&mut self, last: usize) {
        let bodies: Vec<usize> =
            (0..=last).filter(|at| !self.is_marked(*at) && self.line(*at).is_some_and(Line::is_body)).collect();
        if bodies.len() < 3 {
            return;
        }
        // It often lacks its full stop, so that it may be no line of the body by its form.
        for at in bodies.last().copied().unwrap_or_default()..self.lines.len() {
            if self.line(at).is_some_and(|line| line.words >= 8 && speaks_of_the_article(line)) {
                self.mark(at, RegionKind::Boilerplate, "speaks of the article as a whole, at its end", 0.8);
            }
        }
    }

    /// The article's own headline once more.
    fn tell_headlines(&mut self, first: usize, story: &Story) {
        let is_candidate = |at: &usize| {
            !self.is_marked(*at) && self.line(*at).is_some_and(|line| is_headline_shaped(line) && story.owns(line))
        };
        let Some(at) = (0..first).find(is_candidate) else { return };
        let Some(headline) = self.line(at).cloned() else { return };
        for other in at + 1..self.lines.len() {
            let Some(line) = self.line(other).filter(|line| is_headline_shaped(line)) else { continue };
            let is_same = super::lines::tokens(&line.folded).eq(super::lines::tokens(&headline.folded));
            if is_same || (other < first && repeats(line, &headline)) {
                self.mark(other, RegionKind::Headline, "the headline once more", 0.85);
            }
        }
    }

    /// Headlines below a heading such as "Read also".
    fn tell_related(&mut self) {
        let mut at = 0;
        while at < self.lines.len() {
            if !self.line(at).is_some_and(is_heading) {
                at += 1;
                continue;
            }
            let under = (at + 1..self.lines.len())
                .take_while(|next| {
                    self.line(*next).is_some_and(|line| line.words >= 2 && !line.is_body() && !line.ends_sentence())
                })
                .take(12)
                .collect::<Vec<_>>();
            if !under.is_empty() {
                self.mark(at, RegionKind::Chrome, "the heading of a list of other stories", 0.9);
            }
            for next in &under {
                self.mark(*next, RegionKind::OtherStory, "stands below the heading of a list of other stories", 0.85);
            }
            at += under.len() + 1;
        }
    }

    /// The headline of another story above the article, with what stands below it, where a notice of the page parts both from
    /// the article.
    fn tell_foreign_head(&mut self) {
        let gap = (0..self.lines.len().min(HEAD_LINES))
            .find(|at| self.is_of_page(*at) && *at > 0 && self.line(*at).is_some_and(|line| line.words >= 4));
        let Some(gap) = gap else { return };
        let bodies = (gap + 1..self.lines.len()).filter(|at| !self.is_marked(*at));
        let story = Story::of(bodies.filter_map(|at| self.line(at)).filter(|line| line.is_body()));
        let above: Vec<usize> = (0..gap).filter(|at| !self.is_marked(*at)).collect();
        let is_head =
            |at: &usize| self.line(*at).is_some_and(|line| is_headline_shaped(line) && story.is_foreign(line));
        let (&[at] | &[at, _]) = above.as_slice() else { return };
        let Some(headline) = self.line(at).cloned().filter(|_| is_head(&at)) else { return };
        self.mark(at, RegionKind::OtherStory, FOREIGN, 0.75);
        if let Some(next) = above.get(1).copied()
            && self.line(next).is_some_and(|line| story.is_hardly_shared(line, &headline))
        {
            let reason = "stands below the headline of another story, above the article";
            self.mark(next, RegionKind::OtherStory, reason, 0.7);
        }
    }

    /// Several headlines below the article that speak of something else.
    fn tell_foreign_tail(&mut self, last: usize, story: &Story) {
        let is_head = |line: &Line<'_>| is_headline_shaped(line) && !line.ends_sentence() && story.is_foreign(line);
        let below: Vec<usize> = (last + 1..self.lines.len())
            .filter(|at| !self.is_marked(*at) && self.line(*at).is_some_and(is_head))
            .collect();
        if below.len() >= 2 {
            for at in below {
                self.mark(at, RegionKind::OtherStory, FOREIGN, 0.7);
            }
        }
    }

    fn tell_glued(&mut self) {
        for at in 0..self.lines.len() {
            let Some(line) = self.lines.get(at).filter(|_| self.marks.get(at).is_some_and(Option::is_none)) else {
                continue;
            };
            for part in glued::parts(line) {
                self.parts.push(Found {
                    span: part.span,
                    kind: part.kind,
                    reason: part.reason.to_owned(),
                    score: 0.85,
                });
            }
        }
    }

    /// What the rules found, in order; lines that follow each other stay apart, so that each can be decided on.
    fn found(self) -> Vec<Found> {
        let whole = self.lines.iter().zip(&self.marks).filter_map(|(line, mark)| {
            let mark = mark.filter(|mark| !mark.reason.is_empty())?;
            Some(Found { span: line.span, kind: mark.kind, reason: mark.reason.to_owned(), score: mark.score })
        });
        let mut all: Vec<Found> = whole.chain(self.parts.iter().cloned()).collect();
        all.sort_by_key(|found| found.span);
        all.dedup_by(|next, known| known.span.overlaps(next.span));
        all.truncate(MAX_FOUND);
        all
    }
}
