"""A malformed fact table is refused with file, line, value, rule and next step."""

from datetime import date

import pytest

from standpunkt.tables.registry import schema_of
from standpunkt.tables.rows import parse_rows
from standpunkt.tables.starter import StarterRegister, as_known, read_rows
from standpunkt.tables.store import Store
from standpunkt.vocabulary.errors.tables import (
    TableColumnsError,
    TableKeyTwiceError,
    TableSourceError,
    TableSpellError,
    TableStateError,
    TableUnreadableError,
    TableValueError,
    UnknownTableError,
)
from standpunkt.vocabulary.provenance import Source

REGISTER = StarterRegister(
    version="test",
    data_date=date(2026, 1, 1),
    sources=(
        Source(
            source_id="made_up",
            publisher="Nobody",
            title="Made up",
            address="https://example.org",
            licence_text="none",
            may_redistribute="yes",
            citation="Nobody",
        ),
    ),
)
TAIL = "made_up,https://example.org,2026-01-01,2022-03-02,press,"
VOTE_HEAD = "roll_call_id,iso3,vote,source_id,address,consulted_date,known_from_date,verification,note\n"
SANCTION_HEAD = (
    "sender_iso3,target_iso3,from_date,to_date,how,coverage_share,"
    "source_id,address,consulted_date,known_from_date,verification,note\n"
)


def read(table: str, head: str, *lines: str):
    return read_rows(
        (head + "".join(line + "\n" for line in lines)).encode(), f"{table}.csv", table, REGISTER
    )


def votes(*lines: str):
    return read("state_roll_call_vote", VOTE_HEAD, *lines)


def sanctions(*lines: str):
    return read("dyad_spell_sanction", SANCTION_HEAD, *lines)


def test_a_sound_table_gets_its_key_and_types():
    rows = votes(f"A_RES_1,NAM,yes,{TAIL}", f"A_RES_1,DEU,no,{TAIL}a note")
    assert rows["row_key"].to_list() == ["A_RES_1|DEU", "A_RES_1|NAM"]
    assert rows["known_from_date"][0] == date(2022, 3, 2)
    assert rows["note"].to_list() == ["a note", None]


def test_the_text_na_is_no_missing_value():
    rows = votes(f"A_RES_1,NAM,yes,{TAIL}NA")
    assert rows["note"].to_list() == ["NA"]


@pytest.mark.parametrize(
    ("line", "column", "value", "said"),
    [
        (f"A_RES_1,DE,yes,{TAIL}", "iso3", "DE", "ISO 3166"),
        (f"A_RES_1,DEU,maybe,{TAIL}", "vote", "maybe", "yes, no, abstain, absent"),
        (f"A_RES_1,DEU,,{TAIL}", "vote", "", "empty"),
        (
            f"A_RES_1,DEU,yes,{TAIL.replace('2022-03-02', '2.3.2022')}",
            "known_from_date",
            "2.3.2022",
            "2022-02-24",
        ),
        (f"A_RES_1,DEU,yes,{TAIL.replace('press', 'sure')}", "verification", "sure", "unverified"),
        (f"A_RES_1,DEU,yes,{TAIL.replace('made_up', '')}", "source_id", "", "empty"),
    ],
)
def test_a_bad_value_names_line_column_value_and_rule(line, column, value, said):
    with pytest.raises(TableValueError) as caught:
        votes(f"A_RES_1,FRA,yes,{TAIL}", line)
    text = caught.value.text()
    assert f"state_roll_call_vote.csv:3: {column} is '{value}'" in text
    assert said in text
    assert text.endswith("Correct line 3.")


def test_an_unknown_state_suggests_the_nearest():
    with pytest.raises(TableStateError, match="csv:2: iso3 names the state 'DEX'"):
        votes(f"A_RES_1,DEX,yes,{TAIL}")


def test_an_unknown_source_suggests_the_nearest():
    with pytest.raises(TableSourceError, match="the nearest is 'made_up'"):
        votes(f"A_RES_1,DEU,yes,{TAIL.replace('made_up', 'made_upp')}")


def test_the_same_key_twice_is_refused_with_both_lines():
    with pytest.raises(TableKeyTwiceError, match=r"csv:3: the key 'A_RES_1\|DEU' stands in line 2 already"):
        votes(f"A_RES_1,DEU,yes,{TAIL}", f"A_RES_1,DEU,no,{TAIL}")


def test_a_later_version_of_a_row_replaces_the_earlier_one_only_from_its_date():
    later = TAIL.replace("2022-03-02", "2022-05-01")
    rows = votes(f"A_RES_1,DEU,yes,{TAIL}", f"A_RES_1,DEU,no,{later}")
    now = as_known(rows, "state_roll_call_vote", None)
    before = as_known(rows, "state_roll_call_vote", date(2022, 4, 30))
    assert now["vote"].to_list() == ["no"]
    assert before["vote"].to_list() == ["yes"]


def test_columns_are_compared_by_name():
    with pytest.raises(TableColumnsError, match="columns missing: vote; unknown: votum"):
        read("state_roll_call_vote", VOTE_HEAD.replace("vote", "votum"), f"A_RES_1,DEU,yes,{TAIL}")


@pytest.mark.parametrize(
    "content", [b"\xff\xfe", VOTE_HEAD.encode() + b'A_RES_1,"D\nEU",yes,a,b,c,d,e,f\n', b""]
)
def test_bytes_that_are_no_plain_csv_are_refused(content):
    with pytest.raises(TableUnreadableError):
        parse_rows(content, "x.csv", "state_roll_call_vote")


def test_a_spell_that_ends_before_it_begins_is_refused():
    with pytest.raises(TableValueError, match="from_date and to_date is 'from_date = 2022-03-01"):
        sanctions(f"DEU,RUS,2022-03-01,2022-02-01,own_law,1,{TAIL}")


def test_overlapping_spells_are_refused():
    with pytest.raises(TableSpellError, match=r"csv:3: the spell of 'DEU\|RUS' from 2022-02-24"):
        sanctions(f"DEU,RUS,2014-03-17,,own_law,1,{TAIL}", f"DEU,RUS,2022-02-24,,own_law,1,{TAIL}")


@pytest.mark.parametrize("share", ["1.4", "-0.1", "140 %"])
def test_a_share_outside_0_to_1_is_refused(share):
    with pytest.raises(TableValueError, match="coverage_share"):
        sanctions(f"DEU,RUS,2014-03-17,,own_law,{share},{TAIL}")


def test_none_and_a_share_contradict_each_other():
    with pytest.raises(TableValueError, match="coverage share fits how"):
        sanctions(f"SRB,RUS,2014-03-17,,none,0.5,{TAIL}")


def test_an_unknown_table_names_the_known_ones():
    with pytest.raises(UnknownTableError, match="state_roll_call_vote"):
        Store().read("votes")


def test_a_table_without_file_has_no_rows_but_its_columns(tmp_path):
    (tmp_path / "starter.yml").write_text(
        "version: '1'\ndata_date: 2026-01-01\nsources: []\n", encoding="utf-8"
    )
    from standpunkt.tables.starter import read_starter

    rows = read_starter("dyad_year_trade", tmp_path)
    assert rows.height == 0
    assert rows.columns == schema_of("dyad_year_trade").column_names()
