"""Pages of the agency: what is filed, who may change it, and what two editors see."""

from io import BytesIO

import pytest
from PIL import Image

from examsys.agency import queries
from examsys.agency.service import SiteIntake
from tests.agency.test_service import PROFILE, SITE, add, save

FORM = {
    "name": PROFILE.name,
    "kind": "company",
    "category_code": "S",
    "agency_code": "0000",
    "province_code": "33",
    "uscc": PROFILE.uscc,
    "legal_person": "陈明",
    "address": PROFILE.address,
    "phone": PROFILE.phone,
    "filing_authority": PROFILE.filing_authority,
}
SITE_FORM = {
    "name": "城西考点",
    "address": "文三路1号",
    "province_code": "33",
    "serial": "000123",
    "capacity": "90",
}


def text(answer) -> str:
    return answer.get_data(as_text=True)


def picture(size: tuple[int, int], kind: str = "PNG") -> BytesIO:
    out = BytesIO()
    Image.new("RGBA", size, (200, 0, 0, 90)).save(out, kind)
    out.seek(0)
    return out


def test_an_empty_profile_offers_the_first_step_to_the_one_who_may(client):
    assert "填写机构信息" in text(client("head").get("/agency/"))
    assert "填写机构信息" not in text(client("auditor").get("/agency/"))


def test_filling_in_the_profile(client):
    browser = client("head")
    assert browser.post("/agency/edit", data=FORM).status_code == 303
    shown = text(browser.get("/agency/"))
    assert "S 社会培训评价组织" in shown
    assert "33 浙江" in shown
    assert f"· {PROFILE.name}" in shown


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"agency_code": "12"}, "共 4 位"),
        ({"agency_code": "００００"}, "共 4 位"),
        ({"category_code": "J"}, "类别代码"),
        ({"category_code": ""}, "请选择批复中的类别代码"),
        ({"province_code": "99"}, "省级代码"),
        ({"uscc": "91110000600037341X"}, "校验位不符"),
        ({"name": "  "}, "请填写机构全称"),
    ],
)
def test_wrong_codes_stay_on_the_page(client, over, sentence):
    answer = client("head").post("/agency/edit", data={**FORM, **over})
    assert (answer.status_code, queries.find_agency()) == (422, None)
    assert sentence in text(answer)


def test_a_lower_case_social_credit_code_is_taken(client):
    form = {**FORM, "uscc": " 91110000600037341l "}
    assert client("head").post("/agency/edit", data=form).status_code == 303
    assert queries.agency().uscc == "91110000600037341L"


def test_others_may_read_and_not_change(client, clock):
    save(clock)
    browser = client("exam_office")
    assert "编辑机构信息" not in text(browser.get("/agency/"))
    assert browser.post("/agency/edit", data=FORM).status_code == 403


def test_a_stale_page_shows_both_values_and_can_then_be_saved(client, clock):
    own = save(clock)
    browser = client("head")
    shown = str(own.version)
    browser.post("/agency/edit", data={**FORM, "version": shown, "phone": "0571-1111"})
    mine = {**FORM, "version": shown, "phone": "0571-2222", "category_code": "Y"}
    answer = browser.post("/agency/edit", data=mine)
    page = text(answer)
    assert answer.status_code == 409
    assert "<td>0571-1111</td><td>0571-2222</td>" in page
    assert "<td>S 社会培训评价组织</td><td>Y 用人单位</td>" in page
    assert queries.agency().phone == "0571-1111"
    fresh = str(queries.agency().version)
    assert f'name="version" type="hidden" value="{fresh}"' in page
    assert browser.post("/agency/edit", data={**mine, "version": fresh}).status_code == 303
    assert queries.agency().phone == "0571-2222"


def test_the_edit_page_previews_the_prefix_of_each_site(client, clock):
    save(clock)
    add(clock)
    add(clock, SiteIntake("城东考点", "文一路1号", "33", "000124", 60))
    page = text(client("head").get("/agency/edit"))
    assert ("S000033000123" in page, "S000033000124" in page) == (True, True)


def test_sites_are_added_edited_and_closed(client, clock):
    save(clock)
    browser = client("head")
    assert browser.post("/agency/sites/new", data=SITE_FORM).status_code == 303
    place = queries.sites()[0]
    assert "S000033000123" in text(browser.get("/agency/"))
    edited = {**SITE_FORM, "capacity": "60", "version": str(place.version)}
    assert browser.post(f"/agency/sites/{place.id}/edit", data=edited).status_code == 303
    assert queries.site(place.id).capacity == 60
    again = browser.post(f"/agency/sites/{place.id}/edit", data={**edited, "capacity": "70"})
    assert (again.status_code, "<td>60</td><td>70</td>" in text(again)) == (409, True)
    assert browser.post(f"/agency/sites/{place.id}/close").status_code == 303
    assert browser.post(f"/agency/sites/{place.id}/close").status_code == 409
    assert "已停用" in text(browser.get("/agency/"))


@pytest.mark.parametrize(
    ("over", "sentence"),
    [
        ({"serial": "12345"}, "共 6 位"),
        ({"capacity": "0"}, "1 至 100000"),
        ({"capacity": "许多"}, "容纳人数"),
        ({"name": SITE.name}, "已有名为"),
    ],
)
def test_wrong_sites_stay_on_the_page(client, clock, over, sentence):
    add(clock)
    form = {**SITE_FORM, "name": "城东考点", "serial": "000124", **over}
    answer = client("head").post("/agency/sites/new", data=form)
    assert (answer.status_code, len(queries.sites())) == (422, 1)
    assert sentence in text(answer)


def test_levels_are_filed_and_withdrawn(client, clock):
    save(clock)
    browser = client("head")
    form = {"level": "3", "filed_on": "2026-01-05", "receipt_no": "备〔2026〕1号"}
    assert browser.post("/agency/levels/new", data=form).status_code == 303
    assert "三级/高级工" in text(browser.get("/agency/"))
    again = browser.post("/agency/levels/new", data=form)
    assert (again.status_code, "三级已登记备案" in text(again)) == (422, True)
    assert browser.post("/agency/levels/3/withdraw").status_code == 303
    assert queries.filed_levels() == []


def test_the_seal_image_is_kept_as_pixels_and_never_called_an_electronic_seal(client, clock):
    own = save(clock)
    browser = client("head")
    form = {"picture": (picture((300, 300)), "章.png"), "version": str(own.version)}
    assert browser.post("/agency/seal", data=form).status_code == 303
    answer = browser.get("/agency/seal.png")
    with Image.open(BytesIO(answer.get_data())) as kept:
        assert (kept.format, kept.size, kept.getpixel((0, 0))) == (
            "PNG",
            (300, 300),
            (200, 0, 0, 90),
        )
    assert "电子印章" not in text(browser.get("/agency/seal"))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (picture((199, 300)), "每边至少 200 像素"),
        (BytesIO(b"not a picture"), "不是图片"),
    ],
)
def test_a_wrong_seal_image_is_refused(client, clock, content, sentence):
    own = save(clock)
    form = {"picture": (content, "章.png"), "version": str(own.version)}
    answer = client("head").post("/agency/seal", data=form)
    assert (answer.status_code, queries.agency().seal_file_uuid) == (422, None)
    assert sentence in text(answer)


def test_there_is_no_seal_image_before_one_is_kept(client, clock):
    save(clock)
    assert client("head").get("/agency/seal.png").status_code == 404
