"""All checks of a study file, in the order of their codes; what needs measures or data is called apart."""

from collections.abc import Callable, Iterator

from standpunkt.study.checks.anchors import anchors, thin_camps
from standpunkt.study.checks.classes import classes, references
from standpunkt.study.checks.place import Checked
from standpunkt.study.checks.run import aggregation, factors, identity, periods, variants
from standpunkt.study.checks.states import camps, state_codes, universe
from standpunkt.study.checks.tree import exposure, groups, net_groups, overlays, weights
from standpunkt.vocabulary.errors.message import StandpunktError

CHECKS: tuple[Callable[[Checked], Iterator[StandpunktError]], ...] = (
    identity,
    state_codes,
    camps,
    universe,
    periods,
    weights,
    groups,
    references,
    anchors,
    thin_camps,
    net_groups,
    exposure,
    classes,
    factors,
    aggregation,
    overlays,
    variants,
)


def problems(checked: Checked) -> Iterator[StandpunktError]:
    """Everything that is wrong with a typed study, without measures and data.

    Args:
        checked: The study and its file.

    Yields:
        Errors that are not raised, in the order of their codes.
    """
    for check in CHECKS:
        yield from check(checked)
