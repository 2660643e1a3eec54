"""What a ledger says now: its sources, the events of a study, and what stands before a release."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection

from standpunkt.evidence.ledger.beside.links import standing_links
from standpunkt.evidence.ledger.beside.sources import current_sources, withdrawn_sources
from standpunkt.evidence.ledger.reading import Claim, broken_quotes, claims, layer_of, rows_of
from standpunkt.evidence.weighing.events import Event, Register, events_of, links_of
from standpunkt.evidence.weighing.gate import Gate, Pending, gate
from standpunkt.study.model import Study

Row = dict[str, Any]


def read_register(connection: Connection) -> Register:
    """The sources with what was learned about them, ratings, interests and those withdrawn."""
    return Register(
        current_sources(connection),
        rows_of(connection, "source_rating"),
        rows_of(connection, "source_interest"),
        withdrawn_sources(connection),
    )


def read_events(connection: Connection, study: Study) -> list[Event]:
    """The events of a study's accepted claims, by id."""
    held = claims(connection, study.id)
    return events_of(held, standing_links(connection), read_register(connection), study)


def read_gate(connection: Connection, study: Study) -> Gate:
    """What stands between a study and its release.

    Args:
        connection: An open connection.
        study: The study with its limits.

    Returns:
        Shares by state and pillar, what blocks, what warns.
    """
    held, links = claims(connection, study.id), standing_links(connection)
    register = read_register(connection)
    events = events_of(held, links, register, study)
    waiting = [_as_if_accepted(one) for one in held if one.state.status == "suggested"]
    pending = Pending(events_of(waiting, links, register, study), links_of(links), _stale(connection, held))
    return gate(events, study.evidence.gate, broken_quotes(connection)[1], pending)


def _as_if_accepted(claim: Claim) -> Claim:
    return replace(claim, state=replace(claim.state, status="accepted"))


def _stale(connection: Connection, held: Sequence[Claim]) -> list[Row]:
    """Accepted claims whose quotes lie in a text layer that a later extraction replaced."""
    documents = {one.document["id"] for one in held if one.state.status == "accepted"}
    newest = {one: layer["id"] for one in documents if (layer := layer_of(connection, one))}
    return [
        {"claim_id": one.id}
        for one in held
        if one.state.status == "accepted"
        and any(span["text_layer_id"] != newest.get(one.document["id"]) for span in one.spans)
    ]
