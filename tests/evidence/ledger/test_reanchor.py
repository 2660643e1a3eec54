"""Quotes after another extraction: anchored, drifted or orphaned, and never moved silently."""

import pytest

from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.places import Wanted, find_place
from standpunkt.evidence.ledger.reading import broken_quotes, claims
from standpunkt.evidence.ledger.reanchor import confirmed_spans, reanchor
from standpunkt.evidence.ledger.store import decide
from standpunkt.evidence.weighing.standing import read_events, read_gate
from standpunkt.study.load import load_study
from tests.evidence.ledger.conftest import AT, SIGNED, TEXT

STUDY = load_study("russia_ukraine")


def layer_of(before, text):
    return {**before, "id": digest(text, "other"), "text": text, "version": "2"}


def accepted(database, ids):
    for one in ids:
        decide(database, Decision(0, one, "accept", who="ann", at=AT.isoformat()))


def now(database):
    with database.transaction() as connection:
        return {one.id: one for one in claims(connection)}


def test_the_same_letters_stay_anchored_whatever_the_white_space(filled):
    database, ids, layer = filled
    accepted(database, ids)
    text = "A headline\n\n" + TEXT.replace(" to ", "\nto ").replace("Moscow", "  Moscow")
    rows = reanchor(database, layer_of(layer, text), SIGNED)
    assert [row["state"] for row in rows] == ["anchored", "anchored"]
    held = now(database)
    assert [one.state.status for one in held.values()] == ["accepted", "accepted"]
    for one in held.values():
        [span] = one.spans
        assert text[span["start"] : span["end"]] == span["exact"]
    with database.transaction() as connection:
        assert broken_quotes(connection) == (4, [])
        assert read_gate(connection, STUDY).is_open


def test_a_changed_quote_goes_back_to_review_and_stands_where_a_person_confirms_it(filled):
    database, ids, layer = filled
    accepted(database, ids)
    rows = reanchor(database, layer_of(layer, TEXT.replace("delivered", "dellvered")), SIGNED)
    assert {row["state"] for row in rows} == {"anchored", "drifted"}
    drifted = next(row["claim_id"] for row in rows if row["state"] == "drifted")
    claim = now(database)[drifted]
    assert claim.state.status == "suggested"
    assert claim.decisions[-1].op == "reopen"
    with database.transaction() as connection:
        assert [one.lead.id for one in read_events(connection, STUDY)] == [
            one for one in ids if one != drifted
        ]
    patch = {"span_ids": confirmed_spans(database, claim)}
    decide(database, Decision(0, drifted, "edit", patch, claim.state.version, "ann", AT.isoformat()))
    found = now(database)[drifted]
    assert found.is_anchored
    assert "dellvered" in found.quote
    with database.transaction() as connection:
        assert broken_quotes(connection)[1] == []


def test_a_quote_that_is_gone_is_orphaned(filled):
    database, ids, layer = filled
    accepted(database, ids)
    rows = reanchor(database, layer_of(layer, TEXT.split(". ")[0] + ". Nothing else is left."), SIGNED)
    assert sorted(row["state"] for row in rows) == ["anchored", "orphaned"]
    orphan = next(row["claim_id"] for row in rows if row["state"] == "orphaned")
    assert now(database)[orphan].state.status == "suggested"


def test_reading_again_without_change_moves_nothing(filled):
    database, ids, layer = filled
    accepted(database, ids)
    assert reanchor(database, layer, SIGNED) == []


@pytest.mark.parametrize("number", range(100))
def test_a_look_alike_is_never_taken_for_the_quote(number):
    """The quote is gone, one like it stands in its place: it must not stay anchored there."""
    states = (
        "Serbia",
        "Türkiye",
        "Georgia",
        "Armenia",
        "Hungary",
        "Kazakhstan",
        "Mali",
        "Eritrea",
        "Laos",
        "Cuba",
    )
    verbs = (
        "refused",
        "delayed",
        "welcomed",
        "postponed",
        "denied",
        "blocked",
        "joined",
        "signed",
        "left",
        "read",
    )
    state, other = states[number % 10], states[(number + 1) % 10]
    verb, swapped = verbs[number // 10], verbs[(number // 10 + 1) % 10]
    before, after = "A paper wrote in the morning. ", " Nobody asked why it did so."
    quote = f"{state} {verb} the sanctions of the Union in {2000 + number % 25}."
    alike = [quote.replace(state, other), quote.replace(verb, swapped), quote.replace("20", "21")]
    text = "".join(f"{before}{one}{after} " for one in alike)
    found = find_place(text, Wanted(quote, before, after))
    assert found.state != "anchored"


def test_two_equal_sentences_are_told_apart_by_their_neighbours_or_not_at_all():
    quote = "It delivered tanks."
    text = f"First Moscow spoke. {quote} Then Belgrade. Later Minsk spoke. {quote} Then Astana."
    sure = find_place(text, Wanted(quote, "Later Minsk spoke. ", " Then Astana."))
    assert (sure.state, sure.start) == ("anchored", text.rindex(quote))
    unsure = find_place(text, Wanted(quote, "Somebody spoke. ", " Then another."))
    assert unsure.state == "drifted"
