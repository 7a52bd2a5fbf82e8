//! Another schema for the open session, as the window does it: what it would do to the records is counted in the background
//! and shown before anything changes. Schemas as files of their own.
//!
//! It does not know how a schema is edited.

use super::desk::Desk;
use super::labelled::{Ground, NotLanded};
use super::news::News;
use super::work::Outcome;
use crate::codec;
use crate::edit::{
    Becomes, Command, Context, Ids, Refusal, SchemaEffects, Transaction, plan_together, schema_effects_while, twins_of,
};
use crate::formats;
use crate::model::{Schema, Session, Slug};
use crate::store::{self, Overwrite, StoreError};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// What another schema would do. Nothing of it has happened yet.
#[derive(Debug)]
pub struct SchemaPlan {
    /// Why it is refused; nothing where it is not.
    pub why_not: Option<String>,
    /// The step, and the session after it.
    step: Option<(Arc<Transaction>, Session)>,
    ground: Ground,
}

/// What comes of background work on a schema.
#[derive(Debug)]
pub(super) enum SchemaWork {
    /// What another schema would do was counted, for this ticket.
    Counted(u64, Box<SchemaEffects>),
    /// The step to another schema was worked out, for this ticket.
    Planned(u64, Box<SchemaPlan>),
    /// A schema file was read.
    Read(Box<SchemaFile>),
    /// A schema was to be written there: false where a file is there that nobody said may go, or what went wrong.
    Written(PathBuf, Result<bool, String>),
}

/// What becomes of mentions that come to have one label on the same words.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Twins {
    /// They stay as they are.
    #[default]
    Keep,
    /// They become one.
    Join,
}

/// What a schema file is wanted for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SchemaUse {
    /// To go on with it.
    Edit,
    /// To see how it differs.
    Compare,
}

/// A schema that was read from a file.
#[derive(Clone, Debug)]
pub struct SchemaFile {
    /// What it was wanted for.
    pub wanted: SchemaUse,
    /// The file's name.
    pub name: String,
    /// The schema, or why there is none, with the path.
    pub schema: Result<Schema, String>,
}

impl Desk {
    /// Counts in the background what `schema` would do to the session's records, if what it does not have became what
    /// `becomes` says; [`News::SchemaCounted`] brings it with `ticket`.
    pub fn count_schema(&mut self, schema: Schema, becomes: Becomes, ticket: u64) -> u64 {
        let session = self.bench.snapshot();
        self.jobs.start("Counting what the schema would change", move |progress| {
            // What an abandoned count brings nobody sees.
            let effects = schema_effects_while(&session, &schema, &becomes, &|| !progress.is_cancelled());
            Outcome::OfSchema(SchemaWork::Counted(ticket, Box::new(effects.unwrap_or_default())))
        })
    }

    /// Works out in the background the step that gives the session `schema`; [`News::SchemaPlanned`] brings it with
    /// `ticket`.
    ///
    /// Mentions that come to have one label on the same words stay side by side, or become one, as `twins` says.
    pub fn plan_schema(&mut self, schema: Schema, becomes: Becomes, twins: Twins, ticket: u64) -> u64 {
        let (session, annotator) = (self.bench.snapshot(), self.bench.annotator().clone());
        let (at, seed, ground) = (self.clock.now(), super::clock::random_seed(), self.ground_now());
        self.jobs.start("Checking the schema", move |_| {
            let mut ids = Ids::seeded(seed);
            let mut context = Context { annotator: &annotator, at, ids: &mut ids };
            let into: BTreeSet<Slug> = becomes.labels.values().flatten().cloned().collect();
            let mut commands = vec![Command::SetSchema { schema: Box::new(schema), becomes }];
            let mut step = plan_together(&session, &commands, &mut context);
            if let (Ok((_, after)), Twins::Join) = (&step, twins) {
                let mentions = twins_of(after, &into.iter().collect());
                if !mentions.is_empty() {
                    commands.push(Command::JoinAlike { mentions });
                    step = plan_together(&session, &commands, &mut context);
                }
            }
            let step = step.map(|(transaction, after)| (Arc::new(transaction), after));
            let (step, why_not) = match step {
                Ok(step) => (Some(step), None),
                Err(refusal) => (None, Some(refusal.to_string())),
            };
            Outcome::OfSchema(SchemaWork::Planned(ticket, Box::new(SchemaPlan { why_not, step, ground })))
        })
    }

    /// Gives the session the schema that was planned, as one step; the step's name.
    ///
    /// # Errors
    /// [`NotLanded`]; the session is as it was.
    pub fn set_schema(&mut self, plan: &SchemaPlan) -> Result<String, NotLanded> {
        self.writable()?;
        if plan.ground != self.ground_now() {
            return Err(NotLanded::Stale);
        }
        let Some((transaction, after)) = &plan.step else {
            return Err(Refusal::InUse(plan.why_not.clone().unwrap_or_default()).into());
        };
        let name = self.bench.take_over(Arc::clone(transaction), after.clone());
        self.note_edit();
        Ok(name)
    }

    /// Reads a schema file in the background: one of Byline's, or brat's `annotation.conf` with the `visual.conf` beside it.
    /// [`News::SchemaRead`] brings it.
    pub fn read_schema(&mut self, path: PathBuf, wanted: SchemaUse) {
        self.jobs.start("Reading the schema", move |_| {
            let name = path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned());
            let schema = read(&path, &name);
            Outcome::OfSchema(SchemaWork::Read(Box::new(SchemaFile { wanted, name, schema })))
        });
    }

    /// Writes `schema` to a file in the background; [`News::SchemaWritten`] says what came of it.
    pub fn write_schema(&mut self, schema: Schema, path: PathBuf, overwrite: Overwrite) {
        self.jobs.start("Saving the schema", move |_| {
            let text = codec::write_schema(&schema).map_err(|error| format!("{}: {error}", path.display()));
            let written = text.and_then(|text| match store::write_output(&path, text.as_bytes(), overwrite) {
                Ok(()) => Ok(true),
                Err(StoreError::Exists(_)) => Ok(false),
                Err(error) => Err(error.to_string()),
            });
            Outcome::OfSchema(SchemaWork::Written(path, written))
        });
    }

    pub(super) fn take_schema_work(work: SchemaWork) -> News {
        match work {
            SchemaWork::Counted(ticket, effects) => News::SchemaCounted(ticket, Arc::from(effects)),
            SchemaWork::Planned(ticket, plan) => News::SchemaPlanned(ticket, Arc::from(plan)),
            SchemaWork::Read(file) => News::SchemaRead(*file),
            SchemaWork::Written(path, written) => News::SchemaWritten { path, written },
        }
    }
}

fn read(path: &Path, name: &str) -> Result<Schema, String> {
    let bytes = store::read_import(path).map_err(|error| error.to_string())?;
    // Without a visual.conf beside it, the names and colours are those of annotation.conf alone.
    let visual = formats::is_conf(name).then(|| store::read_import(&path.with_file_name("visual.conf")).ok()).flatten();
    formats::read_schema(name, &bytes, visual.as_deref()).map_err(|error| format!("{}: {error}", path.display()))
}
