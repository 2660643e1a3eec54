"""`standpunkt evidence`, what can be trusted: check, check-number, gate, trace, withdraw, reanchor."""

from pathlib import Path
from typing import Any

from standpunkt.cli.evidence.verbs import STUDY
from standpunkt.cli.evidence.verdicts import answer_lines
from standpunkt.cli.evidence.words import BLANK, Global, open_desk_of, show_rows
from standpunkt.cli.output import envelope, note, print_json, print_lines
from standpunkt.cli.usage import refuse_unless

NOT_BUILT = "Version {version} does not hold this claim ({status}); a new build takes accepted claims in."
STILL_BUILT = "Version {version} still holds them; `standpunkt build` makes one without."


def check(claim: str | None = None, *, against_data: bool = False, session: Global) -> int:
    """Proves that every quote stands where it says; with --against-data compares claimed numbers with tables.

    Args:
        claim: Only this claim: its id, or the first letters.
        against_data: Compare the numbers of the claim, or of all accepted ones, with the tables at hand.
        session: Global options.

    Returns:
        0 if all quotes stand and no number differs, else 1.
    """
    from standpunkt.pipeline.evidence.checking import check_claim
    from standpunkt.pipeline.evidence.ledger import claim_named, every_claim
    from standpunkt.pipeline.evidence.release import check_quotes

    desk = open_desk_of(session)
    if against_data or claim is not None:
        held = [claim_named(desk, claim)] if claim else every_claim(desk, status="accepted")
        rows = [row for one in held for row in check_claim(one, session.data_dir)]
        if session.as_json:
            print_json(envelope(BLANK, rows))
        else:
            print_lines(line for row in rows for line in answer_lines(row, session))
            if not rows:
                note(session, session.say("No number of these claims can be compared with a table."))
        return 1 if any(row["verdict"] == "differs" for row in rows) else 0
    proved, broken = check_quotes(desk)
    if session.as_json:
        print_json(envelope(BLANK, {"proved": proved, "broken": broken}))
    else:
        show_rows(session, [{"proved": proved, "broken": len(broken)}], ("proved", "broken"))
        for row in broken:
            note(session, f"{row['claim_id'][:12]}: {row['problem']}")
    return 1 if broken else 0


def check_number(  # noqa: PLR0913 (what a number is about: one option each)
    value: float,
    *,
    state: str,
    partner: str,
    unit: str = "USD",
    flow: str = "import",
    year: int | None = None,
    base: int | None = None,
    level: float | None = None,
    fuel: str | None = None,
    comparator: str = "=",
    session: Global,
) -> int:
    """Compares one number with the tables at hand: an amount, a share, or growth as a factor.

    Args:
        value: The number: 58.85e9, 0.002 or 3.
        state: Name or code of the state.
        partner: Name or code of its partner.
        unit: USD, EUR, share or factor.
        flow: import or export, as the state sees it.
        year: The year it speaks of.
        base: Of a factor: the year compared with.
        level: Of a factor: the amount claimed beside it, such as 58.85e9.
        fuel: Of a share of energy: gas, oil, coal or nuclear.
        comparator: =, ~, <, <=, >, >=, ~< or ~>.
        session: Global options.

    Returns:
        0 if the tables support it or say nothing, 1 if they do not.
    """
    from standpunkt.evidence.checks.numbers import Claimed
    from standpunkt.evidence.checks.questions import FLOWS, FUELS, Question
    from standpunkt.languages.resolve import resolve_state
    from standpunkt.pipeline.evidence.checking import check_question

    unit = refuse_unless(unit, ("USD", "EUR", "share", "factor"), "--unit")
    kinds: dict[str, Any] = {"USD": "level", "EUR": "level", "share": "share", "factor": "factor"}
    chosen: Any = refuse_unless(flow, FLOWS, "--flow")
    question = Question(
        Claimed(kinds[unit], value, comparator),
        resolve_state(state, session.language).iso3,
        resolve_state(partner, session.language).iso3,
        chosen,
        year,
        base,
        "eur" if unit == "EUR" else "usd",
        refuse_unless(fuel, FUELS, "--fuel") if fuel else None,
        level=level,
    )
    row = check_question(question, session.data_dir)
    if session.as_json:
        print_json(envelope(BLANK, row))
    else:
        print_lines(answer_lines(row, session))
    return 1 if row["verdict"] == "differs" else 0


def gate(*, study: str = STUDY, session: Global) -> int:
    """Says how much of each state's weight rests on little, and whether the study may be released.

    Args:
        study: Id of the study.
        session: Global options.

    Returns:
        0 if it may, 1 if something blocks.
    """
    from standpunkt.pipeline.evidence.release import reading_figures, release_gate

    desk = open_desk_of(session)
    found = release_gate(desk, study)
    figures = reading_figures(desk)
    if session.as_json:
        result = {"states": found.rows, "blocks": found.blocks, "reading": figures}
        print_json(envelope(BLANK, result, found.warnings))
    else:
        shares = ("single_group", "interested", "disputed", "unknown_credibility", "no_second_reader")
        show_rows(session, found.rows, ("iso3", "pillar", "events", "weight", *shares, "unreviewed"))
        words = {reason: session.say(text) for reason, text in BLOCKS.items()}
        for one in found.blocks:
            note(session, f"{one['claim_id'][:12]}: {words.get(one['why'], one['why'])}")
        note(session, _figures_line(figures, session))
    return 0 if found.is_open else 1


BLOCKS = {
    "source missing": "source missing",
    "undecided contradiction": "undecided contradiction",
    "readers disagree": "readers disagree",
    "stale text layer": "stale text layer",
    "quote: drifted": "quote: drifted",
    "quote: orphaned": "quote: orphaned",
}
"""What blocks a release, in words."""


def _figures_line(figures: dict[str, Any], session: Global) -> str:
    shown = {name: "–" if value is None else f"{value:g}" for name, value in figures.items()}
    return session.say(
        "{decisions} decisions, median {median_seconds} s and {median_keys} keys; "
        "read twice {read_twice}: kappa {kappa}, alpha {alpha}",
        **shown,
    )


def trace(what: str, *, study: str = STUDY, at: str | None = None, session: Global) -> int:
    """Follows a claim to its event, indicator and score, or a state's score back to its quotes.

    Args:
        what: Id of a claim (or its first letters), or name or code of a state.
        study: Id of the study.
        at: Period: 2023 or 2022-04; else the newest month.
        session: Global options.

    Returns:
        0, or 3 if no built version holds the claim.
    """
    from standpunkt.cli.opening import open_observatory
    from standpunkt.dossier.evidence.trace import trace_claim, trace_state
    from standpunkt.languages.resolve import resolve_state
    from standpunkt.pipeline.evidence.ledger import claim_named
    from standpunkt.vocabulary.errors.states import UnknownStateError

    claim, iso3 = None, ""
    try:
        iso3 = resolve_state(what, session.language).iso3
    except UnknownStateError:
        claim = claim_named(open_desk_of(session), what)
    observatory = open_observatory(study, session)
    stamp = observatory.stamp()
    if claim is not None:
        found = trace_claim(observatory, claim.id, at)
        _print_claim_trace(found, {**stamp, "status": claim.state.status}, session)
        return 0 if found["claim"] else 3
    rows = trace_state(observatory, iso3, at)
    if session.as_json:
        print_json(envelope(stamp, rows))
        return 0
    shown = [{**row, "quote": row["quote_text"], "speaker": row["speaker_text"]} for row in rows]
    show_rows(session, shown, ("score", "indicator", "points", "event_id", "claim_id", "speaker", "quote"))
    return 0


def _print_claim_trace(found: dict[str, Any], stamp: dict[str, Any], session: Global) -> None:
    if session.as_json:
        print_json(envelope(stamp, found))
        return
    claim, event = found["claim"], found["event"]
    if claim is None:
        note(session, session.say(NOT_BUILT, version=stamp["version"], status=stamp["status"]))
        return
    print_lines([f"“{claim['quote_text']}” {claim['speaker_text']} ({claim['document_text']})"])
    if event:
        weight = f"{event['weight_share']:.2f} ± {event['weight_sd_share']:.2f}"
        line = session.say(
            "Event {event}: weight {weight}, direction {direction}, {groups} independent origins",
            event=event["event_id"][:12],
            weight=weight,
            direction=f"{event['direction']:+d}",
            groups=event["group_count"],
        )
        print_lines([line])
    if not found["effects"]:
        note(session, session.say("It feeds no indicator of this study in {month}.", month=found["month"]))
        return
    show_rows(session, found["effects"], ("state", "indicator", "value", "points", "score"))


def withdraw(
    source: str,
    *,
    reason: str | None = None,
    study: str = STUDY,
    dry_run: bool = False,
    lift: bool = False,
    session: Global,
) -> int:
    """Withdraws a source and shows every sentence, score and PDF that it touched; the claims stay on file.

    Args:
        source: Id of the source.
        reason: Why; needed unless nothing is written.
        study: Whose scores and portraits are looked at.
        dry_run: Only show what it touched.
        lift: Take a withdrawal back.
        session: Global options.

    Returns:
        The exit code.

    Raises:
        MissingWordError: Without a reason.
    """
    from standpunkt.pipeline.evidence import withdrawal
    from standpunkt.vocabulary.errors.command_line import MissingWordError

    desk = open_desk_of(session)
    if not (reason or dry_run or lift):
        raise MissingWordError(verb="standpunkt evidence withdraw", name="--reason")
    affected = withdrawal.claims_through(desk, source)
    seen = withdrawal.touched(affected, session.data_dir, study, session.language)
    found: dict[str, Any] = {"source_id": source, "claims": [one.id for one in affected], "states": {}}
    if lift:
        found |= withdrawal.restore(desk, source)
    elif not dry_run:
        found |= withdrawal.withdraw(desk, source, str(reason), study)
    if session.as_json:
        print_json(envelope(BLANK, {**found, **seen}))
        return 0
    _print_withdrawal(found, seen, session)
    return 0


def _print_withdrawal(found: dict[str, Any], seen: dict[str, Any], session: Global) -> None:
    moved = found["states"].items()
    rows = [{"state": state, "before": both[0], "after": both[1]} for state, both in moved]
    show_rows(session, rows, ("state", "before", "after"))
    show_rows(session, [{"claim": one} for one in found["claims"]], ("claim",))
    show_rows(session, seen["scores"], ("state", "indicator", "points", "score"))
    show_rows(session, seen["sentences"], ("state", "text"))
    show_rows(session, seen["files"], ("file", "iso3"))
    if seen["version"]:
        note(session, session.say(STILL_BUILT, version=seen["version"]))


def reanchor(
    document: str,
    *,
    encoding: str | None = None,
    password_file: Path | None = None,
    who: str | None = None,
    session: Global,
) -> int:
    """Reads a stored document again; quotes are anchored, drifted (back to review) or orphaned, never moved.

    Args:
        document: Its id, the first letters of it, or its title.
        encoding: Encoding of a text file, where it was needed.
        password_file: File with the password of an encrypted PDF.
        who: Who signs.
        session: Global options.

    Returns:
        0 if all stayed anchored, else 1.
    """
    from standpunkt.pipeline.evidence.extraction import document_named, reanchor_document

    desk = open_desk_of(session, who)
    password = password_file.read_text(encoding="utf-8").strip() if password_file else None
    row = reanchor_document(desk, document_named(desk, document), (encoding, password))
    if session.as_json:
        print_json(envelope(BLANK, row))
    else:
        show_rows(session, [row], ("document_id", "is_new", "anchored", "drifted", "orphaned"))
        show_rows(session, row["moved"], ("claim_id", "state", "quote"))
    return 1 if row["moved"] else 0
