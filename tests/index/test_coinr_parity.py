"""Handbook formulas against values worked out by COINr 1.1.14, and against a small case by hand."""

import csv

import numpy as np
import pytest

from standpunkt.index.analysis.handbook import (
    cronbach_alpha,
    effective_weights,
    goalposts,
    minmax,
    weighted_mean,
    winsorised,
    zscore,
)

KINDS = {"amean": "arithmetic", "gmean": "geometric", "hmean": "harmonic"}


def table(path):
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return {
        name: np.array([float(row[name] or "nan") if row[name] != "NA" else float("nan") for row in rows])
        for name in rows[0]
        if name != "uCode"
    }


@pytest.fixture
def coinr(shared):
    return lambda name: shared(f"design/coinr_parity/{name}.csv")


@pytest.fixture
def tree(coinr):
    with coinr("meta").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


def close(ours, theirs):
    assert np.array_equal(np.isnan(ours), np.isnan(theirs))
    np.testing.assert_allclose(ours, theirs, rtol=0, atol=1e-9)


@pytest.mark.shared
def test_winsorising_equals_coinr(coinr):
    raw, treated = table(coinr("raw")), table(coinr("treated"))
    assert any(not np.array_equal(raw[name], treated[name], equal_nan=True) for name in raw)
    for name, values in raw.items():
        close(winsorised(values), treated[name])


@pytest.mark.shared
def test_normalisation_equals_coinr(coinr, tree):
    treated = table(coinr("treated"))
    theirs = {name: table(coinr(f"normalised_{name}")) for name in ("minmax", "zscore", "goalposts")}
    direction = {row["iCode"]: float(row["Direction"]) for row in tree}
    for name, values in treated.items():
        turned = values * direction[name]
        close(minmax(turned), theirs["minmax"][name])
        close(zscore(turned), theirs["zscore"][name])
        low, high = np.nanquantile(values, (0.1, 0.9))
        posts = (low, high) if direction[name] > 0 else (high, low)
        close(goalposts(values, *posts), theirs["goalposts"][name])


@pytest.mark.shared
@pytest.mark.parametrize("name", list(KINDS))
def test_aggregation_equals_coinr(coinr, tree, name):
    scores, theirs = table(coinr("normalised_minmax")), table(coinr(f"aggregated_a_{name}"))
    pillars = [row for row in tree if row["Level"] == "2"]
    found = {}
    for pillar in pillars:
        items = [row for row in tree if row["Parent"] == pillar["iCode"]]
        values = np.stack([scores[row["iCode"]] for row in items], axis=1)
        weights = np.array([float(row["Weight"]) for row in items])
        found[pillar["iCode"]] = weighted_mean(values, weights, KINDS[name])
        close(found[pillar["iCode"]], theirs[pillar["iCode"]])
    whole = weighted_mean(
        np.stack(list(found.values()), axis=1),
        np.array([float(row["Weight"]) for row in pillars]),
        KINDS[name],
    )
    close(whole, theirs["idx"])


@pytest.mark.shared
def test_alpha_equals_coinr(coinr, tree):
    with coinr("cronbach").open(encoding="utf-8") as file:
        theirs = {row["pillar"]: float(row["alpha"]) for row in csv.DictReader(file)}
    candidates = [table(coinr(name)) for name in ("raw", "treated", "normalised_minmax")]
    for pillar, alpha in theirs.items():
        items = [row["iCode"] for row in tree if row["Parent"] == pillar]
        ours = [cronbach_alpha(np.stack([found[i] for i in items], axis=1)) for found in candidates]
        assert min(abs(each - alpha) for each in ours) < 1e-9


@pytest.mark.shared
def test_effective_weights_equal_coinr(coinr, tree):
    with coinr("effective_weights").open(encoding="utf-8") as file:
        theirs = {row["iCode"]: float(row["EffWeight"]) for row in csv.DictReader(file)}
    pillars = [row for row in tree if row["Level"] == "2"]
    items = [row for row in tree if row["Level"] == "1"]
    home = [[p["iCode"] for p in pillars].index(row["Parent"]) for row in items]
    ours = effective_weights(
        np.array([float(row["Weight"]) for row in items]),
        home,
        np.array([float(p["Weight"]) for p in pillars]),
    )
    close(ours, np.array([theirs[row["iCode"]] for row in items]))


def test_formulas_by_hand():
    values = np.array([1.0, 2.0, np.nan, 4.0])
    close(minmax(values, 0, 1), np.array([0, 1 / 3, np.nan, 1]))
    close(goalposts(values, 4, 2), np.array([1, 1, np.nan, 0]))
    pair = np.array([[2.0, 8.0], [np.nan, 8.0]])
    close(weighted_mean(pair, np.array([1.0, 1.0])), np.array([5.0, 8.0]))
    close(weighted_mean(pair, np.array([1.0, 1.0]), "geometric"), np.array([4.0, 8.0]))
    close(weighted_mean(pair, np.array([1.0, 1.0]), "harmonic"), np.array([3.2, 8.0]))
    close(
        effective_weights(np.array([1.0, 3.0, 5.0]), [0, 0, 1], np.array([1.0, 1.0])),
        np.array([0.125, 0.375, 0.5]),
    )


def test_one_outlier_is_set_to_the_next_value():
    values = np.concatenate([np.linspace(0, 1, 40), [100.0]])
    treated = winsorised(values)
    assert treated.max() == 1.0
    assert (treated[:-1] == values[:-1]).all()
