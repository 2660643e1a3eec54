"""Small tables and requests for the tests of measures."""

from collections.abc import Callable
from datetime import date
from typing import Any

import polars as pl
import pytest

from standpunkt.measures.catalogue import find
from standpunkt.measures.measure import Measured, Request
from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.tables.registry import key_columns, schema_of

UNIVERSE = ("BRA", "DEU", "IND", "PRK", "SRB", "TUR")
PROVENANCE: dict[str, Any] = {
    "source_id": "test_source",
    "address": "https://example.org/fact",
    "consulted_date": date(2026, 1, 1),
    "known_from_date": date(2014, 1, 1),
    "verification": "official",
    "note": None,
}


def frame(table: str, *rows: dict[str, Any]) -> pl.DataFrame:
    """A table with these rows; provenance, open ends and row keys are filled in."""
    schema = {name: column.dtype for name, column in schema_of(table).columns().items()}
    full = [{name: (PROVENANCE | row).get(name) for name in schema} for row in rows]
    found = pl.DataFrame(full, schema=schema, orient="row")
    key = [pl.col(name).cast(pl.String) for name in key_columns(table)]
    return found.with_columns(pl.concat_str(key, separator="|").alias("row_key")).sort("row_key")


def closed(table: str, *states: str, since: date = date(2014, 1, 1)) -> list[dict[str, Any]]:
    """Declares the list of a table closed for states."""
    return [
        {"table_name": table, "iso3": state, "coverage": "closed", "from_date": since} for state in states
    ]


@pytest.fixture(scope="session")
def starter_study() -> Study:
    """The first study under its starter profile."""
    return load_study("russia_ukraine", "starter")


@pytest.fixture
def asked(starter_study: Study) -> Callable[..., Measured]:
    """Runs an indicator of the study on given tables."""

    def ask(code: str, tables: dict[str, pl.DataFrame], *months: date, **params: object) -> Measured:
        indicator = starter_study.indicators[code]
        measure = find(indicator.measure)
        every = {name: tables.get(name, frame(name)) for name in measure.tables}
        request = Request(starter_study, code, {**indicator.params, **params}, months, UNIVERSE)
        return measure.compute(every, request)

    return ask


def cell(measured: Measured, iso3: str, month: date) -> dict[str, Any]:
    """The one row of a cell."""
    return measured.values.filter((pl.col("iso3") == iso3) & (pl.col("month_date") == month)).row(
        0, named=True
    )
