"""Parts of lists: headings, pager, filters, tabs, empty lists."""

from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.parts.conftest import Show


@dataclass
class Shown:
    """What kernel.paging hands to a page."""

    total: int = 532
    page: int = 4
    pages: int = 11
    sort: str = "name"
    dir: str = "asc"
    first: int = 151
    last: int = 200
    args: dict[str, str] = field(default_factory=dict)

    def url(self, **changes: object) -> str:
        return "?" + "&".join(f"{k}={v}" for k, v in changes.items() if v is not None)


@pytest.mark.parametrize(
    ("key", "direction", "expected", "link"),
    [
        ("name", "asc", 'aria-sort="ascending"', "?sort=-name"),
        ("name", "desc", 'aria-sort="descending"', "?sort=name"),
        ("day", "asc", "chevron-expand", "?sort=day"),
    ],
)
def test_sortable_heading(show: Show, key: str, direction: str, expected: str, link: str) -> None:
    html = show("table", '{{ p.sort_th("姓名", key, l) }}', key=key, l=Shown(dir=direction))
    assert expected in html
    assert f'<a href="{link}">姓名' in html


def test_exports_take_the_filter_along(bare: Flask, show: Show) -> None:
    bare.add_url_rule("/people/export.<form>", "export")
    html = show("exports", "{{ p.exports('export', l) }}", l=Shown(args={"q": "甲"}))
    assert "导出当前筛选" in html
    assert 'href="/people/export.xlsx?q=%E7%94%B2"' in html
    assert 'href="/people/export.csv?q=%E7%94%B2"' in html


def test_result_count(show: Show) -> None:
    assert "<strong>532</strong> 人，本页第 151 至 200 人" in show(
        "table", '{{ p.result_count(l, "人") }}', l=Shown()
    )
    one = Shown(total=3, page=1, pages=1, first=1, last=3)
    assert show("table", "{{ p.result_count(l) }}", l=one).endswith("<strong>3</strong> 条</p>")


def test_pager_in_the_middle_and_at_the_ends(show: Show) -> None:
    html = show("pager", "{{ p.pager(l) }}", l=Shown())
    assert '<span class="is-here" aria-current="page">4</span>' in html
    assert [f'href="?page={n}"' in html for n in (1, 2, 3, 5, 6, 7, 11)] == [
        True, True, True, True, True, False, True,
    ]  # fmt: skip
    assert html.count("…") == 1
    first = show("pager", "{{ p.pager(l) }}", l=Shown(page=1))
    assert '<span class="is-off">上一页</span>' in first
    last = show("pager", "{{ p.pager(l) }}", l=Shown(page=11))
    assert '<span class="is-off">下一页</span>' in last


def test_pager_is_absent_for_one_page(show: Show) -> None:
    assert show("pager", "{{ p.pager(l) }}", l=Shown(pages=1, page=1)) == ""


def test_filters_keep_what_the_address_says(show: Show) -> None:
    call = (
        "{% call p.filters(l) %}{{ p.filter_text('q', '姓名') }}{{ p.filter_date('from', '自') }}"
        "{{ p.filter_select('state', '状态', [(1, '待审'), (2, '通过')]) }}{% endcall %}"
    )
    html = show("filters", call, l=Shown(args={"sort": "-name"}))
    assert 'name="q" value="王"' in html
    assert '<option value="2" selected>通过</option>' in html
    assert '<option value="1">待审</option>' in html
    assert '<input type="hidden" name="sort" value="-name">' in html
    assert '<a class="btn btn-link" href="/list">清除</a>' in html


def test_tabs_mark_the_current_one(show: Show) -> None:
    items = [
        {"label": "待审", "href": "/a", "active": True, "count": 0},
        {"label": "全部", "href": "/b", "active": False},
    ]
    html = show("tabs", "{{ p.tabs(items) }}", items=items)
    assert '<a href="/a" class="is-active" aria-current="page">待审' in html
    assert '<span class="tab-count">0</span>' in html
    assert '<a href="/b">全部</a>' in html


def test_empty_list_offers_the_first_step(show: Show) -> None:
    html = show(
        "empty", '{{ p.empty("还没有批次", "批次是一次考试的全部办理。", "新建批次", "/n") }}'
    )
    assert '<a class="btn btn-primary" href="/n">新建批次</a>' in html
    assert "btn" not in show("empty", '{{ p.empty("还没有批次", "等待上级。") }}')
