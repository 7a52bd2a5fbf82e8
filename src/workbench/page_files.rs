//! Pages of the guidelines as Markdown files with pictures beside them: read, and written into a folder.
//!
//! It does not know how pictures are decoded; whoever asks says that.

use super::guidelines::Decode;
use super::jobs::Progress;
use crate::edit::{
    GuidelineDraft, MAX_NAME_CHARS, MAX_PAGE_BYTES, MAX_PICTURE_BYTES, MAX_PICTURES_BYTES, picture_name,
};
use crate::model::{Guideline, Picture, picture_type};
use crate::store::{self, OutputFolder, Overwrite, StoreError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Component, Path, PathBuf};

/// The longest ending of a file's name that stays behind a number.
const MAX_ENDING_BYTES: usize = 10;

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

pub(super) fn picture_at(path: &Path, decode: Decode) -> Result<Picture, String> {
    let refused = |why: &str| format!("{}: {why}; the picture was not added", path.display());
    if store::article_bytes(path) > MAX_PICTURE_BYTES as u64 {
        let most = MAX_PICTURE_BYTES >> 20;
        return Err(refused(&format!("the file has more than {most} MiB, which is the most; make it smaller")));
    }
    let bytes = store::read_import_up_to(path, MAX_PICTURE_BYTES as u64).map_err(|error| error.to_string())?;
    let media_type = picture_type(&bytes).ok_or_else(|| refused("this is no PNG, JPEG or WebP picture"))?;
    decode(&bytes).map_err(|why| refused(&why))?;
    let data = STANDARD.encode(&bytes).into();
    Ok(Picture { name: picture_name(&name_of(path)), media_type: media_type.to_owned(), data })
}

/// The page that a Markdown file is. Pictures that cannot be had are told; the page comes without them.
pub(super) fn page_at(
    path: &Path,
    decode: Decode,
    progress: &Progress,
    problems: &mut Vec<String>,
) -> Result<GuidelineDraft, String> {
    let refused = |why: String| format!("{}: {why}; the page was not added", path.display());
    let bytes = store::read_import_up_to(path, MAX_PAGE_BYTES as u64).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| refused(format!("this is no text in UTF-8 ({error})")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    let heading = text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = heading.filter(|title| !title.is_empty()).map_or(stem, str::to_owned);
    let mut draft = GuidelineDraft { title, text, ..GuidelineDraft::default() };
    let mut beside =
        PicturesBeside { page: path, decode, progress, names: BTreeMap::new(), pictures: Vec::new(), problems };
    draft.text = renamed(&draft.text, |target| beside.name_of(target));
    draft.pictures = beside.pictures;
    Ok(draft)
}

/// Pictures that lie beside one page, as they are read: each file once, and no more of them than a page may have.
struct PicturesBeside<'a> {
    page: &'a Path,
    decode: Decode,
    progress: &'a Progress,
    /// What they are called in the page, by their files; nothing where one cannot be had.
    names: BTreeMap<PathBuf, Option<String>>,
    pictures: Vec<Picture>,
    problems: &'a mut Vec<String>,
}

impl PicturesBeside<'_> {
    /// What the page calls the picture at `target`.
    fn name_of(&mut self, target: &str) -> Option<String> {
        let file = beside(self.page, target)?;
        if let Some(known) = self.names.get(&file) {
            return known.clone();
        }
        if self.progress.is_cancelled() {
            return None;
        }
        let name = self.read(&file).map_err(|problem| self.problems.push(problem)).ok();
        self.names.insert(file, name.clone());
        name
    }

    fn read(&mut self, file: &Path) -> Result<String, String> {
        let taken: usize = self.pictures.iter().map(picture_bytes).sum();
        let is_full = |more: usize| taken.saturating_add(more) > MAX_PICTURES_BYTES;
        let refused = || {
            let (most, file, page) = (MAX_PICTURES_BYTES >> 20, file.display(), self.page.display());
            format!(
                "{file}: with it the pictures of {page} have more than {most} MiB, which is the most; the picture was not added, so make them smaller or make two pages"
            )
        };
        // What cannot come in is not read; one that is too large by itself is told so.
        let size = store::article_bytes(file);
        if size <= MAX_PICTURE_BYTES as u64 && usize::try_from(size).is_ok_and(is_full) {
            return Err(refused());
        }
        let mut picture = picture_at(file, self.decode)?;
        if is_full(picture_bytes(&picture)) {
            return Err(refused());
        }
        picture.name = free_name(self.pictures.iter().map(|picture| picture.name.as_str()), &picture.name);
        let name = picture.name.clone();
        self.pictures.push(picture);
        Ok(name)
    }
}

fn picture_bytes(picture: &Picture) -> usize {
    picture.data.len() / 4 * 3
}

/// `text` with the pictures in it named by what `name_of` gives for what they are named by; those without stay as they are.
fn renamed(text: &str, mut name_of: impl FnMut(&str) -> Option<String>) -> String {
    let (mut renamed, mut from) = (String::with_capacity(text.len()), 0);
    for range in picture_targets(text) {
        let name_of =
            |target: &str| name_of(target.strip_prefix('<').and_then(|name| name.strip_suffix('>')).unwrap_or(target));
        if let Some(name) = text.get(range.clone()).and_then(name_of) {
            renamed.push_str(text.get(from..range.start).unwrap_or_default());
            renamed.push_str(&name);
            from = range.end;
        }
    }
    renamed.push_str(text.get(from..).unwrap_or_default());
    renamed
}

/// `name`, or with a number before its ending where one of `taken` is the same but for the case: many disks know no case.
/// With its number it is no longer than a name may be.
pub fn free_name<'a>(taken: impl IntoIterator<Item = &'a str>, name: &str) -> String {
    let taken: BTreeSet<String> = taken.into_iter().map(str::to_lowercase).collect();
    let is_ending = |ending: &str| ending.len() <= MAX_ENDING_BYTES;
    let (stem, ending) = name
        .rsplit_once('.')
        .filter(|(_, ending)| is_ending(ending))
        .map_or((name, String::new()), |(stem, ending)| (stem, format!(".{ending}")));
    let numbered = (2..).map(|number| {
        let behind = format!("-{number}{ending}");
        let stem: String = stem.chars().take(MAX_NAME_CHARS.saturating_sub(behind.chars().count())).collect();
        stem + &behind
    });
    let mut names = std::iter::once(name.to_owned()).chain(numbered);
    names.find(|name| !taken.contains(&name.to_lowercase())).unwrap_or_default()
}

/// Where in a Markdown text pictures are named, in order.
fn picture_targets(text: &str) -> Vec<Range<usize>> {
    let (mut targets, mut from) = (Vec::new(), 0);
    // The text is gone through once, whatever it opens and never closes.
    let next = |from: usize| {
        let words = from + text.get(from..)?.find("![")?;
        let start = words + text.get(words..)?.find("](")? + 2;
        let inside = text.get(start..)?;
        // Between these signs a name may have spaces.
        let length = if inside.starts_with('<') {
            inside.find(['>', '\n']).map(|end| end + 1)?
        } else {
            inside.find([')', ' ', '\n', '"'])?
        };
        Some(start..start + length)
    };
    while let Some(target) = next(from) {
        from = target.end;
        if !target.is_empty() {
            targets.push(target);
        }
    }
    targets
}

/// The file that a page names, where it lies beside the page or below: a page of somebody else reaches no other folder.
fn beside(page: &Path, target: &str) -> Option<PathBuf> {
    let relative = Path::new(target);
    let is_below = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (is_below && !target.contains("://")).then(|| page.with_file_name("").join(relative))
}

pub(super) fn write<'a>(folder: &Path, pages: impl Iterator<Item = &'a Guideline>) -> Result<usize, StoreError> {
    let mut output = OutputFolder::create(folder, Overwrite::Refuse)?;
    let (mut taken, mut count) = (BTreeSet::new(), 0);
    for page in pages {
        let name = free_page_name(&mut taken, &page.title);
        let below = if page.pictures.is_empty() { String::new() } else { format!("{name}/") };
        let mut files = vec![format!("{name}.md")];
        let mut names: BTreeMap<&str, String> = BTreeMap::new();
        for picture in &page.pictures {
            // What is no picture has no bytes to write; the page says its name all the same.
            if let Ok(bytes) = STANDARD.decode(picture.data.as_bytes()) {
                let file = free_name(files.iter().map(String::as_str), &picture_name(&picture.name));
                output.file(&format!("{below}{file}"))?.write(&bytes)?;
                files.push(file.clone());
                names.entry(&picture.name).or_insert(file);
            }
        }
        // As a page is shown: by the whole name, or else by what stands last in a path.
        let text = renamed(&page.text, |target| {
            let last = target.rsplit('/').next().filter(|_| !target.contains("://"));
            names.get(target).or_else(|| names.get(last?)).cloned()
        });
        output.file(&format!("{below}{name}.md"))?.write(text.as_bytes())?;
        count += 1;
    }
    output.commit()?;
    Ok(count)
}

/// What the file or folder of a page is called: its title, with a number where a page has that name already.
fn free_page_name(taken: &mut BTreeSet<String>, title: &str) -> String {
    let plain = |char: char| if "/\\:*?\"<>|".contains(char) || char.is_control() { '-' } else { char };
    let plain: String = title.chars().map(plain).collect();
    let plain: String = plain.trim().trim_matches('.').chars().take(60).collect();
    let plain = if plain.is_empty() { "page".to_owned() } else { plain };
    let numbered = (2..).map(|number| format!("{plain} {number}"));
    // A page takes the name of its file and that of its folder, whichever it needs.
    let both = |name: &str| [name.to_lowercase(), format!("{}.md", name.to_lowercase())];
    let is_free = |name: &String| both(name).iter().all(|name| !taken.contains(name));
    let name = std::iter::once(plain.clone()).chain(numbered).find(is_free).unwrap_or_default();
    taken.extend(both(&name));
    name
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_a_text_are_found_and_none_outside_of_its_folder() {
        let text = "![a](map.png) and ![b](img/port.jpg \"the port\"), [no picture](x.png), ![open](";
        let targets = picture_targets(text).into_iter().filter_map(|range| text.get(range)).collect::<Vec<_>>();
        assert_eq!(targets, ["map.png", "img/port.jpg"]);
        let page = Path::new("/simulated/pages/actors.md");
        assert_eq!(beside(page, "img/port.jpg"), Some(PathBuf::from("/simulated/pages/img/port.jpg")));
        for outside in ["../secret.png", "/etc/secret.png", "https://example.org/a.png"] {
            assert_eq!(beside(page, outside), None, "{outside}");
        }
    }

    #[test]
    fn who_was_told_to_stop_reads_no_more_pictures() {
        let page = Path::new("/simulated/pages/actors.md");
        let problems_with = |progress: &Progress| {
            let mut problems = Vec::new();
            let decode: Decode = |_| Err("nothing is decoded".to_owned());
            let (names, pictures) = (BTreeMap::new(), Vec::new());
            let mut beside = PicturesBeside { page, decode, progress, names, pictures, problems: &mut problems };
            assert_eq!(beside.name_of("gone.png"), None);
            problems.len()
        };
        let progress = Progress::default();
        assert_eq!(problems_with(&progress), 1, "it was looked for");
        progress.cancel();
        assert_eq!(problems_with(&progress), 0);
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        let known = ["Map.png", "map-2.png"];
        assert_eq!(free_name(known, "map.png"), "map-3.png", "without regard to case");
        let long = "m".repeat(MAX_NAME_CHARS);
        assert_eq!(free_name([long.as_str()], &long), format!("{}-2", "m".repeat(MAX_NAME_CHARS - 2)));
        assert_eq!(free_name(known, "port.png"), "port.png");
    }
}
