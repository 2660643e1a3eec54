"""From the ledger into the warehouse: reviewed claims and their events become tables that measures read."""

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import polars as pl

from standpunkt.evidence.ledger.presence import holds_decisions
from standpunkt.evidence.weighing.events import events_of
from standpunkt.evidence.weighing.published import claim_rows, event_rows
from standpunkt.pipeline import fingerprint
from standpunkt.pipeline.evidence.ledger import every_claim, links_of_ledger, open_desk, register_of
from standpunkt.study.load import load_study, study_ids
from standpunkt.tables.registry import key_columns, schema_of
from standpunkt.tables.warehouse import Release, UnitAccount, Warehouse
from standpunkt.vocabulary.provenance import Source

Row = dict[str, Any]
LEDGER_TABLES = ("claim_reviewed", "evidence_event")
LEDGER_SOURCE = Source(
    source_id="evidence_ledger",
    publisher="Evidence ledger",
    title="Reviewed claims with their quotes",
    address="urn:standpunkt:evidence-ledger",
    licence_text="Short quotations from the documents named; the documents keep their own terms.",
    may_redistribute="extract",
    citation="Evidence ledger of this installation: claims reviewed by the persons named beside them.",
    bias_note="Rests on the documents that somebody chose to read; it is no census of acts.",
)


def publish_ledger(data_dir: Path) -> dict[str, int]:
    """Writes accepted claims and their events into the warehouse; an empty ledger leaves no trace there.

    Withdrawn sources and quotes that lost their place take no part. The same ledger gives the same bytes.

    Args:
        data_dir: The data folder.

    Returns:
        Rows by table.
    """
    warehouse = Warehouse(data_dir)
    if not holds_decisions(data_dir):
        warehouse.drop(LEDGER_SOURCE.source_id)
        return dict.fromkeys(LEDGER_TABLES, 0)
    rows, counts = _ledger_rows(data_dir)
    frames = {name: _frame(name, rows[name]) for name in LEDGER_TABLES}
    if not frames["claim_reviewed"].height:
        warehouse.drop(LEDGER_SOURCE.source_id)
    else:
        _write(warehouse, frames, counts)
    return {name: frame.height for name, frame in frames.items()}


def _ledger_rows(data_dir: Path) -> tuple[dict[str, list[Row]], Counter[str]]:
    desk = open_desk(data_dir)
    register, links, held = register_of(desk), links_of_ledger(desk), every_claim(desk)
    counts = Counter(str(one.state.status) for one in held)
    found: dict[str, list[Row]] = {name: [] for name in LEDGER_TABLES}
    folder = data_dir / "studies"
    for study_id in sorted({one.study for one in held} & set(study_ids(folder))):
        study = load_study(study_id, folder=folder)
        mine = [one for one in held if one.study == study_id and one.is_anchored]
        events = events_of(mine, links, register, study)
        found["claim_reviewed"] += claim_rows(events, register, study)
        found["evidence_event"] += event_rows(events, study)
    return found, counts


def _frame(table: str, rows: Sequence[Row]) -> pl.DataFrame:
    columns = {name: one.dtype for name, one in schema_of(table).columns().items() if name != "row_key"}
    full = [{name: row[name] for name in columns} for row in rows]
    return pl.DataFrame(full, schema=columns, orient="row").sort(key_columns(table))


def _write(warehouse: Warehouse, frames: dict[str, pl.DataFrame], counts: Counter[str]) -> None:
    content = fingerprint.of_text(*(fingerprint.of_frame(frame) for frame in frames.values()))
    known = warehouse.release(LEDGER_SOURCE.source_id)
    if known is not None and known.snapshot_id == content:
        return
    kept = frames["claim_reviewed"].height
    ignored = {status: count for status, count in sorted(counts.items()) if status != "accepted"}
    left = sum(counts.values()) - sum(ignored.values()) - kept
    release = Release(
        source=LEDGER_SOURCE,
        snapshot_id=content,
        reader_key="1",
        precedence=0,
        consulted_date=frames["claim_reviewed"]["consulted_date"].max(),
        proof="reviewed",
        seconds=0.0,
        accounts=(
            UnitAccount(
                unit="ledger",
                row_count=sum(counts.values()),
                kept_count=kept,
                ignored=ignored | ({"withdrawn_or_moved": left} if left else {}),
            ),
        ),
        tables={},
    )
    stamped = {
        name: frame.with_columns(
            pl.lit(content).alias("snapshot_id"),
            pl.int_range(1, frame.height + 1, dtype=pl.Int64).alias("row_in_snapshot"),
        )
        for name, frame in frames.items()
    }
    warehouse.write(release, stamped, pl.DataFrame(), keeps_history=False)
