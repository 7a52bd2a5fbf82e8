//! Text whose UTF-8 bytes were read in a one-byte encoding, as "â€™" for "’": found, and what it should read.
//!
//! Architecture invariant: it never guesses. A place counts where its characters are the bytes of whole UTF-8 sequences and
//! where real text does not have them side by side; what real text may have is left alone.

mod find;
mod gate;
mod script;
mod tables;
mod units;

pub(super) use find::{Broken, MAX_PLACES, broken_while};
