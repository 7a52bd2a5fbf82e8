//! The relation types that imported relations need, with their roles and the labels that they join.
//!
//! It does not know places, articles or the register.

use super::super::names::{NAME_KEY, ROLES_KEY, free_slug, is_called, relation_type_name, text_of};
use super::schema::SchemaPlan;
use crate::model::{Ext, Label, RelationType, RoleDef, Slug, Value, Values};

impl SchemaPlan {
    /// The relation type that stands for `name`; it is made where there is none.
    pub(super) fn relation(&mut self, name: &str) -> Slug {
        if let Some(known) = self.relations.get(name) {
            return known.clone();
        }
        let known = |kind: &&RelationType| match text_of(&kind.ext, NAME_KEY) {
            Some(outer) => outer == name,
            None => is_called(&kind.id, name),
        };
        let found = self.schema.relation_types.iter().find(known).map(|kind| kind.id.clone());
        let id = found.unwrap_or_else(|| self.new_relation(name));
        self.relations.insert(name.to_owned(), id.clone());
        id
    }

    /// As [`Self::relation`], for a relation that has a role, or has none: a type either asks for roles or has none, and two may
    /// go by one name.
    pub(super) fn relation_with(&mut self, name: &str, has_role: bool) -> Slug {
        let first = self.relation(name);
        let takes = |kind: &RelationType| kind.roles.is_empty() != has_role;
        let found = self.schema.relation_types.iter().find(|kind| kind.id == first);
        // One that this import has made takes roles until a relation without one is of it.
        let is_open = has_role && self.new_types.contains(&first) && !self.without_roles.contains(&first);
        let id = match found {
            Some(kind) if takes(kind) || is_open => first,
            _ => {
                let is_other = |kind: &&RelationType| text_of(&kind.ext, NAME_KEY) == Some(name) && takes(kind);
                let other = self.schema.relation_types.iter().find(is_other).map(|kind| kind.id.clone());
                other.unwrap_or_else(|| self.second_relation(name, &first))
            }
        };
        if !has_role {
            self.without_roles.insert(id.clone());
        }
        id
    }

    /// Another type that goes by `name`, beside `first`.
    fn second_relation(&mut self, name: &str, first: &Slug) -> Slug {
        let id = free_slug("", name, |slug| self.schema.relation_type(slug).is_some());
        let ext = Ext::from(Values::from_iter([(NAME_KEY.to_owned(), Value::Text(name.to_owned()))]));
        self.schema.relation_types.push(RelationType {
            id: id.clone(),
            name: name.to_owned(),
            from: Vec::new(),
            to: Vec::new(),
            roles: Vec::new(),
            symmetric: false,
            color: None,
            description: String::new(),
            ext,
        });
        self.changed.push(format!("`{first}` is of relations with a role or without one; the others are of `{id}`"));
        self.new_types.insert(id.clone());
        self.is_made = true;
        id
    }

    /// The relation type one of whose roles is called `name`, where the schema has one.
    pub(super) fn type_with_role(&self, name: &str) -> Option<String> {
        let has = |kind: &&RelationType| kind.roles.iter().any(|role| is_called(&role.id, name));
        self.schema.relation_types.iter().find(has).map(|kind| relation_type_name(&self.schema, &kind.id).to_owned())
    }

    fn new_relation(&mut self, name: &str) -> Slug {
        let is_taken = |slug: &Slug| self.schema.relation_type(slug).is_some();
        let id = Slug::new(name).ok().filter(|slug| !is_taken(slug)).unwrap_or_else(|| free_slug("", name, is_taken));
        let hint = self.relation_hints.get(name).cloned().unwrap_or_default();
        let mut ext = Ext::default();
        if id.as_str() != name {
            ext.insert(NAME_KEY.to_owned(), Value::Text(name.to_owned()));
        }
        let kind = RelationType {
            id: id.clone(),
            name: name.to_owned(),
            from: hint.from.iter().map(|label| self.label(label)).collect(),
            to: hint.to.iter().map(|label| self.label(label)).collect(),
            roles: Vec::new(),
            symmetric: hint.symmetric,
            color: None,
            description: String::new(),
            ext,
        };
        self.schema.relation_types.push(kind);
        self.new_types.insert(id.clone());
        self.is_made = true;
        for role in &hint.roles {
            self.role(&id, role);
        }
        id
    }

    /// The role `name` of the relation type `kind`; it is made where there is none.
    pub(super) fn role(&mut self, kind: &Slug, name: &str) -> Option<Slug> {
        let kind = self.schema.relation_types.iter_mut().find(|known| known.id == *kind)?;
        let outer = match kind.ext.get(ROLES_KEY) {
            Some(Value::Map(names)) => names.iter().find(|(_, outer)| outer.as_text() == Some(name)),
            _ => None,
        };
        if let Some(id) = outer.and_then(|(slug, _)| Slug::new(slug).ok()) {
            return Some(id);
        }
        if let Some(known) = kind.roles.iter().find(|role| role.id.as_str() == name) {
            return Some(known.id.clone());
        }
        let id = free_slug("", name, |slug| kind.roles.iter().any(|role| role.id == *slug));
        if id.as_str() != name {
            let names = kind.ext.entry(ROLES_KEY.to_owned()).or_insert_with(|| Value::Map(Values::new()));
            if let Value::Map(names) = names {
                names.insert(id.to_string(), Value::Text(name.to_owned()));
            }
        }
        kind.roles.push(RoleDef { id: id.clone(), name: name.to_owned(), to: Vec::new() });
        if !self.new_types.contains(&kind.id) {
            self.changed.push(format!("the relation type `{}` has the role `{name}` from now on", kind.id));
        }
        Some(id)
    }

    /// Lets relations of `kind` lead from `from` to `to`, where they may not yet.
    pub(super) fn allow_ends(&mut self, kind: &Slug, role: Option<&Slug>, from: &Label, to: &Label) {
        let is_new = self.new_types.contains(kind);
        let Some(kind) = self.schema.relation_types.iter_mut().find(|known| known.id == *kind) else { return };
        let closed =
            |list: &[Label], label: &Label| !list.is_empty() && !list.iter().any(|above| label.is_within(above));
        let name = kind.id.clone();
        let mut note = |end: &str, label: &Label| {
            if !is_new {
                self.changed.push(format!("the relation type `{name}` may {end} `{label}` from now on"));
            }
        };
        if closed(&kind.from, from) {
            kind.from.push(from.clone());
            note("start from", from);
        }
        let role = kind.roles.iter_mut().find(|known| Some(&known.id) == role);
        let targets = match role {
            Some(role) if !role.to.is_empty() => &mut role.to,
            _ => &mut kind.to,
        };
        if closed(targets, to) {
            targets.push(to.clone());
            note("lead to", to);
        }
    }
}
