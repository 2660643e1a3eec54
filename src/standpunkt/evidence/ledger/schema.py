"""Tables of the ledger, their protection against change, and the steps between schema versions."""

from collections.abc import Callable

from sqlalchemy import (
    Boolean,
    Column,
    Connection,
    Float,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
    inspect,
    select,
    text,
)

from standpunkt.vocabulary.errors.ledger import LedgerVersionError

SCHEMA_VERSION = 3
METADATA = MetaData()
HASH, CODE = String(64), String(64)


def _stamp() -> tuple[Column[str], Column[str]]:
    return Column("who", String(200), nullable=False), Column("at", String(40), nullable=False)


SCHEMA = Table("ledger_schema", METADATA, Column("version", Integer, primary_key=True), *_stamp()[1:])
DOCUMENT = Table(
    "document",
    METADATA,
    Column("id", HASH, primary_key=True),
    Column("uri", Text, nullable=False),
    Column("media_type", CODE, nullable=False),
    Column("bytes_n", Integer, nullable=False),
    Column("content", LargeBinary, nullable=False),
    Column("published_at", String(40)),
    Column("language", String(8), nullable=False),
    Column("title", Text),
    Column("publisher_source_id", String(200)),
    Column("supersedes", HASH),
    *_stamp(),
)
LAYER = Table(
    "text_layer",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", HASH, nullable=False, unique=True),
    Column("document_id", HASH, nullable=False),
    Column("extractor", CODE, nullable=False),
    Column("version", CODE, nullable=False),
    Column("text", Text, nullable=False),
    Column("pages", Text, nullable=False),
    Column("at", String(40), nullable=False),
)
SPAN = Table(
    "span",
    METADATA,
    Column("id", HASH, primary_key=True),
    Column("text_layer_id", HASH, nullable=False),
    Column("document_id", HASH, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("exact", Text, nullable=False),
    Column("prefix", Text, nullable=False),
    Column("suffix", Text, nullable=False),
    Column("page", Integer),
    Column("state", CODE, nullable=False),
    Column("score", Float, nullable=False),
    Column("replaces", HASH),
)
SOURCE = Table(
    "source",
    METADATA,
    Column("id", String(200), primary_key=True),
    Column("name", Text, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("state", String(3)),
    Column("parent_source_id", String(200)),
    *_stamp(),
)
RATING = Table(
    "source_rating",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(200), nullable=False),
    Column("topic", CODE, nullable=False),
    Column("reliability", String(1), nullable=False),
    Column("reason", Text),
    *_stamp(),
)
INTEREST = Table(
    "source_interest",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(200), nullable=False),
    Column("party", CODE, nullable=False),
    Column("sign", CODE, nullable=False),
    Column("note", Text),
    Column("span_id", HASH),
    *_stamp(),
)
CLAIM = Table(
    "claim",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("id", HASH, nullable=False, unique=True),
    Column("study", String(200), nullable=False),
    Column("profile", String(3), nullable=False),
    Column("document_id", HASH, nullable=False),
    Column("form", Text, nullable=False),
    *_stamp(),
)
SUGGESTION = Table(
    "suggestion",
    METADATA,
    Column("key", HASH, primary_key=True),
    Column("claim_id", HASH, nullable=False),
    Column("document_id", HASH, nullable=False),
    Column("span_id", HASH, nullable=False),
    Column("relation_ranked", Text, nullable=False),
    Column("origin", CODE, nullable=False),
    Column("engine_version", CODE, nullable=False),
    Column("at", String(40), nullable=False),
)
DECISION = Table(
    "decision",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("claim_id", HASH, nullable=False, index=True),
    Column("op", CODE, nullable=False),
    Column("payload", Text, nullable=False),
    Column("base_version", Integer, nullable=False),
    Column("seconds", Float),
    Column("role", CODE, nullable=False),
    Column("reason", Text),
    Column("keys", Integer),
    # The number of decisions on the claim before this one: of two writers at once, the second is refused.
    Column("ordinal", Integer, nullable=False),
    *_stamp(),
    UniqueConstraint("claim_id", "ordinal"),
    sqlite_autoincrement=True,
)
LINK = Table(
    "link",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("from_claim", HASH, nullable=False),
    Column("to_claim", HASH, nullable=False),
    Column("kind", CODE, nullable=False),
    Column("independent", CODE, nullable=False),
    Column("is_removed", Boolean, nullable=False),
    *_stamp(),
)
WITHDRAWAL = Table(
    "source_withdrawal",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(200), nullable=False),
    Column("reason", Text, nullable=False),
    *_stamp(),
)
AMENDMENT = Table(
    "source_amendment",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=True),
    Column("source_id", String(200), nullable=False),
    Column("field", CODE, nullable=False),
    Column("value", Text),
    *_stamp(),
)
"""What was learned about a source later; the newest value of a field holds. `withdrawn` no: it counts."""
LOCK = Table(
    "review_lock",
    METADATA,
    Column("document_id", HASH, primary_key=True),
    Column("since", String(40), nullable=False),
    *_stamp(),
)
"""The one table whose rows change: who is at work. It is no part of the record."""

PROTECTED = tuple(table for table in METADATA.sorted_tables if table is not LOCK)
SQLITE_GUARD = (
    "CREATE TRIGGER IF NOT EXISTS {table}_no_{verb} BEFORE {verb} ON {table} "
    "BEGIN SELECT RAISE(ABORT, 'the ledger is append-only'); END"
)
POSTGRES_FUNCTION = (
    "CREATE OR REPLACE FUNCTION ledger_append_only() RETURNS trigger AS $$ "
    "BEGIN RAISE EXCEPTION 'the ledger is append-only'; END; $$ LANGUAGE plpgsql"
)
POSTGRES_GUARD = (
    "CREATE OR REPLACE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table} "
    "FOR EACH STATEMENT EXECUTE FUNCTION ledger_append_only()"
)


def _create(connection: Connection) -> None:
    METADATA.create_all(connection)


def _guard(connection: Connection) -> None:
    is_sqlite = connection.dialect.name == "sqlite"
    if not is_sqlite:
        connection.execute(text(POSTGRES_FUNCTION))
    guard = SQLITE_GUARD if is_sqlite else POSTGRES_GUARD
    for table in PROTECTED:
        for verb in ("UPDATE", "DELETE"):
            connection.execute(text(guard.format(table=table.name, verb=verb)))


def _add_amendments_and_keys(connection: Connection) -> None:
    METADATA.create_all(connection)
    known = {column["name"] for column in inspect(connection).get_columns(DECISION.name)}
    if "keys" not in known:
        connection.execute(text("ALTER TABLE decision ADD COLUMN keys INTEGER"))
    _guard(connection)


MIGRATIONS: dict[int, Callable[[Connection], None]] = {1: _create, 2: _guard, 3: _add_amendments_and_keys}
"""What leads to each version; a step once released is never changed."""


def migrate(connection: Connection, place: str, at: str) -> int:
    """Brings a database to the version this program knows.

    Args:
        connection: In a transaction.
        place: Name of the ledger, for messages.
        at: The present moment.

    Returns:
        The version found before.

    Raises:
        LedgerVersionError: If a newer program wrote it.
    """
    found = 0
    if inspect(connection).has_table(SCHEMA.name):
        found = max([row.version for row in connection.execute(select(SCHEMA.c.version))], default=0)
    if found > SCHEMA_VERSION:
        raise LedgerVersionError(place=place, found=found, known=SCHEMA_VERSION)
    for version in range(found + 1, SCHEMA_VERSION + 1):
        MIGRATIONS[version](connection)
        connection.execute(SCHEMA.insert().values(version=version, at=at))
    return found
