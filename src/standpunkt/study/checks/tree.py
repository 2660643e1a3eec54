"""S07, S08, S11, S12, S19: weights, groups, layers, profiles."""

import difflib
from collections.abc import Iterable, Iterator

from standpunkt.study.checks.place import Checked
from standpunkt.study.model import Study
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.study_content import (
    StudyExposureError,
    StudyGroupError,
    StudyMeasureError,
    StudyNetGroupError,
    StudyNoConductError,
    StudyOverlayError,
    StudyPillarError,
    StudySourceError,
    StudyWeightError,
)


def weights(checked: Checked) -> Iterator[StandpunktError]:
    """S07: weights are 0 or more, one headline pillar is above 0.

    Args:
        checked: The study and its file.

    Yields:
        Negative weights; the headline pillars if all are zero.
    """
    study = checked.study
    for name, weight, place in _weights(study):
        if weight < 0:
            yield StudyWeightError(**checked.at(*place), place=name, value=checked.written(*place))
    headline = [code for code in study.indices.stance.headline_pillars if code in study.pillars]
    if headline and not any(study.pillars[code].weight > 0 for code in headline):
        place = ("pillars", headline[0], "weight")
        name = f"pillar {headline[0]}"
        yield StudyWeightError(**checked.at(*place), place=name, value=checked.written(*place))


def _weights(study: Study) -> Iterator[tuple[str, float, tuple[str, ...]]]:
    for pillar, content in study.pillars.items():
        yield f"pillar {pillar}", content.weight, ("pillars", pillar, "weight")
        for group, inner in content.groups.items():
            yield f"group {group}", inner.weight, ("pillars", pillar, "groups", group, "weight")
    for code, indicator in study.indicators.items():
        yield f"indicator {code}", indicator.weight, ("indicators", code, "weight")
    for layer, weight in study.indices.stance.layers.items():
        yield f"layer {layer}", weight, ("indices", "stance", "layers", layer)


def groups(checked: Checked) -> Iterator[StandpunktError]:
    """S08: indicators stand in a group of their pillar; headline pillars exist.

    Args:
        checked: The study and its file.

    Yields:
        Unknown pillars and groups.
    """
    study = checked.study
    known = ", ".join(study.pillars)
    for code, indicator in study.indicators.items():
        pillar = study.pillar_of(code)
        if pillar not in study.pillars:
            at = checked.at("indicators", code)
            yield StudyPillarError(**at, place=f"indicator {code}", value=pillar, known=known)
        elif indicator.group not in study.pillars[pillar].groups:
            at = checked.at("indicators", code, "group")
            found = ", ".join(study.pillars[pillar].groups)
            yield StudyGroupError(**at, indicator=code, value=indicator.group, pillar=pillar, known=found)
    for i, pillar in enumerate(study.indices.stance.headline_pillars):
        if pillar not in study.pillars:
            at = checked.at("indices", "stance", "headline_pillars", i)
            yield StudyPillarError(**at, place="headline_pillars", value=pillar, known=known)


def measures(checked: Checked, known: Iterable[str]) -> Iterator[StandpunktError]:
    """S08: active indicators name measures that exist; the pipeline knows which do.

    Args:
        checked: The study and its file.
        known: Codes of all measures.

    Yields:
        Unknown measures.
    """
    codes = sorted(known)
    for code, indicator in checked.study.active_indicators.items():
        if indicator.measure not in codes:
            at = checked.at("indicators", code, "measure")
            nearest = _nearest(indicator.measure, codes)
            yield StudyMeasureError(**at, indicator=code, value=indicator.measure, nearest=nearest)


def sources(checked: Checked, tables: Iterable[str], known: Iterable[str]) -> Iterator[StandpunktError]:
    """S22: rules on sources name tables and sources that exist; the pipeline knows which do.

    Args:
        checked: The study and its file.
        tables: Names of all fact tables.
        known: Ids of all sources, and `starter`.

    Yields:
        Unknown tables, unknown or repeated sources in `facts.precedence`; unknown ones in `needs`.
    """
    study, names, ids = checked.study, sorted(tables), sorted(known)
    for table, order in study.facts.precedence.items():
        place = ("facts", "precedence", table)
        if table not in names:
            yield _misnamed(checked, place, table, names)
        for number, source in enumerate(order):
            if source not in ids or source in order[:number]:
                yield _misnamed(checked, place, source, ids)
    for profile, overlay in study.profiles.items():
        for source in overlay.get("needs", ()):
            if source not in ids:
                yield _misnamed(checked, ("profiles", profile, "needs"), source, ids)


def _misnamed(checked: Checked, place: tuple[str, ...], value: str, known: list[str]) -> StudySourceError:
    return StudySourceError(
        **checked.at(*place), place=".".join(place[:3]), value=value, nearest=_nearest(value, known)
    )


def _nearest(text: str, known: list[str]) -> str:
    return (difflib.get_close_matches(text, known, n=1, cutoff=0) or [""])[0]


def net_groups(checked: Checked) -> Iterator[StandpunktError]:
    """S11: net groups hold one-sided indicators only.

    Args:
        checked: The study and its file.

    Yields:
        Two-sided indicators in net groups.
    """
    study = checked.study
    for code, indicator in study.indicators.items():
        pillar = study.pillars.get(study.pillar_of(code))
        group = pillar.groups.get(indicator.group) if pillar else None
        if group is not None and group.combine == "net" and indicator.sides == "both":
            at = checked.at("indicators", code, "sides")
            yield StudyNetGroupError(**at, group=indicator.group, indicator=code)


def exposure(checked: Checked) -> Iterator[StandpunktError]:
    """S12: Stance weighs no exposure, except in a profile with a note.

    Args:
        checked: The study and its file.

    Yields:
        A weight of exposure.
    """
    if checked.study.indices.stance.layers.get("exposure", 0) <= 0:
        return
    if not any(checked.written("profiles", name, "note") for name in checked.study.profile.split("+")):
        place = ("indices", "stance", "layers", "exposure")
        yield StudyExposureError(**checked.at(*place), value=checked.written(*place))


def overlays(checked: Checked) -> Iterator[StandpunktError]:
    """S19: profiles switch off what exists and leave conduct in each headline pillar.

    Args:
        checked: The study and its file.

    Yields:
        Unknown indicators of any profile; pillars that the loaded profile leaves without conduct.
    """
    study = checked.study
    codes = sorted(study.indicators)
    for profile, overlay in study.profiles.items():
        listed = [
            (key, i, code) for key in ("inactive", "active") for i, code in enumerate(overlay.get(key, ()))
        ]
        for key, i, code in listed:
            if code not in study.indicators:
                nearest = difflib.get_close_matches(code, codes, n=1, cutoff=0)[0]
                at = checked.at("profiles", profile, key, i)
                yield StudyOverlayError(**at, profile=profile, indicator=code, nearest=nearest)
    for pillar in study.indices.stance.headline_pillars:
        if pillar in study.pillars and not _has_conduct(checked, pillar):
            name = study.profile or "default"
            yield StudyNoConductError(**checked.at("inactive"), profile=name, pillar=pillar)


def _has_conduct(checked: Checked, pillar: str) -> bool:
    study = checked.study
    groups_of = study.pillars[pillar].groups
    return any(
        indicator.group in groups_of and groups_of[indicator.group].layer == "conduct"
        for code, indicator in study.active_indicators.items()
        if study.pillar_of(code) == pillar
    )
