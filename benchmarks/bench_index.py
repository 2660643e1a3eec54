"""Prints the figures G1 to G7 and G12 of the index: `OMP_NUM_THREADS=1 python benchmarks/bench_index.py`.

CPU seconds of one thread, best of several runs. `ratio` compares with a plain numpy loop over the same amount
of numbers in the same run. COINr's seconds were recorded elsewhere (R 1.1.14; it is not installed here).
"""

import os

os.environ.setdefault("OMP_NUM_THREADS", "1")
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from standpunkt.index.analysis.estimators import sobol_indices
from standpunkt.index.analysis.robustness import pair_order
from standpunkt.index.analysis.sensitivity import sensitivity
from standpunkt.index.doubt.fields import cell_errors, gap_errors
from standpunkt.index.doubt.settings import central_settings, draw_settings
from standpunkt.index.doubt.simulate import Simulator, placings_of, simulate_month
from standpunkt.index.draws import sobol
from standpunkt.index.month import statistics
from standpunkt.index.prepare import Prepared, prepare, rule_from
from standpunkt.index.score.classify import classify, probabilities
from standpunkt.index.score.states import score_states
from standpunkt.index.whatif.answer import open_month, whatif
from standpunkt.index.whatif.question import Question
from tests.index.world import World, make_world, small_study

RUNS = 3
STATES = 193
COINR = {"G1": "1,280 s", "G2": "none", "G3": "4,200 s", "G4": "none", "G5": "none", "G6": "none"}


def best(work: Callable[[], object], runs: int = RUNS) -> float:
    """Least CPU seconds over some runs."""
    found = []
    for _ in range(runs):
        start = time.process_time()
        work()
        found.append(time.process_time() - start)
    return min(found)


def numpy_bound(states: int, indicators: int, draws: int) -> float:
    """CPU seconds of the least that any tool must do: multiply, add, rank all numbers once."""
    weights = np.random.Generator(np.random.Philox(key=1)).random((draws, indicators), np.float32)
    values = np.random.Generator(np.random.Philox(key=2)).random((indicators, states), np.float32)

    def work() -> None:
        total = weights @ values
        np.partition(total.T.copy(), [draws // 20, draws - draws // 20], axis=1)

    return best(work)


def world_of(states: int) -> World:
    """The small study on the UN's members."""
    from standpunkt.vocabulary.states import members

    study = small_study()
    names = tuple(sorted(s.iso3 for s in members(date(2021, 6, 1))))[:states]
    needed = {s.state for camp in (study.camps.power, study.camps.opponent) for s in camp.members}
    base = tuple(sorted({*names, *needed, "CHN", "IND"}))
    universe = study.universe.model_copy(update={"base": base, "expected_size": len(base) - 2})
    return make_world(study.model_copy(update={"universe": universe}))


def ready_of(world: World, draws: int) -> Prepared:
    """The world in arrays, with that many draws."""
    run = world.study.run.model_copy(update={"draws": draws})
    study = world.study.model_copy(update={"run": run})
    world = replace(world, study=study)
    return prepare(study, world.calibration(), world.indicators)


def say(name: str, seconds: float, goal: str, bound: float | None, *, note: str) -> None:
    """Prints one line."""
    ratio = f"{seconds / bound:8.1f}" if bound else "       -"
    print(
        f"{name:4} {seconds:8.3f} s  goal {goal:>14}  ratio {ratio}  COINr {COINR.get(name, '-'):>8}  {note}"
    )


def method_draws(ready: Prepared) -> float:
    """G1: all global factors, quantiles, ranks, classes; cells as they stand."""
    empty = [np.zeros((0, len(ready.settings)), np.float32) for _ in ready.tree.indicators]
    nobody = tuple(np.zeros(0, np.int64) for _ in ready.tree.indicators)
    simulator = Simulator(
        ready.calibration,
        ready.tree,
        ready.panel,
        ready.settings,
        placings_of(ready.calibration, ready.tree, ready.settings),
        nobody,
        None,
    )
    t = len(ready.panel.months) - 1

    def work() -> None:
        settings = draw_settings(ready.study, ready.tree)
        positions = simulate_month(simulator, t, empty)
        found = score_states(rule_from(ready.study, ready.tree, settings), positions, ready.panel.applies(t))
        statistics(found.stance)
        found.stance.argsort(axis=0)
        probabilities(classify(found.stance, found.conduct))

    return best(work)


def full_draws(ready: Prepared) -> float:
    """G2: the same with cell errors and filled gaps."""
    t, draws = len(ready.panel.months) - 1, len(ready.settings)

    def work() -> None:
        errors = cell_errors(ready.study, ready.tree, ready.panel, draws)
        simulator = Simulator(
            ready.calibration,
            ready.tree,
            ready.panel,
            ready.settings,
            placings_of(ready.calibration, ready.tree, ready.settings),
            tuple(errors.states),
            gap_errors(ready.study, ready.tree, ready.panel, draws),
        )
        positions = simulate_month(simulator, t, errors.next_month())
        rule = rule_from(ready.study, ready.tree, ready.settings)
        found = score_states(rule, positions, ready.panel.applies(t))
        statistics(found.stance)
        found.stance.argsort(axis=0)
        probabilities(classify(found.stance, found.conduct))

    return best(work)


def panel_draws(ready: Prepared, months: int) -> float:
    """G4: full cells for a panel, P(class) and P(change) of neighbours."""
    draws = len(ready.settings)

    def work() -> None:
        errors = cell_errors(ready.study, ready.tree, ready.panel, draws)
        simulator = Simulator(
            ready.calibration,
            ready.tree,
            ready.panel,
            ready.settings,
            placings_of(ready.calibration, ready.tree, ready.settings),
            tuple(errors.states),
            gap_errors(ready.study, ready.tree, ready.panel, draws),
        )
        rule = rule_from(ready.study, ready.tree, ready.settings)
        before = None
        for i in range(months):
            t = i % len(ready.panel.months)
            positions = simulate_month(simulator, t, errors.next_month())
            found = score_states(rule, positions, ready.panel.applies(t))
            classes = classify(found.stance, found.conduct)
            probabilities(classes)
            if before is not None:
                (classes != before).mean(axis=1)
            before = classes

    return best(work, 1)


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


def repeated(world: World) -> str:
    """G12: two runs of the same world give the same bytes."""
    one, two = world.result(), world.result()
    same = all(one.frames[name].equals(two.frames[name], null_equal=True) for name in one.frames)
    return "equal to the byte" if same else "DIFFERENT"


def main() -> None:
    """Prints all figures."""
    world = world_of(STATES)
    big = ready_of(world, 10_000)
    states, indicators = len(big.panel.states), len(big.tree.indicators)
    print(f"{states} states, {indicators} indicators, 3 pillars; numpy {np.__version__}")
    bound = numpy_bound(states, 40, 10_000)
    say("G1", method_draws(big), "0.25 s", bound, note="10,000 draws, global factors")
    say("G2", full_draws(big), "2 s", bound, note="10,000 draws, all factors")
    del big
    two = ready_of(world, 2_000)
    month = two.panel.months[-1]
    seconds = best(lambda: sensitivity(two, world.world, month, 4096), 1)
    say("G3", seconds, "5 s", numpy_bound(states, 40, 40_960), note=f"8 factors, RMSE {sobol_error():.5f}")
    one = ready_of(world, 1_000)
    panel_bound = 60 * numpy_bound(states, 40, 1_000)
    say("G4", panel_draws(one, 60), "2 s", panel_bound, note="60 months x 1,000 draws, full cells")
    opened = open_month(two, world.world, month)
    question = Question(weights={"M": 0.5})
    say("G5", best(lambda: whatif(opened, question)), "0.1 s", None, note="2,000 draws, intervals and shares")
    rule = rule_from(two.study, two.tree, central_settings(two.study, two.tree))
    applies = two.panel.applies(len(two.panel.months) - 1)
    flat = opened.flat[:, :, None]
    say("G5", best(lambda: score_states(rule, flat, applies)), "0.016 s", None, note="central")
    say(
        "G6",
        best(lambda: pair_order(rule, opened.flat, applies, 0.25)),
        "0.1 s",
        None,
        note="exact order, +-25 %",
    )
    print("G7   equal to COINr within 1e-9: tests/index/test_coinr_parity.py")
    print(f"G12  two runs {repeated(make_world())}; clone and mirror: standpunkt validate")
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")


if __name__ == "__main__":
    main()
