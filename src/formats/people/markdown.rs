//! The report as a text of Markdown: tables, and for each article its mentions as a list with their places.

use super::super::outgoing::{OutDocument, Outgoing};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::escape::markdown as safe;
use super::figures::Figures;
use super::format::MARKDOWN;
use super::html::{end_of, named};
use std::io::Write;

pub(super) fn write(out: Outgoing<'_>, request: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let figures = Figures::of(out);
    sink.file("", &mut |file| text(out, &figures, request, file).map_err(io))?;
    Ok(out.written(figures.mentions, out.losses(MARKDOWN.carries)))
}

fn text(out: Outgoing<'_>, figures: &Figures, request: &Request, file: &mut dyn Write) -> std::io::Result<()> {
    let session = out.session;
    writeln!(file, "# {}\n", safe(&session.info.title))?;
    if !session.info.description.is_empty() {
        writeln!(file, "{}\n", safe(&session.info.description))?;
    }
    let said = figures.summary(session.alignments.len());
    let said: Vec<String> = said.into_iter().map(|(count, what)| format!("{count} {what}")).collect();
    writeln!(file, "State of {}. {}.\n", request.modified, said.join("; "))?;
    if let Some(text) = request.text_note() {
        writeln!(file, "{text}.\n")?;
    }
    writeln!(file, "## Mentions by label\n\n| Label | Mentions |\n|---|---:|")?;
    for info in session.schema.label_infos() {
        if let Some(count) = figures.labels.get(info.id) {
            writeln!(file, "| {} | {count} |", safe(info.name))?;
        }
    }
    for layer in &session.schema.layers {
        register(out, figures, (layer.id.as_str(), &layer.name), file)?;
    }
    if !session.alignments.is_empty() {
        writeln!(file, "\n## Compared\n\n| First | Stands to the second | Second |\n|---|---|---|")?;
        for row in session.alignments.iter() {
            let (from, to) = (end_of(session, row.from), end_of(session, row.to));
            writeln!(file, "| {} | {} | {} |", safe(&from), row.kind, safe(&to))?;
        }
    }
    writeln!(file, "\n## Articles")?;
    for document in out.documents() {
        article(out, &document, figures, file)?;
    }
    Ok(())
}

fn register(
    out: Outgoing<'_>,
    figures: &Figures,
    (layer, name): (&str, &str),
    file: &mut dyn Write,
) -> std::io::Result<()> {
    let entries = figures.entries_of(out, layer);
    if entries.is_empty() {
        return Ok(());
    }
    let outlets: Vec<String> = figures.outlets.iter().map(|outlet| safe(outlet)).collect();
    writeln!(file, "\n## {} by outlet\n\n| Name | {} | Spelt |", safe(name), outlets.join(" | "))?;
    writeln!(file, "|---|{}---|", "---:|".repeat(outlets.len()))?;
    for entry in entries {
        let counts: Vec<String> = (0..outlets.len()).map(|place| figures.count(entry, place).to_string()).collect();
        let spelt: Vec<String> =
            figures.spelt(entry).iter().map(|(words, count)| format!("{} ({count})", safe(words))).collect();
        writeln!(file, "| {} | {} | {} |", safe(&entry.name), counts.join(" | "), spelt.join(", "))?;
    }
    Ok(())
}

fn article(
    out: Outgoing<'_>,
    document: &OutDocument<'_>,
    figures: &Figures,
    file: &mut dyn Write,
) -> std::io::Result<()> {
    let shard = document.shard;
    writeln!(file, "\n### {}\n", safe(shard.title()))?;
    let day = shard.metadata.published.as_ref().map(|day| day.value.display()).unwrap_or_default();
    let known = [out.session.outlet_name(shard).to_owned(), day, shard.article.name.clone()];
    let known: Vec<String> = known.iter().filter(|part| !part.is_empty()).map(|part| safe(part)).collect();
    writeln!(file, "{}\n", known.join(" · "))?;
    if figures.replaced.contains(&document.id()) {
        writeln!(file, "Replaced by a newer version, not counted.\n")?;
    }
    for mention in &document.mentions {
        let places: Vec<String> =
            document.chars(mention).iter().map(|span| format!("{}–{}", span.start, span.end)).collect();
        let label = safe(out.session.schema.label_name(&mention.label));
        let entry = out.entry(mention).map(|entry| format!(" → {}", safe(&entry.name))).unwrap_or_default();
        writeln!(file, "- **{label}** “{}” ({}){entry}", safe(&mention.quote), places.join(", "))?;
        for note in &mention.notes {
            let who = safe(&out.session.annotator_name(note.by));
            writeln!(file, "  - {}: {}", who, safe(&note.text))?;
        }
    }
    for relation in &document.relations {
        let quote = |id| shard.mentions.get(id).map_or_else(String::new, |mention| safe(&mention.quote));
        let name = safe(&named(&out.session.schema, relation));
        writeln!(file, "- “{}” — {name} → “{}”", quote(relation.from), quote(relation.to))?;
    }
    Ok(())
}
