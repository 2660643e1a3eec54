"""A made-up version and clients that read it."""

import pytest
from fastapi.testclient import TestClient

from standpunkt.dossier.observatory import Observatory
from standpunkt.web.app import create_app
from tests.evidence.suggest.conftest import make_docx, make_pdf
from tests.web import synthetic

__all__ = ["make_docx", "make_pdf"]

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
