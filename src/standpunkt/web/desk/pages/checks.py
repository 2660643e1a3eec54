"""What stands between the ledger and a release, and how far two readers agree."""

from collections import Counter
from collections.abc import Sequence
from typing import Any

from fastapi import APIRouter
from starlette.responses import Response

from standpunkt.evidence.ledger.agreement import alpha, kappa, median_keys, median_seconds, verdict_pairs
from standpunkt.evidence.ledger.algebra import VERDICTS, Decision, standing
from standpunkt.evidence.ledger.reading import broken_quotes
from standpunkt.evidence.weighing.gate import UNREVIEWED
from standpunkt.evidence.weighing.standing import read_gate
from standpunkt.web.desk import words
from standpunkt.web.desk.books import claims_of
from standpunkt.web.desk.call import Call, Calling

ROUTER = APIRouter()
SHARE_WORDS = {
    "single_group": "one origin only",
    "interested": "interested speakers",
    "disputed": "disputed",
    "unknown_credibility": "credibility unknown",
    "no_second_reader": "read once",
    UNREVIEWED: "not decided yet",
}
BLOCK_WORDS = {
    "source missing": "its document names no publisher",
    "undecided contradiction": "another claim contradicts it, and nobody decided which one holds",
    "readers disagree": "two readers disagree",
    "stale text layer": "its quote lies in a text that was read anew since",
    "quote": "its quote does not stand where it says",
}


@ROUTER.get("/gate")
def release_gate(call: Calling) -> Response:
    """How much of each state's weight rests on little, and what forbids a release."""
    held = claims_of(call.room.database, call.study.id)
    with call.room.database.transaction() as connection:
        proved, broken = broken_quotes(connection)
        found = read_gate(connection, call.study)
    limits = call.study.evidence.gate
    by_id = {one.id: one for one in held}
    names = list(SHARE_WORDS)
    context = {
        "proved": proved,
        "broken": len(broken),
        "is_open": found.is_open,
        "heads": [(call.say(SHARE_WORDS[name]), limits.get(name)) for name in names],
        "rows": [
            {
                "state": words.party_name(row["iso3"], call.lang),
                "address": call.state_page(row["iso3"]),
                "pillar": call.say(words.PILLAR_WORDS[row["pillar"]]),
                "events": row["events"],
                "weight": row["weight"],
                "shares": [
                    (row.get(name), row.get(name) is not None and name in limits and row[name] > limits[name])
                    for name in names
                ],
            }
            for row in found.rows
        ],
        "blocks": [
            {
                "address": call.link(f"c/{block['claim_id'][:16]}"),
                "statement": words.statement(by_id[block["claim_id"]].state.form, call.lang)
                if block["claim_id"] in by_id
                else block["claim_id"][:12],
                "why": call.say(BLOCK_WORDS.get(block["why"].partition(":")[0], block["why"])),
            }
            for block in found.blocks
        ],
        "warning_count": len(found.warnings),
    }
    return call.page("desk/gate.html", context)


@ROUTER.get("/agreement")
def agreement(call: Calling) -> Response:
    """Two readers' verdicts, and the seconds that decisions took."""
    held = claims_of(call.room.database, call.study.id)
    log = sorted((one for claim in held for one in claim.decisions), key=lambda one: one.seq)
    pairs = verdict_pairs(log)
    context = {
        "pairs": len(pairs),
        "table": Counter(pairs),
        "kappa": kappa(pairs),
        "alpha": alpha(pairs),
        "median": median_seconds(log),
        "keys": median_keys(log),
        "readers": _readers(log),
        "differing": _differing(call, log),
    }
    return call.page("desk/agreement.html", context)


def _readers(log: Sequence[Decision]) -> list[dict[str, Any]]:
    """Each reader's decisions and median seconds."""
    held = [one for one in standing(log) if one.op in VERDICTS]
    found = []
    for who in sorted({one.who for one in held}):
        own = [one for one in held if one.who == who]
        found.append(
            {
                "who": who,
                "count": len(own),
                "accepted": sum(one.op != "reject" for one in own),
                "edited": sum(one.op == "edit" for one in own),
                "second": sum(one.role == "second" for one in own),
                "median": median_seconds(own),
                "keys": median_keys(own),
            }
        )
    return found


def _differing(call: Call, log: Sequence[Decision]) -> list[dict[str, str]]:
    """Claims on which two readers do not agree: what they have to talk about."""
    verdicts: dict[str, dict[str, bool]] = {}
    for one in standing(log):
        if one.op in VERDICTS:
            verdicts.setdefault(one.claim_id, {})[one.role] = one.op != "reject"
    differ = {name for name, held in verdicts.items() if len(set(held.values())) > 1}
    return [
        {
            "statement": words.statement(one.state.form, call.lang),
            "address": call.link(f"c/{one.id[:16]}"),
            "quote": one.quote,
        }
        for one in claims_of(call.room.database, call.study.id)
        if one.id in differ
    ]
