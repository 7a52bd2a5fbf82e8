//! Characters that no font at hand has: which script they belong to and which font to install.
//!
//! It knows Unicode and the names of fonts; it neither lays out nor says anything to anyone.

use super::signs::leaves_ink;
use crate::gui::language::tr;
use std::collections::BTreeMap;
use std::fmt;
use swash::text::{Codepoint, Script};

/// Scripts that share one font.
const CJK_NAME: &str = "Chinese, Japanese and Korean";

/// A script that the fonts at hand lack, or emoji and other signs that belong to none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MissingScript {
    /// Its name for people, such as "Thai".
    pub script: &'static str,
    /// One of the characters that were not found.
    pub sample: char,
    /// The font to install; `None` where no font can be named, as for private characters.
    pub font: Option<String>,
    /// The package of Debian and Ubuntu that brings the font.
    pub package: &'static str,
}

/// Scripts that are lacking in one text, each with the lowest of its characters.
#[derive(Clone, Debug, Default)]
pub(super) struct Missing {
    scripts: BTreeMap<&'static str, char>,
}

impl Missing {
    /// Adds the scripts of `chars`.
    pub(super) fn add(&mut self, chars: &[char]) {
        for char in chars {
            let sample = self.scripts.entry(script_name(*char)).or_insert(*char);
            *sample = (*sample).min(*char);
        }
    }

    /// The scripts by name.
    pub(super) fn all(&self) -> Vec<MissingScript> {
        self.scripts.iter().map(|(script, sample)| missing_script(script, *sample)).collect()
    }
}

/// The characters of `text` that `covers` denies, or all of them where it denies none: the shaper found no glyph.
pub(super) fn uncovered(text: &str, covers: impl Fn(char) -> bool) -> Vec<char> {
    let inked: Vec<char> = text.chars().filter(|char| leaves_ink(*char)).collect();
    let lacking: Vec<char> = inked.iter().copied().filter(|char| !covers(*char)).collect();
    if lacking.is_empty() { inked } else { lacking }
}

/// Name of the script of `char`; what belongs to no script is emoji, combining marks or symbols.
fn script_name(char: char) -> &'static str {
    if !char.is_ascii() && (char.is_emoji() || char.is_extended_pictographic()) {
        return "Emoji";
    }
    match char.script() {
        Script::Common | Script::Inherited => match char {
            // Signs that several scripts share stand in the block of the one whose font has them.
            '\u{589}' => "Armenian",
            '\u{600}'..='\u{6ff}' => "Arabic",
            '\u{951}'..='\u{965}' => "Devanagari",
            '\u{e3f}' => "Thai",
            '\u{10fb}' => "Georgian",
            '\u{3000}'..='\u{33ff}' | '\u{fe30}'..='\u{fe4f}' | '\u{ff00}'..='\u{ffef}' => CJK_NAME,
            _ if char.script() == Script::Inherited => "Combining marks",
            _ => "Symbols",
        },
        Script::Unknown => "Private or unassigned characters",
        Script::Han | Script::Hiragana | Script::Katakana | Script::Hangul | Script::Bopomofo => CJK_NAME,
        script => script.name(),
    }
}

fn missing_script(script: &'static str, sample: char) -> MissingScript {
    let (font, package) = match script {
        "Emoji" => ("Noto Color Emoji".to_owned(), "fonts-noto-color-emoji"),
        CJK_NAME => ("Noto Sans CJK".to_owned(), "fonts-noto-cjk"),
        "Private or unassigned characters" => {
            return MissingScript { script, sample, font: None, package: "" };
        }
        "Symbols" => ("Noto Sans Symbols 2".to_owned(), "fonts-noto-core"),
        "Combining marks" | "Latin" | "Greek" | "Cyrillic" => ("Noto Sans".to_owned(), "fonts-noto-core"),
        "Arabic" => ("Noto Naskh Arabic".to_owned(), "fonts-noto-core"),
        "Nko" => ("Noto Sans NKo".to_owned(), "fonts-noto-core"),
        // Noto has these in a serif face alone.
        "Ahom" | "Balinese" | "Dogra" | "Grantha" | "Tangut" | "Tibetan" | "Yezidi" => {
            (format!("Noto Serif {script}"), "fonts-noto-core")
        }
        _ => (format!("Noto Sans {script}"), "fonts-noto-core"),
    };
    MissingScript { script, sample, font: Some(font), package }
}

impl fmt::Display for MissingScript {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (script, code) = (self.script, format!("U+{:04X}", u32::from(self.sample)));
        f.write_str(&match &self.font {
            Some(font) => tr!("{script} (as {code}): {font}, package {}", self.package, script, code, font),
            None => tr!("{script} (as {code}): no font can be named", script, code),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(chars: &str) -> Vec<String> {
        let mut missing = Missing::default();
        missing.add(&chars.chars().collect::<Vec<_>>());
        missing.all().iter().map(ToString::to_string).collect()
    }

    #[test]
    fn each_script_is_named_with_the_font_that_has_it() {
        assert_eq!(named("กข"), ["Thai (as U+0E01): Noto Sans Thai, package fonts-noto-core"]);
        assert_eq!(
            named("中あ한"),
            ["Chinese, Japanese and Korean (as U+3042): Noto Sans CJK, package fonts-noto-cjk"]
        );
        assert_eq!(named("👩"), ["Emoji (as U+1F469): Noto Color Emoji, package fonts-noto-color-emoji"]);
        assert_eq!(named("شُ،"), ["Arabic (as U+060C): Noto Naskh Arabic, package fonts-noto-core"]);
        assert_eq!(named("ཀ"), ["Tibetan (as U+0F40): Noto Serif Tibetan, package fonts-noto-core"]);
        assert_eq!(named("\u{1ab0}"), ["Combining marks (as U+1AB0): Noto Sans, package fonts-noto-core"]);
        assert_eq!(named("\u{e000}"), ["Private or unassigned characters (as U+E000): no font can be named"]);
    }

    #[test]
    fn only_what_leaves_ink_can_be_missing() {
        assert_eq!(uncovered("a\u{200e}\u{fe0f} \u{ad}", |_| false), ['a']);
        assert_eq!(uncovered("ab", |char| char == 'a'), ['b']);
        assert_eq!(uncovered("ab", |_| true), ['a', 'b']);
    }
}
