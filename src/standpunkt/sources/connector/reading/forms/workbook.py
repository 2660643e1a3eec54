"""Workbooks: one sheet as text, after a preamble, with a header."""

import fnmatch
import importlib.util
import io
import zipfile

import polars as pl

from standpunkt.sources.connector.reading.forms.separated import unique_names
from standpunkt.sources.connector.reading.layouts import ROW, Named, match_layout, numbered
from standpunkt.sources.connector.transport.guards import MEGABYTE
from standpunkt.vocabulary.errors.sources import BombError, MissingReaderError

UNPACKED_BY_PACKED = 10
ANY = "*"


def read_xlsx(content: bytes, named: Named) -> pl.DataFrame:
    """Reads the declared sheet; the header is the first row whose first cell is the declared start.

    Args:
        content: Bytes of the workbook.
        named: The file.

    Returns:
        The columns that the layout reads, as text, and `row_in_snapshot`: the row of the sheet. Where the
        declared name of the sheet has a `*`, its real name stands in the column `sheet`.

    Raises:
        MissingReaderError: If the extra for workbooks is not installed.
    """
    if importlib.util.find_spec("fastexcel") is None:
        raise MissingReaderError(file=named.name, package="fastexcel")
    _refuse_bomb(content, named)
    sheet = _sheet(content, named)
    try:
        cells = pl.read_excel(
            io.BytesIO(content),
            sheet_name=sheet,
            has_header=False,
            engine="calamine",
            infer_schema_length=0,
            drop_empty_rows=False,
            drop_empty_cols=False,
            raise_if_empty=False,
        )
    except (ValueError, pl.exceptions.PolarsError) as error:
        raise named.unreadable(str(error).splitlines()[0]) from error
    texts = cells.cast(pl.String)
    starts = texts.to_series(0).to_list() if texts.width else []
    if named.file.header_start not in starts:
        problem = f"no row of the sheet '{sheet}' begins with '{named.file.header_start}'"
        raise named.unreadable(problem)
    place = starts.index(named.file.header_start)
    columns = unique_names([text or "" for text in texts.row(place)])
    layout = match_layout(columns, named)
    body = texts.slice(place + 1)
    body.columns = columns
    nulls = [text for text in named.file.null_texts if text]
    told = body.with_columns(pl.when(~pl.all().is_in(nulls)).then(pl.all()).name.keep())
    rows = numbered(told, place + 2)
    filled = rows.filter(~pl.all_horizontal(pl.col(name).is_null() for name in columns))
    read = filled.select(ROW, *(name for name in columns if layout.reads(name)))
    return read.with_columns(pl.lit(sheet).alias("sheet")) if ANY in named.file.sheet else read


def _sheet(content: bytes, named: Named) -> str:
    """The one sheet that the declared name fits; editions of a workbook carry years in names of sheets."""
    wanted = named.file.sheet
    if ANY not in wanted:
        return wanted
    import fastexcel  # noqa: PLC0415 (an extra: only those who read workbooks have it)

    try:
        names = fastexcel.read_excel(content).sheet_names
    except fastexcel.FastExcelError as error:
        raise named.unreadable(str(error).splitlines()[0]) from error
    fitting = fnmatch.filter(names, wanted)
    if len(fitting) != 1:
        problem = f"{len(fitting)} of its sheets are called like '{wanted}'"
        raise named.unreadable(problem)
    return fitting[0]


def _refuse_bomb(content: bytes, named: Named) -> None:
    limit = named.declared.access.max_mb * UNPACKED_BY_PACKED
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            size = sum(member.file_size for member in archive.infolist())
    except zipfile.BadZipFile as error:
        problem = "it is no workbook"
        raise named.unreadable(problem) from error
    if size > limit * MEGABYTE:
        raise BombError(file=named.name, limit=limit, ratio=named.declared.access.max_ratio)
