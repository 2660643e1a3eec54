"""Sets a portrait as PDF with typst: PDF/UA-1 and PDF/A-3a, fonts shipped, equal bytes for equal input.

Data enter the template as JSON only, so text in them stays text.
"""

import json
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from standpunkt.dossier.charts import Chart, contribution_chart, stance_scale, timeline_chart
from standpunkt.dossier.compose import LedgerRow, Line, Portrait, portrait
from standpunkt.dossier.findings.collect import findings
from standpunkt.dossier.formats import class_words, to_day, to_month, to_rough_day
from standpunkt.dossier.maps import borders_note, locator_svg
from standpunkt.dossier.notes import Note
from standpunkt.dossier.observatory import Observatory
from standpunkt.languages.names import state_name
from standpunkt.languages.numbers import percent
from standpunkt.languages.say import say

FOLDER = Path(__file__).resolve().parent
TEMPLATE = FOLDER / "templates" / "portrait.typ"
STANDARDS = ["ua-1", "a-3a"]
MOST_LEDGER_ROWS = 9
Row = dict[str, Any]


def portrait_pdf(observatory: Observatory, iso3: str, language: str, at: str | None = None) -> bytes:
    """The portrait of a state as a PDF file.

    Args:
        observatory: The built version.
        iso3: Code of the state.
        language: de or en.
        at: The period; None takes the newest.

    Returns:
        The bytes; the same version, state, language and period give the same ones.
    """
    data = portrait_data(observatory, iso3, language, at)
    proof = [found.model_dump(mode="json") for found in findings(observatory, iso3, at)]
    day = datetime.combine(observatory.manifest.data_date, time(), UTC)
    pdf: bytes = _compiler().compile(
        format="pdf",
        sys_inputs={"dossier": _json(data), "findings": _json(proof)},
        pdf_standards=STANDARDS,
        timestamp=int(day.timestamp()),
    )
    return pdf


def _json(content: object) -> str:
    return json.dumps(content, ensure_ascii=False, sort_keys=True)


@lru_cache(maxsize=1)
def _compiler() -> Any:  # noqa: ANN401 (typst has no types)
    template: Any = TEMPLATE
    fonts: list[Any] = [FOLDER / "fonts"]
    return typst.Compiler(template, root=FOLDER, font_paths=fonts, ignore_system_fonts=True)


def portrait_data(observatory: Observatory, iso3: str, language: str, at: str | None = None) -> Row:
    """What the template prints: texts, tables and drawings, all in the language.

    Args:
        observatory: The built version.
        iso3: Code of the state.
        language: de or en.
        at: The period; None takes the newest.

    Returns:
        Plain values that JSON can hold.
    """
    found = portrait(observatory, iso3, language, at)
    month = f"{observatory.month(at):%Y-%m}"
    return {
        "language": language,
        "name": found.name,
        "label": found.label,
        "status": found.status,
        "month": to_month(month, language),
        "study": observatory.study.study.title[language],
        "stamp": _stamp(observatory, language),
        "consulted": _consulted(found.notes, language),
        "words": _words(language),
        "lead": [_line(line) for line in found.lead],
        "sections": [
            {"key": s.key, "title": s.title, "lines": [_line(line) for line in s.lines]}
            for s in found.sections
        ],
        "charts": _charts(observatory, iso3, month, language),
        "map": _map(observatory, iso3, month, language),
        "ledger": [_ledger_row(row, language) for row in found.ledger[:MOST_LEDGER_ROWS]],
        "ledger_rest": _ledger_rest(found, language),
        "votes": [_vote_row(found, place, language) for place in range(len(found.votes))],
        "notes": _notes(found.notes, language),
        "method": _method(observatory, language),
    }


def _line(line: Line) -> Row:
    return {"text": line.text, "notes": list(line.notes)}


def _ledger_row(row: LedgerRow, language: str) -> Row:
    return {"on": to_rough_day(row.on, language), "status": row.status, **_line(row.line)}


def _ledger_rest(found: Portrait, language: str) -> str:
    rest = len(found.ledger) - MOST_LEDGER_ROWS
    if rest <= 0:
        return ""
    return say("{count} further statements stand on the page of the state.", language, count=rest)


def _vote_row(found: Portrait, place: int, language: str) -> Row:
    row = found.votes[place]
    shown = {"on": to_day(row.on, language), "symbol": row.symbol, "title": row.title, "vote": row.vote}
    return {**shown, "code": row.code, "is_doubtful": row.is_doubtful, "notes": list(row.notes)}


def _notes(notes: tuple[Note, ...], language: str) -> list[Row]:
    first: dict[str, int] = {}
    return [_note(note, first.setdefault(note.source_id, note.number), language) for note in notes]


def _note(note: Note, first: int, language: str) -> Row:
    known = say("as of {day}", language, day=to_day(note.known_from, language)) if note.known_from else ""
    licence, title = note.licence, f"{note.publisher}: {note.title}"
    if first != note.number:
        licence = ""
        title = say("{title}, as in {number}", language, title=note.outlet or note.publisher, number=first)
    parts = [title, known, note.verification, licence]
    return {"number": note.number, "text": "; ".join(part for part in parts if part), "address": note.address}


def _consulted(notes: tuple[Note, ...], language: str) -> str:
    days = sorted({note.consulted for note in notes if note.consulted})
    if not days:
        return ""
    if days[0] == days[-1]:
        return say("All sources consulted on {day}.", language, day=to_day(days[0], language))
    start, end = to_day(days[0], language), to_day(days[-1], language)
    return say("Sources consulted from {start} to {end}.", language, start=start, end=end)


def _stamp(observatory: Observatory, language: str) -> Row:
    manifest = observatory.manifest
    day = to_day(manifest.data_date.isoformat(), language)
    line = say("Version {version}, data of {day}", language, version=manifest.version_id, day=day)
    return {"version": manifest.version_id, "line": f"{line}, {_basis(len(manifest.snapshots), language)}"}


def _basis(fetched_count: int, language: str) -> str:
    """What the version rests on."""
    if fetched_count:
        return say("facts of the package and {count} fetched sources", language, count=fetched_count)
    return say("facts of the package alone", language)


def _words(language: str) -> dict[str, str]:
    return {
        "portrait": say("Portrait of a state", language),
        "page": say("Page", language),
        "attached": say("Findings behind this portrait, with the keys of their facts", language),
        "ledger": say("Statements and who makes them", language),
        "votes": say("Votes on the conflict in the UN General Assembly", language),
        "sources": say("Sources", language),
        "method": say("How to read this", language),
        "date": say("Date", language),
        "statement": say("Statement", language),
        "status": say("Status", language),
        "resolution": say("Resolution", language),
        "subject": say("Subject", language),
        "vote": say("Vote", language),
        "doubtful": say("reconstructed", language),
    }


def _drawing(chart: Chart) -> Row:
    return {"title": chart.title, "alt": chart.alt, "svg": chart.file()}


def _charts(observatory: Observatory, iso3: str, month: str, language: str) -> dict[str, Row]:
    row = observatory.state(iso3, month)
    if row is None or row["class"] is None:
        return {}
    drawn = {
        "scale": stance_scale(row, observatory, language),
        "contributions": contribution_chart(observatory.explain(iso3, month), observatory.study, language),
    }
    past = [found for found in observatory.timeline(iso3) if found["month"] <= month]
    if len(past) > 1:
        drawn["timeline"] = timeline_chart(past, observatory, language)
    return {name: _drawing(chart) for name, chart in drawn.items()}


def _map(observatory: Observatory, iso3: str, month: str, language: str) -> Row:
    name = state_name(iso3, language)
    return {
        "svg": locator_svg(observatory, iso3, month, language),
        "alt": say("Map: {state} and its neighbours, coloured by class", language, state=name),
        "note": borders_note(language),
    }


def _method(observatory: Observatory, language: str) -> list[str]:
    study = observatory.study
    classes = "; ".join(f"{label}: {rule}" for label, rule in class_words(study, language))
    power, opponent = study.poles.power.label[language], study.poles.opponent.label[language]
    return [
        say(
            "The Stance says what a state does in the conflict, from −100 (side: {opponent}) to +100 "
            "(side: {power}); the Dependence says what binds it and is never averaged with it.",
            language,
            power=power,
            opponent=opponent,
        ),
        say("Classes: {classes}.", language, classes=classes),
        say(
            "A class is named where at least {share} of {draws} Monte Carlo draws give it (weights, errors "
            "of measurement, missing values and cuts vary); otherwise the state stands between two classes. "
            "Intervals are 90 % intervals. Missing is never read as zero.",
            language,
            share=percent(study.classes.name_at, language),
            draws=observatory.manifest.draws or study.run.draws,
        ),
        say("The portrait describes conduct; it makes no judgement and no forecast.", language),
    ]
