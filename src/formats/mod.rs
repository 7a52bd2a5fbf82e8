//! Interchange formats: how sessions become files of other tools, and what is lost on the way.
//!
//! Architecture invariant: a format turns a session into bytes or bytes into data. It opens no file, reads no clock and
//! knows neither the command line nor the window. Offset units are converted here and nowhere else.

pub mod csv;
mod glob;
mod registry;
mod report;
mod selection;
mod write;

pub use glob::Glob;
pub use registry::{FORMATS, Format, format_named};
pub use report::{Dropped, Export, FormatError};
pub use selection::Selection;
pub use write::{Request, write};
