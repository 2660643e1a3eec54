"""Reviewed claims against the tables of the data folder."""

from pathlib import Path
from typing import Any

from standpunkt.evidence.checks.numbers import Observed
from standpunkt.evidence.checks.questions import Answer, Question, answer, questions_of
from standpunkt.evidence.ledger.reading import Claim
from standpunkt.tables.store import Store

Row = dict[str, Any]


def check_claim(claim: Claim, data_dir: Path) -> list[Row]:
    """Compares every number of a claim with the tables.

    Args:
        claim: The claim.
        data_dir: The data folder.

    Returns:
        One row a number, see `answer_row`; none where no table speaks of such numbers.
    """
    read = Store(data_dir).read
    return [{"claim_id": claim.id, **answer_row(answer(one, read))} for one in questions_of(claim)]


def check_question(question: Question, data_dir: Path) -> Row:
    """Compares one number, named by hand, with the tables; see `answer_row`."""
    return answer_row(answer(question, Store(data_dir).read))


def answer_row(found: Answer) -> Row:
    """An answer as a plain row.

    Args:
        found: The answer.

    Returns:
        What was asked (kind, claimed, comparator, state, partner, flow, year, base_year), verdict, low and
        high of the data, fits (the word that would fit), used and left_out (series, value, year, table,
        address, reason), basis (the tables' own figures), by_estimates.
    """
    question, checked = found.question, found.checked
    estimates = found.by_estimates
    return {
        "kind": question.claimed.kind,
        "claimed": question.claimed.value,
        "comparator": question.claimed.comparator,
        "state": question.state,
        "partner": question.partner,
        "flow": question.flow,
        "year": question.year,
        "base_year": question.base_year,
        "verdict": checked.verdict,
        "low": checked.low,
        "high": checked.high,
        "fits": checked.fits,
        "used": [_figure(one) for one in checked.used],
        "left_out": [_figure(one) for one in checked.left_out],
        "basis": [_figure(one) for one in found.basis],
        "by_estimates": {"verdict": estimates.verdict, "low": estimates.low, "high": estimates.high}
        if estimates
        else None,
    }


def _figure(one: Observed) -> Row:
    return {
        "series": one.series,
        "year": one.year,
        "value": one.value,
        "is_admissible": one.is_admissible,
        "reason": one.reason,
        "table": one.table,
        "address": one.address,
    }
