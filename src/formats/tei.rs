//! TEI P5, written only: one document an article, marked in the text where mentions lie in each other, beside it where not.
//!
//! A mention is a `seg` in the text, or a `span` in the `standOff` between two `anchor`s: where it crosses another one, and
//! each fragment of one that has several. `ana` leads to its label in the taxonomy, `corresp` to its entry in the register.
//! The text stands in one `ab` whose white space is the article's own.

use super::names::label_name;
use super::outgoing::{Carries, Losses, OutDocument, Outgoing, Rendered};
use super::registry::{Format, Reads, Shape};
use super::report::{FormatError, Written, io};
use super::request::Request;
use super::sink::Sink;
use super::xml::{XmlOut, unheld};
use crate::model::{Label, Mention};
use std::collections::{BTreeMap, BTreeSet};

/// The registry's row.
pub(super) const FORMAT: Format = Format {
    name: "tei",
    reads: Reads::Not,
    writer: Some(write),
    shape: Shape::Folder,
    ending: "xml",
    endings: &["xml"],
    is_flat: false,
    about: "TEI P5: a folder of one .xml an article, marked in the text, overlaps beside it",
    offset_unit: "none",
    carries: Carries { discontinuous: true, relations: true, entries: true, texts: true, ..Carries::LABELS },
    cannot_carry: &[
        "attributes, notes, confidence, review states, flags and annotators",
        "details of entries, and entries without a mention",
        "alignments, regions and repairs",
        "suggestions and quarantine",
    ],
};

fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut losses = Losses::default();
    let mut mentions = 0;
    let make = |document: &OutDocument<'_>| {
        let mut rendered = Rendered { mentions: document.mentions.len(), ..Rendered::default() };
        let mut xml = XmlOut::new(&mut rendered.bytes);
        xml.start("TEI").attribute("xmlns", "http://www.tei-c.org/ns/1.0");
        header(out, document, &mut xml);
        let marks = Marks::new(document);
        stand_off(out, document, &marks, &mut xml);
        text(out, document, &marks, &mut xml);
        let replaced = xml.finish()?;
        unheld(document, replaced, &mut rendered.losses);
        Ok((format!("{}.xml", document.stem), rendered))
    };
    out.each(make, |made: Result<(String, Rendered), FormatError>| {
        let (name, Rendered { bytes, mentions: count, losses: lost }) = made?;
        mentions += count;
        losses.join(lost);
        sink.file(&name, &mut |file| file.write_all(&bytes).map_err(io))
    })?;
    let mut dropped = out.losses(FORMAT.carries);
    dropped.extend(losses.0);
    Ok(out.written(mentions, dropped))
}

fn header(out: Outgoing<'_>, document: &OutDocument<'_>, xml: &mut XmlOut<'_>) {
    let metadata = &document.shard.metadata;
    let stated = |value: &Option<crate::model::Stated<String>>| value.as_ref().map(|stated| stated.value.clone());
    let outlet = metadata.outlet.as_ref().and_then(|stated| out.session.outlets.get(stated.value));
    xml.start("teiHeader").start("fileDesc").start("titleStmt");
    xml.leaf("title", &stated(&metadata.headline).unwrap_or_else(|| document.name.clone()));
    if let Some(author) = stated(&metadata.author) {
        xml.leaf("author", &author);
    }
    xml.end().start("publicationStmt").leaf("p", "Marked with Byline.").end();
    xml.start("sourceDesc").start("bibl").leaf("title", &document.name);
    if let Some(outlet) = outlet {
        xml.leaf("publisher", &outlet.name);
    }
    if let Some(day) = metadata.published.as_ref().and_then(|stated| stated.value.first) {
        let day = day.0.to_string();
        xml.start("date").attribute("when", &day).text(&day).end();
    }
    if let Some(url) = stated(&metadata.url) {
        xml.leaf("idno", &url);
    }
    xml.end().end().end();
    let used: BTreeSet<&Label> = document.mentions.iter().map(|mention| &mention.label).collect();
    if !used.is_empty() {
        let schema = &out.session.schema;
        xml.start("encodingDesc").start("classDecl").start("taxonomy");
        for label in used {
            xml.start("category").attribute("xml:id", &format!("l-{label}"));
            xml.leaf("catDesc", label_name(schema, label)).end();
        }
        xml.end().end().end();
    }
    xml.end();
}

/// A fragment that stands beside the text: where it begins and ends, of which mention, its number there.
struct Beside<'d> {
    mention: &'d Mention,
    number: usize,
    of: usize,
    start: usize,
    end: usize,
}

impl Beside<'_> {
    fn id(&self) -> String {
        fragment_id(self.mention, self.number, self.of)
    }

    fn anchors(&self) -> (String, String) {
        (format!("{}-from", self.id()), format!("{}-to", self.id()))
    }
}

fn fragment_id(mention: &Mention, number: usize, of: usize) -> String {
    if of == 1 || number == 0 { mention_id(mention) } else { format!("{}.{}", mention_id(mention), number + 1) }
}

fn mention_id(mention: &Mention) -> String {
    format!("m-{}", mention.id)
}

/// Which mentions stand in the text and which beside it.
struct Marks<'d> {
    /// By where they begin, those that hold others first.
    inline: Vec<(usize, usize, &'d Mention)>,
    beside: Vec<Beside<'d>>,
}

impl<'d> Marks<'d> {
    fn new(document: &OutDocument<'d>) -> Self {
        let mut marks = Self { inline: Vec::new(), beside: Vec::new() };
        let mut open: Vec<usize> = Vec::new();
        // Text order: of one start the longer first.
        for mention in &document.mentions {
            let spans = mention.fragments.spans();
            let hull = mention.fragments.hull();
            let (start, end) = (hull.start.to_usize(), hull.end.to_usize());
            while open.pop_if(|top| *top <= start).is_some() {}
            if spans.len() == 1 && open.last().is_none_or(|top| end <= *top) {
                open.push(end);
                marks.inline.push((start, end, mention));
                continue;
            }
            for (number, span) in spans.iter().enumerate() {
                let (start, end, of) = (span.start.to_usize(), span.end.to_usize(), spans.len());
                marks.beside.push(Beside { mention, number, of, start, end });
            }
        }
        marks
    }
}

fn stand_off(out: Outgoing<'_>, document: &OutDocument<'_>, marks: &Marks<'_>, xml: &mut XmlOut<'_>) {
    let entries: BTreeMap<String, &str> = document
        .mentions
        .iter()
        .filter_map(|mention| out.entry(mention))
        .map(|entry| (entry.id.to_string(), entry.name.as_str()))
        .collect();
    if entries.is_empty() && marks.beside.is_empty() && document.relations.is_empty() {
        return;
    }
    xml.start("standOff");
    if !entries.is_empty() {
        xml.start("list").attribute("type", "register");
        for (id, name) in entries {
            xml.start("item").attribute("xml:id", &format!("e-{id}")).text(name).end();
        }
        xml.end();
    }
    if !marks.beside.is_empty() {
        xml.start("spanGrp").attribute("type", "mentions");
        for beside in &marks.beside {
            let (from, to) = beside.anchors();
            xml.start("span").attribute("xml:id", &beside.id());
            xml.attribute("from", &format!("#{from}")).attribute("to", &format!("#{to}"));
            point_at(out, beside.mention, xml);
            let other = |number: usize| format!("#{}", fragment_id(beside.mention, number, beside.of));
            if beside.number + 1 < beside.of {
                xml.attribute("next", &other(beside.number + 1));
            }
            if let Some(before) = beside.number.checked_sub(1) {
                xml.attribute("prev", &other(before));
            }
            xml.text(document.text().get(beside.start..beside.end).unwrap_or_default()).end();
        }
        xml.end();
    }
    if !document.relations.is_empty() {
        xml.start("listRelation");
        for relation in &document.relations {
            let name: String =
                out.relation(relation).chars().map(|char| if char.is_whitespace() { '_' } else { char }).collect();
            xml.start("relation").attribute("xml:id", &format!("r-{}", relation.id)).attribute("name", &name);
            xml.attribute("active", &format!("#m-{}", relation.from));
            xml.attribute("passive", &format!("#m-{}", relation.to)).end();
        }
        xml.end();
    }
    xml.end();
}

/// Where a mention leads: its label and its entry.
fn point_at(out: Outgoing<'_>, mention: &Mention, xml: &mut XmlOut<'_>) {
    xml.attribute("ana", &format!("#l-{}", mention.label));
    if let Some(entry) = out.entry(mention) {
        xml.attribute("corresp", &format!("#e-{}", entry.id));
    }
}

/// What begins at one place of the text.
#[derive(Default)]
struct Point<'d> {
    anchors: Vec<String>,
    /// Ends and mentions, those that hold others first.
    begin: Vec<(usize, &'d Mention)>,
}

fn text(out: Outgoing<'_>, document: &OutDocument<'_>, marks: &Marks<'_>, xml: &mut XmlOut<'_>) {
    let mut points: BTreeMap<usize, Point<'_>> = BTreeMap::new();
    for (start, end, mention) in &marks.inline {
        points.entry(*start).or_default().begin.push((*end, mention));
    }
    for beside in &marks.beside {
        let (from, to) = beside.anchors();
        points.entry(beside.start).or_default().anchors.push(from);
        points.entry(beside.end).or_default().anchors.push(to);
    }
    let words = document.text();
    let mut at = 0;
    let mut open: Vec<usize> = Vec::new();
    let say = |xml: &mut XmlOut<'_>, at: &mut usize, to: usize| {
        if *at < to {
            xml.text(words.get(*at..to).unwrap_or_default());
            *at = to;
        }
    };
    xml.start("text").start("body").start("ab").attribute("xml:space", "preserve");
    for (place, point) in points {
        while let Some(end) = open.pop_if(|end| *end <= place) {
            say(xml, &mut at, end);
            xml.end_inline();
        }
        say(xml, &mut at, place);
        for anchor in point.anchors {
            xml.start_inline("anchor").attribute("xml:id", &anchor).end_inline();
        }
        for (end, mention) in point.begin {
            xml.start_inline("seg").attribute("xml:id", &mention_id(mention));
            point_at(out, mention, xml);
            open.push(end);
        }
    }
    while let Some(end) = open.pop() {
        say(xml, &mut at, end);
        xml.end_inline();
    }
    say(xml, &mut at, words.len());
    xml.end_inline().end().end();
}
