//! Word lists (gazetteers): a phrase a line, with a label and an entry where the line names them.

use super::ask::{Ask, Phrase, Role, spellings};
use super::place::Target;
use crate::model::{EntryId, Label, Session, Slug};
use crate::text::folded;
use std::collections::HashMap;

/// A line that cannot be used.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {why}")]
pub struct LineProblem {
    /// Its number, from 1.
    pub line: usize,
    /// What is wrong with it and what would be right.
    pub why: String,
}

/// Reads a word list. A line is a phrase, or `label<TAB>phrase`, or `label<TAB>phrase<TAB>entry` with the entry's id or one of
/// its names; phrases without a label get `label`. Empty lines and lines that begin with `#` are skipped.
#[must_use]
pub fn word_list(session: &Session, text: &str, label: &Label) -> (Ask, Vec<LineProblem>) {
    let names = names_of(session);
    let mut ask = Ask::default();
    let mut numbers: HashMap<(Label, Option<EntryId>), usize> = HashMap::new();
    let mut problems = Vec::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        match read_line(session, &names, line, label) {
            Ok((phrase, target)) => {
                let next = numbers.len();
                let target_number = *numbers.entry((target.label.clone(), target.entry)).or_insert(next);
                if target_number == next && next == ask.targets.len() {
                    ask.targets.push(target);
                }
                ask.phrases.push(Phrase { text: phrase, role: Role::Wanted(target_number) });
            }
            Err(why) => problems.push(LineProblem { line: number + 1, why }),
        }
    }
    (ask, problems)
}

type Names = HashMap<(String, String), EntryId>;

/// Entries by layer and folded name.
fn names_of(session: &Session) -> Names {
    let mut names = Names::new();
    for entry in session.entries.iter() {
        for text in spellings(entry) {
            names.entry((entry.layer.to_string(), folded(text))).or_insert(entry.id);
        }
    }
    names
}

fn read_line(session: &Session, names: &Names, line: &str, default: &Label) -> Result<(String, Target), String> {
    let mut cells = line.split('\t').map(str::trim);
    let first = cells.next().unwrap_or_default();
    let (label, phrase) = match cells.next() {
        None => (default.clone(), first),
        Some(phrase) => {
            let known = Slug::new(first).ok().filter(|label| session.schema.has_label(label));
            (known.ok_or_else(|| format!("the schema has no label `{first}`"))?, phrase)
        }
    };
    if phrase.is_empty() {
        return Err("there is no phrase behind the label".to_owned());
    }
    let entry = match cells.next().filter(|wanted| !wanted.is_empty()) {
        None => None,
        Some(wanted) => Some(entry_named(session, names, wanted, &label)?),
    };
    match cells.next() {
        Some(_) => Err("there is more than a label, a phrase and an entry; part these three by tabs".to_owned()),
        None => Ok((phrase.to_owned(), Target { label, entry })),
    }
}

fn entry_named(session: &Session, names: &Names, wanted: &str, label: &Label) -> Result<EntryId, String> {
    let layer = label.layer();
    let by_id = EntryId::parse(wanted).ok().and_then(|id| session.entries.get(id));
    match by_id {
        Some(entry) if entry.layer.as_str() == layer => Ok(entry.id),
        Some(entry) => Err(format!("`{}` is of the layer {}, and `{label}` is not", entry.name, entry.layer)),
        None => {
            let found = names.get(&(layer.to_owned(), folded(wanted))).copied();
            found.ok_or_else(|| format!("the register has no {layer} `{wanted}`; add the entry first, or write `{label}`, a tab and the phrase alone"))
        }
    }
}
