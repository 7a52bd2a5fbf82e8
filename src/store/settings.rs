//! Settings of this computer's user, and the sessions opened last. They are a convenience: damaged settings never keep the
//! program from starting.

use super::atomic::{replace, target};
use super::error::StoreError;
use super::fs::{Disk, RealDisk};
use super::load::read_bounded;
use crate::model::{AnnotatorId, ArticleId, Timestamp};
use crate::text::{Matching, Snap};
use serde::{Deserialize, Serialize};
use std::path::{Path, PathBuf};

const FILE: &str = "settings.ron";
const MAX_SETTINGS_BYTES: u64 = 1 << 20;
const MAX_RECENT: usize = 20;

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
    /// From one line of article text to the next, as a multiple of its size.
    pub line_height: f32,
    /// Whether paragraphs have their numbers in the margin.
    pub paragraph_numbers: bool,
    /// Whether two articles side by side scroll together.
    pub scroll_together: bool,
    /// How words to be found in an article are read.
    pub find: Matching,
    /// Width and height of the window in points, as it was left.
    pub window_size: Option<(f32, f32)>,
    /// Sessions opened last, the latest first.
    pub recent: Vec<RecentSession>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            theme: Theme::System,
            annotator_name: String::new(),
            annotator_id: None,
            snap: Snap::Words,
            trim: true,
            autosave_secs: 30,
            zoom: 1.0,
            font_size: 17.0,
            reading_chars: 72.0,
            serif: true,
            line_height: 2.0,
            paragraph_numbers: false,
            scroll_together: false,
            find: Matching::default(),
            window_size: None,
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
}

/// Settings as they were found.
#[derive(Clone, Debug, PartialEq)]
pub struct LoadedSettings {
    /// The settings; the usual ones where none could be read.
    pub settings: Settings,
    /// What was wrong with the file.
    pub warning: Option<SettingsWarning>,
}

/// What was wrong with a settings file.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum SettingsWarning {
    /// It could not be understood and was put aside.
    #[error("the settings could not be read ({problem}); the usual ones are used, and the old file is kept as {}", kept.display())]
    Damaged {
        /// What was found.
        problem: String,
        /// Where the old file is now.
        kept: PathBuf,
    },
    /// It could not be read, or not be put aside.
    #[error("the settings could not be read ({0}); the usual ones are used")]
    Unreadable(String),
}

/// The folder of the settings: `BYLINE_CONFIG_DIR`, or what the system provides.
///
/// # Errors
/// [`StoreError::NoConfigFolder`] where the system names none.
pub fn config_dir() -> Result<PathBuf, StoreError> {
    use etcetera::BaseStrategy;
    if let Some(folder) = std::env::var_os("BYLINE_CONFIG_DIR").filter(|folder| !folder.is_empty()) {
        return Ok(PathBuf::from(folder));
    }
    let strategy = etcetera::choose_base_strategy().map_err(|error| StoreError::NoConfigFolder(error.to_string()))?;
    Ok(strategy.config_dir().join("byline"))
}

/// Reads the settings in `folder`. A file that does not parse is renamed and kept; no file at all means the usual settings.
#[must_use]
pub fn load_settings(folder: &Path) -> LoadedSettings {
    let path = folder.join(FILE);
    let warned = |warning| LoadedSettings { settings: Settings::default(), warning };
    let bytes = match read_bounded(&RealDisk, &path, MAX_SETTINGS_BYTES) {
        Ok(bytes) => bytes,
        Err(StoreError::Missing(_)) => return warned(None),
        Err(error) => return warned(Some(SettingsWarning::Unreadable(error.to_string()))),
    };
    let problem = match ron::de::from_bytes(&bytes) {
        Ok(settings) => return LoadedSettings { settings, warning: None },
        Err(error) => error.to_string(),
    };
    let mut kept = folder.join("settings.damaged.ron");
    let mut number = 2;
    while kept.exists() {
        kept = folder.join(format!("settings.damaged-{number}.ron"));
        number += 1;
    }
    match RealDisk.rename(&path, &kept) {
        Ok(()) => warned(Some(SettingsWarning::Damaged { problem, kept })),
        Err(error) => warned(Some(SettingsWarning::Unreadable(format!("{problem}; {error}")))),
    }
}

/// Writes the settings into `folder`, which is made if need be.
///
/// # Errors
/// [`StoreError`]; the old settings are untouched.
pub fn save_settings(folder: &Path, settings: &Settings) -> Result<(), StoreError> {
    RealDisk.create_folder(folder).map_err(StoreError::io(folder, "make the folder"))?;
    let path = folder.join(FILE);
    let config = ron::ser::PrettyConfig::new().new_line("\n");
    let text = ron::ser::to_string_pretty(settings, config).map_err(|error| StoreError::Io {
        path: path.clone(),
        action: "write the settings",
        source: std::io::Error::other(error),
    })?;
    let target = target(&RealDisk, &path)?;
    replace(&RealDisk, &target, &[text.as_bytes()], || {
        ron::from_str::<Settings>(&text).map(|_| ()).map_err(|error| error.to_string())
    })
    .map(|_| ())
}
