"""Where two sources give the same fact: how many agree, and where they do not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import polars as pl

from standpunkt.tables.registry import key_columns
from standpunkt.tables.starter import as_known, read_starter
from standpunkt.tables.store import Store
from standpunkt.tables.warehouse import PROVENANCE, Release, Warehouse

STARTER = "starter"
SHOWN = 20
RELATIVE_TOLERANCE = 0.005
HAND_WORDED = frozenset({"title_text", "title_de_text", "is_conflict", "variant", "name_text", "note"})


@dataclass(frozen=True)
class Agreement:
    """Two sources compared in one table: keys that both hold, how many agree, and examples that do not."""

    table: str
    first: str
    second: str
    shared_count: int
    agreeing_count: int
    first_only_count: int
    second_only_count: int
    differences: tuple[str, ...]
    winner: str = ""
    """The source whose rows count where both give one."""

    @property
    def agreeing_share(self) -> float | None:
        """Share of the common keys that agree; null without a common key."""
        return self.agreeing_count / self.shared_count if self.shared_count else None


def compare_frames(table: str, named: Sequence[tuple[str, pl.DataFrame]]) -> Agreement:
    """Compares two frames of one table key by key.

    Numbers agree within half a percent, all else exactly; columns that only one of them fills do not count.

    Args:
        table: Name of the table.
        named: Two names with their rows, one row per key.

    Returns:
        The agreement.
    """
    (first, left), (second, right) = named
    keys = list(key_columns(table))
    content = [
        name
        for name in left.columns
        if name in right.columns and name not in {*PROVENANCE, *keys, *HAND_WORDED, "row_key", "to_date"}
    ]
    both = left.select(*keys, *content).join(
        right.select(*keys, *content), on=keys, suffix=":other", nulls_equal=True
    )
    differs = [_differs(name, both.schema[name]) for name in content]
    is_other = pl.any_horizontal(differs) if differs else pl.lit(value=False)
    bad = both.filter(is_other.fill_null(value=False))
    return Agreement(
        table,
        first,
        second,
        both.height,
        both.height - bad.height,
        left.height - both.height,
        right.height - both.height,
        tuple(_shown(row, keys, content) for row in bad.sort(keys).head(SHOWN).iter_rows(named=True)),
    )


def _differs(name: str, kind: pl.DataType) -> pl.Expr:
    mine, other = pl.col(name), pl.col(f"{name}:other")
    if kind.is_float():
        return (mine - other).abs() > RELATIVE_TOLERANCE * pl.max_horizontal(mine.abs(), other.abs())
    return mine != other


def _shown(row: dict[str, object], keys: list[str], content: list[str]) -> str:
    key = "|".join(str(row[name]) for name in keys)
    told = [
        f"{name} {row[name]} / {row[f'{name}:other']}"
        for name in content
        if row[name] != row[f"{name}:other"] and row[name] is not None and row[f"{name}:other"] is not None
    ]
    return f"{key}: {', '.join(told)}"


def reconcile_sources(store: Store) -> list[Agreement]:
    """Every pair of fetched sources that fill the same table.

    Args:
        store: Where the releases lie.

    Returns:
        One agreement per table and pair that share a key.
    """
    if store.data_dir is None:
        return []
    warehouse = Warehouse(store.data_dir)
    found: list[Agreement] = []
    for table, releases in _by_table(store.releases()).items():
        order = store.order_of(table) if len(releases) > 1 else ()
        for number, first in enumerate(releases):
            for second in releases[number + 1 :]:
                pair = [(one.source_id, warehouse.rows(one, table)) for one in (first, second)]
                winner = min((name for name, _rows in pair), key=order.index)
                found.append(replace(compare_frames(table, pair), winner=winner))
    return [one for one in found if one.shared_count]


def compare_starter(store: Store) -> list[Agreement]:
    """The package's facts against every release that holds the same keys.

    Args:
        store: Where the releases lie.

    Returns:
        One agreement per table and source that share a key with the package.
    """
    if store.data_dir is None:
        return []
    warehouse = Warehouse(store.data_dir)
    found: list[Agreement] = []
    for table, releases in _by_table(store.releases()).items():
        own = as_known(read_starter(table), table, None)
        pairs = [(one.source_id, warehouse.rows(one, table)) for one in releases] if own.height else []
        order = store.order_of(table) if pairs else ()
        for pair in pairs:
            winner = min((STARTER, pair[0]), key=order.index)
            found.append(replace(compare_frames(table, [(STARTER, own), pair]), winner=winner))
    return [one for one in found if one.shared_count]


def _by_table(releases: Sequence[Release]) -> dict[str, list[Release]]:
    tables: dict[str, list[Release]] = {}
    for release in releases:
        for table in release.tables:
            tables.setdefault(table, []).append(release)
    return dict(sorted(tables.items()))
