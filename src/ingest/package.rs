//! Files that are a zip archive of parts, as docx and epub are: the parts by their names, each as long as an honest one can
//! be. Nothing is unpacked to a disk. It does not know what the parts hold.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// How many parts a file may have.
const MAX_PARTS: usize = 100_000;
/// How much longer than the file all that is read from it may be; plain texts reach about 10.
const MAX_RATIO: u64 = 100;
/// How much may be read from any file, however short it is.
const MIN_BYTES: u64 = 16 << 20;
/// How much may be read from any file, however long it is.
const MAX_BYTES: u64 = 256 << 20;

/// Why a part cannot be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PackageError {
    /// The bytes are no zip archive, or a damaged one.
    #[error("it is no whole zip archive ({0}); save or download the file again")]
    NotZip(String),
    /// More than [`MAX_PARTS`].
    #[error("it has {0} parts and at most {MAX_PARTS} are read; no honest document has so many")]
    TooMany(usize),
    /// A part that must be there is not.
    #[error("its part `{0}` is missing; the file is of another kind or damaged, save it again")]
    Missing(String),
    /// A part cannot be unpacked.
    #[error("its part `{part}` cannot be unpacked ({why}); save or download the file again")]
    Broken {
        /// The part's name.
        part: String,
        /// What is wrong.
        why: String,
    },
    /// A part that unpacks to more than is read.
    #[error(
        "its part `{part}` unpacks to more than {limit} bytes, far more than an honest document of this length; it was not read"
    )]
    Bomb {
        /// The part's name.
        part: String,
        /// How many bytes were left for it.
        limit: u64,
    },
    /// A part that is to be text is not UTF-8 or UTF-16.
    #[error("its part `{0}` is no UTF-8; save the file again")]
    NotUtf8(String),
}

/// An archive that is open.
pub(super) struct Package<'b> {
    zip: ZipArchive<Cursor<&'b [u8]>>,
    /// Numbers of parts by their names in lower case; of two with one name the first.
    names: BTreeMap<String, usize>,
    /// How many bytes may still come out of it.
    left: u64,
}

impl<'b> Package<'b> {
    /// Opens the archive that `bytes` are.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, PackageError> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| PackageError::NotZip(error.to_string()))?;
        if zip.len() > MAX_PARTS {
            return Err(PackageError::TooMany(zip.len()));
        }
        let mut names = BTreeMap::new();
        for (number, name) in zip.file_names().enumerate() {
            // A name that is no text is none that anybody asks for.
            let Ok(name) = name else { continue };
            names.entry(name.replace('\\', "/").to_lowercase()).or_insert(number);
        }
        let left = (bytes.len() as u64).saturating_mul(MAX_RATIO).clamp(MIN_BYTES, MAX_BYTES);
        Ok(Self { zip, names, left })
    }

    /// Whether there is a part called `name`, whatever its case.
    pub(super) fn holds(&self, name: &str) -> bool {
        self.names.contains_key(&name.to_lowercase())
    }

    /// The bytes of the part `name`, whatever its case.
    pub(super) fn part(&mut self, name: &str) -> Result<Vec<u8>, PackageError> {
        let number = self.names.get(&name.to_lowercase()).copied();
        let number = number.ok_or_else(|| PackageError::Missing(name.to_owned()))?;
        let broken =
            |error: &dyn std::fmt::Display| PackageError::Broken { part: name.to_owned(), why: error.to_string() };
        let file = self.zip.by_index(number).map_err(|error| broken(&error))?;
        let mut bytes = Vec::new();
        let limit = self.left;
        // What the archive says of a part's length is not believed: only bytes that came out count.
        let read = file.take(limit.saturating_add(1)).read_to_end(&mut bytes).map_err(|error| broken(&error))? as u64;
        if read > limit {
            return Err(PackageError::Bomb { part: name.to_owned(), limit });
        }
        self.left -= read;
        Ok(bytes)
    }

    /// The part `name` as text; XML is UTF-8 or, with a byte order mark, UTF-16.
    pub(super) fn text(&mut self, name: &str) -> Result<String, PackageError> {
        let bytes = self.part(name)?;
        let (encoding, mark) = encoding_rs::Encoding::for_bom(&bytes).unwrap_or((encoding_rs::UTF_8, 0));
        let body = bytes.get(mark..).unwrap_or_default();
        let text = encoding.decode_without_bom_handling_and_without_replacement(body);
        text.map(std::borrow::Cow::into_owned).ok_or_else(|| PackageError::NotUtf8(name.to_owned()))
    }
}
