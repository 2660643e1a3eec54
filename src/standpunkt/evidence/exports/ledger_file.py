"""The whole ledger as JSON lines, one row a line: written by `export`, read by `import`, equal after both."""

import base64
import json
from collections.abc import Iterator
from typing import Any

from sqlalchemy import Connection, func, select

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.reading import rows_of
from standpunkt.vocabulary.errors.ledger import LedgerImportError, PartialImportError, QuoteMismatchError

TABLES = tuple(
    table.name for table in schema.METADATA.sorted_tables if table not in {schema.LOCK, schema.SCHEMA}
)
CONTENT = "content"


def ledger_lines(connection: Connection) -> Iterator[str]:
    """Every row of every table.

    Args:
        connection: An open connection.

    Yields:
        One JSON object a line: table and row; bytes as base64.
    """
    for name in TABLES:
        for row in rows_of(connection, name):
            if CONTENT in row:
                row[CONTENT] = base64.b64encode(row[CONTENT]).decode()
            yield json.dumps({"table": name, "row": row}, ensure_ascii=False, sort_keys=True) + "\n"


def read_ledger(database: Database, lines: list[str], file: str) -> int:
    """Writes the rows of an exported ledger into an empty one, in one transaction.

    Args:
        database: The ledger.
        lines: The lines.
        file: Name of the file, for messages.

    Returns:
        How many rows were written; 0 where the ledger holds exactly these rows.

    Raises:
        PartialImportError: If the ledger holds other rows.
    """
    rows = [_parsed(line, number, file) for number, line in enumerate(lines, 1) if line.strip()]
    with database.transaction() as connection:
        if set(ledger_lines(connection)) == {line for line in lines if line.strip()}:
            return 0
        count = connection.execute(select(func.count()).select_from(schema.DECISION)).scalar_one()
        known = connection.execute(select(func.count()).select_from(schema.DOCUMENT)).scalar_one()
        if count or known:
            raise PartialImportError(count=count, file=file)
        for name, row in rows:
            connection.execute(schema.METADATA.tables[name].insert().values(**row))
        _refuse_wrong_quotes(connection)
    return len(rows)


def _parsed(line: str, number: int, file: str) -> tuple[str, dict[str, Any]]:
    try:
        found = json.loads(line)
        name, row = found["table"], dict(found["row"])
        if name not in TABLES or set(row) - set(schema.METADATA.tables[name].c.keys()):
            raise LedgerImportError(file=file, line=number, reason=f"unknown table or column of {name}")
        if CONTENT in row:
            row[CONTENT] = base64.b64decode(row[CONTENT])
    except (ValueError, KeyError, TypeError) as error:
        raise LedgerImportError(file=file, line=number, reason=str(error)) from error
    return name, row


def _refuse_wrong_quotes(connection: Connection) -> None:
    layers = {row["id"]: row["text"] for row in rows_of(connection, "text_layer")}
    for span in rows_of(connection, "span"):
        if layers.get(span["text_layer_id"], "")[span["start"] : span["end"]] != span["exact"]:
            raise QuoteMismatchError(start=span["start"], end=span["end"], document=span["document_id"][:12])
