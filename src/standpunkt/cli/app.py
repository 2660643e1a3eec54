"""The command line: global options, verbs, and the one place where refusals become text and exit codes."""

import os
import sys
from collections.abc import Sequence
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

from cyclopts import App, CycloptsError, Parameter

from standpunkt.cli.output import print_error
from standpunkt.cli.session import session_of
from standpunkt.cli.usage import usage_refusal
from standpunkt.vocabulary.errors.message import StandpunktError
from standpunkt.vocabulary.errors.run import FolderNotWritableError, InterruptedRunError

VERBS = {
    "demo": "standpunkt.cli.demo:demo",
    "build": "standpunkt.cli.study.build:build",
    "show": "standpunkt.cli.study.show:show",
    "explain": "standpunkt.cli.study.explain:explain",
    "whatif": "standpunkt.cli.study.whatif:whatif",
    "diff": "standpunkt.cli.study.diff:diff",
    "validate": "standpunkt.cli.study.validate:validate",
    "dossier": "standpunkt.cli.study.dossier:dossier",
    "serve": "standpunkt.cli.serve:serve",
    "doctor": "standpunkt.cli.doctor:doctor",
    "fetch": "standpunkt.cli.data.fetch:fetch",
    "sources": "standpunkt.cli.data.sources:sources",
    "tables": "standpunkt.cli.data.tables:tables",
}
GROUPS: dict[str, str] = {
    "votes": "standpunkt.cli.votes.verbs:app",
    "evidence": "standpunkt.cli.evidence.verbs:app",
}
HELP = {
    "demo": "Builds the bundled study, says the headline, writes results, serves the pages.",
    "build": "Builds a version of a study from the facts at hand.",
    "show": "Shows where all states stand, or one.",
    "explain": "Explains a score: contributions that add up to it, their facts and sources.",
    "whatif": "Asks what would be under other weights or without a source, under the same draws.",
    "diff": "Compares two studies, or two versions of one: what moved, and why.",
    "validate": "Tests a study against known facts, outside acts and changed inputs; writes the report.",
    "dossier": "Writes the portrait of a state as PDF.",
    "serve": "Serves the pages on this machine.",
    "doctor": "Says what is installed, where data lie and whether all can work.",
    "fetch": "Brings sources up to date, from their origin or a mirror.",
    "sources": "Lists sources with terms and proof, or compares two snapshots.",
    "tables": "Lists the tables, or writes one to a file.",
    "votes": "Ideal points, similarity and forecasts from recorded votes.",
    "evidence": "Documents become reviewed claims with exact quotes.",
}
"""What the verbs do, for the list of verbs: their modules are read only when they run."""

app = App(
    name="standpunkt",
    help="Who stands at a power's side, and why: sourced, uncertain, explained.",
    version=version("standpunkt"),
    exit_on_error=False,
    print_error=False,
    result_action="return_value",
    suppress_keyboard_interrupt=False,
)
for verb, place in {**VERBS, **GROUPS}.items():
    app.command(place, name=verb, help=HELP.get(verb, ""))


app.meta.suppress_keyboard_interrupt = False  # what an interruption means is said by `main`


@app.meta.default
def launch(
    *tokens: Annotated[str, Parameter(show=False, allow_leading_hyphen=True)],
    data: Path | None = None,
    lang: str | None = None,
    json: bool = False,
    quiet: Annotated[bool, Parameter(name=["--quiet", "-q"])] = False,
    progress: str = "auto",
) -> int:
    """Runs a verb.

    Args:
        tokens: The verb and its words.
        data: Folder for snapshots, tables and versions (else STANDPUNKT_DATA, else your data folder).
        lang: Language of texts: de or en (else that of the system).
        json: Print one JSON object {version, data_date, result, warnings}.
        quiet: Say nothing on stderr but errors.
        progress: How progress is shown: auto, plain, json or none.

    Returns:
        The exit code.
    """
    session = session_of(data, lang, {"as_json": json, "quiet": quiet}, progress)
    command, bound, ignored = app.parse_args(tokens, exit_on_error=False, print_error=False)
    extra: dict[str, Any] = dict.fromkeys(ignored, session)
    outcome = command(*bound.args, **bound.kwargs, **extra)
    return outcome if isinstance(outcome, int) else 0


def main(words: Sequence[str] | None = None) -> int:
    """Runs one call of the command line.

    Args:
        words: The words after the program's name; None takes those of the process.

    Returns:
        Exit code: 0 done; 1 failed or bad content; 2 bad argument; 3 data missing; 130 interrupted.
    """
    words = list(sys.argv[1:] if words is None else words)
    as_json, language = "--json" in words, _language_in(words)
    try:
        return _run(words)
    except BrokenPipeError:
        # Whoever read the pipe has seen enough; what is still buffered must not fail when the process ends.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except (CycloptsError, StandpunktError, KeyboardInterrupt, OSError) as error:
        refusal = _refusal(error)
        print_error(refusal, language, as_json=as_json)
        return refusal.exit_code


def _run(words: Sequence[str]) -> int:
    code = app.meta(words, exit_on_error=False, print_error=False)
    sys.stdout.flush()
    return int(code or 0)


def _refusal(error: BaseException) -> StandpunktError:
    if isinstance(error, StandpunktError):
        return error
    if isinstance(error, CycloptsError):
        return usage_refusal(error)
    if isinstance(error, OSError):
        return FolderNotWritableError(path=error.filename or "?", reason=error.strerror or str(error))
    return InterruptedRunError()


def _language_in(words: Sequence[str]) -> str:
    pairs = pairwise(words)
    chosen = [value for option, value in pairs if option == "--lang"]
    chosen += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    try:
        return session_of(
            None, chosen[0] if chosen else None, {"as_json": False, "quiet": False}, "auto"
        ).language
    except StandpunktError:
        return "en"
