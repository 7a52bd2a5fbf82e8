//! From one source of a project to a document.

use super::super::corpus::{CorpusEntry, CorpusMention, CorpusRelation, Document, Fate, Remark, Thing, Unit};
use super::super::in_file::InFile;
use super::super::xml::Element;
use super::aside;
use super::read::{Tables, key, remark, text_holder};
use crate::model::Value;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;

/// What one source holds.
#[derive(Default)]
pub(super) struct Part {
    pub(super) document: Option<Document>,
    /// The mention of each selection.
    pub(super) places: BTreeMap<String, usize>,
    pub(super) entries: Vec<CorpusEntry>,
    pub(super) remarks: Vec<Remark>,
}

/// One source on its way.
struct SourceReading<'f> {
    file: &'f InFile,
    tables: &'f Tables,
    part: Part,
}

/// Reads `source`, whose text is `text`, or why there is none; nothing for what is no text.
pub(super) fn read_source(
    file: &InFile,
    tables: &Tables,
    source: &Element<'_>,
    text: Option<Result<String, String>>,
) -> Part {
    let mut reading = SourceReading { file, tables, part: Part::default() };
    reading.source(source, text);
    reading.part
}

impl SourceReading<'_> {
    fn refuse(&mut self, (number, thing): (usize, Thing), element: &Element<'_>, what: &str, why: &str) {
        let remark = remark(self.file, Fate::Refused, element, what, why);
        self.part.remarks.push(remark.of_all(number, thing));
    }

    fn source(&mut self, source: &Element<'_>, text: Option<Result<String, String>>) {
        let name = source.get("name");
        match source.local() {
            "PDFSource" => {
                let marked = source.all("PDFSelection").count();
                if marked > 0 {
                    let why = "they mark places on pages; only the text of a PDF is read";
                    self.refuse((marked, Thing::Mention), source, &format!("{marked} selections of a PDF"), why);
                }
                if text.is_none() {
                    self.refuse((1, Thing::Document), source, "a PDF", "the project holds no text of it");
                }
            }
            "TextSource" => {}
            other => {
                let why = "only texts are read, no pictures, sound or film";
                return self.refuse((1, Thing::Document), source, other, why);
            }
        }
        match (text_holder(source), text) {
            (Some(holder), Some(Ok(text))) => self.document(holder, name, text),
            (Some(holder), Some(Err(why))) => {
                self.refuse((1, Thing::Document), holder, name.unwrap_or("a source"), &why);
            }
            _ => {}
        }
    }

    fn document(&mut self, source: &Element<'_>, name: Option<&str>, text: String) {
        let name = name.filter(|name| !name.trim().is_empty()).unwrap_or("source").to_owned();
        let mut document =
            Document { name, file: self.file.path.clone(), unit: Unit::CodePoint, ..Document::default() };
        let chars = CharIndex::new(&text);
        for selection in source.all("PlainTextSelection") {
            self.selection(selection, &mut document, &chars);
        }
        self.about(source, &mut document);
        if let Some(fields) = source.text_of("Description").and_then(aside::fields) {
            self.aside(&fields, source, &mut document);
        } else if let Some(note) = source.text_of("Description") {
            note.trim().clone_into(&mut document.about.note);
        }
        for coding in source.all("Coding") {
            let why = "it marks the whole text; mark the words that it is about";
            self.refuse((1, Thing::Mention), coding, "a coding of a source", why);
        }
        let notes: Vec<String> = source
            .all("NoteRef")
            .filter_map(|note| self.tables.notes.get(&key(note.get("targetGUID"))))
            .cloned()
            .collect();
        for note in notes {
            let before = &mut document.about.note;
            *before = if before.is_empty() { note } else { format!("{before}\n\n{note}") };
        }
        drop(chars);
        document.text = Some(text);
        document.settle();
        self.part.document = Some(document);
    }

    fn about(&self, source: &Element<'_>, document: &mut Document) {
        for value in source.all("VariableValue") {
            let name = value
                .child("VariableRef")
                .and_then(|variable| self.tables.variables.get(&key(variable.get("targetGUID"))));
            let text =
                value.children.iter().find(|child| child.local() != "VariableRef").map(|child| child.text.to_string());
            let (Some(name), Some(text)) = (name, text.filter(|text| !text.is_empty())) else { continue };
            let about = &mut document.about;
            let place = match name.as_str() {
                "headline" => &mut about.headline,
                "author" => &mut about.author,
                "outlet" => &mut about.outlet,
                "published" => &mut about.published,
                "url" => &mut about.url,
                "language" => &mut about.language,
                _ => {
                    document.ext.insert(name.clone(), Value::Text(text));
                    continue;
                }
            };
            *place = Some(text);
        }
    }

    fn selection(&mut self, selection: &Element<'_>, document: &mut Document, chars: &CharIndex<'_>) {
        let id = selection.get("guid").unwrap_or_default();
        let position = |name: &str| selection.get(name).and_then(|text| text.trim().parse::<u64>().ok());
        let Some(span) = position("startPosition").zip(position("endPosition")) else {
            return self.refuse(
                (1, Thing::Mention),
                selection,
                "a selection",
                "its positions are no numbers from 0 on",
            );
        };
        let fields = selection.text_of("Description").and_then(aside::fields);
        let codings: Vec<&Element<'_>> = selection.all("Coding").collect();
        if codings.is_empty() {
            let why = "it has no code; a mention has a label";
            return self.refuse((1, Thing::Mention), selection, "a selection", why);
        }
        for coding in codings {
            let label =
                coding.child("CodeRef").and_then(|code| self.tables.codes.get(&key(code.get("targetGUID")))).cloned();
            let Some(label) = label else {
                self.refuse((1, Thing::Mention), coding, "a coding", "its code is not in the code book");
                continue;
            };
            let who = coding.get("creatingUser").or_else(|| selection.get("creatingUser"));
            let mut mention = CorpusMention {
                id: id.to_owned(),
                place: format!("project.qde, {}", selection.place()),
                label,
                fragments: vec![span],
                annotator: who.and_then(|who| self.tables.users.get(&key(Some(who)))).cloned(),
                ..CorpusMention::default()
            };
            named(&mut mention, selection.get("name"), span, chars);
            for note in coding.all("NoteRef").chain(selection.all("NoteRef")) {
                mention.notes.extend(self.tables.notes.get(&key(note.get("targetGUID"))).cloned());
            }
            match &fields {
                Some(fields) => self.take(fields, &mut mention),
                None => mention
                    .notes
                    .extend(selection.text_of("Description").filter(|text| !text.trim().is_empty()).map(str::to_owned)),
            }
            self.part.places.entry(key(Some(id))).or_insert(document.mentions.len());
            document.mentions.push(mention);
        }
    }

    fn take(&mut self, fields: &Map<String, Json>, mention: &mut CorpusMention) {
        self.part.entries.extend(aside::take(fields, mention));
    }

    /// What stands in the description of a source: mentions of several fragments and their relations.
    fn aside(&mut self, fields: &Map<String, Json>, source: &Element<'_>, document: &mut Document) {
        let rows = |name: &str| fields.get(name).and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
        let text = |row: &Json, name: &str| row.get(name).and_then(Json::as_str).map(str::to_owned);
        if let Some(note) = fields.get("note").and_then(Json::as_str) {
            note.clone_into(&mut document.about.note);
        }
        for row in rows("mentions") {
            let spans = row.get("fragments").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            let spans = spans.iter().filter_map(|span| Some((span.get(0)?.as_u64()?, span.get(1)?.as_u64()?)));
            let (fragments, label) =
                (spans.collect::<Vec<_>>(), text(row, "code").and_then(|code| self.tables.codes.get(&code).cloned()));
            let (Some(label), false) = (label, fragments.is_empty()) else {
                self.refuse(
                    (1, Thing::Mention),
                    source,
                    "a mention of several fragments",
                    "it has no code or no place",
                );
                continue;
            };
            let id = text(row, "guid").unwrap_or_default();
            let notes = row.get("notes").and_then(Json::as_array).map(Vec::as_slice).unwrap_or_default();
            let mut mention = CorpusMention {
                id: id.clone(),
                place: format!("project.qde, {}", source.place()),
                label,
                fragments,
                annotator: text(row, "by"),
                quote: text(row, "quote"),
                notes: notes.iter().filter_map(|note| note.as_str().map(str::to_owned)).collect(),
                ..CorpusMention::default()
            };
            if let Some(row) = row.as_object() {
                self.take(row, &mut mention);
            }
            self.part.places.entry(key(Some(&id))).or_insert(document.mentions.len());
            document.mentions.push(mention);
        }
        for row in rows("relations") {
            let end = |name: &str| text(row, name).and_then(|id| self.part.places.get(&key(Some(&id)))).copied();
            if let (Some(from), Some(to), Some(name)) = (end("from"), end("to"), text(row, "name")) {
                let (role, place) = (text(row, "role"), source.place());
                document.relations.push(CorpusRelation { place, name, role, from, to, ..CorpusRelation::default() });
            }
        }
    }
}

/// The name of a selection is free; where it is a stretch of the text, though not the one that is marked, the place is wrong.
fn named(mention: &mut CorpusMention, name: Option<&str>, (start, end): (u64, u64), chars: &CharIndex<'_>) {
    let Some(name) = name.filter(|name| !name.trim().is_empty()) else { return };
    let flat = |text: &str| text.split_whitespace().collect::<Vec<&str>>().join(" ");
    let short = name.strip_suffix('…').or_else(|| name.strip_suffix("...")).map(flat);
    let covered = chars.slice(start, end).map(flat);
    let holds = covered
        .as_deref()
        .is_some_and(|covered| covered == flat(name) || short.is_some_and(|short| covered.starts_with(&short)));
    if holds {
        return;
    }
    if chars.text.contains(name) {
        mention.quote = Some(name.to_owned());
    } else {
        mention.ext.insert("qdpx.name".to_owned(), Value::Text(name.to_owned()));
    }
}

/// Finds code points in a text; every thousandth is known.
struct CharIndex<'t> {
    text: &'t str,
    steps: Vec<usize>,
}

/// How many code points lie between two that are known.
const STEP: usize = 1000;

impl<'t> CharIndex<'t> {
    fn new(text: &'t str) -> Self {
        Self { text, steps: text.char_indices().step_by(STEP).map(|(at, _)| at).collect() }
    }

    fn byte(&self, char: u64) -> Option<usize> {
        let char = usize::try_from(char).ok()?;
        let from = self.steps.get(char / STEP).copied().or_else(|| (char == 0).then_some(0));
        let from = match from {
            Some(from) => from,
            // The end of a text whose length is a whole number of steps.
            None if char % STEP == 0 && char / STEP == self.steps.len() => self.text.len(),
            None => return None,
        };
        let rest = self.text.get(from..)?;
        let mut places = rest.char_indices().map(|(at, _)| at).chain(std::iter::once(rest.len()));
        places.nth(char % STEP).map(|at| from + at)
    }

    fn slice(&self, start: u64, end: u64) -> Option<&'t str> {
        self.text.get(self.byte(start)?..self.byte(end)?)
    }
}
