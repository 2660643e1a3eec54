"""Every measure that is registered keeps every promise, on the facts of the starter."""

from datetime import date

import polars as pl
import pytest

from standpunkt.measures import check
from standpunkt.measures.catalogue import every_measure
from standpunkt.measures.measure import Measure, Request
from standpunkt.study.load import load_study
from standpunkt.study.model import Study
from standpunkt.tables.store import Store

MONTHS = (date(2015, 6, 1), date(2022, 4, 1), date(2023, 12, 1))
NAMES = {"BRA": "IND", "IND": "BRA", "ZAF": "NGA", "NGA": "ZAF", "KAZ": "SRB", "SRB": "KAZ"}
MEASURES = every_measure()


@pytest.fixture(scope="module")
def tables() -> dict[str, pl.DataFrame]:
    store = Store(None)
    return {name: store.read(name) for measure in MEASURES for name in measure.tables}


def request_of(measure: Measure, study: Study) -> Request:
    """What the study asks of the measure; a measure that no indicator names gets no parameters."""
    named = [code for code, i in study.indicators.items() if i.measure == measure.code]
    code = named[0] if named else next(iter(study.indicators))
    params = study.indicators[code].params if named else {}
    months = MONTHS[:2] if measure.code.startswith("votes.") else MONTHS
    return Request(study, code, params, months, study.universe_states())


@pytest.fixture(scope="module")
def study() -> Study:
    """The starter with one vote set: the others are the same model on other votes, at four times the cost."""
    study = load_study("russia_ukraine", "starter")
    calls = study.roll_calls.model_copy(update={"variants": study.roll_calls.variants[:1]})
    return study.model_copy(update={"roll_calls": calls})


@pytest.mark.parametrize("measure", MEASURES, ids=lambda measure: measure.code)
class TestEveryMeasure:
    def test_declaration_is_complete(self, measure):
        assert list(check.check_declaration(measure)) == []

    def test_answer_has_its_form(self, measure, tables, study):
        own = {name: tables[name] for name in measure.tables}
        request = request_of(measure, study)
        assert len(request.universe) == 191
        assert list(check.check_answer(measure, own, request)) == []

    def test_order_of_rows_is_irrelevant(self, measure, tables, study):
        own = {name: tables[name] for name in measure.tables}
        assert list(check.check_order(measure, own, request_of(measure, study))) == []

    def test_later_facts_change_nothing(self, measure, tables, study):
        own = {name: tables[name] for name in measure.tables}
        assert list(check.check_future(measure, own, request_of(measure, study))) == []

    def test_renamed_states_exchange_their_values(self, measure, tables, study):
        own = {name: tables[name] for name in measure.tables}
        assert list(check.check_renaming(measure, own, request_of(measure, study), NAMES)) == []
