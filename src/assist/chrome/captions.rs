//! Captions and credits of pictures, and bylines.

use super::lines::Line;
use regex::Regex;
use std::sync::LazyLock;

/// Words that name a picture or its maker before a colon, a stroke or a name.
const LEADS: &str = "(?:photo(?:graph(?:er|y|s)?|s)?|pictures?|pics?|images?|credits?|source|illustration|graphic|cartoon|video|file|screenshot|courtesy|\
foto|fotos|fot|bild|bilder|bildquelle|quelle|grafik|cr[eé]dit|cr[eé]dits|fuente|imagen|foto[gğ]raf|kaynak|zdj[eę]cie|źródło|zrodlo|\
фото|изображение|иллюстрация|источник|кадр|снимок|зображення|джерело|صورة|الصورة|تصوير|المصدر|צילום|תמונה|קרדיט)";
/// Agencies and stocks of pictures.
const AGENCIES: &str = "(?:AFP|AP(?: Photo)?|Reuters|REUTERS|Getty(?: Images)?|EPA(?:-EFE)?|EFE|dpa|DPA|TASS|ТАСС|Shutterstock|Alamy|iStock|Flickr|\
Wikimedia(?: Commons)?|Unsplash|Xinhua|Sputnik|РИА Новости|УНІАН|PAP|Anadolu(?: Agency)?|AA|ANSA|Bloomberg|Keystone|Imago|imago|Flash90|Pexels|Pixabay|handout|Handout)";

/// Bytes of a line that may be any of these; a line of one endless word is not looked through.
const MOST_BYTES: usize = 2000;

fn built(pattern: &str) -> LazyPattern {
    LazyPattern(Regex::new(pattern).ok())
}

struct LazyPattern(Option<Regex>);

impl LazyPattern {
    fn is_match(&self, text: &str) -> bool {
        self.0.as_ref().is_some_and(|pattern| pattern.is_match(text))
    }
}

/// Whether the whole line says who made a picture.
pub(super) fn is_credit(text: &str) -> bool {
    static LEAD: LazyLock<LazyPattern> = LazyLock::new(|| {
        let colon =
            format!(r"{LEADS}(?:\s+\p{{L}}+)?\s*(?:[:/|©]|(?i:\bby\b|\bvon\b|\bpar\b|\bpor\b|\bvia\b|\bcourtesy\b))");
        built(&format!(r"(?i)^[(\[]?\s*(?:{colon})\s*\S.{{0,90}}$"))
    });
    static AGENCY: LazyLock<LazyPattern> = LazyLock::new(|| {
        built(&format!(
            r"^[(\[]?(?:[\p{{L}}.'’-]+\s+){{0,4}}[\p{{L}}.'’-]*\s*(?:/|,|\bvia\b|—|–|-|©)?\s*{AGENCIES}(?:\s*/\s*[\p{{L}} .'’-]{{2,30}})?[)\]]?\.?$"
        ))
    });
    if text.len() > MOST_BYTES {
        return false;
    }
    let words = text.split_whitespace().count();
    let in_brackets = text.starts_with(['(', '[']) && text.ends_with([')', ']']);
    let is_sentence = text.ends_with(['.', '!', '?']) && words > 8;
    words <= 14
        && text.chars().count() >= 3
        && (in_brackets || !is_sentence)
        && (LEAD.is_match(text) || (words <= 7 && AGENCY.is_match(text)))
}

/// Whether the line begins by saying that it is a caption.
pub(super) fn says_caption(line: &Line<'_>) -> bool {
    static LEAD: LazyLock<LazyPattern> = LazyLock::new(|| {
        built(
            r"(?i)^(?:image caption|caption|pictured|photo caption|im bild|bildunterschrift|l[eé]gende|pie de foto|на фото|подпись к фото|на світлині|podpis)\s*[:,.]?\s+\S",
        )
    });
    line.words <= 45 && line.text.len() <= MOST_BYTES && LEAD.is_match(line.text)
}

/// Where the credit begins that a line of a caption ends with, as in "The harbour at dawn. Photo: A. Lind".
pub(super) fn credit_at_end(line: &Line<'_>) -> Option<usize> {
    static TAIL: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(&format!(r"(?i)(?:^|[.!?)\]»”\s|/])([(\[]?\s*{LEADS}(?:\s+(?:credit|by|courtesy))?\s*[:/©|]\s*[^.!?:]{{2,60}}[)\]]?\.?)$")).ok()
    });
    if line.words > 45 || line.text.len() > MOST_BYTES {
        return None;
    }
    let found = TAIL.as_ref()?.captures(line.text)?.get(1)?;
    (found.start() > 0).then_some(found.start())
}

/// Whether the line names who wrote the article.
pub(super) fn is_byline(line: &Line<'_>) -> bool {
    static BY: LazyLock<LazyPattern> = LazyLock::new(|| {
        let lead = r"(?:[Bb][Yy]|[Vv]on|[Pp]ar|[Pp]or|[Dd]i|Author|Authors|Autor(?:in|es|zy)?|Auteur|Yazan|Yazar|Автор|Авторы|Автори|Текст|כתב|מאת|بقلم|كتب)";
        built(&format!(
            r"^{lead}\s*:?\s+(?:(?:[\p{{Lu}}\p{{Lo}}][\p{{L}}.'’-]*|and|und|et|y|e|ve|i|и|і|&|da|de|van|von|al-\p{{L}}+),?\s*){{2,9}}$"
        ))
    });
    static DESK: LazyLock<LazyPattern> = LazyLock::new(|| {
        built(
            r"^(?:\(?\[?)(?:Additional reporting|Reporting|Writing|Edited|Editing|Translated|Compiled|With reporting) (?:and \w+ )?(?:by|in|from) .{3,200}$",
        )
    });
    let is_short = line.text.len() <= MOST_BYTES;
    is_short && (line.words <= 10 && BY.is_match(line.text) || (line.words <= 40 && DESK.is_match(line.text)))
}
