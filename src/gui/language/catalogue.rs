//! Messages looked up in the catalogue of the language that is spoken. It does not put values into them.

use super::spoken::Language;
use polib::po_file;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Parts the sense of a word from the word, as in gettext's own files.
const OF: char = '\u{4}';

static GERMAN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::read(include_str!("../../../assets/messages/de.po")));

/// What a language says for the English words, with the forms for one and for several where it depends on a number.
#[derive(Debug, Default)]
struct Catalogue(HashMap<String, Vec<String>>);

impl Catalogue {
    /// Reads a catalogue; one that does not read, which a test rules out, leaves every message in English.
    fn read(text: &str) -> Self {
        let Ok(catalog) = po_file::parse_from_reader(text.as_bytes()) else { return Self::default() };
        let messages = catalog.messages().map(|message| {
            let one = message.msgid().to_owned();
            let key = message.msgctxt().map_or(one.clone(), |sense| format!("{sense}{OF}{one}"));
            let said = message.msgstr().map(|said| vec![said.to_owned()]);
            (key, said.or_else(|_| message.msgstr_plural().cloned()).unwrap_or_default())
        });
        Self(messages.collect())
    }

    /// What is said for `key` in one of its forms.
    fn say(&self, key: &str, form: usize) -> Option<&str> {
        self.0.get(key)?.get(form).map(String::as_str).filter(|said| !said.is_empty())
    }
}

/// The catalogue of what is spoken; English needs none.
fn spoken() -> Option<&'static Catalogue> {
    match Language::spoken() {
        Language::English => None,
        Language::German => Some(&GERMAN),
    }
}

/// The translation of `english`, or itself where there is none. For words that are written elsewhere, and marked there
/// with [`msg`]; what is written in place is said by the macro of the same name.
pub(in crate::gui) fn tr(english: &str) -> &str {
    spoken().and_then(|catalogue| catalogue.say(english, 0)).unwrap_or(english)
}

/// The translation of a word in one of its senses.
pub(in crate::gui) fn tr_in(sense: &'static str, english: &'static str) -> &'static str {
    let key = || format!("{sense}{OF}{english}");
    spoken().and_then(|catalogue| catalogue.say(&key(), 0)).unwrap_or(english)
}

/// The translation of a message that depends on a number. English and German have one form for 1 and one for the rest.
pub(in crate::gui) fn tr_counted<N: TryInto<u64>>(count: N, one: &'static str, many: &'static str) -> &'static str {
    let is_one = count.try_into().is_ok_and(|count| count == 1);
    let said = spoken().and_then(|catalogue| catalogue.say(one, usize::from(!is_one)));
    said.unwrap_or(if is_one { one } else { many })
}

/// Marks words that are translated where they are shown, so that they are found for the catalogues.
pub(in crate::gui) const fn msg(english: &'static str) -> &'static str {
    english
}
