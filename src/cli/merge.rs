//! `byline merge`: what two people made of one session, together.

use super::args::Merge as Args;
use super::failure::{Fail, Failure, Status};
use super::output::{refuse_existing, say_json, say_line, tell, tell_all};
use crate::edit::MergeReport;
use crate::store::Overwrite;
use crate::workbench::{Batch, annotator};
use serde::Serialize;
use std::path::Path;

/// What `--json` prints.
#[derive(Serialize)]
struct Document<'a> {
    version: u32,
    /// Where the merged session is.
    session: &'a Path,
    #[serde(flatten)]
    report: &'a MergeReport,
}

pub(super) fn merge(args: &Args) -> Result<Status, Failure> {
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    refuse_existing(&args.output, overwrite)?;
    let (who, warnings) = annotator(args.annotator.as_deref());
    tell_all(&warnings);
    let (mut batch, warnings) = Batch::look(&args.ours, who).or_end(Status::Refused)?;
    tell_all(&warnings);
    let file = args.theirs.file_name().unwrap_or_default().to_string_lossy();
    let source = args.source.as_deref().unwrap_or(&file);
    let (report, warnings) = batch.merge(&args.base, &args.theirs, source).or_end(Status::Refused)?;
    tell_all(&warnings);
    // Git hands over temporary files, beside which nothing is to be left.
    batch.save_copy(&args.output, overwrite).or_end(Status::Unwritten)?;
    if args.json {
        say_json(&Document { version: 1, session: &args.output, report: &report })?;
    } else {
        say_line(&format!("{}: {report}", args.output.display()))?;
    }
    for open in &report.conflicts {
        let place = open.article.map(|article| format!(" of article {article}")).unwrap_or_default();
        tell(&format!("{}: both sides changed {} {}{place}", open.conflict, open.kind, open.record));
    }
    Ok(if report.conflicts.is_empty() { Status::Done } else { Status::No })
}
