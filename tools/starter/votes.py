"""Roll calls on the conflict, from a table of nine votes and from an academic roll-call file (CC0)."""

from pathlib import Path
from typing import NamedTuple

import polars as pl

from tools.starter.layout import CONSULTED

LETTERS = {"Y": "yes", "N": "no", "A": "abstain", "X": "absent"}
CODES = {1: "yes", 2: "abstain", 3: "no", 8: "absent"}
RECONSTRUCTED = (
    "Rebuilt from published profiles and lists; two states could be exchanged. Compare with the record."
)
AGREED = "Two independent lists agree for all 193 states."
RECORD = "State by state after the record of the UN Digital Library."
CODED = "Academic coding of the record; its tally equals the published one."


class Call(NamedTuple):
    """What is known of one roll call beside the votes."""

    symbol: str
    day: str
    session: str
    record: str
    tally: tuple[int, int, int]
    verification: str
    note: str
    en: str
    de: str


CORE = (
    Call("A/RES/68/262", "2014-03-27", "68", "", (100, 11, 58), "two_independent", AGREED,
         "Territorial integrity of Ukraine: no recognition of a changed status of Crimea",
         "Territoriale Unversehrtheit der Ukraine: keine Anerkennung eines geänderten Status der Krim"),
    Call("A/RES/ES-11/1", "2022-03-02", "ES-11", "3959039", (141, 5, 35), "two_independent", AGREED,
         "Aggression against Ukraine: deplored, withdrawal of Russian forces demanded",
         "Aggression gegen die Ukraine: missbilligt, Rückzug der russischen Truppen verlangt"),
    Call("A/RES/ES-11/2", "2022-03-24", "ES-11", "3965954", (140, 5, 38), "reconstructed", RECONSTRUCTED,
         "Humanitarian consequences of the aggression against Ukraine",
         "Humanitäre Folgen der Aggression gegen die Ukraine"),
    Call("A/RES/ES-11/3", "2022-04-07", "ES-11", "3967950", (93, 24, 58), "reconstructed", RECONSTRUCTED,
         "Russia's rights of membership in the Human Rights Council suspended",
         "Russlands Mitgliedsrechte im Menschenrechtsrat ausgesetzt"),
    Call("A/RES/ES-11/4", "2022-10-12", "ES-11", "3990673", (143, 5, 35), "reconstructed", RECONSTRUCTED,
         "Territorial integrity of Ukraine: the declared annexations are invalid",
         "Territoriale Unversehrtheit der Ukraine: die erklärten Annexionen sind ungültig"),
    Call("A/RES/ES-11/5", "2022-11-14", "ES-11", "3994481", (94, 14, 73), "reconstructed", RECONSTRUCTED,
         "Remedy and reparation for the aggression against Ukraine",
         "Wiedergutmachung und Entschädigung für die Aggression gegen die Ukraine"),
    Call("A/RES/ES-11/6", "2023-02-23", "ES-11", "4003921", (141, 7, 32), "reconstructed", RECONSTRUCTED,
         "Principles of the Charter for a comprehensive, just and lasting peace in Ukraine",
         "Grundsätze der Charta für einen umfassenden, gerechten und dauerhaften Frieden in der Ukraine"),
    Call("A/RES/ES-11/7", "2025-02-24", "ES-11", "4076672", (93, 18, 65), "official", RECORD,
         "Advancing a comprehensive, just and lasting peace in Ukraine (draft of Ukraine and others)",
         "Förderung eines umfassenden und gerechten Friedens in der Ukraine (Entwurf der Ukraine)"),
    Call("A/RES/ES-11/8", "2025-02-24", "ES-11", "4076673", (93, 8, 73), "official", RECORD,
         "The path to peace (draft of the United States, amended by European states)",
         "Der Weg zum Frieden (Entwurf der USA, von europäischen Staaten geändert)"),
)  # fmt: skip
RIGHTS = ("Human rights in Crimea and Sevastopol", "Menschenrechte auf der Krim und in Sewastopol")
ARMED = (
    "Militarisation of Crimea, Sevastopol and parts of the Black Sea and the Sea of Azov",
    "Militarisierung der Krim, Sewastopols und von Teilen des Schwarzen und des Asowschen Meeres",
)
WIDE = (
    Call("A/RES/71/205", "2016-12-19", "71", "", (70, 25, 77), "two_independent", CODED, *RIGHTS),
    Call("A/RES/72/190", "2017-12-19", "72", "", (70, 26, 76), "two_independent", CODED, *RIGHTS),
    Call("A/RES/73/194", "2018-12-17", "73", "", (66, 19, 72), "two_independent", CODED, *ARMED),
    Call("A/RES/73/263", "2018-12-22", "73", "", (65, 27, 70), "two_independent", CODED, *RIGHTS),
    Call("A/RES/74/17", "2019-12-09", "74", "", (63, 19, 66), "two_independent", CODED, *ARMED),
    Call("A/RES/74/168", "2019-12-18", "74", "", (65, 23, 83), "two_independent", CODED, *RIGHTS),
)


def tables(data: Path) -> dict[str, pl.DataFrame]:
    """Rows of `roll_call_resolution` and `state_roll_call_vote`.

    Args:
        data: Folder with `votes/`.

    Returns:
        Frames by table name.
    """
    votes = pl.concat([_core(data), _wide(data)])
    return {"roll_call_resolution": _resolutions(), "state_roll_call_vote": votes}


def roll_call_id(symbol: str) -> str:
    """`A/RES/ES-11/1` as `A_RES_ES_11_1`."""
    return symbol.replace("/", "_").replace("-", "_")


def _address(call: Call) -> str:
    record = f"https://digitallibrary.un.org/record/{call.record}"
    return record if call.record else f"https://docs.un.org/{call.symbol}"


def _source(call: Call) -> str:
    return "voeten_roll_calls" if call in WIDE else "un_digital_library"


def _resolutions() -> pl.DataFrame:
    rows = [
        {
            "roll_call_id": roll_call_id(call.symbol), "symbol_code": call.symbol, "date": call.day,
            "session": call.session, "title_text": call.en, "title_de_text": call.de,
            "yes_count": call.tally[0], "no_count": call.tally[1], "abstain_count": call.tally[2],
            "absent_count": 193 - sum(call.tally), "is_conflict": "true" if call in CORE else "false",
            "variant": "core" if call in CORE else "wide", "source_id": _source(call),
            "address": _address(call), "consulted_date": CONSULTED, "known_from_date": call.day,
            "verification": "two_independent" if call.verification == "reconstructed" else call.verification,
            "note": "Published tally; title in our own words.",
        }
        for call in CORE + WIDE
    ]  # fmt: skip
    return pl.DataFrame(rows)


def _core(data: Path) -> pl.DataFrame:
    wide = pl.read_csv(data / "votes/es11_and_68262_votes.csv", infer_schema=False, null_values=[])
    long = wide.unpivot(index="iso3", variable_name="roll_call_id", value_name="letter")
    votes = long.select("roll_call_id", "iso3", pl.col("letter").replace_strict(LETTERS).alias("vote"))
    return votes.join(_provenance(CORE), on="roll_call_id", how="inner", validate="m:1")


def _wide(data: Path) -> pl.DataFrame:
    calls = pl.read_parquet(data / "votes/unga_rollcalls_1946_2024.parquet", columns=["rc", "unres"])
    symbols = {call.symbol.removeprefix("A/RES/"): roll_call_id(call.symbol) for call in WIDE}
    short = pl.col("unres").str.replace("^(A/RES|R)/", "")
    named = calls.with_columns(short.replace_strict(symbols, default=None).alias("roll_call_id")).drop_nulls()
    votes = pl.read_parquet(data / "votes/unga_votes_1946_2024_long.parquet").join(named, on="rc")
    vote = pl.col("vote").replace_strict(CODES, return_dtype=pl.String)
    rows = votes.select("roll_call_id", "iso3", vote.alias("vote"))
    return rows.join(_provenance(WIDE), on="roll_call_id", how="inner", validate="m:1")


def _provenance(calls: tuple[Call, ...]) -> pl.DataFrame:
    rows = [
        {
            "roll_call_id": roll_call_id(call.symbol),
            "source_id": _source(call),
            "address": _address(call),
            "known_from_date": call.day,
            "verification": call.verification,
        }
        for call in calls
    ]
    return pl.DataFrame(rows)
