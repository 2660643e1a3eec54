"""Claims as W3C Web Annotations, PROV-O and FollowTheMoney statements; each form leads back to the records.

What the vocabularies have no words for stands under our own name space, as JSON literals, so that nothing is
lost on the way and other programs may ignore it.
"""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from standpunkt.evidence.exports.record import Record, Shelf, last_word
from standpunkt.evidence.ledger.forms import digest

Row = dict[str, Any]
NAMESPACE = "urn:standpunkt:ns#"
ANNOTATION = "http://www.w3.org/ns/anno.jsonld"
OWN_CONTEXT = {
    "standpunkt": NAMESPACE,
    "record": {"@id": "standpunkt:record", "@type": "@json"},
    "beside": {"@id": "standpunkt:beside", "@type": "@json"},
}
FTM_KINDS = {
    "OWNERSHIP": ("Ownership", "owner", "asset"),
    "JOIN_ORG": ("Membership", "member", "organization"),
    "SANCTION": ("Sanction", "authority", "entity"),
    "MEET": ("Event", "involved", "involved"),
}
FTM_OTHER = ("UnknownLink", "subject", "object")
FTM_RECORD, FTM_BESIDE = "Note", "beside"


def annotations(shelf: Shelf) -> Row:
    """W3C Web Annotations: a quote and a position for each span, the claim as body.

    Args:
        shelf: The claims.

    Returns:
        An annotation page (JSON-LD).
    """
    return {
        "@context": [ANNOTATION, OWN_CONTEXT],
        "type": "AnnotationPage",
        "items": [_annotation(one) for one in shelf.records],
        "beside": dict(shelf.beside),
    }


def _annotation(record: Record) -> Row:
    last = last_word(record)
    in_use = [one for one in record["quotes"] if one["id"] in set(record["form"]["span_ids"])]
    return {
        "id": f"urn:sha256:{record['claim_id']}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Person", "name": last["who"]},
        "created": last["at"],
        "body": {"type": "Dataset", "format": "application/json", "record": record},
        "target": [_target(record, quote) for quote in in_use],
    }


def _target(record: Record, quote: Mapping[str, Any]) -> Row:
    words = {name: quote[name] for name in ("exact", "prefix", "suffix")}
    selectors: list[Row] = [
        {"type": "TextQuoteSelector", **words},
        {"type": "TextPositionSelector", "start": quote["start"], "end": quote["end"]},
    ]
    if quote["page"] and record["document"]["media_type"] == "application/pdf":
        selectors.append({"type": "FragmentSelector", "value": f"page={quote['page']}"})
    return {"source": f"urn:sha256:{record['document']['id']}", "selector": selectors}


def from_annotations(content: Mapping[str, Any]) -> Shelf:
    """The shelf that annotations were written from."""
    records = [item["body"]["record"] for item in content["items"]]
    return Shelf(tuple(records), content.get("beside", {}))


def provenance(shelf: Shelf) -> Row:
    """PROV-O: documents, claims and decisions, and who made them.

    Args:
        shelf: The claims.

    Returns:
        A graph (JSON-LD), each node once.
    """
    nodes: dict[str, Row] = {}
    for record in shelf.records:
        document = f"urn:sha256:{record['document']['id']}"
        title = record["document"]["title"]
        nodes[document] = {"@id": document, "@type": "prov:Entity", "dcterms:title": title}
        claim = f"urn:sha256:{record['claim_id']}"
        made = [f"urn:decision:{record['claim_id']}:{at}" for at in range(len(record["decisions"]))]
        nodes[claim] = {
            "@id": claim,
            "@type": "prov:Entity",
            "prov:wasDerivedFrom": {"@id": document},
            "prov:wasGeneratedBy": [{"@id": one} for one in made],
            "record": record,
        }
        for name, one in zip(made, record["decisions"], strict=True):
            agent = f"urn:person:{digest(one['who'])[:16]}"
            nodes[agent] = {"@id": agent, "@type": "prov:Person", "foaf:name": one["who"]}
            nodes[name] = {
                "@id": name,
                "@type": "prov:Activity",
                "dcterms:type": one["op"],
                "prov:endedAtTime": one["at"],
                "prov:wasAssociatedWith": {"@id": agent},
            }
    names = {"prov": "http://www.w3.org/ns/prov#", "dcterms": "http://purl.org/dc/terms/"}
    return {
        "@context": {**names, "foaf": "http://xmlns.com/foaf/0.1/", **OWN_CONTEXT},
        "@graph": [nodes[key] for key in sorted(nodes)],
        "beside": dict(shelf.beside),
    }


def from_provenance(content: Mapping[str, Any]) -> Shelf:
    """The shelf that a graph was written from."""
    records = [node["record"] for node in content["@graph"] if "record" in node]
    return Shelf(tuple(records), content.get("beside", {}))


def statements(shelf: Shelf) -> list[Row]:
    """FollowTheMoney statements, one property value a row; data set = publisher, origin = reviewer.

    Parties are public bodies by their code. The record of each claim stands in a note on it, as JSON.

    Args:
        shelf: The claims.

    Returns:
        Rows: id, entity_id, schema, prop, value, dataset, origin.
    """
    found: dict[str, Row] = {}
    for record in shelf.records:
        publisher = record["document"]["publisher_source_id"] or "unknown"
        stamp = {"dataset": publisher, "origin": last_word(record)["who"]}
        for entity, kind, prop, value in _values(record):
            row = {"entity_id": entity, "schema": kind, "prop": prop, "value": value, **stamp}
            row = {"id": digest(entity, prop, str(value)), **row}
            found.setdefault(row["id"], row)
    beside = json.dumps(dict(shelf.beside), ensure_ascii=False, sort_keys=True)
    row = {"entity_id": FTM_BESIDE, "schema": FTM_RECORD, "prop": "description", "value": beside}
    return [*found.values(), {"id": digest(FTM_BESIDE, beside), **row, "dataset": "ledger", "origin": ""}]


def _values(record: Record) -> list[tuple[str, str, str, str]]:
    form, claim_id = record["form"], record["claim_id"]
    kind, source, target = FTM_KINDS.get(form["relation"], FTM_OTHER)
    parties = [(source, code) for code in form["actors"]] + [(target, code) for code in form["recipients"]]
    found = [(code, "PublicBody", "name", code) for _, code in parties]
    found += [(claim_id, kind, prop, code) for prop, code in parties]
    found += [(claim_id, kind, "role", form["relation"])] if kind == "UnknownLink" else []
    found += [(claim_id, kind, "summary", one["exact"]) for one in record["quotes"][:1]]
    found += [(claim_id, kind, "date", form["time"])] if form.get("time") else []
    whole = json.dumps(record, ensure_ascii=False, sort_keys=True)
    return [*found, (f"note-{claim_id}", FTM_RECORD, "description", whole)]


def from_statements(rows: Sequence[Mapping[str, Any]]) -> Shelf:
    """The shelf that statements were written from."""
    notes = [row for row in rows if row["schema"] == FTM_RECORD and row["prop"] == "description"]
    beside = [json.loads(row["value"]) for row in notes if row["entity_id"] == FTM_BESIDE]
    records = [json.loads(row["value"]) for row in notes if row["entity_id"] != FTM_BESIDE]
    return Shelf(tuple(records), beside[0] if beside else {})
