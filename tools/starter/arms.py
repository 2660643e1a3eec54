"""Derived single figures: one share of arms imports and one grade of military aid per state, with citation.

Neither publisher's table enters the project: only the rounded share of one window, only one grade.
"""

from datetime import date
from pathlib import Path

import polars as pl

from tools.starter.names import iso3

WINDOW = (2014, 2023)
START, END = date(2022, 2, 1), date(2025, 8, 1)
GRADES = ((0.5, 3), (0.1, 2), (0.0, 1))
"""Military aid since the invasion in percent of GDP from which a grade begins; 1 is anything above 0."""

DECIDED = date(2022, 2, 26)
FIRST_GERMAN = {
    "grade": 1,
    "source_id": "press_reports",
    "address": "https://rferl.org/amp/germany-military-aid-ukraine-equipment/31725290.html",
    "verification": "press",
    "note": "1,000 anti-tank weapons and 500 Stinger missiles decided on 26 February 2022; "
    "the tracker records allocations from June on.",
}


def tables(data: Path) -> dict[str, pl.DataFrame]:
    """Rows of `dyad_window_arms` and `dyad_spell_aid`.

    Args:
        data: Folder with `arms/` and `support/`.

    Returns:
        Frames by table name.
    """
    return {"dyad_window_arms": _import_shares(data), "dyad_spell_aid": _aid(data)}


def _import_shares(data: Path) -> pl.DataFrame:
    deals = pl.read_parquet(data / "arms/sipri_trade_register_deliveries_2000_2023.parquet")
    code = pl.col("Recipient").map_elements(iso3, return_dtype=pl.String).alias("recipient_iso3")
    deals = deals.filter(pl.col("Delivery year").is_between(*WINDOW)).with_columns(code)
    tiv = pl.col("TIV delivery values")
    share = tiv.filter(pl.col("Supplier") == "Russia").sum() / tiv.sum()
    shares = (
        deals.drop_nulls("recipient_iso3")
        .group_by("recipient_iso3")
        .agg(share.round(2).alias("import_share"))
    )
    return shares.filter(~pl.col("recipient_iso3").is_in(["RUS", "UKR"])).with_columns(
        pl.lit("RUS").alias("supplier_iso3"),
        pl.lit(WINDOW[0], dtype=pl.Int16).alias("from_year"),
        pl.lit(WINDOW[1], dtype=pl.Int16).alias("to_year"),
    )


def _aid(data: Path) -> pl.DataFrame:
    months = pl.read_csv(data / "support/kiel_data_explorer_2026-08.csv", null_values=[])
    month = pl.date(pl.col("year"), pl.col("month"), 1).alias("month_date")
    months = months.with_columns(month).filter(
        pl.col("month_date").is_between(START, END) & (pl.col("iso") != "EU")
    )
    given = pl.col("military") > 0
    donors = months.group_by("iso").agg(
        (pl.col("military").sum() / pl.col("gdp").first() * 100).alias("percent"),
        pl.col("month_date").filter(given).min().alias("first"),
        pl.col("month_date").filter(given).max().dt.offset_by("1y").alias("stop"),
    )
    rows = [row for donor in donors.iter_rows(named=True) for row in _spells(donor)]
    found = pl.DataFrame(_before_the_tracker(rows), infer_schema_length=None)
    return found.with_columns(pl.lit("UKR").alias("recipient_iso3"))


def _before_the_tracker(rows: list[dict[str, object]]) -> list[dict[str, object]]:
    """Puts Germany's first deliveries, which the tracker records from June 2022 on, in place of its zero."""
    found: list[dict[str, object]] = []
    for row in rows:
        if row["donor_iso3"] == "DEU" and row["from_date"] == START:
            told = {
                **FIRST_GERMAN,
                "from_date": DECIDED,
                "known_from_date": DECIDED,
                "to_date": row["to_date"],
            }
            found += [{**row, "to_date": DECIDED}, {**row, **told}]
        else:
            found.append(row)
    return found


def _spells(donor: dict[str, object]) -> list[dict[str, object]]:
    first, stop, percent = donor["first"], donor["stop"], donor["percent"]
    if not isinstance(first, date) or not isinstance(stop, date) or not isinstance(percent, float):
        return [_spell(donor["iso"], START, None, 0)]
    grade = next(grade for bound, grade in GRADES if percent >= bound)
    begins = [_spell(donor["iso"], START, first, 0)] if first > START else []
    if stop > END:
        return [*begins, _spell(donor["iso"], first, None, grade)]
    return [*begins, _spell(donor["iso"], first, stop, grade), _spell(donor["iso"], stop, None, 0)]


def _spell(iso: object, start: date, end: date | None, grade: int) -> dict[str, object]:
    note = "Nothing recorded in these months, though the tracker covers the state." if grade == 0 else None
    return {
        "donor_iso3": iso,
        "from_date": start,
        "to_date": end,
        "grade": grade,
        "known_from_date": start,
        "note": note,
    }
