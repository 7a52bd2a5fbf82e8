//! Agreement as lines of text. It does not know how the figures came to be.

use crate::analysis::agreement::{Agreement, Cases, Cell, Figure, Figures, Gamma, Nominal, Scores};

/// All figures, line by line.
pub(super) fn lines(found: &Agreement) -> Vec<String> {
    let mut lines = head(found);
    lines.extend(figure_lines(&found.overall));
    if found.pairs.len() > 1 {
        for pair in &found.pairs {
            lines.push(format!("{} and {}", name(found, pair.first), name(found, pair.second)));
            lines.extend(figure_lines(&pair.figures));
        }
    }
    let labels = found.labels.iter().map(|row| (row.label.clone(), row.mentions.as_slice(), &row.figures));
    lines.extend(table("by label", &labels.collect::<Vec<_>>()));
    let articles = found.articles.iter().map(|row| (row.name.clone(), row.mentions.as_slice(), &row.figures));
    lines.extend(table("by article", &articles.collect::<Vec<_>>()));
    for pair in &found.pairs {
        let title = format!("mentions: {} / {}", name(found, pair.first), name(found, pair.second));
        lines.extend(cells(&title, &pair.confusion.mentions));
    }
    lines
}

fn name(found: &Agreement, side: usize) -> &str {
    found.sides.get(side).map_or("", |side| side.name.as_str())
}

fn head(found: &Agreement) -> Vec<String> {
    let (characters, words) = (found.overall.characters.units, found.overall.tokens.units);
    let mut lines = vec![format!("articles {}, characters {characters}, words {words}", found.compared)];
    lines.extend(found.sides.iter().map(|side| format!("  {:>6} mentions  {}", side.mentions, side.name)));
    lines
        .extend(found.left_out.iter().map(|row| format!("  left out: {} ({}): {}", row.name, row.article, row.reason)));
    if let Some(drawn) = found.drawn {
        lines.push(format!("95 % intervals: {} draws of {drawn}, seed {}", found.bootstrap, found.seed));
    }
    lines
}

fn figure_lines(figures: &Figures) -> Vec<String> {
    let mut lines = Vec::new();
    for (title, nominal) in [("characters", &figures.characters), ("words", &figures.tokens)] {
        let Nominal { units, percentage, cohen, fleiss, alpha } = nominal;
        lines.push(format!("{title} ({units} units)"));
        lines.push(line("percentage", percentage));
        lines.push(line("Cohen's kappa", cohen));
        lines.push(line("Fleiss' kappa", fleiss));
        lines.push(line("Krippendorff's alpha", alpha));
    }
    lines.push("mentions".to_owned());
    lines.push(line("unitizing alpha", &figures.unitizing_alpha));
    for (title, scores) in [("exact", &figures.exact), ("overlap", &figures.overlap), ("word", &figures.token)] {
        let Scores { precision, recall, f1 } = scores;
        lines.push(format!(
            "{}  precision {}, recall {}",
            line(&format!("F1, {title}"), f1),
            number(precision.value),
            number(recall.value)
        ));
    }
    lines.push(gamma_line(&figures.gamma));
    lines
}

fn number(value: Option<f64>) -> String {
    value.map_or_else(|| "-".to_owned(), |value| format!("{value:.4}"))
}

fn line(title: &str, figure: &Figure) -> String {
    let interval = figure.low.zip(figure.high).map(|(low, high)| format!("  {low:.4} to {high:.4}"));
    format!("  {title:<22}{:>7}{}", number(figure.value), interval.unwrap_or_default())
}

fn gamma_line(gamma: &Gamma) -> String {
    let mut parts = vec![format!("  {:<22}{:>7}", "gamma", number(gamma.value))];
    parts.extend(gamma.why_not.as_ref().map(|why| format!("  {why}")));
    if let (Some(observed), Some(_)) = (gamma.observed, gamma.value) {
        let (expected, error) = (number(gamma.expected), number(gamma.expected_error));
        parts.extend(gamma.range.map(|range| format!("  {:.4} to {:.4}", range.low, range.high)));
        parts.push(format!("  disorder {:.4}", observed.high));
        if !gamma.is_exact {
            parts.push(format!(" (at least {:.4})", observed.low));
        }
        parts.push(format!(", expected {expected} ± {error} by {} samples", gamma.samples));
    }
    parts.concat()
}

type Row<'a> = (String, &'a [u64], &'a Figures);

/// One line a row, with the figures that say most.
fn table(title: &str, rows: &[Row<'_>]) -> Vec<String> {
    let wide = rows.iter().map(|(name, _, _)| name.chars().count()).max().unwrap_or_default().max(title.len());
    let titles = ["alpha", "u-alpha", "F1", "overlap", "gamma"];
    let titles: Vec<String> = titles.iter().map(|title| format!("{title:>8}")).collect();
    let mut lines = vec![format!("{title:<wide$}  {}  mentions", titles.concat())];
    lines.extend(rows.iter().map(|(name, mentions, figures)| {
        let values = [
            figures.characters.alpha.value,
            figures.unitizing_alpha.value,
            figures.exact.f1.value,
            figures.overlap.f1.value,
            figures.gamma.value,
        ];
        let values: Vec<String> = values.iter().map(|value| format!("{:>8}", number(*value))).collect();
        let mentions: Vec<String> = mentions.iter().map(ToString::to_string).collect();
        format!("{name:<wide$}  {}  {}", values.concat(), mentions.join(" / "))
    }));
    lines
}

fn cells(title: &str, cells: &[Cell]) -> Vec<String> {
    let mut lines = vec![title.to_owned()];
    lines.extend(cells.iter().map(|cell| format!("  {:>6}  {} / {}", cell.count, cell.first, cell.second)));
    lines
}

/// The mentions on which two sides differ, each with its place.
pub(super) fn differing(found: &Agreement, first: usize, second: usize, cases: &Cases) -> Vec<String> {
    let mut lines = vec![format!("where {} and {} differ", name(found, first), name(found, second))];
    let article = |id| found.articles.iter().find(|row| row.article == id).map_or("", |row| row.name.as_str());
    let differing = cases.characters.iter().filter(|case| case.first != case.second);
    lines.extend(differing.map(|case| {
        format!("  {}:{}..{}  {} / {}", article(case.article), case.start, case.end, case.first, case.second)
    }));
    lines
}
