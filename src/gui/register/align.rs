//! How the chosen entry stands to others of its layer, and in which numbers, dates and quoted words two of them differ.
//!
//! It shows and asks; it changes nothing.

use super::detail::Subject;
use super::tabs::{Aligned, Gathered};
use crate::analysis::{Compared, Detail, Fact, FactKind};
use crate::edit::Command;
use crate::gui::actions::Action;
use crate::gui::article::{CaptionStyle, CaptionWeight, TextEngine};
use crate::gui::keymap::named_with_key;
use crate::gui::language::tr;
use crate::gui::request::{Request, Requests};
use crate::gui::widgets::chosen_ui;
use crate::model::{AlignmentEnd, AlignmentKind};
use crate::text::Span;
use eframe::egui;
use eframe::egui::{ComboBox, RichText, ScrollArea, Ui};

/// Words behind a number that say nothing of what it counts.
const COUNTS_NOTHING: [&str; 24] = [
    "above", "after", "and", "are", "as", "at", "before", "below", "by", "for", "from", "had", "has", "have", "in",
    "is", "less", "more", "of", "on", "or", "the", "to", "was",
];
/// Words behind such a number that are told with it.
const WORDS_BEHIND: usize = 3;

/// The kinds in words, as the first of two stands to the second.
pub(in crate::gui) fn kind_name(kind: AlignmentKind) -> &'static str {
    match kind {
        AlignmentKind::Same => tr!("same"),
        AlignmentKind::Supports => tr!("supports"),
        AlignmentKind::Contradicts => tr!("contradicts"),
        AlignmentKind::Differs => tr!("differs in detail"),
        AlignmentKind::Unrelated => tr!("unrelated"),
    }
}

/// As [`kind_name`], from the side of one that `leads`, being the first of the two, or does not.
pub(in crate::gui) fn kind_words(kind: AlignmentKind, leads: bool) -> &'static str {
    match kind {
        AlignmentKind::Supports if !leads => tr!("is supported by"),
        kind => kind_name(kind),
    }
}

/// In which numbers, dates and quoted words the texts `here` and `there` differ, a line for each.
pub(in crate::gui) fn differences(detail: &Detail, here: &str, there: &str) -> Vec<String> {
    let kinds = [(tr!("numbers"), &detail.numbers), (tr!("dates"), &detail.dates), (tr!("quoted"), &detail.quoted)];
    kinds.into_iter().flat_map(|(what, compared)| lines_of(what, compared, here, there)).collect()
}

/// Draws the alignments.
pub(super) fn ui(
    ui: &mut Ui,
    subject: Subject<'_>,
    gathered: &Gathered,
    engine: &mut TextEngine,
    requests: &mut Requests,
) {
    if ui.button(tr!("Align with another entry…")).on_hover_text(named_with_key(ui.ctx(), Action::AlignEntry)).clicked()
    {
        requests.push(Request::Act(Action::AlignEntry));
    }
    if gathered.aligned.is_empty() {
        let text = tr!("Not compared with any other entry yet.");
        ui.label(RichText::new(text).color(subject.theme.text_muted.0));
        return;
    }
    ScrollArea::vertical().id_salt("alignments").auto_shrink([false, false]).show(ui, |ui| {
        for aligned in &gathered.aligned {
            ui.push_id(aligned.id, |ui| aligned_ui(ui, subject, aligned, engine, requests));
            ui.separator();
        }
    });
}

fn aligned_ui(ui: &mut Ui, subject: Subject<'_>, aligned: &Aligned, engine: &mut TextEngine, requests: &mut Requests) {
    let Subject { session, entry, theme } = subject;
    let Some(other) = session.entries.get(aligned.other) else { return };
    ui.horizontal(|ui| {
        let combo = ComboBox::from_id_salt("kind of alignment")
            .selected_text(kind_words(aligned.kind, aligned.leads))
            .width(150.0);
        let combo = combo.show_ui(ui, |ui| {
            for kind in AlignmentKind::ALL {
                if chosen_ui(ui, engine, *kind == aligned.kind, kind_name(*kind)) {
                    let (one, two) = (AlignmentEnd::of_entry(entry.id), AlignmentEnd::of_entry(other.id));
                    let (from, to) = if aligned.leads { (one, two) } else { (two, one) };
                    requests.push(Request::Do(Command::Align { from, to, kind: *kind }));
                }
            }
        });
        let told = tr!("Alignment with {}", other.name);
        combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &told));
        let told = tr!("Delete the alignment with {}", other.name);
        let delete = ui.small_button("×").on_hover_text(tr!("Delete this alignment"));
        delete.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &told));
        if delete.clicked() {
            requests.push(Request::Do(Command::DropAlignment { alignment: aligned.id }));
        }
    });
    let style = CaptionStyle { size: 13.5, weight: CaptionWeight::Regular, max_rows: 4, color: theme.text.0 };
    if engine.button_ui(ui, &other.name, &style).on_hover_text(tr!("Show this entry")).clicked() {
        requests.push(Request::ShowEntry(other.id));
    }
    let detail = &aligned.detail;
    for line in differences(detail, &aligned.here, &aligned.there) {
        let style = CaptionStyle { size: 12.0, color: theme.warning.0, ..style };
        engine.caption_ui(ui, &line, &style);
    }
    if !detail.differs() {
        let text = tr!("No number, date or quoted word differs.");
        ui.label(RichText::new(text).small().color(theme.text_muted.0));
    }
}

/// What differs, a line for each.
fn lines_of(what: &str, compared: &Compared, here: &str, there: &str) -> Vec<String> {
    let mut lines: Vec<String> = compared
        .differing
        .iter()
        .map(|(one, two)| tr!("{what}: here {} – there {}", fact_words(one, here), fact_words(two, there), what))
        .collect();
    for (facts, text, side) in [(&compared.left, here, tr!("here")), (&compared.right, there, tr!("there"))] {
        if !facts.is_empty() {
            let all: Vec<String> = facts.iter().map(|fact| fact_words(fact, text)).collect();
            lines.push(tr!("{what} only {side}: {}", all.join(", "), what, side));
        }
    }
    lines
}

/// A fact as its text has it, a number with what it counts.
fn fact_words(fact: &Fact, text: &str) -> String {
    let words = fact.span.slice(text).unwrap_or(&fact.value);
    if fact.kind != FactKind::Number || (!fact.of.is_empty() && words.contains(&fact.of)) {
        return words.to_owned();
    }
    if !fact.of.is_empty() && !COUNTS_NOTHING.contains(&fact.of.as_str()) {
        return format!("{words} {}", fact.of);
    }
    // A number that counts nothing of itself is told with the words around it.
    let line = crate::text::paragraph_at(text, fact.span.start);
    let before = Span { start: line.start, end: fact.span.start }.slice(text).unwrap_or_default();
    let behind = Span { start: fact.span.end, end: line.end }.slice(text).unwrap_or_default();
    let last = before.split_whitespace().next_back().unwrap_or_default();
    let next: Vec<&str> = behind.split_whitespace().take(WORDS_BEHIND).collect();
    let told =
        format!("{last} {words}{}{}", if behind.starts_with(char::is_whitespace) { " " } else { "" }, next.join(" "));
    format!("“{}”", told.trim().trim_end_matches(['.', ',', ';', ':']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::detail;

    #[test]
    fn a_number_is_told_with_what_it_counts_or_with_the_words_around_it() {
        let (here, there) = ("Berths were let at a fifth below the usual price.", "Berths were let, 14 berths in all.");
        let lines = differences(&detail(here, there), here, there);
        assert_eq!(lines, ["numbers: here “a fifth below the usual” – there 14 berths"]);
    }
}
