"""Measures on real fetched tables: every promise is kept, and the figures that are known come out."""

import shutil
from datetime import date

import pytest

from standpunkt.measures import check
from standpunkt.measures.catalogue import find
from standpunkt.measures.measure import Request
from standpunkt.pipeline.fetching import FetchRequest, fetch_sources
from standpunkt.study.load import load_study
from standpunkt.tables.store import Store
from tests.measures.conftest import cell

pytestmark = [pytest.mark.shared, pytest.mark.slow]

FILES = {
    "sipri_arms_transfers": ["arms/sipri_trade_register_deliveries_2000_2023.parquet"],
    "imf_imts": ["trade/imf_dots_rus_world_annual_2010_2023.parquet"],
    "armstat_trade": ["trade/armenia_trade_by_partner_monthly_2007_2022.parquet"],
    "worldbank_indicators": ["base/wb_population.csv", "base/wb_gdp_current_usd.csv"],
    "eurostat_energy": ["energy/eurostat_gas_oil_coal_imports_by_partner_monthly_2008_2022-05.parquet"],
    "iea_gas_flows": ["energy/iea_gas_trade_flows_monthly_2008-10_2022-09.parquet"],
    "geonuclear_reactors": ["energy/geonuclear_reactors_2024-03.csv"],
}
INDICATORS = ("M1", "M5", "E2", "E4", "E7", "E8", "E10")
END_OF_2021, END = date(2021, 12, 1), date(2024, 6, 1)


@pytest.fixture(scope="module")
def study():
    return load_study("russia_ukraine", "full")


@pytest.fixture(scope="module")
def store(shared, tmp_path_factory):
    root = tmp_path_factory.mktemp("real")
    for source, names in FILES.items():
        (root / "mirror" / source).mkdir(parents=True)
        for name in names:
            shutil.copy(shared(name), root / "mirror" / source)
    request = FetchRequest(tuple(FILES), mirror=str(root / "mirror"), is_offline=True)
    assert fetch_sources(root / "data", request).failures == ()
    return Store(root / "data")


@pytest.fixture(scope="module")
def asked(study, store):
    """The measure, tables and request of an indicator, and its answer."""

    def ask(code):
        measure = find(study.indicators[code].measure)
        tables = {name: store.read(name) for name in measure.tables}
        months = (date(2016, 6, 1), END_OF_2021, END)
        request = Request(study, code, study.indicators[code].params, months, study.universe_states())
        return measure, tables, request

    return ask


@pytest.mark.parametrize("code", INDICATORS)
def test_promises_are_kept_on_real_tables(asked, code):
    measure, tables, request = asked(code)
    assert list(check.check_answer(measure, tables, request)) == []
    assert list(check.check_order(measure, tables, request)) == []
    assert list(check.check_future(measure, tables, request)) == []


@pytest.mark.parametrize(
    ("code", "iso3", "month", "low", "high"),
    [
        ("M5", "IND", END, 0.46, 0.475),  # 46.8 % of arms imports 2014 to 2023
        ("M5", "SRB", END, 0.475, 0.49),
        ("M5", "TUR", END, 0.055, 0.07),
        ("M1", "IRN", END, 2.0, 2.0),  # drones
        ("M1", "ITA", date(2016, 6, 1), 1.0, 1.0),  # armoured vehicles under licence to 2016
        ("M1", "USA", END_OF_2021, 0.0, 0.0),  # engines for 1.25 million are no arms aid
        ("E7", "SRB", END_OF_2021, 0.94, 1.0),  # 98,644 of 104,459 TJ of gas
        ("E8", "SVK", END_OF_2021, 0.9, 1.0),
        ("E10", "ARM", END, 1.0, 1.0),
        ("E2", "ARM", END, 0.3, 0.5),  # trade rose by more than trade with all
        ("E4", "BLR", END_OF_2021, 1.0, 3.0),
        ("E4", "SWE", END_OF_2021, -3.0, -1.0),
    ],
)
def test_known_figures_come_out(asked, code, iso3, month, low, high):
    measure, tables, request = asked(code)
    found = cell(measure.compute(tables, request), iso3, month)
    assert found["value"] is not None
    assert low <= found["value"] <= high


def test_gas_over_transit_is_bounds_and_an_exporter_has_no_share(asked):
    measure, tables, request = asked("E7")
    answer = measure.compute(tables, request)
    austria = cell(answer, "AUT", END_OF_2021)
    assert (austria["low_value"], austria["high_value"]) == pytest.approx((0.0, 1.0), abs=0.02)
    assert cell(answer, "NOR", END_OF_2021)["missing"] == "not_reported"
