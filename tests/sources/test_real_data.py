"""Every real file loads through a declared layout, and the figures that are known come out."""

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from standpunkt.pipeline.fetching import FetchOutcome, FetchRequest, fetch_sources
from standpunkt.pipeline.tables import export_table
from standpunkt.sources.connector.detect import refuse_double_count
from standpunkt.tables.compare.reconcile import compare_starter, reconcile_sources
from standpunkt.tables.store import Store
from standpunkt.vocabulary.errors.sources import DoubleCountError

pytestmark = [pytest.mark.shared, pytest.mark.slow]

FILES = {
    "un_ga_voting": ["mirror/un_ga_voting/2025_08_31_ga_voting.csv.gz"],
    "voeten_roll_calls": [
        "votes/unga_votes_1946_2024_long.parquet",
        "votes/unga_rollcalls_1946_2024.parquet",
    ],
    "unvotes_roll_calls": ["votes/unvotes_r_votes_1946_2019.parquet", "votes/unvotes_r_issues.parquet"],
    "worldcountrygroups_themes": ["votes/ga_resolution_themes_keywordbased.parquet"],
    "un_conflict_votes": ["votes/es11_and_68262_votes.csv"],
    "un_records_2025": [
        "votes/un_2025_rollcalls_to_2025-08.parquet",
        "votes/un_2025_votes_to_2025-08.parquet",
    ],
    "un_sc_voting": ["votes/unsc_vetoes_1946_2022.parquet"],
    "eurostat_comext": [
        "trade/comext_eu27_cn8_sanctioned_exports_2020-01_2022-11.parquet",
        "trade/comext_products.csv",
        "trade/comext_eu_members_total_monthly_2019-01_2022-12.parquet",
        "trade/comext_eu27_total_exports_by_partner_annual_2010_2022.csv",
    ],
    "armstat_trade": ["trade/armenia_trade_by_partner_monthly_2007_2022.parquet"],
    "russia_customs": ["trade/russia_customs_monthly_main_partners.csv"],
    "imf_imts": ["trade/imf_dots_rus_world_annual_2010_2023.parquet"],
    "cia_factbook": [
        "trade/factbook_trade_partner_shares_2015_2019.parquet",
        "ties/factbook_org_membership_snapshots_2017_2026.parquet",
    ],
    "bis_priority_items": ["trade/chpl_50_hs6_2024-02-23.csv"],
    "eurostat_energy": ["energy/eurostat_gas_oil_coal_imports_by_partner_monthly_2008_2022-05.parquet"],
    "crea_fossil_flows": ["energy/fuel_imports_from_russia_by_state_monthly_2016_2022-05.parquet"],
    "iea_gas_flows": ["energy/iea_gas_trade_flows_monthly_2008-10_2022-09.parquet"],
    "geonuclear_reactors": ["energy/geonuclear_reactors_2024-03.csv"],
    "sipri_arms_transfers": ["arms/sipri_trade_register_deliveries_2000_2023.parquet"],
    "sipri_milex": ["arms/sipri_milex_2000_2023.parquet"],
    "russia_counter_list": ["sanctions/russia_unfriendly_list_2022-03.csv"],
    "eu_833_annexes": ["sanctions/eu_reg_833_2014_annexes_entities.csv"],
    "gsdb_cases": ["sanctions/gsdb_v3_cases_1949_2022.csv"],
    "opensanctions_targets": ["sanctions/opensanctions_ua_war_sanctions_2026-03_entities.parquet"],
    "kiel_ukraine_support": [
        "support/kiel_data_explorer_2026-08.csv",
        "support/kiel_eu_aid_shares.csv",
        "support/kiel_procurement_trends.csv",
        "support/kiel_release_info.csv",
        "support/kiel_total_allocations.csv",
        "support/kiel_weapons.csv",
    ],
    "atop_treaties": ["ties/atop_dyad_year_1990_2018.parquet"],
    "cow_organisations": ["ties/cow_igo_shared_dyads_1990_2014.parquet"],
    "cow_states": ["ties/cow_states.csv"],
    "gw_states": ["ties/gw_states.csv"],
    "russia_exercises": ["ties/russia_joint_military_exercises_2009_2018.csv"],
    "fdfa_buergenstock": ["ties/buergenstock_2024_communique.csv"],
    "gdelt_events": ["events/gdelt2_events_schema.csv"],
    "worldbank_indicators": ["base/wb_population.csv", "base/wb_gdp_current_usd.csv"],
    "datahub_country_codes": ["base/country-codes.csv"],
    "visionscarto_world": [
        "geometry/visionscarto_world_50m.topo.json",
        "geometry/visionscarto_world_110m.topo.json",
    ],
}
TALLIES = {
    "A_RES_68_262": (100, 11, 58, 24),
    "A_RES_ES_11_1": (141, 5, 35, 12),
    "A_RES_ES_11_2": (140, 5, 38, 10),
    "A_RES_ES_11_3": (93, 24, 58, 18),
    "A_RES_ES_11_4": (143, 5, 35, 10),
    "A_RES_ES_11_5": (94, 14, 73, 12),
    "A_RES_ES_11_6": (141, 7, 32, 13),
    "A_RES_ES_11_7": (93, 18, 65, 17),
    "A_RES_ES_11_8": (93, 8, 73, 19),
}
MILLION = 1e6


@pytest.fixture(scope="module")
def fetched(
    tmp_path_factory: pytest.TempPathFactory, shared: Callable[[str], Path]
) -> tuple[Path, FetchOutcome]:
    mirror, data = tmp_path_factory.mktemp("mirror"), tmp_path_factory.mktemp("data")
    for source_id, names in FILES.items():
        (mirror / source_id).mkdir()
        for name in names:
            shutil.copy(shared(name), mirror / source_id)
    return data, fetch_sources(data, FetchRequest(tuple(FILES), str(mirror), is_offline=True))


@pytest.fixture(scope="module")
def store(fetched) -> Store:
    return Store(fetched[0])


def test_every_file_of_the_shared_folder_has_its_place(shared):
    named = {Path(name).name for names in FILES.values() for name in names}
    there = {path.name for path in (shared("data")).rglob("*") if path.is_file()}
    assert there - named == set()


def test_every_source_loads_and_accounts_for_every_row(fetched):
    outcome = fetched[1]
    assert [str(problem) for problem in outcome.failures] == []
    for row in outcome.rows:
        out = row["kept_count"] + row["ignored_count"] + row["quarantined_count"]
        assert out == row["row_count"], row["source_id"]


@pytest.mark.parametrize("call", TALLIES)
def test_published_tallies_of_the_nine_votes(store, call):
    votes = store.read("state_roll_call_vote").filter(pl.col("roll_call_id") == call)
    counted = tuple(
        votes.filter(pl.col("vote") == vote).height for vote in ("yes", "no", "abstain", "absent")
    )
    assert counted == TALLIES[call]


def test_46_patterns_over_the_first_six_emergency_resolutions(store):
    votes = store.read("state_roll_call_vote").filter(
        pl.col("roll_call_id").is_in([f"A_RES_ES_11_{number}" for number in range(1, 7)])
    )
    wide = votes.pivot("roll_call_id", index="iso3", values="vote")
    assert wide.drop("iso3").n_unique() == 46


def test_stated_counts_of_the_26_assembly_roll_calls_of_2025(store, shared):
    stated = pl.read_parquet(shared("votes/un_2025_rollcalls_to_2025-08.parquet"))
    assembly = stated.filter(pl.col("Council") == "General Assembly")
    votes = store.read("state_roll_call_vote")
    found = 0
    for row in assembly.iter_rows(named=True):
        call = row["Resolution"].replace("/", "_").replace("-", "_")
        mine = votes.filter(pl.col("roll_call_id") == call)
        counted = [mine.filter(pl.col("vote") == vote).height for vote in ("yes", "no", "abstain")]
        assert counted == [int(row[f"{name} COUNT"]) for name in ("YES", "NO", "ABSTAIN")], call
        found += 1
    assert found == 26


def test_two_collections_of_votes_agree_and_unite(store):
    calls = store.read("roll_call_resolution")
    assert calls.group_by("source_id").len().sort("source_id").rows() == [
        ("un_ga_voting", 5438),
        ("un_records_2025", 23),
        ("voeten_roll_calls", 1145),
    ]


def test_sources_of_the_same_votes_agree_in_every_case(store):
    found = {(one.first, one.second): one for one in reconcile_sources(store) if one.table.endswith("_vote")}
    academic = found["un_ga_voting", "voeten_roll_calls"]
    assert academic.shared_count == academic.agreeing_count == 869_266
    assert all(one.shared_count == one.agreeing_count for one in found.values())


def test_the_package_agrees_with_what_was_fetched(store):
    found = {(one.table, one.second): one for one in compare_starter(store)}
    exact = ("state_roll_call_vote", "state_year_gdp", "state_year_population", "dyad_window_arms")
    checked = [one for (table, _source), one in found.items() if table in exact]
    assert len(checked) >= 7
    assert {one.table: one.differences for one in checked if one.shared_count != one.agreeing_count} == {}


def test_votes_by_session_lie_within_the_membership_of_the_day(store):
    votes = store.read("state_roll_call_vote").join(
        store.read("roll_call_resolution").select("roll_call_id", "date"), on="roll_call_id"
    )
    counted = votes.group_by("roll_call_id").agg(pl.len(), pl.col("date").first())
    members_1950, members_2012 = 60, 193
    assert counted.filter(pl.col("date") < date(1950, 9, 1))["len"].max() <= members_1950
    assert counted["len"].max() == members_2012


def test_imputation_is_found_in_russian_exports_of_2023_only(store):
    own = store.read("dyad_year_trade_value").filter(
        (pl.col("series_id") == "imf_imts") & pl.col("flag_codes").str.contains("one_growth_factor")
    )
    assert own["year"].unique().to_list() == [2023]
    assert own["quality"].unique().to_list() == ["imputed_by_publisher"]
    revised = store.read("dyad_year_trade_value").filter(pl.col("flag_codes").str.contains("one_revision"))
    assert revised.select("year", "reporter_side").unique().rows() == [(2022, "importer")]


def test_eu_exports_to_kyrgyzstan_are_counted_once(store, shared):
    leaves = store.read("dyad_month_trade_value").filter(
        (pl.col("series_id") == "eurostat_comext") & (pl.col("importer_iso3") == "KGZ")
    )
    yearly = leaves.group_by(pl.col("month_date").dt.year().alias("year")).agg(pl.col("value_eur").sum())
    sums = {year: value / MILLION for year, value in yearly.rows()}
    assert round(sums[2021], 2) == 263.24
    assert round(sums[2022], 2) == 1170.91
    totals = store.read("state_year_trade_total").filter(
        (pl.col("reporter_code") == "EU27_2020")
        & (pl.col("partner_code") == "KGZ")
        & (pl.col("flow") == "export")
        & pl.col("period_code").str.starts_with("2021-")
    )
    total = totals["value_eur"].sum()
    assert refuse_double_count(total, sums[2021] * MILLION, "EU27 to KGZ 2021") > 0
    raw = pl.read_parquet(shared("trade/comext_eu_members_total_monthly_2019-01_2022-12.parquet"))
    naive = raw.filter(
        (pl.col("partner") == "Kyrgyzstan")
        & (pl.col("flow") == "EXPORT")
        & pl.col("period").str.starts_with("2021")
    )["value_eur"].sum()
    assert round(naive / MILLION, 2) == 1206.63
    with pytest.raises(DoubleCountError):
        refuse_double_count(total, naive, "EU27 to KGZ 2021")


def test_sanctioned_goods_to_kyrgyzstan(store):
    goods = store.read("dyad_month_cn8_trade").filter(pl.col("importer_iso3") == "KGZ")
    monthly = goods.group_by("month_date").agg(pl.col("value_eur").sum())
    sums = {month: value / MILLION for month, value in monthly.rows()}
    assert round(sums[date(2020, 1, 1)], 1) == 5.7
    assert round(sums[date(2022, 11, 1)], 1) == 106.5


def test_19_of_the_50_priority_codes_stand_in_the_trade_file(store):
    codes = set(store.read("listing_product")["product_hs6"])
    traded = {code[:6] for code in store.read("dyad_month_cn8_trade")["product_cn8"].unique()}
    assert len(codes) == 50
    assert len(codes & traded) == 19


@pytest.mark.parametrize(("state", "share"), [("SRB", 0.48), ("IND", 0.47), ("TUR", 0.06)])
def test_russias_share_of_arms_imports(store, state, share):
    rows = store.read("dyad_window_arms").filter(
        (pl.col("recipient_iso3") == state) & (pl.col("supplier_iso3") == "RUS")
    )
    assert rows["import_share"].to_list() == [share]


def test_serbian_gas_at_the_border(store):
    gas = store.read("dyad_month_energy_trade").filter(
        (pl.col("state_iso3") == "SRB")
        & (pl.col("commodity") == "gas_all")
        & (pl.col("unit_code") == "tj")
        & (pl.col("month_date").dt.year() == 2021)
    )
    assert gas["partner_meaning"].unique().to_list() == ["border"]
    by_supplier = dict(gas.group_by("supplier_iso3").agg(pl.col("quantity_value").sum()).rows())
    assert round(by_supplier["RUS"] / sum(by_supplier.values()), 3) == 0.944


def test_a_living_list_is_right_at_each_of_its_days(store):
    def supporters(day):
        rows = store.read("state_declaration_spell_support", day)
        holds = pl.col("to_date").is_null() | (pl.col("to_date") > day)
        return rows.filter(pl.col("status").is_in(["signed", "joined"]) & holds).height

    days = (date(2024, 6, 16), date(2024, 6, 17), date(2024, 6, 30))
    assert [supporters(day) for day in days] == [80, 77, 85]


def test_votes_are_exported_as_scripts_expect_them(fetched, tmp_path):
    row = export_table("state_roll_call_vote", fetched[0], tmp_path / "votes.parquet")
    votes = pl.read_parquet(tmp_path / "votes.parquet")
    assert votes.columns == ["roll_call_id", "date", "session", "iso3", "vote"]
    assert set(votes["vote"].unique()) == {"Y", "N", "A", "X"}
    assert votes.null_count().sum_horizontal().item() == 0
    assert {one["source_id"] for one in row["sources"]} >= {"un_ga_voting", "voeten_roll_calls"}


def test_unchanged_sources_are_not_read_again(fetched, shared, tmp_path):
    mirror = tmp_path / "mirror"
    shutil.copytree(shared("mirror"), mirror)
    outcome = fetch_sources(fetched[0], FetchRequest(("un_ga_voting",), str(mirror), is_offline=True))
    assert [row["status"] for row in outcome.rows] == ["unchanged"]
