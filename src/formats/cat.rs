//! CAT XML, as the CAT tool and the ECB+ corpus have it: read only.
//!
//! The file holds tokens and no text: the article's text is the tokens joined by one blank, one sentence a line. Markables
//! without tokens are descriptors of chains and become entries of the register; a relation that leads to one links its sources
//! to the entry, across documents where the descriptor has an `instance_id`.

use super::corpus::{
    Corpus, CorpusEntries, CorpusEntry, CorpusMention, CorpusRelation, Document, Fate, LabelName, Remark, Thing, Unit,
};
use super::in_file::InFile;
use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};
use super::xml::{Element, parse};
use crate::codec::{Spread, map_each};
use crate::model::{Value, Values};
use std::collections::{BTreeSet, HashMap};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "cat",
    reads: Reads::Corpus(read),
    writer: None,
    shape: Shape::Folder,
    ending: "xml",
    endings: &["xml"],
    is_flat: false,
    about: "CAT XML, as the ECB+ corpus has it: tokens, markables, chains across documents",
    offset_unit: "token",
    carries: Carries {
        discontinuous: true,
        relations: true,
        attributes: true,
        entries: true,
        texts: true,
        ..Carries::LABELS
    },
    cannot_carry: &["white space of the text"],
};

/// How many pairs of ends one relation may join; corpora have a few dozen.
const MAX_PAIRS: usize = 10_000;

/// The name under which ids of chains stand in the register.
const CHAIN: &str = "cat";

fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    let mut chains = CorpusEntries::default();
    for read in map_each(spread, files.iter().collect(), read_file) {
        match read {
            Ok(Read { document, chains: own, mut remarks }) => {
                corpus.remarks.append(&mut remarks);
                corpus.add(document);
                own.rows.into_iter().for_each(|entry| chains.take(entry));
            }
            Err(remark) => corpus.remarks.push(remark.of(Thing::Document)),
        }
    }
    corpus.entries = chains.rows;
    corpus
}

/// What one file gave.
struct Read {
    document: Document,
    chains: CorpusEntries,
    remarks: Vec<Remark>,
}

fn read_file(file: &InFile) -> Result<Read, Remark> {
    let text = file.fetch_text()?;
    let root = parse(&text).map_err(|fault| Remark::refused(&file.path, &fault.place, "the file", &fault.why))?;
    let parts = root.child("Markables").zip(root.child("Relations"));
    let Some((markables, relations)) = parts.filter(|_| root.name == "Document") else {
        let why = "it is no `Document` with `Markables` and `Relations`";
        return Err(Remark::refused(&file.path, "line 1", "the file", why));
    };
    let mut reading = Reading::new(&root, file)?;
    reading.markables(markables);
    reading.relations(relations);
    let Reading { document, chains, remarks, .. } = reading;
    Ok(Read { document, chains, remarks })
}

/// A token: where it stands in the text, and its number.
#[derive(Clone, Copy)]
struct Token {
    start: u64,
    end: u64,
    number: usize,
}

/// What a markable became.
enum Mark {
    /// A mention, by its number.
    Mention(usize),
    /// A descriptor of a chain, by the key of its entry.
    Chain(String),
}

/// A document on its way.
struct Reading<'r> {
    document: Document,
    tokens: HashMap<&'r str, Token>,
    marks: HashMap<String, Mark>,
    chains: CorpusEntries,
    remarks: Vec<Remark>,
}

impl<'r> Reading<'r> {
    fn new(root: &'r Element<'_>, file: &InFile) -> Result<Self, Remark> {
        let (mut text, mut length) = (String::new(), 0_u64);
        let mut tokens = HashMap::new();
        let mut sentence: Option<&str> = None;
        let mut url = String::new();
        for (number, token) in root.all("token").enumerate() {
            let id = token.get("t_id").unwrap_or_default();
            let of = token.get("sentence").unwrap_or_default();
            if sentence.is_some() {
                text.push(if sentence == Some(of) { ' ' } else { '\n' });
                length += 1;
            }
            sentence = Some(of);
            if of == "0" {
                url.push_str(&token.text);
            }
            let start = length;
            text.push_str(&token.text);
            length += token.text.chars().count() as u64;
            let known = tokens.insert(id, Token { start, end: length, number });
            if known.is_some() || token.text.is_empty() {
                let why =
                    format!("the token `{id}` is empty or stands twice, so that no place in the file can be told");
                return Err(Remark::refused(&file.path, &token.place(), "the file", &why));
            }
        }
        let mut document = Document {
            name: file.stem().to_owned(),
            file: file.path.clone(),
            text: Some(text),
            unit: Unit::CodePoint,
            ..Document::default()
        };
        document.about.url = Some(url).filter(|url| url.starts_with("http"));
        let (marks, chains, remarks) = (HashMap::new(), CorpusEntries::default(), Vec::new());
        Ok(Self { document, tokens, marks, chains, remarks })
    }

    fn refuse(&mut self, thing: Thing, element: &Element<'_>, id: &str, why: &str) {
        let what = format!("{id} {}", element.name);
        let remark = Remark::new(Fate::Refused, &self.document.file, &element.place(), &what, why);
        self.remarks.push(remark.of(thing));
    }

    fn markables(&mut self, markables: &Element<'_>) {
        for markable in &markables.children {
            let id = markable.get("m_id").unwrap_or_default().to_owned();
            if id.is_empty() || self.marks.contains_key(&id) {
                self.refuse(Thing::Mention, markable, &id, "it has no `m_id`, or another one has it already");
                continue;
            }
            let anchors: Vec<&str> = markable.all("token_anchor").filter_map(|anchor| anchor.get("t_id")).collect();
            if anchors.is_empty() {
                let key = self.chain(markable, &id);
                self.marks.insert(id, Mark::Chain(key));
                continue;
            }
            let Some(fragments) = self.fragments(&anchors) else {
                self.refuse(
                    Thing::Mention,
                    markable,
                    &id,
                    "one of its tokens is not in the document, or stands in it twice",
                );
                continue;
            };
            let values = markable.attributes.iter().filter(|(name, value)| *name != "m_id" && !value.is_empty());
            let attributes = values.map(|(name, value)| ((*name).to_owned(), Value::Text(value.to_string())));
            self.marks.insert(id.clone(), Mark::Mention(self.document.mentions.len()));
            self.document.mentions.push(CorpusMention {
                id,
                place: markable.place(),
                label: LabelName::new(&group(markable.name), markable.name),
                fragments,
                attributes: attributes.collect(),
                ..CorpusMention::default()
            });
        }
    }

    /// Tokens that follow one another are one fragment.
    fn fragments(&self, anchors: &[&str]) -> Option<Vec<(u64, u64)>> {
        let found: Option<Vec<Token>> = anchors.iter().map(|id| self.tokens.get(*id).copied()).collect();
        let mut found = found?;
        found.sort_by_key(|token| token.number);
        let mut fragments: Vec<(u64, u64)> = Vec::new();
        let mut before: Option<usize> = None;
        for token in found {
            match (fragments.last_mut(), before) {
                (_, Some(before)) if before == token.number => return None,
                (Some(last), Some(before)) if before + 1 == token.number => last.1 = token.end,
                _ => fragments.push((token.start, token.end)),
            }
            before = Some(token.number);
        }
        Some(fragments)
    }

    /// The key of the entry that a descriptor stands for.
    fn chain(&mut self, markable: &Element<'_>, id: &str) -> String {
        let instance = markable.get("instance_id").filter(|instance| !instance.is_empty());
        let key = instance.map_or_else(|| format!("{}#{id}", self.document.file), str::to_owned);
        let name = markable.get("TAG_DESCRIPTOR").unwrap_or_default().to_owned();
        let ids = instance.map(|instance| (CHAIN.to_owned(), instance.to_owned())).into_iter().collect();
        self.chains.take(CorpusEntry { key: key.clone(), name, ids, ..CorpusEntry::default() });
        key
    }

    fn relations(&mut self, relations: &Element<'_>) {
        for relation in &relations.children {
            let id = relation.get("r_id").unwrap_or_default().to_owned();
            let ends = |side: &str| -> Vec<String> {
                relation.all(side).filter_map(|end| end.get("m_id").map(str::to_owned)).collect()
            };
            let (sources, targets) = (ends("source"), ends("target"));
            if sources.is_empty() || targets.is_empty() {
                let side = if sources.is_empty() { "source" } else { "target" };
                self.refuse(Thing::Relation, relation, &id, &format!("it has no {side}"));
                continue;
            }
            if sources.len().saturating_mul(targets.len()) > MAX_PAIRS {
                let (from, to) = (sources.len(), targets.len());
                let why =
                    format!("it joins {from} sources with {to} targets, more than the {MAX_PAIRS} pairs that are read");
                self.refuse(Thing::Relation, relation, &id, &why);
                continue;
            }
            for (from, to) in sources.iter().flat_map(|from| targets.iter().map(move |to| (from, to))) {
                self.relation(relation, &id, from, to);
            }
        }
    }

    fn relation(&mut self, relation: &Element<'_>, id: &str, from: &str, to: &str) {
        match (self.marks.get(from), self.marks.get(to)) {
            (Some(Mark::Mention(from)), Some(Mark::Mention(to))) => {
                let (from, to) = (*from, *to);
                let values = relation.attributes.iter().filter(|(name, value)| *name != "r_id" && !value.is_empty());
                let attributes: Values =
                    values.map(|(name, value)| ((*name).to_owned(), Value::Text(value.to_string()))).collect();
                let (id, name, place) = (id.to_owned(), relation.name.to_owned(), relation.place());
                self.document.relations.push(CorpusRelation {
                    id,
                    place,
                    name,
                    from,
                    to,
                    attributes,
                    ..CorpusRelation::default()
                });
            }
            (Some(Mark::Mention(from)), Some(Mark::Chain(key))) => {
                let key = key.clone();
                let mention = self.document.mentions.get_mut(*from);
                let taken = mention.and_then(|mention| {
                    let before = mention.entry.clone().filter(|before| *before != key);
                    mention.entry.get_or_insert_with(|| key.clone());
                    before
                });
                if let Some(before) = taken {
                    let why = format!("a mention has one entry, and {from} is linked to {before} already");
                    self.refuse(Thing::Relation, relation, id, &why);
                }
            }
            (Some(Mark::Chain(_)), _) => {
                self.refuse(Thing::Relation, relation, id, "it starts from a descriptor, which is no mention");
            }
            _ => self.refuse(
                Thing::Relation,
                relation,
                id,
                &format!("one of its ends, {from} or {to}, is not in the document"),
            ),
        }
    }
}

/// The kind of thing that a tag of ECB+ speaks of.
fn group(tag: &str) -> String {
    let known: BTreeSet<&str> = BTreeSet::from(["ACTION", "HUMAN", "LOC", "TIME"]);
    let bare = tag.strip_prefix("NEG_").unwrap_or(tag);
    let first = bare.split('_').next().unwrap_or(bare);
    match () {
        () if known.contains(first) => first.to_lowercase(),
        () if bare.starts_with("NON_HUMAN") => "non_human".to_owned(),
        () => "markable".to_owned(),
    }
}
