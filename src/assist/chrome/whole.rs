//! A text as a whole, however long it is: its ends as the page that it is, and what lies between them piece by piece, so that
//! the lines of a few MiB are in memory at a time and somebody may stop it. It judges no line.

use super::lines::{Line, lines};
use super::page::{Found, MAX_FOUND, find_at_ends, find_in_middle};

/// Texts up to this long are one page.
const MOST_BYTES: usize = 4 << 20;
/// Of longer ones so much at each end is told by where it stands.
const END_BYTES: usize = 1 << 20;
/// About so much of what lies between is looked at at once.
const PIECE_BYTES: usize = 1 << 20;
/// So much of each piece is looked at with the next one too: a caption is told by the credit below it.
const SHARED_BYTES: usize = 4 << 10;

/// What stands beside the body in `text`, in order, for as long as `goes_on` says so; `None` once it does not.
pub(in super::super) fn find_while(text: &str, goes_on: &dyn Fn() -> bool) -> Option<Vec<Found>> {
    if text.len() <= MOST_BYTES {
        return goes_on().then(|| find_at_ends(lines(text, 0)));
    }
    let head = line_start(text, END_BYTES);
    let tail = line_start(text, text.len() - END_BYTES).max(head);
    let mut ends = part(text, 0, head);
    ends.extend(part(text, tail, text.len()));
    let mut all = find_at_ends(ends);
    let mut begin = head;
    while begin < tail && all.len() < MAX_FOUND {
        if !goes_on() {
            return None;
        }
        let end = line_end(text, begin + PIECE_BYTES).min(tail);
        let from = line_start(text, begin.saturating_sub(SHARED_BYTES)).max(head);
        all.extend(find_in_middle(part(text, from, end)));
        begin = end;
    }
    all.sort_by_key(|found| found.span);
    all.dedup_by(|next, known| known.span.overlaps(next.span));
    all.truncate(MAX_FOUND);
    Some(all)
}

fn part(text: &str, from: usize, to: usize) -> Vec<Line<'_>> {
    lines(text.get(from..to).unwrap_or_default(), from)
}

/// Where the line begins that byte `at` stands in.
fn line_start(text: &str, at: usize) -> usize {
    let before = text.as_bytes().get(..at).unwrap_or_default();
    memchr::memrchr2(b'\n', b'\r', before).map_or(0, |found| found + 1)
}

/// Where the next line begins behind byte `at`.
fn line_end(text: &str, at: usize) -> usize {
    let behind = text.as_bytes().get(at..).unwrap_or_default();
    memchr::memchr2(b'\n', b'\r', behind).map_or(text.len(), |found| at + found + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::RegionKind;
    use std::cell::Cell;

    /// Nine MiB of a story with a picture's caption and credit halfway through each ten thousand lines.
    fn long() -> String {
        let line = "The ferry returns to the strait after two winters, said the harbour master on Monday, and nobody denied it.\n";
        let picture = "A ferry at the quay in winter\nPhoto: A. Lind / Strait Agency\n";
        let part = format!("{0}{picture}{0}", line.repeat(5_000));
        part.repeat(9)
    }

    #[test]
    fn what_stands_between_the_ends_of_a_long_text_is_told_and_no_line_of_the_story_is() {
        let text = long();
        assert!(text.len() > 2 * MOST_BYTES);
        let found = find_while(&text, &|| true).unwrap();
        let credits = found.iter().filter(|one| one.kind == RegionKind::Credit).count();
        let captions = found.iter().filter(|one| one.kind == RegionKind::Caption).count();
        assert_eq!((credits, captions), (9, 9));
        for one in &found {
            let words = one.span.slice(&text).unwrap();
            assert!(words.starts_with("A ferry at") || words.starts_with("Photo:"), "{words}");
        }
    }

    /// A line that two pieces share is told once, and one that a piece begins with is told by the line above it.
    #[test]
    fn pieces_are_no_edges() {
        let picture = "A ferry at the quay in winter\nPhoto: A. Lind / Strait Agency\n\n";
        let text = picture.repeat(5 * MOST_BYTES / 4 / picture.len());
        let found = find_while(&text, &|| true).unwrap();
        assert!(found.is_sorted_by(|one, next| one.span.end <= next.span.start));
        assert_eq!(found.len(), MAX_FOUND);
    }

    #[test]
    fn nothing_comes_of_what_is_stopped() {
        let (text, asked) = (long(), Cell::new(0));
        let goes_on = || {
            asked.set(asked.get() + 1);
            asked.get() < 3
        };
        assert_eq!(find_while(&text, &goes_on), None);
        assert_eq!(asked.get(), 3);
    }
}
