"""Who stands at a power's side in a conflict, and why: sourced, uncertain, explained.

Start with `standpunkt.open("russia_ukraine")`, or `standpunkt demo` on the command line. `standpunkt.votes`
answers questions on recorded votes without a build: `votes.forecast("A/RES/ES-11/6", asof="2023-06-01")`.
"""

from importlib.metadata import version as _version
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory
    from standpunkt.dossier.votes.notebook import VOTES as votes  # noqa: N811 (read as standpunkt.votes)

__version__ = _version("standpunkt")
__all__ = ["__version__", "open", "votes"]


def __getattr__(name: str) -> object:
    """Reads the questions on votes when they are first asked for: importing the package stays fast."""
    if name == "votes":
        from standpunkt.dossier.votes.notebook import VOTES

        return VOTES
    raise AttributeError(name)


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
