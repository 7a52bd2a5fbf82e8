//! Looking around on the disk for a person who types a path, and for programs that show file dialogs.

use std::path::{Path, PathBuf};

/// How many completions are worth showing.
const MAX_COMPLETIONS: usize = 200;

/// The ending of session files.
const ENDING: &str = "ron";

/// Whether a path is a session's by its name; anything else is taken for articles.
#[must_use]
pub fn is_session_name(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case(ENDING))
}

/// `path` with the ending of sessions behind it, or nothing where it has it. Whatever follows a dot belongs to the name, as in
/// `Talks of 3.5.`.
#[must_use]
pub fn session_name(path: &Path) -> Option<PathBuf> {
    let mut name = path.file_name().filter(|_| !is_session_name(path))?.to_owned();
    name.push(".");
    name.push(ENDING);
    Some(path.with_file_name(name))
}

/// The files and folders that `typed` can be completed to, folders first and with a separator at their end; hidden ones
/// only where their dot is typed. A folder that cannot be read gives nothing.
#[must_use]
pub fn complete_path(typed: &str) -> Vec<String> {
    let (folder, begun) = typed
        .rsplit_once(std::path::is_separator)
        .map_or(("", typed), |(_, begun)| (typed.strip_suffix(begun).unwrap_or_default(), begun));
    let place = if folder.is_empty() { PathBuf::from(".") } else { PathBuf::from(folder) };
    let Ok(entries) = std::fs::read_dir(place) else { return Vec::new() };
    let wanted = begun.to_lowercase();
    let mut found: Vec<(bool, String)> = entries
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let name = entry.file_name().into_string().ok()?;
            let is_hidden = name.starts_with('.') && !begun.starts_with('.');
            let fits = name.to_lowercase().starts_with(&wanted) && !is_hidden;
            let is_folder = entry.path().is_dir();
            let end = if is_folder { std::path::MAIN_SEPARATOR_STR } else { "" };
            fits.then(|| (!is_folder, format!("{folder}{name}{end}")))
        })
        .collect();
    found.sort();
    found.truncate(MAX_COMPLETIONS);
    found.into_iter().map(|(_, path)| path).collect()
}

/// What stands at a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AtPath {
    /// Nothing.
    Nothing,
    /// A file.
    File,
    /// A folder.
    Folder,
}

/// What stands at the path that `typed` is, spaces around it left out.
#[must_use]
pub fn found_at(typed: &str) -> AtPath {
    match std::fs::metadata(typed.trim()) {
        Ok(about) if about.is_dir() => AtPath::Folder,
        Ok(_) => AtPath::File,
        Err(_) => AtPath::Nothing,
    }
}

/// Whether this system has something that can show a file dialog: on Linux a session bus, which leads to a portal, or the
/// program `zenity`; elsewhere the system itself.
#[must_use]
pub fn has_file_dialogs() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let bus = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").is_some()
        || std::env::var_os("XDG_RUNTIME_DIR").is_some_and(|folder| Path::new(&folder).join("bus").exists());
    let path = std::env::var_os("PATH").unwrap_or_default();
    bus || std::env::split_paths(&path).any(|folder| folder.join("zenity").is_file())
}

/// Whether a window of this system is given the files that are dropped onto it: winit 0.30 has no drag and drop on Wayland.
#[must_use]
pub fn takes_dropped_files() -> bool {
    let is_set = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || !(is_set("WAYLAND_DISPLAY") || is_set("WAYLAND_SOCKET"))
}

/// The folder for what is kept between starts and is neither a setting nor a session: `BYLINE_STATE_DIR`, or what the system
/// provides.
#[must_use]
pub fn state_dir() -> Option<PathBuf> {
    use etcetera::BaseStrategy;
    if let Some(folder) = std::env::var_os("BYLINE_STATE_DIR").filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    let strategy = etcetera::choose_base_strategy().ok()?;
    Some(strategy.state_dir().unwrap_or_else(|| strategy.data_dir()).join("byline"))
}

/// What this computer is called, as far as it tells.
#[must_use]
pub fn computer_name() -> String {
    let known = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let named = ["COMPUTERNAME", "HOSTNAME"].into_iter().find_map(|name| std::env::var(name).ok());
    let name = known.or(named).unwrap_or_default();
    if name.trim().is_empty() { "this computer".to_owned() } else { name.trim().to_owned() }
}

/// The locale in which this system wants messages, as `de_AT.UTF-8`; empty where it does not say.
#[must_use]
pub fn locale() -> String {
    let said = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().filter_map(|name| std::env::var(name).ok());
    said.filter(|locale| !locale.is_empty()).take(1).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_typed_path_is_completed_with_folders_first() {
        let folder = tempfile::tempdir().unwrap();
        for name in ["notes.txt", "News.ron", ".hidden"] {
            std::fs::write(folder.path().join(name), "").unwrap();
        }
        std::fs::create_dir(folder.path().join("newspapers")).unwrap();
        let base = format!("{}/", folder.path().display());
        let names = |typed: &str| -> Vec<String> {
            let found = complete_path(&format!("{base}{typed}"));
            found.into_iter().map(|path| path.strip_prefix(&base).unwrap().to_owned()).collect()
        };
        assert_eq!(names("n"), ["newspapers/", "News.ron", "notes.txt"]);
        assert_eq!(names("NEWS."), ["News.ron"]);
        assert_eq!(names(".h"), [".hidden"]);
        assert_eq!(names("x"), Vec::<String>::new());
        assert!(complete_path("/no/such/folder/").is_empty());
    }
}
