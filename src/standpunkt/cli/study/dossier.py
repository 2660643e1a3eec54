"""`standpunkt dossier`: a portrait of a state as PDF, each sentence with its source."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from cyclopts import Parameter

from standpunkt.cli.opening import open_observatory
from standpunkt.cli.output import envelope, print_json, print_lines
from standpunkt.cli.progress import shown
from standpunkt.cli.session import Session
from standpunkt.vocabulary.errors.command_line import MissingWordError
from standpunkt.vocabulary.errors.run import MissingExtraError
from standpunkt.vocabulary.progress import Progress

if TYPE_CHECKING:
    from standpunkt.dossier.observatory import Observatory


def dossier(
    study: str,
    *states: str,
    at: str | None = None,
    out: Path | None = None,
    version: str | None = None,
    session: Annotated[Session, Parameter(parse=False)],
) -> int:
    """Writes a portrait of one or more states, in the language of --lang.

    Args:
        study: Id of the study.
        states: Names or codes of states.
        at: Period: 2023 or 2022-04; else the newest month.
        out: The PDF of one state, or a folder for several.
        version: Id of a version; else the current one.
        session: Global options.

    Returns:
        The exit code.

    Raises:
        MissingWordError: If no state is named.
    """
    from standpunkt.dossier.evidence.portraits import note_portrait
    from standpunkt.languages.resolve import resolve_state

    if not states:
        raise MissingWordError(verb="standpunkt dossier", name="STATES")
    observatory = open_observatory(study, session, version)
    refuse_unless_released(observatory.study.id, session)
    codes = [resolve_state(state, session.language).iso3 for state in states]
    month = observatory.month(at)
    for code in codes:
        observatory.status(code)
    written: list[str] = []
    with shown(session) as report:
        for done, code in enumerate(codes):
            report(Progress("portrait", done, len(codes), "states", code))
            path = _path(out, code, session.language, several=len(codes) > 1)
            write_portrait(path, observatory, code, (session.language, f"{month:%Y-%m}"))
            shown_as = (code, session.language, f"{month:%Y-%m}")
            note_portrait(session.data_dir, path, observatory, shown_as)
            written.append(str(path))
        report(Progress("portrait", len(codes), len(codes), "states"))
    if session.as_json:
        print_json(envelope(observatory.stamp(), {"files": written}))
    else:
        print_lines(written)
    return 0


def refuse_unless_released(study: str, session: Session) -> None:
    """Refuses to publish a study that demands the limits of its gate and exceeds them."""
    from standpunkt.evidence.ledger.presence import holds_decisions

    if holds_decisions(session.data_dir):
        from standpunkt.pipeline.evidence.release import refuse_unreleased

        refuse_unreleased(study, session.data_dir)


def write_portrait(path: Path, observatory: "Observatory", iso3: str, chosen: tuple[str, str]) -> None:
    """Writes one portrait: complete, or not at all.

    Args:
        path: The PDF to write.
        observatory: The read side of a version.
        iso3: Code of the state.
        chosen: Language and month.

    Raises:
        MissingExtraError: If the packages for PDF are not installed.
    """
    try:
        from standpunkt.dossier.render_pdf import portrait_pdf
    except ImportError as error:
        raise MissingExtraError(package=error.name or "typst", purpose="PDF", extra="pdf") from error
    language, at = chosen
    content = portrait_pdf(observatory, iso3, language, at)
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(path.name + ".part")
    part.write_bytes(content)
    part.replace(path)


def _path(out: Path | None, code: str, language: str, *, several: bool) -> Path:
    name = f"standpunkt_{code}_{language}.pdf"
    if out is None:
        return Path(name)
    return out / name if several or out.is_dir() else out
