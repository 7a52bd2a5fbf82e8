//! `byline migrate`: a session of an older version in the version of today.

use super::args::Migrate as Args;
use super::failure::{Failure, Status};
use super::output::{tell, tell_all};
use crate::codec::VERSION;
use crate::store::Overwrite;
use crate::workbench::{MigrateError, migrate as write_anew};

pub(super) fn migrate(args: &Args) -> Result<Status, Failure> {
    let overwrite = if args.force { Overwrite::Replace } else { Overwrite::Refuse };
    let migrated = write_anew(&args.old, &args.output, overwrite).map_err(|error| {
        let status = match &error {
            MigrateError::Current(_) => Status::No,
            MigrateError::Itself(_) => Status::Usage,
            MigrateError::Read(_) | MigrateError::Doubtful { .. } => Status::Refused,
            MigrateError::Write(_) => Status::Unwritten,
        };
        Failure { status, error: error.into() }
    })?;
    tell_all(&migrated.warnings);
    tell(&format!(
        "{}: written in version {VERSION} from version {}, {} articles, {} mentions; {} stays as it is",
        args.output.display(),
        migrated.from,
        migrated.articles,
        migrated.mentions,
        args.old.display()
    ));
    Ok(Status::Done)
}
