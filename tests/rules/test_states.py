"""Words of states: kinds that share a value keep their own words."""

from examsys.rules import states
from examsys.rules.states import BatchState, ItemStatus, NoticeState, RegistrationState, label, tone


def test_the_same_value_of_two_kinds_has_two_words():
    shared = [BatchState.REVIEWING, ItemStatus.REVIEWING]
    assert [label(state) for state in shared] == ["资格审核中", "待审"]
    withdrawn = [RegistrationState.WITHDRAWN, NoticeState.WITHDRAWN]
    assert [label(state) for state in withdrawn] == ["已撤回", "已撤下"]
    assert [tone(state) for state in withdrawn] == ["info", "fail"]


def test_every_state_of_every_life_has_a_word():
    kinds = {type(state) for state in states.LABELS}

    assert {state for kind in kinds for state in kind if state not in states.LABELS} == set()
