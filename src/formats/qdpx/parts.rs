//! What of one article stands where in the project.

use super::super::names::{relation_type_name, role_name};
use super::super::outgoing::{OutDocument, Outgoing};
use super::{aside, codes, guid, is_guid};
use crate::model::{Mention, MentionId, Relation};
use serde_json::{Map, Value as Json, json};
use std::collections::{BTreeSet, HashMap};

/// One article's mentions, parted into those that are selections and those that cannot be.
pub(super) struct Part<'d> {
    out: Outgoing<'d>,
    document: &'d OutDocument<'d>,
    pub(super) plain: Vec<&'d Mention>,
    pub(super) gapped: Vec<&'d Mention>,
    guids: HashMap<MentionId, String>,
}

impl<'d> Part<'d> {
    pub(super) fn new(out: Outgoing<'d>, document: &'d OutDocument<'d>) -> Self {
        let is_plain = |mention: &&Mention| mention.fragments.spans().len() == 1;
        let (plain, gapped) = document.mentions.iter().copied().partition(is_plain);
        let mut used = BTreeSet::new();
        let mut guids = HashMap::with_capacity(document.mentions.len());
        for mention in &document.mentions {
            let came = Some(&mention.provenance).filter(|from| &*from.tool == "qdpx" && is_guid(&from.source_id));
            let came = came.map(|from| from.source_id.to_lowercase()).filter(|id| used.insert(id.clone()));
            guids.insert(mention.id, came.unwrap_or_else(|| guid("selection", &mention.id.to_string())));
        }
        Self { out, document, plain, gapped, guids }
    }

    pub(super) fn guid(&self, id: MentionId) -> String {
        self.guids.get(&id).cloned().unwrap_or_default()
    }

    /// Relations between selections.
    pub(super) fn links(&self) -> impl Iterator<Item = &'d Relation> {
        let gapped: BTreeSet<MentionId> = self.gapped.iter().map(|mention| mention.id).collect();
        let is_plain = move |relation: &&Relation| !gapped.contains(&relation.from) && !gapped.contains(&relation.to);
        self.document.relations.iter().copied().filter(is_plain)
    }

    /// What the description of the source keeps.
    pub(super) fn description(&self) -> Option<String> {
        let mut fields = Map::new();
        let note = &self.document.shard.metadata.note;
        if !self.gapped.is_empty() {
            let links: BTreeSet<_> = self.links().map(|relation| relation.id).collect();
            let aside = self.document.relations.iter().filter(|relation| !links.contains(&relation.id));
            let relations: Vec<Json> = aside.map(|relation| self.relation(relation)).collect();
            let mentions: Vec<Json> = self.gapped.iter().map(|mention| self.mention(mention)).collect();
            fields.insert("mentions".to_owned(), mentions.into());
            fields.insert("relations".to_owned(), relations.into());
        }
        match (fields.is_empty(), note.is_empty()) {
            (true, true) => None,
            (true, false) => Some(note.clone()),
            (false, is_empty) => {
                if !is_empty {
                    fields.insert("note".to_owned(), note.clone().into());
                }
                Some(aside::description(&fields))
            }
        }
    }

    fn mention(&self, mention: &Mention) -> Json {
        let mut row = aside::of_mention(self.out, mention);
        let spans = self.document.chars(mention);
        let spans: Vec<[u32; 2]> = spans.iter().map(|span| [span.start.0, span.end.0]).collect();
        row.insert("guid".to_owned(), self.guid(mention.id).into());
        row.insert("code".to_owned(), codes::code_guid(&self.out.session.schema, &mention.label).into());
        row.insert("fragments".to_owned(), json!(spans));
        row.insert("quote".to_owned(), mention.quote.as_ref().into());
        row.insert("by".to_owned(), self.out.session.annotator_name(mention.by).into());
        if !mention.notes.is_empty() {
            row.insert(
                "notes".to_owned(),
                mention.notes.iter().map(|note| note.text.clone()).collect::<Vec<_>>().into(),
            );
        }
        row.into()
    }

    fn relation(&self, relation: &Relation) -> Json {
        let schema = &self.out.session.schema;
        let mut row = json!({
            "from": self.guid(relation.from),
            "to": self.guid(relation.to),
            "name": relation_type_name(schema, &relation.label),
        });
        if let (Some(role), Some(row)) = (&relation.role, row.as_object_mut()) {
            row.insert("role".to_owned(), role_name(schema, &relation.label, role).into());
        }
        row
    }
}

/// What is known of an article, by the names of variables.
pub(super) fn about(out: Outgoing<'_>, document: &OutDocument<'_>) -> Vec<(&'static str, String)> {
    let metadata = &document.shard.metadata;
    let stated = |value: &Option<crate::model::Stated<String>>| value.as_ref().map(|stated| stated.value.clone());
    let outlet = metadata.outlet.as_ref().and_then(|stated| out.session.outlets.get(stated.value));
    let published = metadata.published.as_ref().and_then(|stated| stated.value.first).map(|day| day.0.to_string());
    let rows = [
        ("headline", stated(&metadata.headline)),
        ("author", stated(&metadata.author)),
        ("outlet", outlet.map(|outlet| outlet.name.clone())),
        ("published", published),
        ("url", stated(&metadata.url)),
        ("language", stated(&metadata.language)),
    ];
    rows.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}
