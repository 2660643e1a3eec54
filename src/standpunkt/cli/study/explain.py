"""`standpunkt explain`: where a score comes from, down to the facts and their sources."""

from typing import Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import envelope, print_json, print_lines
from standpunkt.cli.session import Session
from standpunkt.cli.usage import refuse_unless
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import signed

INDICES = ("stance", "dependence", "dependence_opponent")


def explain(
    study: str,
    state: str,
    *,
    at: str | None = None,
    index: str = "stance",
    indicator: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Explains a state's score: contributions that add up to it, their facts, their sources.

    Args:
        study: Id of the study.
        state: Name or code of the state.
        at: Period: 2023 or 2022-04; else the newest month.
        index: stance, dependence or dependence_opponent.
        indicator: Only this indicator.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.languages.resolve import resolve_state

    index = refuse_unless(index, INDICES, "--index")
    observatory = open_observatory(study, session)
    found = observatory.explain(resolve_state(state, session.language).iso3, at, index)
    if indicator is not None:
        indicator = refuse_unless(indicator, observatory.study.active_indicators, "--indicator")
        found = {**found, "contributions": [c for c in found["contributions"] if c["indicator"] == indicator]}
    if session.as_json:
        print_json(envelope(observatory.stamp(), found))
    else:
        print_lines(_lines(found, index, session))
    return 0


def _lines(found: dict[str, Any], index: str, session: Session) -> list[str]:
    name = state_name(found["iso3"], session.language)
    if found.get(index) is None:
        return [session.say("{name} has no score.", name=name)]
    score, low, high = (signed(found[index + end], session.language) for end in ("", "_low", "_high"))
    lines = [f"{name}, {found['month']}: {index} {score} [{low}; {high}]", ""]
    for each in found["contributions"]:
        lines.append(
            f"{signed(each['contribution'], session.language):>7}  {each['indicator']}  {each['measure']}"
        )
        for fact in each["facts"]:
            lines.append(f"         {_fact_line(fact, session)}")
            lines += [f"                  {claim_line(claim)}" for claim in fact.get("claims", ())]
    return lines


def claim_line(claim: dict[str, Any]) -> str:
    """A reviewed claim in one line: quote, speaker, document, page and the id that leads to the ledger."""
    page = f", p. {claim['page_code']}" if claim["page_code"] else ""
    place = f"{claim['speaker_text']} ({claim['document_text']}{page})"
    return f"“{claim['quote_text']}” {place} [{claim['claim_id'][:12]}]"


def _fact_line(fact: dict[str, Any], session: Session) -> str:
    points = signed(fact["contribution"], session.language)
    if not fact.get("row_key"):
        return f"{points:>7}  {session.say('model: what the facts leave open')}"
    return f"{points:>7}  {fact['table']}: {fact['row_key']}  [{fact['source_id']}, {fact['verification']}]"
