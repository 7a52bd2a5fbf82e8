//! The article that the list is at: what was guessed of it, its encoding, and its text as it would be read.
//!
//! It changes nothing but the encoding that the form asks for.

use super::choices::encoding_ui;
use super::form::{ArticlesIn, Row};
use super::list::{headline, last};
use crate::edit::Places;
use crate::gui::article::{
    ArticleView, CaptionStyle, CaptionWeight, FoundSet, Mark, MarkLook, MarkSet, ReadingStyle, Scene, TextEngine, Trim,
};
use crate::gui::language::tr;
use crate::gui::register::one_line;
use crate::gui::theme::Theme;
use crate::ingest::Kind;
use crate::model::{Metadata, Stated};
use crate::text::{Snap, visible};
use crate::workbench::{ArticleRead, Clock, Standing};
use eframe::egui;
use eframe::egui::{RichText, ScrollArea, Ui};
use std::time::Duration;

/// What a frame may spend on the heights of text that is not on screen.
const MEASURING: Duration = Duration::from_micros(1800);
/// Points that remarks take at most.
const REMARKS: f32 = 74.0;

/// The text on show and where it is scrolled to.
#[derive(Default)]
pub(super) struct Preview {
    view: ArticleView,
    marks: MarkSet,
    /// Address and length of the text that they belong to.
    text: (usize, usize),
    /// Whether what is guessed of it is among the marks.
    is_guessed: bool,
}

impl std::fmt::Debug for Preview {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Preview").field("text", &self.text).finish_non_exhaustive()
    }
}

impl Clone for Preview {
    /// A preview that begins anew: what was laid out is not worth a copy.
    fn clone(&self) -> Self {
        Self::default()
    }
}

impl Preview {
    /// Begins anew where another text is shown; guesses that come to the same one change its marks alone.
    fn follow(&mut self, article: &ArticleRead, theme: &Theme) {
        let text = article.new.article.text();
        let (id, is_guessed) = ((text.as_ptr() as usize, text.len()), article.guessed.get().is_some());
        if self.text != id {
            *self = Self { text: id, is_guessed, marks: MarkSet::new(marks(article, theme)), ..Self::default() };
        } else if self.is_guessed != is_guessed {
            self.is_guessed = is_guessed;
            self.marks = MarkSet::new(marks(article, theme));
        }
    }
}

/// Stretches that are proposed as no body, drawn as proposals are, and those that an older version does not have.
fn marks(article: &ArticleRead, theme: &Theme) -> Vec<Mark> {
    let come = article.standing.older().map(|newer| newer.come.as_slice()).unwrap_or_default();
    let come = come.iter().map(|span| Mark {
        key: 0,
        spans: Box::new([*span]),
        color: theme.accent.0,
        tag: tr!("new").into(),
        look: MarkLook::Work,
    });

    let proposed = |places: &Places, tag: String| {
        let Places::Bytes(spans) = places else { return None };
        Some(Mark {
            key: 0,
            spans: spans.clone().into_boxed_slice(),
            color: theme.text_muted.0,
            tag: tag.into(),
            look: MarkLook::Suggestion,
        })
    };
    let regions = article
        .cleaning()
        .flat_map(|cleaning| &cleaning.regions)
        .filter_map(|region| proposed(&region.fragments, region.kind.to_string()));
    let read = |words: &str| tr!("reads “{}”", visible(words));
    let repairs = article
        .cleaning()
        .flat_map(|cleaning| &cleaning.repairs)
        .filter_map(|repair| proposed(&repair.fragments, read(&repair.replacement)));
    let marks = regions.chain(repairs).chain(come);
    (0..).zip(marks).map(|(key, mark)| Mark { key, ..mark }).collect()
}

impl ArticlesIn {
    /// Draws the row that the list is at in all the room that `ui` has.
    pub(super) fn preview_ui(&mut self, ui: &mut Ui, engine: &mut TextEngine, theme: &Theme, style: &ReadingStyle) {
        match self.current() {
            Some(Row::Article(number)) => {
                let Some(article) = self.article(number).cloned() else { return };
                self.article_ui(ui, (number, &article), engine, theme);
                self.text_ui(ui, &article, engine, theme, style);
            }
            Some(Row::Refused(number)) => {
                let Some(file) = self.file(number).cloned() else { return };
                told_ui(ui, engine, &file.name, (15.0, CaptionWeight::Strong, theme.text.0), 2);
                ScrollArea::vertical().id_salt("why not").auto_shrink([false, false]).show(ui, |ui| {
                    self.columns_ui(ui, &file, engine, theme);
                    for why in &file.refused {
                        told_ui(ui, engine, why, (13.5, CaptionWeight::Regular, theme.danger.0), 12);
                        ui.add_space(4.0);
                    }
                });
            }
            None => {}
        }
    }

    fn article_ui(
        &mut self,
        ui: &mut Ui,
        (number, article): (usize, &ArticleRead),
        engine: &mut TextEngine,
        theme: &Theme,
    ) {
        told_ui(ui, engine, &headline(article), (15.0, CaptionWeight::Strong, theme.text.0), 2);
        let unknown = match self.guessing.filter(|_| article.guessed.get().is_none()) {
            Some(_) => tr!("Outlet, author and date are being guessed…"),
            None => tr!("Outlet, author and date are not known"),
        };
        guesses_ui(ui, article, unknown, engine, theme);
        let file = self.file(article.file).cloned().unwrap_or_default();
        ui.horizontal_wrapped(|ui| {
            let source = &article.new.article.source;
            if has_encoding(article.kind) {
                let mut chosen = self.wish.encodings.get(&file.name).cloned();
                let found = Some(source.encoding.as_str());
                if encoding_ui(ui, (tr!("Encoding of this file"), "encoding of one"), &mut chosen, found, theme) {
                    match chosen {
                        Some(encoding) => drop(self.wish.encodings.insert(file.name.clone(), encoding)),
                        None => drop(self.wish.encodings.remove(&file.name)),
                    }
                }
            }
            let chars = article.new.article.index().char_len().0;
            let text = tr!("{} · {chars} characters · {}", article.kind.name(), last(&file.name), chars);
            let style =
                CaptionStyle { size: 12.5, weight: CaptionWeight::Regular, max_rows: 1, color: theme.text_muted.0 };
            engine.label_ui(ui, &visible(&text), &style);
        });
        self.columns_ui(ui, &file, engine, theme);
        self.older_ui(ui, article, engine, theme);
        let noted = self.notes(number);
        if noted.is_empty() {
            return;
        }
        let area = ScrollArea::vertical().id_salt("remarks").max_height(REMARKS).auto_shrink([false, true]);
        area.show(ui, |ui| {
            for remark in &noted {
                told_ui(ui, engine, remark, (12.5, CaptionWeight::Regular, theme.warning.0), 4);
            }
        });
    }

    /// The older version that the article may take the place of, and what of that one is gone.
    fn older_ui(&mut self, ui: &mut Ui, article: &ArticleRead, engine: &mut TextEngine, theme: &Theme) {
        let Some(newer) = article.standing.older() else { return };
        if let Standing::Newer(_) = article.standing {
            let mut is_on = self.is_update(article);
            let text = tr!("Newer version of “{}”", one_line(&visible(&newer.title)));
            let check = ui.checkbox(&mut is_on, text);
            let what =
                tr!("Tags move to it with their words; those whose words have changed wait for a decision in the \
                        quarantine. The older text stays in the list.");
            if check.on_hover_text(what).changed() {
                self.set_update(article, is_on);
            }
        }
        told_ui(ui, engine, &format!("{}.", newer.told), (12.5, CaptionWeight::Regular, theme.text_muted.0), 2);
        if newer.gone.is_empty() {
            return;
        }
        let title =
            tr!("{}, of which the first are:", tr!("{n} passage is gone" | "{n} passages are gone" % newer.gone_count));
        let header = egui::CollapsingHeader::new(title).id_salt("gone").default_open(false);
        header.show(ui, |ui| {
            let area = ScrollArea::vertical().id_salt("gone words").max_height(REMARKS).auto_shrink([false, true]);
            area.show(ui, |ui| {
                for words in &newer.gone {
                    told_ui(ui, engine, &format!("− {words}"), (12.5, CaptionWeight::Regular, theme.text.0), 3);
                }
            });
        });
    }

    fn text_ui(
        &mut self,
        ui: &mut Ui,
        article: &ArticleRead,
        engine: &mut TextEngine,
        theme: &Theme,
        style: &ReadingStyle,
    ) {
        ui.separator();
        let preview = &mut self.preview;
        preview.follow(article, theme);
        let none = FoundSet::default();
        let scene = Scene {
            name: tr!("The text as it is read"),
            text: article.new.article.text(),
            marks: &preview.marks,
            selected: None,
            links: &[],
            dimmed: &[],
            found: &none,
            style,
            snap: Snap::Characters,
            trim: Trim::Nothing,
        };
        preview.view.ui(ui, engine, &scene);
        let until = Clock::instant() + MEASURING;
        let millis_left = || until.saturating_duration_since(Clock::instant()).as_secs_f32() * 1000.0;
        if preview.view.measure(engine, scene.text, millis_left) {
            ui.ctx().request_repaint();
        }
    }
}

/// What was guessed, which nobody has confirmed; `unknown` where nothing was.
fn guesses_ui(ui: &mut Ui, article: &ArticleRead, unknown: &str, engine: &mut TextEngine, theme: &Theme) {
    let text =
        |detail: fn(&Metadata) -> Option<&Stated<String>>| article.known(detail).map(|known| known.value.clone());
    let guesses = [
        (tr!("outlet"), article.outlet().map(str::to_owned)),
        (tr!("author"), text(|metadata| metadata.author.as_ref())),
        (tr!("date"), article.known(|metadata| metadata.published.as_ref()).map(|published| published.value.display())),
        (tr!("language"), text(|metadata| metadata.language.as_ref())),
        (tr!("address"), text(|metadata| metadata.url.as_ref())),
    ];
    let known = guesses.into_iter().filter_map(|(name, value)| Some(format!("{name} {}", value?)));
    let known: Vec<String> = known.collect();
    let text = match known.as_slice() {
        [] => unknown.to_owned(),
        known => tr!("Guessed: {}", known.join(" · ")),
    };
    told_ui(ui, engine, &text, (12.5, CaptionWeight::Regular, theme.text_muted.0), 2);
}

/// Whether files of this kind are text in an encoding that can be chosen.
fn has_encoding(kind: Kind) -> bool {
    matches!(kind, Kind::Text | Kind::Markdown | Kind::Html | Kind::Csv | Kind::Tsv | Kind::JsonLines)
}

/// A text on at most so many rows.
fn told_ui(
    ui: &mut Ui,
    engine: &mut TextEngine,
    text: &str,
    (size, weight, color): (f32, CaptionWeight, egui::Color32),
    max_rows: usize,
) {
    engine.caption_ui(ui, &visible(text), &CaptionStyle { size, weight, max_rows, color });
}

/// How many articles there are and how many of them are added, in words.
pub(super) fn counts_text(ticked: usize, able: usize, theme: &Theme) -> RichText {
    RichText::new(tr!("{ticked} of {able} ticked", ticked, able)).strong().color(theme.text.0)
}
