"""Findings from ties: organisations, declarations, defence treaties, exercises."""

from collections.abc import Iterator, Mapping

from standpunkt.dossier.facts import Fact
from standpunkt.dossier.findings.finding import Case, Finding, doubt_of, from_fact, sign
from standpunkt.study.sections.poles import Side
from standpunkt.vocabulary.organisation_register import every_organisation
from standpunkt.vocabulary.periods import add_months

MEMBERSHIPS = "state_organisation_spell_membership"
DECLARATIONS = "state_declaration_spell_support"
DEFENCE = "dyad_spell_defence"
EXERCISES = "event_exercise"
LATEST = 2
OLDEST_MONTHS = 60
"""Older exercises are not said."""
SIGNS: Mapping[Side, int] = {"power": 1, "opponent": -1}


def find_ties(case: Case) -> Iterator[Finding]:
    """What binds the state.

    Args:
        case: State and month.

    Yields:
        organisation (one per side), declaration, defence, exercise.
    """
    yield from _organisations(case)
    for fact in case.holding(DECLARATIONS):
        template = f"declaration.{fact.fields['status']}"
        name = fact.fields["declaration_id"]
        yield from_fact(case, fact, template, "D", declaration=name, date=fact.fields["from_date"], side=0)
    for fact in case.holding(DEFENCE):
        yield _defence(case, fact)
    leaders = case.power | case.opponent
    oldest = add_months(case.month, -OLDEST_MONTHS).isoformat()
    recent = [fact for fact in case.until(EXERCISES, "from_date") if fact.fields["from_date"] >= oldest]
    joint = [fact for fact in recent if fact.fields["leader_iso3"] in leaders]
    joint += [fact for fact in recent if fact not in joint and case.points(fact)]
    for fact in joint[:LATEST]:
        yield _exercise(case, fact)


def _organisations(case: Case) -> Iterator[Finding]:
    sides = _sides(case)
    known = {organisation.id: organisation for organisation in every_organisation()}
    found: dict[int, list[Fact]] = {1: [], -1: []}
    for fact in case.holding(MEMBERSHIPS):
        side = sides.get(fact.fields["organisation_id"])
        if side and fact.fields["organisation_id"] in known:
            found[side].append(fact)
    for side, facts in found.items():
        if facts:
            items = [
                {
                    "organisation": known[fact.fields["organisation_id"]].name.model_dump(),
                    "status": fact.fields["status"],
                    "since": fact.fields["from_date"],
                }
                for fact in facts
            ]
            points = case.points(*facts)
            yield Finding(
                id=f"organisation:{case.iso3}:{side}",
                iso3=case.iso3,
                pillar="D",
                kind="organisation",
                variant="power" if side > 0 else "opponent",
                direction=sign(side),
                weight=abs(points),
                fields={"items": items, "count": len(items)},
                fact_keys=tuple(fact.key for fact in facts),
                doubt=doubt_of(*facts),
                on=max(fact.fields["from_date"] for fact in facts),
            )


def _sides(case: Case) -> dict[str, int]:
    study = case.observatory.study
    sides: dict[str, int] = {}
    for side, camp in study.evidence.camps.items():
        sides |= dict.fromkeys(camp.organisations, SIGNS[side])
    for indicator in study.indicators.values():
        if indicator.measure == "ties.organisations":
            for side, value in SIGNS.items():
                sides |= dict.fromkeys(indicator.params.get(side, {}), value)
    return sides


def _defence(case: Case, fact: Fact) -> Finding:
    partner = fact.fields["partner_iso3"]
    points = case.points(fact)
    side = 1 if partner in case.power else -1 if partner in case.opponent else sign(points)
    template = f"defence.{fact.fields['kind']}"
    return from_fact(case, fact, template, "M", side=side, partner=partner, since=fact.fields["from_date"])


def _exercise(case: Case, fact: Fact) -> Finding:
    leader = fact.fields["leader_iso3"]
    side = 1 if leader in case.power else sign(case.points(fact)) or -1
    precision = fact.fields.get("date_precision", "day")
    fields = {"leader": leader, "name": fact.fields["name_text"], "date": fact.fields["from_date"]}
    return from_fact(case, fact, f"exercise.joint_{precision}", "M", side=side, **fields)
