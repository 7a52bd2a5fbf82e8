//! `byline export`: a session in another format.

use super::args::{Export as Args, Overlaps, ReportOf, TextOf};
use super::failure::{Fail, Failure, Status};
use super::output::{tell, tell_all, write_out};
use crate::formats::csv::Cells;
use crate::formats::{
    Dropped, FORMATS, Format, FormatError, Glob, MemorySink, Request, Selection, Shape, Written, format_named,
    formats_of_repaired_text, takes_repaired_text, with_repairs, write,
};
use crate::model::{Label, ReviewState, Session};
use crate::store::Overwrite;
use crate::workbench::{self, ExportError, Exporting, Split};
use std::mem::ManuallyDrop;
use std::path::Path;

pub(super) fn export(args: &Args) -> Result<Status, Failure> {
    write_export(args, |written| {
        if args.verbose {
            return written.dropped.iter().for_each(|dropped| tell(&dropped.to_string()));
        }
        let kinds = by_kind(&written.dropped);
        for kind in &kinds {
            tell(&kind.to_string());
        }
        if kinds.iter().any(|kind| kind.ids.len() > MAX_IDS) {
            tell("a few of each kind are named; --verbose names all of them");
        }
    })
}

/// So many of each kind are named.
const MAX_IDS: usize = 3;

/// What is dropped of one kind for one reason, wherever it stands.
struct Kind<'d> {
    what: &'d str,
    why: &'d str,
    places: Vec<&'d str>,
    count: usize,
    ids: Vec<&'d str>,
}

/// What was dropped, in the order in which each kind comes first.
fn by_kind(dropped: &[Dropped]) -> Vec<Kind<'_>> {
    let mut kinds: Vec<Kind<'_>> = Vec::new();
    for Dropped { what, place, count, ids, why } in dropped {
        let known = kinds.iter_mut().find(|kind| kind.what == what && kind.why == why);
        let ids = ids.iter().map(String::as_str);
        if let Some(kind) = known {
            if kind.places.last() != Some(&place.as_str()) {
                kind.places.push(place);
            }
            kind.count += count;
            kind.ids.extend(ids);
        } else {
            kinds.push(Kind { what, why, places: vec![place], count: *count, ids: ids.collect() });
        }
    }
    kinds
}

impl std::fmt::Display for Kind<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { what, why, places, count, ids } = self;
        match places.as_slice() {
            [place] => write!(f, "{place}: {what} dropped ({count}): {why}")?,
            places => write!(f, "{what} dropped ({count} in {} articles): {why}", places.len())?,
        }
        let few: Vec<&str> = ids.iter().take(MAX_IDS).copied().collect();
        if !few.is_empty() {
            write!(f, ": {}", few.join(", "))?;
        }
        match ids.len() - few.len() {
            0 => Ok(()),
            more => write!(f, " and {more} more"),
        }
    }
}

fn write_export(args: &Args, tell_dropped: impl Fn(&Written)) -> Result<Status, Failure> {
    let format = format(args)?;
    let selection = selection(args)?;
    let split = args.split.as_deref().map(|shares| Split::parse(shares, args.seed)).transpose();
    let split = split.map_err(|message| Failure::new(Status::Usage, message))?;
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let (loaded, warnings) = workbench::read(&args.session).or_end(Status::Refused)?;
    // Its memory goes with the program, which ends here.
    let loaded = ManuallyDrop::new(loaded);
    tell_all(&warnings);
    check_selection(&selection, &loaded.session)?;
    let repaired = (args.text == TextOf::Repaired).then(|| with_repairs(&loaded.session));
    let count = repaired.as_ref().map(|(_, count)| *count);
    let session = repaired.as_ref().map_or(&loaded.session, |(session, _)| session);
    let request = Request {
        selection,
        repaired: count,
        cells: if args.raw { Cells::Raw } else { Cells::Escaped },
        flatten: args.overlaps == Overlaps::Flatten,
        renumber: args.renumber,
        modified: loaded.modified.unwrap_or(loaded.session.info.created),
    };
    let written = if args.output == Path::new("-") {
        let mut sink = MemorySink::default();
        let written = write(format, session, &request, &mut sink).map_err(|error| failure(error.into()))?;
        if args.strict && !written.dropped.is_empty() {
            Err(ExportError::Lossy(written))
        } else {
            for (name, bytes) in &sink.files {
                if name.is_empty() {
                    write_out(bytes)?;
                } else {
                    tell(&format!("`{name}` is not written here; name a file with -o and it stands beside it"));
                }
            }
            Ok(written)
        }
    } else {
        let exporting = Exporting { path: &args.output, overwrite, is_strict: args.strict, split };
        workbench::export(session, format, &request, exporting)
    };
    match written {
        Ok(written) => {
            tell_dropped(&written);
            tell_written(&args.output, &request, &written);
            Ok(Status::Done)
        }
        Err(ExportError::Lossy(written)) => {
            tell_dropped(&written);
            let message = format!(
                "`{}` cannot carry all of this session and --strict was asked for; nothing was written",
                format.name
            );
            Err(Failure::new(Status::No, message))
        }
        Err(error) => Err(failure(error)),
    }
}

/// Tells what else is to be known of an export that was made.
fn tell_written(output: &Path, request: &Request, written: &Written) {
    for note in written.notes() {
        tell(&format!("{}: {note}", output.display()));
    }
    if let Some(text) = request.text_note() {
        tell(&format!("{text}; offsets are those of the repaired text"));
    }
    if written.left_out > 0 {
        tell(&format!("{} mentions written, {} left out as asked", written.mentions, written.left_out));
    }
}

/// A report is an export that people read; what it leaves out is told by nobody, since it is no data.
pub(super) fn report(args: &ReportOf) -> Result<Status, Failure> {
    let ending = args.output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    let is_markdown = matches!(ending.as_deref(), Some("md" | "markdown"));
    let export = Args {
        session: args.session.clone(),
        format: if is_markdown { "markdown" } else { "html" }.to_owned(),
        output: args.output.clone(),
        articles: args.articles.clone(),
        labels: args.labels.clone(),
        states: None,
        overlaps: Overlaps::Keep,
        text: TextOf::Source,
        split: None,
        seed: 0,
        suggestions: false,
        renumber: false,
        raw: false,
        strict: false,
        verbose: false,
        force: args.force,
    };
    write_export(&export, |_| {})
}

fn failure(error: ExportError) -> Failure {
    let is_usage = matches!(error, ExportError::Format(FormatError::WholeOnly(_)));
    Failure { status: if is_usage { Status::Usage } else { Status::Unwritten }, error: error.into() }
}

/// The format, where it goes with the other options.
fn format(args: &Args) -> Result<&'static Format, Failure> {
    let usage = |message: String| Failure::new(Status::Usage, message);
    let format = format_named(&args.format).filter(|format| format.writer.is_some()).ok_or_else(|| {
        let known = FORMATS.iter().filter(|format| format.writer.is_some()).map(|format| format.name);
        let known = known.collect::<Vec<_>>().join(", ");
        usage(format!("there is no format `{}` to write; there are {known}", args.format))
    })?;
    if args.overlaps == Overlaps::Flatten && !format.is_flat {
        return Err(usage(format!(
            "`{}` keeps overlapping mentions; --overlaps flatten has nothing to do",
            format.name
        )));
    }
    if args.text == TextOf::Repaired && !takes_repaired_text(format) {
        let known = formats_of_repaired_text().join(", ");
        return Err(usage(format!(
            "`{}` has the source's text or its offsets alone, so --text repaired would not fit it; these take it: {known}",
            format.name
        )));
    }
    if args.raw && !["csv", "tsv"].contains(&format.name) {
        return Err(usage("--raw is for tables; write --format csv or tsv".to_owned()));
    }
    if args.output == Path::new("-") && (format.shape == Shape::Folder || args.split.is_some()) {
        return Err(usage(format!("this export of `{}` is a folder of files; name one with -o", format.name)));
    }
    Ok(format)
}

/// Ends before anything is written where the selection names what the session does not have.
fn check_selection(selection: &Selection, session: &Session) -> Result<(), Failure> {
    let usage = |message: String| Err(Failure::new(Status::Usage, message));
    let known: Vec<&str> = session.schema.label_infos().map(|info| info.id.as_str()).collect();
    if let Some(label) = selection.labels.iter().find(|label| !known.contains(&label.as_str())) {
        return usage(format!("the session has no label `{label}`; it has {}", known.join(", ")));
    }
    if selection.articles.is_some() && !session.shards().iter().any(|shard| selection.takes_article(shard)) {
        let names: Vec<&str> = session.shards().iter().map(|shard| shard.article.name.as_str()).take(12).collect();
        return usage(format!("--articles fits no article of the session; it has {}", names.join(", ")));
    }
    Ok(())
}

fn selection(args: &Args) -> Result<Selection, Failure> {
    let usage = |message: String| Failure::new(Status::Usage, message);
    let articles = args.articles.as_deref().map(Glob::new).transpose().map_err(usage)?;
    let labels: Result<Vec<Label>, Failure> =
        args.labels.iter().map(|label| Label::new(label.trim()).or_end(Status::Usage)).collect();
    let state = |text: &String| {
        ReviewState::from_text(text.trim()).ok_or_else(|| {
            let known: Vec<&str> = ReviewState::ALL.iter().map(|state| state.as_str()).collect();
            usage(format!("there is no review state `{text}`; there are {}", known.join(", ")))
        })
    };
    let states = args.states.as_ref().map(|states| states.iter().map(state).collect()).transpose()?;
    Ok(Selection { articles, only: None, labels: labels?, states, suggestions: args.suggestions })
}
