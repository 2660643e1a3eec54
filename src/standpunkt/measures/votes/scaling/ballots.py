"""Votes as arrays: one matrix of codes, and from it two orders, by roll call and by state and session."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

from standpunkt.tables.voting.sheet import CODES, NO_ROW, VoteCodes

Floats = NDArray[np.float64]
Indices = NDArray[np.int32]
Pointers = NDArray[np.int64]
Codes = NDArray[np.int8]
Days = NDArray[np.datetime64]

ABSENT = CODES["absent"]


@dataclass(frozen=True)
class VoteMatrix:
    """Votes of states (columns) on roll calls (rows), in a byte each.

    `codes` holds 1 yes, 2 abstain, 3 no, 0 absent, -1 where the table has no row (not a member, or unknown).
    Roll calls stand in the order of session and id, states in that of their names: the order of what was read
    changes nothing.
    """

    codes: Codes
    roll_calls: tuple[str, ...]
    sessions: Indices
    days: Days
    states: tuple[str, ...]

    def of(self, chosen: NDArray[np.bool_]) -> "VoteMatrix":
        """The same with some roll calls only.

        Args:
            chosen: One flag per roll call.

        Returns:
            A smaller matrix with all states.
        """
        names = tuple(name for name, is_chosen in zip(self.roll_calls, chosen, strict=True) if is_chosen)
        return VoteMatrix(self.codes[chosen], names, self.sessions[chosen], self.days[chosen], self.states)

    @staticmethod
    def of_codes(votes: VoteCodes, calls: pl.DataFrame) -> "VoteMatrix":
        """Votes as tables give them, with the day and session of each roll call.

        Args:
            votes: Codes; roll calls that `calls` does not name are left out.
            calls: roll_call_id, date, session.

        Returns:
            Roll calls by session and id, states by name.
        """
        at = pl.DataFrame({"roll_call_id": votes.roll_calls}, schema={"roll_call_id": pl.String})
        known = at.with_row_index("at").join(calls, on="roll_call_id").sort("session", "roll_call_id")
        order = np.argsort(np.array(votes.states, dtype=str))
        return VoteMatrix(
            votes.codes[known["at"].to_numpy()][:, order],
            tuple(known["roll_call_id"]),
            known["session"].to_numpy().astype(np.int32),
            known["date"].to_numpy().astype("datetime64[D]"),
            tuple(votes.states[at] for at in order),
        )

    def contested(self) -> NDArray[np.bool_]:
        """Which roll calls got at least two different answers; the others say nothing of positions."""
        least = np.where(self.codes > ABSENT, self.codes, np.int8(9)).min(axis=1, initial=9)
        return np.asarray((least < self.codes.max(axis=1, initial=0)) & (least > ABSENT))


class Orders(NamedTuple):
    """The same votes twice; codes are 1 yes, 2 abstain, 3 no.

    Votes of item j stand at item_start[j]:item_start[j + 1] of item_row and item_code, those of row r at
    row_start[r]:row_start[r + 1] of row_item and row_code. Rows of state s are
    state_start[s]:state_start[s + 1], in the order of sessions; `gap` is the number of sessions since the
    state's row before (0 in the first). What is known of a state before its first row is a normal:
    `entry_mean`, `entry_variance`, 0 and 1 where it is new.
    """

    item_start: Pointers
    item_row: Indices
    item_code: Codes
    row_start: Pointers
    row_item: Indices
    row_code: Codes
    state_start: Pointers
    gap: Floats
    entry_mean: Floats
    entry_variance: Floats


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
    is_bridged: bool = False
    """Whether some items stand for several roll calls."""


def matrix_of(cast: pl.DataFrame) -> VoteMatrix:
    """Puts votes into one matrix.

    Args:
        cast: roll_call_id, date, session, iso3, code (0 to 3); one row per roll call and state.

    Returns:
        All roll calls and states of the frame.
    """
    calls = cast.group_by("roll_call_id").agg(pl.col("session", "date").first())
    calls = calls.sort("session", "roll_call_id").with_row_index("at")
    states = cast["iso3"].unique().sort()
    row = cast.select("roll_call_id").join(
        calls.select("roll_call_id", "at"), on="roll_call_id", how="left", maintain_order="left"
    )["at"]
    column = states.search_sorted(cast["iso3"])
    codes = np.full((calls.height, len(states)), NO_ROW, dtype=np.int8)
    codes[row.to_numpy(), column.to_numpy()] = cast["code"].to_numpy()
    return VoteMatrix(
        codes,
        tuple(calls["roll_call_id"]),
        calls["session"].to_numpy().astype(np.int32),
        calls["date"].to_numpy().astype("datetime64[D]"),
        tuple(states),
    )


def ballots(votes: VoteMatrix, chain: Indices | None = None) -> Ballots:
    """Puts votes into both orders; rows and items without a vote are left out.

    Args:
        votes: Contested roll calls.
        chain: For each roll call the roll call whose slope and cut points it shares (itself where none), for
            bridged ones; None bridges nothing.

    Returns:
        The arrays; items in the order of their first session and id, rows of state and session.
    """
    given = votes.codes > ABSENT
    call, state = np.nonzero(given)
    sessions, session_at = np.unique(votes.sessions, return_inverse=True)
    held, state_at = _present(state, len(votes.states))
    cells = len(held) * len(sessions)
    place = state_at[state] * len(sessions) + session_at[call]
    rows, row_at = _present(place, cells)
    item_of = np.arange(len(votes.roll_calls)) if chain is None else chain
    kept, item_at = _present(item_of[call], len(votes.roll_calls))
    item, row, code = item_at[item_of[call]], row_at[place], votes.codes[given]
    if chain is not None:
        by_item = np.argsort(item, kind="stable")
        item, row, code = item[by_item], row[by_item], code[by_item]
    # Read state by state, the same votes come in the order of rows: roll calls stand in that of sessions.
    voter, cast_on = np.nonzero(np.ascontiguousarray(given.T))
    voter_row = row_at[state_at[voter] * len(sessions) + session_at[cast_on]]
    row_state, row_session = rows // len(sessions), sessions[rows % len(sessions)]
    state_start = _starts(row_state, len(held))
    gap = np.diff(row_session, prepend=row_session[:1]).astype(np.float64)
    gap[state_start[:-1]] = 0.0
    orders = Orders(
        _starts(item, len(kept)),
        row.astype(np.int32),
        code,
        _starts(voter_row, len(rows)),
        item_at[item_of[cast_on]].astype(np.int32),
        votes.codes.T[given.T],
        state_start,
        gap,
        np.zeros(len(held)),
        np.ones(len(held)),
    )
    return Ballots(
        orders,
        tuple(votes.states[at] for at in held),
        row_state.astype(np.int32),
        row_session.astype(np.int32),
        tuple(votes.roll_calls[at] for at in kept),
        votes.sessions[kept],
        is_bridged=chain is not None,
    )


def _present(numbers: NDArray[np.integer], size: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """Which numbers below a size occur, and for each of all the place it then has."""
    occurs = np.zeros(size, dtype=bool)
    occurs[numbers] = True
    return np.flatnonzero(occurs), np.cumsum(occurs) - 1


def _starts(sorted_index: NDArray[np.integer], size: int) -> Pointers:
    """Where each number begins in a sorted index, with the end as last entry."""
    return np.searchsorted(sorted_index, np.arange(size + 1)).astype(np.int64)
