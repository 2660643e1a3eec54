"""Which requests a declared file stands for: one, one per combination of values, or those of a list.

A request that was answered leaves `<name>.done` in `.incoming`, so that a run that broke off, or stopped at a
daily limit, goes on where it was.
"""

import itertools
import re
from collections.abc import Iterator
from dataclasses import dataclass

from standpunkt.sources.connector.declaration import SourceDeclaration, SourceFile
from standpunkt.vocabulary.clock import now
from standpunkt.vocabulary.errors.sources import ArchivePathError, EmptyListingError

RANGE = re.compile(r"(\d{4}|\d{6})\.\.(\d{4}|\d{6}|now)")
COMPLETE_AFTER_MONTHS = 2
"""A month is asked for when it can be complete; a year when it is over."""
UNFIT = re.compile(r"[^\w.]+")
"""Letters that a file name does not take over from a value."""
YEAR_LENGTH = 4
MONTHS = 12


@dataclass(frozen=True)
class Request:
    """One address and the name under which its answer is kept."""

    address: str
    name: str
    byte_count: int | None = None
    md5: str | None = None


def wanted_files(declared: SourceDeclaration, *, has_key: bool) -> tuple[SourceFile, ...]:
    """The files that are asked for: with a key the full ones, without it the public ones.

    Args:
        declared: The source.
        has_key: Whether the environment holds its key.

    Returns:
        Files with an address or a list of addresses.
    """
    unwanted = "without" if has_key else "with"
    return tuple(
        file
        for file in declared.files
        if file.origin_address and not (declared.access.key_variable and file.when_key == unwanted)
    )


def requests_of(file: SourceFile) -> Iterator[Request]:
    """The requests of a file without a list: one per combination of the values under `each`.

    Args:
        file: The declared file.

    Yields:
        Address and name; values stand in the name in the order of the declaration.
    """
    address = file.address or ""
    if not file.each:
        yield Request(address, file_name(file))
        return
    values = [tuple(_spread(texts)) for texts in file.each.values()]
    for combination in itertools.product(*values):
        filled = dict(zip(file.each, combination, strict=True))
        part = UNFIT.sub("-", "_".join(combination))
        yield Request(_fill(address, filled), file.pattern.replace("*", part, 1).replace("*", ""))


def requests_in(text: str, file: SourceFile, source_id: str, known: frozenset[str]) -> list[Request]:
    """The newest files of a publisher's list that are not stored yet, oldest first.

    Args:
        text: The list.
        file: The declared file.
        source_id: The source, for messages.
        known: Names that are stored.

    Returns:
        Requests with size and checksum where the list states them.

    Raises:
        EmptyListingError: If the list names no such file.
        ArchivePathError: If a name could lead out of the folder.
    """
    listing = file.listing
    if listing is None:
        return []
    found = [match.groupdict() for match in re.finditer(listing.pattern, text, re.MULTILINE)]
    if not found:
        raise EmptyListingError(source_id=source_id, address=listing.address, pattern=listing.pattern)
    for groups in found:
        name = groups["address"].rpartition("/")[2]
        if not name or name.startswith(".") or "\\" in name:
            raise ArchivePathError(file=listing.address, value=groups["address"])
    requests = [
        Request(
            groups["address"],
            groups["address"].rpartition("/")[2],
            int(groups["bytes"]) if groups.get("bytes") else None,
            groups.get("md5"),
        )
        for groups in found
    ]
    return [one for one in requests if one.name not in known][-listing.most :]


def file_name(file: SourceFile) -> str:
    """A name that the file's own pattern would find again."""
    return file.pattern.replace("*", file.unit if "*" in file.pattern else "")


def _fill(address: str, values: dict[str, str]) -> str:
    for name, value in values.items():
        address = address.replace("{" + name + "}", value)
    return address


def _spread(texts: tuple[str, ...]) -> Iterator[str]:
    """Texts as they are, `2019..2022` as years, `202201..202212` as months; `now` is the last full one."""
    for text in texts:
        span = RANGE.fullmatch(text)
        if span is None:
            yield text
        elif len(span[1]) == YEAR_LENGTH:
            last = now().year - 1 if span[2] == "now" else int(span[2])
            yield from (str(year) for year in range(int(span[1]), last + 1))
        else:
            last = _months_of_now() if span[2] == "now" else _months_of(span[2])
            yield from (
                f"{month // MONTHS}{month % MONTHS + 1:02d}" for month in range(_months_of(span[1]), last + 1)
            )


def _months_of(text: str) -> int:
    """Months since the year 0."""
    return int(text[:YEAR_LENGTH]) * MONTHS + int(text[YEAR_LENGTH:]) - 1


def _months_of_now() -> int:
    return now().year * MONTHS + now().month - 1 - COMPLETE_AFTER_MONTHS
