"""A sheet of votes, states against roll calls, filled piece by piece."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl
from numpy.typing import NDArray

CODES = {"absent": 0, "yes": 1, "abstain": 2, "no": 3}
"""Votes as numbers: 0 is missing; 1 to 3 are ordered."""
NO_ROW = -1
MORE = 2


class VoteCodes(NamedTuple):
    """Votes of states (columns) on roll calls (rows): codes as in CODES, -1 where there is no row."""

    roll_calls: tuple[str, ...]
    states: tuple[str, ...]
    codes: NDArray[np.int8]


class Clash(NamedTuple):
    """A vote that a sheet already held: same answer or another one, and on which roll call."""

    roll_call: int
    is_same: bool


class Sheet:
    """Takes votes in any order and number; the first one of a state on a roll call stays."""

    def __init__(self) -> None:
        """Begins empty."""
        self.roll_calls: dict[str, int] = {}
        self._states: dict[str, int] = {}
        self._codes: NDArray[np.int8] = np.full((1, 1), NO_ROW, dtype=np.int8)

    def add(self, roll_calls: pl.Series, states: pl.Series, codes: NDArray[np.int8]) -> list[Clash]:
        """Adds votes.

        Args:
            roll_calls: Their roll calls, as text.
            states: Their states.
            codes: What was voted, as in CODES.

        Returns:
            Votes that already had a place and were therefore left out.
        """
        row, left, same = self.fill(roll_calls, states, codes)
        return [Clash(int(row[at]), bool(is_same)) for at, is_same in zip(left, same, strict=True)]

    def fill(
        self, roll_calls: pl.Series, states: pl.Series, codes: NDArray[np.int8]
    ) -> tuple[NDArray[np.intp], NDArray[np.intp], NDArray[np.bool_]]:
        """Adds votes, for callers that need no list of what was left out: two releases share most votes.

        Args:
            roll_calls: Their roll calls, as text.
            states: Their states.
            codes: What was voted, as in CODES.

        Returns:
            The roll call of each vote, which votes were left out, and whether those say the same.
        """
        row, column = _numbers(roll_calls, self.roll_calls), _numbers(states, self._states)
        self._grow()
        place = row * self._codes.shape[1] + column
        flat = self._codes.reshape(-1)
        is_new = flat[place] == NO_ROW
        first = np.flatnonzero(is_new)
        # Of two votes for one place in the same piece the first one counts as well.
        distinct, at = np.unique(place[first], return_index=True)
        if len(distinct) < len(first):
            is_new = np.zeros(len(place), dtype=bool)
            is_new[first[at]] = True
        flat[place[is_new]] = codes[is_new]
        left = np.flatnonzero(~is_new)
        return row, left, flat[place[left]] == codes[left]

    def done(self) -> VoteCodes:
        """What was filled in, in the order in which roll calls and states were first met."""
        codes = self._codes[: len(self.roll_calls), : len(self._states)]
        return VoteCodes(tuple(self.roll_calls), tuple(self._states), np.ascontiguousarray(codes))

    def _grow(self) -> None:
        wanted = (len(self.roll_calls), len(self._states))
        held = self._codes.shape
        if wanted[0] <= held[0] and wanted[1] <= held[1]:
            return
        size = tuple(have if want <= have else MORE * want for want, have in zip(wanted, held, strict=True))
        grown = np.full(size, NO_ROW, dtype=np.int8)
        grown[: held[0], : held[1]] = self._codes
        self._codes = grown


def _numbers(names: pl.Series, known: dict[str, int]) -> NDArray[np.intp]:
    """The number of each name; new names get the next ones."""
    runs = names.rle().struct.unnest()
    values: Sequence[str] = runs["value"].to_list()
    for value in values:
        known.setdefault(value, len(known))
    numbers = np.fromiter((known[value] for value in values), np.intp, len(values))
    return np.repeat(numbers, runs["len"].to_numpy())
