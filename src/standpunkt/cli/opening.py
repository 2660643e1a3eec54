"""Opens a study for reading; builds it first where nothing was built yet."""

from typing import TYPE_CHECKING

from standpunkt.cli.output import note
from standpunkt.cli.progress import shown
from standpunkt.cli.session import Session

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory


def open_observatory(study: str, session: Session, version: str | None = None) -> "Observatory":
    """The read side of a study's version.

    Args:
        study: Id of the study.
        session: Global options.
        version: Id of a version; None takes the current one, or builds the first.

    Returns:
        The observatory.
    """
    from standpunkt.dossier.observatory import Observatory
    from standpunkt.tables.version import has_version

    if has_version(session.data_dir, study):
        return Observatory.open(study, session.data_dir, version)
    return _first_version(study, session, version)


def _first_version(study: str, session: Session, version: str | None) -> "Observatory":
    # The pipeline takes seconds to import, so only those who build pay for it.
    from standpunkt.dossier.observatory import Observatory
    from standpunkt.pipeline.build import Options, ensure_version, planned_study

    planned_study(study, session.data_dir, Options())  # a study that cannot be built is refused first
    note(session, session.say("Nothing is built yet: building from the facts in the package."))
    with shown(session) as report:
        folder = ensure_version(study, session.data_dir, version, report)
    return Observatory.open(folder.study_id, session.data_dir, folder.path.name)
