"""`standpunkt explain`: where a score comes from, down to the facts, what moved it, and what would."""

from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import envelope, print_json, print_lines
from standpunkt.cli.session import Session
from standpunkt.cli.usage import refuse_unless
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import number, signed

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory

INDICES = ("stance", "dependence", "dependence_opponent")
SHOWN = 8
SHORT_ID = 12
Row = dict[str, Any]


def explain(  # noqa: PLR0913 (one option per kind of answer)
    study: str,
    state: str,
    *,
    at: str | None = None,
    since: str | None = None,
    index: str = "stance",
    indicator: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Explains a state's score: contributions that add up to it, facts, sources, and what would change it.

    Args:
        study: Id of the study.
        state: Name or code of the state.
        at: Period: 2023 or 2022-04; else the newest month.
        since: An earlier period; adds what moved Stance from then to the period.
        index: stance, dependence or dependence_opponent.
        indicator: Only this indicator.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.whatif.beside import tipping, without_sources
    from standpunkt.languages.resolve import resolve_state

    index = refuse_unless(index, INDICES, "--index")
    observatory = open_observatory(study, session)
    iso3, month = resolve_state(state, session.language).iso3, observatory.month(at)
    found = observatory.explain(iso3, month, index)
    if indicator is not None:
        indicator = refuse_unless(indicator, observatory.study.active_indicators, "--indicator")
        found = {**found, "contributions": [c for c in found["contributions"] if c["indicator"] == indicator]}
    if index == "stance":
        found |= {
            "without_source": without_sources(observatory, iso3, month),
            "tipping": tipping(observatory, iso3, month),
        }
    if since is not None:
        found["change"] = _change(observatory, iso3, observatory.month(since), month)
    if session.as_json:
        print_json(envelope(observatory.stamp(), found))
    else:
        print_lines(_lines(found, index, session))
    return 0


def _change(observatory: "Observatory", iso3: str, start: date, end: date) -> Row:
    from standpunkt.pipeline.whatif import waterfall

    rows = waterfall(observatory.folder, iso3, start, end)
    ends = {f"stance_{word}": rows[0][f"stance_{word}"] if rows else None for word in ("before", "after")}
    points = [{"indicator": row["node_code"], "points": row["change_score"]} for row in rows]
    return {"from": f"{start:%Y-%m}", "to": f"{end:%Y-%m}", **ends, "points": points}


def _lines(found: Row, index: str, session: Session) -> list[str]:
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
            lines += [f"                  {_claim_line(claim, session)}" for claim in fact.get("claims", ())]
    return [*lines, *_change_lines(found, session), *_source_lines(found, session), *_tipping(found, session)]


def _fact_line(fact: Row, session: Session) -> str:
    points = signed(fact["contribution"], session.language)
    if not fact.get("row_key"):
        return f"{points:>7}  {session.say('model: what the facts leave open')}"
    return f"{points:>7}  {fact['table']}: {fact['row_key']}  [{fact['source_id']}, {fact['verification']}]"


def _claim_line(claim: Row, session: Session) -> str:
    """A reviewed claim behind an event: quote, speaker, document, page, and the id of the ledger."""
    page = session.say(", p. {page}", page=claim["page_code"]) if claim["page_code"] else ""
    quote, short = claim["quote_text"], claim["claim_id"][:SHORT_ID]
    return f"“{quote}” {claim['speaker_text']} ({claim['document_text']}{page}) [{short}]"


def _change_lines(found: Row, session: Session) -> list[str]:
    change = found.get("change")
    if not change or not change["points"]:
        return []
    before, after = (signed(change[f"stance_{word}"], session.language) for word in ("before", "after"))
    ends = {"start": change["from"], "end": change["to"], "before": before, "after": after}
    head = session.say("From {start} to {end}: {before} to {after}", **ends)
    rows = (f"{signed(row['points'], session.language):>7}  {row['indicator']}" for row in change["points"])
    return ["", head, *rows]


def _source_lines(found: Row, session: Session) -> list[str]:
    rows = found.get("without_source") or []
    lines = []
    for row in rows[:SHOWN]:
        if row["stance_score"] is None:
            told = session.say("no longer rated")
        else:
            told = f"{signed(row['change_score'], session.language)}  {row['class_without']}"
        lines.append(f"  {row['source_id']}: {told}")
    return ["", session.say("Without a source:"), *lines] if lines else []


def _tipping(found: Row, session: Session) -> list[str]:
    lines = []
    for row in (found.get("tipping") or [])[:SHOWN]:
        size = number(row["delta"], session.language, 2)
        if row["kind"] == "fact":
            value = number(row["value_needed"], session.language, 2)
            lines.append(f"  {row['indicator_code']} -> {value}: {row['class_then']}")
        elif row["kind"] == "weights":
            lines.append("  " + session.say("all weights within ±{share}", share=size))
        else:
            told = session.say("gaps {size} standard deviations off", size=size)
            lines.append(f"  {told}: {row['class_then']}")
    return ["", session.say("What would change the central class:"), *lines] if lines else []
