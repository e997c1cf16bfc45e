"""The documents keep what they promise: links, posts, settings, tables, words."""

import ast
import re
from pathlib import Path
from urllib.parse import unquote

import pytest

from examsys.cli import COMMANDS
from examsys.kernel.db import Model
from examsys.rules.parameters import BY_KEY
from examsys.rules.permissions import ROLE_LABELS
from examsys.rules.states import LABELS
from tools import permission_table

HOME = Path(__file__).resolve().parent.parent
DOCS = HOME / "docs"
MANUAL = DOCS / "manual"
PAGES = sorted([*HOME.glob("*.md"), *DOCS.rglob("*.md")])
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)")
# Paths of the machine this was written on, never of the one it will run on.
OURS = re.compile(r"/(?:work|root|home|tmp)/|/usr/local/bin/|localhost:\d{4}/simple")
SIZE = 250_000


def shown(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_links_lead_somewhere(page):
    for target in LINK.findall(page.read_text("utf-8")):
        path = unquote(target).partition("#")[0]
        if path and "://" not in target:
            assert (page.parent / path).exists(), target


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_no_page_knows_our_machine(page):
    assert not OURS.search(page.read_text("utf-8"))


@pytest.mark.parametrize("post", sorted(ROLE_LABELS.values()))
def test_every_post_has_a_page_of_the_manual(post):
    pages = {page.stem: page.read_text("utf-8") for page in MANUAL.glob("*.md")}
    titles = {text.splitlines()[0]: name for name, text in pages.items()}
    named = [name for title, name in titles.items() if post in title]
    assert named, f"no page of the manual has {post} in its title"
    assert f"]({named[0]}.md)" in pages["README"]


def test_every_picture_is_used_and_light():
    used = {
        Path(unquote(target)).name
        for page in PAGES
        for target in LINK.findall(page.read_text("utf-8"))
        if target.endswith(".png")
    }
    kept = {path.name: path.stat().st_size for path in (MANUAL / "img").glob("*.png")}
    assert used == set(kept)
    assert {name for name, size in kept.items() if size >= SIZE} == set()


@pytest.fixture(scope="module")
def screens() -> str:
    """Everything a screen can say, as written in templates, code and data."""
    kinds = ("templates/**/*.html", "examsys/**/*.py", "examsys/**/*.toml")
    return "".join(path.read_text("utf-8") for kind in kinds for path in HOME.glob(kind))


@pytest.mark.parametrize("page", sorted(MANUAL.glob("*.md")), ids=shown)
def test_words_in_quotes_stand_on_screens(page, screens):
    quoted = set(re.findall(r"“([^“”]+)”", page.read_text("utf-8")))
    pieces = {piece for words in quoted for piece in words.split("…") if piece}
    assert {piece for piece in pieces if piece not in screens} == set()


def test_every_setting_is_in_operations():
    source = (HOME / "examsys" / "config.py").read_text("utf-8")
    settings = set(re.findall(r"EXAMSYS_[A-Z_]+", source))
    page = (DOCS / "operations.md").read_text("utf-8")
    assert {name for name in settings if f"`{name}`" not in page} == set()


def test_every_verb_is_in_operations():
    verbs = {verb for added in COMMANDS.values() for verb in added}
    page = (DOCS / "operations.md").read_text("utf-8")
    assert {verb for verb in verbs if f"`{verb}" not in page} == set()


def test_the_permission_table_is_the_one_in_force():
    page = permission_table.PAGE.read_text("utf-8")
    assert page == permission_table.renewed(page), "run python tools/permission_table.py"


def test_the_catalogue_names_every_table(app):
    page = (DOCS / "data-catalogue.md").read_text("utf-8")
    named = set(re.findall(r"`([a-z_]+)[.`]", page))
    assert set(Model.metadata.tables) - named == set()


def test_the_catalogue_names_every_sealed_field(app):
    page = (DOCS / "data-catalogue.md").read_text("utf-8")
    for table in Model.metadata.tables.values():
        for column in table.columns:
            if column.name.endswith(("_sealed", "_last4")) and column.name != "seed_sealed":
                line = next(row for row in page.splitlines() if f"`{table.name}." in row)
                block = page[page.index(line) :]
                assert f"{column.name}`" in block, f"{table.name}.{column.name}"


def test_the_catalogue_uses_parameters_that_exist():
    page = (DOCS / "data-catalogue.md").read_text("utf-8")
    assert set(re.findall(r"`(archive\.[a-z_]+)`", page)) <= set(BY_KEY)


@pytest.fixture(scope="module")
def glossary() -> str:
    return (DOCS / "glossary.md").read_text("utf-8")


def test_the_glossary_has_every_table(glossary):
    models = [
        node.name
        for path in sorted((HOME / "examsys").glob("*/models.py"))
        for node in ast.parse(path.read_text("utf-8")).body
        if isinstance(node, ast.ClassDef) and any("Model" in ast.dump(b) for b in node.bases)
    ]
    assert len(models) > 50
    assert [name for name in models if f"`{name}`" not in glossary] == []


def test_the_glossary_has_every_state_and_post(glossary):
    states = [f"{word} `{state.value}`" for state, word in LABELS.items()]
    posts = [f"| {word} | `{role.value}` |" for role, word in ROLE_LABELS.items()]
    assert [words for words in (*states, *posts) if words not in glossary] == []


def test_the_clauses_page_is_linked_from_the_readme():
    assert "(docs/clauses.md)" in (HOME / "README.md").read_text("utf-8")
