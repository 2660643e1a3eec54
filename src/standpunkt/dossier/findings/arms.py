"""Findings from arms: bought from the power, given to it, given to its opponent."""

from collections.abc import Iterator

from standpunkt.dossier.findings.finding import Case, Finding, from_fact

IMPORTS = "dyad_window_arms"
SUPPLY = "dyad_spell_arms_supply"
AID = "dyad_spell_aid"
GRADES = {1: "some", 2: "repeated", 3: "sustained"}


def find_arms(case: Case) -> Iterator[Finding]:
    """Arms in both directions.

    Args:
        case: State and month.

    Yields:
        arms_dependence, arms_out, aid_to_opponent.
    """
    windows = [fact for fact in case.facts(IMPORTS) if fact.fields["supplier_iso3"] in case.power]
    windows = [fact for fact in windows if f"{fact.fields['to_year']}" <= case.end[:4]]
    for fact in sorted(windows, key=lambda f: (f.fields["to_year"], f.fields["from_year"]))[-1:]:
        fields = {
            "supplier": fact.fields["supplier_iso3"],
            "share": fact.fields["import_share"],
            "from_year": str(fact.fields["from_year"]),
            "to_year": str(fact.fields["to_year"]),
        }
        variant = "share" if fact.fields["import_share"] > 0 else "none"
        yield from_fact(case, fact, f"arms_dependence.{variant}", "M", side=int(variant == "share"), **fields)
    yield from _given(case, SUPPLY, "arms_out", 1)
    yield from _given(case, AID, "aid_to_opponent", -1)


def _given(case: Case, table: str, kind: str, side: int) -> Iterator[Finding]:
    receivers = case.power if side > 0 else case.opponent
    for fact in case.holding(table):
        if fact.fields["recipient_iso3"] in receivers and fact.fields["grade"] > 0:
            fields = {"recipient": fact.fields["recipient_iso3"], "since": fact.fields["from_date"]}
            yield from_fact(case, fact, f"{kind}.{GRADES[fact.fields['grade']]}", "M", side=side, **fields)
