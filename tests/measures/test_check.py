"""The suite itself: a measure that breaks a promise is found out."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from standpunkt.measures import check
from standpunkt.measures.catalogue import every_measure, find, measure_codes
from standpunkt.measures.measure import Measured, Request
from standpunkt.vocabulary.errors.measures import UnknownMeasureError
from tests.measures.conftest import frame

MONTH = date(2023, 12, 1)
STATES = ("BRA", "DEU", "IND")
TABLES = {
    "dyad_spell_aid": frame(
        "dyad_spell_aid",
        {"donor_iso3": "DEU", "recipient_iso3": "UKR", "grade": 3, "from_date": date(2022, 2, 1)},
        {"donor_iso3": "IND", "recipient_iso3": "UKR", "grade": 1, "from_date": date(2022, 9, 1)},
        {"donor_iso3": "BRA", "recipient_iso3": "UKR", "grade": 2, "from_date": date(2024, 2, 1)},
    ),
    "state_table_spell_coverage": frame("state_table_spell_coverage"),
}


@pytest.fixture
def request_(starter_study):
    return Request(starter_study, "M2", starter_study.indicators["M2"].params, (MONTH,), STATES)


def spoilt(change):
    """A measure whose answer is changed after the fact."""
    good = find("support.aid_grade")

    def compute(tables, asked):
        return change(good.compute(tables, asked), tables)

    return replace(good, compute=compute)


def values(change):
    return lambda measured, _: Measured(change(measured.values), measured.parts)


def parts(change):
    return lambda measured, _: Measured(measured.values, change(measured.parts))


def found(measure, request_):
    return [str(problem) for problem in check.check_answer(measure, TABLES, request_)]


def test_good_measure_is_not_blamed(request_):
    measure = find("support.aid_grade")
    assert found(measure, request_) == []
    assert list(check.check_order(measure, TABLES, request_)) == []
    assert list(check.check_future(measure, TABLES, request_)) == []
    assert list(check.check_renaming(measure, TABLES, request_, {"BRA": "IND", "IND": "BRA"})) == []


@pytest.mark.parametrize(
    ("change", "promise"),
    [
        (values(lambda v: v.drop("variant")), "Columns are those of Measured."),
        (values(lambda v: v.head(2)), "Each state and month has one row per variant."),
        (
            values(lambda v: v.with_columns(value=pl.col("value").fill_null(0))),
            "A cell has a value or a reason",
        ),
        (
            values(lambda v: v.with_columns(missing=pl.col("missing").replace("not_reported", "none"))),
            "Reasons",
        ),
        (values(lambda v: v.with_columns(value=pl.col("value") * 2)), "Values lie within 0.0 and 3.0."),
        (values(lambda v: v.with_columns(low_value=pl.col("high_value"))), "A value lies within its bounds."),
        (values(lambda v: v.with_columns(valid_from_date=date(2024, 1, 1))), "Nothing later than the month."),
        (parts(lambda p: pl.concat([p, p])), "Parts have a code of their own within a cell."),
        (parts(lambda p: p.head(1)), "Parts add up to value minus zero."),
        (parts(lambda p: p.with_columns(row_key=pl.lit("nowhere"))), "Each part names a row of a table"),
        (
            parts(lambda p: p.with_columns(table_name=pl.lit("state_year_gdp"))),
            "of a table that the measure declares.",
        ),
    ],
)
def test_broken_answer_is_found(request_, change, promise):
    assert any(promise in text for text in found(spoilt(change), request_))


def test_order_of_rows_that_matters_is_found(request_):
    def first_row(measured, tables):
        first = tables["dyad_spell_aid"]["donor_iso3"][0]
        return Measured(measured.values.with_columns(variant=pl.lit(first)), measured.parts)

    assert [str(e) for e in check.check_order(spoilt(first_row), TABLES, request_)] != []


def test_look_into_the_future_is_found(request_):
    def last_fact(measured, tables):
        latest = tables["dyad_spell_aid"].sort("from_date")["donor_iso3"][-1]
        return Measured(measured.values.with_columns(variant=pl.lit(latest)), measured.parts)

    later = TABLES["dyad_spell_aid"]
    extra = frame(
        "dyad_spell_aid",
        {"donor_iso3": "IND", "recipient_iso3": "UKR", "grade": 2, "from_date": date(2024, 5, 1)},
    )
    tables = TABLES | {"dyad_spell_aid": pl.concat([later, extra])}
    broken = [str(e) for e in check.check_future(spoilt(last_fact), tables, request_)]
    assert broken == [
        (
            "Measure support.aid_grade: 2023-12 changes with later facts. Nothing later than the month. "
            "Correct the file of the measure."
        )
    ]


def test_dependence_on_a_name_is_found(request_):
    brazil = values(lambda v: v.with_columns(variant=pl.lit("x") + pl.col("iso3").eq("BRA").cast(pl.String)))
    names = {"BRA": "IND", "IND": "BRA"}
    assert len(list(check.check_renaming(spoilt(brazil), TABLES, request_, names))) == 1


def test_incomplete_declaration_is_found():
    measure = replace(find("support.aid_grade"), caveat="", code="support.other")
    assert [str(e) for e in check.check_declaration(measure)] == [
        (
            "Measure support.other: its function stands in support.aid_grade. "
            "The code is <topic>.<file name>. Correct the file of the measure."
        ),
        (
            "Measure support.other: it has no caveat. Label, unit, reference, caveat and tables are told. "
            "Correct the file of the measure."
        ),
    ]


def test_bare_docstring_is_found():
    def compute(tables, asked):
        """Computes."""

    compute.__module__ = "standpunkt.measures.support.aid_grade"
    broken = list(check.check_declaration(replace(find("support.aid_grade"), compute=compute)))
    assert len(broken) == 1
    assert "its docstring lacks Args:, Returns:, >>>, issing, rror" in str(broken[0])


def test_catalogue_is_sorted_and_finds_each_measure():
    codes = measure_codes()
    assert list(codes) == sorted(set(codes))
    assert all(find(code).code == code for code in codes)
    assert {"arms.import_share", "ties.organisations", "sanctions.coverage"} <= set(codes)
    assert len(every_measure()) == len(codes)


def test_unknown_measure_is_refused_with_the_nearest():
    with pytest.raises(UnknownMeasureError, match=r"the nearest is 'arms\.import_share'"):
        find("arms.import_shares")


def test_every_measure_has_its_section_in_the_method():
    method = (Path(__file__).parents[2] / "docs" / "method" / "measures.md").read_text(encoding="utf-8")
    assert [code for code in measure_codes() if f"### `{code}`" not in method] == []
