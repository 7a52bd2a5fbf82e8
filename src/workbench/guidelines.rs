//! Pages of the guidelines in the background: pictures for the screen and from files, pages from files and into a folder.
//!
//! It does not know how pictures are decoded; whoever asks says that.

use super::desk::Desk;
use super::work::Outcome;
use crate::edit::{GuidelineDraft, MAX_PAGE_BYTES, MAX_PICTURE_BYTES, picture_name};
use crate::model::{Guideline, Picture, picture_type};
use crate::store::{self, OutputFolder, Overwrite, StoreError};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::collections::BTreeSet;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// A picture as the screen shows it.
#[derive(Debug, PartialEq, Eq)]
pub struct Pixels {
    /// Columns and rows.
    pub size: [usize; 2],
    /// Red, green, blue and alpha of each pixel, row by row; colours are multiplied by alpha.
    pub rgba: Vec<u8>,
}

/// Makes pixels of the bytes of a picture; it is bounded in time and memory. Or says why there are none.
pub type Decode = fn(&[u8]) -> Result<Pixels, String>;

/// A picture's data as a session holds it, and what it looks like or why that is not known.
pub type Decoded = (Arc<str>, Result<Arc<Pixels>, String>);

/// What comes of background work on pages.
#[derive(Clone, Debug)]
pub enum PageNews {
    /// Pictures were decoded.
    Decoded(Vec<Decoded>),
    /// A picture was read from a file, or why not.
    Picture(Result<Picture, String>),
    /// Pages were read from files, and what could not be read.
    Read(Vec<GuidelineDraft>, Vec<String>),
    /// Pages were written to a folder, or why not.
    Written(Result<String, String>),
}

impl Desk {
    /// Decodes pictures in the background; [`super::News::OfPages`] brings them.
    pub fn decode_pictures(&mut self, pictures: Vec<Arc<str>>, decode: Decode) {
        self.jobs.start("Decoding pictures", move |_| {
            let decoded = pictures.into_iter().map(|data| {
                let bytes = STANDARD.decode(data.as_bytes()).map_err(|_| "its data is damaged".to_owned());
                let pixels = bytes.and_then(|bytes| decode(&bytes)).map(Arc::new);
                (data, pixels)
            });
            Outcome::OfPages(PageNews::Decoded(decoded.collect()))
        });
    }

    /// Reads a picture from a file in the background, for a page; [`super::News::OfPages`] brings it.
    pub fn read_picture(&mut self, path: PathBuf, decode: Decode) {
        self.jobs.start("Reading the picture", move |_| Outcome::OfPages(PageNews::Picture(picture_at(&path, decode))));
    }

    /// Reads pages from Markdown files in the background, with the pictures that lie beside them.
    pub fn read_pages(&mut self, paths: Vec<PathBuf>, decode: Decode) {
        self.jobs.start("Reading pages", move |progress| {
            let (mut pages, mut problems) = (Vec::new(), Vec::new());
            for (number, path) in paths.iter().enumerate() {
                progress.set(number, paths.len());
                match page_at(path, decode, &mut problems) {
                    Ok(page) => pages.push(page),
                    Err(problem) => problems.push(problem),
                }
            }
            Outcome::OfPages(PageNews::Read(pages, problems))
        });
    }

    /// Writes all pages into a folder in the background: one Markdown file each, one that has pictures in a folder with them.
    pub fn write_pages(&mut self, folder: PathBuf) {
        let pages = Arc::clone(&self.bench.session().guidelines);
        self.jobs.start("Writing pages", move |_| {
            let written = write(&folder, pages.iter());
            let told = match written {
                Ok(1) => Ok(format!("1 guideline page was written to {}", folder.display())),
                Ok(count) => Ok(format!("{count} guideline pages were written to {}", folder.display())),
                Err(StoreError::Exists(path) | StoreError::Filled(path) | StoreError::NotAFolder(path)) => {
                    Err(format!("{}: something is here already; choose a new or an empty folder", path.display()))
                }
                Err(error) => Err(error.to_string()),
            };
            Outcome::OfPages(PageNews::Written(told))
        });
    }
}

fn name_of(path: &Path) -> String {
    path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default()
}

fn picture_at(path: &Path, decode: Decode) -> Result<Picture, String> {
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
fn page_at(path: &Path, decode: Decode, problems: &mut Vec<String>) -> Result<GuidelineDraft, String> {
    let refused = |why: String| format!("{}: {why}; the page was not added", path.display());
    let bytes = store::read_import_up_to(path, MAX_PAGE_BYTES as u64).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| refused(format!("this is no text in UTF-8 ({error})")))?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text).replace("\r\n", "\n");
    let heading = text.lines().find_map(|line| line.strip_prefix("# ")).map(str::trim);
    let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let title = heading.filter(|title| !title.is_empty()).map_or(stem, str::to_owned);
    let mut draft = GuidelineDraft { title, text, ..GuidelineDraft::default() };
    for target in picture_targets(&draft.text) {
        let Some(beside) = beside(path, &target) else { continue };
        match picture_at(&beside, decode) {
            Ok(mut picture) => {
                picture.name = free_name(&draft.pictures, &picture.name);
                draft.text = draft.text.replace(&format!("]({target}"), &format!("]({}", picture.name));
                draft.pictures.push(picture);
            }
            Err(problem) => problems.push(problem),
        }
    }
    Ok(draft)
}

/// `name`, or with a number before its ending where a picture has it already.
#[must_use]
pub fn free_name(pictures: &[Picture], name: &str) -> String {
    let is_free = |name: &str| pictures.iter().all(|picture| picture.name != name);
    let (stem, ending) = name.rsplit_once('.').map_or((name, String::new()), |(stem, end)| (stem, format!(".{end}")));
    let numbered = (2..).map(|number| format!("{stem}-{number}{ending}"));
    std::iter::once(name.to_owned()).chain(numbered).find(|name| is_free(name)).unwrap_or_default()
}

/// What the pictures in a Markdown text are named by, each once.
fn picture_targets(text: &str) -> BTreeSet<String> {
    let starts = text.match_indices("![").filter_map(|(at, _)| text.get(at..));
    let target = |rest: &str| {
        let inside = rest.split_once("](")?.1;
        let target = inside.split([')', ' ', '\n', '"']).next()?;
        Some(target.to_owned())
    };
    starts.filter_map(target).filter(|target| !target.is_empty()).collect()
}

/// The file that a page names, where it lies beside the page or below: a page of somebody else reaches no other folder.
fn beside(page: &Path, target: &str) -> Option<PathBuf> {
    let relative = Path::new(target);
    let is_below = relative.components().all(|part| matches!(part, Component::Normal(_) | Component::CurDir));
    (is_below && !target.contains("://")).then(|| page.with_file_name("").join(relative))
}

fn write<'a>(folder: &Path, pages: impl Iterator<Item = &'a Guideline>) -> Result<usize, StoreError> {
    let mut output = OutputFolder::create(folder, Overwrite::Refuse)?;
    let (mut taken, mut count) = (BTreeSet::new(), 0);
    for page in pages {
        let plain: String = page
            .title
            .chars()
            .map(|char| if "/\\:*?\"<>|".contains(char) || char.is_control() { '-' } else { char })
            .collect();
        let plain: String = plain.trim().trim_matches('.').chars().take(60).collect();
        let plain = if plain.is_empty() { "page".to_owned() } else { plain };
        let numbered = (2..).map(|number| format!("{plain} {number}"));
        let free = |name: &String| !taken.contains(&name.to_lowercase());
        let name = std::iter::once(plain.clone()).chain(numbered).find(free).unwrap_or_default();
        taken.insert(name.to_lowercase());
        let below = if page.pictures.is_empty() { String::new() } else { format!("{name}/") };
        output.file(&format!("{below}{name}.md"))?.write(page.text.as_bytes())?;
        for picture in &page.pictures {
            // What is no picture has no bytes to write; the page says its name all the same.
            if let Ok(bytes) = STANDARD.decode(picture.data.as_bytes()) {
                output.file(&format!("{below}{}", picture_name(&picture.name)))?.write(&bytes)?;
            }
        }
        count += 1;
    }
    output.commit()?;
    Ok(count)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pictures_of_a_text_are_found_and_none_outside_of_its_folder() {
        let text = "![a](map.png) and ![b](img/port.jpg \"the port\"), [no picture](x.png), ![open](";
        let targets = picture_targets(text);
        assert_eq!(targets.iter().map(String::as_str).collect::<Vec<_>>(), ["img/port.jpg", "map.png"]);
        let page = Path::new("/simulated/pages/actors.md");
        assert_eq!(beside(page, "img/port.jpg"), Some(PathBuf::from("/simulated/pages/img/port.jpg")));
        for outside in ["../secret.png", "/etc/secret.png", "https://example.org/a.png"] {
            assert_eq!(beside(page, outside), None, "{outside}");
        }
    }

    #[test]
    fn names_that_are_taken_get_a_number() {
        let picture = |name: &str| Picture { name: name.to_owned(), media_type: String::new(), data: "".into() };
        let known = [picture("map.png"), picture("map-2.png")];
        assert_eq!(free_name(&known, "map.png"), "map-3.png");
        assert_eq!(free_name(&known, "port.png"), "port.png");
    }
}
