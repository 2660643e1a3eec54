"""Net acts: belief and decay, never the number of reports; silence is neither a zero nor a gap."""

from datetime import date

import pytest

from tests.measures.conftest import cell, frame

MONTH = date(2023, 12, 1)
COMMON = {
    "pillar": "D", "layer": "conduct", "agency": "own", "status": "happened", "from_date": None,
    "date_precision": "month", "text_de": "x", "text_en": "x", "is_disputed": False,
    "study_id": "russia_ukraine", "belief_share": 0.5, "weight_sd_share": 0.1, "claim_count": 1,
    "group_count": 1, "claim_codes": "c",
    "is_interested": False, "unit_code": None, "low_value": None, "high_value": None, "quantities_json": "[]",
    "verification": "press",
}  # fmt: skip


def event(
    event_id, iso3="SRB", relation="AGREE", direction=1, weight=0.5, day=date(2023, 12, 31), **rest: object
):
    return COMMON | {
        "event_id": event_id, "iso3": iso3, "relation": relation, "direction": direction,
        "weight_share": weight, "to_date": day, **rest,
    }  # fmt: skip


@pytest.fixture
def value(asked):
    def of(*events: dict, iso3="SRB", month=MONTH, **params: object):
        return cell(
            asked("D5", {"evidence_event": frame("evidence_event", *events)}, month, **params), iso3, month
        )

    return of


def test_an_act_counts_by_its_weight_and_sign(value):
    assert value(event("a"))["value"] == pytest.approx(0.5)
    assert value(event("a", direction=-1))["value"] == pytest.approx(-0.5)
    assert value(event("a"), event("b", direction=-1, weight=0.2))["value"] == pytest.approx(0.3)


def test_the_number_of_reports_changes_nothing(value):
    once, often = value(event("a")), value(event("a", claim_count=9, claim_codes="c;d;e"))
    assert once == often


def test_an_act_fades_but_a_recognition_lasts(value):
    old = date(2022, 6, 30)
    assert value(event("a", day=old))["value"] == pytest.approx(0.25, abs=0.01)
    assert value(event("a", relation="RECOGNISE", day=old))["value"] == pytest.approx(0.5)
    assert value(event("a", day=date(2018, 1, 1)))["missing"] == "not_applicable"


def test_what_happens_later_is_not_known_yet(value):
    assert value(event("a", day=date(2024, 1, 1)))["missing"] == "not_applicable"


def test_silence_is_neither_zero_nor_a_gap(value):
    assert value(event("a", iso3="TUR"))["missing"] == "not_applicable"
    assert value()["value"] is None


@pytest.mark.parametrize(
    "other",
    [
        {"relation": "CRITICISE"},
        {"layer": "none", "agency": "power"},
        {"study_id": "another"},
        {"weight": 0.0},
    ],
    ids=["other relation", "done to the state", "other study", "no weight"],
)
def test_what_does_not_belong_is_left_out(value, other):
    assert value(event("a", **other))["missing"] == "not_applicable"


def test_doubt_about_an_event_widens_the_interval(value):
    found = value(event("a", weight_sd_share=0.2))
    assert found["high_value"] - found["value"] == pytest.approx(1.645 * 0.2)
    assert value(event("a", direction=0))["low_value"] == 0.0
