//! The schema that imported records need: what there is of it is used, what is missing is added.
//!
//! It does not know places, articles or the register.

use super::super::corpus::{LabelName, Scheme, SchemeAttribute, SchemeLabel, SchemeRelation};
use super::super::names::{CHOICES_KEY, GROUP_KEY, NAME_KEY, free_slug, is_called, slug_part, text_of};
use crate::model::{AttributeDef, AttributeType, Choice, Ext, Label, LabelDef, Layer, Schema, Slug, Value, Values};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Palette names that new labels get in turn.
const COLORS: [&str; 7] = ["blue", "amber", "violet", "teal", "rose", "green", "slate"];

/// The group of labels of formats that have none.
const DEFAULT_GROUP: &str = "span";

/// A schema that grows with what an import needs.
pub(super) struct SchemaPlan {
    pub(super) schema: Schema,
    /// What was changed of what stood there before, for the report.
    pub(super) changed: Vec<String>,
    labels: HashMap<LabelName, Label>,
    hints: BTreeMap<LabelName, SchemeLabel>,
    attributes: BTreeMap<String, Slug>,
    types: BTreeMap<String, Use>,
    pub(super) relations: BTreeMap<String, Slug>,
    pub(super) relation_hints: BTreeMap<String, SchemeRelation>,
    /// Relation types that this import adds.
    pub(super) new_types: BTreeSet<Slug>,
    /// Relation types that relations without a role are of.
    pub(super) without_roles: BTreeSet<Slug>,
    pub(super) is_made: bool,
}

/// How an attribute is used over all files.
#[derive(Default)]
struct Use {
    hint: Option<SchemeAttribute>,
    kinds: BTreeSet<&'static str>,
    texts_are_slugs: bool,
    choices: BTreeSet<String>,
}

/// The schema that `scheme` comes to by itself.
pub(in super::super) fn schema_of(scheme: &Scheme) -> Schema {
    let mut plan = SchemaPlan::new(Schema::default(), scheme);
    plan.add_unused(scheme);
    plan.schema
}

impl SchemaPlan {
    pub(super) fn new(schema: Schema, defined: &Scheme) -> Self {
        let hints = defined.labels.iter().map(|hint| (hint.label.clone(), hint.clone())).collect();
        let relation_hints = defined.relations.iter().map(|hint| (hint.name.clone(), hint.clone())).collect();
        let mut types: BTreeMap<String, Use> = BTreeMap::new();
        for hint in &defined.attributes {
            types.entry(hint.name.clone()).or_default().hint.get_or_insert_with(|| hint.clone());
        }
        Self {
            schema,
            changed: Vec::new(),
            labels: HashMap::new(),
            hints,
            attributes: BTreeMap::new(),
            types,
            relations: BTreeMap::new(),
            relation_hints,
            new_types: BTreeSet::new(),
            without_roles: BTreeSet::new(),
            is_made: false,
        }
    }

    /// Takes note of one value, before any of them is landed.
    pub(super) fn see_value(&mut self, name: &str, value: &Value) {
        if !self.types.contains_key(name) {
            self.types.insert(name.to_owned(), Use::default());
        }
        let Some(seen) = self.types.get_mut(name) else { return };
        seen.kinds.insert(value.kind_name());
        let is_choice = seen.hint.as_ref().is_some_and(|hint| hint.values == AttributeType::Choice);
        if let Some(text) = value.as_text().filter(|_| is_choice) {
            seen.choices.insert(text.to_owned());
        }
        if let Value::List(values) = value {
            let texts: Vec<&str> = values.iter().filter_map(Value::as_text).collect();
            seen.texts_are_slugs = (seen.choices.is_empty() || seen.texts_are_slugs)
                && texts.len() == values.len()
                && texts.iter().all(|text| Slug::new(text).is_ok());
            seen.choices.extend(texts.into_iter().map(str::to_owned));
        }
    }

    /// Adds the labels and relation types that the files define and nothing uses.
    pub(super) fn add_unused(&mut self, scheme: &Scheme) {
        for hint in &scheme.labels {
            self.label(&hint.label);
        }
        for hint in &scheme.relations {
            self.relation(&hint.name);
        }
        for hint in &scheme.attributes {
            let id = self.attribute_id(&hint.name);
            let labels: Vec<Label> = hint.labels.iter().map(|label| self.label(label)).collect();
            if let Some(def) = self.schema.attributes.iter_mut().find(|def| def.id == id) {
                let is_new = |label: &Label| !def.labels.iter().any(|above| label.is_within(above));
                let new: Vec<Label> = labels.into_iter().filter(is_new).collect();
                def.labels.extend(new);
            }
        }
    }

    /// The label that stands for `name`; it is made where there is none.
    pub(super) fn label(&mut self, name: &LabelName) -> Label {
        if let Some(known) = self.labels.get(name) {
            return known.clone();
        }
        let label = self.known_label(name).unwrap_or_else(|| self.new_label(name));
        self.labels.insert(name.clone(), label.clone());
        label
    }

    fn known_label(&self, name: &LabelName) -> Option<Label> {
        let fits = |id: &Slug, ext: &Ext| {
            let group = text_of(ext, GROUP_KEY);
            match text_of(ext, NAME_KEY) {
                Some(outer) => outer == name.name && (name.group.is_empty() || group.is_none_or(|of| of == name.group)),
                None => is_called(id, &name.name),
            }
        };
        self.schema.layers.iter().find_map(|layer| {
            let own = fits(&layer.id, &layer.ext).then_some(&layer.id);
            own.or_else(|| layer.labels.iter().find(|def| fits(&def.id, &def.ext)).map(|def| &def.id)).cloned()
        })
    }

    fn new_label(&mut self, name: &LabelName) -> Label {
        let hint = self.hints.get(name).cloned().unwrap_or_default();
        // A name that has the form of ours, as another session of Byline wrote it, stays as it is.
        let own = Slug::new(&name.name).ok().filter(|slug| slug.as_str().contains('.'));
        let group = if name.group.is_empty() { DEFAULT_GROUP } else { &name.group };
        let layer = match &own {
            Some(slug) => slug.layer().to_owned(),
            None => slug_part(group),
        };
        self.layer(&layer, if own.is_some() { &layer } else { group });
        let is_taken = |schema: &Schema, slug: &Slug| schema.has_label(slug);
        let id = match own {
            Some(slug) => {
                self.parents(&slug);
                slug
            }
            None => free_slug(&format!("{layer}."), &name.name, |slug| is_taken(&self.schema, slug)),
        };
        let count = self.schema.label_infos().count();
        let hotkey =
            hint.hotkey.filter(|key| self.is_free(*key)).or_else(|| ('1'..='9').find(|key| self.is_free(*key)));
        let color = hint.color.or_else(|| COLORS.get(count % COLORS.len()).map(|&color| color.to_owned()));
        let mut ext = Ext::default();
        if id.as_str() != name.name {
            ext.insert(NAME_KEY.to_owned(), Value::Text(name.name.clone()));
            if !name.group.is_empty() {
                ext.insert(GROUP_KEY.to_owned(), Value::Text(name.group.clone()));
            }
        }
        let display = if hint.display.is_empty() { name.name.clone() } else { hint.display };
        let def = LabelDef {
            id: id.clone(),
            name: display,
            color,
            hotkey,
            description: hint.description,
            guideline: None,
            ext,
        };
        if let Some(layer) = self.schema.layers.iter_mut().find(|known| known.id.as_str() == layer) {
            layer.labels.push(def);
        }
        self.is_made = true;
        id
    }

    fn is_free(&self, key: char) -> bool {
        (key.is_alphabetic() || ('1'..='9').contains(&key))
            && self.schema.label_infos().all(|info| info.hotkey != Some(key))
    }

    fn layer(&mut self, id: &str, name: &str) {
        let Ok(id) = Slug::new(id) else { return };
        if self.schema.layers.iter().any(|layer| layer.id == id) {
            return;
        }
        let color = COLORS.get(self.schema.layers.len() % COLORS.len()).copied().unwrap_or("blue").to_owned();
        let (name, ext) = (name.to_owned(), Ext::default());
        let description = String::new();
        let layer = Layer { id, name, color, hotkey: None, description, guideline: None, labels: Vec::new(), ext };
        self.schema.layers.push(layer);
    }

    /// Makes what stands above `label` and is not there yet.
    fn parents(&mut self, label: &Slug) {
        let text = label.as_str().to_owned();
        for above in text.match_indices('.').skip(1).filter_map(|(at, _)| text.get(..at)) {
            let Ok(id) = Slug::new(above) else { continue };
            if self.schema.has_label(&id) {
                continue;
            }
            let name = above.rsplit('.').next().unwrap_or(above).to_owned();
            let def = LabelDef {
                id,
                name,
                color: None,
                hotkey: None,
                description: String::new(),
                guideline: None,
                ext: Ext::default(),
            };
            if let Some(layer) = self.schema.layers.iter_mut().find(|layer| layer.id.as_str() == label.layer()) {
                layer.labels.push(def);
            }
        }
    }

    /// The attribute `name` for mentions with `label`, and `value` as it takes it.
    ///
    /// # Errors
    /// Why there is no attribute that takes the value.
    pub(super) fn label_attribute(
        &mut self,
        name: &str,
        value: &Value,
        label: &Label,
    ) -> Result<(Slug, Value), String> {
        let (id, value) = self.attribute(name, value)?;
        if let Some(def) = self.schema.attributes.iter_mut().find(|def| def.id == id)
            && !def.labels.iter().any(|above| label.is_within(above))
        {
            def.labels.push(label.clone());
        }
        Ok((id, value))
    }

    /// The attribute `name` for relations of `kind`, and `value` as it takes it.
    ///
    /// # Errors
    /// Why there is no attribute that takes the value.
    pub(super) fn relation_attribute(
        &mut self,
        name: &str,
        value: &Value,
        kind: &Slug,
    ) -> Result<(Slug, Value), String> {
        let (id, value) = self.attribute(name, value)?;
        if let Some(def) = self.schema.attributes.iter_mut().find(|def| def.id == id)
            && !def.relation_types.contains(kind)
        {
            def.relation_types.push(kind.clone());
        }
        Ok((id, value))
    }

    fn attribute(&mut self, name: &str, value: &Value) -> Result<(Slug, Value), String> {
        let id = self.attribute_id(name);
        let def = self.schema.attributes.iter().find(|def| def.id == id).ok_or("has no place in the schema")?;
        let fitting = fitting(def, value);
        def.check(&fitting).map(|()| (id, fitting))
    }

    fn attribute_id(&mut self, name: &str) -> Slug {
        if let Some(id) = self.attributes.get(name) {
            return id.clone();
        }
        let id = self.known_attribute(name).unwrap_or_else(|| self.new_attribute(name));
        self.attributes.insert(name.to_owned(), id.clone());
        id
    }

    fn known_attribute(&self, name: &str) -> Option<Slug> {
        let fits = |def: &&AttributeDef| match text_of(&def.ext, NAME_KEY) {
            Some(outer) => outer == name,
            None => is_called(&def.id, name),
        };
        self.schema.attributes.iter().find(fits).map(|def| def.id.clone())
    }

    fn new_attribute(&mut self, name: &str) -> Slug {
        let own = Slug::new(name).ok();
        let is_taken = |slug: &Slug| self.schema.attributes.iter().any(|def| def.id == *slug);
        let id = own.unwrap_or_else(|| free_slug("", name, is_taken));
        let used = self.types.remove(name).unwrap_or_default();
        let (values, choices) = used.values();
        let mut ext = Ext::default();
        if id.as_str() != name {
            ext.insert(NAME_KEY.to_owned(), Value::Text(name.to_owned()));
        }
        let choices = named_choices(&choices, &mut ext);
        let mut def = AttributeDef {
            id: id.clone(),
            name: name.to_owned(),
            values,
            choices,
            default: None,
            required: false,
            labels: Vec::new(),
            relation_types: Vec::new(),
            description: String::new(),
            ext,
        };
        let default = used.hint.and_then(|hint| hint.default).map(|value| fitting(&def, &value));
        def.default = default.filter(|value| def.check(value).is_ok());
        self.schema.attributes.push(def);
        self.is_made = true;
        id
    }
}

impl Use {
    /// The type that takes every value that was seen.
    fn values(&self) -> (AttributeType, Vec<String>) {
        let kinds: Vec<&str> = self.kinds.iter().copied().collect();
        let hinted = self.hint.as_ref().map(|hint| (hint.values, hint.choices.clone()));
        let with_seen = |mut choices: Vec<String>| {
            let new: Vec<String> = self.choices.iter().filter(|one| !choices.contains(one)).cloned().collect();
            choices.extend(new);
            choices
        };
        match (kinds.as_slice(), hinted) {
            ([] | ["text"], Some((AttributeType::Choice, choices))) if !with_seen(choices.clone()).is_empty() => {
                (AttributeType::Choice, with_seen(choices))
            }
            ([], Some((AttributeType::Choice | AttributeType::Choices, choices))) if choices.is_empty() => {
                (AttributeType::Text, Vec::new())
            }
            ([], Some((values @ (AttributeType::Choice | AttributeType::Choices), choices))) => (values, choices),
            ([], Some((values, _))) => (values, Vec::new()),
            (["yes/no"], _) => (AttributeType::Flag, Vec::new()),
            (["number"], _) => (AttributeType::Number, Vec::new()),
            (["text"], Some((AttributeType::Date, _))) => (AttributeType::Date, Vec::new()),
            (["list"], hint) if self.texts_are_slugs || matches!(hint, Some((AttributeType::Choices, _))) => {
                (AttributeType::Choices, with_seen(hint.map(|(_, choices)| choices).unwrap_or_default()))
            }
            _ => (AttributeType::Text, Vec::new()),
        }
    }
}

/// Choices of these names; those that are no slugs get one, and `ext` keeps which is which.
fn named_choices(names: &[String], ext: &mut Ext) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut outer = Values::new();
    for name in names {
        let is_taken = |slug: &Slug| choices.iter().any(|choice| choice.id == *slug);
        let own = Slug::new(name).ok().filter(|slug| !is_taken(slug));
        let id = own.unwrap_or_else(|| free_slug("", name, is_taken));
        if id.as_str() != name {
            outer.insert(id.to_string(), Value::Text(name.clone()));
        }
        choices.push(Choice { id, name: name.clone() });
    }
    if !outer.is_empty() {
        ext.insert(CHOICES_KEY.to_owned(), Value::Map(outer));
    }
    choices
}

/// `value` in the form that `def` takes, where that is the same value.
fn fitting(def: &AttributeDef, value: &Value) -> Value {
    match (def.values, value) {
        (AttributeType::Text, Value::Int(_) | Value::Float(_) | Value::Bool(_)) => Value::Text(value_text(value)),
        (AttributeType::Choice, Value::Text(text)) => chosen(def, text).unwrap_or_else(|| value.clone()),
        (AttributeType::Choices, Value::List(values)) => {
            let one =
                |value: &Value| value.as_text().and_then(|text| chosen(def, text)).unwrap_or_else(|| value.clone());
            Value::List(values.iter().map(one).collect())
        }
        (AttributeType::Number, Value::Text(text)) => match (text.parse::<i64>(), text.parse::<f64>()) {
            (Ok(number), _) if number.to_string() == *text => Value::Int(number),
            (_, Ok(number)) if number.is_finite() && number.to_string() == *text => Value::Float(number),
            _ => value.clone(),
        },
        (AttributeType::Flag, Value::Text(text)) => match text.as_str() {
            "true" => Value::Bool(true),
            "false" => Value::Bool(false),
            _ => value.clone(),
        },
        // Formats without lists write them with commas between.
        (AttributeType::Choices, Value::Text(text)) => {
            let one = |text: &str| chosen(def, text).unwrap_or_else(|| Value::Text(text.to_owned()));
            Value::List(match chosen(def, text) {
                Some(choice) => vec![choice],
                None => text.split(',').map(one).collect(),
            })
        }
        _ => value.clone(),
    }
}

/// The choice of `def` that `text` is the permanent name of, or else the name for people.
fn chosen(def: &AttributeDef, text: &str) -> Option<Value> {
    let is_it = |choice: &&Choice| choice.id.as_str() == text;
    let named = || def.choices.iter().find(|choice| choice.name == text);
    let choice = def.choices.iter().find(is_it).or_else(named)?;
    Some(Value::Text(choice.id.to_string()))
}

/// A simple value as a text that reads back.
fn value_text(value: &Value) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        other => other.to_string(),
    }
}
