//! What is wrong with a draft by itself, and which keys a label can have. It does not know what the session holds.

use super::draft::{Draft, slugs};
use super::item::{Item, Kind};
use crate::edit::{Becomes, FaultCode, settled, validate};
use crate::gui::keymap::Keymap;
use crate::gui::language::tr;
use crate::model::{AttributeType, Label, Schema, Session, Timestamp};

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Problem {
    /// What it is wrong with; nothing for the schema as a whole.
    pub(super) item: Option<Item>,
    /// A sentence.
    pub(super) text: String,
}

/// Everything that is wrong with `draft`, whose records become what `becomes` says.
pub(super) fn problems(draft: &Draft, becomes: &Becomes) -> Vec<Problem> {
    let schema = &draft.now.schema;
    let mut found = nameless(schema);
    if schema.layers.is_empty() {
        found.push(Problem { item: None, text: tr!("A schema has at least one layer; add one.").to_owned() });
    }
    let schema = match settled(schema, becomes) {
        Ok(schema) => schema,
        Err(refusal) => {
            found.push(Problem { item: None, text: sentence(&refusal.to_string()) });
            return found;
        }
    };
    let items: Vec<Item> = Kind::ALL
        .into_iter()
        .flat_map(|kind| slugs(&schema, kind).into_iter().map(move |id| Item::new(kind, id)))
        .collect();
    // Pages of guidelines are the session's business, and no choice of the editor's.
    let faults = validate(&Session::new("", schema.clone(), Timestamp::default()));
    for fault in faults.into_iter().filter(|fault| matches!(fault.code, FaultCode::Schema | FaultCode::Duplicate)) {
        let item = items.iter().find(|item| item.record() == fault.record).cloned();
        let name = item.as_ref().map_or(fault.record, |item| format!("“{}”", item.name(&schema, &schema)));
        found.push(Problem { item, text: sentence(&format!("{name}: {}", fault.message)) });
    }
    found
}

/// What has no name for people.
fn nameless(schema: &Schema) -> Vec<Problem> {
    let mut found = Vec::new();
    let mut note = |kind: Kind, slug: &Label, name: &str, what: &str| {
        if name.trim().is_empty() {
            let text = tr!("{what} `{slug}` has no name; give it one.", what, slug);
            found.push(Problem { item: Some(Item::new(kind, slug)), text });
        }
    };
    for info in schema.label_infos() {
        note(Kind::Label, info.id, info.name, tr!("The label"));
    }
    for def in &schema.attributes {
        note(Kind::Attribute, &def.id, &def.name, tr!("The attribute"));
        let takes_choices = matches!(def.values, AttributeType::Choice | AttributeType::Choices);
        for choice in def.choices.iter().filter(|_| takes_choices) {
            note(Kind::Attribute, &def.id, &choice.name, tr!("A choice of the attribute"));
        }
    }
    for row in &schema.relation_types {
        note(Kind::Relation, &row.id, &row.name, tr!("The relation type"));
        for role in &row.roles {
            note(Kind::Relation, &row.id, &role.name, tr!("A role of the relation type"));
        }
    }
    found
}

fn sentence(text: &str) -> String {
    let mut chars = text.chars();
    let first = chars.next().map(|first| first.to_uppercase().to_string()).unwrap_or_default();
    let end = if text.ends_with('.') { "" } else { "." };
    format!("{first}{}{end}", chars.as_str())
}

/// The key that `typed` stands for, for `label`; nothing where nothing is typed.
///
/// # Errors
/// Why it cannot have it, and which keys are free.
pub(super) fn key_of(keymap: &Keymap, schema: &Schema, label: &Label, typed: &str) -> Result<Option<char>, String> {
    let Some(key) = typed.trim().chars().next_back().map(|key| key.to_ascii_lowercase()) else { return Ok(None) };
    let free = || {
        let free: Vec<String> = free_keys(keymap, schema, label).map(|key| key.to_uppercase().to_string()).collect();
        if free.is_empty() { tr!("no key is free").to_owned() } else { tr!("free are {}", free.join(", ")) }
    };
    if !is_key(key) {
        return Err(tr!(
            "“{key}” is no key for labels: these are the digits 1 to 9 and the letters A to Z; {}",
            free(),
            key
        ));
    }
    if let Some((_, action)) = keymap.letters().find(|(letter, _)| *letter == key) {
        let shown = key.to_ascii_uppercase();
        return Err(tr!("The key {shown} belongs to “{}”; {}", action.name(), free(), shown));
    }
    let other = schema
        .label_infos()
        .find(|info| info.id != label && info.hotkey.is_some_and(|known| known.eq_ignore_ascii_case(&key)));
    match other {
        Some(other) => {
            Err(tr!("The key {} belongs to the label “{}”; {}", key.to_ascii_uppercase(), other.name, free()))
        }
        None => Ok(Some(key)),
    }
}

fn is_key(key: char) -> bool {
    key.is_ascii_lowercase() || ('1'..='9').contains(&key)
}

/// Keys that neither an action nor a label other than `label` has.
fn free_keys(keymap: &Keymap, schema: &Schema, label: &Label) -> impl Iterator<Item = char> {
    let mut taken: Vec<char> = keymap.letters().map(|(letter, _)| letter).collect();
    let others = schema.label_infos().filter(|info| info.id != label);
    taken.extend(others.filter_map(|info| info.hotkey).map(|key| key.to_ascii_lowercase()));
    ('1'..='9').chain('a'..='z').filter(move |key| !taken.contains(key))
}
