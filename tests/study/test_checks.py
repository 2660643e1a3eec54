"""Checks that other rooms call with measures, votes or scores, and lists of everything that is wrong."""

from datetime import date

from standpunkt.study.checks.classes import reference_classes
from standpunkt.study.checks.run import roll_calls
from standpunkt.study.checks.tree import measures, sources
from standpunkt.study.load import read_study
from standpunkt.vocabulary.errors.study_content import StudyCalibrationError, StudyRedundancyError


def test_unknown_measure_names_the_nearest(small):
    checked = read_study(small(("measure: arms.import_share", "measure: arms.import_shares")))
    known = ("arms.import_share", "arms.supply_grade", "ties.organisations", "votes.latent_stance")
    assert [str(error) for error in measures(checked, known)] == [
        (
            "small.yml:39: indicator M2 names the measure 'arms.import_shares'. A study names "
            "measures from the "
            "reference page \"Measures\"; the nearest is 'arms.import_share'. Correct line 39, or "
            "remove the indicator."
        )
    ]


def test_measure_of_an_inactive_indicator_may_be_missing(small):
    changes = (("measure: ties.organisations", "measure: ties.unwritten"),)
    known = ("arms.import_share", "arms.supply_grade", "votes.latent_stance")
    assert list(measures(read_study(small(*changes), "thin"), known)) == []
    assert len(list(measures(read_study(small(*changes)), known))) == 1


def test_unknown_roll_call_is_named_with_the_day(small):
    found = roll_calls(read_study(small()), {"A/RES/99/1"}, date(2025, 8, 31))
    assert [str(error) for error in found] == [
        (
            "small.yml:14: A/RES/99/2 is not in the votes known on 2025-08-31. Conflict votes must "
            "exist. Check the "
            "symbol or fetch un_ga_voting."
        )
    ]


def test_reference_profile_in_another_class_is_named(small):
    found = reference_classes(read_study(small()), {"silent": (0.0, "C"), "voter": (54.4, "E")})
    assert [str(error) for error in found] == [
        (
            "small.yml:49: profile voter scores 54 and falls in E, declared D. Weights contradict "
            "the class rule. "
            "Change weights or the profile."
        )
    ]


def test_profile_with_an_inactive_indicator_is_no_test_of_the_weights(small):
    checked = read_study(small(("set: {D1: 1}", "set: {D1: 1, D2: 1}")), "thin")
    assert list(reference_classes(checked, {"voter": (54.4, "E")})) == []


def test_every_problem_is_listed(wrong):
    found = wrong(
        ("draws: 200", "draws: 250"), ("name_at: 0.6", "name_at: 0.2"), ("lambda: 0.3,", "lambda: 3,")
    )
    assert len(found) == 2
    assert "name_at is 0.2" in found[0]
    assert "lambda is 3" in found[1]


def test_exposure_may_be_weighed_by_a_profile_with_a_note(wrong):
    assert wrong(profile="exposed") == []
    without = wrong(('note: "for comparison", ', ""), profile="exposed")
    assert len(without) == 1
    assert "Exposure is not consent" in without[0]


def test_messages_of_the_index_are_as_designed():
    redundant = StudyRedundancyError(file="s.yml", line=9, one="E4", other="E5", rho=".91", count=140)
    assert str(redundant) == (
        "s.yml:9: E4 and E5 agree with rho .91 over 140 states in different groups. They would "
        "count twice. Join "
        "them or give independent_because."
    )
    stale = StudyCalibrationError(file="s.yml", line=1, old="3f9a..", new="77c0..")
    assert str(stale) == (
        "s.yml:1: the calibration belongs to study hash 3f9a.., the file has 77c0... Anchors would "
        "be silently old. "
        "Run build --calibrate and raise study.version."
    )


def test_rules_on_sources_name_what_exists(small):
    text = "facts: {precedence: {dyad_year_trade: [imf_imts, starter, imf_imts], dyad_trade: [imf]}}\nworld: "
    checked = read_study(small(("world: ", text)))
    found = sources(checked, ("dyad_year_trade",), ("imf_imts", "starter"))
    assert [error.values["value"] for error in found] == ["imf_imts", "dyad_trade", "imf"]
    assert str(next(sources(checked, ("dyad_year_trade",), ("imf", "starter")))).startswith(
        "small.yml:56: facts.precedence.dyad_year_trade names 'imf_imts'. "
    )
