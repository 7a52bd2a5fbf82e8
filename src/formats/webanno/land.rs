//! From the rows of a file to mentions, relations and entries.

use super::super::cas::{LABEL_KEY, LABELS, TYPE_KEY};
use super::super::corpus::{Corpus, CorpusEntry, CorpusMention, CorpusRelation, Document, LabelName, Remark, Thing};
use super::cells::{Entry, entries, reference};
use super::{Kind, Layer, Row};
use crate::model::{Value, Values};
use std::collections::{BTreeMap, HashMap, HashSet};

/// An annotation while it is gathered over its rows.
struct Unit {
    layer: usize,
    begin: u64,
    end: u64,
    values: BTreeMap<String, String>,
    line: usize,
    /// Its number or the row it stands on.
    key: String,
    entry: Option<String>,
}

/// A slot of an annotation with what fills it.
struct Slot {
    host: usize,
    name: String,
    role: Option<String>,
    target: String,
    base: String,
    line: usize,
}

/// A document on its way.
pub(super) struct Landing<'r> {
    layers: &'r [Layer],
    rows: &'r [Row<'r>],
    document: Document,
    corpus: &'r mut Corpus,
    units: Vec<Unit>,
    /// Annotations by layer and number or row.
    by_key: HashMap<(usize, String), usize>,
    /// The first annotation with a number of each layer, by where it begins.
    by_begin: HashMap<(usize, u64), usize>,
    slots: Vec<Slot>,
    /// Keys of the entries that the corpus has of this document.
    chains: HashSet<String>,
}

impl<'r> Landing<'r> {
    pub(super) fn new(layers: &'r [Layer], rows: &'r [Row<'r>], document: Document, corpus: &'r mut Corpus) -> Self {
        let (units, slots, chains) = (Vec::new(), Vec::new(), HashSet::new());
        Self { layers, rows, document, corpus, units, by_key: HashMap::new(), by_begin: HashMap::new(), slots, chains }
    }

    pub(super) fn all(mut self) -> Document {
        let (layers, rows) = (self.layers, self.rows);
        for row in rows {
            for (number, cells) in blocks(layers, row) {
                match layers.get(number).map(|layer| layer.kind) {
                    Some(Kind::Span) => self.spans(number, row, cells),
                    Some(Kind::Chain) => self.chain(number, row, cells),
                    _ => {}
                }
            }
        }
        self.mentions();
        self.fill_slots();
        if !layers.iter().any(|layer| layer.kind == Kind::Relation) {
            return self.document;
        }
        let ends: HashMap<&str, u64> = rows.iter().map(|row| (row.id, row.begin)).collect();
        for row in rows {
            for (number, cells) in blocks(layers, row) {
                if layers.get(number).is_some_and(|layer| layer.kind == Kind::Relation) {
                    self.relations(number, row, cells, &ends);
                }
            }
        }
        self.document
    }

    fn refuse(&mut self, thing: Thing, line: usize, what: &str, why: &str) {
        let place = format!("line {line}");
        self.corpus.remarks.push(Remark::refused(&self.document.file, &place, what, why).of(thing));
    }

    /// The annotation of `key`, which reaches over `row` too.
    fn unit(&mut self, layer: usize, key: String, row: &Row<'_>) -> usize {
        let next = self.units.len();
        let number = *self.by_key.entry((layer, key.clone())).or_insert(next);
        if number == next {
            if key.starts_with('#') {
                self.by_begin.entry((layer, row.begin)).or_insert(next);
            }
            let (values, line) = (BTreeMap::new(), row.line);
            self.units.push(Unit { layer, begin: row.begin, end: row.end, values, line, key, entry: None });
        }
        if let Some(unit) = self.units.get_mut(number) {
            unit.begin = unit.begin.min(row.begin);
            unit.end = unit.end.max(row.end);
        }
        number
    }

    fn set(&mut self, number: usize, name: &str, value: &str, line: usize) {
        let Some(unit) = self.units.get_mut(number) else { return };
        let known = unit.values.entry(name.to_owned()).or_insert_with(|| value.to_owned());
        if known != value {
            let why = format!("its rows say `{known}` and `{value}` for one annotation; the first one counts");
            self.refuse(Thing::Attribute, line, name, &why);
        }
    }

    fn spans(&mut self, number: usize, row: &Row<'_>, cells: &[&str]) {
        let Some(layer) = self.layers.get(number) else { return };
        let columns: Vec<Vec<Entry>> = cells.iter().map(|cell| entries(cell)).collect();
        // Values without numbers of their own belong to those of another column, one by one.
        let numbered = |column: &&Vec<Entry>| column.len() > 1 && column.iter().all(|entry| entry.number.is_some());
        let order: Vec<Option<String>> =
            columns.iter().find(numbered).map(|column| numbers(column)).unwrap_or_default();
        for (column, found) in columns.iter().enumerate() {
            let name = layer.fields.get(column).map(String::as_str).unwrap_or_default();
            for (rank, entry) in found.iter().enumerate() {
                let is_filler = layer.is_filler(column);
                let own = entry.number.clone().filter(|_| !is_filler || entry.value.is_none());
                let of = own.or_else(|| order.get(rank).cloned().flatten().filter(|_| found.len() == order.len()));
                if found.len() > 1 && of.is_none() && !is_filler && !layer.is_role(column) {
                    let why = "several annotations stand here without numbers that tell which values belong together";
                    self.refuse(Thing::Mention, row.line, layer.short(), why);
                    continue;
                }
                if is_filler && entry.value.is_some() {
                    continue;
                }
                let key = of.map_or_else(|| row.id.to_owned(), |of| format!("#{of}"));
                let unit = self.unit(number, key, row);
                if layer.is_role(column) {
                    let fillers = columns.get(column + 1).and_then(|fillers| fillers.get(rank));
                    self.slot(unit, (layer, column), (entry, fillers), row.line);
                } else if let Some(value) = entry.value.clone().filter(|_| !name.is_empty() && !is_filler) {
                    self.set(unit, name, &value, row.line);
                }
            }
        }
    }

    fn slot(
        &mut self,
        host: usize,
        (layer, column): (&Layer, usize),
        (roles, fillers): (&Entry, Option<&Entry>),
        line: usize,
    ) {
        let field = layer.fields.get(column).map(String::as_str).unwrap_or_default();
        let name = field.split_once(':').map_or(field, |(_, name)| name);
        let name = name.split_once('_').map_or(name, |(name, _)| name).to_owned();
        let base = layer.fields.get(column + 1).cloned().unwrap_or_default();
        let Some(fillers) = fillers.filter(|fillers| fillers.value.is_some()) else { return };
        // The number at the end of the cell belongs to the last filler.
        let mut targets = fillers.parts.clone();
        if let (Some(last), Some(number)) = (targets.last_mut(), &fillers.number) {
            *last = format!("{last}[{number}]");
        }
        for (rank, target) in targets.into_iter().enumerate() {
            let role = roles.parts.get(rank).filter(|role| *role != "*" && *role != "_").cloned();
            let (name, base) = (name.clone(), base.clone());
            self.slots.push(Slot { host, name, role, target, base, line });
        }
    }

    fn chain(&mut self, number: usize, row: &Row<'_>, cells: &[&str]) {
        let [links, kinds] = cells else { return };
        let kinds = entries(kinds);
        for (rank, link) in entries(links).into_iter().enumerate() {
            let value = link.value.unwrap_or_default();
            let Some((relation, place)) = value.rsplit_once("->") else {
                self.refuse(Thing::Mention, row.line, "a chain", "its place in the chain is missing, as in `*->1-2`");
                continue;
            };
            let unit = self.unit(number, format!("chain {place}"), row);
            let chain = place.split('-').next().unwrap_or_default();
            let entry = format!("{}#{number}.{chain}", self.document.file);
            if let Some(unit) = self.units.get_mut(unit) {
                unit.entry = Some(entry);
            }
            if let Some(kind) = kinds.get(rank).and_then(|kind| kind.value.clone()) {
                self.set(unit, "referenceType", &kind, row.line);
            }
            if relation != "*" {
                self.set(unit, "referenceRelation", relation, row.line);
            }
        }
    }

    fn mentions(&mut self) {
        self.document.mentions.reserve_exact(self.units.len());
        for unit in &self.units {
            let Some(layer) = self.layers.get(unit.layer) else { continue };
            let label =
                LABELS.iter().find_map(|name| unit.values.get_key_value(*name).filter(|(_, text)| !text.is_empty()));
            let name = label.map_or(layer.short(), |(_, text)| text.as_str());
            let of_label = label.map(|(name, _)| name.as_str());
            let values = unit.values.iter().filter(|(name, _)| Some(name.as_str()) != of_label);
            let ext = [(TYPE_KEY, layer.name.as_str()), (LABEL_KEY, of_label.unwrap_or_default())];
            if let Some(key) = &unit.entry
                && self.chains.insert(key.clone())
            {
                self.corpus.entries.push(CorpusEntry { key: key.clone(), ..CorpusEntry::default() });
            }
            self.document.mentions.push(CorpusMention {
                id: format!("{} {}", layer.short(), unit.key),
                place: format!("line {}", unit.line),
                label: LabelName::new(layer.short(), name),
                fragments: vec![(unit.begin, unit.end)],
                attributes: values.map(|(name, text)| (name.clone(), Value::Text(text.clone()))).collect(),
                entry: unit.entry.clone(),
                ext: texts(ext),
                ..CorpusMention::default()
            });
        }
    }

    /// The annotation of one of the layers `of` that a reference means.
    fn referred(&self, of: &[usize], row: &str, number: Option<&str>, begin: Option<u64>) -> Option<usize> {
        let key = number.map_or_else(|| row.to_owned(), |number| format!("#{number}"));
        let by_key = |layer: &usize| self.by_key.get(&(*layer, key.clone())).copied();
        let at = begin.filter(|_| number.is_none());
        let by_begin = |layer: &usize| at.and_then(|begin| self.by_begin.get(&(*layer, begin)).copied());
        of.iter().find_map(by_key).or_else(|| of.iter().find_map(by_begin))
    }

    /// The layers of annotations called `base`; any for the type above all.
    fn layers_of(&self, base: &str) -> Vec<usize> {
        let is_base = |layer: &Layer| base == "uima.tcas.Annotation" || layer.name == base;
        let all = self.layers.iter().enumerate();
        all.filter(|(_, layer)| layer.kind != Kind::Relation && is_base(layer)).map(|(number, _)| number).collect()
    }

    fn fill_slots(&mut self) {
        if self.slots.is_empty() {
            return;
        }
        let places: HashMap<&str, u64> = self.rows.iter().map(|row| (row.id, row.begin)).collect();
        for slot in std::mem::take(&mut self.slots) {
            let Slot { host, name, role, target, base, line } = slot;
            let found = reference(&target).and_then(|(row, number, _)| {
                self.referred(&self.layers_of(&base), row, number, places.get(row).copied())
            });
            let Some(to) = found else {
                let why = format!("the slot is filled by `{target}`, which is no annotation of the layer {base}");
                self.refuse(Thing::Relation, line, &name, &why);
                continue;
            };
            let place = format!("line {line}");
            self.document.relations.push(CorpusRelation {
                name,
                role,
                place,
                from: host,
                to,
                ..CorpusRelation::default()
            });
        }
    }

    fn relations(&mut self, number: usize, row: &Row<'_>, cells: &[&str], ends: &HashMap<&str, u64>) {
        let Some(layer) = self.layers.get(number) else { return };
        let Some((last, values)) = cells.split_last().filter(|(last, _)| **last != "_") else { return };
        let base = layer.fields.last().and_then(|name| name.strip_prefix("BT_")).unwrap_or_default();
        let of = self.layers_of(base);
        let columns: Vec<Vec<Entry>> = values.iter().map(|cell| entries(cell)).collect();
        for (rank, target) in last.split('|').enumerate() {
            let found = reference(target).and_then(|(from, one, two)| {
                let begin = ends.get(from).copied();
                let from = self.referred(&of, from, one, begin)?;
                Some((from, self.referred(&of, row.id, two, Some(row.begin))?))
            });
            let Some((from, to)) = found else {
                let why = format!("one of its ends, `{target}` or this row, is no annotation of the layer {base}");
                self.refuse(Thing::Relation, row.line, layer.short(), &why);
                continue;
            };
            let value = |column: usize| {
                columns.get(column).and_then(|found| found.get(rank)).and_then(|entry| entry.value.as_deref())
            };
            let column = |name: &str| layer.fields.iter().position(|field| field == name);
            let features = ["label", "value", "type", "DependencyType"];
            let label = features.iter().find_map(|name| {
                column(name).and_then(value).filter(|text| !text.is_empty()).map(|text| (*name, text))
            });
            let of_label = label.map_or("", |(name, _)| name);
            let others = layer.fields.iter().enumerate().filter(|(_, name)| *name != of_label);
            let attributes = others.filter_map(|(at, name)| Some((name.clone(), Value::Text(value(at)?.to_owned()))));
            let ext = [(TYPE_KEY, layer.name.as_str()), (LABEL_KEY, of_label)];
            self.document.relations.push(CorpusRelation {
                place: format!("line {}", row.line),
                name: label.map_or(layer.short(), |(_, text)| text).to_owned(),
                from,
                to,
                attributes: attributes.collect(),
                ext: texts(ext),
                ..CorpusRelation::default()
            });
        }
    }
}

/// Texts by their names, with no room for more: nearly every row of a large corpus has them.
fn texts(named: [(&str, &str); 2]) -> Values {
    let mut values = Values::with_capacity(named.len());
    for (name, text) in named {
        values.insert(name.to_owned(), Value::Text(text.to_owned()));
    }
    values
}

fn numbers(column: &[Entry]) -> Vec<Option<String>> {
    column.iter().map(|entry| entry.number.clone()).collect()
}

/// The cells of a row by the number of their layer.
fn blocks<'r>(layers: &'r [Layer], row: &'r Row<'r>) -> impl Iterator<Item = (usize, &'r [&'r str])> {
    let mut at = 0;
    layers.iter().enumerate().map(move |(number, layer)| {
        let cells = row.cells.get(at..at + layer.fields.len()).unwrap_or_default();
        at += layer.fields.len();
        (number, cells)
    })
}
