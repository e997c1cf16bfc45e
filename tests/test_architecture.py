"""Who may import whom. Lower may never import higher; neighbours leave each other alone."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

HOME = Path(__file__).resolve().parent.parent
ROOT, BANK = HOME / "examsys", HOME / "question_bank"
FLOORS = (
    ("kernel", "rules"),
    ("audit",),
    ("jobs",),
    ("accounts",),
    ("parameters",),
    ("publicity",),
    ("personnel", "agency"),
    ("bank",),
    ("batches",),
    ("candidates",),
    ("dispatch",),
    ("papers",),
    ("scoring",),
    ("certificates",),
    ("archives",),
    ("yearend",),
    ("regimes",),
    ("filing",),
    ("oversight",),
)
FLOOR = {name: number for number, names in enumerate(FLOORS) for name in names}
DOORS = {
    "models",
    "memo",
    "queries",
    "service",
    "events",
    "gateway",
    "gates",
    "calendar",
    "registry",
    "progress",
    "checkpoints",
    "export",
}
PLUMBING = {"migrations", "static", "demo"}
BANKERS = {"bank", "papers", "demo"}
# Every sealed field uses the bank's one envelope format.
SEAL = ("question_bank.seal", "question_bank.errors")
# Commands stand at the edge, like `cli.py`: they start the application.
EDGE = {"app", "config", "serving"}
BANK_MAY = {"cryptography", "numpy", "highspy", "sqlalchemy", "question_bank"}


def imports(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, "relative import"
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def shown(path: Path) -> str:
    return str(path.relative_to(HOME))


@pytest.mark.parametrize("path", sorted(ROOT.glob("*/**/*.py")), ids=shown)
def test_imports_go_down(path):
    own = path.relative_to(ROOT).parts[0]
    if own in PLUMBING:
        return
    for name in imports(path):
        top, other, door = (*name.split("."), "", "")[:3]
        if top == "question_bank":
            assert own in BANKERS or name.startswith(SEAL), f"{own} reaches into {name}"
        if top != "examsys" or other == own or (path.name == "commands.py" and other in EDGE):
            continue
        assert FLOOR[other] < FLOOR[own], f"{own} may not import {other}"
        assert FLOOR[other] == 0 or door in DOORS, f"{own} reaches into {name}"


@pytest.mark.parametrize("path", sorted((ROOT / "rules").rglob("*.py")), ids=shown)
def test_rules_use_the_standard_library_only(path):
    import sys

    for name in imports(path):
        top = name.split(".")[0]
        own = name.startswith("examsys.rules")
        assert own or top in sys.stdlib_module_names, f"{path.name} imports {name}"


@pytest.mark.parametrize("path", sorted(BANK.rglob("*.py")), ids=shown)
def test_the_question_bank_stands_alone(path):
    import sys

    for name in imports(path):
        top = name.split(".")[0]
        assert top in BANK_MAY or top in sys.stdlib_module_names, f"{path.name} imports {name}"
        if top == "sqlalchemy":
            assert "sqlstore" in shown(path)


def test_a_rule_loads_without_flask():
    import subprocess
    import sys

    code = "import examsys.rules.judging, sys; sys.exit('flask' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


@pytest.mark.parametrize("path", sorted([*ROOT.rglob("*.py"), *BANK.rglob("*.py")]), ids=shown)
def test_files_stay_small(path):
    if "versions" in path.parts:
        return
    assert len(path.read_text("utf-8").splitlines()) <= 300


FORBIDDEN = ("render_template_string", "datetime.now(", "date.today(", "utcnow(")


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.py")), ids=shown)
def test_the_clock_is_read_in_one_place(path):
    text = path.read_text("utf-8")
    for word in FORBIDDEN:
        assert word not in text or path.name == "clock.py", word
