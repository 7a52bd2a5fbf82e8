//! What stands above and below the body among page furniture: short lines in a row, and lines between such lines.

use super::lines::Line;
use super::page::Page;
use super::related::Story;
use super::short::Standing;
use crate::model::RegionKind;

/// Words of a line that may be an item of a menu.
const ITEM_WORDS: usize = 4;
/// Words of a line that may stand among page furniture.
const AMONG_WORDS: usize = 12;
/// Lines that may lie between two page furniture so that what is between them belongs to it.
const GAP_LINES: usize = 3;

/// Marks what the lines around say of lines before the first and behind the last line of the body.
pub(super) fn tell_edges(page: &mut Page<'_>, first: usize, last: usize, story: &Story) {
    let len = page.lines.len();
    for zone in [0..first, last + 1..len] {
        for at in zone.clone() {
            if let Some(Some((Standing::AtAnEdge, reason))) = page.standings.get(at).copied() {
                page.mark(at, RegionKind::Chrome, reason, 0.85);
            }
        }
        tell_rows(page, zone.clone(), story);
        tell_between(page, zone, story);
    }
    tell_tail(page, last + 1..len, story);
}

/// Whether a line may be swallowed by what stands around it: a longer one only where the story has none of its words.
fn is_open(page: &Page<'_>, at: usize, story: &Story, words: usize) -> bool {
    let fits = |line: &Line<'_>| {
        let is_own = if words > ITEM_WORDS { story.shares_any(line) } else { story.owns(line) };
        line.words <= words && !line.ends_sentence() && !is_own
    };
    !page.is_marked(at) && page.line(at).is_some_and(fits)
}

/// Short lines in a row with page furniture among them.
fn tell_rows(page: &mut Page<'_>, zone: std::ops::Range<usize>, story: &Story) {
    let mut at = zone.start;
    while at < zone.end {
        let row: Vec<usize> = (at..zone.end)
            .take_while(|next| page.is_marked(*next) || is_open(page, *next, story, ITEM_WORDS))
            .collect();
        let sure = row.iter().filter(|line| page.is_of_page(**line)).count();
        let weak = row.iter().filter(|line| is_weak(page, **line)).count();
        if row.len() >= 2 && (sure >= 2 || (sure >= 1 && row.len() >= 3) || sure + weak >= 2) {
            for line in &row {
                let is_told = sure >= 1 || is_weak(page, *line);
                if is_told {
                    page.mark(*line, RegionKind::Chrome, "a short line among the page's menus and buttons", 0.8);
                }
            }
        }
        at += row.len().max(1);
    }
}

fn is_weak(page: &Page<'_>, at: usize) -> bool {
    !page.is_marked(at) && matches!(page.standings.get(at), Some(Some((Standing::BesideOthers, _))))
}

/// Lines between page furniture.
fn tell_between(page: &mut Page<'_>, zone: std::ops::Range<usize>, story: &Story) {
    let told: Vec<usize> = zone.clone().filter(|at| page.is_of_page(*at)).collect();
    for pair in told.windows(2) {
        let &[before, behind] = pair else { continue };
        let all_open = (before + 1..behind).all(|at| is_open(page, at, story, AMONG_WORDS));
        if behind - before <= GAP_LINES && all_open {
            for at in before + 1..behind {
                page.mark(at, RegionKind::Chrome, "stands between page furniture", 0.75);
            }
        }
    }
}

/// Below the body nothing but the page goes on once it has begun.
fn tell_tail(page: &mut Page<'_>, tail: std::ops::Range<usize>, story: &Story) {
    let Some(begun) = tail.clone().find(|at| page.is_of_page(*at)) else { return };
    for at in begun..tail.end {
        let fits = |line: &Line<'_>| line.words <= AMONG_WORDS && !line.ends_sentence() && !story.owns(line);
        if !page.is_marked(at) && page.line(at).is_some_and(fits) {
            page.mark(at, RegionKind::Chrome, "stands below the article among page furniture", 0.75);
        }
    }
}
