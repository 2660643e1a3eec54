"""Findings from reviewed statements: our own words, with who says so, who has an interest, who denies it."""

from collections.abc import Iterator

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.findings.finding import Case, Finding, from_fact

STATEMENTS = "evidence_record"
CONTESTED = ("disputed", "denied", "conflicting")
TOWARDS_OPPONENT = ("AID_TO_OPPONENT", "SANCTION", "SANCTIONS_JOINED", "PRESSURE")


def find_statements(case: Case) -> Iterator[Finding]:
    """Every statement known by the month, the latest first, and how many of them are contested.

    Args:
        case: State and month.

    Yields:
        statement and dispute.
    """
    known = case.until(STATEMENTS, "from_date")
    for fact in known:
        yield _statement(case, fact)
    contested = [fact for fact in known if fact.fields["status"] in CONTESTED]
    if contested:
        yield Finding(
            id=f"dispute:{case.iso3}:{case.month:%Y-%m}",
            iso3=case.iso3,
            pillar="",
            kind="dispute",
            variant="statements",
            fields={"count": len(contested), "all": len(known)},
            fact_keys=tuple(fact.key for fact in contested),
            on=case.end,
        )


def _statement(case: Case, fact: Fact) -> Finding:
    found = fact.fields
    fields = {
        "text": {"de": found["text_de"], "en": found["text_en"]},
        "speaker": found["speaker_text"],
        "denier": found["denied_by_text"] if found["status"] == "denied" else None,
        "outlet": found["outlet_text"],
        "quantity": found["quantity_text"],
        "commitment": found["commitment"],
        "status": found["status"],
        "is_interested": found["is_speaker_interested"],
    }
    variant = (
        "interested" if found["is_speaker_interested"] and found["speaker_text"] else found["commitment"]
    )
    return from_fact(case, fact, f"statement.{variant}", found["pillar"], side=0, **fields)
