"""What is known of the dossier's states, as assertions on signs, sizes and contributions."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from standpunkt.languages.names import state_name
from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section, Words

LARGEST = 3
NEARLY_ZERO = 0.5
"""Points of Stance below which a contribution counts as none."""
SIGNS: dict[str, Callable[[float], bool]] = {
    ">0": lambda points: points > NEARLY_ZERO,
    "<0": lambda points: points < -NEARLY_ZERO,
    "=0": lambda points: abs(points) <= NEARLY_ZERO,
}


@dataclass(frozen=True)
class Known:
    """A fact that everybody who knows the state would expect to see: sign of an indicator in a month."""

    iso3: str
    month: str
    indicator: str
    sign: str
    because: str


KNOWN = (
    Known("SRB", "2025-08", "D1", "<0", "condemned the invasion with the majority of the Assembly"),
    Known("SRB", "2025-08", "E1", "=0", "has joined no sanctions"),
    Known("TUR", "2025-08", "D1", "<0", "condemned the invasion with the majority of the Assembly"),
    Known("TUR", "2022-12", "M2", "<0", "gave drones and ships to Ukraine"),
    Known("TUR", "2025-08", "M3", "<0", "is a member of NATO"),
    Known("TUR", "2025-08", "E1", "=0", "has joined no sanctions"),
    Known("PRK", "2025-08", "D1", ">0", "voted against the condemnations"),
    Known("PRK", "2024-12", "M1", ">0", "sends ammunition and troops since 2023 and 2024"),
    Known("PRK", "2024-12", "M3", ">0", "has a treaty of mutual defence with Russia since 2024"),
    Known("ZAF", "2025-08", "D4", ">0", "is a member of BRICS"),
    Known("ZAF", "2023-03", "M4", ">0", "held a naval exercise with Russia and China in February 2023"),
    Known("BLR", "2025-08", "D1", ">0", "voted against the condemnations"),
    Known("BLR", "2025-08", "M1", ">0", "gave its territory to the invasion"),
    Known("BLR", "2025-08", "M3", ">0", "is bound to Russia by alliance and troops"),
    Known("EGY", "2023-12", "D1", "<0", "condemned the invasion with the majority of the Assembly"),
    Known("EGY", "2025-08", "M1", "=0", "planned deliveries of rockets were denied and are not known"),
    Known("EGY", "2025-08", "D4", ">0", "is a member of BRICS since 2024"),
    Known("IRN", "2023-03", "M1", ">0", "delivered drones since 2022"),
    Known("IRN", "2025-08", "D4", ">0", "is a member of SCO and BRICS"),
)


def states_section(found: Gathered) -> Section:
    """Scores of the dossier's states, and the assertions with what was found.

    Args:
        found: The build.

    Returns:
        The section.
    """
    last = f"{found.study.period.to:%Y-%m}"
    states = tuple(dict.fromkeys(known.iso3 for known in KNOWN))
    checks = [(known, _points(found, known)) for known in KNOWN if known.month <= last]
    kept = sum(points is not None and SIGNS[known.sign](points) for known, points in checks)
    count: dict[str, Cell] = {"kept": str(kept), "all": str(len(checks))}
    return Section(
        "Known facts of the dossier's states",
        (
            Said(
                "Stance runs from −100 (Ukraine and the West) to +100 (Russia), in brackets the interval of "
                "90 %; the largest contributions add up to it with the rest."
            ),
            _scores(found, states),
            Said("{kept} of {all} expected signs of contributions were found.", count),
            Grid(
                ("State", "Month", "Indicator", "Expected", "Contribution", "Holds", "Because the state"),
                tuple(_check(known, points) for known, points in checks),
            ),
        ),
    )


def name_of(iso3: str) -> Words:
    """The name of a state in both languages."""
    return Words(state_name(iso3, "de"), state_name(iso3, "en"))


def label_of(found: Gathered, code: str | None) -> Cell:
    """The label of a class in both languages."""
    classes = found.study.classes
    if code is None:
        return "–"
    at = classes.order.index(code)
    return Words(classes.labels["de"][at], classes.labels["en"][at])


def _scores(found: Gathered, states: tuple[str, ...]) -> Grid:
    rows = []
    for iso3 in states:
        told = found.observatory.explain(iso3)
        largest = sorted(told["contributions"], key=lambda each: -abs(each["contribution"]))[:LARGEST]
        points = [Figure(each["contribution"], 0, "signed") for each in largest]
        named = {f"c{n}": each["indicator"] for n, each in enumerate(largest)}
        cells: dict[str, Cell] = {**named, **{f"p{n}": each for n, each in enumerate(points)}}
        rows.append((name_of(iso3), *_row(found, told), Said("{c0} {p0}, {c1} {p1}, {c2} {p2}", cells)))
    heads = ("State", "Stance", "Likeliest class", "Probability", "Dependence", "Largest contributions")
    return Grid(heads, tuple(rows))


def _row(found: Gathered, told: dict[str, Any]) -> tuple[Cell, ...]:
    first = told["class_first"]
    return (
        Figure(told["stance"], 0, "signed", told["stance_low"], told["stance_high"]),
        label_of(found, first),
        Figure(None if first is None else told[f"p_{first.lower()}"], 0, "percent"),
        Figure(told["dependence"], 0, "number", told["dependence_low"], told["dependence_high"]),
    )


def _check(known: Known, points: float | None) -> tuple[Cell, ...]:
    ok = points is not None and SIGNS[known.sign](points)
    return (
        name_of(known.iso3),
        known.month,
        known.indicator,
        known.sign,
        Figure(points, 1, "signed"),
        Said("yes") if ok else Said("NO"),
        Said(known.because),
    )


def _points(found: Gathered, known: Known) -> float | None:
    told = found.observatory.explain(known.iso3, known.month)["contributions"]
    points = [float(each["contribution"]) for each in told if each["indicator"] == known.indicator]
    return points[0] if points else None
