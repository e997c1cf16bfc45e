"""Every template parses, is short, imports only what it uses and carries no inline behaviour."""

import re
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader, nodes

ROOT = Path(__file__).resolve().parent.parent / "templates"
TEMPLATES = sorted(ROOT.rglob("*.html"))
PARTS = sorted((ROOT / "_parts").glob("*.html"))
ENV = Environment(loader=FileSystemLoader(ROOT), autoescape=True)
SOURCED: Any = (nodes.Extends, nodes.Include, nodes.FromImport, nodes.Import)
INLINE = {
    "event handler": re.compile(r"\son[a-z]+\s*=", re.IGNORECASE),
    "style attribute": re.compile(r"\sstyle\s*=", re.IGNORECASE),
    "style element": re.compile(r"<style\b", re.IGNORECASE),
    "inline script": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "javascript address": re.compile(r"javascript:", re.IGNORECASE),
}


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def for_paper(path: Path) -> bool:
    return "print" in path.parent.parts or name_of(path) == "_layout/print.html"


each_template = pytest.mark.parametrize("path", TEMPLATES, ids=name_of)
each_part = pytest.mark.parametrize("path", PARTS, ids=name_of)


@each_template
def test_parses_and_finds_what_it_extends_and_includes(path: Path) -> None:
    tree = ENV.parse(path.read_text("utf-8"))
    sources = [node.template for node in tree.find_all(SOURCED)]
    wanted = [source.value for source in sources if isinstance(source, nodes.Const)]
    assert [name for name in wanted if not (ROOT / name).is_file()] == []


@each_template
def test_is_short(path: Path) -> None:
    lines = len(path.read_text("utf-8").splitlines())
    assert lines <= (200 if for_paper(path) else 150)


@each_template
def test_has_no_inline_behaviour(path: Path) -> None:
    text = re.sub(r"\{#.*?#\}", "", path.read_text("utf-8"), flags=re.DOTALL)
    allowed = {"style attribute", "style element"} if for_paper(path) else set()
    found = {what for what, pattern in INLINE.items() if pattern.search(text)}
    assert found - allowed == set()
    assert re.findall(r"\|\s*safe\b|autoescape\s+false", text) == []


@each_template
def test_uses_every_macro_it_imports(path: Path) -> None:
    tree = ENV.parse(path.read_text("utf-8"))
    imported = {
        alias[1] if isinstance(alias, tuple) else alias
        for node in tree.find_all(nodes.FromImport)
        for alias in node.names
    }
    used = {node.name for node in tree.find_all(nodes.Name) if node.ctx == "load"}
    assert imported - used == set()


@each_template
def test_posts_only_with_a_token(path: Path) -> None:
    text = path.read_text("utf-8")
    forms = re.findall(
        r"<form\b[^>]*method=[\"']post[\"'].*?(?:</form>|\{%- endmacro)", text, re.DOTALL
    )
    assert [form[:80] for form in forms if "csrf_token" not in form] == []


@each_template
def test_says_nothing_in_the_words_we_do_not_use(path: Path) -> None:
    text = path.read_text("utf-8")
    assert [word for word in ("系统错误", "您", "！") if word in text] == []


@each_part
def test_part_starts_with_its_signature(path: Path) -> None:
    first = path.read_text("utf-8").splitlines()[0]
    assert first.startswith("{# ")
    macros = [node.name for node in ENV.parse(path.read_text("utf-8")).find_all(nodes.Macro)]
    assert path.stem in first or any(f"{macro}(" in first for macro in macros)


@each_part
def test_part_is_tested_alone(path: Path) -> None:
    tests = Path(__file__).parent / "parts"
    shown = "".join(p.read_text("utf-8") for p in sorted(tests.glob("test_*.py")))
    assert f'"{path.stem}"' in shown
