"""Lays a profile over a study file: only the keys that differ."""

from collections.abc import Hashable
from typing import Any

from standpunkt.vocabulary.declaration import Declaration

Place = tuple[Hashable, ...]
WHOLE = {"anchors", "params", "levels", "cuts"}
"""Keys whose value is replaced as a whole: mixing two sets of anchors or of parameters makes no sense."""
OWN_KEYS = {"inactive", "active", "needs", "note"}
"""Keys of a profile that are no keys of a study; a build takes the one whose `needs` were fetched."""
JOIN = "+"
"""Between names of profiles that are laid over one after the other, such as `starter+reviewed`."""


def overlaid(declaration: Declaration, profile: str) -> Declaration:
    """The declaration with a profile's keys in place of the file's.

    Args:
        declaration: The study file, perhaps with another profile laid over it.
        profile: Name of a profile that stands in it. Its `inactive` replaces the list before, its `active`
            takes indicators off it.

    Returns:
        A declaration whose lines lead to the profile where the profile speaks.
    """
    overlay = declaration.data["profiles"][profile]
    lines = dict(declaration.lines)
    changes = {key: value for key, value in overlay.items() if key not in OWN_KEYS}
    data = _merged(declaration.data, changes)
    head = ("profiles", profile)
    for place, line in declaration.lines.items():
        if place[: len(head)] == head and len(place) > len(head) and place[len(head)] not in OWN_KEYS:
            lines[place[len(head) :]] = line
    inactive = overlay.get("inactive", declaration.data.get("inactive", []))
    data["inactive"] = [code for code in inactive if code not in overlay.get("active", [])]
    lines["inactive",] = declaration.line((*head, "inactive"))
    data["profile"] = JOIN.join(filter(None, [declaration.data.get("profile"), profile]))
    return Declaration(declaration.file, data, lines)


def _merged(base: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    found = dict(base)
    for key, value in changes.items():
        before = found.get(key)
        if isinstance(before, dict) and isinstance(value, dict) and key not in WHOLE:
            found[key] = _merged(before, value)
        else:
            found[key] = value
    return found
