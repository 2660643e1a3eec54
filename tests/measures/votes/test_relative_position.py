"""The relative position in all other votes."""

from datetime import date

import numpy as np
import polars as pl

from standpunkt.measures.check import check_answer, check_declaration, check_future, check_order
from standpunkt.measures.measure import Request
from standpunkt.measures.votes.relative_position import MEASURE
from standpunkt.study.load import load_study
from standpunkt.tables.store import Store

STATES = ("RUS", "BLR", "CHN", "IND", "BRA", "SRB", "TUR", "USA", "GBR", "FRA", "DEU", "POL", "EST")
UNIVERSE = ("BRA", "DEU", "IND", "SRB", "TUR")


def tables() -> dict[str, pl.DataFrame]:
    store, rng = Store(None), np.random.default_rng(1)
    theta = np.linspace(2, -2, len(STATES))
    template = {name: store.read(name) for name in MEASURE.tables}
    calls, votes = [], []
    for number in range(120):
        day = date(2011 + number // 15, 11, 1 + number % 15)
        beta, lower = rng.normal(0, 1.5), rng.normal(0, 0.7)
        latent = beta * theta + rng.normal(size=len(STATES))
        code = (latent > lower).astype(int) + (latent > lower + 0.7)
        name = f"TEST_{number:03d}"
        calls.append(
            {
                "roll_call_id": name,
                "row_key": name,
                "symbol_code": name,
                "date": day,
                "session": str(day.year - 1945),
            }
        )
        votes += [
            {"roll_call_id": name, "row_key": f"{name}|{s}", "iso3": s, "vote": ["yes", "abstain", "no"][c]}
            for s, c in zip(STATES, code, strict=True)
        ]
    made = {"roll_call_resolution": calls, "state_roll_call_vote": votes}
    return {
        name: pl.concat(
            [
                frame,
                pl.DataFrame(made[name]).cast({"date": pl.Date} if name == "roll_call_resolution" else {}),
            ],
            how="diagonal_relaxed",
        )
        for name, frame in template.items()
    }


def request_(*months: date) -> Request:
    study = load_study("russia_ukraine")
    return Request(study, "D2", {"roll_calls": "general"}, months, UNIVERSE)


def test_it_keeps_what_every_measure_promises() -> None:
    facts, asked = tables(), request_(date(2016, 6, 1), date(2018, 3, 1))
    assert list(check_declaration(MEASURE)) == []
    assert list(check_answer(MEASURE, facts, asked)) == []
    assert list(check_order(MEASURE, facts, asked)) == []
    assert list(check_future(MEASURE, facts, asked)) == []


def test_the_power_is_at_one_and_states_lie_in_their_order() -> None:
    values = MEASURE.compute(tables(), request_(date(2018, 3, 1))).values
    found = dict(values.select("iso3", "value").iter_rows())
    assert found["RUS"] == 1.0
    assert found["IND"] > found["SRB"] > found["DEU"]


def test_the_conflict_s_own_votes_alone_report_nothing() -> None:
    store = Store(None)
    facts = {name: store.read(name) for name in MEASURE.tables}
    values = MEASURE.compute(facts, request_(date(2024, 6, 1))).values
    assert values["value"].null_count() == values.height
    assert values["missing"].unique().to_list() == ["not_reported"]
