"""Organisations and defence ties."""

from datetime import date

import pytest

from standpunkt.vocabulary.errors.measures import MeasureParameterError
from tests.measures.conftest import cell, closed, frame

MEMBERSHIPS, DEFENCE = "state_organisation_spell_membership", "dyad_spell_defence"
COVERAGE = "state_table_spell_coverage"
MONTH = date(2024, 12, 1)
EVERY = [
    {"iso3": "ISL", "organisation_id": name, "status": "member", "from_date": date(1990, 1, 1)}
    for name in ("EAEU", "CIS", "SCO", "BRICS", "EU", "G7", "NATO", "CSTO")
]


def member(state, organisation, status="member", since=date(2004, 1, 1), until=None, **more: object):
    row = {"iso3": state, "organisation_id": organisation, "status": status, "from_date": since}
    return row | {"to_date": until} | more


def tie(state, partner, kind, grade, **more: object):
    row = {"state_iso3": state, "partner_iso3": partner, "kind": kind, "grade": grade}
    return row | {"from_date": date(2000, 1, 1)} | more


def test_organisations_are_weighted_by_side_and_status(asked):
    rows = [member("TUR", "SCO", "partner"), member("TUR", "EU", "candidate"), member("IND", "BRICS"), *EVERY]
    measured = asked("D4", {MEMBERSHIPS: frame(MEMBERSHIPS, *rows)}, MONTH)
    assert cell(measured, "TUR", MONTH)["value"] == pytest.approx(0.5 * 0.25 - 0.25)
    assert cell(measured, "IND", MONTH)["value"] == pytest.approx(0.5)
    assert measured.parts.filter(measured.parts["iso3"] == "TUR").height == 2


def test_membership_ends_with_its_spell(asked):
    rows = [member("DEU", "EU", until=date(2024, 12, 31)), *EVERY]
    tables = {MEMBERSHIPS: frame(MEMBERSHIPS, *rows), COVERAGE: frame(COVERAGE, *closed(MEMBERSHIPS, "DEU"))}
    measured = asked("D4", tables, date(2024, 11, 1), MONTH)
    assert cell(measured, "DEU", date(2024, 11, 1))["value"] == -1
    assert cell(measured, "DEU", MONTH)["value"] == 0


def test_alliances_do_not_count_as_organisations(asked):
    tables = {MEMBERSHIPS: frame(MEMBERSHIPS, member("TUR", "NATO"), *EVERY)}
    assert cell(asked("D4", tables, MONTH), "TUR", MONTH)["missing"] == "not_reported"


def test_unknown_organisation_is_refused_with_the_nearest(asked):
    with pytest.raises(MeasureParameterError) as refused:
        asked("D4", {MEMBERSHIPS: frame(MEMBERSHIPS, *EVERY)}, MONTH, power={"EAU": 1})
    assert str(refused.value) == (
        "Indicator D4 gives the measure ties.organisations the organisation 'EAU'. Known are BRICS, CIS, "
        "CSTO, EAEU, EU, G7, NATO, SCO; the nearest is 'EAEU'. Correct the parameter in the study file."
    )


def test_verification_widens_each_membership(asked):
    rows = [member("IND", "BRICS", verification="press"), *EVERY]
    found = cell(asked("D4", {MEMBERSHIPS: frame(MEMBERSHIPS, *rows)}, MONTH), "IND", MONTH)
    assert found["low_value"] == pytest.approx(0.5 * 0.85)
    assert found["high_value"] == pytest.approx(0.5 * 1.15)


def test_treaty_base_and_troops_add_up_to_three_at_most(asked):
    rows = [
        tie("SRB", "RUS", "treaty", 2),
        tie("SRB", "RUS", "base", 1),
        tie("SRB", "RUS", "troops", 1),
    ]
    measured = asked("M3", {DEFENCE: frame(DEFENCE, *rows)}, MONTH)
    assert cell(measured, "SRB", MONTH)["value"] == pytest.approx(3)
    assert measured.parts["part_value"].to_list() == pytest.approx([0.75, 1.5, 0.75])


def test_highest_grade_of_a_kind_counts_once(asked):
    rows = [tie("SRB", "RUS", "treaty", 1), tie("SRB", "BLR", "treaty", 2)]
    assert cell(asked("M3", {DEFENCE: frame(DEFENCE, *rows)}, MONTH), "SRB", MONTH)["value"] == 2


def test_alliance_is_a_treaty_of_its_side(asked):
    tables = {
        MEMBERSHIPS: frame(MEMBERSHIPS, member("TUR", "NATO"), *EVERY),
        DEFENCE: frame(DEFENCE, tie("TUR", "USA", "base", 1), tie("TUR", "RUS", "troops", 1)),
    }
    measured = asked("M3", tables, MONTH)
    assert cell(measured, "TUR", MONTH)["value"] == -2
    assert sorted(measured.parts["part_value"]) == [-2, -1, 1]


def test_tie_to_a_state_of_no_camp_does_not_count(asked):
    tables = {DEFENCE: frame(DEFENCE, tie("TUR", "PAK", "treaty", 2))}
    assert cell(asked("M3", tables, MONTH), "TUR", MONTH)["missing"] == "not_reported"


def test_camp_is_taken_as_of_the_month(asked):
    tables = {DEFENCE: frame(DEFENCE, tie("SRB", "SYR", "treaty", 2))}
    measured = asked("M3", tables, date(2024, 11, 1), MONTH)
    assert cell(measured, "SRB", date(2024, 11, 1))["value"] == 2
    assert cell(measured, "SRB", MONTH)["missing"] == "not_reported"
