"""One month: central scores, coverage, statistics over the draws, classes, shares, contributions."""

from dataclasses import dataclass
from datetime import date
from typing import Any

import numpy as np
from numpy.typing import NDArray

from standpunkt.index.doubt.drawn import DrawnMonth, dependence_draws, score_draws
from standpunkt.index.doubt.shares import WorldBook, share_rows
from standpunkt.index.doubt.simulate import Moment, Simulator
from standpunkt.index.doubt.transitions import MonthPicture
from standpunkt.index.explain.decompose import dependence_points, stance_points
from standpunkt.index.result import CentralMonth
from standpunkt.index.score.calibration import Calibration
from standpunkt.index.score.cells import NOT_APPLICABLE
from standpunkt.index.score.classify import is_gated, named, probabilities
from standpunkt.index.score.coverage import (
    NOT_RATED_GRADE,
    Covered,
    covered,
    exposure_weights,
    has_conduct,
    path_weights,
)
from standpunkt.index.score.panel import Panel, central_positions
from standpunkt.index.score.states import Rule, Scores, score_states, shares_by_state
from standpunkt.index.score.tree import Shares, Tree
from standpunkt.index.statistics import statistics
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.index import FailedDrawError

Floats = NDArray[Any]


@dataclass(frozen=True)
class Run:
    """What all months share: what is drawn, rules of the draws and of the central run, weights of states."""

    study: Study
    calibration: Calibration
    simulator: Simulator
    draws: Rule
    central: Rule
    world: WorldBook
    opposite: Simulator | None = None

    @property
    def panel(self) -> Panel:
        """The cells."""
        return self.simulator.panel


@dataclass(frozen=True)
class IndexMonth:
    """One index in one month, states first.

    central [N]; statistics [N,7]: mean, sd, five quantiles; points [K,N] add up to central; coverage;
    imputed [N]: share of the points that rests on filled gaps; gaps [K,N] and applies [N,K].
    """

    code: str
    central: Floats
    statistics: Floats
    points: Floats
    coverage: Covered
    imputed: Floats
    gaps: NDArray[np.bool_]
    applies: NDArray[np.bool_]
    bounds: dict[str, Floats] | None


@dataclass(frozen=True)
class MonthResult:
    """Everything about one month; draws and picture only for months that are kept."""

    month: date
    tree: Tree
    stance: IndexMonth
    dependence: IndexMonth
    opponent: IndexMonth | None
    extra: Floats
    slope: Floats
    chances: NDArray[np.float64]
    named: tuple[str | None, ...]
    gated: NDArray[np.bool_]
    shares: list[dict[str, object]]
    kept: CentralMonth | None
    picture: MonthPicture | None


@dataclass(frozen=True)
class _Centre:
    """The central run of one month: positions [K,N], which of them are filled gaps, scores and weights."""

    z: Floats
    gaps: NDArray[np.bool_]
    scores: Scores
    shares: Shares
    state: NDArray[np.int8]


def month_result(run: Run, moment: Moment, opposite: Moment | None, *, keep: bool) -> MonthResult:
    """Evaluates one month.

    Args:
        run: What all months share.
        moment: The month, with its errors.
        opposite: The same for exposure to the opponent's camp, where that is measured.
        keep: Whether moves, what-ifs and bounds of contributions will be asked of this month.

    Returns:
        The month.
    """
    t, tree = moment.t, run.draws.tree
    applies, month = run.panel.applies(t), run.panel.months[t]
    drawn = score_draws(run.simulator, run.draws, moment, with_bounds=keep)
    _check(run, t, drawn)
    centre = _centre((run.calibration, run.central, run.panel), t)
    stance, dependence = _indices(run, centre, drawn)
    opponent = None if opposite is None else _opponent(run, opposite)
    rated = stance.coverage.rated
    chances = probabilities(drawn.classes)
    names = named(chances, run.study.classes.order, run.study.classes.name_at)
    earned = tuple(name if ok else None for name, ok in zip(names, rated, strict=True))
    return MonthResult(
        month=month,
        tree=tree,
        stance=stance,
        dependence=dependence,
        opponent=opponent,
        extra=_extra(run, tree, centre, opponent),
        slope=_slope(run, centre),
        chances=chances,
        named=earned,
        gated=_gated(centre.scores),
        shares=share_rows(run.world, month, (drawn.classes, rated)),
        kept=CentralMonth(centre.z, applies, rated) if keep else None,
        picture=MonthPicture(drawn.stance, drawn.classes, stance.central, rated, earned) if keep else None,
    )


def _check(run: Run, t: int, found: DrawnMonth) -> None:
    for what, values in (("stance", found.stance), ("dependence", found.dependence)):
        # One sum shows whether any number is missing; only then is it looked for.
        if not np.isfinite(values.sum()):
            n, d = np.argwhere(~np.isfinite(values))[0]
            raise FailedDrawError(
                draw=int(d), iso3=run.panel.states[n], month=f"{run.panel.months[t]:%Y-%m}", what=what
            )


def _centre(given: tuple[Calibration, Rule, Panel], t: int) -> _Centre:
    (calibration, rule, panel), applies = given, given[2].applies(t)
    z, gaps = central_positions(calibration, rule.tree, panel, t)
    scores = score_states(rule, z[:, :, None], applies)
    return _Centre(z, gaps, scores, shares_by_state(rule, applies), panel.state[0, t])


def _opponent(run: Run, moment: Moment) -> IndexMonth | None:
    if run.opposite is None:
        return None
    centre = _centre((run.opposite.calibration, run.central, run.opposite.panel), moment.t)
    drawn = dependence_draws(run.opposite, run.draws, moment)
    return _bound(run, centre, "dependence_opponent", (drawn, None))


def _indices(run: Run, centre: _Centre, drawn: DrawnMonth) -> tuple[IndexMonth, IndexMonth]:
    tree, study, state = run.draws.tree, run.study, centre.state
    path = path_weights(tree, centre.shares)
    of_stance = covered(study, path, state)
    rated = of_stance.rated & has_conduct(study, tree, state)
    of_stance = Covered(of_stance.share, np.where(rated, of_stance.grade, NOT_RATED_GRADE), rated)
    bounds = drawn.bounds or (None, None)
    points = stance_points(run.central, centre.scores, centre.shares, centre.z)
    return (
        IndexMonth(
            code="stance",
            central=centre.scores.stance[:, 0] + 0.0,
            statistics=statistics(drawn.stance),
            points=points,
            coverage=of_stance,
            imputed=_imputed(points, centre.gaps, path.T),
            gaps=centre.gaps,
            applies=state != NOT_APPLICABLE,
            bounds=bounds[0],
        ),
        _bound(run, centre, "dependence", (drawn.dependence, bounds[1])),
    )


def _bound(
    run: Run, centre: _Centre, code: str, drawn: tuple[Floats, dict[str, Floats] | None]
) -> IndexMonth:
    tied = exposure_weights(run.draws.tree, centre.shares)
    points = dependence_points(run.central, centre.scores, centre.shares, centre.z)
    return IndexMonth(
        code=code,
        central=centre.scores.dependence[:, 0],
        statistics=statistics(drawn[0]),
        points=points,
        coverage=covered(run.study, tied, centre.state),
        imputed=_imputed(points, centre.gaps, tied.T),
        gaps=centre.gaps,
        applies=centre.state != NOT_APPLICABLE,
        bounds=drawn[1],
    )


def _imputed(points: Floats, gaps: Floats, path: Floats) -> Floats:
    size = np.abs(points)
    # Where no indicator brings points, weights stand in for them.
    size = np.where(size.sum(axis=0) > 0, size, path)
    total = size.sum(axis=0)
    share = (size * gaps).sum(axis=0) / np.where(total > 0, total, 1.0)
    return np.asarray(np.round(share, 9))


def _extra(run: Run, tree: Tree, centre: _Centre, opponent: IndexMonth | None) -> Floats:
    scores, shares = centre.scores, centre.shares
    weight = shares.pillar[:, tree.pillar_of] * shares.group
    intensity = 100 * (weight.T * _strength(tree, shares.member, centre.z)).sum(axis=0)
    size, mean = scores.composite.size[:, 0], np.abs(scores.composite.mean[:, 0])
    intercept, slope, across = run.calibration.residual
    residual = scores.stance[:, 0] - (intercept + slope * scores.dependence[:, 0])
    if opponent is not None:
        residual -= across * opponent.central
    columns = [intensity, 100 * (size - mean), intensity - 100 * size, residual]
    return np.asarray(np.round(np.stack(columns, axis=1), 9) + 0.0)


def _strength(tree: Tree, member: Floats, z: Floats) -> Floats:
    found = np.zeros((len(tree.groups), z.shape[1]))
    for g, net in enumerate(tree.is_net):
        inside = tree.group_of == g
        sides = [inside & (tree.side > 0), inside & (tree.side < 0)] if net else [inside]
        found[g] = np.max([(member[:, s].T * np.abs(z[s])).sum(axis=0) for s in sides], axis=0)
    return found


def _slope(run: Run, centre: _Centre) -> Floats:
    # Points per unit of position at the present mix of pillars, for parts that cancel each other.
    return stance_points(run.central, centre.scores, centre.shares, np.ones_like(centre.z))


def _gated(central: Scores) -> NDArray[np.bool_]:
    if central.conduct is None:
        return np.zeros(len(central.stance), np.bool_)
    return is_gated(central.stance[:, 0], central.conduct[:, 0])
