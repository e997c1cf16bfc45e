"""Every rulebook of the house, and the page that shows each clause with its rules.

`python -m examsys.rules.clausebook docs/clauses.md` writes the page; a test keeps it fresh.
"""

import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from examsys.rules.batch import ENTRY, FILING, SEATING, STAFFING
from examsys.rules.book import Rule, Rulebook
from examsys.rules.clause import CONFIRM, Clause, Source, source
from examsys.rules.dispatch import ROTATION, TURN
from examsys.rules.eligibility import CANDIDATE
from examsys.rules.filing import APPLICANT, BASE
from examsys.rules.filingpapers import MATERIALS
from examsys.rules.issuing import ISSUE
from examsys.rules.marking import RESULT
from examsys.rules.paper import BLUEPRINT, SPECIFICATION
from examsys.rules.personnel import EXAMINER, ITEM_WRITER
from examsys.rules.recusal import MEETING
from examsys.rules.yearend import YEAR_END

SOURCES = (
    "mohrss-2023-141",
    "lrc-2019",
    "gen-2023",
    "code-2019-2",
    "practice",
    "filing-base",
)
RULEBOOKS: tuple[Rulebook[Any], ...] = (
    APPLICANT,
    BASE,
    MATERIALS,
    EXAMINER,
    ITEM_WRITER,
    *CANDIDATE.values(),
    SPECIFICATION,
    BLUEPRINT,
    FILING,
    SEATING,
    STAFFING,
    ENTRY,
    RESULT,
    ISSUE,
    MEETING,
    TURN,
    ROTATION,
    YEAR_END,
)
HEAD = """# 条款与规则

本页由 `python -m examsys.rules.clausebook docs/clauses.md` 生成，不要手工修改。
每一条款列出原文（或转述）、数值、本系统的理解和据以判定的规则。
"""


def rules() -> Iterator[Rule[Any]]:
    """Every rule of every rulebook."""
    for book in RULEBOOKS:
        yield from book.rules


def clauses() -> Iterator[Clause]:
    """Every clause of every source, in the order of the files."""
    for name in SOURCES:
        yield from source(name).clauses.values()


def rules_of(clause: Clause) -> tuple[str, ...]:
    """The names of the rules that rest on a clause."""
    return tuple(dict.fromkeys(rule.name for rule in rules() if clause in rule.clauses))


def by_cite(cite: str) -> Clause | None:
    """The clause a citation of one number names, for pages that show its wording."""
    return next((clause for clause in clauses() if clause.cite == cite), None)


def render() -> str:
    """The whole page."""
    return "\n".join([HEAD, *(_source(source(name)) for name in SOURCES)])


def _source(one: Source) -> str:
    head = f"## {one.short} {one.title}\n\n版本 {one.edition}，最近核对 {one.reviewed}。\n"
    return "\n".join([head, *(_clause(clause) for clause in one.clauses.values())])


def _clause(clause: Clause) -> str:
    how = "原文" if clause.wording == "verbatim" else f"转述，来源等级 {clause.confidence}"
    until = f"，至 {clause.until} 止" if clause.until else ""
    lines = [f"### {clause.cite} {clause.title}", "", f"> {clause.text}", ""]
    lines.append(f"- {how}；自 {clause.since} 起{until}")
    if clause.provisional:
        lines.append(f"- {CONFIRM}")
    if clause.values:
        lines.append("- 数值：" + "，".join(f"`{key}` = {n}" for key, n in clause.values.items()))
    lines += [f"- `{key}`：{'、'.join(words)}" for key, words in clause.terms.items()]
    lines += [f"- 理解：{reading}" for reading in clause.readings]
    lines.append("- 规则：" + "、".join(f"`{name}`" for name in rules_of(clause)))
    return "\n".join([*lines, ""])


if __name__ == "__main__":
    Path(sys.argv[1]).write_text(render(), "utf-8")
