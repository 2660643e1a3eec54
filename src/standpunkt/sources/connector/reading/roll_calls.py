"""What all sources of roll calls share: ids from symbols, membership by day, tallies, canonical rows."""

from datetime import date
from functools import lru_cache

import polars as pl

from standpunkt.sources.connector.reading.layouts import ROW
from standpunkt.sources.connector.reading.sheet import Sheet
from standpunkt.vocabulary.states import every_state, successors

COUNTED = {"yes_count": "yes", "no_count": "no", "abstain_count": "abstain"}
FIRST_YEAR_WITH_DAYS = 2003
"""Before 2003 the day in voting data is often the number of the weekday; such a date is good to the month."""


def normalised_symbol(column: str) -> pl.Expr:
    """A column of symbols as the General Assembly writes them: `R/68/262` becomes `A/RES/68/262`.

    Args:
        column: The column.

    Returns:
        The symbol in capitals without spaces; null where there is none.
    """
    text = pl.col(column).str.replace_all(r"\s+", "").str.to_uppercase()
    text = text.str.replace(r"^(?:A/)?R(?:ES)?/", "A/RES/")
    text = text.str.replace(r"^(?:A/RES/)?ESS/(\d+)/(\w+)$", "A/RES/ES-${1}/${2}")
    text = text.str.replace(r"^(?:A/RES/)?SS/(\d+)/(\w+)$", "A/RES/S-${1}/${2}")
    return pl.when(text.str.len_chars() > 0).then(text)


def roll_call_ids(calls: pl.DataFrame, votes: pl.DataFrame, call: str) -> pl.DataFrame:
    """One id per roll call: its symbol where it has one of its own, else its day and a hash of its votes.

    The hash makes two sources agree on roll calls without a symbol if they agree on who voted how.

    Args:
        calls: One row per roll call: the source's name of it, resolution, date; kind where the source has it.
        votes: The source's name of the roll call, iso3, vote.
        call: The column of that name in both.

    Returns:
        That column and roll_call_id, such as `A_RES_68_262` or `GA_1985_12_8F3A5C0211D4E7B2`.
    """
    symbol = normalised_symbol("resolution")
    is_final = pl.col("kind").is_in(["final", "unknown"]) if "kind" in calls.columns else pl.lit(value=True)
    finals = calls.filter(is_final & symbol.str.contains(r"^[A-Z]/(?:[A-Z]+/)?RES")).select(
        call, symbol.alias("symbol")
    )
    own = finals.filter(~pl.col("symbol").is_duplicated())
    hashes = (
        votes.filter(pl.col("vote") != "absent")
        .select(call, pl.struct("iso3", "vote").hash(seed=1).alias("vote_hash"))
        .group_by(call)
        .agg(pl.col("vote_hash").sum())
    )
    named = calls.select(call, "date").join(own, on=call, how="left").join(hashes, on=call, how="left")
    text = pl.col("symbol").str.replace_all(r"[^A-Z0-9]+", "_").str.strip_chars("_")
    digits = pl.col("vote_hash").fill_null(0).cast(pl.String).str.pad_start(20, "0")
    by_votes = pl.concat_str(pl.lit("GA_"), pl.col("date").dt.strftime("%Y_%m"), pl.lit("_"), digits)
    ids = named.select(call, pl.coalesce(text, by_votes).alias("roll_call_id"))
    twice = ids.with_columns(pl.int_range(pl.len()).over("roll_call_id").alias("rank"))
    ranked = pl.when(pl.col("rank") > 0).then(
        pl.col("roll_call_id") + "_" + (pl.col("rank") + 1).cast(pl.String)
    )
    return twice.select(call, ranked.otherwise("roll_call_id").alias("roll_call_id"))


@lru_cache(maxsize=1)
def _seats() -> pl.DataFrame:
    """Spans of seats by code; a successor's code also stands for those before it."""
    rows = [
        (code, spell.since, spell.until or date(9999, 1, 1))
        for one in every_state()
        for code in sorted(_heirs(one.iso3))
        for spell in one.memberships
    ]
    return pl.DataFrame(rows, schema={"iso3": pl.String, "since": pl.Date, "until": pl.Date}, orient="row")


def _heirs(iso3: str) -> frozenset[str]:
    """The code itself and all that followed it, at any distance."""
    later = (_heirs(found.iso3) for found in successors(iso3))
    return frozenset({iso3}).union(*later)


def judge_membership(sheet: Sheet) -> None:
    """Nobody votes without a seat: an absence is ignored then, a vote goes to quarantine.

    Codes of successors stand for those before them in most voting data (RUS, SRB, DEU, YEM ...). A date that
    is good to the month only is inside a span of membership if any day of its month is.

    Args:
        sheet: Rows with iso3, vote, date.
    """
    is_month = pl.col("date").dt.year() < FIRST_YEAR_WITH_DAYS
    first = pl.when(is_month).then(pl.col("date").dt.month_start()).otherwise("date")
    last = pl.when(is_month).then(pl.col("date").dt.month_end()).otherwise("date")
    pairs = (
        sheet.frame.lazy()
        .select("iso3", "date")
        .unique()
        .with_columns(first.alias("first"), last.alias("last"))
    )
    seated = (
        pairs.join(_seats().lazy(), on="iso3")
        .filter((pl.col("last") >= pl.col("since")) & (pl.col("first") < pl.col("until")))
        .select("iso3", "date")
        .unique()
        .collect()
    )
    unseated = pairs.collect().join(seated, on=["iso3", "date"], how="anti").select("iso3", "date")
    found = sheet.frame.select(ROW, "iso3", "date").join(unseated, on=["iso3", "date"], how="semi")[ROW]
    without = pl.col(ROW).is_in(found.implode())
    sheet.ignore("absent_without_seat", without & (pl.col("vote") == "absent"))
    sheet.quarantine("vote_without_seat", without, "iso3")


def judge_tallies(sheet: Sheet, call: str) -> None:
    """Counted votes equal the published totals, or the whole roll call goes to quarantine.

    Args:
        sheet: Rows with vote and the published counts.
        call: The column that names the roll call.
    """
    counted = sheet.frame.group_by(call).agg(
        *(
            (pl.col("vote") == vote).sum().cast(pl.Int64).alias(f"counted_{name}")
            for name, vote in COUNTED.items()
        ),
        *(pl.col(name).first() for name in COUNTED),
    )
    off = counted.filter(
        pl.any_horizontal(pl.col(f"counted_{name}").ne_missing(pl.col(name)) for name in COUNTED)
    )
    if off.height:
        sheet.quarantine("tally", pl.col(call).is_in(off[call].to_list()), call)


def vote_rows(frame: pl.DataFrame) -> pl.DataFrame:
    """Rows of `state_roll_call_vote`; a vote is known from its day.

    Args:
        frame: roll_call_id, iso3, vote, date, row_in_snapshot; may carry address.

    Returns:
        The columns of the table that the source knows.
    """
    extra = ["address"] if "address" in frame.columns else []
    return frame.select("roll_call_id", "iso3", "vote", *extra, known_day().alias("known_from_date"), ROW)


def known_day() -> pl.Expr:
    """The day since when a vote counts as known: the end of its month where the day cannot be trusted."""
    is_month = pl.col("date").dt.year() < FIRST_YEAR_WITH_DAYS
    return pl.when(is_month).then(pl.col("date").dt.month_end()).otherwise("date")


def resolution_rows(calls: pl.DataFrame) -> pl.DataFrame:
    """Rows of `roll_call_resolution`, one per roll call.

    Args:
        calls: roll_call_id, resolution, date, session, title, the counts, row_in_snapshot.

    Returns:
        The columns of the table that the source knows.
    """
    extra = ["address"] if "address" in calls.columns else []
    return calls.select(
        "roll_call_id",
        normalised_symbol("resolution").alias("symbol_code"),
        "date",
        pl.col("session").cast(pl.String),
        pl.col("title").alias("title_text"),
        *(pl.col(name) for name in (*COUNTED, "absent_count")),
        pl.lit(value=False).alias("is_conflict"),
        *extra,
        known_day().alias("known_from_date"),
        ROW,
    )


def detail_rows(calls: pl.DataFrame) -> pl.DataFrame:
    """Rows of `roll_call_detail`, one per roll call.

    Args:
        calls: roll_call_id, kind, date, the counts, member_count, row_in_snapshot.

    Returns:
        The columns of the table.
    """
    precision = (
        pl.when(pl.col("date").dt.year() < FIRST_YEAR_WITH_DAYS)
        .then(pl.lit("month"))
        .otherwise(pl.lit("day"))
    )
    return calls.select(
        "roll_call_id",
        "kind",
        (pl.col("yes_count") > pl.col("no_count")).alias("is_adopted"),
        precision.alias("date_precision"),
        pl.col("member_count").cast(pl.Int64),
        known_day().alias("known_from_date"),
        ROW,
    )
