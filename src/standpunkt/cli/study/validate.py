"""`standpunkt validate`: the report on how far a study can be trusted."""

from pathlib import Path
from typing import Annotated

from cyclopts import Parameter

from standpunkt.cli.output import print_json, print_lines
from standpunkt.cli.progress import shown
from standpunkt.cli.session import Session


def validate(
    study: str,
    *,
    out: Path | None = None,
    profile: str | None = "starter",
    states: Path | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Tests a study and writes the report in the language of --lang.

    Args:
        study: Id of the study.
        out: The Markdown file; else the report is printed.
        profile: Profile of the study file that is laid over it.
        states: Folder for a page on each state that the notes of the study name; no report then.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.build import Options
    from standpunkt.pipeline.validation.explained.run import explain_states
    from standpunkt.pipeline.validation.run import validate as run_validation

    if states is not None:
        with shown(session) as report:
            written = explain_states(study, session.data_dir, Options(profile), report)
        return _write_states(states, written, session)
    with shown(session) as report:
        pages = run_validation(study, session.data_dir, Options(profile), report)
    text = pages[session.language]
    if out is not None:
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_text(text, encoding="utf-8", newline="\n")
    if session.as_json:
        print_json({"version": None, "data_date": None, "result": {"report": text}, "warnings": []})
    else:
        print_lines([str(out)] if out is not None else text.splitlines())
    return 0


def _write_states(folder: Path, pages: dict[str, str], session: Session) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in sorted(pages.items()):
        (folder / name).write_text(text, encoding="utf-8", newline="\n")
    files = [str(folder / name) for name in sorted(pages)]
    if session.as_json:
        print_json({"version": None, "data_date": None, "result": {"files": files}, "warnings": []})
    else:
        print_lines(files)
    return 0
