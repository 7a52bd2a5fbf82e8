//! W3C Web Annotations as JSON-LD: a list of annotations, each with a position and a quote selector on its source.
//!
//! After the Web Annotation Data Model (W3C Recommendation, 2017). Positions count code points, end exclusive. Several
//! selectors of one target are alternatives, and the position counts where there is one; several targets of one annotation
//! are the fragments of one mention. The files hold no texts: they come from `.txt` files named beside them, or from articles
//! of the session. A selector that gives words alone is looked up in such a file; where it stands there more than once, or
//! no file is there, the mention goes to the quarantine with proposed places.
//!
//! The tag is the label, comments are notes, a linking annotation is a relation. What else a mention has stands under the
//! key `byline` of its annotation, which readers of JSON-LD pass over.

mod format;
mod read;
mod write;

pub(super) use format::FORMAT;
use format::{ANNOTATION, COMMENTING, CONTEXT, LINKING, OWN, SOURCE, TAGGING};
