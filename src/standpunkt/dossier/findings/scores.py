"""Findings from scores: where a state stands, how it moved, what drives it, what is missing."""

from collections.abc import Iterator
from typing import Any

from standpunkt.dossier.findings.finding import VERSION_KEY, Case, Finding, sign
from standpunkt.measures.catalogue import find
from standpunkt.vocabulary.periods import MONTHS_PER_YEAR, months_between

INTERVAL_SHARE = 0.9
HEDGING_SCORE = 15.0
SMALLEST_DRIVER = 1.0
MISSING = ("not_reported", "suppressed", "out_of_scope")


def find_scores(case: Case) -> Iterator[Finding]:
    """Everything that scores alone say.

    Args:
        case: State and month.

    Yields:
        class_now, class_change, drivers, hedging, dependence_now, missing.
    """
    yield _class_now(case)
    if case.row is None or case.row["class"] is None:
        yield from _missing(case)
        return
    yield from _class_change(case)
    yield from _drivers(case)
    yield from _hedging(case)
    yield from _dependence(case)
    yield from _missing(case)
    fields = {name: case.row[name] for name in ("coverage", "coverage_grade", "imputed_share")}
    yield _own(case, "coverage", "share", fields=fields)


def _own(case: Case, kind: str, variant: str, **rest: Any) -> Finding:  # noqa: ANN401 (fields of any kind)
    content = {"pillar": "", "fact_keys": (VERSION_KEY,), "fields": {}, **rest}
    return Finding.model_validate(
        {"id": f"{kind}:{case.iso3}:{case.month:%Y-%m}", "iso3": case.iso3, "kind": kind, "variant": variant}
        | content
        | {"on": case.end}
    )


def _class_now(case: Case) -> Finding:
    row = case.row
    month = {"month": f"{case.month:%Y-%m}-01"}
    if row is None:
        return _own(case, "class_now", "pole", fields=month)
    fields = month | {"coverage": row["coverage"], "grade": row["coverage_grade"]}
    if row["class"] is None:
        least = case.observatory.study.coverage.min_weight
        variant = "not_rated" if row["coverage"] < least else "no_conduct"
        return _own(case, "class_now", variant, fields=fields | {"least": least})
    first, second = row["class_first"], row["class_second"]
    fields |= {
        "stance": row["stance"],
        "low": row["stance_low"],
        "high": row["stance_high"],
        "level": INTERVAL_SHARE,
        "class": first,
        "second": second,
        "p_first": row[f"p_{first.lower()}"],
        "p_second": row[f"p_{second.lower()}"],
    }
    variant = "between" if row["class"] == "between" else "named"
    return _own(
        case, "class_now", variant, fields=fields, direction=sign(row["stance"]), weight=abs(row["stance"])
    )


def _class_change(case: Case) -> Iterator[Finding]:
    ending = [pair for pair in case.observatory.pairs if pair[1] <= case.month]
    if not ending:
        return
    end = max(end for _start, end in ending)
    starts = [start for start, stop in ending if stop == end]
    start = min(starts, key=lambda month: (abs(months_between(month, end) - MONTHS_PER_YEAR), month))
    move = next((move for move in case.observatory.movers(start, end) if move["iso3"] == case.iso3), None)
    if move is None:
        return
    fields = move | {"start": start.isoformat(), "end": end.isoformat(), "level": INTERVAL_SHARE}
    variant = "declared" if move["is_declared"] else "within_noise"
    yield _own(
        case,
        "class_change",
        variant,
        fields=fields,
        direction=sign(move["change"]),
        weight=abs(move["change"]),
    )


def _drivers(case: Case) -> Iterator[Finding]:
    rows = [row for row in case.stance["contributions"] if row["kind"] != "imputed"]
    up = next((row for row in rows if row["contribution"] >= SMALLEST_DRIVER), None)
    down = next((row for row in rows if row["contribution"] <= -SMALLEST_DRIVER), None)
    if up is None and down is None:
        return
    fields = _driver("up", up) | _driver("down", down)
    variant = "both" if up and down else "up" if up else "down"
    keys = {_part_key(part) for row in (up, down) if row for part in row["facts"] if part["row_key"]}
    yield _own(case, "drivers", variant, fields=fields, fact_keys=(VERSION_KEY, *sorted(keys)))


def _driver(side: str, row: dict[str, Any] | None) -> dict[str, Any]:
    if row is None:
        return {}
    return {side: find(row["measure"]).label, f"{side}_points": row["contribution"]}


def _part_key(part: dict[str, Any]) -> str:
    return f"{part['table']}:{part['row_key']}"


def _hedging(case: Case) -> Iterator[Finding]:
    assert case.row is not None  # noqa: S101 (the caller returned for poles)
    conflict = case.row["conflict"]
    if conflict is not None and conflict >= HEDGING_SCORE:
        yield _own(case, "hedging", "both_sides", fields={"conflict": conflict}, weight=conflict)


def _dependence(case: Case) -> Iterator[Finding]:
    assert case.row is not None  # noqa: S101 (the caller returned for poles)
    row = case.row
    if row["dependence"] is None:
        return
    fields = {
        "dependence": row["dependence"],
        "low": row["dependence_low"],
        "high": row["dependence_high"],
        "level": INTERVAL_SHARE,
        "floor": case.observatory.study.indices.dependence.range[0],
        "ceiling": case.observatory.study.indices.dependence.range[1],
    }
    yield _own(case, "dependence_now", "score", fields=fields)


def _missing(case: Case) -> Iterator[Finding]:
    cells = {row["indicator"]: row for row in case.stance["contributions"] + case.dependence["contributions"]}
    gaps = [row for row in cells.values() if row["missing"] in MISSING]
    if gaps:
        labels = [{"label": find(row["measure"]).label} for row in sorted(gaps, key=lambda r: r["indicator"])]
        yield _own(case, "missing", "indicators", fields={"count": len(gaps), "items": labels})
