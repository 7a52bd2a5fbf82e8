//! Nodes and edges of a session, whatever file they go to.

use super::super::outgoing::{Losses, OutDocument, Outgoing};
use super::super::report::{Dropped, FormatError, Written};
use super::super::xml::{UNHELD, XmlOut};
use super::CARRIES;
use crate::model::{AlignmentEnd, ArticleId, EntryId, Mention, MentionId};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What a node stands for. There may be many: they are written out only when they are needed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum NodeId {
    Article(ArticleId),
    Entry(EntryId),
    Mention(MentionId),
}

impl std::fmt::Display for NodeId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Article(id) => id.fmt(out),
            Self::Entry(id) => id.fmt(out),
            Self::Mention(id) => id.fmt(out),
        }
    }
}

/// One node.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Node<'a> {
    pub(super) id: NodeId,
    /// Its name; a mention's words as they stand in the article.
    pub(super) name: &'a str,
    /// An entry's layer, a mention's label, or `article`.
    pub(super) kind: &'a str,
    /// Whether it is an entry of the register.
    pub(super) is_entry: bool,
    /// How many mentions speak of it, or stand in it.
    pub(super) mentions: usize,
    /// In how many articles.
    pub(super) articles: usize,
}

/// One edge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct EdgeKey<'a> {
    pub(super) from: NodeId,
    pub(super) to: NodeId,
    /// `relation`, `alignment` or `mention`.
    pub(super) kind: &'static str,
    /// The relation's or alignment's name; `in` for mentions in articles.
    pub(super) name: &'a str,
}

/// The network. Mentions that speak of no entry are nodes of their own, of which there may be very many: they and their edges
/// are gone through article by article, and not kept.
#[derive(Clone, Debug)]
pub(super) struct Network<'a> {
    out: Outgoing<'a>,
    entries: BTreeMap<EntryId, Node<'a>>,
    /// How often each edge occurs, but those of mentions that are nodes with their articles.
    edges: BTreeMap<EdgeKey<'a>, usize>,
    articles: usize,
    mentions: usize,
    /// How many mentions are nodes.
    single: usize,
    dropped: Vec<Dropped>,
}

impl Node<'_> {
    /// Its name, short enough to be drawn.
    pub(super) fn shown_name(&self) -> Cow<'_, str> {
        match self.id {
            NodeId::Mention(_) => name_of(self.name),
            NodeId::Article(_) | NodeId::Entry(_) => Cow::Borrowed(self.name),
        }
    }
}

/// The node that a mention belongs to.
fn node_of(out: Outgoing<'_>, mention: &Mention) -> NodeId {
    out.entry(mention).map_or(NodeId::Mention(mention.id), |entry| NodeId::Entry(entry.id))
}

impl<'a> Network<'a> {
    /// The network of all that is taken.
    pub(super) fn new(out: Outgoing<'a>) -> Self {
        let mut entries: BTreeMap<EntryId, Node<'a>> = BTreeMap::new();
        for entry in out.session.entries.iter() {
            let kind = entry.kind.as_ref().map_or_else(|| entry.layer.as_str(), |kind| kind.as_str());
            let (id, name) = (NodeId::Entry(entry.id), entry.name.as_str());
            entries.insert(entry.id, Node { id, name, kind, is_entry: true, mentions: 0, articles: 0 });
        }
        let (edges, dropped) = (BTreeMap::new(), Vec::new());
        let mut network = Self { out, entries, edges, articles: 0, mentions: 0, single: 0, dropped };
        for document in out.documents() {
            network.document(&document);
        }
        let mut losses = Losses(out.losses(CARRIES));
        network.align(&mut losses);
        // The register is here whole.
        losses.0.retain(|lost| lost.what != "entries without a mention");
        network.dropped = losses.0;
        network
    }

    fn document(&mut self, document: &OutDocument<'a>) {
        let article = NodeId::Article(document.id());
        self.articles += 1;
        self.mentions += document.mentions.len();
        let mut seen: BTreeSet<EntryId> = BTreeSet::new();
        for mention in &document.mentions {
            let entry = mention.entry.and_then(|id| self.entries.get_mut(&id).map(|node| (id, node)));
            let Some((id, node)) = entry else {
                self.single += 1;
                continue;
            };
            node.mentions += 1;
            node.articles += usize::from(seen.insert(id));
            self.edge(NodeId::Entry(id), article, "mention", IN);
        }
        if document.relations.is_empty() {
            return;
        }
        let nodes: BTreeMap<MentionId, NodeId> =
            document.mentions.iter().map(|mention| (mention.id, node_of(self.out, mention))).collect();
        for relation in &document.relations {
            if let Some((from, to)) = nodes.get(&relation.from).zip(nodes.get(&relation.to)) {
                self.edge(*from, *to, "relation", self.out.relation(relation));
            }
        }
    }

    /// How many nodes there are.
    pub(super) fn node_count(&self) -> usize {
        self.entries.len() + self.single + self.articles
    }

    /// Every node: entries, and then each article behind the mentions in it that speak of none.
    pub(super) fn nodes(&self) -> impl Iterator<Item = Node<'a>> {
        let out = self.out;
        let of_articles = out.documents().flat_map(move |document| {
            let (name, mentions) = (document.shard.article.name.as_str(), document.mentions.len());
            let id = NodeId::Article(document.id());
            let article = Node { id, name, kind: "article", is_entry: false, mentions, articles: 1 };
            let single = document.mentions.into_iter().map(move |mention| (node_of(out, mention), mention));
            let single = single.filter(|(id, _)| matches!(id, NodeId::Mention(_))).map(move |(id, mention)| {
                let (name, kind) = (&*mention.quote, out.label(mention));
                Node { id, name, kind, is_entry: false, mentions: 1, articles: 1 }
            });
            single.chain(std::iter::once(article))
        });
        self.entries.values().cloned().chain(of_articles)
    }

    /// How many different edges there are.
    pub(super) fn edge_count(&self) -> usize {
        self.edges.len() + self.single
    }

    /// Every edge, and how often it occurs.
    pub(super) fn edges(&self) -> impl Iterator<Item = (EdgeKey<'a>, usize)> {
        let out = self.out;
        let of_mentions = out.documents().flat_map(move |document| {
            let to = NodeId::Article(document.id());
            let ends = document.mentions.into_iter().map(move |mention| node_of(out, mention));
            let single = ends.filter(|id| matches!(id, NodeId::Mention(_)));
            single.map(move |from| (EdgeKey { from, to, kind: "mention", name: IN }, 1))
        });
        self.edges.iter().map(|(edge, count)| (edge.clone(), *count)).chain(of_mentions)
    }

    fn edge(&mut self, from: NodeId, to: NodeId, kind: &'static str, name: &'a str) {
        *self.edges.entry(EdgeKey { from, to, kind, name }).or_default() += 1;
    }

    fn align(&mut self, losses: &mut Losses) {
        let out = self.out;
        if out.session.alignments.is_empty() {
            return;
        }
        let known: BTreeSet<NodeId> = self.nodes().map(|node| node.id).collect();
        let end = |end: &AlignmentEnd| {
            let mention = end.article.zip(end.mention);
            let mention = mention.and_then(|(article, id)| out.session.shard(article)?.mentions.get(id));
            let entry = end.entry.or_else(|| mention.and_then(|mention| mention.entry));
            let id = entry.map(NodeId::Entry).filter(|id| known.contains(id));
            id.or_else(|| mention.map(|mention| NodeId::Mention(mention.id)).filter(|id| known.contains(id)))
        };
        let mut lost = Vec::new();
        for alignment in out.session.alignments.iter() {
            match end(&alignment.from).zip(end(&alignment.to)) {
                Some((from, to)) => self.edge(from, to, "alignment", alignment.kind.as_str()),
                None => lost.push(alignment.id.to_string()),
            }
        }
        losses.add("alignments", "session", lost, "one of their ends is not exported");
    }

    /// The report of an export that wrote `out`.
    ///
    /// # Errors
    /// What the disk refused.
    pub(super) fn written(&self, out: XmlOut<'_>) -> Result<Written, FormatError> {
        let replaced = out.finish()?;
        let mut losses = Losses(self.dropped.clone());
        let ids = if replaced > 0 { vec![format!("{replaced} in names")] } else { Vec::new() };
        losses.add("control characters", "session", ids, UNHELD);
        Ok(self.out.written(self.mentions, losses.0))
    }
}

/// What an edge from a mention to its article is called.
const IN: &str = "in";

/// How many characters of a mention name its node.
const NAME_CHARS: usize = 80;

fn name_of(quote: &str) -> Cow<'_, str> {
    let words = quote.split_whitespace().collect::<Vec<&str>>().join(" ");
    Cow::Owned(crate::text::shortened(&words, NAME_CHARS).into_owned())
}
