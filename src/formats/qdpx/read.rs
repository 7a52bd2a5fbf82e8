//! From a project to a corpus.

use super::super::corpus::{Corpus, CorpusRelation, Fate, LabelName, Remark, SchemeLabel, Thing};
use super::super::in_file::InFile;
use super::super::xml::{Apart, Element, Fault, cut_apart, parse};
use super::codes;
use super::source::{Part, read_source};
use super::unpack::{Archive, Stretches};
use crate::codec::{Spread, map_each};
use std::collections::{HashMap, HashSet};

/// So many sources are read side by side; those behind them stay as they are in the file until then.
const SOURCES_AT_ONCE: usize = 512;

/// Reads `.qdpx` files; the sources of each, side by side.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    let mut entries = HashSet::new();
    for file in files {
        match project(file, spread) {
            Ok(Corpus { mut documents, entries: own, mut scheme, mut remarks }) => {
                corpus.documents.append(&mut documents);
                corpus.entries.extend(own.into_iter().filter(|entry| entries.insert(entry.key.clone())));
                corpus.scheme.labels.append(&mut scheme.labels);
                corpus.remarks.append(&mut remarks);
            }
            Err((place, why)) => {
                corpus.remarks.push(Remark::refused(&file.path, &place, "the file", &why).of(Thing::Document));
            }
        }
    }
    corpus
}

/// The member that is the project.
const PROJECT: &str = "project.qde";

fn project(file: &InFile, spread: &dyn Spread) -> Result<Corpus, (String, String)> {
    let whole = |why: String| (String::new(), why);
    let mut archive = Archive::open(file).map_err(whole)?;
    // Most of a project stands in its sources; they are read once more when their turn comes.
    let (rest, sources) = outline(&mut archive)?;
    let root = parse(&rest).map_err(wrong)?;
    if root.local() != "Project" {
        return Err(whole("`project.qde` does not begin with an element `Project`".to_owned()));
    }
    let mut again = archive.clone();
    let mut stretches = again.stretches(PROJECT).map_err(whole)?;
    let mut reading = Reading {
        file,
        archive,
        corpus: Corpus::default(),
        tables: Tables::default(),
        entries: HashSet::new(),
        has_links: root.child("Links").is_some(),
        places: HashMap::new(),
    };
    reading.tables(&root);
    let mut sources = sources.into_iter().peekable();
    while sources.peek().is_some() {
        let some: Vec<Apart> = sources.by_ref().take(SOURCES_AT_ONCE).collect();
        reading.sources(some, &mut stretches, spread)?;
    }
    reading.links(&root);
    for left in ["Cases", "Sets", "Graphs"] {
        if let Some(part) = root.child(left).filter(|part| !part.children.is_empty()) {
            let what = format!("{} in {left}", part.children.len());
            reading.remark(Fate::Refused, part, &what, "a session of Byline has no place for them");
        }
    }
    Ok(reading.corpus)
}

fn wrong(fault: Fault) -> (String, String) {
    (format!("{PROJECT}, {}", fault.place), fault.why)
}

/// The project without its sources, and where those stand in it.
fn outline(archive: &mut Archive<'_>) -> Result<(String, Vec<Apart>), (String, String)> {
    let whole = |why: String| (String::new(), why);
    let bytes = archive.member(PROJECT).map_err(whole)?;
    let text = std::str::from_utf8(&bytes).map_err(|_| whole("`project.qde` is not UTF-8".to_owned()))?;
    let unmarked = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mark = text.len() - unmarked.len();
    let (rest, mut sources) = cut_apart(unmarked, "Sources").map_err(wrong)?;
    for Apart { place, .. } in &mut sources {
        *place = place.start + mark..place.end + mark;
    }
    Ok((rest, sources))
}

/// A project on its way.
struct Reading<'f> {
    file: &'f InFile,
    archive: Archive<'f>,
    corpus: Corpus,
    tables: Tables,
    /// Keys of the entries so far.
    entries: HashSet<String>,
    /// Whether selections are linked with each other.
    has_links: bool,
    /// Document and mention of each selection, where any are linked.
    places: HashMap<String, (usize, usize)>,
}

/// What sources refer to, by ids.
#[derive(Default)]
pub(super) struct Tables {
    /// Labels of codes.
    pub(super) codes: HashMap<String, LabelName>,
    pub(super) users: HashMap<String, String>,
    pub(super) notes: HashMap<String, String>,
    pub(super) variables: HashMap<String, String>,
}

pub(super) fn remark(file: &InFile, fate: Fate, element: &Element<'_>, what: &str, why: &str) -> Remark {
    let place = format!("project.qde, {}", element.place());
    Remark::new(fate, &file.path, &place, what, why)
}

/// The element that has a source's text, or the path to it.
pub(super) fn text_holder<'e, 'x>(source: &'e Element<'x>) -> Option<&'e Element<'x>> {
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

    fn refuse(&mut self, thing: Thing, element: &Element<'_>, what: &str, why: &str) {
        self.corpus.remarks.push(remark(self.file, Fate::Refused, element, what, why).of(thing));
    }

    /// Reads sources side by side.
    fn sources(
        &mut self,
        sources: Vec<Apart>,
        stretches: &mut Stretches<'_>,
        spread: &dyn Spread,
    ) -> Result<(), (String, String)> {
        let mut read = Vec::with_capacity(sources.len());
        for source in sources {
            let element = stretches.text(&source.place).map_err(|why| (String::new(), why))?;
            read.push((source, element));
        }
        let parsed = map_each(spread, read.iter().collect(), |(source, element)| source.parse(element));
        let mut texts = Vec::with_capacity(parsed.len());
        for source in parsed {
            let source = source.map_err(wrong)?;
            let text = text_holder(&source).map(|holder| self.text(holder));
            texts.push((source, text));
        }
        let (file, tables) = (self.file, &self.tables);
        let parts = map_each(spread, texts, |(source, text)| read_source(file, tables, &source, text));
        for part in parts {
            self.join(part);
        }
        Ok(())
    }

    /// Takes up what a source holds.
    fn join(&mut self, part: Part) {
        let Part { document, places, entries, mut remarks } = part;
        let number = self.corpus.documents.len();
        for (id, mention) in places.into_iter().filter(|_| self.has_links) {
            self.places.entry(id).or_insert((number, mention));
        }
        if let Some(document) = document {
            self.corpus.add(document);
        }
        self.corpus.entries.extend(entries.into_iter().filter(|entry| self.entries.insert(entry.key.clone())));
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
                Err(why) => self.refuse(Thing::Note, note, "a note", &why),
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
    fn links(&mut self, root: &Element<'_>) {
        for link in root.child("Links").into_iter().flat_map(|links| &links.children) {
            let end = |name: &str| self.places.get(&key(link.get(name))).copied();
            let ends = end("originGUID").zip(end("targetGUID")).filter(|((one, _), (two, _))| one == two);
            let Some(((document, from), (_, to))) = ends else {
                let why = "its ends are no two selections of one text";
                self.refuse(Thing::Relation, link, "a link", why);
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

/// An id as it is looked up: some tools put it in braces or in capitals.
pub(super) fn key(id: Option<&str>) -> String {
    id.unwrap_or_default().trim_matches(['{', '}', ' ']).to_lowercase()
}
