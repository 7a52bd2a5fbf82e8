//! From a session to a project.

use super::super::names::{relation_type_name, role_name};
use super::super::outgoing::{Losses, OutDocument, Outgoing, place_of};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::super::xml::{UNHELD, XmlOut};
use super::parts::{self, Part};
use super::{FORMAT, NAMESPACE, codes, guid};
use crate::model::{Label, Mention};
use std::cell::{Cell, RefCell};
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

/// Writes the archive, member by member and never back, so that no more of it is in memory than what is being packed.
pub(super) fn write(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut losses = Losses::default();
    let mut mentions = 0;
    sink.file("", &mut |file| {
        let fault = Fault::default();
        mentions = archive(out, request, Latch { to: file, fault: &fault }, &mut losses)?;
        fault.check()
    })?;
    let mut dropped = out.losses(FORMAT.carries);
    dropped.extend(losses.0);
    Ok(out.written(mentions, dropped))
}

fn archive(out: Outgoing<'_>, request: &Request, to: Latch<'_>, losses: &mut Losses) -> Result<usize, FormatError> {
    let fault = to.fault;
    let mut zip = ZipWriter::new_stream(to);
    // The same session gives the same bytes: no clock, and quick rather than small.
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(1))
        .last_modified_time(DateTime::default());
    let failed = |error: zip::result::ZipError| io(std::io::Error::other(error));
    zip.start_file("project.qde", options).map_err(failed)?;
    let mentions = project(out, request, &mut zip, fault, losses)?;
    for document in out.documents() {
        fault.check()?;
        zip.start_file(format!("sources/{}.txt", source_guid(&document)), options).map_err(failed)?;
        zip.write_all(document.text().as_bytes()).map_err(io)?;
    }
    zip.finish().map_err(failed)?;
    Ok(mentions)
}

/// What the output refused, if it did.
#[derive(Default)]
struct Fault {
    error: RefCell<Option<std::io::Error>>,
    is_shut: Cell<bool>,
}

impl Fault {
    fn check(&self) -> Result<(), FormatError> {
        self.error.take().map_or(Ok(()), |error| Err(FormatError::Output(error)))
    }
}

/// Passes on what is written until the output refuses it, and swallows the rest: an archive that is given up would else try to
/// end itself, and complain on the terminal that it cannot.
struct Latch<'w> {
    to: &'w mut (dyn Write + Send),
    fault: &'w Fault,
}

impl Latch<'_> {
    fn open(&mut self, write: impl FnOnce(&mut (dyn Write + Send)) -> std::io::Result<()>) {
        if self.fault.is_shut.get() {
            return;
        }
        if let Err(error) = write(self.to) {
            self.fault.is_shut.set(true);
            self.fault.error.replace(Some(error));
        }
    }
}

impl Write for Latch<'_> {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.open(|to| to.write_all(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.open(|to| to.flush());
        Ok(())
    }
}

fn source_guid(document: &OutDocument<'_>) -> String {
    guid("source", &document.id().to_string())
}

fn project(
    out: Outgoing<'_>,
    request: &Request,
    to: &mut dyn Write,
    fault: &Fault,
    losses: &mut Losses,
) -> Result<usize, FormatError> {
    let session = out.session;
    let mut xml = XmlOut::new(to);
    xml.start("Project").attribute("xmlns", NAMESPACE).attribute("name", session.info.title.trim());
    xml.attribute("origin", "Byline").attribute("modifiedDateTime", &request.modified.to_string());
    if !session.annotators.is_empty() {
        xml.start("Users");
        for annotator in session.annotators.iter() {
            let id = guid("user", &annotator.id.to_string());
            xml.start("User").attribute("guid", &id).attribute("name", &annotator.name).end();
        }
        xml.end();
    }
    let mut used: BTreeSet<Label> = BTreeSet::new();
    let mut has_documents = false;
    for document in out.documents() {
        has_documents = true;
        used.extend(document.mentions.iter().map(|mention| mention.label.clone()));
    }
    codes::write(&session.schema, &used, &mut xml);
    xml.start("Variables");
    for name in VARIABLES {
        xml.start("Variable").attribute("guid", &guid("variable", name)).attribute("name", name);
        xml.attribute("typeOfVariable", "Text").end();
    }
    xml.end();
    let mut mentions = 0;
    if has_documents {
        xml.start("Sources");
        let mut names = BTreeSet::new();
        for document in out.documents() {
            fault.check()?;
            mentions += document.mentions.len();
            let is_first = names.insert(document.name.clone());
            let name = if is_first { document.name.as_str() } else { document.stem.as_str() };
            source(out, &document, name, &mut xml, losses);
        }
        xml.end();
    }
    tail(out, &mut xml, losses);
    let replaced = xml.finish()?;
    let ids = if replaced == 0 { Vec::new() } else { vec![replaced.to_string()] };
    losses.add("control characters of names, notes and words", "session", ids, UNHELD);
    Ok(mentions)
}

/// What is known of articles, as variables of their sources.
const VARIABLES: [&str; 6] = ["headline", "author", "outlet", "published", "url", "language"];

fn source(out: Outgoing<'_>, document: &OutDocument<'_>, name: &str, xml: &mut XmlOut<'_>, losses: &mut Losses) {
    let id = source_guid(document);
    let article = &document.shard.article;
    xml.start("TextSource").attribute("guid", &id).attribute("name", name);
    xml.attribute("plainTextPath", &format!("internal://{id}.txt"));
    xml.attribute("creatingUser", &guid("user", &article.by.to_string()));
    let part = Part::new(out, document);
    if let Some(description) = part.description() {
        xml.leaf("Description", &description);
    }
    for mention in &part.plain {
        selection(out, document, &part, mention, xml);
    }
    for (name, value) in parts::about(out, document) {
        xml.start("VariableValue").start("VariableRef").attribute("targetGUID", &guid("variable", name)).end();
        xml.leaf("TextValue", &value).end();
    }
    xml.end();
    let place = place_of(document.shard);
    let gapped = part.gapped.iter().map(|mention| mention.id.to_string()).collect();
    let why = "the other tool does not show them; Byline reads them back from the description of their text";
    losses.add("mentions of several fragments in the other tool", &place, gapped, why);
}

fn selection(out: Outgoing<'_>, document: &OutDocument<'_>, part: &Part<'_>, mention: &Mention, xml: &mut XmlOut<'_>) {
    let id = part.guid(mention.id);
    let hull = document.shard.article.char_span(mention.fragments.hull());
    let who = guid("user", &mention.by.to_string());
    let quote = crate::text::shortened(&mention.quote, NAME_CHARS);
    xml.start("PlainTextSelection").attribute("guid", &id).attribute("name", &quote);
    xml.number("startPosition", hull.start).number("endPosition", hull.end);
    xml.attribute("creatingUser", &who).attribute("creationDateTime", &mention.created.to_string());
    let fields = super::aside::of_mention(out, mention);
    if !fields.is_empty() {
        xml.leaf("Description", &super::aside::description(&fields));
    }
    xml.start("Coding").attribute("guid", &guid("coding", &mention.id.to_string())).attribute("creatingUser", &who);
    xml.attribute("creationDateTime", &mention.created.to_string());
    let code = codes::code_guid(&out.session.schema, &mention.label);
    xml.start("CodeRef").attribute("targetGUID", &code).end();
    for (rank, _) in mention.notes.iter().enumerate() {
        xml.start("NoteRef").attribute("targetGUID", &note_guid(mention, rank)).end();
    }
    xml.end().end();
}

/// How many characters of its words name a selection.
const NAME_CHARS: usize = 120;

fn note_guid(mention: &Mention, rank: usize) -> String {
    guid("note", &format!("{}/{rank}", mention.id))
}

/// Notes and links, which stand behind all sources.
fn tail(out: Outgoing<'_>, xml: &mut XmlOut<'_>, losses: &mut Losses) {
    let has_notes = |document: &OutDocument<'_>| document.mentions.iter().any(|row| !row.notes.is_empty());
    let is_noted = |document: &OutDocument<'_>| {
        has_notes(document) && Part::new(out, document).plain.iter().any(|row| !row.notes.is_empty())
    };
    if out.documents().any(|document| is_noted(&document)) {
        xml.start("Notes");
        for document in out.documents().filter(has_notes) {
            for mention in Part::new(out, &document).plain {
                for (rank, note) in mention.notes.iter().enumerate() {
                    xml.start("Note").attribute("guid", &note_guid(mention, rank)).attribute("name", "note");
                    xml.attribute("creatingUser", &guid("user", &note.by.to_string()));
                    xml.attribute("creationDateTime", &note.at.to_string());
                    xml.leaf("PlainTextContent", &note.text).end();
                }
            }
        }
        xml.end();
    }
    let mut is_open = false;
    for document in out.documents().filter(|document| !document.relations.is_empty()) {
        let part = Part::new(out, &document);
        let mut lost: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for relation in part.links() {
            if !is_open {
                xml.start("Links");
                is_open = true;
            }
            let schema = &out.session.schema;
            let kind = relation_type_name(schema, &relation.label);
            let role = relation.role.as_ref().map(|role| role_name(schema, &relation.label, role));
            let name = role.map_or_else(|| kind.to_owned(), |role| format!("{kind}: {role}"));
            xml.start("Link").attribute("guid", &guid("link", &relation.id.to_string())).attribute("name", &name);
            xml.attribute("direction", "OneWay").attribute("originGUID", &part.guid(relation.from));
            xml.attribute("targetGUID", &part.guid(relation.to)).end();
            let has_more =
                !relation.attributes.is_empty() || !relation.notes.is_empty() || relation.confidence.is_some();
            if has_more {
                lost.entry("attributes, notes and confidence of relations").or_default().push(relation.id.to_string());
            }
        }
        for (what, ids) in lost {
            losses.add(what, &place_of(document.shard), ids, "a link has a name alone");
        }
    }
    if is_open {
        xml.end();
    }
}
