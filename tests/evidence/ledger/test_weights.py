"""Laws of belief: reports of one origin count once, denials halve at most, order does not matter."""

from hypothesis import given
from hypothesis import strategies as st

from standpunkt.evidence.weighing.belief import Witness, belief

WITNESS = st.builds(
    Witness,
    claim_id=st.uuids().map(str),
    group=st.sampled_from(["x", "y", "z"]),
    reliability=st.sampled_from("ABCDEF"),
    credibility=st.integers(1, 6),
    is_interested=st.booleans(),
    commitment=st.sampled_from(["asserted", "reported", "probable", "possible"]),
    denies=st.booleans(),
)
SOME = st.lists(WITNESS, max_size=6)


@given(SOME, WITNESS)
def test_a_second_report_of_the_same_group_and_strength_changes_no_belief(some, one):
    once = belief([*some, one])
    again = belief([*some, one, Witness(**{**one.__dict__, "claim_id": "copy"})])
    assert (once.p, once.q, once.b, once.group_count) == (again.p, again.q, again.b, again.group_count)


@given(SOME, WITNESS)
def test_an_independent_group_never_lowers_what_speaks_for_an_event(some, one):
    new = Witness(**{**one.__dict__, "group": "new", "denies": False})
    assert belief([*some, new]).p >= belief(some).p


@given(SOME, st.randoms(use_true_random=False))
def test_order_does_not_matter(some, order):
    shuffled = list(some)
    order.shuffle(shuffled)
    assert belief(some) == belief(shuffled)


@given(SOME)
def test_denials_take_at_most_half(some):
    found = belief(some)
    assert 0.5 * found.p <= found.b <= found.p <= 0.95
