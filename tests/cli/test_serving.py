"""`serve` answers where it says it does; `demo` writes what it promises."""

import re
import shutil
import signal
import urllib.request

import pytest

from tests.cli.conftest import finished, process

STUDY = "russia_ukraine"
pytestmark = pytest.mark.slow


def test_serve_answers_on_the_printed_address_and_ends_with_ctrl_c(built):
    with process("--data", built, "serve") as running:
        assert running.stderr is not None
        line = running.stderr.readline()
        found = re.search(r"http://127\.0\.0\.1:\d+/en/s/russia_ukraine/", line)
        assert found, line
        page = _first_answer(found[0])
        running.send_signal(signal.SIGINT)
        _, err = running.communicate(timeout=60)
    assert "<svg" in page
    assert running.returncode == 0
    assert "Traceback" not in err


def _first_answer(address):
    import time

    for _ in range(100):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:  # noqa: S310 (our own server)
                return answer.read().decode()
        except OSError:
            time.sleep(0.2)
    raise AssertionError(address)


def test_demo_writes_map_portraits_and_table_in_both_languages(built, tmp_path):
    data = shutil.copytree(built, tmp_path / "data")
    out = tmp_path / "out"
    done = finished("--data", data, "demo", "--no-serve", "--out", out, "--json")
    assert done.code == 0, done.err
    names = sorted(path.name for path in out.iterdir())
    assert names == [
        "SRB_de.pdf", "SRB_en.pdf", "map_2025-08_de.svg", "map_2025-08_en.svg", "states_2025-08.csv"
    ]  # fmt: skip
    result = done.json["result"]
    assert sorted(path.rsplit("/")[-1] for path in result["files"]) == names
    assert {"headline", "movers", "files", "seconds"} <= set(result)
    assert set(result["movers"]) == {"2022-2023", "2023-2025"}
    assert "Traceback" not in done.err


def test_help_names_every_verb_and_says_what_it_does():
    from standpunkt.cli.app import GROUPS, HELP, VERBS

    text = finished("--help").out
    assert set(HELP) == {*VERBS, *GROUPS}
    for verb, help_text in HELP.items():
        assert verb in text
        assert help_text.split()[0] in text
