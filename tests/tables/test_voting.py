"""Votes in a byte each: the same as the store's rows, whatever the order and the number of sources."""

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from standpunkt.tables.starter import read_starter
from standpunkt.tables.store import Store
from standpunkt.tables.voting.recorded import recorded_votes
from standpunkt.tables.voting.sessions import regular_session
from standpunkt.tables.voting.sheet import CODES, Sheet, VoteCodes
from standpunkt.tables.warehouse import Release, UnitAccount, Warehouse
from standpunkt.vocabulary.provenance import Source

TABLE = "state_roll_call_vote"
DAY = date(2024, 1, 1)


def put(folder, source_id: str, precedence: int, rows: list[tuple[str, str, str]]) -> None:
    source = Source(
        source_id=source_id,
        publisher="Nobody",
        title="Made up",
        address="https://example.org",
        licence_text="none",
        may_redistribute="yes",
        citation="Nobody: Made up",
    )
    release = Release(
        source=source,
        snapshot_id=f"{source_id}@{DAY}",
        reader_key=source_id,
        precedence=precedence,
        consulted_date=DAY,
        proof="none",
        seconds=0.0,
        accounts=(UnitAccount(unit="all", row_count=len(rows), kept_count=len(rows)),),
        tables={},
    )
    fact = {"source_id": source_id, "address": "https://example.org", "verification": "official"}
    days = {"consulted_date": DAY, "known_from_date": DAY}
    records = [
        {**fact, **days, "roll_call_id": call, "iso3": state, "vote": vote} for call, state, vote in rows
    ]
    frame = pl.DataFrame(records, schema=dict(read_starter(TABLE).drop("row_key").schema)).with_columns(
        pl.lit(release.snapshot_id).alias("snapshot_id"), pl.lit(1, pl.Int64).alias("row_in_snapshot")
    )
    Warehouse(folder).write(release, {TABLE: frame}, pl.DataFrame(schema={"unit": pl.String}))


def as_rows(votes: VoteCodes) -> list[tuple[str, str, str]]:
    words = {code: word for word, code in CODES.items()}
    return sorted(
        (votes.roll_calls[row], votes.states[column], words[int(votes.codes[row, column])])
        for row, column in np.argwhere(votes.codes >= 0)
    )


def test_codes_are_the_rows_of_the_store_with_the_same_source_winning(tmp_path) -> None:
    put(tmp_path, "second", 60, [("A_RES_1_1", "DEU", "yes"), ("A_RES_1_1", "FRA", "no")])
    put(tmp_path, "first", 40, [("A_RES_1_1", "DEU", "abstain"), ("A_RES_ES_11_1", "DEU", "absent")])
    rows = Store(tmp_path).read(TABLE).select("roll_call_id", "iso3", "vote").rows()
    assert as_rows(recorded_votes(tmp_path)) == sorted(rows)
    assert as_rows(recorded_votes(None)) == sorted(
        Store(None).read(TABLE).select("roll_call_id", "iso3", "vote").rows()
    )


votes_given = st.lists(
    st.tuples(
        st.sampled_from(["R1", "R2", "R3"]), st.sampled_from(["DEU", "FRA"]), st.sampled_from([0, 1, 3])
    ),
    max_size=12,
)


@given(votes_given, st.integers(1, 12))
def test_the_first_vote_of_a_state_stays_and_the_pieces_are_irrelevant(rows, size) -> None:
    wanted: dict[tuple[str, str], int] = {}
    for call, state, code in rows:
        wanted.setdefault((call, state), code)
    sheet, clashes = Sheet(), []
    for at in range(0, len(rows), size):
        calls, states, codes = zip(*rows[at : at + size], strict=True)
        clashes += sheet.add(pl.Series(calls), pl.Series(states), np.array(codes, dtype=np.int8))
    done = sheet.done()
    held = {(call, state): code for call, state, code in as_rows(done)}
    words = {code: word for word, code in CODES.items()}
    assert held == {place: words[code] for place, code in wanted.items()}
    assert len(clashes) == len(rows) - len(wanted)


def test_sessions_that_are_no_number_belong_to_the_regular_session_in_progress() -> None:
    frame = pl.DataFrame(
        {
            "printed": ["68", "11emsp", "ES-11", None],
            "day": [date(2014, 3, 27), date(2022, 3, 2), date(2022, 9, 30), date(1964, 12, 1)],
        }
    )
    assert frame.select(regular_session(pl.col("printed"), pl.col("day"))).to_series().to_list() == [
        68,
        76,
        77,
        19,
    ]
