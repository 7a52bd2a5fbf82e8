//! Every encoding that a person can choose, with what it is for. It decodes nothing.

/// Names in the WHATWG Encoding Standard, in lower case, each with the scripts or places it comes from; the usual ones first.
pub const ENCODINGS: [(&str, &str); 38] = [
    ("utf-8", "all scripts"),
    ("windows-1252", "Western Europe"),
    ("utf-16le", "all scripts, Windows"),
    ("utf-16be", "all scripts"),
    ("windows-1250", "Central Europe"),
    ("windows-1251", "Cyrillic"),
    ("windows-1253", "Greek"),
    ("windows-1254", "Turkish"),
    ("windows-1255", "Hebrew"),
    ("windows-1256", "Arabic"),
    ("windows-1257", "Baltic"),
    ("windows-1258", "Vietnamese"),
    ("windows-874", "Thai"),
    ("gbk", "Chinese, simplified"),
    ("gb18030", "Chinese, all"),
    ("big5", "Chinese, traditional"),
    ("shift_jis", "Japanese, Windows"),
    ("euc-jp", "Japanese, Unix"),
    ("iso-2022-jp", "Japanese, mail"),
    ("euc-kr", "Korean"),
    ("koi8-r", "Russian, Unix"),
    ("koi8-u", "Ukrainian, Unix"),
    ("ibm866", "Cyrillic, DOS"),
    ("x-mac-cyrillic", "Cyrillic, old Macintosh"),
    ("macintosh", "Western Europe, old Macintosh"),
    ("iso-8859-2", "Central Europe"),
    ("iso-8859-3", "Maltese, Esperanto"),
    ("iso-8859-4", "Northern Europe"),
    ("iso-8859-5", "Cyrillic"),
    ("iso-8859-6", "Arabic"),
    ("iso-8859-7", "Greek"),
    ("iso-8859-8", "Hebrew, visual"),
    ("iso-8859-8-i", "Hebrew"),
    ("iso-8859-10", "Nordic"),
    ("iso-8859-13", "Baltic"),
    ("iso-8859-14", "Celtic"),
    ("iso-8859-15", "Western Europe with the euro"),
    ("iso-8859-16", "Romanian"),
];

#[cfg(test)]
mod tests {
    use super::ENCODINGS;
    use encoding_rs::Encoding;

    #[test]
    fn every_name_is_an_encoding_of_its_own() {
        let mut known: Vec<&str> = ENCODINGS.iter().map(|(name, _)| *name).collect();
        for name in &known {
            let encoding = Encoding::for_label_no_replacement(name.as_bytes());
            assert_eq!(encoding.map(|encoding| encoding.name().to_lowercase()).as_deref(), Some(*name));
        }
        known.sort_unstable();
        known.dedup();
        assert_eq!(known.len(), ENCODINGS.len());
    }
}
