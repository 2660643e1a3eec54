"""Reads a user's list of roll calls: a vote set declared in a file."""

from pathlib import Path

from standpunkt.vocabulary.errors.votes import VoteFileError

COMMENT = "#"


def read_roll_call_list(path: Path) -> tuple[str, ...]:
    """Symbols or ids, one a line; empty lines and what follows a `#` do not count.

    Args:
        path: A text file; of a line with several columns (comma, semicolon, tab) the first one counts.

    Returns:
        The entries, in order, each once; a header `roll_call_id` or `symbol` is left out.

    Raises:
        VoteFileError: If the file cannot be read as text.
    """
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        raise VoteFileError(file=path, problem=str(problem)) from problem
    plain = (line.split(COMMENT)[0].replace(";", ",").replace("\t", ",").split(",")[0] for line in lines)
    entries = (entry.strip().strip('"') for entry in plain)
    return tuple(
        dict.fromkeys(one for one in entries if one and one.lower() not in {"roll_call_id", "symbol"})
    )
