"""Reviews one sample chapter in a real terminal by keys and counts what an accepted claim costs.

Run: `.venv/bin/python benchmarks/bench_review.py [FOLDER] [CHAPTER]`; FOLDER holds `<chapter>.txt` and
`gold_claims.jsonl`. The hand-made claims play the reviewer: a suggestion whose sentence carries one not yet
taken is corrected to it by the fewest keys and accepted, another one is rejected. Seconds are those of the
program between key and next claim, since a script does not read. The ledger's own figures stand beside.
"""

import json
import os
import pty
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
STATES = {"serbien": "SRB", "tuerkei": "TUR", "nordkorea": "PRK"}
COMMITMENTS = ("asserted", "reported", "probable", "possible", "denied")
Row = dict[str, Any]


def run(data: Path, *words: str) -> Any:  # noqa: ANN401 (any JSON)
    """One call of the command with --json."""
    command = [sys.executable, "-m", "standpunkt", *words, "--json", "--quiet", "--data", str(data)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    if not done.stdout:
        raise SystemExit(done.stderr)
    return json.loads(done.stdout)["result"]


def keys_for(claim: Row, gold: list[Row]) -> str:
    """The fewest keys that make a suggestion one of the sentence's claims not yet taken; else a rejection."""
    if not gold:
        return "r1"
    best = min(gold, key=lambda one: len(_towards(claim, one)))
    gold.remove(best)
    return _towards(claim, best)


def _towards(claim: Row, gold: Row) -> str:
    keys, form = "", claim["form"]
    codes = [one["code"] for one in claim["ranked"]]
    chosen = form
    if form["relation"] != gold["relation"]:
        if gold["relation"] not in codes:
            parties = f"actors={','.join(gold['actors'])};recipients={','.join(gold['recipients'])}"
            return f"erelation={gold['relation']};{parties}."
        chosen = {**form, **claim["ranked"][codes.index(gold["relation"])]}
    same = (set(chosen["actors"]), set(chosen["recipients"]))
    wanted = (set(gold["actors"]), set(gold["recipients"]))
    if same == wanted[::-1] and same != wanted and chosen is form:
        keys += "x"
    elif same != wanted:
        relation = "" if chosen is form else f"relation={gold['relation']};"
        parties = f"actors={','.join(gold['actors'])};recipients={','.join(gold['recipients'])}"
        return f"e{relation}{parties}."
    if gold["commitment"] in COMMITMENTS and gold["commitment"] != form["text_commitment"]:
        steps = COMMITMENTS.index(gold["commitment"]) - COMMITMENTS.index(form["text_commitment"])
        keys += "c" * (steps % len(COMMITMENTS))
    return keys + ("a" if chosen is form else str(codes.index(gold["relation"]) + 1))


def suggestions(data: Path) -> list[Row]:
    """Open claims in the order of the queue, with form and ranked relations."""
    sys.path.insert(0, str(ROOT / "src"))
    from standpunkt.pipeline.evidence.ledger import one_claim, open_desk, queue_of

    desk = open_desk(data, "bench")
    found = [one_claim(desk, *at) for at in queue_of(desk, "russia_ukraine")]
    desk.database.engine.dispose()
    return [
        {"quote": one.quote, "form": dict(one.state.form), "ranked": [dict(each) for each in one.ranked]}
        for one in found
    ]


def press(data: Path, keys: Sequence[str]) -> list[float]:
    """Presses keys in a pseudo-terminal, each claim's after the claim is shown; seconds per claim."""
    words = [sys.executable, "-m", "standpunkt", "evidence", "review", "--who", "bench", "--data", str(data)]
    child, terminal = pty.fork()
    if child == 0:
        os.chdir(ROOT)
        os.execv(sys.executable, words)  # noqa: S606 (the program itself, in its terminal)
    shown, took = "", []
    for at, one in enumerate(keys, 1):
        while f"[{at}/{len(keys)}]" not in shown:
            shown += os.read(terminal, 65536).decode("utf-8", "replace")
        start = time.perf_counter()
        os.write(terminal, one.encode())
        mark = f"[{at + 1}/{len(keys)}]"
        while at < len(keys) and mark not in shown:
            shown += os.read(terminal, 65536).decode("utf-8", "replace")
        took.append(time.perf_counter() - start)
    os.waitpid(child, 0)
    return took


def main() -> None:
    """Prints keys and seconds per accepted claim."""
    folder = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT.parent / "shared" / "documents"
    chapter = sys.argv[2] if len(sys.argv) > 2 else "serbien"
    lines = (folder / "gold_claims.jsonl").read_text(encoding="utf-8").splitlines()
    gold: Mapping[str, list[Row]] = {}
    for row in map(json.loads, lines):
        if row["document"] == f"{chapter}.txt":
            gold.setdefault(re.sub(r"\s+", " ", row["exact"]), []).append(row)  # type: ignore[attr-defined]  # a dict
    with tempfile.TemporaryDirectory() as name:
        data = Path(name)
        described = ("--published", "2023-12-01", "--publisher", "A Dossier", "--profile", STATES[chapter])
        run(data, "evidence", "add", str(folder / f"{chapter}.txt"), *described)
        queue = suggestions(data)
        keys = [keys_for(one, gold.get(re.sub(r"\s+", " ", one["quote"]), [])) for one in queue]
        took = press(data, keys)
        accepted = [len(one) for one in keys if not one.startswith("r")]
        figures = run(data, "evidence", "gate")["reading"]
        open_claims = run(data, "evidence", "list", "--status", "suggested")
    print(
        f"chapter {chapter}: {len(queue)} suggestions, {len(accepted)} accepted, {len(open_claims)} left open"
    )
    print(
        f"keys per accepted claim: median {statistics.median(accepted):g}, "
        f"mean {statistics.mean(accepted):.1f}"
    )
    one_to_three = sum(count <= 3 for count in accepted) / len(accepted)
    print(f"accepted with at most three keys: {one_to_three:.0%}")
    print(f"program seconds per claim: median {statistics.median(took):.3f}, most {max(took):.3f}")
    print(f"the ledger's own figures: {figures}")


if __name__ == "__main__":
    main()
