//! From lines to paragraphs, across columns and pages. It does not know glyphs.

use super::lines::Line;

/// A baseline further down than this many usual distances begins a paragraph.
const LOOSE: f64 = 1.35;
/// Sizes that differ by more than this share are of different paragraphs.
const OTHER_SIZE: f64 = 0.08;
/// A first line further in than this many sizes begins a paragraph.
const INDENT: f64 = 0.7;
/// So much of a size has to be left for a word to have had room.
const SLACK: f64 = 0.3;

/// A paragraph.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Paragraph {
    /// Its text, in one line.
    pub(super) text: String,
    size: f64,
}

/// The paragraphs of one page.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Paragraphs {
    pub(super) all: Vec<Paragraph>,
    /// How many words were put together again that a line's end had divided.
    pub(super) divided: usize,
}

/// Puts the lines of a page, in the order in which they are drawn, together to paragraphs.
pub(super) fn paragraphs(lines: &[Line]) -> Paragraphs {
    let usual = usual_distance(lines);
    let mut found = Paragraphs::default();
    let mut rest = lines;
    while !rest.is_empty() {
        let len =
            1 + rest.windows(2).take_while(|pair| matches!(pair, [one, other] if is_near(one, other, usual))).count();
        let (block, behind) = rest.split_at(len.min(rest.len()));
        rest = behind;
        block_paragraphs(block, &mut found);
    }
    found
}

/// Whether the first words of `next` go on with the sentence at the end of `last`: in another column or on another page.
pub(super) fn continues(last: &Paragraph, next: &Paragraph) -> bool {
    let ends =
        last.text.trim_end_matches(['”', '"', '’', '\'', ')', '»']).ends_with(['.', '!', '?', '…', ':', '؟', '。']);
    let is_lower = next.text.chars().next().is_some_and(char::is_lowercase);
    !ends && is_lower && is_same_size(last.size, next.size)
}

/// Puts `next` behind `text`, and a word together that was divided between them; whether there was one.
pub(super) fn append(text: &mut String, next: &str) -> bool {
    let is_divided = is_divided(text, next);
    if is_divided {
        text.pop();
    } else if !text.is_empty() {
        text.push(' ');
    }
    text.push_str(next);
    is_divided
}

/// A hyphen at a line's end with small letters on both sides divides a word.
fn is_divided(text: &str, next: &str) -> bool {
    let mut ends = text.chars().rev();
    let is_hyphen = ends.next().is_some_and(|char| matches!(char, '-' | '\u{2010}' | '\u{ad}'));
    is_hyphen && ends.next().is_some_and(char::is_lowercase) && next.chars().next().is_some_and(char::is_lowercase)
}

fn is_same_size(one: f64, other: f64) -> bool {
    (one - other).abs() <= OTHER_SIZE * one.max(other)
}

/// How far apart baselines usually are.
fn usual_distance(lines: &[Line]) -> f64 {
    let mut distances: Vec<f64> = lines
        .windows(2)
        .filter_map(|pair| match pair {
            [one, other] => Some((other.down - one.down, one.size)),
            _ => None,
        })
        .filter(|(distance, size)| *distance > 0.3 * size && *distance < 3.0 * size)
        .map(|(distance, _)| distance)
        .collect();
    distances.sort_by(f64::total_cmp);
    distances.get(distances.len() / 2).copied().unwrap_or(f64::INFINITY)
}

/// Whether `next` stands right below `line`, in its column.
fn is_near(line: &Line, next: &Line, usual: f64) -> bool {
    let distance = next.down - line.down;
    let is_below = distance > 0.0 && distance <= (LOOSE * usual).min(2.5 * line.size);
    let overlaps = next.left < line.right && line.left < next.right;
    line.direction == next.direction && is_below && overlaps && is_same_size(line.size, next.size)
}

/// Paragraphs of lines that stand below each other without a gap.
fn block_paragraphs(block: &[Line], found: &mut Paragraphs) {
    let right = block.iter().map(|line| line.right).fold(f64::NEG_INFINITY, f64::max);
    let left = block.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
    let mut before: Option<&Line> = None;
    for line in block {
        let begins = before.is_none_or(|before| begins(before, line, (left, right)));
        if let Some(paragraph) = found.all.last_mut().filter(|_| !begins) {
            found.divided += usize::from(append(&mut paragraph.text, &line.text));
        } else {
            let paragraph = Paragraph { text: line.text.clone(), size: line.size };
            // A column that begins in the middle of a sentence goes on with the one before it.
            match found.all.last_mut().filter(|last| before.is_none() && continues(last, &paragraph)) {
                Some(last) => found.divided += usize::from(append(&mut last.text, &paragraph.text)),
                None => found.all.push(paragraph),
            }
        }
        before = Some(line);
    }
}

/// Whether `line` begins a paragraph below `before`, in a column of these edges.
fn begins(before: &Line, line: &Line, (left, right): (f64, f64)) -> bool {
    let size = line.size;
    let is_indented = line.left - left > INDENT * size && before.left - left < INDENT * size;
    let had_room = before.right + SLACK * size + line.first_word < right - SLACK * size;
    let is_item = line.text.starts_with(['•', '▪', '◦', '‣', '–', '—', '-']) && line.text.chars().nth(1) == Some(' ');
    let is_table = before.text.contains('\t') || line.text.contains('\t');
    (is_indented || had_room || is_item || is_table) && !is_divided(&before.text, &line.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, left: f64, right: f64, down: f64) -> Line {
        Line { text: text.to_owned(), left, right, down, size: 10.0, first_word: 20.0, direction: (1.0, 0.0) }
    }

    fn texts(lines: &[Line]) -> Vec<String> {
        paragraphs(lines).all.into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn lines_become_paragraphs_by_gaps_indents_and_short_ends() {
        let lines = [
            line("The ferry re-", 0.0, 200.0, 0.0),
            line("turned to the", 0.0, 198.0, 12.0),
            line("strait.", 0.0, 40.0, 24.0),
            line("The mayor said so", 0.0, 200.0, 36.0),
            line("twice on Monday,", 0.0, 195.0, 48.0),
            line("Indented ones begin", 12.0, 200.0, 60.0),
            line("Far below it", 0.0, 200.0, 100.0),
        ];
        assert_eq!(
            texts(&lines),
            [
                "The ferry returned to the strait.",
                "The mayor said so twice on Monday,",
                "Indented ones begin",
                "Far below it"
            ]
        );
        assert_eq!(paragraphs(&lines).divided, 1);
    }

    #[test]
    fn a_sentence_goes_on_in_the_next_column() {
        let lines = [
            line("The first column ends in", 0.0, 200.0, 600.0),
            line("the middle of a sentence", 0.0, 200.0, 612.0),
            line("that goes on here.", 220.0, 400.0, 0.0),
            line("Another begins.", 220.0, 330.0, 40.0),
        ];
        assert_eq!(
            texts(&lines),
            ["The first column ends in the middle of a sentence that goes on here.", "Another begins."]
        );
    }

    #[test]
    fn a_hyphen_between_names_stays() {
        let mut text = "the Tel-".to_owned();
        assert!(!append(&mut text, "Aviv line"));
        assert_eq!(text, "the Tel- Aviv line");
    }
}
