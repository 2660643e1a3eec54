"""Collects all findings about a state at a month, in a fixed order."""

from datetime import date

from standpunkt.dossier.findings.arms import find_arms
from standpunkt.dossier.findings.claims import find_claims
from standpunkt.dossier.findings.economy import find_economy
from standpunkt.dossier.findings.finding import Case, Finding
from standpunkt.dossier.findings.scores import find_scores
from standpunkt.dossier.findings.statements import find_statements
from standpunkt.dossier.findings.ties import find_ties
from standpunkt.dossier.findings.votes import find_votes
from standpunkt.dossier.observatory import Observatory

FINDERS = (find_scores, find_votes, find_ties, find_arms, find_economy, find_statements, find_claims)


def findings(observatory: Observatory, iso3: str, at: str | date | None = None) -> tuple[Finding, ...]:
    """Everything that can be said about a state.

    Args:
        observatory: The built version.
        iso3: Code of the state.
        at: The period; None takes the newest.

    Returns:
        Findings by weight, the heaviest first; ties by id, so that equal facts give equal text.
    """
    month = observatory.month(at)
    case = Case(
        observatory,
        iso3,
        month,
        observatory.state(iso3, month),
        observatory.explain(iso3, month),
        observatory.explain(iso3, month, index="dependence"),
    )
    found = [finding for finder in FINDERS for finding in finder(case)]
    return tuple(sorted(found, key=lambda finding: (-finding.weight, finding.id)))
