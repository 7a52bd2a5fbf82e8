//! Commands as lines of text, in RON or JSON, with places in code points: what `byline apply` reads.

use super::bench::Workbench;
use crate::codec::{ron_problem, rounded_number};
use crate::edit::{Command, Refusal, TagDraft};
use crate::model::ArticleId;
use crate::text::{Span, shortened};
use serde::Deserialize;

/// One line of a script.
#[derive(Clone, Debug, PartialEq)]
pub enum ScriptLine {
    /// A command.
    Command(Box<Command>),
    /// Take the last step back.
    Undo,
    /// Do the step again that was taken back last.
    Redo,
    /// Cut the log to its last lines.
    CutLog {
        /// How many lines stay.
        keep: u32,
    },
    /// Save the session to its file now.
    Save,
}

/// Why a line is no command, or was not carried out.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ScriptError {
    /// The line does not read as a command.
    #[error("this line is no command: {0}")]
    Syntax(String),
    /// The command was refused.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// The session could not be saved.
    #[error("{0}")]
    NotSaved(String),
}

#[derive(Deserialize)]
#[serde(rename_all = "snake_case")]
enum Special {
    Undo,
    Redo,
    CutLog { keep: u32 },
    Save,
}

impl ScriptLine {
    /// Reads one line: JSON where it begins like JSON, RON otherwise. Blank lines and `//` comments are nothing, and so is a
    /// byte order mark at the beginning.
    ///
    /// # Errors
    /// [`ScriptError::Syntax`] with the column.
    pub fn parse(line: &str) -> Result<Option<Self>, ScriptError> {
        let line = line.trim_start_matches('\u{feff}').trim();
        if line.is_empty() || line.starts_with("//") {
            return Ok(None);
        }
        let special: Option<Special> = read(line).ok();
        match special {
            Some(Special::Undo) => Ok(Some(Self::Undo)),
            Some(Special::Redo) => Ok(Some(Self::Redo)),
            Some(Special::CutLog { keep }) => Ok(Some(Self::CutLog { keep })),
            Some(Special::Save) => Ok(Some(Self::Save)),
            None => read(line).map(|command| Some(Self::Command(Box::new(command)))).map_err(ScriptError::Syntax),
        }
    }
}

fn read<T: serde::de::DeserializeOwned>(line: &str) -> Result<T, String> {
    // Commands refuse fields that they do not have by themselves; schemas, times and places inside of them do not.
    let mut unknown: Option<String> = None;
    let mut note = |path: serde_ignored::Path<'_>| {
        unknown.get_or_insert_with(|| path.to_string());
    };
    let parsed = if line.starts_with('{') || line.starts_with('"') {
        let mut reader = serde_json::Deserializer::from_str(line);
        let read = serde_ignored::deserialize(&mut reader, &mut note).and_then(|read| reader.end().map(|()| read));
        read.map_err(|error| {
            let text = error.to_string();
            let found = text.rsplit_once(" at line ").map_or(text.as_str(), |(found, _)| found);
            at_column(error.column(), found)
        })
    } else {
        let options = ron::Options::default().with_default_extension(ron::extensions::Extensions::IMPLICIT_SOME);
        let problem = |error: ron::error::SpannedError| at_column(error.span.start.col, &ron_problem(&error.code));
        let mut reader = ron::Deserializer::from_str_with_options(line, &options).map_err(problem)?;
        let read = serde_ignored::deserialize(&mut reader, &mut note).and_then(|read| reader.end().map(|()| read));
        read.map_err(|error| problem(reader.span_error(error)))
    }?;
    if let Some(field) = unknown {
        return Err(format!("it has no field `{}`", shortened(&field, MAX_SHOWN_CHARS)));
    }
    match rounded_number(line) {
        Some(place) => {
            let found = "a whole number here is too large to be kept exactly; write it as a string";
            Err(at_column(place.column as usize, found))
        }
        None => Ok(parsed),
    }
}

/// What was found where. It may quote what the line holds, of which a little is enough.
fn at_column(column: usize, found: &str) -> String {
    format!("column {column}: {}", shortened(found, MAX_SHOWN_CHARS))
}

/// How many characters of a problem a message shows.
const MAX_SHOWN_CHARS: usize = 300;

impl Workbench {
    /// Carries out one line of a script; the name of the step, where there was one to do.
    ///
    /// # Errors
    /// [`ScriptError`] with the reason; the session is as it was.
    pub fn run(&mut self, line: &ScriptLine) -> Result<Option<String>, ScriptError> {
        match line {
            ScriptLine::Command(command) => Ok(Some(self.execute(command)?.name)),
            ScriptLine::Undo => Ok(self.undo()?),
            ScriptLine::Redo => Ok(self.redo()?),
            ScriptLine::CutLog { keep } => {
                self.cut_log(*keep);
                Ok(Some("Cut log".to_owned()))
            }
            // Where the session is kept is not known here.
            ScriptLine::Save => Ok(Some("Save".to_owned())),
        }
    }
}

/// A command that tags `span`, as the window gives it.
#[must_use]
pub fn tag(article: ArticleId, label: &crate::model::Label, span: Span) -> Command {
    Command::Tag(TagDraft {
        article,
        label: label.clone(),
        fragments: span.into(),
        quote: None,
        entry: None,
        attributes: crate::model::Attributes::new(),
        confidence: None,
        note: None,
    })
}
