"""Another question needs another file and nothing else: the study of Iran, from votes to a portrait."""

import shutil

import pytest

from standpunkt.dossier.compose import portrait
from standpunkt.dossier.observatory import Observatory
from standpunkt.pipeline.build import Options, build
from standpunkt.pipeline.fetching import FetchRequest, fetch_sources

pytestmark = [pytest.mark.shared, pytest.mark.slow]

FILES = ("votes/unga_votes_1946_2024_long.parquet", "votes/unga_rollcalls_1946_2024.parquet")
STUDY, SOURCE = "usa_iran", "voeten_roll_calls"


@pytest.fixture(scope="module")
def observatory(shared, tmp_path_factory):
    root = tmp_path_factory.mktemp("second")
    mirror = root / "mirror" / SOURCE
    mirror.mkdir(parents=True)
    for name in FILES:
        shutil.copy(shared(name), mirror)
    data_dir = root / "data"
    fetch_sources(data_dir, FetchRequest((SOURCE,), mirror=str(mirror.parent), is_offline=True))
    build(STUDY, data_dir, Options(draws=200))
    return Observatory.open(STUDY, data_dir)


def test_states_that_vote_with_iran_stand_on_its_side_and_allies_of_the_other_on_theirs(observatory):
    stance = {row["iso3"]: row["stance"] for row in observatory.states("2019-12")}
    assert len(stance) == 191
    assert {"RUS", "UKR"} <= set(stance)
    assert not {"IRN", "USA"} & set(stance)
    assert stance["SYR"] > 20
    assert stance["CUB"] > 20
    assert stance["DEU"] < -50
    assert stance["CAN"] < -50


@pytest.mark.parametrize("language", ["de", "en"])
def test_nothing_on_a_portrait_speaks_of_the_first_study(observatory, language):
    text = portrait(observatory, "SYR", language).model_dump_json()
    assert [word for word in ("Russi", "Russl", "Ukrain", "ES-11") if word in text] == []
    assert "A/RES/74/167" in text
    assert "Iran" in text
