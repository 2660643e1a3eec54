"""What people decided teaches the learner."""

from datetime import date

from standpunkt.evidence.ledger.algebra import Decision
from standpunkt.evidence.ledger.reading import claims
from standpunkt.evidence.ledger.store import decide
from standpunkt.evidence.suggest.engine import Context, suggest
from standpunkt.evidence.suggest.learner import Lesson
from standpunkt.pipeline.evidence.lessons import lessons_of_claims
from standpunkt.study.load import load_study

STUDY = load_study("russia_ukraine")
OPEN_WORDS = "Belgrade squirrelled {} away for Moscow behind the curtain."


def decision(claim_id: str, op: str, number: int, reason: str | None = None) -> Decision:
    at = "2024-02-14T12:00:00+00:00"
    return Decision(number, claim_id, op, {}, 1, "ann", at, 3.0, reason=reason)


def test_accepted_claims_teach_their_relation_rejected_ones_that_there_is_none(filled):
    database, ids, _ = filled
    decide(database, decision(ids[0], "accept", 1))
    decide(database, decision(ids[1], "reject", 2, "no_claim"))
    with database.transaction() as connection:
        held = claims(connection)
    lessons = lessons_of_claims(held, STUDY)
    assert [one.relations for one in lessons] == [("SANCTION_STANCE",), ("NONE",)]
    assert {one.poles for one in lessons} == {("RUS", "UKR")}
    assert lessons_of_claims(held, STUDY, without_document=held[0].document["id"]) == ()


def test_open_claims_teach_nothing(filled):
    database, _, _ = filled
    with database.transaction() as connection:
        assert lessons_of_claims(claims(connection), STUDY) == ()


def test_a_wording_that_people_coded_is_ranked_as_they_coded_it():
    lessons = tuple(
        Lesson(OPEN_WORDS.format(what), "en", "SRB", ("EVADE",)) for what in ("parcels", "crates", "boxes")
    )
    text = OPEN_WORDS.format("bundles")
    before = suggest(text, Context(STUDY, "SRB", "en", date(2024, 2, 14)))
    after = suggest(text, Context(STUDY, "SRB", "en", date(2024, 2, 14), None, lessons))
    assert after[0].best.code == "EVADE"
    assert not before or before[0].best.code != "EVADE"
