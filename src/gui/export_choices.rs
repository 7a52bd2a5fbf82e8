//! What of the session an export takes, and how: the choices of its dialog.
//!
//! They know formats by what the registry says of them, and nothing of how they are drawn.

use crate::formats::csv::Cells;
use crate::formats::{FORMATS, Format, Reads, Request, Selection, format_named};
use crate::model::{ArticleId, Label, ReviewState, Session, Timestamp};
use crate::workbench::{ExportText, ExportWish, Split};
use std::collections::BTreeSet;

/// Which articles are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Which {
    /// All.
    #[default]
    All,
    /// The one in front.
    Front,
    /// Those of the chosen outlets.
    Outlets,
    /// Those that are ticked.
    Ticked,
}

/// Everything that can be chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Choices {
    /// The format's name.
    pub(super) format: &'static str,
    pub(super) which: Which,
    pub(super) outlets: BTreeSet<String>,
    pub(super) ticked: BTreeSet<ArticleId>,
    /// Labels, with all below them; all where empty.
    pub(super) labels: BTreeSet<Label>,
    pub(super) states: Vec<ReviewState>,
    pub(super) switches: Switches,
    /// Which text is taken, where the format has the choice.
    pub(super) text: ExportText,
    /// How articles are divided for training, where they are.
    pub(super) split: Split,
}

/// What is on or off.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of one dialog")]
pub(super) struct Switches {
    pub(super) suggestions: bool,
    pub(super) flatten: bool,
    pub(super) renumber: bool,
    pub(super) raw_cells: bool,
    pub(super) divide: bool,
}

impl Choices {
    /// Everything that no reviewer rejected, as `format`.
    pub(super) fn of(format: &'static str) -> Self {
        Self {
            format,
            which: Which::All,
            outlets: BTreeSet::new(),
            ticked: BTreeSet::new(),
            labels: BTreeSet::new(),
            states: vec![ReviewState::Open, ReviewState::Accepted],
            switches: Switches::default(),
            text: ExportText::default(),
            split: Split { shares: [80, 10, 10], seed: 0 },
        }
    }

    /// The format.
    pub(super) fn format(&self) -> Option<&'static Format> {
        format_named(self.format)
    }

    /// What they ask for.
    pub(super) fn wish(&self, session: &Session, front: Option<ArticleId>, at: Timestamp) -> Option<ExportWish> {
        let format = self.format()?;
        let Switches { suggestions, flatten, renumber, raw_cells, divide: _ } = self.switches;
        let selection = if is_whole(format) {
            Selection::default()
        } else {
            let is_usual = self.states == [ReviewState::Open, ReviewState::Accepted];
            Selection {
                articles: None,
                only: self.only(session, front),
                labels: self.labels.iter().cloned().collect(),
                states: (!is_usual).then(|| self.states.clone()),
                suggestions: suggestions && !is_report(format),
            }
        };
        let cells = if raw_cells { Cells::Raw } else { Cells::Escaped };
        let flatten = flatten && format.is_flat;
        let split = self.is_divided().then_some(self.split);
        Some(ExportWish {
            format,
            request: Request { selection, cells, flatten, renumber, repaired: None, modified: at },
            text: self.text,
            split,
        })
    }

    /// Whether articles are divided for training.
    pub(super) fn is_divided(&self) -> bool {
        let has_parts = self.split.shares.iter().any(|share| *share > 0);
        self.switches.divide && has_parts && self.format().is_some_and(is_for_training)
    }

    fn only(&self, session: &Session, front: Option<ArticleId>) -> Option<BTreeSet<ArticleId>> {
        let of_outlets = || {
            let shards = session.shards().iter();
            shards.filter(|shard| self.outlets.contains(session.outlet_name(shard))).map(|shard| shard.id())
        };
        match self.which {
            Which::All => None,
            Which::Front => Some(front.into_iter().collect()),
            Which::Outlets => Some(of_outlets().collect()),
            Which::Ticked => Some(self.ticked.clone()),
        }
    }
}

/// Formats that can be written.
pub(super) fn written_formats() -> impl Iterator<Item = &'static Format> {
    FORMATS.iter().filter(|format| format.writer.is_some())
}

/// Whether a format is a report, which people read: it has neither suggestions nor numbers.
pub(super) fn is_report(format: &Format) -> bool {
    ["html", "markdown"].contains(&format.name)
}

/// Whether a format holds whole sessions, and so takes no choice of it.
pub(super) fn is_whole(format: &Format) -> bool {
    matches!(format.reads, Reads::Session)
}

/// Whether tools learn from files of a format, so that articles may be divided for training and testing.
pub(super) fn is_for_training(format: &Format) -> bool {
    matches!(format.reads, Reads::Corpus(_)) || ["parquet", "hf-jsonl"].contains(&format.name)
}

/// Whether a format is a table, whose cells a spreadsheet may take for formulas.
pub(super) fn is_table(format: &Format) -> bool {
    ["csv", "tsv"].contains(&format.name)
}
