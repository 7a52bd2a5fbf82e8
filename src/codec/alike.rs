//! Labels and names that many records of a file have alike, kept once: a session has a few of them and hundreds of thousands
//! of records. It does not know where the records stand.

use crate::model::{Label, Provenance};
use std::collections::BTreeSet;
use std::sync::Arc;

/// What records had so far.
#[derive(Debug, Default)]
pub(super) struct Alike {
    labels: BTreeSet<Label>,
    names: BTreeSet<Arc<str>>,
}

impl Alike {
    /// Puts the ones that are known in the place of a record's own.
    pub(super) fn share(&mut self, label: &mut Label, provenance: &mut Provenance) {
        match self.labels.get(label) {
            Some(known) => label.clone_from(known),
            None => _ = self.labels.insert(label.clone()),
        }
        for name in [&mut provenance.tool, &mut provenance.file] {
            match self.names.get(&**name) {
                Some(known) => name.clone_from(known),
                None => _ = self.names.insert(Arc::clone(name)),
            }
        }
    }
}
