"""What is known of some states, as assertions on signs, sizes and contributions."""

from collections.abc import Callable
from typing import Any

from standpunkt.languages.names import form, state_name
from standpunkt.pipeline.validation.gathered import Gathered
from standpunkt.pipeline.validation.page import Cell, Figure, Grid, Said, Section, Words
from standpunkt.study.notes import Known

LARGEST = 3
NEARLY_ZERO = 0.5
"""Points of Stance below which a contribution counts as none."""
SIGNS: dict[str, Callable[[float], bool]] = {
    ">0": lambda points: points > NEARLY_ZERO,
    "<0": lambda points: points < -NEARLY_ZERO,
    "=0": lambda points: abs(points) <= NEARLY_ZERO,
}


def states_section(found: Gathered) -> Section:
    """Scores of the dossier's states, and the assertions with what was found.

    Args:
        found: The build.

    Returns:
        The section.
    """
    asked = [known for known in found.notes.known if known.month <= found.study.period.to]
    states = found.notes.explained or tuple(dict.fromkeys(known.state for known in asked))
    checks = [(known, _points(found, known)) for known in asked]
    kept = sum(points is not None and SIGNS[known.sign](points) for known, points in checks)
    count: dict[str, Cell] = {"kept": str(kept), "all": str(len(checks))}
    return Section(
        "Known facts of single states",
        (
            Said(
                "Stance runs from −100 ({opponent_gen} side) to +100 ({power_gen} side), in brackets the "
                "interval of 90 %; the largest contributions add up to it with the rest.",
                poles_of(found),
            ),
            _scores(found, states),
            Said("{kept} of {all} expected signs of contributions were found.", count),
            Grid(
                ("State", "Month", "Indicator", "Expected", "Contribution", "Holds", "Because the state"),
                tuple(_check(known, points) for known, points in checks),
            ),
        ),
    )


def poles_of(found: Gathered) -> dict[str, Cell]:
    """The poles' names, for texts that speak of them."""
    poles = {"power": found.study.poles.power, "opponent": found.study.poles.opponent}
    labels = {side: Words(pole.label["de"], pole.label["en"]) for side, pole in poles.items()}
    owners = {
        f"{side}_gen": Words(*(form(pole.states[0], language, "gen") for language in ("de", "en")))
        for side, pole in poles.items()
    }
    return {**labels, **owners}


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
        name_of(known.state),
        f"{known.month:%Y-%m}",
        known.indicator,
        known.sign,
        Figure(points, 1, "signed"),
        Said("yes") if ok else Said("NO"),
        Words(known.because["de"], known.because["en"]),
    )


def _points(found: Gathered, known: Known) -> float | None:
    told = found.observatory.explain(known.state, known.month)["contributions"]
    points = [float(each["contribution"]) for each in told if each["indicator"] == known.indicator]
    return points[0] if points else None
