"""One month: central scores, coverage, statistics over the draws, classes, shares, contributions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.index.doubt.shares import share_rows
from standpunkt.index.doubt.transitions import MonthPicture
from standpunkt.index.explain.decompose import dependence_points, stance_points
from standpunkt.index.explain.intervals import point_bounds
from standpunkt.index.result import MonthDraws
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.classify import classify, is_gated, named, probabilities
from standpunkt.index.score.coverage import Covered, covered, has_conduct
from standpunkt.index.score.panel import Panel, central_positions
from standpunkt.index.score.states import Rule, Scores, score_states
from standpunkt.index.score.tree import Tree
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import FailedDrawError

Floats = NDArray[Any]
LEVELS = (0.05, 0.25, 0.5, 0.75, 0.95)


@dataclass(frozen=True)
class Run:
    """What all months share: rules of the draws and of the central run, cells, weights of states."""

    study: Study
    calibration: Calibration
    panel: Panel
    draws: Rule
    central: Rule
    world: pl.DataFrame


@dataclass(frozen=True)
class IndexMonth:
    """One index in one month, states first.

    central [N]; statistics [N,7]: mean, sd, five quantiles; points [K,N] add up to central; coverage;
    imputed [N]: share of the points that rests on filled gaps.
    """

    code: str
    central: Floats
    statistics: Floats
    points: Floats
    coverage: Covered
    imputed: Floats
    bounds: dict[str, Floats] | None


@dataclass(frozen=True)
class MonthResult:
    """Everything about one month; draws and picture only for months that are kept."""

    month: date
    tree: Tree
    stance: IndexMonth
    dependence: IndexMonth
    extra: Floats
    slope: Floats
    gaps: NDArray[np.bool_]
    applies: NDArray[np.bool_]
    chances: NDArray[np.float64]
    named: tuple[str | None, ...]
    gated: NDArray[np.bool_]
    shares: list[dict[str, object]]
    draws: MonthDraws | None
    picture: MonthPicture | None


def month_result(run: Run, t: int, z: Floats, *, keep: bool) -> MonthResult:
    """Evaluates one month.

    Args:
        run: What all months share.
        t: Position of the month.
        z: Drawn positions [K,N,D].
        keep: Whether moves, what-ifs and bounds of contributions will be asked of this month.

    Returns:
        The month.
    """
    tree, applies, state = run.draws.tree, run.panel.applies(t), run.panel.state[0, t]
    found = score_states(run.draws, z, applies)
    _check(run, t, found)
    flat, gaps = central_positions(run.calibration, tree, run.panel, t)
    central = score_states(run.central, flat[:, :, None], applies)
    stance, dependence = _indices(run, state, (central, flat, gaps), found)
    rated = stance.coverage.rated
    classes = classify(found.stance, found.conduct)
    chances = probabilities(classes)
    names = named(chances, run.study.classes.order, run.study.classes.name_at)
    earned = tuple(name if ok else None for name, ok in zip(names, rated, strict=True))
    month = run.panel.months[t]
    if keep:
        bounds = point_bounds(run.draws, found, z, applies)
        stance, dependence = _with(stance, bounds[0]), _with(dependence, bounds[1])
    return MonthResult(
        month=month,
        tree=tree,
        stance=stance,
        dependence=dependence,
        extra=_extra(run, tree, central, flat),
        slope=_slope(run, central),
        gaps=gaps,
        applies=applies,
        chances=chances,
        named=earned,
        gated=_gated(central),
        shares=share_rows((run.study, run.panel.states, run.world), month, (classes, rated)),
        draws=MonthDraws(found.groups, central.groups[:, :, 0], flat, applies, rated) if keep else None,
        picture=MonthPicture(found.stance, classes, stance.central, rated, earned) if keep else None,
    )


def _with(index: IndexMonth, bounds: dict[str, Floats]) -> IndexMonth:
    return IndexMonth(**{**vars(index), "bounds": bounds})


def _check(run: Run, t: int, found: Scores) -> None:
    for what, values in (("stance", found.stance), ("dependence", found.dependence)):
        bad = ~np.isfinite(values)
        if bad.any():
            n, d = np.argwhere(bad)[0]
            raise FailedDrawError(
                draw=int(d), iso3=run.panel.states[n], month=f"{run.panel.months[t]:%Y-%m}", what=what
            )


def _indices(
    run: Run, state: NDArray[np.int8], flat: tuple[Scores, Floats, Floats], found: Scores
) -> tuple[IndexMonth, IndexMonth]:
    (central, z, gaps), tree, study = flat, run.draws.tree, run.study
    path = (central.pillar[:, tree.pillar_of] * central.group)[:, tree.group_of] * central.member
    tied = central.exposure[:, tree.group_of] * central.member
    of_stance = covered(study, path, state)
    rated = of_stance.rated & has_conduct(study, tree, state)
    grade = np.where(rated, of_stance.grade, "D")
    stance = _index(
        "stance", central.stance, found.stance, stance_points(run.central, central, z[:, :, None])
    )
    bound = dependence_points(run.central, central, z[:, :, None])
    dependence = _index("dependence", central.dependence, found.dependence, bound)
    return (
        IndexMonth(*stance, Covered(of_stance.share, grade, rated), _imputed(stance[3], gaps, path.T), None),
        IndexMonth(*dependence, covered(study, tied, state), _imputed(bound, gaps, tied.T), None),
    )


def _index(code: str, central: Floats, drawn: Floats, points: Floats) -> tuple[str, Floats, Floats, Floats]:
    return code, central[:, 0], statistics(drawn), points


def statistics(drawn: Floats) -> Floats:
    """Mean, standard deviation and five quantiles over the draws.

    Args:
        drawn: [N,D].

    Returns:
        [N,7], rounded to 1e-6; quantiles are order statistics.
    """
    draws = drawn.shape[1]
    at = [round(level * (draws - 1)) for level in LEVELS]
    parts = np.partition(drawn, at, axis=1)[:, at]
    mean = drawn.mean(axis=1, dtype=np.float64)
    away = drawn - mean[:, None].astype(drawn.dtype)
    sd = np.sqrt(np.einsum("nd,nd->n", away, away, dtype=np.float64) / draws)
    return np.round(np.concatenate([mean[:, None], sd[:, None], parts], axis=1), 6)


def _imputed(points: Floats, gaps: Floats, path: Floats) -> Floats:
    size = np.abs(points)
    # Where no indicator brings points, weights stand in for them.
    size = np.where(size.sum(axis=0) > 0, size, path)
    total = size.sum(axis=0)
    share = (size * gaps).sum(axis=0) / np.where(total > 0, total, 1.0)
    return np.asarray(np.round(share, 9))


def _extra(run: Run, tree: Tree, central: Scores, z: Floats) -> Floats:
    weight = central.pillar[:, tree.pillar_of] * central.group
    strength = _strength(tree, central.member, z)
    intensity = 100 * (weight.T * strength).sum(axis=0)
    size, mean = central.composite.size[:, 0], np.abs(central.composite.mean[:, 0])
    intercept, slope = run.calibration.residual
    residual = central.stance[:, 0] - (intercept + slope * central.dependence[:, 0])
    return (
        np.round(np.stack([intensity, 100 * (size - mean), intensity - 100 * size, residual], axis=1), 9)
        + 0.0
    )


def _strength(tree: Tree, member: Floats, z: Floats) -> Floats:
    found = np.zeros((len(tree.groups), z.shape[1]))
    for g, net in enumerate(tree.is_net):
        inside = tree.group_of == g
        sides = [inside & (tree.side > 0), inside & (tree.side < 0)] if net else [inside]
        found[g] = np.max([(member[:, s].T * np.abs(z[s])).sum(axis=0) for s in sides], axis=0)
    return found


def _slope(run: Run, central: Scores) -> Floats:
    # Points per unit of position at the present mix of pillars, for parts that cancel each other.
    from_zero = np.ones((len(run.draws.tree.indicators), len(central.stance), 1))
    return stance_points(run.central, central, from_zero)


def _gated(central: Scores) -> NDArray[np.bool_]:
    if central.conduct is None:
        return np.zeros(len(central.stance), np.bool_)
    return is_gated(central.stance[:, 0], central.conduct[:, 0])
