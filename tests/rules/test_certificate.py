"""Certificate numbers there and back, and the gates before one is issued."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from examsys.rules.certificate import PROVINCES, BadNumber, decode, encode
from examsys.rules.finding import Verdict
from examsys.rules.issuing import ISSUE, IssueFacts
from examsys.rules.states import Component, ResultState

OURS = "S000033000123253000001"
PASS, FAIL, NEEDS = Verdict.PASS, Verdict.FAIL, Verdict.NEEDS_EVIDENCE
NOT = Verdict.NOT_APPLICABLE


def test_our_own_vector_reads_as_the_table_says():
    assert decode(OURS).as_json() == {
        "number": OURS,
        "category": "S",
        "category_name": "社会培训评价组织",
        "agency": "0000",
        "filed_with": "省级首次备案",
        "province": "33",
        "province_name": "浙江",
        "site": "000123",
        "year": "25",
        "level": 3,
        "level_name": "三级/高级工",
        "special": False,
        "serial": 1,
    }


@pytest.mark.parametrize(
    ("number", "province", "site", "year", "level", "serial"),
    [
        ("Y000123000001195000001", "23", "000001", "19", "5", "000001"),
        ("Y001011999966215000001", "11", "999966", "21", "5", "000001"),
        ("Y004145117705263000018", "45", "117705", "26", "3", "000018"),
    ],
)
def test_published_vectors_decode(number, province, site, year, level, serial):
    parts = decode(number)

    assert (parts.province, parts.site, parts.year, parts.level, parts.serial) == (
        province,
        site,
        year,
        level,
        serial,
    )
    assert parts.text == number


def test_the_special_technician_is_read_and_flagged_but_not_made():
    parts = decode("S00003300012325T000001")

    assert parts.special
    assert parts.as_json()["level_name"] == "特级技师等（等级代码以字母表示）"


@given(
    st.sampled_from("YS"),
    st.integers(0, 9999),
    st.sampled_from(sorted(PROVINCES)),
    st.integers(0, 999999),
    st.integers(2000, 2099),
    st.integers(1, 5),
    st.integers(1, 999999),
)
def test_what_is_encoded_decodes_to_itself(category, agency, province, site, year, level, serial):
    prefix = f"{category}{agency:04d}{province}{site:06d}"

    number = encode(prefix=prefix, year=year, level=level, serial=serial)

    assert len(number) == 22
    assert decode(number).text == number
    assert decode(number).prefix == prefix


REFUSED = [
    ("", "编号共 0 位，应为 22 位。"),
    (OURS[:-1], "编号共 21 位，应为 22 位。"),
    (OURS + "0", "编号共 23 位，应为 22 位。"),
    (f" {OURS}", "编号前后有空白，请去掉后再核对。"),
    (f"{OURS}\n", "编号前后有空白，请去掉后再核对。"),
    ("J" + OURS[1:], "第 1 位“J”不是评价机构类别代码，应为大写字母 Y 或 S。"),
    ("s" + OURS[1:], "第 1 位“s”不是评价机构类别代码，应为大写字母 Y 或 S。"),
    ("1" + OURS[1:], "第 1 位“1”不是评价机构类别代码，应为大写字母 Y 或 S。"),
    ("Y0041GD0000012603001001"[:22], "第 6 位“G”应为数字。"),
    (OURS[:5] + "99" + OURS[7:], "第 6 至 7 位“99”不是省级代码。"),
    (OURS[:15] + "0" + OURS[16:], "第 16 位“0”不是职业技能等级代码，应为 5、4、3、2、1。"),
    (OURS[:15] + "6" + OURS[16:], "第 16 位“6”不是职业技能等级代码，应为 5、4、3、2、1。"),
    (OURS[:15] + "t" + OURS[16:], "第 16 位“t”不是职业技能等级代码，应为 5、4、3、2、1。"),
    (OURS[:16] + "000000", "证书序列码为 000000，应自 000001 起。"),
    (OURS[:-1] + "１", "第 22 位“１”不是半角字符，编号只用半角大写字母和数字。"),
    (OURS[:-1] + "١", "第 22 位“١”不是半角字符，编号只用半角大写字母和数字。"),
    ("Ｓ" + OURS[1:], "第 1 位“Ｓ”不是半角字符，编号只用半角大写字母和数字。"),
    (OURS[:-1] + "a", "第 22 位“a”应为数字。"),
]


@pytest.mark.parametrize(("number", "reason"), REFUSED)
def test_what_is_not_a_number_is_refused_with_its_reason(number, reason):
    with pytest.raises(BadNumber) as error:
        decode(number)

    assert str(error.value) == reason


SOUND_PARTS = {"prefix": OURS[:13], "year": 2025, "level": 3, "serial": 1}


@pytest.mark.parametrize(
    ("change", "start"),
    [
        ({"prefix": OURS[:12]}, "编号前缀应为"),
        ({"prefix": "S0000990001230"[:13]}, "第 6 至 7 位“99”不是省级代码"),
        ({"year": 1999}, "核发年份应在"),
        ({"year": 2100}, "核发年份应在"),
        ({"level": 0}, "等级代码应为"),
        ({"level": 6}, "等级代码应为"),
        ({"serial": 0}, "证书序列码应在"),
        ({"serial": 1_000_000}, "证书序列码应在"),
    ],
)
def test_parts_out_of_range_are_not_encoded(change, start):
    assert encode(**SOUND_PARTS) == OURS
    with pytest.raises(BadNumber) as error:
        encode(**{**SOUND_PARTS, **change})

    assert str(error.value).startswith(start)


DAY = date(2025, 6, 16)
GOOD = ((Component.THEORY, ResultState.PASS), (Component.SKILL, ResultState.PASS))
SOUND = IssueFacts(
    on=DAY,
    level=3,
    results=GOOD,
    accepted=True,
    publicity_until=date(2025, 6, 15),
    open_objections=0,
    number=OURS,
    prefix=OURS[:13],
)


def skill(state):
    return {"results": ((Component.THEORY, ResultState.PASS), (Component.SKILL, state))}


GATES = [
    ("certificate.components", {}, PASS),
    ("certificate.components", skill(ResultState.EXEMPT), PASS),
    ("certificate.components", skill(ResultState.FAIL), FAIL),
    ("certificate.components", skill(ResultState.ABSENT), FAIL),
    ("certificate.components", skill(ResultState.VIOLATION), FAIL),
    ("certificate.components", skill(None), NEEDS),
    ("certificate.components", {"results": ()}, NEEDS),
    ("certificate.components", {"results": ((Component.THEORY, ResultState.FAIL),)}, FAIL),
    (
        "certificate.components",
        {"level": 2, "number": None, "results": (*GOOD, (Component.REVIEW, None))},
        NEEDS,
    ),
    (
        "certificate.components",
        {"level": 2, "number": None, "results": (*GOOD, (Component.REVIEW, ResultState.PASS))},
        PASS,
    ),
    ("certificate.acceptance", {}, PASS),
    ("certificate.acceptance", {"accepted": None}, NEEDS),
    ("certificate.acceptance", {"accepted": False}, FAIL),
    ("certificate.publicity", {}, PASS),
    ("certificate.publicity", {"publicity_until": DAY}, FAIL),
    ("certificate.publicity", {"publicity_until": None}, NEEDS),
    ("certificate.objections", {}, PASS),
    ("certificate.objections", {"open_objections": 1}, FAIL),
    ("certificate.objections", {"open_objections": None}, NEEDS),
    ("certificate.number", {}, PASS),
    ("certificate.number", {"number": "X"}, FAIL),
    ("certificate.number", {"prefix": "Y" + OURS[1:13]}, FAIL),
    ("certificate.number", {"number": "S000033000123243000001"}, FAIL),
    ("certificate.number", {"number": "S000033000123254000001"}, FAIL),
]


@pytest.mark.parametrize(("rule", "change", "expected"), GATES, ids=str)
def test_a_gate_before_issuing(rule, change, expected):
    report = ISSUE.examine(replace(SOUND, **change))

    assert report.finding(rule).verdict is expected
    assert report.verdict is expected


def test_acceptance_is_asked_only_where_the_parameter_demands_it():
    report = ISSUE.examine(replace(SOUND, accepted=None, requires_acceptance=False, number=None))

    assert report.finding("certificate.acceptance").verdict is NOT
    assert report.finding("certificate.number").verdict is NOT
    assert report.verdict is PASS
