"""Findings from reviewed claims of the ledger: the quote, who says it, how far it is contested."""

from collections.abc import Iterator

from standpunkt.dossier.facts import CLAIMS, Fact
from standpunkt.dossier.findings.finding import Case, Finding, from_fact

VARIANTS = {"asserted": "asserted", "reported": "reported", "probable": "estimated"}
"""How a commitment is worded; what is only possible, or denied, is alleged."""


def find_claims(case: Case) -> Iterator[Finding]:
    """Every reviewed claim about the state that was published by the month.

    Args:
        case: State and month.

    Yields:
        statement.
    """
    for fact in case.facts(CLAIMS):
        if fact.known_from <= case.end:
            yield _claim(case, fact)


def _claim(case: Case, fact: Fact) -> Finding:
    found = fact.fields
    commitment = VARIANTS.get(found["commitment"], "alleged")
    contested = found["is_disputed"] or found["is_denial"]
    fields = {
        "text": {"de": found["text_de"], "en": found["text_en"]},
        "speaker": None,
        "denier": None,
        "outlet": found["document_text"],
        "quantity": None,
        "commitment": commitment,
        "status": "disputed" if contested else "undisputed",
        "is_interested": found["is_speaker_interested"],
    }
    made = from_fact(case, fact, f"statement.{commitment}", found["pillar"], side=0, **fields)
    return made.model_copy(update={"on": found["to_date"] or found["from_date"] or fact.known_from})
