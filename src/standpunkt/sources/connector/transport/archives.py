"""What is inside a gzip, a zip or a 7z of one file; cut, escaping and exploding ones are refused."""

import gzip
import importlib.util
import io
import lzma
import zipfile
import zlib
from pathlib import PurePosixPath

from standpunkt.sources.connector.transport.guards import MEGABYTE
from standpunkt.vocabulary.errors.sources import (
    ArchivePathError,
    BombError,
    CutFileError,
    MissingReaderError,
)

CHUNK = 1 << 20
GZIP_MAGIC = b"\x1f\x8b"
ZIP_MAGIC = b"PK\x03\x04"
SEVEN_MAGIC = b"7z\xbc\xaf\x27\x1c"


def unpack(content: bytes, file: str, max_mb: int, max_ratio: int) -> bytes:
    """The bytes inside a gzip, or a zip or 7z of one file; other bytes as they are.

    Args:
        content: The bytes.
        file: Their name, for messages.
        max_mb: Limit of the unpacked size.
        max_ratio: Limit of unpacked by packed size, checked above one megabyte.

    Returns:
        Unpacked bytes.
    """
    limit = min(max_mb * MEGABYTE, max(max_ratio * len(content), MEGABYTE))
    if content.startswith(GZIP_MAGIC):
        return _gunzip(content, file, limit, max_ratio)
    if content.startswith(ZIP_MAGIC):
        return _unzip(content, file, limit, max_ratio)
    if content.startswith(SEVEN_MAGIC):
        return _unseven(content, file, limit, max_ratio)
    return content


def _gunzip(content: bytes, file: str, limit: int, ratio: int) -> bytes:
    chunks: list[bytes] = []
    size = 0
    try:
        with gzip.GzipFile(fileobj=io.BytesIO(content)) as stream:
            while chunk := stream.read(CHUNK):
                size += len(chunk)
                if size > limit:
                    raise BombError(file=file, limit=limit // MEGABYTE, ratio=ratio)
                chunks.append(chunk)
    except (EOFError, OSError, zlib.error) as error:
        raise CutFileError(file=file, problem=str(error)) from error
    return b"".join(chunks)


def _unzip(content: bytes, file: str, limit: int, ratio: int) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            members = [found for found in archive.infolist() if not found.is_dir()]
            for member in members:
                _refuse_path(member.filename, file)
            _demand_one(len(members), file)
            with archive.open(members[0]) as stream:
                unpacked = stream.read(limit + 1)
    except (zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise CutFileError(file=file, problem=str(error)) from error
    if len(unpacked) > limit:
        raise BombError(file=file, limit=limit // MEGABYTE, ratio=ratio)
    return unpacked


def _unseven(content: bytes, file: str, limit: int, ratio: int) -> bytes:
    if importlib.util.find_spec("py7zr") is None:
        raise MissingReaderError(file=file, package="py7zr")
    import py7zr  # noqa: PLC0415 (an extra: only those who read such archives have it)
    from py7zr.io import BytesIOFactory  # noqa: PLC0415 (as above)

    try:
        with py7zr.SevenZipFile(io.BytesIO(content)) as archive:
            members = [found for found in archive.list() if not found.is_directory]
            for member in members:
                _refuse_path(member.filename, file)
            _demand_one(len(members), file)
            if (members[0].uncompressed or 0) > limit:
                raise BombError(file=file, limit=limit // MEGABYTE, ratio=ratio)
            factory = BytesIOFactory(limit + 1)
            archive.extract(targets=[members[0].filename], factory=factory)
            unpacked: bytes = factory.products[members[0].filename].read()
    except (py7zr.exceptions.ArchiveError, lzma.LZMAError, EOFError) as error:
        raise CutFileError(file=file, problem=str(error) or type(error).__name__) from error
    if len(unpacked) > limit:
        raise BombError(file=file, limit=limit // MEGABYTE, ratio=ratio)
    return unpacked


def _demand_one(count: int, file: str) -> None:
    if count != 1:
        raise CutFileError(file=file, problem=f"it holds {count} files, one is expected")


def _refuse_path(name: str, file: str) -> None:
    path = PurePosixPath(name.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or ":" in name:
        raise ArchivePathError(file=file, value=name)
