//! Where the parts of the window are that the tour points at. Each says so when it is drawn; it does not know the tour.

use eframe::egui::{Context, Id, Rect};

/// A part of the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(in crate::gui) enum Spot {
    /// The menu of files.
    FileMenu,
    /// The menu that leads to the views.
    GoMenu,
    /// The list of articles.
    Articles,
    /// The text of the article.
    Text,
    /// The side panel.
    Side,
    /// The status bar.
    Status,
}

fn id(spot: Spot) -> Id {
    Id::unique(("spot of the tour", spot))
}

/// Notes where a part is drawn now.
pub(in crate::gui) fn mark(ctx: &Context, spot: Spot, rect: Rect) {
    let now = ctx.cumulative_frame_nr();
    ctx.data_mut(|data| data.insert_temp(id(spot), (now, rect)));
}

/// Where a part is, if it was drawn in this frame.
pub(super) fn place(ctx: &Context, spot: Spot) -> Option<Rect> {
    let (at, rect): (u64, Rect) = ctx.data(|data| data.get_temp(id(spot)))?;
    (at == ctx.cumulative_frame_nr() && rect.is_positive()).then_some(rect)
}
