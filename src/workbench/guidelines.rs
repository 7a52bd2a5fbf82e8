//! Pages of the guidelines in the background: pictures for the screen and from files, pages from files and into a folder.
//!
//! It does not know how pictures are decoded; whoever asks says that.

use super::desk::Desk;
use super::page_files::{page_at, picture_at, write};
use super::work::Outcome;
use crate::edit::GuidelineDraft;
use crate::model::Picture;
use crate::store::StoreError;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::path::PathBuf;
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

/// What is being read for the session in front.
#[derive(Debug, Default)]
pub(super) struct PageJobs {
    pages: Vec<u64>,
    /// For the page that is being written.
    pictures: Vec<u64>,
}

impl Desk {
    /// Decodes pictures in the background; [`super::News::OfPages`] brings them.
    pub fn decode_pictures(&mut self, pictures: Vec<Arc<str>>, decode: Decode) {
        self.jobs.start("Decoding pictures", move |progress| {
            let decoded = pictures.into_iter().take_while(|_| !progress.is_cancelled()).map(|data| {
                let bytes = STANDARD.decode(data.as_bytes()).map_err(|_| "its data is damaged".to_owned());
                let pixels = bytes.and_then(|bytes| decode(&bytes)).map(Arc::new);
                (data, pixels)
            });
            Outcome::OfPages(PageNews::Decoded(decoded.collect()))
        });
    }

    /// Reads a picture from a file in the background, for a page; [`super::News::OfPages`] brings it.
    pub fn read_picture(&mut self, path: PathBuf, decode: Decode) {
        let read = move |_: &_| Outcome::OfPages(PageNews::Picture(picture_at(&path, decode)));
        let job = self.jobs.start("Reading the picture", read);
        self.pages_read.pictures.push(job);
    }

    /// Reads pages from Markdown files in the background, with the pictures that lie beside them.
    pub fn read_pages(&mut self, paths: Vec<PathBuf>, decode: Decode) {
        let job = self.jobs.start("Reading pages", move |progress| {
            let (mut pages, mut problems) = (Vec::new(), Vec::new());
            for (number, path) in paths.iter().enumerate() {
                if progress.is_cancelled() {
                    break;
                }
                progress.set(number, paths.len());
                match page_at(path, decode, progress, &mut problems) {
                    Ok(page) => pages.push(page),
                    Err(problem) => problems.push(problem),
                }
            }
            Outcome::OfPages(PageNews::Read(pages, problems))
        });
        self.pages_read.pages.push(job);
    }

    /// Nothing is read for pages any more, as where another session comes to the front.
    pub(super) fn forget_pages(&mut self) {
        self.forget_pictures();
        for job in std::mem::take(&mut self.pages_read.pages) {
            self.jobs.abandon(job);
        }
    }

    /// Nothing is read any more for the page that was written, as where another one is begun.
    pub fn forget_pictures(&mut self) {
        for job in std::mem::take(&mut self.pages_read.pictures) {
            self.jobs.abandon(job);
        }
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
