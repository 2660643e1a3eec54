"""Zero, not applicable and not reported are three things."""

from datetime import date

import pytest

from standpunkt.vocabulary.errors.measures import MeasureQuestionError
from tests.measures.conftest import UNIVERSE, cell, closed, frame

MONTH = date(2023, 12, 1)
SANCTIONS = "dyad_spell_sanction"
COVERAGE = "state_table_spell_coverage"


def trade(state, high):
    return {
        "state_iso3": state,
        "partner_iso3": "RUS",
        "year": 2022,
        "flow": "total",
        "low_share": 0.0,
        "high_share": high,
        "bound": "at_most",
    }


def test_silence_of_an_open_list_is_not_reported(asked):
    found = cell(asked("E1", {}, MONTH), "BRA", MONTH)
    assert (found["value"], found["missing"], found["input_count"]) == (None, "not_reported", 0)


def test_silence_of_a_closed_list_is_zero_with_the_declaration_as_its_source(asked):
    measured = asked("E1", {COVERAGE: frame(COVERAGE, *closed(SANCTIONS, "BRA"))}, MONTH)
    found = cell(measured, "BRA", MONTH)
    assert (found["value"], found["low_value"], found["high_value"], found["missing"]) == (0, 0, 0, None)
    assert measured.parts.row(0, named=True)["row_key"] == f"{SANCTIONS}|BRA|2014-01-01"


def test_list_closed_from_a_day_on_says_nothing_before(asked):
    tables = {COVERAGE: frame(COVERAGE, *closed(SANCTIONS, "BRA", since=date(2022, 2, 24)))}
    before, after = date(2022, 1, 1), date(2022, 2, 1)
    measured = asked("E1", tables, before, after)
    assert cell(measured, "BRA", before)["missing"] == "not_reported"
    assert cell(measured, "BRA", after)["value"] == 0


def test_state_beyond_the_source_is_out_of_scope(asked):
    row = {"table_name": SANCTIONS, "iso3": "BRA", "coverage": "out_of_scope", "from_date": date(2014, 1, 1)}
    assert (
        cell(asked("E1", {COVERAGE: frame(COVERAGE, row)}, MONTH), "BRA", MONTH)["missing"] == "out_of_scope"
    )


def test_fact_of_nothing_is_zero_in_an_open_list(asked):
    row = {
        "sender_iso3": "SRB",
        "target_iso3": "RUS",
        "how": "none",
        "coverage_share": 0.0,
        "from_date": date(2022, 2, 25),
    }
    assert cell(asked("E1", {SANCTIONS: frame(SANCTIONS, row)}, MONTH), "SRB", MONTH)["value"] == 0


def test_no_trade_with_the_power_makes_sanctions_not_applicable(asked):
    tables = {
        COVERAGE: frame(COVERAGE, *closed(SANCTIONS, "BRA", "IND")),
        "dyad_year_trade": frame("dyad_year_trade", trade("BRA", 0.0), trade("IND", 0.005)),
    }
    measured = asked("E1", tables, MONTH)
    assert cell(measured, "BRA", MONTH)["missing"] == "not_applicable"
    assert cell(measured, "BRA", MONTH)["value"] is None
    assert cell(measured, "IND", MONTH)["value"] == 0
    assert "BRA" not in measured.parts["iso3"].to_list()


def test_unknown_question_is_refused(starter_study):
    from standpunkt.measures.catalogue import find
    from standpunkt.measures.measure import Request

    indicator = starter_study.indicators["E1"].model_copy(update={"requires": "sea_access"})
    study = starter_study.model_copy(update={"indicators": {"E1": indicator}})
    measure = find("sanctions.coverage")
    tables = {name: frame(name) for name in measure.tables}
    with pytest.raises(MeasureQuestionError) as refused:
        measure.compute(tables, Request(study, "E1", indicator.params, (MONTH,), ("BRA",)))
    assert str(refused.value) == (
        "Indicator E1 requires 'sea_access'. The questions that can be asked are: "
        "trade_with_power, nuclear_power. Correct `requires` in the study file, or remove it."
    )


def test_a_list_that_is_complete_for_another_power_gives_no_zeros(asked):
    sanction = {
        "sender_iso3": "DEU",
        "target_iso3": "IRN",
        "from_date": date(2018, 1, 1),
        "how": "own_law",
        "coverage_share": 1.0,
    }
    tables = {
        "dyad_spell_sanction": frame("dyad_spell_sanction", sanction),
        "state_table_spell_coverage": frame(
            "state_table_spell_coverage", *closed("dyad_spell_sanction", *UNIVERSE)
        ),
    }
    month = date(2023, 1, 1)
    assert cell(asked("E1", tables, month), "BRA", month)["missing"] == "not_reported"
    about_russia = frame("dyad_spell_sanction", sanction, sanction | {"target_iso3": "RUS"})
    found = cell(asked("E1", {**tables, "dyad_spell_sanction": about_russia}, month), "BRA", month)
    assert found["value"] == 0.0
