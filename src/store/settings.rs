//! Settings of this computer's user, and the sessions opened last: what they are and which values can be used. They are a
//! convenience: whatever is wrong with them, the program starts.
//!
//! It does not know how they are written down (`settings_text`) nor where (`settings_file`).

use crate::model::{AnnotatorId, ArticleId, SortKey, Timestamp};
use crate::text::{Matching, Snap};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::path::PathBuf;

const MAX_RECENT: usize = 20;
/// How many of the actions chosen last stand first in the palette.
const MAX_RECENT_ACTIONS: usize = 8;

/// Magnifications of the whole window that leave it usable.
pub const ZOOMS: RangeInclusive<f32> = 0.6..=3.0;
/// Sizes of article text in points.
pub const FONT_SIZES: RangeInclusive<f32> = 10.0..=40.0;
/// Widest lines of article text in characters.
pub const LINE_CHARS: RangeInclusive<f32> = 30.0..=160.0;
/// From one line to the next as a multiple of the size; below the least of these, tags and underlines would run into the
/// words of other lines.
pub const LINE_HEIGHTS: RangeInclusive<f32> = 1.7..=3.2;
/// Widths of the window in points; the least one holds all panels.
pub const WINDOW_WIDTHS: RangeInclusive<f32> = 760.0..=16_384.0;
/// Heights of the window in points.
pub const WINDOW_HEIGHTS: RangeInclusive<f32> = 480.0..=16_384.0;
/// The longest wait between saves by itself: a day.
const MAX_AUTOSAVE_SECS: u32 = 24 * 60 * 60;
/// The longest name of a person, a font or a language, in characters.
const MAX_NAME_CHARS: usize = 200;

/// Stands for the language of the system.
pub const SYSTEM_LANGUAGE: &str = "system";

/// Stands for the monospaced font that comes with Byline.
pub const MONOSPACE: &str = "monospace";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "String", into = "String")]
pub enum Theme {
    /// As the system is.
    #[default]
    System,
    /// Light.
    Light,
    /// Dark.
    Dark,
}

impl From<String> for Theme {
    fn from(text: String) -> Self {
        match text.as_str() {
            "light" => Self::Light,
            "dark" => Self::Dark,
            _ => Self::System,
        }
    }
}

impl From<Theme> for String {
    fn from(theme: Theme) -> Self {
        let text = match theme {
            Theme::System => "system",
            Theme::Light => "light",
            Theme::Dark => "dark",
        };
        text.to_owned()
    }
}

/// Everything that is kept between starts and belongs to no session.
#[expect(clippy::struct_excessive_bools, reason = "independent switches of a person's, each with a name in the file")]
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Settings {
    /// Light or dark.
    pub theme: Theme,
    /// Tag of the window's language, as `de`; [`SYSTEM_LANGUAGE`] for the one of the system.
    pub language: String,
    /// Name of whoever annotates here; empty until asked for.
    pub annotator_name: String,
    /// The id that goes with the name, the same in every session.
    pub annotator_id: Option<AnnotatorId>,
    /// How a selection is widened.
    pub snap: Snap,
    /// Whether white space and punctuation at the ends of a selection are left out.
    pub trim: bool,
    /// Seconds between saves by itself; 0 for never.
    pub autosave_secs: u32,
    /// Magnification of the whole window.
    pub zoom: f32,
    /// Size of article text in points.
    pub font_size: f32,
    /// Widest line of article text in characters of average width.
    pub reading_chars: f32,
    /// Whether article text has serifs.
    pub serif: bool,
    /// Family of the font of article text, as the system names it; [`MONOSPACE`] for the one that comes with Byline, empty
    /// for the one with or without serifs.
    pub font: String,
    /// From one line of article text to the next, as a multiple of its size.
    pub line_height: f32,
    /// Whether paragraphs have their numbers in the margin.
    pub paragraph_numbers: bool,
    /// Whether two articles side by side scroll together.
    pub scroll_together: bool,
    /// Whether the register is shown rather than the articles.
    pub register_shown: bool,
    /// Whether the Review view is shown rather than the articles.
    pub review_shown: bool,
    /// Whether the guidelines stand beside the article.
    pub guidelines_shown: bool,
    /// Whether the tour of the window was seen or left.
    pub tour_seen: bool,
    /// The columns of the Review view, in order; empty for the usual ones.
    pub review_columns: Vec<SortKey>,
    /// How words to be found in an article are read.
    pub find: Matching,
    /// Width and height of the window in points, as it was left.
    pub window_size: Option<(f32, f32)>,
    /// Keys that take the place of the usual ones, by the slugs of their actions: `Ctrl+Shift+X`, or nothing for no key.
    pub keys: BTreeMap<String, String>,
    /// Actions chosen last from the list of all actions, by their slugs, the latest first.
    pub recent_actions: Vec<String>,
    /// Sessions opened last, the latest first.
    pub recent: Vec<RecentSession>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            language: SYSTEM_LANGUAGE.to_owned(),
            annotator_name: String::new(),
            annotator_id: None,
            snap: Snap::Words,
            trim: true,
            autosave_secs: 30,
            zoom: 1.0,
            font_size: 17.0,
            reading_chars: 72.0,
            serif: true,
            font: String::new(),
            line_height: 2.0,
            paragraph_numbers: false,
            scroll_together: false,
            register_shown: false,
            review_shown: false,
            guidelines_shown: false,
            tour_seen: false,
            review_columns: Vec::new(),
            find: Matching::default(),
            window_size: None,
            keys: BTreeMap::new(),
            recent_actions: Vec::new(),
            recent: Vec::new(),
        }
    }
}

/// A session opened before, and where reading stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecentSession {
    /// Its file.
    pub path: PathBuf,
    /// Its title.
    #[serde(default)]
    pub title: String,
    /// When it was last opened.
    #[serde(default)]
    pub opened: Timestamp,
    /// The article that was shown.
    #[serde(default)]
    pub article: Option<ArticleId>,
    /// Where reading stopped in its articles, the latest first.
    #[serde(default)]
    pub places: Vec<ReadingPlace>,
    /// The article that stood beside it, and where.
    #[serde(default)]
    pub beside: Option<ReadingPlace>,
}

/// Where reading of one article stopped.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct ReadingPlace {
    /// The article.
    pub article: ArticleId,
    /// A byte of the row at the top.
    pub byte: u32,
    /// Points from the pane's top down to that row's.
    pub offset: f32,
    /// The byte where the selection began.
    pub anchor: u32,
    /// The byte before which the caret stands.
    pub caret: u32,
}

impl Settings {
    /// Puts `session` first among the recent ones; the oldest go once there are too many. A path that is no Unicode cannot be
    /// kept and is left out.
    pub fn remember(&mut self, session: RecentSession) {
        self.recent.retain(|known| known.path != session.path);
        if session.path.to_str().is_some() {
            self.recent.insert(0, session);
        }
        self.recent.truncate(MAX_RECENT);
    }

    /// Puts an action first among those chosen last.
    pub fn note_action(&mut self, slug: String) {
        self.recent_actions.retain(|known| *known != slug);
        self.recent_actions.insert(0, slug);
        self.recent_actions.truncate(MAX_RECENT_ACTIONS);
    }

    /// Takes up what another window has opened meanwhile: each session once, as it was opened last, the latest first.
    pub(super) fn join_recent(&mut self, others: &[RecentSession]) {
        for other in others {
            match self.recent.iter_mut().find(|own| own.path == other.path) {
                Some(own) if own.opened < other.opened => *own = other.clone(),
                Some(_) => {}
                None => self.recent.push(other.clone()),
            }
        }
        self.recent.sort_by_key(|session| std::cmp::Reverse(session.opened));
        self.recent.truncate(MAX_RECENT);
    }

    /// Brings every value into the range in which it can be used; the names of those that were outside, each with what was
    /// found and what became of it.
    pub(super) fn bring_into_range(&mut self) -> Vec<(&'static str, String)> {
        let usual = Self::default();
        let mut changed = Vec::new();
        for (name, value, range, usual) in [
            ("zoom", &mut self.zoom, ZOOMS, usual.zoom),
            ("font_size", &mut self.font_size, FONT_SIZES, usual.font_size),
            ("reading_chars", &mut self.reading_chars, LINE_CHARS, usual.reading_chars),
            ("line_height", &mut self.line_height, LINE_HEIGHTS, usual.line_height),
        ] {
            let usable = within(*value, &range, usual);
            if usable.to_bits() != value.to_bits() {
                changed.push((name, format!("{value} cannot be used, {usable} is")));
                *value = usable;
            }
        }
        if self.autosave_secs > MAX_AUTOSAVE_SECS {
            let found = std::mem::replace(&mut self.autosave_secs, MAX_AUTOSAVE_SECS);
            changed.push(("autosave_secs", format!("{found} cannot be used, {MAX_AUTOSAVE_SECS} is")));
        }
        if let Some((width, height)) = self.window_size {
            let usable = (width.is_finite() && height.is_finite())
                .then(|| (within(width, &WINDOW_WIDTHS, width), within(height, &WINDOW_HEIGHTS, height)));
            if usable != self.window_size {
                let instead =
                    usable.map_or("the usual size".to_owned(), |(width, height)| format!("{width} x {height}"));
                changed.push(("window_size", format!("{width} x {height} cannot be used, {instead} is")));
                self.window_size = usable;
            }
        }
        for (name, text, usual) in [
            ("annotator_name", &mut self.annotator_name, usual.annotator_name),
            ("font", &mut self.font, usual.font),
            ("language", &mut self.language, usual.language),
        ] {
            if text.chars().count() > MAX_NAME_CHARS || text.contains(char::is_control) {
                *text = usual;
                changed.push((name, format!("it has control characters or more than {MAX_NAME_CHARS}")));
            }
        }
        let lost: usize = self.recent.iter_mut().map(RecentSession::drop_unusable).sum();
        if lost > 0 {
            changed.push(("recent", format!("{lost} reading places have no usable offset and are left out")));
        }
        changed
    }
}

impl RecentSession {
    /// Drops reading places whose offset is no number; how many those were.
    fn drop_unusable(&mut self) -> usize {
        let before = self.places.len() + usize::from(self.beside.is_some());
        self.places.retain(|place| place.offset.is_finite());
        self.beside = self.beside.filter(|place| place.offset.is_finite());
        before - self.places.len() - usize::from(self.beside.is_some())
    }
}

/// `value` in `range`; `usual` where it is no number at all.
fn within(value: f32, range: &RangeInclusive<f32>, usual: f32) -> f32 {
    if value.is_nan() { usual } else { value.clamp(*range.start(), *range.end()) }
}
