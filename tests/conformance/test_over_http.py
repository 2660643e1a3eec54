"""Every source over real http: as a mirror, and from its origin as declared, with the sample in its place."""

import hashlib
import json
from dataclasses import replace

import pytest

from standpunkt.sources.connector.catalogue import every_connector
from standpunkt.sources.connector.check import EXPECTED, sample_context
from standpunkt.sources.connector.declaration import Listing
from standpunkt.sources.connector.fetch import Options, fetch_source
from standpunkt.sources.connector.plan import requests_of, wanted_files
from standpunkt.sources.connector.release import load_release
from standpunkt.sources.connector.snapshot import Shelf
from standpunkt.tables.warehouse import Warehouse
from tests.sources.conftest import Site, site  # noqa: F401 (a fixture)

WRITTEN = [one for one in every_connector() if one.declaration.state == "written"]
FROM_ORIGIN = [one for one in WRITTEN if one.declaration.access.kind == "http"]


def lenient(connector):
    """The connector with room for the defects of its sample, asked quickly."""
    access = connector.declaration.access.model_copy(
        update={"rate_per_second": 1000.0, "burst": 1000, "tries": 1}
    )
    update = {"quarantine_share_max": 1.0, "access": access}
    return replace(connector, declaration=connector.declaration.model_copy(update=update))


def load(connector, options):
    fetched = fetch_source(connector, options)
    shelf = Shelf(options.data_dir, connector.source_id)
    release, is_read = load_release(connector, fetched.snapshot, shelf, Warehouse(options.data_dir))
    return fetched, release, is_read


def assert_accounted(release):
    assert release.accounts
    for account in release.accounts:
        out = account.kept_count + sum(account.ignored.values()) + sum(account.quarantined.values())
        assert out == account.row_count, account.unit


@pytest.mark.parametrize("connector", WRITTEN, ids=lambda one: one.source_id)
def test_source_loads_from_a_mirror_and_a_second_fetch_reads_nothing(connector, site, tmp_path):  # noqa: F811
    paths = [path for path in (connector.folder / "sample").iterdir() if path.name != EXPECTED]
    base = f"/{connector.source_id}"
    site.files = {f"{base}/{path.name}": path.read_bytes() for path in paths}
    site.files[f"{base}/index.json"] = json.dumps([path.name for path in paths]).encode()
    options = Options(tmp_path, site.address)
    fetched, release, is_read = load(lenient(connector), options)
    assert fetched.is_new
    assert is_read
    assert_accounted(release)
    again, _release, is_read = load(lenient(connector), options)
    assert not again.is_new
    assert not is_read


def served(connector, site: Site):  # noqa: F811
    """The connector with its addresses on the local server, which answers each with a sample of its unit."""
    samples = sample_context(connector).files
    files = []
    for file in connector.declaration.files:
        parts = samples.get(file.unit, ())
        if file.listing:
            lines = []
            for part in parts:
                site.files[f"/{part.name}"] = part.content
                digest = hashlib.md5(part.content, usedforsecurity=False).hexdigest()
                lines.append(f"{len(part.content)} {digest} {site.address}/{part.name}")
            site.files[f"/{file.unit}.txt"] = "\n".join(lines).encode()
            listing = Listing(**file.listing.model_dump() | {"address": f"{site.address}/{file.unit}.txt"})
            files.append(file.model_copy(update={"listing": listing}))
        elif file.address:
            values = "-".join("{" + name + "}" for name in file.each)
            one = dict.fromkeys(file.each, ("1",))
            moved = file.model_copy(update={"address": f"{site.address}/{file.unit}/{values}", "each": one})
            (request,) = requests_of(moved)
            site.files[request.address.removeprefix(site.address)] = parts[0].content
            files.append(moved)
        else:
            files.append(file)
    return replace(connector, declaration=connector.declaration.model_copy(update={"files": tuple(files)}))


@pytest.mark.parametrize("connector", FROM_ORIGIN, ids=lambda one: one.source_id)
def test_source_loads_from_its_origin(connector, site, tmp_path, monkeypatch):  # noqa: F811
    access = connector.declaration.access
    if access.key_variable:
        monkeypatch.setenv(access.key_variable.partition("=")[2], "made-up")
    local = lenient(served(connector, site))
    options = Options(tmp_path, exempt=frozenset({site.host}))
    fetched, release, _is_read = load(local, options)
    asked = wanted_files(local.declaration, has_key=bool(access.key_variable))
    assert {file.unit for file in fetched.snapshot.files} == {file.unit for file in asked}
    assert all(file.sha256 for file in fetched.snapshot.files)
    assert_accounted(release)


def test_addresses_are_those_of_publishers():
    for connector in FROM_ORIGIN:
        for file in connector.declaration.files:
            for request in requests_of(file) if file.address and not file.listing else ():
                assert request.address.startswith(("https://", "http://data.gdeltproject.org/")), (
                    request.address
                )
                assert "{" not in request.address, request.address
