"""Links between claims: one event, a denial, a copy of one agency's text, a figure that replaces another."""

from dataclasses import dataclass
from typing import Any, Literal, get_args

from sqlalchemy import Connection, select

from standpunkt.evidence.ledger import schema
from standpunkt.evidence.ledger.connection import Database
from standpunkt.evidence.ledger.signature import Signature
from standpunkt.vocabulary.errors.ledger import ClaimFormError, SelfLinkError, UnknownClaimError

Kind = Literal[
    "same_event",
    "corroborates",
    "contradicts",
    "denies",
    "updates",
    "relative_to",
    "source_of",
    "echoes",
]
Independence = Literal["true", "false", "unknown"]
KINDS: tuple[str, ...] = get_args(Kind)
INDEPENDENCE: tuple[str, ...] = get_args(Independence)


@dataclass(frozen=True)
class Link:
    """From one claim to another. `echoes`: the same text of one origin, which is no second witness."""

    from_claim: str
    to_claim: str
    kind: str
    independent: str = "unknown"


def link(database: Database, one: Link, signature: Signature, *, is_removed: bool = False) -> None:
    """Appends a link, or the removal of one.

    Args:
        database: The ledger.
        one: The link.
        signature: Who, and when.
        is_removed: Take it back.
    """
    independent = "false" if one.kind == "echoes" else one.independent
    with database.transaction() as connection:
        _refuse_bad(connection, one)
        row = {
            "from_claim": one.from_claim,
            "to_claim": one.to_claim,
            "kind": one.kind,
            "independent": independent,
            "is_removed": is_removed,
            "who": signature.who,
            "at": signature.at,
        }
        connection.execute(schema.LINK.insert().values(**row))


def standing_links(connection: Connection) -> list[dict[str, Any]]:
    """The links that nobody has taken back, in the order in which they were made.

    Args:
        connection: An open connection.

    Returns:
        Rows of `link`.
    """
    kept: dict[tuple[str, str, str], dict[str, Any]] = {}
    for row in connection.execute(select(schema.LINK).order_by(schema.LINK.c.seq)).mappings():
        key = (row["from_claim"], row["to_claim"], row["kind"])
        kept.pop(key, None)
        if not row["is_removed"]:
            kept[key] = dict(row)
    return list(kept.values())


def _refuse_bad(connection: Connection, one: Link) -> None:
    if one.kind not in KINDS:
        raise ClaimFormError(field="kind", value=one.kind, allowed=", ".join(KINDS))
    if one.independent not in INDEPENDENCE:
        raise ClaimFormError(field="independent", value=one.independent, allowed=", ".join(INDEPENDENCE))
    if one.from_claim == one.to_claim:
        raise SelfLinkError(claim=one.to_claim[:12])
    for claim_id in (one.from_claim, one.to_claim):
        known = select(schema.CLAIM.c.study).where(schema.CLAIM.c.id == claim_id)
        if connection.execute(known).first() is None:
            raise UnknownClaimError(value=claim_id, count="?")
