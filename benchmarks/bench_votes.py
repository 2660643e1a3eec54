"""Speed and accuracy of everything on votes, side by side with the recorded figures of peers.

Run: `OMP_NUM_THREADS=1 python benchmarks/bench_votes.py`; seconds are CPU seconds on one core.
"""

import resource
import time

import numpy as np
import polars as pl
import votes_data

from standpunkt.measures.votes.positions import Axis, Positions, positions
from standpunkt.measures.votes.scaling.ideal_points import fit
from standpunkt.measures.votes.similarity import every_dyad
from standpunkt.measures.votes.vote_set import contested

AXIS = Axis(
    frozenset({"RUS"}),
    frozenset({"USA", "GBR", "FRA", "DEU", "ITA", "NLD", "BEL", "CAN", "AUS", "JPN", "NOR", "DNK", "SWE"}),
)
PEERS = {
    "whole history": ("emIRT dynIRT, binary, no usable intervals (recorded)", 4.5),
    "last 10 sessions": ("MCMCpack dynamic binary, one iteration of 21,000 (recorded)", 1.9),
}


def timed(name: str, cast: pl.DataFrame) -> Positions:
    """Fits twice (the first run compiles) and prints the seconds of the second."""
    for _ in range(2):
        started = time.process_time()
        found = positions(cast, AXIS, np.random.default_rng(1))
        spent = time.process_time() - started
    peer, seconds = PEERS.get(name, ("", 0.0))
    ratio = f"; {peer}: {seconds} s, ratio {seconds / spent:.2f}" if peer else ""
    print(
        f"{name}: {spent:.2f} s with intervals, {found.fit.sweeps} sweeps, {found.frame.height} rows{ratio}"
    )
    return found


def first_component(cast: pl.DataFrame, found: Positions) -> np.ndarray:
    """Correlation per session with the first principal component of the votes (absences at the mean)."""
    theta = found.frame.select("iso3", "session", "theta")
    rs = []
    for (session,), part in contested(cast).partition_by("session", as_dict=True).items():
        wide = part.pivot(on="roll_call_id", index="iso3", values="code").sort("iso3")
        values = wide.drop("iso3").to_numpy().astype(float)
        values = np.where(np.isnan(values), np.nanmean(values, axis=0), values)
        values -= values.mean(axis=0)
        left, sizes, _ = np.linalg.svd(values, full_matrices=False)
        mine = wide.select("iso3").join(
            theta.filter(pl.col("session") == session), on="iso3", how="left", maintain_order="left"
        )["theta"]
        if mine.null_count() == 0 and len(mine) > 2:
            rs.append(abs(np.corrcoef(left[:, 0] * sizes[0], mine)[0, 1]))
    return np.array(rs)


def new_roll_call(found: Positions) -> None:
    """A warm start from the fit itself: what one more roll call costs at least."""
    started = time.process_time()
    again = fit(found.fit.ballots, found.fit.rows.theta, found.fit.options, found.fit.items)
    print(f"new roll call, warm start: {time.process_time() - started:.2f} s, {again.sweeps} sweeps")


def main() -> None:
    """Prints all of it."""
    full = votes_data.cast_of(votes_data.every_source())
    alone = votes_data.cast_of(votes_data.mirror())
    print(
        f"votes cast: {full.filter(pl.col('code') > 0).height} (all sources), "
        f"{alone.filter(pl.col('code') > 0).height} (mirror alone)"
    )
    found = timed("whole history", full)
    mirror = timed("whole history, mirror alone", alone)
    last = int(alone["session"].max())
    timed("last 10 sessions", alone.filter(pl.col("session") > last - 10))
    new_roll_call(found)
    both = found.frame.join(mirror.frame, on=["iso3", "session"])
    rs = (
        both.group_by("session")
        .agg(r=pl.corr("theta", "theta_right"), n=pl.len())
        .filter(pl.col("n") > 5)["r"]
    )
    print(
        f"r per session, all sources against mirror alone: mean {rs.mean():.3f}, median {rs.median():.3f}, "
        f"minimum {rs.min():.3f}"
    )
    pc = first_component(full, found)
    print(
        f"r per session with the first principal component: median {np.median(pc):.3f}, minimum "
        f"{pc.min():.3f}"
    )
    spread = found.frame.group_by("session").agg(pl.col("theta").std()).sort("session")
    eras = [(1, 20), (21, 45), (46, 60), (61, 79)]
    spreads = [spread.filter(pl.col("session").is_between(*era))["theta"].mean() for era in eras]
    print(
        "spread within sessions by era: "
        + ", ".join(f"{a}-{b} {s:.2f}" for (a, b), s in zip(eras, spreads, strict=True))
    )
    given = full.filter(pl.col("code") > 0)
    started = time.process_time()
    every_dyad(given)
    print(f"all similarity measures, all dyad-years: {time.process_time() - started:.2f} s (goal < 1 s)")
    print(f"peak memory: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB")


if __name__ == "__main__":
    main()
