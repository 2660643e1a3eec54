"""How good forecasts were: log loss, Brier score, accuracy, reliability, beside persistence and majority."""

from collections.abc import Mapping, Sequence

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.scaling.grid import Floats

PERSISTENCE = 0.94
MAJORITY = 0.9
FLOOR = 0.001
DECILES = 10
MEANS = {"loss": "log_loss", "brier": "brier", "hits": "accuracy"}
SCORE_COLUMNS = ("target", "way", "n", "loss", "hits", "brier")


def persistence(last: NDArray[np.int8], shares: Floats) -> Floats:
    """The last vote again with .94; the shares of all where a state has no last vote.

    Args:
        last: Codes, 1 to 3; others are no vote.
        shares: Yes, abstain, no of the reference, shape (3,).

    Returns:
        Shape (states, 3).
    """
    found = np.tile(shares, (len(last), 1))
    voted = np.flatnonzero(last > 0)
    found[voted] = (1 - PERSISTENCE) / 2
    found[voted, last[voted] - 1] = PERSISTENCE
    return found


def majority(states: int, shares: Floats) -> Floats:
    """The most frequent answer of the reference with .9 for everybody.

    Args:
        states: How many.
        shares: Yes, abstain, no of the reference.

    Returns:
        Shape (states, 3).
    """
    return np.tile(np.where(np.arange(3) == shares.argmax(), MAJORITY, (1 - MAJORITY) / 2), (states, 1))


def scores(target: str, ways: Mapping[str, Floats], codes: NDArray[np.int8]) -> pl.DataFrame:
    """Sums of the scores of several ways on one roll call, over the states that voted.

    Args:
        target: Id of the roll call.
        ways: Distributions (states, 3) by name.
        codes: What happened, 1 to 3; others count for nothing.

    Returns:
        target, way, n, loss, hits, brier; sums, not means.
    """
    voted = codes > 0
    outcome = np.eye(3)[codes[voted] - 1]
    rows = []
    for way, chances in ways.items():
        lifted = np.maximum(chances[voted], FLOOR)
        lifted /= lifted.sum(axis=1, keepdims=True)
        loss = float(-np.log((lifted * outcome).sum(axis=1)).sum())
        hits = int((lifted.argmax(axis=1) == outcome.argmax(axis=1)).sum())
        rows.append((target, way, int(voted.sum()), loss, hits, float(((lifted - outcome) ** 2).sum())))
    return pl.DataFrame(rows, schema=list(SCORE_COLUMNS), orient="row")


def summary(found: pl.DataFrame) -> pl.DataFrame:
    """Means over all targets.

    Args:
        found: Rows of `scores`.

    Returns:
        way, targets, n, log_loss, brier, accuracy; in the order of the ways.
    """
    total = found.group_by("way", maintain_order=True).agg(
        pl.col("target").n_unique().alias("targets"), pl.col("n", "loss", "hits", "brier").sum()
    )
    means = [(pl.col(name) / pl.col("n")).alias(told) for name, told in MEANS.items()]
    return total.select("way", "targets", "n", *means)


def reliability(chances: Sequence[Floats], codes: Sequence[NDArray[np.int8]]) -> pl.DataFrame:
    """How often what was given a probability happened, by decile.

    Args:
        chances: Distributions (states, 3) of each target.
        codes: What happened.

    Returns:
        decile (lower end), cases, mean_probability, happened; no row without cases.
    """
    told = [given[code > 0].ravel() for given, code in zip(chances, codes, strict=True)]
    real = [np.eye(3)[code[code > 0] - 1].ravel() for code in codes]
    frame = pl.DataFrame(
        {"chance": np.concatenate([*told, np.zeros(0)]), "happened": np.concatenate([*real, np.zeros(0)])}
    )
    decile = (pl.col("chance") * DECILES).floor().clip(0, DECILES - 1) / DECILES
    return (
        frame.group_by(decile.alias("decile"))
        .agg(
            pl.len().alias("cases"),
            pl.col("chance").mean().alias("mean_probability"),
            pl.col("happened").mean(),
        )
        .sort("decile")
    )
