"""Reading study files: types, profiles, refusals of keys and values (S00 to S02, S18)."""

import copy
import pickle
from datetime import date

import pytest

from standpunkt.study.load import load_study, study_ids
from standpunkt.study.sections.indicators import Anchor
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study import UnknownProfileError, UnknownStudyError
from standpunkt.vocabulary.periods import MonthRange

PROFILES = ("four_pillars", "wide_ties", "no_sanctions", "full", "starter")


def test_first_study_is_read_with_types():
    study = load_study("russia_ukraine")
    assert study.id == "russia_ukraine"
    assert study.period.range == MonthRange(date(2014, 1, 1), date(2025, 8, 1))
    assert study.indicators["D1"].anchors.zero.hypothetical == "all_abstain"
    assert study.indicators["D4"].anchors.plus == Anchor(number=2)
    assert study.indicators["D4"].params["power"] == {"EAEU": 1, "CIS": 0.5, "SCO": 0.5, "BRICS": 0.5}
    assert study.indices.stance.lambda_ == 0.3
    assert study.classes.order[0] == "OPP_ALIGNED"
    assert study.run.seed == 20240223


def test_universe_is_the_members_without_the_poles():
    states = load_study("russia_ukraine").universe_states()
    assert len(states) == 191
    assert list(states) == sorted(states)
    assert not {"RUS", "UKR"} & set(states)
    assert {"NOR", "SRB", "TUV"} <= set(states)


def test_camps_hold_by_date():
    study = load_study("russia_ukraine")
    assert study.camp_members("power", date(2024, 6, 18)) == {"BLR", "SYR"}
    assert study.camp_members("power", date(2024, 6, 19)) == {"BLR", "SYR", "PRK"}
    assert study.camp_members("power", date(2024, 12, 8)) == {"BLR", "PRK"}
    assert len(study.camp_members("opponent", date(2022, 3, 5))) == 46
    assert len(study.camp_members("rest", date(2022, 3, 5))) == 191 - 46 - 2


@pytest.mark.parametrize("profile", PROFILES)
def test_every_profile_of_the_first_study_is_valid(profile):
    assert load_study("russia_ukraine", profile).profile == profile


def test_starter_profile_overrides_measures_and_switches_off():
    full, starter = load_study("russia_ukraine"), load_study("russia_ukraine", "starter")
    assert full.indicators["M2"].measure == "support.military_aid"
    assert starter.indicators["M2"].measure == "support.aid_grade"
    assert starter.indicators["M2"].anchors.minus == Anchor(number=1)
    assert starter.indicators["E4"].params == {"with": "power", "flow": "total"}
    assert starter.indicators["E4"].anchors.minus is None
    assert "E2" in starter.indicators
    assert "E2" not in starter.active_indicators
    assert {"M4", "M5", "M2", "E4", "E5"} <= set(starter.active_indicators)
    assert starter.treatment.max_age_months == {"annual": 60, "monthly": 6, "votes": 36}


def test_study_never_changes():
    study = load_study("russia_ukraine")
    with pytest.raises(ValueError, match="frozen"):
        setattr(study, "profile", "other")  # noqa: B010 (mypy knows that it cannot be set)
    with pytest.raises(TypeError, match="never changes"):
        study.indicators["D4"].params["power"]["EU"] = 1
    with pytest.raises(TypeError, match="never changes"):
        study.indicators["D4"].params["power"].update(EU=1)
    assert pickle.loads(pickle.dumps(study)) == study == copy.deepcopy(study)  # noqa: S301 (our own bytes)


def test_digest_follows_content_and_not_layout(small):
    plain = load_study(small()).digest()
    assert load_study(small(("schema: 1\n", "# a remark\nschema: 1\n\n"))).digest() == plain
    assert load_study(small(("draws: 200", "draws: 300"))).digest() != plain
    assert load_study("russia_ukraine").digest() != load_study("russia_ukraine", "starter").digest()


def test_another_power_is_another_file(small):
    path = small()
    study = load_study("small", folder=path.parent)
    assert study.poles.power.states == ("CHN",)
    assert len(study.universe_states()) == 191
    assert study_ids(path.parent) == ("russia_ukraine", "small", "usa_iran")
    assert study_ids() == ("russia_ukraine", "usa_iran")


def test_file_of_the_user_goes_before_the_package(small, tmp_path):
    text = small(("id: small", "id: russia_ukraine")).read_text(encoding="utf-8")
    (tmp_path / "russia_ukraine.yml").write_text(text, encoding="utf-8")
    assert load_study("russia_ukraine", folder=tmp_path).poles.power.states == ("CHN",)


def test_codes_stay_text(small):
    study = load_study(small(("params: {from: power}", "params: {from: power, states: [NO], hs6: 010121}")))
    assert study.indicators["M2"].params == {"from": "power", "states": ("NO",), "hs6": "010121"}


def test_unknown_study_names_the_nearest():
    with pytest.raises(UnknownStudyError) as refused:
        load_study("russia_ukrain")
    assert refused.value.exit_code == 2
    assert str(refused.value) == (
        "There is no study 'russia_ukrain'. Known studies are russia_ukraine, usa_iran; the nearest is "
        "'russia_ukraine'. Use one of these ids, or give the path of a study file."
    )


def test_unknown_profile_names_the_nearest():
    with pytest.raises(UnknownProfileError) as refused:
        load_study("russia_ukraine", "startr")
    assert refused.value.exit_code == 2
    assert str(refused.value) == (
        "The study russia_ukraine has no profile 'startr'. Its profiles are four_pillars, full, "
        "no_sanctions, reviewed, starter, wide_ties; the nearest is 'starter'. Use one of these names."
    )


def test_line_of_an_overlaid_key_is_that_of_the_profile(small):
    path = small(("thin: {inactive: [D2]}", "thin: {inactive: [D2], run: {draws: few}}"))
    assert load_study(path).run.draws == 200
    with pytest.raises(StandpunktError, match=r"small\.yml:59: run\.draws is 'few'"):
        load_study(path, "thin")
