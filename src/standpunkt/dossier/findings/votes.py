"""Findings from roll calls on the conflict."""

from collections.abc import Iterator

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.findings.finding import Case, Finding, doubt_of, sign

VOTES = "state_roll_call_vote"
ROLL_CALLS = "roll_call_resolution"
Ballot = tuple[Fact, Fact]


def find_votes(case: Case) -> Iterator[Finding]:
    """The sum of all ballots, the latest one, and the strongest one of each direction.

    Args:
        case: State and month.

    Yields:
        vote_summary and vote.
    """
    ballots = _ballots(case)
    if not ballots:
        return
    yield _summary(case, ballots)
    by_points = sorted(ballots, key=lambda ballot: (-abs(case.points(ballot[0])), ballot[0].row_key))
    chosen = [ballots[0]]
    for side in (1, -1):
        chosen += [ballot for ballot in by_points if _direction(ballot) == side][:1]
    for ballot in {vote.row_key: (vote, call) for vote, call in chosen}.values():
        yield _vote(case, ballot)


def _ballots(case: Case) -> list[Ballot]:
    roll_calls = {
        fact.fields["roll_call_id"]: fact for fact in case.observatory.facts.of_state(None, ROLL_CALLS)
    }
    pairs = [(vote, roll_calls.get(vote.fields["roll_call_id"])) for vote in case.facts(VOTES)]
    found = [
        (vote, call)
        for vote, call in pairs
        if call is not None and call.fields["is_conflict"] and call.fields["date"] <= case.end
    ]
    return sorted(found, key=lambda ballot: (ballot[1].fields["date"], ballot[1].row_key), reverse=True)


def _direction(ballot: Ballot) -> int:
    return {"no": 1, "yes": -1}.get(ballot[0].fields["vote"], 0)


def _summary(case: Case, ballots: list[Ballot]) -> Finding:
    cast = [vote.fields["vote"] for vote, _call in ballots]
    votes = [vote for vote, _call in ballots]
    counts = {f"{vote}_count": cast.count(vote) for vote in ("yes", "no", "abstain", "absent")}
    points = case.points(*votes)
    return Finding(
        id=f"vote_summary:{case.iso3}:{case.month:%Y-%m}",
        iso3=case.iso3,
        pillar="D",
        kind="vote_summary",
        variant="all",
        direction=sign(points),
        weight=abs(points),
        fields={"count": len(ballots), "month": f"{case.month:%Y-%m}-01", **counts},
        fact_keys=tuple(vote.key for vote in votes),
        doubt=doubt_of(*votes),
        on=ballots[0][1].fields["date"],
    )


def _vote(case: Case, ballot: Ballot) -> Finding:
    vote, call = ballot
    points = case.points(vote)
    return Finding(
        id=f"vote:{vote.row_key}",
        iso3=case.iso3,
        pillar="D",
        kind="vote",
        variant=vote.fields["vote"],
        direction=sign(points) if points else sign(_direction(ballot)),
        weight=abs(points),
        fields={
            "symbol": call.fields["symbol_code"],
            "date": call.fields["date"],
            "title": {"de": call.fields["title_de_text"], "en": call.fields["title_text"]},
        },
        fact_keys=(vote.key, call.key),
        doubt=doubt_of(vote),
        on=call.fields["date"],
    )
