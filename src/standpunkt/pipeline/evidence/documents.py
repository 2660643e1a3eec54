"""From a document to suggested claims: reads file and sidecar, tells the language, asks the engine."""

import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from standpunkt.evidence.documents.language import UNKNOWN, language_of
from standpunkt.evidence.documents.layer import TextLayer
from standpunkt.evidence.documents.read import read_document
from standpunkt.evidence.suggest.contract import contract_lines
from standpunkt.evidence.suggest.engine import Context, suggest
from standpunkt.evidence.suggest.learner import Lesson, has_learner
from standpunkt.evidence.suggest.plug_ins import plug_ins, with_plug_ins
from standpunkt.languages.reading import readable_languages
from standpunkt.languages.resolve import nearest_states
from standpunkt.study.load import load_study
from standpunkt.vocabulary.errors.evidence import (
    DateTextError,
    DocumentLanguageError,
    DocumentMissingError,
    UnknownProfileError,
)
from standpunkt.vocabulary.states import every_state

Row = dict[str, Any]
PARTS = 3


@dataclass(frozen=True)
class DocumentRequest:
    """Which document is read, and what is known of it; None asks the sidecar, then the text."""

    file: Path
    published: str | None = None
    language: str | None = None
    encoding: str | None = None
    password_file: Path | None = None
    fallback_language: str | None = None


@dataclass(frozen=True)
class Opened:
    """A document read: its layer and what is known of it."""

    layer: TextLayer
    language: str
    published: date | None
    publisher: str | None
    title: str | None


@dataclass(frozen=True)
class Suggested:
    """Suggestions as contract lines, and how many each plug-in lost: their words do not stand in the text."""

    lines: list[Row]
    lost: dict[str, int]


def open_document(request: DocumentRequest) -> Opened:
    """Reads a file with its sidecar `FILE.meta.json`.

    Args:
        request: The file and what is known of it.

    Returns:
        The layer, language, day of publication, publisher and title.

    Raises:
        DocumentMissingError: Without such a file.
    """
    if not request.file.is_file():
        raise DocumentMissingError(file=str(request.file))
    password = request.password_file.read_text(encoding="utf-8").strip() if request.password_file else None
    layer = read_document(request.file.read_bytes(), request.file.name, request.encoding, password)
    known = _sidecar(request.file)
    language = request.language or known.get("language") or language_of(layer.text)
    if language == UNKNOWN and request.fallback_language:
        language = request.fallback_language
    published = request.published or known.get("published_at")
    return Opened(
        layer,
        str(language),
        day_of(published, "--published") if published else None,
        known.get("publisher"),
        known.get("title") or layer.title,
    )


def _sidecar(file: Path) -> Row:
    path = file.with_name(f"{file.name}.meta.json")
    if not path.is_file():
        return {}
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def day_of(text: str, option: str) -> date:
    """The last day that an EDTF year, month or day names.

    Args:
        text: Such as 2023, 2023-11 or 2023-11-30.
        option: Where it was written, for the message.

    Returns:
        The day; of a month or year its last one.

    Raises:
        DateTextError: For other texts.
    """
    parts = text.strip().rstrip("~?").split("T")[0].split("-")
    try:
        numbers = [int(part) for part in parts]
        if len(numbers) == PARTS:
            return date(*numbers)
        year, month = (numbers[0], numbers[1]) if len(numbers) > 1 else (numbers[0], 12)
        following = date(year + month // 12, month % 12 + 1, 1)
        return date.fromordinal(following.toordinal() - 1)
    except (ValueError, TypeError, IndexError) as error:
        raise DateTextError(value=text, option=option) from error


def suggest_claims(
    request: DocumentRequest,
    profile: str,
    study_id: str,
    lessons: tuple[Lesson, ...] = (),
    *,
    folder: Path | None = None,
) -> Suggested:
    """Suggested claims of a document as the lines of the contract.

    Args:
        request: The document.
        profile: ISO3 of the described state.
        study_id: Id of the study.
        lessons: What reviewed claims of other documents teach the learner.
        folder: A further folder of study files.

    Returns:
        One record a suggestion, ordered by place, then best score; and what plug-ins lost.

    Raises:
        DocumentLanguageError: If nothing can be read in its language.
        UnknownProfileError: If the profile is no state.
    """
    study = load_study(study_id, folder=folder)
    code = profile.upper()
    if code not in {one.iso3 for one in every_state()}:
        near = nearest_states(profile, count=1)[0]
        raise UnknownProfileError(value=profile, study_id=study_id, nearest=near)
    opened = open_document(request)
    if opened.language not in readable_languages():
        known = ", ".join(readable_languages())
        raise DocumentLanguageError(file=request.file.name, value=opened.language, known=known)
    context = Context(study, code, opened.language, opened.published, opened.publisher, lessons)
    drafts = suggest(opened.layer.text, context)
    drafts, lost = with_plug_ins(drafts, opened.layer.text, context, plug_ins())
    lines = contract_lines(drafts, opened.layer.text, request.file.name, opened.publisher)
    return Suggested(lines, lost)


def layer_text(request: DocumentRequest) -> str:
    """The text layer of a document, unchanged."""
    return open_document(request).layer.text


def ranks_by_words_alone() -> bool:
    """Whether the learner is missing, so that words alone rank."""
    return not has_learner()
