//! One article from edge to edge: stretches on which no side changes what it says, and what becomes of the words.
//!
//! Nothing here looks at single characters. It does not know what is figured from the stretches.

use super::codes::{Codes, NOTHING};
use super::input::{Mark, Marked};
use crate::text::CharSpan;

/// A stretch on which every side says the same from end to end, in code points.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) start: u32,
    pub(super) end: u32,
    /// The number of what the sides say.
    pub(super) said: u32,
}

impl Run {
    pub(super) fn len(self) -> u64 {
        u64::from(self.end - self.start)
    }
}

/// An edge of a mention; one side more than there are stands for what is left out.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Edge {
    at: u32,
    side: usize,
    label: u32,
    opens: bool,
}

/// Labels that are open at one place on one side, each with how often.
#[derive(Clone, Debug, Default)]
struct Open(Vec<(u32, u32)>);

impl Open {
    fn take(&mut self, edge: Edge) {
        let place = self.0.binary_search_by_key(&edge.label, |(label, _)| *label);
        match (place, edge.opens) {
            (Err(place), true) => self.0.insert(place, (edge.label, 1)),
            (Ok(place), _) => {
                if let Some((_, count)) = self.0.get_mut(place) {
                    *count = if edge.opens { *count + 1 } else { count.saturating_sub(1) };
                    if *count == 0 {
                        self.0.remove(place);
                    }
                }
            }
            (Err(_), false) => {}
        }
    }
}

/// The sums of squared unit lengths, which unitizing alpha needs: a unit reaches from one edge of its side to the next.
#[derive(Clone, Debug, Default)]
pub(super) struct Squares {
    /// By side.
    pub(super) sides: Vec<u64>,
    /// By side and label, cut at edges of that label alone.
    pub(super) labels: Vec<(usize, u32, u64)>,
}

/// Stretches of an article of `length` code points in order, without those that are left out.
pub(super) fn runs(marked: &Marked, length: u32, codes: &mut Codes) -> Vec<Run> {
    let sides = marked.sides.len();
    let marks = marked.sides.iter().enumerate().flat_map(|(side, marks)| marks.iter().map(move |mark| (side, mark)));
    let edges = edges(marks, &marked.masked, sides);
    let mut open = vec![Open::default(); sides + 1];
    let mut sets = vec![NOTHING; sides];
    let mut said = codes.said(&sets);
    let (mut found, mut from) = (Vec::new(), 0);
    let mut labels = Vec::new();
    let mut push = |from: u32, to: u32, said: u32, is_masked: bool| {
        if from < to && !is_masked {
            found.push(Run { start: from, end: to, said });
        }
    };
    for group in edges.chunk_by(|one, two| one.at == two.at) {
        let at = group.first().map_or(length, |edge| edge.at);
        push(from, at, said, open.get(sides).is_some_and(|open| !open.0.is_empty()));
        for of_side in group.chunk_by(|one, two| one.side == two.side) {
            let side = of_side.first().map_or(sides, |edge| edge.side);
            let Some(open) = open.get_mut(side) else { continue };
            for edge in of_side {
                open.take(*edge);
            }
            if let Some(set) = sets.get_mut(side) {
                labels.clear();
                labels.extend(open.0.iter().map(|(label, _)| *label));
                *set = codes.set(&labels);
            }
        }
        said = codes.said(&sets);
        from = at;
    }
    push(from, length, said, open.get(sides).is_some_and(|open| !open.0.is_empty()));
    found
}

/// The edges of `marks`, each with its side, in order; what is left out stands as one side more.
fn edges<'m>(marks: impl Iterator<Item = (usize, &'m Mark)>, masked: &[CharSpan], mask: usize) -> Vec<Edge> {
    let mut edges = Vec::new();
    let mut push = |span: CharSpan, side: usize, label: u32| {
        if !span.is_empty() {
            edges.push(Edge { at: span.start.0, side, label, opens: true });
            edges.push(Edge { at: span.end.0, side, label, opens: false });
        }
    };
    for (side, mark) in marks {
        for span in &mark.fragments {
            push(*span, side, mark.label);
        }
    }
    for span in masked {
        push(*span, mask, 0);
    }
    // Opening edges first: of two mentions of one label that touch, the label stays open.
    edges.sort_unstable_by_key(|edge| (edge.at, edge.side, edge.label, !edge.opens));
    edges
}

/// The squares of unit lengths of an article. Units are cut where something is left out.
pub(super) fn squares(marked: &Marked) -> Squares {
    let mut found = Squares::default();
    for (side, marks) in marked.sides.iter().enumerate() {
        found.sides.push(squared(marks.iter(), &marked.masked));
        let mut by_label: Vec<&Mark> = marks.iter().collect();
        by_label.sort_by_key(|mark| mark.label);
        for of_label in by_label.chunk_by(|one, two| one.label == two.label) {
            let label = of_label.first().map_or(0, |mark| mark.label);
            found.labels.push((side, label, squared(of_label.iter().copied(), &marked.masked)));
        }
    }
    found
}

/// The sum of the squared lengths of the units that the edges of `marks`, all of one side, make.
fn squared<'m>(marks: impl Iterator<Item = &'m Mark>, masked: &[CharSpan]) -> u64 {
    let (mut sum, mut from, mut open) = (0, 0, [0_u32; 2]);
    for edge in edges(marks.map(|mark| (0, mark)), masked, 1) {
        let [labels, left_out] = open;
        if labels > 0 && left_out == 0 {
            let length = u64::from(edge.at - from);
            sum += length * length;
        }
        if let Some(count) = open.get_mut(edge.side) {
            *count = if edge.opens { *count + 1 } else { count.saturating_sub(1) };
        }
        from = edge.at;
    }
    sum
}

/// What the sides say of each of `words`: every label that covers any character of it. Words that are wholly left out are
/// none. The numbers stand beside the words.
pub(super) fn of_words(words: &[CharSpan], runs: &[Run], codes: &mut Codes) -> Vec<(CharSpan, u32)> {
    let mut found = Vec::with_capacity(words.len());
    let mut first = 0;
    for word in words {
        while runs.get(first).is_some_and(|run| run.end <= word.start.0) {
            first += 1;
        }
        let touching = runs.get(first..).unwrap_or_default();
        let count = touching.iter().take_while(|run| run.start < word.end.0).count();
        match touching.get(..count).unwrap_or_default() {
            [] => {}
            [only] => found.push((*word, only.said)),
            several => found.push((*word, together(several, codes))),
        }
    }
    found
}

/// What the sides say on any of `runs`.
fn together(runs: &[Run], codes: &mut Codes) -> u32 {
    let sides = runs.first().map_or(0, |run| codes.sets_said(run.said).len());
    let sets: Vec<u32> = (0..sides)
        .map(|side| {
            let set_on = |run: &Run| codes.sets_said(run.said).get(side).copied().unwrap_or(NOTHING);
            let mut labels: Vec<u32> =
                runs.iter().flat_map(|run| codes.labels_in(set_on(run)).iter().copied()).collect();
            labels.sort_unstable();
            labels.dedup();
            codes.set(&labels)
        })
        .collect();
    codes.said(&sets)
}
