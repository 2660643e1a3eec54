"""The ledger keeps what was decided: append-only, whole or not at all, quotes where they say."""

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.reading import broken_quotes, claims, decisions_of
from standpunkt.evidence.ledger.store import Quote, add_document, add_span, decide, propose
from standpunkt.vocabulary.errors.ledger import (
    ClaimFormError,
    LedgerConflictError,
    LedgerUnreachableError,
    LedgerVersionError,
    QuoteMismatchError,
    RejectReasonError,
    UnknownClaimError,
    VerdictNotAllowedError,
)
from tests.evidence.ledger.conftest import AT, SIGNED, document_rows, proposal


def verdict(claim_id, op="accept", **fields: object):
    return Decision(0, claim_id, op, who="ann", at=AT.isoformat(), seconds=12.5, **fields)


def states(database):
    with database.transaction() as connection:
        return {one.id: one.state for one in claims(connection)}


def test_a_decision_is_signed_and_changes_what_stands(filled):
    database, (first, second), _ = filled
    decide(database, verdict(first))
    decide(database, verdict(second, "edit", payload={"credibility": 2}))
    assert [one.status for one in states(database).values()] == ["accepted", "accepted"]
    assert states(database)[second].version == 2
    with database.transaction() as connection:
        log = decisions_of(connection)
    assert [(one.who, one.seconds, one.at) for one in log] == [("ann", 12.5, AT.isoformat())] * 2


@pytest.mark.parametrize("table", [table.name for table in schema.PROTECTED])
@pytest.mark.parametrize("verb", ["UPDATE {} SET at = 'x'", "DELETE FROM {}"])
def test_nothing_is_changed_or_removed(filled, table, verb):
    database, (first, _), _ = filled
    decide(database, verdict(first))
    if "at" not in schema.METADATA.tables[table].c and verb.startswith("UPDATE"):
        verb = "UPDATE {} SET id = id"
    with database.transaction() as connection:
        filled_rows = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()  # noqa: S608
    if filled_rows:
        with pytest.raises(DBAPIError, match="append-only"), database.transaction() as connection:
            connection.execute(text(verb.format(table)))


def test_a_quote_that_stands_elsewhere_is_refused(filled):
    database, _, layer = filled
    with pytest.raises(QuoteMismatchError), database.transaction() as connection:
        add_span(connection, Quote(layer["id"], 1, 7, "Serbia"))
    with pytest.raises(QuoteMismatchError), database.transaction() as connection:
        add_span(connection, Quote(layer["id"], 0, 10_000, layer["text"]))


def test_the_same_suggestion_comes_only_once_even_after_a_rejection(filled):
    database, (first, second), layer = filled
    decide(database, verdict(second, "reject", reason="no_claim"))
    again = proposal(layer, layer["text"].split(". ")[1])
    assert propose(database, [again], SIGNED) == []
    assert states(database)[second].status == "rejected"
    assert states(database)[first].status == "suggested"


def test_an_old_version_is_a_conflict_and_writes_nothing(filled):
    database, (first, _), _ = filled
    decide(database, verdict(first, "edit", payload={"credibility": 3}))
    with pytest.raises(LedgerConflictError):
        decide(database, verdict(first, base_version=1))
    with database.transaction() as connection:
        assert len(decisions_of(connection)) == 1


def test_undo_takes_back_the_newest_decision(filled):
    database, (first, _), _ = filled
    before = states(database)
    decide(database, verdict(first))
    stored = decide(database, verdict(first, "undo"))
    assert stored.payload == {"seq": stored.seq - 1}
    assert states(database) == before
    with pytest.raises(VerdictNotAllowedError):
        decide(database, verdict(first, "undo"))


def test_bad_decisions_are_refused_by_name(filled):
    database, (first, _), _ = filled
    with pytest.raises(UnknownClaimError):
        decide(database, verdict("f" * 64))
    with pytest.raises(RejectReasonError):
        decide(database, verdict(first, "reject", reason="dull"))
    with pytest.raises(VerdictNotAllowedError):
        decide(database, verdict(first, "dispute"))
    with pytest.raises(ClaimFormError):
        decide(database, verdict(first, "edit", payload={"relation": "LOVE"}))
    with pytest.raises(ClaimFormError):
        decide(database, verdict(first, "edit", payload={"credibility": 9}))


def test_a_claim_never_quotes_two_documents(filled):
    database, (first, _), _ = filled
    document, layer = document_rows("Another text about tanks.")
    add_document(database, document, layer)
    with database.transaction() as connection:
        foreign = add_span(connection, Quote(layer["id"], 0, 7, "Another"))
    own = list(states(database)[first].form["span_ids"])
    with pytest.raises(ClaimFormError):
        decide(database, verdict(first, "edit", payload={"span_ids": [*own, foreign]}))


def test_check_proves_the_quotes_of_accepted_claims(filled):
    database, (first, second), _ = filled
    decide(database, verdict(first))
    decide(database, verdict(second))
    with database.transaction() as connection:
        assert broken_quotes(connection) == (2, [])


def test_a_connection_lost_in_mid_save_loses_nothing(filled):
    database, (first, second), _ = filled
    decide(database, verdict(first))

    def half_a_save(connection):
        row = {"claim_id": second, "op": "accept", "payload": "{}", "base_version": 1, "role": "first"}
        connection.execute(schema.DECISION.insert().values(**row, ordinal=0, who="ann", at=AT.isoformat()))
        connection.execute(text("SELECT * FROM a_table_that_went_away"))

    with pytest.raises(LedgerUnreachableError), database.transaction() as connection:
        half_a_save(connection)
    assert [one.status for one in states(database).values()] == ["accepted", "suggested"]
    decide(database, verdict(second))
    assert states(database)[second].status == "accepted"


def test_replaying_the_log_rebuilds_the_same_state(filled):
    database, (first, second), _ = filled
    for one in (verdict(first), verdict(second, "reject", reason="duplicate"), verdict(second, "undo")):
        decide(database, one)
    with database.transaction() as connection:
        log = decisions_of(connection)
    assert replace(log[0], seq=0) == verdict(first)
    assert states(database)[second].status == "suggested"


def test_a_ledger_of_a_newer_program_is_not_opened(database):
    from standpunkt.evidence.ledger.schema import migrate

    with database.transaction() as connection:
        connection.execute(schema.SCHEMA.insert().values(version=99, at=AT.isoformat()))
    with pytest.raises(LedgerVersionError), database.transaction() as connection:
        migrate(connection, "here", AT.isoformat())
