//! The page: counts, claims and register by outlet, comparisons, and every article with its mentions marked.

use super::super::names::relation_name;
use super::super::outgoing::{OutDocument, Outgoing};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::escape::html as safe;
use super::figures::Figures;
use super::format::HTML;
use super::marked::{Piece, pieces};
use super::style::{SHEET, colors};
use crate::model::{AlignmentEnd, ArticleId, Label, Mention, ReviewState, Schema, Session, Value};
use crate::text::shortened;
use std::fmt::Write as _;
use std::io::Write;

/// How many lines under a word tell mentions apart; more of them share the last.
const MAX_DEPTH: usize = 6;

pub(super) fn write(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let figures = Figures::of(out);
    sink.file("", &mut |file| {
        let mut page = Page { out, figures: &figures, file };
        page.all(request).map_err(io)
    })?;
    Ok(out.written(figures.mentions, out.losses(HTML.carries)))
}

/// The page while it is written.
struct Page<'p> {
    out: Outgoing<'p>,
    figures: &'p Figures,
    file: &'p mut (dyn Write + Send),
}

impl Page<'_> {
    fn put(&mut self, text: &str) -> std::io::Result<()> {
        self.file.write_all(text.as_bytes())
    }

    fn all(&mut self, request: &Request) -> std::io::Result<()> {
        let session = self.out.session;
        let title = safe(&session.info.title);
        let sheet = sheet(&session.schema);
        self.put(&format!(
            "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" \
             content=\"width=device-width, initial-scale=1\">\n<meta http-equiv=\"Content-Security-Policy\" \
             content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>{title}</title>\n<style>{SHEET}{sheet}</style>\n\
             </head>\n<body>\n<header>\n<h1><bdi>{title}</bdi></h1>\n"
        ))?;
        if !session.info.description.is_empty() {
            self.put(&format!("<p><bdi>{}</bdi></p>\n", safe(&session.info.description)))?;
        }
        self.put(&format!("<p class=\"muted\">State of {}.</p>\n", request.modified))?;
        if let Some(text) = request.text_note() {
            self.put(&format!("<p class=\"muted\">{text}.</p>\n"))?;
        }
        self.summary()?;
        self.put("</header>\n<main>\n")?;
        self.labels()?;
        for layer in &session.schema.layers {
            self.register(layer.id.as_str(), &layer.name)?;
        }
        self.alignments()?;
        self.put("<h2>Articles</h2>\n<nav><ol>\n")?;
        for document in self.out.documents() {
            let (id, title) = (document.id(), safe(document.shard.title()));
            let replaced = self.replaced(id);
            self.put(&format!("<li><a href=\"#{id}\"><bdi>{title}</bdi></a>{replaced}</li>\n"))?;
        }
        self.put("</ol></nav>\n")?;
        for document in self.out.documents() {
            self.article(&document)?;
        }
        self.put("</main>\n</body>\n</html>\n")
    }

    fn summary(&mut self) -> std::io::Result<()> {
        let all = self.figures.summary(self.out.session.alignments.len());
        self.put("<ul class=\"figures\">")?;
        for (count, what) in all {
            self.put(&format!("<li><b>{count}</b>{what}</li>"))?;
        }
        self.put("</ul>\n")
    }

    /// Mentions by label, as bars and as the numbers that they stand for.
    fn labels(&mut self) -> std::io::Result<()> {
        const ROW: usize = 24;
        const NAME: usize = 200;
        const BAR: usize = 440;
        /// As many characters of a name as have room before its bar.
        const SHOWN: usize = 26;
        let figures = self.figures;
        let schema = self.out.session.schema.as_ref();
        let rows: Vec<(&Label, String, usize)> = schema
            .label_infos()
            .filter_map(|info| Some((info.id, info.name.to_owned(), *figures.labels.get(info.id)?)))
            .collect();
        let Some(most) = rows.iter().map(|(_, _, count)| *count).max() else { return Ok(()) };
        let height = rows.len() * ROW;
        let named = rows.iter().map(|(_, name, count)| format!("{name} {count}")).collect::<Vec<_>>().join(", ");
        self.put(&format!(
            "<h2>Mentions by label</h2>\n<div class=\"wide\"><svg role=\"img\" aria-label=\"{}\" viewBox=\"0 0 700 {height}\" \
             width=\"700\" height=\"{height}\">\n",
            safe(&named)
        ))?;
        for (at, (label, name, count)) in rows.iter().enumerate() {
            let (top, width) = (at * ROW, (count * BAR).div_ceil(most));
            let line = top + 16;
            let (class, whole, bar) = (class_of(schema, label), safe(name), top + 4);
            let name = safe(&shortened(name, SHOWN));
            let behind = NAME + width + 8;
            self.put(&format!(
                "<g class=\"{class}\"><title>{whole}</title><text x=\"{}\" y=\"{line}\" text-anchor=\"end\">{name}</text><rect class=\"bar\" x=\"{NAME}\" \
                 y=\"{bar}\" width=\"{width}\" height=\"16\" rx=\"2\"/><text x=\"{behind}\" y=\"{line}\">{count}</text></g>\n",
                NAME - 10
            ))?;
        }
        self.put("</svg></div>\n")
    }

    /// Entries of one layer against outlets, with their spellings.
    fn register(&mut self, layer: &str, name: &str) -> std::io::Result<()> {
        let entries = self.figures.entries_of(self.out, layer);
        if entries.is_empty() {
            return Ok(());
        }
        let figures = self.figures;
        let mut head = String::new();
        for outlet in &figures.outlets {
            write!(head, "<th class=\"n\"><bdi>{}</bdi></th>", safe(outlet)).unwrap_or_default();
        }
        self.put(&format!(
            "<h2>{} by outlet</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>Name</th>{head}<th>Spelt</th></tr></thead>\n<tbody>\n",
            safe(name)
        ))?;
        for entry in entries {
            let mut cells = String::new();
            for place in 0..figures.outlets.len() {
                let count = figures.count(entry, place);
                let shown = if count == 0 { "–".to_owned() } else { count.to_string() };
                write!(cells, "<td class=\"n\">{shown}</td>").unwrap_or_default();
            }
            let spelt: Vec<String> = figures
                .spelt(entry)
                .into_iter()
                .map(|(words, count)| format!("<bdi>{}</bdi>&nbsp;({count})", safe(&words)))
                .collect();
            let (name, spelt) = (safe(&entry.name), spelt.join(", "));
            let more = detail(entry);
            self.put(&format!(
                "<tr><td id=\"{}\"><bdi>{name}</bdi>{more}</td>{cells}<td>{spelt}</td></tr>\n",
                entry.id
            ))?;
        }
        self.put("</tbody>\n</table></div>\n")
    }

    fn alignments(&mut self) -> std::io::Result<()> {
        let session = self.out.session;
        if session.alignments.is_empty() {
            return Ok(());
        }
        self.put("<h2>Compared</h2>\n<div class=\"wide\"><table>\n<thead><tr><th>First</th><th>Stands to the second</th><th>Second</th><th>Notes</th></tr></thead>\n<tbody>\n")?;
        for row in session.alignments.iter() {
            let (from, to) = (end_of(session, row.from), end_of(session, row.to));
            let notes: Vec<String> = row.notes.iter().map(|note| safe(&note.text)).collect();
            let row = format!(
                "<tr><td><bdi>{}</bdi></td><td>{}</td><td><bdi>{}</bdi></td><td>{}</td></tr>\n",
                safe(&from),
                row.kind,
                safe(&to),
                notes.join("<br>")
            );
            self.put(&row)?;
        }
        self.put("</tbody>\n</table></div>\n")
    }

    fn article(&mut self, document: &OutDocument<'_>) -> std::io::Result<()> {
        let shard = document.shard;
        let metadata = &shard.metadata;
        let outlet = self.out.session.outlet_name(shard).to_owned();
        let day = metadata.published.as_ref().map(|day| day.value.display()).unwrap_or_default();
        let author = metadata.author.as_ref().map(|author| author.value.clone()).unwrap_or_default();
        let known: Vec<String> = [outlet, author, day, shard.article.name.clone()]
            .iter()
            .filter(|part| !part.is_empty())
            .map(|part| format!("<bdi>{}</bdi>", safe(part)))
            .collect();
        let (id, title) = (document.id(), safe(shard.title()));
        let replaced = self.replaced(id);
        self.put(&format!("<article id=\"{id}\">\n<h3><bdi>{title}</bdi>{replaced}</h3>\n<p class=\"muted\">{}</p>\n<div class=\"text\" dir=\"auto\">", known.join(" · ")))?;
        for piece in pieces(document) {
            let piece = self.piece(&piece);
            self.put(&piece)?;
        }
        self.put("</div>\n")?;
        self.relations(document)?;
        self.notes(document)?;
        self.put("</article>\n")
    }

    /// What stands behind the title of an article that is not counted.
    fn replaced(&self, id: ArticleId) -> &'static str {
        if self.figures.replaced.contains(&id) {
            " <span class=\"muted\">replaced by a newer version, not counted</span>"
        } else {
            ""
        }
    }

    fn piece(&self, piece: &Piece<'_>) -> String {
        let schema = self.out.session.schema.as_ref();
        let mut text = String::new();
        let deepest = piece.over.len();
        for (depth, mention) in piece.over.iter().enumerate() {
            let class = class_of(schema, &mention.label);
            let state = if mention.review.state == ReviewState::Rejected { " rejected" } else { "" };
            let distance = (deepest - depth - 1).min(MAX_DEPTH);
            let id = if piece.begins.contains(mention) { format!(" id=\"{}\"", mention.id) } else { String::new() };
            let title = safe(&self.title(mention));
            write!(text, "<span{id} class=\"m {class}{state}\" style=\"--d:{distance}\" title=\"{title}\">")
                .unwrap_or_default();
            if piece.begins.contains(mention) {
                let name = safe(schema.label_name(&mention.label));
                write!(text, "<span class=\"tag\">{name}</span>").unwrap_or_default();
            }
        }
        text.push_str(&safe(piece.words));
        text.push_str(&"</span>".repeat(deepest));
        text
    }

    /// What is known of a mention, for whoever points at it.
    fn title(&self, mention: &Mention) -> String {
        let schema = self.out.session.schema.as_ref();
        let mut parts = vec![schema.label_name(&mention.label).to_owned()];
        parts.extend(self.out.entry(mention).map(|entry| entry.name.clone()));
        for (id, value) in &mention.attributes {
            let def = schema.attributes.iter().find(|def| def.id == *id);
            let name = def.map_or(id.as_str(), |def| def.name.as_str());
            let choice = |text: &str| {
                def.and_then(|def| def.choices.iter().find(|choice| choice.id.as_str() == text))
                    .map(|choice| choice.name.clone())
            };
            let shown = value.as_text().and_then(choice).unwrap_or_else(|| Value::to_string(value));
            parts.push(format!("{name}: {shown}"));
        }
        parts.extend(mention.confidence.map(|sure| format!("confidence {sure}")));
        if mention.review.state != ReviewState::Open {
            parts.push(mention.review.state.to_string());
        }
        parts.push(self.out.session.annotator_name(mention.by));
        parts.join(" · ")
    }

    fn relations(&mut self, document: &OutDocument<'_>) -> std::io::Result<()> {
        if document.relations.is_empty() {
            return Ok(());
        }
        self.put("<ul class=\"links\">\n")?;
        for relation in &document.relations {
            let quote = |id| document.shard.mentions.get(id).map_or_else(String::new, |mention| safe(&mention.quote));
            let (from, to) = (quote(relation.from), quote(relation.to));
            let name = safe(&named(&self.out.session.schema, relation));
            self.put(&format!(
                "<li><a href=\"#{}\"><bdi>{from}</bdi></a> <span class=\"muted\">{name}</span> <a href=\"#{}\"><bdi>{to}</bdi></a></li>\n",
                relation.from, relation.to
            ))?;
        }
        self.put("</ul>\n")
    }

    fn notes(&mut self, document: &OutDocument<'_>) -> std::io::Result<()> {
        let noted: Vec<&&Mention> = document.mentions.iter().filter(|mention| !mention.notes.is_empty()).collect();
        if noted.is_empty() {
            return Ok(());
        }
        self.put("<dl>\n")?;
        for mention in noted {
            self.put(&format!("<dt><a href=\"#{}\"><bdi>{}</bdi></a></dt>\n", mention.id, safe(&mention.quote)))?;
            for note in &mention.notes {
                let who = safe(&self.out.session.annotator_name(note.by));
                self.put(&format!("<dd><bdi>{}</bdi> <span class=\"muted\">{who}</span></dd>\n", safe(&note.text)))?;
            }
        }
        self.put("</dl>\n")
    }
}

/// A relation's name for people: its role's, or else its type's.
pub(super) fn named(schema: &Schema, relation: &crate::model::Relation) -> String {
    let kind = schema.relation_type(&relation.label);
    let role =
        kind.zip(relation.role.as_ref()).and_then(|(kind, role)| kind.roles.iter().find(|known| known.id == *role));
    let name = role.map(|role| role.name.clone()).or_else(|| kind.map(|kind| kind.name.clone()));
    name.unwrap_or_else(|| relation_name(schema, relation).to_owned())
}

/// One side of a comparison in words.
pub(super) fn end_of(session: &Session, end: AlignmentEnd) -> String {
    if let Some(entry) = end.entry {
        return session.entry_name(entry).map_or_else(|| entry.to_string(), str::to_owned);
    }
    let shard = end.article.and_then(|article| session.shard(article));
    let mention = shard.zip(end.mention).and_then(|(shard, id)| shard.mentions.get(id));
    match (shard, mention) {
        (Some(shard), Some(mention)) => format!("{} ({})", mention.quote, shortened(shard.title(), 60)),
        _ => end.mention.map(|id| id.to_string()).unwrap_or_default(),
    }
}

fn detail(entry: &crate::model::Entry) -> String {
    let mut parts: Vec<String> = Vec::new();
    parts.extend(entry.when.as_ref().map(crate::model::Interval::display));
    parts.extend(entry.place.as_ref().map(|place| place.name.clone()));
    parts.extend(entry.ids.iter().map(|(place, id)| format!("{place}: {id}")));
    parts.extend(entry.credibility.map(|grade| format!("credibility {grade}")));
    if !entry.note.is_empty() {
        parts.push(entry.note.clone());
    }
    let parts: Vec<String> = parts.iter().filter(|part| !part.is_empty()).map(|part| safe(part)).collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("<br><span class=\"muted\"><bdi>{}</bdi></span>", parts.join(" · "))
    }
}

/// The class of a label: its number in the schema, since its name may hold what classes may not.
fn class_of(schema: &Schema, label: &Label) -> String {
    let number = schema.label_infos().position(|info| info.id == label);
    number.map_or_else(|| "l".to_owned(), |number| format!("l l{number}"))
}

/// The colours of the labels.
fn sheet(schema: &Schema) -> String {
    let mut light = String::from(".l { --c: #54606e; }\n");
    let mut dark = String::from("@media (prefers-color-scheme: dark) {\n.l { --c: #9aa7b5; }\n");
    for (number, info) in schema.label_infos().enumerate() {
        let (on_light, on_dark) = colors(info.color);
        writeln!(light, ".l{number} {{ --c: {on_light}; }}").unwrap_or_default();
        writeln!(dark, ".l{number} {{ --c: {on_dark}; }}").unwrap_or_default();
    }
    dark.push_str("}\n");
    light + &dark
}
