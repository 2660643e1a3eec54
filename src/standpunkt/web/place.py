"""Addresses: where a page stands, and how links to its neighbours are written."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import quote, urlencode

LANGUAGES = ("de", "en")


@dataclass(frozen=True)
class Place:
    """Language, study and, for a frozen address, the version.

    Args:
        lang: de or en.
        study_id: Stem of the study's file.
        version_id: The version named in the address; empty on live pages.
    """

    lang: str
    study_id: str
    version_id: str = ""

    @property
    def base(self) -> str:
        """The address below which all pages of the study stand, without a final slash."""
        frozen = f"/v/{quote(self.version_id)}" if self.version_id else ""
        return f"/{self.lang}/s/{quote(self.study_id)}{frozen}"

    def link(self, path: str = "", query: Mapping[str, str] | None = None) -> str:
        """The address of a page of this study.

        Args:
            path: Path below the study, such as `state/SRB`; empty for the overview.
            query: Parameters in canonical order.

        Returns:
            Path and query, to be escaped by the template.

        Examples:
            >>> Place("de", "russia_ukraine").link("state/SRB", {"at": "2023-02"})
            '/de/s/russia_ukraine/state/SRB?at=2023-02'
        """
        return f"{self.base}/{path}{write_query(query or {})}"

    def translated(self, lang: str) -> "Place":
        """The same place in another language."""
        return Place(lang, self.study_id, self.version_id)


def write_query(query: Mapping[str, str]) -> str:
    """A query with sorted keys and without empty values; empty if nothing is left.

    Args:
        query: Value by name.

    Returns:
        The query with its question mark.

    >>> write_query({"view": "table", "at": "2023-02", "by": ""})
    '?at=2023-02&view=table'
    """
    kept = sorted((key, value) for key, value in query.items() if value)
    return "?" + urlencode(kept, safe=",") if kept else ""
