"""What every connector promises; the same checks run over the package's connectors and over a user's own.

A connector's `sample/` holds made-up files of the source's shape, with its defects, and `expected.csv`: where
each row goes and what the first kept rows say.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

import polars as pl

from standpunkt.sources.connector.catalogue import Connector
from standpunkt.sources.connector.declaration import SourceFile
from standpunkt.sources.connector.mirror import Entry, choose
from standpunkt.sources.connector.reading.context import Context, Reading, Received
from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.release import complete
from standpunkt.sources.connector.snapshot import Snapshot
from standpunkt.sources.connector.transport.archives import GZIP_MAGIC, SEVEN_MAGIC, ZIP_MAGIC
from standpunkt.tables.registry import key_columns
from standpunkt.vocabulary.errors.sources import LayoutError, UnreadableFileError

EXPECTED = "expected.csv"
MOST_ROWS = 60
SHOWN_ROWS = 3
SAMPLE_DAY = date(2026, 1, 1)
HEADER = ("kind", "name", "key", "value")


@dataclass(frozen=True)
class Issue:
    """A promise that a connector does not keep."""

    source_id: str
    rule: str
    text: str


def check_connector(connector: Connector) -> Iterator[Issue]:
    """Runs every check over one connector.

    Args:
        connector: The connector.

    Yields:
        What it does not keep.
    """
    source_id = connector.source_id
    for rule, text in _declared(connector):
        yield Issue(source_id, rule, text)
    if connector.declaration.state == "not_written":
        return
    if not (connector.folder / "sample").is_dir():
        yield Issue(source_id, "sample", "there is no sample/ folder")
        return
    for rule, text in (*_sample(connector), *_drift(connector)):
        yield Issue(source_id, rule, text)


def _sample(connector: Connector) -> Iterator[tuple[str, str]]:
    context = sample_context(connector)
    for file in connector.declaration.files:
        if not context.files.get(file.unit):
            yield "sample", f"no sample file fits {file.pattern}"
    first = connector.reader()(context)
    second = connector.reader()(sample_context(connector))
    if told(connector, first) != told(connector, second):
        yield "repeatable", "reading twice gives different rows"
    if told(connector, first) != expected(connector):
        yield "expected", "the sample is not read as expected.csv says"
    yield from _sizes(first)


def _declared(connector: Connector) -> Iterator[tuple[str, str]]:
    declared = connector.declaration
    if not declared.citation or not declared.licence_text or not declared.bias_note:
        yield "terms", "citation, licence and bias note are required"
    if declared.state == "not_written" and not declared.state_note:
        yield "state", "a source that is not written says why"
    if declared.state == "written" and not declared.layouts:
        yield "layouts", "a written source declares its layouts"
    proofs = {str(layout.proof) for layout in declared.layouts if layout.proof != "repackaged_file"}
    if declared.proof not in (proofs or {"none"}):
        yield "proof", f"the proof of the source is that of a layout: {', '.join(sorted(proofs)) or 'none'}"
    if declared.proof == "none" and declared.state == "written" and not declared.proof_note:
        yield "proof", "a source without proof of the publisher's layout says so in proof_note"


def sample_context(connector: Connector) -> Context:
    """The sample as one snapshot.

    Args:
        connector: The connector.

    Returns:
        What its reader gets.
    """
    paths = sorted(path for path in (connector.folder / "sample").iterdir() if path.name != EXPECTED)
    entries = [Entry(path.name) for path in paths]
    files: dict[str, tuple[Received, ...]] = {}
    for file in connector.declaration.files:
        chosen = choose(entries, file, connector.source_id)
        folder = connector.folder / "sample"
        files[file.unit] = tuple(Received(one.name, (folder / one.name).read_bytes()) for one in chosen)
    return Context(connector.source_id, connector.declaration, connector.folder, SAMPLE_DAY, files)


def told(connector: Connector, reading: Reading) -> list[tuple[str, ...]]:
    """A reading as the lines of `expected.csv`.

    Args:
        connector: The connector.
        reading: What its reader made of the sample.

    Returns:
        The account of each file, the size of each table, the cells of its first rows.
    """
    lines: list[tuple[str, ...]] = []
    for account in reading.accounts:
        counts = {"rows": account.row_count, "kept": account.kept_count}
        counts |= {f"ignored {rule}": count for rule, count in account.ignored.items()}
        counts |= {f"quarantined {rule}": count for rule, count in account.quarantined.items()}
        lines += [("account", account.unit, key, str(count)) for key, count in counts.items()]
    for table, frame in sorted(reading.tables.items()):
        rows = complete(frame, table, connector, _sample_snapshot(connector))
        lines.append(("table", table, "rows", str(rows.height)))
        lines += _cells(rows, table)
    return lines


def _cells(rows: pl.DataFrame, table: str) -> Iterator[tuple[str, ...]]:
    keys = key_columns(table)
    hidden = {"source_id", "consulted_date", "snapshot_id", "address", "note", *keys}
    for row in rows.sort(ROW, *keys).head(SHOWN_ROWS).iter_rows(named=True):
        key = "|".join(str(row[name]) for name in keys)
        for column, value in row.items():
            if column not in hidden and value is not None:
                yield "cell", table, f"{key} {column}", str(value)


def expected(connector: Connector) -> list[tuple[str, ...]]:
    """The lines of `expected.csv`."""
    path = connector.folder / "sample" / EXPECTED
    if not path.is_file():
        return []
    return [tuple(row) for row in csv.reader(io.StringIO(path.read_text(encoding="utf-8")))][1:]


def write_expected(connector: Connector) -> Path:
    """Writes `expected.csv` from what the reader does now; look at the difference before you keep it.

    Args:
        connector: The connector.

    Returns:
        The file.
    """
    reading = connector.reader()(sample_context(connector))
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(HEADER)
    writer.writerows(told(connector, reading))
    path = connector.folder / "sample" / EXPECTED
    path.write_text(text.getvalue(), encoding="utf-8")
    return path


def _sample_snapshot(connector: Connector) -> Snapshot:
    return Snapshot(
        snapshot_id=f"{connector.source_id}@{SAMPLE_DAY}.00000000",
        source_id=connector.source_id,
        retrieved_at=datetime(SAMPLE_DAY.year, SAMPLE_DAY.month, SAMPLE_DAY.day, tzinfo=UTC),
        origin="hand",
        content_key="0" * 64,
        licence_text=connector.declaration.licence_text,
        publisher=connector.declaration.publisher,
        files=(),
    )


def _sizes(reading: Reading) -> Iterator[tuple[str, str]]:
    for account in reading.accounts:
        if account.row_count > MOST_ROWS:
            yield "sample", f"the sample of {account.unit} has more than {MOST_ROWS} rows"
    for table, frame in reading.tables.items():
        if frame.height and (frame[ROW].null_count() or int(frame[ROW].cast(pl.Int64).to_numpy().min()) < 1):
            yield "row_numbers", f"rows of {table} do not say where they stand in the file"


def _drift(connector: Connector) -> Iterator[tuple[str, str]]:
    """A column renamed or added in a text file, an attribute added in XML, stops the load."""
    context = sample_context(connector)
    for file in connector.declaration.files:
        for received in context.files.get(file.unit, ()):
            changed = _changed(received.content, file)
            if changed is None:
                continue
            files = {**context.files, file.unit: (Received(received.name, changed),)}
            drifted = Context(context.source_id, context.declared, context.folder, SAMPLE_DAY, files)
            try:
                connector.reader()(drifted)
            except (LayoutError, UnreadableFileError):
                continue
            yield "drift", f"a renamed column of {file.unit} goes unnoticed"


def _changed(content: bytes, file: SourceFile) -> bytes | None:
    """The file with another layout; None where it is packed or not text."""
    is_packed = content.startswith((GZIP_MAGIC, ZIP_MAGIC, SEVEN_MAGIC))
    if is_packed or file.form not in {"csv", "xml"}:
        return None
    if file.form == "xml":
        tag = f"<{file.record}".encode()
        return content.replace(tag + b" ", tag + b' renamed="x" ').replace(tag + b">", tag + b' renamed="x">')
    if file.positions:
        first, _, rest = content.partition(b"\n")
        return first.rstrip(b"\r") + file.separator.encode() + b"more\n" + rest
    start = file.header_start.encode()
    place = content.find(b"\n" + start) + 1 if start and not content.startswith(start) else 0
    return content[:place] + b"renamed_" + content[place:]
