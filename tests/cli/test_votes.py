"""`standpunkt votes`: shapes of its answers and what it refuses."""

import json
from pathlib import Path

import numpy as np
import polars as pl
import pytest

from standpunkt.cli.app import main
from standpunkt.tables.votes_file import read_votes_file
from standpunkt.vocabulary.errors.votes import VoteColumnError, VoteFileError, VoteValueError

HEADER = "roll_call_id,date,session,iso3,vote\n"


def call(*words: str) -> int:
    return main(["--lang", "en", *words])


@pytest.fixture
def data(tmp_path: Path) -> list[str]:
    return ["--data", str(tmp_path / "data")]


def test_ideal_points_have_their_columns_and_grow_towards_the_power(tmp_path, data, capsys) -> None:
    out = tmp_path / "ip.parquet"
    assert call(*data, "votes", "ideal-points", "--from", "2013", "--out", str(out)) == 0
    found = pl.read_parquet(out)
    assert found.columns == ["iso3", "session", "year", "theta", "sd", "low", "high", "n_votes"]
    assert (found["year"] == found["session"] + 1945).all()
    mean = dict(found.group_by("iso3").agg(pl.col("theta").mean()).iter_rows())
    assert mean["RUS"] > mean["IND"] > mean["DEU"]
    assert (found["low"] < found["high"]).all()
    assert "fewer than 5 votes" in capsys.readouterr().err


def test_similarity_writes_csv_with_empty_cells_where_kappa_is_undefined(tmp_path, data) -> None:
    out = tmp_path / "s.csv"
    assert call(*data, "votes", "similarity", "Russia", "--from", "2022", "--out", str(out)) == 0
    found = pl.read_csv(out)
    assert found.columns == ["iso3", "year", "agreement", "kappa", "pi", "low", "high", "n_votes"]
    assert found["year"].min() == 2022
    assert "RUS" not in found["iso3"].to_list()
    assert found["n_votes"].min() > 0


def test_a_forecast_is_one_object_and_reads_nothing_later(data, capsys) -> None:
    words = ["votes", "forecast", "--like", "A/RES/ES-11/6", "--asof", "2022-12-01", "--json"]
    assert call(*data, *words) == 0
    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"version", "data_date", "result", "warnings"}
    assert said["data_date"] == "2022-11-14"
    assert any("only its theme" in warning for warning in said["warnings"])
    row = said["result"][0]
    assert set(row) == {"iso3", "p_yes", "p_abstain", "p_no", "p_absent", "persistence"}
    assert row["p_yes"] + row["p_abstain"] + row["p_no"] + row["p_absent"] == pytest.approx(1)


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (["forecast", "--like", "A/RES/99/1", "--asof", "2023-06-01"], 2, "no roll call 'A/RES/99/1'"),
        (
            ["forecast", "--like", "A/RES/77/229", "--asof", "2023-06-01"],
            3,
            "no symbols for sessions 75 to 78",
        ),
        (["forecast", "--like", "A/RES/ES-11/6", "--asof", "June"], 2, "The day 'June'"),
        (["ideal-points", "--from", "2020", "--to", "2010"], 2, "from 2020 to 2010"),
        (["ideal-points", "--theme", "nukes"], 2, "no theme 'nukes'"),
        (["ideal-points", "--from", "1950", "--to", "1960"], 3, "Not estimable"),
        (["similarity", "Narnia"], 2, "Narnia"),
    ],
)
def test_refusals_name_value_and_rule(data, capsys, words, code, said) -> None:
    assert call(*data, "votes", *words) == code
    assert said in capsys.readouterr().err


def test_a_refused_fit_writes_no_file(tmp_path, data) -> None:
    out = tmp_path / "none.parquet"
    assert call(*data, "votes", "ideal-points", "--to", "1960", "--out", str(out)) == 3
    assert list(tmp_path.glob("none*")) == []


def test_a_user_s_own_file_is_enough(tmp_path, data, capsys) -> None:
    rows = [
        f"R{number},2020-11-{number + 1:02d},75,{state},{'YAN'[(number * at + at) % 3]}"
        for number in range(8)
        for at, state in enumerate(["RUS", "BLR", "CHN", "IND", "DEU", "FRA", "USA"])
    ]
    file = tmp_path / "votes.csv"
    file.write_text(HEADER + "\n".join([*rows, rows[0]]) + "\n")
    out = tmp_path / "own.parquet"
    assert call(*data, "votes", "ideal-points", "--votes", str(file), "--out", str(out)) == 0
    assert pl.read_parquet(out).height == 7
    assert "1 votes stand twice" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ("R1,2020-11-01,75,DEU,yes", "row 2: vote is 'yes'"),
        ("R1,01.11.2020,75,DEU,Y", "row 2: date is '01.11.2020'"),
        ("R1,2020-11-01,autumn,DEU,Y", "row 2: session is 'autumn'"),
        (",2020-11-01,75,DEU,Y", "row 2: roll_call_id is"),
        ("R1,2020-11-01,75,Germany,Y", "row 2: iso3 is 'Germany'"),
    ],
)
def test_a_bad_row_is_named_by_line_value_and_rule(tmp_path, row, said) -> None:
    file = tmp_path / "votes.csv"
    file.write_text(HEADER + row + "\n")
    with pytest.raises(VoteValueError, match=said):
        read_votes_file(file)


def test_special_sessions_belong_to_the_regular_session_in_progress(tmp_path) -> None:
    file = tmp_path / "votes.csv"
    days = ["2022-03-02,11emsp", "2022-10-12,ES-11", "2025-02-24,", "1975-09-01,7sp"]
    rows = [f"R{number},{day},DEU,Y" for number, day in enumerate(days)]
    file.write_text(HEADER + "\n".join(rows) + "\n")
    assert read_votes_file(file).roll_calls["session"].to_list() == [76, 77, 79, 30]


def test_a_file_that_is_missing_or_no_table_is_refused_by_name(tmp_path) -> None:
    with pytest.raises(VoteFileError, match=r"votes\.csv cannot be read"):
        read_votes_file(tmp_path / "votes.csv")
    (tmp_path / "votes.parquet").write_text("no table")
    with pytest.raises(VoteFileError, match=r"votes\.parquet cannot be read"):
        read_votes_file(tmp_path / "votes.parquet")


def test_a_file_without_a_column_is_refused_and_contradictions_are_left_out(tmp_path) -> None:
    file = tmp_path / "votes.csv"
    file.write_text("roll_call_id,date,iso3,vote\nR1,2020-11-01,DEU,Y\n")
    with pytest.raises(VoteColumnError, match="no column 'session'"):
        read_votes_file(file)
    file.write_text(HEADER + "R1,2020-11-01,75,DEU,Y\nR1,2020-11-01,75,DEU,N\nR2,2020-11-02,75,NAM,Y\n")
    found = read_votes_file(file)
    assert found.contradicted == ("R1",)
    assert (found.votes.roll_calls, found.roll_calls["roll_call_id"].to_list()) == (("R2",), ["R2"])
    held = dict(zip(found.votes.states, found.votes.codes[0], strict=True))
    assert held == {"DEU": -1, "NAM": 1}


def many(sessions: range) -> str:
    """Votes of seven states over some sessions, the United States against Russia, the others between."""
    leanings = {"RUS": 2, "BLR": 2, "CHN": 1, "IND": 0, "DEU": -2, "FRA": -2, "USA": -2}
    rows = [
        f"R{session}_{number},{session + 1945}-11-{number + 1:02d},{session},{state},"
        + ("Y" if (number % 5 - 2 + at % 3 - 1) <= lean else "A" if number % 3 else "N")
        for session in sessions
        for number in range(12)
        for at, (state, lean) in enumerate(leanings.items())
    ]
    return HEADER + "\n".join(rows) + "\n"


def test_a_stored_fit_goes_on_with_new_votes(tmp_path, data, capsys) -> None:
    file, folder, out = tmp_path / "votes.csv", tmp_path / "fit", tmp_path / "ip.parquet"
    words = [*data, "votes", "ideal-points", "--votes", str(file), "--out", str(out), "--warm", str(folder)]
    file.write_text(many(range(50, 70)))
    assert call(*words) == 0
    assert "Fitted as a whole" in capsys.readouterr().err
    file.write_text(many(range(50, 71)))
    assert call(*words) == 0
    assert "Taken from the stored fit" in capsys.readouterr().err
    gone_on = pl.read_parquet(out)
    assert call(*words[:-2]) == 0
    whole = pl.read_parquet(out)
    assert gone_on.select("iso3", "session", "n_votes").equals(whole.select("iso3", "session", "n_votes"))
    assert np.corrcoef(gone_on["theta"], whole["theta"])[0, 1] > 0.99


def test_bridging_is_an_option_that_says_what_it_did(tmp_path, data, capsys) -> None:
    out = tmp_path / "ip.parquet"
    words = [*data, "votes", "ideal-points", "--from", "2013", "--out", str(out), "--bridge", "strict"]
    assert call(*words) == 0
    assert "share slope and cut points with an earlier one" in capsys.readouterr().err
    assert pl.read_parquet(out)["theta"].is_finite().all()
