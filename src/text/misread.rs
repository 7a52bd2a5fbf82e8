//! Quotation marks and dashes whose UTF-8 bytes were read in a one-byte encoding, as "â€™" for "’".
//!
//! It only recognises them, so that they part words as the true marks do; putting a text right is not its business.

/// The bytes E2 80, which open most general punctuation in UTF-8, as windows-1252 and windows-874 read them.
const LEADS: [&str; 2] = ["\u{e2}\u{20ac}", "\u{e42}\u{20ac}"];

/// Whether `char` is what one of those encodings makes of a mark's third byte.
fn is_third(char: char) -> bool {
    matches!(char, '\u{80}'..='\u{9f}' | '\u{2122}' | '\u{153}' | '\u{2dc}' | '\u{2018}'..='\u{201d}' | '\u{a6}' | '\u{e26}')
}

/// Bytes of the misread mark at the start of `text`; 0 where there is none.
pub(super) fn mark_at_start(text: &str) -> usize {
    let rest = LEADS.iter().find_map(|lead| text.strip_prefix(lead));
    let third = rest.and_then(|rest| rest.chars().next()).filter(|third| is_third(*third));
    rest.zip(third).map_or(0, |(rest, third)| text.len() - rest.len() + third.len_utf8())
}

/// Bytes of the misread mark at the end of `text`; 0 where there is none.
pub(super) fn mark_at_end(text: &str) -> usize {
    let Some(third) = text.chars().next_back().filter(|third| is_third(*third)) else { return 0 };
    let before = text.strip_suffix(third).unwrap_or_default();
    LEADS.iter().find(|lead| before.ends_with(*lead)).map_or(0, |lead| lead.len() + third.len_utf8())
}

/// The part `start..end` of `text`, a word, without what it shares with misread marks around it.
pub(super) fn without_marks(text: &str, start: usize, end: usize) -> (usize, usize) {
    let word = text.get(start..end).unwrap_or_default();
    let first = word.chars().next().map_or(0, char::len_utf8);
    let opens = first > 0 && text.get(..start + first).is_some_and(|before| mark_at_end(before) > 0);
    let start = if opens { start + first } else { start };
    let last = word.chars().next_back().map_or(0, char::len_utf8);
    let closes = last > 0 && text.get(end - last..).is_some_and(|behind| mark_at_start(behind) > 0);
    (start, if closes { (end - last).max(start) } else { end })
}
