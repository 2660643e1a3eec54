"""Every derivation, in the order in which they are shown."""

from standpunkt.tables.derived.aid_grades import AID_GRADES
from standpunkt.tables.derived.derivation import Derivation
from standpunkt.tables.derived.energy_shares import FUEL_SHARES, REACTOR_SHARES
from standpunkt.tables.derived.trade_shares import TRADE_SHARES

DERIVATIONS: tuple[Derivation, ...] = (TRADE_SHARES, FUEL_SHARES, REACTOR_SHARES, AID_GRADES)


def derivations_of(table: str) -> tuple[Derivation, ...]:
    """The rules that fill a table."""
    return tuple(one for one in DERIVATIONS if one.table == table)
