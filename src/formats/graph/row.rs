//! The registry's rows.

use super::super::outgoing::Carries;
use super::super::registry::{Format, Reads, Shape};
use super::{gexf, graphml};

/// What a network has a place for.
pub(super) const CARRIES: Carries = Carries { relations: true, entries: true, alignments: true, ..Carries::LABELS };

const CANNOT_CARRY: &[&str] = &[
    "texts, places and words of mentions beyond a node's name",
    "attributes, notes, confidence, review states, flags and annotators",
    "aliases, ids and other details of entries",
    "regions, repairs, suggestions and quarantine",
];

/// GEXF 1.3.
pub(in crate::formats) const GEXF: Format = Format {
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
pub(in crate::formats) const GRAPHML: Format = Format {
    name: "graphml",
    writer: Some(graphml::write),
    ending: "graphml",
    endings: &["graphml"],
    about: "the network of actors, events and claims as GraphML (yEd, Cytoscape, networkx, igraph)",
    ..GEXF
};
