"""Every text that the product may have to say, found in code, templates, measures and refusals.

A text is declared where it stands: as first argument of `say(...)` or `_(...)`, directly or through a
constant of a module, as `label`, `unit` or `caveat` of a `Measure(...)`, or as template of a refusal.
Nothing is imported or run.
"""

import ast
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

PACKAGE = Path(__file__).parent.parent
SAY = frozenset({"say", "_say", "_"})
MEASURE_TEXTS = frozenset({"label", "unit", "caveat"})
ERROR_TEXTS = frozenset({"says", "rule", "next_step"})
TEMPLATE_CALL = re.compile(r"\b_\(\s*(\"(?:[^\"\\]|\\.)*\"|'(?:[^'\\]|\\.)*')")


@dataclass(frozen=True)
class Declared:
    """A text and the file and line where it stands."""

    msgid: str
    place: str


@dataclass
class Module:
    """One parsed file: its constants, what it imports, and what its loops run over."""

    path: Path
    tree: ast.Module
    constants: dict[str, ast.expr] = field(default_factory=dict)
    imports: dict[str, tuple[str, str]] = field(default_factory=dict)
    loops: dict[str, list[tuple[ast.expr, int | None]]] = field(default_factory=dict)


@cache
def declared_texts() -> tuple[Declared, ...]:
    """All texts of the installed package, by place."""
    return texts_in(PACKAGE)


def texts_in(root: Path) -> tuple[Declared, ...]:
    """All texts declared below a folder.

    Args:
        root: The folder of the package `standpunkt`, or of anything laid out like it.

    Returns:
        Texts in the order of files and lines; a text declared twice comes twice.
    """
    modules = {path: _read(path) for path in sorted(root.rglob("*.py"))}
    named = {_dotted(path, root): module for path, module in modules.items()}
    found = []
    for module in modules.values():
        place = str(module.path.relative_to(root))
        for line, text in _texts(module, named):
            found.append(Declared(text, f"{place}:{line}"))
    for path in sorted(root.rglob("templates/**/*.html")):
        found += _template_texts(path, root)
    return tuple(one for one in found if one.msgid)


def _template_texts(path: Path, root: Path) -> Iterator[Declared]:
    content = path.read_text(encoding="utf-8")
    for match in TEMPLATE_CALL.finditer(content):
        line = content.count("\n", 0, match.start()) + 1
        yield Declared(ast.literal_eval(match[1]), f"{path.relative_to(root)}:{line}")


def _read(path: Path) -> Module:
    module = Module(path, ast.parse(path.read_text(encoding="utf-8")))
    for statement in module.tree.body:
        _note_constant(statement, module)
    for node in ast.walk(module.tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            module.imports |= {name.asname or name.name: (node.module, name.name) for name in node.names}
        elif isinstance(node, (ast.For, ast.comprehension)):
            _note_loop(node.target, node.iter, module)
    return module


def _note_constant(node: ast.stmt, module: Module) -> None:
    if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
        module.constants[node.target.id] = node.value
    elif isinstance(node, ast.Assign):
        for target in node.targets:
            if isinstance(target, ast.Name):
                module.constants[target.id] = node.value


def _note_loop(target: ast.expr, source: ast.expr, module: Module) -> None:
    if isinstance(target, ast.Name):
        module.loops.setdefault(target.id, []).append((source, None))
    elif isinstance(target, ast.Tuple):
        for position, part in enumerate(target.elts):
            if isinstance(part, ast.Name):
                module.loops.setdefault(part.id, []).append((source, position))


def _texts(module: Module, named: dict[str, Module]) -> Iterator[tuple[int, str]]:
    is_error_file = module.path.parent.name == "errors"
    for node in ast.walk(module.tree):
        if isinstance(node, ast.Call):
            for argument in _arguments(node):
                yield from ((node.lineno, text) for text in _strings(argument, module, named))
        elif is_error_file and isinstance(node, ast.ClassDef):
            yield from _class_texts(node)


def _class_texts(node: ast.ClassDef) -> Iterator[tuple[int, str]]:
    for inner in node.body:
        target = inner.targets[0] if isinstance(inner, ast.Assign) else getattr(inner, "target", None)
        value = getattr(inner, "value", None)
        if isinstance(target, ast.Name) and target.id in ERROR_TEXTS and isinstance(value, ast.expr):
            yield from ((inner.lineno, text) for text in _plain(value))


def _arguments(call: ast.Call) -> Iterable[ast.expr]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in SAY:
        return call.args[:1]
    if name == "Measure":
        return [word.value for word in call.keywords if word.arg in MEASURE_TEXTS]
    return []


def _strings(node: ast.expr, module: Module, named: dict[str, Module]) -> Iterator[str]:
    if isinstance(node, ast.Name):
        yield from _named_strings(node.id, module, named)
    elif isinstance(node, ast.Subscript):
        constant = _constant(node.value, module, named)
        yield from _values(constant, None) if constant else ()
    elif isinstance(node, ast.Call) and getattr(node.func, "id", "") == "next":
        generator = node.args[0]
        if isinstance(generator, ast.GeneratorExp):
            yield from _strings(generator.elt, module, named)
    elif isinstance(node, ast.IfExp):
        yield from _strings(node.body, module, named)
        yield from _strings(node.orelse, module, named)
    else:
        yield from _plain(node)


def _named_strings(name: str, module: Module, named: dict[str, Module]) -> Iterator[str]:
    constant = _constant(ast.Name(name), module, named)
    if constant is not None:
        yield from _plain(constant)
    for source, position in module.loops.get(name, []):
        inner = _looped(source)
        over = _constant(inner, module, named) if isinstance(inner, ast.Name) else inner
        if over is not None:
            yield from _values(over, position)


def _looped(source: ast.expr) -> ast.expr:
    """What a loop runs over, without `.items()` or `.values()`."""
    if isinstance(source, ast.Call) and isinstance(source.func, ast.Attribute):
        return source.func.value if source.func.attr in {"items", "values"} else source
    return source


def _constant(node: ast.expr, module: Module, named: dict[str, Module]) -> ast.expr | None:
    if not isinstance(node, ast.Name):
        return None
    if node.id in module.constants:
        return module.constants[node.id]
    home, name = module.imports.get(node.id, ("", ""))
    return named[home].constants.get(name) if home in named else None


def _values(node: ast.expr, position: int | None) -> Iterator[str]:
    if isinstance(node, ast.Dict):
        for value in node.values:
            yield from _values(value, None) if isinstance(value, (ast.Tuple, ast.Dict)) else _plain(value)
    elif isinstance(node, (ast.Tuple, ast.List)):
        for part in node.elts:
            chosen = part.elts[position] if isinstance(part, ast.Tuple) and position is not None else part
            yield from _plain(chosen)
    elif isinstance(node, ast.Call) and node.args:
        yield from _values(node.args[0], position)


def _plain(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _plain(node.body)
        yield from _plain(node.orelse)


def _dotted(path: Path, root: Path) -> str:
    return ".".join((root.name, *path.relative_to(root).with_suffix("").parts)).removesuffix(".__init__")
