//! What differs between two schemas: labels, attributes and relation types that came, went or changed.
//!
//! It does not know what would become of a session's records; planning that is the business of the edit that changes a schema.

use crate::model::{AttributeDef, Choice, Label, RelationType, RoleDef, Schema, Slug};
use serde::Serialize;
use std::collections::BTreeMap;

/// What a schema defines.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Definition {
    /// A label, a layer's own too.
    Label,
    /// An attribute.
    Attribute,
    /// A relation type.
    RelationType,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Difference {
    /// The second schema alone has it.
    Added,
    /// The first schema alone has it.
    Removed,
    /// Both have it, otherwise; what differs, one sentence each.
    Changed(Vec<String>),
}

/// One difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SchemaDifference {
    /// What it is.
    pub definition: Definition,
    /// Its permanent name.
    pub id: String,
    /// Its name for people, in the second schema where that has it.
    pub name: String,
    /// What became of it.
    pub difference: Difference,
}

/// Every difference from `before` to `after`: labels, then attributes, then relation types, each by permanent name.
#[must_use]
pub fn compare_schemas(before: &Schema, after: &Schema) -> Vec<SchemaDifference> {
    let mut found = compared(Definition::Label, &labels(before), &labels(after), |row| row.name, label_changes);
    let (old, new) = (attributes(before), attributes(after));
    found.extend(compared(Definition::Attribute, &old, &new, |def| &def.name, attribute_changes));
    let (old, new) = (relation_types(before), relation_types(after));
    found.extend(compared(Definition::RelationType, &old, &new, |kind| &kind.name, type_changes));
    found
}

fn attributes(schema: &Schema) -> BTreeMap<&str, &AttributeDef> {
    schema.attributes.iter().map(|def| (def.id.as_str(), def)).collect()
}

fn relation_types(schema: &Schema) -> BTreeMap<&str, &RelationType> {
    schema.relation_types.iter().map(|kind| (kind.id.as_str(), kind)).collect()
}

/// What is compared of a label.
#[derive(Clone, Copy)]
struct LabelRow<'s> {
    name: &'s str,
    color: &'s str,
    hotkey: Option<char>,
    description: &'s str,
}

fn labels(schema: &Schema) -> BTreeMap<&str, LabelRow<'_>> {
    schema
        .label_infos()
        .map(|info| {
            let (name, color, hotkey, description) = (info.name, info.color, info.hotkey, info.description);
            (info.id.as_str(), LabelRow { name, color, hotkey, description })
        })
        .collect()
}

fn compared<'s, T: Copy>(
    definition: Definition,
    before: &BTreeMap<&'s str, T>,
    after: &BTreeMap<&'s str, T>,
    name: impl Fn(T) -> &'s str,
    changes: impl Fn(T, T) -> Vec<String>,
) -> Vec<SchemaDifference> {
    let row = |id: &str, of: T, difference: Difference| SchemaDifference {
        definition,
        id: id.to_owned(),
        name: name(of).to_owned(),
        difference,
    };
    let gone =
        before.iter().filter(|(id, _)| !after.contains_key(*id)).map(|(id, of)| row(id, *of, Difference::Removed));
    let others = after.iter().filter_map(|(id, new)| match before.get(id) {
        None => Some(row(id, *new, Difference::Added)),
        Some(old) => {
            let changes = changes(*old, *new);
            (!changes.is_empty()).then(|| row(id, *new, Difference::Changed(changes)))
        }
    });
    let mut rows: Vec<SchemaDifference> = gone.chain(others).collect();
    rows.sort_by(|one, two| one.id.cmp(&two.id));
    rows
}

/// Sentences of what differs.
#[derive(Default)]
struct Changes(Vec<String>);

impl Changes {
    fn value(&mut self, what: &str, old: &str, new: &str) {
        if old != new {
            let shown = |text: &str| if text.is_empty() { "nothing".to_owned() } else { format!("“{text}”") };
            self.0.push(format!("its {what} is {} and was {}", shown(new), shown(old)));
        }
    }

    fn description(&mut self, old: &str, new: &str) {
        if old != new {
            self.0.push("its description differs".to_owned());
        }
    }

    fn list<T: PartialEq>(&mut self, what: &str, old: &[T], new: &[T], shown: impl Fn(&T) -> String) {
        let names = |rows: &[T], others: &[T]| -> Vec<String> {
            rows.iter().filter(|row| !others.contains(row)).map(&shown).collect()
        };
        let (more, fewer) = (names(new, old), names(old, new));
        if !more.is_empty() {
            self.0.push(format!("{what} it has more: {}", more.join(", ")));
        }
        if !fewer.is_empty() {
            self.0.push(format!("{what} it has no longer: {}", fewer.join(", ")));
        }
        if more.is_empty() && fewer.is_empty() && old != new {
            self.0.push(format!("{what} stand in another order"));
        }
    }

    /// Ends of relations, where none means any.
    fn ends(&mut self, what: &str, old: &[Label], new: &[Label]) {
        if old != new {
            let shown = |ends: &[Label]| {
                if ends.is_empty() {
                    "anything".to_owned()
                } else {
                    ends.iter().map(Slug::to_string).collect::<Vec<_>>().join(", ")
                }
            };
            self.0.push(format!("it {what} {} and did {}", shown(new), shown(old)));
        }
    }

    fn switch(&mut self, what: &str, old: bool, new: bool) {
        if old != new {
            self.0.push(format!("it is {}{what}", if new { "now " } else { "no longer " }));
        }
    }
}

fn label_changes(old: LabelRow<'_>, new: LabelRow<'_>) -> Vec<String> {
    let key = |row: LabelRow<'_>| row.hotkey.map(String::from).unwrap_or_default();
    let mut changes = Changes::default();
    changes.value("name", old.name, new.name);
    changes.value("colour", old.color, new.color);
    changes.value("key", &key(old), &key(new));
    changes.description(old.description, new.description);
    changes.0
}

fn attribute_changes(old: &AttributeDef, new: &AttributeDef) -> Vec<String> {
    let mut changes = Changes::default();
    let default = |def: &AttributeDef| def.default.as_ref().map(ToString::to_string).unwrap_or_default();
    changes.value("name", &old.name, &new.name);
    changes.value("type", old.values.as_str(), new.values.as_str());
    changes.list("choices", &old.choices, &new.choices, |choice: &Choice| choice.id.to_string());
    changes.value("default", &default(old), &default(new));
    changes.switch("required", old.required, new.required);
    changes.list("labels", &old.labels, &new.labels, Slug::to_string);
    changes.list("relation types", &old.relation_types, &new.relation_types, Slug::to_string);
    changes.description(&old.description, &new.description);
    changes.0
}

fn type_changes(old: &RelationType, new: &RelationType) -> Vec<String> {
    let mut changes = Changes::default();
    let color = |kind: &RelationType| kind.color.clone().unwrap_or_default();
    changes.value("name", &old.name, &new.name);
    changes.ends("starts from", &old.from, &new.from);
    changes.ends("leads to", &old.to, &new.to);
    changes.list("roles", &old.roles, &new.roles, |role: &RoleDef| role.id.to_string());
    changes.switch("symmetric", old.symmetric, new.symmetric);
    changes.value("colour", &color(old), &color(new));
    changes.description(&old.description, &new.description);
    changes.0
}
