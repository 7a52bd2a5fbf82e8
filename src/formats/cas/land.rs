//! From the structures of a CAS to a document.

use super::super::corpus::{
    About, Corpus, CorpusEntry, CorpusMention, CorpusRelation, Document, LabelName, Remark, Thing, Unit,
};
use super::super::land::OWN_REGISTER;
use super::structure::{Cas, Feature, Sofa, Structure};
use super::{
    ARTICLE, ENDS, GAPPED, GAPPED_RELATION, LABELS, MENTION, METADATA, NAME, PARTS, RELATION, SUGGESTION, keys, own,
    short,
};
use crate::model::{ReviewState, Value};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// Adds the document that `cas` is to `corpus`; `name` where nothing in it says how it is called. `entries` are those that
/// `corpus` has by now.
pub(super) fn land(cas: Cas, file: &str, name: &str, corpus: &mut Corpus, entries: &mut HashSet<String>) {
    let Cas { mut sofas, mut structures, members } = cas;
    resolve_lists(&mut structures);
    let main = sofas.iter().position(|sofa| sofa.name == "_InitialView" && sofa.text.is_some());
    let Some(main) = main.or_else(|| sofas.iter().position(|sofa| sofa.text.is_some())) else {
        let why = "it holds no text; the text of its first view must be in it";
        return corpus.remarks.push(Remark::refused(file, "", "the file", why).of(Thing::Document));
    };
    let sofa = sofas.swap_remove(main);
    for other in sofas.iter().filter(|other| other.text.is_some()) {
        let what = format!("the view {}", other.name);
        let why = "one file gives one article; the other views of it are left out with what is marked in them";
        corpus.remarks.push(Remark::refused(file, "", &what, why).of(Thing::Document));
    }
    let indexed = members.get(&sofa.id).map(|ids| ids.iter().copied().collect::<BTreeSet<i64>>());
    let mut reading = Reading::new(structures, sofa, (file, name), corpus, entries);
    reading.all(indexed.as_ref());
    let document = reading.document;
    corpus.add(document);
}

/// Adds what `parts` hold behind `corpus`, an entry once; each part was read by itself.
pub(super) fn join(corpus: &mut Corpus, parts: Vec<Corpus>) {
    let mut entries: HashSet<String> = HashSet::new();
    for mut part in parts {
        corpus.documents.append(&mut part.documents);
        corpus.remarks.append(&mut part.remarks);
        corpus.entries.extend(part.entries.into_iter().filter(|entry| entries.insert(entry.key.clone())));
    }
}

/// Puts lists of texts, which may be structures of their own, where they are referred to.
fn resolve_lists(structures: &mut [Structure]) {
    let mut lists = HashMap::new();
    for structure in structures.iter() {
        if let Some(Feature::Texts(texts)) = structure.get("elements") {
            lists.insert(structure.id, texts.clone());
        }
    }
    for (_, value) in structures.iter_mut().flat_map(|structure| &mut structure.features) {
        if let Feature::Ref(id) = value
            && let Some(texts) = lists.get(id)
        {
            *value = Feature::Texts(texts.clone());
        }
    }
}

/// One document on its way.
struct Reading<'c> {
    structures: Vec<Structure>,
    by_id: HashMap<i64, usize>,
    sofa: i64,
    document: Document,
    /// Mentions by the ids of their structures.
    landed: HashMap<i64, usize>,
    /// Names of attributes that are no names of features.
    names: HashMap<String, String>,
    parts: usize,
    corpus: &'c mut Corpus,
    entries: &'c mut HashSet<String>,
}

impl<'c> Reading<'c> {
    fn new(
        structures: Vec<Structure>,
        sofa: Sofa,
        (file, name): (&str, &str),
        corpus: &'c mut Corpus,
        entries: &'c mut HashSet<String>,
    ) -> Self {
        let mut by_id = HashMap::with_capacity(structures.len());
        for (number, structure) in structures.iter().enumerate() {
            if by_id.insert(structure.id, number).is_some() {
                let what = format!("{} {}", structure.id, short(&structure.kind));
                let why = "another structure has this id already; the last one counts";
                corpus.remarks.push(Remark::refused(file, &structure.place, &what, why));
            }
        }
        let document = Document {
            name: name.to_owned(),
            file: file.to_owned(),
            text: sofa.text,
            unit: Unit::Utf16,
            ..Document::default()
        };
        let (landed, names) = (HashMap::new(), HashMap::new());
        Self { structures, by_id, sofa: sofa.id, document, landed, names, parts: 0, corpus, entries }
    }

    fn refuse(&mut self, (number, thing): (usize, Thing), structure: &Structure, why: &str) {
        let what = format!("{} {}", structure.id, short(&structure.kind));
        let remark = Remark::refused(&self.document.file, &structure.place, &what, why);
        self.corpus.remarks.push(remark.of_all(number, thing));
    }

    fn all(&mut self, indexed: Option<&BTreeSet<i64>>) {
        let structures = std::mem::take(&mut self.structures);
        for structure in &structures {
            match structure.kind.as_str() {
                ARTICLE => self.about(structure),
                NAME => {
                    if let (Some(feature), Some(name)) = (structure.text("feature"), structure.text("name")) {
                        self.names.insert(feature.to_owned(), name.to_owned());
                    }
                }
                _ => self.metadata(structure),
            }
        }
        let mut links = Vec::new();
        let mut unindexed = 0;
        for (number, structure) in structures.iter().enumerate() {
            let is_current = self.by_id.get(&structure.id) == Some(&number);
            if structure.kind == GAPPED && is_current {
                self.mention(structure, (0, 0));
                continue;
            }
            let is_here = structure.sofa == Some(self.sofa) || structure.kind == GAPPED_RELATION;
            let span = structure.span.clone().or_else(|| (structure.kind == GAPPED_RELATION).then_some(Ok((0, 0))));
            let Some(span) = span.filter(|_| is_current && is_here) else { continue };
            if PARTS.contains(&short(&structure.kind)) {
                self.parts += usize::from(!short(&structure.kind).starts_with("Document"));
            } else if indexed.is_some_and(|ids| !ids.contains(&structure.id)) {
                unindexed += 1;
            } else if let Some(ends) = self.ends(structure, &structures) {
                links.push((structure, ends));
            } else {
                match span {
                    Ok(span) => self.mention(structure, span),
                    Err(why) => self.refuse((1, Thing::Mention), structure, &why),
                }
            }
        }
        let (parts, file) = (self.parts, self.document.file.clone());
        let mut count = |number: usize, mentions: usize, what: &str, why: &str| {
            if number > 0 {
                let remark = Remark::refused(&file, "in all", &format!("{number} {what}"), why);
                self.corpus.remarks.push(remark.of_all(mentions, Thing::Mention));
            }
        };
        let why = "a CAS shows only what stands in an index";
        count(unindexed, unindexed, "annotations outside of every index", why);
        count(parts, 0, "tokens, sentences and the like", "Byline finds words and sentences itself");
        for (structure, ends) in links {
            self.relation(structure, ends);
        }
        self.references(&structures);
        self.chains(&structures);
    }

    /// What the document is called and what language it is in, where another tool says so.
    fn metadata(&mut self, structure: &Structure) {
        if structure.kind == METADATA && self.document.about == About::default() {
            let title = structure.text("documentTitle").filter(|title| *title != "doc");
            if let Some(name) = title.or_else(|| structure.text("documentId")) {
                name.clone_into(&mut self.document.name);
            }
        }
        let language = structure.text("language").filter(|language| *language != "x-unspecified");
        if structure.span.is_some() && short(&structure.kind).starts_with("Document") {
            let known = &mut self.document.about.language;
            *known = known.take().or_else(|| language.map(str::to_owned));
        }
    }

    fn about(&mut self, structure: &Structure) {
        let text = |name: &str| structure.text(name).map(str::to_owned);
        self.document.name = text("name").unwrap_or_else(|| self.document.name.clone());
        let language = self.document.about.language.take();
        self.document.about = About {
            headline: text("headline"),
            author: text("author"),
            outlet: text("outlet"),
            published: text("published"),
            url: text("url"),
            language: text("language").or(language),
            note: text("note").unwrap_or_default(),
        };
    }

    /// The ids of both ends, where the structure is a relation.
    fn ends(&self, structure: &Structure, structures: &[Structure]) -> Option<(i64, i64)> {
        let annotation = |name: &str| match structure.get(name) {
            Some(Feature::Ref(id)) => self
                .by_id
                .get(id)
                .and_then(|at| structures.get(*at))
                .filter(|end| end.span.is_some() || end.kind == GAPPED),
            _ => None,
        };
        ENDS.iter().find_map(|(one, two)| Some((annotation(one)?.id, annotation(two)?.id)))
    }

    fn mention(&mut self, structure: &Structure, span: (u64, u64)) {
        let kind = short(&structure.kind);
        let is_own = [MENTION, SUGGESTION, GAPPED].contains(&structure.kind.as_str());
        let label = LABELS.iter().find_map(|name| structure.text(name).map(|text| (*name, text)));
        let group = if is_own { "" } else { kind };
        let mut mention = CorpusMention {
            id: structure.id.to_string(),
            place: structure.place.clone(),
            label: LabelName::new(group, label.map_or(kind, |(_, text)| text)),
            fragments: vec![span],
            is_proposal: structure.kind == SUGGESTION,
            ..CorpusMention::default()
        };
        if !is_own {
            mention.ext.insert(keys::TYPE.to_owned(), Value::Text(structure.kind.clone()));
            let feature = label.map_or("", |(name, _)| name).to_owned();
            mention.ext.insert(keys::LABEL.to_owned(), Value::Text(feature));
        }
        let of_label = label.map(|(name, _)| name);
        for (name, value) in structure.features.iter().filter(|(name, _)| Some(name.as_str()) != of_label) {
            if name.starts_with("byline_") {
                own_feature(&mut mention, name, value, span);
            } else if let Some(value) = attribute(value) {
                mention.attributes.insert(self.outer(name), value);
            }
        }
        self.entry(structure);
        self.landed.insert(structure.id, self.document.mentions.len());
        self.document.mentions.push(mention);
    }

    fn outer(&self, name: &str) -> String {
        self.names.get(name).cloned().unwrap_or_else(|| name.to_owned())
    }

    /// The entry that Byline itself wrote beside a mention.
    fn entry(&mut self, structure: &Structure) {
        let Some(key) = structure.text(own::ENTRY).filter(|key| !self.entries.contains(*key)) else { return };
        self.entries.insert(key.to_owned());
        let texts = |name: &str| match structure.get(name) {
            Some(Feature::Texts(texts)) => texts.clone(),
            _ => Vec::new(),
        };
        let pair = |text: &String| text.split_once('=').map(|(place, id)| (place.to_owned(), id.to_owned()));
        let mut ids: BTreeMap<String, String> = texts(own::ENTRY_IDS).iter().filter_map(pair).collect();
        ids.insert(OWN_REGISTER.to_owned(), key.to_owned());
        let name = structure.text(own::ENTRY_NAME).unwrap_or_default().to_owned();
        let (key, aliases) = (key.to_owned(), texts(own::ENTRY_ALIASES));
        self.corpus.entries.push(CorpusEntry { key, name, aliases, ids, ..CorpusEntry::default() });
    }

    fn relation(&mut self, structure: &Structure, (from, to): (i64, i64)) {
        let (Some(from), Some(to)) = (self.landed.get(&from).copied(), self.landed.get(&to).copied()) else {
            let why = "one of its ends is a token or another part of the text, or was not imported";
            return self.refuse((1, Thing::Relation), structure, why);
        };
        let features = ["label", "value", "type", "DependencyType"];
        let label = features.iter().find_map(|name| structure.text(name).map(|text| (*name, text)));
        let is_own = structure.kind == RELATION || structure.kind == GAPPED_RELATION;
        let mut relation = CorpusRelation {
            id: structure.id.to_string(),
            place: structure.place.clone(),
            name: label.map_or(short(&structure.kind), |(_, text)| text).to_owned(),
            from,
            to,
            ..CorpusRelation::default()
        };
        let of_label = label.map(|(name, _)| name);
        for (name, value) in structure.features.iter().filter(|(name, _)| Some(name.as_str()) != of_label) {
            match (name.as_str(), value) {
                (own::ANNOTATOR, Feature::Text(who)) => relation.annotator = Some(who.clone()),
                ("byline_type", Feature::Text(kind)) if is_own => {
                    relation.role = Some(std::mem::replace(&mut relation.name, kind.clone()));
                }
                (_, value) => {
                    if let Some(value) = attribute(value) {
                        relation.attributes.insert(self.outer(name), value);
                    }
                }
            }
        }
        if !is_own {
            relation.ext.insert(keys::TYPE.to_owned(), Value::Text(structure.kind.clone()));
            let feature = of_label.unwrap_or_default().to_owned();
            relation.ext.insert(keys::LABEL.to_owned(), Value::Text(feature));
        }
        self.document.relations.push(relation);
    }

    /// Features of mentions that refer to other mentions, or through links with a role to others.
    fn references(&mut self, structures: &[Structure]) {
        let find = |by_id: &HashMap<i64, usize>, id: i64| by_id.get(&id).and_then(|at| structures.get(*at));
        for structure in structures {
            let Some(from) = self.landed.get(&structure.id).copied() else { continue };
            let mut lost = Vec::new();
            for (name, value) in structure.features.iter().filter(|(name, _)| name != "next") {
                for id in referred(value, structures, &self.by_id) {
                    let link = find(&self.by_id, id);
                    let (target, role) = match link {
                        Some(link) if link.span.is_none() => match link.get("target") {
                            Some(Feature::Ref(target)) => (*target, link.text("role").map(str::to_owned)),
                            _ => (id, None),
                        },
                        _ => (id, None),
                    };
                    let Some(to) = self.landed.get(&target).copied() else {
                        lost.push(name.clone());
                        continue;
                    };
                    let (name, place) = (name.clone(), structure.place.clone());
                    self.document.relations.push(CorpusRelation {
                        place,
                        name,
                        role,
                        from,
                        to,
                        ..CorpusRelation::default()
                    });
                }
            }
            if !lost.is_empty() {
                let why = format!("what its feature {} refers to is no annotation of the text", lost.join(", "));
                self.refuse((lost.len(), Thing::Relation), structure, &why);
            }
        }
    }

    /// Chains become entries; each link tells the next.
    fn chains(&mut self, structures: &[Structure]) {
        let mut is_next = BTreeSet::new();
        let mut next = BTreeMap::new();
        for structure in structures.iter().filter(|structure| self.landed.contains_key(&structure.id)) {
            if let Some(Feature::Ref(to)) = structure.get("next").filter(|_| !next.contains_key(&structure.id)) {
                next.insert(structure.id, *to);
                is_next.insert(*to);
            }
        }
        for first in next.keys().filter(|id| !is_next.contains(*id)) {
            let key = format!("{}#{first}", self.document.file);
            self.corpus.entries.push(CorpusEntry { key: key.clone(), ..CorpusEntry::default() });
            let (mut at, mut seen) = (Some(*first), BTreeSet::new());
            while let Some(id) = at.filter(|id| seen.insert(*id)) {
                let mention = self.landed.get(&id).and_then(|number| self.document.mentions.get_mut(*number));
                if let Some(mention) = mention {
                    mention.entry.get_or_insert_with(|| key.clone());
                }
                at = next.get(&id).copied();
            }
        }
    }
}

/// What Byline itself wrote.
fn own_feature(mention: &mut CorpusMention, name: &str, value: &Feature, span: (u64, u64)) {
    match (name, value) {
        (own::ENTRY, Feature::Text(key)) => mention.entry = Some(key.clone()),
        (own::ENTRY_NAME | own::ENTRY_IDS | own::ENTRY_ALIASES, _) => {}
        (own::CONFIDENCE, Feature::Float(sure)) => mention.confidence = Some(*sure),
        (own::REVIEW, Feature::Text(state)) => match state.as_str() {
            "accepted" => mention.review = ReviewState::Accepted,
            "rejected" => mention.review = ReviewState::Rejected,
            _ => {}
        },
        (own::FLAGS, Feature::Texts(flags)) => mention.flags.clone_from(flags),
        (own::NOTES, Feature::Texts(notes)) => mention.notes.clone_from(notes),
        (own::ANNOTATOR, Feature::Text(who)) => mention.annotator = Some(who.clone()),
        (own::FRAGMENTS, Feature::Text(text)) => {
            let fragments = fragments(text);
            let hull = fragments.first().zip(fragments.last()).map(|(first, last)| (first.0, last.1));
            // Another tool may have moved the annotation; its place counts then.
            if hull == Some(span) || span == (0, 0) {
                mention.fragments = fragments;
            }
        }
        (name, value) => {
            if let Some(value) = attribute(value) {
                mention.ext.insert(format!("cas.{name}"), value);
            }
        }
    }
}

/// A feature's value as an attribute; nothing for references.
fn attribute(value: &Feature) -> Option<Value> {
    match value {
        Feature::Text(text) => Some(Value::Text(text.clone())),
        Feature::Int(number) => Some(Value::Int(*number)),
        Feature::Float(number) => Some(Value::Float(*number)),
        Feature::Bool(yes) => Some(Value::Bool(*yes)),
        Feature::Texts(texts) => Some(Value::List(texts.iter().cloned().map(Value::Text).collect())),
        Feature::Ref(_) | Feature::Refs(_) => None,
    }
}

/// The ids that a value refers to, through arrays.
fn referred(value: &Feature, structures: &[Structure], by_id: &HashMap<i64, usize>) -> Vec<i64> {
    match value {
        Feature::Refs(ids) => ids.clone(),
        Feature::Ref(id) => {
            let array = by_id.get(id).and_then(|at| structures.get(*at)).and_then(|array| array.get("elements"));
            match array {
                Some(Feature::Refs(ids)) => ids.clone(),
                _ => vec![*id],
            }
        }
        _ => Vec::new(),
    }
}

/// Fragments as `0-5 8-12`.
fn fragments(text: &str) -> Vec<(u64, u64)> {
    let one = |part: &str| part.split_once('-').and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    text.split(' ').map_while(one).collect()
}
