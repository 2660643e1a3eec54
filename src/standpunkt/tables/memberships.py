"""Memberships as a table: the spells of `vocabulary/organisations/*.yml`, one row per state and spell.

Membership in the United Nations comes from the register of states.
"""

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
from standpunkt.vocabulary.states import every_state

CONSULTED = "2026-11-25"
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
    frames.append(_united_nations())
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


def _united_nations() -> pl.DataFrame:
    rows = [
        {
            LINE: line,
            "iso3": state.iso3,
            "organisation_id": "UN",
            "status": "member",
            "from_date": spell.since.isoformat(),
            "to_date": spell.until.isoformat() if spell.until else None,
            "source_id": "un_members",
            "address": "https://www.un.org/en/about-us/member-states",
            "consulted_date": CONSULTED,
            "known_from_date": spell.since.isoformat(),
            "verification": "official",
            "note": spell.note or None,
        }
        for line, state in enumerate(every_state(), start=1)
        for spell in state.memberships
    ]
    file = "un_membership.csv"
    return type_rows(pl.DataFrame(rows, infer_schema_length=None), file, MEMBERSHIPS).drop(LINE)
