"""What stands beside claims: locks, links, sources, withdrawals, and what they do to events."""

from dataclasses import replace
from datetime import timedelta

import pytest

from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.beside.links import Link, link, standing_links
from standpunkt.evidence.ledger.beside.locks import drop_lock, lock_of, take_lock
from standpunkt.evidence.ledger.beside.sources import (
    SourceRecord,
    current_sources,
    keep_source,
    mark_interest,
    rate_source,
    restore_source,
    withdraw_source,
    withdrawn_sources,
)
from standpunkt.evidence.ledger.reading import claims
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.evidence.ledger.store import add_document, decide, propose
from standpunkt.evidence.weighing.echoes import echoes
from standpunkt.evidence.weighing.standing import read_events, read_gate, read_register
from standpunkt.study.load import load_study
from standpunkt.vocabulary.errors.ledger import (
    ClaimFormError,
    DocumentLockedError,
    SelfLinkError,
    UnknownClaimError,
)
from tests.evidence.ledger.conftest import AT, SIGNED, document_rows, proposal

STUDY = load_study("russia_ukraine")
BEN = Signature("ben", (AT + timedelta(minutes=5)).isoformat())


def accept(database, claim_id, who="ann", **fields: object):
    with database.transaction() as connection:
        known = next(one for one in claims(connection) if one.id == claim_id)
    at = (AT + timedelta(minutes=6)).isoformat()
    return decide(database, Decision(0, claim_id, "accept", {}, known.state.version, who, at, **fields))


def test_one_person_at_a_time_works_on_a_document(filled):
    database, (first, _), layer = filled
    document = layer["document_id"]
    take_lock(database, document, SIGNED)
    take_lock(database, document, SIGNED)
    with pytest.raises(DocumentLockedError) as refused:
        take_lock(database, document, BEN)
    assert refused.value.values["who"] == "ann"
    with pytest.raises(DocumentLockedError):
        accept(database, first, who="ben")
    drop_lock(database, document, "ben")
    with database.transaction() as connection:
        assert lock_of(connection, document, BEN.at) is not None
        assert [one.state.status for one in claims(connection)] == ["suggested", "suggested"]
    drop_lock(database, document, "ann")
    accept(database, first, who="ben")


def test_silence_ends_a_lock(filled):
    database, _, layer = filled
    take_lock(database, layer["document_id"], SIGNED)
    later = Signature("ben", (AT + timedelta(minutes=15)).isoformat())
    take_lock(database, layer["document_id"], later)
    with database.transaction() as connection:
        held = lock_of(connection, layer["document_id"], later.at)
    assert held is not None
    assert held["who"] == "ben"


def test_a_link_is_taken_back_by_a_later_row(filled):
    database, (first, second), _ = filled
    one = Link(first, second, "same_event")
    link(database, one, SIGNED)
    link(database, one, SIGNED, is_removed=True)
    link(database, Link(first, second, "echoes"), SIGNED)
    with database.transaction() as connection:
        assert [(row["kind"], row["independent"]) for row in standing_links(connection)] == [
            ("echoes", "false")
        ]


@pytest.mark.parametrize(
    ("kind", "independent"),
    [("friend_of", "unknown"), ("same_event", "perhaps")],
    ids=["kind", "independence"],
)
def test_bad_links_are_refused_by_name(filled, kind, independent):
    database, (first, second), _ = filled
    with pytest.raises(ClaimFormError):
        link(database, Link(first, second, kind, independent), SIGNED)
    with pytest.raises(SelfLinkError):
        link(database, Link(first, first, "same_event"), SIGNED)
    with pytest.raises(UnknownClaimError):
        link(database, Link(first, "f" * 64, "same_event"), SIGNED)


def test_what_is_learned_about_a_source_later_holds(database):
    keep_source(database, SourceRecord("a-paper", "A Paper"), SIGNED)
    keep_source(database, SourceRecord("a-paper", "A Paper", "medium", "DEU", "an-agency"), BEN)
    keep_source(database, SourceRecord("an-agency", "An Agency", "agency"), BEN)
    rate_source(database, "a-paper", {"reliability": "B", "topic": "all", "reason": None}, SIGNED)
    rate_source(database, "a-paper", {"reliability": "D", "topic": "M", "reason": None}, SIGNED)
    mark_interest(database, "a-paper", {"party": "PRK", "sign": "against", "note": None}, SIGNED)
    with database.transaction() as connection:
        register = read_register(connection)
        assert current_sources(connection)["a-paper"]["state"] == "DEU"
    assert register.group("a-paper") == "an-agency"
    assert [register.reliability("a-paper", pillar) for pillar in ("D", "M")] == ["B", "D"]
    assert register.is_interested("a-paper", ["PRK"])
    with pytest.raises(ClaimFormError):
        rate_source(database, "a-paper", {"reliability": "G", "topic": "all"}, SIGNED)
    with pytest.raises(ClaimFormError):
        mark_interest(database, "a-paper", {"party": "PRK", "sign": "neither"}, SIGNED)


def test_reliability_never_becomes_credibility(filled):
    database, (first, _), _ = filled
    accept(database, first)
    rate_source(database, "a-paper", {"reliability": "A", "topic": "all"}, SIGNED)
    with database.transaction() as connection:
        [event] = read_events(connection, STUDY)
    assert event.witnesses[0].reliability == "A"
    assert event.witnesses[0].credibility == 6


def test_a_withdrawal_can_be_lifted(filled):
    database, (first, _), _ = filled
    accept(database, first)
    withdraw_source(database, "a-paper", "retracted", SIGNED)
    with database.transaction() as connection:
        assert read_events(connection, STUDY) == []
    restore_source(database, "a-paper", BEN)
    with database.transaction() as connection:
        assert withdrawn_sources(connection) == frozenset()
        assert len(read_events(connection, STUDY)) == 1


def two_papers(database, text, other, **form: object):
    """The same act in two documents of two publishers; ids of both claims, accepted."""
    found = []
    for publisher, content in (("a-paper", text), ("b-paper", other)):
        document, layer = document_rows(content, publisher)
        add_document(database, document, layer)
        found += propose(database, [proposal(layer, content.split(". ")[0], **form)], SIGNED)
    for one in found:
        accept(database, one)
    return found


def test_an_echo_of_one_agency_is_no_second_witness(database):
    text = "Moscow delivered 30 tanks to Serbia in 2021. An agency said so."
    first, second = two_papers(database, text, text + " It gave no source.")
    link(database, Link(first, second, "same_event"), SIGNED)
    with database.transaction() as connection:
        [event] = read_events(connection, STUDY)
        held, register = claims(connection), read_register(connection)
    assert event.belief.group_count == 2
    assert [(one.why, {one.first, one.second}) for one in echoes(held, register)] == [
        ("copy", {first, second})
    ]
    link(database, Link(first, second, "echoes"), SIGNED)
    with database.transaction() as connection:
        [again] = read_events(connection, STUDY)
    assert again.belief.group_count == 1
    assert again.weight < event.weight


def test_a_paraphrase_is_no_copy_and_reversed_roles_neither(database):
    first, _ = two_papers(
        database, "Moscow delivered 30 tanks to Serbia.", "Thirty battle tanks reached Belgrade from Russia."
    )
    with database.transaction() as connection:
        held, register = claims(connection), read_register(connection)
    assert echoes(held, register) == []
    reversed_roles = replace(
        held[1],
        state=replace(held[1].state, form={**held[0].state.form, "actors": ["SRB"]}),
        spans=held[0].spans,
    )
    assert echoes([held[0], reversed_roles], register) == []
    assert first == held[0].id


def test_conflicting_figures_of_one_event_stand_side_by_side(database):
    """1,000 containers say some, twice as many others, more than a million shells a third: one event."""
    said = {
        "white-house": ("North Korea sent 1,000 containers.", {"value": 1000, "item": "container"}),
        "seoul": ("It sent twice that number.", {"value": 2, "unit": "factor"}),
        "service": ("It sent more than a million shells.", {"value": 1e6, "item": "shell"}),
    }
    ids = []
    for publisher, (text, quantity) in said.items():
        document, layer = document_rows(text, publisher)
        add_document(database, document, layer)
        form = {"actors": ("PRK",), "recipients": ("RUS",), "quantities": [quantity]}
        ids += propose(database, [proposal(layer, text, **form)], SIGNED)
    for one in ids:
        accept(database, one)
    for kind, start, end in (("same_event", 0, 1), ("same_event", 0, 2), ("relative_to", 1, 0)):
        link(database, Link(ids[start], ids[end], kind), SIGNED)
    with database.transaction() as connection:
        [event] = read_events(connection, STUDY)
    spans = {one["item"]: (one["low"], one["high"]) for one in event.quantities}
    assert spans == {"container": (1000.0, 2000.0), "shell": (1e6, 1e6)}
    assert {value["speaker"] for one in event.quantities for value in one["values"]} == set(said)
    link(database, Link(ids[1], ids[0], "updates"), SIGNED)
    with database.transaction() as connection:
        [event] = read_events(connection, STUDY)
    assert {one["item"]: (one["low"], one["high"]) for one in event.quantities}["container"] == (
        2000.0,
        2000.0,
    )


def test_the_gate_counts_what_nobody_has_read_and_blocks_on_contradictions(filled):
    database, (first, second), _ = filled
    accept(database, first)
    with database.transaction() as connection:
        found = read_gate(connection, STUDY)
    cell = {row["pillar"]: row["unreviewed"] for row in found.rows}
    assert cell == {"E": 0.0, "M": 1.0}
    assert found.is_open
    accept(database, second)
    link(database, Link(second, first, "contradicts"), SIGNED)
    with database.transaction() as connection:
        found = read_gate(connection, STUDY)
    assert [one["why"] for one in found.blocks] == ["undecided contradiction"] * 2
    link(database, Link(second, first, "updates"), SIGNED)
    with database.transaction() as connection:
        assert read_gate(connection, STUDY).is_open


def test_readers_who_disagree_block(filled):
    database, (first, _), _ = filled
    accept(database, first)
    decide(
        database,
        Decision(0, first, "reject", who="ben", at=BEN.at, role="second", reason="no_claim"),
    )
    with database.transaction() as connection:
        assert [one["why"] for one in read_gate(connection, STUDY).blocks] == ["readers disagree"]
