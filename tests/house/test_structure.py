"""The house: import directions, sizes, names, contracts."""

import ast
import statistics
import subprocess
import sys
from pathlib import Path
from typing import TypeGuard

import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "standpunkt"
ROOMS = (
    *("vocabulary", "languages", "study", "tables", "sources", "evidence", "measures", "index", "dossier"),
    *("web", "pipeline", "cli"),
)
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "core", "base", "manager"}
FILE_LINES, FUNCTION_LINES, FOLDER_FILES = 400, 50, 12
MEDIAN_FUNCTION, NINETIETH_FUNCTION = 10, 27
COUNT_EXEMPT = {"sources", "languages", "relations", "errors", "organisations", "starter"}


def program_files() -> list[Path]:
    return sorted(path for path in SOURCE.rglob("*.py"))


def length_of(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring."""
    total = (function.end_lineno or 0) - function.lineno + 1
    if ast.get_docstring(function, clean=False) is None:
        return total
    first = function.body[0]
    return total - ((first.end_lineno or 0) - first.lineno + 1)


def functions(path: Path) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return [node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def reads_a_file(node: ast.AST) -> TypeGuard[ast.Attribute]:
    """Whether a node is `pl.read_...` or `pl.scan_...`."""
    return (
        isinstance(node, ast.Attribute)
        and isinstance(node.value, ast.Name)
        and node.value.id in {"pl", "polars"}
        and node.attr.startswith(("read_", "scan_"))
    )


def test_imports_point_downwards():
    answer = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert answer.returncode == 0, answer.stdout[-3000:]


@pytest.mark.parametrize("room", ROOMS)
def test_every_room_states_its_contract_and_holds_no_code_in_its_init(room):
    tree = ast.parse((SOURCE / room / "__init__.py").read_text(encoding="utf-8"))
    contract = ast.get_docstring(tree)
    assert len(tree.body) == 1, "a room's __init__.py is a docstring only"
    assert contract is not None
    assert 4 <= len(contract.splitlines()) <= 15
    assert "Comes in:" in contract
    assert "Goes out:" in contract
    assert "Does not belong here:" in contract


def test_files_stay_short():
    lines = {str(path.relative_to(ROOT)): path.read_text().count("\n") for path in program_files()}
    assert not {name: count for name, count in lines.items() if count > FILE_LINES}


def test_functions_stay_short():
    lengths = {f"{p.relative_to(ROOT)}:{f.name}": length_of(f) for p in program_files() for f in functions(p)}
    assert not {name: n for name, n in lengths.items() if n > FUNCTION_LINES}
    ordered = sorted(lengths.values())
    assert statistics.median(ordered) <= MEDIAN_FUNCTION
    assert ordered[int(len(ordered) * 0.9)] <= NINETIETH_FUNCTION


def test_folders_stay_small():
    crowded = {}
    for folder in {path.parent for path in program_files()}:
        count = len([path for path in folder.glob("*.py") if path.name != "__init__.py"])
        if count > FOLDER_FILES and folder.name not in COUNT_EXEMPT:
            crowded[str(folder.relative_to(ROOT))] = count
    assert not crowded


def test_names_say_what_is_inside():
    vague = [str(p.relative_to(ROOT)) for p in program_files() if FORBIDDEN_NAMES & set(p.stem.split("_"))]
    vague += [str(p.relative_to(ROOT)) for p in SOURCE.rglob("*") if p.is_dir() and p.name in FORBIDDEN_NAMES]
    assert not vague


def test_polars_reads_files_only_in_tables_and_sources():
    offenders = []
    for path in program_files():
        if path.relative_to(SOURCE).parts[0] in {"tables", "sources"}:
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        offenders += [
            f"{path.relative_to(ROOT)}:{node.lineno}" for node in ast.walk(tree) if reads_a_file(node)
        ]
    assert not offenders


def test_no_module_defines_what_architecture_bans_in_comments():
    marks = ("TODO", "FIXME", "XXX")
    found = [
        f"{p.relative_to(ROOT)}:{n}"
        for p in program_files()
        for n, line in enumerate(p.read_text().splitlines(), 1)
        if any(f"# {mark}" in line for mark in marks)
    ]
    assert not found
