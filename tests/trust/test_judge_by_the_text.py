"""Cases written from the wording of interface.md (facts, how answers combine, how years count)."""
# ruff: noqa: E501 -- a table reads best with one case on a line

from datetime import date, timedelta
from typing import Any

import pytest

from examsys.rules.judging import judge

ON = date(2026, 11, 21)
SOUND: dict[str, Any] = {
    "certificates": [],
    "titles": [],
    "work": [],
    "political_declaration": True,
    "ethics_declaration": True,
    "professional_assessment": True,
    "violations": [],
    "agreements": [{"with": "this_agency", "signed_on": "2026-01-05", "until": "2028-12-31"}],
    "expert_pools": None,
}


def cert(level: int | None = 3, **over: Any) -> dict[str, Any]:
    row = {"occupation": "劳动关系协调师", "kind": "skill_level", "issued_on": "2019-05-20"}
    return {**row, "level": level, "status": "valid", **over}


def title(
    rank: str | None = "intermediate", granted: str | None = "2015-01-01", **over: Any
) -> Any:
    row = {"name": "经济师", "major": "人力资源管理", "equivalence": None}
    return {**row, "rank": rank, "granted_on": granted, **over}


def work(kind: str | None = "this", since: str | None = "2010-01-01", to: str | None = None) -> Any:
    return {"kind": kind, "from": since, "to": to}


def decided(accepted: bool | None, on: str | None = "2026-01-01") -> dict[str, Any]:
    return {"accepted": accepted, "reason": "经评审", "on": on}


def certs(*rows: Any, **over: Any) -> dict[str, Any]:
    return {"certificates": list(rows), **over}


def titled(*rows: Any, did: Any = None, **over: Any) -> dict[str, Any]:
    return {"titles": list(rows), "work": [work()] if did is None else did, **over}


def agreed(**over: Any) -> dict[str, Any]:
    row = {"with": "this_agency", "signed_on": "2026-01-05", "until": "2028-12-31", **over}
    return certs(cert(2), agreements=[row])


def pieces(*pairs: tuple[str, str]) -> list[Any]:
    return [work("this", since, to) for since, to in pairs]


def thirty_days_each(count: int, odd: int) -> list[Any]:
    """Pieces too short for a calendar month, one every two months, and a last one of `odd`."""
    starts = [date(2018 + n // 6, 1 + 2 * (n % 6), 1) for n in range(count + 1)]
    lengths = [30] * count + [odd]
    rows = zip(starts, lengths, strict=True)
    return [work("this", f"{a}", f"{a + timedelta(n)}") for a, n in rows]


HELD = certs(cert(2))
EIGHT = ("劳动与社会保障", "劳动经济学", "劳动关系", "人力资源管理")
EIGHT += ("工商企业管理", "社会工作", "法学", "社会学")
FAIL, ASK = ("fail", None), ("needs_evidence", None)
# The path says what carries the qualification, also where something else bars the person.
BARRED, ASKED = ("fail", "certificate"), ("needs_evidence", "certificate")
BY_CERT, BY_TITLE = ("pass", "certificate"), ("pass", "title")

EXAMINER: list[tuple[str, int, dict[str, Any], tuple[str, str | None]]] = [
    ("三级 covers 三级", 3, certs(cert(3)), BY_CERT),
    ("三级 covers 四级", 4, certs(cert(3)), BY_CERT),
    ("三级 does not cover 二级", 2, certs(cert(3)), FAIL),
    ("二级 covers 二级", 2, certs(cert(2)), BY_CERT),
    ("二级 covers 一级", 1, certs(cert(2)), BY_CERT),
    ("四级 covers nothing", 4, certs(cert(4)), FAIL),
    ("四级 held still leaves the title path", 4, titled(title(), **certs(cert(4))), BY_TITLE),
    ("三级 held still leaves the title path", 2, titled(title(), **certs(cert(3))), BY_TITLE),
    ("both paths: certificate first", 3, titled(title(), **certs(cert(3))), BY_CERT),
    ("old name", 3, certs(cert(3, occupation="劳动关系协调员")), BY_CERT),
    ("old assistant, qualification", 3, certs(cert(3, occupation="助理劳动关系协调师", kind="qualification")), BY_CERT),
    ("old senior", 1, certs(cert(1, occupation="高级劳动关系协调师", kind="qualification")), BY_CERT),
    ("another occupation", 3, certs(cert(1, occupation="企业人力资源管理师")), FAIL),
    ("training certificate", 3, certs(cert(1, kind="other")), FAIL),
    ("revoked", 3, certs(cert(3, status="revoked")), FAIL),
    ("status unknown", 3, certs(cert(3, status=None)), ASK),
    ("level unknown", 3, certs(cert(None)), ASK),
    ("issue day unknown", 3, certs(cert(3, issued_on=None)), ASK),
    ("occupation unknown", 3, certs(cert(3, occupation=None)), ASK),
    ("unknown in a row that cannot qualify", 3, certs(cert(None, kind="other")), FAIL),
    ("unknown kind of another occupation", 3, certs(cert(1, kind=None, occupation="企业人力资源管理师")), FAIL),
    ("unknown day of too low a level", 3, certs(cert(4, issued_on=None)), FAIL),
    ("unknown row beside a true one", 3, certs(cert(None), cert(3)), BY_CERT),
    ("issued tomorrow", 3, certs(cert(3, issued_on="2026-11-22")), FAIL),
    ("issued today", 3, certs(cert(3, issued_on="2026-11-21")), BY_CERT),
    ("certificates unknown", 3, {"certificates": None}, ASK),
    ("titles unknown", 3, {"titles": None}, ASK),
    ("titles unknown beside a true path", 3, certs(cert(3), titles=None), BY_CERT),
    ("certificates unknown beside a true path", 3, titled(title(), certificates=None), BY_TITLE),
    ("junior title", 3, titled(title("junior")), FAIL),
    ("associate senior title", 2, titled(title("associate_senior")), BY_TITLE),
    ("rank unknown", 3, titled(title(None)), ASK),
    ("rank unknown, title too young", 3, titled(title(None, "2025-12-01")), FAIL),
    ("open list, not decided", 3, titled(title(major="会计")), ASK),
    ("open list, accepted", 3, titled(title(major="会计", equivalence=decided(True))), BY_TITLE),
    ("open list, refused", 3, titled(title(major="会计", equivalence=decided(False))), FAIL),
    ("decision of tomorrow", 3, titled(title(major="会计", equivalence=decided(True, "2026-11-22"))), ASK),
    ("refusal of tomorrow", 3, titled(title(major="会计", equivalence=decided(False, "2026-11-22"))), ASK),
    ("major unknown", 3, titled(title(major=None)), ASK),
    ("undecided major of a junior title", 3, titled(title("junior", major="会计")), FAIL),
    ("undecided major, too little work", 3, titled(title(major="会计"), did=[]), FAIL),
    ("two years to the day", 3, titled(title(granted="2024-11-21")), BY_TITLE),
    ("a day short, work unknown", 3, {"titles": [title(granted="2024-11-22")], "work": None}, FAIL),
    ("a day short of work", 3, titled(title(granted="2024-11-21"), did=[work(since="2024-11-22")]), FAIL),
    ("five years at 二级", 2, titled(title(granted="2021-11-21")), BY_TITLE),
    ("two years are not five", 2, titled(title(granted="2021-11-22")), FAIL),
    ("work before the title only", 3, titled(title(), did=[work(to="2015-01-01")]), FAIL),
    ("work unknown", 3, {"titles": [title()], "work": None}, ASK),
    ("related alone asks", 3, titled(title(), did=[work("related")]), ASK),
    ("this and related together ask", 3, titled(title(), did=[work("this", "2015-01-01", "2016-01-01"), work("related", "2016-01-01", "2017-01-01")]), ASK),
    ("overlap counted once", 3, titled(title(), did=[work("this", "2015-01-01", "2016-06-01"), work("related", "2015-03-01", "2016-12-31")]), FAIL),
    ("other never counts", 3, titled(title(), did=[work("other")]), FAIL),
    ("kind of work unknown", 3, titled(title(), did=[work(None)]), ASK),
    ("begin of work unknown", 3, titled(title(), did=[work("this", None, "2020-01-01")]), ASK),
    ("begin unknown of what ended before the title", 3, titled(title(), did=[work("this", None, "2015-01-01")]), FAIL),
    ("older of two titles carries", 3, titled(title(granted="2026-01-01"), title(granted="2016-01-01")), BY_TITLE),
    ("years of one title do not serve another", 3, titled(title("junior", "2010-01-01"), title("intermediate", "2025-06-01")), FAIL),
    ("grant day unknown", 3, titled(title(granted=None)), ASK),
    ("grant day unknown, no work at all", 3, titled(title(granted=None), did=[]), FAIL),
    ("title of tomorrow", 3, titled(title(granted="2026-11-22")), FAIL),
    ("work that ends in the future is clipped", 3, titled(title(granted="2025-01-01"), did=[work(to="2029-01-01")]), FAIL),
    ("months reach what days do not", 3, titled(title(), did=pieces(("2023-03-01", "2024-02-01"), ("2024-03-01", "2025-03-01"), ("2026-02-01", "2026-03-01"))), BY_TITLE),
    ("days reach what months do not", 3, titled(title(), did=thirty_days_each(24, 10)), BY_TITLE),
    ("a day less is neither", 3, titled(title(), did=thirty_days_each(24, 9)), FAIL),
    ("touching pieces are one", 3, titled(title(), did=pieces(("2023-01-31", "2024-01-31"), ("2024-01-31", "2025-01-31"))), BY_TITLE),
    ("declaration false beats unknown certificate", 3, {"certificates": None, "ethics_declaration": False}, FAIL),
    ("declaration unknown", 3, {**HELD, "political_declaration": None}, ASKED),
    ("assessment false", 3, {**HELD, "professional_assessment": False}, BARRED),
    ("violations unknown", 3, {**HELD, "violations": None}, ASKED),
    ("a violation", 3, {**HELD, "violations": [{"on": "2020-01-01", "kind": "泄密", "overturned": False}]}, BARRED),
    ("undated violation", 3, {**HELD, "violations": [{"on": None, "kind": None, "overturned": False}]}, BARRED),
    ("overturned", 3, {**HELD, "violations": [{"on": "2020-01-01", "kind": "泄密", "overturned": True}]}, BY_CERT),
    ("overturned and another", 3, {**HELD, "violations": [{"on": "2020-01-01", "kind": "泄密", "overturned": True}, {"on": "2021-01-01", "kind": "泄密", "overturned": False}]}, BARRED),
    ("violation of tomorrow", 3, {**HELD, "violations": [{"on": "2026-11-22", "kind": "泄密", "overturned": False}]}, BY_CERT),
    ("examiners need no agreement", 3, {**HELD, "agreements": []}, BY_CERT),
]  # fmt: skip

ITEM_WRITER: list[tuple[str, int, dict[str, Any], tuple[str, str | None]]] = [
    ("三级 is not enough at 四级", 4, certs(cert(3)), FAIL),
    ("二级 at 四级", 4, certs(cert(2)), BY_CERT),
    ("二级 at 一级", 1, certs(cert(2)), BY_CERT),
    ("intermediate title", 4, titled(title()), FAIL),
    ("senior title, no years asked", 3, {"titles": [title("associate_senior", "2026-11-21")], "work": []}, BY_TITLE),
    ("senior title, work unknown", 3, {"titles": [title("senior")], "work": None}, BY_TITLE),
    ("senior title at 二级, five years", 2, titled(title("senior", "2021-11-21")), BY_TITLE),
    ("senior title at 二级, a day short", 2, titled(title("senior", "2021-11-22"), work=None), FAIL),
    ("related work counts for writers", 2, titled(title("senior"), did=[work("related")]), BY_TITLE),
    ("both kinds add up for writers", 1, titled(title("senior"), did=[work("this", "2015-01-01", "2018-01-01"), work("related", "2018-01-01", "2020-01-01")]), BY_TITLE),
    ("other never counts", 2, titled(title("senior"), did=[work("other")]), FAIL),
    ("agreement ends today", 3, agreed(until="2026-11-21"), BY_CERT),
    ("agreement ended yesterday", 3, agreed(until="2026-11-20"), BARRED),
    ("agreement signed today", 3, agreed(signed_on="2026-11-21"), BY_CERT),
    ("agreement signed tomorrow", 3, agreed(signed_on="2026-11-22"), BARRED),
    ("agreement with another agency", 3, agreed(**{"with": "另一家评价机构"}), BARRED),
    ("agreement, party unknown", 3, agreed(**{"with": None}), ASKED),
    ("agreement, party unknown but over", 3, agreed(**{"with": None, "until": "2026-01-31"}), BARRED),
    ("agreement, end unknown", 3, agreed(until=None), ASKED),
    ("no agreement", 3, certs(cert(2), agreements=[]), BARRED),
    ("agreements unknown", 3, certs(cert(2), agreements=None), ASKED),
    ("an old and a present one", 3, certs(cert(2), agreements=[{"with": "this_agency", "signed_on": "2020-01-01", "until": "2021-01-01"}, SOUND["agreements"][0]]), BY_CERT),
]  # fmt: skip


def school(kind: str = "bachelor", **over: Any) -> dict[str, Any]:
    row = {"major": "法学", "relation": "related", "evaluated": None, "status": "graduated"}
    return {"kind": kind, **row, "on": "2012-07-01", **over}


def candidate(*, held: Any = (), at: Any = (), did: Any = ()) -> dict[str, Any]:
    lists = {"certificates": held, "education": at, "work": did}
    return {key: rows if rows is None else list(rows) for key, rows in lists.items()}


FOUR = cert(4, issued_on="2020-05-20")
CANDIDATE: list[tuple[str, int, dict[str, Any], tuple[str, str | None]]] = [
    ("four years", 4, candidate(did=[work("related", "2022-11-21")]), ("pass", "L4-1")),
    ("four years less a day", 4, candidate(did=[work("this", "2022-11-22")]), FAIL),
    ("both kinds add up", 4, candidate(did=[work("this", "2015-01-01", "2017-01-01"), work("related", "2018-01-01", "2020-01-01")]), ("pass", "L4-1")),
    ("other work", 4, candidate(did=[work("other")]), FAIL),
    ("work unknown", 4, candidate(did=None), ASK),
    ("in school", 4, candidate(at=[school(status="enrolled")]), ("pass", "L4-3")),
    ("in school, other major", 4, candidate(at=[school(status="enrolled", relation="other")]), FAIL),
    ("in a technical school", 4, candidate(at=[school("technical_school", status="enrolled")]), FAIL),
    ("final year of one", 4, candidate(at=[school("technical_school", status="final_year")]), ("pass", "L4-2")),
    ("relation unknown", 4, candidate(at=[school("technical_school", relation=None)]), ASK),
    ("vocational school evaluated", 4, candidate(at=[school("secondary_vocational", evaluated=True)]), ("pass", "L4-2")),
    ("vocational school not evaluated", 4, candidate(at=[school("secondary_vocational", evaluated=False)]), FAIL),
    ("vocational school, nobody knows", 4, candidate(at=[school("secondary_vocational")]), ASK),
    ("a graduate without work", 4, candidate(at=[school()]), FAIL),
    ("certificate and five years", 3, candidate(held=[cert(4, issued_on="2021-11-21")], did=[work()]), ("pass", "L3-1")),
    ("five years before the certificate", 3, candidate(held=[FOUR], did=[work(to="2020-05-20")]), FAIL),
    ("certificate too young", 3, candidate(held=[cert(4, issued_on="2021-11-22")], did=None), FAIL),
    ("certificate of a related occupation", 3, candidate(held=[cert(4, occupation="企业人力资源管理师")], did=[work()]), ("pass", "L3-1")),
    ("certificate undated, no work", 3, candidate(held=[cert(4, issued_on=None)]), FAIL),
    ("certificate undated", 3, candidate(held=[cert(4, issued_on=None)], did=[work()]), ASK),
    ("technician college, final year", 3, candidate(held=[FOUR], at=[school("technician_college", status="final_year")]), ("pass", "L3-2")),
    ("大专 and two years", 3, candidate(held=[FOUR], at=[school("junior_college")], did=[work(since="2024-11-21")]), ("pass", "L3-3")),
    ("大专 and one year", 3, candidate(held=[FOUR], at=[school("junior_college")], did=[work(since="2025-11-21")]), FAIL),
    ("本科 and one year", 3, candidate(held=[FOUR], at=[school()], did=[work(since="2025-11-21")]), ("pass", "L3-4")),
    ("本科 not yet graduated", 3, candidate(held=[FOUR], at=[school(status="final_year")], did=[work(since="2025-01-01")]), FAIL),
    ("本科 of next summer", 3, candidate(held=[FOUR], at=[school(on="2027-07-01")], did=[work(since="2025-01-01")]), FAIL),
    ("硕士, certificates unknown", 3, candidate(held=None, at=[school("master")]), ("pass", "L3-5")),
    ("硕士 of another major", 3, candidate(at=[school("master", relation="other")]), FAIL),
    ("三级 and four years", 2, candidate(held=[cert(3, issued_on="2022-11-21")], did=[work()]), ("pass", "L2-1")),
    ("四级 does not lead to 二级", 2, candidate(held=[FOUR], did=[work()]), FAIL),
    ("graduate, three years", 2, candidate(held=[cert(3, issued_on="2023-11-21")], at=[school("technician_college")], did=[work()]), ("pass", "L2-2")),
    ("二级 and four years", 1, candidate(held=[cert(2, issued_on="2022-11-21")], did=[work()]), ("pass", "L1-1")),
    ("二级 and four years less a day", 1, candidate(held=[cert(2, issued_on="2022-11-22")], did=None), FAIL),
]  # fmt: skip

CASES = [
    pytest.param(kind, level, facts, expected, id=f"{kind}-{level}-{name}")
    for kind, rows in (
        ("examiner", EXAMINER),
        ("item-writer", ITEM_WRITER),
        ("candidate", CANDIDATE),
    )
    for name, level, facts, expected in rows
]


@pytest.mark.parametrize(("kind", "level", "facts", "expected"), CASES)
def test_the_text(
    kind: str, level: int, facts: dict[str, Any], expected: tuple[str, str | None]
) -> None:
    basis = {"ruleset": "LRC-2019"} if kind == "candidate" else SOUND
    report = judge(kind, {**basis, **facts}, level=level, on=ON)
    assert isinstance(report, dict)
    assert (report["verdict"], report["path"]) == expected


@pytest.mark.parametrize("major", EIGHT)
def test_each_of_the_eight_majors(major: str) -> None:
    report = judge("examiner", {**SOUND, **titled(title(major=major))}, level=1, on=ON)
    assert isinstance(report, dict)
    assert (report["verdict"], report["path"]) == BY_TITLE


@pytest.mark.parametrize(
    ("on", "expected"),
    [(date(2025, 2, 28), FAIL), (date(2025, 3, 1), BY_TITLE)],
)
def test_29_february_becomes_1_march(on: date, expected: tuple[str, str | None]) -> None:
    facts = titled(title(granted="2020-02-29"), did=[work(since="2020-02-29")])
    report = judge("examiner", {**SOUND, **facts}, level=2, on=on)
    assert isinstance(report, dict)
    assert (report["verdict"], report["path"]) == expected


def test_a_list_keeps_its_order() -> None:
    reports = judge("examiner", [{**SOUND}, {**SOUND, **HELD}, {}], level=3, on=ON)
    assert [one["verdict"] for one in reports] == ["fail", "pass", "needs_evidence"]
