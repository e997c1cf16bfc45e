"""Unknown is never guessed: what is decided with gaps stays decided however they are filled."""

from datetime import date

from hypothesis import given, settings
from hypothesis import strategies as st

from examsys.rules.judging import judge

DAY = date(2026, 3, 1)
DAYS = st.sampled_from(
    [f"{year}-{month:02d}-01" for year in range(2016, 2028) for month in (1, 3, 7)]
)
OCCUPATIONS = ["劳动关系协调员", "企业人力资源管理师"]
DECISION = st.fixed_dictionaries({"accepted": st.booleans(), "reason": st.just("论证"), "on": DAYS})
CERTIFICATE = {
    "occupation": st.sampled_from(OCCUPATIONS),
    "kind": st.sampled_from(["skill_level", "qualification", "other"]),
    "level": st.integers(1, 5),
    "issued_on": DAYS,
    "status": st.sampled_from(["valid", "revoked"]),
}
TITLE = {
    "name": st.just("经济师"),
    "rank": st.sampled_from(["junior", "intermediate", "associate_senior", "senior"]),
    "major": st.sampled_from(["法学", "会计学"]),
    "granted_on": DAYS,
    "equivalence": DECISION,
}
WORK = {"kind": st.sampled_from(["this", "related", "other"]), "from": DAYS, "to": st.none()}
EDUCATION = {
    "kind": st.sampled_from(["technical_school", "secondary_vocational", "bachelor", "master"]),
    "major": st.just("法学"),
    "relation": st.sampled_from(["this", "related", "other"]),
    "evaluated": st.booleans(),
    "status": st.sampled_from(["graduated", "final_year", "enrolled"]),
    "on": DAYS,
}
TABLES = {"certificates": CERTIFICATE, "titles": TITLE, "work": WORK, "education": EDUCATION}
WHOLE = st.fixed_dictionaries(
    {key: st.lists(st.fixed_dictionaries(row), max_size=2) for key, row in TABLES.items()}
)


@st.composite
def whole_and_gappy(draw):
    """A complete file of facts, and the same with some values and lists turned to null."""
    whole = draw(WHOLE)
    gappy = {}
    for key, rows in whole.items():
        if draw(st.integers(0, 5)) == 0:
            gappy[key] = None
            continue
        gappy[key] = [
            {name: None if draw(st.integers(0, 4)) == 0 else value for name, value in row.items()}
            for row in rows
        ]
    return whole, gappy


@settings(max_examples=400, deadline=None)
@given(
    whole_and_gappy(),
    st.sampled_from(["examiner", "item-writer", "candidate"]),
    st.integers(1, 4),
    st.sampled_from(["LRC-2019", "GEN-2023"]),
)
def test_a_decided_path_stays_decided_when_the_gaps_are_filled(files, kind, level, ruleset):
    whole, gappy = (judge(kind, one, level=level, on=DAY, ruleset=ruleset) for one in files)
    full = {path["path"]: path["verdict"] for path in whole["paths"]}

    for path in gappy["paths"]:
        if path["verdict"] != "needs_evidence":
            assert full[path["path"]] == path["verdict"], path


@settings(max_examples=200, deadline=None)
@given(
    whole_and_gappy(), st.sampled_from(["examiner", "item-writer", "candidate"]), st.integers(1, 4)
)
def test_a_report_never_contradicts_itself(files, kind, level):
    report = judge(kind, files[1], level=level, on=DAY)
    verdicts = {finding["verdict"] for finding in report["findings"]}
    first = report["findings"][0]
    carried = [path["path"] for path in report["paths"] if path["verdict"] == "pass"]

    assert report["verdict"] == next(v for v in ("fail", "needs_evidence", "pass") if v in verdicts)
    assert (first["verdict"] == "pass") is bool(carried)
    assert report["path"] == (carried[0] if carried else None)
    for finding in report["findings"]:
        assert bool(finding["evidence"]) is (finding["verdict"] == "needs_evidence")
        assert finding["message"].endswith("。")
