"""From dated facts to one cell per state and month: what every measure needs and none should redo.

A cell is a state in a month. A fact reaches a cell only if it holds on the last day of the month, or
happened by then. A cell without a fact is zero only where a list is declared closed.
"""

from collections.abc import Sequence
from datetime import date

import polars as pl

from standpunkt.measures.measure import Measured, Request, Tables
from standpunkt.vocabulary.errors.measures import MeasureQuestionError
from standpunkt.vocabulary.periods import month_end

COVERAGE_TABLE = "state_table_spell_coverage"
TRADE_TABLE = "dyad_year_trade"
REACTOR_TABLE = "event_reactor"
QUESTIONS = ("trade_with_power", "nuclear_power")
"""What an indicator's `requires` may ask; the answer no makes a cell not_applicable."""
CELL = ["iso3", "month_date"]
FACT_COLUMNS = ["table_name", "row_key", "source_id"]
RELATIVE_DOUBT = {
    "official": 0.0,
    "two_independent": 0.05,
    "derived": 0.1,
    "press": 0.15,
    "reconstructed": 0.25,
    "unverified": 0.4,
}
"""Half of the 90 % interval of a fact, as a share of its size, by how it was verified (a judgement)."""


def month_ends(request: Request) -> pl.DataFrame:
    """The months asked for, each with its last day.

    Args:
        request: What the study asks.

    Returns:
        month_date, end_date; sorted.
    """
    months = sorted(request.months)
    ends = [month_end(month) for month in months]
    return pl.DataFrame(
        {"month_date": months, "end_date": ends}, schema={"month_date": pl.Date, "end_date": pl.Date}
    )


def grid(request: Request) -> pl.DataFrame:
    """Every cell of the request.

    Args:
        request: What the study asks.

    Returns:
        iso3, month_date, end_date; sorted.
    """
    states = pl.DataFrame({"iso3": sorted(request.universe)}, schema={"iso3": pl.String})
    return states.join(month_ends(request), how="cross").sort(CELL)


def doubt() -> pl.Expr:
    """Half-width of a fact's 90 % interval as a share of its size, from the column `verification`."""
    return pl.col("verification").replace_strict(RELATIVE_DOUBT, return_dtype=pl.Float64)


def holding(spells: pl.DataFrame, request: Request, linger_months: int = 0) -> pl.DataFrame:
    """Spells in the months on whose last day they hold, or ended less than `linger_months` before.

    Args:
        spells: from_date, to_date (the first day on which the fact no longer holds; null: still holds), iso3.
        request: What the study asks.
        linger_months: How long an ended spell still counts.

    Returns:
        The columns of `spells` with month_date and end_date, for states of the universe.
    """
    found = of_universe(spells, request).join(month_ends(request), how="cross")
    still = pl.col("to_date").is_null() | (
        pl.col("to_date") > pl.col("end_date").dt.offset_by(f"-{linger_months}mo")
    )
    return found.filter((pl.col("from_date") <= pl.col("end_date")) & still)


def newest_year(facts: pl.DataFrame, request: Request, year: str = "year") -> pl.DataFrame:
    """Yearly facts in each month: those of the newest year that is over on the month's last day.

    Args:
        facts: iso3 and the year's column.
        request: What the study asks.
        year: The column that holds the (last) year of the fact.

    Returns:
        The facts of each cell's newest year, with month_date and valid_from_date (last day of that year).
    """
    last_day = pl.date(pl.col(year), 12, 31)
    found = of_universe(facts, request).with_columns(last_day.alias("valid_from_date"))
    found = found.join(month_ends(request), how="cross")
    found = found.filter(pl.col("valid_from_date") <= pl.col("end_date"))
    return found.filter(pl.col("valid_from_date") == pl.col("valid_from_date").max().over(CELL))


def of_universe(facts: pl.DataFrame, request: Request) -> pl.DataFrame:
    """The facts on states that are asked for."""
    return facts.filter(pl.col("iso3").is_in(sorted(request.universe)))


def sides(request: Request) -> pl.DataFrame:
    """Who stands on which side in each month: poles and members of the camps.

    Args:
        request: What the study asks.

    Returns:
        partner_iso3, month_date, side_sign (+1 power, -1 opponent).
    """
    study = request.study
    rows: list[tuple[str, date, int]] = []
    for month in sorted(request.months):
        on = month_end(month)
        power = study.camp_members("power", on) | set(study.poles.power.states)
        opponent = study.camp_members("opponent", on) | set(study.poles.opponent.states)
        rows += [(state, month, 1) for state in sorted(power)]
        rows += [(state, month, -1) for state in sorted(opponent)]
    schema = {"partner_iso3": pl.String, "month_date": pl.Date, "side_sign": pl.Int64}
    return pl.DataFrame(rows, schema=schema, orient="row")


def pole_states(request: Request, parameter: str) -> list[str]:
    """The states of the pole that a parameter names, such as `from: power`.

    Args:
        request: What the study asks.
        parameter: Name of the parameter.

    Returns:
        ISO3 codes of the pole.
    """
    poles = request.study.poles
    pole = poles.opponent if request.params.get(parameter, "power") == "opponent" else poles.power
    return list(pole.states)


def add_bounds(parts: pl.DataFrame, least: float = 0.0) -> pl.DataFrame:
    """Gives parts the interval that follows from their verification.

    Args:
        parts: part_value and verification.
        least: Smallest half-width, in the unit of the measure.

    Returns:
        The parts with low_part and high_part.
    """
    half = pl.max_horizontal(pl.col("part_value").abs() * doubt(), pl.lit(least))
    value = pl.col("part_value")
    return parts.with_columns((value - half).alias("low_part"), (value + half).alias("high_part"))


def answer(
    tables: Tables,
    request: Request,
    parts: pl.DataFrame,
    lists: Sequence[str],
    *,
    value_range: tuple[float, float],
) -> Measured:
    """Adds the parts of each cell and says of the cells without parts what their silence means.

    The value is the sum of the parts; its bounds join the parts' half-widths as independent errors and stay
    within the range. A cell without parts is 0 if every one of `lists` is declared closed for the state on
    the month's last day, out_of_scope if one is declared so, else not_reported; not_applicable where the
    study's `requires` is answered no.

    Args:
        tables: The canonical tables.
        request: What the study asks.
        parts: iso3, month_date, part_code, part_value, low_part, high_part, table_name, row_key, source_id,
            valid_from_date.
        lists: Tables whose silence can be a zero.
        value_range: Limits of the measure.

    Returns:
        Values for every cell, and the parts.
    """
    cells = grid(request)
    silent = cells.join(parts.select(CELL).unique(), on=CELL, how="anti")
    zeros, beyond = _closed_lists(tables, request, silent, lists)
    parts = pl.concat([parts.select(zeros.columns), zeros]).sort(*CELL, "part_code")
    refused = _not_applicable(tables, request)
    parts = parts.join(refused, on=CELL, how="anti").sort(*CELL, "part_code")
    values = cells.join(_summed(parts, value_range), on=CELL, how="left").join(
        beyond.with_columns(pl.lit("out_of_scope").alias("silence")), on=CELL, how="left"
    )
    refused = refused.with_columns(pl.lit("not_applicable").alias("refusal"))
    reason = pl.coalesce("refusal", "silence", pl.lit("not_reported"))
    values = values.join(refused, on=CELL, how="left").with_columns(
        pl.lit("").alias("variant"),
        pl.col("input_count").fill_null(0).cast(pl.Int64),
        pl.when(pl.col("value").is_null()).then(reason).alias("missing"),
    )
    return Measured(
        values=values.select(
            *CELL, "variant", "value", "low_value", "high_value", "input_count", "missing", "valid_from_date"
        ).sort(CELL),
        parts=parts.select(*CELL, "part_code", "part_value", *FACT_COLUMNS),
    )


def last_closed(tables: Tables, request: Request, table: str) -> pl.DataFrame:
    """Up to which day the list of a table is known to be complete.

    Args:
        tables: The canonical tables.
        request: What the study asks.
        table: Name of the table.

    Returns:
        iso3, month_date, list_date: the month's last day while the list is closed, else the last day on
        which it was; no row where it never was.
    """
    declared = tables[COVERAGE_TABLE].filter(
        (pl.col("table_name") == table) & (pl.col("coverage") == "closed")
    )
    found = of_universe(declared, request).join(month_ends(request), how="cross")
    found = found.filter(pl.col("from_date") <= pl.col("end_date"))
    last = pl.min_horizontal(pl.col("to_date").dt.offset_by("-1d"), "end_date")
    return found.group_by(CELL, maintain_order=True).agg(last.max().alias("list_date"))


def _summed(parts: pl.DataFrame, value_range: tuple[float, float]) -> pl.DataFrame:
    value = pl.col("part_value").sum()
    below = ((pl.col("part_value") - pl.col("low_part")) ** 2).sum().sqrt()
    above = ((pl.col("high_part") - pl.col("part_value")) ** 2).sum().sqrt()
    low, high = value_range
    return parts.group_by(CELL, maintain_order=True).agg(
        value.alias("value"),
        (value - below).clip(low, high).alias("low_value"),
        (value + above).clip(low, high).alias("high_value"),
        pl.len().alias("input_count"),
        pl.col("valid_from_date").max(),
    )


def _closed_lists(
    tables: Tables, request: Request, silent: pl.DataFrame, lists: Sequence[str]
) -> tuple[pl.DataFrame, pl.DataFrame]:
    spoken = [name for name in lists if _speaks_of_pole(tables.get(name), request)]
    declared = tables[COVERAGE_TABLE].filter(pl.col("table_name").is_in(spoken))
    declared = holding(declared, request).join(silent.select(CELL), on=CELL)
    beyond = declared.filter(pl.col("coverage") == "out_of_scope").select(CELL).unique()
    closed = declared.filter(pl.col("coverage") == "closed").join(beyond, on=CELL, how="anti")
    complete = pl.col("table_name").n_unique().over(CELL) == len(set(lists))
    zeros = closed.filter(complete).select(
        *CELL,
        pl.col("row_key").alias("part_code"),
        pl.lit(0.0).alias("part_value"),
        pl.lit(0.0).alias("low_part"),
        pl.lit(0.0).alias("high_part"),
        pl.lit(COVERAGE_TABLE).alias("table_name"),
        "row_key",
        "source_id",
        pl.col("end_date").alias("valid_from_date"),
    )
    return zeros, beyond


def _speaks_of_pole(facts: pl.DataFrame | None, request: Request) -> bool:
    """Whether a list holds facts on the pole asked for: complete for one power, it is silent on another."""
    if facts is None or not facts.height:
        return True
    named = {str(value) for value in request.params.values()} & {"power", "opponent"}
    poles = request.study.poles
    wanted = {state for side in named for state in getattr(poles, side).states} or poles.states()
    partners = [name for name in facts.columns if name.endswith("_iso3")]
    return not partners or any(facts[name].is_in(sorted(wanted)).any() for name in partners)


def _not_applicable(tables: Tables, request: Request) -> pl.DataFrame:
    """Cells in which the study's question is answered no: no trade with the power at all."""
    requires = request.study.indicators[request.indicator_code].requires
    if requires is None:
        return grid(request).select(CELL).clear()
    if requires not in QUESTIONS:
        raise MeasureQuestionError(
            indicator=request.indicator_code, value=requires, known=", ".join(QUESTIONS)
        )
    if requires == "nuclear_power":
        return _without_reactor(tables[REACTOR_TABLE], request)
    trade = tables[TRADE_TABLE].filter(pl.col("partner_iso3").is_in(list(request.study.poles.power.states)))
    newest = newest_year(trade.rename({"state_iso3": "iso3"}), request)
    none = newest.group_by(CELL, maintain_order=True).agg((pl.col("high_share") == 0).all().alias("none"))
    return none.filter("none").select(CELL)


def _without_reactor(reactors: pl.DataFrame, request: Request) -> pl.DataFrame:
    """Cells in which no reactor runs; none where no register of reactors is on file at all."""
    cells = grid(request).select(CELL)
    if not reactors.height:
        return cells.clear()
    running = holding(reactors.filter(pl.col("from_date").is_not_null()), request)
    return cells.join(running.select(CELL).unique(), on=CELL, how="anti")
