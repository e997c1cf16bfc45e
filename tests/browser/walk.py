"""The steps of one walk through the house, each by the people whose work it is."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from playwright.sync_api import Page

from examsys.demo.applicants import applicants
from examsys.demo.cast import Almanac, id_number
from tests.browser.conftest import Place, Seat
from tests.browser.hands import fill, flashes, follow, paste, press, take, words
from tests.browser.stage import FIRST, MARKED, PEOPLE, REVIEWED, SERIAL
from tests.make import make_photo


@dataclass
class Walk:
    """Who sits where, and what one step leaves to the next."""

    seat: Seat
    place: Place
    folder: Path
    today: date
    pages: dict[str, Page] = field(default_factory=dict)
    batch: str = ""
    tickets: list[str] = field(default_factory=list)

    def __call__(self, login: str, address: str) -> Page:
        """The page of this account at an address."""
        if login not in self.pages:
            self.pages[login] = self.seat(login)
        self.pages[login].goto(address)
        return self.pages[login]


def describe_the_agency(walk: Walk) -> None:
    page = walk("fuzeren", "/agency/")
    follow(page, "编辑机构信息")
    fill(page, phone="0571-88880001")
    press(page, "保存")
    assert "0571-88880001" in words(page)


def appoint_somebody(walk: Walk) -> None:
    page = walk("renyuan", "/personnel/1/appoint")
    fill(page, role="督导员", level="不分等级", since=walk.today.isoformat())
    press(page, "核对资格")
    button = page.locator("main").get_by_role("button").filter(has_text="提名").last
    assert "已提名" in press(page, button.inner_text())
    page = walk("fuzeren", "/personnel/1/")
    assert "已聘任" in press(page, "批准")


def review_an_item(walk: Walk) -> None:
    page = walk("shenti", "/bank/queue")
    follow(page, "开始审题")
    sealed = words(page)
    press(page, "打开审题")
    assert len(words(page)) > len(sealed)
    assert "已审定通过" in press(page, "通过并到下一题")


def plan_and_announce(walk: Walk) -> None:
    """A new batch: planned, filed, announced, open for registration."""
    office = walk("kaowu", "/batches/")
    follow(office, "新增批次")
    days = {"registration_from": 0, "registration_until": 14, "exam_on": 35}
    fill(office, level="三级/高级工", planned_count="30")
    fill(office, **{name: str(walk.today + timedelta(days=n)) for name, n in days.items()})
    assert "已制定" in press(office, "保存计划")
    walk.batch = office.url.rstrip("/").rsplit("/", 1)[-1]
    head = walk("fuzeren", f"/batches/{walk.batch}/")
    follow(head, "审批并登记备案")
    fill(head, filed_on=walk.today.isoformat(), receipt="浙认备〔示例〕99 号")
    assert "已审批并登记备案" in press(head, "审批并登记备案")
    office.reload()
    press(office, "按计划生成认定公告")
    notice = office.url
    head.goto(notice)
    follow(head, "审核发布")
    assert "已发布" in press(head, "发布")
    office.goto(f"/batches/{walk.batch}/")
    for _ in range(2):
        forward = office.locator("main .page-actions").get_by_role("button").first.inner_text()
        assert "已转入" in press(office, forward)
    assert "报名中" in words(office)


def draw_a_paper(walk: Walk) -> None:
    office = walk("tiku", f"/papers/draw/{walk.batch}/skill")
    assert "已组成并封存" in press(office, "组卷并封存")
    head = walk("fuzeren", office.url)
    assert "已审定" in press(head, "审定试卷")


def register_somebody(walk: Walk) -> None:
    """One candidate of the new batch by form, with a photo, handed in."""
    page = walk("kaowu", f"/candidates/new?batch_id={walk.batch}")
    number = id_number(date(1990, 3, 8), 977)
    fill(page, name="欧阳青禾", id_number=number.lower(), phone="13900001234", employer="江城码头")
    held = {"kind": "职业技能等级证书", "occupation": "劳动关系协调师", "level": "四级"}
    fill(page, **{f"certificates-0-{name}": value for name, value in held.items()})
    fill(page, **{"certificates-0-issued_on": "2019-05-20", "work-0-since": "2014-03-01"})
    fill(page, **{"work-0-kind": "协调劳动关系相关工作", "education-0-kind": "以上学历均无"})
    fill(page, **{"titles-0-rank": "无职称"})
    assert "已登记 欧阳青禾 的报名" in press(page, "保存报名")
    picture = walk.folder / "photo.jpg"
    picture.write_bytes(make_photo(413, 579))
    fill(page, photo=picture)
    assert "照片已保存" in press(page, "上传照片")
    assert "已提交审核" in press(page, "提交审核")


def review_and_seat(walk: Walk) -> None:
    """What waits in the batch under review is decided, one after another; then everybody sits."""
    for login, button in (("shenhe1", "初审通过"), ("shenhe2", "复审通过")):
        page = walk(login, f"/candidates/queue?batch_id={REVIEWED}")
        link = page.locator("main a[href$='/review']").first.get_attribute("href")
        page.goto(link or "")
        done = 0
        while page.url.endswith("/review"):
            said = press(page, button)
            assert button in said, said
            done += 1
        assert done >= 4
    page = walk("kaowu", f"/candidates/seating?batch_id={REVIEWED}")
    assert "已编排座位和准考证号，24 人" in press(page, "编排座位")
    tickets = take(page, "打印准考证", walk.folder / "tickets.pdf")
    assert tickets.read_bytes().startswith(b"%PDF-")


def enter_scores(walk: Walk) -> None:
    """Two people, two components; marks typed with Enter and pasted as a column; one differs."""
    home = f"/scoring/?batch_id={MARKED}"
    assert "保密号已生成" in press(walk("chengji", home), "生成保密号")
    typed = ["72", "65.5", "58", "90"]
    for number, login in ((1, "lufen1"), (2, "lufen2")):
        for part in ("theory", "skill"):
            page = walk(login, home)
            take_on = page.locator(f'main form[action$="/{part}/{number}/take"] button')
            press_by(page, take_on.inner_text(), part, number)
            marks = ["27", *typed[1:]] if (number, part) == (2, "theory") else typed
            _fill_grid(page, marks, pasted=part == "skill")
            assert "已提交" in press(page, "提交本遍录入")
    page = walk("chengji", f"/scoring/{MARKED}/differences")
    page.goto(page.locator("main a[href$='/resolve']").first.get_attribute("href") or "")
    fill(page, mark="72", reason="核对原卷，第二遍录入时看错")
    assert "已裁定为 72" in press(page, "裁定")
    page.goto(f"/scoring/{MARKED}/confirm")
    fill(page, note="已核对原卷，临界分数无误。")
    assert "已确认" in press(page, "确认成绩结果")


def press_by(page: Page, name: str, part: str, number: int) -> None:
    """The button that takes on this pass; several on the page have the same words."""
    form = page.locator(f'main form[action$="/{part}/{number}/take"]')
    form.get_by_role("button").click()
    with page.expect_navigation():
        page.get_by_role("dialog").get_by_role("button", name=name, exact=True).click()


def _fill_grid(page: Page, marks: list[str], *, pasted: bool) -> None:
    page.locator("[data-grid] input:visible").first.focus()
    if pasted:
        paste(page, "\r\n".join(marks))
    else:
        for mark in marks[:2]:
            page.keyboard.type(mark)
            page.keyboard.press("Enter")
        with page.expect_navigation():
            page.keyboard.press("Control+s")
        assert "已保存，2 份有变化" in flashes(page)
        page.locator("[data-grid] input:visible").nth(2).focus()
        for mark in marks[2:]:
            page.keyboard.type(mark)
            page.keyboard.press("Enter")
    cells = page.locator("[data-grid] input:visible").evaluate_all("all => all.map(i => i.value)")
    assert cells == marks
    assert page.locator("[data-grid-left]").inner_text() == "0"


def publish_and_look_up(walk: Walk) -> None:
    """The head publishes; a candidate looks on a telephone."""
    page = walk("fuzeren", f"/scoring/{MARKED}/publish")
    number = page.locator("[data-confirm-type]").first.get_attribute("data-confirm-type") or ""
    assert "成绩已公布" in press(page, "公布成绩", typed=number)
    seats = walk("kaowu", f"/candidates/seating?batch_id={MARKED}")
    link = seats.locator("main a[title]").first
    who, ticket = link.inner_text(), link.get_attribute("title") or ""
    visitor = walk.seat(width=375, height=640)
    visitor.goto("/apply/")
    numbers = _id_numbers(walk)
    fill(visitor, ticket_no=ticket, id_number=numbers[who])
    with visitor.expect_navigation():
        visitor.get_by_role("button", name="查询").click()
    assert "合格" in words(visitor)
    assert who not in words(visitor)


def _id_numbers(walk: Walk) -> dict[str, str]:
    exam_on = Almanac(walk.today).saturday(2)
    people = applicants(4, FIRST, PEOPLE, serial=SERIAL, on=exam_on)
    return {one.name: one.identity.number for one in people}
