//! From a project to a corpus.

use super::super::corpus::{
    Corpus, CorpusEntry, CorpusMention, CorpusRelation, Document, Fate, InFile, LabelName, Remark, SchemeLabel, Unit,
};
use super::super::xml::{Element, parse};
use super::unpack::Archive;
use super::{aside, codes};
use crate::codec::{Spread, map_each};
use crate::model::Value;
use serde_json::{Map, Value as Json};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Reads `.qdpx` files; the sources of each, side by side.
pub(super) fn read(files: &[InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    let mut entries = HashSet::new();
    for file in files {
        if let Err((place, why)) = project(file, spread, &mut corpus, &mut entries) {
            corpus.remarks.push(Remark::refused(&file.path, &place, "the file", &why));
        }
    }
    corpus
}

fn project(
    file: &InFile,
    spread: &dyn Spread,
    corpus: &mut Corpus,
    entries: &mut HashSet<String>,
) -> Result<(), (String, String)> {
    let whole = |why: String| (String::new(), why);
    let mut archive = Archive::open(&file.bytes).map_err(whole)?;
    let bytes = archive.member("project.qde").map_err(whole)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| whole("`project.qde` is not UTF-8".to_owned()))?;
    let mut root = parse(text.strip_prefix('\u{feff}').unwrap_or(text))
        .map_err(|fault| (format!("project.qde, {}", fault.place), fault.why))?;
    if root.local() != "Project" {
        return Err(whole("`project.qde` does not begin with an element `Project`".to_owned()));
    }
    let mut reading = Reading { file, archive, corpus, tables: Tables::default(), places: HashMap::new() };
    reading.tables(&root);
    let first = reading.corpus.documents.len();
    // Most of a project stands there, and each source goes as soon as it is read.
    let sources = root.children.iter_mut().find(|child| child.local() == "Sources");
    let sources = sources.map(|sources| std::mem::take(&mut sources.children)).unwrap_or_default();
    let with_text = |source| {
        let text = text_holder(&source).map(|holder| reading.text(holder));
        (source, text)
    };
    let sources: Vec<(Element<'_>, Option<Result<String, String>>)> = sources.into_iter().map(with_text).collect();
    let tables = &reading.tables;
    let parts = map_each(spread, sources, |(source, text)| {
        let mut reading = SourceReading { file, tables, part: Part::default() };
        reading.source(&source, text);
        reading.part
    });
    for part in parts {
        reading.join(part, entries);
    }
    reading.links(&root, first);
    for left in ["Cases", "Sets", "Graphs"] {
        if let Some(part) = root.child(left).filter(|part| !part.children.is_empty()) {
            let what = format!("{} in {left}", part.children.len());
            reading.remark(Fate::Refused, part, &what, "a session of Byline has no place for them");
        }
    }
    Ok(())
}

/// A project on its way.
struct Reading<'f> {
    file: &'f InFile,
    archive: Archive<'f>,
    corpus: &'f mut Corpus,
    tables: Tables,
    /// Document and mention of each selection.
    places: HashMap<String, (usize, usize)>,
}

/// What sources refer to, by ids.
#[derive(Default)]
struct Tables {
    /// Labels of codes.
    codes: HashMap<String, LabelName>,
    users: HashMap<String, String>,
    notes: HashMap<String, String>,
    variables: HashMap<String, String>,
}

/// What one source holds.
#[derive(Default)]
struct Part {
    document: Option<Document>,
    /// The mention of each selection.
    places: BTreeMap<String, usize>,
    entries: Vec<CorpusEntry>,
    remarks: Vec<Remark>,
}

/// One source on its way.
struct SourceReading<'f> {
    file: &'f InFile,
    tables: &'f Tables,
    part: Part,
}

fn remark(file: &InFile, fate: Fate, element: &Element<'_>, what: &str, why: &str) -> Remark {
    let place = format!("project.qde, {}", element.place());
    Remark::new(fate, &file.path, &place, what, why)
}

/// The element that has a source's text, or the path to it.
fn text_holder<'e, 'x>(source: &'e Element<'x>) -> Option<&'e Element<'x>> {
    match source.local() {
        "TextSource" => Some(source),
        "PDFSource" => source.child("Representation"),
        _ => None,
    }
}

impl Reading<'_> {
    fn remark(&mut self, fate: Fate, element: &Element<'_>, what: &str, why: &str) {
        self.corpus.remarks.push(remark(self.file, fate, element, what, why));
    }

    /// Takes up what a source holds.
    fn join(&mut self, part: Part, entries: &mut HashSet<String>) {
        let Part { document, places, entries: own, mut remarks } = part;
        let number = self.corpus.documents.len();
        for (id, mention) in places {
            self.places.entry(id).or_insert((number, mention));
        }
        self.corpus.documents.extend(document);
        self.corpus.entries.extend(own.into_iter().filter(|entry| entries.insert(entry.key.clone())));
        self.corpus.remarks.append(&mut remarks);
    }

    fn tables(&mut self, root: &Element<'_>) {
        for user in root.child("Users").into_iter().flat_map(|users| &users.children) {
            let name = user.get("name").or_else(|| user.get("id")).unwrap_or_default();
            self.tables.users.insert(key(user.get("guid")), name.to_owned());
        }
        for variable in root.child("Variables").into_iter().flat_map(|list| &list.children) {
            self.tables
                .variables
                .insert(key(variable.get("guid")), variable.get("name").unwrap_or_default().to_owned());
        }
        let tops = root.child("CodeBook").and_then(|book| book.child("Codes"));
        for code in tops.into_iter().flat_map(|codes| codes.all("Code")) {
            self.code(code, &mut Vec::new());
        }
        for note in root.child("Notes").into_iter().flat_map(|notes| &notes.children) {
            match self.text(note) {
                Ok(text) => _ = self.tables.notes.insert(key(note.get("guid")), text),
                Err(why) => self.remark(Fate::Refused, note, "a note", &why),
            }
        }
    }

    fn code<'x>(&mut self, code: &'x Element<'x>, path: &mut Vec<&'x str>) {
        path.push(code.get("name").unwrap_or_default());
        let id = key(code.get("guid"));
        let label = codes::label_of(path, &id);
        let is_leaf = code.child("Code").is_none();
        let own_name = label.group.is_empty() && path.len() > 1;
        // A code above others that nothing uses is the layer that they come to.
        if is_leaf || own_name {
            let description = code.text_of("Description").unwrap_or_default().to_owned();
            let color = code.get("color").filter(|color| color.len() == 7).map(str::to_lowercase);
            self.corpus.scheme.labels.push(SchemeLabel {
                label: label.clone(),
                description,
                color,
                ..SchemeLabel::default()
            });
        }
        self.tables.codes.insert(id, label);
        for child in code.all("Code") {
            self.code(child, path);
        }
        path.pop();
    }

    /// The text of a source or note.
    fn text(&mut self, source: &Element<'_>) -> Result<String, String> {
        if let Some(text) = source.child("PlainTextContent") {
            return Ok(text.text.to_string());
        }
        let path = source.get("plainTextPath").ok_or("it has neither a text nor a path to one")?;
        let name = path.strip_prefix("internal://").ok_or_else(|| {
            format!(
                "its text is outside of the archive, at `{}`; export the project with its sources",
                crate::text::shortened(path, 80)
            )
        })?;
        let name = name.strip_prefix("sources/").unwrap_or(name);
        let bytes = self.archive.member(&format!("sources/{name}"))?;
        let text = String::from_utf8(bytes).map_err(|_| format!("`sources/{name}` is not UTF-8"))?;
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }

    /// Links between selections become relations.
    fn links(&mut self, root: &Element<'_>, first: usize) {
        for link in root.child("Links").into_iter().flat_map(|links| &links.children) {
            let end = |name: &str| self.places.get(&key(link.get(name))).copied();
            let ends =
                end("originGUID").zip(end("targetGUID")).filter(|((one, _), (two, _))| one == two && *one >= first);
            let Some(((document, from), (_, to))) = ends else {
                let why = "its ends are no two selections of one text";
                self.remark(Fate::Refused, link, "a link", why);
                continue;
            };
            // Byline writes a relation with a role as `type: role`.
            let name = link.get("name").filter(|name| !name.is_empty()).unwrap_or("link");
            let (name, role) = name.split_once(": ").map_or((name, None), |(name, role)| (name, Some(role.to_owned())));
            let (id, place) =
                (link.get("guid").unwrap_or_default().to_owned(), format!("project.qde, {}", link.place()));
            let relation =
                CorpusRelation { id, place, name: name.to_owned(), role, from, to, ..CorpusRelation::default() };
            if let Some(document) = self.corpus.documents.get_mut(document) {
                document.relations.push(relation);
            }
        }
    }
}

impl SourceReading<'_> {
    fn remark(&mut self, fate: Fate, element: &Element<'_>, what: &str, why: &str) {
        self.part.remarks.push(remark(self.file, fate, element, what, why));
    }

    fn source(&mut self, source: &Element<'_>, text: Option<Result<String, String>>) {
        let name = source.get("name");
        match source.local() {
            "PDFSource" => {
                let marked = source.all("PDFSelection").count();
                if marked > 0 {
                    let why = "they mark places on pages; only the text of a PDF is read";
                    self.remark(Fate::Refused, source, &format!("{marked} selections of a PDF"), why);
                }
                if text.is_none() {
                    self.remark(Fate::Refused, source, "a PDF", "the project holds no text of it");
                }
            }
            "TextSource" => {}
            other => {
                return self.remark(Fate::Refused, source, other, "only texts are read, no pictures, sound or film");
            }
        }
        match (text_holder(source), text) {
            (Some(holder), Some(Ok(text))) => self.document(holder, name, text),
            (Some(holder), Some(Err(why))) => self.remark(Fate::Refused, holder, name.unwrap_or("a source"), &why),
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
            self.remark(Fate::Refused, coding, "a coding of a source", why);
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
            return self.remark(Fate::Refused, selection, "a selection", "its positions are no numbers from 0 on");
        };
        let fields = selection.text_of("Description").and_then(aside::fields);
        let codings: Vec<&Element<'_>> = selection.all("Coding").collect();
        if codings.is_empty() {
            let why = "it has no code; a mention has a label";
            return self.remark(Fate::Refused, selection, "a selection", why);
        }
        for coding in codings {
            let label =
                coding.child("CodeRef").and_then(|code| self.tables.codes.get(&key(code.get("targetGUID")))).cloned();
            let Some(label) = label else {
                self.remark(Fate::Refused, coding, "a coding", "its code is not in the code book");
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
                self.remark(Fate::Refused, source, "a mention of several fragments", "it has no code or no place");
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

/// An id as it is looked up: some tools put it in braces or in capitals.
fn key(id: Option<&str>) -> String {
    id.unwrap_or_default().trim_matches(['{', '}', ' ']).to_lowercase()
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
