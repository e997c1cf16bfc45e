"""Printed papers: the text is there, the key follows the printed options; the sample banks."""

import re
import subprocess
import tomllib
from decimal import Decimal
from pathlib import Path
from uuid import uuid4

import pytest

import examsys
from examsys.bank import gateway
from examsys.kernel import clock
from examsys.kernel.actor import Actor
from examsys.kernel.work import unit_of_work
from examsys.papers import printing, queries, service
from examsys.papers.models import PaperSet
from examsys.papers.plans import USUAL_DIFFICULTY
from examsys.rules.states import Component
from question_bank import (
    Card,
    Kind,
    Question,
    Ref,
    RubricLine,
    Status,
    rendering,
)
from question_bank import Component as BankComponent
from tests.make import make_batch, make_spec
from tests.papers.make import bank, make_paper_set

pytestmark = pytest.mark.usefixtures("app")
DATA = Path(examsys.__file__).parent / "demo" / "data"
DRAWER = Actor(name="drawer")


def words(pdf):
    """The text of a PDF without its white space."""
    found = subprocess.run(
        ["pdftotext", "-raw", "-", "-"],
        input=pdf,
        capture_output=True,
        check=True,
    )
    return re.sub(r"\s", "", found.stdout.decode())


def printed(form):
    at = clock.now()
    stamp = printing.Stamp("keeper", at)
    paper = service.open_form(form, document="paper", reason="制卷", actor=DRAWER, at=at)
    return paper, stamp


def test_a_paper_carries_its_marks_of_custody_and_every_question():
    form = make_paper_set(approved=True).forms[0]
    paper, stamp = printed(form)
    text = words(printing.paper_pdf(form, paper, stamp=stamp))

    for word in (
        "启用前保密",
        "密封线内不要答题",
        "姓名",
        "准考证号",
        "所在单位",
        "第1页共",
        form.number,
    ):
        assert word in text, word
    assert "启封keeper2026-11-2112:00" in text
    assert "一、单项选择题（第1题～第10题，每题10分，共100分。" in text
    assert "机密" not in text
    assert "未审定" not in text
    for item in rendering(paper).items:
        assert re.sub(r"\s", "", printing.gapped(item.stem)) in text
        for letter, option in item.options:
            assert f"（{letter}）{option}" in text


def test_a_paper_shows_no_answer_and_the_key_follows_the_printed_options():
    form = make_paper_set(approved=True).forms[0]
    paper, stamp = printed(form)
    items = rendering(paper).items
    for item in items:
        assert dict(item.options)[item.answer] == "一个月"
    key = words(printing.key_pdf(form, paper, stamp=stamp))
    assert "答案" + "".join(item.answer for item in items) in key
    assert "《劳动合同法》第十条" in key
    assert "《劳动合同法》" not in words(printing.paper_pdf(form, paper, stamp=stamp))


def test_a_set_that_waits_for_approval_prints_as_a_proof():
    form = make_paper_set().forms[0]
    paper, stamp = printed(form)
    assert "未审定仅供校对" in words(printing.paper_pdf(form, paper, stamp=stamp))


def test_equal_openings_give_equal_bytes():
    form = make_paper_set(approved=True).forms[0]
    paper, stamp = printed(form)
    once = printing.paper_pdf(form, paper, stamp=stamp)
    assert printing.paper_pdf(form, paper, stamp=stamp) == once


@pytest.mark.parametrize(
    ("options", "side_by_side"),
    [(("一", "二", "三", "四"), 4), (("十" * 7, "二", "三", "四"), 2), (("十" * 18, "二"), 1)],
)
def test_options_stand_side_by_side_as_far_as_they_fit(options, side_by_side):
    form = make_paper_set().forms[0]
    item = rendering(printed(form)[0]).items[0]
    changed = tuple(zip("ABCD", options, strict=False))
    shown = type(item)(
        **{name: getattr(item, name) for name in item.__slots__} | {"options": changed}
    )
    assert printing.across(shown) == side_by_side


def load_sample(level):
    """The sample table and its items, all in use."""
    folder = DATA / f"l{level}"
    table = tomllib.loads((folder / "spec.toml").read_text("utf-8"))
    ranges = [
        bank.RangeRow(
            row["code"], row["name"], Decimal(row["theory_weight"]), Decimal(row["skill_weight"])
        )
        for row in table["range"]
    ]
    points = [bank.PointRow(p["code"], p["name"], p["importance"]) for p in table["point"]]
    make_spec(level, ranges=ranges, points=points)
    at, vault, store = clock.now(), gateway.vault(Actor(name="writer")), gateway.store()
    with unit_of_work(audited=False):
        for body in sample_items(folder):
            record = vault.put(*sample(body, level), by="writer", at=at)
            for status, by in ((Status.REVIEWING, "writer"), (Status.IN_USE, "reviewer")):
                store.move(record, to=status, by=by, at=at)
                record = store.record(record.card.ref.item)


def sample_items(folder):
    for path in sorted([*folder.glob("items*.toml"), folder / "cases.toml"]):
        for rows in tomllib.loads(path.read_text("utf-8")).values():
            yield from rows


def sample(body, level):
    kind = Kind(body["kind"])
    part = BankComponent.SKILL if kind is Kind.CASE else BankComponent.THEORY
    rows = body.get("rubric", [])
    rubric = tuple(RubricLine(row["criterion"], Decimal(row["marks"])) for row in rows)
    marks = Decimal(body["marks"]) if "marks" in body else None
    card = Card(Ref(uuid4(), 1), level, part, body["point"], kind, body["difficulty"], marks)
    question = Question(
        body["stem"].strip(),
        tuple(body.get("options", ())),
        body["answer"].strip(),
        body.get("explanation", ""),
        body.get("basis", ""),
        rubric,
    )
    return card, question


def draw_sample(batch, part) -> PaperSet:
    at = clock.now()
    plan = service.Plan(
        title="常规方案",
        minutes=90,
        sections=service.usual_sections(batch.level, part),
        difficulty=USUAL_DIFFICULTY if part is Component.THEORY else {},
    )
    with unit_of_work():
        blueprint = service.write_blueprint(batch.level, part, plan, actor=DRAWER, at=at)
    drawn = service.prepare_draw(batch, part, blueprint, actor=DRAWER, at=at)
    with unit_of_work():
        made = service.keep_draw(drawn, batch, blueprint, actor=DRAWER, at=at)
    return queries.paper_set(made.id)


@pytest.mark.slow
@pytest.mark.parametrize("level", [3, 4])
def test_the_sample_bank_gives_main_and_spare_papers_of_both_components(level):
    load_sample(level)
    batch = make_batch(level=level)
    sizes = {3: 90, 4: 100}
    for part, size in ((Component.THEORY, sizes[level]), (Component.SKILL, 6)):
        paper_set = draw_sample(batch, part)
        assert [len(form.refs) for form in paper_set.forms] == [size, size]
        assert paper_set.reached["overlap"] <= size // 5
        proof = service.verify_draw(paper_set, reason="抽查", actor=DRAWER, at=clock.now())
        assert proof.holds
        for form in paper_set.forms:
            check_prints(form)


def check_prints(form):
    paper, stamp = printed(form)
    items = rendering(paper).items
    assert sum(item.marks for item in items) == 100
    text = words(printing.paper_pdf(form, paper, stamp=stamp))
    assert all(f"{item.number}．" in text for item in items)
    key = words(printing.key_pdf(form, paper, stamp=stamp))
    sheet = words(printing.sheet_pdf(form, stamp=stamp))
    assert form.number in sheet
    if items[0].rubric:
        record = words(printing.record_pdf(form, paper, stamp=stamp))
        lines = [line.text for item in items for line in item.rubric]
        assert [line for line in lines if re.sub(r"\s", "", line) not in key] == []
        assert "总成绩表" in record
    else:
        answers = [item.answer for item in items]
        assert answers[0] in key
        assert "准考证号" in sheet
