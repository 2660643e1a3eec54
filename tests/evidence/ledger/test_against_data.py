"""Claims against tables: which figures prove something, and what they say."""

import json
import shutil

import polars as pl
import pytest

from standpunkt.evidence.checks.numbers import Claimed
from standpunkt.evidence.checks.questions import Question, answer, questions_of
from standpunkt.evidence.ledger.algebra import ClaimState
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.tables.registry import schema_of
from tests.evidence.ledger.test_verbs import call  # noqa: F401 (a fixture)
from tests.measures.conftest import frame

TRIPLED = Question(Claimed("factor", 3), "TUR", "RUS", "import", 2022, 2021, level=58.85e9)


def value(series, year, amount, quality="reported", **rest: object):
    return {
        "exporter_iso3": "RUS",
        "importer_iso3": "TUR",
        "series_id": series,
        "year": year,
        "value_usd": amount,
        "reporter_side": "exporter",
        "quality": quality,
        **rest,
    }


def reader(**tables: pl.DataFrame):
    return lambda name: tables.get(name, schema_of(name).create_empty())


YEARLY = frame(
    "dyad_year_trade_value",
    value("imf", 2021, 26.52e9),
    value("imf", 2022, 35.94e9, "estimated"),
    value("national", 2021, 29e9, verification="unverified"),
    value("national", 2022, 58.85e9, verification="press"),
)


def customs(count=12):
    rows = [{**value("customs", 0, 27.07e9 / 12)} for _ in range(count)]
    days = pl.date_range(pl.date(2021, 1, 1), pl.date(2021, 12, 1), "1mo", eager=True)
    for row, day in zip(rows, days, strict=False):
        del row["year"]
        row["month_date"] = day
    return frame("dyad_month_trade_value", *rows)


def test_a_tripling_is_not_supported_by_what_was_reported():
    found = answer(TRIPLED, reader(dyad_year_trade_value=YEARLY, dyad_month_trade_value=customs())).checked
    assert (found.verdict, found.fits) == ("differs", "more than doubled")
    assert (round(found.low, 2), round(found.high, 2)) == (2.17, 2.22)
    assert {one.reason for one in found.left_out} == {
        "estimated by the publisher",
        "not verified",
        "taken from the press",
    }


def test_eleven_months_are_no_year():
    found = answer(TRIPLED, reader(dyad_year_trade_value=YEARLY, dyad_month_trade_value=customs(11))).checked
    assert round(found.low, 2) == round(found.high, 2) == 2.22


def test_an_amount_is_not_checked_by_an_estimate_or_by_the_press():
    question = Question(Claimed("level", 58.85e9), "TUR", "RUS", "import", 2022)
    found = answer(question, reader(dyad_year_trade_value=YEARLY))
    assert found.checked.verdict == "no_data"
    assert found.by_estimates is None
    assert len(found.checked.left_out) == 2


def test_another_vintage_of_the_same_figure_is_no_second_witness():
    twice = frame("dyad_year_trade_value", value("imf", 2021, 26.52e9), value("imf_old", 2021, 26.52e9))
    question = Question(Claimed("level", 26e9), "TUR", "RUS", "import", 2021)
    assert len(answer(question, reader(dyad_year_trade_value=twice)).checked.used) == 1


@pytest.mark.parametrize(("claimed", "verdict"), [(0.002, "agrees"), (0.02, "differs")])
def test_a_small_share_is_compared_by_its_own_size(claimed, verdict):
    shares = frame(
        "dyad_year_trade",
        {
            "state_iso3": "ZAF", "partner_iso3": "RUS", "year": 2022, "flow": "export", "trade_share": 0.0023,
            "low_share": 0.0023, "high_share": 0.0023, "bound": "about", "verification": "derived",
        },
    )  # fmt: skip
    question = Question(Claimed("share", claimed), "ZAF", "RUS", "export", 2022)
    assert answer(question, reader(dyad_year_trade=shares)).checked.verdict == verdict


def claim_saying(quote, relation="TRADE", **form: object):
    parties = {"actors": ["TUR"], "recipients": ["RUS"]}
    whole = {**parties, "relation": relation, "time": "2022", "quantities": [], **form}
    document = {"id": "d", "published_at": "2023-12-01", "at": "2023-12-02", "publisher_source_id": "a"}
    return Claim("c", "russia_ukraine", "TUR", ClaimState(whole), document, ({"exact": quote},), ())


def test_a_claim_asks_by_itself_who_buys_from_whom_and_against_which_year():
    quantities = [
        {"comparator": "=", "value": 58.85e9, "unit": "USD", "base": "2021"},
        {"comparator": "=", "value": 3.0, "unit": "factor", "base": "2021"},
    ]
    level, factor = questions_of(claim_saying("Importe im Wert von ...", quantities=quantities))
    assert (level.flow, level.year, level.claimed.kind) == ("import", 2022, "level")
    assert (factor.base_year, factor.level, factor.claimed.value) == (2021, 58.85e9, 3.0)
    [share] = questions_of(
        claim_saying(
            "Its natural gas comes from there.",
            "ENERGY",
            time=None,
            quantities=[{"comparator": "~<", "value": 1.0, "unit": "share"}],
        )
    )
    assert (share.fuel, share.year) == ("gas", 2023)


@pytest.mark.parametrize(
    ("relation", "quantity"),
    [
        ("ARMS_DEAL", {"value": 2e9, "unit": "USD"}),
        ("FINANCE", {"value": 2e9, "unit": "USD"}),
        ("TRADE", {"value": 2e9, "unit": "USD", "item": "steel"}),
        ("TRADE", {"value": 2, "unit": "t"}),
        ("MEET", {"value": 2}),
    ],
    ids=["arms in money", "credit", "one good", "tonnes", "visits"],
)
def test_a_number_that_no_table_holds_is_not_compared_with_another(relation, quantity):
    assert (
        questions_of(claim_saying("Two billion dollars of imports.", relation, quantities=[quantity])) == []
    )


@pytest.mark.shared
def test_the_example_runs_for_a_user_who_fetched_from_a_mirror(call, shared, tmp_path):  # noqa: F811 (the fixture)
    sources = {
        "imf_imts": "trade/imf_dots_rus_world_annual_2010_2023.parquet",
        "russia_customs": "trade/russia_customs_monthly_main_partners.csv",
    }
    for source, name in sources.items():
        (tmp_path / "mirror" / source).mkdir(parents=True)
        shutil.copy(shared(name), tmp_path / "mirror" / source)
    code, rows = call("fetch", *sources, "--mirror", str(tmp_path / "mirror"), "--offline")
    assert (code, [row["status"] for row in rows]) == (0, ["new", "new"])
    words = ("--state", "TUR", "--partner", "RUS", "--unit", "factor", "--year", "2022", "--base", "2021")
    code, found = call("evidence", "check-number", "3", *words, "--level", "58.85e9")
    assert (code, found["verdict"], found["fits"]) == (1, "differs", "more than doubled")
    assert (round(found["low"], 2), round(found["high"], 2)) == (2.17, 2.22)
    assert {one["series"].rpartition(" / ")[2] for one in found["used"]} == {"imf_imts", "russia_customs"}
    imputed = [one for one in found["basis"] if one["year"] == 2022 and one["series"] == "imf_imts"]
    assert [one["is_admissible"] for one in imputed] == [False]
    share = ("--state", "ZAF", "--partner", "RUS", "--unit", "share", "--flow", "export", "--year", "2022")
    _, found = call("evidence", "check-number", "0.002", *share)
    assert found["verdict"] == "no_data"
    assert found["by_estimates"]["verdict"] == "agrees"
    assert round(found["by_estimates"]["high"], 4) == 0.0023
    assert json.dumps(found)
