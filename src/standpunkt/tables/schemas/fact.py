"""What every fact carries: where it comes from, since when it is known, how it was verified."""

from collections.abc import Callable

import dataframely as dy
import polars as pl

ISO3 = r"^[A-Z]{3}$"
VERIFICATIONS = ("official", "two_independent", "press", "reconstructed", "derived", "unverified")


def one_of(*allowed: str) -> Callable[[pl.Expr], pl.Expr]:
    """A check for the columns of a closed enumeration.

    Args:
        *allowed: The values.

    Returns:
        The check that dataframely calls with the column.
    """

    def check(column: pl.Expr) -> pl.Expr:
        return column.is_in(list(allowed))

    return check


def says(rule: str) -> dict[str, str]:
    """Metadata of a column: its rule in words, quoted by error messages and reference pages."""
    return {"rule": rule}


class Fact(dy.Schema):
    """Columns of every fact table; `row_key` is made from the key columns, joined by `|`.

    A row is replaced for readers after `known_from_date` of a later row with the same key.
    """

    row_key = dy.String()
    source_id = dy.String(min_length=1, metadata=says("a source of starter.yml or a connector"))
    address = dy.String(min_length=1, metadata=says("where the fact can be read"))
    consulted_date = dy.Date()
    known_from_date = dy.Date()
    verification = dy.String(
        check=one_of(*VERIFICATIONS), metadata=says("one of " + ", ".join(VERIFICATIONS))
    )
    note = dy.String(nullable=True)


class SpellFact(Fact):
    """A fact that holds from a day until the day before `to_date`; `to_date` is null while it still holds."""

    from_date = dy.Date(primary_key=True)
    to_date = dy.Date(nullable=True)

    @dy.rule()
    def from_date_before_to_date(cls) -> pl.Expr:
        """A spell ends after it began."""
        return pl.col("to_date").is_null() | (pl.col("from_date") < pl.col("to_date"))


class ShareFact(Fact):
    """A share 0..1 with its bounds; the best value lies between them."""

    low_share = dy.Float64(min=0, max=1, metadata=says("a share from 0 to 1"))
    high_share = dy.Float64(min=0, max=1, metadata=says("a share from 0 to 1"))

    @dy.rule()
    def low_share_up_to_high_share(cls) -> pl.Expr:
        """The lower bound is not above the upper bound."""
        return pl.col("low_share") <= pl.col("high_share")
