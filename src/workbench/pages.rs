//! Pages for people that are no part of the session, written in the background.

use super::desk::Desk;
use super::news::News;
use super::work::Outcome;
use crate::store::{self, Overwrite, StoreError};
use std::path::{Path, PathBuf};

impl Desk {
    /// Writes `page` there in the background; [`News::Told`] or [`News::Failed`] says what came of it.
    pub fn write_page(&mut self, page: String, path: PathBuf, overwrite: Overwrite) {
        self.jobs.start("Writing the page", move |_| {
            let written = store::write_output(&path, page.as_bytes(), overwrite);
            Outcome::PageWritten(path, written)
        });
    }

    pub(super) fn take_page(path: &Path, written: Result<(), StoreError>) -> News {
        let path = path.display();
        match written {
            Ok(()) => News::Told(format!("The page was written to {path}")),
            Err(StoreError::Exists(_)) => {
                News::Failed(format!("{path}: a file is here already; the page was not written, choose another name"))
            }
            Err(error) => News::Failed(format!("{path}: the page was not written: {error}")),
        }
    }
}
