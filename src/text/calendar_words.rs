//! The names of months and of days of the week, in the languages whose dates are read.
//!
//! One table for everybody who reads dates. It knows words in small letters and nothing of what stands around them.

/// A language whose dates are read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tongue {
    /// English.
    English,
    /// German, with the Austrian January.
    German,
    /// French.
    French,
    /// Spanish.
    Spanish,
    /// Russian, in the cases that dates stand in.
    Russian,
    /// Turkish.
    Turkish,
}

use Tongue::{English, French, German, Russian, Spanish, Turkish};

/// The names of one thing in one language: in full, then shortened.
type Names = (Tongue, &'static [&'static str], &'static [&'static str]);

const MONTHS: [&[Names]; 12] = [
    &[
        (English, &["january"], &["jan"]),
        (German, &["januar", "jänner"], &["jan", "jän"]),
        (French, &["janvier"], &["janv"]),
        (Spanish, &["enero"], &["ene"]),
        (Russian, &["января", "январь", "январе"], &["янв"]),
        (Turkish, &["ocak"], &[]),
    ],
    &[
        (English, &["february"], &["feb"]),
        (German, &["februar", "feber"], &["feb"]),
        (French, &["février"], &["févr"]),
        (Spanish, &["febrero"], &["feb"]),
        (Russian, &["февраля", "февраль", "феврале"], &["фев", "февр"]),
        (Turkish, &["şubat"], &[]),
    ],
    &[
        (English, &["march"], &["mar"]),
        (German, &["märz"], &["mär", "mrz"]),
        (French, &["mars"], &[]),
        (Spanish, &["marzo"], &["mar"]),
        (Russian, &["марта", "март", "марте"], &["мар"]),
        (Turkish, &["mart"], &[]),
    ],
    &[
        (English, &["april"], &["apr"]),
        (German, &["april"], &["apr"]),
        (French, &["avril"], &["avr"]),
        (Spanish, &["abril"], &["abr"]),
        (Russian, &["апреля", "апрель", "апреле"], &["апр"]),
        (Turkish, &["nisan"], &[]),
    ],
    &[
        (English, &["may"], &[]),
        (German, &["mai"], &[]),
        (French, &["mai"], &[]),
        (Spanish, &["mayo"], &[]),
        (Russian, &["мая", "май", "мае"], &[]),
        (Turkish, &["mayıs"], &[]),
    ],
    &[
        (English, &["june"], &["jun"]),
        (German, &["juni"], &["jun"]),
        (French, &["juin"], &[]),
        (Spanish, &["junio"], &["jun"]),
        (Russian, &["июня", "июнь", "июне"], &["июн"]),
        (Turkish, &["haziran"], &[]),
    ],
    &[
        (English, &["july"], &["jul"]),
        (German, &["juli"], &["jul"]),
        (French, &["juillet"], &["juil"]),
        (Spanish, &["julio"], &["jul"]),
        (Russian, &["июля", "июль", "июле"], &["июл"]),
        (Turkish, &["temmuz"], &[]),
    ],
    &[
        (English, &["august"], &["aug"]),
        (German, &["august"], &["aug"]),
        (French, &["août"], &[]),
        (Spanish, &["agosto"], &["ago"]),
        (Russian, &["августа", "август", "августе"], &["авг"]),
        (Turkish, &["ağustos"], &[]),
    ],
    &[
        (English, &["september"], &["sep", "sept"]),
        (German, &["september"], &["sep", "sept"]),
        (French, &["septembre"], &["sept"]),
        (Spanish, &["septiembre", "setiembre"], &["sep", "sept"]),
        (Russian, &["сентября", "сентябрь", "сентябре"], &["сен", "сент"]),
        (Turkish, &["eylül"], &[]),
    ],
    &[
        (English, &["october"], &["oct"]),
        (German, &["oktober"], &["okt"]),
        (French, &["octobre"], &["oct"]),
        (Spanish, &["octubre"], &["oct"]),
        (Russian, &["октября", "октябрь", "октябре"], &["окт"]),
        (Turkish, &["ekim"], &[]),
    ],
    &[
        (English, &["november"], &["nov"]),
        (German, &["november"], &["nov"]),
        (French, &["novembre"], &["nov"]),
        (Spanish, &["noviembre"], &["nov"]),
        (Russian, &["ноября", "ноябрь", "ноябре"], &["ноя", "нояб"]),
        (Turkish, &["kasım"], &[]),
    ],
    &[
        (English, &["december"], &["dec"]),
        (German, &["dezember"], &["dez"]),
        (French, &["décembre"], &["déc"]),
        (Spanish, &["diciembre"], &["dic"]),
        (Russian, &["декабря", "декабрь", "декабре"], &["дек"]),
        (Turkish, &["aralık"], &[]),
    ],
];

/// From Monday. Of Russian the forms behind "в" and those of a date line.
const DAYS: [&[Names]; 7] = [
    &[
        (English, &["monday"], &["mon"]),
        (German, &["montag"], &[]),
        (French, &["lundi"], &[]),
        (Spanish, &["lunes"], &[]),
        (Russian, &["понедельник"], &[]),
        (Turkish, &["pazartesi"], &[]),
    ],
    &[
        (English, &["tuesday"], &["tue", "tues"]),
        (German, &["dienstag"], &[]),
        (French, &["mardi"], &[]),
        (Spanish, &["martes"], &[]),
        (Russian, &["вторник"], &[]),
        (Turkish, &["salı"], &[]),
    ],
    &[
        (English, &["wednesday"], &["wed"]),
        (German, &["mittwoch"], &[]),
        (French, &["mercredi"], &[]),
        (Spanish, &["miércoles"], &[]),
        (Russian, &["среду", "среда"], &[]),
        (Turkish, &["çarşamba"], &[]),
    ],
    &[
        (English, &["thursday"], &["thu", "thurs"]),
        (German, &["donnerstag"], &[]),
        (French, &["jeudi"], &[]),
        (Spanish, &["jueves"], &[]),
        (Russian, &["четверг"], &[]),
        (Turkish, &["perşembe"], &[]),
    ],
    &[
        (English, &["friday"], &["fri"]),
        (German, &["freitag"], &[]),
        (French, &["vendredi"], &[]),
        (Spanish, &["viernes"], &[]),
        (Russian, &["пятницу", "пятница"], &[]),
        (Turkish, &["cuma"], &[]),
    ],
    &[
        (English, &["saturday"], &["sat"]),
        (German, &["samstag", "sonnabend"], &[]),
        (French, &["samedi"], &[]),
        (Spanish, &["sábado"], &[]),
        (Russian, &["субботу", "суббота"], &[]),
        (Turkish, &["cumartesi"], &[]),
    ],
    &[
        (English, &["sunday"], &["sun"]),
        (German, &["sonntag"], &[]),
        (French, &["dimanche"], &[]),
        (Spanish, &["domingo"], &[]),
        (Russian, &["воскресенье"], &[]),
        (Turkish, &["pazar"], &[]),
    ],
];

/// How much of a name has to stand there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameForm {
    /// All of it.
    Full,
    /// All of it, or a usual short form.
    AlsoShort,
}

/// The number of a month, from 1, in one language. `word` is in small letters, without a full stop.
#[must_use]
pub fn month_named(word: &str, tongue: Tongue, form: NameForm) -> Option<i8> {
    position(&MONTHS, word, form, |of| of == tongue).map(|(at, _)| at + 1)
}

/// The number of a month, from 1, in any language but English, and the first language that calls it so.
#[must_use]
pub fn month_abroad(word: &str, form: NameForm) -> Option<(i8, Tongue)> {
    position(&MONTHS, word, form, |of| of != English).map(|(at, tongue)| (at + 1, tongue))
}

/// Days from Monday, of a day of the week in one language.
#[must_use]
pub fn weekday_named(word: &str, tongue: Tongue, form: NameForm) -> Option<i8> {
    position(&DAYS, word, form, |of| of == tongue).map(|(at, _)| at)
}

/// Days from Monday, of a day of the week in any language but English, and the language.
#[must_use]
pub fn weekday_abroad(word: &str) -> Option<(i8, Tongue)> {
    position(&DAYS, word, NameForm::Full, |of| of != English)
}

/// The full names of the days of the week in every language but English.
pub fn weekdays_abroad() -> impl Iterator<Item = &'static str> {
    let names = DAYS.iter().flat_map(|names| names.iter());
    names.filter(|(tongue, ..)| *tongue != English).flat_map(|(_, full, _)| full.iter().copied())
}

fn position(table: &[&[Names]], word: &str, form: NameForm, fits: impl Fn(Tongue) -> bool) -> Option<(i8, Tongue)> {
    let is = |(_, full, short): &&Names| full.contains(&word) || (form == NameForm::AlsoShort && short.contains(&word));
    let found = table.iter().enumerate().find_map(|(at, names)| {
        let named = names.iter().filter(|(tongue, ..)| fits(*tongue)).find(is)?;
        Some((at, named.0))
    });
    found.and_then(|(at, tongue)| Some((i8::try_from(at).ok()?, tongue)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_is_two_months_or_two_days() {
        for table in [MONTHS.as_slice(), DAYS.as_slice()] {
            let all = table.iter().enumerate().flat_map(|(at, names)| names.iter().map(move |names| (at, names)));
            let words: Vec<(usize, &str)> =
                all.flat_map(|(at, (_, full, short))| full.iter().chain(*short).map(move |word| (at, *word))).collect();
            for (at, word) in &words {
                assert!(words.iter().all(|(other, same)| same != word || other == at), "{word}");
                assert_eq!(word.to_lowercase(), *word);
            }
        }
    }

    #[test]
    fn short_forms_are_names_only_where_they_are_asked_for() {
        assert_eq!(month_named("sept", English, NameForm::AlsoShort), Some(9));
        assert_eq!(month_named("sept", English, NameForm::Full), None);
        assert_eq!(month_abroad("janv", NameForm::AlsoShort), Some((1, French)));
        assert_eq!(month_abroad("april", NameForm::Full), Some((4, German)));
        assert_eq!(weekday_abroad("среду"), Some((2, Russian)));
    }
}
