"""What a finding is, and what those who look for findings are given."""

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.observatory import Observatory
from standpunkt.vocabulary.periods import month_end

Kind = Literal[
    "class_now",
    "class_change",
    "drivers",
    "hedging",
    "dependence_now",
    "coverage",
    "vote_summary",
    "vote",
    "organisation",
    "declaration",
    "sanction_joined",
    "sanction_refused",
    "trade_share",
    "energy_share",
    "arms_dependence",
    "arms_out",
    "aid_to_opponent",
    "defence",
    "exercise",
    "statement",
    "dispute",
    "missing",
]
VERSION_KEY = "version"
"""Footnote key of what Standpunkt computed itself."""


class Finding(BaseModel):
    """One thing that can be said; `fields` fill its sentence, `fact_keys` are its footnotes (at least one).

    `direction`: -1 towards the opponent, +1 towards the power, 0 neither. `weight`: absolute points of the
    Stance (of the Dependence for exposure) that its facts carry. `doubt`: unverified, reconstructed or empty.
    """

    model_config = ConfigDict(frozen=True)

    id: str
    iso3: str
    pillar: str
    kind: Kind
    variant: str
    direction: Literal[-1, 0, 1] = 0
    weight: float = 0.0
    fields: dict[str, Any]
    fact_keys: tuple[str, ...] = Field(min_length=1)
    doubt: Literal["", "unverified", "reconstructed"] = ""
    on: str = ""

    @property
    def template_id(self) -> str:
        """Name of its sentence: kind and variant."""
        return f"{self.kind}.{self.variant}"


@dataclass(frozen=True, eq=False)
class Case:
    """One state at one month, with everything that finders read."""

    observatory: Observatory
    iso3: str
    month: date
    row: dict[str, Any] | None
    stance: dict[str, Any] = field(repr=False)
    dependence: dict[str, Any] = field(repr=False)

    @property
    def end(self) -> str:
        """Last day of the month as ISO text; nothing later is said."""
        return month_end(self.month).isoformat()

    @property
    def power(self) -> frozenset[str]:
        """States of the power."""
        return frozenset(self.observatory.study.poles.power.states)

    @property
    def opponent(self) -> frozenset[str]:
        """States of the opponent."""
        return frozenset(self.observatory.study.poles.opponent.states)

    @cached_property
    def _points(self) -> dict[str, float]:
        stance = _points_of(self.stance)
        return _points_of(self.dependence) | stance

    def points(self, *facts: Fact) -> float:
        """Points of the Stance (or else the Dependence) that some facts carry together."""
        return sum(self._points.get(fact.key, 0.0) for fact in facts)

    def facts(self, table: str) -> list[Fact]:
        """Facts of a table about the state."""
        return self.observatory.facts.of_state(self.iso3, table)

    def holding(self, table: str) -> list[Fact]:
        """Facts of a table of spells that hold at the end of the month."""
        return [fact for fact in self.facts(table) if self._holds(fact)]

    def until(self, table: str, column: str) -> list[Fact]:
        """Facts of a table whose day in `column` is not after the month, the latest first."""
        found = [fact for fact in self.facts(table) if str(fact.fields[column]) <= self.end]
        return sorted(found, key=lambda fact: (str(fact.fields[column]), fact.row_key), reverse=True)

    def _holds(self, fact: Fact) -> bool:
        start, stop = fact.fields["from_date"], fact.fields["to_date"]
        return start <= self.end and (stop is None or stop > self.end)


def _points_of(explained: dict[str, Any]) -> dict[str, float]:
    found: dict[str, float] = {}
    for row in explained["contributions"]:
        for part in row["facts"]:
            if part["row_key"]:
                key = f"{part['table']}:{part['row_key']}"
                found[key] = found.get(key, 0.0) + part["contribution"]
    return found


def doubt_of(*facts: Fact) -> Literal["", "unverified", "reconstructed"]:
    """The gravest doubt about some facts: unverified before reconstructed."""
    found = {fact.verification for fact in facts}
    if "unverified" in found:
        return "unverified"
    return "reconstructed" if "reconstructed" in found else ""


def sign(value: float | None) -> Literal[-1, 0, 1]:
    """-1, 0 or 1; 0 for nothing."""
    if not value:
        return 0
    return 1 if value > 0 else -1


def from_fact(case: Case, fact: Fact, template: str, pillar: str, **rest: Any) -> Finding:  # noqa: ANN401 (fields of any kind)
    """The finding that one fact makes.

    Args:
        case: State and month.
        fact: The fact.
        template: Kind and variant, such as `defence.treaty`.
        pillar: Code of the pillar.
        **rest: Fields of the finding; `side` is its direction (by default the sign of its points).

    Returns:
        The finding, with the fact as its footnote.
    """
    kind, variant = template.split(".")
    points = case.points(fact)
    side = rest.pop("side", sign(points))
    return Finding.model_validate(
        {
            "id": f"{kind}:{fact.row_key}",
            "iso3": case.iso3,
            "pillar": pillar,
            "kind": kind,
            "variant": variant,
            "direction": side,
            "weight": abs(points),
            "fields": rest,
            "fact_keys": (fact.key,),
            "doubt": doubt_of(fact),
            "on": str(
                fact.fields.get("from_date") or fact.fields.get("year") or fact.fields.get("to_year") or ""
            ),
        }
    )
