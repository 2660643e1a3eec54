"""Prints the figures G1 to G7 and G12 of the index: `python benchmarks/bench_index.py`.

193 made-up states, 40 indicators, 4 pillars, a tenth of the cells missing. CPU seconds of one thread, best of
several runs; memory is the peak of a process of its own. `bound` is what numpy needs in the same run for the
least that any tool must do on as many numbers; `ratio` compares with it. COINr's seconds were recorded
elsewhere (R 1.1.14, indicators 193 x 40; it is not installed here).
"""

import os

os.environ["OMP_NUM_THREADS"] = "1"
os.environ["OPENBLAS_NUM_THREADS"] = "1"
os.environ["POLARS_MAX_THREADS"] = "1"

import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from benchmarks.wide_world import STATES, wide_cells, wide_ready, wide_study, wide_weights
from standpunkt.index.analysis.estimators import sobol_indices
from standpunkt.index.analysis.robustness import pair_order
from standpunkt.index.analysis.sensitivity import factors_of, sensitivity
from standpunkt.index.doubt.drawn import score_draws
from standpunkt.index.doubt.fields import cell_errors
from standpunkt.index.doubt.settings import central_settings, draw_settings
from standpunkt.index.doubt.simulate import moment_of
from standpunkt.index.draws import sobol
from standpunkt.index.prepare import Prepared, rule_from, simulator_of
from standpunkt.index.score.classify import probabilities
from standpunkt.index.score.states import score_states
from standpunkt.index.statistics import order_statistics, ranks, statistics
from standpunkt.index.validation.central import Inputs, central_scores, largest_gap
from standpunkt.index.validation.changes import cloned
from standpunkt.index.whatif.answer import open_month, whatif
from standpunkt.index.whatif.course import drawn_course
from standpunkt.index.whatif.question import Question
from tests.index.world import make_world

ROOT = Path(__file__).resolve().parent.parent
INDICATORS, RUNS = 40, 5
METHOD_ONLY = ("measurement", "imputation")
ROW = "{:4} {:>9} {:>9} {:>8} {:>6} {:>8}  {}"


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Least CPU seconds over some runs."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def bound(draws: int, cells: int = 0) -> float:
    """The least work: draw every uncertain cell, combine 40 indicators, sort and rank states, once each."""
    generator = np.random.Generator(np.random.Philox(key=1))
    weights = generator.random((draws, INDICATORS), np.float32)
    values = generator.random((INDICATORS, STATES), np.float32)

    def work() -> None:
        if cells:
            generator.standard_normal(cells * draws, np.float32)
        total = weights @ values
        total.argsort(axis=1)
        np.sort(np.ascontiguousarray(total.T), axis=1)

    return best(work)


def say(name: str, seconds: float, goal: float, least: float | None, *rest: str) -> None:
    """Prints one line: goal met or not, ratio to the bound, COINr's seconds, a note."""
    coinr, note = rest
    ratio = f"{seconds / least:.1f}" if least else "-"
    mark = "ok" if seconds <= goal else "MISSED"
    print(ROW.format(name, f"{seconds:.3f} s", f"{goal:g} s", mark, ratio, coinr, note), flush=True)


def run_once(ready: Prepared) -> None:
    """Settings, scores of all states in all draws, quantiles, ranks, classes; from nothing but cells."""
    study, tree = ready.study, ready.tree
    ready = replace(ready, settings=draw_settings(study, tree))
    errors = cell_errors(study, tree, ready.panel, len(ready.settings)).next_month()
    simulator = simulator_of(ready)
    rule = rule_from(study, tree, ready.settings)
    found = score_draws(simulator, rule, moment_of(simulator, len(ready.panel.months) - 1, errors))
    statistics(found.stance)
    order_statistics(ranks(found.stance), (0.05, 0.95))
    probabilities(found.classes)


def memory_of(without: tuple[str, ...]) -> float:
    """Peak megabytes of a process that makes the study and runs it once."""
    code = (
        "import resource, sys; sys.argv=['bench'];"
        "from benchmarks.bench_index import run_once; from benchmarks.wide_world import wide_ready;"
        f"run_once(wide_ready(2, 10_000, {without!r}));"
        "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    return float(found.stdout.split()[-1]) / 1000


def draws_of_one_month() -> None:
    """G1 and G2."""
    quiet, whole = wide_ready(2, 10_000, METHOD_ONLY), wide_ready(2, 10_000)
    factors = len(factors_of(quiet))
    note = (
        f"10,000 draws, {factors} method factors, ranks, quantiles, classes; {memory_of(METHOD_ONLY):.0f} MB"
    )
    say("G1", best(lambda: run_once(quiet), 10), 0.25, bound(10_000), "1,280 s", note + " (goal 300)")
    cells = STATES * INDICATORS // 2
    note = f"the same with errors of cells and of gaps; {memory_of(()):.0f} MB"
    say("G2", best(lambda: run_once(whole), 3), 2, bound(10_000, cells), "none", note)


def sobol_error() -> float:
    """Root mean square error of S1 and ST on f = c + x1 + 2 x2 + 3 x3, 100 seeds, c = 0, 10, 100."""
    squares = []
    expected = np.array([1, 4, 9]) / 14
    for seed in range(100):
        points = sobol(seed, 4096, 6)
        a, b = points[:, :3], points[:, 3:]
        for shift in (0.0, 10.0, 100.0):
            ys = [
                (shift + x @ np.array([1.0, 2.0, 3.0]))[:, None]
                for x in (a, b, *(np.where(np.arange(3) == i, b, a) for i in range(3)))
            ]
            found = sobol_indices(ys[0], ys[1], np.stack(ys[2:]))
            squares += [(found.first[:, 0] - expected) ** 2, (found.total[:, 0] - expected) ** 2]
    return float(np.sqrt(np.mean(squares)))


def sobol_of_states() -> None:
    """G3."""
    ready = wide_ready(2, 1_000)
    world, month = wide_weights(ready.study), ready.panel.months[-1]
    count, error = len(factors_of(ready)), sobol_error()
    note = (
        f"{STATES} states, counts, shares, {count} factors, N 4,096, bootstrap; RMSE {error:.5f} (goal .001)"
    )
    seconds = best(lambda: sensitivity(ready, world, month, 4096), 2)
    say("G3", seconds, 5, bound(4096 * (count + 2), STATES * INDICATORS // (count + 2)), "4,200 s", note)


def panel() -> None:
    """G4, with errors of pillars, and cell by cell for comparison."""
    ready = wide_ready(60, 1_000)

    def quick() -> None:
        before = None
        for _, stance, classes in drawn_course(ready):
            order_statistics(stance, (0.05, 0.95))
            probabilities(classes)
            if before is not None:
                (classes != before).mean(axis=1)
            before = classes

    least = 60 * bound(1_000, STATES * 4 // 2)
    say(
        "G4",
        best(quick, 3),
        2,
        least,
        "none",
        "60 months x 1,000 draws, P(class), P(change), errors of pillars",
    )
    simulator, rule = simulator_of(ready), rule_from(ready.study, ready.tree, ready.settings)

    def cells() -> None:
        errors = cell_errors(ready.study, ready.tree, ready.panel, len(ready.settings))
        for t in range(60):
            probabilities(score_draws(simulator, rule, moment_of(simulator, t, errors.next_month())).classes)

    print(ROW.format("", f"{best(cells, 1):.3f} s", "", "", "", "", "the same cell by cell"), flush=True)


def questions() -> None:
    """G5 and G6."""
    ready = wide_ready(2, 2_000)
    world = wide_weights(ready.study)
    opened = open_month(ready, world, ready.panel.months[-1])
    asked = Question(weights={"B": 0.5})
    rule = rule_from(ready.study, ready.tree, central_settings(ready.study, ready.tree))
    flat = opened.flat[:, :, None]
    central = best(lambda: score_states(rule, flat, opened.applies))
    say("G5", central, 0.016, None, "none", "slider, central scores of all states")
    note = "slider, 2,000 draws: intervals, classes, world shares"
    say("G5", best(lambda: whatif(opened, asked)), 0.1, bound(2_000), "none", note)
    order = best(lambda: pair_order(rule, opened.flat, opened.applies, 0.25))
    say(
        "G6",
        order,
        0.1,
        None,
        "none",
        f"exact order of {STATES} x {STATES} under weights +-25 % at every level",
    )


def parity() -> None:
    """G7."""
    test = "tests/index/test_coinr_parity.py"
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", test],
        capture_output=True, text=True, check=False, cwd=ROOT,
    )  # fmt: skip
    last = done.stdout.strip().splitlines()[-1] if done.stdout.strip() else done.stderr[-200:]
    print(f"G7   equal to COINr within 1e-9: {test}: {last}", flush=True)


def exchanged_gap() -> float:
    """Largest |S + S of the exchanged poles| of the made-up study, in points."""
    study = wide_study(2, 1_000)
    months, cells = study.period.range.months()[-1:], wide_cells(study)
    numbers = ("value", "low_value", "high_value")
    exposed = [code for code in study.indicators if study.layer_of(code) == "exposure"]
    turned = [
        pl.when(pl.col("indicator_code").is_in(exposed))
        .then(pl.col(name))
        .otherwise(-pl.col(name))
        .alias(name)
        for name in numbers
    ]
    one = central_scores(Inputs(study, cells, {}), months)
    other = central_scores(Inputs(study.exchanged(), cells.with_columns(turned), {}), months)
    return float(np.abs(one.stance + other.stance).max())


def bundled_clones() -> float:
    """Largest move of any score of the bundled study when each indicator in turn stands there twice."""
    from standpunkt.pipeline.build import Options, planned_study
    from standpunkt.pipeline.facts import read_facts
    from standpunkt.pipeline.indicators import indicators_of, tables_of
    from standpunkt.tables.cache import FrameCache
    from standpunkt.tables.store import Store
    from standpunkt.vocabulary.progress import silent

    with tempfile.TemporaryDirectory() as folder:
        study = planned_study("russia_ukraine", Path(folder), Options())
        found = indicators_of(
            study, read_facts(Store(Path(folder)), tables_of(study)), FrameCache(Path(folder)), silent
        )
    inputs, months = Inputs(study, found.values, found.anchors), study.period.report
    base = central_scores(inputs, months)
    return max(
        largest_gap(base, central_scores(cloned(inputs, code), months)) for code in study.active_indicators
    )


def sameness() -> None:
    """G12."""
    world = make_world()
    one, two = world.result(), world.result()
    same = all(one.frames[name].equals(two.frames[name], null_equal=True) for name in one.frames)
    clone, mirror = bundled_clones(), exchanged_gap()
    print(f"G12  clone {clone:.2g} points (goal .5, bundled study, each indicator twice in turn)")
    print(f"     mirror {mirror:.2g} points (goal 1, made-up study; bundled study: standpunkt validate)")
    print(f"     two runs {'equal to the byte' if same else 'DIFFERENT'}")


def main() -> None:
    """Prints all figures."""
    print(
        f"{STATES} states, {INDICATORS} indicators, 4 pillars; numpy {np.__version__}; 1 thread, CPU seconds"
    )
    print(ROW.format("", "best", "goal", "", "ratio", "COINr", ""))
    for part in (draws_of_one_month, sobol_of_states, panel, questions, parity, sameness):
        part()
    print(f"peak memory of this process {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
