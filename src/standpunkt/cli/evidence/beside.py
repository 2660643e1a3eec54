"""`standpunkt evidence`, what stands beside claims: link, unlink, clusters, source, rate, interest."""

from typing import Any

from standpunkt.cli.evidence.verbs import STUDY
from standpunkt.cli.evidence.words import Global, open_desk_of, show_rows
from standpunkt.cli.usage import refuse_unless


def link(
    claim: str,
    other: str,
    *,
    kind: str = "same_event",
    independent: str = "unknown",
    who: str | None = None,
    session: Global,
) -> int:
    """Links two claims: same_event, denies, echoes, contradicts, updates, relative_to and more.

    Args:
        claim: The claim that denies, echoes, updates ... the other.
        other: The other claim.
        kind: How they belong together.
        independent: Whether they come from independent origins: true, false or unknown.
        who: Who signs.
        session: Global options.

    Returns:
        The exit code.
    """
    return _link((claim, other, kind, independent), who, session, is_removed=False)


def unlink(
    claim: str, other: str, *, kind: str = "same_event", who: str | None = None, session: Global
) -> int:
    """Takes a link between two claims back.

    Args:
        claim: The claim from which it leads.
        other: The claim to which it leads.
        kind: Its kind.
        who: Who signs.
        session: Global options.

    Returns:
        The exit code.
    """
    return _link((claim, other, kind, "unknown"), who, session, is_removed=True)


def _link(words: tuple[str, str, str, str], who: str | None, session: Global, *, is_removed: bool) -> int:
    from standpunkt.evidence.ledger.beside.links import INDEPENDENCE, KINDS, Link
    from standpunkt.evidence.ledger.beside.links import link as write
    from standpunkt.pipeline.evidence.ledger import claim_named

    desk = open_desk_of(session, who)
    kind = refuse_unless(words[2], KINDS, "--kind")
    independent = refuse_unless(words[3], INDEPENDENCE, "--independent")
    first, second = (claim_named(desk, name).id for name in words[:2])
    one = Link(first, second, kind, independent)
    write(desk.database, one, desk.signature(), is_removed=is_removed)
    row = {"from": first, "to": second, "kind": kind, "independent": independent}
    show_rows(session, [row], tuple(row))
    return 0


def clusters(*, study: str = STUDY, session: Global) -> int:
    """Shows events with their conflicting figures side by side, and claims that may belong together.

    Args:
        study: Id of the study.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.evidence.weighing.echoes import echoes
    from standpunkt.evidence.weighing.events import same_event_candidates
    from standpunkt.pipeline.evidence.ledger import every_claim, register_of, study_events

    desk = open_desk_of(session)
    rows: list[dict[str, Any]] = []
    for event in study_events(desk, study):
        figures = [
            f"{_figure(value)} ({value['speaker']})" for one in event.quantities for value in one["values"]
        ]
        row = {"event_id": event.id[:12], "claims": [one.id[:12] for one in event.claims]}
        rows.append({**row, "relation": event.lead.state.form["relation"], "figure": "; ".join(figures)})
    held = every_claim(desk, study, "accepted")
    joined = {frozenset(pair) for event in rows for pair in [event["claims"]] if len(pair) > 1}
    for first, second in same_event_candidates(held):
        if not any({first[:12], second[:12]} <= group for group in joined):
            rows.append({"claims": [first[:12], second[:12]], "candidate": "same_event"})
    found = echoes(held, register_of(desk))
    rows += [
        {"claims": [one.first[:12], one.second[:12]], "candidate": "echoes", "likeness": one.likeness}
        for one in found
    ]
    show_rows(session, rows, ("event_id", "claims", "relation", "figure", "candidate", "likeness"))
    return 0


def _figure(value: dict[str, Any]) -> str:
    number = value.get("value")
    shown = f"{number:g}" if number is not None else f"{value.get('low')}..{value.get('high')}"
    unit = value.get("unit") or value.get("item") or ""
    return f"{value.get('comparator') or ''}{shown} {unit}".strip()


def source(
    name: str,
    *,
    kind: str = "medium",
    state: str | None = None,
    parent: str | None = None,
    who: str | None = None,
    session: Global,
) -> int:
    """Keeps a source, or what was learned about it: kind, state, the agency or owner it depends on.

    Args:
        name: Its name, as texts and `--publisher` write it.
        kind: state_body, service, military, medium, agency, ngo, research, company, person or anonymous.
        state: ISO3 code of the state whose body it is.
        parent: Id or name of the source that it depends on: both count as one origin.
        who: Who signs.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.evidence.ledger.beside.sources import KINDS, SourceRecord, keep_source
    from standpunkt.evidence.weighing.events import source_id_of

    desk = open_desk_of(session, who)
    record = SourceRecord(
        source_id_of(name),
        name,
        refuse_unless(kind, KINDS, "--kind"),
        state.upper() if state else None,
        source_id_of(parent) if parent else None,
    )
    keep_source(desk.database, record, desk.signature())
    row = {"source": record.source_id, "name": name, "kind": record.kind, "parent": record.parent}
    show_rows(session, [row], tuple(row))
    return 0


def sources(*, session: Global) -> int:
    """Lists the ledger's sources: kind, on whom they depend, ratings, interests, withdrawals.

    Args:
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.evidence.ledger import register_of

    register = register_of(open_desk_of(session))
    rows = [
        {
            "source": one,
            "name": row["name"],
            "kind": row["kind"],
            "parent": row["parent_source_id"],
            "reliability": register.reliability(one, "all"),
            "interested": [f"{i['sign']} {i['party']}" for i in register.interests if i["source_id"] == one],
            "withdrawn": one in register.withdrawn,
        }
        for one, row in sorted(register.sources.items())
    ]
    show_rows(session, rows, ("source", "name", "kind", "parent", "reliability", "interested", "withdrawn"))
    return 0


def rate(
    source: str,
    reliability: str,
    *,
    topic: str = "all",
    reason: str | None = None,
    who: str | None = None,
    session: Global,
) -> int:
    """Rates how reliable a source is, A to F; the credibility of its claims is judged apart, 1 to 6.

    Args:
        source: Its id or name.
        reliability: A, B, C, D, E or F.
        topic: D, M, E, I or all.
        reason: Why.
        who: Who signs.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.evidence.ledger.beside.sources import RELIABILITIES, TOPICS, rate_source

    desk = open_desk_of(session, who)
    found = _known(desk, source)
    rating = {
        "reliability": refuse_unless(reliability, RELIABILITIES, "RELIABILITY"),
        "topic": refuse_unless(topic, TOPICS, "--topic"),
        "reason": reason,
    }
    rate_source(desk.database, found, rating, desk.signature())
    show_rows(session, [{"source": found, **rating}], ("source", "reliability", "topic", "reason"))
    return 0


def interest(
    source: str,
    party: str,
    *,
    sign: str = "for",
    note: str | None = None,
    who: str | None = None,
    session: Global,
) -> int:
    """Records that a source has an interest for or against a party.

    Args:
        source: Its id or name.
        party: Code of the party, such as PRK.
        sign: for or against.
        note: What is known of it.
        who: Who signs.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.evidence.ledger.beside.sources import SIGNS, mark_interest

    desk = open_desk_of(session, who)
    found = _known(desk, source)
    row = {"party": party.upper(), "sign": refuse_unless(sign, SIGNS, "--sign"), "note": note}
    mark_interest(desk.database, found, row, desk.signature())
    show_rows(session, [{"source": found, **row}], ("source", "party", "sign", "note"))
    return 0


def _known(desk: Any, name: str) -> str:  # noqa: ANN401 (a desk; its room is read when a verb runs)
    from standpunkt.evidence.weighing.events import source_id_of
    from standpunkt.pipeline.evidence.withdrawal import claims_through

    found = source_id_of(name)
    claims_through(desk, found)
    return found
