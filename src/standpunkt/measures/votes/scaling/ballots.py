"""Votes as arrays in two orders: by roll call, and by state and session."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Pointers = NDArray[np.int64]
Codes = NDArray[np.int8]


class Orders(NamedTuple):
    """The same votes twice; codes are 1 yes, 2 abstain, 3 no.

    Votes of item j stand at item_start[j]:item_start[j + 1] of item_row and item_code, those of row r at
    row_start[r]:row_start[r + 1] of row_item and row_code. Rows of state s are
    state_start[s]:state_start[s + 1], in the order of sessions; `gap` is the number of sessions since the
    state's row before (0 in the first).
    """

    item_start: Pointers
    item_row: Indices
    item_code: Codes
    row_start: Pointers
    row_item: Indices
    row_code: Codes
    state_start: Pointers
    gap: Floats


@dataclass(frozen=True)
class Ballots:
    """Orders with the names behind the numbers."""

    orders: Orders
    states: tuple[str, ...]
    row_state: Indices
    row_session: Indices
    items: tuple[str, ...]
    item_session: Indices
    """First session of each item."""


def ballots(votes: pl.DataFrame) -> Ballots:
    """Puts contested votes into both orders.

    Args:
        votes: item_id, session, iso3, code (1 to 3); every item with at least two different codes.

    Returns:
        The arrays; the order of the input rows is irrelevant.
    """
    items = votes.group_by("item_id").agg(pl.col("session").min().alias("first")).sort("first", "item_id")
    items = items.with_row_index("item")
    rows = votes.select("iso3", "session").unique().sort("iso3", "session").with_row_index("row")
    coded = votes.join(items.select("item_id", "item"), on="item_id").join(rows, on=["iso3", "session"])
    coded = coded.select(pl.col("item", "row").cast(pl.Int32), pl.col("code").cast(pl.Int8))
    by_item, by_row = coded.sort("item", "row", "code"), coded.sort("row", "item", "code")
    states, row_state = np.unique(rows["iso3"].to_numpy(), return_inverse=True)
    session = rows["session"].to_numpy().astype(np.int32)
    gap = np.diff(session, prepend=session[:1]).astype(np.float64)
    state_start = _starts(row_state, len(states))
    gap[state_start[:-1]] = 0.0
    orders = Orders(
        _starts(by_item["item"].to_numpy(), items.height),
        by_item["row"].to_numpy().copy(),
        by_item["code"].to_numpy().copy(),
        _starts(by_row["row"].to_numpy(), rows.height),
        by_row["item"].to_numpy().copy(),
        by_row["code"].to_numpy().copy(),
        state_start,
        gap,
    )
    return Ballots(
        orders,
        tuple(str(state) for state in states),
        row_state.astype(np.int32),
        session,
        tuple(items["item_id"]),
        items["first"].to_numpy().astype(np.int32),
    )


def _starts(sorted_index: NDArray[np.integer], size: int) -> Pointers:
    """Where each number begins in a sorted index, with the end as last entry."""
    return np.searchsorted(sorted_index, np.arange(size + 1)).astype(np.int64)
