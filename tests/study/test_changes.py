"""Differences of studies, and the exchanged study."""

from datetime import date

import pytest

from standpunkt.study.changes import Change, changes
from standpunkt.study.load import load_study
from standpunkt.study.sections.indicators import Anchor


def test_equal_studies_do_not_differ(small):
    assert changes(load_study(small()), load_study(small())) == ()


def test_changed_key_is_named_with_both_values(small):
    before = load_study(small())
    more = (("draws: 200", "draws: 300"), ("plus: 0.8}", "plus: 1}"))
    assert changes(before, load_study(small(*more))) == (
        Change("indicators.M2.anchors.plus.number", 0.8, 1.0),
        Change("run.draws", 200, 300),
    )


def test_added_indicator_is_one_change(small):
    extra = "  M2: {group: arms_imports"
    new = "  M3: {group: arms_imports, measure: arms.import_share, unit: share, sides: plus,\n"
    new += "       transform: identity, anchors: {zero: 0, plus: 1}}\n" + extra
    found = changes(load_study(small()), load_study(small((extra, new))))
    assert [(change.place, change.before) for change in found] == [("indicators.M3", None)]
    assert found[0].after["measure"] == "arms.import_share"


def test_profile_shows_through_the_keys_it_changes():
    places = {
        c.place for c in changes(load_study("russia_ukraine"), load_study("russia_ukraine", "four_pillars"))
    }
    assert places == {"pillars.I.weight", "indices.stance.headline_pillars"}


def test_exchanged_twice_is_the_same_study():
    for profile in (None, "starter"):
        study = load_study("russia_ukraine", profile)
        assert study.exchanged() != study
        assert study.exchanged().exchanged() == study


def test_exchanged_study_measures_the_same_under_the_other_name():
    study = load_study("russia_ukraine", "starter")
    mirror = study.exchanged()
    assert mirror.poles.power.states == ("UKR",)
    assert mirror.camp_members("power", date(2023, 1, 1)) == study.camp_members("opponent", date(2023, 1, 1))
    arms, sanctions = mirror.indicators["M1"], mirror.indicators["E1"]
    assert (arms.params["to"], arms.sides) == ("opponent", "minus")
    assert (arms.anchors.minus, arms.anchors.plus) == (Anchor(number=1), None)
    assert (sanctions.params["against"], sanctions.sides) == ("opponent", "plus")
    votes = mirror.indicators["D1"].anchors
    assert (votes.plus, votes.minus) == (Anchor(camp="power", stat="median"), Anchor(pole="opponent"))


def test_oriented_values_turn_their_anchors():
    anchors = load_study("russia_ukraine").exchanged().indicators["D4"].anchors
    assert (anchors.minus, anchors.zero, anchors.plus) == (
        Anchor(number=-2),
        Anchor(number=0),
        Anchor(number=1),
    )
    visits = load_study("russia_ukraine").exchanged().indicators["D3"].anchors.minus
    assert visits is not None
    assert visits.pooled == pytest.approx(0.05)


def test_dependence_is_on_the_other_pole():
    energy = load_study("russia_ukraine").exchanged().indicators["E5"]
    assert (energy.params["from"], energy.sides) == ("power", "plus")


def test_classes_come_in_reverse_with_their_own_labels():
    study = load_study("russia_ukraine")
    mirror = study.exchanged()
    assert mirror.classes.order == study.classes.order[::-1]
    assert mirror.classes.labels["en"][0] == "Russia-supporting"
    voter = next(p for p in mirror.classes.reference if p.name == "votes_only_with_power")
    assert (voter.class_, voter.set["D1"]) == ("POW_LEANING", -1)
