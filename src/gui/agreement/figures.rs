//! Every figure of one subject: value, interval, unit, and what it means.

use super::form::Ground;
use crate::analysis::agreement::{DEFINITIONS, Definition, Figure, Figures, Nominal, Scores};
use crate::gui::article::TextEngine;
use crate::gui::language::{msg, tr};
use crate::gui::theme::Theme;
use crate::gui::widgets::{row_ui, section_ui};
use crate::workbench::Stage;
use eframe::egui::{Align2, CornerRadius, FontId, Pos2, Rect, RichText, Ui};

const ROW: f32 = 24.0;
/// Where the columns end or begin, in points from the left.
const VALUE: f32 = 260.0;
const BAR: (f32, f32) = (280.0, 420.0);
const INTERVAL: f32 = 440.0;
const UNITS: f32 = 580.0;

/// One figure.
struct Line {
    key: &'static str,
    figure: Figure,
    units: String,
    /// What it was worked out on, where figures of one name are worked out on several.
    of: &'static str,
}

/// What nominal figures are worked out on.
const CHARACTERS: &str = msg("characters");
const WORDS: &str = msg("words");

/// A figure as it is written everywhere.
pub(super) fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "–".to_owned(), |value| format!("{value:.4}"))
}

/// Counts of the sides, as `24 / 30`.
pub(super) fn counts(mentions: &[u64]) -> String {
    mentions.iter().map(ToString::to_string).collect::<Vec<String>>().join(" / ")
}

fn definition(key: &str) -> Option<&'static Definition> {
    DEFINITIONS.iter().find(|row| row.figure == key)
}

/// Draws all figures of a subject with its mentions; `explained` is the one whose definition is shown.
pub(super) fn figures_ui(
    ui: &mut Ui,
    ground: Ground<'_>,
    (figures, mentions, of_article): (&Figures, &[u64], bool),
    explained: &mut Option<&'static str>,
    engine: &mut TextEngine,
) {
    let theme = ground.theme;
    let no_interval = match ground.measured.stage {
        _ if of_article => tr!("none for a single article"),
        Stage::Figures => tr!("being drawn…"),
        _ => "",
    };
    let (characters, words) = (&figures.characters, &figures.tokens);
    section_ui(ui, theme, &tr!("CHARACTERS, EACH WITH THE LABELS ON IT: {}", characters.units));
    for line in nominal_lines(characters, CHARACTERS) {
        line_ui(ui, theme, &line, no_interval, explained, engine);
    }
    section_ui(ui, theme, &tr!("WORDS, EACH WITH THE LABELS ON ANY PART OF IT: {}", words.units));
    for line in nominal_lines(words, WORDS) {
        line_ui(ui, theme, &line, no_interval, explained, engine);
    }
    section_ui(ui, theme, &tr!("MENTIONS OF THE SIDES: {}", counts(mentions)));
    for line in mention_lines(figures, &counts(mentions)) {
        line_ui(ui, theme, &line, no_interval, explained, engine);
    }
    let (gamma, why) = gamma_line(figures, ground.measured.stage);
    line_ui(ui, theme, &gamma, &why, explained, engine);
}

fn nominal_lines(found: &Nominal, of: &'static str) -> [Line; 4] {
    let Nominal { units, percentage, cohen, fleiss, alpha } = found;
    [("percentage", percentage), ("cohen", cohen), ("fleiss", fleiss), ("alpha", alpha)].map(|(key, figure)| Line {
        key,
        figure: *figure,
        units: format!("{units} {}", tr(of)),
        of,
    })
}

fn mention_lines(found: &Figures, mentions: &str) -> [Line; 4] {
    let scores = |key, Scores { precision, recall, f1 }: &Scores, units: &str| Line {
        key,
        figure: *f1,
        units: tr!("{units}; precision {}, recall {}", number(precision.value), number(recall.value), units),
        of: "",
    };
    let mentions = tr!("{mentions} mentions", mentions);
    [
        Line {
            key: "unitizing_alpha",
            figure: found.unitizing_alpha,
            units: tr!("{} characters in units and gaps", found.characters.units),
            of: "",
        },
        scores("exact", &found.exact, &mentions),
        scores("overlap", &found.overlap, &mentions),
        scores("token", &found.token, &tr!("labels on {} words", found.tokens.units)),
    ]
}

/// Gamma, and why there is no figure or interval.
fn gamma_line(found: &Figures, stage: Stage) -> (Line, String) {
    let gamma = &found.gamma;
    let (low, high) = gamma.range.map_or((None, None), |range| (Some(range.low), Some(range.high)));
    let disorder = gamma.observed.map_or(String::new(), |observed| {
        let exact = if gamma.is_exact {
            String::new()
        } else {
            tr!(" (at least {low})", low = format_args!("{:.4}", observed.low))
        };
        tr!(
            "; disorder {high}{exact}, expected {expected}",
            high = format_args!("{:.4}", observed.high),
            exact,
            expected = number(gamma.expected)
        )
    });
    let units = tr!("{} mentions{disorder}", gamma.units, disorder);
    let why = match stage {
        Stage::Whole => gamma.why_not.clone().unwrap_or_default(),
        _ => tr!("is worked out last").to_owned(),
    };
    let units = if stage == Stage::Whole && gamma.why_not.is_none() { units } else { String::new() };
    (Line { key: "gamma", figure: Figure { value: gamma.value, low, high }, units, of: "" }, why)
}

fn line_ui(
    ui: &mut Ui,
    theme: &Theme,
    line: &Line,
    no_interval: &str,
    explained: &mut Option<&'static str>,
    engine: &mut TextEngine,
) {
    let Some(definition) = definition(line.key) else { return };
    let value = number(line.figure.value);
    let interval =
        line.figure.low.zip(line.figure.high).map(|(low, high)| {
            tr!("{low} to {high}", low = format_args!("{low:.4}"), high = format_args!("{high:.4}"))
        });
    let interval = interval.unwrap_or_else(|| no_interval.to_owned());
    let told = format!("{}: {value}, {interval}, {}", definition.name, line.units);
    // Characters and words have figures of one name.
    let shown = (line.key, line.of);
    let row = ui.push_id(shown, |ui| row_ui(ui, theme, ROW, *explained == Some(line.key), &told)).inner;
    let (rect, response) = row;
    let font = FontId::proportional(13.5);
    let at = |x: f32| Pos2::new(rect.left() + x, rect.center().y);
    let painter = ui.painter();
    painter.text(at(8.0), Align2::LEFT_CENTER, definition.name, font.clone(), theme.text.0);
    painter.text(at(VALUE), Align2::RIGHT_CENTER, &value, font.clone(), theme.text.0);
    painter.text(at(INTERVAL), Align2::LEFT_CENTER, &interval, font, theme.text_muted.0);
    bar_ui(ui, theme, rect, &line.figure);
    engine.row_words(ui, rect, rect.left() + UNITS, &line.units, (13.0, theme.text_muted.0));
    let source = if definition.source.is_empty() { String::new() } else { format!("\n\n{}", definition.source) };
    let response = response.on_hover_text(format!("{}{source}", definition.definition));
    if response.clicked() {
        *explained = if *explained == Some(line.key) { None } else { Some(line.key) };
    }
    if *explained == Some(line.key) && line.of != WORDS {
        ui.label(RichText::new(definition.definition).color(theme.text.0));
        if !definition.source.is_empty() {
            ui.label(RichText::new(definition.source).small().color(theme.text_muted.0));
        }
    }
}

/// Where the figure and its interval lie between 0 and 1; what is below 0 stands at 0.
#[expect(clippy::cast_possible_truncation, reason = "a share of a screen")]
fn bar_ui(ui: &Ui, theme: &Theme, row: Rect, figure: &Figure) {
    let track = Rect::from_min_max(
        Pos2::new(row.left() + BAR.0, row.center().y - 2.0),
        Pos2::new(row.left() + BAR.1, row.center().y + 2.0),
    );
    let painter = ui.painter();
    painter.rect_filled(track, CornerRadius::same(2), theme.border.0);
    let x = |value: f64| track.left() + track.width() * value.clamp(0.0, 1.0) as f32;
    if let Some((low, high)) = figure.low.zip(figure.high) {
        let part = Rect::from_x_y_ranges(x(low)..=x(high), track.y_range()).expand2(eframe::egui::vec2(0.0, 1.5));
        painter.rect_filled(part, CornerRadius::same(2), theme.accent.0.gamma_multiply(0.45));
    }
    if let Some(value) = figure.value {
        painter.circle_filled(Pos2::new(x(value), track.center().y), 4.0, theme.accent.0);
    }
}
