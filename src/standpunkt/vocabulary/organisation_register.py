"""Organisations and who belonged to them when: one reviewed file per organisation in `organisations/`."""

from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.provenance import Verification

ORGANISATIONS_FOLDER = Path(__file__).resolve().parent / "organisations"
Status = Literal["member", "candidate", "observer", "partner", "associate", "invited", "suspended", "frozen"]


class BilingualName(BaseModel):
    """A name in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    de: str
    en: str


class Spell(BaseModel):
    """States that had one status over one span, half-open; `to_date` is None while it lasts."""

    model_config = ConfigDict(frozen=True, extra="forbid", populate_by_name=True)

    states: tuple[str, ...] = Field(min_length=1)
    status: Status
    from_date: date = Field(alias="from")
    to_date: date | None = Field(default=None, alias="to")
    known_from: date | None = None
    verification: Verification
    address: str | None = None
    note: str = ""


class Organisation(BaseModel):
    """An organisation with all spells of status that are on file."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    name: BilingualName
    source_id: str
    address: str
    consulted: date
    spells: tuple[Spell, ...]

    def states_with(self, status: Status, on: date) -> frozenset[str]:
        """ISO3 codes of the states with a status on a day.

        Args:
            status: Such as `member`.
            on: The day.

        Returns:
            The states.
        """
        holding = (spell for spell in self.spells if spell.status == status and spell.from_date <= on)
        return frozenset(
            state
            for spell in holding
            if spell.to_date is None or on < spell.to_date
            for state in spell.states
        )


@lru_cache(maxsize=4)
def every_organisation(folder: Path = ORGANISATIONS_FOLDER) -> tuple[Organisation, ...]:
    """All organisations, sorted by id.

    Args:
        folder: Where the files lie.

    Returns:
        The validated declarations.
    """
    files = sorted(folder.glob("*.yml"))
    found = (validate_declaration(Organisation, read_declaration(path)) for path in files)
    return tuple(sorted(found, key=lambda organisation: organisation.id))


def organisation(organisation_id: str) -> Organisation | None:
    """The organisation with this id, or None."""
    return next((found for found in every_organisation() if found.id == organisation_id), None)
