"""The read side gives plain rows, and says what is not there."""

import json

import pytest

from standpunkt.dossier.observatory import Observatory, open_study
from standpunkt.vocabulary.errors.dossier import (
    MonthNotBuiltError,
    PairNotBuiltError,
    StateOutsideError,
    UnknownWeightError,
)
from standpunkt.vocabulary.errors.versions import NoVersionError

ASKED = (
    *("iso3", "stance", "stance_low", "stance_high", "class", "p_opp_aligned", "p_opp_leaning", "p_neutral"),
    *("p_pow_leaning", "p_pow_aligned", "intensity", "conflict", "dependence", "coverage", "coverage_grade"),
)


def test_rows_hold_what_the_command_line_promises(observatory):
    rows = observatory.states("2023")
    assert len(rows) == 191
    assert all(name in row for row in rows for name in ASKED)
    json.dumps(rows)
    serbia = next(row for row in rows if row["iso3"] == "SRB")
    assert serbia["conflict"] == serbia["conflict_between"] + serbia["conflict_within"]


def test_a_state_without_enough_data_has_no_class_and_no_zero(observatory):
    row = observatory.state("TUV", "2023")
    assert row["class"] is None
    assert row["class_first"] is None
    assert row["stance"] is None
    assert row["coverage_grade"] == "D"


def test_poles_have_no_row_and_strangers_are_refused(observatory):
    assert observatory.state("RUS") is None
    assert observatory.timeline("UKR") == []
    assert observatory.explain("RUS")["contributions"] == []
    with pytest.raises(StateOutsideError, match="191"):
        observatory.state("XKX")


def test_contributions_add_up_and_name_their_facts(observatory):
    found = observatory.explain("TUR", "2023")
    assert sum(row["contribution"] for row in found["contributions"]) == pytest.approx(
        found["stance"], abs=1e-9
    )
    assert sum(row["contribution"] for row in found["pillars"]) == pytest.approx(found["stance"], abs=1e-9)
    for row in found["contributions"]:
        assert sum(fact["contribution"] for fact in row["facts"]) == pytest.approx(row["contribution"])
        for fact in row["facts"]:
            assert fact["publisher"]
            assert fact["address"].startswith("http")
            assert fact["fields"]
    json.dumps(found)


def test_a_month_without_scores_names_the_nearest_one(observatory):
    with pytest.raises(MonthNotBuiltError, match="2022-04"):
        observatory.states("2022-06")
    assert f"{observatory.month(None):%Y-%m}" == "2024-12"


def test_moves_exist_for_built_pairs_only(observatory):
    moves = observatory.movers("2022-04", "2023-12")
    assert [abs(move["change"]) for move in moves] == sorted((abs(m["change"]) for m in moves), reverse=True)
    with pytest.raises(PairNotBuiltError, match="2022-04 to 2023-12"):
        observatory.movers("2022-04", "2024-12")


def test_shares_and_headline_count_every_state(observatory):
    shares = observatory.shares("2023", "count")
    assert sum(row["count"] for row in shares) + observatory.headline("2023")["named"]["between"] == 191
    assert sum(observatory.headline("2023")["named"].values()) == 191
    assert observatory.shares("2023", "gdp_usd")[0]["weight_year"] == 2023
    with pytest.raises(UnknownWeightError, match="count, population, gdp_usd"):
        observatory.shares("2023", "area")


def test_the_stamp_names_version_and_date(observatory, made_up):
    stamp = observatory.stamp()
    assert stamp["version"] == "2026-11-25.ab12cd"
    assert stamp["version"] in stamp["citation"]
    assert {source["source_id"] for source in observatory.sources()} >= {"un_digital_library"}
    assert isinstance(open_study("russia_ukraine", str(made_up)), Observatory)


def test_an_unbuilt_study_says_how_to_build_it(tmp_path):
    with pytest.raises(NoVersionError, match="standpunkt build russia_ukraine"):
        open_study("russia_ukraine", str(tmp_path))
