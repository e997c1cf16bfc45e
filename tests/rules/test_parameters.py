"""The catalogue of settings: sound defaults, values that round-trip, refusals in Chinese."""

from decimal import Decimal

import pytest

from examsys.rules.clause import load
from examsys.rules.eligibility import YEARS_CONFIRMED_BY
from examsys.rules.parameter import SCOPE_WORDS, ParameterType
from examsys.rules.parameters import BY_KEY, PARAMETERS, BadValue


@pytest.mark.parametrize("parameter", PARAMETERS, ids=lambda parameter: parameter.key)
def test_a_parameter_is_complete_and_its_default_reads_back(parameter):
    assert parameter.title
    assert parameter.source
    assert parameter.scope in SCOPE_WORDS
    assert parameter.confidence in {"SEED", "A", "B", "C", "D", "?"}
    assert parameter.parse(parameter.write(parameter.default)) == parameter.default
    assert parameter.from_json(parameter.to_json(parameter.default)) == parameter.default
    assert parameter.shown(parameter.default)


def test_the_keys_other_features_rely_on_have_their_defaults():
    wanted = {
        "plan.filing_lead_wd": 15,
        "eligibility.ruleset": "LRC-2019",
        "score.pass_line": 60,
        "publicity.days_wd": 5,
        "certificate.requires_acceptance": True,
        "verify.national_certificate_url": "http://jndj.osta.org.cn",
        "verify.national_agency_url": "http://pjjg.osta.org.cn",
        "paper.difficulty_tolerance": Decimal(10),
        "paper.overlap_max": Decimal("0.2"),
        "score.max_makeups": None,
        "examiner.expiry_reminder_days": (90, 30),
    }

    assert {key: BY_KEY[key].default for key in wanted} == wanted


def test_provisional_years_start_from_the_clause():
    for number, key in YEARS_CONFIRMED_BY.items():
        assert BY_KEY[key].default == load("lrc-2019")[number].values["years"]
        assert BY_KEY[key].provisional


READS = [
    ("certificate.requires_acceptance", "否", False),
    ("plan.filing_lead_wd", " 10 ", 10),
    ("plan.filing_lead_wd", "60", 60),
    ("score.max_makeups", "", None),
    ("score.max_makeups", "1", 1),
    ("paper.overlap_max", "20％", Decimal("0.2")),
    ("paper.overlap_max", "12.5", Decimal("0.125")),
    ("certificate.blank_ratio_max", "1.05", Decimal("1.05")),
    ("room.invigilator_ratio", "1：20", 20),
    ("examiner.rotation_min_fraction", "1/2", "1/2"),
    ("registration.open_time", "08:30", "08:30"),
    ("examiner.expiry_reminder_days", "60，15", (60, 15)),
    ("annual_report.due", "12-20", "12-20"),
    ("eligibility.ruleset", "GEN-2023", "GEN-2023"),
    ("verify.national_agency_url", "https://example.cn/a?b=1", "https://example.cn/a?b=1"),
]


@pytest.mark.parametrize(("key", "text", "value"), READS)
def test_a_value_is_read_as_typed(key, text, value):
    assert BY_KEY[key].parse(text) == value


REFUSED = [
    ("certificate.requires_acceptance", "也许", "应为是或否，现为“也许”。"),
    ("plan.filing_lead_wd", "61", "应为 0 至 60 的整数，现为“61”。"),
    ("plan.filing_lead_wd", "-1", "应为 0 至 60 的整数，现为“-1”。"),
    ("plan.filing_lead_wd", "１０", "应为 0 至 60 的整数，现为“１０”。"),
    ("plan.filing_lead_wd", "", "应为 0 至 60 的整数，现为“”。"),
    ("score.max_makeups", "21", "应为 0 至 20 的整数，或“不限”，现为“21”。"),
    ("paper.overlap_max", "100.01", "应为 0 至 100 的数，最多两位小数，现为“100.01”。"),
    ("paper.overlap_max", "NaN", "应为 0 至 100 的数，最多两位小数，现为“NaN”。"),
    ("room.invigilator_ratio", "15", "应为 1:1 至 1:200 的比例，例如 1:15，现为“15”。"),
    ("examiner.rotation_min_fraction", "3/2", "应为不大于 1 的分数，例如 1/3，现为“3/2”。"),
    ("registration.open_time", "24:00", "应为时:分，例如 09:00，现为“24:00”。"),
    ("registration.open_time", "9:00", "应为时:分，例如 09:00，现为“9:00”。"),
    ("annual_report.due", "13-01", "应为月-日，例如 12-31，现为“13-01”。"),
    ("annual_report.due", "1231", "应为月-日，例如 12-31，现为“1231”。"),
    (
        "examiner.expiry_reminder_days",
        "90,x",
        "应为用逗号分开的整数，每个在 1 至 365 之间，现为“90,x”。",
    ),
    (
        "verify.national_agency_url",
        "javascript:1",
        "应为以 http:// 或 https:// 开头的网址，现为“javascript:1”。",
    ),
    (
        "score.disclosure",
        "NONE",
        "应为SCORES（公布分数）、PASS_ONLY（只公布是否合格） 之一，现为“NONE”。",
    ),
]


@pytest.mark.parametrize(("key", "text", "sentence"), REFUSED)
def test_a_value_that_cannot_be_is_refused(key, text, sentence):
    with pytest.raises(BadValue) as error:
        BY_KEY[key].parse(text)

    assert str(error.value) == f"{BY_KEY[key].title}：{sentence}"


def test_a_snapshot_keeps_a_share_as_a_plain_number():
    overlap = BY_KEY["paper.overlap_max"]

    assert overlap.to_json(Decimal("0.20")) == "0.2"
    assert overlap.from_json("0.2") == Decimal("0.2")
    with pytest.raises(BadValue):
        overlap.from_json("1.01")
    with pytest.raises(BadValue):
        overlap.from_json("x")


def test_a_value_is_shown_with_its_unit():
    assert BY_KEY["publicity.days_wd"].shown(5) == "5 个工作日"
    assert BY_KEY["paper.overlap_max"].shown(Decimal("0.2")) == "20%"
    assert BY_KEY["score.max_makeups"].shown(None) == "不限"
    assert BY_KEY["score.disclosure"].shown("PASS_ONLY") == "只公布是否合格"
    assert {parameter.type for parameter in PARAMETERS} == set(ParameterType)
