//! What attributes take: brat knows yes and one of a list. Anything else stands in the configuration, in comments that brat
//! passes over, so that an import has numbers, days and several choices again. It does not know labels or documents' lines.

use super::super::corpus::{Corpus, Scheme, SchemeAttribute};
use super::super::names::{attribute_name, plain};
use crate::model::{AttributeType, Schema, Value, Values};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

/// How a comment of ours begins; an attribute's name in the files follows, a tab, and what it takes.
const COMMENT: &str = "# byline-attribute:";

/// A comment for each attribute that takes what brat has no form for.
pub(super) fn comments(schema: &Schema) -> String {
    let mut comments = String::new();
    let is_told = |values| matches!(values, AttributeType::Choice | AttributeType::Flag);
    for def in schema.attributes.iter().filter(|def| !def.labels.is_empty() && !is_told(def.values)) {
        // Writing to a text cannot fail.
        writeln!(comments, "{COMMENT} {}\t{}", plain(attribute_name(schema, &def.id)), def.values).unwrap_or_default();
    }
    comments
}

/// Gives the attributes of `scheme` the types that the comments of a configuration name.
pub(super) fn read(text: &str, scheme: &mut Scheme) {
    for (name, values) in text.lines().filter_map(|line| line.strip_prefix(COMMENT)?.trim().split_once('\t')) {
        let known = scheme.attributes.iter_mut().find(|known| known.name == name);
        if let Some((known, values)) = known.zip(AttributeType::from_text(values)) {
            known.values = values;
        }
    }
}

/// Attributes of which a mention may have several values: those with choices. Of any other the first value counts.
pub(super) fn with_choices(scheme: &Scheme) -> BTreeSet<String> {
    let has = |known: &&SchemeAttribute| matches!(known.values, AttributeType::Choice | AttributeType::Choices);
    scheme.attributes.iter().filter(has).map(|known| known.name.clone()).collect()
}

/// Adds a value to those that `values` has for `name`.
pub(super) fn add(values: &mut Values, name: &str, value: Value) {
    match values.get_mut(name) {
        None => _ = values.insert(name.to_owned(), value),
        Some(Value::List(all)) if all.contains(&value) => {}
        Some(Value::List(all)) => all.push(value),
        Some(known) if *known == value => {}
        Some(known) => *known = Value::List(vec![std::mem::replace(known, Value::Bool(true)), value]),
    }
}

/// Gives every value the form that its attribute takes; one that a mention has several values of takes several everywhere.
pub(super) fn restore(corpus: &mut Corpus) {
    let mut listed = BTreeSet::new();
    each_value(corpus, |name, value| {
        if matches!(value, Value::List(_)) && !listed.contains(name) {
            listed.insert(name.to_owned());
        }
    });
    for known in corpus.scheme.attributes.iter_mut().filter(|known| listed.contains(&known.name)) {
        known.values = AttributeType::Choices;
    }
    let types = corpus.scheme.attributes.iter().map(|known| (known.name.clone(), known.values));
    let types: BTreeMap<String, AttributeType> = types.collect();
    each_value(corpus, |name, value| {
        if let Some(form) = types.get(name).and_then(|values| form(*values, value)) {
            *value = form;
        }
    });
}

fn each_value(corpus: &mut Corpus, mut take: impl FnMut(&str, &mut Value)) {
    for document in &mut corpus.documents {
        let mentions = document.mentions.iter_mut().map(|row| &mut row.attributes);
        let relations = document.relations.iter_mut().map(|row| &mut row.attributes);
        mentions.chain(relations).flatten().for_each(|(name, value)| take(name, value));
    }
}

/// `value` as an attribute of this type takes it, where that is another form of the same value.
fn form(values: AttributeType, value: &Value) -> Option<Value> {
    let text = value.as_text()?;
    match values {
        AttributeType::Choices => Some(Value::List(vec![value.clone()])),
        AttributeType::Flag => (text == "false").then_some(Value::Bool(false)),
        AttributeType::Number => {
            let whole = text.parse::<i64>().ok().map(Value::Int);
            let finite = || text.parse::<f64>().ok().filter(|number| number.is_finite()).map(Value::Float);
            let number = whole.or_else(finite)?;
            (number.to_string() == text).then_some(number)
        }
        AttributeType::Text | AttributeType::Date | AttributeType::Choice => None,
    }
}
