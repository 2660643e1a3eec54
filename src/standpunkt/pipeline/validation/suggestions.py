"""Measures the suggestion engine on a file of hand-made claims and the documents beside it."""

import json
from pathlib import Path
from typing import Any

from standpunkt.evidence.suggest.engine import Context
from standpunkt.evidence.suggest.evaluation import evaluate
from standpunkt.pipeline.evidence.documents import DocumentRequest, day_of, open_document
from standpunkt.study.load import load_study
from standpunkt.vocabulary.errors.evidence import DocumentMissingError, GoldFormError

NEEDED = frozenset(
    {"document", "profile_state", "start", "end", "exact", "actors", "relation", "recipients"}
    | {"time", "quantity", "attribution", "commitment", "direction"}
)


def evaluate_suggestions(gold_file: Path, published: str | None, study_id: str) -> list[dict[str, Any]]:
    """Leave-one-document-out figures.

    Args:
        gold_file: JSON lines, one claim each; the documents lie in the same folder.
        published: When the documents were published.
        study_id: Id of the study.

    Returns:
        One row a measure: measure, share 0..1, hit_count, count.

    Raises:
        DocumentMissingError: Without the file.
        GoldFormError: If a line is no claim or its quote is not in the document.
    """
    if not gold_file.is_file():
        raise DocumentMissingError(file=str(gold_file))
    gold = _gold(gold_file)
    opened = {
        name: open_document(DocumentRequest(gold_file.parent / name, published))
        for name in dict.fromkeys(one["document"] for one in gold)
    }
    for number, one in enumerate(gold, start=1):
        if opened[one["document"]].layer.text[one["start"] : one["end"]] != one["exact"]:
            raise GoldFormError(file=gold_file.name, line=number, problem="its quote is not at its offsets")
    language = next(iter(opened.values())).language
    day = day_of(published, "--published") if published else None
    context = Context(load_study(study_id), "", language, day)
    tallies = evaluate({name: one.layer.text for name, one in opened.items()}, gold, context)
    return [
        {"measure": name, "share": round(one.share, 4), "hit_count": one.hits, "count": one.of}
        for name, one in tallies.items()
    ]


def _gold(path: Path) -> list[dict[str, Any]]:
    found = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            row = json.loads(line)
        except ValueError as error:
            raise GoldFormError(file=path.name, line=number, problem=str(error)) from error
        lacking = sorted(NEEDED - set(row)) if isinstance(row, dict) else ["all fields"]
        if lacking:
            raise GoldFormError(file=path.name, line=number, problem="it lacks " + ", ".join(lacking))
        found.append(row)
    return found
