//! The open session: its history, what is in view, background work, the clock.
//!
//! Architecture invariant: the clock, threads and random numbers appear here and nowhere else. Both faces of Byline, the
//! window and the command line, do through the workbench whatever they do to a session.

mod alike;
mod batch;
mod bench;
mod clock;
mod compare;
mod desk;
mod disk_sink;
mod early;
mod exchange;
mod guess_format;
mod incoming;
mod jobs;
mod keeper;
mod keeping;
mod labelled;
mod merging;
mod migrate;
mod news;
mod peek;
mod places;
mod recovery;
mod repeats;
mod safety;
mod saving;
mod schemas;
mod script;
mod search;
mod split;
mod threads;
mod validation;
mod view;
mod watched;
mod work;

pub use batch::{Batch, Import, OpenError, annotator, ground, open_script, read, read_file, warnings_of};
pub use bench::{Done, Workbench};
pub use clock::{Clock, Hand, random_seed};
pub use compare::{Agreed, At, Choice, Compared, Decisions, SideFile, Sides};
pub use desk::{Desk, SaveState};
pub use exchange::{Arrivals, ConvertError, ExportError, Exporting, Importing, export};
pub use incoming::{Incoming, Reader};
pub use jobs::{Ended, Jobs, Progress, Wake};
pub use keeper::{JournalStep, Keeper, Manner, Report};
pub use labelled::{Additions, ExportWish, ImportPlan, ImportWish, NotLanded, WholeSession};
pub use merging::MergeError;
pub use migrate::{MigrateError, Migrated, migrate};
pub use news::News;
pub use peek::{DroppedGroup, ExportPreview};
pub use places::Places;
pub use recovery::{KeptState, recover, states, write_recovered};
pub use repeats::{Among, PlannedStep, Repeats, RepeatsWish, Sought};
pub use schemas::{SchemaFile, SchemaPlan, SchemaUse};
pub use script::{ScriptError, ScriptLine, tag};
pub use split::Split;
pub use threads::Threads;
pub use validation::{Finding, Validation, validate};
pub use view::{ScrollPlace, View};
pub use work::{Purpose, SAMPLE, annotator_of, empty_session};
