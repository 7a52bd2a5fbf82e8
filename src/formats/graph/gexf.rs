//! The network as GEXF 1.3, valid against the schema of gexf.net.

use super::super::outgoing::Outgoing;
use super::super::report::{FormatError, Written};
use super::super::request::Request;
use super::super::sink::Sink;
use super::super::xml::XmlOut;
use super::network::Network;

/// Columns of nodes: id, name, type.
const NODES: [(&str, &str, &str); 4] =
    [("0", "type", "string"), ("1", "register", "boolean"), ("2", "mentions", "integer"), ("3", "articles", "integer")];

pub(super) fn write(asked: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let network = Network::new(asked);
    let mut written = Written::default();
    sink.file("", &mut |file| {
        let mut out = XmlOut::new(file);
        out.start("gexf").attribute("xmlns", "http://gexf.net/1.3").attribute("version", "1.3");
        out.start("meta").leaf("creator", "Byline").leaf("description", asked.session.info.title.trim()).end();
        out.start("graph").attribute("mode", "static").attribute("defaultedgetype", "directed");
        columns(&mut out, "node", &NODES);
        columns(&mut out, "edge", &[("0", "kind", "string")]);
        out.start("nodes").number("count", network.node_count());
        for node in network.nodes() {
            out.start("node").attribute("id", &node.id.to_string());
            out.attribute("label", &node.shown_name()).start("attvalues");
            let values =
                [node.kind.to_owned(), node.is_entry.to_string(), node.mentions.to_string(), node.articles.to_string()];
            for ((id, _, _), value) in NODES.iter().zip(&values) {
                out.start("attvalue").attribute("for", id).attribute("value", value).end();
            }
            out.end().end();
        }
        out.end();
        out.start("edges").number("count", network.edge_count());
        for (number, (edge, count)) in network.edges().enumerate() {
            out.start("edge").number("id", number).attribute("source", &edge.from.to_string());
            out.attribute("target", &edge.to.to_string());
            out.attribute("type", "directed").attribute("label", edge.name).number("weight", count);
            out.start("attvalues")
                .start("attvalue")
                .attribute("for", "0")
                .attribute("value", edge.kind)
                .end()
                .end()
                .end();
        }
        out.end();
        written = network.written(out)?;
        Ok(())
    })?;
    Ok(written)
}

fn columns(out: &mut XmlOut<'_>, class: &str, columns: &[(&str, &str, &str)]) {
    out.start("attributes").attribute("class", class);
    for (id, title, kind) in columns {
        out.start("attribute").attribute("id", id).attribute("title", title).attribute("type", kind).end();
    }
    out.end();
}
