//! Files with one JSON record a line, read piece by piece, so that the file is never in memory as a whole.
//!
//! It does not know what a record means. A line that does not hold is told, and the others are read.

use super::corpus::{Remark, Thing};
use super::in_file::InFile;
use super::json_read::{Gather, Take};
use super::json_record::{Parsed, Tokens};
use crate::codec::{Spread, map_each};
use serde::de::IgnoredAny;

/// Lines of one piece are handed out in so many parts.
const PARTS: usize = 64;

/// How much may follow a first line that breaks off before the file is read as a whole.
const MAX_BEGUN_BYTES: usize = 8 << 20;

/// Reads the lines of `file` side by side, those of one piece after those of the other; nothing where all of it is one record
/// or a list, and where it is not UTF-8: what is wrong there, whoever reads it as a whole can say.
pub(super) fn read<G: Gather>(file: &InFile, tokens: Tokens, spread: &dyn Spread, take: Take<'_, G>) -> Option<G> {
    let mut lines = Lines { file, tokens, spread, take, before: 0, records: 0, found: G::default() };
    let mut waiting: Vec<u8> = Vec::new();
    for (number, piece) in file.pieces().enumerate() {
        let piece = piece?;
        let marked = if number == 0 { piece.strip_prefix("\u{feff}".as_bytes()) } else { None };
        let piece = marked.unwrap_or(&piece);
        let Some(end) = piece.iter().rposition(|byte| *byte == b'\n') else {
            waiting.extend_from_slice(piece);
            continue;
        };
        let (whole, begun) = piece.split_at_checked(end + 1)?;
        waiting.extend_from_slice(whole);
        if lines.take(&waiting, false)? {
            waiting.clear();
        }
        waiting.extend_from_slice(begun);
    }
    lines.take(&waiting, true)?;
    Some(lines.found)
}

/// Lines on their way.
struct Lines<'l, G> {
    file: &'l InFile,
    tokens: Tokens,
    spread: &'l dyn Spread,
    take: Take<'l, G>,
    /// How many lines were read, and how many of them held something.
    before: usize,
    records: usize,
    found: G,
}

impl<G: Gather> Lines<'_, G> {
    /// Reads the lines of `bytes`; whether they were read, for a first line that is no whole record waits for what follows.
    fn take(&mut self, bytes: &[u8], is_last: bool) -> Option<bool> {
        let text = std::str::from_utf8(bytes).ok()?;
        let all = text.split('\n').enumerate();
        let lines: Vec<(usize, &str)> = all.filter(|(_, line)| !line.trim().is_empty()).collect();
        if let (0, Some((_, first))) = (self.records, lines.first()) {
            if first.trim_start().starts_with('[') {
                return None;
            }
            let is_begun = serde_json::from_str::<IgnoredAny>(first).is_err_and(|error| error.is_eof());
            if is_begun && lines.len() > 1 {
                return None;
            }
            if is_begun && !is_last {
                // It is looked at again with every piece, so nothing may go on like this for long.
                return (bytes.len() <= MAX_BEGUN_BYTES).then_some(false);
            }
        }
        let size = lines.len().div_ceil(PARTS).max(1);
        let parts = map_each(self.spread, lines.chunks(size).enumerate().collect(), |(part, lines)| {
            let mut gathered = G::default();
            for (number, (line, text)) in lines.iter().enumerate() {
                let number = self.records + part * size + number;
                self.line(number, self.before + line + 1, text, &mut gathered);
            }
            gathered
        });
        for part in parts {
            self.found.join(part);
        }
        self.records += lines.len();
        self.before += text.matches('\n').count();
        Some(true)
    }

    /// Reads the record `number`, which stands on the line `line`, the first being 1.
    fn line(&self, number: usize, line: usize, text: &str, gathered: &mut G) {
        let place = format!("line {line}");
        match Parsed::read(text, self.tokens) {
            Ok(parsed) => parsed.pass_on(self.file, number, place, gathered, self.take),
            Err(error) => {
                let what = crate::text::shortened(text.trim(), 40).into_owned();
                let why = format!("it is no JSON: {error}");
                gathered.remark(Remark::refused(&self.file.path, &place, &what, &why).of(Thing::Document));
            }
        }
    }
}
