"""Whether a question is complete for its kind: all that is wrong at once, in Chinese."""

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import combinations

from question_bank.cards import CHOICES, Kind
from question_bank.errors import Unsound
from question_bank.items import FALSE, LETTERS, TRUE, Question
from question_bank.text import marked_secret, normal

MARKED = (
    "文中带有“绝密”“机密”或“秘密”的国家秘密标志：本系统不得存储国家秘密；"
    "试卷启用前属工作秘密，请去掉密级标志，卷面只标“启用前保密”"
)


def faults(question: Question, *, kind: Kind, marks: Decimal | None) -> tuple[str, ...]:
    """Everything wrong with a question; empty when it is sound.

    marks: what the item is worth, needed for written answers.
    """
    return tuple(_faults(question, kind, marks))


def require_sound(question: Question, *, kind: Kind, marks: Decimal | None) -> None:
    """raises: Unsound with every reason."""
    if reasons := faults(question, kind=kind, marks=marks):
        raise Unsound(reasons)


def _faults(question: Question, kind: Kind, marks: Decimal | None) -> Iterator[str]:
    if not normal(question.stem):
        yield "题干为空，请填写题干"
    yield from _FAULTS[kind](question, marks)
    if kind in CHOICES:
        yield from _option_faults(question.options)
    elif question.options:
        yield "这种题型没有选项，请清空选项栏"
    if any(marked_secret(text) for text in _texts(question)):
        yield MARKED


def _single(question: Question, _: Decimal | None) -> Iterator[str]:
    if len(question.options) != 4:
        yield f"单选题须有 4 个选项，现有 {len(question.options)} 个"
    if len(question.answer) != 1:
        yield f"单选题须有且只有 1 个正确选项，现填“{question.answer}”"
    yield from _key_faults(question)


def _multiple(question: Question, _: Decimal | None) -> Iterator[str]:
    if len(question.options) not in (4, 5):
        yield f"多选题须有 5 个选项（4 个也可），现有 {len(question.options)} 个"
    if len(set(question.answer)) < 2:
        yield f"多选题须有 2 个以上正确选项，现填“{question.answer}”"
    yield from _key_faults(question)


def _true_false(question: Question, _: Decimal | None) -> Iterator[str]:
    if question.answer not in (TRUE, FALSE):
        yield f"判断题的答案只能是“√”或“×”，现填“{question.answer}”"


def _written(question: Question, marks: Decimal | None) -> Iterator[str]:
    if not normal(question.answer):
        yield "缺参考答案，请填写"
    if marks is None:
        yield "缺配分，请填写这道题的满分"
    if not question.rubric:
        yield "缺评分标准，请逐条写明得分点和分值"
        return
    if any(line.marks <= 0 or not normal(line.text) for line in question.rubric):
        yield "评分标准的每一条都要有内容和大于 0 的分值"
    total = sum((line.marks for line in question.rubric), Decimal(0))
    if marks is not None and total != marks:
        yield f"评分标准合计 {total} 分，与配分 {marks} 分不符"


_FAULTS: dict[Kind, Callable[[Question, Decimal | None], Iterator[str]]] = {
    Kind.SINGLE: _single,
    Kind.MULTIPLE: _multiple,
    Kind.TRUE_FALSE: _true_false,
    Kind.SHORT: _written,
    Kind.CASE: _written,
}


def _key_faults(question: Question) -> Iterator[str]:
    letters = LETTERS[: len(question.options)]
    if strange := sorted(set(question.answer) - set(letters)):
        yield f"答案“{''.join(strange)}”没有对应的选项"
    elif question.answer != "".join(sorted(set(question.answer))):
        yield f"答案“{question.answer}”须按字母顺序填写且不重复"


def _option_faults(options: tuple[str, ...]) -> Iterator[str]:
    named = list(zip(LETTERS, map(normal, options), strict=False))
    if empty := [letter for letter, text in named if not text]:
        yield f"选项 {'、'.join(empty)} 为空"
    for (one, first), (other, second) in combinations(named, 2):
        if first and first == second:
            yield f"选项 {one} 与选项 {other} 相同"


def _texts(question: Question) -> Iterator[str]:
    yield from (question.stem, question.answer, question.explanation, question.basis)
    yield from question.options
    yield from (line.text for line in question.rubric)
