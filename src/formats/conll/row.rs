//! One line of a file: its token and its tag. It does not know the text, nor where the token stands in it.

use std::ops::Range;

/// One token with its tag.
pub(super) struct Token<'t> {
    pub(super) word: &'t str,
    pub(super) tag: &'t str,
    /// What `Entity=` says.
    pub(super) entity: &'t str,
    pub(super) line: usize,
}

/// Whether a line is one of CoNLL-U: ten columns, a number first.
pub(super) fn is_universal(line: &str) -> bool {
    let number = line.split('\t').next().unwrap_or_default();
    line.split('\t').count() == 10
        && number.starts_with(|char: char| char.is_ascii_digit())
        && number.chars().all(|char| char.is_ascii_digit() || char == '-' || char == '.')
}

/// The token of a line; nothing for lines of CoNLL-U that hold none of their own.
pub(super) fn token<'t>(
    line: &'t str,
    number: usize,
    is_universal: bool,
    inside: &mut Range<u32>,
) -> Result<Option<Token<'t>>, &'static str> {
    if !is_universal {
        let mut cells = if line.contains('\t') { line.split('\t') } else { return Ok(Some(spaced(line, number))) };
        let word = cells.next().unwrap_or_default();
        let tag = cells.next_back().ok_or("there is one column; expected a token and a tag")?;
        return Ok(Some(Token { word: word.trim(), tag: tag.trim(), entity: "", line: number }));
    }
    let cells: Vec<&str> = line.split('\t').collect();
    let [id, form, .., misc] = cells.as_slice() else { return Err("expected ten columns") };
    let said = |name: &str| misc.split('|').find_map(|part| part.strip_prefix(name));
    let (tag, entity) = (said("NER=").unwrap_or("O"), said("Entity=").unwrap_or_default());
    if let Some((first, last)) = id.split_once('-') {
        // A token of several words: its form counts, and the words below it have none of their own.
        *inside = first.parse().unwrap_or(0)..last.parse::<u32>().map_or(0, |last| last.saturating_add(1));
        return Ok(Some(Token { word: form, tag: "", entity, line: number }));
    }
    match id.parse::<u32>() {
        Ok(word) if inside.contains(&word) => Ok(Some(Token { word: "", tag, entity, line: number })),
        Ok(_) => Ok(Some(Token { word: form, tag, entity, line: number })),
        // An empty node stands for no word.
        Err(_) => Ok(None),
    }
}

fn spaced(line: &str, number: usize) -> Token<'_> {
    let mut cells = line.split(' ');
    let word = cells.next().unwrap_or_default();
    let tag = cells.next_back().unwrap_or("O");
    Token { word, tag, entity: "", line: number }
}

/// Whether `tag` is one of IOB or of a scheme like it.
pub(super) fn is_tag(tag: &str) -> bool {
    let begins =
        |(prefix, label): (&str, &str)| matches!(prefix, "B" | "I" | "E" | "S" | "L" | "U" | "M") && !label.is_empty();
    tag == "O" || tag.split_once('-').is_some_and(begins)
}

/// Mentions as first token, last token, label, and whether the first tag is an `I-` that nothing stands before.
pub(super) fn spans<'t>(tokens: &[Token<'t>]) -> Vec<(usize, usize, &'t str, bool)> {
    let mut all = Vec::new();
    let mut open: Option<(usize, usize, &str, bool)> = None;
    for (at, token) in tokens.iter().enumerate() {
        // The line of a token of several words has no tag; the words below it do.
        if token.tag.is_empty() {
            continue;
        }
        let (prefix, label) = token.tag.split_once('-').unwrap_or((token.tag, ""));
        let goes_on = matches!(prefix, "I" | "E" | "L" | "M") && open.is_some_and(|(_, _, of, _)| of == label);
        if goes_on {
            open = open.map(|(first, _, label, inside)| (first, at, label, inside));
        } else {
            all.extend(open.take());
            if matches!(prefix, "B" | "I" | "S" | "U" | "E" | "L" | "M") && !label.is_empty() {
                open = Some((at, at, label, matches!(prefix, "I" | "E" | "L" | "M")));
            }
        }
        if matches!(prefix, "E" | "L" | "S" | "U") {
            all.extend(open.take());
        }
    }
    all.extend(open);
    all
}
