"""Method and data: how the numbers are made, what they rest on, and what they do not answer."""

from collections import Counter
from dataclasses import dataclass
from typing import Any

import polars as pl
from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.languages.numbers import number
from standpunkt.measures.catalogue import every_measure, find
from standpunkt.measures.measure import Measure
from standpunkt.study.sections.indicators import Anchor
from standpunkt.web.parts.facts import word
from standpunkt.web.parts.files import csv_text, envelope
from standpunkt.web.parts.rows import class_names
from standpunkt.web.visit import CSV, JSON, Link, Visit, Visiting

ROUTER = APIRouter()


@dataclass(frozen=True)
class IndicatorLine:
    """An indicator in the method table."""

    code: str
    label: str
    group: str
    layer: str
    measure: str
    unit: str
    anchors: str
    reference: str
    caveat: str
    is_active: bool


@dataclass(frozen=True)
class PillarLine:
    """A pillar with its weight and indicators."""

    code: str
    label: str
    weight: float
    indicators: tuple[IndicatorLine, ...]


@ROUTER.get("/method")
def method(visit: Visiting) -> Response:
    """The page on the method."""
    return visit.page("method.html", lambda: _method(visit))


@ROUTER.get("/data")
def data(visit: Visiting) -> Response:
    """The page on the sources."""
    return visit.page("data.html", lambda: _data(visit))


@ROUTER.get("/data.json")
def data_json(visit: Visiting) -> Response:
    """The sources with licence and citation."""
    return visit.body(JSON, lambda: envelope(visit.observatory, visit.observatory.sources()))


@ROUTER.get("/data.csv")
def data_csv(visit: Visiting) -> Response:
    """The sources as a table."""
    excel = visit.request.query_params.get("excel", "")
    return visit.body(CSV, lambda: csv_text(visit.observatory.sources(), excel))


def _method(visit: Visit) -> dict[str, Any]:
    study = visit.observatory.study
    return {
        "question": visit.say("How are the numbers made?"),
        "classes": class_names(study, visit.lang),
        "pillars": [_pillar(visit, code) for code in study.pillars],
        "stance": study.indices.stance,
        "draws": visit.observatory.manifest.draws or study.run.draws,
        "seed": visit.observatory.manifest.seed,
        "name_at": study.classes.name_at,
        "change_at": study.classes.change_at,
        "coverage": study.coverage,
        "is_gated": study.classes.gate == "conduct",
    }


def _pillar(visit: Visit, code: str) -> PillarLine:
    study = visit.observatory.study
    codes = [name for name in study.indicators if study.pillar_of(name) == code]
    lines = tuple(_indicator(visit, name) for name in codes)
    return PillarLine(code, study.pillars[code].label[visit.lang], study.pillars[code].weight, lines)


def _indicator(visit: Visit, code: str) -> IndicatorLine:
    study = visit.observatory.study
    indicator = study.indicators[code]
    is_active = code in study.active_indicators
    measure = _measure(indicator.measure)
    group = study.pillars[study.pillar_of(code)].groups[indicator.group]
    sides = indicator.anchors
    return IndicatorLine(
        code=code,
        label=visit.say_label(measure.label) if measure else indicator.measure,
        group=indicator.group,
        layer=word(visit, group.layer),
        measure=indicator.measure,
        unit=visit.say(measure.unit) if measure else "",
        anchors="; ".join(
            f"{name} = {_anchor(visit, anchor)}"
            for name, anchor in (("0", sides.zero), ("+1", sides.plus), ("−1", sides.minus))
            if anchor is not None
        ),
        reference=measure.reference if measure else "",
        caveat=visit.say_label(measure.caveat) if measure and measure.caveat else "",
        is_active=is_active,
    )


def _measure(code: str) -> Measure | None:
    """A measure by its code; None for one that a study names before it exists."""
    return next((one for one in every_measure() if one.code == code), None)


def _anchor(visit: Visit, anchor: Anchor) -> str:
    study = visit.observatory.study
    poles = {"power": study.poles.power.label[visit.lang], "opponent": study.poles.opponent.label[visit.lang]}
    texts = {
        "number": number(anchor.number or 0.0, visit.lang, 2),
        "camp": visit.say("median of the camp {camp}", camp=visit.say(_camp(anchor.camp))),
        "pole": visit.say("the value of {pole}", pole=poles.get(anchor.pole or "", "")),
        "pooled": visit.say(
            "quantile {share} of all cells", share=number(anchor.pooled or 0.0, visit.lang, 2)
        ),
        "hypothetical": visit.say("a state that always abstains"),
    }
    return texts[anchor.kind]


def _camp(camp: str | None) -> str:
    return {"opponent": "of the opponent", "power": "of the power"}.get(camp or "", "of all others")


@dataclass(frozen=True)
class SourceLine:
    """A source with the number of its facts by verification."""

    source: dict[str, Any]
    fact_count: int
    checks: tuple[tuple[str, int, bool], ...]


def _data(visit: Visit) -> dict[str, Any]:
    facts = visit.observatory.facts.frame
    counts = Counter(zip(facts["source_id"].to_list(), facts["verification"].to_list(), strict=True))
    lines = [_source(visit, source, counts) for source in visit.observatory.sources()]
    checks = Counter(facts["verification"].to_list())
    return {
        "question": visit.say("What is it made of?"),
        "sources": sorted(lines, key=lambda line: -line.fact_count),
        "fact_count": facts.height,
        "checks": [(word(visit, code), count, _doubtful(code)) for code, count in checks.most_common()],
        "doubtful_count": sum(count for code, count in checks.items() if _doubtful(code)),
        "coverage": _coverage(visit),
        "formats": [
            Link(
                visit.link("data.csv"),
                visit.say("Sources as CSV"),
                file=visit.file_name("sources", "csv"),
                type="text/csv",
            ),
            Link(visit.link("data.json"), visit.say("Sources as JSON"), type=JSON),
        ],
    }


def _source(visit: Visit, source: dict[str, Any], counts: Counter[tuple[str, str]]) -> SourceLine:
    own = {code: count for (source_id, code), count in counts.items() if source_id == source["source_id"]}
    checks = tuple((word(visit, code), count, _doubtful(code)) for code, count in sorted(own.items()))
    said = {key: visit.say_note(source[key] or "") for key in ("licence_text", "bias_note")}
    return SourceLine({**source, **said}, sum(own.values()), checks)


def _doubtful(verification: str) -> bool:
    return verification in {"unverified", "reconstructed"}


def _coverage(visit: Visit) -> list[dict[str, Any]]:
    """How many states each indicator knows in the month shown, and why others are missing."""
    cells = visit.observatory.folder.scan("study_state_month_indicator")
    described = visit.observatory.study.universe_states()
    here = (pl.col("month_date") == visit.view.at) & pl.col("iso3").is_in(described)
    month = cells.filter(here).collect()
    first = month.unique(["iso3", "indicator_code"], keep="first", maintain_order=True)
    found = []
    for code, indicator in visit.observatory.study.active_indicators.items():
        of_code = first.filter(pl.col("indicator_code") == code)
        missing = Counter(of_code["missing"].drop_nulls().to_list())
        found.append(
            {
                "code": code,
                "label": visit.say_label(find(indicator.measure).label),
                "known": of_code.height - sum(missing.values()),
                "total": of_code.height,
                "missing": [(word(visit, why), count) for why, count in missing.most_common()],
            }
        )
    return found
