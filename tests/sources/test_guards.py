"""Packed files that lie."""

import gzip
import io
import zipfile

import pytest

from standpunkt.sources.connector.transport.archives import unpack
from standpunkt.sources.connector.transport.guards import refuse_private
from standpunkt.vocabulary.errors.sources import (
    ArchivePathError,
    BombError,
    CutFileError,
    PrivateAddressError,
)


def zipped(**members: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name.replace("__", "/").replace("UP", ".."), content)
    return stream.getvalue()


def test_gzip_and_zip_are_unpacked():
    assert unpack(gzip.compress(b"a,b\n"), "x.gz", 1, 100) == b"a,b\n"
    assert unpack(zipped(x=b"a,b\n"), "x.zip", 1, 100) == b"a,b\n"
    assert unpack(b"a,b\n", "x.csv", 1, 100) == b"a,b\n"


@pytest.mark.parametrize("packed", [gzip.compress(b"\0" * 30_000_000), zipped(x=b"\0" * 30_000_000)])
def test_bomb_is_refused(packed):
    with pytest.raises(BombError):
        unpack(packed, "bomb", 100, 100)


def test_gzip_without_its_end_is_refused():
    with pytest.raises(CutFileError):
        unpack(gzip.compress(b"a,b\n" * 1000)[:-9], "x.gz", 1, 100)


def test_damaged_zip_is_refused():
    with pytest.raises(CutFileError):
        unpack(zipped(x=b"a,b\n" * 1000)[:-9], "x.zip", 1, 100)


@pytest.mark.parametrize("name", ["UP__UP__etc__passwd", "__etc__passwd", "C:windows"])
def test_path_that_leaves_the_archive_is_refused(name):
    with pytest.raises(ArchivePathError):
        unpack(zipped(**{name: b"x"}), "x.zip", 1, 100)


def test_name_that_resolves_into_a_private_network_is_refused():
    with pytest.raises(PrivateAddressError, match=r"192\.168\.0\.9"):
        refuse_private("https://example.org/x", frozenset(), lambda _host: ["192.168.0.9"])
    refuse_private("https://example.org/x", frozenset(), lambda _host: ["93.184.216.34"])
    with pytest.raises(PrivateAddressError, match="scheme"):
        refuse_private("ftp://example.org/x", frozenset())
