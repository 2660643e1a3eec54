"""A fit that is kept: positions, roll calls, and what each position knows from its past alone."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.measures.votes.positions import Axis, Positions
from standpunkt.measures.votes.scaling.ballots import Floats, VoteMatrix
from standpunkt.measures.votes.scaling.ideal_points import Fit, Options, add_row_sums
from standpunkt.tables.voting.kept import read_kept

ROWS, ITEMS, RECORD = "rows.parquet", "roll_calls.parquet", "fit.json"
FORM = 1
"""Version of the form; a folder of another one is fitted anew."""


@dataclass(frozen=True)
class StoredFit:
    """What a later fit can go on from.

    rows: the columns of `Positions.frame` with conditional_variance, held_theta, past_mean and past_variance
    (what the sessions up to this one say of the position); items: roll_call_id, session, digest of its votes,
    beta, lower, log_gap; key: what the fit depends on besides the votes; hold, taken: as in `Fit` and
    `Positions`.
    """

    rows: pl.DataFrame
    items: pl.DataFrame
    key: str
    hold: float
    taken: tuple[float, float]


def fit_key(axis: Axis, options: Options) -> str:
    """What a fit depends on besides the votes.

    Args:
        axis: Which way round.
        options: Priors and stopping rule.

    Returns:
        A short digest.
    """
    given = asdict(replace(options, hold=None))
    text = json.dumps([FORM, sorted(axis.power), sorted(axis.camp), given], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def kept(found: Positions, votes: VoteMatrix, axis: Axis) -> StoredFit:
    """Makes a fit ready to be stored.

    Args:
        found: Ideal points.
        votes: The votes they rest on; more roll calls than were used do no harm.
        axis: Which way round.

    Returns:
        The fit with the digests of its roll calls.
    """
    fit = found.held
    mean, variance = past(fit)
    arrays = fit.ballots
    own = pl.DataFrame(
        {
            "iso3": np.array(arrays.states)[arrays.row_state],
            "session": arrays.row_session,
            "conditional_variance": found.fit.rows.variance,
            "held_theta": fit.rows.theta,
            "past_mean": mean,
            "past_variance": variance,
        }
    )
    rows = found.frame.join(own, on=["iso3", "session"], maintain_order="left")
    return StoredFit(rows, items_of(fit, votes), fit_key(axis, fit.options), fit.hold, found.taken)


def items_of(fit: Fit, votes: VoteMatrix) -> pl.DataFrame:
    """The roll calls of a fit, each with a digest of who voted how.

    Args:
        fit: A fit.
        votes: The votes.

    Returns:
        roll_call_id, session, digest, beta, lower, log_gap.
    """
    fitted = pl.DataFrame(
        {
            "roll_call_id": fit.ballots.items,
            "session": fit.ballots.item_session,
            "beta": fit.items.beta,
            "lower": fit.items.lower,
            "log_gap": fit.items.log_gap,
        }
    )
    named = pl.DataFrame({"roll_call_id": votes.roll_calls, "digest": digests(votes)})
    return fitted.join(named, on="roll_call_id", maintain_order="left")


def digests(votes: VoteMatrix) -> list[str]:
    """One digest per roll call of all its votes; states without a vote leave no trace in it.

    Args:
        votes: The votes.

    Returns:
        In the order of the roll calls.
    """
    names = np.array(votes.states, dtype="S3")
    voted = votes.codes > 0
    return [
        hashlib.blake2b(
            names[given].tobytes() + codes[given].tobytes() + str(session).encode(), digest_size=8
        ).hexdigest()
        for codes, given, session in zip(votes.codes, voted, votes.sessions, strict=True)
    ]


def past(fit: Fit) -> tuple[Floats, Floats]:
    """What each row and those before it say of its position, given the roll calls: a Kalman filter.

    Args:
        fit: A fit.

    Returns:
        Mean and variance per row.
    """
    votes, rows = fit.ballots.orders, fit.rows
    sums = np.empty((len(rows.theta), 2))
    add_row_sums(votes, rows, fit.items, (sums, fit.hold))
    mean, variance = np.empty(len(rows.theta)), np.empty(len(rows.theta))
    walk = fit.options.walk_variance
    starts: NDArray[np.int64] = votes.state_start
    for state, first in enumerate(starts[:-1]):
        before, spread = float(votes.entry_mean[state]), float(votes.entry_variance[state])
        for r in range(first, starts[state + 1]):
            if r > first:
                spread += walk * votes.gap[r]
            gradient, information = sums[r]
            seen = information * rows.theta[r] + gradient
            spread, old = 1.0 / (1.0 / spread + information), spread
            before = spread * (before / old + seen)
            mean[r], variance[r] = before, spread
    return mean, variance


def save(fit: StoredFit, folder: Path) -> None:
    """Writes a fit; the record comes last, so that half a fit is none.

    Args:
        fit: The fit.
        folder: Where to; made if absent.
    """
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / RECORD
    record.unlink(missing_ok=True)
    for name, frame in ((ROWS, fit.rows), (ITEMS, fit.items)):
        part = folder / f"{name}.part"
        frame.write_parquet(part)
        part.replace(folder / name)
    said = {"form": FORM, "key": fit.key, "hold": fit.hold, "taken": fit.taken}
    record.write_text(json.dumps(said), encoding="utf-8")


def load(folder: Path) -> StoredFit | None:
    """Reads a stored fit.

    Args:
        folder: Where it was written.

    Returns:
        The fit, or None where there is none of this form.
    """
    record = folder / RECORD
    if not record.is_file():
        return None
    said = json.loads(record.read_text(encoding="utf-8"))
    if said.get("form") != FORM:
        return None
    rows, items = (read_kept(folder, name) for name in (ROWS, ITEMS))
    return StoredFit(rows, items, said["key"], said["hold"], tuple(said["taken"]))
