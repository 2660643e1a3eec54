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
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Tests a study and writes the report in the language of --lang.

    Args:
        study: Id of the study.
        out: The Markdown file; else the report is printed.
        profile: Profile of the study file that is laid over it.
        session: Global options.

    Returns:
        The exit code.
    """
    from standpunkt.pipeline.build import Options
    from standpunkt.pipeline.validation.run import validate as run_validation

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
