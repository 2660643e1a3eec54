"""What a version keeps beside the scores: a state without each source, and what would change its class."""

from datetime import date

import polars as pl

from standpunkt.dossier.observatory import Observatory, Row


def without_sources(observatory: Observatory, iso3: str, at: str | date | None = None) -> list[Row]:
    """Where a state would stand without each source that its values rest on.

    Args:
        observatory: The version.
        iso3: Code of the state.
        at: The period; None takes the newest. Only report months and the last month are told.

    Returns:
        source_id, cell_count, stance_score and change_score (null where it would not be rated), class_with
        and class_without of the central run; the most consequential first.
    """
    rows = _kept(observatory, "study_state_month_source", iso3, at)
    return sorted(rows, key=lambda row: (row["change_score"] is not None, -abs(row["change_score"] or 0.0)))


def tipping(observatory: Observatory, iso3: str, at: str | date | None = None) -> list[Row]:
    """The smallest facts, weights and gaps that would change a state's central class.

    Args:
        observatory: The version.
        iso3: Code of the state.
        at: The period; None takes the newest, and only that one is told.

    Returns:
        kind, indicator_code, delta, value_needed, class_now, class_then; the smallest change first.
    """
    rows = _kept(observatory, "study_state_month_tipping", iso3, at)
    return sorted(rows, key=lambda row: (abs(row["delta"]), row["kind"], row["indicator_code"]))


def _kept(observatory: Observatory, table: str, iso3: str, at: str | date | None) -> list[Row]:
    # Versions of before do not hold these tables.
    if table not in observatory.folder.tables():
        return []
    here = (pl.col("iso3") == iso3) & (pl.col("month_date") == observatory.month(at))
    return observatory.folder.scan(table).filter(here).collect().drop("iso3", "month_date").to_dicts()
