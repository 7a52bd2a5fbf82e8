//! The network of a session, for Gephi, Cytoscape, networkx and igraph: GEXF 1.3 and GraphML, written only.
//!
//! Nodes are the entries of the register, every mention that is linked to none, and the articles. Edges are relations between
//! mentions lifted to what these speak of, alignments, and what is mentioned in which article; each counts how often. All are
//! directed, because readers refuse a graph of both kinds.

mod gexf;
mod graphml;
mod network;
mod row;

pub(super) use row::{GEXF, GRAPHML};

use row::CARRIES;
