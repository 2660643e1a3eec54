"""A database that goes away in mid-save, and ledgers written by earlier versions of the program."""

import pytest
from sqlalchemy import create_engine, text

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.connection import open_database
from standpunkt.evidence.ledger.reading import claims
from standpunkt.evidence.ledger.store import add_document, decide, propose
from standpunkt.vocabulary.errors.ledger import LedgerUnreachableError
from tests.evidence.ledger.conftest import AT, SIGNED, document_rows, proposal


def accept(claim_id):
    return Decision(0, claim_id, "accept", who="ann", at=AT.isoformat(), seconds=1.0, keys=1)


@pytest.mark.engine
def test_a_server_process_killed_in_mid_save_loses_nothing(filled, ledger_url):
    if ledger_url is None:
        pytest.skip("SQLite has no server process; its crash is tested by killing the program")
    database, (first, second), _ = filled
    decide(database, accept(first))
    killer = create_engine(ledger_url)

    def half_a_save(connection):
        row = {"claim_id": second, "op": "accept", "payload": "{}", "base_version": 1, "role": "first"}
        connection.execute(schema.DECISION.insert().values(**row, ordinal=0, who="ann", at=AT.isoformat()))
        backend = connection.execute(text("SELECT pg_backend_pid()")).scalar_one()
        with killer.begin() as other:
            other.execute(text("SELECT pg_terminate_backend(:pid)"), {"pid": backend})
        connection.execute(text("SELECT 1"))

    with pytest.raises(LedgerUnreachableError), database.transaction() as connection:
        half_a_save(connection)
    with database.transaction() as connection:
        assert [one.state.status for one in claims(connection)] == ["accepted", "suggested"]
    decide(database, accept(second))
    with database.transaction() as connection:
        assert [one.state.status for one in claims(connection)] == ["accepted", "accepted"]
    killer.dispose()


def as_version_two(database):
    """The tables as the second schema version had them: no amendments, no count of keys."""
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE source_amendment"))
        connection.execute(text("ALTER TABLE decision DROP COLUMN keys"))
        connection.execute(text("DROP TABLE ledger_schema"))
        schema.SCHEMA.create(connection)
        for version in (1, 2):
            connection.execute(schema.SCHEMA.insert().values(version=version, at=AT.isoformat()))


def test_a_ledger_of_an_earlier_version_is_brought_up_to_date_with_all_it_holds(filled, ledger_url, tmp_path):
    database, (first, second), _ = filled
    decide(database, accept(first))
    as_version_two(database)
    database.engine.dispose()
    again = open_database(tmp_path, ledger_url, AT)
    with again.transaction() as connection:
        assert [one.state.status for one in claims(connection)] == ["accepted", "suggested"]
        versions = [row.version for row in connection.execute(schema.SCHEMA.select())]
    assert sorted(versions) == [1, 2, 3]
    decide(again, accept(second))
    with again.transaction() as connection:
        assert [one.decisions[0].keys for one in claims(connection)] == [None, 1]
    again.engine.dispose()


def test_opening_twice_migrates_once(database, ledger_url, tmp_path):
    again = open_database(tmp_path, ledger_url, AT)
    document, layer = document_rows()
    add_document(again, document, layer)
    assert len(propose(again, [proposal(layer, "Moscow delivered 30 tanks to Serbia in 2021.")], SIGNED)) == 1
    with database.transaction() as connection:
        assert len(claims(connection)) == 1
    again.engine.dispose()
