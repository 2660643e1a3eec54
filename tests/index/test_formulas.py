"""Properties of the formulas: monotone, odd, closed, spread where nothing applies, exact where claimed."""

from dataclasses import replace
from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from standpunkt.index.analysis.change import change_between
from standpunkt.index.analysis.estimators import bootstrap_weights, sobol_indices
from standpunkt.index.analysis.robustness import importance, largest_mean, pair_order
from standpunkt.index.doubt.settings import central_settings, dirichlet
from standpunkt.index.draws import sobol, stream
from standpunkt.index.explain.decompose import dependence_points, level_sums, stance_points
from standpunkt.index.prepare import rule_from
from standpunkt.index.score.aggregate import Knots, anchored
from standpunkt.index.score.classify import classify
from standpunkt.index.score.coverage import path_weights
from standpunkt.index.score.gaps import GapModel, fit
from standpunkt.index.score.panel import limits
from standpunkt.index.score.states import score_states, shares_by_state
from standpunkt.index.score.tree import coefficients, declared_weights, shares_of, tree_of
from tests.index.world import small_study

STUDY = small_study()
TREE = tree_of(STUDY)
K = len(TREE.indicators)
RULE = rule_from(STUDY, TREE, central_settings(STUDY, TREE))
LOW, HIGH = limits(TREE).T
EVERYTHING = np.ones((1, K), np.bool_)

unit = st.floats(0, 1)
positions = st.lists(unit, min_size=K, max_size=K).map(lambda u: LOW + (HIGH - LOW) * np.array(u))
applying = st.lists(st.booleans(), min_size=K, max_size=K).map(lambda flags: np.array([flags]))


def scored(z, applies=EVERYTHING, rule=RULE):
    return score_states(rule, (z * applies[0])[:, None, None], applies)


@settings(max_examples=60, deadline=None)
@given(positions, st.integers(0, K - 1), unit, unit)
def test_stance_never_falls_when_a_position_rises(z, k, share, lam):
    rule = replace(RULE, lam=np.array([lam]))
    higher = z.copy()
    higher[k] += share * (HIGH[k] - z[k])
    assert scored(higher, rule=rule).composite.raw[0, 0] >= scored(z, rule=rule).composite.raw[0, 0] - 1e-9


@settings(max_examples=60, deadline=None)
@given(positions)
def test_the_opposite_conduct_gives_the_opposite_stance(z):
    two_sided = np.where(TREE.side == 0, z, 0.0)
    assert scored(-two_sided).stance[0, 0] == -scored(two_sided).stance[0, 0]


@settings(max_examples=60, deadline=None)
@given(positions, applying)
def test_points_add_up_at_every_level_whatever_applies(z, applies):
    found = scored(z, applies)
    given = (RULE, found, shares_by_state(RULE, applies), (z * applies[0])[:, None])
    stance = stance_points(*given)
    for _, _, values in level_sums(TREE, stance).values():
        assert values.sum() == pytest.approx(found.stance[0, 0], abs=1e-9)
    assert dependence_points(*given).sum() == pytest.approx(found.dependence[0, 0], abs=1e-9)


@settings(max_examples=60, deadline=None)
@given(positions)
def test_scores_stay_on_their_scales(z):
    found = scored(z)
    assert -100 <= found.stance[0, 0] <= 100
    assert 0 <= found.dependence[0, 0] <= 100 + 1e-9


@settings(max_examples=40, deadline=None)
@given(applying)
def test_weights_of_what_does_not_apply_go_to_siblings(applies):
    found = shares_of(TREE, coefficients(TREE, declared_weights(STUDY, TREE), applies[0]))
    if path_weights(TREE, found).any():
        assert found.pillar.sum() == pytest.approx(1)
    for g in range(len(TREE.groups)):
        inside = TREE.group_of == g
        for part in [inside & (TREE.side == side) for side in (0, 1, -1)] if TREE.is_net[g] else [inside]:
            alive = applies[0][part].any()
            assert found.member[part].sum() == pytest.approx(1.0 if alive else 0.0)
    assert not found.member[~applies[0]].any()


@settings(max_examples=40, deadline=None)
@given(positions, positions)
def test_a_change_is_told_to_the_last_digit(before, after):
    z = (before[:, None], after[:, None])
    found = change_between(RULE, z, (EVERYTHING, EVERYTHING))
    assert found.points.sum() == pytest.approx(float((found.after - found.before)[0]), abs=1e-9)
    same = np.flatnonzero(before == after)
    assert not found.points[same].any()
    assert abs(found.points[-1, 0]) < 1e-6


@settings(max_examples=30, deadline=None)
@given(
    st.lists(st.floats(-1, 1), min_size=2, max_size=5),
    st.lists(st.floats(0.1, 3), min_size=5, max_size=5),
    st.floats(0, 0.9),
)
def test_the_largest_mean_equals_the_best_corner(values, weights, delta):
    values, weights = np.array(values), np.array(weights[: len(values)])
    corners = [(weights * (1 + delta * np.array(signs))) for signs in product((-1, 1), repeat=len(values))]
    best = max((corner @ values) / corner.sum() for corner in corners)
    assert largest_mean(values, weights, delta) == pytest.approx(best, abs=1e-12)


def test_no_random_weights_break_an_order_called_certain(result):
    draws = result.kept[max(result.kept)]
    z, applies = draws.z, draws.applies
    lead, exact = pair_order(RULE, z, applies, 0.25)
    generator = stream(3, "weights")
    for _ in range(60):
        weights = declared_weights(STUDY, TREE)
        drawn = {
            name: each * generator.uniform(0.75, 1.25, each.shape) for name, each in vars(weights).items()
        }
        shaken = replace(RULE, weights=replace(weights, **drawn))
        mean = score_states(shaken, z[:, :, None], applies).composite.mean[:, 0]
        apart = mean[:, None] - mean[None, :]
        assert (apart[exact] <= lead[exact] + 1e-9).all()
        assert (apart <= lead + 1e-9).all()


def test_importance_adds_up_to_one(result):
    draws = result.kept[max(result.kept)]
    full = draws.applies.all(axis=1)
    path = path_weights(TREE, shares_of(TREE, RULE.coefficients(EVERYTHING[0])))
    share, count = importance(path, draws.z, full & draws.rated)
    assert share.sum() == pytest.approx(1)
    assert 1 <= count <= K


def test_the_anchored_scale_meets_its_cuts():
    cuts = Knots(np.array([12.0]), np.array([33.0]))
    raw = np.array([[-100.0], [-33.0], [-12.0], [0.0], [12.0], [33.0], [100.0]])
    assert anchored(raw, cuts)[:, 0].tolist() == [-100, -50, -20, 0, 20, 50, 100]


def test_a_value_on_a_cut_takes_the_outer_class():
    stance = np.array([-50.0, -49.9, -20.0, -19.9, 0, 19.9, 20, 49.9, 50])
    assert classify(stance, None).tolist() == [0, 1, 1, 2, 2, 2, 3, 3, 4]


def test_ties_alone_make_nobody_an_ally():
    assert classify(np.array([80.0, 80.0, -80.0]), np.array([0.0, 30.0, 30.0])).tolist() == [3, 4, 1]


def test_dirichlet_weights_have_the_declared_spread():
    for count in (2, 4):
        weights = dirichlet(np.ones(count), 0.5, sobol(1, 4096, count))
        low, high = np.quantile(weights[:, 0] * count, (0.05, 0.95))
        assert low == pytest.approx(0.5, abs=0.06)
        assert high == pytest.approx(1.5, abs=0.06)
        assert np.allclose(weights.sum(axis=1), 1)


def test_gaps_follow_what_is_seen_and_rare_indicators_stay_neutral():
    generator = stream(4, "gaps")
    line = generator.normal(size=(400, 1)) * 0.4
    values = np.concatenate([line, line + 0.1 * generator.normal(size=(400, 1)), line], axis=1)
    values[::3, 1] = np.nan
    values[5:, 2] = np.nan
    alone = np.arange(3)
    mean, covariance = fit(values, 0.0, np.array([True, True, False]), alone)
    is_gap, is_seen = np.array([[False, True, False]]), np.array([[True, False, False]])
    [(found, states)] = GapModel(mean, covariance, alone).patterns(is_gap, is_seen)
    assert states.tolist() == [0]
    assert found.slope[0, 0] == pytest.approx(1, abs=0.05)
    assert mean[2] == 0
    assert not covariance[2, :2].any()


def test_sobol_indices_of_a_shifted_line():
    for shift in (0.0, 100.0):
        points = sobol(2, 1024, 6)
        a, b = points[:, :3], points[:, 3:]

        def line(x, shift=shift):
            return (shift + x @ np.array([1.0, 2.0, 3.0]))[:, None]

        mixed = np.stack([line(np.where(np.arange(3) == i, b, a)) for i in range(3)])
        found = sobol_indices(line(a), line(b), mixed, bootstrap_weights(stream(1, "boot"), 1024, 50))
        expected = np.array([1, 4, 9]) / 14
        assert np.abs(found.first[:, 0] - expected).max() < 0.003
        assert np.abs(found.total[:, 0] - expected).max() < 0.003
        assert (found.total_low <= found.total).all()
        assert (found.total <= found.total_high).all()


def test_sobol_indices_agree_with_salib():
    sobol_sample = pytest.importorskip("SALib.sample.sobol")
    analyze = pytest.importorskip("SALib.analyze.sobol")
    problem = {"num_vars": 3, "names": ["a", "b", "c"], "bounds": [[0, 1]] * 3}
    x = sobol_sample.sample(problem, 512, calc_second_order=False, seed=3)
    y = x[:, 0] + 2 * x[:, 1] * x[:, 2]
    theirs = analyze.analyze(problem, y, calc_second_order=False, seed=1)
    rows = y.reshape(-1, 5)
    ours = sobol_indices(rows[:, :1], rows[:, -1:], np.stack([rows[:, i : i + 1] for i in (1, 2, 3)]))
    assert np.abs(ours.first[:, 0] - theirs["S1"]).max() < 0.02
    assert np.abs(ours.total[:, 0] - theirs["ST"]).max() < 0.02


def test_a_constant_output_is_called_constant():
    same = np.ones((64, 1))
    found = sobol_indices(same, same, np.stack([same, same]))
    assert found.is_constant.tolist() == [True]
    assert np.isnan(found.first).all()
