//! Earlier contents of a session file, kept beside it: how they are named, which stay, and how they are listed.
//!
//! A copy is made after each save, so that the newest one is the file itself once more: damage to the file loses nothing.

use super::companion::Companion;
use super::error::StoreError;
use super::fs::{Disk, make_folder};
use super::load::Fingerprint;
use crate::model::Timestamp;
use jiff::SignedDuration;
use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

/// How many of the latest versions stay, whenever they were made.
const LATEST: usize = 20;
const HOUR_SECS: i64 = 3_600;
const DAY_SECS: i64 = 86_400;
/// For how many hours the last version of each hour stays.
const HOURS: i64 = 24;
/// For how many days the last version of each day stays.
const DAYS: i64 = 30;

const TIME: &str = "%Y-%m-%dT%H-%M-%SZ";
const ENDING: &str = ".ron";

/// Why a version is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum VersionKind {
    /// It was saved; it goes when enough newer ones are there.
    Saved,
    /// It is the file as it was before it became a file of a newer format; it stays for ever.
    BeforeMigration,
    /// It is a damaged file that another one took the place of; it stays for ever.
    Damaged,
}

impl VersionKind {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Saved, ""), (Self::BeforeMigration, ".before-migration"), (Self::Damaged, ".damaged")];

    fn infix(self) -> &'static str {
        Self::ALL.iter().find(|(kind, _)| *kind == self).map_or("", |(_, infix)| infix)
    }
}

/// One earlier content of a session file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Version {
    /// Where it is.
    pub path: PathBuf,
    /// Rises with every version that is kept; clocks may be set back.
    pub number: u64,
    /// Why it is kept.
    pub kind: VersionKind,
    /// When it was saved, or put aside.
    pub at: Timestamp,
    /// The first eight digits of its [`Fingerprint`].
    pub hash: String,
}

impl Version {
    /// Whether its content is the one with this hash, as far as its name tells.
    #[must_use]
    pub fn is_of(&self, hash: &str) -> bool {
        hash.starts_with(&self.hash)
    }
}

/// The name of a version.
fn name(number: u64, at: Timestamp, content: &Fingerprint, kind: VersionKind) -> String {
    let hash: String = content.to_string().chars().take(8).collect();
    format!("{number:06}-{}-{hash}{}{ENDING}", at.0.strftime(TIME), kind.infix())
}

/// Reads a name back.
fn parse(folder: &Path, name: &str) -> Option<Version> {
    let stem = name.strip_suffix(ENDING)?;
    let mut kinds = VersionKind::ALL.iter().rev();
    let (kind, stem) = kinds.find_map(|(kind, infix)| Some((*kind, stem.strip_suffix(infix)?)))?;
    let (number, rest) = stem.split_once('-')?;
    let (time, hash) = rest.rsplit_once('-')?;
    let number = number.parse().ok()?;
    let is_hash = hash.len() == 8 && hash.bytes().all(|byte| byte.is_ascii_hexdigit());
    let at = jiff::fmt::strtime::parse(TIME, time).ok()?.to_datetime().ok()?;
    let at = Timestamp(jiff::tz::TimeZone::UTC.to_timestamp(at).ok()?);
    is_hash.then(|| Version { path: folder.join(name), number, kind, at, hash: hash.to_owned() })
}

/// Every version of a companion folder, the newest first; none where there is no such folder.
///
/// # Errors
/// [`StoreError`] where the folder cannot be listed.
pub(super) fn list(disk: &dyn Disk, companion: &Companion) -> Result<Vec<Version>, StoreError> {
    let folder = companion.versions();
    let names = match disk.list(&folder) {
        Ok(names) => names,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(StoreError::io(&folder, "list the folder")(error)),
    };
    let mut found: Vec<Version> = names.iter().filter_map(|name| parse(&folder, name)).collect();
    found.sort_by_key(|version| std::cmp::Reverse(version.number));
    Ok(found)
}

/// Keeps a copy of the file at `from`, whose content is `content`, unless the latest one is just that.
pub(super) fn keep(
    disk: &dyn Disk,
    companion: &Companion,
    from: &Path,
    content: &Fingerprint,
    at: Timestamp,
    kind: VersionKind,
) -> io::Result<()> {
    let folder = companion.versions();
    make_folder(disk, &folder)?;
    let hash = content.to_string();
    let names = disk.list(&folder)?;
    let known = || names.iter().filter_map(|name| parse(&folder, name));
    let latest = known().filter(|known| known.kind == kind).max_by_key(|known| known.number);
    if latest.is_some_and(|latest| latest.is_of(&hash)) {
        return Ok(());
    }
    let number = known().map(|known| known.number).max().unwrap_or_default() + 1;
    let name = name(number, at, content, kind);
    let temp = disk.create_temp(&folder, &name)?;
    let copied = disk.copy(from, &temp).and_then(|()| disk.sync(&temp));
    if let Err(error) = copied.and_then(|()| disk.rename(&temp, &folder.join(&name))) {
        // The first error is what counts; the name tells what a file is that stays behind.
        disk.remove(&temp).unwrap_or_default();
        return Err(error);
    }
    disk.sync_folder(&folder)
}

/// Takes away versions that need not stay once one of the time `now` is there.
pub(super) fn thin(disk: &dyn Disk, companion: &Companion, now: Timestamp) {
    for version in superfluous(&list(disk, companion).unwrap_or_default(), now) {
        // One that stays behind is tried again after the next save.
        disk.remove(&version.path).unwrap_or_default();
    }
}

/// Those of `versions`, which stand newest first, that need not stay.
fn superfluous(versions: &[Version], now: Timestamp) -> Vec<&Version> {
    let saved = || versions.iter().filter(|version| version.kind == VersionKind::Saved);
    let mut slots = BTreeSet::new();
    let mut stays = BTreeSet::new();
    for version in saved() {
        let age = now.0.duration_since(version.at.0);
        let second = version.at.0.as_second();
        let hour = (age < SignedDuration::from_hours(HOURS)).then_some((HOUR_SECS, second.div_euclid(HOUR_SECS)));
        let day = (age < SignedDuration::from_hours(24 * DAYS)).then_some((DAY_SECS, second.div_euclid(DAY_SECS)));
        if [hour, day].into_iter().flatten().any(|slot| slots.insert(slot)) {
            stays.insert(&version.path);
        }
    }
    saved().skip(LATEST).filter(|version| !stays.contains(&version.path)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn saved(at: &str) -> Version {
        let at = Timestamp(at.parse().unwrap());
        let number = at.0.as_second().cast_unsigned();
        let path = Path::new("/v").join(name(number, at, &Fingerprint([7; 16]), VersionKind::Saved));
        parse(Path::new("/v"), path.file_name().unwrap().to_str().unwrap()).unwrap()
    }

    #[test]
    fn names_tell_time_content_and_kind() {
        let at = Timestamp("2026-11-25T22:11:08Z".parse().unwrap());
        for (kind, _) in VersionKind::ALL {
            let name = name(17, at, &Fingerprint([0xa5; 16]), kind);
            let version = parse(Path::new("/v"), &name).unwrap();
            assert_eq!((version.number, version.kind, version.at), (17, kind, at), "{name}");
            assert!(version.is_of(&"a5".repeat(16)));
        }
        for other in ["notes.ron", "1-2026-11-25T22-11-08Z-a5a5a5.ron", "1-2026-13-25T22-11-08Z-a5a5a5a5.ron", ".ron"] {
            assert_eq!(parse(Path::new("/v"), other), None, "{other}");
        }
    }

    #[test]
    fn the_latest_stay_then_one_an_hour_for_a_day_then_one_a_day_for_a_month() {
        let now = Timestamp("2026-11-25T12:00:00Z".parse().unwrap());
        let begun = Timestamp("2026-10-01T00:00:00Z".parse().unwrap());
        // One every ten minutes for almost two months, the newest first.
        let mut versions: Vec<Version> = (0..10_000)
            .map(|step: i64| begun.0 + SignedDuration::from_mins(10 * step))
            .take_while(|at| *at <= now.0)
            .map(|at| saved(&at.to_string()))
            .collect();
        versions.reverse();
        let gone: BTreeSet<&PathBuf> = superfluous(&versions, now).into_iter().map(|version| &version.path).collect();
        let stays: Vec<&Version> = versions.iter().filter(|version| !gone.contains(&version.path)).collect();
        assert!(stays.iter().zip(&versions).take(LATEST).all(|(stays, version)| stays.path == version.path));
        let older: Vec<i64> =
            stays.iter().skip(LATEST).map(|version| now.0.duration_since(version.at.0).as_hours()).collect();
        assert!(older.iter().filter(|hours| **hours < 24).count() >= 20, "{older:?}");
        let daily = older.iter().filter(|hours| **hours >= 24).count();
        assert!((28..=30).contains(&daily), "{daily} days: {older:?}");
        assert!(older.iter().all(|hours| *hours < 24 * 30), "{older:?}");
    }

    #[test]
    fn what_is_kept_for_ever_is_never_thinned() {
        let old = Version { kind: VersionKind::Damaged, ..saved("2020-01-01T00:00:00Z") };
        let mut versions: Vec<Version> = (0..40).map(|at| saved(&format!("2026-11-25T11:59:{at:02}Z"))).collect();
        versions.reverse();
        versions.push(old);
        let now = Timestamp("2026-11-25T12:00:00Z".parse().unwrap());
        let gone = superfluous(&versions, now);
        assert_eq!(gone.len(), 20);
        assert!(gone.iter().all(|version| version.kind == VersionKind::Saved));
    }
}
