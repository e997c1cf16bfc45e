"""Papers, answer sheets, keys and marking records as PDF. Callers open the paper first."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from examsys.kernel import clock
from examsys.kernel.pdf import render_pdf
from examsys.papers.models import PaperForm, PaperSet
from examsys.papers.plans import full_plan, pick
from examsys.rules.states import LEVELS, Component, PaperState
from question_bank import Kind, Paper, RenderedItem, RenderedSection, Section, rendering

TITLES = {
    Component.THEORY: "理论知识考试",
    Component.SKILL: "技能考核",
    Component.REVIEW: "综合评审",
}
# Whole words of a section's head. Nothing is said of half marks: no document read here fixes that.
HEADS = {
    Kind.SINGLE: ("单项选择题", "每题只有一个正确答案，请将所选字母填涂在答题卡上"),
    Kind.MULTIPLE: ("多项选择题", "每题有两个或两个以上正确答案，请将所选字母填涂在答题卡上"),
    Kind.TRUE_FALSE: ("判断题", "正确的填涂“√”，错误的填涂“×”"),
    Kind.SHORT: ("简答题", "请将答案写在答题纸对应题号处"),
    Kind.CASE: ("案例分析题", "请阅读材料，将答案写在答题纸对应题号处"),
}
NUMERALS = "一二三四五六七八九十"
LETTERS = {
    Kind.SINGLE: ("A", "B", "C", "D"),
    Kind.MULTIPLE: ("A", "B", "C", "D", "E"),
    Kind.TRUE_FALSE: ("√", "×"),
}
GAP = re.compile(r"（\s*）")
BLOCK = 5
TICKET_DIGITS = 19


@dataclass(frozen=True, slots=True)
class Stamp:
    """Who took this copy from its envelope, and when; small at the foot of every page."""

    name: str
    at: datetime

    @property
    def text(self) -> str:
        return f"启封 {self.name} {clock.local(self.at).strftime('%Y-%m-%d %H:%M')}"


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one section."""

    numeral: str
    name: str
    first: int
    last: int
    marks: Decimal
    total: Decimal
    instruction: str

    @property
    def span(self) -> str:
        return (
            f"第{self.first}题" if self.first == self.last else f"第{self.first}题～第{self.last}题"
        )


@dataclass(frozen=True, slots=True)
class Area:
    """What a section needs on the answer sheet: blocks of bubbles, or lines to write on."""

    head: Head
    letters: tuple[str, ...]
    blocks: tuple[tuple[int, ...], ...]
    written: tuple[int, ...]
    lines: int


@dataclass(frozen=True, slots=True)
class Task:
    """One written item on the marking record."""

    item: RenderedItem
    content: str
    point: str


def paper_pdf(form: PaperForm, paper: Paper, *, stamp: Stamp) -> bytes:
    """The paper as candidates get it: no answers. raises: glyphs.Unprintable."""
    parts = list(_sections(paper))
    return _render(
        "paper", form, stamp, parts=parts, across=across, gapped=gapped, lead=_lead(form)
    )


def key_pdf(form: PaperForm, paper: Paper, *, stamp: Stamp) -> bytes:
    """Answers in the printed order of the options, explanations, rubrics."""
    parts = [(head, section, _rows(section.items)) for head, section in _sections(paper)]
    return _render("key", form, stamp, parts=parts, written=_written)


def record_pdf(form: PaperForm, paper: Paper, *, stamp: Stamp) -> bytes:
    """评分记录表: one table a written item, and the sum. source: domain §6.3."""
    plan = full_plan(form.paper_set.blueprint)
    names = {part.code: part.name for part in plan.ranges}
    points = form.paper_set.reached["points"]
    picks = {one.ref: one for one in map(pick, form.refs)}
    tasks = [
        Task(item, names[picks[item.ref].range_code], points[picks[item.ref].point_code])
        for item in rendering(paper).items
        if item.rubric
    ]
    return _render("record", form, stamp, tasks=tasks)


def sheet_pdf(form: PaperForm, *, stamp: Stamp) -> bytes:
    """The answer sheet, made from the plan alone: it carries no word of the paper."""
    sections = full_plan(form.paper_set.blueprint).sections
    areas = list(_areas(sections))
    machine = all(area.blocks for area in areas)
    digits = range(TICKET_DIGITS)
    return _render("sheet", form, stamp, areas=areas, machine=machine, digits=digits)


def sheet_name(paper_set: PaperSet) -> str:
    """答题卡 where everything is marked, 答题纸 where something is written."""
    sections = full_plan(paper_set.blueprint).sections
    return "答题卡" if all(part.kind in LETTERS for part in sections) else "答题纸"


def documents_of(paper_set: PaperSet) -> list[tuple[str, str]]:
    """What can be printed of a form of this set, in the order of use."""
    sections = full_plan(paper_set.blueprint).sections
    found = [("paper", "试卷"), ("sheet", sheet_name(paper_set)), ("key", "参考答案与评分标准")]
    if any(part.kind not in LETTERS for part in sections):
        found.append(("record", "评分记录表"))
    return found


def paper_title(paper_set: PaperSet) -> str:
    batch = paper_set.batch
    return f"{batch.occupation.name}（{LEVELS[batch.level]}）{TITLES[paper_set.component]}"


def across(item: RenderedItem) -> int:
    """How many options stand side by side: 4, 2 or 1, by the longest of them."""
    longest = max((_width(text) for _, text in item.options), default=0)
    if longest <= 13 and len(item.options) == 4:
        return 4
    return 2 if longest <= 34 else 1


def gapped(stem: str) -> str:
    """The stem with every gap wide enough for a letter."""
    return GAP.sub("（　　）", stem)


def _render(name: str, form: PaperForm, stamp: Stamp, **context: Any) -> bytes:
    paper_set = form.paper_set
    return render_pdf(
        f"papers/print/{name}.html",
        identifier=f"{form.number}-{name}-{form.digest[:16]}",
        title=paper_title(paper_set),
        form=form,
        paper_set=paper_set,
        draft=paper_set.state is PaperState.DRAWN,
        stamp=stamp,
        **context,
    )


def _lead(form: PaperForm) -> list[str]:
    sheet = sheet_name(form.paper_set)
    minutes = form.paper_set.blueprint["minutes"]
    return [
        f"考试时间：{minutes}分钟。满分100分，60分及以上为合格。",
        "请先在试卷密封线内填写姓名、准考证号和所在单位。",
        f"请仔细阅读各题的答题要求，将答案填写在{sheet}的规定位置，写在试卷上无效。",
        "不要在试卷上乱写乱画，不要在密封线内填写无关的内容。",
        f"考试结束后，试卷和{sheet}一并交回，不得带出考场。",
    ]


def _sections(paper: Paper) -> Iterator[tuple[Head, RenderedSection]]:
    sections = rendering(paper).sections
    yield from zip(_heads(paper.sections), sections, strict=True)


def _heads(sections: Sequence[Section]) -> Iterator[Head]:
    first = 1
    for index, section in enumerate(sections):
        name, instruction = HEADS[section.kind]
        last = first + section.count - 1
        total = section.marks * section.count
        yield Head(NUMERALS[index], name, first, last, section.marks, total, instruction)
        first = last + 1


def _areas(sections: Sequence[Section]) -> Iterator[Area]:
    for section, head in zip(sections, _heads(sections), strict=True):
        numbers = tuple(range(head.first, head.last + 1))
        letters = LETTERS.get(section.kind, ())
        cut = range(0, len(numbers), BLOCK)
        blocks = tuple(numbers[start : start + BLOCK] for start in cut) if letters else ()
        lines = max(8, min(26, int(section.marks * Decimal("1.5"))))
        yield Area(head, letters, blocks, () if letters else numbers, lines)


def _rows(items: Sequence[RenderedItem], *, size: int = 10) -> list[Sequence[RenderedItem]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def _written(section: RenderedSection) -> bool:
    return section.kind not in LETTERS


def _width(text: str) -> int:
    """In half-width columns."""
    return sum(2 if ord(character) > 0x2E7F else 1 for character in text)
