"""Clauses and rules belong together, and the page that shows them is fresh."""

import ast
import sys
from datetime import date
from pathlib import Path

import pytest

from examsys.rules import clausebook
from examsys.rules.clause import Clause, cite_all, load

ROOT = Path(__file__).resolve().parents[2]
RULES = ROOT / "examsys" / "rules"


def test_every_clause_has_a_rule():
    assert [c.cite for c in clausebook.clauses() if not clausebook.rules_of(c)] == []


def test_every_rule_has_a_clause_of_a_listed_source():
    known = list(clausebook.clauses())

    assert [rule.name for rule in clausebook.rules() if rule.clause not in known] == []


def test_every_clause_file_is_listed():
    assert {path.stem for path in (RULES / "clauses").glob("*.toml")} == set(clausebook.SOURCES)


def test_the_page_of_clauses_is_fresh():
    assert (ROOT / "docs" / "clauses.md").read_text("utf-8") == clausebook.render()


def test_citations_are_unique_and_lead_back():
    cites = [clause.cite for clause in clausebook.clauses()]

    assert len(cites) == len(set(cites))
    assert clausebook.by_cite("人社厅函〔2023〕141号 一（二）1（2）").values["level"] == 3
    assert clausebook.by_cite("人社厅函〔2023〕141号 九") is None
    assert cite_all(()) == ""


@pytest.mark.parametrize(
    ("on", "force"),
    [
        (date(2023, 12, 31), False),
        (date(2024, 1, 1), True),
        (date(2024, 12, 31), True),
        (date(2025, 1, 1), False),
    ],
)
def test_a_clause_is_in_force_from_its_first_day_until_before_its_last(on, force):
    clause = Clause("甲", "一", "文", since=date(2024, 1, 1), until=date(2025, 1, 1))

    assert clause.in_force(on) is force


def test_the_notice_is_quoted_verbatim_and_the_rest_is_tagged():
    tags = {clause.confidence for clause in clausebook.clauses() if clause.wording != "verbatim"}

    assert {clause.wording for clause in load("mohrss-2023-141").values()} == {"verbatim"}
    assert tags <= {"A", "B", "C", "D"}


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_rules_import_the_standard_library_and_rules_only(path):
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            names = [node.module]
        for name in names:
            assert name.startswith("examsys.rules") or name.split(".")[0] in sys.stdlib_module_names


@pytest.mark.parametrize("path", sorted(RULES.glob("*.py")), ids=lambda path: path.name)
def test_rules_never_read_a_clock(path):
    calls = {
        node.attr
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Attribute)
    }

    assert calls.isdisjoint({"today", "now", "utcnow"})
