//! Which format files are in: those whose endings fit read a few of them, and the one that understands most of it is it.
//!
//! It does not know any format; [`crate::formats`] does.

use super::jobs::Progress;
use super::threads::Threads;
use crate::formats::{FORMATS, Fate, Format, InFile, Reads, format_named};
use crate::store;
use std::path::PathBuf;

/// How many files each format may look into.
const MAX_FILES: usize = 16;
/// Files beyond this are not looked into; their ending has to do.
const MAX_BYTES: u64 = 16 << 20;
/// How far into a file the name of our own format stands.
const HEAD_BYTES: u64 = 512;

/// The format that the files at `paths` are in, as far as can be told.
pub(super) fn guess_format(paths: &[PathBuf], progress: &Progress) -> Option<&'static Format> {
    if let Some(whole) = whole(paths) {
        return Some(whole);
    }
    let mut best: Option<(i64, &'static Format)> = None;
    for format in FORMATS {
        let Reads::Corpus(read) = format.reads else { continue };
        if progress.is_cancelled() {
            return None;
        }
        let fits = |path: &PathBuf| {
            let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
            ending.is_some_and(|ending| format.endings.contains(&ending.as_str()))
        };
        let found = store::find_files(paths, format.endings).into_iter().flatten();
        let found: Vec<(PathBuf, String)> = found.filter(|(path, _)| fits(path)).take(MAX_FILES).collect();
        if found.is_empty() {
            continue;
        }
        let is_usual = found.iter().any(|(path, _)| path.extension().is_some_and(|ending| ending == format.ending));
        let readable = found.into_iter().filter_map(|(path, name)| {
            let bytes = store::read_import_up_to(&path, MAX_BYTES).ok()?;
            Some(InFile::new(name, bytes))
        });
        let mut files: Vec<InFile> = readable.collect();
        let corpus = read(&mut files, &Threads);
        let rows = |document: &crate::formats::Document| document.mentions.len() + document.relations.len();
        let understood: usize = corpus.documents.iter().map(rows).sum();
        let refused = corpus.remarks.iter().filter(|remark| remark.fate == Fate::Refused).count();
        // What is understood counts most; without any of it the ending that the format is known by still says something.
        let score = i64::try_from(understood).unwrap_or(i64::MAX / 4).saturating_mul(2);
        let score = score.saturating_sub(i64::try_from(refused).unwrap_or(i64::MAX / 4).saturating_mul(3));
        let score = if understood == 0 { score.min(0) - 1 + i64::from(is_usual) } else { score };
        let is_candidate = understood > 0 || is_usual;
        if is_candidate && best.is_none_or(|(known, _)| score > known) {
            best = Some((score, format));
        }
    }
    best.map(|(_, format)| format)
}

/// The format of the session that a single file is.
fn whole(paths: &[PathBuf]) -> Option<&'static Format> {
    let [path] = paths else { return None };
    if store::is_session_name(path) {
        return format_named("ron");
    }
    let is_json = path.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"));
    let head = is_json.then(|| store::read_import_head(path, HEAD_BYTES).ok()).flatten()?;
    String::from_utf8_lossy(&head).contains("\"byline-session\"").then(|| format_named("json")).flatten()
}
