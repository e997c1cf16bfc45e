"""A question is sealed only when it is complete for its kind."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from question_bank.cards import Kind
from question_bank.errors import Unsound
from question_bank.items import Question, RubricLine, likeness
from question_bank.soundness import MARKED, faults, require_sound
from question_bank.text import clean, marked_secret, normal
from tests.question_bank.make import CASE, MULTIPLE, SINGLE, TRUE_FALSE

SOUND = [
    (SINGLE, Kind.SINGLE, None),
    (MULTIPLE, Kind.MULTIPLE, None),
    (replace(MULTIPLE, options=MULTIPLE.options[:4]), Kind.MULTIPLE, Decimal(2)),
    (TRUE_FALSE, Kind.TRUE_FALSE, None),
    (replace(TRUE_FALSE, answer="×"), Kind.TRUE_FALSE, None),
    (CASE, Kind.CASE, Decimal(15)),
    (CASE, Kind.SHORT, Decimal("15.0")),
]
UNSOUND = [
    (SINGLE, {"stem": " 　"}, Kind.SINGLE, None, ["题干为空，请填写题干"]),
    (
        SINGLE,
        {"options": SINGLE.options[:3]},
        Kind.SINGLE,
        None,
        ["单选题须有 4 个选项，现有 3 个"],
    ),
    (SINGLE, {"answer": ""}, Kind.SINGLE, None, ["单选题须有且只有 1 个正确选项，现填“”"]),
    (SINGLE, {"answer": "AB"}, Kind.SINGLE, None, ["单选题须有且只有 1 个正确选项，现填“AB”"]),
    (SINGLE, {"answer": "E"}, Kind.SINGLE, None, ["答案“E”没有对应的选项"]),
    (
        SINGLE,
        {"options": ("书面", "书 面", "", "格式")},
        Kind.SINGLE,
        None,
        ["选项 C 为空", "选项 A 与选项 B 相同"],
    ),
    (MULTIPLE, {"answer": "A"}, Kind.MULTIPLE, None, ["多选题须有 2 个以上正确选项，现填“A”"]),
    (MULTIPLE, {"answer": "CA"}, Kind.MULTIPLE, None, ["答案“CA”须按字母顺序填写且不重复"]),
    (
        MULTIPLE,
        {"options": MULTIPLE.options[:3], "answer": "AC"},
        Kind.MULTIPLE,
        None,
        ["多选题须有 5 个选项（4 个也可），现有 3 个"],
    ),
    (TRUE_FALSE, {"answer": "对"}, Kind.TRUE_FALSE, None, ["判断题的答案只能是“√”或“×”，现填“对”"]),
    (
        TRUE_FALSE,
        {"options": ("对", "错")},
        Kind.TRUE_FALSE,
        None,
        ["这种题型没有选项，请清空选项栏"],
    ),
    (CASE, {"answer": ""}, Kind.CASE, Decimal(15), ["缺参考答案，请填写"]),
    (CASE, {}, Kind.CASE, None, ["缺配分，请填写这道题的满分"]),
    (CASE, {}, Kind.CASE, Decimal(20), ["评分标准合计 15 分，与配分 20 分不符"]),
    (
        CASE,
        {"rubric": ()},
        Kind.SHORT,
        Decimal(15),
        ["缺评分标准，请逐条写明得分点和分值"],
    ),
    (
        CASE,
        {"rubric": (RubricLine("", Decimal(15)),)},
        Kind.CASE,
        Decimal(15),
        ["评分标准的每一条都要有内容和大于 0 的分值"],
    ),
    (SINGLE, {"stem": "机密★启用前 建立劳动关系（ ）"}, Kind.SINGLE, None, [MARKED]),
    (SINGLE, {"explanation": "密级：秘密"}, Kind.SINGLE, None, [MARKED]),
]


@pytest.mark.parametrize(("question", "kind", "marks"), SOUND)
def test_sound_questions_have_no_faults(question, kind, marks):
    assert faults(question, kind=kind, marks=marks) == ()


@pytest.mark.parametrize(("question", "over", "kind", "marks", "expected"), UNSOUND)
def test_every_fault_is_named_at_once(question, over, kind, marks, expected):
    assert list(faults(replace(question, **over), kind=kind, marks=marks)) == expected


def test_requiring_soundness_raises_all_reasons():
    with pytest.raises(Unsound) as refusal:
        require_sound(Question(stem=""), kind=Kind.TRUE_FALSE, marks=None)
    assert refusal.value.reasons == (
        "题干为空，请填写题干",
        "判断题的答案只能是“√”或“×”，现填“”",
    )


@pytest.mark.parametrize(
    "text",
    ["绝密★启用前", "【机密】", "（秘密）第一题", "秘密启用前", "密级:机密", "题\n绝密\n干",
     "机密级"],
)  # fmt: skip
def test_markings_of_national_secrets_are_seen(text):
    assert marked_secret(text)


@pytest.mark.parametrize(
    "text",
    ["劳动者应当保守用人单位的商业秘密。", "启用前保密", "秘密", "泄露国家秘密、机密文件的",
     "商业秘密（秘密性、价值性、保密性）"],
)  # fmt: skip
def test_words_of_labour_law_are_no_markings(text):
    assert not marked_secret(text)


texts = st.text(max_size=40)
questions = st.builds(
    Question,
    stem=texts,
    options=st.lists(texts, max_size=5).map(tuple),
    answer=texts,
    explanation=texts,
    basis=texts,
    rubric=st.lists(
        st.builds(RubricLine, texts, st.decimals(0, 100, places=1)), max_size=3
    ).map(tuple),
)  # fmt: skip


@given(question=questions)
def test_canonical_bytes_round_trip(question):
    again = Question.from_bytes(question.to_bytes())
    assert again == question
    assert again.to_bytes() == question.to_bytes()


def test_a_later_format_is_refused_not_guessed():
    with pytest.raises(ValueError, match="unknown question format"):
        Question.from_bytes(b'{"v":2}')


@given(order=st.permutations(SINGLE.options))
def test_reordered_options_and_other_widths_are_duplicates(order):
    other = replace(SINGLE, options=tuple(order), stem="建立劳动关系,应当订立( )劳动合同。")
    assert likeness(other) == likeness(SINGLE)
    assert likeness(replace(SINGLE, options=("口头", "书面", "电子", "默示"))) != likeness(SINGLE)


@given(text=texts)
def test_cleaning_is_done_once(text):
    assert clean(clean(text)) == clean(text)
    assert normal(clean(text)) == normal(text)
