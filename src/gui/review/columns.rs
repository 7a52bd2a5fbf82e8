//! The columns of the table: what they are called, how wide they are, and which have room.

use crate::gui::language::tr;
use crate::model::SortKey;

/// Columns that are shown where nobody has chosen any.
pub(super) const USUAL: [SortKey; 5] =
    [SortKey::State, SortKey::Label, SortKey::Entry, SortKey::Article, SortKey::Annotator];

/// Every column.
pub(super) const ALL: [SortKey; 9] = [
    SortKey::State,
    SortKey::Label,
    SortKey::Quote,
    SortKey::Entry,
    SortKey::Article,
    SortKey::Outlet,
    SortKey::Annotator,
    SortKey::Created,
    SortKey::Place,
];

/// A column's name.
pub(super) fn name(column: SortKey) -> &'static str {
    match column {
        SortKey::Place => tr!("column" => "Place"),
        SortKey::Label => tr!("Label"),
        SortKey::Article => tr!("Article"),
        SortKey::Outlet => tr!("Outlet"),
        SortKey::Entry => tr!("Entry"),
        SortKey::Annotator => tr!("Annotator"),
        SortKey::State => tr!("Review"),
        SortKey::Quote => tr!("Words"),
        SortKey::Created => tr!("Made"),
    }
}

/// What a column needs at least, and its share of what is left.
fn measure(column: SortKey) -> (f32, f32) {
    match column {
        SortKey::State => (96.0, 0.0),
        SortKey::Label => (112.0, 0.4),
        SortKey::Place => (74.0, 0.0),
        SortKey::Created => (84.0, 0.0),
        SortKey::Annotator => (92.0, 0.3),
        SortKey::Outlet => (100.0, 0.4),
        SortKey::Entry | SortKey::Quote => (120.0, 1.0),
        SortKey::Article => (120.0, 1.3),
    }
}

/// Those of `columns` that have room in `width` points, from the left, each with its width.
pub(super) fn fitting(columns: &[SortKey], width: f32) -> Vec<(SortKey, f32)> {
    let mut found: Vec<(SortKey, f32)> = Vec::new();
    let mut left = width;
    for column in columns {
        let (least, _) = measure(*column);
        if left < least && !found.is_empty() {
            break;
        }
        left -= least;
        found.push((*column, least));
    }
    let shares: f32 = found.iter().map(|(column, _)| measure(*column).1).sum();
    if shares > 0.0 && left > 0.0 {
        for (column, width) in &mut found {
            *width += left * measure(*column).1 / shares;
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_fill_the_width_and_the_last_ones_give_way() {
        let all = fitting(&USUAL, 900.0);
        assert_eq!(all.len(), USUAL.len());
        assert!((all.iter().map(|(_, width)| width).sum::<f32>() - 900.0).abs() < 0.01, "{all:?}");
        let few = fitting(&USUAL, 330.0);
        assert_eq!(few.iter().map(|(column, _)| *column).collect::<Vec<_>>(), USUAL[..3]);
    }
}
