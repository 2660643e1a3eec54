"""What all verbs share: data folder, language, form of output."""

import locale
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import platformdirs

from standpunkt.cli.usage import refuse_unless
from standpunkt.languages.say import say

Language = Literal["de", "en"]
LANGUAGES = ("de", "en")
PROGRESS = ("auto", "plain", "json", "none")


@dataclass(frozen=True)
class Session:
    """Settings of one call.

    `progress` is auto (a bar on a terminal, lines in a pipe), plain, json or none.
    """

    data_dir: Path
    language: str = "en"
    as_json: bool = False
    quiet: bool = False
    progress: str = "auto"

    def say(self, message: str, **values: object) -> str:
        """A text in the session's language; see `languages/say.py`."""
        return say(message, self.language, **values)

    @property
    def shows_progress(self) -> bool:
        """Whether progress is shown at all."""
        return not self.quiet and self.progress != "none"


def session_of(data: Path | None, language: str | None, form: dict[str, bool], progress: str) -> Session:
    """Makes a session of the global options.

    Args:
        data: The data folder; else STANDPUNKT_DATA, else the user's own data folder.
        language: `de` or `en`; else what LANG says, else English.
        form: `as_json` and `quiet`.
        progress: How progress is shown.

    Returns:
        The session.
    """
    chosen = refuse_unless(language or _language_of_system(), LANGUAGES, "--lang")
    progress = refuse_unless(progress, PROGRESS, "--progress")
    folder = (
        data or os.environ.get("STANDPUNKT_DATA") or platformdirs.user_data_dir("standpunkt", appauthor=False)
    )
    return Session(Path(folder).expanduser(), chosen, form["as_json"], form["quiet"], progress)


def _language_of_system() -> str:
    name = os.environ.get("LC_ALL") or os.environ.get("LANG") or locale.getlocale()[0] or ""
    return "de" if name.lower().startswith("de") else "en"


def is_terminal() -> bool:
    """Whether results go to a terminal rather than into a pipe or file."""
    return sys.stdout.isatty()
