//! Tags of languages and their names. It does not know texts.

/// Languages of news: BCP 47 tag, ISO 639-3 code, English name; by tag.
const LANGUAGES: &[(&str, &str, &str)] = &[
    ("af", "afr", "Afrikaans"),
    ("am", "amh", "Amharic"),
    ("ar", "ara", "Arabic"),
    ("az", "aze", "Azerbaijani"),
    ("be", "bel", "Belarusian"),
    ("bg", "bul", "Bulgarian"),
    ("bn", "ben", "Bengali"),
    ("bs", "bos", "Bosnian"),
    ("ca", "cat", "Catalan"),
    ("cs", "ces", "Czech"),
    ("cy", "cym", "Welsh"),
    ("da", "dan", "Danish"),
    ("de", "deu", "German"),
    ("el", "ell", "Greek"),
    ("en", "eng", "English"),
    ("eo", "epo", "Esperanto"),
    ("es", "spa", "Spanish"),
    ("et", "est", "Estonian"),
    ("eu", "eus", "Basque"),
    ("fa", "pes", "Persian"),
    ("fi", "fin", "Finnish"),
    ("fr", "fra", "French"),
    ("ga", "gle", "Irish"),
    ("gl", "glg", "Galician"),
    ("gu", "guj", "Gujarati"),
    ("he", "heb", "Hebrew"),
    ("hi", "hin", "Hindi"),
    ("hr", "hrv", "Croatian"),
    ("hu", "hun", "Hungarian"),
    ("hy", "hye", "Armenian"),
    ("id", "ind", "Indonesian"),
    ("is", "isl", "Icelandic"),
    ("it", "ita", "Italian"),
    ("ja", "jpn", "Japanese"),
    ("jv", "jav", "Javanese"),
    ("ka", "kat", "Georgian"),
    ("kk", "kaz", "Kazakh"),
    ("km", "khm", "Khmer"),
    ("kn", "kan", "Kannada"),
    ("ko", "kor", "Korean"),
    ("ku", "kur", "Kurdish"),
    ("ky", "kir", "Kyrgyz"),
    ("la", "lat", "Latin"),
    ("lo", "lao", "Lao"),
    ("lt", "lit", "Lithuanian"),
    ("lv", "lav", "Latvian"),
    ("mk", "mkd", "Macedonian"),
    ("ml", "mal", "Malayalam"),
    ("mn", "mon", "Mongolian"),
    ("mr", "mar", "Marathi"),
    ("ms", "msa", "Malay"),
    ("my", "mya", "Burmese"),
    ("nb", "nob", "Norwegian Bokmål"),
    ("ne", "nep", "Nepali"),
    ("nl", "nld", "Dutch"),
    ("no", "nor", "Norwegian"),
    ("or", "ori", "Odia"),
    ("pa", "pan", "Punjabi"),
    ("pl", "pol", "Polish"),
    ("ps", "pus", "Pashto"),
    ("pt", "por", "Portuguese"),
    ("ro", "ron", "Romanian"),
    ("ru", "rus", "Russian"),
    ("si", "sin", "Sinhala"),
    ("sk", "slk", "Slovak"),
    ("sl", "slv", "Slovene"),
    ("sn", "sna", "Shona"),
    ("so", "som", "Somali"),
    ("sq", "sqi", "Albanian"),
    ("sr", "srp", "Serbian"),
    ("sv", "swe", "Swedish"),
    ("sw", "swa", "Swahili"),
    ("ta", "tam", "Tamil"),
    ("te", "tel", "Telugu"),
    ("tg", "tgk", "Tajik"),
    ("th", "tha", "Thai"),
    ("ti", "tir", "Tigrinya"),
    ("tk", "tuk", "Turkmen"),
    ("tl", "tgl", "Tagalog"),
    ("tr", "tur", "Turkish"),
    ("uk", "ukr", "Ukrainian"),
    ("ur", "urd", "Urdu"),
    ("uz", "uzb", "Uzbek"),
    ("vi", "vie", "Vietnamese"),
    ("yi", "yid", "Yiddish"),
    ("zh", "cmn", "Chinese"),
    ("zu", "zul", "Zulu"),
];

/// `text` as a BCP 47 tag in its usual case, as `pt-BR`; nothing where it is not shaped like one. Whether there is such a
/// language it does not know.
///
/// # Example
/// ```
/// use byline::model::language_tag;
/// assert_eq!(language_tag("ZH-hant-tw").as_deref(), Some("zh-Hant-TW"));
/// assert_eq!(language_tag("English"), None);
/// ```
#[must_use]
pub fn language_tag(text: &str) -> Option<String> {
    let mut tag = String::new();
    for (place, part) in text.trim().split('-').enumerate() {
        let is_word = part.bytes().all(|byte| byte.is_ascii_alphabetic());
        let lengths = if place == 0 { 2..=3 } else { 1..=8 };
        if !lengths.contains(&part.len()) || !part.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            return None;
        }
        if place == 0 && !is_word {
            return None;
        }
        if place > 0 {
            tag.push('-');
        }
        match (place, part.len(), is_word) {
            (1.., 2, true) => tag.push_str(&part.to_ascii_uppercase()),
            (1.., 4, true) => {
                let (first, rest) = part.split_at_checked(1)?;
                tag.push_str(&first.to_ascii_uppercase());
                tag.push_str(&rest.to_ascii_lowercase());
            }
            _ => tag.push_str(&part.to_ascii_lowercase()),
        }
    }
    Some(tag)
}

/// The English name of the language that `tag` begins with, where it is a usual one.
#[must_use]
pub fn language_name(tag: &str) -> Option<&'static str> {
    let primary = tag.split('-').next().unwrap_or_default().to_ascii_lowercase();
    LANGUAGES.iter().find(|(known, code, _)| *known == primary || *code == primary).map(|(_, _, name)| *name)
}

/// The BCP 47 tag of the language with an ISO 639-3 `code`; the code itself where it has no shorter one here.
#[must_use]
pub fn tag_of_code(code: &str) -> &str {
    LANGUAGES.iter().find(|(_, known, _)| *known == code).map_or(code, |(tag, _, _)| *tag)
}

/// Tags and names of usual languages whose tag or name begins with `typed`, whatever its case.
pub fn languages_like(typed: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let typed = typed.trim().to_lowercase();
    let begins = move |text: &str| text.to_lowercase().starts_with(&typed);
    LANGUAGES.iter().filter(move |(tag, _, name)| begins(tag) || begins(name)).map(|(tag, _, name)| (*tag, *name))
}
