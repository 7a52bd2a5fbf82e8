//! How far annotators agree: figures over sessions of the same articles.
//!
//! Articles are swept from edge to edge of their mentions into stretches on which no side changes what it says, and counted
//! once; all figures but gamma come from the counts, and so do their intervals. Gamma aligns whole mentions.
//!
//! Architecture invariant: what is drawn at random comes from a seed that is handed in, by whole numbers and the four basic
//! operations alone, so that the same call gives the same figures on every machine.

mod bootstrap;
mod codes;
mod confusion;
mod figures;
mod gamma;
mod input;
mod measure;
mod random;
mod report;
mod spans;
mod sweep;
mod tally;
mod watch;

pub use confusion::{Case, Cases, CellOf, Counted};
pub use gamma::{Gamma, Range};
pub use input::{LeftOut, Scope, Side};
pub use measure::{Comparison, Draws};
pub use report::{
    AGREEMENT_VERSION, Agreement, ArticleFigures, Cell, Confusion, DEFINITIONS, Definition, Figure, Figures,
    LabelFigures, NONE, Nominal, PairFigures, Scores, SideFigures,
};
