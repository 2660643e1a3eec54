"""Reads declaration files: every scalar arrives as text, every error knows its line.

YAML 1.1 would read `010121` as 4177 and `NO` as false, so nothing is typed here; the pydantic
model of the kind gives the types.
"""

import difflib
from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from standpunkt.vocabulary.errors.declarations import (
    DeclarationKeyError,
    DeclarationMissingKeyError,
    DeclarationSyntaxError,
    DeclarationValueError,
)

MAX_BYTES = 1_000_000
LOADER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
"""The same loader in C where PyYAML has it: some forty times faster."""
Model = TypeVar("Model", bound=BaseModel)
Place = tuple[Hashable, ...]


@dataclass(frozen=True)
class Declaration:
    """A parsed file: nested dicts, lists and texts, and the line of each place in it."""

    file: str
    data: Any
    lines: Mapping[Place, int]

    def line(self, place: Place) -> int:
        """The line of a place, or of the nearest enclosing place that stands in the file.

        Args:
            place: Keys and list positions from the top.

        Returns:
            Line number, from 1.
        """
        while place and place not in self.lines:
            place = place[:-1]
        return self.lines.get(place, 1)


def read_declaration(path: Path) -> Declaration:
    """Reads a YAML file of at most 1 MB without typing its scalars.

    Args:
        path: The file.

    Returns:
        Its content with line numbers.

    Raises:
        DeclarationSyntaxError: For other syntax, a repeated key, an alias or a file too large.
    """
    if path.stat().st_size > MAX_BYTES:
        raise DeclarationSyntaxError(file=path.name, line=1, problem="the file is larger than 1 MB")
    return parse_declaration(path.read_text(encoding="utf-8"), path.name)


def parse_declaration(text: str, file: str) -> Declaration:
    """Parses YAML text; see `read_declaration`.

    Args:
        text: The YAML.
        file: The name used in messages.

    Returns:
        Its content with line numbers.

    Raises:
        DeclarationSyntaxError: For other syntax, a repeated key or an alias.
    """
    try:
        for event in yaml.parse(text, Loader=LOADER):
            if isinstance(event, yaml.AliasEvent):
                line = event.start_mark.line + 1 if event.start_mark else 1
                raise DeclarationSyntaxError(file=file, line=line, problem="an alias stands here")
        node = yaml.compose(text, Loader=LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 1
        raise DeclarationSyntaxError(file=file, line=line, problem=str(error.problem)) from error
    lines: dict[Place, int] = {}
    data = _content(node, (), lines, file) if node is not None else {}
    return Declaration(file, data, lines)


def _content(node: yaml.Node, place: Place, lines: dict[Place, int], file: str) -> Any:  # noqa: ANN401 (YAML)
    lines.setdefault(place, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, place, lines, file)
    if isinstance(node, yaml.SequenceNode):
        return [_content(item, (*place, i), lines, file) for i, item in enumerate(node.value)]
    return node.value


def _mapping(node: yaml.MappingNode, place: Place, lines: dict[Place, int], file: str) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key = key_node.value
        line = key_node.start_mark.line + 1
        if key in found:
            raise DeclarationSyntaxError(file=file, line=line, problem=f"the key '{key}' comes twice")
        lines[*place, key] = line
        found[key] = _content(value_node, (*place, key), lines, file)
    return found


def validate_declaration(model: type[Model], declaration: Declaration) -> Model:
    """Gives the texts of a declaration the types of a model.

    The first unknown key, missing key or unfit value is refused with its line.

    Args:
        model: The pydantic model of the kind.
        declaration: The parsed file.

    Returns:
        The model's instance.
    """
    try:
        return model.model_validate(declaration.data)
    except ValidationError as error:
        _refuse(model, declaration, error)


@dataclass(frozen=True)
class Problem:
    """The first thing that keeps a declaration from fitting its model.

    `kind` is pydantic's error type (`missing`, `extra_forbidden`, `int_parsing` ...); `limits` are its
    values.
    """

    kind: str
    place: Place
    line: int
    value: str
    message: str
    allowed: tuple[str, ...]
    limits: Mapping[str, Any]

    @property
    def key(self) -> str:
        """The last part of the place."""
        return str(self.place[-1]) if self.place else ""

    @property
    def nearest(self) -> str:
        """The allowed key most like the one that stands there."""
        return (difflib.get_close_matches(self.key, self.allowed, n=1, cutoff=0) or [""])[0]


def first_problem(model: type[BaseModel], declaration: Declaration, error: ValidationError) -> Problem:
    """Finds place and line of the first error of a validation.

    Args:
        model: The model that refused.
        declaration: What it was given.
        error: The refusal.

    Returns:
        The problem, with the keys allowed at its place.
    """
    # A misspelt key is also a missing one; the key that stands there is what the reader can mend.
    found = error.errors()
    first = next((each for each in found if each["type"] == "extra_forbidden"), found[0])
    place: Place = tuple(first["loc"])
    return Problem(
        kind=first["type"],
        place=place,
        line=declaration.line(place),
        value=str(first["input"])[:80],
        message=first["msg"].removeprefix("Value error, "),
        allowed=tuple(_allowed_keys(model, place[:-1])),
        limits=first.get("ctx", {}),
    )


def _refuse(model: type[BaseModel], declaration: Declaration, error: ValidationError) -> NoReturn:
    problem = first_problem(model, declaration, error)
    file, line, key = declaration.file, problem.line, problem.key
    where = ".".join(str(part) for part in problem.place[:-1]) or "the file"
    if problem.kind == "extra_forbidden":
        allowed = ", ".join(problem.allowed)
        values = {"place": where, "key": key, "allowed": allowed, "nearest": problem.nearest}
        raise DeclarationKeyError(file=file, line=line, **values) from error
    if problem.kind == "missing":
        raise DeclarationMissingKeyError(file=file, line=line, place=where, key=key) from error
    shown = ".".join(str(part) for part in problem.place) or "the file"
    values = {"place": shown, "value": problem.value, "problem": problem.message}
    raise DeclarationValueError(file=file, line=line, **values) from error


def _allowed_keys(model: type[BaseModel], place: Place) -> list[str]:
    current: Any = model
    for part in place:
        fields = {field.alias or name: field for name, field in getattr(current, "model_fields", {}).items()}
        if part in fields:
            current = _inner_model(fields[part].annotation)
    fields = getattr(current, "model_fields", {})
    return [field.alias or name for name, field in fields.items()]


def _inner_model(annotation: Any) -> Any:  # noqa: ANN401 (any type annotation)
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    for argument in reversed(getattr(annotation, "__args__", ())):
        inner = _inner_model(argument)
        if inner is not None:
            return inner
    return None
