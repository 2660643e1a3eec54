"""A made-up version and clients that read it."""

import shutil

import pytest
from fastapi.testclient import TestClient

from standpunkt.dossier.observatory import Observatory
from standpunkt.web.app import create_app
from tests.evidence.suggest.conftest import make_docx, make_pdf
from tests.web import synthetic
from tests.web.browser import QUIET

__all__ = ["make_docx", "make_pdf"]

NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next((found for name in NAMES if (found := shutil.which(name))), "")
BASE = "http://127.0.0.1"


@pytest.fixture(scope="session")
def data_dir(tmp_path_factory: pytest.TempPathFactory):
    """A data folder with one version."""
    folder = tmp_path_factory.mktemp("web")
    synthetic.build(folder)
    return folder


@pytest.fixture(scope="session")
def observatory(data_dir) -> Observatory:
    return Observatory.open(synthetic.STUDY, data_dir)


@pytest.fixture(scope="session")
def client(data_dir) -> TestClient:
    return TestClient(create_app(data_dir), base_url=BASE, follow_redirects=False)


@pytest.fixture(scope="session")
def browser():
    """Chromium, or a plain reason why not."""
    if not CHROMIUM:
        pytest.skip("needs Chromium (Debian: apt-get install chromium)")
    driver = pytest.importorskip("playwright.sync_api", reason="needs the Python package playwright")
    with driver.sync_playwright() as started:
        running = started.chromium.launch(executable_path=CHROMIUM, args=QUIET)
        yield running
        running.close()
