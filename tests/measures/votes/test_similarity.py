"""Similarity against its definitions in rational arithmetic, and golden values of one year."""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from standpunkt.measures.votes.similarity import (
    LINEAR,
    NOMINAL,
    SQUARED,
    every_dyad,
    measures,
    pair_counts,
    similarity,
)

RUSSIA = frozenset({"RUS"})
tables = st.lists(st.integers(0, 60), min_size=9, max_size=9).filter(lambda cells: sum(cells) > 0)


def votes(*rows: tuple[str, str, int], day: date = date(2022, 3, 2)) -> pl.DataFrame:
    frame = pl.DataFrame(
        rows, schema={"roll_call_id": pl.String, "iso3": pl.String, "code": pl.Int8}, orient="row"
    )
    return frame.with_columns(pl.lit(day).alias("date"))


def table_of(cells: list[int]) -> np.ndarray:
    return np.array(cells, dtype=float).reshape(3, 3, 1)


def exact(
    cells: list[int], weights: np.ndarray
) -> tuple[Fraction, Fraction, Fraction | None, Fraction | None]:
    """Agreement, exact share, kappa and pi as fractions, written as in the design's table."""
    n, c = sum(cells), [cells[0:3], cells[3:6], cells[6:9]]
    nine = [(k, j) for k in range(3) for j in range(3)]
    p = [Fraction(sum(c[k]), n) for k in range(3)]
    q = [Fraction(sum(c[k][j] for k in range(3)), n) for j in range(3)]
    m = [(a + b) / 2 for a, b in zip(p, q, strict=True)]
    observed = sum(Fraction(c[k][j], n) * int(weights[k, j]) for k, j in nine)
    by_kappa = sum(p[k] * q[j] * int(weights[k, j]) for k, j in nine)
    by_pi = sum(m[k] * m[j] * int(weights[k, j]) for k, j in nine)
    agreement = 1 - Fraction(sum(c[k][j] * abs(k - j) for k, j in nine), 2 * n)
    same = Fraction(sum(c[k][k] for k in range(3)), n)
    return (
        agreement,
        same,
        1 - observed / by_kappa if by_kappa else None,
        1 - observed / by_pi if by_pi else None,
    )


@given(tables, st.sampled_from(["linear", "squared", "nominal"]))
def test_measures_equal_their_definitions_in_rational_arithmetic(cells: list[int], name: str) -> None:
    weights = {"linear": LINEAR, "squared": SQUARED, "nominal": NOMINAL}[name]
    found = measures(table_of(cells))
    kappas = {"linear": "kappa_absolute", "squared": "kappa", "nominal": "cohen_kappa"}
    pis = {"linear": "pi_absolute", "squared": "pi", "nominal": "scott_pi"}
    agreement, same, kappa, pi = exact(cells, weights)
    assert abs(found.agreement[0] - float(agreement)) < 1e-12
    assert abs(found.s[0] - float(2 * agreement - 1)) < 1e-12
    assert abs(found.exact_share[0] - float(same)) < 1e-12
    for value, wanted in ((getattr(found, kappas[name]), kappa), (getattr(found, pis[name]), pi)):
        assert np.isnan(value[0]) if wanted is None else abs(value[0] - float(wanted)) < 1e-12


@given(tables)
def test_exchanging_the_two_states_or_yes_and_no_changes_nothing(cells: list[int]) -> None:
    table = table_of(cells)
    one = measures(table)
    for other in (measures(table.transpose(1, 0, 2)), measures(table[::-1, ::-1])):
        np.testing.assert_allclose(one, other, atol=1e-12)


def test_constant_votes_have_agreement_but_no_kappa() -> None:
    cast = votes(("A", "RUS", 1), ("A", "SRB", 1), ("B", "RUS", 1), ("B", "SRB", 1))
    row = similarity(cast, RUSSIA, np.random.default_rng(1)).row(0, named=True)
    assert (row["agreement"], row["kappa"], row["pi"], row["reason"]) == (1.0, None, None, "constant_votes")


def test_no_row_without_a_common_roll_call_and_none_for_oneself() -> None:
    cast = votes(("A", "RUS", 1), ("A", "SRB", 3), ("B", "TUR", 1))
    found = similarity(cast, RUSSIA, np.random.default_rng(1))
    assert found.select("iso3", "agreement", "n_votes").rows() == [("SRB", 0.0, 1)]


def test_against_a_camp_counts_are_summed_and_roll_calls_counted() -> None:
    cast = votes(("A", "DEU", 1), ("A", "FRA", 2), ("A", "SRB", 1), ("B", "DEU", 3), ("B", "SRB", 3))
    found = similarity(cast, frozenset({"DEU", "FRA"}), np.random.default_rng(1))
    row = found.filter(pl.col("iso3") == "SRB").row(0, named=True)
    assert row["n_votes"] == 2
    assert row["agreement"] == pytest.approx(1 - 1 / 6)


def test_counts_are_exact_and_row_order_is_irrelevant() -> None:
    rng = np.random.default_rng(3)
    codes = rng.integers(0, 4, (6, 40)).astype(np.int8)
    counts = pair_counts(codes)
    assert counts[0, 2, 1, 2] == np.sum((codes[1] == 1) & (codes[2] == 3))
    order = rng.permutation(40)
    np.testing.assert_array_equal(counts, pair_counts(codes[:, order]))


def test_every_dyad_equals_the_comparison_of_each_pair() -> None:
    rng = np.random.default_rng(5)
    rows = [
        (f"R{call}", state, int(code))
        for call in range(30)
        for state in ("AAA", "BBB", "CCC", "DDD")
        if (code := rng.integers(0, 4)) and not (state == "DDD" and call > 1)
    ]
    cast = votes(*rows).with_columns(session=pl.lit(77, pl.Int32))
    dyads = every_dyad(cast)[2022]
    for one in ("AAA", "BBB", "CCC", "DDD"):
        for row in similarity(cast, frozenset({one}), rng).iter_rows(named=True):
            at = dyads.at(one, row["iso3"])
            assert dyads.n[at] == row["n_votes"]
            for name in ("agreement", "s", "exact_share", "kappa", "pi", "cohen_kappa", "scott_pi"):
                value = getattr(dyads.measures, name)[at]
                assert row[name] is None if np.isnan(value) else row[name] == pytest.approx(value, abs=1e-12)


def test_standard_errors_are_those_of_many_drawn_agendas() -> None:
    rng = np.random.default_rng(6)
    shares = np.array([0.3, 0.1, 0.05, 0.1, 0.15, 0.05, 0.05, 0.05, 0.15])
    found = measures(np.moveaxis(rng.multinomial(400, shares, 4000).reshape(-1, 3, 3), 0, 2).astype(float))
    for name in ("agreement", "kappa", "pi"):
        spread, told = getattr(found, name).std(), getattr(found, f"{name}_se").mean()
        assert spread == pytest.approx(told, rel=0.06)


def test_intervals_are_drawn_over_roll_calls_for_kappa_and_pi_too() -> None:
    rng = np.random.default_rng(7)
    rows = [(f"R{call:02d}", "RUS", int(code)) for call, code in enumerate(rng.integers(1, 4, 60))]
    other = [(call, "SRB", code if rng.random() < 0.7 else 1) for call, _, code in rows]
    row = similarity(votes(*rows, *other), RUSSIA, rng).row(0, named=True)
    for name in ("kappa", "pi"):
        assert row[f"{name}_low"] < row[name] < row[f"{name}_high"]
    assert row["low"] < row["agreement"] < row["high"]


@pytest.mark.shared
def test_golden_values_of_2022(shared: Callable[[str], Path]) -> None:
    path = shared("mirror/un_ga_voting/2025_08_31_ga_voting.csv.gz")
    raw = pl.read_csv(path, infer_schema_length=0, null_values=[])
    year = raw.filter(pl.col("date").str.starts_with("2022") & (pl.col("ms_vote") != "X"))
    cast = year.select(
        pl.col("undl_id").alias("roll_call_id"),
        pl.col("date").str.to_date(),
        pl.col("ms_code").alias("iso3"),
        pl.col("ms_vote").replace_strict({"Y": 1, "A": 2, "N": 3}, return_dtype=pl.Int8).alias("code"),
    ).unique(["roll_call_id", "iso3"])
    golden = {
        "CHN": (85, 0.8059, 0.6118, 0.5914, 0.5800),
        "USA": (86, 0.3081, -0.3837, -0.4032, -0.4970),
        "SRB": (80, 0.6813, 0.3625, 0.1289, 0.1055),
        "TUR": (83, 0.6325, 0.2651, 0.1098, 0.0962),
        "BLR": (86, 0.8663, 0.7326, 0.7416, 0.7385),
    }
    found = similarity(cast, RUSSIA, np.random.default_rng(1))
    for row in found.filter(pl.col("iso3").is_in(list(golden))).iter_rows(named=True):
        values = (row["agreement"], row["s"], row["kappa"], row["pi"])
        n, *wanted = golden[row["iso3"]]
        assert row["n_votes"] == n
        assert values == pytest.approx(wanted, abs=6e-5)
        assert row["low"] < row["agreement"] < row["high"]
    dyads = every_dyad(cast.with_columns(session=pl.lit(77, pl.Int32)))[2022]
    assert dyads.measures.kappa[dyads.at("RUS", "CHN")] == pytest.approx(0.5914, abs=6e-5)
