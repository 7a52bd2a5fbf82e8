//! What stands in the columns of one row, and how it is drawn.
//!
//! It shows; it asks nothing.

use super::excerpts::kind_word;
use crate::analysis::review::{Index, Record, Row, RowKind, RowRef, record_of};
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::language::tr;
use crate::gui::register::{Excerpt, one_line};
use crate::gui::theme::Theme;
use crate::model::{ReviewState, Session, Shard, SortKey, Timestamp};
use eframe::egui::{Color32, CornerRadius, Pos2, Rect, Stroke, StrokeKind, Ui, Vec2};

/// A row with what its cells are read from.
#[derive(Clone, Copy)]
pub(super) struct Seen<'a> {
    pub(super) session: &'a Session,
    pub(super) index: &'a Index,
    pub(super) row: &'a Row,
    pub(super) shard: Option<&'a Shard>,
}

impl<'a> Seen<'a> {
    /// The row at a place of the index.
    pub(super) fn of(session: &'a Session, index: &'a Index, at: RowRef) -> Option<Self> {
        let row = index.row(at)?;
        Some(Self { session, index, row, shard: index.shard(at).map(AsRef::as_ref) })
    }

    /// The record it stands for.
    pub(super) fn record(&self) -> Option<Record<'a>> {
        record_of(self.shard?, self.row)
    }

    /// The name of its label or relation type.
    pub(super) fn label(&self) -> String {
        let schema = &self.session.schema;
        let Some(label) = self.index.label(self.row) else { return String::new() };
        match schema.relation_type(label).filter(|_| schema.label_info(label).is_none()) {
            Some(kind) => kind.name.clone(),
            None => schema.label_name(label).to_owned(),
        }
    }

    /// What stands in a column.
    pub(super) fn text(&self, column: SortKey) -> String {
        match column {
            SortKey::State => state_word(self.row.state).to_owned(),
            SortKey::Label => self.label(),
            SortKey::Article => self.shard.map_or_else(String::new, |shard| one_line(shard.title())),
            SortKey::Outlet => self.shard.map_or("", |shard| self.session.outlet_name(shard)).to_owned(),
            SortKey::Entry => {
                let entry = self.index.entry(self.row).and_then(|id| self.session.entry_name(id));
                entry.map_or(String::new(), one_line)
            }
            SortKey::Annotator => {
                self.index.annotator(self.row).map_or(String::new(), |id| self.session.annotator_name(id))
            }
            SortKey::Quote => self.words(),
            SortKey::Place => self.place().map_or(String::new(), |place| place.to_string()),
            SortKey::Created => self.created().map_or(String::new(), day),
        }
    }

    /// The words it stands on.
    pub(super) fn words(&self) -> String {
        let Some((record, shard)) = self.record().zip(self.shard) else { return String::new() };
        match record {
            Record::Suggestion(suggestion) if !suggestion.quote.is_empty() => one_line(&suggestion.quote),
            Record::Quarantined(quarantined) => one_line(&quarantined.mention.quote),
            _ => record.mention(shard).map_or(String::new(), |mention| one_line(&mention.quote)),
        }
    }

    fn place(&self) -> Option<u32> {
        let (record, shard) = self.record().zip(self.shard)?;
        let hull = match record {
            Record::Suggestion(suggestion) => suggestion.fragments.as_ref().map(crate::text::Fragments::hull),
            _ => None,
        };
        let hull = hull.or_else(|| record.mention(shard).map(|mention| mention.fragments.hull()))?;
        Some(shard.article.char_span(hull).start.0)
    }

    fn created(&self) -> Option<Timestamp> {
        Some(match self.record()? {
            Record::Mention(mention) => mention.created,
            Record::Relation(relation) => relation.created,
            Record::Suggestion(suggestion) => suggestion.created,
            Record::Quarantined(quarantined) => quarantined.mention.created,
        })
    }

    /// What a screen reader says of it.
    pub(super) fn told(&self) -> String {
        let kind = if self.row.kind == RowKind::Mention { "" } else { kind_word(self.row) };
        let flag = if self.row.is_flagged() { tr!("flagged") } else { "" };
        let title = self.text(SortKey::Article);
        let parts = [kind, &self.label(), &self.words(), state_word(self.row.state), flag, &title].map(str::to_owned);
        parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
    }

    /// The colour of its label.
    pub(super) fn color(&self, theme: &Theme) -> Color32 {
        let schema = &self.session.schema;
        let label = self.index.label(self.row);
        let info = label.and_then(|label| schema.label_info(label)).map(|info| info.color);
        let kind = || label.and_then(|label| schema.relation_type(label)).and_then(|kind| kind.color.as_deref());
        info.or_else(kind).map_or(theme.text_muted.0, |name| theme.label_color(name))
    }
}

fn day(at: Timestamp) -> String {
    at.to_string().chars().take(10).collect()
}

/// What a review found, in a word.
pub(super) fn state_word(state: ReviewState) -> &'static str {
    match state {
        ReviewState::Open => tr!("open"),
        ReviewState::Accepted => tr!("accepted"),
        ReviewState::Rejected => tr!("rejected"),
    }
}

/// Draws the columns of a row along `line`.
pub(super) fn cells_ui(
    ui: &Ui,
    line: Rect,
    seen: Seen<'_>,
    columns: &[(SortKey, f32)],
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let mut left = line.left();
    for (column, width) in columns {
        let cell = Rect::from_min_size(Pos2::new(left, line.top()), Vec2::new(*width, line.height()));
        left += width;
        let words = cell.with_max_x(cell.right() - 8.0);
        match column {
            SortKey::State => state_ui(ui, cell, seen.row, engine, theme),
            SortKey::Label => {
                let bar = Rect::from_center_size(cell.left_center() + Vec2::new(2.0, 0.0), Vec2::new(3.0, 12.0));
                ui.painter().rect_filled(bar, 1.5, seen.color(theme));
                let kind = kind_word(seen.row);
                let label = seen.label();
                let text = match (kind, label.is_empty()) {
                    ("", _) => label,
                    (kind, true) => kind.to_owned(),
                    (kind, false) => format!("{kind} · {label}"),
                };
                engine.row_words(ui, words, cell.left() + 9.0, &text, (12.5, theme.text.0));
            }
            _ => {
                let color = if *column == SortKey::Entry { theme.text.0 } else { theme.text_muted.0 };
                engine.row_words(ui, words, cell.left() + 2.0, &seen.text(*column), (12.5, color));
            }
        }
    }
}

/// A sign and a word for what a review found, and signs for a flag and for notes.
fn state_ui(ui: &Ui, cell: Rect, row: &Row, engine: &mut TextEngine, theme: &Theme) {
    let center = cell.left_center() + Vec2::new(8.0, 0.0);
    let painter = ui.painter();
    let color = match row.state {
        ReviewState::Open => theme.text_dim.0,
        ReviewState::Accepted => theme.success.0,
        ReviewState::Rejected => theme.danger.0,
    };
    let stroke = Stroke::new(1.8, color);
    let line = |points: &[(f32, f32)]| {
        let points = points.iter().map(|(x, y)| center + Vec2::new(*x, *y)).collect();
        painter.line(points, stroke);
    };
    match row.state {
        ReviewState::Open => {
            painter.circle_stroke(center, 4.0, Stroke::new(1.3, color));
        }
        ReviewState::Accepted => line(&[(-4.5, 0.0), (-1.5, 3.5), (4.5, -4.0)]),
        ReviewState::Rejected => {
            line(&[(-3.8, -3.8), (3.8, 3.8)]);
            line(&[(-3.8, 3.8), (3.8, -3.8)]);
        }
    }
    let words = cell.with_max_x(cell.right() - 4.0);
    engine.row_words(ui, words, cell.left() + 18.0, state_word(row.state), (11.5, color));
}

/// The signs on the right of a row's second line: a flag, and notes.
pub(super) fn signs_ui(ui: &Ui, right_center: Pos2, row: &Row, theme: &Theme) -> f32 {
    let mut at = right_center;
    if row.has_note {
        let note = Rect::from_center_size(at - Vec2::new(6.0, 0.0), Vec2::new(11.0, 9.0));
        ui.painter().rect_stroke(note, CornerRadius::same(2), Stroke::new(1.2, theme.accent.0), StrokeKind::Inside);
        for y in [-1.3, 1.3] {
            let across = note.center().x - 3.0..=note.center().x + 3.0;
            ui.painter().hline(across, note.center().y + y, Stroke::new(1.0, theme.accent.0));
        }
        at.x -= 17.0;
    }
    if row.is_flagged() {
        let foot = at - Vec2::new(9.0, -5.0);
        let color = theme.flag.0;
        ui.painter().vline(foot.x, foot.y - 11.0..=foot.y, Stroke::new(1.4, color));
        let cloth = Rect::from_min_size(Pos2::new(foot.x, foot.y - 11.0), Vec2::new(8.0, 6.0));
        ui.painter().rect_filled(cloth, CornerRadius::same(1), color);
        at.x -= 17.0;
    }
    at.x
}

/// The sentence of a row with its words in the colour of its label, on one line.
pub(super) fn sentence_ui(
    ui: &Ui,
    line: Rect,
    (excerpt, fill): (&Excerpt, Color32),
    engine: &mut TextEngine,
    theme: &Theme,
) {
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text.0 };
    let caption = engine.caption(&excerpt.text, &style, line.width().max(20.0), ui.pixels_per_point());
    let at = Pos2::new(line.left(), line.center().y - caption.size().y / 2.0);
    for marked in &excerpt.marked {
        for stretch in caption.stretches(marked.clone()) {
            let place = stretch.translate(at.to_vec2());
            ui.painter().rect_filled(place, 2.0, fill.gamma_multiply(0.28));
            ui.painter().hline(place.x_range(), place.bottom() - 0.5, Stroke::new(1.5, fill));
        }
    }
    engine.place(ui.painter(), at, &caption, style.color);
}
