//! The network as GraphML.

use super::super::outgoing::Outgoing;
use super::super::report::{FormatError, Written};
use super::super::request::Request;
use super::super::sink::Sink;
use super::super::xml::XmlOut;
use super::network::Network;

/// What nodes and edges have: id, what it is for, name, type.
const KEYS: [(&str, &str, &str, &str); 8] = [
    ("n0", "node", "label", "string"),
    ("n1", "node", "type", "string"),
    ("n2", "node", "register", "boolean"),
    ("n3", "node", "mentions", "int"),
    ("n4", "node", "articles", "int"),
    ("e0", "edge", "label", "string"),
    ("e1", "edge", "kind", "string"),
    ("e2", "edge", "weight", "double"),
];

pub(super) fn write(asked: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let network = Network::new(asked);
    let mut written = Written::default();
    sink.file("", &mut |file| {
        let mut out = XmlOut::new(file);
        out.start("graphml").attribute("xmlns", "http://graphml.graphdrawing.org/xmlns");
        for (id, of, name, kind) in KEYS {
            out.start("key").attribute("id", id).attribute("for", of).attribute("attr.name", name);
            out.attribute("attr.type", kind).end();
        }
        out.start("graph").attribute("id", "session").attribute("edgedefault", "directed");
        for node in network.nodes() {
            out.start("node").attribute("id", &node.id.to_string());
            data(&mut out, "n0", &node.shown_name());
            data(&mut out, "n1", node.kind);
            data(&mut out, "n2", if node.is_entry { "true" } else { "false" });
            data(&mut out, "n3", &node.mentions.to_string());
            data(&mut out, "n4", &node.articles.to_string());
            out.end();
        }
        for (number, (edge, count)) in network.edges().enumerate() {
            out.start("edge").attribute("id", &format!("e{number}")).attribute("source", &edge.from.to_string());
            out.attribute("target", &edge.to.to_string());
            data(&mut out, "e0", edge.name);
            data(&mut out, "e1", edge.kind);
            data(&mut out, "e2", &count.to_string());
            out.end();
        }
        written = network.written(out)?;
        Ok(())
    })?;
    Ok(written)
}

fn data(out: &mut XmlOut<'_>, key: &str, value: &str) {
    out.start("data").attribute("key", key).text(value).end();
}
