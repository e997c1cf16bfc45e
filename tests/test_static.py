"""What the browser is given: vendored files as listed, our own scripts plain."""

import importlib.util
import re
import sys
import tomllib
from pathlib import Path
from types import ModuleType

import pytest

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "examsys" / "static"
SCRIPTS = sorted((STATIC / "app").glob("*.js"))
TOO_NEW = re.compile(
    r"\?\?|\?\.\w|\.at\(|replaceAll|structuredClone|\bawait import|#\w+\s*=|\|\|=|&&="
)


def _vendor() -> ModuleType:
    spec = importlib.util.spec_from_file_location("vendor", ROOT / "tools" / "vendor.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["vendor"] = module  # dataclasses look their module up by name
    spec.loader.exec_module(module)
    return module


def test_vendored_files_are_exactly_those_of_the_table() -> None:
    vendor = _vendor()
    assert vendor.wrong_files() == []
    kept = {path for package in vendor.PACKAGES for path in package.kept()}
    homes = (ROOT / vendor.SHIPPED, ROOT / vendor.TESTS_ONLY)
    found = {p.relative_to(ROOT) for home in homes for p in home.rglob("*") if p.is_file()}
    assert found == kept


def test_a_changed_file_is_named(tmp_path: Path) -> None:
    wrong = _vendor().wrong_files(tmp_path)
    assert "examsys/static/vendor/htmx.org/2.0.11/htmx.min.js: missing" in wrong


def test_third_party_names_every_package() -> None:
    text = (ROOT / "THIRD_PARTY.md").read_text("utf-8")
    declared = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"][
        "dependencies"
    ]
    names = {re.split(r"[\[<>=]", line)[0] for line in declared}
    names |= {package.name for package in _vendor().PACKAGES}
    assert {name for name in names if f"| {name} |" not in text} == set()


def test_the_sprite_holds_every_icon_a_page_or_the_menu_asks_for() -> None:
    sprite = STATIC / "vendor" / "bootstrap-icons" / "1.13.2" / "icons.svg"
    held = set(re.findall(r'<symbol id="([^"]+)"', sprite.read_text("utf-8")))
    asked = set()
    for template in (ROOT / "templates").rglob("*.html"):
        asked |= set(re.findall(r'\bicon\("([a-z0-9-]+)"\)', template.read_text("utf-8")))
    menu = (ROOT / "examsys" / "navigation.py").read_text("utf-8")
    asked |= set(re.findall(r'Step\(\s*"[^"]+",\s*"([a-z0-9-]+)"', menu))
    assert asked - held == set()
    assert len(asked) > 20


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda p: p.name)
def test_scripts_are_plain_and_run_on_chromium_90(script: Path) -> None:
    text = script.read_text("utf-8")
    assert TOO_NEW.findall(text) == []
    assert [w for w in ("eval(", "innerHTML", "new Function", "document.write") if w in text] == []
    assert text.startswith("//")


def test_the_style_sheet_uses_nothing_newer_than_chromium_90() -> None:
    css = (STATIC / "app.css").read_text("utf-8")
    forbidden = (":has(", "color-mix", "gradient", "@container", "@layer", "url(", "oklch", " dvh")
    assert [word for word in forbidden if word in css] == []
    assert css.count("{") == css.count("}")
    assert len(css.splitlines()) <= 400


def test_states_are_readable_on_their_tints() -> None:
    css = (STATIC / "app.css").read_text("utf-8")
    colour = dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6});", css))
    pairs = [("pass", "pass-tint"), ("wait", "wait-tint"), ("fail", "fail-tint")]
    pairs += [
        ("accent", "accent-tint"),
        ("ink-2", "plain-tint"),
        ("ink-3", "page"),
        ("ink-3", "head"),
    ]
    pairs += [("accent", "page"), ("fail", "page")]
    assert {
        p: round(r, 1) for p in pairs if (r := _contrast(colour[p[0]], colour[p[1]])) < 4.5
    } == {}


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
