"""Wordings with places: what may be written, what is refused, how it is filled."""

import pytest

from examsys.rules.parameters import BY_KEY, BadValue
from examsys.rules.wording import filled

TEXT = BY_KEY["certificate.text"]
VALUES = {"姓名": "{机构}", "职业": "劳动关系协调师", "等级": "三级/高级工", "机构": "之江中心"}


@pytest.mark.parametrize(
    "typed", [TEXT.default, "{姓名}经{机构}认定，达到{职业}{等级}。", "字" * 100]
)
def test_a_wording_that_can_be_filled_is_taken(typed):
    assert TEXT.parse(f" {typed} ") == typed


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("", "证书正文：应为 1 至 100 字的一段文字，不换行，现为“”。"),
        ("字" * 101, f"证书正文：应为 1 至 100 字的一段文字，不换行，现为“{'字' * 101}”。"),
        ("上\n下", "证书正文：应为 1 至 100 字的一段文字，不换行，现为“上\n下”。"),
        (
            "{身份证号}和{}",
            "证书正文：不能使用{身份证号}、{}，可以使用{姓名}、{职业}、{等级}、{机构}。",
        ),
        ("{姓名", "证书正文：花括号没有成对。"),
        ("{{姓名}}", "证书正文：花括号没有成对。"),
    ],
)
def test_another_is_refused_with_what_may_stand_there(typed, told):
    with pytest.raises(BadValue) as refusal:
        TEXT.parse(typed)

    assert str(refusal.value) == told


def test_what_is_filled_in_is_not_read_again():
    assert (
        filled("{姓名}，{职业}，{等级}，{机构}", VALUES)
        == "{机构}，劳动关系协调师，三级/高级工，之江中心"
    )
    assert TEXT.provisional
