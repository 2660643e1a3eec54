"""Roll calls on the conflict: votes of all described states and the poles, by position."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.observatory import Observatory
from standpunkt.vocabulary.periods import month_end
from standpunkt.vocabulary.states import members

VALUES = ("yes", "no", "abstain", "absent", "not_member")
NO_RECORD = "no_record"
POSITION = "votes.latent_stance"


@dataclass(frozen=True)
class RollCall:
    """A roll call: the fact of the resolution and each state's vote.

    votes: by ISO3 one of VALUES, or `no_record` for a member whose vote nobody handed down.
    facts: by ISO3 the fact of the vote, where there is one.
    """

    id: str
    resolution: Fact
    votes: dict[str, str]
    facts: dict[str, Fact]

    @property
    def day(self) -> date:
        """The day of the vote."""
        return date.fromisoformat(self.resolution.fields["date"])

    @property
    def published(self) -> dict[str, int | None]:
        """The published totals by value."""
        fields: dict[str, Any] = self.resolution.fields
        return {value: fields.get(f"{value}_count") for value in VALUES[:4]}

    def counted(self, value: str) -> int:
        """How many states of the facts voted so."""
        return sum(vote == value for vote in self.votes.values())

    @property
    def doubtful_count(self) -> int:
        """How many votes are reconstructed or unverified."""
        return sum(fact.is_doubtful for fact in self.facts.values())


def roll_calls(observatory: Observatory, at: date) -> tuple[RollCall, ...]:
    """The conflict's roll calls up to a month, in order.

    Args:
        observatory: The version.
        at: The month.

    Returns:
        Roll calls whose resolution is about the conflict.
    """
    found = observatory.facts.of_state(None, "roll_call_resolution")
    chosen = [fact for fact in found if fact.fields["is_conflict"]]
    chosen = [fact for fact in chosen if fact.fields["date"] <= month_end(at).isoformat()]
    chosen.sort(key=lambda fact: (fact.fields["date"], fact.row_key))
    return tuple(roll_call(observatory, fact) for fact in chosen)


def roll_call(observatory: Observatory, resolution: Fact) -> RollCall:
    """A roll call with the vote of every state.

    Args:
        observatory: The version.
        resolution: The fact of the resolution.

    Returns:
        The roll call; whoever was no member that day has its own value.
    """
    called = resolution.fields["roll_call_id"]
    day = date.fromisoformat(resolution.fields["date"])
    seated = {state.iso3 for state in members(day)}
    votes: dict[str, str] = {}
    facts: dict[str, Fact] = {}
    for iso3 in every_voter(observatory):
        fact = observatory.facts.get("state_roll_call_vote", f"{called}|{iso3}")
        if fact is not None:
            facts[iso3] = fact
        silent = NO_RECORD if iso3 in seated else "not_member"
        votes[iso3] = fact.fields["vote"] if fact is not None else silent
    return RollCall(called, resolution, votes, facts)


def every_voter(observatory: Observatory) -> tuple[str, ...]:
    """The described states and the poles, sorted."""
    study = observatory.study
    return tuple(sorted({*study.universe_states(), *study.poles.states()}))


def positions(observatory: Observatory, at: date) -> dict[str, tuple[float, float | None, float | None]]:
    """Positions from roll calls at a month, with the bounds of their 90 % interval.

    Args:
        observatory: The version.
        at: The month.

    Returns:
        By ISO3 the ideal point (opponent's side negative); empty where the study measures none.
    """
    active = observatory.study.active_indicators.items()
    code = next((code for code, indicator in active if indicator.measure == POSITION), None)
    if code is None:
        return {}
    cells = observatory.folder.scan("study_state_month_indicator")
    here = (pl.col("indicator_code") == code) & (pl.col("month_date") == at) & pl.col("value").is_not_null()
    frame = cells.filter(here).select("iso3", "variant", "value", "low_value", "high_value").collect()
    frame = frame.sort(pl.col("variant").is_in(["core", ""]), descending=True).unique("iso3", keep="first")
    return {iso3: (value, low, high) for iso3, _, value, low, high in frame.iter_rows()}
