"""A what-if as it stands in an address: read, refused by name, and written back without defaults."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

from standpunkt.index.whatif.question import Question
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.web import ParameterValueError
from standpunkt.web.problems import Way
from standpunkt.web.state import WEIGHT
from standpunkt.web.visit import Visit

SMALL = 0.005
"""Controls move in hundredths, so a smaller difference is none."""
HIGHEST_CUT = 100.0


@dataclass(frozen=True)
class Asked:
    """The question; `shown` are the controls' values by parameter, `query` the canonical parameters."""

    question: Question
    without: tuple[str, ...]
    shown: Mapping[str, str]
    query: Mapping[str, str]


def read_question(visit: Visit, sources: tuple[str, ...]) -> Asked:
    """Reads a what-if.

    Args:
        visit: The request.
        sources: Ids of the sources that can be left out.

    Returns:
        The question. All pillars given: their sizes count by their sum; some: the others share the rest.

    Raises:
        ParameterValueError: For a value that a parameter cannot have; the others survive in a link.
    """
    raw, study = dict(visit.view.asked), visit.observatory.study
    try:
        return _read(raw, study, sources)
    except ParameterValueError as error:
        bad = str(error.values["parameter"]).split(", ")
        left = visit.view.query(**dict.fromkeys(bad, ""))
        address = visit.place.link("whatif", left)
        visit.request.state.ways = [Way(address=address, text=visit.say("Without this parameter"))]
        raise


def _read(raw: Mapping[str, str], study: Study, sources: tuple[str, ...]) -> Asked:
    weights = _weights(raw, study)
    stance = study.indices.stance
    lam = _share(raw, "lambda", stance.lambda_)
    conduct = _share(raw, "conduct", stance.layers["conduct"])
    without = _without(raw, sources)
    cuts = _cuts(raw)
    query = {f"{WEIGHT}{code}": f"{value:g}" for code, value in weights.items()}
    query |= {} if lam is None else {"lambda": f"{lam:g}"}
    query |= {} if conduct is None else {"conduct": f"{conduct:g}"}
    query |= {} if cuts is None else {"inner": f"{cuts[0]:g}", "outer": f"{cuts[1]:g}"}
    query |= {"without": ",".join(without)} if without else {}
    question = Question(
        weights=_whole(weights, study),
        layers={} if conduct is None else _layers(study, conduct),
        lam=lam,
        cuts=cuts,
    )
    return Asked(question, without, _shown(study, question, query), query)


def _weights(raw: Mapping[str, str], study: Study) -> dict[str, float]:
    pillars = study.indices.stance.headline_pillars
    given: dict[str, float] = {}
    for name, text in raw.items():
        if name.startswith(WEIGHT):
            code = name.removeprefix(WEIGHT)
            if code not in pillars:
                allowed = ", ".join(f"{WEIGHT}{pillar}" for pillar in pillars)
                raise ParameterValueError(parameter=name, value=text, allowed=allowed)
            given[code] = _number(name, text, 1.0)
    total = sum(given.values())
    names = ", ".join(f"{WEIGHT}{code}" for code in given)
    if len(given) == len(pillars) and total == 0:
        raise ParameterValueError(parameter=names, value="0", allowed="Σ > 0")
    if len(given) < len(pillars) and total > 1:
        raise ParameterValueError(parameter=names, value=f"{total:g}", allowed="Σ ≤ 1")
    whole, usual = _whole(given, study), usual_weights(study)
    same = all(abs(share - usual[code]) < SMALL for code, share in whole.items())
    return {} if same else given


def usual_weights(study: Study) -> dict[str, float]:
    """The shares of the headline pillars in the study.

    Args:
        study: The study.

    Returns:
        By pillar; they add up to 1.
    """
    sizes = {code: study.pillars[code].weight for code in study.indices.stance.headline_pillars}
    return {code: size / sum(sizes.values()) for code, size in sizes.items()}


def _whole(given: Mapping[str, float], study: Study) -> dict[str, float]:
    if len(given) < len(study.indices.stance.headline_pillars):
        return dict(given)
    total = math.fsum(given.values())
    return {code: value / total for code, value in given.items()}


def _share(raw: Mapping[str, str], name: str, usual: float) -> float | None:
    if name not in raw:
        return None
    found = _number(name, raw[name], 1.0)
    return None if abs(found - usual) < SMALL else found


def _cuts(raw: Mapping[str, str]) -> tuple[float, float] | None:
    given = {name: _number(name, raw[name], HIGHEST_CUT) for name in ("inner", "outer") if name in raw}
    if not given:
        return None
    if len(given) == 1 or not 0 < given["inner"] < given["outer"]:
        value = ", ".join(f"{number:g}" for number in given.values())
        raise ParameterValueError(parameter="inner, outer", value=value, allowed="0 < inner < outer ≤ 100")
    return given["inner"], given["outer"]


def _without(raw: Mapping[str, str], sources: tuple[str, ...]) -> tuple[str, ...]:
    given = tuple(sorted({part.strip() for part in raw.get("without", "").split(",") if part.strip()}))
    for source in given:
        if source not in sources:
            raise ParameterValueError(parameter="without", value=source, allowed=", ".join(sources))
    return given


def _number(name: str, text: str, highest: float) -> float:
    allowed = f"0–{highest:g}"
    try:
        found = float(text.replace(",", "."))
    except ValueError as error:
        raise ParameterValueError(parameter=name, value=text, allowed=allowed) from error
    if not 0 <= found <= highest:
        raise ParameterValueError(parameter=name, value=text, allowed=allowed)
    return found


def _layers(study: Study, conduct: float) -> dict[str, float]:
    others = {code: size for code, size in study.indices.stance.layers.items() if code != "conduct"}
    rest = sum(others.values())
    return {"conduct": conduct, **{code: size / rest * (1 - conduct) for code, size in others.items()}}


def _shown(study: Study, question: Question, query: Mapping[str, str]) -> dict[str, str]:
    usual = usual_weights(study)
    left = sum(share for code, share in usual.items() if code not in question.weights)
    rest = 1 - sum(question.weights.values())
    whole = {
        code: question.weights.get(code, share / left * rest if left else share)
        for code, share in usual.items()
    }
    stance = study.indices.stance
    found = {f"{WEIGHT}{code}": f"{share:.2f}" for code, share in whole.items()}
    found |= {"lambda": f"{stance.lambda_:g}", "conduct": f"{stance.layers['conduct']:g}"}
    return found | {"inner": "", "outer": "", "without": "", **query}
