//! Nodes and edges of a session, whatever file they go to.

use super::super::outgoing::{Losses, Outgoing};
use super::super::report::{Dropped, FormatError, Written};
use super::super::xml::{UNHELD, XmlOut};
use super::CARRIES;
use crate::model::{AlignmentEnd, EntryId, Mention, MentionId};
use std::collections::{BTreeMap, BTreeSet};

/// One node.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Node {
    /// Its id: that of the entry, mention or article.
    pub(super) id: String,
    /// Its name.
    pub(super) name: String,
    /// An entry's layer, a mention's label, or `article`.
    pub(super) kind: String,
    /// Whether it is an entry of the register.
    pub(super) is_entry: bool,
    /// How many mentions speak of it, or stand in it.
    pub(super) mentions: usize,
    /// In how many articles.
    pub(super) articles: usize,
}

/// One edge.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EdgeKey {
    pub(super) from: String,
    pub(super) to: String,
    /// `relation`, `alignment` or `mention`.
    pub(super) kind: &'static str,
    /// The relation's or alignment's name; `in` for mentions in articles.
    pub(super) name: String,
}

/// The network.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Network {
    pub(super) nodes: Vec<Node>,
    /// How often each edge occurs.
    pub(super) edges: BTreeMap<EdgeKey, usize>,
    mentions: usize,
    dropped: Vec<Dropped>,
}

impl Network {
    /// The network of all that is taken.
    pub(super) fn new(out: Outgoing<'_>) -> Self {
        let mut network = Self::default();
        let mut entries: BTreeMap<EntryId, Node> = BTreeMap::new();
        for entry in out.session.entries.iter() {
            let kind = entry.kind.as_ref().unwrap_or(&entry.layer).to_string();
            let (id, name) = (entry.id.to_string(), entry.name.clone());
            entries.insert(entry.id, Node { id, name, kind, is_entry: true, ..Node::default() });
        }
        let mut single = Vec::new();
        for document in out.documents() {
            let article = document.id().to_string();
            let mut seen: BTreeSet<EntryId> = BTreeSet::new();
            let mut nodes: BTreeMap<MentionId, String> = BTreeMap::new();
            for mention in &document.mentions {
                let entry = mention.entry.and_then(|id| entries.get_mut(&id).map(|node| (id, node)));
                let id = if let Some((id, node)) = entry {
                    node.mentions += 1;
                    node.articles += usize::from(seen.insert(id));
                    node.id.clone()
                } else {
                    let (id, name) = (mention.id.to_string(), name_of(mention));
                    let kind = out.label(mention).to_owned();
                    single.push(Node { id: id.clone(), name, kind, is_entry: false, mentions: 1, articles: 1 });
                    id
                };
                nodes.insert(mention.id, id.clone());
                network.edge(&id, &article, "mention", "in");
            }
            for relation in &document.relations {
                if let Some((from, to)) = nodes.get(&relation.from).zip(nodes.get(&relation.to)) {
                    network.edge(from, to, "relation", out.relation(relation));
                }
            }
            let (name, mentions) = (document.name.clone(), document.mentions.len());
            let kind = "article".to_owned();
            network.mentions += mentions;
            single.push(Node { id: article, name, kind, is_entry: false, mentions, articles: 1 });
        }
        network.nodes = entries.into_values().collect();
        network.nodes.append(&mut single);
        let mut losses = Losses(out.losses(CARRIES));
        network.align(out, &mut losses);
        // The register is here whole.
        losses.0.retain(|lost| lost.what != "entries without a mention");
        network.dropped = losses.0;
        network
    }

    fn edge(&mut self, from: &str, to: &str, kind: &'static str, name: &str) {
        let key = EdgeKey { from: from.to_owned(), to: to.to_owned(), kind, name: name.to_owned() };
        *self.edges.entry(key).or_default() += 1;
    }

    fn align(&mut self, out: Outgoing<'_>, losses: &mut Losses) {
        let known: BTreeSet<String> = self.nodes.iter().map(|node| node.id.clone()).collect();
        let end = |end: &AlignmentEnd| {
            let mention = end.article.zip(end.mention);
            let mention = mention.and_then(|(article, id)| out.session.shard(article)?.mentions.get(id));
            let entry = end.entry.or_else(|| mention.and_then(|mention| mention.entry));
            let id = entry.map(|id| id.to_string()).filter(|id| known.contains(id));
            id.or_else(|| mention.map(|mention| mention.id.to_string()).filter(|id| known.contains(id)))
        };
        let mut lost = Vec::new();
        for alignment in out.session.alignments.iter() {
            match end(&alignment.from).zip(end(&alignment.to)) {
                Some((from, to)) => self.edge(&from, &to, "alignment", &alignment.kind.to_string()),
                None => lost.push(alignment.id.to_string()),
            }
        }
        losses.add("alignments", "session", lost, "one of their ends is not exported");
    }

    /// The report of an export that wrote `out`.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn written(&self, asked: Outgoing<'_>, out: XmlOut<'_>) -> Result<Written, FormatError> {
        let replaced = out.finish()?;
        let mut losses = Losses(self.dropped.clone());
        let ids = if replaced > 0 { vec![format!("{replaced} in names")] } else { Vec::new() };
        losses.add("control characters", "session", ids, UNHELD);
        Ok(Written { mentions: self.mentions, left_out: asked.left_out(), dropped: losses.0 })
    }
}

/// How many characters of a mention name its node.
const NAME_CHARS: usize = 80;

fn name_of(mention: &Mention) -> String {
    let words = mention.quote.split_whitespace().collect::<Vec<&str>>().join(" ");
    crate::text::shortened(&words, NAME_CHARS).into_owned()
}
