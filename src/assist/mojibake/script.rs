//! What the characters are that a misreading stands for: marks, letters that languages use, or something no text has.

/// What a character is to the gate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Sort {
    /// A mark or sign of typeset text, as dashes and quotes are.
    Mark,
    /// A picture.
    Emoji,
    /// A sign between letters and marks of Western text, as "£" and "°".
    Sign,
    /// A letter of a language in Latin script.
    Latin,
    /// One that few languages have.
    Rare,
    /// A letter of another script, by the number of that script.
    Other(u8),
    /// Not what a web page is likely to have: controls, phonetic and historic letters, marks on nothing.
    Unlikely,
}

/// Scripts of news, each with its code points.
const SCRIPTS: [(u8, u32, u32); 26] = [
    (1, 0x386, 0x3CE),
    (1, 0x1F00, 0x1FFC),
    (2, 0x400, 0x45F),
    (2, 0x48A, 0x4FF),
    (3, 0x531, 0x58A),
    (4, 0x591, 0x5F4),
    (5, 0x600, 0x6FF),
    (6, 0x900, 0x97F),
    (7, 0x980, 0x9FE),
    (8, 0xA01, 0xA76),
    (9, 0xA81, 0xAFF),
    (10, 0xB80, 0xBFA),
    (11, 0xC00, 0xC7F),
    (12, 0xC80, 0xCF2),
    (13, 0xD00, 0xD7F),
    (14, 0xD81, 0xDF4),
    (15, 0xE01, 0xE5B),
    (16, 0xE81, 0xEDF),
    (17, 0x1000, 0x109F),
    (18, 0x10A0, 0x10FF),
    (19, 0x1200, 0x137C),
    (20, 0x1780, 0x17F9),
    (21, 0x3001, 0x30FF),
    (21, 0x4E00, 0x9FFF),
    (22, 0xAC00, 0xD7A3),
    (21, 0xFF01, 0xFF9F),
];
/// The number of the Cyrillic script.
pub(super) const CYRILLIC: u8 = 2;
/// The number of the Thai script.
pub(super) const THAI: u8 = 15;
/// Letters of Latin script beyond the first two blocks that languages of news use.
const FURTHER: &str = "ƏəƠơƯưȘșȚțǍǎǏǐǑǒǓǔĞğẞḤḥṢṣṬṭẒẓḌḍƁɓƊɗƘƙ";
/// Letters of the first two blocks that few pages have: alone they prove nothing.
const RARE: &str = "ĔĕĬĭŎŏĢĶĻŅŖŔŗŕŊŋĸŉſÐÞ";

pub(super) fn sort(char: char) -> Sort {
    match char {
        '\u{2010}'..='\u{2015}'
        | '\u{2018}'..='\u{201e}'
        | '\u{2020}'..='\u{2022}'
        | '\u{2026}'
        | '\u{2030}'
        | '\u{2032}'
        | '\u{2033}'
        | '\u{2039}'
        | '\u{203a}'
        | '\u{20a0}'..='\u{20bf}'
        | '\u{2116}'
        | '\u{2122}'
        | '\u{2190}'..='\u{2193}'
        | '\u{2212}'
        | '\u{25a0}'..='\u{25cf}'
        | '\u{2713}'
        | '\u{2714}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202f}' => Sort::Mark,
        '\u{2600}'..='\u{27bf}' | '\u{fe0f}' | '\u{1f000}'..='\u{1faff}' => Sort::Emoji,
        '\u{a0}'..='\u{bf}' | '×' | '÷' | '\u{2c6}' | '\u{2dc}' | 'ƒ' => Sort::Sign,
        _ => letter(char),
    }
}

fn letter(char: char) -> Sort {
    let code = u32::from(char);
    if RARE.contains(char) {
        return Sort::Rare;
    }
    if (0xC0..0x180).contains(&code) || (0x1EA0..=0x1EF9).contains(&code) || FURTHER.contains(char) {
        return Sort::Latin;
    }
    let found = SCRIPTS.iter().find(|(_, first, last)| (*first..=*last).contains(&code));
    found.map_or(Sort::Unlikely, |(script, ..)| Sort::Other(*script))
}
