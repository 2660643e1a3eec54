"""Themes: where they are told from, and how often titles tell them right on a hand-labelled sample."""

from pathlib import Path

import polars as pl
import pytest

from standpunkt.measures.votes.themes import every_theme, theme_of, themed
from standpunkt.pipeline.fetching import FetchRequest, fetch_sources
from standpunkt.tables.store import Store

LABELS = pl.read_csv(Path(__file__).with_name("theme_labels.csv"))
TITLED = pl.DataFrame(
    {
        "roll_call_id": ["A", "B", "C", "D", "E"],
        "title_text": [
            "Situation of human rights in Iran",
            "Territorial integrity of Ukraine",
            None,
            "Ban on nuclear tests",
            "The path",
        ],
    }
)


def test_a_source_s_code_decides_unless_the_words_say_more_of_the_same() -> None:
    codes = pl.DataFrame(
        {
            "roll_call_id": ["A", "B", "C", "D", "D"],
            "theme_code": ["human_rights", "human_rights", "economic", "disarmament", "nuclear"],
        }
    )
    found = themed(TITLED, codes, conflict=["E"])
    assert found["theme_code"].to_list() == [
        "human_rights_country",
        "ukraine",
        "economic",
        "nuclear",
        "ukraine",
    ]
    origins = ["source_code", "classified", "source_code", "source_code", "declared"]
    assert found["theme_origin"].to_list() == origins


def test_without_codes_words_tell_and_the_rest_is_none() -> None:
    found = themed(TITLED)
    assert found["theme_origin"].to_list() == ["classified", "classified", "none", "classified", "none"]


def test_labels_are_ids_and_themes_alone() -> None:
    assert LABELS.columns == ["roll_call_id", "label", "sample"]
    assert set(LABELS["label"]) <= {"none", *(theme.id for theme in every_theme())}
    assert LABELS.filter(pl.col("sample") == "test").height == 300


@pytest.mark.shared
@pytest.mark.slow
def test_titles_tell_nine_of_ten_themes_of_the_hand_sample(shared, tmp_path) -> None:
    mirror = tmp_path / "mirror"
    for source, names in {
        "un_ga_voting": ["mirror/un_ga_voting/2025_08_31_ga_voting.csv.gz"],
        "voeten_roll_calls": [
            "data/votes/unga_votes_1946_2024_long.parquet",
            "data/votes/unga_rollcalls_1946_2024.parquet",
        ],
        "un_records_2025": [
            "data/votes/un_2025_rollcalls_to_2025-08.parquet",
            "data/votes/un_2025_votes_to_2025-08.parquet",
        ],
    }.items():
        (mirror / source).mkdir(parents=True)
        for name in names:
            file = shared(name)
            (mirror / source / file.name).symlink_to(file)
    fetch_sources(tmp_path / "data", FetchRequest(mirror=str(mirror), is_offline=True))
    titles = Store(tmp_path / "data").read("roll_call_resolution").select("roll_call_id", "title_text")
    told = LABELS.join(titles, on="roll_call_id").with_columns(theme_of(pl.col("title_text")))
    test = told.filter(pl.col("sample") == "test")
    assert test.height == 300
    assert (test["label"] == test["theme_code"]).mean() >= 0.9
