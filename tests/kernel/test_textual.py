"""Days, name order, masks and widths as offices write them."""

from datetime import date

import pytest

from examsys.kernel import textual


@pytest.mark.parametrize(
    ("day", "chinese", "plain"),
    [
        (date(2026, 11, 21), "二〇二六年十一月二十一日", "2026年11月21日"),
        (date(2000, 10, 10), "二〇〇〇年十月十日", "2000年10月10日"),
        (date(2027, 1, 1), "二〇二七年一月一日", "2027年1月1日"),
        (date(2030, 2, 20), "二〇三〇年二月二十日", "2030年2月20日"),
        (date(2031, 12, 30), "二〇三一年十二月三十日", "2031年12月30日"),
    ],
)
def test_days(day, chinese, plain):
    assert (textual.cn_day(day), textual.plain_day(day)) == (chinese, plain)


@pytest.mark.parametrize(
    ("name", "reading"),
    [
        ("单雄", "shan"), ("曾国", "zeng"), ("解缙", "xie"), ("仇英", "qiu"), ("查良", "zha"),
        ("区寄", "ou"), ("尉迟恭", "yu chi"), ("覃明", "qin"), ("任重", "ren"), ("华罗", "hua"),
        ("盖叫", "ge"), ("冼星", "xian"),
        ("朴志", "piao"), ("乐毅", "yue"), ("长孙无", "zhang sun"),
    ],
)  # fmt: skip
def test_surnames_are_read_as_surnames(name, reading):
    assert textual.name_key(name).startswith(reading + " ")


def test_names_sort_by_pinyin():
    names = ["张三", "曾伟", "阿依古丽", "欧阳修", "单田", "王五", "重耳", "陈一", "𠮷田"]
    assert sorted(names, key=textual.name_key)[:5] == ["阿依古丽", "陈一", "重耳", "欧阳修", "单田"]
    assert textual.name_key("王五") != textual.name_key("王伍")


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张小三", "张*三"),
        ("欧阳修", "欧阳*"),
        ("欧阳小修", "欧阳*修"),
        ("欧阳", "欧*"),
        ("阿依古丽·买买提", "阿**丽·买*提"),
        ("丁", "丁"),
    ],
)
def test_masked_names(name, masked):
    assert textual.mask_name(name) == masked


def test_masked_numbers():
    assert textual.mask_last4("002X") == "**************002X"
    assert textual.mask_last4(None) == ""


def test_full_width():
    assert textual.full_width_to_ascii("１１０１Ｘ（ａ）\u3000中") == "1101X(a) 中"


@pytest.mark.parametrize(
    ("written", "cleaned"),
    [
        ("\u200b张\ufeff三\u202e ", "张三"),
        ("\u3000张三\u00a0", "张三"),
        ("一\r\n二\t三\x07", "一\n二 三"),
        ("e\u0301", "é"),
        ("\uf92d\ufa0c", "\uf92d\ufa0c"),
        ("葛\U000e0100", "葛\U000e0100"),
        ("𠮷㐂\U00031350", "𠮷㐂\U00031350"),
    ],
)
def test_cleaning_keeps_names(written, cleaned):
    assert textual.clean(written) == cleaned


def test_private_use_characters_and_what_they_meant():
    assert textual.private_use("李\ue863a\ue863\U000f0000") == ["\ue863", "\U000f0000"]
    assert textual.real_character("\ue863") == "䶮"
    assert textual.real_character("\ue81e") == "龴"
    assert textual.real_character("\ue816") == "𠂇"
    assert textual.real_character("\ue000") == ""
    assert textual.real_character("中") == ""
