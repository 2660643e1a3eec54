"""The register of states: members of the United Nations, others, and those that no longer exist.

Three tables in `geography/` hold it: `states.csv`, `un_membership.csv`, `successions.csv`. Spans are
half-open: the day of an end is the first without. Codes are ISO 3166 (ISO 3166-3 for former states);
Kosovo is XKX, Zanzibar ZAN, Taiwan TWN.
"""

import csv
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal, get_args

from rapidfuzz import process

from standpunkt.vocabulary.errors.states import AmbiguousStateError, StateTableError, UnknownStateError

FOLDER = Path(__file__).parent / "geography"
REGISTER, MEMBERSHIPS, SUCCESSIONS = "states.csv", "un_membership.csv", "successions.csv"
Kind = Literal["member", "observer", "territory", "historical"]
NEAREST_COUNT = 3


@dataclass(frozen=True)
class Spell:
    """A span of membership in the United Nations; `until` is the first day without, null if it lasts."""

    since: date
    until: date | None
    note: str

    def holds(self, on: date) -> bool:
        """Whether the span covers the day."""
        return self.since <= on and (self.until is None or on < self.until)


@dataclass(frozen=True)
class State:
    """A state or territory with its codes, region and spans of validity.

    `name` is the English short name; names and forms in a language are in `languages/names.py`.
    `valid_from` is null where the state is older than the United Nations or was among its founders;
    `valid_to` is null where it still exists. `m49` is empty for Kosovo, `iso2` for Zanzibar.
    """

    iso3: str
    iso2: str
    m49: str
    name: str
    region: str
    subregion: str
    kind: Kind
    valid_from: date | None
    valid_to: date | None
    memberships: tuple[Spell, ...]

    @property
    def member_since(self) -> date | None:
        """The day of accession to the United Nations; null for those that never were members."""
        return self.memberships[0].since if self.memberships else None

    def is_member(self, on: date) -> bool:
        """Whether the state had a seat in the General Assembly on the day."""
        return any(spell.holds(on) for spell in self.memberships)

    def exists(self, on: date) -> bool:
        """Whether the state existed on the day."""
        begun = self.valid_from is None or self.valid_from <= on
        return begun and (self.valid_to is None or on < self.valid_to)


@dataclass(frozen=True)
class Succession:
    """What follows a state that ended; `is_main` marks the one under whose code data go on."""

    predecessor: str
    successor: str
    since: date
    is_main: bool


def state(iso3: str) -> State:
    """The state of an ISO3 code.

    Args:
        iso3: Three capital letters.

    Returns:
        The state; also one that no longer exists.

    Raises:
        UnknownStateError: For any other text.
    """
    found = _register().get(iso3)
    if found is None:
        raise UnknownStateError(value=iso3, nearest=", ".join(nearest_codes(iso3)))
    return found


def every_state() -> tuple[State, ...]:
    """All states of the register, historical ones too, in the order of their ISO3 codes."""
    return tuple(_register().values())


def members(on: date) -> tuple[State, ...]:
    """The members of the United Nations on a day: 51 at the end of 1945, 193 since 2011-07-14.

    China's seat is TWN's until 1971-10-25 and CHN's since.

    Args:
        on: The day.

    Returns:
        States in the order of their ISO3 codes.
    """
    return tuple(one for one in every_state() if one.is_member(on))


def by_code(text: str) -> State | None:
    """The state of an ISO2, ISO3 or M49 code in any case; `NA` is Namibia.

    Args:
        text: The code.

    Returns:
        The state, or null if the text is no code.

    Raises:
        AmbiguousStateError: For a code that several states had (CS).
    """
    found = _codes().get(text.upper(), ())
    if len(found) > 1:
        raise AmbiguousStateError(
            value=text, candidates=", ".join(f"{one.name} ({one.iso3})" for one in found)
        )
    return found[0] if found else None


def successor(iso3: str, on: date) -> State:
    """The state under whose code a state's data go on: itself while it exists, else its main successor.

    USSR to Russia, Yugoslavia to Serbia and Montenegro to Serbia, East Germany to Germany; for
    Czechoslovakia, which nobody continued, the Czech Republic, as roll-call data have it.

    Args:
        iso3: A state, historical or not.
        on: The day.

    Returns:
        The successor on that day.
    """
    found = state(iso3)
    for step in _successions():
        if step.predecessor == iso3 and step.is_main and step.since <= on:
            return successor(step.successor, on)
    return found


def successors(iso3: str) -> tuple[State, ...]:
    """All states that arose from one that ended, the main one first; empty for a living state."""
    return tuple(state(step.successor) for step in _successions() if step.predecessor == iso3)


def predecessors(iso3: str) -> tuple[State, ...]:
    """The ended states whose data go on under this code, one step back."""
    return tuple(
        state(step.predecessor) for step in _successions() if step.successor == iso3 and step.is_main
    )


def nearest_codes(text: str) -> list[str]:
    """The ISO3 codes that are spelt most like the text."""
    return [str(found[0]) for found in process.extract(text.upper(), list(_register()), limit=NEAREST_COUNT)]


@cache
def _register() -> dict[str, State]:
    spells: dict[str, list[Spell]] = {}
    for row in _rows(MEMBERSHIPS):
        since = _day(row, "from_date")
        if since is None:
            raise StateTableError(
                file=MEMBERSHIPS, iso3=row["iso3"], column="from_date", value=row["from_date"]
            )
        spells.setdefault(row["iso3"], []).append(Spell(since, _day(row, "to_date"), row["note"]))
    found: dict[str, State] = {}
    for row in _rows(REGISTER):
        if row["iso3"] in found:
            raise StateTableError(file=REGISTER, iso3=row["iso3"], column="iso3", value=row["iso3"])
        found[row["iso3"]] = _state(row, tuple(spells.pop(row["iso3"], ())))
    if spells:
        raise StateTableError(file=MEMBERSHIPS, iso3=min(spells), column="iso3", value=min(spells))
    return dict(sorted(found.items()))


def _state(row: dict[str, str], memberships: tuple[Spell, ...]) -> State:
    kind = next((kind for kind in get_args(Kind) if kind == row["kind"]), None)
    if kind is None:
        raise StateTableError(file=REGISTER, iso3=row["iso3"], column="kind", value=row["kind"])
    return State(
        iso3=row["iso3"],
        iso2=row["iso2"],
        m49=row["m49"],
        name=row["name"],
        region=row["region"],
        subregion=row["subregion"],
        kind=kind,
        valid_from=_day(row, "valid_from"),
        valid_to=_day(row, "valid_to"),
        memberships=memberships,
    )


@cache
def _successions() -> tuple[Succession, ...]:
    found = []
    for row in _rows(SUCCESSIONS):
        since = date.fromisoformat(row["from_date"])
        is_main = row["is_main"] == "yes"
        found.append(Succession(row["predecessor_iso3"], row["successor_iso3"], since, is_main))
    return tuple(found)


@cache
def _codes() -> dict[str, tuple[State, ...]]:
    found: dict[str, list[State]] = {}
    for one in every_state():
        for code in filter(None, (one.iso3, one.iso2, one.m49)):
            found.setdefault(code, []).append(one)
    return {code: tuple(states) for code, states in found.items()}


def _rows(name: str) -> list[dict[str, str]]:
    with (FOLDER / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _day(row: dict[str, str], column: str) -> date | None:
    try:
        return date.fromisoformat(row[column]) if row[column] else None
    except ValueError as error:
        raise StateTableError(
            file="geography/", iso3=row["iso3"], column=column, value=row[column]
        ) from error
