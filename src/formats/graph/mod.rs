//! The network of a session, for Gephi, Cytoscape, networkx and igraph: GEXF 1.3 and GraphML, written only.
//!
//! Nodes are the entries of the register, every mention that is linked to none, and the articles. Edges are relations between
//! mentions lifted to what these speak of, alignments, and what is mentioned in which article; each counts how often. All are
//! directed, because readers refuse a graph of both kinds.

mod gexf;
mod graphml;
mod network;

use super::outgoing::Carries;
use super::registry::{Format, Reads, Shape};

const CARRIES: Carries = Carries { relations: true, entries: true, alignments: true, ..Carries::LABELS };

const CANNOT_CARRY: &[&str] = &[
    "texts, places and words of mentions beyond a node's name",
    "attributes, notes, confidence, review states, flags and annotators",
    "aliases, ids and other details of entries",
    "regions, repairs, suggestions and quarantine",
];

/// GEXF 1.3.
pub(super) const GEXF: Format = Format {
    name: "gexf",
    reads: Reads::Not,
    writer: Some(gexf::write),
    shape: Shape::File,
    ending: "gexf",
    endings: &["gexf"],
    is_flat: false,
    about: "the network of actors, events and claims as GEXF 1.3 (Gephi)",
    offset_unit: "none",
    carries: CARRIES,
    cannot_carry: CANNOT_CARRY,
};

/// GraphML.
pub(super) const GRAPHML: Format = Format {
    name: "graphml",
    writer: Some(graphml::write),
    ending: "graphml",
    endings: &["graphml"],
    about: "the network of actors, events and claims as GraphML (yEd, Cytoscape, networkx, igraph)",
    ..GEXF
};
