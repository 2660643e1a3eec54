"""Five states worked by hand: facts and expected values stand in tests/golden."""

from datetime import date
from pathlib import Path

import pytest
import yaml

from standpunkt.measures.catalogue import find
from standpunkt.measures.measure import Request
from tests.measures.conftest import cell, frame

FOLDER = Path(__file__).parents[1] / "golden"
STATES = ("SRB", "TUR", "PRK", "DEU", "IND")
OTHERS = [
    {"iso3": "ISL", "organisation_id": name, "status": "member", "from_date": date(1949, 1, 1)}
    for name in ("EAEU", "CIS", "SCO", "BRICS", "EU", "G7")
]
FILES = {state: yaml.safe_load((FOLDER / f"{state}.yml").read_text(encoding="utf-8")) for state in STATES}
CASES = [(state, case) for state in STATES for case in FILES[state]["cases"]]
MEMBERSHIPS = "state_organisation_spell_membership"


def facts(state):
    """The tables of a state, as its file gives them; organisations that it is not in exist as well."""
    rows = {MEMBERSHIPS: []} | FILES[state]["facts"]
    added = {"name_text": "exercise", "bound": "about"}
    full = {name: [added | row for row in found] for name, found in rows.items()}
    full[MEMBERSHIPS] = full[MEMBERSHIPS] + OTHERS
    return {name: frame(name, *found) for name, found in full.items()}


def test_each_state_has_its_file():
    assert {path.stem for path in FOLDER.glob("???.yml")} == set(STATES)
    assert all(FILES[state]["state"] == state for state in STATES)


@pytest.mark.parametrize(
    ("state", "case"),
    CASES,
    ids=lambda part: part if isinstance(part, str) else f"{part['indicator']}-{part['month']}",
)
def test_hand_worked_case(state, case, starter_study):
    indicator = starter_study.indicators[case["indicator"]]
    measure = find(indicator.measure)
    given = facts(state)
    tables = {name: given.get(name, frame(name)) for name in measure.tables}
    month = date.fromisoformat(f"{case['month']}-01")
    measured = measure.compute(
        tables, Request(starter_study, case["indicator"], indicator.params, (month,), (state,))
    )
    found = cell(measured, state, month)
    if "missing" in case:
        assert (found["value"], found["missing"]) == (None, case["missing"])
        return
    expected = [case[key] for key in ("value", "low", "high")]
    assert [found["value"], found["low_value"], found["high_value"]] == pytest.approx(expected, abs=5e-5)
    assert measured.parts["part_value"].sum() == pytest.approx(found["value"], abs=1e-9)
