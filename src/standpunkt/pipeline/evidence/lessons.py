"""What the reviewed claims of a ledger teach the learner, so that suggestions improve as people decide."""

from collections.abc import Sequence

from standpunkt.evidence.ledger.reading import Claim
from standpunkt.evidence.suggest.learner import Lesson
from standpunkt.languages.reading import readable_languages
from standpunkt.study.model import Study
from standpunkt.vocabulary.relation_types import NO_CLAIM

NOT_A_CLAIM = "no_claim"
"""The only reason of a rejection that says something about the sentence."""


def lessons_of_claims(
    claims: Sequence[Claim], study: Study, *, without_document: str = ""
) -> tuple[Lesson, ...]:
    """One lesson a decided quote: the relations accepted on it, or NONE where people saw no claim.

    Args:
        claims: The claims as they stand; open and superseded ones teach nothing.
        study: Their study, whose poles are masked.
        without_document: Id of a document that shall not teach about itself.

    Returns:
        Lessons in the order of the claims; quotes in languages that cannot be read are left out.
    """
    by_quote: dict[tuple[str, str, str, str], list[Claim]] = {}
    for one in claims:
        is_other = one.document["id"] != without_document and one.document["language"] in readable_languages()
        if one.quote and is_other and _teaches(one):
            key = (str(one.document["id"]), one.profile, one.quote, str(one.document["language"]))
            by_quote.setdefault(key, []).append(one)
    poles = (study.poles.power.states[0], study.poles.opponent.states[0])
    return tuple(
        Lesson(quote, language, profile, _relations(decided), poles)
        for (_, profile, quote, language), decided in by_quote.items()
    )


def _teaches(claim: Claim) -> bool:
    status = claim.state.status
    return status == "accepted" or (status == "rejected" and claim.state.reason == NOT_A_CLAIM)


def _relations(decided: Sequence[Claim]) -> tuple[str, ...]:
    held = [str(one.state.form["relation"]) for one in decided if one.state.status == "accepted"]
    return tuple(dict.fromkeys(held)) or (NO_CLAIM,)
