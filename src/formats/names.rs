//! Names of other tools and the permanent names of a schema: which is which, in both directions.
//!
//! A name that is no slug is kept in the `ext` of what stands for it, so that an export writes it as it came. It does not know
//! any format.

use crate::model::{Ext, Label, LabelDef, Layer, Relation, Schema, Slug, Value};
use std::borrow::Cow;

/// The key of `ext` under which a label, attribute or relation type keeps the name that it came with.
pub(super) const NAME_KEY: &str = "byline.name";
/// The key of `ext` under which a label keeps the group that it came from.
pub(super) const GROUP_KEY: &str = "byline.group";
/// The key of a relation type's `ext` that maps the slugs of its roles to the names they came with.
pub(super) const ROLES_KEY: &str = "byline.roles";

/// The key of an attribute's `ext` that maps the slugs of its choices to the values they came with.
pub(super) const CHOICES_KEY: &str = "byline.choices";

/// The longest slug that is made of a name, in bytes; a layer's name and a number still fit before and behind it.
const MAX_SLUG_BYTES: usize = 28;

/// The text that `ext` holds under `key`.
pub(super) fn text_of<'e>(ext: &'e Ext, key: &str) -> Option<&'e str> {
    ext.get(key).and_then(Value::as_text)
}

/// The name that another tool knows `label` by: the one it came with, or else its slug.
#[must_use]
pub fn label_name<'s>(schema: &'s Schema, label: &'s Label) -> &'s str {
    let of_layer = |layer: &'s Layer| (layer.id == *label).then_some(&layer.ext);
    let nested = |layer: &'s Layer| layer.labels.iter().find(|def: &&LabelDef| def.id == *label).map(|def| &def.ext);
    let layer = schema.layers.iter().find(|layer| layer.id.as_str() == label.layer());
    let ext = layer.and_then(|layer| of_layer(layer).or_else(|| nested(layer)));
    ext.and_then(|ext| text_of(ext, NAME_KEY)).unwrap_or(label.as_str())
}

/// The name that another tool knows the attribute `id` by.
#[must_use]
pub fn attribute_name<'s>(schema: &'s Schema, id: &'s Slug) -> &'s str {
    let def = schema.attributes.iter().find(|def| def.id == *id);
    def.and_then(|def| text_of(&def.ext, NAME_KEY)).unwrap_or(id.as_str())
}

/// The value of the attribute `id` as another tool has it: choices by the names they came with.
#[must_use]
pub(super) fn outer_value<'v>(schema: &Schema, id: &Slug, value: &'v Value) -> Cow<'v, Value> {
    let def = schema.attributes.iter().find(|def| def.id == *id);
    let Some(Value::Map(names)) = def.and_then(|def| def.ext.get(CHOICES_KEY)) else { return Cow::Borrowed(value) };
    let outer = |one: &Value| one.as_text().and_then(|text| names.get(text)).unwrap_or(one).clone();
    match value {
        Value::Text(_) => Cow::Owned(outer(value)),
        Value::List(values) => Cow::Owned(Value::List(values.iter().map(outer).collect())),
        _ => Cow::Borrowed(value),
    }
}

/// The name that another tool knows the type `id` of relations by.
#[must_use]
pub(super) fn relation_type_name<'s>(schema: &'s Schema, id: &'s Slug) -> &'s str {
    schema.relation_type(id).and_then(|kind| text_of(&kind.ext, NAME_KEY)).unwrap_or(id.as_str())
}

/// The name that another tool knows a role of the type `id` by.
#[must_use]
pub fn role_name<'s>(schema: &'s Schema, id: &'s Slug, role: &'s Slug) -> &'s str {
    let roles = schema.relation_type(id).and_then(|kind| kind.ext.get(ROLES_KEY));
    let named = match roles {
        Some(Value::Map(names)) => names.get(role.as_str()).and_then(Value::as_text),
        _ => None,
    };
    named.unwrap_or(role.as_str())
}

/// One name for a relation in formats without roles: its role, or else its type.
#[must_use]
pub fn relation_name<'s>(schema: &'s Schema, relation: &'s Relation) -> &'s str {
    match &relation.role {
        Some(role) => role_name(schema, &relation.label, role),
        None => relation_type_name(schema, &relation.label),
    }
}

/// `name` with only letters, digits, `-` and `_` of ASCII, for formats that take no others; different names may become one.
#[must_use]
pub fn plain(name: &str) -> String {
    name.chars().map(|char| if char.is_ascii_alphanumeric() || char == '-' { char } else { '_' }).collect()
}

/// Whether `slug` is what another tool calls `name`: the same text, or the same where dots had to go.
pub(super) fn is_called(slug: &Slug, name: &str) -> bool {
    slug.as_str() == name || (slug.as_str().contains('.') && plain(slug.as_str()) == name)
}

/// A slug of one part made of `name`. Names of other scripts become a number that depends on the name alone.
#[must_use]
pub fn slug_part(name: &str) -> String {
    let mut slug = String::new();
    for char in name.chars().flat_map(char::to_lowercase) {
        let kept = if char.is_ascii_alphanumeric() || char == '_' { char } else { '-' };
        if !(kept == '-' && (slug.is_empty() || slug.ends_with('-'))) {
            slug.push(kept);
        }
    }
    slug.truncate(MAX_SLUG_BYTES);
    let trimmed = slug.trim_end_matches('-');
    let lost = name.chars().filter(|char| char.is_alphabetic() && !char.is_ascii()).count();
    if trimmed.is_empty() || lost > trimmed.len() {
        return format!("n{:08x}", crc32fast::hash(name.as_bytes()));
    }
    trimmed.to_owned()
}

/// The slug made of `prefix` and `name` that `is_taken` does not know yet.
pub(super) fn free_slug(prefix: &str, name: &str, is_taken: impl Fn(&Slug) -> bool) -> Slug {
    let part = slug_part(name);
    let numbered = (1_u32..).map(|number| match number {
        1 => format!("{prefix}{part}"),
        number => format!("{prefix}{part}-{number}"),
    });
    let mut free = numbered.filter_map(|text| Slug::new(&text).ok()).filter(|slug| !is_taken(slug));
    // Parts are short and plain, so that each number gives a slug and one of them is free.
    free.next().unwrap_or_else(|| Slug::new("n").unwrap_or_else(|_| unreachable!("`n` is a slug")))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_become_slugs_that_stay_apart() {
        assert_eq!(slug_part("Geographical_part"), "geographical_part");
        assert_eq!(slug_part("Negative  Regulation!"), "negative-regulation");
        assert_ne!(slug_part("شخص"), slug_part("حدث"));
        assert_eq!(slug_part("???").len(), 9);
        let taken = Slug::new("span.person").unwrap();
        assert_eq!(free_slug("span.", "Person", |slug| *slug == taken).as_str(), "span.person-2");
        assert!(is_called(&Slug::new("actor.person").unwrap(), "actor_person"));
        assert!(!is_called(&Slug::new("actor.person").unwrap(), "Person"));
    }
}
