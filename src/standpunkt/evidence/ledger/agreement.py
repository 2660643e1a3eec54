"""Agreement of two readers, and how long decisions take."""

import statistics
from collections import Counter
from collections.abc import Iterable, Sequence

from standpunkt.evidence.ledger.algebra import VERDICTS, Decision, standing


def verdict_pairs(decisions: Iterable[Decision]) -> list[tuple[str, str]]:
    """First and second reader's verdict on each claim that both have read: claim or none.

    Args:
        decisions: The log.

    Returns:
        Pairs by claim id.
    """
    first: dict[str, str] = {}
    second: dict[str, str] = {}
    for one in standing(decisions):
        if one.op in VERDICTS:
            verdict = "none" if one.op == "reject" else "claim"
            (first if one.role == "first" else second)[one.claim_id] = verdict
    return [(first[claim_id], second[claim_id]) for claim_id in sorted(first.keys() & second.keys())]


def kappa(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Cohen's kappa: agreement beyond chance, 1 at most; None without pairs or without any variation.

    >>> kappa([("claim", "claim"), ("none", "none"), ("claim", "none"), ("none", "none")])
    0.5

    Args:
        pairs: Both readers' verdicts.

    Returns:
        (observed - expected) / (1 - expected).
    """
    if not pairs:
        return None
    size = len(pairs)
    observed = sum(one == other for one, other in pairs) / size
    mine, yours = Counter(one for one, _ in pairs), Counter(other for _, other in pairs)
    expected = sum(mine[name] * yours[name] for name in mine) / size**2
    return None if expected == 1 else (observed - expected) / (1 - expected)


def alpha(pairs: Sequence[tuple[str, str]]) -> float | None:
    """Krippendorff's alpha for nominal verdicts of two readers; None where nothing varies.

    Args:
        pairs: Both readers' verdicts.

    Returns:
        1 - observed / expected disagreement.
    """
    if not pairs:
        return None
    every = Counter(name for pair in pairs for name in pair)
    total = sum(every.values())
    observed = sum(one != other for one, other in pairs) / len(pairs)
    expected = 1 - sum(count * (count - 1) for count in every.values()) / (total * (total - 1))
    return None if expected == 0 else 1 - observed / expected


def median_seconds(decisions: Iterable[Decision]) -> float | None:
    """Median seconds a decision took; None where none was timed."""
    found = [one.seconds for one in decisions if one.seconds is not None]
    return statistics.median(found) if found else None


def median_keys(decisions: Iterable[Decision]) -> float | None:
    """Median keys pressed for a decision that accepted a claim; None where none was counted."""
    found = [one.keys for one in decisions if one.keys is not None and one.op in {"accept", "edit"}]
    return statistics.median(found) if found else None
