"""A program killed at any point loses no decision that it had answered, and leaves a whole ledger."""

import os
import random
import signal
import subprocess
import sys
import time

import pytest
from sqlalchemy import text

from standpunkt.evidence.ledger.connection import open_database
from standpunkt.evidence.ledger.reading import claims, decisions_of
from standpunkt.evidence.ledger.store import add_document, propose
from tests.evidence.ledger.conftest import AT, SIGNED, TEXT, document_rows, proposal

KILLS = int(os.environ.get("STANDPUNKT_KILLS", "4"))
"""How often the program is killed; 100 were run by hand."""
CHILD = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.connection import open_database
from standpunkt.evidence.ledger.reading import claims
from standpunkt.evidence.ledger.store import decide
at = datetime(2024, 2, 14, 12, tzinfo=UTC)
database = open_database(Path(sys.argv[1]), sys.argv[2] or None, at)
with database.transaction() as connection:
    claim = claims(connection)[0]
op = "undo" if claim.state.status == "accepted" else "accept"
while True:
    stored = decide(database, Decision(0, claim.id, op, who="ann", at=at.isoformat()))
    print(stored.seq, flush=True)
    op = "undo" if op == "accept" else "accept"
"""


@pytest.mark.slow
def test_no_answered_decision_is_lost(ledger_url, tmp_path):
    database = open_database(tmp_path, ledger_url, AT)
    document, layer = document_rows()
    add_document(database, document, layer)
    propose(database, [proposal(layer, TEXT.split(". ")[1])], SIGNED)
    moments = random.Random(7)  # noqa: S311 (when to kill, no secret)
    answered: list[int] = []
    for _ in range(KILLS):
        command = [sys.executable, "-c", CHILD, str(tmp_path), ledger_url or ""]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            answered.append(int(child.stdout.readline()))
            time.sleep(moments.uniform(0, 0.1))
            child.send_signal(signal.SIGKILL)
            answered += [int(line) for line in child.stdout if line.endswith("\n")]
        with database.transaction() as connection:
            log = decisions_of(connection)
            stored = [one.seq for one in log]
            [claim] = claims(connection)
            if ledger_url is None:
                assert connection.execute(text("PRAGMA integrity_check")).scalar_one() == "ok"
        assert set(answered) <= set(stored)
        assert [one.op for one in log] == (["accept", "undo"] * len(log))[: len(log)]
        assert claim.state.status == ("accepted" if len(log) % 2 else "suggested")
    database.engine.dispose()
