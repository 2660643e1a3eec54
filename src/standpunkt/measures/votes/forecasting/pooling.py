"""Pools what speaks to a question into one distribution over yes, abstain and no."""

from dataclasses import dataclass

import numpy as np

from standpunkt.measures.votes.forecasting.history import fixed, record, shares, transitions, yearly
from standpunkt.measures.votes.forecasting.positions import by_position
from standpunkt.measures.votes.forecasting.question import Evidence, Kind
from standpunkt.measures.votes.forecasting.settings import KindSettings, Pool, settings
from standpunkt.measures.votes.scaling.grid import Floats

FLOOR = 0.001
PARTS = ("transitions", "record", "item", "mixture")
Parts = dict[str, Floats]


@dataclass(frozen=True)
class Pooled:
    """P(yes, abstain, no) of those who vote, and the components it is made of, each of shape (states, 3).

    `weights` are the components' shares in the whole, which add up to 1; `nearness` is the share that takes
    the named text as the same text again.
    """

    chances: Floats
    parts: Parts
    weights: dict[str, float]
    nearness: float
    kind: Kind


def pooled(found: Evidence, repeat_table: Floats) -> Pooled:
    """The forecast of those who vote.

    Args:
        found: Votes that speak to the question.
        repeat_table: How votes turn when a text is repeated.

    Returns:
        The pooled distribution with its components.
    """
    item, mixture = by_position(found)
    positions = {"item": item, "mixture": mixture, "shares": np.tile(shares(found), (len(found.states), 1))}
    again = _parts_again(found, repeat_table, positions)
    if found.kind == "repeat":
        pool = settings().repeat.pool
        return Pooled(mixed(again, pool), again, _shares_of(pool), 1.0, found.kind)
    own: KindSettings = getattr(settings(), found.kind)
    moved = transitions(found, fixed(np.array(own.table)))
    parts = {"transitions": moved, "record": record(found, moved, own.record), **positions}
    near = 0.0
    if found.kind == "like":
        near = settings().nearness.share(float(found.years[found.at]))
    chances = near * mixed(again, settings().repeat.pool) + (1 - near) * mixed(parts, own.pool)
    weights = {
        name: near * _shares_of(settings().repeat.pool)[name] + (1 - near) * share
        for name, share in _shares_of(own.pool).items()
    }
    shown = {name: near * again[name] + (1 - near) * part for name, part in parts.items()}
    return Pooled(floored(chances), shown, weights, near, found.kind)


def _parts_again(found: Evidence, repeat_table: Floats, positions: Parts) -> Parts:
    """The components when the text is taken as the same text again."""
    moved = transitions(found, yearly(repeat_table))
    told = record(found, moved, settings().repeat.record)
    return {"transitions": moved, "record": told, **positions}


def mixed(parts: Parts, pool: Pool) -> Floats:
    """Mixes components: a product of powers, or a weighted mean; floored and normalised.

    Args:
        parts: Components by name.
        pool: Form and weights.

    Returns:
        Shape (states, 3).
    """
    weights = pool.weights()
    floors = {name: floored(parts[name]) for name in PARTS}
    if pool.form == "linear":
        return floored(sum((weights[name] * floors[name] for name in PARTS), np.zeros(1)))
    logs = sum((weights[name] * np.log(floors[name]) for name in PARTS), np.zeros(1))
    powers = np.exp(logs - np.max(logs, axis=1, keepdims=True))
    return floored(powers / powers.sum(axis=1, keepdims=True))


def floored(chances: Floats) -> Floats:
    """Distributions without a probability below the floor.

    Args:
        chances: Shape (states, 3).

    Returns:
        The same, rows summing to one.
    """
    lifted = np.maximum(chances / chances.sum(axis=1, keepdims=True), FLOOR)
    return np.asarray(lifted / lifted.sum(axis=1, keepdims=True))


def _shares_of(pool: Pool) -> dict[str, float]:
    weights = pool.weights()
    total = sum(weights.values())
    return {name: weight / total for name, weight in weights.items()}
