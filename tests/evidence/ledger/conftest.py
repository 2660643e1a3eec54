"""A ledger on each database: SQLite always, PostgreSQL in a cluster of the tests' own where it is installed.

STANDPUNKT_TEST_POSTGRES may name a server instead; its schema `public` is emptied.
"""

import importlib.util
import os
from datetime import UTC, datetime

import pytest
from sqlalchemy import create_engine, text

from standpunkt.evidence.ledger.connection import open_database
from standpunkt.evidence.ledger.forms import digest
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.evidence.ledger.store import Proposal, Quote, add_document, propose
from tests.evidence.ledger.cluster import programs, running

AT = datetime(2024, 2, 14, 12, tzinfo=UTC)
TEXT = "Serbia refused to join the sanctions against Russia. Moscow delivered 30 tanks to Serbia in 2021."
SIGNED = Signature("ann", AT.isoformat())


@pytest.fixture(scope="session")
def postgres_url():
    """The URL of a PostgreSQL server."""
    if importlib.util.find_spec("psycopg") is None:
        pytest.skip("needs psycopg: install the extra 'postgres'")
    named = os.environ.get("STANDPUNKT_TEST_POSTGRES")
    if named:
        yield named
        return
    if programs() is None:
        pytest.skip("needs a PostgreSQL server: install it, or set STANDPUNKT_TEST_POSTGRES to a URL")
    with running() as url:
        yield url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.engine)])
def ledger_url(request):
    """None for SQLite; else the URL of an emptied PostgreSQL database."""
    if request.param == "sqlite":
        return None
    url = request.getfixturevalue("postgres_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("DROP SCHEMA public CASCADE"))
        connection.execute(text("CREATE SCHEMA public"))
    engine.dispose()
    return url


@pytest.fixture
def database(ledger_url, tmp_path):
    found = open_database(tmp_path, ledger_url, AT)
    yield found
    found.engine.dispose()


def document_rows(content=TEXT, publisher="a-paper"):
    document_id = digest(content)
    stamp = {"who": "ann", "at": AT.isoformat()}
    document = {
        "id": document_id, "uri": "a.txt", "media_type": "text/plain", "bytes_n": len(content),
        "content": content.encode(), "published_at": "2024-02-14", "language": "en", "title": "A",
        "publisher_source_id": publisher, "supersedes": None, **stamp,
    }  # fmt: skip
    layer = {
        "id": digest(content, "text"), "document_id": document_id, "extractor": "text", "version": "1",
        "text": content, "pages": "", "at": AT.isoformat(),
    }  # fmt: skip
    return document, layer


def proposal(layer, exact, relation="ARMS_SUPPLY", actors=("RUS",), recipients=("SRB",), **form: object):
    start = layer["text"].index(exact)
    content = {"relation": relation, "actors": list(actors), "recipients": list(recipients), **form}
    quote = Quote(layer["id"], start, start + len(exact), exact)
    return Proposal("russia_ukraine", "SRB", quote, content, "lexicon", "1")


@pytest.fixture
def filled(database):
    """A ledger with a document and two proposed claims; their ids."""
    document, layer = document_rows()
    add_document(database, document, layer)
    first, second = TEXT.split(". ")
    both = [
        proposal(layer, first + ".", "SANCTION_STANCE", ("SRB",), ("RUS",), stance="refused", object_sign=-1),
        proposal(layer, second),
    ]
    return database, propose(database, both, SIGNED), layer
