"""Bad input: one message that names the value, the rule and the next step; exit code 1, 2 or 3."""

import json
import os
import socket

import pytest

STUDY = "russia_ukraine"
BAD_WORDS = (
    (("shw",), "'show'"),
    (("show",), "STUDY"),
    (("show", "russia_ukrane"), "'russia_ukraine'"),
    (("show", "../x"), "'../x'"),
    (("show", ""), "''"),
    (("show", STUDY, "Serbja"), "Serbia (SRB)"),
    (("show", STUDY, "Kosovo"), "XKX"),
    (("show", STUDY, "--at", "1999"), "2014-01"),
    (("show", STUDY, "--at", "20xx"), "2022-04"),
    (("show", STUDY, "--at", "2023-13"), "2023-13"),
    (("show", STUDY, "--at"), "--at"),
    (("show", STUDY, "--class", "neutrl"), "'NEUTRAL'"),
    (("show", STUDY, "--version", "2020-01-01.abcdef"), "2025-08-31."),
    (("show", STUDY, "--bogus"), "'--bogus'"),
    (("show", STUDY, "SRB", "TUR"), "'TUR'"),
    (("show", STUDY, "--at", "2023", "--at", "2022"), "--at stands twice"),
    (("--lang", "fr", "doctor"), "de, en"),
    (("--progress", "jsn", "doctor"), "'json'"),
    (("explain", STUDY), "STATE"),
    (("explain", STUDY, "TUR", "--index", "stanc"), "'stance'"),
    (("explain", STUDY, "TUR", "--indicator", "E11"), "'E1'"),
    (("build", STUDY, "--profile", "startr"), "'starter'"),
    (("build", STUDY, "--draws", "abc"), "whole number"),
    (("build", STUDY, "--draws", "-5"), "between 200 and"),
    (("build", STUDY, "--at", "2030"), "2025-08"),
    (("dossier", STUDY), "STATES"),
    (("dossier", STUDY, "Atlantis"), "'Atlantis'"),
    (("serve", "--port", "text"), "'text'"),
    (("serve", "--port", "0"), "between 1 and 65535"),
    (("serve", "--port", "70000"), "70000"),
    (("serve", "nope"), "'russia_ukraine'"),
)


@pytest.mark.parametrize(
    ("words", "names"), BAD_WORDS, ids=lambda value: value if isinstance(value, str) else " ".join(value)
)
def test_bad_words_are_refused_with_value_rule_and_next_step(show, words, names):
    done = show(*words)
    assert done.code == 2
    assert done.out == ""
    assert names in done.err
    assert done.err.count("\n") == 1, "one message and nothing before it"
    assert "Traceback" not in done.err


def test_refusals_are_german_on_request(show):
    done = show("--lang", "de", "shw")
    assert done.code == 2
    assert done.err.startswith("Den Befehl »shw« gibt es nicht.")
    assert "Staat" in show("show", STUDY, "Atlantis", "--lang=de").err


def test_refusals_are_problem_objects_for_readers_of_json(show):
    for words in (("show", STUDY, "Atlantis"), ("shw",)):
        done = show(*words, "--json")
        problem = json.loads(done.err)
        assert done.code == 2
        assert problem["type"][0].isalpha()
        assert problem["values"]["value"] in problem["detail"]


@pytest.fixture
def own_study(tmp_path):
    """A data folder with a study file of the user, changed by a function."""
    from standpunkt.study.load import study_path

    def write(old: str, new: str):
        text = study_path(STUDY).read_text(encoding="utf-8")
        assert text.count(old) >= 1
        folder = tmp_path / "studies"
        folder.mkdir(exist_ok=True)
        changed = text.replace(old, new, 1)
        (folder / f"{STUDY}.yml").write_text(changed, encoding="utf-8")
        line = text[: text.index(old)].count("\n") + 1
        return tmp_path, line

    return write


@pytest.mark.parametrize(
    ("old", "new", "names"),
    [
        ("votes: {layer: conduct, weight: 0.6}", "votes: {layer: conduct, weight: -0.6}", "-0.6"),
        ("votes: {layer: conduct, weight: 0.6}", "votes: {layer: conduct, weight: much}", "much"),
        ("votes: {layer: conduct, weight: 0.6}", "votes: {layer: conduct, wieght: 0.6}", "wieght"),
        ("  D: {weight: 1,", "  D: {weight: 1", "yml"),
    ],
)
def test_a_malformed_study_file_is_refused_with_file_and_line(call, own_study, old, new, names):
    data, line = own_study(old, new)
    done = call("--data", data, "build", STUDY)
    assert done.code == 1
    assert f"{STUDY}.yml:" in done.err
    assert names in done.err
    number = int(done.err.split(f"{STUDY}.yml:")[1].split(":")[0])
    assert abs(number - line) <= 2
    assert sorted(path.name for path in data.iterdir()) == ["studies"]


def test_without_profile_a_measure_that_is_missing_is_named_with_its_line(show):
    done = show("build", STUDY, "--profile", "none")
    assert done.code in {0, 1}
    if done.code:
        assert f"{STUDY}.yml:" in done.err


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write everywhere")
def test_a_folder_without_rights_is_refused(call, tmp_path):
    tmp_path.chmod(0o500)
    done = call("--data", tmp_path / "data", "build", STUDY)
    assert done.code == 1
    assert str(tmp_path) in done.err


def test_a_data_folder_that_is_a_file_is_refused_before_work(call, tmp_path):
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    done = call("--data", place, "build", STUDY)
    assert done.code == 1
    assert str(place) in done.err
    assert "--data" in done.err


@pytest.mark.parametrize("words", [("build", STUDY), ("demo", "--no-serve")])
def test_an_out_folder_that_cannot_be_written_is_refused_before_work(show, tmp_path, words):
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    done = show(*words, "--out", place / "below")
    assert done.code == 1
    assert str(place) in done.err
    assert done.err.count("\n") == 1


def test_dossier_into_a_file_below_a_file_is_refused(show, tmp_path):
    place = tmp_path / "file"
    place.write_text("", encoding="utf-8")
    done = show("-q", "dossier", STUDY, "SRB", "--out", place / "srb.pdf")
    assert done.code == 1
    assert done.err.count("\n") == 1


def test_a_taken_port_is_refused(show):
    with socket.socket() as holder:
        holder.bind(("127.0.0.1", 0))
        holder.listen()
        port = holder.getsockname()[1]
        done = show("serve", "--port", port)
    assert done.code == 1
    assert str(port) in done.err


def test_a_named_version_that_was_never_built_is_missing_data(call, tmp_path):
    done = call("--data", tmp_path, "diff", STUDY, "2025-01-01.aaaaaa", "2025-01-01.bbbbbb")
    assert done.code in {2, 3}
    assert done.err.count("\n") == 1
