//! What can be tagged: layers with their labels, typed attributes, relation types with the ends they allow.
//!
//! It does not know how a label looks on screen; a colour here is a name or a hex triple that a theme turns into paint.

use super::id::GuidelineId;
use super::label::{Label, Slug};
use super::record::{Record, Whole};
use super::text_enum::text_enum;
use super::value::{Ext, Value};
use serde::{Deserialize, Serialize};

/// The scheme of one session.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Schema {
    /// Name for people.
    pub name: String,
    /// What the scheme is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Layers in the order in which they are shown.
    pub layers: Vec<Layer>,
    /// Attributes that mentions and relations can have.
    pub attributes: Vec<AttributeDef>,
    /// Kinds of links between mentions.
    pub relation_types: Vec<RelationType>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// A layer: actor, event, claim, or another. Its slug is itself a label, for what no nested label fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Layer {
    /// Permanent name; one part, without a dot.
    pub id: Slug,
    /// Name for people.
    pub name: String,
    /// Palette name, or `#rrggbb`.
    pub color: String,
    /// The key that tags with this label: a digit from 1 to 9 or a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotkey: Option<char>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The guideline page that explains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guideline: Option<GuidelineId>,
    /// Nested labels in the order in which they are shown; parents before their children.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelDef>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// A label below a layer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct LabelDef {
    /// Permanent name; its parent is what stands before its last dot.
    pub id: Label,
    /// Name for people.
    pub name: String,
    /// Palette name, or `#rrggbb`; the layer's colour where absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// The key that tags with this label: a digit from 1 to 9 or a letter.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hotkey: Option<char>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// The guideline page that explains it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guideline: Option<GuidelineId>,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

text_enum! {
    /// What values an attribute takes.
    AttributeType {
        /// Any text.
        Text = "text",
        /// A number.
        Number = "number",
        /// A day, as `2026-11-21`.
        Date = "date",
        /// One of the choices.
        Choice = "choice",
        /// Any of the choices.
        Choices = "choices",
        /// Yes or no.
        Flag = "flag",
    }
}

/// A property that mentions or relations can have.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct AttributeDef {
    /// Permanent name.
    pub id: Slug,
    /// Name for people.
    pub name: String,
    /// What values it takes.
    pub values: AttributeType,
    /// What can be chosen, for `choice` and `choices`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
    /// The value that new records get.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub default: Option<Value>,
    /// Whether validation asks for a value.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub required: bool,
    /// Labels that have it, with all below them; no label means none.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<Label>,
    /// Relation types that have it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub relation_types: Vec<Slug>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// One value of an attribute of choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Choice {
    /// Permanent name, the value in files.
    pub id: Slug,
    /// Name for people.
    pub name: String,
}

/// A kind of link between two mentions of one article.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RelationType {
    /// Permanent name.
    pub id: Slug,
    /// Name for people.
    pub name: String,
    /// Labels, with all below them, that it may start from; none means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub from: Vec<Label>,
    /// Labels, with all below them, that it may lead to; none means any.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Label>,
    /// Roles that the target can have; none means the relation has no roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub roles: Vec<RoleDef>,
    /// Whether both directions mean the same.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub symmetric: bool,
    /// Palette name, or `#rrggbb`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub color: Option<String>,
    /// What it is for.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub description: String,
    /// Data of other tools.
    #[serde(default, skip_serializing_if = "Ext::is_empty")]
    pub ext: Ext,
}

/// What the target of a relation is to its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct RoleDef {
    /// Permanent name.
    pub id: Slug,
    /// Name for people.
    pub name: String,
    /// Labels, with all below them, that the target of this role may have; none means what the relation type allows.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub to: Vec<Label>,
}

impl Record for Schema {
    type Id = Whole;
    const KIND: &'static str = "schema";
    fn id(&self) -> Whole {
        Whole
    }
}

/// What a schema says of one label, whether it is a layer's own or nested.
#[derive(Clone, Copy, Debug)]
pub struct LabelInfo<'a> {
    /// Permanent name.
    pub id: &'a Label,
    /// Name for people.
    pub name: &'a str,
    /// Palette name, or `#rrggbb`; the layer's where the label has none of its own.
    pub color: &'a str,
    /// The key that tags with it.
    pub hotkey: Option<char>,
    /// What it is for.
    pub description: &'a str,
    /// The guideline page that explains it.
    pub guideline: Option<GuidelineId>,
    /// How deep it is nested; 0 for a layer.
    pub depth: usize,
}

impl Schema {
    /// Every label in the order in which it is shown: each layer, then what is nested in it.
    pub fn label_infos(&self) -> impl Iterator<Item = LabelInfo<'_>> {
        self.layers.iter().flat_map(|layer| {
            let own = LabelInfo {
                id: &layer.id,
                name: &layer.name,
                color: &layer.color,
                hotkey: layer.hotkey,
                description: &layer.description,
                guideline: layer.guideline,
                depth: 0,
            };
            let nested = layer.labels.iter().map(|label| LabelInfo {
                id: &label.id,
                name: &label.name,
                color: label.color.as_deref().unwrap_or(&layer.color),
                hotkey: label.hotkey,
                description: &label.description,
                guideline: label.guideline,
                depth: label.id.as_str().matches('.').count(),
            });
            std::iter::once(own).chain(nested)
        })
    }

    /// What the schema says of `label`.
    #[must_use]
    pub fn label_info(&self, label: &Label) -> Option<LabelInfo<'_>> {
        self.label_infos().find(|info| info.id == label)
    }

    /// The name of `label` for people; the slug where the schema does not know it.
    #[must_use]
    pub fn label_name<'a>(&'a self, label: &'a Label) -> &'a str {
        self.label_info(label).map_or(label.as_str(), |info| info.name)
    }

    /// Whether the schema defines `label`.
    #[must_use]
    pub fn has_label(&self, label: &Label) -> bool {
        self.label_info(label).is_some()
    }

    /// The guideline page that explains `label`: its own, or that of the nearest label above it that has one.
    #[must_use]
    pub fn guideline_of(&self, label: &Label) -> Option<GuidelineId> {
        let above = self.label_infos().filter(|info| info.guideline.is_some() && label.is_within(info.id));
        above.max_by_key(|info| info.depth).and_then(|info| info.guideline)
    }

    /// The labels that link to a guideline page themselves.
    pub fn explained_by(&self, page: GuidelineId) -> impl Iterator<Item = LabelInfo<'_>> {
        self.label_infos().filter(move |info| info.guideline == Some(page))
    }

    /// Links `label` to a guideline page, or to none.
    pub fn set_guideline(&mut self, label: &Label, page: Option<GuidelineId>) {
        for layer in &mut self.layers {
            if layer.id == *label {
                layer.guideline = page;
            }
            for nested in layer.labels.iter_mut().filter(|nested| nested.id == *label) {
                nested.guideline = page;
            }
        }
    }

    /// The attributes that mentions with `label` can have, in order.
    pub fn attributes_of<'a>(&'a self, label: &'a Label) -> impl Iterator<Item = &'a AttributeDef> {
        self.attributes.iter().filter(move |def| def.labels.iter().any(|on| label.is_within(on)))
    }

    /// The relation type `id`.
    #[must_use]
    pub fn relation_type(&self, id: &Slug) -> Option<&RelationType> {
        self.relation_types.iter().find(|known| known.id == *id)
    }
}

impl AttributeDef {
    /// Whether `value` is one that this attribute takes.
    ///
    /// # Errors
    /// What is wrong, as the end of a sentence that names the attribute.
    pub fn check(&self, value: &Value) -> Result<(), String> {
        let known = |text: &str| self.choices.iter().any(|choice| choice.id.as_str() == text);
        let choices = || self.choices.iter().map(|choice| choice.id.as_str()).collect::<Vec<_>>().join(", ");
        match (self.values, value) {
            (AttributeType::Text, Value::Text(_))
            | (AttributeType::Number, Value::Int(_))
            | (AttributeType::Flag, Value::Bool(_)) => Ok(()),
            (AttributeType::Number, Value::Float(number)) if number.is_finite() => Ok(()),
            (AttributeType::Number, Value::Float(number)) => Err(format!("takes a number, not {number}")),
            (AttributeType::Date, Value::Text(text)) => match text.parse::<jiff::civil::Date>() {
                Ok(_) => Ok(()),
                Err(_) => Err(format!("takes a day such as 2026-11-21, not `{text}`")),
            },
            (AttributeType::Choice, Value::Text(text)) if known(text) => Ok(()),
            (AttributeType::Choices, Value::List(list)) if list.iter().all(|one| one.as_text().is_some_and(known)) => {
                Ok(())
            }
            (AttributeType::Choice | AttributeType::Choices, _) => Err(format!("takes {}, not `{value}`", choices())),
            (values, Value::Bool(_)) => Err(format!("takes a {values}, not yes or no")),
            (AttributeType::Flag, value) => Err(format!("takes yes or no, not a {}", value.kind_name())),
            (values, value) => Err(format!("takes a {values}, not a {}", value.kind_name())),
        }
    }
}
