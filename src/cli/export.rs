//! `byline export`: a session in another format.

use super::args::{Export as Args, Overlaps};
use super::failure::{Fail, Failure, Status};
use super::output::{tell, tell_all, write_out};
use crate::formats::csv::Cells;
use crate::formats::{FORMATS, FormatError, Glob, Request, Selection, format_named, write};
use crate::model::{Label, ReviewState, Session};
use crate::store::{self, Overwrite};
use crate::workbench;
use std::path::Path;

pub(super) fn export(args: &Args) -> Result<Status, Failure> {
    let format = format_named(&args.format).filter(|format| format.writes).ok_or_else(|| {
        let known: Vec<&str> = FORMATS.iter().filter(|format| format.writes).map(|format| format.name).collect();
        let message = format!("there is no format `{}` to write; there are {}", args.format, known.join(", "));
        Failure::new(Status::Usage, message)
    })?;
    if args.overlaps == Overlaps::Flatten {
        let message = format!("`{}` keeps overlapping mentions; --overlaps flatten has nothing to do", format.name);
        return Err(Failure::new(Status::Usage, message));
    }
    if args.raw && format.name != "csv" {
        return Err(Failure::new(Status::Usage, "--raw is for tables; write --format csv"));
    }
    let selection = selection(args)?;
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let (loaded, warnings) = workbench::read(&args.session).or_end(Status::Refused)?;
    tell_all(&warnings);
    check_selection(&selection, &loaded.session)?;
    let request = Request {
        selection,
        cells: if args.raw { Cells::Raw } else { Cells::Escaped },
        modified: loaded.modified.unwrap_or(loaded.session.info.created),
    };
    let export = write(format, &loaded.session, &request).map_err(|error| {
        let status = if matches!(error, FormatError::WholeOnly(_)) { Status::Usage } else { Status::Unwritten };
        Failure { status, error: error.into() }
    })?;
    export.dropped.iter().for_each(|dropped| tell(&dropped.to_string()));
    if args.strict && !export.dropped.is_empty() {
        let message = format!(
            "`{}` cannot carry all of this session and --strict was asked for; nothing was written",
            format.name
        );
        return Err(Failure::new(Status::No, message));
    }
    if args.output == Path::new("-") {
        write_out(&export.bytes)?;
    } else {
        store::write_output(&args.output, &export.bytes, overwrite).or_end(Status::Unwritten)?;
    }
    if export.left_out > 0 {
        tell(&format!("{} mentions written, {} left out as asked", export.mentions, export.left_out));
    }
    Ok(Status::Done)
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
    Ok(Selection { articles, labels: labels?, states })
}
