//! What `annotation.conf` and `visual.conf` together say of labels, relation types and attributes.
//!
//! It does not know what becomes of it.

use super::super::corpus::Scheme;
use super::{conf, types};
use std::collections::BTreeMap;

/// How something looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in super::super) struct Look {
    /// Its name for people.
    pub(in super::super) display: String,
    /// Its colour as `#rrggbb`.
    pub(in super::super) color: Option<String>,
}

/// The scheme of an `annotation.conf`, its labels with their `looks`.
pub(in super::super) fn scheme(text: &str, looks: &BTreeMap<String, Look>) -> Scheme {
    let mut scheme = Scheme::default();
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    conf::read(text, &mut scheme);
    types::read(text, &mut scheme);
    for row in &mut scheme.labels {
        if let Some(look) = looks.get(&row.label.name) {
            row.display.clone_from(&look.display);
            row.color.clone_from(&look.color);
        }
    }
    scheme
}

/// What a `visual.conf` says, by the names of `annotation.conf`. Colours that are named and not numbered are left out.
pub(in super::super) fn looks(visual: &str) -> BTreeMap<String, Look> {
    let mut looks: BTreeMap<String, Look> = BTreeMap::new();
    let mut section = "";
    for line in visual.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|rest| rest.strip_suffix(']')) {
            section = name;
            continue;
        }
        match section {
            "labels" => {
                let mut cells = line.split('|').map(str::trim);
                if let (Some(name), Some(display)) = (cells.next(), cells.next()) {
                    display.clone_into(&mut looks.entry(name.to_owned()).or_default().display);
                }
            }
            "drawing" => {
                let (name, rest) = line.split_once(char::is_whitespace).unwrap_or((line, ""));
                let mut settings = rest.split(',').filter_map(|setting| setting.trim().split_once(':'));
                let color = settings.find(|(key, _)| *key == "bgColor").and_then(|(_, color)| numbered(color.trim()));
                if let Some(color) = color {
                    looks.entry(name.to_owned()).or_default().color = Some(color);
                }
            }
            _ => {}
        }
    }
    looks
}

/// `#rgb` and `#rrggbb` as the latter in small letters.
fn numbered(color: &str) -> Option<String> {
    let digits = color.strip_prefix('#').filter(|digits| digits.chars().all(|char| char.is_ascii_hexdigit()))?;
    let doubled = || digits.chars().flat_map(|digit| [digit, digit]).collect::<String>();
    match digits.len() {
        3 => Some(format!("#{}", doubled().to_lowercase())),
        6 => Some(format!("#{}", digits.to_lowercase())),
        _ => None,
    }
}
