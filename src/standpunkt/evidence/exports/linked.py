"""Reviewed claims as W3C Web Annotations, PROV-O and FollowTheMoney statements."""

from collections.abc import Iterable
from typing import Any

from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.weighing.events import speaker_of

Row = dict[str, Any]
LONGEST_QUOTE = 300
FTM_KINDS = {
    "OWNERSHIP": ("Ownership", "owner", "asset"),
    "JOIN_ORG": ("Membership", "member", "organization"),
    "SANCTION": ("Sanction", "authority", "entity"),
    "MEET": ("Event", "involved", "involved"),
}
FTM_OTHER = ("UnknownLink", "subject", "object")


def short_quote(exact: str) -> str:
    """A quote as it may be published: at most 300 characters."""
    return exact if len(exact) <= LONGEST_QUOTE else exact[: LONGEST_QUOTE - 4] + " […]"[:4]


def annotations(claims: Iterable[Claim]) -> Row:
    """W3C Web Annotations: a quote and a position for each span, the claim as body.

    Args:
        claims: Accepted claims.

    Returns:
        An annotation collection (JSON-LD).
    """
    items = [_annotation(one) for one in claims]
    return {
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "type": "AnnotationPage",
        "items": items,
    }


def _annotation(claim: Claim) -> Row:
    last = claim.decisions[-1] if claim.decisions else None
    return {
        "id": f"urn:sha256:{claim.id}",
        "type": "Annotation",
        "motivation": "classifying",
        "creator": {"type": "Person", "name": last.who if last else ""},
        "created": last.at if last else None,
        "body": {"type": "Dataset", "format": "application/json", "value": dict(claim.state.form)},
        "target": [_target(claim, span) for span in claim.spans],
    }


def _target(claim: Claim, span: Row) -> Row:
    selectors: list[Row] = [
        {
            "type": "TextQuoteSelector",
            "exact": short_quote(span["exact"]),
            "prefix": span["prefix"],
            "suffix": span["suffix"],
        },
        {"type": "TextPositionSelector", "start": span["start"], "end": span["end"]},
    ]
    if span["page"] and claim.document["media_type"] == "application/pdf":
        selectors.append({"type": "FragmentSelector", "value": f"page={span['page']}"})
    return {"source": f"urn:sha256:{claim.document['id']}", "selector": selectors}


def provenance(claims: Iterable[Claim]) -> Row:
    """PROV-O: documents, claims and decisions, and who made them.

    Args:
        claims: Accepted claims.

    Returns:
        A graph (JSON-LD), each node once.
    """
    nodes: dict[str, Row] = {}
    for claim in claims:
        document = f"urn:sha256:{claim.document['id']}"
        nodes[document] = {"@id": document, "@type": "prov:Entity", "dcterms:title": claim.document["title"]}
        made = [f"urn:decision:{one.seq}" for one in claim.decisions]
        nodes[f"urn:sha256:{claim.id}"] = {
            "@id": f"urn:sha256:{claim.id}",
            "@type": "prov:Entity",
            "prov:wasDerivedFrom": {"@id": document},
            "prov:wasGeneratedBy": [{"@id": one} for one in made],
        }
        for one in claim.decisions:
            agent = f"urn:person:{digest(one.who)[:16]}"
            nodes[agent] = {"@id": agent, "@type": "prov:Person", "foaf:name": one.who}
            nodes[f"urn:decision:{one.seq}"] = {
                "@id": f"urn:decision:{one.seq}",
                "@type": "prov:Activity",
                "dcterms:type": one.op,
                "prov:endedAtTime": one.at,
                "prov:wasAssociatedWith": {"@id": agent},
            }
    names = {"prov": "http://www.w3.org/ns/prov#", "dcterms": "http://purl.org/dc/terms/"}
    return {
        "@context": {**names, "foaf": "http://xmlns.com/foaf/0.1/"},
        "@graph": [nodes[key] for key in sorted(nodes)],
    }


def statements(claims: Iterable[Claim]) -> list[Row]:
    """FollowTheMoney statements, one property value a row; data set = publisher, origin = reviewer.

    Args:
        claims: Accepted claims.

    Returns:
        Rows: id, entity_id, schema, prop, value, dataset, origin.
    """
    found: list[Row] = []
    for claim in claims:
        form = claim.state.form
        schema, source, target = FTM_KINDS.get(form["relation"], FTM_OTHER)
        values = [(source, code) for code in form["actors"]] + [(target, code) for code in form["recipients"]]
        values += [("role", form["relation"])] if schema == "UnknownLink" else []
        values += [("summary", short_quote(claim.quote))]
        values += [("date", form["time"])] if form.get("time") else []
        origin = claim.decisions[-1].who if claim.decisions else ""
        for prop, value in values:
            row = {"entity_id": claim.id, "schema": schema, "prop": prop, "value": value}
            stamp = {"dataset": claim.document["publisher_source_id"] or speaker_of(claim), "origin": origin}
            found.append({"id": digest(claim.id, prop, str(value)), **row, **stamp})
    return found
