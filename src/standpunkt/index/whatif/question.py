"""What is asked, and the study that it leads to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from standpunkt.study.model import Study
from standpunkt.study.sections.classes import Cuts
from standpunkt.study.sections.doubt import Uncertainty
from standpunkt.study.sections.texts import FrozenMapping
from standpunkt.vocabulary.errors.index import UnknownQuestionError

WHOLE = 1 + 1e-12


@dataclass(frozen=True)
class Question:
    """What is asked; everything that is left out stays as it is.

    weights: share of the whole by pillar (code or English label in lower case), the others are scaled.
    layers: shares of conduct and tie. lam: lambda. cuts: fixed inner and outer cut on the raw composite.
    values: raw value by (iso3, indicator), taken as certain.
    """

    weights: Mapping[str, float] = field(default_factory=dict)
    layers: Mapping[str, float] = field(default_factory=dict)
    lam: float | None = None
    cuts: tuple[float, float] | None = None
    values: Mapping[tuple[str, str], float] = field(default_factory=dict)


def changed_study(study: Study, asked: Question) -> Study:
    """The study as the question wants it.

    Args:
        study: The study.
        asked: The question.

    Returns:
        A changed copy.
    """
    changes: dict[str, object] = {"uncertainty": _doubt(study, asked)}
    if asked.weights:
        changes["pillars"] = _weighted(study, asked.weights)
    stance: dict[str, object] = {}
    if asked.layers:
        layers: dict[str, float] = dict(study.indices.stance.layers) | dict(asked.layers)
        stance["layers"] = FrozenMapping(layers)
    if asked.lam is not None:
        stance["lambda_"] = asked.lam
    if stance:
        changed = study.indices.stance.model_copy(update=stance)
        changes["indices"] = study.indices.model_copy(update={"stance": changed})
    if asked.cuts is not None:
        cuts = Cuts(inner=asked.cuts[0], outer=asked.cuts[1])
        changes["classes"] = study.classes.model_copy(update={"cuts": cuts})
    return study.model_copy(update=changes)


def _doubt(study: Study, asked: Question) -> Uncertainty:
    # What the question sets is no longer drawn; its dimension stays, so that all others keep their points.
    doubt = study.uncertainty
    update: dict[str, object] = {}
    if asked.layers and doubt.inner_weights is not None:
        update["inner_weights"] = doubt.inner_weights.model_copy(update={"conduct": None})
    if asked.lam is not None and doubt.aggregation is not None:
        update["aggregation"] = doubt.aggregation.model_copy(update={"lambda_": (asked.lam, asked.lam)})
    return doubt.model_copy(update=update)


def _weighted(study: Study, weights: Mapping[str, float]) -> FrozenMapping[str, Any]:
    headline = study.indices.stance.headline_pillars
    given = {pillar_code(study, name): share for name, share in weights.items()}
    total = sum(given.values())
    rest = sum(study.pillars[p].weight for p in headline if p not in given)
    if total > WHOLE or any(share < 0 for share in given.values()) or (rest == 0 and total == 0):
        raise UnknownQuestionError(value=", ".join(f"{p}={share:g}" for p, share in given.items()))
    found = {}
    for code, pillar in study.pillars.items():
        scaled = pillar.weight * (1 - total) / rest if rest > 0 else 0.0
        weight = given.get(code, scaled if code in headline else pillar.weight)
        found[code] = pillar.model_copy(update={"weight": weight})
    return FrozenMapping(found)


def pillar_code(study: Study, name: str) -> str:
    """The code of a headline pillar named by code or English label.

    Args:
        study: The study.
        name: `M` or `military`.

    Returns:
        The code.

    Raises:
        UnknownQuestionError: For another name.
    """
    for code in study.indices.stance.headline_pillars:
        if name.lower() in {code.lower(), study.pillars[code].label["en"].lower()}:
            return code
    raise UnknownQuestionError(value=name)
