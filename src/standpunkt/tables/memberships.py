"""Memberships as a table: the spells of `vocabulary/organisations/*.yml`, one row per state and spell."""

from functools import lru_cache
from pathlib import Path

import polars as pl

from standpunkt.tables.rows import LINE, type_rows
from standpunkt.vocabulary.declaration import read_declaration
from standpunkt.vocabulary.organisation_register import (
    ORGANISATIONS_FOLDER,
    Organisation,
    every_organisation,
)

MEMBERSHIPS = "state_organisation_spell_membership"


@lru_cache(maxsize=4)
def read_memberships(folder: Path = ORGANISATIONS_FOLDER) -> pl.DataFrame:
    """Every spell of every organisation on file, checked like any other fact.

    Args:
        folder: Where the declarations lie.

    Returns:
        Columns of `state_organisation_spell_membership`, sorted by `row_key` and `known_from_date`.
    """
    frames = [_checked(found, folder) for found in every_organisation(folder)]
    return pl.concat(frames).sort("row_key", "known_from_date")


def _checked(found: Organisation, folder: Path) -> pl.DataFrame:
    file = f"{found.id.lower()}.yml"
    lines = read_declaration(folder / file)
    rows = [
        {
            LINE: lines.line(("spells", index)),
            "iso3": state,
            "organisation_id": found.id,
            "status": spell.status,
            "from_date": spell.from_date.isoformat(),
            "to_date": spell.to_date.isoformat() if spell.to_date else None,
            "source_id": found.source_id,
            "address": spell.address or found.address,
            "consulted_date": found.consulted.isoformat(),
            "known_from_date": (spell.known_from or spell.from_date).isoformat(),
            "verification": spell.verification,
            "note": spell.note or None,
        }
        for index, spell in enumerate(found.spells)
        for state in spell.states
    ]
    return type_rows(pl.DataFrame(rows, infer_schema_length=None), file, MEMBERSHIPS).drop(LINE)
