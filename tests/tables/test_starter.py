"""The facts of the wheel keep what their sources and the published tallies say."""

import subprocess
import sys
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from standpunkt.languages.say import catalogue
from standpunkt.tables.check import check_starter
from standpunkt.tables.coverage import COVERAGE
from standpunkt.tables.memberships import MEMBERSHIPS
from standpunkt.tables.registry import FACT_TABLES, key_columns, schema_of
from standpunkt.tables.starter import STARTER_FOLDER, starter_register, starter_tables
from standpunkt.tables.store import Store

STORE = Store()
PUBLISHED = {
    "A/RES/68/262": (100, 11, 58, 24),
    "A/RES/71/205": (70, 25, 77, 21),
    "A/RES/72/190": (70, 26, 76, 21),
    "A/RES/73/194": (66, 19, 72, 36),
    "A/RES/73/263": (65, 27, 70, 31),
    "A/RES/74/17": (63, 19, 66, 45),
    "A/RES/74/168": (65, 23, 83, 22),
    "A/RES/ES-11/1": (141, 5, 35, 12),
    "A/RES/ES-11/2": (140, 5, 38, 10),
    "A/RES/ES-11/3": (93, 24, 58, 18),
    "A/RES/ES-11/4": (143, 5, 35, 10),
    "A/RES/ES-11/5": (94, 14, 73, 12),
    "A/RES/ES-11/6": (141, 7, 32, 13),
    "A/RES/ES-11/7": (93, 18, 65, 17),
    "A/RES/ES-11/8": (93, 8, 73, 19),
}
EU27 = {
    *("AUT", "BEL", "BGR", "CYP", "CZE", "DEU", "DNK", "ESP", "EST", "FIN", "FRA", "GRC", "HRV", "HUN"),
    *("IRL", "ITA", "LTU", "LUX", "LVA", "MLT", "NLD", "POL", "PRT", "ROU", "SVK", "SVN", "SWE"),
}


def members(organisation_id: str, on: date, status: str = "member") -> set[str]:
    spells = STORE.read("state_organisation_spell_membership").filter(
        (pl.col("organisation_id") == organisation_id)
        & (pl.col("status") == status)
        & (pl.col("from_date") <= on)
        & (pl.col("to_date").is_null() | (pl.col("to_date") > on))
    )
    return set(spells["iso3"])


@pytest.mark.parametrize("symbol", PUBLISHED)
def test_votes_add_up_to_the_published_tally_of_193_states(symbol):
    calls = STORE.read("roll_call_resolution").filter(pl.col("symbol_code") == symbol)
    votes = STORE.read("state_roll_call_vote").join(calls, on="roll_call_id", how="semi")
    counted = tuple((votes["vote"] == vote).sum() for vote in ("yes", "no", "abstain", "absent"))
    assert counted == PUBLISHED[symbol]
    assert votes["iso3"].n_unique() == votes.height == 193


def test_every_roll_call_has_titles_in_both_languages_and_a_variant():
    calls = STORE.read("roll_call_resolution")
    assert set(calls["symbol_code"]) == set(PUBLISHED)
    assert calls.filter("is_conflict").height == 9
    assert set(calls.filter(~pl.col("is_conflict"))["variant"]) == {"wide"}
    assert (calls["title_text"] != calls["title_de_text"]).all()


@pytest.mark.parametrize(
    ("organisation_id", "on", "count"),
    [
        ("UN", date(2014, 1, 1), 193),
        ("UN", date(1971, 10, 24), 131),
        ("NATO", date(2014, 1, 1), 28),
        ("NATO", date(2017, 6, 5), 29),
        ("NATO", date(2020, 3, 27), 30),
        ("NATO", date(2023, 4, 4), 31),
        ("NATO", date(2024, 3, 6), 31),
        ("NATO", date(2024, 3, 7), 32),
        ("EU", date(2014, 1, 1), 28),
        ("EU", date(2020, 1, 31), 28),
        ("EU", date(2020, 2, 1), 27),
        ("EU", date(2025, 8, 1), 27),
        ("G7", date(2022, 2, 24), 7),
        ("G8", date(2014, 3, 23), 8),
        ("G8", date(2014, 3, 24), 0),
        ("CSTO", date(2012, 12, 18), 7),
        ("CSTO", date(2014, 1, 1), 6),
        ("CSTO", date(2024, 2, 22), 5),
        ("EAEU", date(2014, 12, 31), 0),
        ("EAEU", date(2015, 1, 2), 4),
        ("EAEU", date(2015, 8, 6), 5),
        ("CIS", date(2022, 2, 24), 9),
        ("SCO", date(2017, 6, 8), 6),
        ("SCO", date(2017, 6, 9), 8),
        ("SCO", date(2024, 7, 4), 10),
        ("BRICS", date(2023, 12, 31), 5),
        ("BRICS", date(2024, 1, 1), 9),
        ("BRICS", date(2025, 1, 6), 10),
    ],
)
def test_organisations_have_the_right_number_of_members_on_a_day(organisation_id, on, count):
    assert len(members(organisation_id, on)) == count


def test_the_european_union_has_its_27_members():
    assert members("EU", date(2022, 2, 24)) == EU27


def test_disputed_and_frozen_memberships_are_no_full_ones():
    assert "SAU" in members("BRICS", date(2025, 1, 1), "invited")
    assert members("CSTO", date(2024, 6, 1), "frozen") == {"ARM"}
    assert len(members("BRICS", date(2025, 6, 13), "partner")) == 10
    assert len(members("SCO", date(2025, 9, 1), "partner")) == 17


def test_the_communique_is_80_then_78_then_77_states_then_more():
    def supporters(known: date) -> int:
        rows = STORE.read("state_declaration_spell_support", as_known_at=known)
        held = pl.col("to_date").is_null() & pl.col("status").is_in(["signed", "joined"])
        return rows.filter(held).height

    days = [date(2024, 6, 15), date(2024, 6, 16), date(2024, 6, 17), date(2024, 6, 18), date(2024, 6, 25)]
    assert [supporters(day) for day in days] == [0, 80, 78, 77, 85]


def test_sanctions_are_those_of_the_adopters_at_each_date():
    rows = STORE.read("dyad_spell_sanction").filter(pl.col("coverage_share") > 0)

    def senders(on: date) -> set[str]:
        in_force = (pl.col("from_date") <= on) & (pl.col("to_date").is_null() | (pl.col("to_date") > on))
        return set(rows.filter(in_force)["sender_iso3"])

    assert senders(date(2014, 3, 1)) == set()
    assert senders(date(2020, 1, 1)) >= EU27 | {"USA", "CHE", "NOR"}
    assert senders(date(2022, 6, 1)) >= EU27 | {"KOR", "SGP", "TWN", "BIH", "MKD"}
    assert not senders(date(2025, 8, 1)) & {"SRB", "TUR", "GEO", "RUS", "UKR", "AND", "FSM", "MCO", "SMR"}


def test_the_counter_list_is_no_proof_of_sanctions():
    listed = STORE.read("listing_counter", as_known_at=date(2022, 4, 1))
    assert listed.height == 48
    closed = STORE.read("state_table_spell_coverage").filter(pl.col("table_name") == "dyad_spell_sanction")
    assert not {"AND", "FSM", "MCO", "SMR"} & set(closed["iso3"])


def test_derived_single_figures_stay_single_and_rounded():
    shares = STORE.read("dyad_window_arms")
    assert shares.select(pl.struct("from_year", "to_year").n_unique()).item() == 1
    assert shares["recipient_iso3"].is_unique().all()
    percent = shares["import_share"] * 100
    assert ((percent - percent.round()).abs() < 1e-9).all()
    grades = dict(shares.select("recipient_iso3", "import_share").iter_rows())
    assert (grades["SRB"], grades["IND"], grades["TUR"]) == (0.48, 0.47, 0.06)
    derived = STORE.read("dyad_year_trade").filter(pl.col("source_id") == "imf_dots")
    assert derived["state_iso3"].is_unique().all()


def test_a_list_without_russia_is_a_bound_and_no_value():
    trade = STORE.read("dyad_year_trade").filter(pl.col("bound") == "at_most")
    assert trade.height > 100
    assert trade["trade_share"].is_null().all()
    assert (trade["high_share"] > 0).all()


def test_gas_over_transit_states_is_known_within_bounds_only():
    gas = STORE.read("dyad_year_energy").filter(pl.col("fuel") == "gas")
    rows = {row["state_iso3"]: row for row in gas.iter_rows(named=True)}
    assert rows["SRB"]["supply_share"] == 0.944
    assert rows["AUT"]["supply_share"] is None
    assert (rows["AUT"]["low_share"], rows["AUT"]["high_share"]) == (0.0, 1.0)
    assert set(gas["partner_meaning"]) == {"border"}


def test_military_aid_covers_the_trackers_41_states_without_a_gap():
    aid = STORE.read("dyad_spell_aid")
    assert aid["donor_iso3"].n_unique() == 41
    spells = aid.sort("donor_iso3", "from_date").partition_by("donor_iso3")
    for spell in spells:
        assert spell["from_date"][0] == date(2022, 2, 1)
        assert spell["to_date"][-1] is None
        assert spell["to_date"][:-1].to_list() == spell["from_date"][1:].to_list()
    hungary = aid.filter(pl.col("donor_iso3") == "HUN")
    assert hungary["grade"].to_list() == [0]


def test_evidence_tells_seven_states_in_both_languages():
    records = STORE.read("evidence_record")
    assert records.height >= 40
    assert set(records["iso3"]) == {"SRB", "ZAF", "PRK", "BLR", "TUR", "EGY", "IRN"}
    assert set(records["verification"]) == {"press"}
    assert (records["text_de"] != records["text_en"]).all()
    denied = records.filter(pl.col("status") == "denied")
    assert set(denied["iso3"]) == {"ZAF", "EGY", "IRN"}


def test_population_leaves_out_what_the_publisher_lacks():
    assert STORE.read("state_year_population").filter(pl.col("year") == 2023).height == 194
    gdp = STORE.read("state_year_gdp").filter(pl.col("year") == 2022)
    members_without = {"CUB", "ERI", "PRK", "SMR", "SSD", "SYR", "VEN", "YEM"}
    assert not members_without & set(gdp["iso3"])
    assert gdp.height == 194 - len(members_without)


@pytest.mark.parametrize("table", [*starter_tables(), MEMBERSHIPS, COVERAGE])
def test_every_fact_table_reads_with_key_and_declared_sources(table):
    rows = STORE.read(table)
    known = {source.source_id for source in starter_register().sources}
    assert rows.height > 0
    assert rows["row_key"].is_unique().all()
    assert rows.columns == schema_of(table).column_names()
    assert set(rows["source_id"]) <= known
    assert rows.sort(key_columns(table)).equals(rows)


def test_nothing_is_known_before_the_facts_are():
    votes = STORE.read("state_roll_call_vote", as_known_at=date(2022, 3, 1))
    assert set(votes["roll_call_id"].str.slice(0, 8)) == {
        "A_RES_68",
        "A_RES_71",
        "A_RES_72",
        "A_RES_73",
        "A_RES_74",
    }


def test_the_check_finds_nothing_broken_and_lists_what_is_unverified():
    issues = check_starter()
    assert [issue for issue in issues if issue.severity != "note"] == []
    unverified = [issue.place_text for issue in issues if issue.rule_code == "unverified"]
    assert "state_organisation_spell_membership: SWE|NATO|2024-03-07" in unverified
    assert len([issue for issue in issues if issue.rule_code == "reconstructed"]) == 5 * 193


def test_the_wheel_holds_16_tables_as_csv():
    assert len(starter_tables()) == 16


@pytest.mark.shared
def test_starter_votes_equal_the_nine_votes_on_file(shared):
    wide = pl.read_csv(shared("votes/es11_and_68262_votes.csv"), infer_schema=False, null_values=[])
    letters = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}
    long = wide.unpivot(index="iso3", variable_name="roll_call_id", value_name="letter")
    expected = long.select("roll_call_id", "iso3", pl.col("letter").replace_strict(letters).alias("vote"))
    found = STORE.read("state_roll_call_vote").join(expected, on=["roll_call_id", "iso3"], suffix="_file")
    assert found.height == 9 * 193
    assert (found["vote"] == found["vote_file"]).all()


def test_reconstructed_votes_show_the_46_published_patterns():
    votes = STORE.read("state_roll_call_vote").filter(pl.col("roll_call_id").str.contains("ES_11_[1-6]$"))
    patterns = votes.pivot("roll_call_id", index="iso3", values="vote").drop("iso3")
    assert patterns.unique().height == 46


@pytest.mark.shared
def test_the_abstainers_of_february_2023_hold_half_of_the_world(shared):
    votes = STORE.read("state_roll_call_vote").filter(pl.col("roll_call_id") == "A_RES_ES_11_6")
    people = STORE.read("state_year_population").filter(pl.col("year") == 2023)
    world = pl.read_csv(shared("base/wb_population.csv"), infer_schema=False, null_values=[""])
    total = world.filter((pl.col("Country Code") == "WLD") & (pl.col("Year") == "2023"))["Value"].cast(float)[
        0
    ]
    held = votes.join(people, on="iso3").group_by("vote").agg(pl.col("population_persons").sum())
    shares = {row["vote"]: round(100 * row["population_persons"] / total, 1) for row in held.to_dicts()}
    assert shares["abstain"] == 50.5
    assert shares["yes"] == 43.6


@pytest.mark.shared
def test_arms_shares_follow_from_the_register_of_deliveries(shared):
    deals = pl.read_parquet(shared("arms/sipri_trade_register_deliveries_2000_2023.parquet"))
    deals = deals.filter(pl.col("Delivery year").is_between(2014, 2023) & (pl.col("Recipient") == "Viet Nam"))
    tiv = deals["TIV delivery values"]
    share = float(tiv.filter(deals["Supplier"] == "Russia").sum()) / float(tiv.sum())
    stored = STORE.read("dyad_window_arms").filter(pl.col("recipient_iso3") == "VNM")["import_share"][0]
    assert stored == round(share, 2)


@pytest.mark.shared
def test_rebuilding_the_derived_tables_gives_the_same_bytes(shared, tmp_path, monkeypatch):
    root = Path(__file__).resolve().parents[2]
    data = shared("votes/es11_and_68262_votes.csv").parent.parent
    monkeypatch.setenv("PYTHONPATH", str(root / "src"))
    command = [sys.executable, "-m", "tools.starter.rebuild", str(data), str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=root)
    assert done.returncode == 0, done.stderr
    rebuilt = sorted(path.name for path in tmp_path.glob("*.csv"))
    assert len(rebuilt) == 11
    for name in rebuilt:
        assert (tmp_path / name).read_bytes() == (STARTER_FOLDER / name).read_bytes(), name


def test_every_text_beside_a_fact_has_its_german():
    columns = ("note", "quantity_text", "speaker_text", "denied_by_text", "name_text")
    texts = {
        text
        for table in FACT_TABLES
        for column in columns
        if column in (rows := STORE.read(table)).columns
        for text in rows[column].drop_nulls().unique()
    }
    texts |= {source.bias_note for source in starter_register().sources if source.bias_note}
    texts |= {source.licence_text for source in starter_register().sources}
    assert sorted(texts - set(catalogue("de"))) == []


def test_relations_of_evidence_belong_to_one_pillar_each():
    pairs = STORE.read("evidence_record").select("relation", "pillar").unique()
    assert pairs["relation"].is_unique().all()
    assert dict(pairs.iter_rows())["SANCTION"] == "E"
