"""Laws of the fold: deterministic, undone without loss, idempotent, independent between claims."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from standpunkt.evidence.ledger.algebra import OPS, Decision, fold, last_standing, standing

FORMS = {"a": {"relation": "TRADE"}, "b": {"relation": "MEET"}}
ONE = st.builds(
    Decision,
    seq=st.just(0),
    claim_id=st.sampled_from(["a", "b"]),
    op=st.sampled_from(OPS),
    payload=st.fixed_dictionaries(
        {"seq": st.integers(1, 12), "relation": st.sampled_from(["ENERGY", "TRADE", None])}
    ),
    who=st.sampled_from(["ann", "bob"]),
    role=st.sampled_from(["first", "second"]),
    reason=st.sampled_from([None, "no_claim"]),
)


def numbered(decisions):
    """A log: an undo names an earlier decision on the same claim, as the ledger demands."""
    found = []
    for seq, one in enumerate(decisions, 1):
        last = last_standing([each for each in found if each.claim_id == one.claim_id])
        if one.op == "undo" and last is None:
            continue
        payload = {"seq": last.seq} if one.op == "undo" else {"relation": one.payload["relation"]}
        found.append(replace(one, seq=seq, payload=payload))
    return found


LOGS = st.lists(ONE, max_size=12).map(numbered)


@given(LOGS, st.randoms(use_true_random=False))
def test_the_fold_depends_on_numbers_not_on_the_order_of_reading(log, order):
    shuffled = list(log)
    order.shuffle(shuffled)
    assert fold(FORMS, log) == fold(FORMS, shuffled)


@given(LOGS, ONE)
def test_undo_restores_the_state_and_keeps_the_log(log, one):
    if one.op == "undo":
        return
    seq = len(log) + 100
    done = [*log, replace(one, seq=seq)]
    undone = [*done, Decision(seq + 1, one.claim_id, "undo", {"seq": seq})]
    assert fold(FORMS, undone) == fold(FORMS, log)
    redone = [*undone, Decision(seq + 2, one.claim_id, "undo", {"seq": seq + 1})]
    assert fold(FORMS, redone) == fold(FORMS, done)
    assert len(redone) == len(log) + 3


@given(LOGS, st.sampled_from(["ann", "bob"]))
def test_accepting_twice_is_accepting_once(log, who):
    once = [*log, Decision(900, "a", "accept", who=who)]
    twice = [*once, Decision(901, "a", "accept", who=who)]
    assert fold(FORMS, once) == fold(FORMS, twice)


@given(LOGS)
def test_decisions_on_different_claims_commute(log):
    mine = [one for one in log if one.claim_id == "a"]
    assert fold(FORMS, log)["a"] == fold(FORMS, mine)["a"]


@given(LOGS)
def test_only_a_person_makes_a_claim_accepted(log):
    for state in fold(FORMS, log).values():
        assert state.status != "accepted" or state.readers


@given(LOGS)
def test_an_undo_is_never_a_verdict_of_its_own(log):
    assert all(one.op != "undo" for one in standing(log))


def test_a_second_reader_judges_what_the_first_rejected():
    log = [Decision(1, "a", "reject", who="ann"), Decision(2, "a", "accept", who="bob", role="second")]
    state = fold(FORMS, log)["a"]
    assert state.status == "rejected"
    assert state.second == {("bob", "accept")}


def test_a_second_reader_changes_no_status():
    log = [Decision(1, "a", "accept", who="ann"), Decision(2, "a", "reject", who="bob", role="second")]
    state = fold(FORMS, log)["a"]
    assert state.status == "accepted"
    assert state.second == {("bob", "reject")}
