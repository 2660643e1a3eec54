"""For which states the list of a table is complete, as a table: only there does no row mean zero.

`starter.yml` declares it in a few lines (all members of the United Nations but ...); here they become rows.
"""

from datetime import date
from typing import Literal

import polars as pl
from pydantic import BaseModel, ConfigDict, Field

from standpunkt.tables.rows import LINE, type_rows
from standpunkt.vocabulary.provenance import Verification
from standpunkt.vocabulary.states import members

COVERAGE = "state_table_spell_coverage"


class Coverage(BaseModel):
    """What is declared of one table: `closed` or `out_of_scope`, for whom, from when, and why."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    table: str
    coverage: Literal["closed", "out_of_scope"]
    base: Literal["un_members", "none"] = "un_members"
    states: tuple[str, ...] = ()
    without: tuple[str, ...] = ()
    from_date: date = Field(alias="from")
    to_date: date | None = Field(default=None, alias="to")
    source_id: str
    address: str
    consulted: date
    verification: Verification
    because: str

    def covered(self, codes: frozenset[str]) -> list[str]:
        """The states meant, sorted.

        Args:
            codes: Members of the United Nations.

        Returns:
            ISO3 codes.
        """
        base = codes if self.base == "un_members" else frozenset()
        return sorted((base | set(self.states)) - set(self.without))


def coverage_rows(declared: tuple[Coverage, ...], on: date, file: str) -> pl.DataFrame:
    """Expands declarations to one row per table, state and spell.

    Args:
        declared: The declarations.
        on: The day whose members of the United Nations are meant.
        file: The name used in messages.

    Returns:
        Columns of `state_table_spell_coverage`, checked like any other fact.
    """
    codes = frozenset(one.iso3 for one in members(on))
    rows = [
        {
            LINE: number,
            "table_name": item.table,
            "iso3": state,
            "coverage": item.coverage,
            "from_date": item.from_date.isoformat(),
            "to_date": item.to_date.isoformat() if item.to_date else None,
            "source_id": item.source_id,
            "address": item.address,
            "consulted_date": item.consulted.isoformat(),
            "known_from_date": item.from_date.isoformat(),
            "verification": item.verification,
            "note": item.because,
        }
        for number, item in enumerate(declared, start=1)
        for state in item.covered(codes)
    ]
    return type_rows(pl.DataFrame(rows, infer_schema_length=None), file, COVERAGE).drop(LINE)
