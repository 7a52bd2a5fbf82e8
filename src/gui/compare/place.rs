//! Going to a place that agreement was measured at. It does not know what was measured.

use super::rows::Wish;
use super::view::CompareView;
use crate::analysis::agreement::Case;
use crate::gui::app::App;
use crate::gui::language::tr;
use crate::gui::notices::Weight;
use crate::model::Mention;
use crate::text::{CharOffset, CharSpan, Span};
use crate::workbench::{At, Compared};

impl App {
    /// Shows a place of two sides in the Compare view: its difference, if there is one.
    pub(super) fn show_case(&mut self, case: &Case, pair: (usize, usize)) {
        self.show_compare();
        let sides = self.desk.sides();
        let Some(compared) = sides.compared() else { return };
        let Some((article, span)) = place_of(compared, case) else {
            return self.notices.push(Weight::Info, tr!("The sides have changed; measure agreement again"));
        };
        let view: &mut CompareView = &mut self.compare;
        let at = group_at(compared, (article, span), case, pair);
        // Followed at once, so that the list does not choose a difference of its own when it is drawn.
        view.rows.follow(compared, sides.decisions(), &view.wish);
        view.current = None;
        if let Some(at) = at.filter(|at| compared.is_listed(*at)) {
            if view.rows.place_of(at).is_none() {
                view.wish = Wish::default();
                view.rows.follow(compared, sides.decisions(), &view.wish);
            }
            view.go_to(at);
        }
        view.article = Some(article);
        view.reveal = Some(span);
    }
}

/// The number of the article, and the place in it.
fn place_of(compared: &Compared, case: &Case) -> Option<(usize, Span)> {
    let articles = &compared.comparison().articles;
    let article = articles.iter().position(|row| row.ids.first() == Some(&Some(case.article)))?;
    let (start, end) = (CharOffset(case.start), CharOffset(case.end));
    let (_, shard) = compared.first_shard(article)?;
    Some((article, shard.article.byte_span(CharSpan { start, end })?))
}

/// The group that a case is about: one that is a difference before one that is none, then the one whose labels are those of
/// the case, then the one that shares most with it.
fn group_at(
    compared: &Compared,
    (article, span): (usize, Span),
    case: &Case,
    (first, second): (usize, usize),
) -> Option<At> {
    let count = compared.comparison().articles.get(article)?.groups.len();
    let weighed = (0..count).filter_map(|group| {
        let at = At { article, group };
        let versions = [first, second].map(|side| compared.mention(at, side));
        let shared = versions.iter().flatten().map(|row| shared(row.fragments.hull(), span)).max()?;
        let says = [&case.first, &case.second];
        let fits = versions.iter().zip(says).filter(|(row, said)| is_said(**row, said)).count();
        (shared > 0).then_some(((compared.is_listed(at), fits, shared, std::cmp::Reverse(group)), at))
    });
    weighed.max_by_key(|(weight, _)| *weight).map(|(_, at)| at)
}

fn shared(one: Span, other: Span) -> u32 {
    one.end.0.min(other.end.0).saturating_sub(one.start.0.max(other.start.0))
}

/// Whether a side's version is among what the side says of the place.
fn is_said(row: Option<&Mention>, said: &str) -> bool {
    row.map_or(said == crate::analysis::agreement::NONE, |row| said.split('+').any(|label| label == row.label.as_str()))
}
