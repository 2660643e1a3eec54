"""Who writes to the ledger, and when."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Signature:
    """Who writes, and when (UTC)."""

    who: str
    at: str
