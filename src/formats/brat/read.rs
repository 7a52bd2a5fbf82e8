//! From a folder of brat to a corpus.

use super::super::corpus::{
    Corpus, CorpusEntries, CorpusEntry, CorpusMention, CorpusRelation, Document, LabelName, Remark, Scheme, Thing, Unit,
};
use super::super::in_file::InFile;
use super::format::{ENTITY, EVENT, NOTE};
use super::labels::{original_names, restore};
use super::row::{Row, parse};
use super::{conf, keys, types};
use crate::codec::{Spread, map_each};
use crate::model::{Value, Values};
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Reads texts, annotations and the configuration of one folder, or of several below one another.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    let mut texts: BTreeMap<String, InFile> = BTreeMap::new();
    let mut annotations: BTreeMap<String, InFile> = BTreeMap::new();
    let mut names = BTreeMap::new();
    for file in files {
        let stem = file.path_stem().to_owned();
        match file.ending().as_str() {
            "ann" => _ = annotations.insert(stem, std::mem::take(file)),
            "txt" => _ = texts.insert(stem, std::mem::take(file)),
            "conf" if file.name() == "annotation.conf" => match file.text() {
                Ok(text) => {
                    conf::read(text, &mut corpus.scheme);
                    types::read(text, &mut corpus.scheme);
                    names.extend(original_names(text));
                }
                Err(remark) => corpus.remarks.push(remark),
            },
            "conf" => {}
            _ => {
                let why = "brat has a text in a `.txt` file and what is marked in the `.ann` of the same name; this is neither";
                corpus.remarks.push(Remark::refused(&file.path, "", "the file", why));
            }
        }
    }
    let events = event_labels(&corpus.scheme, annotations.values());
    let lists = types::with_choices(&corpus.scheme);
    let known = Known { events: &events, lists: &lists };
    let mut entries = CorpusEntries::default();
    let pairs: Vec<(InFile, Option<InFile>)> =
        texts.into_iter().map(|(stem, text)| (text, annotations.remove(&stem))).collect();
    for read in map_each(spread, pairs, |(text, annotations)| document(text, annotations, known)) {
        match read {
            Ok(Read { document, entries: own, mut remarks }) => {
                own.rows.into_iter().for_each(|entry| entries.take(entry));
                corpus.remarks.append(&mut remarks);
                corpus.add(document);
            }
            Err(remark) => corpus.remarks.push(remark),
        }
    }
    for (stem, file) in annotations {
        let why = format!("there is no `{stem}.txt` beside it, and annotations mean nothing without their text");
        corpus.remarks.push(Remark::refused(&file.path, "", "the file", &why).of(Thing::Document));
    }
    corpus.entries = entries.rows;
    types::restore(&mut corpus);
    restore(&mut corpus, &names);
    corpus
}

/// Labels of events: those that the configuration says, and those that events have.
fn event_labels<'f>(scheme: &Scheme, files: impl Iterator<Item = &'f InFile>) -> BTreeSet<String> {
    let known = scheme.labels.iter().filter(|hint| hint.label.group == EVENT);
    let mut labels: BTreeSet<String> = known.map(|hint| hint.label.name.clone()).collect();
    for text in files.filter_map(|file| file.text().ok()) {
        for line in lines(text).filter(|line| line.starts_with('E')) {
            if let Ok(Row::Event { label, .. }) = parse(line) {
                labels.insert(label.to_owned());
            }
        }
    }
    labels
}

fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split('\n').map(|line| line.strip_suffix('\r').unwrap_or(line))
}

/// What one document gave.
struct Read {
    document: Document,
    entries: CorpusEntries,
    remarks: Vec<Remark>,
}

/// What the configuration and all documents say of names.
#[derive(Clone, Copy)]
struct Known<'k> {
    /// Labels of events.
    events: &'k BTreeSet<String>,
    /// Attributes of which a mention may have several values.
    lists: &'k BTreeSet<String>,
}

fn document(mut text: InFile, annotations: Option<InFile>, known: Known<'_>) -> Result<Read, Remark> {
    let words = text.take_text().map_err(|remark| remark.of(Thing::Document))?;
    let mut reading = Reading {
        document: Document {
            name: text.path.clone(),
            file: annotations.as_ref().unwrap_or(&text).path.clone(),
            text: Some(words),
            unit: Unit::CodePoint,
            ..Document::default()
        },
        known,
        anchors: HashMap::new(),
        triggers: HashMap::new(),
        relations: HashMap::new(),
        entries: CorpusEntries::default(),
        remarks: Vec::new(),
    };
    let Some(file) = annotations else { return Ok(reading.finish()) };
    let rows = match file.text() {
        Ok(rows) => rows,
        Err(remark) => {
            reading.remarks.push(remark);
            return Ok(reading.finish());
        }
    };
    reading.document.mentions.reserve_exact(lines(rows).filter(|line| line.starts_with('T')).count());
    let mut later: Vec<(usize, Row<'_>)> = Vec::new();
    for (number, line) in lines(rows).enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        match parse(line) {
            Ok(row @ Row::Text { .. }) => reading.text(number, row),
            Ok(row) => later.push((number, row)),
            Err(why) => reading.refuse(number, line, &why),
        }
    }
    // Rows may refer to rows that stand below them.
    let rank = |row: &Row<'_>| match row {
        Row::Event { .. } => 0,
        Row::Relation { .. } | Row::Equivalents { .. } => 1,
        _ => 2,
    };
    later.sort_by_key(|(number, row)| (rank(row), *number));
    for (_, row) in &later {
        if let Row::Event { id, trigger, .. } = row
            && let Some(anchor) = reading.anchors.get(*trigger)
        {
            reading.triggers.insert((*id).to_owned(), *anchor);
        }
    }
    for (number, row) in later {
        reading.row(number, row);
    }
    Ok(reading.finish())
}

/// One document on its way.
struct Reading<'r> {
    document: Document,
    known: Known<'r>,
    /// Mentions by the ids of their rows.
    anchors: HashMap<String, usize>,
    /// Triggers by the ids of their events.
    triggers: HashMap<String, usize>,
    relations: HashMap<String, usize>,
    entries: CorpusEntries,
    remarks: Vec<Remark>,
}

impl Reading<'_> {
    fn finish(self) -> Read {
        Read { document: self.document, entries: self.entries, remarks: self.remarks }
    }

    fn refuse(&mut self, number: usize, what: &str, why: &str) {
        let place = format!("line {}", number + 1);
        let what = crate::text::shortened(what, 60);
        let thing = match what.chars().next() {
            Some('T') => Some(Thing::Mention),
            Some('E' | 'R' | '*') => Some(Thing::Relation),
            Some('A' | 'M') => Some(Thing::Attribute),
            Some('#') => Some(Thing::Note),
            _ => None,
        };
        let remark = Remark::refused(&self.document.file, &place, &what, why);
        self.remarks.push(match thing {
            Some(thing) => remark.of(thing),
            None => remark,
        });
    }

    fn mention(&mut self, number: Option<usize>) -> Option<&mut CorpusMention> {
        number.and_then(|at| self.document.mentions.get_mut(at))
    }

    fn anchor(&self, id: &str) -> Option<usize> {
        self.anchors.get(id).or_else(|| self.triggers.get(id)).copied()
    }

    fn text(&mut self, number: usize, row: Row<'_>) {
        let Row::Text { id, label, fragments, words } = row else { return };
        if self.anchors.contains_key(id) {
            return self.refuse(number, id, "another line has this id already");
        }
        let group = if self.known.events.contains(label) { EVENT } else { ENTITY };
        self.anchors.insert(id.to_owned(), self.document.mentions.len());
        self.document.mentions.push(CorpusMention {
            id: id.to_owned(),
            place: format!("line {}", number + 1),
            label: LabelName::new(group, label),
            fragments,
            quote: Some(words.to_owned()),
            ..CorpusMention::default()
        });
    }

    fn row(&mut self, number: usize, row: Row<'_>) {
        match row {
            Row::Text { .. } => {}
            Row::Event { id, trigger, arguments, tail, .. } => self.event(number, id, trigger, &arguments, tail),
            Row::Relation { id, name, from, to, tail } => self.relation(number, id, name, from, to, tail),
            Row::Equivalents { name, members } => self.equivalents(number, name, &members),
            Row::Attribute { id, name, on, value } => {
                let value = value.map_or(Value::Bool(true), |value| Value::Text(value.to_owned()));
                self.attribute(number, id, name, on, value);
            }
            Row::Normalisation { id, on, place, key, name } => {
                let Some(at) = self.anchor(on) else { return self.lost(number, id, on) };
                let (place, id_there) = (place.to_owned(), key.to_owned());
                let key = format!("{place}:{id_there}");
                let (ids, name) = (BTreeMap::from([(place, id_there)]), name.to_owned());
                self.entries.take(CorpusEntry { key: key.clone(), ids, name, ..CorpusEntry::default() });
                let taken = self.mention(Some(at)).and_then(|mention| mention.entry.replace(key.clone()));
                if let Some(before) = taken.filter(|before| *before != key) {
                    if let Some(mention) = self.mention(Some(at)) {
                        mention.entry = Some(before.clone());
                    }
                    let why = format!("the mention is linked to {before} already, and a mention has one entry");
                    self.refuse(number, id, &why);
                }
            }
            Row::Note { id, name, on, words } => self.note(number, id, name, on, words),
        }
    }

    fn lost(&mut self, number: usize, id: &str, on: &str) {
        self.refuse(number, id, &format!("it belongs to `{on}`, which no line of the file has"));
    }

    fn event(&mut self, number: usize, id: &str, trigger: &str, arguments: &[(&str, &str)], tail: &str) {
        let Some(from) = self.anchors.get(trigger).copied() else { return self.lost(number, id, trigger) };
        if let Some(mention) = self.mention(Some(from)) {
            if mention.ext.is_empty() {
                // Nearly all triggers have one event, and nothing else that is kept aside.
                mention.ext = Values::with_capacity(1);
            }
            let list = mention.ext.entry(keys::EVENTS.to_owned());
            if let Value::List(events) = list.or_insert_with(|| Value::List(Vec::with_capacity(1))) {
                events.push(Value::Text(id.to_owned()));
            }
            if !tail.is_empty() {
                mention.ext.insert(keys::TAIL.to_owned(), Value::Text(tail.to_owned()));
            }
        }
        for (rank, (role, on)) in arguments.iter().enumerate() {
            let Some(to) = self.anchor(on) else {
                self.lost(number, &format!("{id} {role}:{on}"), on);
                continue;
            };
            let rank = i64::try_from(rank).unwrap_or(i64::MAX);
            let target = (*on).starts_with('E').then(|| Value::Text((*on).to_owned()));
            let mut event = vec![Value::Text(id.to_owned()), Value::Int(rank)];
            event.extend(target);
            self.document.relations.push(CorpusRelation {
                place: format!("line {}", number + 1),
                name: String::new(),
                role: Some((*role).to_owned()),
                from,
                to,
                ext: Values::from_iter([(keys::EVENT.to_owned(), Value::List(event))]),
                ..CorpusRelation::default()
            });
        }
    }

    fn relation(&mut self, number: usize, id: &str, name: &str, from: (&str, &str), to: (&str, &str), tail: &str) {
        let ends = (self.anchor(from.1), self.anchor(to.1));
        let (Some(source), Some(target)) = ends else {
            return self.lost(number, id, if ends.0.is_none() { from.1 } else { to.1 });
        };
        let mut ext = Values::new();
        if (from.0, to.0) != ("Arg1", "Arg2") {
            ext.insert(keys::ARGS.to_owned(), Value::Text(format!("{} {}", from.0, to.0)));
        }
        if !tail.is_empty() {
            ext.insert(keys::TAIL.to_owned(), Value::Text(tail.to_owned()));
        }
        self.relations.insert(id.to_owned(), self.document.relations.len());
        self.document.relations.push(CorpusRelation {
            id: id.to_owned(),
            place: format!("line {}", number + 1),
            name: name.to_owned(),
            from: source,
            to: target,
            ext,
            ..CorpusRelation::default()
        });
    }

    /// Equivalents become a chain of relations in the order of the text; one group has one number.
    fn equivalents(&mut self, number: usize, name: &str, members: &[&str]) {
        let mut found = Vec::new();
        for member in members {
            match self.anchor(member) {
                Some(at) => found.push(at),
                None => return self.lost(number, "*", member),
            }
        }
        found.sort_by_key(|at| self.document.mentions.get(*at).map(|mention| mention.fragments.clone()));
        let group = i64::try_from(number).unwrap_or(i64::MAX);
        for pair in found.windows(2) {
            let [from, to] = *pair else { continue };
            self.document.relations.push(CorpusRelation {
                place: format!("line {}", number + 1),
                name: name.to_owned(),
                from,
                to,
                ext: Values::from_iter([(keys::EQUIV.to_owned(), Value::Int(group))]),
                ..CorpusRelation::default()
            });
        }
    }

    fn attribute(&mut self, number: usize, id: &str, name: &str, on: &str, value: Value) {
        let at = self.relations.get(on).copied();
        let values = if let Some(relation) = at.and_then(|at| self.document.relations.get_mut(at)) {
            Some(&mut relation.attributes)
        } else {
            let at = self.anchor(on);
            at.and_then(|at| self.document.mentions.get_mut(at)).map(|mention| &mut mention.attributes)
        };
        let Some(values) = values else { return self.lost(number, id, on) };
        if self.known.lists.contains(name) {
            return types::add(values, name, value);
        }
        if let Some(before) = values.get(name).filter(|before| **before != value).cloned() {
            let why = format!("`{on}` has the value {before} for `{name}` already; the first one counts");
            return self.refuse(number, &format!("{id} {name}"), &why);
        }
        values.insert(name.to_owned(), value);
    }

    fn note(&mut self, number: usize, id: &str, name: &str, on: &str, words: &str) {
        if let Some(relation) = self.relations.get(on).and_then(|at| self.document.relations.get_mut(*at)) {
            relation.notes.push(words.to_owned());
            return;
        }
        let Some(at) = self.anchor(on) else { return self.lost(number, id, on) };
        let is_list = self.known.lists.contains(name);
        let Some(mention) = self.mention(Some(at)) else { return };
        if name == NOTE || (!is_list && mention.attributes.contains_key(name)) {
            mention.notes.push(words.to_owned());
            return;
        }
        // A note of another type is data of a program: it stays under its own name.
        let value = Value::Text(words.to_owned());
        if is_list {
            return types::add(&mut mention.attributes, name, value);
        }
        mention.attributes.insert(name.to_owned(), value);
        let list = mention.ext.entry(keys::NOTES.to_owned()).or_insert_with(|| Value::List(Vec::new()));
        if let Value::List(names) = list {
            names.push(Value::Text(name.to_owned()));
        }
    }
}
