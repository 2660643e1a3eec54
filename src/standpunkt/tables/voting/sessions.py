"""Which regular session of the General Assembly a vote belongs to."""

import polars as pl

OPENING_MONTH = 9
SPECIAL = r"(?i)^(\d+ ?(em|e)?sp|E?S[-S]?\d+)$"
"""How publishers name special and emergency sessions: 11emsp, 6sp, ES-10, S-6."""


def regular_session(printed: pl.Expr, day: pl.Expr) -> pl.Expr:
    """The printed session where it is a number, else the regular session in progress on the day.

    The session with the number n opens in September of the year 1945 + n; special and emergency sessions meet
    while it lasts.

    Args:
        printed: The session as a source gives it, as text.
        day: The day of the vote.

    Returns:
        A whole number; null where neither is known.
    """
    in_progress = day.dt.year() - pl.when(day.dt.month() >= OPENING_MONTH).then(1945).otherwise(1946)
    number = printed.str.extract(r"^(\d+)$").cast(pl.Int32, strict=False)
    return pl.coalesce(number, in_progress).cast(pl.Int32)
