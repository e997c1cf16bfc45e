"""Every page that can be opened without choosing anything, and the main pages of things."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page

from examsys import config
from examsys.app import create_app
from examsys.demo.cast import PLAYERS
from examsys.kernel import keys
from examsys.regimes.registers import BY_SLUG
from examsys.rules.permissions import TABLE
from tests.browser.conftest import Seat
from tests.browser.stage import FINISHED, MARKED, PLANNED, REVIEWED

pytestmark = [pytest.mark.slow, pytest.mark.browser]

AXE = (Path(__file__).parent.parent / "vendor/axe-core/4.14.1/axe.min.js").read_text("utf-8")
RUN = "() => axe.run({resultTypes: ['violations']}).then(f => f.violations.map("
RUN += "v => [v.id, v.nodes.slice(0, 3).map(n => n.html.slice(0, 300))]))"
# The first-run page is gone once there is an account.
NOT_PAGES = re.compile(
    r"first-run|export|template|\.xlsx|\.pdf|\.pem|\.png|/checkpoint|readyz|healthz|/static"
)
# The main pages of things: role's login, list, the link to follow. They exist in the sample year.
DETAILS = (
    ("fuzeren", "/batches/", r"^/batches/\d+/$"),
    ("kaowu", "/personnel/", r"^/personnel/\d+/$"),
    ("tiku", "/bank/", r"^/bank/[0-9a-f-]{36}/$"),
    ("tiku", "/papers/", r"^/papers/\d+/$"),
    ("tiku", "/papers/blueprints/", r"^/papers/blueprints/\d+/$"),
    ("kaowu", f"/candidates/?batch_id={FINISHED}", r"^/candidates/\d+/$"),
    ("shenhe1", f"/candidates/queue?batch_id={REVIEWED}", r"^/candidates/\d+/review$"),
    ("kaowu", "/publicity/", r"^/publicity/\d+/$"),
    ("zhengshu", "/certificates/", r"^/certificates/\d+/$"),
    ("dangan", "/archives/", r"^/archives/batch/\d+/$"),
    ("fuzeren", "/yearend/", r"^/yearend/\d+/$"),
    ("shenji", "/audit/", r"^/audit/\d+/$"),
    ("guanli", "/accounts/", r"^/accounts/\d+/$"),
    ("fuzeren", "/parameters/", r"^/parameters/[a-z_.0-9]+/$"),
    ("kaowu", "/regimes/", r"^/regimes/\d+/$"),
    ("kaowu", "/regimes/", r"^/regimes/versions/\d+/$"),
    ("kaowu", "/regimes/registers/safety/", r"^/regimes/registers/safety/\d+/$"),
    ("fuzeren", "/regimes/practice", r"^/regimes/batch/\d+/$"),
    ("", "/notices/", r"^/notices/[0-9a-f-]+/$"),
)
FORMS = (
    ("kaowu", f"/candidates/seating?batch_id={FINISHED}"),
    ("kaowu", f"/candidates/exam-day?batch_id={FINISHED}"),
    ("kaowu", f"/candidates/?batch_id={REVIEWED}"),
    ("chengji", f"/scoring/?batch_id={MARKED}"),
    ("kaowu", f"/batches/{PLANNED}/edit"),
    ("kaowu", f"/batches/{PLANNED}/duties"),
    ("fuzeren", f"/batches/{PLANNED}/file"),
    ("chengji", f"/scoring/?batch_id={FINISHED}"),
    ("chengji", f"/scoring/{FINISHED}/results"),
    ("chengji", f"/scoring/{FINISHED}/differences"),
    ("zhengshu", f"/certificates/batch/{FINISHED}/"),
    ("tiku", f"/papers/draw/{PLANNED}/theory"),
    ("renyuan", "/personnel/1/appoint"),
    ("kaowu", "/search?q=林"),
    ("kaowu", "/regimes/9/new"),
    ("kaowu", "/regimes/versions/1/edit"),
    ("kaowu", "/regimes/versions/1/review"),
    ("fuzeren", "/regimes/versions/1/withdraw"),
    *(("kaowu", f"/regimes/registers/{slug}/new") for slug in BY_SLUG),
    ("kaowu", "/regimes/registers/fees/1/correct"),
    ("kaowu", "/regimes/registers/fees/1/void"),
)
PUBLIC = ("/verify/", "/verify/key", "/apply/", "/notices/", "/sign-in")


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> dict[str, list[str]]:
    """Every page without arguments by the login of somebody who may open it."""
    folder = tmp_path_factory.mktemp("routes")
    keys.create(folder)
    app = create_app(config.from_environment({"EXAMSYS_INSTANCE": str(folder)}))
    found: dict[str, list[str]] = {}
    for rule in app.url_map.iter_rules():
        if rule.arguments or "GET" not in (rule.methods or set()) or NOT_PAGES.search(rule.rule):
            continue
        guard = app.view_functions[rule.endpoint].guard  # type: ignore[attr-defined]
        found.setdefault(_who(guard), []).append(rule.rule)
    return found


def _who(guard: str) -> str:
    if guard == "public":
        return ""
    if guard == "signed_in":
        return "kaowu"
    return next(player.login for player in PLAYERS if player.role in TABLE[guard])


def wrong_on(page: Page, address: str) -> list[object]:
    """Open a page. returns: what axe finds, or the status of a page that did not come."""
    answer = page.goto(address)
    if answer is None or answer.status != 200:
        return [(address, answer.status if answer else None)]
    page.evaluate(AXE)
    found = [(address, *one) for one in page.evaluate(RUN)]
    wide = page.evaluate("document.documentElement.scrollWidth - innerWidth")
    return found if wide <= 0 else [*found, (address, "scrolls sideways", wide)]


def nothing(found: list[object]) -> None:
    assert not found, "\n".join(map(str, found))


@pytest.mark.parametrize("login", ["", *(player.login for player in PLAYERS)])
def test_every_page_without_arguments(
    seat: Seat, addresses: dict[str, list[str]], login: str
) -> None:
    """At a desk: axe finds nothing, nothing scrolls sideways, the console is silent."""
    mine = addresses.get(login, [])
    page = seat(login)
    nothing([one for address in mine for one in wrong_on(page, address)])


def test_every_role_has_a_page_of_its_own(seat: Seat) -> None:
    """The desk of each role: its tasks, its menu."""
    found = []
    for player in PLAYERS:
        found += wrong_on(seat(player.login), "/")
    nothing(found)


def test_the_main_pages_of_things(seat: Seat) -> None:
    pages: dict[str, Page] = {}
    found = []
    for login, start, pattern in DETAILS:
        page = pages.get(login) or pages.setdefault(login, seat(login))
        page.goto(start)
        links = page.locator("main a").evaluate_all("all => all.map(a => a.getAttribute('href'))")
        fitting = [link for link in links if re.search(pattern, link or "")]
        assert fitting, (login, start, pattern)
        found += wrong_on(page, fitting[0])
    for login, address in FORMS:
        page = pages.get(login) or pages.setdefault(login, seat(login))
        found += wrong_on(page, address)
    nothing(found)


@pytest.mark.parametrize("width", [375, 320])
def test_public_pages_on_a_telephone(seat: Seat, width: int) -> None:
    page = seat(width=width, height=640)
    found = [one for address in PUBLIC for one in wrong_on(page, address)]
    page.goto("/notices/")
    notice = page.locator("main a[href^='/notices/']").first.get_attribute("href")
    nothing(found + wrong_on(page, notice or ""))
