//! Settings as text, read field by field: one that cannot be read costs itself and no other, and one that this version does
//! not know is written back as it stands.
//!
//! It does not know which fields there are nor where the text is kept.

use super::settings::{RecentSession, Settings};
use crate::text::shortened;
use ron::extensions::Extensions;
use ron::value::RawValue;
use serde::de::{DeserializeSeed, Deserializer, Error as _, IgnoredAny, MapAccess, Visitor};
use std::collections::{BTreeMap, BTreeSet};

/// How many faults a message names.
const MAX_NAMED: usize = 5;
/// How many characters of one fault it shows.
const MAX_SHOWN_CHARS: usize = 160;
/// What a field of ours begins its line with.
const INDENT: &str = "    ";
const RECENT: &str = "recent";

/// Settings as far as a text holds them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ReadSettings {
    /// The settings, every value in its range; the usual value where the text has none that can be used.
    pub settings: Settings,
    /// What could not be read or used, each with its field or its place.
    pub faults: Vec<String>,
    /// Fields that can be used as they stand, those that this version does not know among them.
    pub(super) sound: BTreeMap<String, String>,
}

impl ReadSettings {
    /// The faults in one line, the first few of them.
    pub(super) fn problem(&self) -> String {
        let shown = self.faults.iter().take(MAX_NAMED).map(|fault| shortened(fault, MAX_SHOWN_CHARS).into_owned());
        let mut shown: Vec<String> = shown.collect();
        if self.faults.len() > MAX_NAMED {
            shown.push(format!("{} more", self.faults.len() - MAX_NAMED));
        }
        shown.join("; ")
    }
}

/// Reads settings from whatever `bytes` are.
#[must_use]
pub fn read_settings(bytes: &[u8]) -> ReadSettings {
    let mut read = ReadSettings::default();
    let text = String::from_utf8_lossy(bytes);
    let is_damaged = std::str::from_utf8(bytes).is_err();
    if is_damaged {
        read.faults.push("some bytes are not UTF-8".to_owned());
    }
    let mut kept = Vec::new();
    let mut seen = BTreeSet::new();
    for (name, text) in fields(text.strip_prefix('\u{feff}').unwrap_or(&text), &mut read.faults) {
        if !seen.insert(name.clone()) {
            read.faults.push(format!("{name}: it stands twice, and the first one counts"));
        } else if is_damaged && text.contains(char::REPLACEMENT_CHARACTER) {
            read.faults.push(format!("{name}: it is not UTF-8"));
        } else {
            take(name, text, &mut read, &mut kept);
        }
    }
    let all: String = kept.iter().map(|(name, text)| one_field(name, text)).collect();
    match options().from_str(&format!("({all})")) {
        Ok(settings) => read.settings = settings,
        // Each of them could be read alone, so all of them can be.
        Err(error) => read.faults.push(error.to_string()),
    }
    for (name, fault) in read.settings.bring_into_range() {
        read.sound.remove(name);
        read.faults.push(format!("{name}: {fault}"));
    }
    read
}

/// Puts a field among those that can be read, or its fault among the faults.
fn take(name: String, text: String, read: &mut ReadSettings, kept: &mut Vec<(String, String)>) {
    match checked(&name, &text) {
        Ok(()) => {
            kept.push((name.clone(), text.clone()));
            read.sound.insert(name, text);
        }
        Err(error) if name == RECENT => {
            let (sound, lost) = sound_elements(&text);
            read.faults.push(match lost {
                0 => format!("{name}: {error}"),
                lost => format!("{name}: {lost} of {} sessions could not be read", lost + sound.len()),
            });
            kept.push((name, format!("[{}]", sound.join(",\n"))));
        }
        Err(error) => read.faults.push(format!("{name}: {error}")),
    }
}

fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// `name` with `text` as a field of its own. A comment at its end may not swallow the comma.
fn one_field(name: &str, text: &str) -> String {
    let break_line = if text.lines().next_back().is_some_and(|line| line.contains("//")) { "\n" } else { "" };
    format!("{INDENT}{name}: {text}{break_line},\n")
}

/// Whether settings can have `text` as their field `name`; one that they do not know is let be, as long as it is RON.
fn checked(name: &str, text: &str) -> Result<(), String> {
    // One value by itself, so that it cannot run on into what is written behind it.
    options().from_str::<IgnoredAny>(text).map_err(|error| error.code.to_string())?;
    let alone = format!("(\n{})", one_field(name, text));
    options().from_str::<Settings>(&alone).map(|_| ()).map_err(|error| error.code.to_string())
}

/// The members of a list of sessions that can be read, and how many cannot.
fn sound_elements(text: &str) -> (Vec<String>, usize) {
    let Ok(rows) = options().from_str::<Vec<Box<RawValue>>>(text) else { return (Vec::new(), 0) };
    let all = rows.len();
    let texts = rows.iter().map(|row| row.get_ron().trim());
    let holds = |row: &&str| options().from_str::<RecentSession>(row).is_ok();
    let sound: Vec<String> = texts.filter(holds).map(str::to_owned).collect();
    let lost = all - sound.len();
    (sound, lost)
}

/// The fields of a text in their order, by name. Behind a place where reading stops, lines tell where fields begin.
fn fields(text: &str, faults: &mut Vec<String>) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let read = ron::Deserializer::from_str(text).and_then(|mut reader| {
        let read = Collector { found: &mut found }.deserialize(&mut reader).and_then(|()| reader.end());
        read.map_err(|error| reader.span_error(error))
    });
    if let Err(error) = read {
        faults.push(error.to_string());
        // What stands at the very end may have been cut, as a number of which some digits are left.
        found.pop_if(|(_, last)| text.trim_end().ends_with(last.as_str()));
        let known: BTreeSet<String> = found.iter().map(|(name, _)| name.clone()).collect();
        found.extend(fields_by_line(text).into_iter().filter(|(name, _)| !known.contains(name)));
    }
    found
}

/// Every stretch from a line that begins as a field does to the next one; each is checked by itself later on. One without a
/// comma behind it may have been cut and is no RON here.
fn fields_by_line(text: &str) -> Vec<(String, String)> {
    let mut found: Vec<(String, String)> = Vec::new();
    for line in text.lines() {
        let begun = line.strip_prefix(INDENT).and_then(|line| line.split_once(':')).filter(|(name, _)| is_name(name));
        match (begun, found.last_mut()) {
            (Some((name, value)), _) => found.push((name.to_owned(), value.to_owned())),
            (None, Some((_, value))) if line.trim() != ")" => {
                value.push('\n');
                value.push_str(line);
            }
            _ => {}
        }
    }
    let bare = |text: String| text.trim_end().strip_suffix(',').unwrap_or_default().trim().to_owned();
    found.into_iter().map(|(name, text)| (name, bare(text))).collect()
}

fn is_name(name: &str) -> bool {
    !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'_')
}

/// Collects the fields of a struct or map, also those before a place where reading stops.
struct Collector<'a> {
    found: &'a mut Vec<(String, String)>,
}

impl<'de> DeserializeSeed<'de> for Collector<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Collector<'_> {
    type Value = ();

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("fields in parentheses, as in `(theme: \"dark\")`")
    }

    fn visit_unit<E>(self) -> Result<(), E> {
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            if !is_name(&name) {
                return Err(A::Error::custom(format!(
                    "`{}` is no name of a setting",
                    shortened(&name, MAX_SHOWN_CHARS)
                )));
            }
            let text = map.next_value::<Box<RawValue>>()?.get_ron().trim().to_owned();
            self.found.push((name, text));
        }
        Ok(())
    }
}

/// The text of `settings`; values that are still those of `base` give way to what `there` holds, and what `there` holds
/// without this version knowing it stays.
///
/// # Errors
/// What the writer of RON finds, which no setting gives reason for.
pub fn write_settings(settings: &Settings, base: &Settings, there: &ReadSettings) -> ron::Result<String> {
    let own = known_fields(settings)?;
    let before: BTreeMap<String, String> = known_fields(base)?.into_iter().collect();
    let mut lines = String::new();
    for (name, text) in &own {
        let is_ours = name == RECENT || before.get(name) != Some(text);
        let theirs = there.sound.get(name).filter(|_| !is_ours);
        lines.push_str(&one_field(name, theirs.unwrap_or(text)));
    }
    let known: BTreeSet<&str> = own.iter().map(|(name, _)| name.as_str()).collect();
    for (name, text) in there.sound.iter().filter(|(name, _)| !known.contains(name.as_str())) {
        lines.push_str(&one_field(name, text));
    }
    Ok(format!("(\n{lines})\n"))
}

/// Every field of `settings`, in order, as it is written.
fn known_fields(settings: &Settings) -> ron::Result<Vec<(String, String)>> {
    let config = ron::ser::PrettyConfig::new().new_line("\n");
    let text = ron::ser::to_string_pretty(settings, config)?;
    Ok(fields(&text, &mut Vec::new()))
}
