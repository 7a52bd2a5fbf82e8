//! `byline import`: articles into a session.

use super::args::{Import as Args, Report};
use super::failure::{Fail, Failure, Status};
use super::import_report::{Guessed, Halves, Line, Written, line, print};
use super::output::{clear_progress_line, progress_line, refuse_existing, say_json, say_line, tell, tell_all};
use crate::codec;
use crate::formats::{self, FORMATS, Fate, Format, ImportReport, LandOptions, Reads, format_named, is_conf};
use crate::model::{ArticleId, Schema};
use crate::store::Overwrite;
use crate::workbench::{Batch, Clock, Import, annotator, read_file};
use serde::Serialize;
use std::path::{Path, PathBuf};
use std::time::Instant;

pub(super) fn import(args: &Args) -> Result<Status, Failure> {
    if args.format != "text" {
        return labelled(args);
    }
    if args.as_suggestions {
        return Err(Failure::new(Status::Usage, "--as-suggestions is for labelled data; texts have no mentions"));
    }
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let (mut batch, target, mut warnings) = open(args, overwrite)?;
    let (encoding, columns) = (args.encoding.as_deref(), args.columns.as_ref());
    let begun = Clock::instant();
    let mut report = batch.import(&args.paths, encoding, columns, args.update, &progress_line("Reading articles"));
    clear_progress_line();
    warnings.append(&mut report.warnings);
    report.warnings = warnings;
    let is_written = !report.added.is_empty();
    if is_written {
        batch.save().or_end(Status::Unwritten)?;
    }
    let mut halves = Halves::default();
    if is_written {
        halves.written = Some(Written { articles: report.added.len(), seconds: seconds_since(begun) });
    }
    tell_all(&report.warnings);
    tell_all(&report.refused);
    if let Some(written) = &halves.written {
        tell(&written.told(&target, &report));
    }
    halves.guessed = guess(&mut batch, &mut report)?;
    let is_there = is_written || halves.guessed.is_some();
    print(args.report, &batch, is_there.then_some(target.as_path()), &report, &halves)?;
    if let Some(guessed) = &halves.guessed {
        tell(&guessed.told(&target));
    }
    batch.end();
    let nothing_new = !is_written && report.refused.is_empty();
    if nothing_new && args.into.is_none() {
        return Err(Failure::new(Status::Refused, "no article was found; nothing was written"));
    }
    Ok(if report.refused.is_empty() { Status::Done } else { Status::Refused })
}

/// The second half: what the texts say of themselves, once the articles are safe. Nothing where nothing was due.
fn guess(batch: &mut Batch, report: &mut Import) -> Result<Option<Guessed>, Failure> {
    if report.due.is_empty() {
        return Ok(None);
    }
    let (begun, said) = (Clock::instant(), report.warnings.len());
    let found = batch.guess(report, &progress_line("Guessing details"));
    clear_progress_line();
    if batch.is_modified() {
        batch.save().or_end(Status::Unwritten)?;
    }
    tell_all(report.warnings.get(said..).unwrap_or_default());
    Ok(Some(Guessed { found, seconds: seconds_since(begun) }))
}

/// Seconds since `begun`, to the hundredth.
fn seconds_since(begun: Instant) -> f64 {
    (begun.elapsed().as_secs_f64() * 100.0).round() / 100.0
}

/// Labelled data of another tool.
fn labelled(args: &Args) -> Result<Status, Failure> {
    let usage = |message: String| Failure::new(Status::Usage, message);
    let format = format_named(&args.format).filter(|format| format.can_read()).ok_or_else(|| {
        let known = FORMATS.iter().filter(|format| format.can_read()).map(|format| format.name);
        let known = known.collect::<Vec<_>>().join(", ");
        usage(format!("there is no format `{}` to read; there are text, {known}", args.format))
    })?;
    if args.encoding.is_some() {
        return Err(usage("--encoding is for texts; labelled data is UTF-8".to_owned()));
    }
    if args.columns.is_some() {
        return Err(usage("--columns is for tables of articles; labelled data names its own".to_owned()));
    }
    if let Reads::Session = format.reads {
        return whole(args, format);
    }
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let (mut batch, target, warnings) = open(args, overwrite)?;
    tell_all(&warnings);
    let options = LandOptions {
        format: format.name.to_owned(),
        as_suggestions: args.as_suggestions,
        is_new: args.into.is_none() && args.schema.is_none(),
    };
    let landed = batch.import_labelled(format, &args.paths, &options, &progress_line("Reading labelled data"));
    clear_progress_line();
    let (added, report) = match landed {
        Ok(landed) => landed,
        Err(report) => {
            report.remarks.iter().for_each(|remark| tell(&remark.to_string()));
            print_labelled(args.report, &batch, None, &[], &report)?;
            return Err(Failure::new(Status::Refused, "nothing new was found; nothing was written"));
        }
    };
    batch.save().or_end(Status::Unwritten)?;
    let mut warnings = Vec::new();
    batch.guess_details(&added, &mut warnings, &progress_line("Guessing details"));
    clear_progress_line();
    if batch.is_modified() {
        batch.save().or_end(Status::Unwritten)?;
    }
    tell_all(&warnings);
    report.remarks.iter().for_each(|remark| tell(&remark.to_string()));
    print_labelled(args.report, &batch, Some(&target), &added, &report)?;
    batch.end();
    // A file that gave nothing is a refusal; what was wrong within files is in the report.
    let is_refused = report.remarks.iter().any(|remark| remark.fate == Fate::Refused && remark.place.is_empty());
    Ok(if is_refused { Status::Refused } else { Status::Done })
}

fn print_labelled(
    form: Report,
    batch: &Batch,
    target: Option<&Path>,
    added: &[ArticleId],
    report: &ImportReport,
) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Document<'a> {
        version: u32,
        /// Where the session is; absent where none was written.
        session: Option<String>,
        added: Vec<Line>,
        report: &'a ImportReport,
    }
    let session = batch.bench.session();
    match form {
        Report::Json => {
            let shards = added.iter().filter_map(|id| session.shard(*id));
            let added = shards.map(|shard| line(session.outlet_name(shard), shard)).collect();
            let session = target.map(|path| path.display().to_string());
            say_json(&Document { version: 1, session, added, report })
        }
        Report::Text => match report.summary() {
            none if none.is_empty() => Ok(()),
            summary => say_line(&summary),
        },
    }
}

/// A session in another form, which becomes one in the canonical layout.
fn whole(args: &Args, format: &Format) -> Result<Status, Failure> {
    let usage = |message: String| Err(Failure::new(Status::Usage, message));
    let (Some(target), [path]) = (&args.output, args.paths.as_slice()) else {
        return usage(format!("`{}` holds one whole session; name one file and -o", format.name));
    };
    if args.into.is_some() || args.as_suggestions {
        return usage(format!("`{}` holds a whole session; `byline merge` brings two sessions together", format.name));
    }
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    refuse_existing(target, overwrite)?;
    let (who, warnings) = annotator(args.annotator.as_deref());
    tell_all(&warnings);
    let (mut batch, warnings) =
        Batch::convert(path, format.name, target.clone(), who, overwrite).or_end(Status::Refused)?;
    tell_all(&warnings);
    batch.save().or_end(Status::Unwritten)?;
    let session = batch.bench.session();
    let added: Vec<ArticleId> = session.shards().iter().map(|shard| shard.id()).collect();
    let report = Import { added, warnings, ..Import::default() };
    print(args.report, &batch, Some(target), &report, &Halves::default())?;
    Ok(Status::Done)
}

/// The session that takes the articles, where it will be written, and what was found wrong with it.
fn open(args: &Args, overwrite: Overwrite) -> Result<(Batch, PathBuf, Vec<String>), Failure> {
    let (who, warnings) = annotator(args.annotator.as_deref());
    tell_all(&warnings);
    if let Some(into) = &args.into {
        let Some(target) = args.output.clone().filter(|target| target != into) else {
            let (batch, warnings) = Batch::open(into, who).or_end(Status::Refused)?;
            return Ok((batch, into.clone(), warnings));
        };
        // Nothing is written where the session stands, nor beside it.
        let (mut batch, warnings) = Batch::look(into, who).or_end(Status::Refused)?;
        refuse_existing(&target, overwrite)?;
        batch.move_to(target.clone(), overwrite);
        return Ok((batch, target, warnings));
    }
    let Some(target) = args.output.clone() else {
        return Err(Failure::new(Status::Usage, "name the session to write with -o"));
    };
    refuse_existing(&target, overwrite)?;
    let schema = match &args.schema {
        Some(path) => read_schema(path)?,
        None => codec::default_schema(),
    };
    let stem = target.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = args.title.clone().unwrap_or(stem);
    Ok((Batch::begin(target.clone(), &title, schema, who, overwrite), target, Vec::new()))
}

/// The schema in the file at `path`, or the bundled one of that name where no such file is.
fn read_schema(path: &Path) -> Result<Schema, Failure> {
    if let Some(bundled) = path.to_str().filter(|_| !path.exists()).and_then(codec::bundled_schema) {
        return Ok(bundled);
    }
    let bytes = read_file(path).or_end(Status::Refused)?;
    let name = path.to_string_lossy();
    let beside = path.with_file_name("visual.conf");
    let visual =
        if is_conf(&name) && beside.exists() { Some(read_file(&beside).or_end(Status::Refused)?) } else { None };
    formats::read_schema(&name, &bytes, visual.as_deref())
        .map_err(|error| Failure::new(Status::Refused, format!("{}: {error}", path.display())))
}
