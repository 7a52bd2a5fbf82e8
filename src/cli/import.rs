//! `byline import`: articles into a session.

use super::args::{Import as Args, Report};
use super::failure::{Fail, Failure, Status};
use super::output::{clear_progress_line, progress_line, refuse_existing, say_json, say_line, tell, tell_all};
use crate::codec;
use crate::edit::{self, FaultCode};
use crate::model::{Schema, Session, Shard, Timestamp};
use crate::store::Overwrite;
use crate::workbench::{Batch, Import, annotator, read_file};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// What `--report json` prints.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    /// Where the session is; absent where none was written.
    session: Option<String>,
    added: Vec<Line>,
    refused: &'a [String],
    warnings: &'a [String],
}

/// One article that was added. What is empty could not be guessed.
#[derive(Serialize)]
struct Line {
    id: String,
    name: String,
    headline: String,
    outlet: String,
    published: String,
    encoding: String,
    chars: u32,
}

pub(super) fn import(args: &Args) -> Result<Status, Failure> {
    if args.format != "text" {
        let message = format!("`{}` cannot be imported yet; --format text reads articles", args.format);
        return Err(Failure::new(Status::Usage, message));
    }
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let (mut batch, target, mut warnings) = open(args, overwrite)?;
    let mut report = batch.import(&args.paths, args.encoding.as_deref(), &progress_line("Reading articles"));
    clear_progress_line();
    warnings.append(&mut report.warnings);
    report.warnings = warnings;
    let is_written = !report.added.is_empty();
    if is_written {
        batch.save().or_end(Status::Unwritten)?;
    }
    tell_all(&report.warnings);
    tell_all(&report.refused);
    print(args.report, &batch, is_written.then_some(target.as_path()), &report)?;
    if is_written && !report.refused.is_empty() {
        tell(&format!(
            "{}: written with {}; {} named above left out",
            target.display(),
            counted(report.added.len(), "article"),
            counted(report.refused.len(), "path")
        ));
    }
    let nothing_new = !is_written && report.refused.is_empty();
    if nothing_new && args.into.is_none() {
        return Err(Failure::new(Status::Refused, "no article was found; nothing was written"));
    }
    Ok(if report.refused.is_empty() { Status::Done } else { Status::Refused })
}

fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// The session that takes the articles, where it will be written, and what was found wrong with it.
fn open(args: &Args, overwrite: Overwrite) -> Result<(Batch, PathBuf, Vec<String>), Failure> {
    let (who, warnings) = annotator(args.annotator.as_deref());
    tell_all(&warnings);
    if let Some(into) = &args.into {
        let (mut batch, warnings) = Batch::open(into, who).or_end(Status::Refused)?;
        let target = args.output.clone().unwrap_or_else(|| into.clone());
        if target != *into {
            refuse_existing(&target, overwrite)?;
            batch.move_to(target.clone(), overwrite);
        }
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

fn read_schema(path: &Path) -> Result<Schema, Failure> {
    let refused = |why: String| Failure::new(Status::Refused, format!("{}: {why}", path.display()));
    let bytes = read_file(path).or_end(Status::Refused)?;
    let text = codec::utf8(&bytes).map_err(|place| refused(format!("{place}: the bytes here are not UTF-8")))?;
    let schema = codec::read_schema(text).map_err(|error| refused(error.to_string()))?;
    let faults = edit::validate(&Session::new("", schema.clone(), Timestamp::default()));
    // Pages of guidelines that it names may come later.
    match faults.iter().find(|fault| matches!(fault.code, FaultCode::Schema | FaultCode::Duplicate)) {
        Some(fault) => Err(refused(format!("the schema contradicts itself: {fault}"))),
        None => Ok(schema),
    }
}

fn print(form: Report, batch: &Batch, session: Option<&Path>, report: &Import) -> Result<(), Failure> {
    let of_batch = batch.bench.session();
    let shards = report.added.iter().filter_map(|id| of_batch.shard(*id));
    let lines: Vec<Line> = shards.map(|shard| line(of_batch.outlet_name(shard), shard)).collect();
    match form {
        Report::Json => say_json(&Document {
            version: 1,
            // A path that is no Unicode has no form in JSON of its own.
            session: session.map(|path| path.display().to_string()),
            added: lines,
            refused: &report.refused,
            warnings: &report.warnings,
        }),
        Report::Text => {
            for line in &lines {
                let known = [line.headline.as_str(), &line.outlet, &line.published];
                let known: Vec<&str> = known.into_iter().filter(|part| !part.is_empty()).collect();
                say_line(&format!("{}  {}  {}", line.id, line.name, known.join(" · ")))?;
            }
            Ok(())
        }
    }
}

fn line(outlet: &str, shard: &Shard) -> Line {
    let metadata = &shard.metadata;
    Line {
        id: shard.id().to_string(),
        name: shard.article.name.clone(),
        headline: metadata.headline.as_ref().map(|headline| headline.value.clone()).unwrap_or_default(),
        outlet: outlet.to_owned(),
        published: metadata.published.as_ref().map(|day| day.value.display()).unwrap_or_default(),
        encoding: shard.article.source.encoding.clone(),
        chars: shard.article.index().char_len().0,
    }
}
