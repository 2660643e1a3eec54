"""Who stands at a power's side in a conflict, and why: sourced, uncertain, explained.

Start with `standpunkt.open("russia_ukraine")`, or `standpunkt demo` on the command line.
"""

from importlib.metadata import version as _version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory

__version__ = _version("standpunkt")
__all__ = ["__version__", "open"]


def open(study_id: str, data: str | None = None, version: str | None = None) -> "Observatory":
    """Opens a built version of a study for reading; see `dossier/observatory.py`.

    Args:
        study_id: Id of the study.
        data: The data folder; None takes that of the command line.
        version: Id of a version; None takes the current one.

    Returns:
        The observatory.
    """
    from standpunkt.dossier.observatory import open_study

    return open_study(study_id, data, version)
