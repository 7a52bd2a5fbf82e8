//! What does not hold in a session that could be read: references that lead nowhere, labels and values that the schema does
//! not know, mentions whose place does not hold. It repairs nothing and knows nothing of files.

use crate::model::{AlignmentEnd, AnnotatorId, Attributes, Entry, Label, Mention, Relation, Schema, Session, Shard};
use serde::Serialize;

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// Where it stands: an article's name and id, or a part of the session.
    pub place: String,
    /// The record, as "mention m-7K3QZ1V5R80AB"; empty for the file as a whole.
    pub record: String,
    /// What does not hold.
    pub problem: String,
}

impl std::fmt::Display for Fault {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let parts = [self.place.as_str(), self.record.as_str(), self.problem.as_str()];
        f.write_str(&parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(": "))
    }
}

/// Everything that does not hold in `session`: schema first, then the register, then article by article.
#[must_use]
pub fn faults(session: &Session) -> Vec<Fault> {
    let mut check = Check { session, place: "schema".to_owned(), found: Vec::new() };
    check.schema(&session.schema);
    "register".clone_into(&mut check.place);
    session.entries.iter().for_each(|entry| check.entry(entry));
    "session".clone_into(&mut check.place);
    for alignment in session.alignments.iter() {
        let record = format!("alignment {}", alignment.id);
        check.annotator(&record, alignment.by);
        check.confidence(&record, alignment.confidence);
        check.alignment_end(&record, "first", alignment.from);
        check.alignment_end(&record, "second", alignment.to);
    }
    for shard in session.shards() {
        check.place = format!("{} ({})", shard.article.name, shard.id());
        check.article(shard);
    }
    check.found
}

struct Check<'a> {
    session: &'a Session,
    place: String,
    found: Vec<Fault>,
}

impl<'a> Check<'a> {
    fn add(&mut self, record: &str, problem: String) {
        self.found.push(Fault { place: self.place.clone(), record: record.to_owned(), problem });
    }

    fn schema(&mut self, schema: &Schema) {
        let mut seen: Vec<&Label> = Vec::new();
        for layer in &schema.layers {
            let record = format!("layer `{}`", layer.id);
            for id in std::iter::once(&layer.id).chain(layer.labels.iter().map(|label| &label.id)) {
                if seen.contains(&id) {
                    self.add(&record, format!("the label `{id}` stands twice"));
                }
                let is_nested_right = *id == layer.id || (id.is_within(&layer.id) && has_parent(schema, id));
                if !is_nested_right {
                    self.add(&record, format!("the label `{id}` has no parent in this layer"));
                }
                seen.push(id);
            }
        }
        for attribute in &schema.attributes {
            let record = format!("attribute `{}`", attribute.id);
            attribute.labels.iter().for_each(|label| self.label(&record, label));
            for id in &attribute.relation_types {
                if schema.relation_type(id).is_none() {
                    self.add(&record, format!("the schema has no relation type `{id}`"));
                }
            }
        }
        for relation in &schema.relation_types {
            let record = format!("relation type `{}`", relation.id);
            let role_labels = relation.roles.iter().flat_map(|role| role.to.iter());
            let labels = relation.from.iter().chain(&relation.to).chain(role_labels);
            labels.for_each(|label| self.label(&record, label));
        }
    }

    fn label(&mut self, record: &str, label: &Label) {
        if !self.session.schema.has_label(label) {
            self.add(record, format!("the schema has no label `{label}`"));
        }
    }

    fn annotator(&mut self, record: &str, id: AnnotatorId) {
        if !self.session.annotators.contains(id) {
            self.add(record, format!("the session has no annotator {id}"));
        }
    }

    fn confidence(&mut self, record: &str, confidence: Option<f64>) {
        if let Some(value) = confidence.filter(|value| !(0.0..=1.0).contains(value)) {
            self.add(record, format!("the confidence {value} is not between 0 and 1"));
        }
    }

    fn entry(&mut self, entry: &Entry) {
        let record = format!("entry {} “{}”", entry.id, entry.name);
        self.annotator(&record, entry.by);
        if !self.session.schema.layers.iter().any(|layer| layer.id == entry.layer) {
            self.add(&record, format!("the schema has no layer `{}`", entry.layer));
        }
        if let Some(kind) = &entry.kind {
            self.label(&record, kind);
            if kind.layer() != entry.layer.as_str() {
                self.add(&record, format!("its kind `{kind}` is not of its layer `{}`", entry.layer));
            }
        }
        if let Some(grade) = entry.credibility.filter(|grade| !(1..=6).contains(grade)) {
            self.add(&record, format!("the credibility {grade} is not between 1 and 6"));
        }
        let place = entry.place.as_ref().and_then(|place| place.entry);
        for id in entry.distinct_from.iter().copied().chain(place) {
            if !self.session.entries.contains(id) {
                self.add(&record, format!("the register has no entry {id}"));
            }
        }
    }

    fn alignment_end(&mut self, record: &str, side: &str, end: AlignmentEnd) {
        let holds = match end {
            AlignmentEnd { entry: Some(entry), article: None, mention: None } => self.session.entries.contains(entry),
            AlignmentEnd { entry: None, article: Some(article), mention: Some(mention) } => {
                self.session.shard(article).is_some_and(|shard| shard.mentions.contains(mention))
            }
            _ => false,
        };
        if !holds {
            self.add(record, format!("its {side} side is neither an entry nor a mention of this session"));
        }
    }

    fn article(&mut self, shard: &'a Shard) {
        self.annotator("", shard.article.by);
        if let Some(outlet) = shard.metadata.outlet.as_ref().filter(|id| !self.session.outlets.contains(id.value)) {
            self.add("", format!("the session has no outlet {}", outlet.value));
        }
        shard.mentions_in_order().into_iter().for_each(|mention| self.mention(mention));
        shard.relations.iter().for_each(|relation| self.relation(shard, relation));
        for row in shard.quarantine.iter() {
            let problem = format!("its place does not hold, so it is in quarantine: {}", row.reason);
            self.add(&format!("mention {}", row.mention.id), problem);
        }
    }

    fn mention(&mut self, mention: &'a Mention) {
        let record = format!("mention {}", mention.id);
        self.label(&record, &mention.label);
        self.annotator(&record, mention.by);
        self.confidence(&record, mention.confidence);
        if let Some(id) = mention.entry {
            match self.session.entries.get(id) {
                None => self.add(&record, format!("the register has no entry {id}")),
                Some(entry) if entry.layer.as_str() != mention.label.layer() => {
                    self.add(
                        &record,
                        format!("it is a `{}` but its entry {id} is of layer `{}`", mention.label, entry.layer),
                    );
                }
                Some(_) => {}
            }
        }
        let known: Vec<_> = self.session.schema.attributes_of(&mention.label).collect();
        self.attributes(&record, &mention.attributes, &known);
    }

    fn relation(&mut self, shard: &Shard, relation: &'a Relation) {
        let record = format!("relation {}", relation.id);
        self.annotator(&record, relation.by);
        self.confidence(&record, relation.confidence);
        let session = self.session;
        let Some(kind) = session.schema.relation_type(&relation.label) else {
            return self.add(&record, format!("the schema has no relation type `{}`", relation.label));
        };
        let role = relation.role.as_ref().and_then(|role| kind.roles.iter().find(|known| known.id == *role));
        if let (Some(name), None) = (&relation.role, role) {
            self.add(&record, format!("the relation type `{}` has no role `{name}`", relation.label));
        }
        let to = role.map(|role| &role.to).filter(|to| !to.is_empty()).unwrap_or(&kind.to);
        for (side, id, allowed) in [("from", relation.from, &kind.from), ("to", relation.to, to)] {
            match shard.mentions.get(id) {
                None => self.add(&record, format!("it leads {side} mention {id}, which is not in this article")),
                Some(end) if !is_allowed(allowed, &end.label) => {
                    self.add(&record, format!("`{}` does not lead {side} a `{}`", relation.label, end.label));
                }
                Some(_) => {}
            }
        }
        let has_it = |def: &&crate::model::AttributeDef| def.relation_types.contains(&relation.label);
        let known: Vec<_> = session.schema.attributes.iter().filter(has_it).collect();
        self.attributes(&record, &relation.attributes, &known);
    }

    fn attributes(&mut self, record: &str, values: &Attributes, known: &[&crate::model::AttributeDef]) {
        for (id, value) in values {
            match known.iter().find(|def| def.id == *id) {
                None => self.add(record, format!("it has no attribute `{id}` by the schema")),
                Some(def) => {
                    if let Err(why) = def.check(value) {
                        self.add(record, format!("the attribute `{id}` {why}"));
                    }
                }
            }
        }
        for def in known.iter().filter(|def| def.required && !values.contains_key(&def.id)) {
            self.add(record, format!("the attribute `{}` is required", def.id));
        }
    }
}

fn has_parent(schema: &Schema, label: &Label) -> bool {
    let parent = label.as_str().rsplit_once('.').and_then(|(parent, _)| Label::new(parent).ok());
    parent.is_some_and(|parent| schema.has_label(&parent))
}

fn is_allowed(allowed: &[Label], label: &Label) -> bool {
    allowed.is_empty() || allowed.iter().any(|one| label.is_within(one))
}
