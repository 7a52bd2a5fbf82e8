//! Where an article came from, to be read: file, encoding, bytes, hash, when it was added. None of it can be changed.

use crate::gui::article::TextEngine;
use crate::gui::language::tr;
use crate::gui::theme::Theme;
use crate::gui::widgets::section_ui;
use crate::model::{Session, Shard};
use eframe::egui::{Grid, Label, RichText, Ui};

/// Draws what is known of the source of `shard`.
pub(super) fn facts_ui(ui: &mut Ui, session: &Session, shard: &Shard, engine: &mut TextEngine, theme: &Theme) {
    let source = &shard.article.source;
    section_ui(ui, theme, tr!("SOURCE"));
    Grid::new("source").num_columns(2).min_col_width(72.0).spacing([10.0, 0.0]).show(ui, |ui| {
        let name = |ui: &mut Ui, text: &str| ui.label(RichText::new(text).color(theme.text_muted.0));
        name(ui, tr!("File"));
        engine.name_ui(ui, &source.file);
        ui.end_row();
        let length = tr!("{}, {} bytes, {}", source.media_type, grouped(source.bytes), source.encoding);
        let by = session.annotator_name(shard.article.by);
        let added = tr!("{} by {by}", shard.article.created.0.strftime("%Y-%m-%d %H:%M UTC"), by);
        let retrieved = source.retrieved.map(|at| at.0.strftime("%Y-%m-%d %H:%M UTC").to_string());
        let older = shard
            .article
            .supersedes
            .map(|older| session.shard(older).map_or_else(|| older.to_string(), |older| older.title().to_owned()));
        let rows = [
            (tr!("Bytes"), Some(length)),
            ("SHA-256", Some(source.sha256.clone())),
            (tr!("Saved"), retrieved),
            (tr!("Added"), Some(added)),
            (tr!("Supersedes"), older),
        ];
        for (title, text) in rows {
            let Some(text) = text else { continue };
            name(ui, title);
            if title == "SHA-256" {
                ui.add(Label::new(RichText::new(text).monospace().size(11.0)).truncate());
            } else {
                engine.name_ui(ui, &text);
            }
            ui.end_row();
        }
    });
}

/// A number with a thin space between thousands.
fn grouped(number: u64) -> String {
    let digits = number.to_string();
    let mut shown = String::new();
    for (place, digit) in digits.chars().enumerate() {
        if place > 0 && (digits.len() - place).is_multiple_of(3) {
            shown.push('\u{202f}');
        }
        shown.push(digit);
    }
    shown
}
