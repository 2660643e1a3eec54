"""`standpunkt build`: computes a version of a study; `--out` writes its scores for scripts."""

from datetime import date
from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from standpunkt.cli.output import envelope, note, print_json, print_lines
from standpunkt.cli.progress import shown
from standpunkt.cli.session import Session

YEAR_LENGTH = 4


def build(  # noqa: PLR0913 (one option per choice)
    study: str,
    *,
    at: str | None = None,
    from_: Annotated[str | None, Parameter(name="--from")] = None,
    to: str | None = None,
    as_known_at: date | None = None,
    out: Path | None = None,
    profile: str = "auto",
    draws: int | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Builds a study from the facts at hand and makes the result its current version.

    Args:
        study: Id of the study, such as russia_ukraine.
        at: Last period; nothing later is used, and the current version stays as it is.
        from_: First period of the files of --out.
        to: The same as --at.
        as_known_at: Day: facts that became known later are left out, and the current version stays as it is.
        out: Folder for scores.parquet and contributions.parquet.
        profile: Profile of the study file that is laid over it; `auto` takes the fullest whose sources were
            fetched, else starter; `none` takes the file as it stands.
        draws: Number of Monte Carlo draws, instead of the study's.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.dossier.export import write_scores
    from standpunkt.dossier.observatory import Observatory
    from standpunkt.pipeline.build import Options
    from standpunkt.pipeline.build import build as build_version
    from standpunkt.vocabulary.periods import parse_month

    first = None if from_ is None else parse_month(f"{from_}-01" if len(from_) == YEAR_LENGTH else from_)
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
    with shown(session) as report:
        folder = build_version(
            study,
            session.data_dir,
            Options(None if profile == "none" else profile, at or to, as_known_at, draws),
            report,
        )
    observatory = Observatory.open(folder.study_id, session.data_dir, folder.path.name)
    stamp = observatory.stamp()
    files = [str(path) for path in write_scores(observatory, out, first)] if out else []
    if session.as_json:
        print_json(envelope(stamp, {"folder": str(folder.path), "files": files}))
        return 0
    note(
        session,
        session.say("Version {version}, data of {date}.", version=stamp["version"], date=stamp["data_date"]),
    )
    print_lines(files or [str(folder.path)])
    return 0
