"""The release gate of a study, quotes that are proved, and how its readers agree."""

from pathlib import Path
from typing import Any

from standpunkt.evidence.ledger.agreement import alpha, kappa, median_keys, median_seconds, verdict_pairs
from standpunkt.evidence.ledger.presence import holds_decisions
from standpunkt.evidence.ledger.reading import broken_quotes, decisions_of
from standpunkt.evidence.weighing.gate import Gate
from standpunkt.evidence.weighing.standing import read_gate
from standpunkt.pipeline.evidence.ledger import Desk, open_desk
from standpunkt.study.load import load_study
from standpunkt.vocabulary.errors.ledger import ReleaseRefusedError

Row = dict[str, Any]
SHOWN = 5


def release_gate(desk: Desk, study_id: str) -> Gate:
    """What stands between a study and its release."""
    with desk.database.transaction() as connection:
        return read_gate(connection, load_study(study_id, folder=desk.studies))


def refuse_unreleased(study_id: str, data_dir: Path) -> None:
    """Refuses a version or portrait of a study that demands its limits (`evidence.release: demand`).

    Args:
        study_id: The study.
        data_dir: The data folder.

    Raises:
        ReleaseRefusedError: If something blocks, or a share exceeds its limit.
    """
    study = load_study(study_id, folder=data_dir / "studies")
    if study.evidence.release != "demand" or not holds_decisions(data_dir):
        return
    found = release_gate(open_desk(data_dir), study_id)
    reasons = [f"{one['claim_id'][:12]}: {one['why']}" for one in found.blocks] + found.warnings
    if reasons:
        shown = "; ".join(reasons[:SHOWN]) + ("; ..." if len(reasons) > SHOWN else "")
        raise ReleaseRefusedError(study=study.id, count=len(reasons), reasons=shown)


def check_quotes(desk: Desk) -> tuple[int, list[Row]]:
    """How many quotes of accepted claims were proved, and those that fail."""
    with desk.database.transaction() as connection:
        return broken_quotes(connection)


def reading_figures(desk: Desk) -> Row:
    """Agreement of two readers, and what decisions cost: median seconds, median keys of accepted claims."""
    with desk.database.transaction() as connection:
        log = decisions_of(connection)
    pairs = verdict_pairs(log)
    return {
        "decisions": len(log),
        "median_seconds": median_seconds(log),
        "median_keys": median_keys(log),
        "read_twice": len(pairs),
        "kappa": kappa(pairs),
        "alpha": alpha(pairs),
    }
