"""All facts of a version in one frame, so that a version answers from its own facts alone."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import polars as pl

from standpunkt.tables.schemas.fact import Fact

PARTY_COLUMNS = (
    "iso3",
    "state_iso3",
    "sender_iso3",
    "recipient_iso3",
    "supplier_iso3",
    "donor_iso3",
)
FIRST_PARTY = {"dyad_spell_arms_supply": "supplier_iso3", "dyad_spell_aid": "donor_iso3"}
SCHEMA = {
    "table_name": pl.String,
    "row_key": pl.String,
    "iso3": pl.String,
    "source_id": pl.String,
    "address": pl.String,
    "consulted_date": pl.Date,
    "known_from_date": pl.Date,
    "verification": pl.String,
    "note": pl.String,
    "fields_json": pl.String,
}


def fact_frame(tables: Mapping[str, pl.DataFrame]) -> pl.DataFrame:
    """Puts the rows of fact tables one below the other.

    Args:
        tables: Frames with `row_key` and the columns of provenance, by table name.

    Returns:
        table_name, row_key, iso3 (the state that the row describes, null for roll calls), the columns of
        provenance, and fields_json: all other columns as JSON, dates as ISO text. Sorted by table and key.
    """
    rows = [row for table, frame in sorted(tables.items()) for row in _rows(table, frame)]
    return pl.DataFrame(rows, schema=SCHEMA, orient="row").sort("table_name", "row_key")


def _rows(table: str, frame: pl.DataFrame) -> Iterable[dict[str, Any]]:
    provenance = set(Fact.column_names())
    party = FIRST_PARTY.get(table) or next((name for name in PARTY_COLUMNS if name in frame.columns), None)
    own = [name for name in frame.columns if name not in provenance]
    for row in frame.iter_rows(named=True):
        shared = {name: row.get(name) for name in SCHEMA if name in provenance}
        fields = {name: row[name] for name in own}
        yield {
            **shared,
            "table_name": table,
            "iso3": row[party] if party else None,
            "fields_json": json.dumps(fields, ensure_ascii=False, default=str, sort_keys=True),
        }
