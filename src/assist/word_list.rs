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

/// An entry that a word list asks for and the register does not have yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEntry {
    /// The id that it is to have.
    pub id: EntryId,
    /// The label of its line.
    pub label: Label,
    /// What it is to be called.
    pub name: String,
    /// Phrases that stand for it besides its name.
    pub aliases: Vec<String>,
}

/// Which entries lines without one of their own stand for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unnamed {
    /// None.
    #[default]
    Nothing,
    /// The one called as the phrase is, be it in the register or new.
    Phrase,
}

/// A word list as it was read.
#[derive(Clone, Debug, Default)]
pub struct WordList {
    /// What to look for.
    pub ask: Ask,
    /// Lines that cannot be used.
    pub problems: Vec<LineProblem>,
    /// Entries that lines name and the register does not have.
    pub entries: Vec<NewEntry>,
}

/// Reads a word list. A line is a phrase, or `label<TAB>phrase`, or `label<TAB>phrase<TAB>entry` with the entry's id or one of
/// its names; a name that nobody has makes an entry, whose id is the next of `ids`. Phrases without a label get `label`, and
/// `unnamed` says what becomes of those without an entry. Empty lines and lines that begin with `#` are skipped.
#[must_use]
pub fn word_list(
    session: &Session,
    text: &str,
    label: &Label,
    unnamed: Unnamed,
    ids: &mut dyn FnMut() -> EntryId,
) -> WordList {
    let mut reader = Reader { session, names: names_of(session), unnamed, ids, entries: Vec::new() };
    let mut list = WordList::default();
    let mut numbers: HashMap<(Label, Option<EntryId>), usize> = HashMap::new();
    for (number, line) in text.trim_start_matches('\u{feff}').lines().enumerate() {
        if line.trim().is_empty() || line.starts_with('#') {
            continue;
        }
        let ask = &mut list.ask;
        match reader.line(line, label) {
            Ok((phrase, target)) => {
                let next = numbers.len();
                let target_number = *numbers.entry((target.label.clone(), target.entry)).or_insert(next);
                if target_number == next && next == ask.targets.len() {
                    ask.targets.push(target);
                }
                ask.phrases.push(Phrase { text: phrase, role: Role::Wanted(target_number) });
            }
            Err(why) => list.problems.push(LineProblem { line: number + 1, why }),
        }
    }
    WordList { entries: reader.entries, ..list }
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

/// Reads line after line, and remembers the entries that they ask for.
struct Reader<'a> {
    session: &'a Session,
    names: Names,
    unnamed: Unnamed,
    ids: &'a mut dyn FnMut() -> EntryId,
    entries: Vec<NewEntry>,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, default: &Label) -> Result<(String, Target), String> {
        let mut cells = line.split('\t').map(str::trim);
        let first = cells.next().unwrap_or_default();
        let (label, phrase) = match cells.next() {
            None => (default.clone(), first),
            Some(phrase) if first.is_empty() => (default.clone(), phrase),
            Some(phrase) => {
                let known = Slug::new(first).ok().filter(|label| self.session.schema.has_label(label));
                (known.ok_or_else(|| format!("the schema has no label `{first}`"))?, phrase)
            }
        };
        if phrase.is_empty() {
            return Err("there is no phrase behind the label".to_owned());
        }
        let wanted = cells.next().filter(|wanted| !wanted.is_empty());
        if cells.next().is_some() {
            return Err("there is more than a label, a phrase and an entry; part these three by tabs".to_owned());
        }
        let entry = match (wanted, self.unnamed) {
            (Some(wanted), _) => Some(self.entry(wanted, phrase, &label)?),
            (None, Unnamed::Phrase) => Some(self.called(phrase, phrase, &label)),
            (None, Unnamed::Nothing) => None,
        };
        Ok((phrase.to_owned(), Target { label, entry }))
    }

    fn entry(&mut self, wanted: &str, phrase: &str, label: &Label) -> Result<EntryId, String> {
        let layer = label.layer();
        let id = EntryId::parse(wanted).ok();
        match id.map(|id| self.session.entries.get(id)) {
            Some(Some(entry)) if entry.layer.as_str() == layer => Ok(entry.id),
            Some(Some(entry)) => Err(format!("`{}` is of the layer {}, and `{label}` is not", entry.name, entry.layer)),
            Some(None) => Err(format!("the register has no entry `{wanted}`; write the name of one, or of a new one")),
            None => Ok(self.called(wanted, phrase, label)),
        }
    }

    /// The entry of the layer of `label` that is called `name`: one of the register, one that a line above asks for, or a new
    /// one. Of a new one the phrase is another name.
    fn called(&mut self, name: &str, phrase: &str, label: &Label) -> EntryId {
        let key = (label.layer().to_owned(), folded(name));
        let id = *self.names.entry(key).or_insert_with(|| {
            let id = (self.ids)();
            self.entries.push(NewEntry { id, label: label.clone(), name: name.to_owned(), aliases: Vec::new() });
            id
        });
        let new = self.entries.iter_mut().rev().find(|entry| entry.id == id);
        if let Some(new) = new.filter(|new| new.name != phrase && !new.aliases.iter().any(|alias| alias == phrase)) {
            new.aliases.push(phrase.to_owned());
        }
        id
    }
}
