"""From a claim to the scores it moves, and from a score back to the quotes it rests on."""

from datetime import date
from typing import Any

import polars as pl

from standpunkt.dossier.facts import CLAIMS, EVENTS, Fact
from standpunkt.dossier.observatory import Observatory

Row = dict[str, Any]
INDICES = ("stance", "dependence")


def claims_of_state(observatory: Observatory, iso3: str) -> list[Row]:
    """Reviewed claims about a state with quote, speaker and place, those of one event together.

    Args:
        observatory: The built version.
        iso3: Code of the state.

    Returns:
        Rows as in `FactBook.claims_of_event`, each with event_id.
    """
    found = observatory.facts.of_state(iso3, EVENTS)
    return [
        {"event_id": event.fields["event_id"], **claim}
        for event in found
        for claim in observatory.facts.claims_of_event(event)
    ]


def trace_claim(observatory: Observatory, claim_id: str, at: str | date | None = None) -> Row:
    """Where a reviewed claim goes: its event, and what that adds to which indicator and score.

    Args:
        observatory: The built version.
        claim_id: Id of the claim, or its first letters.
        at: The period; None takes the newest.

    Returns:
        claim (None where this version does not hold it), event, and effects: state, indicator, value (part of
        the indicator's value), index, points (part of the score), score with its 90 % interval.
    """
    month = observatory.month(at)
    claim = _found(observatory, claim_id)
    if claim is None:
        return {"claim": None, "event": None, "effects": [], "month": f"{month:%Y-%m}"}
    event_id = claim.fields["event_id"]
    events = [one for one in _facts(observatory, EVENTS) if one.fields["event_id"] == event_id]
    effects = [row for one in events for row in event_effects(observatory, one.row_key, month)]
    return {
        "claim": observatory.facts.claim(claim),
        "event": events[0].fields if events else None,
        "effects": effects,
        "month": f"{month:%Y-%m}",
    }


def event_effects(observatory: Observatory, row_key: str, month: date) -> list[Row]:
    """What an event adds to indicators and scores of its state in a month.

    Args:
        observatory: The built version.
        row_key: Key of the row of `evidence_event`.
        month: A month with scores.

    Returns:
        Rows of state, indicator, value, index, points, score, score_low, score_high.
    """
    here = (pl.col("month_date") == month) & (pl.col("table_name") == EVENTS) & (pl.col("row_key") == row_key)
    values = observatory.folder.scan("study_state_month_indicator_part").filter(here).collect()
    points = observatory.folder.scan("study_state_month_contribution").filter(here).collect()
    found = []
    for part in values.iter_rows(named=True):
        mine = points.filter(
            (pl.col("iso3") == part["iso3"]) & (pl.col("parent_code") == part["indicator_code"])
        )
        for index in INDICES:
            added = mine.filter(pl.col("index_code") == index)["contribution_score"]
            row = observatory.state(part["iso3"], month)
            if added.len() and row is not None:
                found.append(_effect(part, index, float(added.sum()), row))
    return found


def _effect(part: Row, index: str, points: float, row: Row) -> Row:
    return {
        "state": part["iso3"],
        "indicator": part["indicator_code"],
        "value": part["part_value"],
        "index": index,
        "points": points,
        "score": row[index],
        "score_low": row[f"{index}_low"],
        "score_high": row[f"{index}_high"],
    }


def trace_state(observatory: Observatory, iso3: str, at: str | date | None = None) -> list[Row]:
    """Back from a score: every event that it rests on, with its claims, quotes and pages.

    Args:
        observatory: The built version.
        iso3: Code of the state.
        at: The period; None takes the newest.

    Returns:
        One row a claim: the columns of `event_effects`, then those of the claim.
    """
    month = observatory.month(at)
    found = []
    for event in observatory.facts.of_state(iso3, EVENTS):
        for effect in event_effects(observatory, event.row_key, month):
            found += [
                {**effect, "event_id": event.fields["event_id"], **claim}
                for claim in observatory.facts.claims_of_event(event)
            ]
    return found


def _found(observatory: Observatory, claim_id: str) -> Fact | None:
    found = [one for one in _facts(observatory, CLAIMS) if one.row_key.startswith(claim_id)]
    return found[0] if len(found) == 1 else None


def _facts(observatory: Observatory, table: str) -> list[Fact]:
    keys = observatory.facts.frame.filter(pl.col("table_name") == table)["row_key"]
    found = [observatory.facts.get(table, key) for key in keys]
    return [one for one in found if one is not None]
