"""Every table by name: its schema and its key columns."""

from types import MappingProxyType

import dataframely as dy

from standpunkt.tables.schemas import arms, claims, evidence, result, sanctions, states, ties, trade, votes
from standpunkt.tables.schemas.fact import Fact
from standpunkt.tables.schemas.published import arms_flows, energy_flows, events, ledgers, trade_values
from standpunkt.vocabulary.errors.tables import UnknownTableError

FACT_TABLES: MappingProxyType[str, type[dy.Schema]] = MappingProxyType(
    {
        **votes.TABLES,
        **ties.TABLES,
        **sanctions.TABLES,
        **trade.TABLES,
        **arms.TABLES,
        **states.TABLES,
        **evidence.TABLES,
        **claims.TABLES,
        **trade_values.TABLES,
        **energy_flows.TABLES,
        **arms_flows.TABLES,
        **ledgers.TABLES,
        **events.TABLES,
    }
)
TABLES: MappingProxyType[str, type[dy.Schema]] = MappingProxyType({**FACT_TABLES, **result.TABLES})


def schema_of(table: str) -> type[dy.Schema]:
    """The schema of a table.

    Args:
        table: Its name, such as `state_roll_call_vote`.

    Returns:
        The dataframely schema.

    Raises:
        UnknownTableError: For a name that no schema has.
    """
    if table not in TABLES:
        raise UnknownTableError(value=table, allowed=", ".join(TABLES))
    return TABLES[table]


def key_columns(table: str) -> tuple[str, ...]:
    """The columns that identify a row, in the order of the declaration; a period comes last.

    Args:
        table: Its name.

    Returns:
        Names of columns; `row_key` is their values joined by `|`.
    """
    key = schema_of(table).primary_key()
    return (*(name for name in key if name != "from_date"), *(name for name in key if name == "from_date"))


def provenance_columns() -> tuple[str, ...]:
    """The columns that every fact carries beside its content."""
    return tuple(Fact.column_names())
