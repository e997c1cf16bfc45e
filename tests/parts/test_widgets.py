"""The small scripts in a real Chromium, under the product's own content security policy."""

import mimetypes
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route

from examsys.pages import HEADERS
from tests.chromium import running

pytestmark = pytest.mark.browser

ROOT = Path(__file__).resolve().parent.parent.parent
AXE = (ROOT / "tests/vendor/axe-core/4.14.1/axe.min.js").read_text("utf-8")
HOME = "http://parts.localhost"
FRAME: dict[str, Any] = {
    "agency_name": "江城市信达职业技能评价中心",
    "account": SimpleNamespace(name="王芳", login="wang", role_labels=["考务员"]),
    "batch_in_hand": {"label": "2026年第3批", "href": "/batches/3/"},
    "batches_to_choose": [{"id": 3, "label": "2026年第3批"}, {"id": 4, "label": "2026年第4批"}],
    "batch_switch_url": "/batches/take",
    "search_url": "/search",
    "sign_out_url": "/sign-out",
    "due_count": 2,
    "seal_state": {"label": "题库已封存", "tone": "pass"},
    "title": "成绩登录",
    "crumbs": [("工作台", "/"), ("成绩", None)],
    "menu": [
        {
            "label": "成绩",
            "icon": "clipboard-data",
            "href": "/scoring/",
            "active": True,
            "due": 2,
            "children": [{"label": "登录", "href": "/scoring/", "active": True}],
        }
    ],
}
CONTENT = """
{% extends "_layout/app.html" %}
{% from "_parts/post_button.html" import post_button %}
{% block content %}
{{ post_button("撤销", "/revoke", confirm="将撤销 1 张证书", typed="甲") }}
<form method="post" action="/save" data-unsaved>
<p>还有 <span data-grid-left></span> 格</p>
<table data-grid><tbody>
{% for row in range(3) %}<tr>
{% for part in ("理论", "技能") %}<td><input inputmode="decimal" data-max="100"
aria-label="第 {{ row + 1 }} 行{{ part }}" name="s{{ row }}{{ part }}"></td>{% endfor %}
</tr>{% endfor %}
</tbody></table>
<button class="btn btn-primary">保存</button>
</form>
<form data-selection>
<div data-bulk>已选 <b data-selected-count></b></div>
<table><thead><tr><th><input type="checkbox" data-select-all aria-label="全选"></th></tr></thead>
<tbody>{% for n in range(4) %}<tr><td><input type="checkbox" data-select-row
aria-label="选择第 {{ n }} 行"></td></tr>{% endfor %}</tbody></table>
</form>
{% endblock %}
"""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with running() as chromium:
        yield chromium


@pytest.fixture
def page(browser: Browser, bare: Flask) -> Iterator[Page]:
    html = bare.jinja_env.from_string(CONTENT).render(**FRAME)
    seen: list[str] = []

    def answer(route: Route) -> None:
        path = route.request.url.removeprefix(HOME)
        seen.append(f"{route.request.method} {path}")
        if path.startswith("/static/"):
            file = ROOT / "examsys" / path.lstrip("/")
            kind = mimetypes.guess_type(file.name)[0]
            route.fulfill(body=file.read_bytes(), content_type=kind or "text/plain")
        else:
            route.fulfill(body=html, content_type="text/html; charset=utf-8", headers=HEADERS)

    tab = browser.new_page(viewport={"width": 1366, "height": 768})
    complaints: list[str] = []
    tab.on("console", lambda message: complaints.append(message.text))
    tab.on("pageerror", lambda error: complaints.append(str(error)))
    tab.route(f"{HOME}/**", answer)
    tab.goto(f"{HOME}/scoring/")
    tab.seen = seen  # type: ignore[attr-defined]
    yield tab
    tab.close()
    assert complaints == []


def cells(page: Page) -> list[str]:
    held: list[str] = page.locator("[data-grid] input").evaluate_all("all => all.map(i => i.value)")
    return held


def paste(page: Page, text: str) -> None:
    page.evaluate(
        """text => {
            const data = new DataTransfer();
            data.setData("text/plain", text);
            const event = new ClipboardEvent("paste", {clipboardData: data, bubbles: true,
                cancelable: true});
            document.activeElement.dispatchEvent(event);
        }""",
        text,
    )


def test_enter_goes_down_the_column_and_then_to_the_next(page: Page) -> None:
    page.get_by_label("第 1 行理论").focus()
    for mark in ("61", "72.5", "83", "44"):
        page.keyboard.type(mark)
        page.keyboard.press("Enter")
    assert cells(page) == ["61", "44", "72.5", "", "83", ""]
    assert page.locator("[data-grid-left]").inner_text() == "2"


def test_arrows_move_between_cells(page: Page) -> None:
    page.get_by_label("第 1 行理论").focus()
    for key in ("ArrowDown", "ArrowRight", "ArrowUp"):
        page.keyboard.press(key)
    page.keyboard.type("5")
    assert cells(page) == ["", "5", "", "", "", ""]


def test_a_block_from_a_spreadsheet_fills_down_and_stops_at_the_edge(page: Page) -> None:
    page.get_by_label("第 2 行理论").focus()
    paste(page, "６０\t70\t99\r\n80\t101\r\n1\t2\r\n")
    assert cells(page) == ["", "", "60", "70", "80", "101"]
    assert page.locator("[data-grid] [aria-invalid=true]").count() == 1
    assert page.get_by_label("第 3 行技能").get_attribute("title") == "不能超过 100 分"


def test_ctrl_s_sends_the_form(page: Page) -> None:
    page.get_by_label("第 1 行理论").fill("60")
    with page.expect_request(f"{HOME}/save"):
        page.keyboard.press("Control+s")


def test_an_irreversible_act_is_asked_and_typed(page: Page) -> None:
    page.get_by_role("button", name="撤销").click()
    dialog = page.get_by_role("dialog")
    assert "将撤销 1 张证书" in dialog.inner_text()
    assert dialog.get_by_role("button", name="撤销").is_disabled()
    dialog.get_by_role("button", name="取消").click()
    assert "POST /revoke" not in page.seen  # type: ignore[attr-defined]
    page.get_by_role("button", name="撤销").click()
    dialog.get_by_label("请输入“甲”以确认").fill("甲")
    with page.expect_request(f"{HOME}/revoke"):
        dialog.get_by_role("button", name="撤销").click()


def test_choosing_rows(page: Page) -> None:
    assert page.locator("[data-bulk]").is_hidden()
    page.get_by_label("选择第 0 行").click()
    page.get_by_label("选择第 2 行").click(modifiers=["Shift"])
    assert page.locator("[data-selected-count]").inner_text() == "3"
    page.get_by_label("全选").click()
    assert page.locator("[data-selected-count]").inner_text() == "4"


def test_slash_searches_and_the_menu_stays_collapsed(page: Page) -> None:
    page.keyboard.press("/")
    assert page.locator("#bar-q").evaluate("box => box === document.activeElement")
    toggle = page.locator("[data-menu-toggle]")
    toggle.click()
    assert page.locator("#menu").evaluate("menu => menu.offsetWidth") == 52
    page.goto(f"{HOME}/scoring/")
    assert page.locator("#menu").evaluate("menu => menu.offsetWidth") == 52
    assert toggle.get_attribute("aria-expanded") == "false"
    toggle.click()


def test_drop_down_opens_by_key_and_closes_by_escape(page: Page) -> None:
    summary = page.locator("details.drop summary").first
    summary.press("Enter")
    assert page.get_by_role("button", name="2026年第4批").is_visible()
    page.keyboard.press("Escape")
    assert page.get_by_role("button", name="2026年第4批").is_hidden()


def test_axe_finds_nothing_in_the_shell(page: Page) -> None:
    page.evaluate(AXE)
    found = page.evaluate("axe.run()")
    assert [(v["id"], [n["html"] for n in v["nodes"]]) for v in found["violations"]] == []
    assert len(found["passes"]) > 20
