//! CAS as XMI.

use super::super::corpus::{Corpus, Remark, Thing};
use super::super::in_file::InFile;
use super::super::outgoing::{Losses, OutDocument, Outgoing, Rendered};
use super::super::report::{FormatError, Written, io};
use super::super::request::Request;
use super::super::sink::Sink;
use super::super::xml::{Element, XmlOut, parse, unheld};
use super::gather::{Gathering, losses};
use super::land::{join, land};
use super::structure::{Cas, Feature, Sofa, Structure, Types};
use super::{short, typesystem};
use crate::codec::{Spread, map_each};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io::Write;

/// Reads `.xmi` files, each with the type systems that stand in its folder.
pub(super) fn read(files: &mut [InFile], spread: &dyn Spread) -> Corpus {
    let mut corpus = Corpus::default();
    let mut systems: HashMap<&str, Types> = HashMap::new();
    for file in files.iter().filter(|file| file.ending() == "xml") {
        let text = match file.text() {
            Ok(text) => text,
            Err(remark) => {
                corpus.remarks.push(remark);
                continue;
            }
        };
        if !typesystem::is_typesystem(text) {
            let why = "it is no type system, and documents of this format end in .xmi";
            corpus.remarks.push(Remark::refused(&file.path, "", "the file", why));
            continue;
        }
        let types = systems.entry(folder(file)).or_default();
        if let Err((place, why)) = typesystem::read(text, types) {
            corpus.remarks.push(Remark::refused(&file.path, &place, "the type system", &why));
        }
    }
    let documents: Vec<&InFile> = files.iter().filter(|file| file.ending() == "xmi").collect();
    let parts = map_each(spread, documents, |file| {
        let mut part = Corpus::default();
        match document(file, systems.get(folder(file)), &mut part.remarks) {
            Ok(cas) => land(cas, &file.path, name(file, files), &mut part, &mut HashSet::new()),
            Err(remark) => part.remarks.push(remark),
        }
        part
    });
    join(&mut corpus, parts);
    corpus
}

fn document(file: &InFile, types: Option<&Types>, remarks: &mut Vec<Remark>) -> Result<Cas, Remark> {
    let refused = |place: &str, why: &str| Remark::refused(&file.path, place, "the file", why).of(Thing::Document);
    let why = "there is no type system beside it; name the folder that has both, with the TypeSystem.xml of the export";
    let types = types.ok_or_else(|| refused("", why))?;
    let text = file.fetch_text().map_err(|remark| remark.of(Thing::Document))?;
    let root = parse(&text).map_err(|fault| refused(&fault.place, &fault.why))?;
    if root.local() != "XMI" {
        return Err(refused("line 1", "it does not begin with an element `XMI`"));
    }
    Ok(cas(&root, types, file, remarks))
}

fn folder(file: &InFile) -> &str {
    file.path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// The name of a document whose file does not say it: the file's, or the folder's where many files are called alike.
pub(in crate::formats) fn name<'f>(file: &'f InFile, files: &[InFile]) -> &'f str {
    let is_generic = matches!(file.stem(), "data" | "reference" | "INITIAL_CAS" | "CURATION_USER")
        && files.iter().any(|other| other.stem() == file.stem() && other.path != file.path);
    let above = folder(file).rsplit('/').next().filter(|above| is_generic && !above.is_empty());
    above.unwrap_or(file.stem())
}

fn cas(root: &Element<'_>, types: &Types, file: &InFile, remarks: &mut Vec<Remark>) -> Cas {
    let spaces = root.attributes.iter().filter_map(|(name, uri)| {
        let package = uri.strip_prefix("http:///")?.strip_suffix(".ecore")?.replace('/', ".");
        Some((name.strip_prefix("xmlns:")?, package))
    });
    let packages: HashMap<&str, String> = spaces.collect();
    let mut cas = Cas::default();
    for element in &root.children {
        let package = packages.get(element.prefix()).map(String::as_str).unwrap_or_default();
        let kind = match package {
            "" | "uima.noNamespace" => element.local().to_owned(),
            package => format!("{package}.{}", element.local()),
        };
        match kind.as_str() {
            "uima.cas.NULL" => {}
            "uima.cas.Sofa" => {
                if let Some(id) = id_of(element) {
                    let name = element.get("sofaID").unwrap_or_default().to_owned();
                    cas.sofas.push(Sofa { id, name, text: element.get("sofaString").map(str::to_owned) });
                }
            }
            "uima.cas.View" => {
                let sofa = element.get("sofa").and_then(|id| id.parse().ok());
                let members = element.get("members").unwrap_or_default().split_ascii_whitespace();
                if let Some(sofa) = sofa {
                    let members = members.filter_map(|id| id.parse::<i64>().ok());
                    cas.members.entry(sofa).or_default().extend(members);
                }
            }
            _ => {
                if let Some(structure) = structure(element, kind, types) {
                    cas.structures.push(structure);
                } else {
                    let why = "it has no `xmi:id`";
                    remarks.push(Remark::refused(&file.path, &element.place(), element.name, why));
                }
            }
        }
    }
    cas
}

fn id_of(element: &Element<'_>) -> Option<i64> {
    element.get("xmi:id").and_then(|id| id.parse().ok())
}

fn structure(element: &Element<'_>, kind: String, types: &Types) -> Option<Structure> {
    let id = id_of(element)?;
    let mut features: Vec<(String, Feature)> = Vec::new();
    let own = ["xmi:id", "sofa", "begin", "end"];
    for (name, value) in element.attributes.iter().filter(|(name, _)| !own.contains(name)) {
        let range = types.range(&kind, name).unwrap_or_default();
        let is_ids = kind == "uima.cas.FSArray" && *name == "elements";
        features.push(((*name).to_owned(), feature(value, if is_ids { "uima.cas.FSArray" } else { range }, types)));
    }
    // Lists of texts stand as elements, one a text.
    let mut lists: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for child in &element.children {
        lists.entry(child.name).or_default().push(child.text.to_string());
    }
    features.extend(lists.into_iter().map(|(name, texts)| (name.to_owned(), Feature::Texts(texts))));
    let span = element.get("begin").or_else(|| element.get("end")).map(|_| span(element));
    let sofa = element.get("sofa").and_then(|id| id.parse().ok());
    Some(Structure { id, kind, span, sofa, features, place: element.place() })
}

fn span(element: &Element<'_>) -> Result<(u64, u64), String> {
    let number = |name: &str| {
        let text = element.get(name).unwrap_or("0");
        text.parse::<u64>().map_err(|_| format!("its `{name}` is no offset: `{}`", crate::text::shortened(text, 30)))
    };
    Ok((number("begin")?, number("end")?))
}

fn feature(value: &str, range: &str, types: &Types) -> Feature {
    let text = || Feature::Text(value.to_owned());
    match range {
        "uima.cas.String" => text(),
        "uima.cas.Integer" | "uima.cas.Long" | "uima.cas.Short" | "uima.cas.Byte" => {
            value.parse().map_or_else(|_| text(), Feature::Int)
        }
        "uima.cas.Float" | "uima.cas.Double" => {
            value.parse().ok().filter(|number: &f64| number.is_finite()).map_or_else(text, Feature::Float)
        }
        "uima.cas.Boolean" => match value {
            "true" | "1" => Feature::Bool(true),
            "false" | "0" => Feature::Bool(false),
            _ => text(),
        },
        "uima.cas.FSArray" | "uima.cas.FSList" => {
            let ids: Vec<i64> = value.split_ascii_whitespace().filter_map(|id| id.parse().ok()).collect();
            match ids.as_slice() {
                [one] => Feature::Ref(*one),
                _ => Feature::Refs(ids),
            }
        }
        "uima.cas.IntegerArray"
        | "uima.cas.LongArray"
        | "uima.cas.DoubleArray"
        | "uima.cas.FloatArray"
        | "uima.cas.BooleanArray"
        | "uima.cas.ShortArray" => Feature::Texts(value.split_ascii_whitespace().map(str::to_owned).collect()),
        reference if types.is_reference(reference) => value.parse().map_or_else(|_| text(), Feature::Ref),
        _ => text(),
    }
}

/// Writes one `.xmi` a document, and the type system.
pub(super) fn write(out: Outgoing<'_>, _: &Request, sink: &mut dyn Sink) -> Result<Written, FormatError> {
    let gathering = Gathering::new(out);
    let mut own = Losses::default();
    let mut mentions = 0;
    let make = |document: &OutDocument<'_>| {
        let mut rendered = Rendered { mentions: document.mentions.len(), ..Rendered::default() };
        let cas = gathering.cas(document, &mut rendered.losses);
        let replaced = file_of(&cas, &mut rendered.bytes)?;
        unheld(document, replaced, &mut rendered.losses);
        Ok((format!("{}.xmi", document.stem), rendered))
    };
    out.each(make, |made: Result<(String, Rendered), FormatError>| {
        let (name, Rendered { bytes, mentions: count, losses }) = made?;
        mentions += count;
        own.join(losses);
        sink.file(&name, &mut |file| file.write_all(&bytes).map_err(io))
    })?;
    sink.file("TypeSystem.xml", &mut |file| typesystem::write(&gathering.types, file))?;
    Ok(out.written(mentions, losses(out, own)))
}

/// Writes one document; how many characters were replaced.
fn file_of(cas: &Cas, file: &mut dyn Write) -> Result<usize, FormatError> {
    let kinds: BTreeSet<&str> = cas.structures.iter().map(|structure| package(&structure.kind)).collect();
    let prefixes: BTreeMap<&str, String> =
        kinds.into_iter().enumerate().map(|(number, package)| (package, format!("p{number}"))).collect();
    let mut out = XmlOut::new(file);
    out.start("xmi:XMI").attribute("xmlns:xmi", "http://www.omg.org/XMI");
    out.attribute("xmlns:cas", "http:///uima/cas.ecore");
    for (package, prefix) in &prefixes {
        out.attribute(&format!("xmlns:{prefix}"), &uri(package));
    }
    out.attribute("xmi:version", "2.0");
    out.start("cas:NULL").number("xmi:id", 0).end();
    for structure in &cas.structures {
        let prefix = prefixes.get(package(&structure.kind)).map(String::as_str).unwrap_or_default();
        out.start(format!("{prefix}:{}", short(&structure.kind))).number("xmi:id", structure.id);
        if let (Some(Ok((begin, end))), Some(sofa)) = (&structure.span, structure.sofa) {
            out.number("sofa", sofa).number("begin", begin).number("end", end);
        }
        for (name, value) in &structure.features {
            match value {
                Feature::Text(text) => _ = out.attribute(name, text),
                Feature::Int(number) | Feature::Ref(number) => _ = out.number(name, number),
                Feature::Float(number) => _ = out.number(name, number),
                Feature::Bool(yes) => _ = out.number(name, yes),
                Feature::Refs(ids) => {
                    _ = out.attribute(name, &ids.iter().map(i64::to_string).collect::<Vec<_>>().join(" "));
                }
                Feature::Texts(_) => {}
            }
        }
        for (name, value) in &structure.features {
            if let Feature::Texts(texts) = value {
                for text in texts {
                    out.start(name.clone()).text(text).end();
                }
            }
        }
        out.end();
    }
    for sofa in &cas.sofas {
        out.start("cas:Sofa").number("xmi:id", sofa.id).number("sofaNum", 1).attribute("sofaID", &sofa.name);
        out.attribute("mimeType", "text/plain").attribute("sofaString", sofa.text.as_deref().unwrap_or_default()).end();
        let members = cas.members.get(&sofa.id).map(Vec::as_slice).unwrap_or_default();
        let members = members.iter().map(i64::to_string).collect::<Vec<String>>().join(" ");
        out.start("cas:View").number("sofa", sofa.id).attribute("members", &members).end();
    }
    out.finish()
}

fn package(kind: &str) -> &str {
    kind.rsplit_once('.').map_or("", |(package, _)| package)
}

fn uri(package: &str) -> String {
    let path = if package.is_empty() { "uima/noNamespace".to_owned() } else { package.replace('.', "/") };
    format!("http:///{path}.ecore")
}
