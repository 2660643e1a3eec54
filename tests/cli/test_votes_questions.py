"""`standpunkt votes`: described resolutions, records of forecasts, vote sets, blocs, swing states, moves."""

import json
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from standpunkt.cli.app import main
from standpunkt.tables.voting.listed import read_roll_call_list
from standpunkt.vocabulary.errors.votes import VoteFileError

HEADER = "roll_call_id,date,session,iso3,vote\n"


def call(*words: str, language: str = "en") -> int:
    return main(["--lang", language, *words])


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    return ["--data", str(tmp_path / "data")]


def rows_of(capsys: pytest.CaptureFixture[str]) -> tuple[list[dict[str, Any]], list[str]]:
    said = json.loads(capsys.readouterr().out)
    return said["result"], said["warnings"]


def test_a_resolution_is_described_by_theme_and_sponsor_alone(data, capsys) -> None:
    words = ["--theme", "ukraine", "--sponsor", "opponent", "--asof", "2023-02-22", "--details", "--json"]
    assert call(*data, "votes", "forecast", *words) == 0
    rows, warnings = rows_of(capsys)
    by_state = {row["iso3"]: row for row in rows}
    assert {row["kind"] for row in rows} == {"described"}
    assert any("similar roll calls look like texts of the side" in warning for warning in warnings)
    assert by_state["DEU"]["p_yes"] > 0.8
    assert by_state["RUS"]["p_no"] > 0.5
    for row in rows:
        assert sum(row[f"p_{name}"] for name in ("yes", "abstain", "no", "absent")) == pytest.approx(1)
        assert row["record_yes"] + row["record_abstain"] + row["record_no"] == pytest.approx(1)


def test_a_forecast_says_nothing_else_when_later_votes_are_poisoned(tmp_path, data, capsys) -> None:
    states = ["RUS", "BLR", "CHN", "IND", "DEU", "FRA", "USA"]
    early = [f"R{n},2020-0{n + 1}-01,74,{s},{'NNAAYYY'[at]}" for n in range(6) for at, s in enumerate(states)]
    late = [f"Z{n},2021-0{n + 1}-01,75,{s},{'YYYNNNX'[at]}" for n in range(4) for at, s in enumerate(states)]
    answers = []
    for name, lines in {"clean": early, "poisoned": [*early, *late]}.items():
        file = tmp_path / f"{name}.csv"
        file.write_text(HEADER + "\n".join(lines) + "\n")
        words = ["--votes", str(file), "--like", "R5", "--similar", "R4", "--asof", "2020-12-31", "--json"]
        assert call(*data, "votes", "forecast", *words) == 0
        answers.append(rows_of(capsys)[0])
    assert answers[0] == answers[1]
    assert [row["persistence"] for row in answers[0]] == ["N", "A", "Y", "Y", "A", "N", "Y"]


def test_the_record_of_forecasts_stands_beside_persistence_and_majority(data, capsys) -> None:
    assert call(*data, "votes", "record", "--last", "3", "--json") == 0
    ways = {row["way"]: row for row in rows_of(capsys)[0]}
    assert {"majority", "persistence", "transitions", "record", "item", "mixture", "forecast"} <= set(ways)
    assert {row["targets"] for row in ways.values()} == {3}
    assert ways["forecast"]["log_loss"] < ways["persistence"]["log_loss"]
    assert call(*data, "votes", "record", "--last", "3", "--details", "--json") == 0
    assert {"A_RES_ES_11_7", "A_RES_ES_11_8"} <= {row["target"] for row in rows_of(capsys)[0]}
    assert call(*data, "votes", "record", "--last", "3", "--reliability", "--json") == 0
    assert all(0 <= row["happened"] <= 1 for row in rows_of(capsys)[0])


def test_cohesion_is_dated_and_stands_beside_random_groups(data, capsys) -> None:
    assert call(*data, "votes", "blocs", "eu", "opponent", "--from", "2022", "--json") == 0
    rows, _ = rows_of(capsys)
    assert {row["group"] for row in rows} == {"eu", "opponent"}
    assert all(row["cohesion"] > row["random_cohesion"] for row in rows if row["group"] == "eu")
    assert call(*data, "votes", "blocs", "narnia") == 2
    assert "There is no group 'narnia'" in capsys.readouterr().err


def test_similarity_to_a_group_and_to_a_camp(data, capsys) -> None:
    assert call(*data, "votes", "similarity", "eu", "--from", "2022", "--json") == 0
    rows, _ = rows_of(capsys)
    agreement = {row["iso3"]: row["agreement"] for row in rows if row["year"] == 2022}
    assert agreement["NOR"] > agreement["IND"] > agreement["RUS"]


def test_swing_states_have_probability_and_movement(data, capsys) -> None:
    assert call(*data, "votes", "swing", "--from", "2014", "--json") == 0
    rows, _ = rows_of(capsys)
    by_state = {row["iso3"]: row for row in rows}
    assert by_state["IND"]["between_probability"] > by_state["DEU"]["between_probability"]
    assert rows == sorted(rows, key=lambda row: (-row["between_probability"], row["iso3"]))
    assert by_state["IND"]["change_low"] <= by_state["IND"]["change"] <= by_state["IND"]["change_high"]


def test_moves_have_dates_and_probabilities(data, capsys) -> None:
    assert call(*data, "votes", "changes", "Serbia", "--from", "2013", "--details", "--json") == 0
    rows, warnings = rows_of(capsys)
    assert {row["iso3"] for row in rows} == {"SRB"}
    assert all(0 <= row["jump_probability"] <= 1 and row["from_date"] < row["to_date"] for row in rows)
    assert any("careful instrument" in warning for warning in warnings)


def test_a_declared_vote_set_is_a_pattern_or_a_file(tmp_path, data, capsys) -> None:
    assert call(*data, "votes", "themes", "--roll-calls", "A/RES/ES-11/*", "--json") == 0
    assert sum(row["roll_calls"] for row in rows_of(capsys)[0]) == 8
    file = tmp_path / "set.csv"
    file.write_text("symbol;note\nA/RES/ES-11/1;first # of eight\n\nR/68/262\nA/RES/1/1\n")
    assert call(*data, "votes", "themes", "--roll-calls", str(file), "--details", "--json") == 0
    rows, warnings = rows_of(capsys)
    assert [row["symbol_code"] for row in rows] == ["A/RES/68/262", "A/RES/ES-11/1"]
    assert any("1 entries of the list name no roll call" in warning for warning in warnings)
    with pytest.raises(VoteFileError):
        read_roll_call_list(tmp_path / "none.txt")


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["forecast", "--asof", "2023-06-01"], 2, "not described"),
        (["forecast", "--theme", "nukes", "--asof", "2023-06-01"], 2, "no theme 'nukes'"),
        (["themes", "--roll-calls", "A/RES/99/*"], 2, "no roll call 'A/RES/99/*'"),
        (["similarity", "RUS", "--from", "1950", "--to", "1951"], 3, "no vote from 1950 to 1951"),
        (["blocs", "--from", "1950", "--to", "1951"], 3, "no vote from 1950 to 1951"),
        (["swing", "--to", "1960"], 3, "Not estimable"),
        (["record", "--theme", "nuclear"], 3, "Not estimable"),
    ],
)
def test_refusals_name_what_is_missing(data, capsys, words, code, said) -> None:
    assert call(*data, "votes", *words) == code
    assert said in capsys.readouterr().err
    assert call(*data, "votes", *words, language="de") == code


def test_before_any_vote_a_forecast_says_that_there_is_nothing(data, capsys) -> None:
    assert call(*data, "votes", "forecast", "--like", "A/RES/ES-11/6", "--asof", "1990-01-01", "--json") == 0
    rows, warnings = rows_of(capsys)
    assert rows == []
    assert any("there is nothing to forecast from" in warning for warning in warnings)


def test_unknown_codes_in_a_file_are_named(tmp_path, data, capsys) -> None:
    file, out = tmp_path / "votes.csv", tmp_path / "out.parquet"
    lines = [
        f"R{number},2020-11-{number + 1:02d},75,{state},{'YAN'[(number * at + at) % 3]}"
        for number in range(8)
        for at, state in enumerate(["QQA", "QQB", "QQC", "QQD", "QQE", "DEU"])
    ]
    file.write_text(HEADER + "\n".join(lines) + "\n")
    assert call(*data, "votes", "ideal-points", "--votes", str(file), "--out", str(out)) == 0
    assert "5 codes in the file name no state known here: QQA, QQB, QQC" in capsys.readouterr().err
    assert pl.read_parquet(out).null_count().sum_horizontal().item() == 0


def test_groups_that_share_no_roll_call_are_said_not_to_compare(tmp_path, data, capsys) -> None:
    file, out = tmp_path / "votes.csv", tmp_path / "out.parquet"
    lines = [
        f"{block}{number},2020-11-{number + 1:02d},75,{state},{'YAN'[(number * at + at) % 3]}"
        for block, states in (("A", ["RUS", "BLR", "CHN", "IND"]), ("B", ["DEU", "FRA", "USA", "BRA"]))
        for number in range(6)
        for at, state in enumerate(states)
    ]
    file.write_text(HEADER + "\n".join(lines) + "\n")
    assert call(*data, "votes", "ideal-points", "--votes", str(file), "--out", str(out)) == 0
    assert "not tied: 2 groups" in capsys.readouterr().err
    assert call(*data, "votes", "blocs", "power", "--votes", str(file), "--json") == 0
    assert all(row["cohesion"] is not None for row in rows_of(capsys)[0])


def test_the_exact_sampler_gives_the_same_rows_near_the_fit(tmp_path, data, capsys) -> None:
    states = ["RUS", "BLR", "CHN", "IND", "BRA", "ZAF", "DEU", "FRA", "USA", "JPN"]
    lines = [
        f"R{number},2020-11-{number % 28 + 1:02d},75,{state},{'NAY'[min(2, (at * 3 + number * 5) // 14 % 3)]}"
        for number in range(24)
        for at, state in enumerate(states)
    ]
    file = tmp_path / "votes.csv"
    file.write_text(HEADER + "\n".join(lines) + "\n")
    frames = []
    for name, words in {"fit": [], "exact": ["--exact"]}.items():
        out = tmp_path / f"{name}.parquet"
        assert call(*data, "votes", "ideal-points", "--votes", str(file), *words, "--out", str(out)) == 0
        frames.append(pl.read_parquet(out))
    assert "Exact sampler: 600 iterations" in capsys.readouterr().err
    assert frames[0].select("iso3", "session").equals(frames[1].select("iso3", "session"))
    assert pl.DataFrame({"a": frames[0]["theta"], "b": frames[1]["theta"]}).corr()["b"][0] > 0.95
    assert (frames[1]["low"] < frames[1]["high"]).all()
