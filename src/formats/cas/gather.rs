//! From a session to the structures of a CAS.

use super::super::names::{attribute_name, label_name, relation_type_name, text_of};
use super::super::outgoing::{Losses, OutDocument, Outgoing, place_of};
use super::structure::{Cas, Feature, Sofa, Structure, Types};
use super::{
    ANNOTATION, ARTICLE, CARRIES, DOCUMENT, GAPPED, GAPPED_RELATION, MENTION, METADATA, NAME, RELATION, SUGGESTION,
    TOP, keys, own, short,
};
use crate::model::{Attributes, Ext, Mention, MentionId, Relation, ReviewState, Value};
use crate::text::Fragments;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The id of the text in every file.
const SOFA: i64 = 1;

/// Names that no attribute can have in a CAS, because something else has them.
const TAKEN: [&str; 7] = ["begin", "end", "sofa", "label", "Governor", "Dependent", "elements"];

/// What all files of one export share.
pub(super) struct Gathering<'a> {
    out: Outgoing<'a>,
    pub(super) types: Types,
    /// Names of features by the names of attributes.
    names: BTreeMap<&'a str, String>,
}

impl<'a> Gathering<'a> {
    /// Looks through all that is taken for the types that it needs.
    pub(super) fn new(out: Outgoing<'a>) -> Self {
        let mut names = BTreeMap::new();
        let mut used: BTreeSet<String> = TAKEN.iter().map(|&name| name.to_owned()).collect();
        for def in &out.session.schema.attributes {
            let name = attribute_name(&out.session.schema, &def.id);
            let feature = free_name(name, &mut used);
            names.insert(name, feature);
        }
        let mut gathering = Self { out, types: Types::default(), names };
        gathering.see_all();
        gathering
    }

    fn see_all(&mut self) {
        let text = Feature::Text(String::new());
        let mut types = Types::default();
        for name in ["documentTitle", "documentId"] {
            types.see(METADATA, DOCUMENT, name, &text);
        }
        for name in ["name", "headline", "author", "outlet", "published", "url", "language", "note"] {
            types.see(ARTICLE, TOP, name, &text);
        }
        for name in ["feature", "name"] {
            types.see(NAME, TOP, name, &text);
        }
        types.see(MENTION, ANNOTATION, "label", &text);
        let mut kinds = BTreeSet::new();
        let gathered = self.out.each(
            |document| self.types_of(document),
            |(found, here)| {
                types.join(found);
                kinds.extend(here);
                Ok(())
            },
        );
        debug_assert!(gathered.is_ok(), "nothing fails in taking them");
        if let Some(row) = types.0.get_mut(GAPPED_RELATION) {
            row.features.insert("Governor".to_owned(), TOP.to_owned());
            row.features.insert("Dependent".to_owned(), TOP.to_owned());
        }
        // INCEpTION attaches relations to one layer; where there is one, it is named.
        if let (1, Some(kind)) = (kinds.len(), kinds.first()) {
            for (_, row) in types.0.iter_mut().filter(|(name, _)| *name != GAPPED_RELATION) {
                for end in ["Governor", "Dependent"] {
                    if let Some(range) = row.features.get_mut(end) {
                        range.clone_from(kind);
                    }
                }
            }
        }
        self.types = types;
    }

    /// The types that one document needs, and those among them that mark a stretch.
    fn types_of(&self, document: &OutDocument<'_>) -> (Types, BTreeSet<String>) {
        let (mut types, mut kinds) = (Types::default(), BTreeSet::new());
        let text = Feature::Text(String::new());
        let mut see = |structure: &Structure| {
            let parent = if structure.span.is_some() { ANNOTATION } else { TOP };
            types.see(&structure.kind, parent, "", &text);
            structure.features.iter().for_each(|(name, value)| types.see(&structure.kind, parent, name, value));
        };
        let mut next = SOFA;
        for mention in &document.mentions {
            let structure = self.mention(document, mention, &mut next);
            see(&structure);
            if structure.span.is_some() {
                kinds.insert(structure.kind);
            }
        }
        self.suggestions(document, &mut next).iter().for_each(&mut see);
        let gapped = gapped(document);
        for relation in &document.relations {
            see(&self.relation(relation, (0, 0), &gapped, &mut next));
        }
        (types, kinds)
    }

    /// One document with all its structures, and what of it cannot be written.
    pub(super) fn cas(&self, document: &OutDocument<'_>, losses: &mut Losses) -> Cas {
        let mut next = SOFA;
        let mut structures = vec![self.about(document, &mut next), metadata(document, &mut next)];
        let mut ids: HashMap<MentionId, i64> = HashMap::new();
        let mut places: HashMap<MentionId, (u64, u64)> = HashMap::new();
        let mut gaps = Vec::new();
        let mut names: BTreeSet<&str> = BTreeSet::new();
        for mention in &document.mentions {
            let structure = self.mention(document, mention, &mut next);
            ids.insert(mention.id, structure.id);
            if let Some(Ok(place)) = structure.span {
                places.insert(mention.id, place);
            }
            names.extend(mention.attributes.keys().map(|id| attribute_name(&self.out.session.schema, id)));
            if structure.span.is_none() {
                gaps.push(mention.id.to_string());
            }
            structures.push(structure);
        }
        structures.extend(self.suggestions(document, &mut next));
        let mut silent = Vec::new();
        let gapped = gapped(document);
        for relation in &document.relations {
            let ends = ids.get(&relation.from).copied().zip(ids.get(&relation.to).copied());
            let Some(ends) = ends else { continue };
            let mut structure = self.relation(relation, ends, &gapped, &mut next);
            if structure.span.is_some() {
                structure.span = places.get(&relation.to).map(|place| Ok(*place));
            }
            names.extend(relation.attributes.keys().map(|id| attribute_name(&self.out.session.schema, id)));
            if !relation.notes.is_empty() || relation.confidence.is_some() || !relation.flags.is_empty() {
                silent.push(relation.id.to_string());
            }
            structures.push(structure);
        }
        structures.extend(self.renamed(&names, &mut next));
        let place = place_of(document.shard);
        let why = "the other tool keeps them and does not show them; Byline reads them back";
        losses.add("mentions of several fragments in the other tool", &place, gaps, why);
        let why = "they have no place in the layer of relations";
        losses.add("notes, confidence and flags of relations", &place, silent, why);
        let members = structures.iter().map(|structure| structure.id).collect();
        let text = Some(document.text().to_owned());
        let sofas = vec![Sofa { id: SOFA, name: "_InitialView".to_owned(), text }];
        Cas { sofas, structures, members: BTreeMap::from([(SOFA, members)]) }
    }

    /// Names of attributes that are no names of features, each with the feature that stands for it.
    fn renamed(&self, names: &BTreeSet<&str>, next: &mut i64) -> Vec<Structure> {
        let text = |text: &str| Feature::Text(text.to_owned());
        let renamed = names.iter().filter_map(|name| {
            let feature = self.names.get(name).filter(|feature| feature != name)?;
            let features = vec![("feature".to_owned(), text(feature)), ("name".to_owned(), text(name))];
            Some(Structure { kind: NAME.to_owned(), features, ..numbered(next) })
        });
        renamed.collect()
    }

    fn about(&self, document: &OutDocument<'_>, next: &mut i64) -> Structure {
        let metadata = &document.shard.metadata;
        let stated = |value: &Option<crate::model::Stated<String>>| value.as_ref().map(|stated| stated.value.clone());
        let outlet = metadata.outlet.as_ref().and_then(|stated| self.out.session.outlets.get(stated.value));
        let published = metadata.published.as_ref().and_then(|stated| stated.value.first).map(|day| day.0.to_string());
        let rows = [
            ("name", Some(document.name.clone())),
            ("headline", stated(&metadata.headline)),
            ("author", stated(&metadata.author)),
            ("outlet", outlet.map(|outlet| outlet.name.clone())),
            ("published", published),
            ("url", stated(&metadata.url)),
            ("language", stated(&metadata.language)),
            ("note", Some(metadata.note.clone()).filter(|note| !note.is_empty())),
        ];
        let features = rows.into_iter().filter_map(|(name, value)| Some((name.to_owned(), Feature::Text(value?))));
        Structure { kind: ARTICLE.to_owned(), features: features.collect(), ..numbered(next) }
    }

    fn mention(&self, document: &OutDocument<'_>, mention: &Mention, next: &mut i64) -> Structure {
        let schema = self.out.session.schema.as_ref();
        let has_gaps = mention.fragments.spans().len() > 1;
        let mut structure = numbered(next);
        let mut features = self.attributes(&mention.attributes);
        let mut add = |name: &str, value: Feature| features.push((name.to_owned(), value));
        if let Some(entry) = self.out.entry(mention) {
            add(own::ENTRY, Feature::Text(entry.id.to_string()));
            add(own::ENTRY_NAME, Feature::Text(entry.name.clone()));
            if !entry.ids.is_empty() {
                let ids = entry.ids.iter().map(|(place, id)| format!("{place}={id}"));
                add(own::ENTRY_IDS, Feature::Texts(ids.collect()));
            }
            if !entry.aliases.is_empty() {
                add(own::ENTRY_ALIASES, Feature::Texts(entry.aliases.iter().map(|alias| alias.text.clone()).collect()));
            }
        }
        if let Some(sure) = mention.confidence {
            add(own::CONFIDENCE, Feature::Float(sure));
        }
        if mention.review.state != ReviewState::Open {
            add(own::REVIEW, Feature::Text(mention.review.state.to_string()));
        }
        if !mention.flags.is_empty() {
            add(own::FLAGS, Feature::Texts(mention.flags.iter().map(ToString::to_string).collect()));
        }
        if !mention.notes.is_empty() {
            add(own::NOTES, Feature::Texts(mention.notes.iter().map(|note| note.text.clone()).collect()));
        }
        if self.out.session.annotators.len() > 1 {
            add(own::ANNOTATOR, Feature::Text(self.out.session.annotator_name(mention.by)));
        }
        if has_gaps {
            add(own::FRAGMENTS, Feature::Text(fragments(document, &mention.fragments)));
        }
        let label = label_name(schema, &mention.label);
        let (kind, feature) = if has_gaps {
            (GAPPED.to_owned(), Some("label".to_owned()))
        } else {
            structure.span = Some(Ok(hull(document, &mention.fragments)));
            kind_of(&mention.ext, label, MENTION, !features.is_empty())
        };
        features.splice(0..0, feature.map(|feature| (feature, Feature::Text(label.to_owned()))));
        structure.kind = kind;
        structure.features = features;
        structure
    }

    fn suggestions(&self, document: &OutDocument<'_>, next: &mut i64) -> Vec<Structure> {
        let mut made = Vec::new();
        for suggestion in &document.suggestions {
            let (Some(fragments), Some(label)) = (&suggestion.fragments, &suggestion.label) else { continue };
            let label = label_name(&self.out.session.schema, label).to_owned();
            let mut features = vec![("label".to_owned(), Feature::Text(label))];
            features.extend(self.attributes(&suggestion.attributes));
            if let Some(score) = suggestion.score {
                features.push((own::CONFIDENCE.to_owned(), Feature::Float(score)));
            }
            if fragments.spans().len() > 1 {
                features.push((own::FRAGMENTS.to_owned(), Feature::Text(self::fragments(document, fragments))));
            }
            let span = Some(Ok(hull(document, fragments)));
            made.push(Structure { kind: SUGGESTION.to_owned(), span, features, ..numbered(next) });
        }
        made
    }

    fn relation(
        &self,
        relation: &Relation,
        (from, to): (i64, i64),
        gapped: &BTreeSet<MentionId>,
        next: &mut i64,
    ) -> Structure {
        let label = self.out.relation(relation);
        let has_gaps = gapped.contains(&relation.from) || gapped.contains(&relation.to);
        let (kind, feature) = if has_gaps {
            (GAPPED_RELATION.to_owned(), Some("label".to_owned()))
        } else {
            kind_of(&relation.ext, label, RELATION, true)
        };
        let ends = [("Governor", from), ("Dependent", to)];
        let mut features: Vec<(String, Feature)> =
            ends.into_iter().map(|(name, id)| (name.to_owned(), Feature::Ref(id))).collect();
        features.extend(feature.map(|feature| (feature, Feature::Text(label.to_owned()))));
        if relation.role.is_some() {
            let kind = relation_type_name(&self.out.session.schema, &relation.label).to_owned();
            features.push(("byline_type".to_owned(), Feature::Text(kind)));
        }
        features.extend(self.attributes(&relation.attributes));
        Structure { kind, features, span: (!has_gaps).then_some(Ok((0, 0))), ..numbered(next) }
    }

    fn attributes(&self, values: &Attributes) -> Vec<(String, Feature)> {
        let named = self.out.attributes(values);
        let feature = |name: &str| self.names.get(name).cloned().unwrap_or_else(|| feature_name(name));
        named.map(|(name, value)| (feature(name), feature_of(&value))).collect()
    }
}

/// Mentions of several fragments.
fn gapped(document: &OutDocument<'_>) -> BTreeSet<MentionId> {
    let gapped = document.mentions.iter().filter(|mention| mention.fragments.spans().len() > 1);
    gapped.map(|mention| mention.id).collect()
}

/// The type of a record, and the feature for its label where the type does not say it: those it came with, or else `own`.
fn kind_of(ext: &Ext, label: &str, own: &str, has_features: bool) -> (String, Option<String>) {
    let came = text_of(ext, keys::TYPE).filter(|kind| is_type_name(kind));
    let feature = text_of(ext, keys::LABEL).filter(|feature| feature_name(feature) == *feature);
    match came {
        Some(kind) if feature.is_none_or(str::is_empty) && short(kind) == label => {
            // Types of UIMA itself have no features of ours.
            if kind.starts_with("uima.") && has_features {
                (own.to_owned(), Some("label".to_owned()))
            } else {
                (kind.to_owned(), None)
            }
        }
        Some(kind) if !kind.starts_with("uima.") => {
            let feature = feature.filter(|feature| !feature.is_empty()).unwrap_or("label");
            (kind.to_owned(), Some(feature.to_owned()))
        }
        _ => (own.to_owned(), Some("label".to_owned())),
    }
}

fn is_type_name(kind: &str) -> bool {
    kind.split('.').all(|part| !part.is_empty() && feature_name(part) == part) && kind != DOCUMENT
}

/// `name` as a name of a feature: letters, digits and `_` of ASCII, a letter first.
fn feature_name(name: &str) -> String {
    let mut out: String = name.chars().map(|char| if char.is_ascii_alphanumeric() { char } else { '_' }).collect();
    if !out.starts_with(|char: char| char.is_ascii_alphabetic()) || out.starts_with("byline_") {
        out.insert_str(0, "x_");
    }
    out
}

fn free_name(name: &str, used: &mut BTreeSet<String>) -> String {
    let first = feature_name(name);
    let mut number = 1;
    let mut free = first.clone();
    while !used.insert(free.clone()) {
        number += 1;
        free = format!("{first}_{number}");
    }
    free
}

fn feature_of(value: &Value) -> Feature {
    match value {
        Value::Bool(yes) => Feature::Bool(*yes),
        Value::Int(number) => Feature::Int(*number),
        Value::Float(number) => Feature::Float(*number),
        Value::Text(text) => Feature::Text(text.clone()),
        Value::List(values) => Feature::Texts(values.iter().map(ToString::to_string).collect()),
        Value::Map(_) => Feature::Text(value.to_string()),
    }
}

/// The document as INCEpTION knows it.
fn metadata(document: &OutDocument<'_>, next: &mut i64) -> Structure {
    let length = u64::from(document.shard.article.index().utf16_len().0);
    let text = |text: &str| Feature::Text(text.to_owned());
    let features = vec![
        ("documentTitle".to_owned(), text(&document.stem)),
        ("documentId".to_owned(), text(&document.stem)),
        ("language".to_owned(), text(language(document))),
    ];
    Structure { kind: METADATA.to_owned(), span: Some(Ok((0, length))), features, ..numbered(next) }
}

fn numbered(next: &mut i64) -> Structure {
    *next += 1;
    Structure { id: *next, sofa: Some(SOFA), ..Structure::default() }
}

fn hull(document: &OutDocument<'_>, fragments: &Fragments) -> (u64, u64) {
    units(document, fragments.hull())
}

fn units(document: &OutDocument<'_>, span: crate::text::Span) -> (u64, u64) {
    let article = &document.shard.article;
    let span = article.index().utf16_span_from_byte(article.text(), span).unwrap_or_default();
    (u64::from(span.start.0), u64::from(span.end.0))
}

fn fragments(document: &OutDocument<'_>, fragments: &Fragments) -> String {
    let spans = fragments.spans().iter().map(|span| units(document, *span));
    spans.map(|(start, end)| format!("{start}-{end}")).collect::<Vec<String>>().join(" ")
}

fn language<'d>(document: &'d OutDocument<'_>) -> &'d str {
    document.shard.metadata.language.as_ref().map_or("x-unspecified", |stated| stated.value.as_str())
}

/// What this export cannot carry, of all formats of CAS.
pub(super) fn losses(out: Outgoing<'_>, own: Losses) -> Vec<super::super::report::Dropped> {
    let mut dropped = out.losses(CARRIES);
    dropped.extend(own.0);
    dropped
}
