"""A build after a fetch: which profile it takes, which source wins, and what it says of both."""

import pytest

from standpunkt.dossier.observatory import Observatory
from standpunkt.pipeline.build import Options, build, planned_study
from standpunkt.study.load import load_study, study_path
from standpunkt.tables.starter import read_starter
from standpunkt.tables.version import find_version
from standpunkt.vocabulary.errors.study_content import StudySourceError
from tests.pipeline.test_killed import STUDY as BRIEF
from tests.pipeline.test_killed import brief_study
from tests.tables.fetched import put_tables

STUDY = "russia_ukraine"
NEEDS = load_study(STUDY).profiles["full"]["needs"]


def gdp(value):
    return {"iso3": "DEU", "year": 2021, "gdp_usd": value, "quality": "reported"}


def test_profile_follows_what_was_fetched(tmp_path):
    assert planned_study(STUDY, tmp_path, Options()).profile == "starter"
    for source_id in NEEDS[:-1]:
        put_tables(tmp_path, {"state_year_gdp": [gdp(1.0)]}, source_id)
    assert planned_study(STUDY, tmp_path, Options()).profile == "starter"
    put_tables(tmp_path, {"state_year_gdp": [gdp(1.0)]}, NEEDS[-1])
    assert planned_study(STUDY, tmp_path, Options()).profile == "full"
    assert planned_study(STUDY, tmp_path, Options(profile="starter")).profile == "starter"


def test_a_rule_on_an_unknown_source_stops_the_build(tmp_path):
    text = study_path(STUDY).read_text(encoding="utf-8")
    rule = "facts: {precedence: {dyad_year_trade: [imf_imts, imf_dot]}}\nworld: "
    (tmp_path / "studies").mkdir()
    (tmp_path / "studies" / f"{STUDY}.yml").write_text(
        text.replace("\nworld: ", f"\n{rule}", 1), encoding="utf-8"
    )
    with pytest.raises(StudySourceError, match="names 'imf_dot'"):
        planned_study(STUDY, tmp_path, Options())


@pytest.mark.slow
def test_manifest_and_pages_say_which_sources_a_version_used(tmp_path):
    brief_study(tmp_path / "studies")
    put_tables(tmp_path, {"state_year_gdp": [gdp(1.0)]}, "worldbank_indicators")
    build(BRIEF, tmp_path, Options(draws=200))
    manifest = find_version(tmp_path, BRIEF).manifest()
    assert list(manifest.snapshots) == ["worldbank_indicators"]
    own = read_starter("state_year_gdp").height
    assert manifest.tables["state_year_gdp"] == {
        "starter:worldbank_indicators": own - 1,
        "worldbank_indicators": 1,
    }
    observatory = Observatory.open(BRIEF, tmp_path)
    assert observatory.stamp()["fetched_count"] == 1
    used = {row["source_id"]: row["snapshot"] for row in observatory.sources()}
    assert used["worldbank_indicators"] == manifest.snapshots["worldbank_indicators"]
    assert used["voeten_roll_calls"] is None


@pytest.mark.slow
def test_the_studys_rule_reaches_the_build(tmp_path):
    brief_study(tmp_path / "studies")
    path = tmp_path / "studies" / f"{BRIEF}.yml"
    rule = "facts: {precedence: {state_year_gdp: [starter]}}\nworld: "
    path.write_text(path.read_text(encoding="utf-8").replace("\nworld: ", f"\n{rule}", 1), encoding="utf-8")
    put_tables(tmp_path, {"state_year_gdp": [gdp(1.0)]}, "worldbank_indicators")
    build(BRIEF, tmp_path, Options(draws=200))
    own = read_starter("state_year_gdp").height
    manifest = find_version(tmp_path, BRIEF).manifest()
    assert manifest.tables["state_year_gdp"] == {"starter:worldbank_indicators": own}
    assert manifest.snapshots == {}
