"""Statistics of the validation report on cases worked by hand."""

import numpy as np
import pytest

from standpunkt.index.draws import stream
from standpunkt.index.validation.agreement import auc, spearman, with_interval
from standpunkt.index.validation.forecast import VOTES, Origin, forecast, last_vote, skill_of
from standpunkt.index.validation.reliability import expected_error, reliability


def test_auc_counts_pairs_and_halves_ties():
    assert auc(np.array([1.0, 2.0, 2.0, 3.0]), np.array([False, True, False, True])) == pytest.approx(3.5 / 4)
    assert np.isnan(auc(np.array([1.0, 2.0]), np.array([True, True])))


def test_spearman_is_one_for_any_growing_curve_and_undefined_without_variation():
    x = np.arange(10.0)
    assert spearman(x, np.exp(x)) == pytest.approx(1)
    assert np.isnan(spearman(x, np.zeros(10)))


def test_one_large_cluster_widens_the_interval():
    generator = np.random.Generator(np.random.Philox(1))
    score = generator.standard_normal(80)
    happened = score + generator.standard_normal(80) > 0
    alone = with_interval(auc, (score, happened), [str(n) for n in range(80)], stream(1, "validation", "a"))
    joined = with_interval(
        auc, (score, happened), [str(n // 20) for n in range(80)], stream(1, "validation", "a")
    )
    assert (alone.clusters, joined.clusters) == (80, 4)
    assert alone.low <= alone.value <= alone.high


def test_a_vote_that_always_repeats_is_forecast_better_than_chance():
    votes = np.tile([0, 1, 3], 20)
    skill = forecast(Origin(last_vote(votes), votes, last_vote(votes), votes))
    assert skill.accuracy == 1
    assert skill.log_loss < np.log(len(VOTES)) / 2


def test_even_chances_have_the_log_loss_of_their_number():
    assert skill_of(np.full((5, 4), 0.25), np.zeros(5, np.int64)).log_loss == pytest.approx(np.log(4))


def test_reliability_compares_what_was_said_with_what_came_true():
    chances = np.array([[0.9, 0.1], [0.9, 0.1], [0.55, 0.45], [0.55, 0.45]])
    bins = reliability(chances, np.array([0, 1, 0, 0], np.int8))
    assert [(each.count, each.true) for each in bins] == [(2, 1.0), (2, 0.5)]
    assert expected_error(bins) == pytest.approx((2 * 0.45 + 2 * 0.4) / 4)
