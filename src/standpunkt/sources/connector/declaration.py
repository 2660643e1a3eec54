"""What a `source.yml` may say: publisher, terms, files, layouts, what each column becomes, bounds.

A source whose tables follow from its columns one by one needs no program: `tables` says it all.
"""

from datetime import date
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

from standpunkt.vocabulary.declaration import read_declaration, validate_declaration
from standpunkt.vocabulary.provenance import Redistribution, Source, Verification

SOURCE_FILE = "source.yml"
Proof = Literal["live", "publisher_file", "made_up_file", "none"]
"""What shows that a publisher's own layout is read rightly."""
LayoutProof = Literal["live", "publisher_file", "repackaged_file", "made_up_file"]
Kind = Literal["state", "text", "integer", "number", "date", "month", "year", "symbol"]


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class Checked(_Part):
    """How and when somebody saw that the address is right."""

    how: Literal["docs", "public_code", "memory"]
    on: date


class Access(_Part):
    """How the origin is asked; `browser` and `hand`: a person puts the file into the mirror folder."""

    kind: Literal["http", "browser", "hand"]
    headers: dict[str, str] = {}
    key_variable: str | None = None
    rate_per_second: float = 1.0
    burst: int = 1
    per_day: int | None = None
    timeout_seconds: float = 60.0
    tries: int = 5
    max_mb: int = 500
    max_ratio: int = 100


class Listing(_Part):
    """A text file of the publisher that names further files, one a line, the newest last."""

    address: str
    pattern: str
    """A regular expression with the group `address`; `bytes` and `md5` are compared where they are there."""
    most: int
    """So many of the newest that are not stored yet; what is stored is never asked for again."""
    tail_kb: int | None = None
    """So much of the end of the list is enough for the newest."""
    max_mb: int = 300


class SourceFile(_Part):
    """One file of a source: its name in a mirror folder, its address, its form.

    `each` makes several requests of one address: every combination of the values that stand in its braces.
    `listing` takes the addresses from a file of the publisher. In both cases the files are parts of a whole.
    """

    unit: str
    pattern: str
    address: str | None = None
    each: dict[str, tuple[str, ...]] = {}
    listing: Listing | None = None
    when_key: Literal["always", "with", "without"] = "always"
    """Asked for only with the source's key in the environment, or only without it."""
    form: Literal["csv", "parquet", "json", "xml", "xlsx", "text"] = "csv"
    separator: str = ","
    quote: str = '"'
    encoding: Literal["utf-8", "latin-1", "utf-16"] = "utf-8"
    null_texts: tuple[str, ...] = ("",)
    header_start: str = ""
    """Lines before the one that begins so are a preamble; an unnamed column is called after its left one."""
    positions: tuple[str, ...] = ()
    """Names of the columns of a file without a header, in the publisher's order."""
    path_in_json: str = ""
    record: str = ""
    """XML: the element that is one record."""
    fields: dict[str, str] = {}
    """XML: name of a column and its path below the record, such as `nameAlias/@wholeName`."""
    sheet: str = ""
    """Workbook: name of the sheet."""
    row_limit: int | None = None
    """So many rows at most in one answer; an answer that long is taken to be cut."""
    is_optional: bool = False
    is_part: bool = False
    """Several files of this pattern are parts of one whole, not editions of which the newest counts."""

    @property
    def origin_address(self) -> str | None:
        """Where it, or the list that names it, is asked for; None where a person fetches it."""
        return self.listing.address if self.listing else self.address

    @property
    def has_parts(self) -> bool:
        """Whether several files may lie side by side."""
        return self.is_part or bool(self.each) or self.listing is not None


class Layout(_Part):
    """The columns by which a file is recognised; `ignored` ones are seen and deliberately not read."""

    id: str
    unit: str
    columns: tuple[str, ...]
    optional: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()
    is_open: bool = False
    """The publisher's other columns are documented nowhere here: they are not read, and may come and go."""
    proof: LayoutProof

    def reads(self, column: str) -> bool:
        """Whether a column of the file is read."""
        if self.is_open:
            return column in self.columns or column in self.optional
        return column not in self.ignored


class Bounds(_Part):
    """What a sound file looks like: rows, least share of filled cells, ranges of numbers."""

    rows: tuple[int, int]
    fill: dict[str, float] = {}
    ranges: dict[str, tuple[float, float]] = {}


class Column(_Part):
    """How a column of a table comes from the file: from a column, or the same value in every row."""

    from_: str | None = Field(default=None, alias="from")
    as_: Kind = Field(default="text", alias="as")
    value: str | None = None
    lookup: str | None = None
    factor: float | None = None
    format: str | None = None
    range: tuple[float, float] | None = None
    on_empty: Literal["quarantine", "ignore", "keep"] = "quarantine"

    @model_validator(mode="after")
    def _has_one_origin(self) -> "Column":
        if (self.from_ is None) == (self.value is None):
            msg = "a column takes either 'from' or 'value'"
            raise ValueError(msg)
        return self


class PlainTable(_Part):
    """A table that follows from one unit column by column."""

    table: str
    unit: str
    columns: dict[str, Column]
    where: dict[str, tuple[str, ...]] = {}
    """Rows with another value in these columns belong elsewhere and are ignored."""
    known_from: str | None = None
    """The column of days that says since when a row is known; else the day of the snapshot."""
    known_next_year: str | None = None
    """Month and day (07-01) of the year after the row's year on which such figures are first published."""
    verification: Verification = "official"


class Coverage(_Part):
    """Which states and years the source looks at."""

    scope: str
    from_year: int | None = None
    to_year: int | None = None


class SourceDeclaration(_Part):
    """Content of `source.yml`; the folder's name is the id."""

    title: str
    publisher: str
    home_address: str
    citation: str
    licence_text: str
    licence_address: str = ""
    may_redistribute: Redistribution
    may_be_used_commercially: Literal["yes", "no", "unclear"] = "unclear"
    bias_note: str
    cadence: str
    state: Literal["written", "not_written"] = "written"
    state_note: str = ""
    is_default: bool = True
    """Loaded by `fetch` without names; sources with doubtful terms are asked for by name."""
    is_large: bool = False
    """Many requests or much data: its origin is asked by name only; a mirror that holds it is read."""
    proof: Proof
    proof_note: str = ""
    address_checked: Checked
    coverage: Coverage
    access: Access
    files: tuple[SourceFile, ...] = ()
    layouts: tuple[Layout, ...] = ()
    lookups: dict[str, dict[str, str]] = {}
    reporting_until: dict[str, date] = {}
    """The last day of which a reporter's own numbers are; what is dated later is an estimate."""
    bounds: dict[str, Bounds] = {}
    tables: tuple[PlainTable, ...] = ()
    quarantine_share_max: float = 0.005
    shrink_share_max: float = 0.02
    precedence: int = 50
    """Where two releases hold the same key, the lower number wins."""
    edition: int = 1
    """Raised when the reader changes what it makes of the same bytes."""

    def file_of(self, unit: str) -> SourceFile:
        """The file with this unit name."""
        return next(found for found in self.files if found.unit == unit)

    def record(self, source_id: str) -> Source:
        """The publisher's record that travels with every number.

        Args:
            source_id: Name of the folder.

        Returns:
            The record.
        """
        return Source(
            source_id=source_id,
            publisher=self.publisher,
            title=self.title,
            address=self.home_address,
            licence_text=self.licence_text,
            licence_address=self.licence_address,
            may_redistribute=self.may_redistribute,
            citation=self.citation,
            bias_note=self.bias_note,
        )


def read_source(folder: Path) -> SourceDeclaration:
    """Reads and validates the declaration of a connector.

    Args:
        folder: The connector's folder.

    Returns:
        The declaration.
    """
    return validate_declaration(SourceDeclaration, read_declaration(folder / SOURCE_FILE))
