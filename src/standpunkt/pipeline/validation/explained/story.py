"""What moved, what is uncertain, what would change the class, and what is known beside the figures."""

from datetime import date
from typing import Any

import polars as pl

from standpunkt.dossier.findings.collect import findings
from standpunkt.dossier.findings.finding import Finding
from standpunkt.dossier.formats import Voice
from standpunkt.dossier.sentences import write_sentence
from standpunkt.pipeline.validation.explained.drivers import label
from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section, Words
from standpunkt.pipeline.validation.states import label_of

Row = dict[str, Any]
FIRST_KINDS = ("class_now", "drivers", "dependence_now", "coverage")
LARGEST_MOVES = 4
NOTICED = 0.5
"""Points of a contribution that count as a move."""
NEAREST = 3
DOUBTFUL = ("unverified", "reconstructed")


def summary_section(found: Gathered, iso3: str) -> Section:
    """The state in a paragraph, in the words of the dossier.

    Args:
        found: The build.
        iso3: The state.

    Returns:
        The section.
    """
    every = findings(found.observatory, iso3)
    first = [each for kind in FIRST_KINDS for each in every if each.kind == kind]
    return Section("In short", (_joined(found, first),))


def known_section(found: Gathered, iso3: str) -> Section:
    """Statements on file, the latest first; none of them enters the score by itself.

    Args:
        found: The build.
        iso3: The state.

    Returns:
        The section.
    """
    told = [each for each in findings(found.observatory, iso3) if each.kind == "statement"]
    told.sort(key=lambda each: (each.on, each.id), reverse=True)
    if not told:
        return Section("Known beside the figures", (Said("No statements on the state are on file."),))
    note = "Statements with their outlet, the latest first. They explain and do not enter the score."
    return Section("Known beside the figures", (Said(note), tuple(_told(found, each) for each in told)))


def moves_section(found: Gathered, iso3: str) -> Section:
    """Stance in the report months, and what moved it since the first month after the start of the conflict.

    Args:
        found: The build.
        iso3: The state.

    Returns:
        The section.
    """
    start = found.study.study.conflict_start.replace(day=1)
    before = max((m for m in found.observatory.months if m < start), default=None)
    months = [month for month in (before, *found.months) if month is not None]
    rows = tuple(_month_row(found, iso3, month) for month in months)
    heads = ("Month", "Stance", "Likeliest class", "Probability", "Dependence")
    blocks = (Grid(heads, rows), *_asked_before(found), *_since(found, iso3, (months[0], months[-1])))
    return Section("What moved", blocks)


def _asked_before(found: Gathered) -> tuple[Said, ...]:
    subjects = found.study.roll_calls.before_start
    dash = Said("A dash: too little was on file for that month.")
    if not subjects:
        return (dash,)
    note = (
        "Before the conflict began, votes of the subjects {subjects} speak for the position; a jump "
        "at its start is in "
        "part a change of what was asked. A dash: too little was on file for that month."
    )
    return (Said(note, {"subjects": ", ".join(subjects)}),)


def _month_row(found: Gathered, iso3: str, month: date) -> tuple[Cell, ...]:
    row = found.observatory.state(iso3, month) or {}
    first = row["class_first"]
    return (
        f"{month:%Y-%m}",
        Figure(row["stance"], 0, "signed", row["stance_low"], row["stance_high"]),
        label_of(found, first),
        Figure(None if first is None else row[f"p_{first.lower()}"], 0, "percent"),
        Figure(row["dependence"], 0, "number", row["dependence_low"], row["dependence_high"]),
    )


def _since(found: Gathered, iso3: str, pair: tuple[date, date]) -> tuple[Said | tuple[Cell, ...], ...]:
    first, last = (_points(found, iso3, month) for month in pair)
    moved = sorted(
        ((last.get(code, 0.0) - first.get(code, 0.0), code) for code in {*first, *last}),
        key=lambda each: (-abs(each[0]), each[1]),
    )
    shown = [(change, code) for change, code in moved if abs(change) >= NOTICED][:LARGEST_MOVES]
    values: dict[str, Cell] = {"start": f"{pair[0]:%Y-%m}", "end": f"{pair[1]:%Y-%m}"}
    if not shown:
        return (Said("From {start} to {end} no contribution moved noticeably.", values),)
    lines = tuple(
        Said(
            "{label} ({code}): {change} points",
            {"label": label(found, code), "code": code, "change": Figure(change, 1, "signed")},
        )
        for change, code in shown
    )
    return (Said("Largest moves of contributions from {start} to {end}:", values), lines)


def _points(found: Gathered, iso3: str, month: date) -> dict[str, float]:
    told = found.observatory.explain(iso3, month)["contributions"]
    return {each["indicator"]: float(each["contribution"]) for each in told}


def doubt_section(found: Gathered, told: Row) -> Section:
    """How sure the figures are: interval, classes, gaps, facts that are not verified.

    Args:
        found: The build.
        told: What the observatory explains of the state.

    Returns:
        The section.
    """
    order = found.study.classes.order
    chances = sorted(((told[f"p_{code.lower()}"], code) for code in order), reverse=True)
    named = {f"c{n}": label_of(found, code) for n, (_, code) in enumerate(chances[:2])}
    shown = {f"p{n}": Figure(p, 0, "percent") for n, (p, _) in enumerate(chances[:2])}
    facts = [fact for each in told["contributions"] for fact in each["facts"] if fact.get("row_key")]
    doubtful = sum(fact.get("verification") in DOUBTFUL for fact in facts)
    gaps = [each["indicator"] for each in told["contributions"] if each["missing"] == "not_reported"]
    width = Figure(told["stance_high"] - told["stance_low"])
    lines: list[Cell] = [
        Said("Likeliest classes: {c0} {p0}, {c1} {p1}.", {**named, **shown}),
        Said("The interval of Stance is {width} points wide.", {"width": width}),
        Said(
            "{filled} of the points rests on filled gaps; without a value: {gaps}.",
            {"filled": Figure(told["imputed_share"] or 0, 0, "percent"), "gaps": ", ".join(gaps) or "–"},
        ),
        Said(
            "{doubtful} of {all} facts behind the score are unverified or reconstructed.",
            {"doubtful": str(doubtful), "all": str(len(facts))},
        ),
    ]
    return Section("What is uncertain", (tuple(lines),))


def flips_section(found: Gathered, iso3: str, told: Row) -> Section:
    """The smallest changes of one fact, of the weights or of the gaps that give another class.

    Args:
        found: The build.
        iso3: The state.
        told: What the observatory explains of the state.

    Returns:
        The section.
    """
    here = (pl.col("iso3") == iso3) & (pl.col("month_date") == found.study.period.to)
    mine = found.observatory.folder.read("study_state_month_tipping").filter(here)
    kinds = {kind: mine.filter(pl.col("kind") == kind).sort("delta") for kind in ("fact", "weights", "gaps")}
    values = {each["indicator"]: each["value"] for each in told["contributions"]}
    rows = tuple(
        (
            Said("{code} {label}", {"code": code, "label": label(found, code)}),
            Figure(values.get(code), 2),
            Figure(row["value_needed"], 2),
            label_of(found, row["class_then"]),
        )
        for row in kinds["fact"].head(NEAREST).iter_rows(named=True)
        if (code := row["indicator_code"])
    )
    title, lines = "What would change the class", (_weights(kinds["weights"]), *_gaps(kinds["gaps"]))
    if not rows:
        return Section(title, (Said("No single indicator changes the class, wherever it stood."), lines))
    heads = ("Indicator", "Value now", "Value needed", "Class then")
    why = "Central run, everything else equal; the smallest moves of a single indicator, in its own unit."
    return Section(title, (Said(why), Grid(heads, rows), lines))


def _weights(rows: pl.DataFrame) -> Said:
    if not rows.height:
        return Said("No weights change the class of the central run.")
    return Said(
        "Weights: the class of the central run can change once each may move by {delta} of itself.",
        {"delta": Figure(rows["delta"][0], 0, "percent")},
    )


def _gaps(rows: pl.DataFrame) -> tuple[Said, ...]:
    return tuple(
        Said(
            "Gaps: the class changes if all of them lie {delta} standard deviations from what is expected.",
            {"delta": Figure(row["delta"], 1, "signed")},
        )
        for row in rows.iter_rows(named=True)
    )


def objections_section(found: Gathered, iso3: str) -> Section:
    """Where somebody who knows the state will object, from the notes of the study.

    Args:
        found: The build.
        iso3: The state.

    Returns:
        The section.
    """
    title = "Where somebody who knows the state will object"
    notes = found.notes.objections.get(iso3, ())
    if not notes:
        return Section(title, (Said("The notes of the study name no objection."),))
    return Section(title, (tuple(Words(each["de"], each["en"]) for each in notes),))


def sources_section(found: Gathered, tolds: tuple[Row, ...]) -> Section:
    """The sources of the facts on the page, with how to cite them.

    Args:
        found: The build.
        tolds: What the observatory explains of the state: Stance, Dependence.

    Returns:
        The section.
    """
    used = {
        fact["source_id"]
        for told in tolds
        for each in told["contributions"]
        for fact in each["facts"]
        if fact.get("publisher")
    }
    cited = [each["citation"] for each in found.observatory.sources() if each["source_id"] in used]
    return Section("Sources of the figures", (tuple(sorted(cited)) or (Said("–"),),))


def _joined(found: Gathered, told: list[Finding]) -> Words:
    texts = {}
    for language in ("de", "en"):
        voice = Voice(language, found.study)
        texts[language] = " ".join(write_sentence(each, voice).text for each in told)
    return Words(texts["de"], texts["en"])


def _told(found: Gathered, finding: Finding) -> Words:
    texts = {}
    for language in ("de", "en"):
        sentence = write_sentence(finding, Voice(language, found.study)).text
        outlet = finding.fields["outlet"]
        texts[language] = f"{finding.on[:7]}: {sentence} [{outlet}]"
    return Words(texts["de"], texts["en"])
