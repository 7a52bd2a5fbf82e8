//! brat standoff: a folder of `STEM.txt` with `STEM.ann`, and `annotation.conf` for the schema.
//!
//! After the standoff page of the brat manual (Stenetorp et al. 2012). Offsets count code points of the text file, end
//! exclusive; a fragment may not cross a line break.

mod conf;
mod conf_out;
mod conf_visual;
mod format;
mod keys;
mod labels;
mod read;
mod row;
mod types;
mod write;

pub(super) use conf_visual::{looks, scheme};
pub(super) use format::FORMAT;
