"""Speed, memory and agreement of everything on positions and similarity, beside peers in the same run.

Run: `OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 python benchmarks/bench_votes.py [iterations of the sampler]`;
seconds are CPU seconds. Peers that are absent are named as such; what cannot be installed from Debian or PyPI
is given as recorded.
"""

import multiprocessing
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import polars as pl
import votes_data

from standpunkt.measures.votes.positions import Axis, Positions, positions_of
from standpunkt.measures.votes.scaling import gibbs
from standpunkt.measures.votes.scaling.ballots import VoteMatrix, matrix_of
from standpunkt.measures.votes.similarity import every_dyad
from standpunkt.measures.votes.updating.stored import kept, load, save
from standpunkt.measures.votes.updating.update import updated
from standpunkt.measures.votes.vote_set import contested

AXIS = Axis(
    frozenset({"RUS"}),
    frozenset({"USA", "GBR", "FRA", "DEU", "ITA", "NLD", "BEL", "CAN", "AUS", "JPN", "NOR", "DNK", "SWE"}),
)
RECORDED = ("emIRT dynIRT, binary, no usable intervals (recorded, not installable here)", 4.5)
PEER_ITERATIONS = 3
PATIENCE = 600
DEFAULT_ITERATIONS = 21_000
ERAS = ((1, 20), (21, 45), (46, 60), (61, 79))


def timed(work: Callable[[], object]) -> float:
    """CPU seconds of the second of two runs; the first one compiles."""
    work()
    started = time.process_time()
    work()
    return time.process_time() - started


def fitted(votes: VoteMatrix) -> Positions:
    """The whole of what a user gets: fit, intervals, table."""
    return positions_of(votes, AXIS, np.random.default_rng(1))


def whole_in_small(folder: str, queue: multiprocessing.Queue) -> None:
    """Reads the table from disk, fits, and says how much memory this process ever took."""
    from standpunkt.measures.votes.vote_set import dated_roll_calls
    from standpunkt.tables.votes_file import read_votes_file

    found = read_votes_file(Path(folder) / "votes.parquet")
    calls = found.roll_calls.with_columns(symbol_code=pl.col("roll_call_id"))
    frame = fitted(VoteMatrix.of_codes(found.votes, dated_roll_calls(calls))).frame
    usage = resource.getrusage(resource.RUSAGE_SELF)
    # Not ru_maxrss: a child starts with that of its parent.
    status = Path("/proc/self/status").read_text(encoding="ascii")
    peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
    queue.put((frame.height, peak, usage.ru_utime + usage.ru_stime))


def memory(cast: pl.DataFrame, folder: str) -> None:
    """Peak memory of reading and fitting the whole history in a process of its own."""
    letters = {0: "X", 1: "Y", 2: "A", 3: "N"}
    file = cast.select(
        "roll_call_id",
        "date",
        "session",
        "iso3",
        vote=pl.col("code").replace_strict(letters, return_dtype=pl.String),
    )
    file.write_parquet(Path(folder) / "votes.parquet")
    context = multiprocessing.get_context("spawn")
    queue = context.Queue()
    process = context.Process(target=whole_in_small, args=(folder, queue))
    process.start()
    rows, peak, seconds = queue.get()
    process.join()
    print(
        f"own process, table read from a file: {rows} rows, peak {peak:.0f} MiB (goal 500), "
        f"{seconds:.2f} s with imports"
    )


def peers(cast: pl.DataFrame, folder: str, own: float) -> None:
    """MCMCpack and pscl on the last 10 sessions, where R and they are installed."""
    runner = shutil.which("Rscript")
    if runner is None:
        print("MCMCpack, pscl: not run (no Rscript; apt-get install r-cran-mcmcpack r-cran-pscl)")
        return
    path = Path(folder) / "peers.csv"
    given = contested(cast)
    given.select(
        "iso3", "session", roll_call="roll_call_id", yes=(pl.col("code") == 1).cast(pl.Int8)
    ).write_csv(path)
    script = Path(__file__).with_name("votes_peers.R")
    words = [runner, str(script), str(path), str(PEER_ITERATIONS)]
    try:
        said = subprocess.run(words, capture_output=True, text=True, check=False, timeout=PATIENCE).stdout
    except subprocess.TimeoutExpired as late:
        said = (late.stdout or b"").decode()
        print(f"R: stopped after {PATIENCE} s by the clock; what it had not said by then is not known")
    for line in said.splitlines():
        name, *numbers = line.split()
        if len(numbers) < 2:
            print(f"{line}: not run")
            continue
        each = float(numbers[1]) / int(numbers[0])
        print(
            f"{name}, last 10 sessions, binary: {each:.3f} s an iteration ({numbers[0]} run); whole "
            f"fit here {own:.2f} s, ratio {each / own:.2f} an iteration, "
            f"{each * DEFAULT_ITERATIONS / own:,.0f} for its usual {DEFAULT_ITERATIONS:,} (extrapolated)"
        )


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


def new_roll_call(votes: VoteMatrix, folder: str) -> None:
    """A stored fit without the last roll call takes it in; against fitting everything again."""
    fewer = votes.of(np.arange(len(votes.roll_calls)) < len(votes.roll_calls) - 1)
    place = Path(folder) / "fit"
    save(kept(fitted(fewer), fewer, AXIS), place)

    def take_in() -> pl.DataFrame:
        stored = load(place)
        after = updated(stored, votes, AXIS, np.random.default_rng(1)) if stored else None
        return after.rows if after else pl.DataFrame()

    both = take_in().join(fitted(votes).frame, on=["iso3", "session"])
    difference = (both["theta"] - both["theta_right"]).abs()
    print(
        f"new roll call taken into a stored fit: {timed(take_in):.2f} s (goal .5); against the whole fit at "
        f"most {difference.max():.3f}, rms {np.sqrt((difference**2).mean()):.4f}"
    )


def spreads(theta: np.ndarray, session: np.ndarray) -> str:
    """Mean standard deviation within sessions, by era."""
    return ", ".join(
        f"{a}-{b} {np.mean([theta[session == s].std() for s in range(a, b + 1) if (session == s).any()]):.2f}"
        for a, b in ERAS
    )


def oracle(found: Positions, iterations: int) -> None:
    """The exact sampler on the same votes."""
    session, theta = found.fit.ballots.row_session, found.fit.rows.theta
    started = time.process_time()
    drawn = gibbs.sample(found.held, np.random.default_rng(5), iterations, iterations // 3)
    print(f"exact sampler: {iterations} iterations in {time.process_time() - started:.0f} s")
    mean = drawn.theta.mean(axis=1)
    rs = [np.corrcoef(mean[session == s], theta[session == s])[0, 1] for s in np.unique(session)]
    halves = drawn.agreement_of_halves(session)
    print(f"its halves agree {halves[0]:.4f}, min {halves[1]:.4f} (goal .998)")
    print(f"fit against sampler: r {np.mean(rs):.4f}, median {np.median(rs):.4f}, min {np.min(rs):.4f}")
    ratio = found.draws.std(axis=1) / drawn.theta.std(axis=1)
    print(f"standard deviations {np.median(ratio):.2f} times the sampler's")
    print(f"spread by era: fit {spreads(theta, session)}; sampler {spreads(mean, session)}")


def main(iterations: int) -> None:
    """Prints all of it."""
    full, alone = (votes_data.cast_of(tables()) for tables in (votes_data.every_source, votes_data.mirror))
    votes, fewer = matrix_of(full), matrix_of(alone)
    print(f"votes cast: {(votes.codes > 0).sum()} (all sources), {(fewer.codes > 0).sum()} (mirror alone)")
    found, mirror = fitted(votes), fitted(fewer)
    spent = timed(lambda: fitted(votes))
    print(
        f"whole history: {spent:.2f} s with intervals (goal 4.5, stretch 2.25), {found.fit.sweeps} sweeps, "
        f"{found.frame.height} rows; {RECORDED[0]}: {RECORDED[1]} s, ratio {RECORDED[1] / spent:.2f}"
    )
    print(f"whole history, mirror alone: {timed(lambda: fitted(fewer)):.2f} s, {mirror.fit.sweeps} sweeps")
    last = fewer.of(fewer.sessions > fewer.sessions.max() - 10)
    own = timed(lambda: fitted(last))
    print(f"last 10 sessions: {own:.2f} s with intervals (goal .6), {fitted(last).fit.sweeps} sweeps")
    given = full.filter(pl.col("code") > 0)
    print(f"all similarity measures, all dyad-years: {timed(lambda: every_dyad(given)):.2f} s (goal < 1)")
    with tempfile.TemporaryDirectory() as folder:
        new_roll_call(votes, folder)
        memory(full, folder)
        peers(alone.filter(pl.col("session") > alone["session"].max() - 10), folder, own)
    both = found.frame.join(mirror.frame, on=["iso3", "session"])
    rs = (
        both.group_by("session")
        .agg(r=pl.corr("theta", "theta_right"), n=pl.len())
        .filter(pl.col("n") > 5)["r"]
    )
    print(
        f"r per session, all sources / mirror alone: mean {rs.mean():.3f}, median {rs.median():.3f}, "
        f"min {rs.min():.3f}"
    )
    pc = first_component(full, found)
    print(f"r per session with the first principal component: median {np.median(pc):.3f}, min {pc.min():.3f}")
    if iterations:
        oracle(found, iterations)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 0)
