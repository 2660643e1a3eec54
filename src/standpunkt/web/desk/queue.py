"""Which claim comes next, and how far a reviewer has come."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from standpunkt.evidence.ledger.algebra import VERDICTS, Role, last_standing, standing
from standpunkt.evidence.ledger.reading import Claim

SECOND_STATUS = {"accept": "accepted", "edit": "accepted", "reject": "rejected"}


@dataclass(frozen=True)
class Progress:
    """How far a document has come; `median_seconds` is that of this reviewer, None before a decision."""

    total: int
    accepted: int
    rejected: int
    open_count: int
    deferred: int
    median_seconds: float | None

    @property
    def decided(self) -> int:
        """Claims with a verdict."""
        return self.total - self.open_count


@dataclass(frozen=True)
class Queue:
    """The claims of a document in the order of its text, as one reviewer meets them.

    Args:
        claims: By their place; those without a quote last.
        who: The reviewer.
        role: First or second reader; the second is not shown the first verdicts.
    """

    claims: Sequence[Claim]
    who: str
    role: Role = "first"

    @property
    def deferred(self) -> list[str]:
        """Ids of what was put off, the first one first."""
        waiting = [
            (last.seq, one.id)
            for one in self.claims
            if one.state.is_deferred and (last := last_standing(one.decisions)) is not None
        ]
        return [claim_id for _, claim_id in sorted(waiting)]

    @property
    def ids(self) -> list[str]:
        """Ids in order."""
        return [one.id for one in self.claims]

    def claim(self, claim_id: str) -> Claim | None:
        """The claim with an id."""
        return next((one for one in self.claims if one.id == claim_id), None)

    def number(self, claim_id: str) -> int:
        """The place of a claim, from 1; 0 for an unknown one."""
        return self.ids.index(claim_id) + 1 if claim_id in self.ids else 0

    def is_open(self, claim: Claim) -> bool:
        """Whether this reviewer still has to decide on a claim."""
        if self.role == "first":
            return claim.state.status == "suggested"
        return self._is_mine_to_read(claim) and self.who not in {name for name, _ in claim.state.second}

    def status(self, claim: Claim) -> str:
        """How a claim stands for this reviewer."""
        if self.role == "second":
            mine = [verdict for name, verdict in claim.state.second if name == self.who]
            return SECOND_STATUS.get(mine[0] if mine else "", "suggested")
        if claim.state.is_deferred:
            return "deferred"
        return "disputed" if claim.state.is_disputed else claim.state.status

    def following(self, current: str) -> str | None:
        """The next open claim after the current one, then from the start, then those put off.

        Args:
            current: Id of the claim on the screen; empty starts at the top.

        Returns:
            An id; None where nothing is open.
        """
        at, deferred = self.number(current), self.deferred
        fresh = [
            one.id
            for one in (*self.claims[at:], *self.claims[:at])
            if self.is_open(one) and one.id not in deferred and one.id != current
        ]
        known = {one.id: one for one in self.claims}
        waiting = [one for one in deferred if self.is_open(known[one])]
        return next(iter([*fresh, *(one for one in waiting if one != current), *waiting]), None)

    def neighbour(self, current: str, step: int) -> str | None:
        """The claim before or after in the order of the text; None at the ends."""
        at = self.number(current) - 1 + step
        return self.ids[at] if current in self.ids and 0 <= at < len(self.claims) else None

    def progress(self) -> Progress:
        """How far the document has come, with the median of this reviewer's seconds."""
        seconds = [
            one.seconds
            for claim in self.claims
            for one in standing(claim.decisions)
            if one.who == self.who and one.seconds is not None and one.op in VERDICTS
        ]
        mine = [one for one in self.claims if self.role == "first" or self._is_mine_to_read(one)]
        left = [one for one in mine if self.is_open(one)]
        return Progress(
            total=len(mine),
            accepted=sum(one.state.status == "accepted" for one in mine),
            rejected=sum(one.state.status == "rejected" for one in mine),
            open_count=len(left),
            deferred=sum(one.state.is_deferred for one in left),
            median_seconds=statistics.median(seconds) if seconds else None,
        )

    def last(self) -> str | None:
        """The claim on which this person decided last, if nobody decided after: what an undo takes back."""
        newest = [
            (last.seq, claim.id)
            for claim in self.claims
            if (last := last_standing(claim.decisions)) is not None and last.who == self.who
        ]
        return max(newest)[1] if newest else None

    def _is_mine_to_read(self, claim: Claim) -> bool:
        """Whether another person has given the first verdict, so that this one can give the second."""
        verdicts = [one for one in standing(claim.decisions) if one.role == "first" and one.op in VERDICTS]
        return bool(verdicts) and verdicts[-1].who != self.who


def in_text_order(claims: Iterable[Claim]) -> list[Claim]:
    """Claims by their place in the document; those without a quote last, superseded ones left out."""

    def place(claim: Claim) -> tuple[bool, int, float, str]:
        span = claim.spans[0] if claim.spans else None
        score = max((float(one.get("score", 0)) for one in claim.ranked), default=0.0)
        return (span is None, int(span["start"]) if span else 0, -score, claim.id)

    return sorted((one for one in claims if one.state.status != "superseded"), key=place)
