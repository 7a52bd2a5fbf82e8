//! What parts of the window ask of the guidelines.

use crate::model::{GuidelineId, Label};

/// One thing asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::gui) enum PageAsk {
    /// Show a page.
    Show(GuidelineId),
    /// Show the page that explains a label, or that none does.
    Explain(Label),
    /// Close the pane.
    Close,
    /// Write a new page, which explains this label.
    New(Option<Label>),
}
