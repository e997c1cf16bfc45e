"""A further term: what the term before has to show."""

import pytest

from examsys.rules.appointing import NoteKind, Result, renewal_lacks

TRAINED = (NoteKind.TRAINING, None)
GOOD, BAD = (NoteKind.ASSESSMENT, Result.PASSED), (NoteKind.ASSESSMENT, Result.FAILED)


@pytest.mark.parametrize(
    ("role", "notes", "lacks"),
    [
        ("examiner", [TRAINED, GOOD], []),
        ("examiner", [BAD, TRAINED, GOOD], []),
        ("examiner", [TRAINED, GOOD, BAD], ["上一聘期最近一次年度考核不合格"]),
        ("examiner", [GOOD], ["上一聘期内没有培训记录"]),
        ("examiner", [TRAINED], ["上一聘期内没有年度考核记录"]),
        ("examiner", [], ["上一聘期内没有培训记录", "上一聘期内没有年度考核记录"]),
        ("supervisor", [], []),
    ],
)
def test_a_further_term_needs_training_and_a_last_assessment_passed(role, notes, lacks):
    assert renewal_lacks(role, notes) == lacks
