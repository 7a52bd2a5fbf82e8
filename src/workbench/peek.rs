//! A look at an export before it is made: how much it holds, how it begins, what is lost on the way.
//!
//! It does not know any format, and it writes nothing.

use super::exchange::write_all;
use super::jobs::Progress;
use super::labelled::ExportWish;
use super::threads::Threads;
use super::watched::WatchedSink;
use crate::formats::{Dropped, FormatError, Outgoing, Sink, Written, words_of_page};
use crate::model::Session;
use std::io::Write;

/// How much of the first file is shown, in bytes.
const SHOWN_BYTES: usize = 4096;
/// How much of a page is read for the words in it, in bytes: its looks stand before them.
const READ_BYTES: usize = 1 << 15;
/// How much of a file that is no text is shown, in bytes.
const SHOWN_RAW_BYTES: usize = 512;

/// An export of no more than so many bytes is looked at whole at once.
const BEGINNING_BYTES: u64 = 1 << 19;
/// What a mention takes in an export, about, in bytes: for the progress alone.
const MENTION_BYTES: u64 = 250;

/// How much of an export is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Look {
    /// How it begins; the writer is stopped behind that.
    Beginning,
    /// All of it.
    All,
}

/// What an export would hold.
#[derive(Debug)]
pub struct ExportPreview {
    /// Whether it was looked at to its end. Before that the files and what is lost are not known.
    pub is_whole: bool,
    /// How many articles are taken.
    pub articles: usize,
    /// How many mentions are written.
    pub mentions: usize,
    /// How many mentions the choices leave out.
    pub left_out: usize,
    /// The files with their sizes in bytes, in order; the name is empty for an export of one file.
    pub files: Vec<(String, u64)>,
    /// What else is to be known of it, such as which text it is where the format has a choice of it.
    pub notes: Vec<String>,
    /// How the first file begins; of a page, the words that people will read.
    pub head: String,
    /// What is lost, the same things in one group.
    pub groups: Vec<DroppedGroup>,
}

/// Things of one kind that are lost for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DroppedGroup {
    /// What they are, as "relations".
    pub what: String,
    /// Why they are lost.
    pub why: String,
    /// How many there are.
    pub count: usize,
    /// Where they are: an article's name and id or "session", with the ids of the things.
    pub places: Vec<(String, Vec<String>)>,
}

impl ExportPreview {
    /// How many bytes it has.
    #[must_use]
    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|(_, bytes)| bytes).sum()
    }

    /// How many things are lost.
    #[must_use]
    pub fn dropped(&self) -> usize {
        self.groups.iter().map(|group| group.count).sum()
    }
}

/// Looks at what an export of `session` would hold.
///
/// # Errors
/// A sentence that says why there would be none.
pub(super) fn peek(
    session: &Session,
    wish: &ExportWish,
    look: Look,
    progress: &Progress,
) -> Result<ExportPreview, String> {
    let (dressed, request) = wish.dressed(session);
    let text_note = wish.text_note(session, &request);
    let (session, ExportWish { format, split, .. }) = (dressed.as_ref(), wish);
    let limit = if look == Look::Beginning { BEGINNING_BYTES } else { u64::MAX };
    let is_page = format.ending == "html";
    let kept = if is_page { READ_BYTES } else { SHOWN_BYTES };
    let mut sink = FirstFile { left: limit, kept, ..FirstFile::default() };
    let out = Outgoing::new(session, &request.selection, &Threads);
    let taken = || session.shards().iter().filter(|shard| request.selection.takes_article(shard));
    let bytes = |with_texts: bool| -> u64 {
        let of_text = |shard: &crate::model::Shard| if with_texts { shard.article.text().len() as u64 } else { 0 };
        taken().map(|shard| of_text(shard) + shard.mentions.len() as u64 * MENTION_BYTES).sum()
    };
    let expected = if look == Look::All { bytes(format.carries.texts) } else { 0 };
    let mut watched = WatchedSink::new(&mut sink, progress, expected);
    let written = write_all(session, format, &request, *split, &mut watched);
    if progress.is_cancelled() {
        return Err("looking at it was cancelled; change a choice to look again".to_owned());
    }
    let is_whole = !sink.is_stopped;
    let written = match written {
        Err(_) if !is_whole => {
            let is_chosen = |mention: &&crate::model::Mention| request.selection.takes_mention(mention);
            let mentions = taken().map(|shard| shard.mentions.iter().filter(is_chosen).count()).sum();
            Ok(Written { mentions, left_out: out.left_out(), ..Written::default() })
        }
        written => written,
    };
    let written = written.map_err(|error| match error {
        // The window has other names for the choices than the command line.
        FormatError::WholeOnly(name) => format!("the format `{name}` holds the whole session, and no choice of it"),
        error => error.to_string(),
    })?;
    let notes = text_note.into_iter().chain(written.notes()).collect();
    let Written { mentions, left_out, dropped, .. } = written;
    let FirstFile { files, head, .. } = sink;
    let is_cut = files.first().is_some_and(|(_, bytes)| *bytes > head.len() as u64);
    let head = if is_page { page_shown(&head, is_cut) } else { shown(&head, is_cut) };
    let (articles, groups) = (taken().count(), grouped(dropped));
    Ok(ExportPreview { is_whole, articles, mentions, left_out, files, notes, head, groups })
}

fn grouped(dropped: Vec<Dropped>) -> Vec<DroppedGroup> {
    let mut groups: Vec<DroppedGroup> = Vec::new();
    for Dropped { what, place, count, ids, why } in dropped {
        // What the command line can do about it, the dialog has beside it.
        let why = why.split_once("; --").map_or(why.as_str(), |(why, _)| why).to_owned();
        let at = groups.iter_mut().find(|group| group.what == what && group.why == why);
        if let Some(group) = at {
            group.count += count;
            group.places.push((place, ids));
        } else {
            groups.push(DroppedGroup { what, why, count, places: vec![(place, ids)] });
        }
    }
    groups
}

/// The first words of a page that begins so.
fn page_shown(head: &[u8], is_cut: bool) -> String {
    let words = words_of_page(&String::from_utf8_lossy(head));
    let end = words.floor_char_boundary(SHOWN_BYTES);
    let shown = words.get(..end).unwrap_or_default();
    if is_cut || end < words.len() { format!("{}…", shown.trim_end()) } else { shown.to_owned() }
}

/// The first bytes as text, or as numbers where they are none.
fn shown(head: &[u8], is_cut: bool) -> String {
    let text = match std::str::from_utf8(head) {
        Ok(text) => Some(text),
        // The last character may be cut.
        Err(error) if is_cut && error.valid_up_to() + 4 > head.len() => {
            head.get(..error.valid_up_to()).and_then(|whole| std::str::from_utf8(whole).ok())
        }
        Err(_) => None,
    };
    let is_text = |text: &&str| !text.contains('\0');
    if let Some(text) = text.filter(is_text) {
        return if is_cut { format!("{text}…") } else { text.to_owned() };
    }
    let mut rows = String::from("This is no text; its first bytes:\n");
    for row in head.get(..SHOWN_RAW_BYTES.min(head.len())).unwrap_or_default().chunks(16) {
        for byte in row {
            rows.extend([format!("{byte:02x}"), " ".to_owned()]);
        }
        let sign = |byte: &u8| if (0x20..0x7f).contains(byte) { char::from(*byte) } else { '·' };
        rows.push_str(&"   ".repeat(16 - row.len()));
        rows.extend(std::iter::once(' ').chain(row.iter().map(sign)).chain(std::iter::once('\n')));
    }
    rows
}

/// Keeps how the first file begins, and of all others the sizes; refuses more once enough is there.
#[derive(Default)]
struct FirstFile {
    files: Vec<(String, u64)>,
    head: Vec<u8>,
    /// How many bytes of it are kept.
    kept: usize,
    /// How many bytes are still taken.
    left: u64,
    is_stopped: bool,
}

impl Sink for FirstFile {
    fn file(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        let limit = if self.files.is_empty() { self.kept } else { 0 };
        let mut sized = Sized { head: Vec::new(), bytes: 0, limit, most: self.left, is_stopped: false };
        let written = write(&mut sized);
        self.left = self.left.saturating_sub(sized.bytes);
        self.is_stopped |= sized.is_stopped;
        self.files.push((name.to_owned(), sized.bytes));
        if self.files.len() == 1 {
            self.head = sized.head;
        }
        written
    }

    fn beside(
        &mut self,
        name: &str,
        write: &mut dyn FnMut(&mut (dyn Write + Send)) -> Result<(), FormatError>,
    ) -> Result<(), FormatError> {
        self.file(name, write)
    }
}

struct Sized {
    head: Vec<u8>,
    bytes: u64,
    limit: usize,
    most: u64,
    is_stopped: bool,
}

impl Write for Sized {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        let room = self.limit.saturating_sub(self.head.len()).min(bytes.len());
        self.head.extend_from_slice(bytes.get(..room).unwrap_or_default());
        self.bytes += bytes.len() as u64;
        if self.bytes > self.most {
            self.is_stopped = true;
            return Err(std::io::Error::other("enough was seen"));
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_head_that_ends_inside_a_character_is_text_and_one_of_other_bytes_is_none() {
        assert_eq!(shown("Kvist é".as_bytes(), false), "Kvist é");
        assert_eq!(shown(&"Kvist é".as_bytes()[..7], true), "Kvist …");
        let raw = shown(&[b'P', b'A', b'R', b'1', 0, 0xff], true);
        assert!(raw.contains("50 41 52 31 00 ff") && raw.ends_with(" PAR1··\n"), "{raw}");
    }

    #[test]
    fn what_is_lost_for_one_reason_is_one_group() {
        let lost = |place: &str, why: &str| Dropped {
            what: "notes".to_owned(),
            place: place.to_owned(),
            count: 1,
            ids: vec![place.to_owned()],
            why: why.to_owned(),
        };
        let groups = grouped(vec![lost("1", "no place"), lost("2", "other"), lost("3", "no place")]);
        let counts: Vec<(usize, usize)> = groups.iter().map(|group| (group.count, group.places.len())).collect();
        assert_eq!(counts, [(2, 2), (1, 1)]);
    }
}
