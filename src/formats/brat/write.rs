//! From a session to a folder of brat.

use super::super::land::OWN_REGISTER;
use super::super::names::{attribute_name, plain, relation_type_name, role_name};
use super::super::outgoing::{Losses, OutDocument, Outgoing, Rendered, place_of};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::format::{FORMAT, NOTE};
use super::labels::LabelNames;
use super::{conf_out, keys};
use crate::model::{Ext, Label, Mention, MentionId, Relation, Value};
use crate::text::CharSpan;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::fmt::Write as _;

/// Writes every text with its annotations, and the configuration.
pub(super) fn write<'a>(out: Outgoing<'a>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let mut losses = Losses::default();
    let events = conf_out::event_labels(out);
    let names = LabelNames::of(&out.session.schema);
    let mut mentions = 0;
    let make = |document: &OutDocument<'a>| {
        let mut losses = Losses::default();
        let (annotations, count) = annotations((out, &names), document, &events, request.renumber, &mut losses);
        let rendered = Rendered { bytes: annotations.into_bytes(), mentions: count, losses };
        (document.stem.clone(), document.shard, rendered)
    };
    out.each(make, |(stem, shard, Rendered { bytes, mentions: count, losses: lost })| {
        mentions += count;
        losses.join(lost);
        let text = shard.article.text();
        sink.file(&format!("{stem}.txt"), &mut |file| file.write_all(text.as_bytes()).map_err(io))?;
        sink.file(&format!("{stem}.ann"), &mut |file| file.write_all(&bytes).map_err(io))
    })?;
    let schema = out.session.schema.as_ref();
    let conf = conf_out::annotation_conf(schema, &names, &events);
    sink.file("annotation.conf", &mut |file| file.write_all(conf.as_bytes()).map_err(io))?;
    let visual = conf_out::visual_conf(schema, &names);
    sink.file("visual.conf", &mut |file| file.write_all(visual.as_bytes()).map_err(io))?;
    let mut dropped = out.losses(FORMAT.carries);
    dropped.extend(losses.0);
    Ok(out.written(mentions, dropped))
}

/// The lines of one document on their way.
struct Lines<'o> {
    out: Outgoing<'o>,
    names: &'o LabelNames<'o>,
    text: String,
    ids: Ids,
    /// What attributes and notes of a mention refer to: its event, or else itself.
    handles: HashMap<MentionId, String>,
    attributes: usize,
    notes: usize,
    normalisations: usize,
}

fn annotations(
    (out, names): (Outgoing<'_>, &LabelNames<'_>),
    document: &OutDocument<'_>,
    events: &BTreeSet<Label>,
    renumber: bool,
    losses: &mut Losses,
) -> (String, usize) {
    let (written, empty, parted) = text_bound(document);
    let place = place_of(document.shard);
    losses.add(
        "mentions of line breaks alone",
        &place,
        empty,
        "a fragment of brat may not hold a line break, and these hold nothing else",
    );
    losses.add(
        "line breaks within mentions",
        &place,
        parted,
        "a fragment of brat may not cross a line break; each line is a fragment of its own",
    );
    let is_empty = |row: &&&Mention| row.attributes.values().any(|value| *value == Value::List(Vec::new()));
    let none = document.mentions.iter().filter(is_empty).map(|row| row.id.to_string()).collect();
    losses.add("empty lists among attribute values", &place, none, "brat has a line for each value, and here is none");
    let ids = Ids::new(document, renumber);
    let mut lines = Lines {
        out,
        names,
        text: String::new(),
        ids,
        handles: HashMap::new(),
        attributes: 0,
        notes: 0,
        normalisations: 0,
    };
    for (mention, fragments, words) in &written {
        let id = lines.ids.of_mention(mention);
        let label = lines.names.name(&mention.label);
        let places: Vec<String> = fragments.iter().map(|span| format!("{} {}", span.start, span.end)).collect();
        lines.line(format_args!("{id}\t{label} {}\t{words}", places.join(";")));
        lines.handles.insert(mention.id, id);
    }
    lines.events(document, &written, events);
    lines.relations(document, losses, &place);
    let count = written.len();
    for (mention, _, _) in &written {
        lines.values(mention);
    }
    (lines.text, count)
}

/// A mention with the fragments and words that its line has.
type TextBound<'d> = (&'d Mention, Vec<CharSpan>, String);

/// Mentions as brat has them; ids of those that hold nothing but line breaks, and of those that were parted at one.
fn text_bound<'d>(document: &OutDocument<'d>) -> (Vec<TextBound<'d>>, Vec<String>, Vec<String>) {
    let (mut written, mut empty, mut parted) = (Vec::new(), Vec::new(), Vec::new());
    for mention in &document.mentions {
        let mut fragments = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for span in mention.fragments.spans() {
            let Some(text) = span.slice(document.text()) else { continue };
            for line in text.split(breaks_lines).filter(|line| !line.is_empty()) {
                let from = line.as_ptr().addr() - text.as_ptr().addr();
                let start = span.start.to_usize() + from;
                fragments.push(document.shard.article.char_span(crate::text::Span::bytes(start, start + line.len())));
                words.push(line);
            }
        }
        if fragments.is_empty() {
            empty.push(mention.id.to_string());
            continue;
        }
        if fragments.len() != mention.fragments.spans().len() || mention.quote.contains(breaks_lines) {
            parted.push(mention.id.to_string());
        }
        let words = words.join(" ");
        written.push((*mention, fragments, words));
    }
    (written, empty, parted)
}

/// Whether readers take `char` for the end of a line; brat's own takes all that Unicode names.
fn breaks_lines(char: char) -> bool {
    matches!(char, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{1c}'..='\u{1e}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

impl Lines<'_> {
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        // Writing to a text cannot fail.
        self.text.write_fmt(line).unwrap_or_default();
        self.text.push('\n');
    }

    /// Events: those that the mentions came with, and one for every other mention with a label of events.
    fn events(&mut self, document: &OutDocument<'_>, written: &[TextBound<'_>], labels: &BTreeSet<Label>) {
        let schema = &self.out.session.schema;
        let mut arguments: BTreeMap<MentionId, Vec<Argument<'_>>> = BTreeMap::new();
        for relation in document.relations.iter().filter(|relation| relation.role.is_some()) {
            arguments.entry(relation.from).or_default().push((relation, EventOf::read(&relation.ext)));
        }
        let mut events: Vec<(String, &Mention, Vec<Argument<'_>>)> = Vec::new();
        for (mention, _, _) in written.iter().filter(|(mention, _, _)| labels.contains(&mention.label)) {
            let came = texts(&mention.ext, keys::EVENTS);
            let mut own: Vec<String> = Vec::new();
            for id in came {
                own.extend(self.ids.event(&id, mention.id));
            }
            if own.is_empty() {
                own.push(self.ids.new_event());
            }
            let mut rest = arguments.remove(&mention.id).unwrap_or_default();
            for (number, id) in own.iter().enumerate() {
                let is_last = number + 1 == own.len();
                let is_own = |of: &Option<EventOf>| match of {
                    Some(of) => {
                        self.ids.written_event(&of.event) == Some(id.as_str()) || (is_last && !own.contains(&of.event))
                    }
                    None => number == 0,
                };
                let (mut mine, others): (Vec<_>, Vec<_>) = rest.into_iter().partition(|(_, of)| is_own(of));
                rest = others;
                mine.sort_by_key(|(relation, of)| (of.as_ref().map_or(i64::MAX, |of| of.rank), relation.id));
                events.push((id.clone(), mention, mine));
            }
            if let Some(first) = own.first() {
                self.handles.insert(mention.id, first.clone());
            }
        }
        for (id, mention, arguments) in events {
            let trigger = self.ids.of_mention(mention);
            let label = self.names.name(&mention.label);
            let mut line = format!("{id}\t{label}:{trigger}");
            for (relation, of) in arguments {
                let role = relation.role.as_ref().map(|role| plain(role_name(schema, &relation.label, role)));
                let named =
                    of.and_then(|of| of.target).and_then(|event| self.ids.written_event(&event).map(str::to_owned));
                let target = named.or_else(|| self.handles.get(&relation.to).cloned());
                if let (Some(role), Some(target)) = (role, target) {
                    write!(line, " {role}:{target}").unwrap_or_default();
                }
            }
            line.push_str(text(&mention.ext, keys::TAIL).unwrap_or_default());
            self.line(format_args!("{line}"));
        }
    }

    fn relations(&mut self, document: &OutDocument<'_>, losses: &mut Losses, place: &str) {
        let schema = &self.out.session.schema;
        let mut equivalents: BTreeMap<i64, (String, Vec<MentionId>)> = BTreeMap::new();
        let mut valued = Vec::new();
        for relation in document.relations.iter().filter(|relation| relation.role.is_none()) {
            if !relation.attributes.is_empty() {
                valued.push(relation.id.to_string());
            }
            let name = plain(relation_type_name(schema, &relation.label));
            if let Some(Value::Int(group)) = relation.ext.get(keys::EQUIV) {
                let (_, members) = equivalents.entry(*group).or_insert_with(|| (name, Vec::new()));
                for end in [relation.from, relation.to] {
                    if !members.contains(&end) {
                        members.push(end);
                    }
                }
                continue;
            }
            let ends = self.handles.get(&relation.from).zip(self.handles.get(&relation.to));
            let Some((from, to)) = ends.map(|(from, to)| (from.clone(), to.clone())) else { continue };
            let id = self.ids.of_relation(relation);
            let (one, two) =
                text(&relation.ext, keys::ARGS).and_then(|args| args.split_once(' ')).unwrap_or(("Arg1", "Arg2"));
            let tail = text(&relation.ext, keys::TAIL).unwrap_or_default();
            self.line(format_args!("{id}\t{name} {one}:{from} {two}:{to}{tail}"));
            for note in &relation.notes {
                self.note(NOTE, &id, &note.text);
            }
        }
        for (name, members) in equivalents.into_values() {
            let members: Vec<&str> = members.iter().filter_map(|id| self.handles.get(id)).map(String::as_str).collect();
            let line = format!("*\t{name} {}", members.join(" "));
            self.line(format_args!("{line}"));
        }
        losses.add("attribute values of relations", place, valued, "brat has no attributes of relations");
    }

    /// Attributes, notes and the entry of one mention.
    fn values(&mut self, mention: &Mention) {
        let Some(on) = self.handles.get(&mention.id).cloned() else { return };
        let as_notes: BTreeSet<String> = texts(&mention.ext, keys::NOTES).into_iter().collect();
        let schema = &self.out.session.schema;
        for id in mention.attributes.keys() {
            let name = attribute_name(schema, id).to_owned();
            let values: BTreeMap<_, _> = self.out.attributes(&mention.attributes).collect();
            let Some(value) = values.get(name.as_str()) else { continue };
            // brat's attributes have one value each: one of several has a line of its own.
            let each = match value.as_ref() {
                Value::List(values) => values.as_slice(),
                one => std::slice::from_ref(one),
            };
            for value in each {
                if as_notes.contains(&name) {
                    self.note(&plain_note(&name), &on, &value_text(value));
                } else {
                    self.value(&plain(&name), &on, value);
                }
            }
        }
        if let Some(entry) = self.out.entry(mention) {
            let mut places: Vec<(String, String)> = entry.ids.clone().into_iter().collect();
            if places.is_empty() {
                places.push((OWN_REGISTER.to_owned(), entry.id.to_string()));
            }
            for (place, key) in places {
                self.normalisations += 1;
                let (number, place) = (self.normalisations, plain(&place));
                let (key, name) = (one_word(&key), one_line(&entry.name));
                self.line(format_args!("N{number}\tReference {on} {place}:{key}\t{name}"));
            }
        }
        for note in &mention.notes {
            self.note(NOTE, &on, &note.text);
        }
    }

    /// A value that brat has no form for is a note of the attribute's name.
    fn value(&mut self, name: &str, on: &str, value: &Value) {
        match value {
            Value::Bool(true) => self.attribute(name, on, ""),
            Value::Text(text) if text.is_empty() || text.contains(char::is_whitespace) => self.note(name, on, text),
            _ => self.attribute(name, on, &value_text(value)),
        }
    }

    fn attribute(&mut self, name: &str, on: &str, value: &str) {
        self.attributes += 1;
        let (number, space) = (self.attributes, if value.is_empty() { "" } else { " " });
        self.line(format_args!("A{number}\t{name} {on}{space}{value}"));
    }

    fn note(&mut self, name: &str, on: &str, words: &str) {
        self.notes += 1;
        let (number, words) = (self.notes, one_line(words));
        self.line(format_args!("#{number}\t{name} {on}\t{words}"));
    }
}

fn plain_note(name: &str) -> String {
    name.chars().map(|char| if char.is_whitespace() { '_' } else { char }).collect()
}

fn one_line(text: &str) -> String {
    text.chars().map(|char| if breaks_lines(char) || char == '\t' { ' ' } else { char }).collect()
}

fn one_word(text: &str) -> String {
    text.chars().map(|char| if char.is_whitespace() { '_' } else { char }).collect()
}

fn value_text(value: &Value) -> String {
    match value {
        Value::Bool(yes) => yes.to_string(),
        other => other.to_string(),
    }
}

fn text<'e>(ext: &'e Ext, key: &str) -> Option<&'e str> {
    ext.get(key).and_then(Value::as_text)
}

fn texts(ext: &Ext, key: &str) -> Vec<String> {
    match ext.get(key) {
        Some(Value::List(values)) => values.iter().filter_map(Value::as_text).map(str::to_owned).collect(),
        _ => Vec::new(),
    }
}

/// A relation from a trigger, with the event that it came as an argument of.
type Argument<'o> = (&'o Relation, Option<EventOf>);

/// The event that a relation came as an argument of.
#[derive(Clone, Debug)]
struct EventOf {
    event: String,
    rank: i64,
    target: Option<String>,
}

impl EventOf {
    fn read(ext: &Ext) -> Option<Self> {
        let Value::List(parts) = ext.get(keys::EVENT)? else { return None };
        let text = |at: usize| parts.get(at).and_then(Value::as_text).map(str::to_owned);
        let rank = match parts.get(1) {
            Some(Value::Int(rank)) => *rank,
            _ => i64::MAX,
        };
        Some(Self { event: text(0)?, rank, target: text(2) })
    }
}

/// Ids of lines: those that records came with where they are still their own, new ones behind the highest of these.
struct Ids {
    mentions: HashMap<MentionId, String>,
    relations: HashMap<crate::model::RelationId, String>,
    /// Ids of events as they came, and as they are written.
    events: HashMap<String, String>,
    next_text: u64,
    next_relation: u64,
    next_event: u64,
    renumber: bool,
}

impl Ids {
    fn new(document: &OutDocument<'_>, renumber: bool) -> Self {
        let mut mentions = HashMap::new();
        let mut relations = HashMap::new();
        let (mut next_text, mut next_relation, mut next_event) = (0, 0, 0);
        if !renumber {
            let mut used = BTreeSet::new();
            for mention in &document.mentions {
                let id = &mention.provenance.source_id;
                if let Some(number) = number(id, 'T').filter(|_| &*mention.provenance.tool == "brat" && used.insert(id))
                {
                    next_text = next_text.max(number);
                    mentions.insert(mention.id, id.to_string());
                }
                let events = texts(&mention.ext, keys::EVENTS);
                next_event = events.iter().filter_map(|id| number_of_event(id)).fold(next_event, u64::max);
            }
            for relation in &document.relations {
                let id = &relation.provenance.source_id;
                if let Some(number) =
                    number(id, 'R').filter(|_| &*relation.provenance.tool == "brat" && used.insert(id))
                {
                    next_relation = next_relation.max(number);
                    relations.insert(relation.id, id.to_string());
                }
            }
        }
        Self { mentions, relations, events: HashMap::new(), next_text, next_relation, next_event, renumber }
    }

    fn of_mention(&mut self, mention: &Mention) -> String {
        let next = &mut self.next_text;
        let new = || {
            *next += 1;
            format!("T{next}")
        };
        self.mentions.entry(mention.id).or_insert_with(new).clone()
    }

    fn of_relation(&mut self, relation: &Relation) -> String {
        let next = &mut self.next_relation;
        let new = || {
            *next += 1;
            format!("R{next}")
        };
        self.relations.entry(relation.id).or_insert_with(new).clone()
    }

    /// The id of an event that came as `id`; nothing where another mention has it too.
    fn event(&mut self, id: &str, _of: MentionId) -> Option<String> {
        if self.events.contains_key(id) || number_of_event(id).is_none() {
            return None;
        }
        let written = if self.renumber { self.new_event() } else { id.to_owned() };
        self.events.insert(id.to_owned(), written.clone());
        Some(written)
    }

    fn new_event(&mut self) -> String {
        self.next_event += 1;
        format!("E{}", self.next_event)
    }

    fn written_event(&self, came: &str) -> Option<&str> {
        self.events.get(came).map(String::as_str)
    }
}

fn number(id: &str, letter: char) -> Option<u64> {
    let digits = id.strip_prefix(letter)?;
    digits.bytes().all(|byte| byte.is_ascii_digit()).then(|| digits.parse().ok()).flatten()
}

fn number_of_event(id: &str) -> Option<u64> {
    number(id, 'E')
}
