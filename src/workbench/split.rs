//! A session's articles in three parts for training: which article goes where depends on a seed and the articles' ids alone.
//!
//! An article is never divided, so that no sentence of a text that was trained on is tested on.

use super::exchange::{ExportError, Exporting};
use crate::formats::{Format, FormatError, Request, Selection, Shape, Sink, Written, write};
use crate::model::{ArticleId, Session};
use crate::store::OutputFolder;
use sha2::{Digest, Sha256};
use std::collections::BTreeSet;
use std::io::Write;

/// The parts' names, in the order of [`Split::shares`].
const PARTS: [&str; 3] = ["train", "dev", "test"];

/// How articles are divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split {
    /// Shares of the parts for training, development and test; only their proportion counts.
    pub shares: [u32; 3],
    /// Another seed, other parts.
    pub seed: u64,
}

impl Split {
    /// Reads shares as `80,10,10`.
    ///
    /// # Errors
    /// What is wrong and what is expected.
    pub fn parse(shares: &str, seed: u64) -> Result<Self, String> {
        let wrong = || format!("`{shares}` is no split; expected three whole numbers such as 80,10,10");
        let parsed: Result<Vec<u32>, _> = shares.split(',').map(|share| share.trim().parse::<u32>()).collect();
        let shares: [u32; 3] = parsed.map_err(|_| wrong())?.try_into().map_err(|_| wrong())?;
        if shares.iter().all(|share| *share == 0) || shares.iter().any(|share| *share > 1_000_000) {
            return Err(wrong());
        }
        Ok(Self { shares, seed })
    }

    /// The articles of each part.
    #[must_use]
    pub fn parts(&self, articles: impl Iterator<Item = ArticleId>) -> [BTreeSet<ArticleId>; 3] {
        let mut drawn: Vec<([u8; 32], ArticleId)> = articles.map(|id| (self.lot(id), id)).collect();
        drawn.sort_unstable();
        let sum: u64 = self.shares.iter().map(|share| u64::from(*share)).sum();
        let mut parts: [BTreeSet<ArticleId>; 3] = Default::default();
        let (mut from, mut share_before) = (0, 0_u64);
        for (part, share) in parts.iter_mut().zip(self.shares) {
            share_before += u64::from(share);
            let until = (drawn.len() as u64 * share_before).div_ceil(sum.max(1));
            let until = usize::try_from(until).unwrap_or(drawn.len()).min(drawn.len());
            part.extend(drawn.get(from..until).unwrap_or_default().iter().map(|(_, id)| *id));
            from = until;
        }
        parts
    }

    fn lot(&self, id: ArticleId) -> [u8; 32] {
        Sha256::new().chain_update(self.seed.to_le_bytes()).chain_update(id.0.to_le_bytes()).finalize().into()
    }
}

/// Writes what `request` takes of `session` as three outputs in one folder.
///
/// # Errors
/// As for [`super::export`].
pub fn export_split(
    session: &Session,
    format: &Format,
    request: &Request,
    exporting: Exporting<'_>,
    split: Split,
) -> Result<Written, ExportError> {
    let mut folder = OutputFolder::create(exporting.path, exporting.overwrite)?;
    let taken = session.shards().iter().filter(|shard| request.selection.takes_article(shard)).map(|shard| shard.id());
    let mut all = Written::default();
    for (name, part) in PARTS.into_iter().zip(split.parts(taken)) {
        let selection = Selection { only: Some(part), ..request.selection.clone() };
        let request = Request { selection, ..request.clone() };
        let mut sink = PartSink { folder: &mut folder, name, format };
        let written = write(format, session, &request, &mut sink)?;
        all.mentions += written.mentions;
        // What belongs to the session as a whole is lost once, not in each part.
        let new = written.dropped.into_iter().filter(|lost| !all.dropped.contains(lost));
        let new: Vec<_> = new.collect();
        all.dropped.extend(new);
    }
    if exporting.is_strict && !all.dropped.is_empty() {
        return Err(ExportError::Lossy(all));
    }
    folder.commit()?;
    Ok(all)
}

/// One part on its way to the folder.
struct PartSink<'f> {
    folder: &'f mut OutputFolder,
    name: &'static str,
    format: &'f Format,
}

impl Sink for PartSink<'_> {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let path = match self.format.shape {
            Shape::File if name.is_empty() => format!("{}.{}", self.name, self.format.ending),
            Shape::File | Shape::Folder => format!("{}/{name}", self.name),
        };
        self.write(&path, write)
    }

    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let ending = name.rsplit_once('.').map_or(name, |(_, ending)| ending);
        self.write(&format!("{}.{ending}", self.name), write)
    }
}

impl PartSink<'_> {
    fn write(
        &mut self,
        path: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let mut file = self.folder.file(path).map_err(|error| FormatError::Place(error.to_string()))?;
        write(&mut file).and_then(|()| file.flush().map_err(FormatError::Output))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_have_their_shares_and_depend_on_the_seed_alone() {
        let articles = || (1..=50_u64).map(ArticleId);
        let split = Split::parse("80, 10,10", 7).unwrap();
        let parts = split.parts(articles());
        assert_eq!(parts.iter().map(BTreeSet::len).collect::<Vec<_>>(), [40, 5, 5]);
        assert_eq!(parts, split.parts(articles().collect::<Vec<_>>().into_iter().rev()));
        assert_ne!(parts, Split::parse("80,10,10", 8).unwrap().parts(articles()));
        let all: BTreeSet<ArticleId> = parts.into_iter().flatten().collect();
        assert_eq!(all, articles().collect());
        assert_eq!(Split::parse("1,0,0", 0).unwrap().parts(articles())[0].len(), 50);
        for wrong in ["", "80,20", "0,0,0", "a,b,c", "1,2,3,4", "-1,2,3"] {
            assert!(Split::parse(wrong, 0).unwrap_err().contains("80,10,10"), "{wrong}");
        }
    }
}
