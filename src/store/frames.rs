//! The journal's frames: `length u32, crc32 u32, sequence u64, payload`, numbers in little-endian order.
//!
//! The length is that of the payload; the CRC-32 (IEEE, as in zlib) is taken over sequence and payload. Sequence numbers rise
//! by one from frame to frame. What payloads mean is the codec's business.

const HEAD: usize = 16;

/// One record of a journal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Frame<'a> {
    pub(super) sequence: u64,
    pub(super) payload: &'a str,
}

/// The frames of a journal as far as they hold.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Frames<'a> {
    pub(super) frames: Vec<Frame<'a>>,
    /// How many bytes they take; what stands behind them is torn or damaged.
    pub(super) good: usize,
}

/// Appends the frame of `payload` to `out`; `false` where it is longer than any frame can be.
pub(super) fn push_frame(out: &mut Vec<u8>, sequence: u64, payload: &str) -> bool {
    let Ok(length) = u32::try_from(payload.len()) else { return false };
    let sequence = sequence.to_le_bytes();
    let mut sum = crc32fast::Hasher::new();
    sum.update(&sequence);
    sum.update(payload.as_bytes());
    out.extend_from_slice(&length.to_le_bytes());
    out.extend_from_slice(&sum.finalize().to_le_bytes());
    out.extend_from_slice(&sequence);
    out.extend_from_slice(payload.as_bytes());
    true
}

/// Reads frames from the beginning of `bytes` up to the first that does not hold.
pub(super) fn read_frames(bytes: &[u8]) -> Frames<'_> {
    let mut found = Frames { frames: Vec::new(), good: 0 };
    while let Some((frame, size)) = bytes.get(found.good..).and_then(read_frame) {
        if found.frames.last().is_some_and(|last| last.sequence.checked_add(1) != Some(frame.sequence)) {
            break;
        }
        found.frames.push(frame);
        found.good += size;
    }
    found
}

fn read_frame(bytes: &[u8]) -> Option<(Frame<'_>, usize)> {
    let (length, rest) = bytes.split_first_chunk::<4>()?;
    let (stated, rest) = rest.split_first_chunk::<4>()?;
    let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
    let covered = rest.get(..length.checked_add(8)?)?;
    if crc32fast::hash(covered) != u32::from_le_bytes(*stated) {
        return None;
    }
    let (sequence, payload) = covered.split_first_chunk::<8>()?;
    let payload = std::str::from_utf8(payload).ok()?;
    Some((Frame { sequence: u64::from_le_bytes(*sequence), payload }, HEAD + length))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn three() -> Vec<u8> {
        let mut bytes = Vec::new();
        for (sequence, payload) in [(7, "begin"), (8, ""), (9, "Zürich")] {
            assert!(push_frame(&mut bytes, sequence, payload));
        }
        bytes
    }

    #[test]
    fn frames_come_back_as_they_were() {
        let bytes = three();
        let read = read_frames(&bytes);
        let found: Vec<(u64, &str)> = read.frames.iter().map(|frame| (frame.sequence, frame.payload)).collect();
        assert_eq!(found, [(7, "begin"), (8, ""), (9, "Zürich")]);
        assert_eq!(read.good, bytes.len());
    }

    #[test]
    fn a_torn_or_flipped_frame_ends_what_is_read() {
        let bytes = three();
        let ends = [0, 21, 37, bytes.len()];
        for cut in 0..bytes.len() {
            let whole = ends.iter().filter(|end| **end <= cut).count() - 1;
            assert_eq!(read_frames(&bytes[..cut]).frames.len(), whole, "cut at {cut}");
        }
        for at in 0..bytes.len() {
            for bit in 0..8 {
                let mut flipped = bytes.clone();
                flipped[at] ^= 1 << bit;
                let whole = ends.iter().filter(|end| **end <= at).count() - 1;
                assert_eq!(read_frames(&flipped).frames.len(), whole, "byte {at}, bit {bit}");
            }
        }
    }

    #[test]
    fn a_gap_in_the_numbers_ends_what_is_read() {
        let mut bytes = Vec::new();
        push_frame(&mut bytes, 1, "a");
        let good = bytes.len();
        push_frame(&mut bytes, 3, "c");
        assert_eq!(read_frames(&bytes).good, good);
    }
}
