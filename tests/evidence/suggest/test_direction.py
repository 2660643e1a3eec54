"""The direction of a claim: the rule table, and the sample claims with their fields filled in."""

import json
from datetime import date

import pytest

from standpunkt.evidence.suggest.direction import Sides, Stated, direction_of, sides_of
from standpunkt.study.load import load_study

SIGNS = {"+": 1, "-": -1, "0": 0}
ALLOWED_MISSES = 2
FILLED = {
    ("nordkorea.txt", 26): {"polarity": "mixed"},
    ("nordkorea.txt", 27): {"polarity": "negated"},
    ("nordkorea.txt", 28): {"polarity": "mixed"},
    ("serbien.txt", 4): {"polarity": "ended"},
    ("serbien.txt", 27, "RELATION"): {"polarity": "reduced"},
    ("tuerkei.txt", 5): {"polarity": "mixed"},
    ("tuerkei.txt", 6): {"polarity": "mixed"},
    ("tuerkei.txt", 7): {"polarity": "mixed"},
    ("tuerkei.txt", 19, "AGREE"): {"polarity": "ended"},
    ("tuerkei.txt", 46): {"polarity": "negated"},
    ("nordkorea.txt", 8): {"stance": "against", "object_sign": -1},
    ("nordkorea.txt", 10): {"stance": "for", "object_sign": 1},
    ("serbien.txt", 13): {"stance": "refused", "object_sign": -1},
    ("serbien.txt", 28, "RECOGNISE"): {"stance": "refused", "object_sign": -1},
    ("tuerkei.txt", 22, "SANCTION_STANCE"): {"stance": "refused", "object_sign": -1},
    ("tuerkei.txt", 25, "SANCTION_STANCE"): {"stance": "enforced", "object_sign": -1},
    ("tuerkei.txt", 31): {"stance": "enforced", "object_sign": -1},
    ("tuerkei.txt", 48): {"stance": "for", "object_sign": -1},
    ("tuerkei.txt", 49): {"stance": "blocked", "object_sign": -1},
}


@pytest.fixture(scope="module")
def sides():
    return sides_of(load_study("russia_ukraine"), date(2023, 12, 1))


@pytest.mark.parametrize(
    ("stated", "sign", "agency", "rule"),
    [
        (Stated("MEDIATE", ("IND",), ("RUS", "UKR")), 0, "own", "D0"),
        (Stated("VOTE", ("IND",), ("RUS",), stance="abstain", object_sign=-1), 0, "own", "D1"),
        (Stated("SANCTION_STANCE", ("IND",), ("RUS",), stance="refused", object_sign=-1), 1, "own", "D1"),
        (Stated("CRITICISE", ("RUS",), ("UKR",)), 0, "third", "D2"),
        (Stated("CRITICISE", ("IND", "RUS"), ("ISR",)), 1, "joint", "D3"),
        (Stated("MEET", ("IND",), ("RUS", "UKR")), 0, "own", "D4"),
        (Stated("ARMS_SUPPLY", ("IND",), ("RUS",)), 1, "own", "D5"),
        (Stated("ARMS_SUPPLY", ("IND",), ("RUS",), "negated"), -1, "own", "D5"),
        (Stated("ARMS_SUPPLY", ("RUS",), ("IND",)), 1, "power", "D5"),
        (Stated("ARMS_SUPPLY", ("IND",), ("UKR",)), -1, "own", "D6"),
        (Stated("PRESSURE", ("USA",), ("IND",)), -1, "opponent", "D7"),
        (Stated("MEET", ("IND",), ("BRA",)), 0, "third", "D8"),
    ],
)
def test_the_first_matching_row_decides(sides, stated, sign, agency, rule):
    found = direction_of(stated, sides, "IND")
    assert (found.sign, found.agency, found.rule) == (sign, agency, rule)


@pytest.mark.shared
def test_the_rules_reproduce_all_but_two_sample_directions(sides, shared):
    text = shared("documents/gold_claims.jsonl").read_text(encoding="utf-8")
    gold = [json.loads(line) for line in text.splitlines()]
    missed = [one for one in gold if _sign(one, sides) != SIGNS[one["direction"]]]
    assert len(missed) <= ALLOWED_MISSES


def _sign(claim, sides):
    place = (claim["document"], claim["sentence"])
    filled = FILLED.get((*place, claim["relation"])) or FILLED.get(place, {})
    mine = frozenset({claim["profile_state"]})
    own = Sides(sides.power - mine, sides.opponent - mine, sides.poles)
    stated = Stated(claim["relation"], tuple(claim["actors"]), tuple(claim["recipients"]), **filled)
    return direction_of(stated, own, claim["profile_state"]).sign
