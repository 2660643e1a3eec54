"""`standpunkt.votes`: the questions of the command line as frames, and notices that a program can catch."""

import doctest
from datetime import date
from pathlib import Path

import polars as pl
import pytest

import standpunkt
from standpunkt.dossier.votes.notebook import Votes, VotesNotice
from standpunkt.vocabulary.errors.votes import NoVotesError

GUIDE = Path(__file__).resolve().parents[2] / "docs" / "guides" / "notebook.md"


@pytest.fixture
def votes(tmp_path: Path) -> Votes:
    return standpunkt.votes.of("russia_ukraine", data=tmp_path)


def test_the_guide_tells_the_truth() -> None:
    found = doctest.testfile(str(GUIDE), module_relative=False)
    assert (found.failed, found.attempted > 5) == (0, True)


def test_a_day_may_be_a_date_and_details_tell_components(votes: Votes) -> None:
    frame = votes.forecast("A/RES/ES-11/6", asof=date(2023, 6, 1), details=True)
    assert {"kind", "leading", "record_yes"} <= set(frame.columns)
    assert frame["kind"].unique().to_list() == ["like"]


def test_similarity_takes_names_and_groups(votes: Votes) -> None:
    one, other = votes.similarity("Russland", since=2022), votes.similarity("opponent", since=2022)
    assert one.columns == other.columns
    assert "RUS" not in one["iso3"].to_list()


def test_the_other_questions_give_frames(votes: Votes) -> None:
    assert votes.record(last=2)["targets"].unique().to_list() == [2]
    assert votes.reliability(last=2)["cases"].sum() > 0
    assert votes.blocs("power", since=2022)["group"].unique().to_list() == ["power"]
    assert votes.themes()["roll_calls"].sum() == 15
    with pytest.warns(VotesNotice, match="fewer than 5 votes"):
        points = votes.ideal_points(since=2014)
    assert points.columns[:4] == ["iso3", "session", "year", "theta"]
    with pytest.warns(VotesNotice):
        assert votes.swing(since=2014).height > 100
    with pytest.warns(VotesNotice) as told:
        assert votes.changes("SRB", since=2013)["iso3"].unique().to_list() == ["SRB"]
    assert any("careful instrument" in str(one.message) for one in told)


def test_own_files_and_refusals_work_as_on_the_command_line(votes: Votes, tmp_path: Path) -> None:
    with pytest.raises(NoVotesError):
        votes.similarity("RUS", since=1950, until=1951)
    file = tmp_path / "own.parquet"
    rows = [
        (f"R{n}", date(2020, 11, n + 1), 75, s, "YAN"[(n + at) % 3])
        for n in range(4)
        for at, s in enumerate(("RUS", "DEU", "IND"))
    ]
    names = ["roll_call_id", "date", "session", "iso3", "vote"]
    pl.DataFrame(rows, schema=names, orient="row").write_parquet(file)
    assert votes.similarity("RUS", votes=file)["n_votes"].to_list() == [4, 4]


def test_unknown_names_of_the_package_are_refused() -> None:
    with pytest.raises(AttributeError):
        _ = standpunkt.ballots
